"""Demand: how much each record is asked for, which says what is worth translating first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from l10n.readers import Readers
from l10n.schema import Schema


class Demand:
    """The readers of each record's page if they were counted, else the records that lead to it and one."""

    def __init__(self, schema: Schema, readers: Readers | None = None) -> None:
        """Start with no records."""
        self._schema, self._readers = schema, readers
        self._inbound: Counter[str] = Counter()
        self._elsewhere: dict[str, float] = {}
        """Readers of the other pages that name a record."""

    def add(self, record: str, links: Iterable[str]) -> None:
        """Count where a record's page leads: to these other records, each given once."""
        readers = 0 if self._readers is None else self._readers.get(record, 0)
        for key in links:
            self._inbound[key] += 1
            if readers:
                self._elsewhere[key] = self._elsewhere.get(key, 0) + readers

    def find(self, record: str, path: str) -> float:
        """Return the demand for a unit, at least 1; a record's label is read on every page that names the record."""
        if self._readers is None:
            return self._inbound[record] + 1
        label = self._schema.types[record.partition("/")[0]].label_field
        is_label = label is not None and path == label.name
        elsewhere = self._elsewhere.get(record, 0) if is_label else 0
        return max(1, self._readers.get(record, 0) + elsewhere)
