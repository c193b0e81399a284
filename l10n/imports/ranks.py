"""A rank: how surely an item is a record, by labels, facts, declared locales and the page's own list."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from msgspec import Struct

from l10n.imports.items import FACTS, Index, Item, fold_label
from l10n.records import Record
from l10n.slugs import slug

_DAY = len("yyyy-mm-dd")
_ALIKE_WORD, _ALIKE = 0.5, 0.6
"""From where on two words, and two labels, count as spellings of the same name."""


class Level(IntEnum):
    """What speaks for an item being a record, the surer the higher."""

    SUSPECT = 0
    """Too much to make a new record, too little to be it."""
    LIKE_LABEL = 1
    """Equal facts, in the page's list, and a similar label where it has another one."""
    OTHER_FACTS = 2
    """An equal label in the page's list, though some facts differ."""
    DECLARED = 3
    """No facts, but in the page's list and declared in the same locales; or equal facts and a similar label."""
    FACTS = 4
    """Equal facts, in the page's list."""
    ID = 5
    """The id that the label makes."""
    LABEL = 6
    """An equal label in another locale."""
    LABEL_HERE = 7
    """An equal label in the same locale."""


class Comparison(Struct, frozen=True, kw_only=True):
    """How the facts of an item and a record agree."""

    equal: int
    conflicts: int
    gaps: int
    """Facts that only one of the two knows, or knows more precisely."""
    is_precise: bool
    """Whether any equal fact is a day."""

    @property
    def is_same(self) -> bool:
        """Whether both know the same, and something."""
        return bool(self.equal) and not self.conflicts and not self.gaps


def compare(item: Item, record: Record) -> Comparison:
    """Return how the facts of an item and a record agree."""
    pairs = [(item.facts.get(name), record.values.get(name)) for name in FACTS[item.type]]
    known = [(ours, theirs) for ours, theirs in pairs if ours and theirs]
    equal = [ours for ours, theirs in known if ours == theirs]
    vague = sum(ours != theirs and is_vaguer(ours, theirs) for ours, theirs in known)
    return Comparison(
        equal=len(equal),
        conflicts=len(known) - len(equal) - vague,
        gaps=vague + sum(bool(ours) != bool(theirs) for ours, theirs in pairs),
        is_precise=any(len(date) >= _DAY for date in equal),
    )


def is_vaguer(first: str, second: str) -> bool:
    """Tell whether one of two dates only says less than the other.

    >>> is_vaguer("1900", "1900-05-12"), is_vaguer("1900", "1901")
    (True, False)
    """
    plain = sorted((first.rstrip("?~%"), second.rstrip("?~%")), key=len)
    return plain[1].startswith(plain[0])


def rank_pair(item: Item, record: Record, index: Index, *, is_linked: bool) -> tuple[int, ...] | None:
    """Return how surely an item is a record, more is surer; None if it is not."""
    labels = index.labels(record)
    facts = compare(item, record)
    is_declared = set(item.declared) == {*record.declared, *labels}
    level = rank_by_label(item, record, labels, facts, is_linked=is_linked)
    if level is None and not facts.conflicts:
        level = _rank_by_facts(item, record, labels, facts, is_linked=is_linked, is_declared=is_declared)
    return None if level is None else (level, facts.equal, is_linked, is_declared)


def rank_by_label(
    item: Item, record: Record, labels: Mapping[str, str], facts: Comparison, *, is_linked: bool
) -> Level | None:
    """Return how surely an item is a record by the label, or the id that it makes; None if that does not say so."""
    label = fold_label(item.label)
    is_equal = label in labels.values()
    if not is_equal and record.id != slug(item.label):
        return None
    if facts.conflicts:
        is_known = facts.equal and is_linked
        return Level.OTHER_FACTS if is_known else Level.SUSPECT if facts.equal or is_linked else None
    if labels.get(item.locale) == label:
        return Level.LABEL_HERE
    if facts.equal or is_linked or item.locale not in labels:
        return Level.LABEL if is_equal else Level.ID
    return None


def _rank_by_facts(  # noqa: PLR0913 (all that can speak for a pair)
    item: Item, record: Record, labels: Mapping[str, str], facts: Comparison, *, is_linked: bool, is_declared: bool
) -> Level | None:
    known = {*record.declared, *labels}
    if item.locale in labels:
        is_alike = facts.is_same and is_linked and _is_alike(item.label, labels[item.locale])
        return Level.LIKE_LABEL if is_alike else None
    if not is_declared and item.locale not in known and not known <= set(item.declared):
        return None
    if not facts.is_same:
        is_undated = not item.facts and not facts.gaps
        return Level.DECLARED if is_undated and is_linked and is_declared else None
    if is_linked:
        return Level.FACTS if is_declared or facts.is_precise else None
    if any(_is_alike(item.label, label) for label in labels.values()):
        return Level.DECLARED
    return Level.SUSPECT if is_declared and facts.is_precise and facts.equal > 1 else None


def likeness(first: str, second: str) -> float:
    """Return how alike two labels in any scripts are, from 0 to 1.

    >>> round(likeness("Лев Троцкий", "Leon Trotsky"), 2)
    0.87
    """
    from rapidfuzz import fuzz

    return fuzz.ratio(*(" ".join(sorted(slug(label).split("-"))) for label in (first, second))) / 100


def _is_alike(first: str, second: str) -> bool:
    """Tell whether two labels may be spellings of one name: as a whole, and each word for itself."""
    from rapidfuzz import fuzz

    words, others = sorted((slug(first).split("-"), slug(second).split("-")), key=len)
    has_pairs = all(max(fuzz.ratio(word, other) for other in others) >= 100 * _ALIKE_WORD for word in words)
    return has_pairs and likeness(first, second) >= _ALIKE
