"""Three-way merging of a unit: what becomes of it where two branches changed one catalog.

Its source, target and comments are merged each by itself. A target is left unmarked only beside the source that ours
or theirs has it with; beside any other it is fuzzy, with the source it was made for.

| ours and theirs, compared with the base         | the merged unit                                             |
|-------------------------------------------------|-------------------------------------------------------------|
| one changed a part, or both alike               | has it                                                      |
| both changed the source                         | has ours; fuzzy, unless its target came with that source    |
| one changed the source, one the target          | has both; fuzzy, with the source that the target is for     |
| both changed or confirmed the target            | conflict: ours, fuzzy, with both versions in comments       |
| the same, one of the two fuzzy                  | has the one that is not, with the other in a comment        |
| one took it away, one changed its target        | obsolete                                                    |
| one took it away, one changed its source        | live                                                        |
| one took it away, the other left it as it was   | gone, or obsolete if it is there                            |
"""

from __future__ import annotations

from msgspec import Struct

from l10n.merge import OURS, THEIR_SOURCE, THEIRS
from l10n.model import Previous, Unit
from l10n.po.escape import escape
from l10n.threeway import merge_sequence, merge_value

_Source = tuple[str, str | None]


class UnitMerge(Struct, frozen=True):
    """A merged unit, None where it is gone, and whether two people changed its target differently."""

    unit: Unit | None
    is_conflict: bool = False


class _Targets(Struct, frozen=True):
    """Merged targets, and what more must be kept of the versions."""

    targets: tuple[str, ...]
    is_conflict: bool = False
    draft: str = ""
    """The comment's mark of the version that lost, being fuzzy."""
    is_combined: bool = False
    """Whether the plural forms come from both."""


def merge_unit(base: Unit | None, ours: Unit | None, theirs: Unit | None) -> UnitMerge:
    """Return what two versions of a unit become; None is a version that has it not.

    >>> base = Unit(source="Terror", targets=("Terors",))
    >>> ours, theirs = base.with_changes(source="The Terror"), base.with_changes(targets=("Terrors",))
    >>> unit = merge_unit(base, ours, theirs).unit
    >>> unit.source, unit.target, unit.fuzzy, unit.previous.source
    ('The Terror', 'Terrors', True, 'Terror')
    """
    if ours is None or theirs is None:
        return UnitMerge(_one_sided(base, ours or theirs))
    if ours == theirs:
        is_newer = theirs.raw and base is not None and ours.raw == base.raw
        return UnitMerge(theirs if is_newer else ours)
    if base is not None and base in (ours, theirs):
        return UnitMerge(theirs if ours == base else ours)
    return _both_changed(base, ours, theirs)


def comment_line(mark: str, text: str) -> str:
    r"""Return the comment that keeps a text: one line, from which it can be had back.

    >>> print(comment_line(THEIRS, 'He said "no".\nTwice.'))
    l10n: theirs: He said "no".\nTwice.
    """
    return mark + escape(text).replace('\\"', '"')


def _one_sided(base: Unit | None, side: Unit | None) -> Unit | None:
    """Return what becomes of a unit that the other version has not."""
    if base is None or side is None:
        return side
    kept = (side.source, side.targets, side.fuzzy, side.comments)
    if kept == (base.source, base.targets, base.fuzzy, base.comments):
        return None
    if side.source != base.source and not side.obsolete:
        return side
    return side.with_changes(obsolete=True, references=(), notes=()) if side.has_target else None


def _both_changed(base: Unit | None, ours: Unit, theirs: Unit) -> UnitMerge:
    before = base or Unit(source="")
    source = _merge_source(base, ours, theirs)
    found = _merge_targets(base, ours, theirs)
    fuzzy = _merge_fuzzy(base, ours, theirs, source, found)
    givers = _givers(ours, theirs, source, found.targets)
    obsolete = _merge_obsolete(base, ours, theirs)
    comments = merge_sequence(before.comments, ours.comments, theirs.comments)
    kept = [*_kept_versions(found, source, ours, theirs), *_surplus_forms(found, source, givers[0], theirs)]
    merged = ours.with_changes(
        source=source[0],
        source_plural=source[1],
        targets=found.targets if source[1] is not None else found.targets[:1],
        fuzzy=fuzzy,
        obsolete=obsolete,
        previous=_merge_previous(base, givers, source, fuzzy=fuzzy),
        comments=(*comments, *(line for line in dict.fromkeys(kept) if line not in comments)),
        notes=() if obsolete else merge_sequence(before.notes, ours.notes, theirs.notes),
        references=() if obsolete else merge_sequence(before.references, ours.references, theirs.references),
        flags=merge_sequence(before.flags, ours.flags, theirs.flags),
    )
    if merged.obsolete and not merged.has_target:
        return UnitMerge(None)
    return UnitMerge(theirs if merged == theirs else merged, found.is_conflict)


def _source(unit: Unit | None) -> _Source | None:
    return None if unit is None else (unit.source, unit.source_plural)


def _merge_source(base: Unit | None, ours: Unit, theirs: Unit) -> _Source:
    """Return the source that changed; where both did, that of the version that is live, else ours."""
    source, is_conflict = merge_value(_source(base), _source(ours), _source(theirs))
    if source is None or (is_conflict and ours.obsolete and not theirs.obsolete):
        return theirs.source, theirs.source_plural
    return source


def _is_decided(base: Unit | None, side: Unit) -> bool:
    """Tell whether someone on this side said what the target is to be: wrote it, or confirmed it."""
    if base is None:
        return side.has_target
    return side.targets != base.targets or (base.fuzzy and not side.fuzzy)


def _merge_targets(base: Unit | None, ours: Unit, theirs: Unit) -> _Targets:
    if ours.targets == theirs.targets or not _is_decided(base, theirs):
        return _Targets(ours.targets)
    if not _is_decided(base, ours):
        return _Targets(theirs.targets)
    if not ours.has_target or not theirs.has_target:
        return _Targets(ours.targets if ours.has_target else theirs.targets, is_conflict=True)
    if ours.fuzzy != theirs.fuzzy:
        return _Targets(theirs.targets, draft=OURS) if ours.fuzzy else _Targets(ours.targets, draft=THEIRS)
    return _merge_forms(base, ours, theirs)


def _merge_forms(base: Unit | None, ours: Unit, theirs: Unit) -> _Targets:
    """Merge plural forms each by itself, where all versions have as many."""
    if base is None or not len(base.targets) == len(ours.targets) == len(theirs.targets):
        return _Targets(ours.targets, is_conflict=True)
    forms = [merge_value(*texts) for texts in zip(base.targets, ours.targets, theirs.targets, strict=True)]
    if any(is_conflict for _, is_conflict in forms) or base.targets in (ours.targets, theirs.targets):
        return _Targets(ours.targets, is_conflict=True)
    return _Targets(tuple(text for text, _ in forms), is_combined=True)


def _merge_fuzzy(base: Unit | None, ours: Unit, theirs: Unit, source: _Source, found: _Targets) -> bool:
    if found.is_conflict:
        return True
    if found.is_combined:
        return ours.fuzzy or not _source(ours) == _source(theirs) == source
    pair = (source, found.targets)
    known = [unit for unit in (base, ours, theirs) if unit is not None and (_source(unit), unit.targets) == pair]
    witnesses = [unit for unit in known if unit is not base]
    if not witnesses:
        return any(found.targets)
    if len(witnesses) == 2 and known[0] is base:  # noqa: PLR2004 (ours and theirs)
        return merge_value(known[0].fuzzy, ours.fuzzy, theirs.fuzzy)[0]
    return all(unit.fuzzy for unit in witnesses)


def _givers(ours: Unit, theirs: Unit, source: _Source, targets: tuple[str, ...]) -> list[Unit]:
    """Return the versions that the merged target comes from, those that have it with the merged source first of all."""
    givers = [unit for unit in (ours, theirs) if unit.targets == targets] or [ours]
    return [unit for unit in givers if _source(unit) == source] or givers


def _merge_previous(base: Unit | None, givers: list[Unit], source: _Source, *, fuzzy: bool) -> Previous | None:
    """Return the source that a fuzzy target was made for, where it is not the unit's."""
    giver = givers[0]
    if base is not None and len(givers) > 1:
        return merge_value(base.previous, giver.previous, givers[1].previous)[0]
    if not fuzzy or _source(giver) == source or (giver.fuzzy and giver.previous is not None):
        return giver.previous
    return Previous(source=giver.source, source_plural=giver.source_plural)


def _merge_obsolete(base: Unit | None, ours: Unit, theirs: Unit) -> bool:
    if base is None:
        return ours.obsolete and theirs.obsolete
    obsolete, _ = merge_value(base.obsolete, ours.obsolete, theirs.obsolete)
    is_reworded = any(not unit.obsolete and _source(unit) != _source(base) for unit in (ours, theirs))
    return obsolete and not is_reworded


def _kept_versions(found: _Targets, source: _Source, ours: Unit, theirs: Unit) -> list[str]:
    """Return the comments that keep the versions of a target that the unit itself cannot."""
    marks = (OURS, THEIRS) if found.is_conflict else (found.draft,) if found.draft else ()
    sides = {OURS: ours, THEIRS: theirs}
    lines = [comment_line(mark, text) for mark in marks for text in sides[mark].targets if text]
    made_for = theirs.previous.source if theirs.fuzzy and theirs.previous else theirs.source
    if found.is_conflict and theirs.has_target and made_for and made_for != source[0]:
        lines.append(comment_line(THEIR_SOURCE, made_for))
    return lines


def _surplus_forms(found: _Targets, source: _Source, giver: Unit, theirs: Unit) -> list[str]:
    """Return the comments that keep plural forms where the merged source has no plural any more."""
    if source[1] is not None or found.is_conflict:
        return []
    return [comment_line(THEIRS if giver is theirs else OURS, text) for text in found.targets[1:] if text]
