"""Open units: what is left to translate in each record, with all that a person needs to see of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from l10n.changes import word_difference
from l10n.coverage import Coverage, RecordStatus, field_path
from l10n.errors import ConflictError
from l10n.locales import Locale
from l10n.model import CatalogId, Domain, State, UnitKey, record_key
from l10n.project import Project
from l10n.records import Record, SourceUnit, iter_units, record_label, unit_path
from l10n.schema import Schema
from l10n.text import has_text

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
        self._lacking: dict[tuple[object, ...], tuple[Locale, ...]] = {}
        """{what is known of a unit: where it has no text and should}; units share few such sets of facts."""

    def read(self, record: Record, statuses: tuple[RecordStatus, ...]) -> RecordOverview:
        """Return what is left to do in a record."""
        label, label_locale, names = _labels(record, self._schema)
        return RecordOverview(
            key=record.key,
            label=label,
            label_locale=label_locale,
            names=names,
            source=record.source,
            statuses=statuses,
            units=tuple(self._iter_open(record, statuses)),
        )

    def _iter_open(self, record: Record, statuses: tuple[RecordStatus, ...]) -> Iterator[OpenUnit]:
        """Yield the units that are open in a locale; none is where the record has nothing left to do."""
        cells = zip(self._locales, statuses, strict=True)
        locales = [locale for locale, status in cells if status not in _SETTLED]
        for unit in iter_units(record, self._schema) if locales else ():
            missing = self._find_lacking(unit)
            states = {locale: unit.cell(locale) for locale in locales if locale in unit.texts}
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
        doubt = Doubt.CONFLICT
    elif provenance and unit.is_source_moved(provenance):
        doubt = Doubt.CHANGED
    else:
        doubt = Doubt.COPY if text == unit.source else Doubt.DRAFT
    return FuzzyText(text=text, doubt=doubt)


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
    """Return the source texts that translations were made for, where a catalog knows them as an entry's previous one.

    Only units whose source has changed since are looked for, and only catalogs that may have one are read.
    """
    wanted: dict[tuple[str, Locale], dict[str, OpenUnit]] = {}
    for unit, locale in _iter_changed(records):
        wanted.setdefault((project.catalog_path(_catalog_of(unit, locale)), locale), {})[unit.key] = unit
    known = project.find_catalog_files() if wanted else {}
    found = {}
    for (path, locale), units in wanted.items():
        entries = project.load_changed_units(path, {record_key(key) for key in units}) if path in known else ()
        for entry in entries:
            open_unit = units.get(entry.key or "")
            source = entry.previous.source if entry.previous and not entry.obsolete else None
            if open_unit is not None and source and source != open_unit.source:
                found[open_unit.key, locale] = source
    return found


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
