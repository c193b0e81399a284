"""The work queue: what a translator can do next for a locale, what helps readers most first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from math import ceil
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from l10n.demand import Demand
from l10n.locales import Locale
from l10n.memory import CUTOFF, Memory, Proposal
from l10n.model import State, UnitKey, record_key
from l10n.offers import Offer, find_offer
from l10n.readers import Readers
from l10n.records import Record, SourceUnit, iter_units, record_label, unit_path
from l10n.schema import FieldKind, Schema
from l10n.work_sheets import OpenWork, WorkRow, WorkSheet

LIMIT = 20
"""How many units a queue shows, unless asked for more or fewer."""
_WAITING = 100_000
"""How many records or units wait at most until the best of them are looked up in the memory."""
_AT_FIRST, _AT_ONCE = 64, 4096
"""How many of them are read at first, and then ever more at once: each time all parts of the collection are gone by."""


class Wish(Struct, frozen=True, kw_only=True):
    """What a translator asks for."""

    locale: Locale
    """The locale to translate into."""
    reads: tuple[Locale, ...]
    """The locales that the translator reads, the best known first."""
    types: frozenset[str] | None = None
    """Only records of these types; None: of all."""
    taken: Collection[str] = frozenset()
    """Keys of units that somebody has in hand."""
    by_unit: bool = False
    """Whether every unit is ranked alone, rather than with all open units of its record."""
    limit: int | None = LIMIT
    """How many units at most."""
    words: int | None = None
    """How many words of the sources at most; one unit is given in any case."""


class Task(Struct, frozen=True, kw_only=True):
    """One open unit, and all that its place in the queue comes from."""

    unit: SourceUnit
    label: str
    """What its record is called."""
    source: Offer
    state: State
    """`missing` or `fuzzy`."""
    share: float
    """How much of it readers miss: 1, or less where they have an older text."""
    demand: float
    """See `l10n.demand`."""
    words: int
    """Of the source offered."""
    proposals: tuple[Proposal, ...] = ()
    """What the collection has for the same source or one like it, the best first."""

    @property
    def key(self) -> UnitKey:
        """The unit's key."""
        return self.unit.key

    @property
    def record(self) -> str:
        """The record's key."""
        return record_key(self.unit.key)

    @property
    def left(self) -> int:
        """The words less the share of them that the best proposal gives; at least one, for someone must read it."""
        score = self.proposals[0].score if self.proposals else 0
        return max(1, ceil(self.words * (1 - score)))

    @property
    def score(self) -> float:
        """Demand, times the share that is missing, times the words that are left."""
        return self.demand * self.share * self.left


class Totals(Struct, frozen=True, kw_only=True):
    """How much there is in all, beside what a queue shows."""

    units: int = 0
    words: int = 0
    """Of the sources offered."""
    taken: int = 0
    """Units that somebody has in hand."""
    conflicts: int = 0
    """Units with two versions that stand open: to be settled, not to be translated."""
    unreadable: Mapping[Locale, int] = {}
    """{source locale: units} for which there is no source that the translator reads, the most first."""


class Queue(Struct, frozen=True, kw_only=True):
    """The best tasks in order, and how much there is in all."""

    wish: Wish
    tasks: tuple[Task, ...]
    totals: Totals

    @property
    def words(self) -> int:
        """The words of the tasks' sources."""
        return sum(task.words for task in self.tasks)


class Sheets(Protocol):
    """Work sheets made for a wish, and the records that are on them."""

    def __iter__(self) -> Iterator[WorkSheet]:
        """Yield the sheets."""

    def find_records(self, keys: Collection[str]) -> Mapping[str, Record]:
        """Return records by key."""


def survey_demand(sheets: Iterable[WorkSheet], schema: Schema, readers: Readers | None = None) -> Demand:
    """Return the demand for all records on some sheets."""
    demand = Demand(schema, readers)
    for sheet in sheets:
        for row in sheet.rows:
            demand.add(row.key, row.links)
    return demand


def find_work(sheets: Sheets, schema: Schema, wish: Wish, demand: Demand, memory: Memory | None = None) -> Queue:
    """Return the tasks that a wish asks for, the best first.

    Tasks come in the order of the scores of a record's open units together, or of each unit alone; of equals in that
    of the records. What `memory` proposes can but lower a score, so it is looked up for what comes to the top alone.
    """
    search = _Search(schema, wish, demand, memory, sheets.find_records)
    for sheet in sheets:
        for row in sheet.rows:
            if wish.types is None or row.type in wish.types:
                search.add(row)
    return Queue(wish=wish, tasks=tuple(_iter_wished(search.iter_ranked(), wish)), totals=search.totals())


def _iter_wished(tasks: Iterable[Task], wish: Wish) -> Iterator[Task]:
    """Yield tasks until the next would be more than the translator wants; the first in any case."""
    words = 0
    for number, task in enumerate(tasks):
        words += task.words
        if number and wish.words is not None and words > wish.words:
            return
        if wish.limit is not None and number >= wish.limit:
            return
        yield task


_Group = tuple[Task, ...]
_Entry = tuple[float, int, _Group]
"""(score, number negated, tasks): the greater comes first, of equals the one that was met first."""
_Candidate = tuple[float, int, str, tuple[OpenWork, ...]]
"""(score without a memory, number negated, key of the record, its units)."""


class _Shortlist:
    """The best groups of tasks: as many as a wish can take, and none that comes behind these."""

    def __init__(self, wish: Wish) -> None:
        self._wish = wish
        self._heap: list[_Entry] = []
        self._tasks = self._words = 0

    def add(self, entry: _Entry) -> None:
        """Take in a group, and let go of those that are not reached any more."""
        heappush(self._heap, entry)
        self._count(entry[2], 1)
        while True:
            last = self._heap[0][2]
            self._count(last, -1)
            if not self._is_full:
                self._count(last, 1)
                return
            heappop(self._heap)

    def has_room_for(self, place: tuple[float, int]) -> bool:
        """Tell whether a group with this score and number would be reached."""
        return not self._is_full or place > self._heap[0][:2]

    def iter_tasks(self) -> Iterator[Task]:
        """Yield all tasks in order."""
        for _, _, group in sorted(self._heap, reverse=True):
            yield from group

    def _count(self, group: _Group, sign: int) -> None:
        self._tasks += sign * len(group)
        self._words += sign * sum(task.words for task in group)

    @property
    def _is_full(self) -> bool:
        """Whether the tasks are all that is wished, so that what comes behind them is never reached."""
        wish = self._wish
        is_enough = wish.limit is not None and self._tasks >= wish.limit
        return is_enough or (wish.words is not None and self._words > wish.words)


class _Search:
    """Ranks groups of tasks, a record's together or each alone, as they are met.

    A look-up in the memory is dear, and can but lower a score. So groups wait, by the score that they have without it,
    until there are many; of these only such are read and looked up as could then come among the best.
    """

    def __init__(
        self,
        schema: Schema,
        wish: Wish,
        demand: Demand,
        memory: Memory | None,
        find: Callable[[Collection[str]], Mapping[str, Record]],
    ) -> None:
        self._schema, self._wish, self._demand, self._memory, self._find = schema, wish, demand, memory, find
        self._waiting: list[_Candidate] = []
        self._best = _Shortlist(wish)
        self._number = 0
        self._counts: Counter[str] = Counter()
        self._unreadable: Counter[Locale] = Counter()

    def add(self, row: WorkRow) -> None:
        """Take in a record's open units."""
        units = self._count_row(row)
        for group in [(unit,) for unit in units] if self._wish.by_unit else [units] if units else []:
            self._number += 1
            score = sum(_weigh(unit, self._demand.find(row.key, unit.path)) for unit in group)
            if self._best.has_room_for((score, -self._number)):
                self._waiting.append((score, -self._number, row.key, group))
        if len(self._waiting) >= _WAITING:
            self._settle()

    def _count_row(self, row: WorkRow) -> tuple[OpenWork, ...]:
        """Return the units that are the translator's work now, and count them and all others."""
        taken = self._wish.taken
        out = {path for path in row.paths if f"{row.key}/{path}" in taken} if taken else frozenset[str]()
        units = tuple(unit for unit in row.units if unit.path not in out)
        conflicts = sum(path not in out for path in row.conflicts)
        words = sum(unit.words for unit in units)
        self._counts.update(units=len(units), words=words, taken=len(out), conflicts=conflicts)
        self._unreadable.update(locale for path, locale in row.unreadable if path not in out)
        return units

    def _settle(self) -> None:
        """Put those that wait among the best, or let them go."""
        ranked = sorted(self._waiting, reverse=True)
        self._waiting = []
        start, size = 0, _AT_FIRST
        while start < len(ranked) and self._best.has_room_for(ranked[start][:2]):
            self._settle_some(ranked[start : start + size])
            start, size = start + size, min(2 * size, _AT_ONCE)

    def _settle_some(self, ranked: Sequence[_Candidate]) -> None:
        records = self._find({key for _, _, key, _ in ranked})
        for score, number, key, group in ranked:
            if not self._best.has_room_for((score, number)):
                break
            tasks = tuple(self._iter_tasks(records[key], group))
            self._best.add((sum(task.score for task in tasks), number, tasks))

    def _iter_tasks(self, record: Record, group: Iterable[OpenWork]) -> Iterator[Task]:
        """Yield the tasks of these units, with what the memory gives."""
        wish, works = self._wish, {work.path: work for work in group}
        for unit in iter_units(record, self._schema):
            work = works.get(unit_path(unit.key))
            source = find_offer(unit, wish.locale, wish.reads) if work else None
            if work and source:
                task = Task(
                    unit=unit,
                    label=record_label(record, self._schema, source.locale),
                    source=source,
                    state=unit.cell(wish.locale),
                    share=work.share,
                    demand=self._demand.find(record.key, work.path),
                    words=work.words,
                )
                yield _with_proposals(task, wish.locale, self._memory) if self._memory else task

    def iter_ranked(self) -> Iterator[Task]:
        """Yield the best tasks in order."""
        self._settle()
        return self._best.iter_tasks()

    def totals(self) -> Totals:
        """Return how much was met."""
        unreadable = sorted(self._unreadable.items(), key=lambda item: (-item[1], item[0]))
        return Totals(**self._counts, unreadable=dict(unreadable))


def _weigh(unit: OpenWork, demand: float) -> float:
    """Return the score that a unit's task has where the memory gives nothing."""
    return demand * unit.share * max(1, unit.words)


def _with_proposals(task: Task, locale: Locale, memory: Memory) -> Task:
    """Return the task with what the memory proposes; names that are nearly the same are other names."""
    cutoff = 1.0 if task.unit.field.kind is FieldKind.NAME else CUTOFF
    offer = task.source
    found = memory.find(offer.text, offer.locale, locale, exclude_key=task.key, cutoff=cutoff)
    return replace(task, proposals=found) if found else task
