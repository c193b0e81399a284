"""The table of the loop: what becomes of one unit's texts in the record and in the catalog.

S, R and P are the source, the record's target and the catalog's target now; S0 and T0 their digests when both sides
were last synchronised, as the record's state holds them; M is the source that the catalog's target was made for.

| case                                  | result                                              | `Case`       |
|---------------------------------------|-----------------------------------------------------|--------------|
| P fuzzy, obsolete or empty            | never applied                                       | draft        |
| P = R                                 | clean (a fuzzy flag taken off confirms it)          | clean …      |
| R empty, P set, M = S                 | P goes to the record                                | to-record    |
| R emptied on purpose, P = T0          | P stays in the catalog, fuzzy                       | withdrawn    |
| R set, P empty                        | R goes to the catalog                               | to-catalog   |
| P ≠ R, R = T0, M = S                  | the translator changed it: P goes to the record     | to-record    |
| P ≠ R, P = T0                         | the editor changed it: R goes to the catalog        | to-catalog   |
| P ≠ R, both moved, or no T0           | conflict: both kept, the catalog's fuzzy            | conflict     |
| S moved, R = T0                       | stale: fuzzy, with the previous source              | stale        |
| S ≠ M in typography alone             | as if M were S                                      | any          |
| S moved, R moved with it              | fresh: someone updated both                         | to-catalog   |
| P typed for another source than S     | never applied; fuzzy, with the previous source      | draft        |
| P equal to S, not a name, not `same`  | a copy is not a translation: fuzzy, not applied     | copy         |
| a merge left another version beside R | both kept, P fuzzy until a person settles it        | conflict     |
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from l10n.changes import ChangeClass, classify_change
from l10n.model import Previous, Provenance, Unit
from l10n.text import digest, has_text, one_line

SAME_COMMENT = "l10n: same"
"""The translator's comment that says: equal to its source on purpose."""

MEMORY_NOTE = "memory: "
"""Begins the note of a proposal that the memory made."""


class Case(StrEnum):
    """What a unit in a locale turned out to be."""

    CLEAN = "clean"
    MISSING = "missing"
    TO_RECORD = "to-record"
    TO_CATALOG = "to-catalog"
    CONFIRMED = "confirmed"
    DOUBTED = "doubted"
    STALE = "stale"
    DRAFT = "draft"
    COPY = "copy"
    WITHDRAWN = "withdrawn"
    CONFLICT = "conflict"


class Sides(Struct, frozen=True):
    """Everything the decision depends on."""

    source: str
    """S, in the source locale of the catalog."""
    source_locale: str
    held: str | None
    """R; None where the record has nothing, empty where someone emptied it."""
    entry: Unit | None
    """M and P with their flags; None where the catalog has nothing."""
    provenance: Provenance | None
    """S0 and T0."""
    is_source_moved: bool
    """Whether the text that R was made from differs from S0."""
    is_name: bool
    """Whether an equal target is `same` without being marked so."""
    today: str
    others: tuple[str | None, ...] = ()
    """What branches that were merged in git have beside R."""


class Decision(Struct, frozen=True):
    """What both sides are to hold."""

    case: Case
    target: str
    """The catalog's target."""
    fuzzy: bool = False
    previous: Previous | None = None
    text: str | None = None
    """The record's new text; None leaves it."""
    provenance: Provenance | None = None
    """The record's new state; None leaves it."""


def decide(sides: Sides) -> Decision:
    """Return what becomes of a unit in a locale; see the module's table."""
    entry = sides.entry
    if sides.others and has_text(sides.held):
        return _merged_apart(sides, entry)
    if entry is not None and entry.source != sides.source and is_retyped(entry.source, sides.source):
        return _retyped(sides, entry)
    return _decide(sides, entry)


def _decide(sides: Sides, entry: Unit | None) -> Decision:
    if entry is None or not has_text(entry.target):
        return _without_target(sides)
    if entry.obsolete and not entry.fuzzy and (entry.source, entry.target) == (sides.source, sides.held):
        return _without_target(sides)
    if entry.fuzzy or entry.obsolete:
        return _with_draft(sides, entry)
    if entry.target == sides.held:
        return _agreed(sides, entry)
    if not has_text(sides.held):
        return _unheld(sides, entry)
    return _different(sides, entry)


def is_retyped(old: str, new: str) -> bool:
    """Tell whether two sources differ in typography alone, so that what translates one translates the other."""
    return classify_change(old, new) in {ChangeClass.NONE, ChangeClass.TYPOGRAPHY}


def _retyped(sides: Sides, entry: Unit) -> Decision:
    """Decide where the source was typed anew and nothing else: M is as good as S, and so is S0 if it is M's digest."""
    before = sides.provenance
    made_for = Provenance("", "", "", "", "") if before is None else before
    was_made_for = (made_for.source_locale, made_for.source_digest) == (sides.source_locale, digest(entry.source))
    same = entry.with_changes(source=sides.source)
    is_moved = sides.is_source_moved and not was_made_for
    decision = _decide(replace(sides, entry=same, is_source_moved=is_moved), same)
    if was_made_for and decision.provenance is None and has_text(sides.held):
        return replace(decision, provenance=replace(made_for, source_digest=digest(sides.source)))
    return decision


def is_same_marked(entry: Unit | None) -> bool:
    """Tell whether the translator says that the target equals its source on purpose."""
    return entry is not None and any(line.strip().startswith(SAME_COMMENT) for line in entry.comments)


def is_proposed(entry: Unit) -> bool:
    """Tell whether a fuzzy target is an exact match as the memory filled it in, which nobody has touched."""
    end = f": {one_line(entry.target)}"
    notes = (note for note in entry.notes if note.startswith(MEMORY_NOTE))
    return any(", 100 %" in note and note.endswith(end) for note in notes)


def _has_mark(sides: Sides, *marks: str) -> bool:
    return sides.provenance is not None and any(mark in sides.provenance.marks for mark in marks)


def _is_copy(sides: Sides, text: str) -> bool:
    """Tell whether a text only repeats its source where that is not a translation."""
    if text != sides.source or sides.is_name:
        return False
    return not is_same_marked(sides.entry) and not _is_known_same(sides, text)


def _is_known_same(sides: Sides, text: str) -> bool:
    """Tell whether the state says of this text, and for this source, that it equals its source on purpose."""
    before = sides.provenance
    if before is None or "same" not in before.marks:
        return False
    return not sides.is_source_moved and before.target_digest == digest(text)


def _lacks_same(sides: Sides, text: str) -> bool:
    """Tell whether only the catalog knows that a text equals its source on purpose."""
    return text == sides.source and not (sides.is_name or _is_copy(sides, text) or _is_known_same(sides, text))


def _is_held_moved(sides: Sides) -> bool:
    return sides.provenance is not None and digest(sides.held or "") != sides.provenance.target_digest


def _synchronised(sides: Sides, text: str, *, who: str = "", made_for: str | None = None, mark: str = "") -> Provenance:
    """Return the state that says: both sides held this text today, made for the source (or for `made_for`).

    Unless `who` says it, a text without a state was imported, and one with a state was changed by a person.
    """
    source = sides.source if made_for is None else made_for
    same = "same" if text == source and not sides.is_name and not _is_copy(sides, text) else ""
    marks = tuple(word for word in (mark, same) if word)
    who = who or ("import" if sides.provenance is None else "human")
    return Provenance(sides.source_locale, digest(source), digest(text), who, sides.today, marks)


def _previous(sides: Sides, entry: Unit) -> Previous | None:
    """Return what a fuzzy target was made for: what the entry says already, else the source it now loses."""
    if entry.source == sides.source or (entry.fuzzy and entry.previous is not None):
        return entry.previous
    return Previous(source=entry.source)


def _keep_fuzzy(case: Case, sides: Sides, entry: Unit, provenance: Provenance | None = None) -> Decision:
    """Keep the catalog's text, fuzzy; an open conflict and a copy stay what they are, whatever else the text is."""
    if has_text(sides.held) and sides.held != entry.target and _has_mark(sides, "conflict"):
        case = Case.CONFLICT
    elif case is not Case.CONFLICT and _is_copy(sides, entry.target):
        case = Case.COPY
    return Decision(case, entry.target, fuzzy=True, previous=_previous(sides, entry), provenance=provenance)


def _to_catalog(sides: Sides, held: str) -> Decision:
    """Give the catalog a text that someone put into the record."""
    is_copy = _is_copy(sides, held)
    case = Case.COPY if is_copy else Case.TO_CATALOG
    return Decision(case, held, fuzzy=is_copy, provenance=_synchronised(sides, held))


def _back_to_catalog(sides: Sides, held: str) -> Decision:
    """Give the catalog a text that was synchronised before, as good as its state says."""
    if _is_copy(sides, held):
        return Decision(Case.COPY, held, fuzzy=True)
    if sides.is_source_moved:
        return Decision(Case.STALE, held, fuzzy=True)
    if _has_mark(sides, "fuzzy", "conflict"):
        return Decision(Case.TO_CATALOG, held, fuzzy=True)
    return _to_catalog(sides, held) if _lacks_same(sides, held) else Decision(Case.TO_CATALOG, held)


def _without_target(sides: Sides) -> Decision:
    held = sides.held
    if held is None or not has_text(held):
        return Decision(Case.MISSING, "")
    is_new = sides.provenance is None or _is_held_moved(sides)
    return _to_catalog(sides, held) if is_new else _back_to_catalog(sides, held)


def _agreed(sides: Sides, entry: Unit) -> Decision:
    """Decide where P = R, and the translator left no doubt."""
    held = entry.target
    is_new = sides.provenance is None or _is_held_moved(sides)
    if entry.source != sides.source:
        return _agreed_for_another_source(sides, entry)
    if _is_copy(sides, held):
        return _keep_fuzzy(Case.COPY, sides, entry, _synchronised(sides, held) if is_new else None)
    if is_new or sides.is_source_moved or _has_mark(sides, "fuzzy", "conflict", "merged") or _lacks_same(sides, held):
        return Decision(Case.CONFIRMED, held, provenance=_synchronised(sides, held))
    return Decision(Case.CLEAN, held)


def _agreed_for_another_source(sides: Sides, entry: Unit) -> Decision:
    """Decide where P = R, but for M ≠ S: only the record's own state can say that R belongs to S."""
    is_moved = _is_held_moved(sides)
    if sides.provenance is None or (sides.is_source_moved and is_moved):
        provenance = _synchronised(sides, entry.target, made_for=entry.source)
        return _keep_fuzzy(Case.STALE, sides, entry, provenance)
    if sides.is_source_moved:
        return _keep_fuzzy(Case.STALE, sides, entry)
    return _to_catalog(sides, entry.target) if is_moved else _back_to_catalog(sides, entry.target)


def _unheld(sides: Sides, entry: Unit) -> Decision:
    """Decide where the record has no text and the catalog has."""
    if entry.source != sides.source:
        return _keep_fuzzy(Case.DRAFT, sides, entry)
    if sides.held is not None and sides.provenance and digest(entry.target) == sides.provenance.target_digest:
        return _keep_fuzzy(Case.WITHDRAWN, sides, entry)
    return _to_record(sides, entry)


def _to_record(sides: Sides, entry: Unit) -> Decision:
    if _is_copy(sides, entry.target):
        return _keep_fuzzy(Case.COPY, sides, entry)
    provenance = _synchronised(sides, entry.target, who="human")
    return Decision(Case.TO_RECORD, entry.target, text=entry.target, provenance=provenance)


def _different(sides: Sides, entry: Unit) -> Decision:
    """Decide where both sides have text, and not the same."""
    if sides.provenance is None:
        return _conflict(sides, entry)
    if not _is_held_moved(sides):
        return _to_record(sides, entry) if entry.source == sides.source else _keep_fuzzy(Case.DRAFT, sides, entry)
    if digest(entry.target) == sides.provenance.target_digest:
        return _to_catalog(sides, sides.held or "")
    return _conflict(sides, entry)


def _conflict(sides: Sides, entry: Unit) -> Decision:
    """Keep both texts; T0 becomes R, so that the translator, who is shown R, settles it by taking off the flag."""
    held, before = sides.held or "", sides.provenance
    provenance = Provenance(
        before.source_locale if before else sides.source_locale,
        before.source_digest if before else digest(sides.source),
        digest(held),
        before.who if before else "import",
        sides.today,
        ("conflict",),
    )
    return _keep_fuzzy(Case.CONFLICT, sides, entry, provenance)


def _merged_apart(sides: Sides, entry: Unit | None) -> Decision:
    """Decide where a merge left another version beside R.

    The catalog is made fuzzy first, and the state says so (`merged`): only then does a flag taken off settle it.
    """
    held, is_told = sides.held or "", _has_mark(sides, "merged") and not _is_held_moved(sides)
    provenance = None if is_told else _told(sides, held)
    if entry is None or entry.obsolete or not has_text(entry.target):
        return Decision(Case.CONFLICT, held, fuzzy=True, provenance=provenance)
    if is_told and not entry.fuzzy and entry.source == sides.source:
        if entry.target == held and not _is_copy(sides, held):
            return Decision(Case.CONFIRMED, held, provenance=_synchronised(sides, held, who="human"))
        return _to_record(sides, entry)
    if not is_told and sides.provenance and digest(entry.target) == sides.provenance.target_digest:
        return Decision(Case.CONFLICT, held, fuzzy=True, provenance=provenance)
    return Decision(Case.CONFLICT, entry.target, fuzzy=True, previous=_previous(sides, entry), provenance=provenance)


def _told(sides: Sides, held: str) -> Provenance:
    """Return the state of a text that has another version beside it, as its catalog now shows."""
    before = sides.provenance
    if before is None or _is_held_moved(sides):
        return _synchronised(sides, held, mark="merged")
    return Provenance(
        before.source_locale, before.source_digest, before.target_digest, before.who, sides.today, ("merged",)
    )


def _with_draft(sides: Sides, entry: Unit) -> Decision:
    """Decide where P is fuzzy or obsolete: it never becomes a translation here."""
    if not has_text(sides.held):
        return _keep_fuzzy(Case.DRAFT, sides, entry)
    if entry.target == sides.held:
        return _agreed_in_doubt(sides, entry)
    before = sides.provenance
    if before is None:
        return _to_catalog(sides, sides.held or "") if is_proposed(entry) else _conflict(sides, entry)
    if not _is_held_moved(sides):
        return _keep_fuzzy(Case.DRAFT, sides, entry)
    if digest(entry.target) == before.target_digest:
        return _to_catalog(sides, sides.held or "")
    return _conflict(sides, entry)


def _agreed_in_doubt(sides: Sides, entry: Unit) -> Decision:
    """Decide where P = R and fuzzy: because the source moved, or because the translator doubts it."""
    made_for = entry.previous.source if entry.previous and entry.previous.source else entry.source
    if made_for != sides.source and (sides.provenance is None or (sides.is_source_moved and _is_held_moved(sides))):
        provenance = _synchronised(sides, entry.target, made_for=made_for)
        return _keep_fuzzy(Case.STALE, sides, entry, provenance)
    if _is_held_moved(sides):
        return _to_catalog(sides, entry.target)
    if sides.is_source_moved:
        return _keep_fuzzy(Case.STALE, sides, entry)
    return _doubted(sides, entry)


def _doubted(sides: Sides, entry: Unit) -> Decision:
    """Decide where P = R, made for S, and yet fuzzy."""
    before = sides.provenance
    if _has_mark(sides, "merged"):  # the other version was taken out of the record
        return _to_catalog(sides, entry.target)
    if entry.source != sides.source and not _has_mark(sides, "fuzzy", "conflict"):
        # the source moved and came back: what made it fuzzy is gone
        return _to_catalog(sides, entry.target) if before is None else _back_to_catalog(sides, entry.target)
    if _has_mark(sides, "fuzzy", "conflict") or (before is not None and _is_copy(sides, entry.target)):
        return _keep_fuzzy(Case.DOUBTED, sides, entry)
    if before is None:
        mark = "" if _is_copy(sides, entry.target) else "fuzzy"
        return _keep_fuzzy(Case.DOUBTED, sides, entry, _synchronised(sides, entry.target, mark=mark))
    marks = tuple(sorted({*before.marks, "fuzzy"}))
    provenance = Provenance(
        before.source_locale, before.source_digest, before.target_digest, before.who, sides.today, marks
    )
    return _keep_fuzzy(Case.DOUBTED, sides, entry, provenance)
