"""Which way texts go: into catalogs, into records, or both, and for which locales."""

import json
import re
import shutil

import pytest

from l10n.text import digest
from tests.collection import TERROR, TROTSKY, make_collection
from tests.loop.settled import CAPTION, LV, NAME, P1, P2, TITLE, assert_settled, report


def test_first_sync_makes_templates_and_catalogs_of_every_wanted_pair(collection):
    assert collection.catalogs() == [
        "locales/event.en.pot",
        "locales/lv/LC_MESSAGES/event.en.po",
        "locales/lv/LC_MESSAGES/person.en.po",
        "locales/person.en.pot",
        "locales/ru/LC_MESSAGES/event.en.po",
        "locales/ru/LC_MESSAGES/person.en.po",
        "locales/uk/LC_MESSAGES/event.en.po",
        "locales/uk/LC_MESSAGES/person.en.po",
    ]
    assert [unit.key for unit in collection.catalog(LV).units] == [TITLE, P1, P2, CAPTION]
    assert collection.entry(TITLE, "ru").target == "Красный террор"
    assert collection.entry(TITLE, "lv").target == ""
    assert_settled(collection)


def test_first_sync_writes_the_state_of_texts_and_nothing_else(tmp_path):
    collection = make_collection(tmp_path)
    collection.sync()
    record = collection.record("event/terror")
    assert record.pop("state") == {
        "ru": {
            "title": f"en@{digest('The Red Terror')} {digest('Красный террор')} import 2026-09-21",
            "description/p1": f"en@{digest('It began in 1918.')} {digest('Начался в 1918 году.')} import 2026-09-21",
        }
    }
    assert record == TERROR


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        pytest.param(TITLE, "Sarkanais terors", id="line"),
        pytest.param(P2, "Tas beidzās\n\n1922. gadā.", id="text-with-line-breaks"),
        pytest.param(CAPTION, "Plakāts", id="line-in-a-list"),
        pytest.param(NAME, "Ļevs Trockis", id="name"),
        pytest.param(NAME, "Leon Trotsky", id="name-equal-to-its-source"),
        pytest.param(TITLE, ' "\\n\t\\ %s \x1b\x7f\u2028\u0085 ', id="characters-to-escape"),
    ],
)
class TestText:
    def test_typed_into_a_catalog_arrives_in_the_record(self, collection, unit, text):
        collection.translate(unit, "lv", text)
        collection.sync()
        assert collection.held(unit, "lv") == text
        assert collection.state(unit, "lv").split()[1:3] == [digest(text), "human"]
        assert_settled(collection)

    def test_typed_into_a_record_arrives_in_the_catalog(self, collection, unit, text):
        collection.edit(unit, "lv", text)
        collection.sync()
        assert collection.entry(unit, "lv").target == text
        assert not collection.entry(unit, "lv").fuzzy
        assert_settled(collection)


def test_update_takes_nothing_from_catalogs(collection):
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.edit(P1, "lv", "Tas sākās 1918. gadā.")
    assert collection.run("update") == 0
    assert collection.held(TITLE, "lv") is None
    assert collection.entry(TITLE, "lv").target == "Sarkanais terors"
    assert collection.entry(P1, "lv").target == "Tas sākās 1918. gadā."


def test_apply_writes_no_catalog(collection):
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.edit(P1, "lv", "Tas sākās 1918. gadā.")
    before = collection.files()
    assert collection.run("apply") == 0
    assert collection.held(TITLE, "lv") == "Sarkanais terors"
    after = collection.files()
    assert {path for path in after if after[path] != before[path]} == {"records/event/terror.json"}


def test_update_after_apply_is_a_sync(tmp_path):
    apart, together = make_collection(tmp_path / "apart"), make_collection(tmp_path / "together")
    for collection in (apart, together):
        collection.sync()
        collection.translate(TITLE, "lv", "Sarkanais terors")
        collection.edit(P1, "en", "It began in September 1918.")
        collection.edit(P2, "lv", "Tas beidzās 1922. gadā.")
    apart.run("apply")
    apart.run("update")
    together.sync()
    assert apart.files() == together.files()


def test_dry_run_names_the_files_and_writes_none(collection, capsys):
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.edit(P1, "en", "It began in September 1918.")
    collection.forget()
    before = collection.files()
    planned = report(collection, capsys, "sync", "--dry-run")
    assert planned["dry_run"]
    assert collection.files() == before
    assert not (collection.root / ".l10n").exists()
    assert report(collection, capsys, "sync")["written"] == planned["written"]


def test_dry_run_reports_conflicts_too(collection):
    collection.translate(TITLE, "ru", "Красный террор (каталог)")
    collection.edit(TITLE, "ru", "Красный террор (запись)")
    before = collection.files()
    assert collection.run("sync", "--dry-run") == 1
    assert collection.files() == before


def test_only_the_locales_asked_for_are_touched(collection):
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.translate(TITLE, "uk", "Червоний терор")
    uk = collection.read("locales/uk/LC_MESSAGES/event.en.po")
    collection.edit(P1, "en", "It began in September 1918.")
    assert collection.run("sync", "lv") == 0
    assert (collection.held(TITLE, "lv"), collection.held(TITLE, "uk")) == ("Sarkanais terors", None)
    assert collection.read("locales/uk/LC_MESSAGES/event.en.po") == uk
    assert "1918" in collection.entry(P1, "uk").source
    assert "September" not in collection.entry(P1, "uk").source
    collection.sync()
    assert collection.held(TITLE, "uk") == "Червоний терор"
    assert_settled(collection)


def test_an_unknown_locale_is_an_error_that_names_the_known_ones(collection, capsys):
    assert collection.run("sync", "lw") == 2
    assert "'lw'" in (message := capsys.readouterr().err)
    assert "expected one of en, ru, lv, uk" in message


def test_records_in_lines_and_records_in_files_give_the_same_catalogs(tmp_path):
    files = make_collection(tmp_path / "files")
    lines = make_collection(tmp_path / "lines")
    shutil.rmtree(lines.root / "records")
    other = TERROR | {"id": "white", "title": {"en": "The White Terror"}}
    files.write_record(other)
    rows = [json.dumps(record, ensure_ascii=False) for record in (other, TERROR)]
    lines.write("records/event.jsonl", f"{rows[0]}\n\n{rows[1]}\n")
    lines.write("records/person.jsonl", json.dumps(TROTSKY, ensure_ascii=False))
    for collection in (files, lines):
        collection.sync()
        collection.translate(TITLE, "lv", "Sarkanais terors")
        collection.sync()
    for path in files.catalogs():
        assert re.sub(r"records/\S*", "", lines.read(path)) == re.sub(r"records/\S*", "", files.read(path))
    written = lines.read("records/event.jsonl").split("\n")
    assert json.loads(written[2])["title"]["lv"] == "Sarkanais terors"
    assert written[1] == ""
    assert_settled(lines)
