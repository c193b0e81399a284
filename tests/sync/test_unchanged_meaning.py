"""Somebody says that S means what S0 meant: rows, and laws over every situation; the next sync is not told so again."""

from functools import cache

import pytest
from msgspec.structs import replace

from l10n.entries import changes_entry
from l10n.model import Previous
from l10n.sync import Case, decide
from l10n.text import digest
from tests.sync.sides import TODAY, entry, fresh, fuzzy, now, sides, state
from tests.sync.situations import every_situation_with, is_fresh, moved_on, synchronise, with_catalog_written

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
    if decision.text is not None or (decision.provenance and not changes_entry(before, decision)):
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
