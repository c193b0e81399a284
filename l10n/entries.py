"""Entries: what a catalog is to hold of a unit, once that is decided."""

from __future__ import annotations

from l10n.model import Unit
from l10n.notes import case_notes
from l10n.sync import SAME_COMMENT, Decision, Sides, is_same_marked


def wanted_entry(
    shared: Unit, notes: tuple[str, ...], sides: Sides, decision: Decision, *, is_there: bool = False
) -> Unit:
    """Return what a catalog is to hold of a unit; `shared` has what all catalogs hold alike.

    `is_there`: the entry stands in this very catalog, so that it is what is wanted if nothing about it differs.
    """
    entry = sides.entry
    if decision.text is not None and entry is not None:
        return entry.with_changes(source=shared.source, notes=notes, references=shared.references, obsolete=False)
    if extra := case_notes(decision, sides):
        notes = (*notes, *extra)
    comments = _comments(sides, decision)
    if is_there and entry is not None and not changes_entry(sides, decision):
        held = (entry.previous, entry.notes, entry.references, entry.comments, len(entry.targets))
        if held == (decision.previous, notes, shared.references, comments, 1):
            return entry
    return Unit(
        key=shared.key,
        source=shared.source,
        targets=(decision.target,),
        fuzzy=decision.fuzzy,
        previous=decision.previous,
        notes=notes,
        references=shared.references,
        comments=comments,
        flags=entry.flags if entry else (),
    )


def _comments(sides: Sides, decision: Decision) -> tuple[str, ...]:
    """Return what translators wrote, or that a text equals its source on purpose if they did not write that."""
    entry = sides.entry
    state = decision.provenance or sides.provenance
    is_marked = state is not None and "same" in state.marks
    is_same = is_marked and decision.target == sides.source and not decision.fuzzy
    if is_same and not is_same_marked(entry):
        return (SAME_COMMENT,)
    return entry.comments if entry else ()


def changes_entry(sides: Sides, decision: Decision) -> bool:
    """Tell whether the catalog has to change for a decision."""
    entry = sides.entry
    if entry is None:
        return True
    held = (entry.source, entry.target, entry.fuzzy, entry.obsolete)
    return held != (sides.source, decision.target, decision.fuzzy, False)
