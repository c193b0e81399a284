"""The table of the loop, row by row; and its laws over every situation there is with a few texts."""

from functools import cache
from itertools import product

import pytest
from msgspec.structs import replace

from l10n.loop import _changes_entry, _entry
from l10n.merge import merge_units
from l10n.model import Previous, Provenance, Unit
from l10n.sync import Case, Decision, Sides, decide
from l10n.text import digest, has_text

DAY, TODAY = "2026-01-01", "2026-02-02"
SAME = "l10n: same"


def entry(target, *, made_for="S", fuzzy=False, obsolete=False, previous=None, comment=None):
    return Unit(
        key="event/a/title",
        source=made_for,
        targets=(target,),
        fuzzy=fuzzy,
        obsolete=obsolete,
        previous=None if previous is None else Previous(source=previous),
        comments=(comment,) if comment else (),
    )


def state(source, target, *marks, who="human", when=DAY):
    return Provenance("en", digest(source), digest(target), who, when, marks)


def now(target, *marks, made_for="S", who="human"):
    return state(made_for, target, *marks, who=who, when=TODAY)


def sides(held, entry, provenance, *, source="S", is_name=False):
    is_moved = provenance is not None and provenance.source_digest != digest(source)
    return Sides(source, "en", held, entry, provenance, is_moved, is_name, TODAY)


def fuzzy(case, target, *, previous=None, provenance=None):
    previous = None if previous is None else Previous(source=previous)
    return Decision(case, target, fuzzy=True, previous=previous, provenance=provenance)


def fresh(case, target, *, text=None, provenance=None):
    return Decision(case, target, text=text, provenance=provenance)


# The source is S now and was S0 before; R and P are texts of the record and the catalog, T the one both had.
ROWS = {
    # P fuzzy, obsolete or empty: never applied
    "nothing anywhere": (None, None, None, fresh(Case.MISSING, "")),
    "empty entry": (None, entry(""), None, fresh(Case.MISSING, "")),
    "entry of white space": (None, entry(" \n"), None, fresh(Case.MISSING, "")),
    "emptied on both sides": ("", entry(""), state("S", "T"), fresh(Case.MISSING, "")),
    "record of white space": (" ", None, None, fresh(Case.MISSING, "")),
    "draft": (None, entry("P", fuzzy=True), None, fuzzy(Case.DRAFT, "P")),
    "draft for a source that moved": (
        None,
        entry("P", made_for="S0", fuzzy=True),
        None,
        fuzzy(Case.DRAFT, "P", previous="S0"),
    ),
    "draft for a source before that": (
        None,
        entry("P", made_for="S1", fuzzy=True, previous="S0"),
        None,
        fuzzy(Case.DRAFT, "P", previous="S0"),
    ),
    "draft beside a translation": ("T", entry("P", fuzzy=True), state("S", "T"), fuzzy(Case.DRAFT, "P")),
    "draft that the editor took over": (
        "P",
        entry("P", fuzzy=True),
        state("S", "T"),
        fresh(Case.TO_CATALOG, "P", provenance=now("P")),
    ),
    "draft beside a record that moved": (
        "R",
        entry("P", fuzzy=True),
        state("S", "T"),
        fuzzy(Case.CONFLICT, "P", provenance=now("R", "conflict")),
    ),
    "draft beside a record never synchronised": (
        "R",
        entry("P", fuzzy=True),
        None,
        fuzzy(Case.CONFLICT, "P", provenance=now("R", "conflict", who="import")),
    ),
    "obsolete": (None, entry("P", obsolete=True), None, fuzzy(Case.DRAFT, "P")),
    "obsolete, for a source that moved": (
        None,
        entry("P", obsolete=True, made_for="S0"),
        None,
        fuzzy(Case.DRAFT, "P", previous="S0"),
    ),
    "obsolete beside another translation": ("T", entry("P", obsolete=True), state("S", "T"), fuzzy(Case.DRAFT, "P")),
    # Both sides have the same text
    "clean": ("T", entry("T"), state("S", "T"), fresh(Case.CLEAN, "T")),
    "equal but never synchronised": (
        "T",
        entry("T"),
        None,
        fresh(Case.CONFIRMED, "T", provenance=now("T", who="import")),
    ),
    "both typed the same": ("N", entry("N"), state("S", "T"), fresh(Case.CONFIRMED, "N", provenance=now("N"))),
    "fuzzy flag taken off a stale text": (
        "T",
        entry("T"),
        state("S0", "T"),
        fresh(Case.CONFIRMED, "T", provenance=now("T")),
    ),
    "fuzzy flag taken off a doubted text": (
        "T",
        entry("T"),
        state("S", "T", "fuzzy"),
        fresh(Case.CONFIRMED, "T", provenance=now("T")),
    ),
    "conflict ended by agreement": (
        "T",
        entry("T"),
        state("S", "T", "conflict"),
        fresh(Case.CONFIRMED, "T", provenance=now("T")),
    ),
    "doubted by the translator": (
        "T",
        entry("T", fuzzy=True),
        state("S", "T"),
        fuzzy(Case.DOUBTED, "T", provenance=state("S", "T", "fuzzy", when=TODAY)),
    ),
    "still doubted": ("T", entry("T", fuzzy=True), state("S", "T", "fuzzy"), fuzzy(Case.DOUBTED, "T")),
    "agreed in a conflict, still fuzzy": (
        "T",
        entry("T", fuzzy=True),
        state("S", "T", "conflict"),
        fuzzy(Case.DOUBTED, "T"),
    ),
    "doubted before it was ever synchronised": (
        "T",
        entry("T", fuzzy=True),
        None,
        fuzzy(Case.DOUBTED, "T", provenance=now("T", "fuzzy", who="import")),
    ),
    "obsolete and back": ("T", entry("T", obsolete=True), state("S", "T"), fresh(Case.TO_CATALOG, "T")),
    "obsolete and back, stale": ("T", entry("T", obsolete=True), state("S0", "T"), fuzzy(Case.STALE, "T")),
    "obsolete and back, doubted": (
        "T",
        entry("T", obsolete=True),
        state("S", "T", "fuzzy"),
        fuzzy(Case.TO_CATALOG, "T"),
    ),
    "obsolete and back for another source": (
        "T",
        entry("T", obsolete=True, made_for="S0"),
        state("S0", "T"),
        fuzzy(Case.STALE, "T", previous="S0"),
    ),
    "obsolete, never synchronised": (
        "T",
        entry("T", obsolete=True),
        None,
        fresh(Case.TO_CATALOG, "T", provenance=now("T", who="import")),
    ),
    # R empty, P set, M = S
    "to the record": (None, entry("P"), None, fresh(Case.TO_RECORD, "P", text="P", provenance=now("P"))),
    "to the record that was emptied before P changed": (
        "",
        entry("P"),
        state("S", "T"),
        fresh(Case.TO_RECORD, "P", text="P", provenance=now("P")),
    ),
    "to the record whose text was taken away": (
        None,
        entry("T"),
        state("S", "T"),
        fresh(Case.TO_RECORD, "T", text="T", provenance=now("T")),
    ),
    # R emptied on purpose, P = T0
    "withdrawn": ("", entry("T"), state("S", "T"), fuzzy(Case.WITHDRAWN, "T")),
    "withdrawn before": ("", entry("T", fuzzy=True), state("S", "T"), fuzzy(Case.DRAFT, "T")),
    # R set, P empty
    "to the new catalog": ("R", None, None, fresh(Case.TO_CATALOG, "R", provenance=now("R", who="import"))),
    "to the emptied entry": ("T", entry(""), state("S", "T"), fresh(Case.TO_CATALOG, "T")),
    "changed, to the emptied entry": (
        "R",
        entry(""),
        state("S", "T"),
        fresh(Case.TO_CATALOG, "R", provenance=now("R")),
    ),
    "catalog gone": ("T", None, state("S", "T"), fresh(Case.TO_CATALOG, "T")),
    "catalog gone, doubted": ("T", None, state("S", "T", "fuzzy"), fuzzy(Case.TO_CATALOG, "T")),
    "catalog gone in a conflict": ("T", None, state("S", "T", "conflict"), fuzzy(Case.TO_CATALOG, "T")),
    "catalog gone, stale": ("T", None, state("S0", "T"), fuzzy(Case.STALE, "T")),
    # An entry that a tool emptied because it was fuzzy
    "emptied by a tool": (
        "T",
        entry("", previous="S0"),
        state("S0", "T"),
        fuzzy(Case.STALE, "T", previous="S0"),
    ),
    "emptied by a tool, the source moved since": (
        "T",
        entry("", made_for="S1", previous="S0"),
        state("S0", "T"),
        fuzzy(Case.STALE, "T", previous="S0"),
    ),
    "emptied before the source moved": (
        "T",
        entry("", made_for="S0"),
        state("S0", "T"),
        fuzzy(Case.STALE, "T", previous="S0"),
    ),
    "emptied, for a source that T was not made from": (
        "T",
        entry("", made_for="S1"),
        state("S0", "T"),
        fuzzy(Case.STALE, "T"),
    ),
    "emptied by a tool, the source back": ("T", entry("", previous="S"), state("S", "T"), fresh(Case.TO_CATALOG, "T")),
    "emptied by a tool, doubted": (
        "T",
        entry("", previous="S0"),
        state("S", "T", "fuzzy"),
        fuzzy(Case.TO_CATALOG, "T", previous="S0"),
    ),
    # P ≠ R, R = T0, M = S
    "changed by the translator": (
        "T",
        entry("P"),
        state("S", "T"),
        fresh(Case.TO_RECORD, "P", text="P", provenance=now("P")),
    ),
    "brought up to date by the translator": (
        "T",
        entry("P"),
        state("S0", "T"),
        fresh(Case.TO_RECORD, "P", text="P", provenance=now("P")),
    ),
    "conflict settled by taking off the flag": (
        "T",
        entry("P"),
        state("S", "T", "conflict"),
        fresh(Case.TO_RECORD, "P", text="P", provenance=now("P")),
    ),
    # P ≠ R, P = T0
    "changed by the editor": ("R", entry("T"), state("S", "T"), fresh(Case.TO_CATALOG, "R", provenance=now("R"))),
    "changed by the editor while stale": (
        "R",
        entry("T", fuzzy=True, previous="S0"),
        state("S0", "T"),
        fresh(Case.TO_CATALOG, "R", provenance=now("R")),
    ),
    # P ≠ R, both moved, or no T0
    "both moved": ("R", entry("P"), state("S", "T"), fuzzy(Case.CONFLICT, "P", provenance=now("R", "conflict"))),
    "both moved while stale": (
        "R",
        entry("P"),
        state("S0", "T"),
        fuzzy(Case.CONFLICT, "P", provenance=now("R", "conflict", made_for="S0")),
    ),
    "different and never synchronised": (
        "R",
        entry("P"),
        None,
        fuzzy(Case.CONFLICT, "P", provenance=now("R", "conflict", who="import")),
    ),
    "conflict open": ("R", entry("P", fuzzy=True), state("S", "R", "conflict"), fuzzy(Case.CONFLICT, "P")),
    "conflict open, flag taken off for an older source": (
        "R",
        entry("P", made_for="S0"),
        state("S", "R", "conflict"),
        fuzzy(Case.CONFLICT, "P", previous="S0"),
    ),
    "conflict open, record moved again": (
        "R2",
        entry("P", fuzzy=True),
        state("S", "R", "conflict"),
        fuzzy(Case.CONFLICT, "P", provenance=now("R2", "conflict")),
    ),
    "conflict in another source than S": (
        "R",
        entry("P", made_for="S0"),
        state("S0", "T"),
        fuzzy(Case.CONFLICT, "P", previous="S0", provenance=now("R", "conflict", made_for="S0")),
    ),
    # S moved, R = T0
    "stale": ("T", entry("T", made_for="S0"), state("S0", "T"), fuzzy(Case.STALE, "T", previous="S0")),
    "still stale": (
        "T",
        entry("T", fuzzy=True, previous="S0"),
        state("S0", "T"),
        fuzzy(Case.STALE, "T", previous="S0"),
    ),
    "stale twice": (
        "T",
        entry("T", made_for="S1", fuzzy=True, previous="S0"),
        state("S0", "T"),
        fuzzy(Case.STALE, "T", previous="S0"),
    ),
    "stale, never synchronised": (
        "T",
        entry("T", made_for="S0"),
        None,
        fuzzy(Case.STALE, "T", previous="S0", provenance=now("T", made_for="S0", who="import")),
    ),
    "stale and fuzzy, never synchronised": (
        "T",
        entry("T", fuzzy=True, previous="S0"),
        None,
        fuzzy(Case.STALE, "T", previous="S0", provenance=now("T", made_for="S0", who="import")),
    ),
    "both typed the same for an older source": (
        "N",
        entry("N", made_for="S0"),
        state("S0", "T"),
        fuzzy(Case.STALE, "N", previous="S0", provenance=now("N", made_for="S0")),
    ),
    "moved and back": (
        "T",
        entry("T", made_for="S1", fuzzy=True, previous="S"),
        state("S", "T"),
        fresh(Case.TO_CATALOG, "T"),
    ),
    "moved and back before a sync": ("T", entry("T", made_for="S1"), state("S", "T"), fresh(Case.TO_CATALOG, "T")),
    "moved and back, doubted": (
        "T",
        entry("T", made_for="S1", fuzzy=True),
        state("S", "T", "fuzzy"),
        fuzzy(Case.DOUBTED, "T", previous="S1"),
    ),
    "moved and back, never synchronised": (
        "T",
        entry("T", made_for="S1", fuzzy=True, previous="S"),
        None,
        fresh(Case.TO_CATALOG, "T", provenance=now("T", who="import")),
    ),
    # S moved, R moved with it
    "both updated by the editor": (
        "R",
        entry("T", made_for="S0"),
        state("S0", "T"),
        fresh(Case.TO_CATALOG, "R", provenance=now("R")),
    ),
    "both updated by the editor, catalog gone": (
        "R",
        None,
        state("S0", "T"),
        fresh(Case.TO_CATALOG, "R", provenance=now("R")),
    ),
    "equal, R moved, and the source back": (
        "R",
        entry("R", made_for="S1"),
        state("S", "T"),
        fresh(Case.TO_CATALOG, "R", provenance=now("R")),
    ),
    # P typed for another source than S
    "typed for an older source": (None, entry("P", made_for="S0"), None, fuzzy(Case.DRAFT, "P", previous="S0")),
    "changed for an older source": (
        "T",
        entry("P", made_for="S0"),
        state("S0", "T"),
        fuzzy(Case.DRAFT, "P", previous="S0"),
    ),
    # P equal to S, not a name, not `same`
    "copy": (None, entry("S"), None, fuzzy(Case.COPY, "S")),
    "copy over a translation": ("T", entry("S"), state("S", "T"), fuzzy(Case.COPY, "S")),
    "copy in both": ("S", entry("S"), None, fuzzy(Case.COPY, "S", provenance=now("S", who="import"))),
    "copy in both, known": ("S", entry("S"), state("S", "S"), fuzzy(Case.COPY, "S")),
    "copy in both, fuzzy": ("S", entry("S", fuzzy=True), state("S", "S"), fuzzy(Case.COPY, "S")),
    "copy in both, fuzzy, never synchronised": (
        "S",
        entry("S", fuzzy=True),
        None,
        fuzzy(Case.COPY, "S", provenance=now("S", who="import")),
    ),
    "copy in the record": ("S", None, None, fuzzy(Case.COPY, "S", provenance=now("S", who="import"))),
    "copy in the record, known": ("S", None, state("S", "S"), fuzzy(Case.COPY, "S")),
    "copy that was the same as the source before": (
        "S",
        entry("S0", made_for="S0", comment=None),
        state("S0", "S0", "same"),
        fuzzy(Case.COPY, "S", provenance=now("S")),
    ),
    "copy in a conflict": ("R", entry("S"), state("S", "R", "conflict"), fuzzy(Case.CONFLICT, "S")),
    # `same`
    "same": (None, entry("S", comment=SAME), None, fresh(Case.TO_RECORD, "S", text="S", provenance=now("S", "same"))),
    "same, with a reason": (
        None,
        entry("S", comment=f"{SAME} - a term"),
        None,
        fresh(Case.TO_RECORD, "S", text="S", provenance=now("S", "same")),
    ),
    "same but fuzzy": (None, entry("S", fuzzy=True, comment=SAME), None, fuzzy(Case.DRAFT, "S")),
    "same, said of a copy": (
        "S",
        entry("S", comment=SAME),
        state("S", "S"),
        fresh(Case.CONFIRMED, "S", provenance=now("S", "same")),
    ),
    "same, said beside an empty entry": (
        "S",
        entry("", comment=SAME),
        state("S", "S"),
        fresh(Case.TO_CATALOG, "S", provenance=now("S", "same")),
    ),
    "same, known": ("S", entry("S", comment=SAME), state("S", "S", "same"), fresh(Case.CLEAN, "S")),
    "same, taken back": ("S", entry("S"), state("S", "S", "same"), fuzzy(Case.COPY, "S", provenance=now("S"))),
    "same, taken back and doubted": (
        "S",
        entry("S", fuzzy=True),
        state("S", "S", "same"),
        fuzzy(Case.COPY, "S", provenance=now("S")),
    ),
    "same, emptied with its comment": ("S", entry(""), state("S", "S", "same"), fresh(Case.TO_CATALOG, "S")),
    "same, catalog gone": ("S", None, state("S", "S", "same"), fresh(Case.TO_CATALOG, "S")),
    "same, source moved": (
        "S0",
        entry("S0", made_for="S0"),
        state("S0", "S0", "same"),
        fuzzy(Case.STALE, "S0", previous="S0"),
    ),
}
NAMES = {
    "equal name": (None, entry("S"), None, fresh(Case.TO_RECORD, "S", text="S", provenance=now("S"))),
    "equal name in the record": ("S", None, None, fresh(Case.TO_CATALOG, "S", provenance=now("S", who="import"))),
    "equal name, clean": ("S", entry("S"), state("S", "S"), fresh(Case.CLEAN, "S")),
    "equal name, clean and marked before": ("S", entry("S"), state("S", "S", "same"), fresh(Case.CLEAN, "S")),
    "equal name, marked all the same": ("S", entry("S", comment=SAME), state("S", "S"), fresh(Case.CLEAN, "S")),
}


@pytest.mark.parametrize(("held", "entry", "provenance", "expected"), ROWS.values(), ids=ROWS)
def test_row(held, entry, provenance, expected):
    assert decide(sides(held, entry, provenance)) == expected


@pytest.mark.parametrize(("held", "entry", "provenance", "expected"), NAMES.values(), ids=NAMES)
def test_row_of_a_name(held, entry, provenance, expected):
    assert decide(sides(held, entry, provenance, is_name=True)) == expected


def chained(*marks):
    return Provenance("ru", digest("И"), digest("T"), "human", DAY, marks)


OTHER_SOURCE = {
    "not moved": ("T", entry("T"), "", False, fresh(Case.CLEAN, "T")),
    "moved": (
        "T",
        entry("T", made_for="S0"),
        "",
        True,
        fuzzy(Case.STALE, "T", previous="S0", provenance=chained("base")),
    ),
    "moved, the source as it was": ("T", entry("T"), "", True, fuzzy(Case.STALE, "T", provenance=chained("base"))),
    "moved, and told": ("T", entry("T", fuzzy=True), "base", True, fuzzy(Case.STALE, "T")),
    "moved, fuzzy and not told": (
        "T",
        entry("T", fuzzy=True),
        "",
        True,
        fuzzy(Case.STALE, "T", provenance=chained("base")),
    ),
    "moved, told and confirmed": ("T", entry("T"), "base", True, fresh(Case.CONFIRMED, "T", provenance=now("T"))),
    "moved, doubted and confirmed": ("T", entry("T"), "fuzzy", True, fresh(Case.CONFIRMED, "T", provenance=now("T"))),
    "moved, translated anew": ("T", entry("P"), "", True, fresh(Case.TO_RECORD, "P", text="P", provenance=now("P"))),
    "moved, edited": ("R", entry("T"), "", True, fresh(Case.TO_CATALOG, "R", provenance=now("R"))),
    "moved, taken out of the catalog": ("T", None, "", True, fuzzy(Case.STALE, "T", provenance=chained("base"))),
    "as it was again": ("T", entry("T", fuzzy=True), "base", False, fresh(Case.TO_CATALOG, "T", provenance=chained())),
    "as it was again, the entry gone": ("T", None, "base", False, fresh(Case.TO_CATALOG, "T", provenance=chained())),
    "as it was again, doubted": ("T", entry("T", fuzzy=True), "base fuzzy", False, fuzzy(Case.DOUBTED, "T")),
}


@pytest.mark.parametrize(("held", "entry", "marks", "is_moved", "expected"), OTHER_SOURCE.values(), ids=OTHER_SOURCE)
def test_a_text_made_from_another_locale_moves_with_that_one(held, entry, marks, is_moved, expected):
    now = replace(sides(held, entry, None), provenance=chained(*marks.split()), is_source_moved=is_moved)
    assert decide(now) == expected


# Somebody says that S means what S0 meant

UNCHANGED = {
    "fresh before": (
        "T",
        entry("T", made_for="S0"),
        state("S0", "T"),
        fresh(Case.CLEAN, "T", provenance=state("S", "T", "settled")),
    ),
    "fresh before, no entry": (
        "T",
        None,
        state("S0", "T"),
        fresh(Case.TO_CATALOG, "T", provenance=state("S", "T", "settled")),
    ),
    "made fuzzy by a sync": (
        "T",
        entry("T", fuzzy=True, previous="S0"),
        state("S0", "T"),
        fresh(Case.TO_CATALOG, "T", provenance=state("S", "T", "settled")),
    ),
    "made fuzzy by a sync, and some tool dropped the previous source": (
        "T",
        entry("T", fuzzy=True),
        state("S0", "T"),
        fresh(Case.TO_CATALOG, "T", provenance=state("S", "T", "settled")),
    ),
    "stale before": (
        "T",
        entry("T", made_for="S0", fuzzy=True, previous="S1"),
        state("S1", "T"),
        fuzzy(Case.STALE, "T", previous="S1"),
    ),
    "doubted before": (
        "T",
        entry("T", made_for="S0", fuzzy=True),
        state("S0", "T", "fuzzy"),
        fuzzy(Case.DOUBTED, "T", provenance=state("S", "T", "fuzzy", "settled")),
    ),
    "doubted just now": (
        "T",
        entry("T", made_for="S0", fuzzy=True),
        state("S0", "T"),
        fuzzy(Case.DOUBTED, "T", provenance=state("S", "T", "fuzzy", "settled", when=TODAY)),
    ),
    "typed for the source before": (
        None,
        entry("P", made_for="S0"),
        None,
        fresh(Case.TO_RECORD, "P", text="P", provenance=now("P")),
    ),
    "changed for the source before": (
        "T",
        entry("P", made_for="S0"),
        state("S0", "T"),
        fresh(Case.TO_RECORD, "P", text="P", provenance=now("P")),
    ),
    "draft for the source before": (None, entry("P", made_for="S0", fuzzy=True), None, fuzzy(Case.DRAFT, "P")),
    "typed for another source": (
        None,
        entry("P", made_for="S1"),
        None,
        fuzzy(Case.DRAFT, "P", previous="S1"),
    ),
    "edited too": ("R", entry("T", made_for="S0"), state("S0", "T"), fresh(Case.TO_CATALOG, "R", provenance=now("R"))),
    "both moved": (
        "R",
        entry("P", made_for="S0"),
        state("S0", "T"),
        fuzzy(Case.CONFLICT, "P", provenance=now("R", "conflict")),
    ),
    "fresh already": ("T", entry("T"), state("S", "T"), fresh(Case.CLEAN, "T")),
}


@pytest.mark.parametrize(("held", "entry", "provenance", "expected"), UNCHANGED.values(), ids=UNCHANGED)
def test_a_source_whose_meaning_is_unchanged(held, entry, provenance, expected):
    assert decide(replace(sides(held, entry, provenance), unchanged=digest("S0"))) == expected


# S was made from R once: its own state says so

OWN = Provenance("ru", digest("R"), digest("S"), "human", DAY)


def turned(source, target, *marks, when=DAY):
    return Provenance("en", digest(source), digest(target), "human", when, marks)


SWAPPED = {
    "both as they were": ("R", None, None, OWN, fresh(Case.TO_CATALOG, "R", provenance=turned("S", "R"))),
    "both as they were, seen before": ("R", entry("R"), None, OWN, fresh(Case.CLEAN, "R", provenance=turned("S", "R"))),
    "the source written anew": (
        "R",
        None,
        None,
        replace(OWN, target_digest=digest("S0")),
        fuzzy(Case.STALE, "R", provenance=turned("S0", "R")),
    ),
    "the source written anew and the text confirmed": (
        "R",
        entry("R"),
        None,
        replace(OWN, target_digest=digest("S0")),
        fresh(Case.CONFIRMED, "R", provenance=now("R")),
    ),
    "stale before": (
        "R",
        None,
        None,
        replace(OWN, source_digest=digest("R0")),
        fuzzy(Case.TO_CATALOG, "R", provenance=turned("S", "R", "fuzzy")),
    ),
    "in doubt before": (
        "R",
        None,
        None,
        replace(OWN, marks=("fuzzy",)),
        fuzzy(Case.TO_CATALOG, "R", provenance=turned("S", "R", "fuzzy")),
    ),
    "both moved": (
        "R",
        None,
        None,
        Provenance("ru", digest("R0"), digest("S0"), "human", DAY),
        fuzzy(Case.CONFLICT, "R", provenance=turned("S", "R", "conflict", when=TODAY)),
    ),
    "both moved, and a text from long ago in the catalog": (
        "R",
        entry("P"),
        None,
        Provenance("ru", digest("R0"), digest("S0"), "human", DAY),
        fuzzy(Case.CONFLICT, "P", provenance=turned("S", "R", "conflict", when=TODAY)),
    ),
    "conflict open": ("R", entry("R", fuzzy=True), state("S", "R", "conflict"), OWN, fuzzy(Case.CONFLICT, "R")),
    "conflict settled": (
        "R",
        entry("R"),
        state("S", "R", "conflict"),
        OWN,
        fresh(Case.CONFIRMED, "R", provenance=now("R")),
    ),
    "conflict settled by another text": (
        "R",
        entry("P"),
        state("S", "R", "conflict"),
        OWN,
        fresh(Case.TO_RECORD, "P", text="P", provenance=now("P")),
    ),
    "conflict open, the text edited": (
        "N",
        entry("R", fuzzy=True),
        state("S", "R", "conflict"),
        OWN,
        fuzzy(Case.CONFLICT, "N", provenance=turned("S", "N", "conflict", when=TODAY)),
    ),
    "no text": (None, None, None, OWN, fresh(Case.MISSING, "")),
}


@pytest.mark.parametrize(("held", "entry", "provenance", "own", "expected"), SWAPPED.values(), ids=SWAPPED)
def test_a_source_that_was_made_from_its_translation(held, entry, provenance, own, expected):
    assert decide(replace(sides(held, entry, provenance), own=own)) == expected


def test_every_case_has_a_row():
    assert {row[-1].case for row in ROWS.values()} == set(Case)


# Every situation with the texts S, x and y; the source was S0 before, or S typed otherwise

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
    wanted = _entry(Unit(key="event/a/title", source="S"), (), before, decision)
    units = merge_units([before.entry] if before.entry else [], {"event/a/title": wanted})
    return next(unit for unit in units if not unit.obsolete)


def synchronise(before):
    """Return what both sides are after a sync: an application, then an update."""
    decision = decide(before)
    if decision.text is not None or (decision.provenance and not _changes_entry(before, decision)):
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
    """Tell whether a person says that a text is good for S: in the catalog, not fuzzy, or in the record just now."""
    entry, known = before.entry, before.provenance
    if entry and not entry.fuzzy and not entry.obsolete and entry.source in {"S", RETYPED} and entry.target == text:
        return True
    return text == before.held and (known is None or known.target_digest != digest(text))


def is_fresh(after):
    is_translation = after.is_name or after.held != "S" or (after.provenance and "same" in after.provenance.marks)
    return has_text(after.held) and is_translation and is_known(after, after.held)


@cache
def every_outcome():
    return tuple((before, synchronise(before)) for before in every_situation())


def assert_law(holds):
    broken = [outcome for outcome in every_outcome() if not holds(*outcome)]
    assert not broken, f"{len(broken)} of {len(every_outcome())}, the first: {broken[0]}"


def test_a_second_sync_changes_nothing():
    assert_law(lambda _, after: synchronise(after) == after)


def test_a_sync_cut_off_between_catalog_and_record_is_completed_by_the_next():
    """If a retyped source was its only reason, the state may keep the old one: then a text is no fresher than it was.

    The catalog shows the source as it is now, and nothing says any more that the state's was the same but for typing.
    """

    def holds(before, after):
        completed = synchronise(moved_on(before, after.entry, before.held, before.provenance))
        if before.entry is None or before.entry.source != RETYPED:
            return completed == after
        no_fresher = is_fresh(after) or not is_fresh(completed)
        return (completed.held, completed.entry) == (after.held, after.entry) and no_fresher

    assert_law(holds)


def test_only_a_text_that_the_other_side_had_and_moved_on_from_is_given_up():
    def holds(before, after):
        given_up = {before.held, before.entry.target if before.entry else ""} - {after.held, after.entry.target}
        known = before.provenance
        return not any(text and (known is None or known.target_digest != digest(text)) for text in given_up)

    assert_law(holds)


def test_fuzzy_and_obsolete_texts_never_reach_the_record():
    assert_law(
        lambda before, after: (
            after.held == before.held or not (before.entry.fuzzy or before.entry.obsolete or not before.entry.target)
        )
    )


def test_a_text_is_fresh_only_if_the_state_knew_it_so_or_a_person_says_so():
    assert_law(
        lambda before, after: not is_fresh(after) or is_known(before, after.held) or is_confirmed(before, after.held)
    )


def test_a_flag_comes_off_only_if_the_state_knew_the_text_or_a_person_says_so():
    def holds(before, after):
        text = after.entry.target
        return not text or after.entry.fuzzy or is_known(before, text) or is_confirmed(before, text)

    assert_law(holds)


def test_both_sides_say_the_same_of_a_text_that_both_have():
    assert_law(
        lambda _, after: (
            after.entry.target != after.held or not after.held or after.entry.fuzzy != bool(is_fresh(after))
        )
    )


# Every situation of a text that was made from another translation


def every_chained_situation():
    marks = ("", "base", "fuzzy", "base fuzzy", "conflict")
    for is_moved, words, held, held_entry in product(
        (False, True), marks, (None, "", *TEXTS), list(every_entry(("S", "S0"), (None,)))
    ):
        for target in ("", *TEXTS):
            provenance = Provenance("ru", digest("И"), digest(target), "human", DAY, tuple(words.split()))
            yield Sides("S", "en", held, held_entry, provenance, is_moved, is_name=False, today=TODAY)


def chained_on(before, entry, held, provenance):
    is_moved = before.is_source_moved if provenance.source_locale == "ru" else provenance.source_digest != digest("S")
    return replace(before, entry=entry, held=held, provenance=provenance, is_source_moved=is_moved)


def synchronise_chained(before):
    decision = decide(before)
    if decision.text is not None or (decision.provenance and not _changes_entry(before, decision)):
        held = before.held if decision.text is None else decision.text
        before = chained_on(before, before.entry, held, decision.provenance or before.provenance)
        decision = decide(before)
    entry = with_catalog_written(before, decision)
    return chained_on(before, entry, before.held, decision.provenance or before.provenance)


@cache
def every_chained_outcome():
    return tuple((before, synchronise_chained(before)) for before in every_chained_situation())


def assert_chained(holds):
    broken = [outcome for outcome in every_chained_outcome() if not holds(*outcome)]
    assert not broken, f"{len(broken)} of {len(every_chained_outcome())}, the first: {broken[0]}"


def test_a_second_sync_changes_nothing_along_a_chain():
    assert_chained(lambda _, after: synchronise_chained(after) == after)


def test_a_sync_cut_off_between_catalog_and_record_is_completed_along_a_chain():
    def completed(before, after):
        return synchronise_chained(chained_on(before, after.entry, before.held, before.provenance))

    assert_chained(lambda before, after: completed(before, after) == after)


def test_a_text_whose_base_moved_is_confirmed_by_a_person_alone():
    def holds(before, after):
        if (
            not before.is_source_moved
            or before.held != after.held
            or digest(before.held or "") != (before.provenance.target_digest)
        ):
            return True
        entry = before.entry
        said = entry and not (entry.fuzzy or entry.obsolete) and entry.target == before.held and before.provenance.marks
        return said or after.provenance.source_locale == "ru"

    assert_chained(holds)


def test_a_text_whose_base_is_as_it_was_becomes_fresh_by_itself():
    for held_entry in every_entry(("S", "S0"), (None,)):
        provenance = Provenance("ru", digest("И"), digest("x"), "human", DAY)
        before = replace(sides("x", held_entry, None), provenance=provenance, is_source_moved=True)
        stale = synchronise_chained(before)
        if stale.provenance.marks == ("base",) and stale.entry.target == "x":
            fresh_again = synchronise_chained(replace(stale, is_source_moved=False))
            assert not fresh_again.entry.fuzzy
            assert fresh_again.provenance == before.provenance


# Every situation in which somebody says that S means what S0 meant; the next sync is not told so again


@cache
def every_unchanged_outcome():
    outcomes = []
    for before in every_situation_with(("S", "S0"), (None,), (False,)):
        told = replace(before, unchanged=digest("S0"))
        after = synchronise_told(told)
        outcomes.append((told, replace(after, unchanged="")))
    return tuple(outcomes)


def synchronise_told(before):
    decision = decide(before)
    if decision.text is not None or (decision.provenance and not _changes_entry(before, decision)):
        held = before.held if decision.text is None else decision.text
        moved = moved_on(before, before.entry, held, decision.provenance or before.provenance)
        before = replace(moved, unchanged=before.unchanged)
        decision = decide(before)
    entry = with_catalog_written(before, decision)
    return moved_on(before, entry, before.held, decision.provenance or before.provenance)


def assert_unchanged_law(holds):
    broken = [outcome for outcome in every_unchanged_outcome() if not holds(*outcome)]
    assert not broken, f"{len(broken)} of {len(every_unchanged_outcome())}, the first: {broken[0]}"


def test_a_second_sync_changes_nothing_after_an_unchanged_meaning():
    assert_unchanged_law(lambda _, after: synchronise(after) == after)


def test_an_unchanged_meaning_makes_fresh_what_was_so_for_the_source_before():
    """Whatever comes out fresh would do so, too, if S0 stood there still, or is fresh without anybody's word."""

    def holds(before, after):
        if not is_fresh(after):
            return True
        entry, known = before.entry, before.provenance
        as_before = entry if entry is None or entry.source != "S0" else entry.with_changes(source="S")
        state_before = known
        if known is not None and known.source_digest == digest("S0"):
            state_before = replace(known, source_digest=digest("S"))
            is_sync_fuzzy = entry is not None and entry.source == "S" and entry.fuzzy and entry.target == before.held
            as_before = entry.with_changes(fuzzy=False, previous=None) if is_sync_fuzzy else as_before
        elif entry is not None and entry.previous == Previous(source="S0"):
            as_before = entry.with_changes(source="S1", previous=Previous(source="S"))
        return is_fresh(synchronise(sides(before.held, as_before, state_before)))

    assert_unchanged_law(holds)


def test_a_sync_cut_off_after_an_unchanged_meaning_loses_no_text():
    def holds(before, after):
        completed = synchronise(sides(before.held, after.entry, before.provenance))
        return after.held != before.held or (completed.held, completed.entry.target) == (after.held, after.entry.target)

    assert_unchanged_law(holds)
