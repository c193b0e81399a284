"""`l10n check`: what it finds and prints, where it is told to look, and what it returns."""

import re
import subprocess
import sys

import pytest

from tests.cli.check.found import FOUND, LATIN_A, read_json, summary
from tests.collection import CONFIG, Collection, make_collection


def test_findings_are_shown_with_the_spot_marked(collection, capsys) -> None:
    assert collection.run("check", "--check", "mixed-script") == 1
    out = capsys.readouterr().out
    line = next(
        n for n, text in enumerate(collection.read("records/event/red-terror.json").splitlines(), 1) if LATIN_A in text
    )
    assert out.splitlines() == [
        f"{collection.root}/records/event/red-terror.json:{line}: event/red-terror/title [ru]",
        "  error: found the Latin letter 'a' in 'Крaсный', expected the Cyrillic one (mixed-script)",
        f"    {LATIN_A}",
        "      ^",
        "",
        out.splitlines()[-1],
    ]
    assert out.splitlines()[-1].startswith("check: 1 error in ")


def test_hostile_text_cannot_steer_the_terminal(tmp_path, capsys) -> None:
    event = {"id": "a", "type": "event", "source": "en", "title": {"en": "\x1b[31mRed  \u202eTerror\x9b"}}
    collection = make_collection(tmp_path, event)
    assert collection.run("check") == 1
    out = capsys.readouterr().out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out)


def test_json_says_all(collection, capsys) -> None:
    value = read_json(collection, capsys)
    assert summary(value) == FOUND
    space = value["findings"][0]
    assert (space["text"], space["span"], space["fix"]) == ("The Red  Terror", [7, 9], " ")
    assert value["counts"] == {"error": 1, "warning": 1, "info": 0}


def test_catalogs_add_only_what_their_records_have_not(collection, capsys) -> None:
    collection.sync()
    assert summary(read_json(collection, capsys)) == FOUND
    collection.translate("event/red-terror/title", "lv", "Sarkanais  terors")
    value = read_json(collection, capsys)
    assert (
        summary(value) == [*FOUND, ("double-space", "event/red-terror/title", "lv", "new")]
        or len(value["findings"]) == 3
    )
    assert [one["check"] for one in read_json(collection, capsys, "--catalogs")["findings"]] == [
        "double-space",
        "mixed-script",
    ]
    assert summary(read_json(collection, capsys, "--records")) == FOUND


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(["--check", "double-space"], FOUND[:1], id="check"),
        pytest.param(["--locale", "ru"], FOUND[1:], id="locale"),
        pytest.param(["--type", "event"], FOUND, id="type"),
    ],
)
def test_a_run_can_be_narrowed(collection, capsys, arguments, expected) -> None:
    assert summary(read_json(collection, capsys, *arguments)) == expected


def test_another_type_is_clean(collection, capsys) -> None:
    assert summary(read_json(collection, capsys, "--type", "person", expect=0)) == []


@pytest.mark.parametrize(
    ("level", "check", "expected"),
    [
        ("error", "double-space", 0),
        ("warning", "double-space", 1),
        ("info", "double-space", 1),
        ("error", "mixed-script", 1),
    ],
)
def test_the_exit_status_depends_on_the_severity(collection, level, check, expected) -> None:
    assert collection.run("check", "--check", check, "--fail-on", level) == expected


def test_an_empty_collection_is_clean(tmp_path, capsys) -> None:
    collection = Collection(tmp_path)
    collection.write("l10n.toml", CONFIG)
    assert collection.run("check") == 0
    assert capsys.readouterr().out == "check: nothing found in 0 texts\n"


def test_a_pipe_that_closes_early_is_no_crash(collection) -> None:
    command = [sys.executable, "-m", "l10n", "-C", str(collection.root), "check"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.close()
    assert "Traceback" not in process.communicate()[1]
