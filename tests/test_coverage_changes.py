"""What two versions of records have differently: by hand, and by laws that hold for any two."""

import random

import pytest

from l10n.coverage import count_coverage
from l10n.coverage_changes import LocaleChanges, compare_versions
from l10n.text import digest
from tests.sample import SCHEMA, parse

LOCALES = ("en", "ru", "lv", "et", "uk")


def changes(old, new, locale):
    """Return what changed in a locale, without what did not change."""
    found = compare_versions((old, SCHEMA), (new, SCHEMA), LOCALES)[locale]
    return {name: getattr(found, name) for name in found.__struct_fields__ if getattr(found, name)}


def event(**texts):
    return parse(title={"en": "Title"} | texts)


STALE = {"lv": {"title": f"en@{digest('Old')} {digest('Virsraksts')} human 2026-11-23"}}
TITLE = ("event/a/title",)
A = ("event/a",)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param([], [], {}, id="nothing"),
        pytest.param([event(lv="Virsraksts")], [event(lv="Virsraksts")], {}, id="alike"),
        pytest.param([event()], [event(lv="V")], {"gained": A, "translated": TITLE}, id="translated"),
        pytest.param([event(lv="V")], [event()], {"lost": A, "emptied": TITLE}, id="emptied"),
        pytest.param(
            [event(lv="Virsraksts")],
            [parse(title={"en": "New", "lv": "Virsraksts"}, state=STALE)],
            {"lost": A, "stale": TITLE},
            id="stale",
        ),
        pytest.param([], [event()], {"added": TITLE}, id="new"),
        pytest.param([], [event(lv="V")], {"gained": A, "translated": TITLE, "added": TITLE}, id="new and done"),
        pytest.param([event()], [], {"removed": TITLE}, id="removed"),
        pytest.param([event(lv="V")], [], {"lost": A, "removed": TITLE}, id="removed, was done"),
        pytest.param([], [parse(source="lv", title={"lv": "V"})], {"gained": A}, id="written in it"),
    ],
)
def test_changes(old, new, expected):
    assert changes(old, new, "lv") == expected


def test_a_locale_that_was_not_wanted():
    before = SCHEMA
    after = parse(title={"en": "T", "lv": "V"})
    smaller = type(SCHEMA)(**{name: getattr(SCHEMA, name) for name in SCHEMA.__struct_fields__} | {"types": {}})
    found = compare_versions(([], smaller), ([after], before), ["lv", "et"])
    assert found["et"] == LocaleChanges(added=TITLE)
    assert not LocaleChanges()


def random_records(rng):
    records = []
    for name in rng.sample("abcdefgh", rng.randint(0, 8)):
        source = rng.choice(LOCALES)
        titles = {locale: f"{locale} {rng.randint(0, 2)}" for locale in LOCALES if rng.random() < 0.5} | {source: "S"}
        state = {
            locale: {"title": f"{source}@{digest(rng.choice('ST'))} {digest(text)} human 2026-11-23"}
            for locale, text in titles.items()
            if locale != source and rng.random() < 0.4
        }
        records.append(parse(id=name, source=source, title=titles, state=state or None))
    return records


@pytest.mark.parametrize("seed", range(60))
def test_what_changed_adds_up_to_the_difference_of_the_counts(seed):
    rng = random.Random(seed)  # noqa: S311 (the same numbers each time)
    old, new = random_records(rng), random_records(rng)
    before, after = (count_coverage(records, SCHEMA).locales for records in (old, new))
    forth, back = (compare_versions((a, SCHEMA), (b, SCHEMA), LOCALES) for a, b in ((old, new), (new, old)))
    for locale in LOCALES:
        found = forth[locale]
        records = after[locale].records.complete - before[locale].records.complete
        assert records == len(found.gained) - len(found.lost)
        assert after[locale].units.done - before[locale].units.done == (
            len(found.translated) - len(back[locale].translated)
        )
        assert after[locale].units.wanted - before[locale].units.wanted == len(found.added) - len(found.removed)
        assert (found.gained, found.added) == (back[locale].lost, back[locale].removed)
        assert {*found.stale, *found.emptied} <= set(back[locale].translated)
