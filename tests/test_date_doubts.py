"""Dates that are probably wrong."""

import pytest

from l10n.config import parse_schema
from l10n.date_doubts import Doubt, find_january_doubts, find_order_doubts, find_slips, is_calendar_slip
from l10n.locales import Locale
from l10n.records import Record

SCHEMA = parse_schema("""\
format = 1
name = "Doubts"
[locales]
required = ["en"]
[types.event.fields.title]
kind = "line"
[types.event.fields.date]
kind = "date"
[types.event.fields.persons]
kind = "references"
[types.person.fields.name]
kind = "name"
[types.person.fields.born]
kind = "date"
[types.person.fields.died]
kind = "date"
calendar = "calendar"
[types.person.fields.calendar]
kind = "value"
""")


def person(record_id="a", **values):
    return Record(type="person", id=record_id, source=Locale("en"), values=values)


@pytest.mark.parametrize(
    ("born", "died", "doubts"),
    [
        ("1900", "1918", []),
        ("1918", "1918", []),
        ("1918-09-06", "1918-09-05", [Doubt.WRONG_ORDER]),
        ("1918-10", "1918-09", [Doubt.WRONG_ORDER]),
        ("190X", "1905", []),
        ("191X", "1905", [Doubt.WRONG_ORDER]),
        ("1780", "1918", [Doubt.LONG_LIFE]),
        ("1780/", "1918", []),
        ("XXXX-09-05", "1918", []),
        ("1918", "", []),
    ],
)
def test_died_before_born(born, died, doubts):
    found = list(find_order_doubts(person(born=born, died=died), SCHEMA))
    assert [doubt.doubt for doubt in found] == doubts
    assert all((doubt.path, doubt.other_path) == ("died", "born") for doubt in found)


def test_the_calendar_counts():
    born = {"born": "1917-11-07", "died": "1917-10-26"}
    assert [doubt.value for doubt in find_order_doubts(person(**born), SCHEMA)] == ["1917-10-26"]
    assert not list(find_order_doubts(person(**born, calendar="julian"), SCHEMA))


@pytest.mark.parametrize(
    ("first", "second", "is_slip"),
    [
        ("1918-07-04", "1918-07-17", True),
        ("1918-07-17", "1918-07-04", True),
        ("1881-03-01", "1881-03-13", True),
        ("1881-03-01", "1881-03-14", False),
        ("1918-07-04", "1918-07-04", False),
        ("1918-07", "1918-07-17", False),
        ("1918-07-04~", "1918-07-17", False),
        ("1918-07-04/1918-07-05", "1918-07-17", False),
    ],
)
def test_slips_of_twelve_or_thirteen_days(first, second, is_slip):
    assert is_calendar_slip(first, second) is is_slip


def test_slips_between_linked_records():
    linked = {"person/a": {"died": "1918-07-04", "born": "1900"}, "person/b": {}}
    found = list(find_slips("event/x", {"date": "1918-07-17"}, linked))
    assert [(doubt.key, doubt.value, doubt.other_key, doubt.other_path) for doubt in found] == [
        ("event/x", "1918-07-17", "person/a", "died")
    ]


def test_firsts_of_january_in_bulk():
    some = [(f"person/{n}", {"born": f"19{n:02}-0{n % 9 + 1}-05"}) for n in range(60)]
    firsts = [(f"person/f{n}", {"born": f"18{n:02}-01-01", "died": "1918-01-01"}) for n in range(4)]
    assert not list(find_january_doubts([*some, *firsts]))
    firsts.append(("person/f9", {"born": "1899-01-01"}))
    found = list(find_january_doubts([*some, *firsts]))
    assert [(doubt.doubt, doubt.path) for doubt in found] == [(Doubt.FIRST_OF_JANUARY, "born")] * 5
    assert not list(find_january_doubts([*some * 5, *firsts]))
