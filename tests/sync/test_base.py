"""A text that was made from another translation: rows, and laws over every situation."""

from functools import cache
from itertools import product

import pytest
from msgspec.structs import replace

from l10n.entries import changes_entry
from l10n.model import Provenance
from l10n.sync import Case, Sides, decide
from l10n.text import digest
from tests.sync.sides import DAY, TODAY, entry, fresh, fuzzy, now, sides
from tests.sync.situations import TEXTS, every_entry, with_catalog_written


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
    if decision.text is not None or (decision.provenance and not changes_entry(before, decision)):
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
