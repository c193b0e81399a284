"""What translators are shown beside a text: names, and what it was made for."""

import pytest

from l10n.model import Previous
from tests.collection import make_collection
from tests.loop.settled import NAME, P1, TITLE, assert_settled


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
