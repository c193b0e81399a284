"""The loop over files: what arrives where, what stays, what is reported, and what is never touched."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from l10n.model import Previous
from l10n.record_json import text_problem
from l10n.schema import Field, FieldKind
from l10n.text import digest, has_text
from tests.collection import CONFIG, DAY, TERROR, TROTSKY, Collection, make_collection

ROOT = Path(__file__).parent.parent
TITLE, P1, P2 = "event/terror/title", "event/terror/description/p1", "event/terror/description/p2"
CAPTION, NAME = "event/terror/images/i1/caption", "person/trotsky/name"
LINE = Field(name="title", kind=FieldKind.LINE, label="Title")
TEXT = Field(name="description", kind=FieldKind.TEXT, label="Description")
LV = "locales/lv/LC_MESSAGES/event.en.po"
LV_NAMES = "locales/lv/LC_MESSAGES/person.en.po"


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> Iterator[None]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))


@pytest.fixture
def collection(tmp_path) -> Collection:
    """A collection that was synchronised once."""
    made = make_collection(tmp_path)
    made.sync()
    return made


def assert_settled(collection, *, expect: int = 0) -> None:
    """Another sync changes no byte, a day later, with or without the index; every catalog is what GNU would write."""
    before = collection.files()
    for _ in range(2):
        with pytest.MonkeyPatch.context() as later:
            later.setenv("SOURCE_DATE_EPOCH", str(DAY + 100_000))
            collection.sync(expect=expect)
        assert collection.files() == before
        collection.forget()
    assert_gnu(collection)


def assert_gnu(collection) -> None:
    for path in collection.catalogs():
        subprocess.run(["msgfmt", "-c", "-o", "-", collection.root / path], check=True, capture_output=True)
        if not collection.catalog(path).width:
            again = subprocess.run(
                ["msgcat", "--no-wrap", "--force-po", collection.root / path], check=True, capture_output=True
            ).stdout
            assert again.decode() == collection.read(path)


def report(collection, capsys, *arguments: str) -> dict:
    """Run and return what `--format json` says."""
    capsys.readouterr()
    collection.run(*arguments, "--format", "json")
    return json.loads(capsys.readouterr().out)


# From records to catalogs and back


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


# Records and paragraphs come and go


def test_a_new_record_joins_its_catalogs_behind_the_nearest_earlier_one(collection):
    collection.write_record(TERROR | {"id": "zeta", "description": {}, "images": []})
    collection.write_record(TERROR | {"id": "alpha", "description": {}, "images": []})
    collection.sync()
    keys = [unit.key.split("/")[1] for unit in collection.catalog(LV).units]
    assert keys == ["alpha", *["terror"] * 4, "zeta"]
    assert_settled(collection)


def test_a_removed_record_becomes_obsolete_and_comes_back(collection):
    collection.translate(TITLE, "lv", "Sarkanais terors", comments=("a comment",))
    collection.sync()
    before = collection.files()
    (collection.root / "records/event/terror.json").unlink()
    collection.sync()
    assert [(unit.key, unit.obsolete) for unit in collection.catalog(LV).units] == [(TITLE, True)]
    assert collection.catalog("locales/event.en.pot").units == ()
    assert_settled(collection)
    collection.restore(before, "records/")
    collection.sync()
    assert collection.entry(TITLE, "lv").target == "Sarkanais terors"
    assert collection.entry(TITLE, "lv").comments == ("a comment",)
    assert not any(unit.obsolete or unit.fuzzy for unit in collection.catalog(LV).units)
    assert_settled(collection)


def test_a_renamed_record_takes_its_translations_and_drafts_along(collection):
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.translate(P1, "lv", "melnraksts", fuzzy=True)
    collection.sync()
    record = collection.record("event/terror") | {"id": "red-terror"}
    (collection.root / "records/event/terror.json").unlink()
    collection.write_record(record)
    collection.sync()
    assert collection.entry("event/red-terror/title", "lv").target == "Sarkanais terors"
    assert not collection.entry("event/red-terror/title", "lv").fuzzy
    draft = collection.entry("event/red-terror/description/p1", "lv")
    assert (draft.target, draft.fuzzy) == ("melnraksts", True)
    assert not [unit for unit in collection.catalog(LV).units if unit.obsolete]
    assert_settled(collection)


def test_a_new_paragraph_leaves_the_others_alone(collection):
    collection.translate(P2, "lv", "Tas beidzās 1922. gadā.")
    collection.sync()
    before = collection.entry(P2, "lv")
    record = collection.record("event/terror")
    record["description"]["en"] = {"p1": "It began in 1918.", "p9": "New.", "p2": "It ended in 1922."}
    collection.write_record(record)
    collection.sync()
    assert collection.entry("event/terror/description/p9", "lv").target == ""
    assert collection.entry(P2, "lv").raw == before.raw
    assert_settled(collection)


def test_a_paragraph_that_goes_and_comes_back_brings_its_translation(collection):
    collection.translate(P2, "lv", "Tas beidzās 1922. gadā.")
    collection.sync()
    collection.edit(P2, "en", None)
    collection.sync()
    assert collection.entry(P2, "lv").obsolete
    assert_settled(collection)
    collection.edit(P2, "en", "It ended in 1922.")
    collection.sync()
    assert not collection.entry(P2, "lv").obsolete
    assert not collection.entry(P2, "lv").fuzzy
    assert_settled(collection)


def test_a_paragraph_that_comes_back_reworded_brings_its_translation_fuzzy(collection):
    collection.translate(P2, "lv", "Tas beidzās 1922. gadā.")
    collection.sync()
    collection.edit(P2, "en", None)
    collection.sync()
    collection.edit(P2, "en", "It ended in the autumn of 1922.")
    collection.sync()
    entry = collection.entry(P2, "lv")
    assert (entry.target, entry.fuzzy, entry.obsolete) == ("Tas beidzās 1922. gadā.", True, False)
    assert entry.previous == Previous(source="It ended in 1922.")
    assert_settled(collection)


def test_paragraphs_written_independently_stay_out_of_catalogs(collection):
    collection.translate(P1, "lv", "Tas sākās 1918. gadā.")
    record = collection.record("event/terror")
    record["description"]["uk"] = ["Свій текст.", "Ще один."]
    collection.write_record(record)
    collection.sync()
    assert collection.entry(P1, "uk") is None
    assert collection.entry(P1, "lv").target == "Tas sākās 1918. gadā."
    assert [unit.key for unit in collection.catalog("locales/uk/LC_MESSAGES/event.en.po").units] == [TITLE, CAPTION]
    assert_settled(collection)


def test_a_translation_typed_while_an_independent_text_came_is_kept_obsolete(collection):
    collection.translate(P1, "uk", "Почався 1918 року.")
    record = collection.record("event/terror")
    record["description"]["uk"] = ["Свій текст."] * 2
    collection.write_record(record)
    collection.sync()
    assert collection.entry(P1, "uk").obsolete
    assert collection.entry(P1, "uk").target == "Почався 1918 року."
    assert_settled(collection)


def test_replacing_every_source_paragraph_makes_no_translation_independent(collection):
    collection.translate(P1, "lv", "Tas sākās 1918. gadā.")
    collection.sync()
    record = collection.record("event/terror")
    record["description"]["en"] = {"q1": "All new."}
    collection.write_record(record)
    collection.sync()
    assert collection.entry("event/terror/description/q1", "lv").target == ""
    assert collection.held(P1, "lv") == "Tas sākās 1918. gadā."
    assert_settled(collection)


# Source locales


def test_a_field_without_text_in_the_records_source_locale_is_pinned_to_the_one_it_has(tmp_path):
    collection = make_collection(tmp_path, TERROR | {"title": {"ru": "Красный террор"}, "persons": []})
    collection.sync()
    assert "sources" not in collection.record("event/terror")
    collection.translate(TITLE, "en", "The Red Terror", source="ru")
    collection.sync()
    record = collection.record("event/terror")
    assert record["title"] == {"en": "The Red Terror", "ru": "Красный террор"}
    assert record["sources"] == {"title": "ru"}
    assert collection.entry(TITLE, "en", source="ru").target == "The Red Terror"
    assert_settled(collection)


def test_paragraphs_and_items_are_pinned_by_their_field(tmp_path):
    record = TERROR | {"description": {"ru": {"p1": "Начался."}}, "images": [{"id": "i1", "caption": {"ru": "Плакат"}}]}
    collection = make_collection(tmp_path, record | {"persons": []})
    collection.sync()
    collection.translate(P1, "en", "It began.", source="ru")
    collection.translate(CAPTION, "en", "A poster", source="ru")
    collection.sync()
    assert collection.record("event/terror")["sources"] == {"description": "ru", "images/i1/caption": "ru"}
    assert_settled(collection)


def swap_source(collection, locale: str) -> None:
    collection.write_record(collection.record("event/terror") | {"source": locale})


def test_a_records_new_source_locale_takes_the_translations_along(collection):
    collection.translate(TITLE, "lv", "Sarkanais terors", comments=("a comment",))
    collection.sync()
    swap_source(collection, "ru")
    collection.sync()
    entry = collection.entry(TITLE, "lv", source="ru")
    assert (entry.source, entry.target, entry.fuzzy) == ("Красный террор", "Sarkanais terors", False)
    assert entry.comments == ("a comment",)
    assert collection.entry(TITLE, "lv", source="en").obsolete
    assert collection.entry(TITLE, "en", source="ru").target == "The Red Terror"
    assert_settled(collection)


def test_a_text_typed_just_before_the_source_locale_changed_arrives(collection):
    collection.translate(TITLE, "lv", "Sarkanais terors")
    swap_source(collection, "ru")
    collection.sync()
    assert collection.held(TITLE, "lv") == "Sarkanais terors"
    assert collection.entry(TITLE, "lv", source="ru").target == "Sarkanais terors"
    assert_settled(collection)


def test_a_text_typed_in_the_new_pair_survives_the_way_back(collection):
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.sync()
    swap_source(collection, "ru")
    collection.sync()
    collection.translate(TITLE, "lv", "Sarkanais terors Krievijā", source="ru")
    swap_source(collection, "en")
    collection.sync()
    assert collection.held(TITLE, "lv") == "Sarkanais terors Krievijā"
    assert collection.entry(TITLE, "lv").target == "Sarkanais terors Krievijā"
    assert not collection.entry(TITLE, "lv").fuzzy
    assert_settled(collection)


def test_a_draft_left_in_the_old_pair_is_not_lost_on_the_way_back(collection):
    collection.translate(TITLE, "lv", "melnraksts", fuzzy=True)
    collection.sync()
    swap_source(collection, "ru")
    collection.sync()
    collection.translate(TITLE, "lv", "Sarkanais terors", source="ru")
    collection.sync()
    swap_source(collection, "en")
    collection.sync()
    assert collection.held(TITLE, "lv") == "Sarkanais terors"
    assert collection.entry(TITLE, "lv").target == "Sarkanais terors"
    assert_settled(collection)


def test_a_stale_translation_stays_stale_when_the_source_locale_changes(collection):
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.sync()
    collection.edit(TITLE, "en", "The Red Terror in Russia")
    collection.sync()
    swap_source(collection, "ru")
    collection.sync()
    assert collection.entry(TITLE, "lv", source="ru").fuzzy
    assert_settled(collection)


def test_an_entry_in_the_catalog_of_another_source_is_seen_with_or_without_the_index(tmp_path):
    one, two = make_collection(tmp_path / "one"), make_collection(tmp_path / "two")
    for collection in (one, two):
        collection.write_record(TERROR | {"id": "zeta"})
        collection.write_record(TERROR | {"images": []})
        collection.sync()
        old = collection.read(LV)
        swap_source(collection, "ru")
        collection.sync()
        # a translator hands in a file from before the record's source locale changed
        collection.write(LV, old)
        collection.translate(TITLE, "lv", "Sarkanais terors")
    one.sync()
    two.forget()
    two.sync()
    assert one.files() == two.files()
    assert one.held(TITLE, "lv") == "Sarkanais terors"
    assert_settled(one)


# Policy


def test_a_locale_no_longer_wanted_leaves_the_catalog_and_comes_back(collection):
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.sync()
    policy = 'kind = "line"\nlabel = "Title"\nrequired = ["en", "ru"]\noptional = []'
    collection.write("l10n.toml", CONFIG.replace('kind = "line"\nlabel = "Title"', policy))
    collection.sync()
    assert collection.entry(TITLE, "lv").obsolete
    assert collection.held(TITLE, "lv") == "Sarkanais terors"
    assert_settled(collection)
    collection.write("l10n.toml", CONFIG)
    collection.sync()
    assert not collection.entry(TITLE, "lv").obsolete
    assert not collection.entry(TITLE, "lv").fuzzy
    assert_settled(collection)


def test_a_new_locale_gets_its_catalogs(collection):
    collection.write("l10n.toml", CONFIG.replace('["uk"]', '["uk", "de"]'))
    collection.sync()
    assert collection.entry(TITLE, "de").target == ""
    assert_settled(collection)


# What is the translators' own


def test_comments_flags_and_order_of_entries_stay(collection):
    catalog = collection.catalog(LV)
    shuffled = (catalog.units[2], catalog.units[0], catalog.units[3], catalog.units[1])
    units = tuple(unit.with_changes(comments=(f"note {n}",), flags=("no-wrap",)) for n, unit in enumerate(shuffled))
    collection.save_catalog(LV, type(catalog)(header=catalog.header, units=units))
    collection.edit(P1, "en", "It began in September 1918.")
    collection.sync()
    after = collection.catalog(LV).units
    assert [unit.key for unit in after] == [P2, TITLE, CAPTION, P1]
    assert [unit.comments for unit in after] == [("note 0",), ("note 1",), ("note 2",), ("note 3",)]
    assert all(unit.flags == ("no-wrap",) for unit in after)
    assert_settled(collection)


def test_an_entry_that_does_not_change_keeps_its_bytes(collection):
    text = collection.read(LV)
    block = next(part for part in text.split("\n\n") if f'"{TITLE}"' in part)
    odd = block.replace('msgid "The Red Terror"', 'msgid   "The "\n"Red Terror"').replace('msgstr ""', 'msgstr\n""')
    assert odd != block
    collection.write(LV, text.replace(block, odd))
    collection.edit(P1, "en", "It began in September 1918.")
    collection.sync()
    assert odd in collection.read(LV)
    assert "September" in collection.read(LV)


def test_entries_of_nobody_become_obsolete_and_keep_their_text(collection):
    foreign = (
        '\nmsgid "Open"\nmsgstr "Atvērt"\n\nmsgctxt "event/gone/title"\nmsgid "Gone"\nmsgstr "Prom"\n\n'
        'msgid "One %d"\nmsgid_plural "Many %d"\nmsgstr[0] "Viens"\nmsgstr[1] "Daudz"\nmsgstr[2] "Nulle"\n'
    )
    collection.write(LV, collection.read(LV) + foreign)
    collection.sync()
    gone = {unit.source: (unit.obsolete, unit.targets) for unit in collection.catalog(LV).units if unit.obsolete}
    assert gone == {
        "Open": (True, ("Atvērt",)),
        "Gone": (True, ("Prom",)),
        "One %d": (True, ("Viens", "Daudz", "Nulle")),
    }
    assert_settled(collection)


def test_headers_of_other_tools_stay(collection):
    text = collection.read(LV)
    text = text.replace("Last-Translator: ", "Last-Translator: Anna <anna@example.org>")
    text = text.replace("PO-Revision-Date: 2026-09-21", "PO-Revision-Date: 2026-09-30")
    text = text.replace(
        "X-Source-Language", 'X-Generator: Poedit 3.4\\n"\n"X-Poedit-Bookmarks: 1,-1\\n"\n"X-Source-Language'
    )
    collection.write(LV, f"# Latvian translation\n# Anna, 2026.\n#\n{text}")
    collection.translate(TITLE, "lv", "Sarkanais terors")
    before = collection.catalog(LV).header
    collection.sync()
    assert collection.catalog(LV).header.raw == before.raw
    collection.edit(P1, "en", "It began in September 1918.")
    with pytest.MonkeyPatch.context() as later:
        later.setenv("SOURCE_DATE_EPOCH", str(DAY + 100_000))
        collection.sync()
    after = collection.catalog(LV).header
    changed = [
        (old, new) for old, new in zip(before.target.split("\n"), after.target.split("\n"), strict=True) if old != new
    ]
    assert changed == [("POT-Creation-Date: 2026-09-21 14:13+0000", "POT-Creation-Date: 2026-09-22 18:00+0000")]
    assert after.comments == before.comments
    assert_settled(collection)


@pytest.mark.parametrize("rest", [pytest.param(True, id="without-its-header"), pytest.param(False, id="empty")])
def test_a_catalog_that_lost_its_header_gets_a_new_one(collection, rest):
    collection.translate(TITLE, "ru", "Красный террор в России")
    path = collection.catalog_path(TITLE, "ru")
    text = collection.read(path)
    collection.write(path, text[text.index("\n\n") + 2 :] if rest else "")
    collection.sync()
    assert collection.held(TITLE, "ru") == ("Красный террор в России" if rest else "Красный террор")
    assert collection.catalog(path).headers["Content-Type"] == "text/plain; charset=UTF-8"
    assert_settled(collection)


def test_a_text_that_the_charset_of_a_catalog_cannot_write_is_an_error_with_its_path(collection, capsys):
    data = collection.read(LV).encode("iso-8859-13", errors="replace").replace(b"=UTF-8", b"=ISO-8859-13")
    collection.write_bytes(LV, data)
    before = collection.files()
    assert collection.run("sync") == 2
    assert f"{LV}: found" in capsys.readouterr().err
    assert collection.files() == before


def test_a_file_wrapped_by_msgcat_keeps_its_width(collection):
    long = "Tas sākās 1918. gadā " + "un ilga vairākus gadus " * 10 + "līdz galam."
    collection.translate(P1, "lv", long)
    path = collection.root / LV
    subprocess.run(["msgcat", "--width=80", "-o", path, path], check=True)
    wrapped = collection.read(LV)
    collection.sync()
    assert collection.held(P1, "lv") == long
    collection.edit(P2, "lv", long.replace("sākās", "beidzās"))
    collection.sync()
    assert collection.catalog(LV).width == 80
    assert wrapped.split("\n\n")[2] in collection.read(LV)
    again = subprocess.run(["msgcat", "--width=80", path], check=True, capture_output=True).stdout
    assert again == path.read_bytes()
    assert_settled(collection)


def test_line_ends_of_windows_stay(collection):
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.write(LV, collection.read(LV).replace("\n", "\r\n"))
    collection.sync()
    assert collection.held(TITLE, "lv") == "Sarkanais terors"
    text = collection.read(LV)
    assert text.count("\r\n") == text.count("\n")
    before = collection.files()
    collection.forget()
    collection.sync()
    assert collection.files() == before


# What needs a person


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


# Notes


def test_notes_show_the_name_that_was_translated_in_the_same_run(collection):
    collection.edit(TITLE, "en", "The terror of Leon Trotsky")
    collection.sync()
    collection.translate(NAME, "lv", "Ļevs Trockis")
    collection.sync()
    assert "Leon Trotsky = Ļevs Trockis" in collection.entry(TITLE, "lv").notes
    assert_settled(collection)


def test_a_text_edited_while_a_name_in_its_notes_is_translated_arrives(collection):
    collection.edit(TITLE, "lv", "Sarkanais terors")
    collection.translate(NAME, "lv", "Ļevs Trockis")
    collection.sync()
    assert collection.entry(TITLE, "lv").target == "Sarkanais terors"
    assert_settled(collection)
    collection.edit(TITLE, "lv", "Sarkanais terors Krievijā")
    collection.translate(NAME, "lv", "Leons Trockis")
    collection.sync()
    assert collection.entry(TITLE, "lv").target == "Sarkanais terors Krievijā"
    assert_settled(collection)


# Git


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout


def test_a_fresh_clone_changes_nothing_and_carries_on(collection, tmp_path_factory):
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.edit(P1, "en", "It began in September 1918.")
    collection.edit(P1, "ru", "Начался в сентябре 1918 года.")
    collection.translate(P1, "ru", "Начался осенью 1918 года.")
    collection.sync(expect=1)
    collection.write(".gitignore", ".l10n/\n")
    git(collection.root, "init", "-q")
    git(collection.root, "add", ".")
    git(collection.root, "commit", "-qm", "all")
    clone = Collection(tmp_path_factory.mktemp("clone") / "collection")
    git(collection.root, "clone", "-q", ".", str(clone.root))
    assert clone.files() == collection.files()
    assert_settled(clone, expect=1)
    clone.translate(P1, "ru", fuzzy=False)
    clone.sync()
    assert clone.held(P1, "ru") == "Начался осенью 1918 года."


def test_a_checkout_between_two_runs_is_noticed(collection):
    collection.write(".gitignore", ".l10n/\n")
    git(collection.root, "init", "-q")
    git(collection.root, "add", ".")
    git(collection.root, "commit", "-qm", "one")
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.sync()
    git(collection.root, "checkout", "-q", "--", "records")
    collection.sync()
    assert collection.held(TITLE, "lv") == "Sarkanais terors"
    git(collection.root, "checkout", "-q", "--", "locales")
    collection.sync()
    assert collection.entry(TITLE, "lv").target == "Sarkanais terors"
    assert_settled(collection)


# The demo collection


def test_the_demo_collection_is_synchronised(tmp_path):
    for name in ("l10n.toml", "records", "locales"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    collection = Collection(tmp_path)
    before = collection.files()
    status = collection.run("sync", "--quiet")
    assert collection.files() == before
    assert_settled(collection, expect=status)
    shutil.rmtree(tmp_path / "locales")
    collection.forget()
    collection.run("sync", "--quiet")
    assert_gnu(collection)
    assert {path: data for path, data in collection.files().items() if path.startswith("records/")} == {
        path: data for path, data in before.items() if path.startswith("records/")
    }


# Odd files and odd texts


def test_catalogs_of_a_domain_without_records_or_template_stay_as_they_are(collection):
    collection.translate(NAME, "lv", "Ļevs Trockis")
    collection.write_record(TERROR | {"persons": []})
    (collection.root / "records/person/trotsky.json").unlink()
    collection.sync()
    (collection.root / "locales/person.en.pot").unlink()
    collection.sync()
    assert collection.entry(NAME, "lv").obsolete
    assert_settled(collection)


def test_a_template_deleted_by_hand_comes_back(collection):
    before = collection.files()
    (collection.root / "locales/event.en.pot").unlink()
    collection.sync()
    assert collection.files() == before


def test_two_entries_of_one_unit_as_git_merges_them_keep_both_texts(collection):
    collection.translate(TITLE, "lv", "Sarkanais terors")
    old = collection.entry(TITLE, "lv").raw
    collection.sync()
    collection.edit(TITLE, "en", "The Red Terror in Russia")
    collection.sync()
    collection.translate(TITLE, "lv", "Sarkanais terors Krievijā")
    collection.write(LV, f"{collection.read(LV)}\n{old.replace('Sarkanais', 'Sarkanīgais').strip()}\n")
    collection.sync()
    assert collection.held(TITLE, "lv") == "Sarkanais terors Krievijā"
    assert "Sarkanīgais terors" in collection.read(LV)
    assert_settled(collection)


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


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x04"), min_size=1, max_size=30)


@given(source=ANY_TEXT, paragraph=ANY_TEXT, label=ANY_TEXT, target=ANY_TEXT)
@example(source="\x04", paragraph="a", label="a", target="b")
@example(source="a", paragraph="\\", label="\\", target="\u2028\\")
@example(source="#~ msgid", paragraph=" a\n", label="#", target="\t\n")
@settings(max_examples=settings().max_examples // 4)
def test_any_text_that_a_record_may_hold_goes_round(tmp_path_factory, source, paragraph, label, target):
    texts = {"en": source, "ru": target} if source != target else {"en": source}
    record = TERROR | {"title": texts, "description": {"en": {"p1": paragraph}}, "images": []}
    collection = make_collection(tmp_path_factory.mktemp("c"), record, TROTSKY | {"name": {"en": label}})
    if collection.run("sync", "--quiet") == 2:
        assert any(
            text_problem(field, text)
            for field, text in ((LINE, source), (LINE, label), (LINE, target), (TEXT, paragraph))
        )
        return
    if collection.entry(P1, "lv"):
        collection.translate(P1, "lv", target)
    status = collection.run("sync", "--quiet")
    held = collection.held(P1, "lv")
    is_copy = target == paragraph
    assert held in {None, target}
    assert held is not None or status == 1 or is_copy or not has_text(target) or not has_text(paragraph)
    assert_settled(collection, expect=status)


def test_a_text_that_comes_back_to_an_entry_that_a_tool_emptied_says_what_it_was_made_for(collection):
    """OmegaT takes a fuzzy text out of the file and leaves the previous source there."""
    collection.edit(TITLE, "en", "The Red Terror in Russia")
    collection.sync()
    settled = collection.read("locales/ru/LC_MESSAGES/event.en.po")
    collection.translate(TITLE, "ru", targets=("",), fuzzy=False)
    collection.sync()
    entry = collection.entry(TITLE, "ru")
    assert (entry.target, entry.fuzzy, entry.previous) == ("Красный террор", True, Previous(source="The Red Terror"))
    assert any(note.startswith("source changed: ") for note in entry.notes)
    assert collection.read("locales/ru/LC_MESSAGES/event.en.po") == settled
    assert_settled(collection)


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


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        pytest.param("The speech of Leon Trotsky.", True, id="whole"),
        pytest.param("Trotsky’s speech.", True, id="last-word"),
        pytest.param("He spoke of trotskyism.", False, id="another-word"),
        pytest.param("A strategy.", False, id="not-at-all"),
    ],
)
def test_notes_show_the_names_of_linked_records_that_a_text_mentions(collection, source, shown):
    collection.edit(P1, "en", source)
    collection.sync()
    assert ("Leon Trotsky = Лев Троцкий" in collection.entry(P1, "ru").notes) == shown
    assert "Leon Trotsky = Лев Троцкий" not in collection.entry(P1, "lv").notes


def test_notes_find_a_name_in_the_form_that_grammar_gives_it(tmp_path):
    event = {"id": "a", "type": "event", "source": "ru", "title": {"ru": "Речь Льва Троцкого"}, "persons": ["person/t"]}
    person = {"id": "t", "type": "person", "source": "ru", "name": {"ru": "Лев Троцкий", "lv": "Ļevs Trockis"}}
    collection = make_collection(tmp_path, event, person)
    collection.sync()
    assert "Лев Троцкий = Ļevs Trockis" in collection.entry("event/a/title", "lv", "ru").notes
