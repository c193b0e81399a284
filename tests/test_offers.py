"""Offers: which text of a unit a translator is given to work from."""

import pytest
from msgspec.structs import replace

from l10n.offers import find_offer
from l10n.records import iter_units
from l10n.text import digest
from tests.sample import SCHEMA, parse

TEXTS = {"en": "E", "ru": "R", "lv": "L", "uk": "U"}


def made(locale, text, who="human", *marks, source="R"):
    """Return the state of a text that was made from another one."""
    return " ".join((f"{locale}@{digest(source)} {digest(text)} {who} 2026-11-23", *marks))


def offer(reads, locale="et", texts=None, **states):
    """Return the source offered for an event's title, written in Russian: (locale, who) or None."""
    state = {code: {"title": words} for code, words in states.items()}
    record = parse(source="ru", title=TEXTS | (texts or {}), state=state)
    found = find_offer(next(iter_units(record, SCHEMA)), locale, reads.split())
    return found and (found.locale, found.who)


FRESH = {"lv": made("ru", "L"), "en": made("ru", "E"), "uk": made("ru", "U")}
OFFERS = {
    "the record's own": ("en ru", FRESH, ("ru", "")),
    "a person's translation": ("lv", FRESH, ("lv", "human")),
    "the locale named first": ("en lv", FRESH, ("en", "human")),
    "a person's before an imported one": ("en lv", FRESH | {"en": made("ru", "E", "import")}, ("lv", "human")),
    "one that never went through the loop is imported": ("en lv", {"lv": FRESH["lv"]}, ("lv", "human")),
    "an imported one before a machine's": (
        "en lv",
        {"en": made("ru", "E", "machine:x"), "lv": made("ru", "L", "import")},
        ("lv", "import"),
    ),
    "a machine's rather than none": ("en", {"en": made("ru", "E", "machine:x")}, ("en", "machine:x")),
    "never a stale one": ("lv", {"lv": made("ru", "L", source="R0")}, None),
    "never a doubted one": ("lv", {"lv": made("ru", "L", "human", "fuzzy")}, None),
    "never a locale that nobody reads": ("", FRESH, None),
    "never the target itself": ("et", FRESH | {"et": made("ru", "T")}, None),
    "one made from another translation": ("en", FRESH | {"en": made("lv", "E", source="L")}, ("en", "human")),
    "not if that is stale": (
        "en",
        {"lv": made("ru", "L", source="R0"), "en": made("lv", "E", source="L")},
        None,
    ),
    "never one that was made from the target": ("lv", {"lv": made("et", "L", source="T")}, None),
}


@pytest.mark.parametrize(("reads", "states", "expected"), OFFERS.values(), ids=OFFERS)
def test_the_source_offered(reads, states, expected):
    assert offer(reads, texts={"et": "T"}, **states) == expected


def test_a_copy_of_the_source_is_no_text_to_translate_from():
    assert offer("lv", texts={"lv": "R"}) is None


def test_a_locale_that_is_not_wanted_there_serves_as_well():
    record = parse(source="ru", title={"ru": "R", "lv": "L"})
    unit = replace(next(iter_units(record, SCHEMA)), wanted=("ru", "et"))
    assert find_offer(unit, "et", ["lv"]).text == "L"
