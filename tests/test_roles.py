"""Source and translation that swap roles: what was made from what, and what a person has to decide."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from l10n.text import digest
from tests.collection import DAY, Collection, make_collection

ROOT = Path(__file__).parent.parent
TITLE, P1 = "event/terror/title", "event/terror/description/p1"
RU, LV = "Красный террор", "Sarkanais terors"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))


@pytest.fixture
def collection(tmp_path) -> Collection:
    """A title written in Russian and translated into Latvian and from there on, long ago."""
    record = {
        "id": "terror",
        "type": "event",
        "source": "ru",
        "title": {"ru": RU, "lv": LV, "en": "The Red Terror"},
        "description": {"ru": {"p1": "Начался в 1918 году."}},
    }
    made = make_collection(tmp_path, record)
    made.sync()
    return made


def swap(collection, *, way="record", source="lv"):
    record = collection.record("event/terror")
    collection.write_record(record | ({"source": source} if way == "record" else {"sources": {"title": source}}))


def later(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY + 1_000_000))


def assert_settled(collection, *, expect=0):
    before = collection.files()
    for _ in range(2):
        collection.sync(expect=expect)
        assert collection.files() == before
        collection.forget()


def seen(collection, locale="ru", source="lv"):
    entry = collection.entry(TITLE, locale, source)
    return entry.source, entry.target, entry.fuzzy


@pytest.mark.parametrize("way", ["record", "field"])
def test_where_only_the_declared_source_changed_the_state_is_turned_round(collection, monkeypatch, way):
    who_and_when = collection.state(TITLE, "lv").split()[2:]
    later(monkeypatch)
    swap(collection, way=way)
    collection.sync()
    assert seen(collection) == (LV, RU, False)
    assert collection.state(TITLE, "ru").split() == [f"lv@{digest(LV)}", digest(RU), *who_and_when]
    assert collection.state(TITLE, "lv") is None
    assert_settled(collection)


def test_it_can_be_turned_round_again(collection):
    before = collection.state(TITLE, "lv"), collection.state(TITLE, "en")
    swap(collection)
    collection.sync()
    swap(collection, source="ru")
    collection.sync()
    assert (collection.state(TITLE, "lv"), collection.state(TITLE, "en")) == before
    assert collection.state(TITLE, "ru") is None
    assert seen(collection, "lv", "ru") == (RU, LV, False)
    assert_settled(collection)


def test_a_new_text_in_the_new_source_makes_the_old_source_stale(collection):
    collection.edit(TITLE, "lv", "Lielais terors")
    swap(collection)
    collection.sync()
    assert seen(collection) == ("Lielais terors", RU, True)
    assert collection.state(TITLE, "ru").startswith(f"lv@{digest(LV)} {digest(RU)} ")
    assert_settled(collection)
    collection.translate(TITLE, "ru", "Большой террор", source="lv")
    collection.sync()
    assert collection.held(TITLE, "ru") == "Большой террор"
    assert_settled(collection)


def test_a_translation_that_was_stale_is_no_fresh_source_of_what_it_was_made_from(collection):
    collection.edit(TITLE, "ru", "Большой террор")
    collection.sync()
    assert seen(collection, "lv", "ru") == ("Большой террор", LV, True)
    swap(collection)
    collection.sync()
    assert seen(collection) == (LV, "Большой террор", True)
    assert_settled(collection)
    collection.translate(TITLE, "ru", source="lv", fuzzy=False)
    collection.sync()
    assert seen(collection) == (LV, "Большой террор", False)
    assert_settled(collection)


@pytest.fixture(params=["at-once", "one-after-the-other"])
def conflict(request, collection) -> Collection:
    """Both texts written anew, each from an earlier version of the other."""
    collection.edit(TITLE, "ru", "Большой террор")
    if request.param == "one-after-the-other":
        collection.sync()
    collection.edit(TITLE, "lv", "Lielais terors")
    swap(collection)
    return collection


def test_where_both_texts_moved_it_is_a_conflict(conflict, capsys):
    capsys.readouterr()
    assert conflict.run("sync", "--format", "json") == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["kind"], finding["key"], finding["locale"]) == ("conflict", TITLE, "ru")
    assert finding["message"] == "source and translation swapped roles, and both changed"
    assert seen(conflict) == ("Lielais terors", "Большой террор", True)
    assert any("made from this text once" in note for note in conflict.entry(TITLE, "ru", "lv").notes)
    assert (conflict.held(TITLE, "ru"), conflict.held(TITLE, "lv")) == ("Большой террор", "Lielais terors")
    assert_settled(conflict, expect=1)


OLD, NEW = "Большой террор", "Lielais terors"


def test_both_texts_are_shown(conflict, capsys):
    capsys.readouterr()
    assert conflict.run("sync") == 1
    assert f"            source: {NEW}\n            record: {OLD}\n" in capsys.readouterr().out
    assert conflict.run("sync", "--format", "json") == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["source"], finding["record"], finding["catalog"]) == (NEW, OLD, OLD)


def test_a_draft_beside_them_is_shown_too(conflict, capsys):
    conflict.sync(expect=1)
    conflict.translate(TITLE, "ru", "Великий террор", source="lv", fuzzy=True)
    capsys.readouterr()
    assert conflict.run("sync") == 1
    sides = f"            source:  {NEW}\n            record:  {OLD}\n            catalog: Великий террор\n"
    assert sides in capsys.readouterr().out


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("answers", "status"), [pytest.param("r\ny\n", 0, id="yes"), pytest.param("s\n", 1, id="skip")]
)
def test_resolve_shows_both_and_asks_one_thing(conflict, answers, status):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "l10n", "-C", conflict.root, "resolve"]
    with subprocess.Popen(command, cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE) as process:
        os.write(ours, answers.encode())
        out = process.communicate(timeout=60)[0].decode()
    os.close(ours)
    os.close(theirs)
    assert process.returncode == status
    assert f"  source: {NEW}\n  record: {OLD}\ndoes one translate the other? [y]es, [s]kip, [q]uit? " in out
    assert seen(conflict) == (NEW, OLD, status == 1)


@pytest.mark.parametrize("keep", ["record", "catalog", "both"])
def test_resolve_settles_it_though_the_source_moved_on_since(conflict, keep):
    conflict.sync(expect=1)
    conflict.edit(TITLE, "lv", "Vislielākais terors")
    assert conflict.run("resolve", "--quiet", "--keep", keep) == 0
    assert seen(conflict) == ("Vislielākais terors", OLD, False)
    assert conflict.entry(TITLE, "ru", "lv").comments == ()
    assert_settled(conflict)


def test_the_translator_settles_it_by_taking_off_the_flag(conflict):
    conflict.sync(expect=1)
    conflict.translate(TITLE, "ru", source="lv", fuzzy=False)
    conflict.sync()
    assert seen(conflict) == ("Lielais terors", "Большой террор", False)
    assert conflict.state(TITLE, "ru").startswith(f"lv@{digest('Lielais terors')} {digest('Большой террор')} human ")
    assert conflict.state(TITLE, "lv") is None
    assert_settled(conflict)


def test_or_by_translating_anew(conflict):
    conflict.sync(expect=1)
    conflict.translate(TITLE, "ru", "Великий террор", source="lv")
    conflict.sync()
    assert conflict.held(TITLE, "ru") == "Великий террор"
    assert_settled(conflict)


@pytest.mark.parametrize("keep", ["record", "catalog", "both"])
def test_resolve_settles_it(conflict, keep):
    assert conflict.run("resolve", "--quiet", "--keep", keep) == 0
    assert seen(conflict) == ("Lielais terors", "Большой террор", False)
    assert conflict.state(TITLE, "lv") is None
    assert_settled(conflict)


def test_an_editor_may_go_on_while_it_is_open(conflict):
    conflict.sync(expect=1)
    conflict.edit(TITLE, "ru", "Великий террор")
    conflict.sync(expect=1)
    assert seen(conflict) == ("Lielais terors", "Великий террор", True)
    assert_settled(conflict, expect=1)


def test_going_back_to_the_old_source_ends_it(conflict):
    conflict.sync(expect=1)
    swap(conflict, source="ru")
    conflict.sync()
    assert seen(conflict, "lv", "ru") == ("Большой террор", "Lielais terors", False)
    assert conflict.state(TITLE, "ru") is None
    assert_settled(conflict)


def test_a_text_that_was_made_from_a_third_one_is_none_of_its_business(collection):
    before = collection.state(TITLE, "en")
    swap(collection)
    collection.sync()
    assert collection.state(TITLE, "en") == before
    assert seen(collection, "en", "lv") == (LV, "The Red Terror", False)


def test_a_name_that_is_the_same_in_both_stays_so(collection):
    collection.edit(TITLE, "lv", RU)
    collection.sync()
    collection.translate(TITLE, "lv", RU, source="ru", comments=("l10n: same",))
    collection.sync()
    assert collection.state(TITLE, "lv").endswith(" same")
    swap(collection)
    collection.sync()
    assert seen(collection) == (RU, RU, False)
    assert collection.state(TITLE, "ru").endswith(" same")
    assert_settled(collection)
