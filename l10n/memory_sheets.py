"""Memory sheets: what was translated into one locale before, as the memory keeps it for the next run."""

from __future__ import annotations

from msgspec import Struct

from l10n.memory import MemoryEntry, make_entry
from l10n.offers import Translator
from l10n.records import Record, iter_units
from l10n.schema import Schema


class MemorySheet(Struct, frozen=True, array_like=True):
    """The units of a part of a collection that have a fresh text in the locale, and one to find it by."""

    entries: tuple[MemoryEntry, ...]


class MemorySurvey(Translator, frozen=True):
    """What makes the surveyors of texts in one locale, found by those in certain others."""

    sheet = MemorySheet

    @property
    def name(self) -> str:
        """The name of the file for its sheets: there is one per locale."""
        return f"memory-{self.locale}"

    def __call__(self, schema: Schema) -> MemorySurveyor:
        """Return a surveyor."""
        return MemorySurveyor(schema, self)


class MemorySurveyor:
    """Makes memory sheets of records."""

    def __init__(self, schema: Schema, survey: MemorySurvey) -> None:
        self._schema, self._locale, self._locales = schema, survey.locale, (survey.locale, *survey.reads)
        self._entries: list[MemoryEntry] = []

    def add(self, record: Record) -> None:
        """Note down the fresh texts of one record."""
        for unit in iter_units(record, self._schema):
            if self._locale in unit.texts:
                entry = make_entry(unit, self._locales)
                if len(entry.texts) > 1 and self._locale in entry.texts:
                    self._entries.append(entry)

    def take(self) -> MemorySheet:
        """Return the sheet of the records since the last time."""
        sheet, self._entries = MemorySheet(tuple(self._entries)), []
        return sheet
