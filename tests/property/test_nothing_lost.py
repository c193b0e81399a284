"""Nothing that a person typed is ever lost.

A run of the program takes no text out of the collection, the records and the catalogs together, unless a person
overwrote that text on a side where it stood, or settled a conflict against it: by `resolve`, or by taking the fuzzy
flag off the other text, beside which the entry shows it. A text that a person only emptied or deleted on one side
stays on the other. What counts as there: a text of a record; in a catalog a target (fuzzy and obsolete ones too) or a
comment. After an older version of the records was put back, texts that it had synchronised may give way to what the
catalogs have since: they stand in the version that they came from.
"""

from hypothesis import given

from tests.property.history import STEPS, play


def assert_nothing_lost(history, run, name):
    before = history.texts()
    run()
    lost = before - history.texts() - history.given_up
    assert not lost, f"{name} lost {lost}"


@given(STEPS)
def test_nothing_lost(steps):
    play(steps, assert_nothing_lost)
