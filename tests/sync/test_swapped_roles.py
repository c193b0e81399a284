"""S was made from R once, as its own state says: rows."""

import pytest
from msgspec.structs import replace

from l10n.model import Provenance
from l10n.sync import Case, decide
from l10n.text import digest
from tests.sync.sides import DAY, TODAY, entry, fresh, fuzzy, now, sides, state

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
