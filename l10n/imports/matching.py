"""Matches: which existing record each item of a page is, and which one the page is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from l10n.imports.items import FACTS, Index, Item
from l10n.imports.ranks import Level, compare, likeness, rank_by_label, rank_pair
from l10n.records import Record
from l10n.slugs import slug

_MARGIN = 0.15
"""How much more alike than the next two labels must be to decide, on a scale from 0 to 1."""
_SHARED = 0.5
"""The share of all relations, of a page and a record together, that both must have to be about the same."""


class Matches(Struct, frozen=True):
    """In step with the items: the key of the record that each is, and the keys that one may be where that is open."""

    keys: tuple[str | None, ...]
    open: tuple[tuple[str, ...], ...]


def match_items(items: Sequence[Item], index: Index, linked: Sequence[str], *, exclude: str = "") -> Matches:
    """Return which existing record each item is; `linked` are those of the page's own list, in its order.

    A record is never two items. A pair is made where each is the other's one best choice: by equal labels and
    facts, by the id that the label makes, by facts and declared locales together with the page's list or a similar
    label. Facts that are all unknown never make a pair alone.
    """
    matcher = _Matcher(items, index, linked, exclude)
    matcher.match_best()
    matcher.match_by_position()
    return matcher.matches()


class _Matcher:
    """Makes pairs of items and records, the surest first."""

    def __init__(self, items: Sequence[Item], index: Index, linked: Sequence[str], exclude: str) -> None:
        self._items = items
        self._index = index
        self._linked = [key for key in linked if key in index.records and key != exclude]
        self._ranks: dict[tuple[int, str], tuple[int, ...]] = {}
        self._alike: dict[tuple[int, str], float] = {}
        self._found: dict[int, str] = {}
        for number, item in enumerate(items):
            for key in sorted({*index.find(item), *self._linked} - {exclude}):
                rank = rank_pair(item, index.records[key], index, is_linked=key in self._linked)
                if rank is not None:
                    self._ranks[number, key] = rank

    def _free(self, *, suspects: bool = False) -> list[tuple[int, str]]:
        """Return the possible pairs of which neither side is taken."""
        taken = set(self._found.values())
        return [
            (number, key)
            for (number, key), rank in self._ranks.items()
            if number not in self._found and key not in taken and (suspects or rank[0] != Level.SUSPECT)
        ]

    def match_best(self) -> None:
        """Make every pair in which each is the other's one best choice, until there is none."""
        while pairs := self._free():
            by_item, by_key = defaultdict(list), defaultdict(list)
            for pair in pairs:
                by_item[pair[0]].append(pair)
                by_key[pair[1]].append(pair)
            best = {self._best(group) for group in by_item.values()} & {self._best(group) for group in by_key.values()}
            made = [pair for pair in best if pair is not None]
            if not made:
                return
            self._found.update(made)

    def _best(self, pairs: Sequence[tuple[int, str]]) -> tuple[int, str] | None:
        top = max(self._ranks[pair] for pair in pairs)
        equal = sorted((pair for pair in pairs if self._ranks[pair] == top), key=self._likeness, reverse=True)
        is_clear = len(equal) == 1 or self._likeness(equal[0]) - self._likeness(equal[1]) >= _MARGIN
        return equal[0] if is_clear else None

    def _likeness(self, pair: tuple[int, str]) -> float:
        if pair not in self._alike:
            item, record = self._items[pair[0]], self._index.records[pair[1]]
            labels = self._index.labels(record).values()
            self._alike[pair] = max((likeness(item.label, label) for label in labels), default=0.0)
        return self._alike[pair]

    def match_by_position(self) -> None:
        """Pair what is left by the order in the list, where the pairs made so far prove that the order is the same."""
        places = [self._linked.index(key) for _, key in sorted(self._found.items()) if key in self._linked]
        if not places or places != sorted(places):
            return
        for numbers, keys in _groups(self._free()):
            pairs = list(zip(sorted(numbers), sorted(keys, key=self._order), strict=False))
            if len(numbers) == len(keys) and all(pair in self._ranks for pair in pairs) and keys <= set(self._linked):
                self._found.update(pairs)

    def _order(self, key: str) -> int:
        return self._linked.index(key) if key in self._linked else len(self._linked)

    def matches(self) -> Matches:
        """Return what was found, and what stays open."""
        left: dict[int, list[str]] = defaultdict(list)
        for number, key in self._free(suspects=True):
            left[number].append(key)
        numbers = range(len(self._items))
        return Matches(tuple(map(self._found.get, numbers)), tuple(tuple(left[number]) for number in numbers))


def _groups(pairs: Iterable[tuple[int, str]]) -> list[tuple[set[int], set[str]]]:
    """Return the connected groups of pairs, as the items and the keys in each."""
    groups: list[tuple[set[int], set[str]]] = []
    for number, key in pairs:
        joined = [group for group in groups if number in group[0] or key in group[1]]
        numbers = {number}.union(*(group[0] for group in joined))
        keys = {key}.union(*(group[1] for group in joined))
        groups = [group for group in groups if group not in joined] + [(numbers, keys)]
    return groups


class PageMatch(Struct, frozen=True):
    """The record that a page is about, or the keys of those that it may be about where that is open."""

    key: str | None = None
    open: tuple[str, ...] = ()


def match_page(title: Item, related: Mapping[str, Sequence[Item]], index: Index) -> PageMatch:
    """Return the existing record that a page is about: by its title, else by the dated relations that both have.

    `related` are the page's items by the field that links them. One shared relation leaves it open.
    """
    shared = _count_shared(title, related, index)
    size = sum(bool(item.facts) for items in related.values() for item in items)
    listed = {
        key for items in related.values() for item in items if item.type == title.type for key in index.find(item)
    }
    ranks: dict[str, tuple[float, ...]] = {}
    for key in sorted({*index.find(title), *shared}):
        record, count = index.records[key], shared.get(key, 0)
        share = count / max(1, size + _count_links(record, related, index) - count)
        is_same = share >= _SHARED
        level = rank_by_label(title, record, index.labels(record), compare(title, record), is_linked=is_same)
        if level is not None:
            ranks[key] = (level, share, record.id == slug(title.label))
        elif is_same and title.locale not in index.labels(record) and key not in listed:
            ranks[key] = (int(count > 1), share, False)
    best = tuple(key for key, rank in ranks.items() if rank == max(ranks.values()))
    return PageMatch(best[0]) if len(best) == 1 and ranks[best[0]][0] else PageMatch(open=best)


def _count_links(record: Record, related: Iterable[str], index: Index) -> int:
    """Return how many dated records a record links; only they can be known again in another locale."""
    links = (index.records.get(key) for field in related for key in record.values.get(field) or ())
    return sum(any(link.values.get(name) for name in FACTS.get(link.type, ())) for link in links if link is not None)


def _count_shared(title: Item, related: Mapping[str, Sequence[Item]], index: Index) -> dict[str, int]:
    """Return, by key of a record of the page's type, how many of the page's dated items are among what it links."""
    items_by_key = _find_items(related, index)
    counts: dict[str, int] = {}
    for key, record in index.records.items():
        if record.type == title.type:
            links = (link for field in related for link in record.values.get(field) or ())
            shared = {item for link in links for item in items_by_key.get(link, ())}
            if shared:
                counts[key] = len(shared)
    return counts


def _find_items(related: Mapping[str, Sequence[Item]], index: Index) -> dict[str, set[tuple[str, int]]]:
    """Return, by record key, the dated items (field and number) that the record may be, if the page links it."""
    found: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    for field, items in related.items():
        for number, item in enumerate(items):
            for key in index.find(item) if item.facts else ():
                rank = rank_pair(item, index.records[key], index, is_linked=True)
                if rank is not None and rank[0] != Level.SUSPECT:
                    found[key].add((field, number))
    return found
