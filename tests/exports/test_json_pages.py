"""JSON and JSON Lines."""

import json

import pytest

from l10n.cli import main
from l10n.errors import Place
from l10n.exports import Options
from l10n.exports.json_pages import page_value
from l10n.exports.plain import PlainReader
from l10n.exports.selection import Selection
from l10n.exports.stream import Stream, StreamedRecord
from l10n.label_book import LabelBook
from l10n.project import open_project
from l10n.served import collect_labels, serve_record
from tests.exports.hostile import FORMULA, HOSTILE, LONG, write_collection


def pages(data: bytes) -> dict:
    return {(page["key"], page["locale"]): page["fields"] for page in map(json.loads, data.splitlines())}


def test_a_page(exported):
    page = pages(exported("jsonl", "--locale=lv"))["event/a.b-c_d..e", "lv"]
    assert page == {
        "title": FORMULA,
        "description": ["Первый.", "Second.", "Третий."],
        "date": {"edtf": "1918-09-05/1922", "text": "1918. gada 5. septembris – 1922. g."},
        "persons": [{"key": "person/anna", "label": "Anna"}, {"key": "person/nobody"}],
        "related": [{"key": "event/plain", "label": "Vecs"}, {"key": "person/nameless"}],
        "images": [
            {
                "file": 'a b"<.jpg',
                "caption": "A poster\twith a tab",
                "taken": {"edtf": "190X", "text": "1900. gadi"},
            },
            {"caption": "Снимок"},
        ],
        "extra": {"x": [1, None, "=1+1"]},
    }


def test_every_text_can_say_which_locale_it_is_in(exported):
    found = pages(exported("jsonl", "--locale=lv", "--mark-served"))
    event = found["event/a.b-c_d..e", "lv"]
    assert event["description"] == [
        {"text": "Первый.", "locale": "ru"},
        {"text": "Second.", "locale": "en"},
        {"text": "Третий.", "locale": "ru"},
    ]
    assert event["related"][0] == {"key": "event/plain", "label": {"text": "Vecs", "locale": "lv", "stale": True}}
    assert found["event/copy", "lv"]["title"] == {"text": LONG, "locale": "ru"}


def test_what_is_missing_is_left_out_and_never_empty(exported):
    found = pages(exported("jsonl", "--locale=uk"))
    assert "title" not in found["event/copy", "uk"]
    assert found["event/plain", "uk"]["title"] == "Просте"
    assert "description" not in found["event/plain", "uk"]
    assert found["event/0", "uk"] == {}
    assert '""' not in exported("json").decode()


def test_a_julian_date_says_so(exported):
    assert pages(exported("jsonl", "--locale=en"))["event/plain", "en"]["date"] == {
        "edtf": "1917-10-25",
        "text": "25 October (7 November) 1917",
        "calendar": "julian",
    }


def test_codes_as_the_site_writes_them(exported):
    found = pages(exported("jsonl", "--codes=capture", "--mark-served"))
    assert {locale for _, locale in found} == {"en", "ru", "lv", "ee", "ua", "sr-Latn"}
    assert found["event/a.b-c_d..e", "ee"]["description"][0] == {"text": "Vaba tekst.", "locale": "ee"}


def test_both_formats_say_the_same(exported):
    lines = exported("jsonl")
    assert json.loads(exported("json")) == [json.loads(line) for line in lines.splitlines()]
    assert HOSTILE in lines.decode() or json.dumps(HOSTILE)[1:20] in lines.decode()


def test_nothing_is_a_whole_array(tmp_path):
    root = write_collection(tmp_path / "c", ())
    assert main(["-C", str(root), "export", "json", str(tmp_path / "x.json"), "-q"]) == 1
    assert json.loads((tmp_path / "x.json").read_text()) == []


@pytest.mark.parametrize(("is_marked", "dates"), [(False, ""), (True, "dd.mm.yyyy")])
def test_plain_records_are_read_as_all_others_are_served(hostile, is_marked, dates):
    """Whatever the quick way returns is what the long way returns, and it counts the same."""
    project = open_project(hostile)
    schema = project.schema
    book = LabelBook(schema)
    book.add((text.type, text.data, Place()) for text in project.iter_record_texts())
    labels = collect_labels(project.iter_records(), schema)
    options = Options(schema=schema, locales=schema.locales, is_marked=is_marked, labels=book, dates=dates)
    quick, long = (Stream(schema, schema.locales, book, Selection()) for _ in range(2))
    reader = PlainReader(quick, options)
    taken = []
    for text in project.iter_record_texts():
        record = StreamedRecord(long, text, project.parse_record_text)
        found = reader.read(StreamedRecord(quick, text, project.parse_record_text))
        if found is not None:
            served = [serve_record(record.record, locale, schema, labels) for locale in schema.locales]
            assert found == [page_value(page, options) for page in served]
            assert tuple(served) == record.pages
            taken.append(record.key)
    assert set(taken) == {"event/plain", "event/copy", "event/0", "person/anna", "person/nameless"}
    assert {locale: sums.as_value() for locale, sums in quick.sums.items()} == {
        locale: sums.as_value() for locale, sums in long.sums.items()
    }
