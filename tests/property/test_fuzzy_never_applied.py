"""A fuzzy text never becomes a translation by itself.

Every text in a record was typed there by an editor, or typed by a translator without the fuzzy flag, or had its flag
taken off by one: in the catalog, or by settling a conflict for the catalog. That holds unit by unit: a text that the
memory offers for the same source in another record has to be confirmed there.
"""

from hypothesis import given

from tests.property.history import STEPS, play


def assert_only_confirmed(history, run, name):
    run()
    found = {(unit, text) for unit, text in history.held_texts() - history.confirmed if text.startswith("t")}
    assert not found, f"{name} put {found} into a record"


@given(STEPS)
def test_fuzzy_never_applied(steps):
    play(steps, assert_only_confirmed)
