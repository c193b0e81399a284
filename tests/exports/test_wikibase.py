"""Wikibase JSON and QuickStatements."""

import json

import pytest

from l10n.cli import main
from l10n.dates.calendars import Calendar
from l10n.exports.claims import read_time
from tests.exports.hostile import ANNA, write_collection


@pytest.fixture
def items(exported):
    return {
        next(iter(item["labels"].values()), {"value": ""})["value"]: item for item in json.loads(exported("wikibase"))
    }


def test_an_item(items):
    anna = items["Anna"]
    assert anna["id"] == "Q42"
    assert {language: label["value"] for language, label in anna["labels"].items()} == {
        "en": "Anna",
        "ru": "Анна",
        "lv": "Anna",
    }
    assert anna["descriptions"]["en"] == {"language": "en", "value": "a person of note"}
    assert [alias["value"] for alias in anna["aliases"]["lv"]] == ["Ance", "Annele"]
    claims = anna["claims"]
    assert list(claims) == ["P31", "P569"]
    assert claims["P31"][0]["mainsnak"]["datavalue"]["value"] == {"entity-type": "item", "id": "Q5", "numeric-id": 5}
    time = claims["P569"][0]["mainsnak"]["datavalue"]
    assert (time["type"], time["value"]["time"], time["value"]["precision"]) == ("time", "+1890-05-00T00:00:00Z", 10)


def test_a_julian_date_keeps_its_calendar(items):
    value = items["Plain"]["claims"]["P585"][0]["mainsnak"]["datavalue"]["value"]
    assert (value["time"], value["precision"]) == ("+1917-10-25T00:00:00Z", 11)
    assert value["calendarmodel"].endswith("Q1985786")


def test_links_lead_to_items_that_are_known(items):
    claims = items["Plain"]["claims"]
    assert [claim["mainsnak"]["datavalue"]["value"]["id"] for claim in claims["P710"]] == ["Q42"]


def test_a_language_holds_only_what_is_in_it(items):
    assert set(items["Plain"]["labels"]) == {"ru", "en", "uk"}, "the Latvian title is stale, the others are borrowed"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1918", ("+1918-00-00T00:00:00Z", 9)),
        ("1918-09-05", ("+1918-09-05T00:00:00Z", 11)),
        ("190X", ("+1900-00-00T00:00:00Z", 8)),
        ("18XX", ("+1900-00-00T00:00:00Z", 7)),
        ("-0043", ("-0044-00-00T00:00:00Z", 9)),
        ("0000", ("-0001-00-00T00:00:00Z", 9)),
        ("1918-XX", ("+1918-00-00T00:00:00Z", 9)),
        ("1918-09-XX", ("+1918-09-00T00:00:00Z", 10)),
    ],
)
def test_times(value, expected):
    time = read_time(value, Calendar.GREGORIAN)
    assert (time.text, time.precision) == expected


@pytest.mark.parametrize(
    "value",
    [
        "1918/1922",
        "1918~",
        "1918?",
        "1918-21",
        "XXXX-09-05",
        "1918-XX-05",
        "1XXX",
        "1X18",
        "-01XX",
        "[..1922]",
        "1918/",
    ],
)
def test_times_that_would_become_surer_are_left_out(value):
    assert read_time(value, Calendar.GREGORIAN) is None


def test_quickstatements(exported):
    lines = exported("quickstatements").decode().splitlines()
    anna = [line for line in lines if line.startswith("Q42\t")]
    assert anna == [
        'Q42\tLen\t"Anna"',
        'Q42\tDen\t"a person of note"',
        'Q42\tLru\t"Анна"',
        'Q42\tAru\t"Аня"',
        'Q42\tAru\t"Нюра"',
        'Q42\tLlv\t"Anna"',
        'Q42\tDlv\t"cilvēks"',
        'Q42\tAlv\t"Ance"',
        'Q42\tAlv\t"Annele"',
        "Q42\tP31\tQ5",
        "Q42\tP569\t+1890-05-00T00:00:00Z/10",
    ]
    assert "LAST\tP585\t+1917-10-25T00:00:00Z/11/J" in lines
    assert "LAST\tP710\tQ42" in lines
    assert lines.count("CREATE") == 5
    assert all(len(line.split("\t")) == 3 for line in lines if line != "CREATE")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("«\xa0oui\xa0»", "«\xa0oui\xa0»"),
        ("co\xadop \U0001f468\u200d\U0001f469", "co\xadop \U0001f468\u200d\U0001f469"),
        (" a \t  b ", "a b"),
    ],
)
def test_a_term_is_one_line_and_else_as_it_was(tmp_path, capsys, text, expected):
    root = write_collection(tmp_path / "c", [ANNA | {"name": {"lv": text}}])
    for name in ("wikibase", "quickstatements"):
        assert main(["-C", str(root), "export", name, "-", "-q", "--locale=lv"]) == 0
        out = capsys.readouterr().out
        found = json.loads(out)[0]["labels"]["lv"]["value"] if name == "wikibase" else out.split('"')[1]
        assert found == expected


def test_an_item_that_is_none_is_refused(tmp_path, capsys):
    root = write_collection(tmp_path / "c", [ANNA | {"item": "Anna"}])
    assert main(["-C", str(root), "export", "wikibase", "-"]) == 2
    assert "has the item 'Anna', expected one such as 'Q42'" in capsys.readouterr().err
