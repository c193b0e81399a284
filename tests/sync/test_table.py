"""The table of the loop, row by row."""

import pytest

from l10n.sync import Case, decide
from tests.sync.sides import SAME, TODAY, entry, fresh, fuzzy, now, sides, state

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
    "equal name since the source changed": (
        "S",
        entry("S", made_for="S0"),
        state("S0", "S"),
        fresh(Case.TO_CATALOG, "S", provenance=now("S")),
    ),
    "equal name, fuzzy since the source changed": (
        "S",
        entry("S", fuzzy=True, previous="S0"),
        state("S0", "S"),
        fresh(Case.TO_CATALOG, "S", provenance=now("S")),
    ),
    "equal name since the source changed, catalog gone": (
        "S",
        None,
        state("S0", "S"),
        fresh(Case.TO_CATALOG, "S", provenance=now("S")),
    ),
    "equal name, the catalog is for another source": (
        "S",
        entry("S", made_for="S0"),
        None,
        fresh(Case.TO_CATALOG, "S", provenance=now("S", who="import")),
    ),
    "equal name since the source changed, the catalog has another": (
        "S",
        entry("x", made_for="S0"),
        state("S0", "S"),
        fuzzy(Case.DRAFT, "x", previous="S0"),
    ),
    "equal name that is doubted": (
        "S",
        entry("S", fuzzy=True),
        state("S", "S", "fuzzy"),
        fuzzy(Case.DOUBTED, "S"),
    ),
    "equal name, marked all the same": ("S", entry("S", comment=SAME), state("S", "S"), fresh(Case.CLEAN, "S")),
}


@pytest.mark.parametrize(("held", "entry", "provenance", "expected"), ROWS.values(), ids=ROWS)
def test_row(held, entry, provenance, expected):
    assert decide(sides(held, entry, provenance)) == expected


@pytest.mark.parametrize(("held", "entry", "provenance", "expected"), NAMES.values(), ids=NAMES)
def test_row_of_a_name(held, entry, provenance, expected):
    assert decide(sides(held, entry, provenance, is_name=True)) == expected


def test_every_case_has_a_row():
    assert {row[-1].case for row in ROWS.values()} == set(Case)
