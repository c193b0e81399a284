"""Intake: translators bring files back, whatever happened to them and to the collection meanwhile."""

import shutil

import pytest

from l10n.errors import L10nError
from l10n.po import format_po
from l10n.project import open_project
from l10n.text import digest
from tests.batches import CAPTION, DONE, FIRST, NAME, SECOND, TITLE, back, batch_files, bring, out, read, state, work
from tests.collection import CONFIG, make_collection
from tests.killing import kill_after


def test_work_goes_to_records_and_catalogs(collection, handed):
    work(handed, DONE)
    assert back(collection, handed) == dict.fromkeys(DONE, "taken") | {SECOND: "open", CAPTION: "open"}
    for unit, text in DONE.items():
        assert collection.held(unit, "lv") == text
        assert collection.entry(unit, "lv").target == text
        assert not collection.entry(unit, "lv").fuzzy
    assert collection.state(TITLE, "lv").split()[2] == "human"
    assert collection.run("sync", "--quiet") == 0


def test_twice_in_is_once(collection, handed):
    work(handed, DONE)
    back(collection, handed)
    before = state(collection)
    assert back(collection, handed) == dict.fromkeys(DONE, "repeated") | {SECOND: "open", CAPTION: "open"}
    collection.forget()
    assert back(collection, handed)[TITLE] == "repeated"
    assert state(collection) == before


@pytest.mark.parametrize("folders", [("records",), ("records", "locales"), ("records", "locales", ".l10n")], ids=str)
def test_work_whose_records_were_put_back_is_taken_again(collection, handed, folders):
    before = {path: data for path, data in collection.files().items() if path.startswith("records/")}
    work(handed, DONE)
    back(collection, handed)
    after = state(collection)
    for folder in folders:
        shutil.rmtree(collection.root / folder, ignore_errors=True)
    for path, data in before.items():
        collection.write_bytes(path, data)
    fates = back(collection, handed)
    assert {fates[key] for key in DONE} == ({"repeated"} if folders == ("records",) else {"taken"})
    assert {key: collection.held(key, "lv") for key in DONE} == DONE
    assert state(collection).keys() == after.keys()
    assert back(collection, handed) == dict.fromkeys(DONE, "repeated") | {SECOND: "open", CAPTION: "open"}


def test_what_is_put_back_as_it_was_handed_out_is_taken_as_the_first_time(collection, tmp_path):
    for key, text in DONE.items():
        collection.edit(key, "lv", text)
    collection.sync()
    moved = {TITLE: "The Red Terror of 1918", FIRST: "It began in September 1918.", NAME: "Lev Davidovich Trotsky"}
    for key, text in moved.items():
        collection.edit(key, "en", text)
    collection.edit(NAME, "lv", "")
    (path,) = out(collection, tmp_path)
    before = collection.files()
    work(path, {TITLE: "1918. gada sarkanais terors", NAME: "Trockis", SECOND: "Beidzās.", FIRST: DONE[FIRST]})
    fates = back(collection, path)
    assert [fates[key] for key in (TITLE, NAME, SECOND, FIRST)] == ["taken", "taken", "taken", "confirmed"]
    after = state(collection)
    collection.restore(before | {f"batches/{name}": data for name, data in batch_files(collection).items()})
    assert back(collection, path) == fates
    assert state(collection) == after


def test_what_somebody_changed_after_it_was_taken_stays_and_is_named(collection, handed):
    work(handed, DONE)
    back(collection, handed)
    collection.edit(TITLE, "lv", "Redaktora terors")
    collection.edit(NAME, "lv", "")
    collection.sync()
    before = state(collection)
    fates = back(collection, handed)
    assert (fates[TITLE], fates[NAME], fates[FIRST]) == ("superseded", "superseded", "repeated")
    assert state(collection) == before


def test_the_rest_comes_later(collection, handed):
    work(handed, DONE)
    back(collection, handed)
    work(handed, {SECOND: "Beidzās 1922. gadā.", TITLE: "Sarkanais terors (1918)"})
    assert back(collection, handed) == {
        TITLE: "taken",
        FIRST: "repeated",
        SECOND: "taken",
        CAPTION: "open",
        NAME: "repeated",
    }
    assert collection.held(TITLE, "lv") == "Sarkanais terors (1918)"


def test_a_correction_after_an_edit_is_a_conflict(collection, handed):
    work(handed, DONE)
    back(collection, handed)
    collection.edit(TITLE, "lv", "Terors")
    assert back(collection, handed)[TITLE] == "superseded"
    work(handed, {TITLE: "Sarkanais terors (1918)"})
    assert back(collection, handed)[TITLE] == "conflict"
    assert collection.held(TITLE, "lv") == "Terors"


def test_a_source_that_changed_keeps_the_text_fuzzy_with_the_previous_source(collection, handed):
    work(handed, DONE)
    collection.edit(TITLE, "en", "The Red Terror of 1918")
    assert back(collection, handed)[TITLE] == "stale"
    entry = collection.entry(TITLE, "lv")
    assert (entry.target, entry.fuzzy, entry.previous.source) == ("Sarkanais terors", True, "The Red Terror")
    assert collection.held(TITLE, "lv") is None
    collection.translate(TITLE, "lv", fuzzy=False, previous=None)
    collection.sync()
    assert collection.held(TITLE, "lv") == "Sarkanais terors"


class TestConflict:
    @pytest.fixture(autouse=True)
    def conflict(self, collection, handed):
        work(handed, {TITLE: "Sarkanais terors"})
        collection.edit(TITLE, "lv", "Terors")
        assert back(collection, handed)[TITLE] == "conflict"

    def test_both_are_kept(self, collection):
        assert collection.held(TITLE, "lv") == "Terors"
        entry = collection.entry(TITLE, "lv")
        assert (entry.target, entry.fuzzy) == ("Sarkanais terors", True)
        assert "conflict, the record has: Terors" in entry.notes
        assert collection.run("sync", "--quiet") == 1

    def test_again_it_is_the_same_conflict(self, collection, handed):
        before = state(collection)
        assert back(collection, handed)[TITLE] == "repeated"
        assert state(collection) == before

    @pytest.mark.parametrize(("keep", "text"), [("record", "Terors"), ("catalog", "Sarkanais terors")])
    def test_resolve_settles_it_for_good(self, collection, handed, keep, text):
        assert collection.run("resolve", "--keep", keep, "--quiet") == 0
        assert collection.held(TITLE, "lv") == text
        assert back(collection, handed)[TITLE] == "repeated"
        assert collection.held(TITLE, "lv") == text
        assert collection.run("sync", "--quiet") == 0


def test_work_in_the_collection_s_catalog_counts_as_somebody_else_s(collection, handed):
    work(handed, {TITLE: "Sarkanais terors"})
    collection.translate(TITLE, "lv", "Terors")
    assert back(collection, handed)[TITLE] == "conflict"
    assert collection.held(TITLE, "lv") == "Terors"


def test_a_draft_in_the_collection_s_catalog_becomes_a_comment(collection, handed):
    work(handed, {TITLE: "Sarkanais terors"})
    collection.translate(TITLE, "lv", "Uzmetums", fuzzy=True)
    assert back(collection, handed)[TITLE] == "taken"
    assert collection.entry(TITLE, "lv").comments == ("l10n: earlier: Uzmetums",)


def test_a_draft_stays_fuzzy_and_out(collection, handed, tmp_path):
    work(handed, {TITLE: {"targets": ("Sark…",), "fuzzy": True}})
    assert back(collection, handed)[TITLE] == "draft"
    entry = collection.entry(TITLE, "lv")
    assert (entry.target, entry.fuzzy) == ("Sark…", True)
    before = state(collection)
    assert back(collection, handed)[TITLE] == "draft"
    assert state(collection) == before
    assert out(collection, tmp_path) == []


def test_two_drafts_of_a_unit_do_not_take_turns(collection, handed, tmp_path):
    (again,) = out(collection, tmp_path, who="Berta", again=True)
    work(handed, {TITLE: {"targets": ("Annas",), "fuzzy": True}})
    work(again, {TITLE: {"targets": ("Bertas",), "fuzzy": True}})
    back(collection, handed, again)
    entry = collection.entry(TITLE, "lv")
    assert (entry.target, entry.comments) == ("Bertas", ("l10n: earlier: Annas",))
    before = state(collection)
    back(collection, handed, again)
    assert state(collection) == before


def test_a_draft_beside_a_finished_translation_becomes_a_comment(collection, handed):
    work(handed, {TITLE: {"targets": ("Sark…",), "fuzzy": True}})
    collection.edit(TITLE, "lv", "Terors")
    assert back(collection, handed)[TITLE] == "draft"
    entry = collection.entry(TITLE, "lv")
    assert (entry.target, entry.fuzzy, entry.comments) == ("Terors", False, ("l10n: earlier: Sark…",))


def test_a_stale_text_that_is_confirmed_as_it_is(collection, tmp_path):
    collection.sync()
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.sync()
    collection.edit(TITLE, "en", "The Red Terror!")
    (path,) = out(collection, tmp_path)
    work(path, {TITLE: {"fuzzy": False, "previous": None}})
    assert back(collection, path)[TITLE] == "confirmed"
    assert not collection.entry(TITLE, "lv").fuzzy
    assert collection.state(TITLE, "lv").startswith(f"en@{digest('The Red Terror!')} ")


def test_a_stale_text_nobody_touched_is_not_confirmed(collection, tmp_path):
    collection.sync()
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.sync()
    collection.edit(TITLE, "en", "The Red Terror!")
    (path,) = out(collection, tmp_path)
    assert back(collection, path)[TITLE] == "open"
    assert collection.entry(TITLE, "lv").fuzzy


def test_a_unit_that_is_gone_is_kept_as_obsolete_and_comes_back(collection, handed):
    work(handed, {SECOND: "Beidzās 1922. gadā."})
    collection.edit(SECOND, "en", None)
    collection.edit(SECOND, "ru", None)
    assert back(collection, handed)[SECOND] == "gone"
    entry = collection.entry(SECOND, "lv")
    assert (entry.obsolete, entry.target) == (True, "Beidzās 1922. gadā.")
    collection.edit(SECOND, "en", "It ended in 1922.")
    collection.sync()
    assert collection.entry(SECOND, "lv").target == "Beidzās 1922. gadā."
    assert collection.entry(SECOND, "lv").fuzzy


def test_a_record_that_is_gone_with_its_catalog_leaves_the_text_in_a_new_one(collection, handed):
    work(handed, {NAME: "Ļevs Trockis"})
    (collection.root / "records/person/trotsky.json").unlink()
    shutil.rmtree(collection.root / "locales")
    assert back(collection, handed)[NAME] == "gone"
    assert collection.entry(NAME, "lv").target == "Ļevs Trockis"


def test_a_locale_that_is_no_longer_wanted(collection, handed):
    work(handed, {TITLE: "Sarkanais terors"})
    collection.write(
        "l10n.toml", CONFIG.replace('label = "Title"', 'label = "Title"\nrequired = ["en"]\noptional = []')
    )
    assert back(collection, handed)[TITLE] == "gone"
    assert collection.entry(TITLE, "lv").obsolete


def test_another_source_than_was_handed_out_is_told(collection, handed):
    work(handed, {TITLE: {"source": "The Green Terror", "targets": ("Zaļais terors",)}})
    intakes, _ = bring(collection, handed)
    assert {text.key: text.fate for text in intakes[0].returned}[TITLE] == "altered"
    assert intakes[0].needs_person
    assert collection.held(TITLE, "lv") is None
    assert collection.entry(TITLE, "lv").target == "Zaļais terors"


def test_what_is_not_in_the_batch_is_told_and_not_taken(collection, handed):
    (other,) = out(collection, handed.parent, locale="uk", words=3)
    unit = read(other).units[0]
    catalog = read(handed)
    foreign = unit.with_changes(key="event/terror/title/x", targets=("Svešs",))
    text = format_po(catalog).decode() + "\n" + format_po(type(catalog)(units=(foreign,))).decode()
    handed.write_text(text)
    intakes, _ = bring(collection, handed)
    assert intakes[0].returned[-1].fate == "unknown"
    assert intakes[0].returned[-1].text == "Svešs"
    assert intakes[0].needs_person


def test_a_text_that_a_record_cannot_hold_is_kept_fuzzy(collection, handed):
    work(handed, {TITLE: "Divas\nrindas"})
    intakes, _ = bring(collection, handed)
    (refused,) = (text for text in intakes[0].returned if text.fate == "refused")
    assert "line" in refused.message
    assert collection.held(TITLE, "lv") is None
    assert (collection.entry(TITLE, "lv").target, collection.entry(TITLE, "lv").fuzzy) == ("Divas\nrindas", True)


def test_the_same_on_purpose(collection, handed):
    same = {"targets": ("A poster",), "comments": ("l10n: same",)}
    work(handed, {CAPTION: same, TITLE: "The Red Terror"})
    fates = back(collection, handed)
    assert (fates[CAPTION], fates[TITLE]) == ("taken", "copy")
    assert collection.state(CAPTION, "lv").endswith(" same")
    assert collection.run("sync", "--quiet") == 0


def test_the_comment_that_a_copy_is_meant_may_come_later(collection, handed, tmp_path):
    work(handed, {CAPTION: "A poster"})
    assert back(collection, handed)[CAPTION] == back(collection, handed)[CAPTION] == "copy"
    assert out(collection, tmp_path) == []
    work(handed, {CAPTION: {"comments": ("l10n: same",)}})
    assert back(collection, handed)[CAPTION] == "taken"


def test_nothing_is_taken_unless_all_files_can_be_read(collection, handed, tmp_path):
    work(handed, DONE)
    (tmp_path / "broken.po").write_text('msgid "a\n')
    before = state(collection)
    with pytest.raises(L10nError):
        bring(collection, handed, tmp_path / "broken.po")
    assert state(collection) == before


def test_a_closed_batch_still_comes_back(collection, handed):
    (name,) = open_project(collection.root).load_batches()
    assert collection.run("batch", "close", name, "--quiet") == 0
    work(handed, DONE)
    assert back(collection, handed)[TITLE] == "taken"


def test_two_batches_of_the_same_unit(collection, handed, tmp_path):
    (again,) = out(collection, tmp_path, who="Berta", again=True)
    work(handed, {TITLE: "Annas terors"})
    work(again, {TITLE: "Bertas terors"})
    assert back(collection, handed, again)[TITLE] == "conflict"
    assert collection.held(TITLE, "lv") == "Annas terors"
    assert collection.entry(TITLE, "lv").target == "Bertas terors"


def test_a_run_that_is_killed_between_any_two_files_is_completed_by_the_next(collection, handed):
    work(handed, DONE)
    collection.edit(FIRST, "lv", "Tas sākās.")
    collection.edit(TITLE, "en", "The Red Terror of 1918")
    collection.sync()
    before = state(collection)
    assert set(back(collection, handed).values()) == {"stale", "conflict", "taken", "open"}
    after = state(collection)
    kills = 0
    while True:
        collection.restore({path: data for path, data in before.items() if "/" in path})
        for name, data in before.items():
            if "/" not in name:
                collection.write_bytes(f"batches/{name}", data)
        collection.forget()
        was_killed = kill_after(kills, lambda: back(collection, handed))
        back(collection, handed)
        assert state(collection) == after, f"after {kills} files"
        if not was_killed:
            break
        kills += 1
    assert kills >= 5


class TestChain:
    """A record in Russian, its English made from that, and a translator into Latvian who reads English alone."""

    UNIT = "event/a/title"

    @pytest.fixture
    def collection(self, tmp_path):
        made = f"ru@{digest('Террор')} {digest('Terror')} human 2026-11-23"
        title = {"ru": "Террор", "en": "Terror"}
        record = {"id": "a", "type": "event", "source": "ru", "title": title, "state": {"en": {"title": made}}}
        return make_collection(tmp_path / "collection", record)

    def entry(self, collection):
        entry = collection.entry(self.UNIT, "lv", "ru")
        return f"{entry.target}{'?' * entry.fuzzy}"

    def test_the_record_says_what_a_text_was_made_from(self, collection, handed):
        work(handed, {self.UNIT: "Terors"})
        assert back(collection, handed) == {self.UNIT: "taken"}
        assert collection.state(self.UNIT, "lv").startswith(f"en@{digest('Terror')} {digest('Terors')} human")
        assert self.entry(collection) == "Terors"
        before = state(collection)
        collection.sync()
        assert state(collection) == before

    def test_doubt_comes_down_the_chain_and_goes(self, collection, handed):
        work(handed, {self.UNIT: "Terors"})
        back(collection, handed)
        collection.edit(self.UNIT, "ru", "Красный террор")
        collection.sync()
        assert self.entry(collection) == "Terors?"
        collection.translate(self.UNIT, "en", source="ru", fuzzy=False, previous=None)
        collection.sync()
        assert self.entry(collection) == "Terors"

    def test_a_text_made_from_one_that_is_stale_by_now_is_taken_and_fuzzy(self, collection, handed):
        work(handed, {self.UNIT: "Terors"})
        collection.edit(self.UNIT, "ru", "Красный террор")
        assert back(collection, handed) == {self.UNIT: "taken"}
        assert collection.held(self.UNIT, "lv") == "Terors"
        assert self.entry(collection) == "Terors?"

    def test_a_text_made_from_one_that_changed_is_kept_with_what_it_was_made_for(self, collection, handed):
        work(handed, {self.UNIT: "Terors"})
        collection.edit(self.UNIT, "en", "The Terror")
        assert back(collection, handed) == {self.UNIT: "stale"}
        assert self.entry(collection) == "Terors?"
        assert collection.entry(self.UNIT, "lv", "ru").comments == ("l10n: made for en: Terror",)
        collection.sync()
        assert self.entry(collection) == "Terors?"
