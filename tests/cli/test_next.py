"""`l10n next`: the list as people and programs get it."""

import json

import pytest

from l10n.cli import main
from l10n.reports.figures import cell_width
from l10n.text import digest
from tests.collection import TERROR, TROTSKY, make_collection

RUSSIAN = {"id": "b", "type": "event", "source": "ru", "title": {"ru": "Кронштадт"}}
HOSTILE = {
    "id": "h",
    "type": "event",
    "source": "en",
    "title": {"en": "\x1b[31mred\u202e {x} [bold]%s"},
    "description": {"en": {"p1": "記録" * 200, "p2": "line\nline\ttab"}},
}


@pytest.fixture
def collection(tmp_path):
    return make_collection(tmp_path, TERROR, TROTSKY, RUSSIAN)


def run(collection, *options, expect=0):
    assert main(["-C", str(collection.root), "next", "--locale", "lv", "--reads", "en", *options]) == expect


def value(collection, capsys, *options):
    run(collection, "--format", "json", *options)
    return json.loads(capsys.readouterr().out)


def test_the_list_says_all_that_a_score_comes_from(collection, capsys):
    run(collection)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["Unit", "From", "State", "Words", "Left", "Demand", "Score"]
    assert lines[1] == "event/terror  The Red Terror"
    assert lines[2].split() == ["title", "en", "missing", "3", "3", "1", "3"]
    assert lines[3] == "    The Red Terror"
    assert "person/trotsky  Leon Trotsky" in lines
    assert "lv: 5 units of 5 open, 15 words of 15" in lines
    assert "1 unit needs another language: ru 1" in lines


def test_json_has_the_same(collection, capsys):
    found = value(collection, capsys)
    assert found["total"] == {"units": 5, "words": 15, "out": 0, "conflicts": 0, "other_language": {"ru": 1}}
    name = next(task for task in found["tasks"] if task["key"] == "person/trotsky/name")
    assert name == {
        "key": "person/trotsky/name",
        "record": "person/trotsky",
        "label": "Leon Trotsky",
        "state": "missing",
        "source_locale": "en",
        "source": "Leon Trotsky",
        "source_who": None,
        "words": 2,
        "left": 2,
        "share": 1,
        "demand": 2,
        "score": 4,
        "memory": [],
    }


def test_the_memory_says_how_like_from_where_and_how_old(tmp_path, capsys):
    made = f"en@{digest('The Red Terror')} {digest('Sarkanais terors')} human 2026-11-23"
    title = {"en": "The Red Terror", "lv": "Sarkanais terors"}
    known = {"id": "k", "type": "event", "source": "en", "title": title, "state": {"lv": {"title": made}}}
    collection = make_collection(tmp_path, TERROR, TROTSKY, known)
    (match,) = next(task for task in value(collection, capsys)["tasks"] if task["key"] == "event/terror/title")[
        "memory"
    ]
    assert match == {
        "target": "Sarkanais terors",
        "source": "The Red Terror",
        "score": 1,
        "key": "event/k/title",
        "when": "2026-11-23",
    }
    run(collection)
    assert "    100 %  Sarkanais terors  (event/k/title, 2026-11-23)\n" in capsys.readouterr().out
    assert all(not task["memory"] for task in value(collection, capsys, "--no-memory")["tasks"])


def test_readers_change_the_order(collection, capsys, tmp_path):
    (tmp_path / "views.csv").write_text("key,views\nperson/trotsky,500\n")
    found = value(collection, capsys, "--readers", str(tmp_path / "views.csv"))
    assert (found["tasks"][0]["key"], found["tasks"][0]["demand"]) == ("person/trotsky/name", 500)


def test_what_is_out_is_listed_if_asked_for(collection, capsys):
    root = str(collection.root)
    main(["-C", root, "batch", "out", "--locale", "lv", "--reads", "en", "--to", root, "--quiet"])
    capsys.readouterr()
    run(collection)
    assert capsys.readouterr().out == (
        "lv: there is nothing to translate from en\n5 units are out in batches\n1 unit needs another language: ru 1\n"
    )
    assert len(value(collection, capsys, "--again")["tasks"]) == 5


LIMITS = {
    "two units": (["--limit", "2"], 2),
    "five words": (["--words", "5"], 1),
    "a type": (["--type", "person"], 1),
    "two types": (["--type", "person", "--type", "event"], 5),
    "by unit": (["--by", "unit"], 5),
}


@pytest.mark.parametrize(("options", "count"), LIMITS.values(), ids=LIMITS)
def test_as_much_as_is_wished(collection, capsys, options, count):
    assert len(value(collection, capsys, *options)["tasks"]) == count


WRONG = {
    "a locale that is none": (
        ["--locale", "xx"],
        "there is no locale 'xx' in this collection, expected one of en, ru,",
    ),
    "reading one that is none": (["--reads", "ru,ee"], "there is no locale 'ee'"),
    "reading the target alone": (["--reads", "lv"], "--reads names 'lv', expected a locale other than lv"),
    "reading nothing": (["--reads", ""], "--reads names '', expected a locale other than lv"),
    "a type that is none": (["--type", "persom"], "did you mean 'person'?"),
    "no units": (["--limit", "0"], "expected a whole number of at least 1"),
    "a file that is not there": (["--readers", "nowhere.csv"], "nowhere.csv: cannot read it"),
}


@pytest.mark.parametrize(("options", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said(collection, capsys, options, message):
    run(collection, *options, expect=2)
    assert message in capsys.readouterr().err


def test_readers_of_another_site_are_told(collection, capsys, tmp_path):
    (tmp_path / "views.csv").write_text("/about,12\n")
    run(collection, "--readers", str(tmp_path / "views.csv"), expect=2)
    assert "found '/about', expected keys of this collection's records" in capsys.readouterr().err


@pytest.mark.parametrize("columns", ["20", "60", "200"])
def test_a_record_s_text_cannot_steer_the_terminal_or_break_the_table(tmp_path, capsys, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("FORCE_COLOR", "1")
    run(make_collection(tmp_path, HOSTILE))
    output = capsys.readouterr().out
    assert "\x1b[31m" not in output
    assert "\u202e" not in output
    plain = output.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "")
    texts = [line for line in plain.splitlines() if line.startswith(("    ", "event/"))]
    assert max(map(cell_width, texts)) <= max(int(columns), 40)


def test_an_empty_collection(tmp_path, capsys):
    collection = make_collection(tmp_path, TROTSKY)
    (tmp_path / "records/person/trotsky.json").unlink()
    run(collection)
    assert capsys.readouterr().out == "lv: there is nothing to translate from en\n"


def test_quiet_is_the_list_alone(collection, capsys):
    run(collection, "--quiet", "--limit", "1")
    assert len(capsys.readouterr().out.splitlines()) == 4
