"""What a catalog is to hold of a unit, where its entry may be that already."""

import pytest

from l10n.entries import wanted_entry
from l10n.merge import merge_units
from l10n.model import Previous, Unit
from l10n.sync import decide
from tests.sync.sides import DAY, entry, sides, state
from tests.sync.situations import every_situation

SHARED = Unit(key="event/a/title", source="S", references=("../r.jsonl",))


def merged(before, wanted):
    units = merge_units([before.entry] if before.entry else [], {SHARED.key: wanted})
    return next(unit for unit in units if not unit.obsolete)


def test_an_entry_is_itself_what_is_wanted_just_where_a_catalog_would_not_change():
    shared = SHARED.with_changes(references=())
    for before in every_situation():
        decision = decide(before)
        written = merged(before, wanted_entry(shared, (), before, decision))
        wanted = wanted_entry(shared, (), before, decision, is_there=True)
        assert merged(before, wanted) == written
        assert (wanted is before.entry) == (written is before.entry), before


@pytest.mark.parametrize(
    ("changes", "is_it"),
    [
        ({}, True),
        ({"comments": ("mine",)}, True),
        ({"flags": ("no-wrap",)}, True),
        ({"notes": ("Event: S", "another")}, False),
        ({"references": ("../s.jsonl",)}, False),
        ({"targets": ("x", "y"), "source_plural": "Ss"}, False),
        ({"obsolete": True}, False),
        ({"previous": Previous(source="S0")}, False),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_what_an_entry_may_have_of_its_own(changes, is_it):
    held = entry("x").with_changes(notes=("Event: S",), references=SHARED.references).with_changes(**changes)
    before = sides("x", held, state("S", "x", when=DAY))
    wanted = wanted_entry(SHARED, ("Event: S",), before, decide(before), is_there=True)
    assert (wanted is held) == is_it


def test_an_entry_of_another_catalog_is_not_put_into_this_one():
    held = entry("x").with_changes(references=SHARED.references)
    before = sides("x", held, state("S", "x"))
    wanted = wanted_entry(SHARED, (), before, decide(before))
    assert wanted == held
    assert wanted is not held
