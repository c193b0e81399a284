"""Coverage: how much of a collection is translated, counted per locale, type, field and record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache, reduce
from itertools import chain
from typing import Literal, TypeVar

from msgspec import Struct

from l10n.locales import Locale
from l10n.model import State
from l10n.records import Record, iter_units
from l10n.schema import Schema
from l10n.text import count_words

Axis = Literal["locale", "type", "field", "record"]
"""What coverage can be broken down by; by locale it always is."""

DONE = frozenset({State.SOURCE, State.TRANSLATED, State.SAME})
TO_DO = frozenset({State.FUZZY, State.MISSING})

_Row = tuple[State, ...]
"""The states of one unit, one per locale counted."""
_S = TypeVar("_S", bound=Struct)


class RecordStatus(StrEnum):
    """What one record is in one locale; the order is the one reports use."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"
    DECLARED = "declared"
    EXCLUDED = "excluded"


class Counts(Struct, frozen=True, kw_only=True):
    """How much is in each state, in units, in words or in characters of the source text."""

    source: int = 0
    """Written in this locale; not wanted from a translator."""
    translated: int = 0
    same: int = 0
    fuzzy: int = 0
    missing: int = 0
    excluded: int = 0
    """Not wanted here."""

    @property
    def done(self) -> int:
        """What is wanted and there."""
        return self.translated + self.same

    @property
    def wanted(self) -> int:
        """What a translator has done or has to do."""
        return self.translated + self.same + self.fuzzy + self.missing

    @property
    def ratio(self) -> float | None:
        """The part of what is wanted that is done, 0 to 1; None where nothing is wanted.

        >>> Counts(translated=2, same=1, missing=1).ratio, Counts(source=5).ratio
        (0.75, None)
        """
        return self.done / self.wanted if self.wanted else None

    def __add__(self, other: Counts) -> Counts:
        return _add(self, other)


class RecordCounts(Struct, frozen=True, kw_only=True):
    """How many records have each status."""

    complete: int = 0
    partial: int = 0
    none: int = 0
    """Those without any text, declared ones included."""
    declared: int = 0
    """Those of them that are said to exist elsewhere."""
    excluded: int = 0

    @property
    def wanted(self) -> int:
        """How many have a unit that is wanted or written in this locale."""
        return self.complete + self.partial + self.none

    def __add__(self, other: RecordCounts) -> RecordCounts:
        return _add(self, other)


class LocaleCoverage(Struct, frozen=True, kw_only=True):
    """All numbers of one locale, in a collection or a part of it."""

    units: Counts = Counts()
    words: Counts = Counts()
    characters: Counts = Counts()
    records: RecordCounts = RecordCounts()

    def __add__(self, other: LocaleCoverage) -> LocaleCoverage:
        return _add(self, other)


Table = Mapping[Locale, LocaleCoverage]
"""The numbers of every locale, in the collection's order."""


class Coverage(Struct, frozen=True, kw_only=True):
    """The coverage of a collection; that of two parts of it can be added.

    A breakdown that was not asked for is None.
    """

    collection: str
    """The collection's name."""
    required: tuple[Locale, ...]
    records: int = 0
    locales: Table
    by_type: Mapping[str, Table] | None = None
    by_field: Mapping[str, Table] | None = None
    """Keyed `type/field`, or `type/list/field`."""
    by_record: Mapping[str, tuple[RecordStatus, ...]] | None = None
    """{record key: its status in each of `locales`, in their order}."""

    def __add__(self, other: Coverage) -> Coverage:
        """Return the coverage of both parts; ValueError if they do not count the same things."""
        if self._subject != other._subject:
            message = f"found coverage of {other._subject}, expected of {self._subject}"
            raise ValueError(message)
        return Coverage(
            collection=self.collection,
            required=self.required,
            records=self.records + other.records,
            locales=_add_tables(self.locales, other.locales),
            by_type=_add_breakdowns(self.by_type, other.by_type),
            by_field=_add_breakdowns(self.by_field, other.by_field),
            by_record=None if self.by_record is None else {**self.by_record, **(other.by_record or {})},
        )

    @property
    def _subject(self) -> tuple[object, ...]:
        """What must be equal before two coverages may be added."""
        breakdowns = (self.by_type, self.by_field)
        names = tuple(None if breakdown is None else tuple(breakdown) for breakdown in breakdowns)
        return (self.collection, self.required, tuple(self.locales), *names, self.by_record is not None)


def _add(left: _S, right: _S) -> _S:
    names = left.__struct_fields__
    return type(left)(**{name: getattr(left, name) + getattr(right, name) for name in names})


def _add_tables(left: Table, right: Table) -> Table:
    return {locale: left[locale] + right[locale] for locale in left}


def _add_breakdowns(left: Mapping[str, Table] | None, right: Mapping[str, Table] | None) -> Mapping[str, Table] | None:
    if left is None or right is None:
        return None
    return {name: _add_tables(left[name], right[name]) for name in left}


@cache
def record_status(states: frozenset[State], *, is_declared: bool = False) -> RecordStatus:
    """Return what a record is in a locale where its units are in these states.

    >>> record_status(frozenset({State.SOURCE, State.FUZZY})), record_status(frozenset({State.EXCLUDED}))
    (<RecordStatus.PARTIAL: 'partial'>, <RecordStatus.EXCLUDED: 'excluded'>)
    """
    if states.isdisjoint(TO_DO):
        return RecordStatus.EXCLUDED if states.isdisjoint(DONE) else RecordStatus.COMPLETE
    if not states.isdisjoint(DONE):
        return RecordStatus.PARTIAL
    return RecordStatus.DECLARED if is_declared else RecordStatus.NONE


def field_path(key: str) -> str:
    """Return the field that a unit belongs to, without record, item and paragraph.

    >>> field_path("event/red-terror/description/p1"), field_path("event/red-terror/images/i1/caption")
    ('event/description', 'event/images/caption')
    """
    type_, _, field, *rest = key.split("/")
    return f"{type_}/{field}/{rest[1]}" if len(rest) > 1 else f"{type_}/{field}"


def iter_field_paths(schema: Schema) -> Iterator[str]:
    """Yield every translatable field as `field_path` writes it, in the configuration's order."""
    for type_ in schema.types.values():
        for field in type_.fields:
            if field.is_translatable:
                yield f"{type_.name}/{field.name}"
            yield from (f"{type_.name}/{field.name}/{sub.name}" for sub in field.fields if sub.is_translatable)


def count_coverage(
    records: Iterable[Record],
    schema: Schema,
    by: Collection[Axis] = (),
    locales: Iterable[Locale] | None = None,
) -> Coverage:
    """Return the coverage of records, broken down as `by` says.

    `locales` are those to count: all of the collection's if None. Records are read once and not held; only by
    record does the result grow with their number.
    """
    counter = _Counter(schema, by, schema.locales if locales is None else tuple(locales))
    for record in records:
        counter.add(record)
    return counter.coverage()


class _UnitSums:
    """Sums over the units of one field: per locale and state the units, words and characters."""

    def __init__(self, locales: tuple[Locale, ...]) -> None:
        self._sums = {locale: {state: [0, 0, 0] for state in State} for locale in locales}
        self._columns = tuple(self._sums.values())

    def add(self, row: _Row, source: str) -> None:
        words, characters = count_words(source), len(source)
        for sums, state in zip(self._columns, row, strict=True):
            numbers = sums[state]
            numbers[0] += 1
            numbers[1] += words
            numbers[2] += characters

    def table(self) -> Table:
        return {locale: self._coverage(sums) for locale, sums in self._sums.items()}

    @staticmethod
    def _coverage(sums: Mapping[State, list[int]]) -> LocaleCoverage:
        units, words, characters = (
            Counts(**{state.value: numbers[measure] for state, numbers in sums.items()}) for measure in range(3)
        )
        return LocaleCoverage(units=units, words=words, characters=characters)


class _RecordSums:
    """Sums over records: per locale and status their number."""

    def __init__(self, locales: tuple[Locale, ...]) -> None:
        self._sums = {locale: dict.fromkeys(RecordStatus, 0) for locale in locales}
        self._columns = tuple(self._sums.values())

    def add(self, statuses: Iterable[RecordStatus]) -> None:
        for sums, status in zip(self._columns, statuses, strict=True):
            sums[status] += 1

    def table(self) -> Table:
        return {locale: LocaleCoverage(records=self._counts(sums)) for locale, sums in self._sums.items()}

    @staticmethod
    def _counts(sums: Mapping[RecordStatus, int]) -> RecordCounts:
        numbers = {status.value: number for status, number in sums.items()}
        return RecordCounts(**numbers | {"none": numbers["none"] + numbers["declared"]})


class _Counter:
    """Counts records one at a time; units per field and records per type, which add up to all the rest."""

    def __init__(self, schema: Schema, by: Collection[Axis], locales: tuple[Locale, ...]) -> None:
        self._schema, self._by, self._locales = schema, by, locales
        self._fields = tuple(iter_field_paths(schema))
        self._number = 0
        self._units = {path: _UnitSums(locales) for path in self._fields}
        self._records_by_type = {name: _RecordSums(locales) for name in schema.types}
        self._records_by_field = {path: _RecordSums(locales) for path in self._fields if "field" in by}
        self._records: dict[str, tuple[RecordStatus, ...]] = {}
        self._known: dict[tuple[RecordStatus, ...], tuple[RecordStatus, ...]] = {}
        """Statuses of records that were met; equal ones are held once."""

    def add(self, record: Record) -> None:
        """Count one record with all its units."""
        self._number += 1
        rows: dict[str, list[_Row]] = {}
        for unit in iter_units(record, self._schema):
            row = tuple(map(unit.cell, self._locales))
            path = field_path(unit.key)
            self._units[path].add(row, unit.source)
            rows.setdefault(path, []).append(row)
        statuses = self._statuses(record, chain.from_iterable(rows.values()))
        self._records_by_type[record.type].add(statuses)
        for path, sums in self._records_by_field.items():
            if path.startswith(f"{record.type}/"):
                sums.add(self._statuses(record, rows.get(path, ())))
        if "record" in self._by:
            self._records[record.key] = self._known.setdefault(statuses, statuses)

    def _statuses(self, record: Record, rows: Iterable[_Row]) -> tuple[RecordStatus, ...]:
        columns = tuple(zip(*rows, strict=True)) or ((),) * len(self._locales)
        return tuple(
            record_status(frozenset(column), is_declared=locale in record.declared)
            for locale, column in zip(self._locales, columns, strict=True)
        )

    def coverage(self) -> Coverage:
        """Return what was counted so far."""
        units = {path: sums.table() for path, sums in self._units.items()}
        nothing = _UnitSums(self._locales).table()
        by_type = {
            name: reduce(_add_tables, (units[path] for path in units if path.startswith(f"{name}/")), sums.table())
            for name, sums in self._records_by_type.items()
        }
        by_field = {path: _add_tables(units[path], sums.table()) for path, sums in self._records_by_field.items()}
        return Coverage(
            collection=self._schema.name,
            required=tuple(locale for locale in self._locales if locale in self._schema.required),
            records=self._number,
            locales=reduce(_add_tables, by_type.values(), nothing),
            by_type=by_type if "type" in self._by else None,
            by_field=by_field if "field" in self._by else None,
            by_record=self._records if "record" in self._by else None,
        )
