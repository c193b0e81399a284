"""Freeing: which few names would complete the most pages, where each page lacks a set of names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from heapq import heappop, heappush
from itertools import combinations

NEAR = 6
"""How many names a small bundle has at most: only there pairs are looked up, 15 of them, and is reach counted."""

_Bundle = frozenset[str]


def rank_names(lacking: Mapping[tuple[str, ...], int], limit: int) -> list[tuple[str, int]]:
    """Return at most `limit` names in the order to translate them, with the number of pages that each completes.

    `lacking` says for sets of names how many pages lack exactly these. A name completes a page when it is the last
    that the page lacks, so most gains need several names: a *bundle* is what some page lacks, and the next name is one
    of the bundle that completes the most pages per name, counting the pages that lack all of it, one of its names or
    two. Then everything is counted anew. Taking the best single name each time would never begin a bundle.

    Names at the end that complete nothing are left out. The best choice of all cannot be had in reasonable time
    (minimum k-union, which is NP-hard); see the tests for how near this comes.

    >>> rank_names({("a", "b"): 10, ("c",): 3, ("a", "b", "d"): 2}, 4)
    [('a', 0), ('b', 10), ('c', 3), ('d', 2)]
    """
    search = _Search()
    for names, pages in lacking.items():
        search.add(frozenset(names), pages)
    ranked: list[tuple[str, int]] = []
    while len(ranked) < limit and (bundle := search.find_best(limit - len(ranked))):
        name = search.find_first(bundle)
        ranked.append((name, search.take(name)))
    while ranked and not ranked[-1][1]:
        ranked.pop()
    return ranked


class _Search:
    """The bundles that pages lack at one moment, and what each would gain."""

    def __init__(self) -> None:
        self._pages: dict[_Bundle, int] = {}
        """How many pages lack exactly this; single names are in `_single`, too."""
        self._single: dict[str, int] = {}
        self._gains: dict[_Bundle, int] = {}
        """How many pages the bundle would complete, as far as is looked up."""
        self._holding: dict[str, dict[_Bundle, None]] = {}
        """The bundles that hold a name, in the order in which they came."""
        self._numbers: dict[_Bundle, int] = {}
        """In which order bundles came: what decides between equals."""
        self._changed: dict[_Bundle, None] = {}
        """The bundles whose gain is not yet in the heap as it is now."""
        self._heap: list[tuple[float, int, int, int, _Bundle]] = []
        """The best bundle first: (pages per name negated, size, reach negated, number, bundle).

        Reach is how many bundles held the names of a small one when it was put there. Entries whose gain is no
        longer right stay until met.
        """

    def add(self, bundle: _Bundle, pages: int) -> None:
        """Say that some more pages lack exactly these names."""
        if bundle in self._pages:
            self._pages[bundle] += pages
            self._gains[bundle] += pages
        else:
            self._gains[bundle] = pages + self._count_parts(bundle)
            self._pages[bundle] = pages
            self._numbers[bundle] = len(self._numbers)
            for name in bundle:
                self._holding.setdefault(name, {})[bundle] = None
        self._changed[bundle] = None
        if len(bundle) == 1:
            (name,) = bundle
            self._single[name] = self._pages[bundle]
        if len(bundle) <= 2:  # noqa: PLR2004 (what `_count_parts` counts)
            self._raise_gains(bundle, pages)

    def _count_parts(self, bundle: _Bundle) -> int:
        """Return how many pages lack just one name of several, or just two of a few."""
        count = 0
        if len(bundle) > 1:
            count += sum(self._single[name] for name in bundle & self._single.keys())
        if 2 < len(bundle) <= NEAR:  # noqa: PLR2004 (what has pairs in it)
            count += sum(self._pages.get(frozenset(pair), 0) for pair in combinations(bundle, 2))
        return count

    def _raise_gains(self, part: _Bundle, pages: int) -> None:
        for bundle in min((self._holding[name] for name in part), key=len):
            if part < bundle and (len(part) == 1 or len(bundle) <= NEAR):
                self._gains[bundle] += pages
                self._changed[bundle] = None

    def find_best(self, most: int) -> _Bundle | None:
        """Return the bundle of at most so many names that gains the most pages per name.

        Of equals it is the smallest, then the one whose names most other bundles hold.
        """
        for bundle in self._changed:
            if bundle in self._gains:
                size = len(bundle)
                reach = sum(len(self._holding[name]) for name in bundle) if size <= NEAR else 0
                entry = (-self._gains[bundle] / size, size, -reach, self._numbers[bundle], bundle)
                heappush(self._heap, entry)
        self._changed.clear()
        while self._heap:
            ratio, size, _, _, bundle = self._heap[0]
            if size <= most and bundle in self._gains and ratio == -self._gains[bundle] / size:
                return bundle
            heappop(self._heap)
        return None

    def find_first(self, bundle: _Bundle) -> str:
        """Return the name to begin a bundle with: one that completes pages at once, else what most pages lack."""
        return min(bundle, key=lambda name: (-self._single.get(name, 0), -len(self._holding[name]), name))

    def take(self, name: str) -> int:
        """Translate a name; return how many pages that completes."""
        completed, left = self._single.pop(name, 0), Counter[_Bundle]()
        for bundle in self._holding.pop(name):
            pages = self._pages.pop(bundle)
            del self._gains[bundle]
            rest = bundle - {name}
            for other in rest:
                del self._holding[other][bundle]
            if rest:
                left[rest] += pages
        for bundle, pages in left.items():
            self.add(bundle, pages)
        return completed
