"""Coverage: how much of a collection is translated, counted per locale, type, field and record."""

from __future__ import annotations

from collections.abc import Collection, ItemsView, Iterable, Iterator, Mapping
from functools import cached_property, reduce
from typing import Literal, TypeVar

from msgspec import Struct

from l10n.locales import Locale
from l10n.records import Record
from l10n.schema import Schema
from l10n.tally import (
    DONE,
    MEASURES,
    STATES,
    STATUSES,
    TO_DO,
    RecordStatus,
    Roll,
    Tally,
    TallyMaker,
    field_path,
    iter_field_paths,
    record_status,
)

__all__ = [
    "DONE",
    "TO_DO",
    "Axis",
    "Counts",
    "Coverage",
    "LocaleCoverage",
    "RecordCounts",
    "RecordStatus",
    "Statuses",
    "Table",
    "count_coverage",
    "field_path",
    "iter_field_paths",
    "make_coverage",
    "record_status",
]

Axis = Literal["locale", "type", "field", "record"]
"""What coverage can be broken down by; by locale it always is."""

_S = TypeVar("_S", bound=Struct)


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


class Statuses(Mapping[str, tuple[RecordStatus, ...]]):
    """{record key: its status in each of some locales}, in the records' order, read from rolls as it is asked for.

    Rolls take much less memory than a dict. To go through all is cheap; the first look-up makes the dict.
    """

    def __init__(self, rolls: Iterable[Roll], numbers: Iterable[int], size: int, types: Collection[str]) -> None:
        """Choose the locales with these numbers, of `size` in all, and records of these types."""
        self._rolls, self._numbers, self._size, self._types = tuple(rolls), tuple(numbers), size, types

    def items(self) -> ItemsView[str, tuple[RecordStatus, ...]]:
        """Return what yields every record with its statuses."""
        return _StatusItems(self)

    def iter_items(self) -> Iterator[tuple[str, tuple[RecordStatus, ...]]]:
        """Yield every record with its statuses."""
        for roll in self._rolls:
            for key, statuses in roll.iter_statuses(self._numbers, self._size):
                if self._has(key):
                    yield key, statuses

    def _has(self, key: str) -> bool:
        return key.partition("/")[0] in self._types

    @cached_property
    def _by_key(self) -> dict[str, tuple[RecordStatus, ...]]:
        known: dict[tuple[RecordStatus, ...], tuple[RecordStatus, ...]] = {}  # equal ones are held once
        return {key: known.setdefault(statuses, statuses) for key, statuses in self.iter_items()}

    def __getitem__(self, key: str) -> tuple[RecordStatus, ...]:
        """Return a record's statuses; raise KeyError if there is no such record."""
        return self._by_key[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the keys."""
        keys = (key.decode() for roll in self._rolls for key in roll.keys)
        return filter(self._has, keys)

    def __len__(self) -> int:
        """Return how many records there are."""
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        """Whether there is any record."""
        return self._has_any

    @cached_property
    def _has_any(self) -> bool:
        return next(iter(self), None) is not None


class _StatusItems(ItemsView[str, tuple[RecordStatus, ...]]):
    _mapping: Statuses

    def __iter__(self) -> Iterator[tuple[str, tuple[RecordStatus, ...]]]:
        return self._mapping.iter_items()


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
    maker = TallyMaker(schema, keeps_roll="record" in by)
    for record in records:
        maker.add(record)
    return make_coverage(maker.tally(), schema, by, locales, [maker.roll()])


def make_coverage(
    tally: Tally,
    schema: Schema,
    by: Collection[Axis] = (),
    locales: Iterable[Locale] | None = None,
    rolls: Iterable[Roll] = (),
) -> Coverage:
    """Return the coverage that a tally amounts to.

    `schema` may have fewer types than the tally was made of, and `locales` be fewer: only they are in the coverage.
    """
    table = _TableMaker(tally, schema, schema.locales if locales is None else tuple(locales))
    by_type = {name: table.of_type(name) for name in schema.types}
    return Coverage(
        collection=schema.name,
        required=tuple(locale for locale in table.locales if locale in schema.required),
        records=sum(tally.records[name] for name in schema.types),
        locales=reduce(_add_tables, by_type.values(), {locale: LocaleCoverage() for locale in table.locales}),
        by_type=by_type if "type" in by else None,
        by_field={path: table.of_field(path) for path in iter_field_paths(schema)} if "field" in by else None,
        by_record=Statuses(rolls, table.numbers, len(schema.locales), schema.types) if "record" in by else None,
    )


class _TableMaker:
    """Makes tables of the numbers of a tally."""

    def __init__(self, tally: Tally, schema: Schema, locales: tuple[Locale, ...]) -> None:
        self._tally, self._schema, self.locales = tally, schema, locales
        self._numbers = {locale: schema.locales.index(locale) for locale in locales}

    def of_type(self, name: str) -> Table:
        """Return a type's units and records."""
        paths = [path for path in iter_field_paths(self._schema) if path.startswith(f"{name}/")]
        return reduce(_add_tables, map(self._units, paths), self._records(self._tally.by_type[name]))

    def of_field(self, path: str) -> Table:
        """Return a field's units, and its type's records as they are in this field alone."""
        return _add_tables(self._units(path), self._records(self._tally.by_field[path]))

    @property
    def numbers(self) -> tuple[int, ...]:
        """The places of `locales` among all of the collection's."""
        return tuple(self._numbers.values())

    def _units(self, path: str) -> Table:
        sums, size = self._tally.units[path], len(STATES) * len(MEASURES)
        return {
            locale: _unit_coverage(sums[number * size : (number + 1) * size])
            for locale, number in self._numbers.items()
        }

    def _records(self, sums: list[int]) -> Table:
        size = len(STATUSES)
        return {
            locale: LocaleCoverage(records=_record_counts(sums[number * size : (number + 1) * size]))
            for locale, number in self._numbers.items()
        }


def _unit_coverage(numbers: list[int]) -> LocaleCoverage:
    units, words, characters = (
        Counts(**dict(zip(STATES, numbers[measure :: len(MEASURES)], strict=True))) for measure in range(len(MEASURES))
    )
    return LocaleCoverage(units=units, words=words, characters=characters)


def _record_counts(numbers: list[int]) -> RecordCounts:
    counts = dict(zip(STATUSES, numbers, strict=True))
    without = counts[RecordStatus.NONE] + counts[RecordStatus.DECLARED]
    return RecordCounts(**{status.value: number for status, number in counts.items()} | {"none": without})
