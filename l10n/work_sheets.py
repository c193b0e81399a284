"""Work sheets: what is open in each record for a translator of certain languages, and how much work each unit is.

A queue is ranked from these alone, so that of a collection that changed a little only a little is read again.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from l10n.locales import Locale
from l10n.model import State
from l10n.offers import Translator, find_offer
from l10n.records import Record, SourceUnit, iter_references, iter_units, unit_path
from l10n.schema import Schema
from l10n.tally import TO_DO
from l10n.text import count_words

FUZZY_SHARE = 0.5
"""How much a fuzzy text counts beside a missing one: readers have something already."""


class OpenWork(Struct, frozen=True, array_like=True, gc=False):
    """One unit that the translator can do."""

    path: str
    share: float
    """How much of it readers miss: 1, or less where they have an older text."""
    words: int
    """Of the source offered."""


class WorkRow(Struct, frozen=True, array_like=True, gc=False):
    """One record."""

    key: str
    links: tuple[str, ...]
    """The keys of the other records that its page names, each once."""
    units: tuple[OpenWork, ...] = ()
    conflicts: tuple[str, ...] = ()
    """The paths of units with two versions that stand open: to be settled, not to be translated."""
    unreadable: tuple[tuple[str, Locale], ...] = ()
    """(path, source locale) of units for which there is no source that the translator reads."""
    free: tuple[str, ...] = ()
    """The paths of units that are no translation of anything."""

    @property
    def type(self) -> str:
        """Its type's name."""
        return self.key.partition("/")[0]

    @property
    def paths(self) -> Iterator[str]:
        """The paths of all units."""
        yield from (unit.path for unit in self.units)
        yield from self.conflicts
        yield from (path for path, _ in self.unreadable)
        yield from self.free


class WorkSheet(Struct, frozen=True, array_like=True):
    """The records of a part of a collection, in order."""

    rows: tuple[WorkRow, ...]


class WorkSurvey(Translator, frozen=True):
    """What makes the surveyors of work for one locale, and a translator who reads certain others."""

    sheet = WorkSheet

    @property
    def name(self) -> str:
        """The name of the file for its sheets: there is one per locale."""
        return f"next-{self.locale}"

    def __call__(self, schema: Schema) -> WorkSurveyor:
        """Return a surveyor."""
        return WorkSurveyor(schema, self)


class WorkSurveyor:
    """Makes work sheets of records."""

    def __init__(self, schema: Schema, survey: WorkSurvey) -> None:
        self._schema, self._locale, self._reads = schema, survey.locale, survey.reads
        self._rows: list[WorkRow] = []

    def add(self, record: Record) -> None:
        """Note down one record."""
        locale = self._locale
        units: list[OpenWork] = []
        conflicts: list[str] = []
        unreadable: list[tuple[str, Locale]] = []
        free: list[str] = []
        for unit in iter_units(record, self._schema):
            if unit.cell(locale) not in TO_DO:
                continue
            path = unit_path(unit.key)
            if _is_conflict(unit, locale):
                conflicts.append(path)
            elif unit.is_free:
                free.append(path)
            elif source := find_offer(unit, locale, self._reads):
                units.append(OpenWork(path, _find_share(unit, locale), count_words(source.text)))
            else:
                unreadable.append((path, unit.source_locale))
        keys = dict.fromkeys(key for _, key in iter_references(record, self._schema) if key != record.key)
        row = WorkRow(record.key, tuple(keys), tuple(units), tuple(conflicts), tuple(unreadable), tuple(free))
        self._rows.append(row)

    def take(self) -> WorkSheet:
        """Return the sheet of the records since the last time."""
        sheet, self._rows = WorkSheet(tuple(self._rows)), []
        return sheet


def _is_conflict(unit: SourceUnit, locale: Locale) -> bool:
    return locale in unit.others or "conflict" in unit.state.get(locale, "").split()


def _find_share(unit: SourceUnit, locale: Locale) -> float:
    """Return how much of an open unit readers miss; a copy of its source is no older translation."""
    return FUZZY_SHARE if unit.cell(locale) is State.FUZZY and unit.texts[locale] != unit.source else 1.0
