"""Entries: what a catalog is to hold of a unit, once that is decided."""

from __future__ import annotations

from l10n.model import Unit
from l10n.notes import case_notes
from l10n.sync import SAME_COMMENT, Decision, Sides, is_same_marked


def wanted_entry(shared: Unit, notes: tuple[str, ...], sides: Sides, decision: Decision) -> Unit:
    """Return what a catalog is to hold of a unit; `shared` has what all catalogs hold alike."""
    entry = sides.entry
    if decision.text is not None and entry is not None:
        return entry.with_changes(source=shared.source, notes=notes, references=shared.references, obsolete=False)
    extra = case_notes(decision, sides)
    state = decision.provenance or sides.provenance
    is_marked = state is not None and "same" in state.marks
    is_same = is_marked and decision.target == sides.source and not decision.fuzzy
    return Unit(
        key=shared.key,
        source=shared.source,
        targets=(decision.target,),
        fuzzy=decision.fuzzy,
        previous=decision.previous,
        notes=(*notes, *extra) if extra else notes,
        references=shared.references,
        comments=(SAME_COMMENT,) if is_same and not is_same_marked(entry) else entry.comments if entry else (),
        flags=entry.flags if entry else (),
    )


def changes_entry(sides: Sides, decision: Decision) -> bool:
    """Tell whether the catalog has to change for a decision."""
    entry = sides.entry
    if entry is None:
        return True
    held = (entry.source, entry.target, entry.fuzzy, entry.obsolete)
    return held != (sides.source, decision.target, decision.fuzzy, False)
