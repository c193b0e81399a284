"""Records: structured items with text per locale, and the units in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from l10n.dates.calendars import Calendar
from l10n.locales import Locale
from l10n.model import Provenance, State, UnitKey, parse_provenance
from l10n.schema import Field, FieldKind, Schema
from l10n.text import digest, has_text

MAX_ID = 120
"""The longest id, in characters."""
RECORD_ID = re.compile(rf"[a-z0-9][a-z0-9._-]{{0,{MAX_ID - 1}}}")
IGNORE = re.compile(r"(?P<locale>[A-Za-z0-9-]+) (?P<path>[^ ]+) (?P<check>[a-z0-9-]+) - (?P<reason>\S.*)")
"""A silenced finding in a record: `lv description/p2 double-space - so it stands in the original`."""
PARAGRAPH_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


def id_problem(record_id: str) -> str:
    """Return why a text is no record's id, or an empty text if it is one.

    >>> id_problem("Red-Terror"), id_problem("red-terror")
    ("found 'Red-Terror', expected 1 to 120 of a-z 0-9 . _ - beginning with a letter or digit", '')
    """
    if RECORD_ID.fullmatch(record_id):
        return ""
    found = repr(record_id[:MAX_ID]) + ("…" if len(record_id) > MAX_ID else "")
    long = f" ({len(record_id)} characters)" if len(record_id) > MAX_ID else ""
    return f"found {found}{long}, expected 1 to {MAX_ID} of a-z 0-9 . _ - beginning with a letter or digit"


class Conflicts(Struct, frozen=True, kw_only=True):
    """What branches that were merged in git had beside a record's own texts and values, until a person settles it."""

    texts: Mapping[str, Mapping[str, tuple[str | None, ...]]] = {}
    """{locale: {unit path: other versions}}; None where a branch took the text away."""
    values: Mapping[str, tuple[Any, ...]] = {}
    """{path: other versions} of what has no locale."""

    def __bool__(self) -> bool:
        """Whether there is anything to settle."""
        return bool(self.texts or self.values)


class Record(Struct, frozen=True, kw_only=True, eq=False):
    """One record: its neutral values and its texts in every locale that has them.

    `has_new_ids` says how it was read; it does not count in equality.
    """

    type: str
    id: str
    source: Locale
    """The locale that the record was written in."""
    sources: Mapping[str, Locale] = {}
    """Other source locales, by unit path without paragraph (`title`, `images/i1/caption`)."""
    values: Mapping[str, Any] = {}
    """Fields in their normal form: `line` and `name` {locale: text}, `text` {locale: {paragraph: text}}."""
    declared: tuple[Locale, ...] = ()
    """Locales in which the record is said to exist elsewhere."""
    ignore: tuple[str, ...] = ()
    """Findings of checks that someone means to keep, as `IGNORE` has them."""
    unchanged: tuple[str, ...] = ()
    """Paths of units whose new source means what the one before meant; that of a field stands for all its texts."""
    state: Mapping[str, Mapping[str, str]] = {}
    """{locale: {unit path: provenance}}; see `model.Provenance`."""
    conflicts: Conflicts = Conflicts()
    has_new_ids: bool = False
    """Whether paragraphs or items came without ids: those given here hold only once they are written."""

    @property
    def key(self) -> str:
        """`type/id`."""
        return f"{self.type}/{self.id}"

    def __eq__(self, other: object) -> bool:
        """Compare all but `has_new_ids`."""
        return isinstance(other, Record) and all(getattr(self, name) == getattr(other, name) for name in _CONTENT)

    def __ne__(self, other: object) -> bool:
        """Say the opposite of `==`, which a Struct does not do by itself."""
        return not self == other

    __hash__ = None  # type: ignore[assignment] # its values are mappings


_CONTENT = tuple(name for name in Record.__struct_fields__ if name != "has_new_ids")


@lru_cache(maxsize=16)
def _source_digest(text: str) -> str:
    """Return the digest of a source text; a unit's is asked for once per locale, one after the other."""
    return digest(text)


class SourceUnit(Struct, frozen=True, kw_only=True):
    """One translatable text of a record, in every locale that has it."""

    key: UnitKey
    field: Field
    source_locale: Locale
    texts: Mapping[str, str]
    """{locale: text}; a locale that holds the text empty on purpose has an empty one."""
    wanted: tuple[Locale, ...]
    """The locales in which this unit is wanted, its source locale included."""
    state: Mapping[str, str]
    """{locale: provenance} as the record holds it."""
    others: Mapping[str, tuple[str | None, ...]] = {}
    """{locale: versions that a merge left beside the text}; nobody has said yet which is right."""
    is_free: bool = False
    """Whether it stands for a whole field that its locale wrote independently."""

    @property
    def source(self) -> str:
        """The text in the source locale."""
        return self.texts[self.source_locale]

    def provenance(self, locale: str) -> Provenance | None:
        """Return where the text in `locale` comes from, if it went through the loop."""
        text = self.state.get(locale)
        return None if text is None else parse_provenance(text)

    def is_source_moved(self, provenance: Provenance) -> bool:
        """Tell whether the text that a translation was made from has changed since, is gone, or is itself in doubt."""
        return self._is_source_moved(provenance, frozenset())

    def _is_source_moved(self, provenance: Provenance, above: frozenset[str]) -> bool:
        base = provenance.source_locale
        if _source_digest(self.texts.get(base, "")) != provenance.source_digest:
            return True
        return base != self.source_locale and self._is_in_doubt(base, above)

    def _is_in_doubt(self, base: str, above: frozenset[str]) -> bool:
        """Tell whether a translation that another was made from is stale; `above` are those made from this one.

        Where translations were made from each other in a circle, nobody knows of which source they are.
        """
        state = self.state.get(base)
        if base in above or base in self.others:
            return True
        return state is not None and not self._is_fresh(self.texts.get(base, ""), state, above | {base})

    def has_chain(self) -> bool:
        """Tell whether a translation was made from another one, so that what becomes of that concerns it too."""
        return any(not state.startswith(f"{self.source_locale}@") for state in self.state.values())

    def bases(self, locale: str) -> tuple[str, ...]:
        """Return the locales of the texts that a text was made from: the nearest first, each once."""
        found: dict[str, None] = {}
        while (provenance := self.provenance(locale)) and provenance.source_locale not in found:
            locale = provenance.source_locale
            found[locale] = None
        return tuple(found)

    def cell(self, locale: Locale) -> State:
        """Return what this unit is in `locale`: the one place where that is decided."""
        if locale == self.source_locale:
            return State.EXCLUDED if self.is_free else State.SOURCE
        if locale not in self.wanted:
            return State.EXCLUDED
        text = self.texts.get(locale)
        if not has_text(text):
            return State.MISSING
        assert text is not None  # noqa: S101 (has_text)
        if locale in self.others:
            return State.FUZZY
        if text == self.source and not self.is_free:
            state = self.state.get(locale)
            is_same = self.field.kind is FieldKind.NAME or (
                state is not None and "same" in parse_provenance(state).marks
            )
            return State.SAME if is_same else State.FUZZY
        return State.TRANSLATED if self.is_fresh(locale) else State.FUZZY

    def is_fresh(self, locale: str) -> bool:
        """Tell whether the text that a locale has, wanted there or not, is one of the source as it is now."""
        state = self.state.get(locale)
        return state is None or self._is_fresh(self.texts[locale], state, frozenset())

    def _is_fresh(self, text: str, state: str, above: frozenset[str]) -> bool:
        """Tell whether a translation is one of the source as it is now, or was edited since it ceased to be."""
        if state.startswith(f"{self.source_locale}@{_source_digest(self.source)} ") and state[-1].isdigit():
            return True  # made from this very source, and no mark behind the date: by far the most
        provenance = parse_provenance(state)
        if "conflict" in provenance.marks:
            return False
        is_stale = "fuzzy" in provenance.marks or self._is_source_moved(provenance, above)
        return not is_stale or digest(text) != provenance.target_digest


def choose_source(override: Locale | None, own: Locale, held: Iterable[str], schema: Schema) -> Locale:
    """Return a text's source locale: the override, else the record's own, else the first wanted one that has text."""
    locales = set(held)
    for candidate in (override, own, *schema.locales):
        if candidate is not None and candidate in locales:
            return candidate
    return own


def unit_path(key: str) -> str:
    """Return a unit's key without its record: what `state` and `sources` are keyed by.

    >>> unit_path("event/red-terror/description/p1")
    'description/p1'
    """
    return key.split("/", 2)[2]


def is_below(path: str, beginning: str) -> bool:
    """Tell whether a path or key is another one, or stands in what that one names.

    >>> is_below("description/p1", "description"), is_below("description", "desc")
    (True, False)
    """
    return path == beginning or path.startswith(f"{beginning}/")


def iter_units(record: Record, schema: Schema) -> Iterator[SourceUnit]:
    """Yield the record's units in the order of the type's fields, of items and of the source's paragraphs.

    A text without any source has no unit.
    """
    return _UnitReader(record, schema).read()


class _UnitReader:
    """Finds the units of one record."""

    def __init__(self, record: Record, schema: Schema) -> None:
        self._record, self._schema = record, schema
        self._state: dict[str, dict[str, str]] = {}
        for locale, entries in record.state.items():
            for path, text in entries.items():
                self._state.setdefault(path, {})[locale] = text
        self._others: dict[str, dict[str, tuple[str | None, ...]]] = {}
        for locale, versions in record.conflicts.texts.items():
            for path, texts in versions.items():
                self._others.setdefault(path, {})[locale] = texts

    def read(self) -> Iterator[SourceUnit]:
        for field in self._schema.types[self._record.type].fields:
            value = self._record.values.get(field.name)
            if not value:
                continue
            if field.kind is FieldKind.LIST:
                for item in value:
                    for inner in field.fields:
                        if item.get(inner.name):
                            yield from self._field(inner, item[inner.name], f"{field.name}/{item['id']}/{inner.name}")
            else:
                yield from self._field(field, value, field.name)

    def _source(self, path: str, held: list[str]) -> Locale:
        return choose_source(self._record.sources.get(path), self._record.source, held, self._schema)

    def _field(self, field: Field, value: Mapping[str, Any], path: str) -> Iterator[SourceUnit]:
        if field.kind is FieldKind.TEXT:
            yield from self._text(field, value, path)
        elif field.is_translatable:
            source = self._source(path, [locale for locale, text in value.items() if has_text(text)])
            if has_text(value.get(source)):
                yield SourceUnit(
                    key=UnitKey(f"{self._record.key}/{path}"),
                    field=field,
                    source_locale=source,
                    texts=value,
                    wanted=field.wanted,
                    state=self._state.get(path, {}),
                    others=self._others.get(path, {}),
                )

    def _text(self, field: Field, value: Mapping[str, Mapping[str, str]], path: str) -> Iterator[SourceUnit]:
        held = [locale for locale, body in value.items() if any(map(has_text, body.values()))]
        source = self._source(path, held)
        paragraphs = {name: text for name, text in value.get(source, {}).items() if has_text(text)}
        state = self._record.state
        free = [code for code in held if code != source and is_free(value, source, code, state.get(code, {}), path)]
        wanted = tuple(locale for locale in field.wanted if locale not in free) if free else field.wanted
        for name in paragraphs:
            yield SourceUnit(
                key=UnitKey(f"{self._record.key}/{path}/{name}"),
                field=field,
                source_locale=source,
                texts={locale: body[name] for locale, body in value.items() if name in body},
                wanted=wanted,
                state=self._state.get(f"{path}/{name}", {}),
                others=self._others.get(f"{path}/{name}", {}),
            )
        if free:
            texts = {locale: "\n\n".join(value[locale].values()) for locale in free}
            yield SourceUnit(
                key=UnitKey(f"{self._record.key}/{path}"),
                field=field,
                source_locale=source,
                texts={source: "\n\n".join(paragraphs.values()), **texts},
                wanted=tuple(locale for locale in field.wanted if locale in free),
                state={},
                others={code: () for code in free if self._has_others(path, code, value[code])},
                is_free=True,
            )

    def _has_others(self, path: str, locale: str, names: Iterable[str]) -> bool:
        return any(locale in self._others.get(f"{path}/{name}", {}) for name in names)


def is_free(
    value: Mapping[str, Mapping[str, str]], source: str, locale: str, state: Mapping[str, str], path: str
) -> bool:
    """Tell whether a locale's paragraphs were written independently of the source's.

    They were if they share no paragraph id with the source and none of them was ever synchronised as a translation:
    a translation whose source paragraphs were all replaced since is out of date, not independent.
    """
    own = value[locale]
    return own.keys().isdisjoint(value.get(source, {})) and not any(f"{path}/{name}" in state for name in own)


def find_calendar(field: Field, values: Mapping[str, Any]) -> Calendar:
    """Return the calendar of a date among the values of its record or item: the field's, or what the one beside says.

    Raises ValueError if that is no calendar, which `parse_record` has refused.
    """
    if not field.calendar:
        return Calendar.GREGORIAN
    if field.calendar in list(Calendar):
        return Calendar(field.calendar)
    return Calendar(values.get(field.calendar) or Calendar.GREGORIAN)


def record_label(record: Record, schema: Schema, locale: str = "") -> str:
    """Return what to call a record: its label in `locale` if it has one, else in its source, else its id."""
    field = schema.types[record.type].label_field
    texts = record.values.get(field.name, {}) if field else {}
    for code in (locale, record.source, *schema.locales):
        if has_text(texts.get(code)):
            return str(texts[code])
    return record.id


def iter_references(record: Record, schema: Schema) -> Iterator[tuple[str, str]]:
    """Yield (field, record key) for every record that this one refers to."""
    for field in schema.types[record.type].fields:
        value = record.values.get(field.name) or ()
        if field.kind is FieldKind.REFERENCES:
            yield from ((field.name, key) for key in value)
        elif field.kind is FieldKind.LIST:
            for item in value:
                for inner in field.fields:
                    if inner.kind is FieldKind.REFERENCES:
                        path = f"{field.name}/{item['id']}/{inner.name}"
                        yield from ((path, key) for key in item.get(inner.name, ()))


class Change(Struct, frozen=True):
    """A new text, provenance or source locale of one unit in one locale; None leaves what is there."""

    path: str
    """The unit's path in its record."""
    locale: Locale
    text: str | None = None
    provenance: Provenance | None = None
    pinned_source: Locale | None = None
    """The source locale to record for the unit, so that the new text does not become its own source."""
    ended_state: Locale | None = None
    """The locale whose state of the unit ends: what was a translation is the source that this one is made from."""


def with_changes(record: Record, changes: Iterable[Change]) -> Record:
    """Return the record with other texts and states; itself if nothing would differ.

    A state without the mark `merged` says that somebody settled it: other versions of the text go.
    """
    values: dict[str, Any] = dict(record.values)
    conflicts = record.conflicts
    state = {locale: dict(entries) for locale, entries in record.state.items()}
    sources = dict(record.sources)
    for change in changes:
        if change.text is not None:
            _set_text(values, change.path.split("/"), change.locale, change.text)
        if change.provenance is not None:
            state.setdefault(change.locale, {})[change.path] = str(change.provenance)
            if conflicts and "merged" not in change.provenance.marks:
                conflicts = without_version(conflicts, change.path, change.locale)
        if change.ended_state is not None:
            state.get(change.ended_state, {}).pop(change.path, None)
        if change.pinned_source is not None:
            sources[_source_path(values, change.path)] = change.pinned_source
    state = {locale: entries for locale, entries in state.items() if entries}
    changed = replace(record, values=values, state=state, sources=sources, conflicts=conflicts)
    return record if changed == record else changed


def without_version(conflicts: Conflicts, path: str, locale: str) -> Conflicts:
    """Return the conflicts without those of one text, or with an empty locale of one value."""
    if not locale:
        return replace(conflicts, values={key: value for key, value in conflicts.values.items() if key != path})
    left = {key: value for key, value in conflicts.texts.get(locale, {}).items() if key != path}
    others = {code: versions for code, versions in conflicts.texts.items() if code != locale}
    return replace(conflicts, texts=others | ({locale: left} if left else {}))


def is_pinned(record: Record, unit: SourceUnit) -> bool:
    """Tell whether a text in the record's own source locale would leave the unit's source where it is."""
    path = _source_path(record.values, unit_path(unit.key))
    return unit.source_locale == record.source or path in record.sources


def _source_path(values: Mapping[str, Any], path: str) -> str:
    """Return the path that `sources` is keyed by: the unit's, without the paragraph."""
    parts = path.split("/")
    return "/".join(parts[:3]) if isinstance(values[parts[0]], list) else parts[0]


def _set_text(values: dict[str, Any], path: list[str], locale: str, text: str) -> None:
    """Set one text in place; every container on the way is copied first, for records share them."""
    name, *rest = path
    if isinstance(values[name], list):
        item_id, *inner = rest
        items = [dict(item) for item in values[name]]
        _set_text(next(item for item in items if item["id"] == item_id), inner, locale, text)
        values[name] = items
    elif rest:
        values[name] = {**values[name], locale: {**values[name].get(locale, {}), rest[0]: text}}
    else:
        values[name] = {**values[name], locale: text}
