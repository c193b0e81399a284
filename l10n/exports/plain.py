"""Plain records: pages as JSON straight from a record's text, where nothing in it needs judgement.

Exports of millions of records spend most of their time on texts that are there, up to date and well-formed: of those a
reader sees the first of the served order. A text that is not so plain (to be confirmed, or a copy of its source) is
judged by `served`, as it always is. A record that is not so plain (paragraphs written independently, other versions
from a merge, anything malformed) goes the way of all others, through `parse_record` and `serve_record`. A test
compares the two ways over records of every kind. Only a key that stands twice in one object is not seen here, which
costs as much to look for as all the rest: the last counts, as it does for other programs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from l10n.dates import parse_date
from l10n.dates.calendars import Calendar
from l10n.errors import L10nError
from l10n.exports import Options
from l10n.exports.shown import date_value
from l10n.exports.stream import LocaleSums, Stream, StreamedRecord
from l10n.locales import Locale
from l10n.model import State, UnitKey
from l10n.records import PARAGRAPH_ID, RECORD_ID, SourceUnit, find_calendar
from l10n.schema import RESERVED, Field, FieldKind
from l10n.served import HeldText, Passage, held_states
from l10n.text import digest

_KEPT = 1 << 17
"""Labels that are remembered, some 50 MB: a page links to half a dozen records, most to the same ones as others."""
_UNJUDGED = frozenset({"sources", "conflicts"})
_MISSING = Locale("")
_DICT = {dict}


class _Judgement(Exception):  # noqa: N818 (it is no error: somebody else decides)
    """A record that is not plain."""


class _Chosen(NamedTuple):
    """A text and the locale that it is in."""

    text: str
    locale: Locale
    is_stale: bool = False


class _Reader(Struct, frozen=True):
    """Whose page is read, of a record with one source locale."""

    key: str
    locale: Locale
    source: Locale
    order: tuple[tuple[Locale, Mapping[str, str] | None], ...]
    """The locales to try, each with its texts' provenances by unit path."""
    states: Mapping[str, Mapping[str, str]]
    """{locale: {unit path: provenance}} of the record."""
    counts: defaultdict[tuple[Locale, bool], int]
    """How many texts were read in each locale, and whether they are stale; the missing under an empty locale."""


_Read = Callable[[Field, Mapping[str, Any], str, _Reader], Any]
_Plan = tuple[tuple[str, Field, "_Read"], ...]
"""(name, field, what reads it) of a type, or of a list's items."""


class PlainReader:
    """Reads plain records for the locales of one export."""

    def __init__(self, stream: Stream, options: Options) -> None:
        """Take what is the same for every record."""
        self._stream, self._schema, self._options = stream, stream.schema, options
        self._is_marked = options.is_marked
        self._code = {locale: options.code(locale) for locale in stream.schema.locales}
        self._known = {
            name: frozenset(RESERVED).union(field.name for field in type_.fields) - _UNJUDGED
            for name, type_ in stream.schema.types.items()
        }
        self._readers: Mapping[FieldKind, _Read] = {
            FieldKind.LINE: self._line,
            FieldKind.NAME: self._line,
            FieldKind.TEXT: self._paragraphs,
            FieldKind.DATE: self._date,
            FieldKind.REFERENCES: self._names,
            FieldKind.LIST: self._items,
            FieldKind.VALUE: lambda field, values, _path, _reader: values[field.name],
        }
        self._plans = {name: self._plan(type_.fields) for name, type_ in stream.schema.types.items()}
        self._item_plans = {
            id(field): self._plan(field.fields) for type_ in stream.schema.types.values() for field in type_.fields
        }
        self._label_fields = {name: type_.label_field for name, type_ in stream.schema.types.items()}
        self._label = lru_cache(_KEPT)(self._find_label)
        self._decode = msgspec.json.Decoder().decode

    def _plan(self, fields: tuple[Field, ...]) -> _Plan:
        calendars = {field.calendar for field in fields}
        return tuple(
            (field.name, field, _calendar if field.name in calendars else self._readers[field.kind]) for field in fields
        )

    def read(self, record: StreamedRecord) -> list[dict[str, Any]] | None:
        """Return the pages of a record, and count their texts; None if it is not plain."""
        if self._stream.selection.needs_record:
            return None
        try:
            value = self._decode(record.data)
            self._check(value, record.type_name)
            readers = [self._reader(value, locale) for locale in self._stream.locales]
            pages = [self._page(value, reader) for reader in readers]
        except (_Judgement, L10nError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        for reader in readers:
            _count(self._stream.sums[reader.locale], reader)
        return pages

    def _check(self, value: Any, type_name: str) -> None:  # noqa: ANN401 (any JSON value)
        """Refuse what is no record, or holds what has to be judged."""
        is_plain = (
            value.__class__ is dict
            and value.keys() <= self._known[type_name]
            and value.get("type") == type_name
            and value.get("source") in self._schema.locales
            and value.get("id").__class__ is str
            and RECORD_ID.fullmatch(value["id"])
            and value.get("state", {}).__class__ is dict
        )
        if not is_plain:
            raise _Judgement

    def _reader(self, value: Mapping[str, Any], locale: Locale) -> _Reader:
        source, states = Locale(value["source"]), value.get("state", {})
        if not set(map(type, states.values())) <= _DICT:
            raise _Judgement
        order = tuple([(each, states.get(each)) for each in self._schema.served_order(locale, source)])
        return _Reader(f"{value['type']}/{value['id']}", locale, source, order, states, defaultdict(int))

    def _page(self, value: Mapping[str, Any], reader: _Reader) -> dict[str, Any]:
        """Return what `json_pages.page_value` does."""
        return {
            "key": reader.key,
            "type": value["type"],
            "id": value["id"],
            "locale": self._code[reader.locale],
            "source": self._code[reader.source],
            "fields": self._fields(self._plans[value["type"]], value, "", reader),
        }

    @staticmethod
    def _fields(plan: _Plan, values: Mapping[str, Any], prefix: str, reader: _Reader) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, field, read in plan:
            if values.get(name) is None:
                continue
            shown = read(field, values, prefix + name, reader)
            if shown or field.kind is FieldKind.VALUE:
                found[name] = shown
        return found

    def _shown(self, chosen: _Chosen | None, reader: _Reader) -> str | dict[str, Any] | None:
        if chosen is None:
            reader.counts[_MISSING, False] += 1
            return None
        text, locale, is_stale = chosen
        reader.counts[locale, is_stale] += 1
        if not self._is_marked:
            return text
        marked: dict[str, Any] = {"text": text, "locale": self._code[locale]}
        return marked | {"stale": True} if is_stale else marked

    def _line(self, field: Field, values: Mapping[str, Any], path: str, reader: _Reader) -> Any:  # noqa: ANN401 (as JSON has it)
        texts = values[field.name]
        if texts.__class__ is not dict:
            raise _Judgement
        return (
            self._shown(_choose(texts, path, reader) or _judge(field, texts, path, reader), reader) if texts else None
        )

    def _paragraphs(self, field: Field, values: Mapping[str, Any], path: str, reader: _Reader) -> list[Any]:
        bodies = values[field.name]
        if bodies.__class__ is not dict or not set(map(type, bodies.values())) <= _DICT:
            raise _Judgement
        source = bodies.get(reader.source)
        if not source:
            if any(bodies.values()):
                raise _Judgement
            return []
        names = source.keys()
        for body in bodies.values():
            if body and names.isdisjoint(body):
                raise _Judgement
        near = [(locale, body) for locale, _ in reader.order if (body := bodies.get(locale))]
        near += [(reader.source, source)]
        shown = []
        for name in names:
            if _has_text(source[name]):
                texts: dict[str, Any] = {locale: body[name] for locale, body in near if name in body}
                place = f"{path}/{name}"
                chosen = _choose(texts, place, reader)
                if chosen is None:
                    texts = {locale: body[name] for locale, body in bodies.items() if name in body}
                    chosen = _judge(field, texts, place, reader)
                shown.append(self._shown(chosen, reader))
        if not shown:
            raise _Judgement
        return [text for text in shown if text is not None]

    def _names(self, field: Field, values: Mapping[str, Any], _path: str, reader: _Reader) -> list[dict[str, Any]]:
        keys = values[field.name]
        if keys.__class__ is not list:
            raise _Judgement
        names = []
        for key in keys:
            if key.__class__ is not str:
                raise _Judgement
            label = self._shown(self._label(key, reader.locale), reader)
            names.append({"key": key} if label is None else {"key": key, "label": label})
        return names

    def _find_label(self, key: str, locale: Locale) -> _Chosen | None:
        """Return what readers of a locale see where a record is named."""
        data = self._stream.labels.find_data(key)
        field = self._label_fields.get(key.partition("/")[0])
        if data is None or field is None:
            raise _Judgement
        value = self._decode(data)
        texts = value.get(field.name)
        if not texts or "sources" in value or "conflicts" in value or value["source"] not in self._schema.locales:
            raise _Judgement
        owner = self._reader(value, locale)
        return _choose(texts, field.name, owner) or _judge(field, texts, field.name, owner)

    def _date(self, field: Field, values: Mapping[str, Any], _path: str, reader: _Reader) -> dict[str, str]:
        value = values[field.name]
        if value.__class__ is not str:
            raise _Judgement
        parse_date(value)
        try:
            calendar = find_calendar(field, values)
        except (ValueError, TypeError):
            raise _Judgement from None
        return date_value(value, reader.locale, calendar, self._options)

    def _items(self, field: Field, values: Mapping[str, Any], path: str, reader: _Reader) -> list[dict[str, Any]]:
        items = values[field.name]
        if items.__class__ is not list:
            raise _Judgement
        found = []
        seen: set[str] = set()
        for item in items:
            name = item.get("id") if item.__class__ is dict else None
            if name.__class__ is not str or name in seen or not PARAGRAPH_ID.fullmatch(name):
                raise _Judgement
            seen.add(name)
            found.append(self._fields(self._item_plans[id(field)], item, f"{path}/{name}/", reader))
        return [item for item in found if item]


def _has_text(text: Any) -> bool:  # noqa: ANN401 (any JSON value)
    if text.__class__ is not str:
        raise _Judgement
    return text != "" and not text.isspace()


def _choose(texts: Mapping[str, Any], path: str, reader: _Reader) -> _Chosen | None:
    """Return the first text of the served order; None if that needs judgement, or there is none."""
    source = reader.source
    for locale, states in reader.order:
        text = texts.get(locale)
        if not text or text.__class__ is not str or text.isspace():
            if text is not None and text.__class__ is not str:
                raise _Judgement
            continue
        if locale == source:
            return _Chosen(text, locale)
        source_text = texts.get(source)
        if source_text is None or not _has_text(source_text):
            raise _Judgement
        if text == source_text:
            return None
        state = states.get(path) if states else None
        if state is None or (state.startswith(f"{source}@{digest(source_text)} ") and state[-1].isdigit()):
            return _Chosen(text, locale)
        return None
    return None


def _judge(field: Field, texts: Mapping[str, Any], path: str, reader: _Reader) -> _Chosen | None:
    """Return the text that `served` chooses."""
    if not all(text.__class__ is str for text in texts.values()) or not _has_text(texts.get(reader.source, "")):
        raise _Judgement
    unit = SourceUnit(
        key=UnitKey(f"{reader.key}/{path}"),
        field=field,
        source_locale=reader.source,
        texts=texts,
        wanted=field.wanted,
        state={locale: held[path] for locale, held in reader.states.items() if path in held},
    )
    passage = Passage(
        path=path, field=field, source_locale=reader.source, texts=(HeldText(path, unit, held_states(unit)),)
    )
    (choice,) = passage.choose(locale for locale, _ in reader.order)
    return _Chosen(choice.text, choice.locale, choice.state is State.FUZZY) if choice.locale else None


def _calendar(field: Field, values: Mapping[str, Any], _path: str, _reader: _Reader) -> str:
    value = values[field.name]
    if value not in ["", *Calendar]:
        raise _Judgement
    return str(value)


def _count(sums: LocaleSums, reader: _Reader) -> None:
    """Add the texts of one page to what was exported."""
    sums.records += 1
    for (locale, is_stale), count in reader.counts.items():
        if locale == _MISSING:
            sums.missing += count
        elif locale != reader.locale:
            sums.borrowed[locale] += count
        elif is_stale:
            sums.stale += count
        else:
            sums.own += count
