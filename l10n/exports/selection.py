"""The selection: which records an export takes, and in which locales."""

from __future__ import annotations

from fnmatch import fnmatchcase

from msgspec import Struct

from l10n.locales import Locale
from l10n.records import Record, iter_units
from l10n.schema import Schema
from l10n.tally import DONE, TO_DO, RecordStatus, record_status


class Selection(Struct, frozen=True, kw_only=True):
    """What must hold of a record for it to be exported; nothing said selects all."""

    types: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    """Keys, or patterns of keys: `event/red-*`."""
    statuses: tuple[RecordStatus, ...] = ()
    """What the record is in the locale that it is exported in."""
    min_coverage: float = 0.0
    """The least share (0 to 1) of its units that are done in that locale, of those that are wanted."""

    @property
    def needs_record(self) -> bool:
        """Whether it takes more than a record's key to tell."""
        return bool(self.statuses) or self.min_coverage > 0

    def takes_key(self, key: str) -> bool:
        """Tell whether records of this key may be taken.

        >>> Selection(keys=("event/red-*",)).takes_key("event/red-terror")
        True
        """
        is_type = not self.types or key.partition("/")[0] in self.types
        return is_type and (not self.keys or any(fnmatchcase(key, pattern) for pattern in self.keys))

    def takes(self, record: Record, locale: Locale, schema: Schema) -> bool:
        """Tell whether a record is exported in a locale."""
        if not self.needs_record:
            return True
        states = [unit.cell(locale) for unit in iter_units(record, schema)]
        status = record_status(frozenset(states), is_declared=locale in record.declared)
        done = sum(state in DONE for state in states)
        wanted = done + sum(state in TO_DO for state in states)
        is_covered = done >= self.min_coverage * wanted if wanted else self.min_coverage <= 0
        return is_covered and (not self.statuses or status in self.statuses)
