"""Three-way merging: a value or a sequence that two sides made of a common base."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

_T = TypeVar("_T")
_Item = TypeVar("_Item", bound=Hashable)


def merge_value(base: _T, ours: _T, theirs: _T) -> tuple[_T, bool]:
    """Return the merged value, and whether both sides changed it differently: then it is ours.

    >>> merge_value(1, 1, 2), merge_value(1, 3, 2)
    ((2, False), (3, True))
    """
    if ours == base:
        return theirs, False
    return ours, theirs not in (base, ours)


def merge_sequence(base: Sequence[_Item], ours: Sequence[_Item], theirs: Sequence[_Item]) -> tuple[_Item, ...]:
    """Return the items that neither side took away and those that one added, in ours' order.

    Where only theirs changed the order of what all have, it is theirs. What only one side added stands behind what it
    stands behind there. An item that a sequence has twice is two items.

    >>> merge_sequence("abc", "axbc", "acyb")
    ('a', 'x', 'c', 'y', 'b')
    """
    versions = tuple(base), tuple(ours), tuple(theirs)
    if versions[1] in (versions[0], versions[2]):
        return versions[2]
    if versions[2] == versions[0]:
        return versions[1]
    numbered = [list(_numbered(items)) for items in versions]
    return tuple(item for item, _ in _merge_distinct(*numbered))


def _numbered(items: Iterable[_Item]) -> Iterator[tuple[_Item, int]]:
    seen: Counter[_Item] = Counter()
    for item in items:
        seen[item] += 1
        yield item, seen[item]


def _merge_distinct(base: list[_Item], ours: list[_Item], theirs: list[_Item]) -> list[_Item]:
    held = (set(base), set(ours), set(theirs))
    if _common(base, held) == _common(ours, held) != _common(theirs, held):
        ours, theirs, held = theirs, ours, (held[0], held[2], held[1])
    in_base, in_ours, in_theirs = held
    kept = [item for item in ours if item in in_theirs or item not in in_base]
    behind: dict[_Item | None, list[_Item]] = {}
    anchor, anchors = None, set(kept)
    for item in theirs:
        if item in anchors:
            anchor = item
        elif item not in in_base and item not in in_ours:
            behind.setdefault(anchor, []).append(item)
    return _interleaved(kept, behind, in_theirs)


def _common(items: list[_Item], held: tuple[set[_Item], ...]) -> list[_Item]:
    return [item for item in items if all(item in others for others in held)]


def _interleaved(kept: list[_Item], behind: dict[_Item | None, list[_Item]], in_theirs: set[_Item]) -> list[_Item]:
    """Put theirs' new items behind their anchors, and behind what ours put there."""
    result: list[_Item] = []
    pending = behind.get(None, [])
    for item in kept:
        if item in in_theirs:
            result += pending
            pending = []
        result.append(item)
        pending = pending + behind.get(item, [])
    return result + pending
