"""The laws of the table, over every situation there is with a few texts."""

from functools import cache

from l10n.text import digest
from tests.sync.situations import RETYPED, every_situation, is_confirmed, is_fresh, is_known, moved_on, synchronise


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


def test_a_name_that_equals_its_source_waits_for_nobody_unless_somebody_doubts_it():
    """Coverage counts it as `same`, which is done: the catalog says so, too."""

    def holds(_, after):
        is_same = after.is_name and after.held == after.entry.target == "S"
        is_doubted = after.provenance is not None and {"fuzzy", "conflict"} & set(after.provenance.marks)
        return not is_same or is_doubted or not after.entry.fuzzy

    assert_law(holds)


def test_both_sides_say_the_same_of_a_text_that_both_have():
    assert_law(
        lambda _, after: (
            after.entry.target != after.held or not after.held or after.entry.fuzzy != bool(is_fresh(after))
        )
    )
