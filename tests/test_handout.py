"""Handouts: what a translator gets, and what counts as out from then on."""

import shutil

import pytest

from l10n.errors import ConflictError, L10nError, UnknownNameError
from l10n.handout import close_batch
from l10n.po import find_po_problems
from l10n.project import open_project
from l10n.text import digest
from tests.batches import back, batch_files, out, read, work
from tests.collection import TERROR, TROTSKY, make_collection

TITLE, FIRST, SECOND = "event/terror/title", "event/terror/description/p1", "event/terror/description/p2"
CAPTION, NAME = "event/terror/images/i1/caption", "person/trotsky/name"
DAY = "2026-11-23"
CHAIN = {
    "id": "a",
    "type": "event",
    "source": "ru",
    "title": {"ru": "Террор Троцкого", "en": "The Terror of Trotsky"},
    "persons": ["person/trotsky"],
    "state": {"en": {"title": f"ru@{digest('Террор Троцкого')} {digest('The Terror of Trotsky')} human {DAY}"}},
}


@pytest.fixture
def collection(tmp_path):
    return make_collection(tmp_path / "collection")


def load(collection):
    return open_project(collection.root).load_batches()


def test_a_translator_gets_a_catalog_that_gettext_accepts(collection, tmp_path):
    (path,) = out(collection, tmp_path)
    catalog = read(path)
    (batch,) = load(collection).values()
    assert path.name == f"{batch.id}.en.po"
    assert [unit.key for unit in catalog.units] == [TITLE, FIRST, SECOND, CAPTION, NAME]
    assert {unit.key for unit in catalog.units} == batch.out == {TITLE, FIRST, SECOND, CAPTION, NAME}
    assert not list(find_po_problems(catalog, str(path)))
    headers = catalog.headers
    assert (headers["Language"], headers["X-Source-Language"]) == ("lv", "en")
    assert (headers["X-L10n-Batch"], headers["X-L10n-Who"], headers["X-L10n-Since"]) == (batch.id, "Anna", batch.since)
    assert headers["Plural-Forms"].endswith(";")


def test_entries_say_what_those_of_the_collection_say(collection, tmp_path):
    (path,) = out(collection, tmp_path)
    given = {unit.key: unit for unit in read(path).units}
    held = collection.entry(TITLE, "lv")
    assert given[TITLE].notes == held.notes
    assert given[TITLE].references == ("records/event/terror.json",)


def test_a_stale_text_comes_with_what_it_was_made_for(collection, tmp_path):
    collection.sync()
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.sync()
    collection.edit(TITLE, "en", "The Red Terror of 1918")
    (path,) = out(collection, tmp_path)
    given = next(unit for unit in read(path).units if unit.key == TITLE)
    assert (given.target, given.fuzzy, given.previous.source) == ("Sarkanais terors", True, "The Red Terror")
    (batch,) = load(collection).values()
    assert batch.units[TITLE].target_digest == digest("Sarkanais terors")


def test_a_draft_and_a_comment_of_the_catalog_come_along(collection, tmp_path):
    collection.sync()
    collection.translate(TITLE, "lv", "Uzmetums", fuzzy=True, comments=("ask Berta",))
    (path,) = out(collection, tmp_path)
    given = next(unit for unit in read(path).units if unit.key == TITLE)
    assert (given.target, given.fuzzy, given.comments) == ("Uzmetums", True, ("ask Berta",))


def test_work_in_catalogs_is_taken_in_first(collection, tmp_path):
    collection.sync()
    collection.translate(TITLE, "lv", "Sarkanais terors")
    (path,) = out(collection, tmp_path)
    assert TITLE not in {unit.key for unit in read(path).units}
    assert collection.held(TITLE, "lv") == "Sarkanais terors"


def test_two_sources_make_two_files(tmp_path):
    collection = make_collection(
        tmp_path / "collection", TERROR, TROTSKY, CHAIN | {"title": {"ru": "Террор"}, "state": {}}
    )
    paths = out(collection, tmp_path, reads=("ru", "en"))
    assert [path.name.split(".")[-2] for path in paths] == ["ru", "en"]
    assert [unit.key for unit in read(paths[0]).units] == ["event/a/title"]
    assert len(load(collection)) == 1


def test_a_translation_serves_as_a_source_and_the_first_text_stands_beside_it(tmp_path):
    collection = make_collection(tmp_path / "collection", CHAIN, TROTSKY)
    (path,) = out(collection, tmp_path, types=frozenset({"event"}))
    (given,) = read(path).units
    assert given.source == "The Terror of Trotsky"
    assert "ru: Террор Троцкого" in given.notes
    assert not any(note.startswith("en: ") for note in given.notes)
    (batch,) = load(collection).values()
    assert str(batch.units["event/a/title"]) == f"en@{digest('The Terror of Trotsky')} {digest('')}"


def test_nothing_is_handed_out_twice_unless_asked(collection, tmp_path):
    assert out(collection, tmp_path)
    assert out(collection, tmp_path, who="Berta") == []
    assert len(load(collection)) == 1
    assert out(collection, tmp_path, who="Berta", again=True)
    assert len(load(collection)) == 2


def test_what_is_out_in_one_locale_is_not_in_another(collection, tmp_path):
    assert out(collection, tmp_path)
    assert out(collection, tmp_path, locale="uk")


def test_what_came_back_is_handed_out_again_when_its_source_changes(collection, tmp_path):
    (path,) = out(collection, tmp_path)
    work(path, {TITLE: "Sarkanais terors"})
    back(collection, path)
    assert out(collection, tmp_path) == []
    collection.edit(TITLE, "en", "The Red Terror of 1918")
    (again,) = out(collection, tmp_path)
    assert [unit.key for unit in read(again).units] == [TITLE]


def test_a_closed_batch_gives_its_units_back(collection, tmp_path):
    (path,) = out(collection, tmp_path)
    (name,) = load(collection)
    assert close_batch(open_project(collection.root), name).closed
    files = batch_files(collection)
    close_batch(open_project(collection.root), name)
    assert batch_files(collection) == files
    path.unlink()
    assert out(collection, tmp_path)
    assert len(load(collection)) == 2


def test_the_same_again_after_closing_is_another_batch(collection, tmp_path):
    (path,) = out(collection, tmp_path)
    (name,) = load(collection)
    close_batch(open_project(collection.root), name)
    (again,) = out(collection, tmp_path)
    assert again.name == f"{name}-2.en.po"
    assert path.exists()


def test_a_batch_that_is_not_there_is_told_with_the_nearest(collection, tmp_path):
    out(collection, tmp_path)
    (name,) = load(collection)
    with pytest.raises(UnknownNameError, match=f"did you mean '{name}'"):
        close_batch(open_project(collection.root), f"{name}x")


def test_a_file_that_is_there_is_not_written_over(collection, tmp_path):
    (path,) = out(collection, tmp_path)
    path.write_bytes(b"precious")
    shutil.rmtree(collection.root / "batches")
    with pytest.raises(ConflictError):
        out(collection, tmp_path)
    assert path.read_bytes() == b"precious"
    assert batch_files(collection) == {}


def test_a_folder_that_cannot_be_written_leaves_nothing_out(collection, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="not a directory"):
        out(collection, tmp_path / "file")
    assert batch_files(collection) == {}


def test_the_words_of_a_batch_are_as_many_as_were_asked_for(collection, tmp_path):
    (path,) = out(collection, tmp_path, words=8)
    (batch,) = load(collection).values()
    assert batch.words <= 8
    assert len(read(path).units) == len(batch.units)


def test_a_damaged_batch_is_told_before_anything_is_handed_out(collection, tmp_path):
    collection.write("batches/x.json", "{}")
    with pytest.raises(L10nError, match=r"batches/x.json:1: version: it is missing, expected 1"):
        out(collection, tmp_path)


def test_validate_tells_of_a_damaged_batch(collection, capsys):
    collection.write("batches/x.json", "[]")
    assert collection.run("validate") != 0
    assert "batches/x.json:1: found a list, expected a batch as l10n wrote it" in capsys.readouterr().out


def test_a_batch_under_another_name_is_told(collection, tmp_path):
    out(collection, tmp_path)
    (name,) = load(collection)
    collection.write("batches/other.json", collection.read(f"batches/{name}.json"))
    with pytest.raises(ValueError, match=r"expected the file's name without \.json"):
        load(collection)
