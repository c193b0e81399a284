"""Tallies: what a part of a collection adds to its coverage, as plain numbers that add up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain
from operator import add
from typing import NamedTuple

from msgspec import Struct

from l10n.locales import Locale
from l10n.model import State
from l10n.records import Record, SourceUnit, iter_units
from l10n.schema import Schema
from l10n.text import count_words

DONE = frozenset({State.SOURCE, State.TRANSLATED, State.SAME})
TO_DO = frozenset({State.FUZZY, State.MISSING})
MEASURES = ("units", "words", "characters")
"""What units are counted in; the last two are those of the source text."""


class RecordStatus(StrEnum):
    """What one record is in one locale; the order is the one reports use."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"
    DECLARED = "declared"
    EXCLUDED = "excluded"


STATES = tuple(State)
STATUSES = tuple(RecordStatus)
_STATE_NUMBERS = {state: number for number, state in enumerate(STATES)}
_STATUS_NUMBERS = {status: number for number, status in enumerate(STATUSES)}


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


class Tally(Struct, frozen=True, array_like=True):
    """The numbers of a part of a collection, for all of the collection's locales; two tallies add up.

    Of each locale, in the collection's order, there are the numbers of each state or status, in theirs.
    """

    records: dict[str, int]
    """Per type."""
    units: dict[str, list[int]]
    """Per field: of each locale and state the units, words and characters."""
    by_field: dict[str, list[int]]
    """Per field: of each locale and status the records."""
    by_type: dict[str, list[int]]
    """Per type: of each locale and status the records."""


def empty_tally(schema: Schema) -> Tally:
    """Return the tally of no record."""
    paths, size = tuple(iter_field_paths(schema)), len(schema.locales)
    return Tally(
        records=dict.fromkeys(schema.types, 0),
        units={path: [0] * size * len(STATES) * len(MEASURES) for path in paths},
        by_field={path: [0] * size * len(STATUSES) for path in paths},
        by_type={name: [0] * size * len(STATUSES) for name in schema.types},
    )


def add_tallies(tallies: Iterable[Tally], schema: Schema) -> Tally:
    """Return the tally of all parts together."""
    total = empty_tally(schema)
    for tally in tallies:
        for name, number in tally.records.items():
            total.records[name] += number
        for sums, numbers in zip(_tables(total), _tables(tally), strict=True):
            for name, row in numbers.items():
                sums[name] = list(map(add, sums[name], row))
    return total


def _tables(tally: Tally) -> tuple[dict[str, list[int]], ...]:
    return tally.units, tally.by_field, tally.by_type


class Roll(Struct, frozen=True, array_like=True):
    """The records of a part of a collection, in order, and what each is in every locale."""

    lines: bytes
    """Their keys, each with a line feed behind it."""
    statuses: bytes
    """Of each record one byte per locale: its status, as a number."""

    @property
    def keys(self) -> list[bytes]:
        """The records' keys."""
        return self.lines.split(b"\n")[:-1]

    def iter_statuses(self, numbers: Iterable[int], size: int) -> Iterator[tuple[str, tuple[RecordStatus, ...]]]:
        """Yield each record's key and its statuses in the locales with these numbers, of `size` in all."""
        chosen = tuple(numbers)
        known: dict[bytes, tuple[RecordStatus, ...]] = {}
        for place, key in enumerate(self.keys):
            row = self.statuses[place * size : (place + 1) * size]
            if row not in known:
                known[row] = tuple(STATUSES[row[number]] for number in chosen)
            yield key.decode(), known[row]


class Row(NamedTuple):
    """What units that are alike are in every locale."""

    slots: tuple[int, ...]
    """Of each locale the place of its state among all locales' states."""
    done: int
    """One bit per locale."""
    to_do: int


@lru_cache(maxsize=50_000)
def make_row(states: tuple[State, ...]) -> Row:
    """Return the row of units in these states.

    >>> make_row((State.SOURCE, State.FUZZY))
    Row(slots=(0, 9), done=1, to_do=2)
    """
    slots = tuple(number * len(STATES) + _STATE_NUMBERS[state] for number, state in enumerate(states))
    done, to_do = (
        sum(1 << number for number, state in enumerate(states) if state in wanted) for wanted in (DONE, TO_DO)
    )
    return Row(slots, done, to_do)


Masks = tuple[int, int, int]
"""Where any unit of a record is done, where any is to do, and where the record is declared: one bit per locale."""


class Bucket(NamedTuple):
    """Units that are alike and each all that its record has of a field; they are counted together."""

    row: Row
    masks: Masks
    texts: list[str]
    """Their source texts."""


class TallyMaker:
    """Counts records one at a time: gathers like units and like records, and multiplies at the end."""

    def __init__(self, schema: Schema, *, keeps_roll: bool = False) -> None:
        self._schema, self._keeps_roll = schema, keeps_roll
        paths, size = tuple(iter_field_paths(schema)), len(schema.locales)
        self._sums = {path: [0] * size * len(STATES) for path in paths}
        """Per field the numbers in each slot, all measures in one integer; see `_weigh`."""
        self._buckets: list[tuple[str, Bucket]] = []
        self._fields: dict[str, Counter[Masks]] = {path: Counter() for path in paths}
        self._types: dict[str, Counter[Masks]] = {name: Counter() for name in schema.types}
        self._bits = {locale: 1 << number for number, locale in enumerate(schema.locales)}
        self._lines: list[bytes] = []
        self._statuses: list[bytes] = []
        self._tallies: list[Tally] = []

    def mask(self, locales: Iterable[Locale]) -> int:
        """Return locales as one bit each."""
        return sum(self._bits[locale] for locale in set(locales))

    def bucket(self, path: str, row: Row, declared: int) -> Bucket:
        """Return a new bucket for units of a field, of records that are declared there."""
        bucket = Bucket(row, (row.done, row.to_do, declared), [])
        self._buckets.append((path, bucket))
        return bucket

    def add(self, record: Record) -> None:
        """Count one record with all its units."""
        self.add_units(record, lambda unit: make_row(tuple(map(unit.cell, self._schema.locales))))

    def add_units(self, record: Record, decide: Callable[[SourceUnit], Row]) -> None:
        """Count one record with all its units; `decide` says what one is."""
        declared = self.mask(record.declared)
        masks: dict[str, tuple[int, int]] = {}
        for unit in iter_units(record, self._schema):
            path, row = field_path(unit.key), decide(unit)
            self.add_unit(path, row, unit.source)
            before = masks.get(path, (0, 0))
            masks[path] = (before[0] | row.done, before[1] | row.to_do)
        done = to_do = 0
        for path, (field_done, field_to_do) in masks.items():
            self.add_field(path, (field_done, field_to_do, declared))
            done, to_do = done | field_done, to_do | field_to_do
        self.add_record(record.type, record.key, (done, to_do, declared))

    def add_unit(self, path: str, row: Row, source: str) -> None:
        """Count one unit of a field."""
        sums, weight = self._sums[path], _weigh(1, source)
        for slot in row.slots:
            sums[slot] += weight

    def add_field(self, path: str, masks: Masks) -> None:
        """Count a record that has something of a field; its units are counted, or will be."""
        self._fields[path][masks] += 1

    def add_record(self, type_name: str, key: str, masks: Masks) -> None:
        """Count a record whose units are counted, or will be."""
        self._types[type_name][masks] += 1
        if self._keeps_roll:
            self._lines.append(f"{key}\n".encode())
            self._statuses.append(_status_row(masks, len(self._bits)))

    def add_roll(self, lines: bytes, statuses: bytes) -> None:
        """Put records on the roll, as `Roll` has them, that are counted apart."""
        self._lines.append(lines)
        self._statuses.append(statuses)

    def add_tally(self, tally: Tally) -> None:
        """Add what was counted apart."""
        self._tallies.append(tally)

    def tally(self) -> Tally:
        """Return what was counted so far."""
        self._empty_buckets()
        tally = empty_tally(self._schema)
        for path, sums in self._sums.items():
            tally.units[path][:] = chain.from_iterable(map(_unpack, sums))
        for type_name, counter in self._types.items():
            tally.records[type_name] = counter.total()
            self._add_statuses(tally.by_type[type_name], counter)
        for path, counter in self._fields.items():
            absent = tally.records[path.partition("/")[0]] - counter.total()
            self._add_statuses(tally.by_field[path], {**counter, _NOTHING: absent})
        return add_tallies([tally, *self._tallies], self._schema) if self._tallies else tally

    def _empty_buckets(self) -> None:
        for path, (row, masks, texts) in self._buckets:
            sums, weight = self._sums[path], _weigh(len(texts), "\n".join(texts))
            weight -= (len(texts) - 1) << (2 * _BITS) if texts else 0  # the line breaks
            for slot in row.slots:
                sums[slot] += weight
            self._fields[path][masks] += len(texts)
        self._buckets = []

    def _add_statuses(self, sums: list[int], counts: Mapping[Masks, int]) -> None:
        for masks, count in counts.items():
            for number, status in enumerate(_status_row(masks, len(self._bits))):
                sums[number * len(STATUSES) + status] += count

    def roll(self) -> Roll:
        """Return the records that were counted so far."""
        return Roll(b"".join(self._lines), b"".join(self._statuses))


_NOTHING: Masks = (0, 0, 0)
"""Of a record that has no unit."""
_BITS = 60
"""The bits that one measure takes of a number that holds all of them."""


def _weigh(units: int, text: str) -> int:
    """Return units, and words and characters of a text, as one number: adding up such numbers adds up all three."""
    return units + (count_words(text) << _BITS) + (len(text) << (2 * _BITS))


def _unpack(weight: int) -> tuple[int, int, int]:
    """Return the three measures that `_weigh` put together.

    >>> _unpack(_weigh(1, "the Red Terror") + _weigh(1, "Riga"))
    (2, 4, 18)
    """
    ones = (1 << _BITS) - 1
    return weight & ones, weight >> _BITS & ones, weight >> (2 * _BITS)


@lru_cache(maxsize=50_000)
def _status_row(masks: Masks, size: int) -> bytes:
    """Return the number of the status that a record has in each of `size` locales."""
    done, to_do, declared = masks
    return bytes(
        status_number(bool(done >> number & 1), bool(to_do >> number & 1), bool(declared >> number & 1))
        for number in range(size)
    )


@cache
def status_number(is_done: bool, is_to_do: bool, is_declared: bool) -> int:  # noqa: FBT001 (`cache` is quicker so)
    """Return the status in a locale: all that counts is whether any unit is done there, and whether any is to do."""
    units = ((State.TRANSLATED, is_done), (State.MISSING, is_to_do))
    states = frozenset(state for state, is_there in units if is_there)
    return _STATUS_NUMBERS[record_status(states, is_declared=is_declared)]
