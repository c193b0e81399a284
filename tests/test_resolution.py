"""Conflicts settled by a person: the record's text, the catalog's, or both."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.collection import Collection, make_collection

ROOT = Path(__file__).parent.parent
TITLE, P1 = "event/terror/title", "event/terror/description/p1"
RECORD, CATALOG = "Террор, из записи", "Террор, из каталога"


@pytest.fixture
def collection(tmp_path) -> Collection:
    """A collection with a conflict in the title and one in a paragraph."""
    made = make_collection(tmp_path)
    made.sync()
    for unit in (TITLE, P1):
        made.edit(unit, "ru", RECORD)
        made.translate(unit, "ru", CATALOG)
    return made


def both_sides(collection, unit):
    entry = collection.entry(unit, "ru")
    return collection.held(unit, "ru"), entry.target, entry.fuzzy


OPEN = (RECORD, CATALOG, True)


KEPT = {
    "record": (RECORD, ()),
    "catalog": (CATALOG, ()),
    "both": (RECORD, (f"l10n: earlier: {CATALOG}",)),
}
"""{what to keep: the text on both sides afterwards, and the entry's comments}."""


@pytest.fixture(params=["after-a-sync", "at-once"])
def conflicts(request, collection) -> Collection:
    """Both conflicts, and one in Latvian; known already or not."""
    collection.edit(TITLE, "lv", "Ieraksts")
    collection.translate(TITLE, "lv", "Katalogs")
    if request.param == "after-a-sync":
        collection.sync(expect=1)
    return collection


@pytest.mark.parametrize("keep", KEPT)
class TestKeep:
    def test_all(self, conflicts, keep):
        text, comments = KEPT[keep]
        assert conflicts.run("resolve", "--keep", keep) == 0
        for unit in (TITLE, P1):
            assert both_sides(conflicts, unit) == (text, text, False)
            assert conflicts.entry(unit, "ru").comments == comments
            assert "conflict" not in conflicts.state(unit, "ru")
        before = conflicts.files()
        conflicts.forget()
        conflicts.sync()
        assert conflicts.files() == before

    def test_one_unit(self, conflicts, keep):
        text, _ = KEPT[keep]
        assert conflicts.run("resolve", TITLE, "--keep", keep) == 1
        assert both_sides(conflicts, TITLE) == (text, text, False)
        assert both_sides(conflicts, P1) == OPEN

    def test_one_record(self, conflicts, keep):
        text, _ = KEPT[keep]
        assert conflicts.run("resolve", "event/terror", "--keep", keep) == 0
        assert both_sides(conflicts, TITLE) == both_sides(conflicts, P1) == (text, text, False)

    def test_one_locale(self, conflicts, keep):
        assert conflicts.run("resolve", "--locale", "lv", "--keep", keep) == 1
        assert not conflicts.entry(TITLE, "lv").fuzzy
        assert both_sides(conflicts, TITLE) == OPEN


@pytest.mark.parametrize("keep", ["record", "both"])
def test_a_stale_text_of_the_record_stays_stale(collection, keep):
    collection.edit(TITLE, "en", "The Red Terror in Russia")
    assert collection.run("resolve", "--keep", keep) == 0
    assert both_sides(collection, TITLE) == (RECORD, RECORD, True)
    assert both_sides(collection, P1) == (RECORD, RECORD, False)
    before = collection.files()
    collection.forget()
    collection.sync()
    assert collection.files() == before
    collection.translate(TITLE, "ru", fuzzy=False)
    collection.sync()
    assert both_sides(collection, TITLE) == (RECORD, RECORD, False)


def test_both_keeps_every_line(collection):
    collection.translate(P1, "ru", "Одна.\n\nДругая.")
    collection.run("resolve", P1, "--keep", "both")
    assert collection.entry(P1, "ru").comments == ("l10n: earlier: Одна. Другая.",)


def test_nothing_is_kept_without_a_terminal_to_ask_on(collection):
    before = {path: data for path, data in collection.files().items() if path.startswith("records/")}
    done = subprocess.run(
        [sys.executable, "-m", "l10n", "-C", collection.root, "resolve"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        2,
        "l10n: there is no terminal to ask on; say --keep record, catalog or both\n",
    )
    assert both_sides(collection, TITLE) == both_sides(collection, P1) == OPEN
    assert before.keys() == {path for path in collection.files() if path.startswith("records/")}


def test_a_key_without_a_conflict_is_an_error_that_names_the_nearest(collection, capsys):
    assert collection.run("resolve", "event/terror/titel", "--keep", "record") == 2
    assert f"did you mean '{TITLE}'?" in capsys.readouterr().err
    assert both_sides(collection, TITLE) == OPEN


def test_an_unknown_locale_is_an_error(collection, capsys):
    assert collection.run("resolve", "--locale", "xx", "--keep", "record") == 2
    assert "'xx'" in capsys.readouterr().err


def test_without_conflicts_there_is_nothing_to_do(tmp_path, capsys):
    collection = make_collection(tmp_path)
    collection.sync()
    capsys.readouterr()
    assert collection.run("resolve") == 0
    assert "nothing changed" in capsys.readouterr().out


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("answers", "status", "title", "paragraph"),
    [
        pytest.param("r\nc\n", 0, RECORD, CATALOG, id="record-then-catalog"),
        pytest.param("x\nb\ns\n", 1, RECORD, None, id="nonsense-then-both-then-skip"),
        pytest.param("c\nq\n", 1, CATALOG, None, id="catalog-then-quit"),
        pytest.param("q\n", 1, None, None, id="quit"),
        pytest.param("c\n\x04", 1, CATALOG, None, id="catalog-then-end-of-input"),
    ],
)
def test_asking_on_a_terminal(collection, answers, status, title, paragraph):
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "l10n", "-C", collection.root, "resolve"], cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE
    ) as process:
        os.write(ours, answers.encode())
        out = process.communicate(timeout=60)[0].decode()
    os.close(ours)
    os.close(theirs)
    assert process.returncode == status
    assert f"1 of 2: {TITLE} in ru" in out
    assert f"  record:  {RECORD}\n  catalog: {CATALOG}" in out
    assert both_sides(collection, TITLE) == ((title, title, False) if title else OPEN)
    assert both_sides(collection, P1) == ((paragraph, paragraph, False) if paragraph else OPEN)
