import json
import time

import pytest

from l10n.record_json import MAX_TEXT, format_record, parse_record, record_value, text_problem
from l10n.records import iter_units
from l10n.schema import Field, FieldKind
from tests.sample import SCHEMA, list_errors, parse, record_json

STATE = "en@9f2c1a7b03de 41d0e5f2aa10 human 2026-11-23"
DATES = "expected an EDTF date such as '1918-09-05', '1918-09', '190X', '1918?', 'XXXX-09-05' or '1918/1922'"
LOCALES = "expected one of en, ru, lv, et, uk"
ID_RULE = "expected 1 to 120 of a-z 0-9 . _ - beginning with a letter or digit"
FIELDS = "title, label, description, date, persons, related, images, extra"

ERRORS = [
    pytest.param(
        {"id": None, "source": None, "titel": {}},
        [
            (1, "id", "there is no 'id', expected one in every record"),
            (1, "source", "there is no 'source', expected one in every record"),
            (3, "titel", f"unknown field of the type 'event', expected one of {FIELDS}; did you mean 'title'?"),
        ],
        id="missing keys do not hide the others",
    ),
    pytest.param({"type": None}, [(1, "type", "there is no 'type', expected one in every record")], id="no type"),
    pytest.param(
        {"type": "evnt"}, [(3, "type", "found 'evnt', expected one of event, person; did you mean 'event'?")], id="type"
    ),
    pytest.param({"type": ["event"]}, [(3, "type", "found a list, expected the record's type")], id="kind of type"),
    pytest.param({"id": "../a"}, [(2, "id", f"found '../a', {ID_RULE}")], id="an id that leaves the folder"),
    pytest.param({"id": "A"}, [(2, "id", f"found 'A', {ID_RULE}")], id="an id in upper case"),
    pytest.param(
        {"id": "a" * 121}, [(2, "id", f"found '{'a' * 120}'… (121 characters), {ID_RULE}")], id="121 characters"
    ),
    pytest.param({"id": 5}, [(2, "id", "found a number, expected the record's id")], id="kind of id"),
    pytest.param({"id": ""}, [(2, "id", f"found '', {ID_RULE}")], id="empty id"),
    pytest.param(
        {"source": "ee"},
        [(4, "source", f"'ee' is not a locale of this collection, {LOCALES}; did you mean 'et'?")],
        id="a locale as another source writes it",
    ),
    pytest.param(
        {"title": {"en": "T", "ua": "Т", "EN": "t"}},
        [
            (5, "title.ua", f"'ua' is not a locale of this collection, {LOCALES}; did you mean 'uk'?"),
            (5, "title.EN", f"'EN' is not a locale of this collection, {LOCALES}; did you mean 'en'?"),
        ],
        id="locales of texts",
    ),
    pytest.param(
        {"surce": "en"},
        [(5, "surce", f"unknown field of the type 'event', expected one of {FIELDS}; did you mean 'source'?")],
        id="a misspelled key of every record",
    ),
    pytest.param(
        {"title": "T", "label": {"en": ["T"]}, "description": 5, "date": 1918, "persons": "person/a", "images": {}},
        [
            (5, "title", "found a text, expected an object of locale: text"),
            (6, "label.en", "found a list, expected a text"),
            (7, "description", "found a number, expected an object of locale: paragraphs"),
            (8, "date", "found a number, expected an EDTF date"),
            (9, "persons", "found a text, expected a list of record keys"),
            (10, "images", "found an object, expected a list of objects"),
        ],
        id="wrong kinds",
    ),
    pytest.param(
        {"declared": "ru", "sources": ["ru"], "state": [STATE]},
        [
            (6, "sources", "found a list, expected an object of field: locale"),
            (5, "declared", "found a text, expected a list of locales"),
            (7, "state", "found a list, expected an object of locale: {unit: provenance}"),
        ],
        id="wrong kinds of the record's own keys",
    ),
    pytest.param(
        {"declared": ["ru", 5, "de"], "sources": {"title": "xx"}},
        [
            (6, "sources.title", f"'xx' is not a locale of this collection, {LOCALES}"),
            (5, "declared[1]", "found a number, expected a locale"),
            (5, "declared[2]", f"'de' is not a locale of this collection, {LOCALES}"),
        ],
        id="locales of declared and sources",
    ),
    pytest.param(
        {"state": {"xx": {}, "ru": "x", "lv": {"title": "human", "label": 5, "date": f"{STATE} same fuzzy"}}},
        [
            (5, "state.xx", f"'xx' is not a locale of this collection, {LOCALES}"),
            (5, "state.ru", "found a text, expected an object of unit: provenance"),
            (
                5,
                "state.lv.title",
                "found 'human', expected 'LOCALE@DIGEST DIGEST WHO DATE [MARKS]' as l10n wrote it",
            ),
            (5, "state.lv.label", "found 5, expected 'LOCALE@DIGEST DIGEST WHO DATE [MARKS]' as l10n wrote it"),
        ],
        id="state",
    ),
    pytest.param(
        {"description": {"en": None, "ru": {"P1": "x", "p2": 5}, "lv": ["a", None], "et": {"": "x"}}},
        [
            (5, "description.en", "found null, expected paragraphs: an object of id: text, a list of texts or a text"),
            (5, "description.ru.P1", "found the paragraph id 'P1', expected 1 to 40 of a-z 0-9 _ -"),
            (5, "description.ru.p2", "found a number, expected a text"),
            (5, "description.lv.f2", "found null, expected a text"),
            (5, "description.et.", "found the paragraph id '', expected 1 to 40 of a-z 0-9 _ -"),
        ],
        id="paragraphs",
    ),
    pytest.param(
        {"date": "5.9.1918", "images": [{"id": "i1", "taken": "1918-13"}]},
        [
            (5, "date", f"'5.9.1918' is not a date, {DATES}"),
            (6, "images[0].taken", f"'1918-13' is not a date (month 13), {DATES}"),
        ],
        id="dates",
    ),
    pytest.param(
        {"persons": ["event/a", "person/../a", "person/A", "person", 5], "related": ["place/a"]},
        [
            (5, "persons[0]", "found 'event/a', expected 'TYPE/ID' with the type person"),
            (5, "persons[1]", "found 'person/../a', expected 'TYPE/ID' with the type person"),
            (5, "persons[2]", "found 'person/A', expected 'TYPE/ID' with the type person"),
            (5, "persons[3]", "found 'person', expected 'TYPE/ID' with the type person"),
            (5, "persons[4]", "found a number, expected a record key"),
            (6, "related[0]", "found 'place/a', expected 'TYPE/ID' with the type event or person"),
        ],
        id="references",
    ),
    pytest.param(
        {"images": [5, {"id": "A"}, {"id": "b", "capton": {}}, {"id": "b"}, {"id": None}]},
        [
            (5, "images[0]", "found a number, expected an object"),
            (5, "images[1].id", "found 'A', expected 1 to 40 of a-z 0-9 _ -"),
            (
                5,
                "images[2].capton",
                "unknown field, expected one of id, file, caption, notes, taken, shows; did you mean 'caption'?",
            ),
            (5, "images[3].id", "'b' stands twice in the list, expected each id once"),
            (5, "images[4].id", "found None, expected 1 to 40 of a-z 0-9 _ -"),
        ],
        id="items",
    ),
    pytest.param(
        {"title": {"en": "a\0b", "ru": "a\nb", "lv": "a\rb"}, "label": {"en": "a\n"}},
        [
            (5, "title.en", "found a NUL character, expected text"),
            (5, "title.ru", "found a line break in 'a\\nb', expected one line"),
            (5, "title.lv", "found a carriage return, expected '\\n' between lines"),
            (6, "label.en", "found a line break in 'a\\n', expected one line"),
        ],
        id="characters that a line cannot hold",
    ),
    pytest.param(
        {"description": {"en": ["\na", "a\n", "a\r\nb", "a\0", "a\nb\n\nc\td", "a\x04"]}},
        [
            (5, "description.en.p1", "found a line break at the beginning, expected text"),
            (5, "description.en.p2", "found a line break at the end, expected text"),
            (5, "description.en.p3", "found a carriage return, expected '\\n' between lines"),
            (5, "description.en.p4", "found a NUL character, expected text"),
            (5, "description.en.p6", "found an EOT character, expected text"),
        ],
        id="characters that a paragraph cannot hold",
    ),
]


@pytest.mark.parametrize(("fields", "expected"), ERRORS)
def test_all_errors_are_reported_at_once_with_line_and_field(fields, expected):
    assert list_errors(record_json(**fields)) == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"[]", "found a list, expected a record, which is an object"),
        (b'"a"', "found a text, expected a record, which is an object"),
        (b"null", "found null, expected a record, which is an object"),
    ],
)
def test_what_is_no_object_is_no_record(data, message):
    assert list_errors(data) == [(1, "", message)]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("event/a", []),
        ("event/", []),
        ("event/b", [(2, "id", "found 'a', expected 'b' as the file's name says")]),
        (
            "person/b",
            [
                (3, "type", "found 'event', expected 'person' as the folder or file says"),
                (2, "id", "found 'a', expected 'b' as the file's name says"),
            ],
        ),
    ],
)
def test_a_record_is_what_its_place_says(key, expected):
    assert list_errors(record_json(), key=key) == expected


def test_lines_are_those_of_the_values():
    data = b'{\n"id": "a",\n\n"type":\n"event",\n"persons": [\n"person/a",\n5\n],\n"source": "en"\n}'
    assert list_errors(data) == [(8, "persons[1]", "found a number, expected a record key")]
    assert list_errors(data, line=11)[0][0] == 18


class TestLimits:
    def test_the_longest_text(self):
        assert list_errors(record_json(description={"en": "x" * MAX_TEXT})) == []
        assert list_errors(record_json(title={"en": "x" * MAX_TEXT}))[:1] == [], "its own limit is for `validate`"

    def test_a_text_of_50_mb_is_refused_soon(self):
        data = record_json(description={"en": ["x\n" * 25_000_000 + "x"]})
        start = time.process_time()
        message = "found a text of 50,000,001 characters, expected at most 1,000,000"
        assert list_errors(data) == [(5, "description.en.p1", message)]
        assert time.process_time() - start < 15, "one pass takes a second"

    def test_a_field_may_allow_more(self):
        field = Field(name="x", kind=FieldKind.TEXT, label="X", max_length=MAX_TEXT + 1)
        assert text_problem(field, "x" * (MAX_TEXT + 1)) == ""
        assert text_problem(field, "x" * (MAX_TEXT + 2)) != ""

    def test_many_errors_are_found_soon(self):
        paragraphs = {f"P{n}": "x" * 50 for n in range(10_000)}
        start = time.process_time()
        assert len(list_errors(record_json(description={"en": paragraphs}))) == 10_000
        assert time.process_time() - start < 15, "one search for each takes minutes"

    def test_many_levels_in_a_value(self):
        nested = json.loads('{"a": ' * 500 + "1" + "}" * 500)
        assert list_errors(record_json(extra=nested)) == []
        assert list_errors(record_json(extra={}).replace(b"{}", b"[" * 100_000 + b"]" * 100_000)) == [
            (1, "", "nested too deeply, expected a record of a few levels")
        ]


PARAGRAPHS = [
    pytest.param({"en": "one"}, {"en": {"p1": "one"}}, id="a text"),
    pytest.param({"en": ""}, {"en": {"p1": ""}}, id="an empty text"),
    pytest.param({"en": ["one", "two"]}, {"en": {"p1": "one", "p2": "two"}}, id="a list"),
    pytest.param({"en": []}, {"en": {}}, id="an empty list"),
    pytest.param({"en": {"x": "one"}}, {"en": {"x": "one"}}, id="an object"),
    pytest.param({"en": "one", "lv": "viens"}, {"en": {"p1": "one"}, "lv": {"p1": "viens"}}, id="single beside single"),
    pytest.param(
        {"en": {"intro": "one"}, "lv": ["viens"]},
        {"en": {"intro": "one"}, "lv": {"intro": "viens"}},
        id="single beside single that has an id",
    ),
    pytest.param(
        {"en": ["one", "two"], "lv": ["viens", "divi"]},
        {"en": {"p1": "one", "p2": "two"}, "lv": {"f1": "viens", "f2": "divi"}},
        id="lists are never aligned by index",
    ),
    pytest.param(
        {"lv": ["viens", "divi"], "en": ["one", "two"]},
        {"lv": {"f1": "viens", "f2": "divi"}, "en": {"p1": "one", "p2": "two"}},
        id="nor does it matter which stands first",
    ),
    pytest.param(
        {"en": ["one", "two"], "lv": "viens"},
        {"en": {"p1": "one", "p2": "two"}, "lv": {"f1": "viens"}},
        id="single beside many",
    ),
    pytest.param(
        {"en": "one", "lv": ["viens", "divi"]},
        {"en": {"p1": "one"}, "lv": {"f1": "viens", "f2": "divi"}},
        id="many beside single",
    ),
    pytest.param(
        {"en": {"f1": "one", "f3": "two"}, "lv": ["viens", "divi"]},
        {"en": {"f1": "one", "f3": "two"}, "lv": {"f2": "viens", "f4": "divi"}},
        id="ids of its own are none of the source's",
    ),
    pytest.param(
        {"lv": ["viens", "divi"], "ru": ["один"]},
        {"lv": {"f1": "viens", "f2": "divi"}, "ru": {"p1": "один"}},
        id="without text in the record's source the first required locale is it",
    ),
]


@pytest.mark.parametrize(("given", "expected"), PARAGRAPHS)
def test_paragraphs_get_ids(given, expected):
    record = parse(description=given)
    assert record.values["description"] == expected
    again = parse_record(format_record(record, SCHEMA), SCHEMA)
    assert again == record, "ids that were given stay"


def test_an_override_says_which_list_is_the_source():
    record = parse(description={"en": ["one", "two"], "lv": ["viens", "divi"]}, sources={"description": "lv"})
    assert record.values["description"] == {"en": {"f1": "one", "f2": "two"}, "lv": {"p1": "viens", "p2": "divi"}}
    assert [unit.source_locale for unit in iter_units(record, SCHEMA)] == ["lv", "lv", "lv"]


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        ([None, None], ["i1", "i2"]),
        (["i1", None], ["i1", "i2"]),
        ([None, "i1"], ["i2", "i1"]),
        ([None, "x", None], ["i1", "x", "i2"]),
    ],
)
def test_items_get_ids(ids, expected):
    items = [{"file": "x"} | ({"id": name} if name else {}) for name in ids]
    assert [item["id"] for item in parse(images=items).values["images"]] == expected


def test_the_normal_form():
    record = parse(
        extra={"b": 1, "a": [1.5, None, "e\u0301"]},
        state={"lv": {"images/i1/caption": STATE, "description/p1": STATE, "title": STATE, "gone": STATE}, "ru": {}},
        declared=["uk", "et"],
        images=[{"caption": {"en": "C"}, "file": "x.jpg"}],
        description={"lv": {"p1": "viens", "p2": "divi"}, "en": {"p2": "two", "p1": "one"}},
        title={"uk": "", "en": 'T \\ " / \u2028 é e\u0301 😀'},
        sources={"title": "en", "description": "en"},
    )
    expected = """\
{
  "id": "a",
  "type": "event",
  "source": "en",
  "sources": {
    "description": "en",
    "title": "en"
  },
  "title": {
    "en": "T \\\\ \\" / \u2028 é e\u0301 😀",
    "uk": ""
  },
  "description": {
    "en": {
      "p2": "two",
      "p1": "one"
    },
    "lv": {
      "p2": "divi",
      "p1": "viens"
    }
  },
  "images": [
    {
      "id": "i1",
      "file": "x.jpg",
      "caption": {
        "en": "C"
      }
    }
  ],
  "extra": {
    "b": 1,
    "a": [
      1.5,
      null,
      "e\u0301"
    ]
  },
  "declared": [
    "et",
    "uk"
  ],
  "state": {
    "lv": {
      "title": "STATE",
      "description/p1": "STATE",
      "images/i1/caption": "STATE",
      "gone": "STATE"
    }
  }
}
""".replace("STATE", STATE)
    assert format_record(record, SCHEMA).decode() == expected
    line = format_record(record, SCHEMA, compact=True).decode()
    assert line.count("\n") == 1
    assert line.endswith("\n")
    assert json.loads(line) == json.loads(expected) == record_value(record, SCHEMA)


def test_a_minimal_record():
    assert format_record(parse(), SCHEMA) == b'{\n  "id": "a",\n  "type": "event",\n  "source": "en"\n}\n'


@pytest.mark.parametrize("number", ["1.5", "12345678901234567890123", "-0.0", "1e300"])
def test_numbers_keep_their_value(number):
    data = record_json(extra=0).replace(b'"extra": 0', f'"extra": {number}'.encode())
    formatted = json.loads(format_record(parse_record(data, SCHEMA), SCHEMA))
    assert repr(formatted["extra"]) == repr(json.loads(number))
