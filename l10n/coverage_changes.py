"""Coverage changes: what two versions of a collection have differently, per locale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from l10n.coverage import RecordStatus, record_status
from l10n.locales import Locale
from l10n.model import State
from l10n.records import Record, iter_units
from l10n.schema import Schema

_DONE = frozenset({State.TRANSLATED, State.SAME})
_WANTED = _DONE | {State.FUZZY, State.MISSING}


class LocaleChanges(Struct, frozen=True, kw_only=True):
    """What changed in one locale; keys are sorted.

    As many records became complete as `gained` has more than `lost`.
    """

    gained: tuple[str, ...] = ()
    """Records that are complete and were not, or were not there."""
    lost: tuple[str, ...] = ()
    """Records that were complete and are not, or are not there."""
    translated: tuple[str, ...] = ()
    """Units that are done and were not, or were not there."""
    stale: tuple[str, ...] = ()
    """Units that were done and must be confirmed."""
    emptied: tuple[str, ...] = ()
    """Units that were done and have no text any more."""
    added: tuple[str, ...] = ()
    """Units that are wanted and were not, or were not there."""
    removed: tuple[str, ...] = ()
    """Units that were wanted and are not, or are not there."""

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return any(getattr(self, name) for name in self.__struct_fields__)


Version = tuple[Iterable[Record], Schema]
"""Records, and the schema that they are to be read with."""


def compare_versions(old: Version, new: Version, locales: Sequence[Locale]) -> dict[Locale, LocaleChanges]:
    """Return what the records of a new version have differently from those of an old one, in these locales.

    Records that both versions have alike may be left out of both.
    """
    before, after = _Cells(*old, locales), _Cells(*new, locales)
    return {locale: _compare(before, after, number) for number, locale in enumerate(locales)}


class _Cells:
    """The states of units and the statuses of records, in step with some locales."""

    def __init__(self, records: Iterable[Record], schema: Schema, locales: Sequence[Locale]) -> None:
        self.units: dict[str, tuple[State, ...]] = {}
        self.records: dict[str, tuple[RecordStatus, ...]] = {}
        for record in records:
            rows = {str(unit.key): tuple(map(unit.cell, locales)) for unit in iter_units(record, schema)}
            self.units |= rows
            columns = tuple(zip(*rows.values(), strict=True)) or ((),) * len(locales)
            self.records[record.key] = tuple(record_status(frozenset(column)) for column in columns)


def _compare(before: _Cells, after: _Cells, number: int) -> LocaleChanges:
    """Return what changed in the locale of that number."""
    complete, was_complete = (
        {key for key, row in cells.records.items() if row[number] is RecordStatus.COMPLETE} for cells in (after, before)
    )
    is_now, was = _column(after.units, number), _column(before.units, number)
    done, was_done = (_keys(column, _DONE) for column in (is_now, was))
    wanted, was_wanted = (_keys(column, _WANTED) for column in (is_now, was))
    return LocaleChanges(
        gained=tuple(sorted(complete - was_complete)),
        lost=tuple(sorted(was_complete - complete)),
        translated=tuple(sorted(done - was_done)),
        stale=tuple(sorted(was_done & _keys(is_now, {State.FUZZY}))),
        emptied=tuple(sorted(was_done & _keys(is_now, {State.MISSING}))),
        added=tuple(sorted(wanted - was_wanted)),
        removed=tuple(sorted(was_wanted - wanted)),
    )


def _column(units: Mapping[str, tuple[State, ...]], number: int) -> dict[str, State]:
    return {key: row[number] for key, row in units.items()}


def _keys(column: Mapping[str, State], states: Iterable[State]) -> set[str]:
    wanted = frozenset(states)
    return {key for key, state in column.items() if state in wanted}
