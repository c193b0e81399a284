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
| S ≠ M, but someone says that S has    | as if M were S                                      | any          |
| M's meaning                           |                                                     |              |
| S was made from R before: roles       | the state is turned round; both texts moved:        | any,         |
| swapped                               | conflict, both kept; else as the table has it       | conflict     |
| S moved, R moved with it              | fresh: someone updated both                         | to-catalog   |
| R was made from another translation,  | stale: fuzzy, and the state says so (`base`); fresh | stale        |
| which moved or is in doubt itself     | again by itself if that is as it was                |              |
| P typed for another source than S     | never applied; fuzzy, with the previous source      | draft        |
| R = S, a name, made for another source| P, if it is not another text: fresh, whatever S0 is | to-catalog   |
| P equal to S, not a name, not `same`  | a copy is not a translation: fuzzy, not applied     | copy         |
| a merge left another version beside R | both kept, P fuzzy until a person settles it        | conflict     |
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from l10n.changes import ChangeClass, classify_change
from l10n.model import Previous, Provenance, Unit
from l10n.roles import turn_round
from l10n.text import digest, has_text, one_line

SAME_COMMENT = "l10n: same"
"""The translator's comment that says: equal to its source on purpose."""

_OPEN_MARKS = ("base", "fuzzy", "conflict", "merged")
"""The marks of a text that its catalog shows as fuzzy, so that a flag taken off confirms it."""

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
    unchanged: str = ""
    """The digest of an earlier source, where someone says that S has its meaning."""
    own: Provenance | None = None
    """The source's own state, where that says that S was made from R, before the two swapped roles."""


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
    if sides.own is not None and has_text(sides.held):
        return _swapped(sides, sides.own)
    return _decide_for_source(sides)


def _decide_for_source(sides: Sides) -> Decision:
    """Decide once it is known what the source is, and whether it says the same as an earlier one."""
    entry = sides.entry
    if sides.unchanged:
        return _as_for_earlier(sides, sides.unchanged, "settled")
    if entry is not None and entry.source != sides.source and is_retyped(entry.source, sides.source):
        return _as_for_earlier(sides, digest(entry.source))
    return _late_name(sides) if _is_late_name(sides) else _told_of_base(sides, _decide(sides, entry))


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


def _is_late_name(sides: Sides) -> bool:
    """Tell whether R is a name that equals S, and only the source that it was made for says otherwise.

    Nobody has anything to do there, as `SourceUnit.cell` says. A doubt that a person left is another matter.
    """
    if not sides.is_name or sides.held != sides.source:
        return False
    if _has_mark(sides, "fuzzy", "conflict") and not _is_held_moved(sides):
        return False
    entry = sides.entry
    if entry is None or not has_text(entry.target):
        return sides.is_source_moved
    made_for = entry.previous.source if entry.previous and entry.previous.source else entry.source
    return entry.target == sides.held and (sides.is_source_moved or made_for != sides.source)


def _late_name(sides: Sides) -> Decision:
    held, before = sides.held or "", sides.provenance
    is_known = before is not None and not (sides.is_source_moved or _is_held_moved(sides))
    who = before.who if before and not _is_held_moved(sides) else ""
    return Decision(Case.TO_CATALOG, held, provenance=None if is_known else _synchronised(sides, held, who=who))


def _is_base_moved(sides: Sides) -> bool:
    """Tell whether R was made from another translation, and that has moved or is in doubt itself."""
    return sides.is_source_moved and sides.provenance is not None and not _is_made_from_source(sides)


def _is_made_from_source(sides: Sides) -> bool:
    return sides.provenance is not None and sides.provenance.source_locale == sides.source_locale


def _told_of_base(sides: Sides, decision: Decision) -> Decision:
    """Let the state say that the catalog shows R as stale though S may be as it was: a flag taken off then confirms."""
    before = sides.provenance
    if decision.case is not Case.STALE or decision.provenance is not None or before is None:
        return decision
    if not _is_base_moved(sides) or "base" in before.marks:
        return decision
    return replace(decision, provenance=replace(before, marks=tuple(sorted({*before.marks, "base"}))))


def is_retyped(old: str, new: str) -> bool:
    """Tell whether two sources differ in typography alone, so that what translates one translates the other."""
    return classify_change(old, new) in {ChangeClass.NONE, ChangeClass.TYPOGRAPHY}


def _as_for_earlier(sides: Sides, earlier: str, *mark: str) -> Decision:
    """Decide where S says the same as the source with the digest `earlier`: what was made for that is for S.

    So is M if it is that source, and S0 if it is that digest; then the state says S, with a mark if there is one.
    """
    entry, before = sides.entry, sides.provenance
    was_made_for = before is not None and (before.source_locale, before.source_digest) == (sides.source_locale, earlier)
    if before is not None and was_made_for:
        marks = tuple(sorted({*before.marks, *mark}))
        before = replace(before, source_digest=digest(sides.source), marks=marks)
    sides = replace(sides, provenance=before, is_source_moved=sides.is_source_moved and not was_made_for)
    if was_made_for and _is_fuzzy_for_source(sides):
        return Decision(Case.TO_CATALOG, sides.held or "", provenance=before)
    if entry is not None and digest(entry.source) == earlier:
        sides = replace(sides, entry=entry.with_changes(source=sides.source))
    decision = _told_of_base(sides, _decide(sides, sides.entry))
    if was_made_for and decision.provenance is None and has_text(sides.held):
        return replace(decision, provenance=before)
    return decision


def _is_fuzzy_for_source(sides: Sides) -> bool:
    """Tell whether P = R, good but for its source, which a catalog has as S already: what made it fuzzy was S alone."""
    entry = sides.entry
    if entry is None or entry.obsolete or not entry.fuzzy or entry.source != sides.source:
        return False
    is_good = not _has_mark(sides, *_OPEN_MARKS) and not _is_held_moved(sides)
    return is_good and entry.target == sides.held and not _is_copy(sides, entry.target)


def _swapped(sides: Sides, own: Provenance) -> Decision:
    """Decide where S was made from R once, and R is the translation now."""
    held, before = sides.held or "", sides.provenance
    if before is None:
        before = turn_round(own, sides.source, sides.source_locale, held, sides.today)
        if "conflict" in before.marks:
            return _conflict_of_roles(sides, before)
    elif "conflict" in before.marks and not _is_taken_for_source(sides):
        return _conflict_of_roles(sides, before)
    is_moved = before.source_digest != digest(sides.source)
    decision = _decide_for_source(replace(sides, provenance=before, is_source_moved=is_moved, own=None))
    return decision if decision.provenance is not None else replace(decision, provenance=before)


def _is_taken_for_source(sides: Sides) -> bool:
    """Tell whether a translator says that P, as the catalog shows it, translates S."""
    entry = sides.entry
    is_said = entry is not None and has_text(entry.target) and not (entry.fuzzy or entry.obsolete)
    return is_said and entry is not None and entry.source == sides.source


def _conflict_of_roles(sides: Sides, before: Provenance) -> Decision:
    """Keep both texts, and the source's own state, until a person says that one translates the other."""
    held, entry = sides.held or "", sides.entry
    is_held = entry is None or entry.obsolete or not has_text(entry.target)
    target = held if is_held or entry is None or digest(entry.target) == before.target_digest else entry.target
    previous = None if entry is None or target != entry.target else _previous(sides, entry)
    told = Provenance(sides.source_locale, digest(sides.source), digest(held), before.who, before.when, ("conflict",))
    provenance = None if told == sides.provenance else replace(told, when=sides.today)
    return Decision(Case.CONFLICT, target, fuzzy=True, previous=previous, provenance=provenance)


def is_same_marked(entry: Unit | None) -> bool:
    """Tell whether the translator says that the target equals its source on purpose."""
    return entry is not None and any(line.strip().startswith(SAME_COMMENT) for line in entry.comments)


def is_proposed(entry: Unit) -> bool:
    """Tell whether a fuzzy target is an exact match as the memory filled it in, which nobody has touched."""
    end = f": {one_line(entry.target)}"
    notes = (note for note in entry.notes if note.startswith(MEMORY_NOTE))
    return any(", 100 %" in note and note.endswith(end) for note in notes)


def _has_mark(sides: Sides, *marks: str) -> bool:
    return sides.provenance is not None and not set(marks).isdisjoint(sides.provenance.marks)


def _is_copy(sides: Sides, text: str) -> bool:
    """Tell whether a text only repeats its source where that is not a translation."""
    if text != sides.source or sides.is_name:
        return False
    return not is_same_marked(sides.entry) and not _is_known_same(sides, text)


def _is_known_same(sides: Sides, text: str) -> bool:
    """Tell whether the state says of this text, and for this source, that it equals its source on purpose."""
    before = sides.provenance
    if before is None or "same" not in before.marks or _is_same_taken_back(sides, text):
        return False
    return not sides.is_source_moved and before.target_digest == digest(text)


def _is_same_taken_back(sides: Sides, text: str) -> bool:
    """Tell whether the translator took the comment away that every entry has whose state says `same`."""
    entry = sides.entry
    if entry is None or entry.target != text or is_same_marked(entry):
        return False
    if not has_text(sides.held):
        return True
    return sides.held == text and entry.source == sides.source and (entry.fuzzy or not entry.obsolete)


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


def _previous_of_emptied(sides: Sides) -> Previous | None:
    """Return what R was made for as far as an entry says it whose target some tool took away, with the flag or not."""
    entry, before = sides.entry, sides.provenance
    if entry is None or has_text(entry.target):
        return None
    if entry.previous is not None:
        return None if entry.previous.source == sides.source else entry.previous
    is_it = before is not None and before.source_digest == digest(entry.source) and _is_made_from_source(sides)
    return Previous(source=entry.source) if is_it and entry.source != sides.source else None


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
        return Decision(Case.STALE, held, fuzzy=True, previous=_previous_of_emptied(sides))
    if _has_mark(sides, "fuzzy", "conflict"):
        return Decision(Case.TO_CATALOG, held, fuzzy=True, previous=_previous_of_emptied(sides))
    if _has_mark(sides, "base"):
        return _rebased(sides, held)
    return _to_catalog(sides, held) if _lacks_same(sides, held) else Decision(Case.TO_CATALOG, held)


def _without_target(sides: Sides) -> Decision:
    held = sides.held
    if held is None or not has_text(held):
        return Decision(Case.MISSING, "")
    is_new = sides.provenance is None or _is_held_moved(sides)
    return _to_catalog(sides, held) if is_new else _back_to_catalog(sides, held)


def _rebased(sides: Sides, held: str) -> Decision:
    """Decide where what R was made from is again as it was: nothing is left that made it fuzzy."""
    before = sides.provenance
    assert before is not None  # noqa: S101 (it has the mark)
    marks = tuple(mark for mark in before.marks if mark != "base")
    return Decision(Case.TO_CATALOG, held, provenance=replace(before, marks=marks))


def _agreed(sides: Sides, entry: Unit) -> Decision:
    """Decide where P = R, and the translator left no doubt."""
    held = entry.target
    is_new = sides.provenance is None or _is_held_moved(sides)
    if entry.source != sides.source:
        return _agreed_for_another_source(sides, entry)
    if _is_copy(sides, held):
        is_told = not is_new and not _has_mark(sides, "same")
        return _keep_fuzzy(Case.COPY, sides, entry, None if is_told else _synchronised(sides, held))
    if _is_base_moved(sides) and not (is_new or _has_mark(sides, *_OPEN_MARKS)):
        return _keep_fuzzy(Case.STALE, sides, entry)
    if _has_mark(sides, "base") and not (is_new or sides.is_source_moved or _has_mark(sides, "fuzzy", "conflict")):
        return replace(_rebased(sides, held), case=Case.CONFIRMED)
    if is_new or sides.is_source_moved or _has_mark(sides, *_OPEN_MARKS) or _lacks_same(sides, held):
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
    if _has_mark(sides, "base") and not (_has_mark(sides, "fuzzy", "conflict") or _is_copy(sides, entry.target)):
        return _rebased(sides, entry.target)
    if entry.source != sides.source and not _has_mark(sides, "fuzzy", "conflict"):
        # the source moved and came back: what made it fuzzy is gone
        return _to_catalog(sides, entry.target) if before is None else _back_to_catalog(sides, entry.target)
    is_copy = before is not None and _is_copy(sides, entry.target)
    if is_copy or _has_mark(sides, "fuzzy", "conflict"):
        is_taken_back = is_copy and _has_mark(sides, "same")
        return _keep_fuzzy(Case.DOUBTED, sides, entry, _synchronised(sides, entry.target) if is_taken_back else None)
    if before is None:
        mark = "" if _is_copy(sides, entry.target) else "fuzzy"
        return _keep_fuzzy(Case.DOUBTED, sides, entry, _synchronised(sides, entry.target, mark=mark))
    marks = tuple(sorted({*before.marks, "fuzzy"}))
    provenance = Provenance(
        before.source_locale, before.source_digest, before.target_digest, before.who, sides.today, marks
    )
    return _keep_fuzzy(Case.DOUBTED, sides, entry, provenance)
