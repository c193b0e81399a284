"""Proposals: what the memory offers translators in a catalog."""

from __future__ import annotations

from msgspec.structs import replace

from l10n.locales import Locale
from l10n.memory import Memory
from l10n.records import SourceUnit
from l10n.schema import FieldKind
from l10n.sync import MEMORY_NOTE, Case, Decision, Sides

_OPEN = frozenset({Case.MISSING, Case.STALE, Case.DRAFT})
"""The cases in which a translator can use a proposal."""


def propose(memory: Memory, unit: SourceUnit, locale: Locale, decision: Decision) -> tuple[Decision, tuple[str, ...]]:
    """Return the decision, with an exact match as its fuzzy target if it has none, and a note for every match.

    Only the very same source may fill a target in, and only to be confirmed: text of one record must not pass for
    another's. Names have exact matches alone, for a name that is nearly the same is another one.
    """
    if decision.case not in _OPEN:
        return decision, ()
    cutoff = 1.0 if unit.field.kind is FieldKind.NAME else 0.7
    found = memory.find(unit.source, unit.source_locale, locale, exclude_key=unit.key, cutoff=cutoff)
    if found and found[0].is_exact and decision.case is Case.MISSING:
        decision = replace(decision, target=found[0].target, fuzzy=True)
    return decision, tuple(f"{MEMORY_NOTE}{proposal}" for proposal in found)


def kept_proposals(sides: Sides, decision: Decision) -> tuple[str, ...]:
    """Return the proposals that an entry has from an earlier run, as long as they are of use."""
    entry = sides.entry
    if entry is None or decision.case not in _OPEN or entry.source != sides.source:
        return ()
    return tuple(note for note in entry.notes if note.startswith(MEMORY_NOTE))
