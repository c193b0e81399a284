"""Records, paragraphs and locales come and go: what becomes of their translations."""

from l10n.model import Previous
from tests.collection import CONFIG, TERROR
from tests.loop.settled import CAPTION, LV, P1, P2, TITLE, assert_settled


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
