"""What needs a person: conflicts, texts that are refused, copies, doubts."""

import shutil

import pytest

from tests.collection import TERROR
from tests.loop.settled import LV, NAME, P1, TITLE, assert_settled, report


def test_a_conflict_keeps_both_and_is_reported_until_someone_settles_it(collection, capsys):
    collection.edit(TITLE, "ru", "Террор, из записи")
    collection.translate(TITLE, "ru", "Террор, из каталога")
    for _ in range(3):
        assert collection.run("sync") == 1
        out = capsys.readouterr().out
        assert "record:  Террор, из записи" in out
        assert "catalog: Террор, из каталога" in out
    assert collection.run("update") == collection.run("apply") == 1
    entry = collection.entry(TITLE, "ru")
    assert (entry.target, entry.fuzzy) == ("Террор, из каталога", True)
    assert "conflict, the record has: Террор, из записи" in entry.notes
    assert collection.held(TITLE, "ru") == "Террор, из записи"
    assert_settled(collection, expect=1)
    collection.translate(TITLE, "ru", fuzzy=False)
    collection.sync()
    assert collection.held(TITLE, "ru") == "Террор, из каталога"
    assert not collection.entry(TITLE, "ru").notes[-1].startswith("conflict")
    assert_settled(collection)


@pytest.mark.parametrize(
    ("unit", "text", "message"),
    [
        pytest.param(TITLE, "Sarkanais\nterors", "found a line break", id="line-break-in-a-line"),
        pytest.param(P1, "\nTas sākās.", "found a line break at the beginning", id="line-break-first"),
        pytest.param(P1, "Tas sākās.\n", "found a line break at the end", id="line-break-last"),
        pytest.param(P1, "Tas\r\nsākās.", "found a carriage return", id="carriage-return"),
    ],
)
def test_a_text_that_the_record_cannot_hold_is_refused_and_stays(collection, capsys, unit, text, message):
    collection.translate(unit, "lv", text)
    for _ in range(2):
        assert collection.run("sync") == 1
        out = capsys.readouterr().out
        assert f"{LV}:{collection.entry(unit, 'lv').line}: {unit}: {message}" in out
    assert collection.held(unit, "lv") is None
    assert collection.entry(unit, "lv").target == text
    before = collection.files()
    collection.forget()
    collection.sync(expect=1)
    assert collection.files() == before


def test_findings_name_the_line_that_the_entry_stands_on_afterwards(collection, capsys):
    collection.write_record(TERROR | {"id": "alpha", "persons": []})
    for unit in (TITLE, P1):
        collection.edit(unit, "ru", f"запись {unit}")
        collection.translate(unit, "ru", f"каталог {unit}")
    found = report(collection, capsys, "sync")["findings"]
    assert {(f["key"], f["line"]) for f in found} == {(unit, collection.entry(unit, "ru").line) for unit in (TITLE, P1)}


def test_a_copy_is_reported_but_is_no_failure(collection, capsys):
    collection.translate(TITLE, "lv", "The Red Terror")
    found = report(collection, capsys, "sync")
    assert [(f["kind"], f["key"], f["locale"]) for f in found["findings"]] == [("copy", TITLE, "lv")]
    assert not found["needs_person"]
    assert collection.held(TITLE, "lv") is None
    assert collection.entry(TITLE, "lv").fuzzy
    assert_settled(collection)
    collection.translate(TITLE, "lv", fuzzy=False, comments=("l10n: same - a term",))
    collection.sync()
    assert collection.held(TITLE, "lv") == "The Red Terror"
    assert collection.state(TITLE, "lv").endswith(" same")
    assert collection.entry(TITLE, "lv").comments == ("l10n: same - a term",)
    assert_settled(collection)


def test_same_survives_the_loss_of_the_catalogs(collection):
    collection.translate(TITLE, "lv", "The Red Terror", comments=("l10n: same",))
    collection.sync()
    shutil.rmtree(collection.root / "locales")
    collection.sync()
    entry = collection.entry(TITLE, "lv")
    assert (entry.target, entry.fuzzy, entry.comments) == ("The Red Terror", False, ("l10n: same",))
    assert_settled(collection)


def test_a_broken_catalog_stops_the_run_before_anything_is_written(collection, capsys):
    collection.translate(TITLE, "lv", "Sarkanais terors")
    broken = f'{collection.read("locales/uk/LC_MESSAGES/event.en.po")}\nmsgid "x"\nmsgstr y\n'
    collection.write("locales/uk/LC_MESSAGES/event.en.po", broken)
    before = collection.files()
    assert collection.run("sync") == 2
    assert "locales/uk/LC_MESSAGES/event.en.po:" in capsys.readouterr().err
    assert collection.files() == before


def test_a_doubt_stays_until_someone_takes_it_back(collection):
    collection.translate(TITLE, "ru", fuzzy=True)
    collection.sync()
    assert collection.state(TITLE, "ru").endswith(" fuzzy")
    assert collection.held(TITLE, "ru") == "Красный террор"
    shutil.rmtree(collection.root / "locales")
    collection.sync()
    assert collection.entry(TITLE, "ru").fuzzy
    assert_settled(collection)
    collection.translate(TITLE, "ru", fuzzy=False)
    collection.sync()
    assert not collection.state(TITLE, "ru").endswith(" fuzzy")
    assert_settled(collection)


def test_a_withdrawn_text_stays_in_the_catalog_as_a_draft(collection):
    collection.edit(TITLE, "ru", "")
    collection.sync()
    entry = collection.entry(TITLE, "ru")
    assert (entry.target, entry.fuzzy) == ("Красный террор", True)
    assert collection.held(TITLE, "ru") == ""
    assert_settled(collection)
    collection.translate(TITLE, "ru", "Красный террор в России")
    collection.sync()
    assert collection.held(TITLE, "ru") == "Красный террор в России"


def test_same_is_taken_back_by_taking_its_comment_away(collection):
    collection.translate(TITLE, "lv", "The Red Terror", comments=("l10n: same",))
    collection.sync()
    assert collection.state(TITLE, "lv").endswith(" same")
    collection.translate(TITLE, "lv", comments=())
    collection.sync()
    entry = collection.entry(TITLE, "lv")
    assert (entry.target, entry.fuzzy, entry.comments) == ("The Red Terror", True, ())
    assert not collection.state(TITLE, "lv").endswith(" same")
    assert_settled(collection)
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.sync()
    assert collection.held(TITLE, "lv") == "Sarkanais terors"


def test_a_name_needs_no_comment_and_cannot_lose_one(collection):
    collection.translate(NAME, "lv", "Leon Trotsky", comments=("l10n: same",))
    collection.sync()
    collection.translate(NAME, "lv", comments=())
    collection.sync()
    assert not collection.entry(NAME, "lv").fuzzy
    assert collection.held(NAME, "lv") == "Leon Trotsky"
