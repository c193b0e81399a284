"""The work queue: what a translator can do next for a locale, what helps readers most first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from heapq import heappop, heappush
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from l10n.demand import Demand
from l10n.locales import Locale
from l10n.memory import CUTOFF, Memory, Proposal
from l10n.model import State, UnitKey, record_key
from l10n.offers import Offer, find_offer
from l10n.records import Record, SourceUnit, iter_units, record_label
from l10n.schema import FieldKind, Schema
from l10n.text import count_words

LIMIT = 20
"""How many units a queue shows, unless asked for more or fewer."""
FUZZY_SHARE = 0.5
"""How much a fuzzy text counts beside a missing one: readers have something already."""
_WAITING = 1000
"""How many records or units wait at most until the best of them are looked up in the memory."""
_OPEN = frozenset({State.MISSING, State.FUZZY})


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


def find_work(
    records: Iterable[Record], schema: Schema, wish: Wish, demand: Demand, memory: Memory | None = None
) -> Queue:
    """Return the tasks that a wish asks for, the best first; records are read once, and only the best are held.

    Tasks come in the order of the scores of a record's open units together, or of each unit alone; of equals in that
    of the records. What `memory` proposes can but lower a score, so it is looked up for what comes to the top alone.
    """
    search = _Search(schema, wish, demand, memory)
    for record in records:
        if wish.types is None or record.type in wish.types:
            search.add(record)
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

    def has_room_for(self, entry: _Entry) -> bool:
        """Tell whether a group of this score would be reached."""
        return not self._is_full or entry > self._heap[0]

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
    until there are many; of these only such are looked up as could then come among the best.
    """

    def __init__(self, schema: Schema, wish: Wish, demand: Demand, memory: Memory | None) -> None:
        self._schema, self._wish, self._demand, self._memory = schema, wish, demand, memory
        self._waiting: list[_Entry] = []
        self._best = _Shortlist(wish)
        self._number = 0
        self._counts: Counter[str] = Counter()
        self._unreadable: Counter[Locale] = Counter()

    def add(self, record: Record) -> None:
        """Take in a record's open units."""
        tasks = tuple(self._iter_tasks(record))
        for group in [(task,) for task in tasks] if self._wish.by_unit else [tasks] if tasks else []:
            self._number += 1
            entry = (_score(group), -self._number, group)
            if self._best.has_room_for(entry):
                self._waiting.append(entry)
        if len(self._waiting) >= _WAITING:
            self._settle()

    def _settle(self) -> None:
        """Put those that wait among the best, or let them go."""
        for entry in sorted(self._waiting, reverse=True):
            if not self._best.has_room_for(entry):
                break
            self._best.add(self._weigh(entry))
        self._waiting = []

    def _weigh(self, entry: _Entry) -> _Entry:
        """Return a group with what the memory gives, and the score that is left."""
        memory, (_, number, group) = self._memory, entry
        if memory is None:
            return entry
        known = tuple(_with_proposals(task, self._wish.locale, memory) for task in group)
        return _score(known), number, known

    def _iter_tasks(self, record: Record) -> Iterator[Task]:
        label = ""
        for unit in iter_units(record, self._schema):
            state = unit.cell(self._wish.locale)
            if state not in _OPEN or self._is_left_out(unit):
                continue
            source = find_offer(unit, self._wish.locale, self._wish.reads)
            if source is None:
                self._unreadable[unit.source_locale] += 1
                continue
            label = label or record_label(record, self._schema, source.locale)
            words = count_words(source.text)
            self._counts.update(units=1, words=words)
            yield Task(
                unit=unit,
                label=label,
                source=source,
                state=state,
                share=_share(unit, self._wish.locale, state),
                demand=self._demand.find(unit, record),
                words=words,
            )

    def _is_left_out(self, unit: SourceUnit) -> bool:
        """Tell whether an open unit is no translator's work now, and count it."""
        locale = self._wish.locale
        is_taken = unit.key in self._wish.taken
        is_conflict = locale in unit.others or "conflict" in unit.state.get(locale, "").split()
        self._counts.update(taken=int(is_taken), conflicts=int(is_conflict and not is_taken))
        return is_taken or is_conflict or unit.is_free

    def iter_ranked(self) -> Iterator[Task]:
        """Yield the best tasks in order."""
        self._settle()
        return self._best.iter_tasks()

    def totals(self) -> Totals:
        """Return how much was met."""
        unreadable = sorted(self._unreadable.items(), key=lambda item: (-item[1], item[0]))
        return Totals(**self._counts, unreadable=dict(unreadable))


def _score(group: _Group) -> float:
    return sum(task.score for task in group)


def _share(unit: SourceUnit, locale: Locale, state: State) -> float:
    """Return how much of an open unit readers miss; a copy of its source is no older translation."""
    return FUZZY_SHARE if state is State.FUZZY and unit.texts[locale] != unit.source else 1


def _with_proposals(task: Task, locale: Locale, memory: Memory) -> Task:
    """Return the task with what the memory proposes; names that are nearly the same are other names."""
    cutoff = 1.0 if task.unit.field.kind is FieldKind.NAME else CUTOFF
    offer = task.source
    found = memory.find(offer.text, offer.locale, locale, exclude_key=task.key, cutoff=cutoff)
    return replace(task, proposals=found) if found else task
