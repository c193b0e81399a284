"""Demand: how much each record is asked for, which says what is worth translating first."""

from __future__ import annotations

from collections import Counter

from l10n.readers import Readers
from l10n.records import Record, SourceUnit, iter_references, unit_path
from l10n.schema import Schema


class Demand:
    """The readers of each record's page if they were counted, else the records that lead to it and one."""

    def __init__(self, schema: Schema, readers: Readers | None = None) -> None:
        """Start with no records."""
        self._schema, self._readers = schema, readers
        self._inbound: Counter[str] = Counter()
        self._elsewhere: dict[str, float] = {}
        """Readers of the other pages that name a record."""

    def add(self, record: Record) -> None:
        """Count where a record's page leads."""
        readers = 0 if self._readers is None else self._readers.get(record.key, 0)
        for key in {key for _, key in iter_references(record, self._schema)} - {record.key}:
            self._inbound[key] += 1
            if readers:
                self._elsewhere[key] = self._elsewhere.get(key, 0) + readers

    def find(self, unit: SourceUnit, record: Record) -> float:
        """Return the demand for a unit, at least 1; a record's label is read on every page that names the record."""
        if self._readers is None:
            return self._inbound[record.key] + 1
        label = self._schema.types[record.type].label_field
        is_label = label is not None and unit_path(unit.key) == label.name
        elsewhere = self._elsewhere.get(record.key, 0) if is_label else 0
        return max(1, self._readers.get(record.key, 0) + elsewhere)
