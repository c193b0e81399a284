"""Equality of values that know how they were read."""

import pytest

from l10n.locales import Locale
from l10n.model import Unit
from l10n.records import Record

PAIRS = {
    "a unit": (Unit(source="a"), Unit(source="a", raw='msgid "a"', line=3), Unit(source="b")),
    "a record": (
        Record(type="event", id="a", source=Locale("en")),
        Record(type="event", id="a", source=Locale("en"), has_new_ids=True),
        Record(type="event", id="b", source=Locale("en")),
    ),
}


@pytest.mark.parametrize(("one", "same", "other"), PAIRS.values(), ids=PAIRS)
def test_how_it_was_read_does_not_count(one, same, other):
    assert (one == same, one != same) == (True, False)
    assert (one == other, one != other) == (False, True)
