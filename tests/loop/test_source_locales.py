"""Source locales: the one that a text has, and a new one."""

from tests.collection import TERROR, make_collection
from tests.loop.settled import CAPTION, LV, P1, TITLE, assert_settled


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
