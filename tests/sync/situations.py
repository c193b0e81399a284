"""Every situation there is with the texts S, x and y; the source was S0 before, or S typed otherwise."""

from itertools import product

from l10n.entries import changes_entry, wanted_entry
from l10n.merge import merge_units
from l10n.model import Unit
from l10n.sync import decide
from l10n.text import digest, has_text
from tests.sync.sides import SAME, entry, sides, state

TEXTS = ("S", "x", "y")
RETYPED = "S\u00ad"


def every_entry(sources, comments):
    yield None
    for target, made_for, obsolete, comment in product(("", *TEXTS), sources, (False, True), comments):
        yield entry(target, made_for=made_for, obsolete=obsolete, comment=comment)
        for previous in (None, *sources):
            yield entry(target, made_for=made_for, obsolete=obsolete, comment=comment, fuzzy=True, previous=previous)


def every_state(sources):
    yield None
    for source, target, mark in product(sources, ("", *TEXTS), ("", "fuzzy", "conflict", "same")):
        if mark != "same" or source == target:
            yield state(source, target, *mark.split())


def every_situation_with(sources, comments, are_names):
    parts = product((None, "", *TEXTS), list(every_entry(sources, comments)), list(every_state(sources)), are_names)
    return [sides(held, entry, provenance, is_name=is_name) for held, entry, provenance, is_name in parts]


def every_situation():
    yield from every_situation_with(("S", "S0"), (None, SAME), (False, True))
    yield from every_situation_with(("S", RETYPED), (None,), (False,))


def moved_on(before, entry, held, provenance):
    return sides(held, entry, provenance, is_name=before.is_name)


def with_catalog_written(before, decision):
    """Return the entry that a catalog has after a decision, as the loop writes it."""
    wanted = wanted_entry(Unit(key="event/a/title", source="S"), (), before, decision)
    units = merge_units([before.entry] if before.entry else [], {"event/a/title": wanted})
    return next(unit for unit in units if not unit.obsolete)


def synchronise(before):
    """Return what both sides are after a sync: an application, then an update."""
    decision = decide(before)
    if decision.text is not None or (decision.provenance and not changes_entry(before, decision)):
        held = before.held if decision.text is None else decision.text
        before = moved_on(before, before.entry, held, decision.provenance or before.provenance)
        decision = decide(before)
    entry = with_catalog_written(before, decision)
    return moved_on(before, entry, before.held, decision.provenance or before.provenance)


def is_known(before, text):
    """Tell whether the state says that a text is good for the source as it is now."""
    known = before.provenance
    if known is None or known.target_digest != digest(text) or {"fuzzy", "conflict"} & set(known.marks):
        return False
    is_retyped = before.entry is not None and before.entry.source == RETYPED
    return known.source_digest in ({digest("S"), digest(RETYPED)} if is_retyped else {digest("S")})


def is_confirmed(before, text):
    """Tell whether a person says that a text is good for S: in the catalog, not fuzzy, or in the record just now.

    A name that equals S needs nobody's word.
    """
    entry, known = before.entry, before.provenance
    if before.is_name and text == before.held == "S" and not (known and {"fuzzy", "conflict"} & set(known.marks)):
        return True
    if entry and not entry.fuzzy and not entry.obsolete and entry.source in {"S", RETYPED} and entry.target == text:
        return True
    return text == before.held and (known is None or known.target_digest != digest(text))


def is_fresh(after):
    is_translation = after.is_name or after.held != "S" or (after.provenance and "same" in after.provenance.marks)
    return has_text(after.held) and is_translation and is_known(after, after.held)
