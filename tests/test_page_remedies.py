"""Page remedies: which records are looked at, and what they give to readers."""

import pytest

from l10n.config import parse_schema
from l10n.locales import Locale
from l10n.page_remedies import Shown, choose_shown, find_page_remedies
from l10n.records import Record
from l10n.remedies import OpenRecord
from tests.sheets import make_sheet

SCHEMA = parse_schema("""\
format = 1
name = "Pages"
[locales]
required = ["en", "ru", "lv"]
optional = ["uk"]
[fallback]
lv = ["ru"]
[fallback.deny]
uk = ["ru"]
[types.event.fields.title]
kind = "line"
[types.event.fields.body]
kind = "text"
[types.event.fields.persons]
kind = "references"
[types.person]
optional = []
[types.person.fields.name]
kind = "name"
[types.person.fields.events]
kind = "references"
""")


def event(name, title, **values):
    return Record(type="event", id=name, source=Locale("en"), values={"title": title, **values})


def person(name, texts, source="en"):
    return Record(type="person", id=name, source=Locale(source), values={"name": texts})


def choose(records, locales=("lv",), limit=100, types=("event", "person")):
    everything = make_sheet(records, SCHEMA)
    return choose_shown([everything.of_types(types)], [everything], SCHEMA, locales, limit)


def remedy(records, locale="lv", types=("event", "person"), need=10**6):
    shown = choose(records, (locale,), types=types)
    looked_at = [record for record in records if record.key in shown]
    return find_page_remedies(looked_at, shown, SCHEMA, {locale: need})[locale].records


ANNA = person("anna", {"en": "Anna"})
BIRTH = event("birth", {"en": "One two", "lv": "Viens"}, persons=["person/anna", "person/anna"])


@pytest.mark.parametrize(
    ("records", "locale", "expected"),
    [
        pytest.param([ANNA], "lv", [("person/anna", 4, 1)], id="own page"),
        pytest.param([ANNA, BIRTH], "lv", [("person/anna", 3 * 4, 1)], id="every place that names it"),
        pytest.param([person("a", {"en": "Anna", "lv": "Anna"}), BIRTH], "lv", [], id="complete"),
        pytest.param([ANNA], "en", [], id="the source's own locale"),
        pytest.param([ANNA], "uk", [], id="not wanted"),
        pytest.param([event("a", {"en": "One", "ru": "Первый"})], "lv", [("event/a", 6, 1)], id="as seen: the chain's"),
        pytest.param([event("a", {"en": "One", "ru": "Первый"})], "uk", [("event/a", 3, 1)], id="as seen: the source"),
        pytest.param(
            [Record(type="event", id="a", source=Locale("ru"), values={"title": {"ru": "Первый"}})],
            "uk",
            [("event/a", 6, 1)],
            id="the source is denied: nothing is seen",
        ),
        pytest.param(
            [event("a", {"en": "One", "lv": "V"}, body={"en": {"p1": "One two", "p2": "Tri"}, "lv": {"p2": "Trīs"}})],
            "lv",
            [("event/a", 7, 2)],
            id="a paragraph",
        ),
        pytest.param(
            [event("a", {"en": "One"}, body={"en": {"p1": "One", "p2": "Two"}, "ru": {"q": "Совсем иначе"}})],
            "lv",
            [("event/a", 3 + 12, 3)],
            id="as seen: a text written independently",
        ),
        pytest.param(
            [event("a", {"en": "One"}, body={"en": {"p1": "One"}, "lv": {"q": "Pavisam citādi"}})],
            "lv",
            [("event/a", 3, 1)],
            id="written independently in the locale itself",
        ),
        pytest.param([event("a", {"en": "One", "lv": "One"})], "lv", [("event/a", 3, 1)], id="a copy"),
        pytest.param([event("a", {"en": "1917?!", "lv": " "})], "lv", [("event/a", 6, 1)], id="an empty text"),
        pytest.param([event("a", {"en": "…"})], "lv", [("event/a", 1, 0)], id="no word"),
        pytest.param([], "lv", [], id="nothing"),
    ],
)
def test_what_a_record_gives(records, locale, expected):
    assert remedy(records, locale) == tuple(OpenRecord(*each) for each in expected)


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["event"], [OpenRecord("person/anna", 8, 1)]),
        (["person"], [OpenRecord("person/anna", 4, 1)]),
        ([], []),
    ],
)
def test_names_count_on_the_pages_that_are_counted(types, expected):
    assert remedy([ANNA, BIRTH], types=types) == tuple(expected)


def test_of_a_record_without_a_page_only_the_name_counts():
    death = event("death", {"en": "One"}, body={"en": {"p1": "One two three"}}, persons=["event/death"])
    lone, linked = (
        Record(type="person", id="p", source=Locale("en"), values={"name": {"en": "A", "lv": "A"}, "events": links})
        for links in ([], ["event/death"])
    )
    assert choose([death, lone], types=["person"]) == {}
    assert remedy([death, linked], types=["person"]) == (OpenRecord("event/death", 3, 4),)
    assert remedy([death], types=["event"]) == (OpenRecord("event/death", 2 * 3 + 13, 4),)


def test_a_name_that_is_not_wanted_is_looked_at_by_nobody():
    assert choose([ANNA, BIRTH], ("uk",)).keys() == {"event/birth"}


def test_a_link_to_nothing_is_looked_at_by_nobody():
    assert choose([event("a", {"en": "One", "lv": "Viens"}, persons=["person/nobody"])]) == {}


def test_the_longest_and_most_named_labels_are_looked_at_first_then_all_in_their_order():
    records = [
        *(event(f"e{n}", {"en": "One", "lv": "Viens"}, body={"en": {"p1": "A " * 50}}) for n in range(3)),
        person("short", {"en": "A"}),
        person("long", {"en": "Anna Anna"}),
        person("named", {"en": "Anna"}),
        event("links", {"en": "One", "lv": "Viens"}, persons=["person/named"] * 2),
    ]
    order = ["person/named", "person/long", "person/short", "event/e0", "event/e1", "event/e2"]
    for limit in range(len(order) + 2):
        assert set(choose(records, limit=limit)) == set(order[:limit])
    assert choose(records, limit=2) == {
        "person/named": Shown(page=True, names=3),
        "person/long": Shown(page=True, names=1),
    }


def test_the_limit_is_divided_among_the_locales():
    records = [*(event(f"lv{n}", {"en": "One", "ru": "О"}) for n in range(5))]
    records += [event(f"ru{n}", {"en": "One", "lv": "V"}) for n in range(5)]
    assert set(choose(records, ("lv", "ru"), limit=4)) == {"event/lv0", "event/lv1", "event/ru0", "event/ru1"}


def test_what_is_only_perhaps_wanted_is_looked_at_last():
    schema = parse_schema(
        'format = 1\nname = "C"\n[locales]\nrequired = ["en"]\noptional = ["lv"]\n'
        '[types.a]\noptional = []\n[types.a.fields.body]\nkind = "text"\n[types.b.fields.body]\nkind = "text"\n'
    )
    body = {"body": {"en": {"p1": "One"}}}
    records = [Record(type=type_, id="r", source=Locale("en"), values=body) for type_ in ("a", "b")]
    sheets = [make_sheet(records, schema)]
    assert set(choose_shown(sheets, sheets, schema, ["lv"], limit=1)) == {"b/r"}
    shown = choose_shown(sheets, sheets, schema, ["lv"], limit=2)
    assert find_page_remedies(records, shown, schema, {"lv": 1})["lv"].records == (OpenRecord("b/r", 3, 1),)
