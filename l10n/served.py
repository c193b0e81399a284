"""Served texts: what a reader of one locale sees of a record, and the locale that each text is really in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from l10n.dates.calendars import Calendar
from l10n.locales import Locale
from l10n.model import State
from l10n.records import Record, SourceUnit, find_calendar, iter_units, unit_path
from l10n.schema import Field, FieldKind, Schema
from l10n.text import has_text


class Why(StrEnum):
    """Why a text is served in the locale that it is in."""

    OWN = "own"
    """It is in the asked locale."""
    SAME = "same"
    """It is in the asked locale, and equal to its source on purpose, as a name can be."""
    FALLBACK = "fallback"
    """The asked locale has none; this one is in its chain."""
    SOURCE = "source"
    """No locale of the chain has one; this is the locale that the text was written in."""
    MISSING = "missing"
    """No locale that this reader may be shown has one."""


class ServedText(Struct, frozen=True, kw_only=True):
    """One text as a reader sees it."""

    path: str
    """The unit's path in its record: `title`, `description/p1`, `images/i1/caption`."""
    text: str | None
    locale: Locale | None
    """The locale that the text is really in; None if there is no text."""
    why: Why
    is_stale: bool = False
    """Whether a person must confirm the text, for its source has changed or a translator doubts it."""

    @property
    def is_borrowed(self) -> bool:
        """Whether the text is in another locale than the asked one."""
        return self.why in {Why.FALLBACK, Why.SOURCE}


class ServedDate(NamedTuple):
    """A date of a linked record."""

    field: str
    value: str
    """In EDTF."""
    calendar: Calendar = Calendar.GREGORIAN
    label: str = ""
    """What people call the field."""


class ServedName(Struct, frozen=True, kw_only=True):
    """A linked record, as a page names it."""

    key: str
    label: ServedText | None
    """None where the record has no label in any locale, or where there is no such record."""
    dates: tuple[ServedDate, ...] = ()
    """Every date of the linked record."""
    is_known: bool = True
    """Whether there is such a record."""


class ServedField(Struct, frozen=True, kw_only=True):
    """One field of a record, or of a list's item, as a reader sees it; its kind says which of its parts are set."""

    field: Field
    path: str
    texts: tuple[ServedText, ...] = ()
    """Of a `line` or `name` one; of a `text` its paragraphs in the order of the locale that they come from."""
    names: tuple[ServedName, ...] = ()
    """Of `references`, in the record's order."""
    items: tuple[tuple[ServedField, ...], ...] = ()
    """Of a `list`: the fields of each item."""
    value: Any = None
    """Of a `date` or `value`."""
    calendar: Calendar = Calendar.GREGORIAN
    """Of a `date`."""

    def iter_texts(self) -> Iterator[ServedText]:
        """Yield every text in the field, the labels of linked records included."""
        yield from self.texts
        yield from (name.label for name in self.names if name.label)
        for item in self.items:
            for field in item:
                yield from field.iter_texts()


class ServedRecord(Struct, frozen=True, kw_only=True):
    """A record, and what it says of the records that it links to, as a reader of one locale sees them."""

    key: str
    locale: Locale
    """The asked locale."""
    source: Locale
    """The locale that the record was written in."""
    label: ServedText | None
    """What the record is called; None if it has no label in any locale. It is in `fields`, too."""
    fields: tuple[ServedField, ...]
    """Those that hold anything, in the order of the record's type."""
    locales: tuple[Locale, ...]
    """The locales that hold text of the record itself, in the collection's order: those that a site may announce."""

    def iter_texts(self) -> Iterator[ServedText]:
        """Yield every text on the page, the labels of linked records included."""
        for field in self.fields:
            yield from field.iter_texts()


class Choice(NamedTuple):
    """Which of the texts that stand in one place is served."""

    path: str
    locale: Locale | None
    text: str
    """Empty where there is none to serve."""
    state: State
    """What the unit is in the served locale."""
    size: int
    """Characters of the text, or of the source text where there is none to serve."""


class HeldText(Struct, frozen=True):
    """One unit, and which of its texts are real."""

    path: str
    """The unit's path in its record."""
    unit: SourceUnit
    states: Mapping[str, State]
    """See `held_states`."""


class Passage(Struct, frozen=True, kw_only=True):
    """What stands in one place of a record in all its locales: one text, or the paragraphs of one field."""

    path: str
    field: Field
    source_locale: Locale
    texts: tuple[HeldText, ...]
    """The text, or the source's paragraphs in their order."""
    free: Mapping[str, Mapping[str, str]] = {}
    """{locale: {paragraph: text}} for locales that wrote the whole field independently."""

    @property
    def locales(self) -> set[str]:
        """The locales that hold real text here."""
        return set(self.free).union(*(held.states for held in self.texts))

    def choose(self, order: Iterable[Locale]) -> list[Choice]:
        """Return what is served where `order` are the locales to try.

        Paragraphs come one by one, each from the first locale that has it. Only if the first locale that has any
        wrote the field independently, the whole field comes from there.
        """
        if self.free and (locale := self._find_free(order)):
            texts = {name: text for name, text in self.free[locale].items() if has_text(text)}
            path = self.path
            return [Choice(f"{path}/{name}", locale, text, State.TRANSLATED, len(text)) for name, text in texts.items()]
        return [_choose(held, order) for held in self.texts]

    def _find_free(self, order: Iterable[Locale]) -> Locale | None:
        first = next((locale for locale in order if locale in self.locales), None)
        return first if first in self.free else None


def _choose(held: HeldText, order: Iterable[Locale]) -> Choice:
    states = held.states
    for locale in order:
        if locale in states:
            text = held.unit.texts[locale]
            return Choice(held.path, locale, text, states[locale], len(text))
    return Choice(held.path, None, "", State.MISSING, len(held.unit.source))


def held_states(unit: SourceUnit) -> dict[str, State]:
    """Return the state of every locale that holds a text of its own, wanted there or not.

    A copy of the source that nobody marked as `same` is a text of the source's locale, so it is left out.
    """
    states: dict[str, State] = {}
    source, wide = unit.source, None
    for locale, text in unit.texts.items():
        if not has_text(text):
            continue
        state = unit.cell(Locale(locale))
        if state is State.EXCLUDED:
            wide = wide or replace(unit, wanted=tuple(map(Locale, unit.texts)))
            state = wide.cell(Locale(locale))
        if state is not State.FUZZY or text != source:
            states[locale] = state
    return states


def iter_passages(record: Record, schema: Schema) -> Iterator[Passage]:
    """Yield the places of a record that hold text, in the order of the type's fields and of items."""
    paragraphs: list[SourceUnit] = []
    for unit in iter_units(record, schema):
        if paragraphs and not unit.key.startswith(f"{_place(paragraphs[0])}/") and not unit.is_free:
            yield _passage(paragraphs, record)
            paragraphs = []
        if unit.field.kind is not FieldKind.TEXT:
            yield _passage([unit], record)
        elif unit.is_free:
            yield _passage(paragraphs, record, unit)
            paragraphs = []
        else:
            paragraphs.append(unit)
    if paragraphs:
        yield _passage(paragraphs, record)


def _place(unit: SourceUnit) -> str:
    """Return a unit's key without its paragraph."""
    return unit.key.rpartition("/")[0] if unit.field.kind is FieldKind.TEXT else unit.key


def _passage(units: list[SourceUnit], record: Record, free: SourceUnit | None = None) -> Passage:
    path = unit_path(_place(units[0]))
    return Passage(
        path=path,
        field=units[0].field,
        source_locale=units[0].source_locale,
        texts=tuple(HeldText(unit_path(unit.key), unit, held_states(unit)) for unit in units),
        free=_free_paragraphs(record, path, free) if free else {},
    )


def _free_paragraphs(record: Record, path: str, unit: SourceUnit) -> dict[str, Mapping[str, str]]:
    name, *inner = path.split("/")
    value = record.values[name]
    if inner:
        value = next(item for item in value if item["id"] == inner[0])[inner[1]]
    return {locale: value[locale] for locale in unit.texts if locale != unit.source_locale}


class Label(Struct, frozen=True, kw_only=True):
    """What pages that link to a record need to know of it."""

    passage: Passage | None
    """The record's label in every locale; None if it has none."""
    dates: tuple[ServedDate, ...] = ()


Labels = Mapping[str, Label]
"""{record key: label}."""


def find_label(record: Record, schema: Schema) -> Label:
    """Return what pages that link to a record need to know of it."""
    type_ = schema.types[record.type]
    field = type_.label_field
    passages = iter_passages(record, schema) if field else ()
    dates = (date for date in type_.fields if date.kind is FieldKind.DATE and record.values.get(date.name))
    return Label(
        passage=next((passage for passage in passages if field and passage.path == field.name), None),
        dates=tuple(
            ServedDate(date.name, record.values[date.name], find_calendar(date, record.values), date.label)
            for date in dates
        ),
    )


def collect_labels(records: Iterable[Record], schema: Schema) -> dict[str, Label]:
    """Return the label of every record."""
    return {record.key: find_label(record, schema) for record in records}


def serve_record(record: Record, locale: Locale, schema: Schema, labels: Labels) -> ServedRecord:
    """Return what a reader of `locale` sees of a record; `labels` are those of the records that it links to."""
    return _Server(record, locale, schema, labels).serve()


def serve_label(label: Label, locale: Locale, schema: Schema) -> ServedText | None:
    """Return what a reader of `locale` sees where a record is named."""
    return serve_passage(label.passage, locale, schema)[0] if label.passage else None


def serve_passage(passage: Passage, locale: Locale, schema: Schema) -> tuple[ServedText, ...]:
    """Return what a reader of `locale` sees in one place of a record."""
    choices = passage.choose(schema.served_order(locale, passage.source_locale))
    chain = schema.chains.get(locale, ())
    return tuple(
        ServedText(
            path=choice.path,
            text=choice.text if choice.locale else None,
            locale=choice.locale,
            why=_why(choice, locale, chain),
            is_stale=choice.state is State.FUZZY,
        )
        for choice in choices
    )


def _why(choice: Choice, asked: Locale, chain: tuple[Locale, ...]) -> Why:
    if choice.locale is None:
        return Why.MISSING
    if choice.locale == asked:
        return Why.SAME if choice.state is State.SAME else Why.OWN
    return Why.FALLBACK if choice.locale in chain else Why.SOURCE


class _Server:
    """Serves one record."""

    def __init__(self, record: Record, locale: Locale, schema: Schema, labels: Labels) -> None:
        self._record, self._locale, self._schema, self._labels = record, locale, schema, labels
        self._passages = {passage.path: passage for passage in iter_passages(record, schema)}

    def serve(self) -> ServedRecord:
        type_ = self._schema.types[self._record.type]
        held = set[str]().union(*(passage.locales for passage in self._passages.values()))
        label = self._passages.get(type_.label_field.name) if type_.label_field else None
        return ServedRecord(
            key=self._record.key,
            locale=self._locale,
            source=self._record.source,
            label=self._texts(label)[0] if label else None,
            fields=self._fields(type_.fields, self._record.values, ""),
            locales=tuple(locale for locale in self._schema.locales if locale in held),
        )

    def _texts(self, passage: Passage) -> tuple[ServedText, ...]:
        return serve_passage(passage, self._locale, self._schema)

    def _fields(self, fields: Iterable[Field], values: Mapping[str, Any], prefix: str) -> tuple[ServedField, ...]:
        found = ((field, values.get(field.name)) for field in fields)
        served = (
            self._date(field, values, f"{prefix}{field.name}")
            if field.kind is FieldKind.DATE
            else self._field(field, value, f"{prefix}{field.name}")
            for field, value in found
            if value is not None
        )
        return tuple(field for field in served if field)

    @staticmethod
    def _date(field: Field, values: Mapping[str, Any], path: str) -> ServedField:
        return ServedField(field=field, path=path, value=values[field.name], calendar=find_calendar(field, values))

    def _field(self, field: Field, value: Any, path: str) -> ServedField | None:  # noqa: ANN401 (any field's value)
        """Return one field that is no date, or None if there is nothing in it."""
        if field.is_translatable:
            passage = self._passages.get(path)
            return ServedField(field=field, path=path, texts=self._texts(passage)) if passage else None
        if field.kind is FieldKind.REFERENCES:
            return ServedField(field=field, path=path, names=tuple(map(self._name, value))) if value else None
        if field.kind is FieldKind.LIST:
            items = (self._fields(field.fields, item, f"{path}/{item['id']}/") for item in value)
            filled = tuple(item for item in items if item)
            return ServedField(field=field, path=path, items=filled) if filled else None
        return ServedField(field=field, path=path, value=value)

    def _name(self, key: str) -> ServedName:
        label = self._labels.get(key)
        if label is None:
            return ServedName(key=key, label=None, is_known=False)
        return ServedName(key=key, label=serve_label(label, self._locale, self._schema), dates=label.dates)
