"""Roles: which of two texts is the source, where what was a translation has become what the other is made from."""

from __future__ import annotations

from l10n.locales import Locale
from l10n.model import Provenance
from l10n.records import SourceUnit
from l10n.text import digest

_KEPT = ("same",)
"""The marks that hold for either of the two."""


def turn_round(own: Provenance, source: str, source_locale: str, held: str, today: str) -> Provenance:
    """Return the provenance of a text that its present source was once made from.

    `own` is that source's provenance. If both texts are as they were, it is turned round and nothing else. If only the
    source was written anew, the text was made for the source before that. If only the text changed, nobody knows
    whether it fits. If both changed, each was made from an earlier version of the other: a conflict.

    >>> made = Provenance("ru", digest("Террор"), digest("Terors"), "human", "2026-11-23")
    >>> turned = turn_round(made, "Terors", "lv", "Террор", "2026-12-01")
    >>> turned == Provenance("lv", digest("Terors"), digest("Террор"), "human", "2026-11-23")
    True
    >>> turn_round(made, "Lielais terors", "lv", "Большой террор", "2026-12-01").marks
    ('conflict',)
    """
    is_source_moved = digest(source) != own.target_digest
    is_text_moved = digest(held) != own.source_digest
    if is_source_moved and is_text_moved:
        return Provenance(source_locale, digest(source), digest(held), own.who, today, ("conflict",))
    is_open = is_text_moved or any(mark not in _KEPT for mark in own.marks)
    marks = ("fuzzy",) * is_open + tuple(mark for mark in own.marks if mark in _KEPT)
    return Provenance(source_locale, own.target_digest, digest(held), own.who, own.when, marks)


def own_state(unit: SourceUnit, locale: Locale) -> Provenance | None:
    """Return the state of a unit's source, if that says that it was made from the text in `locale`, which it made now.

    A text that was made from a third one, as its own state says, has nothing to do with that.
    """
    own = unit.provenance(unit.source_locale) if unit.source_locale in unit.state else None
    if own is None or own.source_locale != locale:
        return None
    known = unit.provenance(locale)
    return own if known is None or known.source_locale == unit.source_locale else None
