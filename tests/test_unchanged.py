"""Source edits that leave the meaning alone: said on the command line, or marked in the record."""

import json

import pytest

from l10n.text import digest
from tests.collection import DAY, TERROR, TROTSKY, Collection, make_collection

TITLE, P1, P2 = "event/terror/title", "event/terror/description/p1", "event/terror/description/p2"
OLD, NEW = "The Red Terorr", "The Red Terror"
LV, RU = "Sarkanais terors", "Красный террор"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))


@pytest.fixture
def collection(tmp_path) -> Collection:
    """A title with a typo, translated into Russian and Latvian, with a Ukrainian draft; other texts beside it."""
    made = make_collection(tmp_path / "one", TERROR | {"title": {"en": OLD, "ru": RU}}, TROTSKY)
    made.sync()
    made.translate(TITLE, "lv", LV)
    made.translate(TITLE, "uk", "Чернетка", fuzzy=True)
    made.translate(P1, "lv", "Sākās 1918. gadā.")
    made.sync()
    return made


def mark(collection, *paths, key="event/terror"):
    collection.write_record(collection.record(key) | {"unchanged": list(paths)})


def assert_fresh(collection, unit=TITLE, locale="lv", *, source=NEW, target=LV):
    entry = collection.entry(unit, locale)
    assert (entry.source, entry.target, entry.fuzzy, entry.previous) == (source, target, False, None)
    assert collection.held(unit, locale) == target
    assert collection.state(unit, locale).startswith(f"en@{digest(source)} {digest(target)} ")


def assert_stale(collection, unit=TITLE, locale="lv", *, made_for=OLD):
    entry = collection.entry(unit, locale)
    assert (entry.fuzzy, entry.previous.source) == (True, made_for)


def assert_settled(collection, *, expect=0):
    before = collection.files()
    collection.sync(expect=expect)
    assert collection.files() == before
    collection.forget()
    collection.sync(expect=expect)
    assert collection.files() == before


KEYS = {"unit": TITLE, "record": "event/terror"}


class TestOption:
    @pytest.mark.parametrize("key", KEYS.values(), ids=KEYS)
    @pytest.mark.parametrize("command", ["sync", "update"])
    @pytest.mark.parametrize("is_fresh_clone", [False, True], ids=["", "fresh-clone"])
    def test_it_keeps_translations_fresh(self, collection, command, key, is_fresh_clone):
        collection.edit(TITLE, "en", NEW)
        if is_fresh_clone:
            collection.forget()
        assert collection.run(command, "--quiet", "--meaning-unchanged", key) == 0
        assert_fresh(collection)
        assert_fresh(collection, locale="ru", target=RU)
        collection.sync()
        assert_settled(collection)
        assert_fresh(collection)

    def test_a_draft_stays_one_and_no_later_edit_is_swallowed(self, collection):
        collection.edit(TITLE, "en", NEW)
        collection.run("sync", "--quiet", "--meaning-unchanged", TITLE)
        entry = collection.entry(TITLE, "uk")
        assert (entry.source, entry.target, entry.fuzzy) == (NEW, "Чернетка", True)
        collection.edit(TITLE, "en", "The White Terror")
        collection.sync()
        assert_stale(collection, made_for=NEW)

    def test_a_whole_field(self, collection):
        for unit in (P1, P2):
            collection.edit(unit, "en", f"{collection.held(unit, 'en')} Indeed.")
        collection.run("sync", "--quiet", "--meaning-unchanged", "event/terror/description")
        assert not collection.entry(P1, "lv").fuzzy
        assert not collection.entry(P1, "ru").fuzzy

    def test_others_are_as_stale_as_ever(self, collection):
        collection.edit(TITLE, "en", NEW)
        collection.edit(P1, "en", "It began in 1917, or so.")
        collection.run("sync", "--quiet", "--meaning-unchanged", TITLE)
        assert_fresh(collection)
        assert_stale(collection, P1, made_for="It began in 1918.")

    def test_what_was_stale_before_stays_so(self, collection):
        collection.edit(TITLE, "en", "The Terorr")
        collection.sync()
        collection.translate(TITLE, "ru", "Террор")
        collection.sync()
        collection.edit(TITLE, "en", "The Terror")
        collection.run("sync", "--quiet", "--meaning-unchanged", TITLE)
        assert_fresh(collection, locale="ru", source="The Terror", target="Террор")
        assert_stale(collection)
        assert_settled(collection)

    def test_a_doubt_stays_one(self, collection):
        collection.translate(TITLE, "lv", fuzzy=True)
        collection.edit(TITLE, "en", NEW)
        collection.run("sync", "--quiet", "--meaning-unchanged", TITLE)
        assert collection.entry(TITLE, "lv").fuzzy
        assert not collection.entry(TITLE, "ru").fuzzy
        assert_settled(collection)

    def test_a_translation_typed_for_the_source_with_the_typo_arrives(self, collection):
        collection.translate(P2, "lv", "Beidzās 1922. gadā.")
        collection.edit(P2, "en", "It really ended in 1922.")
        collection.run("sync", "--quiet", "--meaning-unchanged", P2)
        assert_fresh(collection, P2, source="It really ended in 1922.", target="Beidzās 1922. gadā.")

    def test_update_keeps_one_that_no_apply_has_taken_yet(self, collection):
        collection.translate(P2, "lv", "Beidzās 1922. gadā.")
        collection.edit(P2, "en", "It really ended in 1922.")
        collection.run("update", "--quiet", "--meaning-unchanged", P2)
        collection.sync()
        assert_fresh(collection, P2, source="It really ended in 1922.", target="Beidzās 1922. gadā.")

    def test_said_after_a_sync_made_everything_fuzzy(self, collection):
        collection.edit(TITLE, "en", NEW)
        collection.sync()
        assert_stale(collection)
        collection.run("sync", "--quiet", "--meaning-unchanged", TITLE)
        assert_fresh(collection)
        assert_fresh(collection, locale="ru", target=RU)
        assert collection.entry(TITLE, "uk").fuzzy
        assert_settled(collection)

    def test_said_late_it_is_about_the_source_nearest_to_this_one(self, collection):
        collection.edit(TITLE, "en", "Quite another one with a typoo")
        collection.sync()
        collection.translate(TITLE, "ru", "Совсем другое")
        collection.sync()
        collection.edit(TITLE, "en", "Quite another one with a typo")
        collection.sync()
        collection.run("sync", "--quiet", "--meaning-unchanged", TITLE)
        assert_fresh(collection, locale="ru", source="Quite another one with a typo", target="Совсем другое")
        assert_stale(collection)

    def test_said_of_a_text_that_nobody_edited_it_says_nothing(self, collection):
        before = collection.files()
        assert collection.run("sync", "--quiet", "--meaning-unchanged", TITLE) == 0
        assert collection.files() == before

    def test_one_locale_first(self, collection):
        collection.edit(TITLE, "en", NEW)
        collection.run("sync", "lv", "--quiet", "--meaning-unchanged", TITLE)
        assert_fresh(collection)

    def test_it_is_counted(self, collection, capsys):
        collection.edit(TITLE, "en", NEW)
        capsys.readouterr()
        collection.run("sync", "--format", "json", "--meaning-unchanged", TITLE)
        counts = json.loads(capsys.readouterr().out)["counts"]
        assert {locale: found.get("kept", 0) for locale, found in counts.items()} == {"ru": 1, "lv": 1, "uk": 0}

    @pytest.mark.parametrize(
        ("key", "message"),
        [
            ("event/terror/titel", f"did you mean '{TITLE}'?"),
            ("event/terorr", "did you mean 'event/terror'?"),
            ("event/terror/description/p9", "there is no text 'event/terror/description/p9'"),
            ("nonsense", "there is no text 'nonsense'"),
        ],
    )
    def test_an_unknown_key_is_an_error_and_nothing_is_written(self, collection, capsys, key, message):
        collection.edit(TITLE, "en", NEW)
        before = collection.files()
        assert collection.run("sync", "--meaning-unchanged", TITLE, key) == 2
        assert message in capsys.readouterr().err
        assert collection.files() == before


class TestMark:
    @pytest.mark.parametrize("path", ["title", "description"])
    @pytest.mark.parametrize("is_fresh_clone", [False, True], ids=["", "fresh-clone"])
    def test_it_works_once_and_goes(self, collection, path, is_fresh_clone):
        unit = TITLE if path == "title" else P1
        target = LV if path == "title" else "Sākās 1918. gadā."
        collection.edit(unit, "en", NEW)
        mark(collection, path)
        if is_fresh_clone:
            collection.forget()
        collection.sync()
        assert_fresh(collection, unit, target=target)
        assert "unchanged" not in collection.record("event/terror")
        assert_settled(collection)
        collection.edit(unit, "en", "Something else")
        collection.sync()
        assert_stale(collection, unit, made_for=NEW)

    def test_without_an_edit_it_says_nothing_and_goes(self, collection):
        mark(collection, "title")
        collection.sync()
        assert "unchanged" not in collection.record("event/terror")
        collection.edit(TITLE, "en", NEW)
        collection.sync()
        assert_stale(collection)

    def test_it_stays_until_all_locales_have_heeded_it(self, collection):
        collection.edit(TITLE, "en", NEW)
        mark(collection, "title")
        collection.run("update", "lv", "--quiet")
        assert collection.record("event/terror")["unchanged"] == ["title"]
        collection.run("apply", "--quiet")
        assert collection.record("event/terror")["unchanged"] == ["title"]
        collection.sync()
        assert_fresh(collection)
        assert_fresh(collection, locale="ru", target=RU)
        assert "unchanged" not in collection.record("event/terror")

    def test_one_that_names_nothing_stays_and_is_reported(self, collection, capsys):
        collection.edit(TITLE, "en", NEW)
        mark(collection, "titel")
        collection.sync()
        assert_stale(collection)
        assert collection.record("event/terror")["unchanged"] == ["titel"]
        capsys.readouterr()
        assert collection.run("validate") == 1
        assert "there is no text at 'titel'" in "".join(capsys.readouterr())

    def test_it_moves_with_a_renamed_record(self, collection):
        collection.edit(TITLE, "en", NEW)
        mark(collection, "title")
        record = collection.record("event/terror") | {"id": "red-terror"}
        (collection.root / "records/event/terror.json").unlink()
        collection.write_record(record)
        collection.sync()
        assert_fresh(collection, "event/red-terror/title")

    def test_it_is_no_news_to_a_dry_run(self, collection):
        collection.edit(TITLE, "en", NEW)
        mark(collection, "title")
        before = collection.files()
        assert collection.run("sync", "--dry-run", "--quiet") == 0
        assert collection.files() == before

    @pytest.mark.parametrize("value", ["title", {"title": True}, [1], None])
    def test_anything_but_a_list_of_paths_is_an_error(self, collection, capsys, value):
        collection.write_record(collection.record("event/terror") | {"unchanged": value})
        assert collection.run("sync") == 2
        assert "unchanged" in capsys.readouterr().err


def test_a_locale_in_which_the_text_is_not_wanted_any_more_is_heeded_too(collection):
    before = collection.state(TITLE, "lv")
    collection.write(
        "l10n.toml",
        collection.read("l10n.toml").replace(
            'label = "Title"', 'label = "Title"\nrequired = ["en", "ru"]\noptional = []'
        ),
    )
    collection.edit(TITLE, "en", NEW)
    collection.run("sync", "--quiet", "--meaning-unchanged", TITLE)
    assert collection.state(TITLE, "lv").split()[:2] == [f"en@{digest(NEW)}", before.split()[1]]
