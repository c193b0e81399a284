"""The ratchet: whatever comes and goes, it never holds less done unasked, and tells what was lost."""

from hypothesis import given, settings
from hypothesis import strategies as st

from l10n.gates import Outcome
from l10n.ratchet import Level, Ratchet, judge_ratchet, updated_ratchet

OPEN, DONE = False, True
records = st.lists(st.lists(st.booleans(), min_size=1, max_size=4), min_size=1, max_size=6)
"""Whether each unit of each record is done."""


def level(collection):
    units = [unit for record in collection for unit in record]
    return Level(sum(units), len(units), sum(units), len(collection))


def outcome(before, after):
    (result,) = judge_ratchet(Ratchet(measure="units", held={"lv": level(before)}), {"lv": level(after)})
    return result.outcome


@given(st.lists(records, min_size=1, max_size=6))
@settings(deadline=None)
def test_no_sequence_of_updates_lowers_what_is_done(versions):
    held, done = None, 0
    for collection in versions:
        held = updated_ratchet(held, {"lv": level(collection)}, "units")
        assert held.held["lv"].done >= done
        done = held.held["lv"].done
        assert done >= level(collection).done


@given(records, st.data())
@settings(deadline=None)
def test_removing_records_is_no_fall(before, data):
    kept = data.draw(st.lists(st.sampled_from(range(len(before))), unique=True, min_size=1))
    assert outcome(before, [before[number] for number in kept]) is Outcome.PASSED


@given(records, records)
@settings(deadline=None)
def test_adding_records_is_no_fall(before, new):
    assert outcome(before, before + new) is Outcome.PASSED


@given(records, st.lists(st.integers(1, 4), max_size=4), st.data())
@settings(deadline=None)
def test_a_translation_lost_while_its_record_stays_is_a_fall(before, new, data):
    """It is, whatever untranslated records are new."""
    done = [(place, number) for place, record in enumerate(before) for number, unit in enumerate(record) if unit]
    if not done:
        return
    lost = data.draw(st.lists(st.sampled_from(done), unique=True, min_size=1))
    after = [
        [unit and (place, number) not in lost for number, unit in enumerate(record)]
        for place, record in enumerate(before)
    ]
    assert outcome(before, [*after, *([OPEN] * size for size in new)]) is Outcome.FELL


@given(records, st.data())
@settings(deadline=None)
def test_a_smaller_share_with_less_done_and_no_record_gone_is_a_fall(before, data):
    """It is, whatever units went away."""
    after = data.draw(records.filter(lambda after: len(after) >= len(before)))
    then, now = level(before), level(after)
    is_smaller = now.done < then.done and now.done * then.wanted < then.done * now.wanted
    assert (outcome(before, after) is Outcome.FELL) is is_smaller
