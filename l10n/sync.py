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
| S moved, R moved with it              | fresh: someone updated both                         | to-catalog   |
| P typed for another source than S     | never applied; fuzzy, with the previous source      | draft        |
| P equal to S, not a name, not `same`  | a copy is not a translation: fuzzy, not applied     | copy         |
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from l10n.model import Previous, Provenance, Unit
from l10n.text import digest, has_text

SAME_COMMENT = "l10n: same"
"""The translator's comment that says: equal to its source on purpose."""


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
    if entry is None or not has_text(entry.target):
        return _without_target(sides)
    if entry.fuzzy or (entry.obsolete and (entry.target != sides.held or entry.source != sides.source)):
        return _with_draft(sides, entry)
    if entry.target == sides.held:
        return _agreed(sides, entry)
    if not has_text(sides.held):
        return _unheld(sides, entry)
    return _different(sides, entry)


def is_same_marked(entry: Unit | None) -> bool:
    """Tell whether the translator says that the target equals its source on purpose."""
    return entry is not None and any(line.strip().startswith(SAME_COMMENT) for line in entry.comments)


def _has_mark(sides: Sides, *marks: str) -> bool:
    return sides.provenance is not None and any(mark in sides.provenance.marks for mark in marks)


def _is_copy(sides: Sides, text: str) -> bool:
    """Tell whether a text only repeats its source where that is not a translation."""
    if text != sides.source or sides.is_name:
        return False
    return not is_same_marked(sides.entry) and not _has_mark(sides, "same")


def _is_held_moved(sides: Sides) -> bool:
    return sides.provenance is not None and digest(sides.held or "") != sides.provenance.target_digest


def _synchronised(sides: Sides, text: str, who: str, *, made_for: str | None = None, mark: str = "") -> Provenance:
    """Return the state that says: both sides held this text today, made for the source (or for `made_for`)."""
    source = sides.source if made_for is None else made_for
    same = "same" if text == source and not sides.is_name and not _is_copy(sides, text) else ""
    marks = tuple(word for word in (mark, same) if word)
    return Provenance(sides.source_locale, digest(source), digest(text), who, sides.today, marks)


def _previous(sides: Sides, entry: Unit) -> Previous | None:
    """Return what a fuzzy target was made for: what the entry says already, else the source it now loses."""
    if entry.source == sides.source or (entry.fuzzy and entry.previous is not None):
        return entry.previous
    return Previous(source=entry.source)


def _keep_fuzzy(case: Case, sides: Sides, entry: Unit, provenance: Provenance | None = None) -> Decision:
    return Decision(case, entry.target, fuzzy=True, previous=_previous(sides, entry), provenance=provenance)


def _to_catalog(sides: Sides, held: str, who: str) -> Decision:
    return Decision(Case.TO_CATALOG, held, fuzzy=_is_copy(sides, held), provenance=_synchronised(sides, held, who))


def _without_target(sides: Sides) -> Decision:
    held = sides.held
    if held is None or not has_text(held):
        return Decision(Case.MISSING, "")
    if sides.provenance is None:
        return _to_catalog(sides, held, "import")
    if _is_held_moved(sides):
        return _to_catalog(sides, held, "human")
    fuzzy = sides.is_source_moved or _has_mark(sides, "fuzzy", "conflict") or _is_copy(sides, held)
    return Decision(Case.STALE if sides.is_source_moved else Case.TO_CATALOG, held, fuzzy=fuzzy)


def _agreed(sides: Sides, entry: Unit) -> Decision:
    """Decide where P = R, and the translator left no doubt."""
    held = entry.target
    if entry.source != sides.source:
        return _agreed_for_another_source(sides, entry)
    if _is_copy(sides, held):
        fresh = sides.provenance is not None and not _is_held_moved(sides)
        return _keep_fuzzy(Case.COPY, sides, entry, None if fresh else _synchronised(sides, held, "import"))
    if sides.provenance is None:
        return Decision(Case.CONFIRMED, held, provenance=_synchronised(sides, held, "import"))
    is_marked = not is_same_marked(entry) or sides.is_name or held != sides.source or _has_mark(sides, "same")
    if (
        is_marked
        and not sides.is_source_moved
        and not _is_held_moved(sides)
        and not _has_mark(sides, "fuzzy", "conflict")
    ):
        return Decision(Case.CLEAN, held)
    return Decision(Case.CONFIRMED, held, provenance=_synchronised(sides, held, "human"))


def _agreed_for_another_source(sides: Sides, entry: Unit) -> Decision:
    """Decide where P = R, but for M ≠ S: only the record's own state can say that R belongs to S."""
    if sides.provenance is None:
        provenance = _synchronised(sides, entry.target, "import", made_for=entry.source)
        return _keep_fuzzy(Case.STALE, sides, entry, provenance)
    if sides.is_source_moved:
        moved = _is_held_moved(sides)
        made = _synchronised(sides, entry.target, "human", made_for=entry.source) if moved else None
        return _keep_fuzzy(Case.STALE, sides, entry, made)
    if _is_held_moved(sides):
        return _to_catalog(sides, entry.target, "human")
    fuzzy = _has_mark(sides, "fuzzy", "conflict") or _is_copy(sides, entry.target)
    return Decision(Case.TO_CATALOG, entry.target, fuzzy=fuzzy)


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
    provenance = _synchronised(sides, entry.target, "human")
    return Decision(Case.TO_RECORD, entry.target, text=entry.target, provenance=provenance)


def _different(sides: Sides, entry: Unit) -> Decision:
    """Decide where both sides have text, and not the same."""
    if sides.provenance is None:
        return _conflict(sides, entry)
    if not _is_held_moved(sides):
        return _to_record(sides, entry) if entry.source == sides.source else _keep_fuzzy(Case.DRAFT, sides, entry)
    if digest(entry.target) == sides.provenance.target_digest:
        return _to_catalog(sides, sides.held or "", "human")
    return _conflict(sides, entry)


def _conflict(sides: Sides, entry: Unit) -> Decision:
    """Keep both texts; T0 becomes R, so that the translator, who is shown R, settles it by taking off the flag."""
    held, before = sides.held or "", sides.provenance
    if before is not None and "conflict" in before.marks and before.target_digest == digest(held):
        return _keep_fuzzy(Case.CONFLICT, sides, entry)
    provenance = Provenance(
        before.source_locale if before else sides.source_locale,
        before.source_digest if before else digest(sides.source),
        digest(held),
        before.who if before else "import",
        sides.today,
        ("conflict",),
    )
    return _keep_fuzzy(Case.CONFLICT, sides, entry, provenance)


def _with_draft(sides: Sides, entry: Unit) -> Decision:
    """Decide where P is fuzzy or obsolete: it never becomes a translation here."""
    if not has_text(sides.held):
        return _keep_fuzzy(Case.DRAFT, sides, entry)
    if entry.target == sides.held:
        return _agreed_in_doubt(sides, entry)
    before = sides.provenance
    if before is None:
        return _conflict(sides, entry)
    if _is_held_moved(sides):
        if digest(entry.target) == before.target_digest:
            return _to_catalog(sides, sides.held or "", "human")
        return _conflict(sides, entry)
    return _conflict(sides, entry) if "conflict" in before.marks else _keep_fuzzy(Case.DRAFT, sides, entry)


def _agreed_in_doubt(sides: Sides, entry: Unit) -> Decision:
    """Decide where P = R and fuzzy: because the source moved, or because the translator doubts it."""
    made_for = entry.previous.source if entry.previous and entry.previous.source else None
    if sides.provenance is None or (_is_held_moved(sides) and sides.is_source_moved and made_for is not None):
        mark = "fuzzy" if made_for is None and entry.source == sides.source else ""
        provenance = _synchronised(sides, entry.target, "import", made_for=made_for or entry.source, mark=mark)
        return _keep_fuzzy(Case.STALE, sides, entry, provenance)
    if _is_held_moved(sides):
        return _to_catalog(sides, entry.target, "human")
    if sides.is_source_moved:
        return _keep_fuzzy(Case.STALE, sides, entry)
    return _doubted(sides, entry, sides.provenance)


def _doubted(sides: Sides, entry: Unit, before: Provenance) -> Decision:
    """Decide where P = R, fresh, and yet fuzzy."""
    if _is_copy(sides, entry.target):
        return _keep_fuzzy(Case.COPY, sides, entry)
    if _has_mark(sides, "fuzzy", "conflict"):
        return _keep_fuzzy(Case.DOUBTED, sides, entry)
    if entry.source != sides.source:  # the source moved and came back: what made it fuzzy is gone
        return Decision(Case.TO_CATALOG, entry.target)
    marks = tuple(sorted({*before.marks, "fuzzy"}))
    provenance = Provenance(
        before.source_locale, before.source_digest, before.target_digest, before.who, sides.today, marks
    )
    return _keep_fuzzy(Case.DOUBTED, sides, entry, provenance)
