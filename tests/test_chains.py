"""Chains: a translation of a translation is as fresh as what it was made from, through every run of the loop."""

import pytest

from l10n.text import digest
from tests.collection import make_collection

TITLE = "event/a/title"
DAY = "2026-11-23"


@pytest.fixture
def chain(tmp_path):
    """An event in Russian, its Latvian made from that, and its English made from the Latvian, synchronised."""
    state = {
        "lv": {"title": f"ru@{digest('Р')} {digest('L')} human {DAY}"},
        "en": {"title": f"lv@{digest('L')} {digest('E')} human {DAY}"},
    }
    record = {"id": "a", "type": "event", "source": "ru", "title": {"ru": "Р", "lv": "L", "en": "E"}, "state": state}
    collection = make_collection(tmp_path, record)
    collection.sync()
    return collection


def shown(collection):
    """Return what a person sees of the two translations: the text, with a question mark where it is fuzzy."""
    entries = [collection.entry(TITLE, locale, "ru") for locale in ("lv", "en")]
    return [f"{entry.target}{'?' * entry.fuzzy}" for entry in entries]


def base(collection, locale="en"):
    return collection.state(TITLE, locale).split("@")[0]


def settle(collection):
    """Synchronise, and see that doing it again changes nothing."""
    collection.sync()
    files = collection.files()
    collection.sync()
    collection.forget()
    collection.sync()
    assert collection.files() == files


def test_a_translation_of_a_translation_reaches_the_catalog_of_the_first_source(chain):
    assert shown(chain) == ["L", "E"]
    assert base(chain) == "lv"


def test_the_doubt_goes_down_the_chain_and_leaves_it_when_the_first_is_confirmed(chain):
    chain.edit(TITLE, "ru", "Новое Р")
    settle(chain)
    assert shown(chain) == ["L?", "E?"]
    assert chain.entry(TITLE, "en", "ru").previous.source == "Р"
    chain.translate(TITLE, "lv", source="ru", fuzzy=False, previous=None)
    settle(chain)
    assert shown(chain) == ["L", "E"]
    assert base(chain) == "lv"


def test_what_was_made_from_a_text_that_changed_is_stale_until_it_is_redone(chain):
    chain.edit(TITLE, "ru", "Новое Р")
    chain.sync()
    chain.translate(TITLE, "lv", "L2", source="ru")
    settle(chain)
    assert shown(chain) == ["L2", "E?"]
    chain.translate(TITLE, "en", "E2", source="ru")
    settle(chain)
    assert shown(chain) == ["L2", "E2"]
    assert base(chain) == "ru"


def test_a_text_between_that_changes_alone_makes_what_was_made_from_it_fuzzy(chain):
    chain.edit(TITLE, "lv", "L2")
    settle(chain)
    assert shown(chain) == ["L2", "E?"]
    chain.translate(TITLE, "en", source="ru", fuzzy=False)
    settle(chain)
    assert shown(chain) == ["L2", "E"]
    assert base(chain) == "ru"


def test_a_doubt_of_the_translator_between_goes_down_the_chain(chain):
    chain.translate(TITLE, "lv", source="ru", fuzzy=True)
    settle(chain)
    assert shown(chain) == ["L?", "E?"]
    chain.translate(TITLE, "lv", source="ru", fuzzy=False)
    settle(chain)
    assert shown(chain) == ["L", "E"]


@pytest.mark.parametrize("command", ["sync", "update"])
def test_one_run_decides_the_base_before_what_was_made_from_it(chain, command):
    chain.edit(TITLE, "ru", "Новое Р")
    chain.sync()
    chain.translate(TITLE, "lv", source="ru", fuzzy=False, previous=None)
    chain.run(command, "--quiet")
    files = chain.files()
    chain.run(command, "--quiet")
    assert chain.files() == files
    assert shown(chain) == ["L", "E"]


def test_texts_made_from_each_other_are_in_doubt_and_nothing_hangs(chain):
    record = chain.record("event/a")
    record["state"]["lv"]["title"] = f"en@{digest('E')} {digest('L')} human {DAY}"
    chain.write_record(record)
    settle(chain)
    assert shown(chain) == ["L?", "E?"]
    chain.translate(TITLE, "lv", source="ru", fuzzy=False)
    settle(chain)
    assert shown(chain) == ["L", "E"]
