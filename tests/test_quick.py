"""Quick counting: which records it counts without making one, and what their marks and states mean there."""

import json

import pytest

from l10n.config import parse_schema
from l10n.counting.quick import QuickCounter
from l10n.coverage import count_coverage, make_coverage
from l10n.record_json import parse_record
from l10n.tally import TallyMaker
from l10n.text import digest
from tests.sample import CONFIG

SCHEMA = parse_schema(CONFIG)
NAMES = {"en": "Riga", "lv": "Rīga", "ru": "Рига"}
NOW, BEFORE, LV, RU = map(digest, ("Riga", "before", "Rīga", "Рига"))


def person(**more):
    return {"id": "a", "type": "person", "source": "en", "name": NAMES} | more


PLAIN = person(id="plain")
BY = ("field", "record")


def with_state(lv, ru=f"en@{NOW} {RU} human 2026-11-23"):
    return person(state={"lv": {"name": lv}, "ru": {"name": ru}})


def is_quick(record):
    counter = QuickCounter(SCHEMA)
    return counter._types[record["type"]].add(encode(record), "", TallyMaker(SCHEMA))


def encode(record):
    return json.dumps(record, ensure_ascii=False).encode()


def count(*records):
    """Count records in this order: what is learnt from one must not be taken for the next where it differs."""
    counter = QuickCounter(SCHEMA)
    for record in records:
        counter.add(encode(record), f"{record['type']}/", "x")
    tally, roll = counter.take()
    found = make_coverage(tally, SCHEMA, BY, rolls=[roll])
    assert found == count_coverage([parse_record(encode(record), SCHEMA) for record in records], SCHEMA, BY)
    return found


@pytest.mark.parametrize(
    ("state", "fuzzy"),
    [
        (f"en@{NOW} {LV} human 2026-11-23", 0),
        (f"en@{NOW} {LV} machine:x-1 2026-11-23", 0),
        (f"en@{NOW} {LV} human 2026-11-23 fuzzy", 1),
        (f"en@{NOW} {BEFORE} human 2026-11-23 fuzzy", 0),
        (f"en@{NOW} {LV} human 2026-11-23 conflict", 1),
        (f"en@{NOW} {LV} human 2026-11-23 same", 0),
        (f"en@{BEFORE} {LV} human 2026-11-23", 1),
        (f"en@{BEFORE} {BEFORE} human 2026-11-23", 0),
        (f"ru@{RU} {LV} human 2026-11-23", 0),
        (f"ru@{BEFORE} {LV} human 2026-11-23", 1),
        (f"lv@{LV} {LV} human 2026-11-23", 1),
        (f"et@{NOW} {LV} human 2026-11-23", 1),
    ],
    ids=[
        "fresh",
        "by a machine",
        "in doubt",
        "in doubt, edited since",
        "conflict",
        "same",
        "stale",
        "stale, edited since",
        "by way of ru",
        "by way of what ru was",
        "of itself",
        "of what is gone",
    ],
)
def test_states_mean_what_they_mean_elsewhere(state, fuzzy):
    record = with_state(state)
    assert is_quick(record)
    assert count(PLAIN, record).locales["lv"].units.fuzzy == fuzzy
    assert count(record, PLAIN).locales["lv"].units.fuzzy == fuzzy


def test_a_translation_of_a_stale_translation_is_fuzzy():
    record = with_state(f"ru@{RU} {LV} human 2026-11-23", f"en@{BEFORE} {RU} human 2026-11-23")
    assert is_quick(record)
    assert [count(PLAIN, record).locales[locale].units.fuzzy for locale in ("lv", "ru")] == [1, 1]


@pytest.mark.parametrize(
    "record",
    [
        person(name=NAMES | {"ru": "Riga"}),
        person(name=NAMES | {"ru": " "}),
        person(name=NAMES | {"ru": ""}),
        person(name={"lv": "Rīga"}),
        person(sources={"name": "lv"}),
        person(conflicts={"texts": {"lv": {"name": ["Riga"]}}}),
        person(name=NAMES | {"en": 'the "Riga"'}),
    ],
    ids=["copy", "blank", "empty", "no text in the source locale", "another source", "conflict", "escape"],
)
def test_what_is_out_of_the_ordinary_goes_the_usual_way(record):
    assert not is_quick(record)
    count(PLAIN, record)
    count(record, PLAIN)


def test_statuses_know_where_a_record_is_declared():
    names = {"en": "Riga"}
    records = [person(name=names, declared=["lv"]), person(name=names, id="b")]
    declared, other = count(*records).by_record.values()
    place = SCHEMA.locales.index("lv")
    assert (declared[place], other[place]) == ("declared", "none")
