"""Merging a unit that two branches changed: the table of its module, row by row."""

import pytest

from l10n.merge import OURS, THEIR_SOURCE, THEIRS
from l10n.model import Previous, Unit
from l10n.unit_threeway import comment_line, merge_unit

BASE = Unit(key="event/a/title", source="S", targets=("T",))
DRAFT = BASE.with_changes(fuzzy=True)


def versions(ours: dict, theirs: dict, base: Unit = BASE) -> tuple[Unit, Unit, Unit]:
    return base, base.with_changes(**ours), base.with_changes(**theirs)


def reworded(source: str) -> dict:
    return {"source": source, "fuzzy": True, "previous": Previous(source="S")}


def said(unit: Unit) -> tuple:
    return unit.source, unit.target, unit.fuzzy, unit.previous.source if unit.previous else None


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        pytest.param({}, {"targets": ("T2",)}, ("S", "T2", False, None), id="theirs translated"),
        pytest.param({"targets": ("T2",)}, {}, ("S", "T2", False, None), id="ours translated"),
        pytest.param({"targets": ("T2",)}, {"targets": ("T2",)}, ("S", "T2", False, None), id="both alike"),
        pytest.param(reworded("S2"), {}, ("S2", "T", True, "S"), id="ours reworded"),
        pytest.param(reworded("S2"), {"targets": ("T2",)}, ("S2", "T2", True, "S"), id="reworded and translated"),
        pytest.param({"targets": ("T2",)}, reworded("S2"), ("S2", "T2", True, "S"), id="translated and reworded"),
        pytest.param(reworded("S2"), reworded("S3"), ("S2", "T", True, "S"), id="both reworded"),
        pytest.param({"source": "S2"}, {"targets": ("T2",)}, ("S2", "T2", True, "S"), id="typo and translation"),
        pytest.param(
            {"source": "S2", "targets": ("T2",)}, reworded("S3"), ("S2", "T2", False, None), id="ours reworded and done"
        ),
        pytest.param(
            reworded("S2"), {"source": "S3", "targets": ("T3",)}, ("S2", "T3", True, "S3"), id="theirs made for another"
        ),
        pytest.param({"fuzzy": True}, {"comments": ("c",)}, ("S", "T", True, None), id="doubted"),
        pytest.param({"targets": ("",)}, {"comments": ("c",)}, ("S", "", False, None), id="emptied"),
    ],
)
def test_source_and_target(ours, theirs, expected):
    merged = merge_unit(*versions(ours, theirs))
    assert said(merged.unit) == expected
    assert not merged.is_conflict


def test_both_translated():
    merged = merge_unit(*versions({"targets": ("T1\nx",)}, {"targets": ("T2",)}))
    assert merged.is_conflict
    assert said(merged.unit) == ("S", "T1\nx", True, None)
    assert merged.unit.comments == (f"{OURS}T1\\nx", f"{THEIRS}T2")


def test_both_translated_and_theirs_for_another_source():
    merged = merge_unit(*versions({"targets": ("T1",)}, {"source": "S2", "targets": ("T2",)}))
    assert merged.is_conflict
    assert said(merged.unit) == ("S2", "T1", True, "S")
    assert merged.unit.comments == (f"{OURS}T1", f"{THEIRS}T2")
    merged = merge_unit(*versions({"source": "S1", "targets": ("T1",)}, {"source": "S2", "targets": ("T2",)}))
    assert said(merged.unit) == ("S1", "T1", True, None)
    assert merged.unit.comments == (f"{OURS}T1", f"{THEIRS}T2", f"{THEIR_SOURCE}S2")


def test_confirmed_on_one_side_and_replaced_on_the_other():
    """A draft that somebody confirmed is a translation of his, though its text is the base's."""
    merged = merge_unit(*versions({"fuzzy": False}, {"fuzzy": False, "targets": ("T2",)}, DRAFT))
    assert merged.is_conflict
    assert merged.unit.comments == (f"{OURS}T", f"{THEIRS}T2")


@pytest.mark.parametrize("is_ours", [True, False])
def test_a_translation_beats_a_draft_which_stays_as_a_comment(is_ours):
    sides = ({"targets": ("T1",)}, {"targets": ("T2",), "fuzzy": True})
    merged = merge_unit(*versions(*(sides if is_ours else sides[::-1])))
    assert not merged.is_conflict
    assert said(merged.unit) == ("S", "T1", False, None)
    assert merged.unit.comments == (f"{THEIRS if is_ours else OURS}T2",)


def test_emptied_on_one_side_and_translated_on_the_other():
    merged = merge_unit(*versions({"targets": ("",)}, {"targets": ("T2",)}))
    assert merged.is_conflict
    assert said(merged.unit) == ("S", "T2", True, None)


def test_confirmed_for_the_old_source_is_no_translation_of_the_new_one():
    """Git's own merge takes the flag off here, too."""
    merged = merge_unit(*versions(reworded("S2"), {"fuzzy": False}, DRAFT))
    assert said(merged.unit) == ("S2", "T", True, "S")


@pytest.mark.parametrize("is_ours", [True, False])
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({}, None, id="untouched"),
        pytest.param({"notes": ("n",), "references": ("r",)}, None, id="only notes"),
        pytest.param({"targets": ("T2",)}, ("S", "T2", True), id="translated"),
        pytest.param({"comments": ("c",)}, ("S", "T", True), id="commented"),
        pytest.param({"source": "S2"}, ("S2", "T", False), id="reworded"),
        pytest.param({"targets": ("",)}, None, id="emptied"),
    ],
)
def test_gone_on_one_side(is_ours, change, expected):
    side = BASE.with_changes(**change)
    unit = merge_unit(BASE, *((None, side) if is_ours else (side, None))).unit
    assert (unit and (unit.source, unit.target, unit.obsolete)) == expected


@pytest.mark.parametrize("is_ours", [True, False])
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({"targets": ("T2",)}, ("S", "T2", True), id="translated"),
        pytest.param({"source": "S2", "targets": ("T2",)}, ("S2", "T2", False), id="reworded and done"),
    ],
)
def test_obsolete_on_one_side(is_ours, change, expected):
    sides = ({"obsolete": True}, change)
    unit = merge_unit(*versions(*(sides if is_ours else sides[::-1]))).unit
    assert (unit.source, unit.target, unit.obsolete) == expected


@pytest.mark.parametrize(
    ("ours", "theirs", "expected", "is_conflict"),
    [
        pytest.param("T", "T", ("S", "T", False, None), False, id="alike"),
        pytest.param("", "T", ("S", "T", False, None), False, id="theirs has text"),
        pytest.param("T", "", ("S", "T", False, None), False, id="ours has text"),
        pytest.param("T", "U", ("S", "T", True, None), True, id="different"),
    ],
)
def test_added_on_both_sides(ours, theirs, expected, is_conflict):
    merged = merge_unit(None, BASE.with_changes(targets=(ours,)), BASE.with_changes(targets=(theirs,)))
    assert said(merged.unit) == expected
    assert merged.is_conflict == is_conflict


def test_comments_notes_references_and_flags_are_merged_by_line():
    base = BASE.with_changes(comments=("a", "b"), notes=("n",), references=("r",), flags=("c-format",))
    ours = base.with_changes(comments=("a", "b", "o"), notes=("n", "n2"))
    theirs = base.with_changes(comments=("b", "t"), references=("r2",), flags=("c-format", "no-wrap"))
    unit = merge_unit(base, ours, theirs).unit
    assert unit.comments == ("b", "o", "t")
    assert (unit.notes, unit.references, unit.flags) == (("n", "n2"), ("r2",), ("c-format", "no-wrap"))


PLURAL = Unit(key="k", source="S", source_plural="Ss", targets=("a", "b"))


def test_different_plural_forms_are_different_texts():
    unit = merge_unit(*versions({"targets": ("a2", "b")}, {"targets": ("a", "b2")}, PLURAL)).unit
    assert unit.targets == ("a2", "b2")
    assert not unit.fuzzy


def test_one_plural_form_changed_differently():
    merged = merge_unit(*versions({"targets": ("a2", "b")}, {"targets": ("a3", "b2")}, PLURAL))
    assert merged.is_conflict
    assert merged.unit.targets == ("a2", "b")
    assert merged.unit.comments == (f"{OURS}a2", f"{OURS}b", f"{THEIRS}a3", f"{THEIRS}b2")


def test_a_source_that_lost_its_plural_keeps_the_other_forms_as_comments():
    ours = {"source_plural": None, "targets": ("a",)}
    unit = merge_unit(*versions(ours, {"targets": ("a2", "b2")}, PLURAL)).unit
    assert (unit.source_plural, unit.targets[:1]) == (None, ("a",))
    assert f"{THEIRS}b2" in unit.comments


def test_unchanged_units_keep_their_bytes_and_a_new_layout_wins():
    base = Unit(source="S", targets=("T",), raw='msgid "S"\nmsgstr "T"\n')
    wrapped = Unit(source="S", targets=("T",), raw='msgid ""\n"S"\nmsgstr "T"\n')
    assert merge_unit(base, base, wrapped).unit.raw == wrapped.raw
    assert merge_unit(base, wrapped, base).unit.raw == wrapped.raw


def test_a_comment_keeps_a_text_on_one_line():
    assert comment_line(OURS, 'a\n"b"\\n\t') == f'{OURS}a\\n"b"\\\\n\\t'
