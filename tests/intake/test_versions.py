"""Work that comes back to a collection in which units have got other keys, or several versions of the same work."""

import pytest

from tests.batches import DONE, FIRST, NAME, TITLE, back, batch_files, bring, out, state, work
from tests.collection import make_collection
from tests.killing import kill_after


class TestVersions:
    """A translator sends a file, then a better one; the older one comes again."""

    def brought(self, collection, path, text):
        work(path, {TITLE: text})
        return back(collection, path)[TITLE]

    def test_an_older_one_does_not_undo_a_newer_one(self, collection, handed):
        fates = [self.brought(collection, handed, text) for text in ("Terors", "Sarkanais terors", "Sarkanais Terors")]
        assert fates == ["taken"] * 3
        before = state(collection)
        for text in ("Terors", "Sarkanais terors", "Terors"):
            assert self.brought(collection, handed, text) == "repeated"
        assert state(collection) == before

    def test_an_older_one_does_not_undo_what_a_person_settled(self, collection, handed):
        collection.edit(TITLE, "lv", "Redaktora terors")
        assert self.brought(collection, handed, "Terors") == "conflict"
        assert self.brought(collection, handed, "Sarkanais terors") == "conflict"
        assert collection.run("resolve", "--keep", "catalog", "--quiet") == 0
        before = state(collection)
        assert self.brought(collection, handed, "Terors") == "repeated"
        assert (collection.held(TITLE, "lv"), state(collection)) == ("Sarkanais terors", before)

    def test_a_file_as_it_was_handed_out_does_not_undo_its_work(self, collection, tmp_path):
        collection.edit(TITLE, "lv", "Terors")
        collection.sync()
        collection.edit(TITLE, "en", "The Red Terror of 1918")
        (path,) = out(collection, tmp_path)
        untouched = path.read_bytes()
        assert self.brought(collection, path, "Sarkanais terors") == "taken"
        collection.edit(TITLE, "en", "The Red Terror of 1919")
        collection.sync()
        before = state(collection)
        path.write_bytes(untouched)
        assert back(collection, path)[TITLE] == "open"
        assert state(collection) == before

    def test_a_text_whose_source_is_put_back_is_taken(self, collection, handed):
        collection.edit(TITLE, "en", "The White Terror")
        assert self.brought(collection, handed, "Sarkanais terors") == "stale"
        assert back(collection, handed)[TITLE] == "waiting"
        collection.edit(TITLE, "en", "The Red Terror")
        assert back(collection, handed)[TITLE] == "taken"
        assert (collection.held(TITLE, "lv"), collection.entry(TITLE, "lv").fuzzy) == ("Sarkanais terors", False)
        assert back(collection, handed)[TITLE] == "repeated"

    def test_a_text_whose_unit_comes_back_is_taken(self, collection, handed):
        record = collection.record("person/trotsky")
        (collection.root / "records/person/trotsky.json").unlink()
        work(handed, {NAME: "Ļevs Trockis"})
        assert [back(collection, handed)[NAME] for _ in range(2)] == ["gone", "waiting"]
        collection.write_record(record)
        assert back(collection, handed)[NAME] == "taken"
        assert collection.held(NAME, "lv") == "Ļevs Trockis"

    def test_the_source_put_back_does_not_undo_a_newer_text(self, collection, handed):
        collection.edit(TITLE, "en", "The White Terror")
        assert self.brought(collection, handed, "Terors") == "stale"
        assert self.brought(collection, handed, "Sarkanais terors") == "stale"
        collection.edit(TITLE, "en", "The Red Terror")
        assert self.brought(collection, handed, "Terors") == "repeated"
        assert self.brought(collection, handed, "Sarkanais terors") == "taken"
        assert self.brought(collection, handed, "Terors") == "repeated"
        assert collection.held(TITLE, "lv") == "Sarkanais terors"

    def test_the_source_put_back_does_not_undo_somebody_elses_text(self, collection, handed):
        collection.edit(TITLE, "en", "The White Terror")
        assert self.brought(collection, handed, "Sarkanais terors") == "stale"
        collection.edit(TITLE, "lv", "Baltais terors")
        collection.run("resolve", "--keep", "record", "--quiet")
        collection.edit(TITLE, "en", "The Red Terror")
        collection.sync()
        before = state(collection)
        assert back(collection, handed)[TITLE] == "repeated"
        assert state(collection) == before

    @pytest.mark.parametrize(
        ("first", "second", "expected"),
        [
            ("Terors", "Sarkanais terors", ["replaced", "taken"]),
            ("Terors", "Terors", ["taken", "repeated"]),
            ("Terors", "", ["taken", "open"]),
            ("Divas\nrindas", "Sarkanais terors", ["refused", "taken"]),
        ],
    )
    def test_two_in_one_call(self, collection, handed, first, second, expected):
        later = handed.with_name("later.po")
        work(handed, {TITLE: first})
        later.write_bytes(handed.read_bytes())
        work(later, {TITLE: second})
        intakes, _ = bring(collection, handed, later)
        assert [text.fate for intake in intakes for text in intake.returned if text.key == TITLE] == expected
        assert collection.held(TITLE, "lv") == (second or first)


class TestRenames:
    """Records are renamed while their units are out."""

    def rename(self, collection, key, new):
        record = collection.record(key)
        (collection.root / f"records/{key}.json").unlink()
        type_, _, id_ = new.partition("/")
        collection.write_record(record | {"id": id_, "type": type_})
        event = collection.record("event/terror")
        persons = [new if person == key else person for person in event["persons"]]
        collection.write_record(event | {"persons": persons})

    @pytest.mark.parametrize("syncs", ["each", "last", "none"])
    def test_the_text_arrives_and_nothing_is_handed_out_twice(self, collection, handed, tmp_path, syncs):
        work(handed, DONE)
        for new in ("trotskij", "trockij"):
            old = next(path.stem for path in (collection.root / "records/person").glob("*.json"))
            self.rename(collection, f"person/{old}", f"person/{new}")
            if syncs == "each":
                collection.sync()
        if syncs == "last":
            collection.sync()
        assert out(collection, tmp_path, who="Berta") == []
        assert back(collection, handed)["person/trockij/name"] == "taken"
        assert collection.held("person/trockij/name", "lv") == DONE[NAME]
        assert back(collection, handed)["person/trockij/name"] == "repeated"

    @pytest.mark.usefixtures("handed")
    def test_one_is_told_to_commit_the_batches_that_followed(self, collection, capsys):
        self.rename(collection, "person/trotsky", "person/trockij")
        capsys.readouterr()
        assert collection.run("sync") == 0
        assert "commit records/, locales/ and batches/ together" in capsys.readouterr().out
        collection.edit(TITLE, "ru", "Террор")
        assert collection.run("sync") == 0
        assert "commit records/ and locales/ together" in capsys.readouterr().out

    def test_a_paragraph_that_moved(self, collection, handed, tmp_path):
        work(handed, DONE)
        collection.edit(FIRST, "en", None)
        collection.edit(FIRST, "ru", None)
        collection.edit("event/terror/description/p9", "en", "It began in 1918.")
        assert out(collection, tmp_path, who="Berta") == []
        assert back(collection, handed)["event/terror/description/p9"] == "taken"

    @pytest.mark.parametrize("brings", [1, 2], ids=["first", "again"])
    @pytest.mark.parametrize("is_known", [True, False], ids=["known", "cloned"])
    def test_a_rename_that_is_put_back_with_the_catalogs(self, collection, handed, brings, is_known):
        collection.sync()
        before = collection.files()
        batches = batch_files(collection)
        self.rename(collection, "person/trotsky", "person/trockij")
        collection.sync()
        assert batch_files(collection) != batches
        collection.restore(before)
        if not is_known:
            collection.forget()
        work(handed, {NAME: DONE[NAME]})
        fates = [back(collection, handed).get(NAME) for _ in range(brings)]
        assert fates == ["taken", "repeated"][:brings]
        assert collection.held(NAME, "lv") == DONE[NAME]
        assert "trockij" not in "".join(data.decode() for data in batch_files(collection).values())
        assert collection.run("sync", "--quiet") == 0

    @pytest.mark.usefixtures("handed")
    @pytest.mark.parametrize("command", ["next", "list", "out"])
    def test_a_unit_whose_rename_is_put_back_is_still_out(self, collection, tmp_path, capsys, command):
        collection.sync()
        before = collection.files()
        self.rename(collection, "person/trotsky", "person/trockij")
        collection.sync()
        collection.restore(before)
        capsys.readouterr()
        if command == "out":
            assert out(collection, tmp_path, who="Berta") == []
        elif command == "next":
            assert collection.run("next", "--locale", "lv", "--reads", "en", "--no-memory", "--format", "json") == 0
            assert NAME not in capsys.readouterr().out
        else:
            assert collection.run("batch", "list", "--format", "json") == 0
            assert f'"{NAME}"' in capsys.readouterr().out

    def test_a_rename_after_one_that_is_put_back_is_followed(self, collection, handed):
        collection.sync()
        before = collection.files()
        self.rename(collection, "person/trotsky", "person/trockij")
        collection.sync()
        collection.restore(before)
        collection.sync()
        self.rename(collection, "person/trotsky", "person/lev")
        work(handed, {NAME: DONE[NAME]})
        assert back(collection, handed)["person/lev/name"] == "taken"

    def test_a_batch_that_alone_has_the_rename(self, collection, handed, tmp_path):
        collection.sync()
        before = collection.files()
        self.rename(collection, "person/trotsky", "person/trockij")
        collection.sync()
        followed = batch_files(collection)
        collection.restore(before)
        collection.sync()
        for name, data in followed.items():
            collection.write_bytes(f"batches/{name}", data)
        assert out(collection, tmp_path, who="Berta") == []
        work(handed, {NAME: DONE[NAME]})
        assert back(collection, handed)[NAME] == "taken"

    def test_a_text_that_waited_under_the_other_key_is_taken_once_that_is_put_back(self, collection, handed):
        collection.sync()
        before = collection.files()
        self.rename(collection, "person/trotsky", "person/trockij")
        collection.sync()
        (collection.root / "records/person/trockij.json").unlink()
        work(handed, {NAME: DONE[NAME]})
        assert [back(collection, handed)["person/trockij/name"] for _ in range(2)] == ["gone", "waiting"]
        collection.restore(before)
        assert back(collection, handed)[NAME] == "taken"
        assert collection.held(NAME, "lv") == DONE[NAME]

    def test_a_record_that_goes_back_to_its_name(self, collection, handed):
        before = batch_files(collection)
        self.rename(collection, "person/trotsky", "person/trockij")
        collection.sync()
        assert batch_files(collection) != before
        self.rename(collection, "person/trockij", "person/trotsky")
        collection.sync()
        assert batch_files(collection) == before
        work(handed, DONE)
        assert back(collection, handed)[NAME] == "taken"

    def test_a_record_that_takes_the_name_of_one_that_is_out_and_gone(self, tmp_path):
        people = ({"id": id_, "type": "person", "source": "en", "name": {"en": id_.title()}} for id_ in "ab")
        collection = make_collection(tmp_path / "collection", *people)
        (path,) = out(collection, tmp_path)
        work(path, {"person/a/name": "Annas A", "person/b/name": "Annas B"})
        (collection.root / "records/person/b.json").unlink()
        collection.sync()
        record = collection.record("person/a")
        (collection.root / "records/person/a.json").unlink()
        collection.write_record(record | {"id": "b"})
        assert out(collection, tmp_path, who="Berta") == []
        intakes, _ = bring(collection, path)
        assert [(text.text, text.fate.value) for text in intakes[0].returned] == [
            ("Annas A", "taken"),
            ("Annas B", "unknown"),
        ]
        assert collection.held("person/b/name", "lv") == "Annas A"
        assert not intakes[0].batch.is_open

    @pytest.mark.usefixtures("handed")
    def test_a_run_that_only_shows_what_it_would_do(self, collection, capsys):
        self.rename(collection, "person/trotsky", "person/trockij")
        before = state(collection)
        capsys.readouterr()
        assert collection.run("sync", "--dry-run", "--format", "json") == 0
        (name,) = before.keys() - collection.files().keys()
        assert f'"batches/{name}"' in capsys.readouterr().out
        assert state(collection) == before

    def test_a_run_that_is_killed_between_any_two_files_is_completed_by_the_next(self, collection, handed):
        work(handed, DONE)
        self.rename(collection, "person/trotsky", "person/trockij")
        before = collection.files()
        batches = batch_files(collection)
        kills = 0
        while True:
            collection.restore(before)
            for name, data in batches.items():
                collection.write_bytes(f"batches/{name}", data)
            collection.forget()
            was_killed = kill_after(kills, collection.sync)
            assert back(collection, handed)["person/trockij/name"] == "taken", f"after {kills} files"
            if not was_killed:
                break
            kills += 1
        assert kills >= 3
