"""Open units: what is left to translate in each record, with all that a person needs to see of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from l10n.changes import word_difference
from l10n.coverage import DONE, Coverage, RecordStatus, field_path
from l10n.errors import ConflictError
from l10n.locales import Locale
from l10n.model import CatalogId, Domain, State, Unit, UnitKey
from l10n.project import Project
from l10n.records import Record, SourceUnit, iter_units, record_label, unit_path
from l10n.schema import Schema
from l10n.text import digest, has_text

_MARKS = re.compile(r"\[-(?P<gone>.*?)-\]|\{\+(?P<come>.*?)\+\}")
_MARK_SIGNS = ("[-", "-]", "{+", "+}")

_SETTLED = frozenset({RecordStatus.COMPLETE, RecordStatus.EXCLUDED})
"""What a record is in a locale where nothing is left to do."""

Piece = tuple[str, str]
"""A stretch of a word difference: `=`, `-` or `+`, and the words that stayed, went or came."""


class Doubt(StrEnum):
    """Why a person must confirm a text."""

    CHANGED = "changed"
    """The source has changed since."""
    COPY = "copy"
    """It is equal to the source, and nobody said that it needs no translation."""
    CONFLICT = "conflict"
    """There is another version of it, and nobody said which is right."""
    DRAFT = "draft"
    """A translator doubts it."""


class FuzzyText(Struct, frozen=True, kw_only=True):
    """The last translation of a unit, which a person must confirm."""

    text: str
    doubt: Doubt
    made_for: str = ""
    """The digest of the source that it was made for, where that has changed since."""


class OpenUnit(Struct, frozen=True, kw_only=True):
    """A unit that is missing or fuzzy in some locale."""

    key: UnitKey
    source_locale: Locale
    source: str
    missing: tuple[Locale, ...]
    fuzzy: Mapping[Locale, FuzzyText]

    @property
    def path(self) -> str:
        """Its path in its record: `description/p1`."""
        return unit_path(self.key)

    @property
    def field(self) -> str:
        """The field it belongs to, as coverage names it: `event/description`."""
        return field_path(self.key)


class RecordOverview(Struct, frozen=True, kw_only=True):
    """A record, what it is in each locale, and its open units."""

    key: str
    label: str
    label_locale: str
    """The locale that the label is in; empty where it is the id."""
    names: tuple[str, ...]
    """What else it is called in other locales."""
    source: Locale
    statuses: tuple[RecordStatus, ...]
    """In step with the locales counted."""
    done: Mapping[str, int]
    """{field, as coverage names it: the locales counted in which any unit of it is done, one bit each}."""
    declared: tuple[Locale, ...]
    """The locales that the record is said to exist in elsewhere."""
    units: tuple[OpenUnit, ...]


def read_overviews(records: Iterable[Record], schema: Schema, coverage: Coverage) -> list[RecordOverview]:
    """Return what is left to do in each record, in the locales of a coverage that was counted by record.

    Raises ConflictError for a record that was not counted: someone has changed the collection since.
    """
    reader = _OverviewReader(schema, tuple(coverage.locales))
    assert coverage.by_record is not None  # noqa: S101 (as asked for)
    return [reader.read(record, _find_statuses(record, coverage.by_record)) for record in records]


def _find_statuses(record: Record, counted: Mapping[str, tuple[RecordStatus, ...]]) -> tuple[RecordStatus, ...]:
    statuses = counted.get(record.key)
    if statuses is None:
        raise ConflictError(f"the record {record.key!r} was added while l10n was counting; run the command again")
    return statuses


class _OverviewReader:
    """Reads what is left to do in records."""

    def __init__(self, schema: Schema, locales: tuple[Locale, ...]) -> None:
        self._schema = schema
        self._locales = locales
        self._bits = {locale: 1 << number for number, locale in enumerate(locales)}
        self._wanted: dict[tuple[object, ...], int] = {}
        """{what is known of a unit: where it is wanted or written}."""
        self._lacking: dict[tuple[object, ...], tuple[Locale, ...]] = {}
        """{what is known of a unit: where it has no text and should}; units share few such sets of facts."""

    def read(self, record: Record, statuses: tuple[RecordStatus, ...]) -> RecordOverview:
        """Return what is left to do in a record."""
        label, label_locale, names = _labels(record, self._schema)
        done: dict[str, int] = {}
        units = tuple(self._iter_open(record, statuses, done))
        return RecordOverview(
            key=record.key,
            label=label,
            label_locale=label_locale,
            names=names,
            source=record.source,
            statuses=statuses,
            done=done,
            declared=record.declared,
            units=units,
        )

    def _iter_open(
        self, record: Record, statuses: tuple[RecordStatus, ...], done: dict[str, int]
    ) -> Iterator[OpenUnit]:
        """Yield the units that are open in a locale; put into `done` where those of each field are done."""
        cells = list(zip(self._locales, statuses, strict=True))
        complete = sum(self._bits[locale] for locale, status in cells if status is RecordStatus.COMPLETE)
        locales = [locale for locale, status in cells if status not in _SETTLED]
        for unit in iter_units(record, self._schema) if locales or complete else ():
            missing = self._find_lacking(unit)
            states = {locale: unit.cell(locale) for locale in locales if locale in unit.texts}
            path, partly = field_path(unit.key), (self._bits[locale] for locale in states if states[locale] in DONE)
            done[path] = done.get(path, 0) | self._find_wanted(unit) & complete | sum(partly)
            if State.MISSING in states.values():  # a text is empty
                missing = tuple(locale for locale in locales if unit.cell(locale) is State.MISSING)
            fuzzy = [locale for locale, state in states.items() if state is State.FUZZY]
            if missing or fuzzy:
                yield OpenUnit(
                    key=unit.key,
                    source_locale=unit.source_locale,
                    source=unit.source,
                    missing=missing,
                    fuzzy={locale: _fuzzy_text(unit, locale) for locale in fuzzy},
                )

    def _find_wanted(self, unit: SourceUnit) -> int:
        """Return where a unit is wanted or written, one bit each: there it is done if all of its record is."""
        facts = (unit.source_locale, unit.wanted, unit.is_free)
        if facts not in self._wanted:
            wanted = (locale for locale in self._locales if unit.cell(locale) is not State.EXCLUDED)
            self._wanted[facts] = sum(self._bits[locale] for locale in wanted)
        return self._wanted[facts]

    def _find_lacking(self, unit: SourceUnit) -> tuple[Locale, ...]:
        """Return where a unit is missing of the locales that it has no text in: the same for all that are alike."""
        facts = (unit.source_locale, unit.wanted, unit.is_free, *unit.texts)
        if facts not in self._lacking:
            absent = (locale for locale in self._locales if locale not in unit.texts)
            self._lacking[facts] = tuple(locale for locale in absent if unit.cell(locale) is State.MISSING)
        return self._lacking[facts]


def _fuzzy_text(unit: SourceUnit, locale: Locale) -> FuzzyText:
    text, provenance = unit.texts[locale], unit.provenance(locale)
    if locale in unit.others or (provenance and "conflict" in provenance.marks):
        return FuzzyText(text=text, doubt=Doubt.CONFLICT)
    if provenance and unit.is_source_moved(provenance):
        made_for = provenance.source_digest if provenance.source_locale == unit.source_locale else ""
        return FuzzyText(text=text, doubt=Doubt.CHANGED, made_for=made_for)
    return FuzzyText(text=text, doubt=Doubt.COPY if text == unit.source else Doubt.DRAFT)


def _labels(record: Record, schema: Schema) -> tuple[str, str, tuple[str, ...]]:
    """Return what a record is called, the locale of that, and what else it is called."""
    label = record_label(record, schema)
    field = schema.types[record.type].label_field
    texts: Mapping[str, str] = record.values.get(field.name, {}) if field else {}
    held: dict[str, str] = {}
    for locale in (record.source, *texts):
        if has_text(text := texts.get(locale, "")):
            held.setdefault(text, locale)
    return label, held.get(label, ""), tuple(text for text in held if text != label)


def load_previous_sources(project: Project, records: Iterable[RecordOverview]) -> dict[tuple[UnitKey, Locale], str]:
    """Return the source texts that translations were made for, where a catalog knows them.

    An entry has it as its own source until the catalog is brought up to date, and then as its previous one. Only units
    whose source has changed since are looked for, and only catalogs that may have one are read.
    """
    wanted: dict[tuple[str, Locale], dict[UnitKey, OpenUnit]] = {}
    for unit, locale in _iter_changed(records):
        wanted.setdefault((project.catalog_path(_catalog_of(unit, locale)), locale), {})[unit.key] = unit
    known = project.find_catalog_files() if wanted else {}
    found = {}
    for (path, locale), units in wanted.items():
        sources = {key: unit.source for key, unit in units.items()}
        entries = project.load_moved_units(path, sources) if path in known else ()
        for entry in entries:
            open_unit = None if entry.obsolete else units.get(UnitKey(entry.key or ""))
            if open_unit is not None and (source := _find_earlier(entry, open_unit, locale)):
                found[open_unit.key, locale] = source
    return found


def _find_earlier(entry: Unit, unit: OpenUnit, locale: Locale) -> str | None:
    """Return the source that a unit's translation was made for, where that is not the one it has now."""
    if entry.source != unit.source and digest(entry.source) == unit.fuzzy[locale].made_for:
        return entry.source
    earlier = entry.previous.source if entry.previous else None
    return None if earlier == unit.source else earlier


def _iter_changed(records: Iterable[RecordOverview]) -> Iterator[tuple[OpenUnit, Locale]]:
    for record in records:
        for unit in record.units:
            yield from ((unit, locale) for locale, fuzzy in unit.fuzzy.items() if fuzzy.doubt is Doubt.CHANGED)


def _catalog_of(unit: OpenUnit, locale: Locale) -> CatalogId:
    return CatalogId(Domain(unit.key.partition("/")[0], unit.source_locale), locale)


def split_difference(old: str, new: str) -> tuple[Piece, ...]:
    """Return the word difference of two texts in pieces; none where they differ in white space alone.

    Texts that hold the marks of a word difference themselves make one piece, marks and all.

    >>> split_difference("In 1922 by decree.", "In February 1922 by decree.")
    (('=', 'In '), ('+', 'February'), ('=', ' 1922 by decree.'))
    """
    line = word_difference(old, new)
    if any(sign in text for sign in _MARK_SIGNS for text in (old, new)):
        return (("=", line),) if line else ()
    pieces: list[Piece] = []
    end = 0
    for match in _MARKS.finditer(line):
        pieces.append(("=", line[end : match.start()]))
        pieces.append(("+", match["come"]) if match["gone"] is None else ("-", match["gone"]))
        end = match.end()
    pieces.append(("=", line[end:]))
    return tuple(piece for piece in pieces if piece[1])
