"""Ids that paragraphs and items are given stay theirs: a catalog never says one that its record has not."""

import json

import pytest

from l10n.cli import main

BARE = {
    "id": "x",
    "type": "event",
    "source": "en",
    "title": {"en": "T"},
    "description": {"en": ["First.", "Second."]},
    "images": [{"file": "a.jpg", "caption": {"en": "Above"}}, {"file": "b.jpg", "caption": {"en": "Below"}}],
}


@pytest.fixture
def folder(tmp_path):
    assert main(["-C", str(tmp_path), "init", "-q", "--required", "en,lv"]) == 0
    (tmp_path / "records/event").mkdir()
    (tmp_path / "records/event/x.json").write_text(json.dumps(BARE), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", ["sync", "update"])
def test_ids_are_written_when_a_catalog_says_them(folder, command):
    assert main(["-C", str(folder), command, "-q"]) == 0
    value = json.loads((folder / "records/event/x.json").read_text(encoding="utf-8"))
    assert value["description"] == {"en": {"p1": "First.", "p2": "Second."}}
    assert [item["id"] for item in value["images"]] == ["i1", "i2"]


def test_a_translation_stays_with_its_paragraph(folder):
    assert main(["-C", str(folder), "sync", "-q"]) == 0
    catalog = folder / "locales/lv/LC_MESSAGES/event.en.po"
    text = catalog.read_text(encoding="utf-8")
    catalog.write_text(
        text.replace('msgid "Second."\nmsgstr ""', 'msgid "Second."\nmsgstr "Otrais."'), encoding="utf-8"
    )
    path = folder / "records/event/x.json"
    value = json.loads(path.read_text(encoding="utf-8"))
    del value["description"]["en"]["p1"]
    path.write_text(json.dumps(value), encoding="utf-8")
    assert main(["-C", str(folder), "sync", "-q"]) == 0
    assert json.loads(path.read_text(encoding="utf-8"))["description"]["lv"] == {"p2": "Otrais."}


def test_apply_alone_and_dry_runs_write_no_ids(folder):
    before = (folder / "records/event/x.json").read_bytes()
    assert main(["-C", str(folder), "apply", "-q"]) == 0
    assert main(["-C", str(folder), "sync", "-q", "--dry-run"]) == 0
    assert (folder / "records/event/x.json").read_bytes() == before
