"""What the memory offers in catalogs: notes, and exact matches to confirm."""

import json
import shutil

import pytest

from l10n.cli import main

PERSONS = "locales/lv/LC_MESSAGES/person.en.po"
EVENTS = "locales/lv/LC_MESSAGES/event.en.po"


def write_record(folder, key, field, text):
    type_name, _, record_id = key.partition("/")
    value = {"id": record_id, "type": type_name, "source": "en", field: {"en": text}}
    path = folder / "records" / f"{key}.json"
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


@pytest.fixture
def folder(demo):
    write_record(demo, "person/another-stalin", "name", "Joseph Stalin")
    write_record(demo, "person/a-namesake", "name", "Joseph Stalina")
    write_record(demo, "event/a-massacre", "title", "Novocherkassk massacre of 1962")
    return demo


def run(folder, *arguments):
    return main(["-C", str(folder), *arguments, "-q"])


def entry(folder, catalog, key):
    text = (folder / catalog).read_text(encoding="utf-8")
    return next(block for block in text.split("\n\n") if f'msgctxt "{key}"' in block)


def test_nothing_is_proposed_unasked(folder):
    assert run(folder, "sync") == 0
    assert "memory:" not in (folder / PERSONS).read_text(encoding="utf-8")


def test_the_same_source_fills_in_a_fuzzy_target(folder):
    assert run(folder, "sync", "--memory") == 0
    block = entry(folder, PERSONS, "person/another-stalin/name")
    assert "#. memory: person/joseph-stalin/name, 100 %" in block
    assert "#, fuzzy" in block
    assert 'msgstr "Josifs Staļins"' in block


def test_a_similar_text_becomes_a_note_and_a_similar_name_nothing(folder):
    assert run(folder, "sync", "--memory") == 0
    block = entry(folder, EVENTS, "event/a-massacre/title")
    assert "#. memory: event/novocherkassk-massacre/title, " in block
    assert 'msgstr ""' in block
    assert "memory:" not in entry(folder, PERSONS, "person/a-namesake/name")


def test_a_pair_is_found_through_a_third_language(folder):
    value = {"id": "x", "type": "event", "source": "ru", "title": {"ru": "Новочеркасский расстрел"}}
    (folder / "records/event/x.json").write_text(json.dumps(value), encoding="utf-8")
    assert run(folder, "sync", "--memory") == 0
    block = entry(folder, "locales/lv/LC_MESSAGES/event.ru.po", "event/x/title")
    assert 'msgstr "Novočerkaskas slaktiņš"' in block


def test_a_proposal_never_reaches_the_record_and_stays_while_it_is_of_use(folder):
    path = folder / "records/person/another-stalin.json"
    before = path.read_bytes()
    assert run(folder, "sync", "--memory") == 0
    assert path.read_bytes() == before
    files = {path: path.read_bytes() for path in folder.rglob("*.po")}
    assert run(folder, "sync") == 0
    shutil.rmtree(folder / ".l10n")
    assert run(folder, "sync") == 0
    assert {path: path.read_bytes() for path in folder.rglob("*.po")} == files


def test_an_editor_overrules_a_proposal_without_a_conflict(folder):
    assert run(folder, "sync", "--memory") == 0
    path = folder / "records/person/another-stalin.json"
    value = json.loads(path.read_text(encoding="utf-8"))
    value["name"]["lv"] = "Josifs Džugašvili"
    path.write_text(json.dumps(value), encoding="utf-8")
    assert run(folder, "sync") == 0
    block = entry(folder, PERSONS, "person/another-stalin/name")
    assert 'msgstr "Josifs Džugašvili"' in block
    assert "fuzzy" not in block
    assert "memory:" not in block


def test_a_translator_confirms_a_proposal(folder):
    assert run(folder, "sync", "--memory") == 0
    path = folder / PERSONS
    block = entry(folder, PERSONS, "person/another-stalin/name")
    path.write_text(path.read_text(encoding="utf-8").replace(block, block.replace("#, fuzzy\n", "")), encoding="utf-8")
    assert run(folder, "sync") == 0
    value = json.loads((folder / "records/person/another-stalin.json").read_text(encoding="utf-8"))
    assert value["name"]["lv"] == "Josifs Staļins"
    assert " human " in value["state"]["lv"]["name"]
