"""What a change of a source asks of its translations: nothing, new facts, or a new look."""

import json

import pytest

from l10n.cli import main

RECORD = "records/event/red-terror.json"
CATALOG = "locales/lv/LC_MESSAGES/event.en.po"


@pytest.fixture
def folder(demo):
    assert main(["-C", str(demo), "sync", "-q"]) == 0
    return demo


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def entry(folder, key):
    """Return the lines of one entry of the Latvian catalog."""
    text = (folder / CATALOG).read_text(encoding="utf-8")
    return next(block for block in text.split("\n\n") if f'msgctxt "{key}"' in block)


def record(folder):
    return json.loads((folder / RECORD).read_text(encoding="utf-8"))


def sync(folder):
    assert main(["-C", str(folder), "sync", "-q"]) == 0


def test_typography_leaves_translations_fresh(folder):
    edit(folder / RECORD, "“class enemies”", "«class enemies»")
    before = record(folder)["state"]["lv"]["description/p1"]
    sync(folder)
    block = entry(folder, "event/red-terror/description/p1")
    assert "«class enemies»" in block
    assert "fuzzy" not in block
    after = record(folder)["state"]["lv"]["description/p1"]
    assert after.split()[1:] == before.split()[1:]
    assert after != before
    state = {path.name: path.read_bytes() for path in folder.rglob("*.po")}
    sync(folder)
    assert {path.name: path.read_bytes() for path in folder.rglob("*.po")} == state


def test_a_translation_typed_for_the_source_before_typography_changed_is_applied(folder):
    edit(folder / CATALOG, "Sarkanais terors", "Sarkanais terors Krievijā")
    edit(folder / RECORD, '"en": "The Red Terror"', '"en": "The Red Terror "')
    sync(folder)
    assert record(folder)["title"]["lv"] == "Sarkanais terors Krievijā"
    assert "fuzzy" not in entry(folder, "event/red-terror/title")


def test_new_words_are_shown_and_make_translations_fuzzy(folder):
    edit(folder / RECORD, '"en": "The Red Terror"', '"en": "The Red Terror in Russia"')
    sync(folder)
    block = entry(folder, "event/red-terror/title")
    assert "#, fuzzy" in block
    assert "#. source changed: The Red Terror {+in Russia+}" in block
    assert "new facts" not in block


def test_new_facts_come_with_a_patched_translation(folder):
    edit(folder / RECORD, "Communism” (1920)", "Communism” (1921)")
    sync(folder)
    block = entry(folder, "event/red-terror/description/p3")
    assert "#, fuzzy" in block
    notes = [line for line in block.splitlines() if line.startswith("#. with the new facts: ")]
    assert len(notes) == 1
    assert "(1921)" in notes[0]
    assert "(1920)" in record(folder)["description"]["lv"]["p3"]
