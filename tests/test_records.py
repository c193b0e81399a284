import pytest

from l10n.model import Provenance, State
from l10n.records import (
    Change,
    choose_source,
    id_problem,
    is_free,
    is_pinned,
    iter_references,
    iter_units,
    record_label,
    with_changes,
)
from l10n.text import digest
from tests.sample import SCHEMA, parse

WANTED = ("en", "ru", "lv", "et", "uk")
DAY = "2026-11-23"


def units(**fields):
    """Return a record's units by path: the key without the record."""
    return {unit.key.removeprefix("event/a/"): unit for unit in iter_units(parse(**fields), SCHEMA)}


def provenance(source: str, target: str, *marks: str, locale: str = "en") -> str:
    return str(Provenance(locale, digest(source), digest(target), "human", DAY, marks))


@pytest.mark.parametrize("name", ["a", "0", "a.b", "a-b_c.d", "a" * 120, "con", "a..b", "a.json"])
def test_ids(name):
    assert id_problem(name) == ""


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../a", "a/b", "a\\b", "A", "-a", "_a", ".a", "a" * 121, "é", "a b", "a\n", "a\0", "ａ"]
)
def test_what_is_no_id(name):
    assert "expected 1 to 120 of a-z 0-9 . _ - beginning with a letter or digit" in id_problem(name)


def test_a_long_id_is_not_repeated_in_full():
    assert id_problem("a" * 5000).startswith(f"found '{'a' * 120}'… (5000 characters), expected")


def test_units_come_in_the_order_of_fields_items_and_source_paragraphs():
    found = units(
        images=[{"id": "b", "caption": {"en": "B"}, "notes": {"en": ["N"]}}, {"id": "a", "caption": {"en": "A"}}],
        description={"ru": {"p1": "1", "p2": "2"}, "en": {"p2": "two", "p1": "one", "p0": " "}},
        title={"en": "T"},
        date="1918",
        extra={"en": "not a text"},
    )
    assert list(found) == [
        "title",
        "description/p2",
        "description/p1",
        "images/b/caption",
        "images/b/notes/p1",
        "images/a/caption",
    ]
    assert found["description/p1"].texts == {"ru": "1", "en": "one"}
    assert found["description/p1"].source == "one"


SOURCES = [
    pytest.param({"title": {"en": "T", "ru": "Т"}}, "en", id="the record's own"),
    pytest.param({"title": {"en": "T", "ru": "Т"}, "sources": {"title": "ru"}}, "ru", id="the override"),
    pytest.param({"title": {"en": "T", "ru": " "}, "sources": {"title": "ru"}}, "en", id="an override without text"),
    pytest.param({"title": {"lv": "T", "ru": "Т"}}, "ru", id="the first required one that has text"),
    pytest.param({"title": {"uk": "T", "lv": "T", "en": ""}}, "lv", id="a required one before an optional one"),
    pytest.param({"title": {"uk": "T"}}, "uk", id="an optional one"),
    pytest.param({"source": "et", "title": {"en": "T", "et": "E"}}, "et", id="another record's own"),
]


@pytest.mark.parametrize(("fields", "expected"), SOURCES)
def test_the_source_of_a_field(fields, expected):
    assert units(**fields)["title"].source_locale == expected


@pytest.mark.parametrize("fields", [{}, {"title": {}}, {"title": {"en": ""}}, {"description": {"ru": {"p1": " "}}}])
def test_a_text_without_any_source_is_no_unit(fields):
    assert units(**fields) == {}


def test_sources_of_paragraphs_and_items():
    found = units(
        description={"en": {"p1": "1", "p2": "2"}, "lv": {"p1": "viens"}},
        images=[{"id": "i1", "caption": {"en": "C", "ru": "П"}}],
        sources={"description": "lv", "images/i1/caption": "ru"},
    )
    assert {path: unit.source_locale for path, unit in found.items()} == {
        "description/p1": "lv",
        "images/i1/caption": "ru",
    }


def test_choose_source_without_any_text_is_the_record_s_own():
    assert choose_source(None, "lv", [], SCHEMA) == "lv"


CELLS = [
    pytest.param("en", {"en": "T"}, None, State.SOURCE, id="the source"),
    pytest.param("lv", {"en": "T"}, None, State.MISSING, id="absent"),
    pytest.param("lv", {"en": "T", "lv": ""}, None, State.MISSING, id="empty"),
    pytest.param("lv", {"en": "T", "lv": " \u00a0"}, None, State.MISSING, id="white space"),
    pytest.param("lv", {"en": "T", "lv": "L"}, None, State.TRANSLATED, id="translated, never synchronised"),
    pytest.param("lv", {"en": "T", "lv": "T"}, None, State.FUZZY, id="a copy"),
    pytest.param("lv", {"en": "T", "lv": "T"}, provenance("T", "T", "same"), State.SAME, id="a copy on purpose"),
    pytest.param("lv", {"en": "T", "lv": "L"}, provenance("T", "L"), State.TRANSLATED, id="fresh"),
    pytest.param("lv", {"en": "T2", "lv": "L"}, provenance("T", "L"), State.FUZZY, id="the source moved"),
    pytest.param("lv", {"en": "T2", "lv": "L2"}, provenance("T", "L"), State.TRANSLATED, id="both moved"),
    pytest.param("lv", {"en": "T", "lv": "L"}, provenance("T", "L", "fuzzy"), State.FUZZY, id="marked fuzzy"),
    pytest.param("lv", {"en": "T", "lv": "L"}, provenance("T", "L", "conflict"), State.FUZZY, id="a conflict"),
    pytest.param("lv", {"en": "T", "lv": "L"}, provenance("Т", "L", locale="ru"), State.FUZZY, id="its source is gone"),
    pytest.param("de", {"en": "T"}, None, State.EXCLUDED, id="not wanted"),
]


@pytest.mark.parametrize(("locale", "texts", "state", "expected"), CELLS)
def test_what_a_unit_is_in_a_locale(locale, texts, state, expected):
    fields = {"title": texts} | ({"state": {locale: {"title": state}}} if state else {})
    assert units(**fields)["title"].cell(locale) is expected


CHAINS = [
    pytest.param({}, {}, State.TRANSLATED, id="nothing moved"),
    pytest.param({"en": "T2"}, {}, State.FUZZY, id="the source moved, so the text between is in doubt"),
    pytest.param({"en": "T2"}, {"lv": provenance("T2", "L")}, State.TRANSLATED, id="the text between was confirmed"),
    pytest.param({"lv": "L2"}, {}, State.FUZZY, id="the text between changed"),
    pytest.param({"lv": "L2", "ru": "R2"}, {}, State.TRANSLATED, id="it was edited with the text between"),
    pytest.param({"lv": None}, {}, State.FUZZY, id="the text between is gone"),
    pytest.param({}, {"lv": provenance("T", "L", "fuzzy")}, State.FUZZY, id="the text between is doubted"),
    pytest.param({}, {"lv": provenance("T", "L", "conflict")}, State.FUZZY, id="the text between is in conflict"),
    pytest.param({}, {"lv": None}, State.TRANSLATED, id="the text between never went through the loop"),
    pytest.param({"en": "T2"}, {"lv": provenance("T", "L0")}, State.TRANSLATED, id="the text between was edited"),
    pytest.param({}, {"lv": provenance("R", "L", locale="ru")}, State.FUZZY, id="made from each other"),
    pytest.param({}, {"lv": provenance("L", "L", locale="lv")}, State.FUZZY, id="made from itself"),
    pytest.param({}, {"lv": provenance("", "L", locale="et")}, State.TRANSLATED, id="made from nothing"),
]


@pytest.mark.parametrize(("texts", "states", "expected"), CHAINS)
def test_a_translation_of_a_translation_moves_with_the_first_source(texts, states, expected):
    title = {"en": "T", "lv": "L", "ru": "R"} | texts
    state = {"lv": provenance("T", "L"), "ru": provenance("L", "R", locale="lv")} | states
    fields = {
        "title": {code: text for code, text in title.items() if text is not None},
        "state": {code: {"title": words} for code, words in state.items() if words},
    }
    assert units(**fields)["title"].cell("ru") is expected


def test_what_a_text_was_made_from_is_named_once_each():
    state = {
        "lv": {"title": provenance("T", "L")},
        "ru": {"title": provenance("L", "R", locale="lv")},
        "et": {"title": provenance("U", "E", locale="uk")},
        "uk": {"title": provenance("E", "U", locale="et")},
    }
    title = units(title={"en": "T", "lv": "L", "ru": "R", "et": "E", "uk": "U"}, state=state)["title"]
    assert [title.bases(code) for code in ("en", "lv", "ru", "et")] == [(), ("en",), ("lv", "en"), ("uk", "et")]
    assert title.has_chain()


def test_a_name_that_equals_its_source_needs_no_translation():
    assert units(label={"en": "Riga", "lv": "Riga"})["label"].cell("lv") is State.SAME


def test_paragraphs_of_a_locale_that_wrote_its_own_are_one_unit_and_never_aligned():
    found = units(description={"en": ["1", "2"], "ru": ["один", "два"], "lv": {"p1": "viens"}})
    assert list(found) == ["description/p1", "description/p2", "description"]
    assert found["description/p1"].texts == {"en": "1", "lv": "viens"}
    assert found["description/p1"].wanted == ("en", "lv", "et", "uk")
    free = found["description"]
    assert (free.is_free, free.wanted, free.texts) == (True, ("ru",), {"en": "1\n\n2", "ru": "один\n\nдва"})
    assert free.cell("ru") is State.TRANSLATED


def test_a_free_text_that_equals_the_source_is_written_independently_all_the_same():
    assert units(description={"en": {"a": "1"}, "ru": {"b": "1"}})["description"].cell("ru") is State.TRANSLATED


FREE = [
    pytest.param({"p1": "x"}, {}, False, id="one shared id"),
    pytest.param({"p1": "x", "f1": "y"}, {}, False, id="one shared id and one of its own"),
    pytest.param({"f1": "y"}, {}, True, id="only its own"),
    pytest.param({"p0": "y"}, {"description/p0": "…"}, False, id="its own, but once a translation"),
    pytest.param({"p0": "y"}, {"title": "…"}, True, id="its own, and another field was synchronised"),
]


@pytest.mark.parametrize(("own", "state", "expected"), FREE)
def test_what_counts_as_written_independently(own, state, expected):
    assert is_free({"en": {"p1": "1"}, "ru": own}, "en", "ru", state, "description") is expected


def test_references_are_found_in_items_too():
    record = parse(
        persons=["person/b", "person/a"], images=[{"id": "i1", "shows": ["event/x"]}, {"id": "i2"}], related=[]
    )
    assert list(iter_references(record, SCHEMA)) == [
        ("persons", "person/b"),
        ("persons", "person/a"),
        ("images/i1/shows", "event/x"),
    ]


@pytest.mark.parametrize(
    ("title", "locale", "label"),
    [
        ({"en": "T", "lv": "L"}, "lv", "L"),
        ({"en": "T", "lv": " "}, "lv", "T"),
        ({"lv": "L", "ru": "Р"}, "et", "Р"),
        ({}, "en", "a"),
        (None, "en", "a"),
    ],
)
def test_what_to_call_a_record(title, locale, label):
    assert record_label(parse(title=title), SCHEMA, locale) == label


class TestChanges:
    def record(self):
        return parse(
            title={"en": "T"},
            description={"en": ["1", "2"]},
            images=[{"id": "i1", "file": "x", "caption": {"en": "C"}, "notes": {"en": ["N"]}}, {"id": "i2"}],
        )

    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ("title", {"title": {"en": "T", "lv": "L"}}),
            ("description/p2", {"description": {"en": {"p1": "1", "p2": "2"}, "lv": {"p2": "L"}}}),
        ],
    )
    def test_a_text_is_put_in_its_place(self, path, expected):
        before = self.record()
        after = with_changes(before, [Change(path, "lv", text="L")])
        assert after.values == before.values | expected
        assert before == self.record(), "the old record is as it was"

    @pytest.mark.parametrize(
        ("path", "field", "held"),
        [("images/i1/caption", "caption", "L"), ("images/i1/notes/p1", "notes", {"p1": "L"})],
    )
    def test_a_text_in_an_item(self, path, field, held):
        before = self.record()
        after = with_changes(before, [Change(path, "lv", text="L")])
        assert after.values["images"][0][field]["lv"] == held
        assert after.values["images"][1] == {"id": "i2"}
        assert before == self.record()

    def test_state_and_source(self):
        made = Provenance("en", "0" * 12, "1" * 12, "human", DAY)
        changes = [
            Change("description/p1", "lv", text="viens", provenance=made, pinned_source="en"),
            Change("images/i1/notes/p1", "lv", text="N", pinned_source="en"),
        ]
        after = with_changes(self.record(), changes)
        assert after.state == {"lv": {"description/p1": str(made)}}
        assert after.sources == {"description": "en", "images/i1/notes": "en"}

    @pytest.mark.parametrize("changes", [[], [Change("title", "en", text="T")], [Change("title", "lv")]])
    def test_nothing_new_is_the_same_record(self, changes):
        record = self.record()
        assert with_changes(record, changes) is record


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": {"en": "T"}}, True),
        ({"title": {"ru": "Т"}}, False),
        ({"title": {"ru": "Т"}, "sources": {"title": "ru"}}, True),
        ({"images": [{"id": "i1", "caption": {"ru": "Т"}}], "sources": {"images/i1/caption": "ru"}}, True),
        ({"images": [{"id": "i1", "caption": {"ru": "Т"}}]}, False),
    ],
)
def test_whether_a_new_text_in_the_record_s_locale_would_move_the_source(fields, expected):
    record = parse(**fields)
    (unit,) = iter_units(record, SCHEMA)
    assert is_pinned(record, unit) is expected
