import unicodedata

import pytest

from l10n.record_problems import find_record_problems
from tests.sample import SCHEMA, parse

ORPHAN = "found a paragraph that the source locale 'en' has not, expected one of its own"
STATE = "en@9f2c1a7b03de 41d0e5f2aa10 human 2026-11-23"
NFC = "expected Unicode's composed form"

PROBLEMS = [
    pytest.param(
        {"title": {"en": "T", "lv": "c\u030ceka"}},
        [(("title", "lv"), f"found text that is not in NFC at 'c\u030ceka', {NFC}")],
        id="decomposed letters",
    ),
    pytest.param(
        {"label": {"en": "Alef \u05d0\u05bc\u05b8 end"}, "description": {"en": ["\u0634\u0651\u064e"]}},
        [
            (("label", "en"), f"found text that is not in NFC at 'Alef \u05d0\u05bc\u05b8 end', {NFC}"),
            (("description", "en", "p1"), f"found text that is not in NFC at '\u0634\u0651\u064e', {NFC}"),
        ],
        id="marks in another order",
    ),
    pytest.param(
        {"description": {"en": {"x": "long " * 100 + "e\u0301 " + "end " * 100}}},
        [
            (
                ("description", "en", "x"),
                f"found text that is not in NFC at 'long long long e\u0301 end end end end end en', {NFC}",
            )
        ],
        id="the place in a long text",
    ),
    pytest.param(
        {"images": [{"id": "z"}, {"id": "y", "caption": {"en": "e\u0301"}, "notes": {"en": {"n": "e\u0301"}}}]},
        [
            (("images", 1, "caption", "en"), f"found text that is not in NFC at 'e\u0301', {NFC}"),
            (("images", 1, "notes", "en", "n"), f"found text that is not in NFC at 'e\u0301', {NFC}"),
        ],
        id="in items",
    ),
    pytest.param(
        {"title": {"en": "a\u2028b", "ru": "\ufeffа", "lv": "a\x07", "uk": "a\x85"}},
        [
            (("title", "en"), "found the invisible character U+2028 at 'a\\u2028b', expected text without it"),
            (("title", "ru"), "found the invisible character U+FEFF at '\\ufeffа', expected text without it"),
            (("title", "lv"), "found the invisible character U+0007 at 'a\\x07', expected text without it"),
            (("title", "uk"), "found the invisible character U+0085 at 'a\\x85', expected text without it"),
        ],
        id="invisible characters",
    ),
    pytest.param(
        {"title": {"en": "x" * 21, "ru": "я" * 20}},
        [(("title", "en"), "found 21 characters, expected at most 20")],
        id="longer than the field allows",
    ),
    pytest.param(
        {"description": {"en": {"p1": "1"}, "lv": {"p1": "v", "p3": "x", "p2": "y"}}},
        [(("description", "lv", "p3"), ORPHAN), (("description", "lv", "p2"), ORPHAN)],
        id="paragraphs without a source",
    ),
    pytest.param(
        {
            "images": [{"id": "i", "notes": {"en": {"p1": "1"}, "lv": {"p2": "y"}}}],
            "state": {"lv": {"images/i/notes/p2": STATE}},
        },
        [(("images", 0, "notes", "lv", "p2"), ORPHAN)],
        id="a paragraph in an item whose source was taken away",
    ),
    pytest.param(
        {"persons": ["person/a", "person/nobody", "person/a"], "images": [{"id": "i", "shows": ["event/nothing"]}]},
        [
            (
                ("persons", 1),
                "there is no record 'person/nobody', expected the key of one of this collection",
            ),
            (("persons", 2), "'person/a' stands twice, expected each key once"),
            (
                ("images", 0, "shows", 0),
                "there is no record 'event/nothing', expected the key of one of this collection",
            ),
        ],
        id="references",
    ),
    pytest.param(
        {
            "sources": {"titel": "en", "title/en": "en", "title": "lv", "images/x/caption": "en", "description": "ru"},
            "title": {"en": "T"},
            "images": [{"id": "i", "caption": {"en": "C"}}],
        },
        [
            (("sources", "titel"), "there is no field 'titel' with text, expected 'FIELD' or 'LIST/ITEM/FIELD'"),
            (("sources", "title/en"), "there is no field 'title/en' with text, expected 'FIELD' or 'LIST/ITEM/FIELD'"),
            (("sources", "title"), "found 'lv', in which 'title' has no text, expected a locale that has one"),
            (
                ("sources", "images/x/caption"),
                "there is no field 'images/x/caption' with text, expected 'FIELD' or 'LIST/ITEM/FIELD'",
            ),
        ],
        id="source locales set for nothing",
    ),
]


def problems(**fields):
    return find_record_problems(parse(**fields), SCHEMA, lambda key: key == "person/a")


@pytest.mark.parametrize(("fields", "expected"), PROBLEMS)
def test_problems(fields, expected):
    assert list(problems(**fields)) == expected


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"title": {"en": "tab\there", "lv": " edges "}}, id="white space is for the checks"),
        pytest.param({"description": {"en": "a\nb", "ru": "\u200fא\u200e \u202bx\u202c \u200b\u00ad"}}, id="direction"),
        pytest.param({"description": {"en": ["1", "2"], "lv": ["a"]}}, id="a text written independently"),
        pytest.param({"description": {"lv": ["a"], "en": {}}}, id="no text in the source"),
        pytest.param({"title": {"lv": "L", "en": "T"}, "sources": {"title": "lv"}}, id="a source that has text"),
        pytest.param({"extra": "e\u0301\u2028", "date": "1918"}, id="values are the collection's own"),
        pytest.param({"persons": ["person/a"]}, id="a record that exists"),
    ],
)
def test_no_problems(fields):
    assert problems(**fields) == ()


def test_the_examples_are_what_they_claim():
    assert not unicodedata.is_normalized("NFC", "\u05d0\u05bc\u05b8")
    assert not unicodedata.is_normalized("NFC", "\u0634\u0651\u064e")
