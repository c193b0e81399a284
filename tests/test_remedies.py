"""Remedies: enough, with nothing to spare, and near the best there is."""

import random
from itertools import combinations

import pytest

from l10n.remedies import OpenRecord, choose_records, find_remedies
from tests.sample import SCHEMA, parse


@pytest.mark.parametrize("seed", range(80))
def test_choices_are_enough_and_near_the_best(seed):
    rng = random.Random(seed)  # noqa: S311 (the same numbers each time)
    records = [OpenRecord(f"event/{n}", rng.randint(1, 5), rng.randint(1, 30)) for n in range(rng.randint(1, 9))]
    need = rng.randint(1, sum(record.gain for record in records))
    chosen = choose_records(records, need)
    gain = sum(record.gain for record in chosen.records)
    assert gain >= need
    assert all(gain - record.gain < need for record in chosen.records)
    assert chosen.words == sum(record.words for record in chosen.records)
    best = min(
        sum(record.words for record in some)
        for size in range(len(records) + 1)
        for some in combinations(records, size)
        if sum(record.gain for record in some) >= need
    )
    assert best <= chosen.words <= 2 * best + 1


def test_small_records_come_before_one_that_is_too_large():
    records = [OpenRecord("event/large", 53, 53), *(OpenRecord(f"event/{n}", 2, 2) for n in range(20))]
    assert choose_records(records, 26).words == 26
    assert len(choose_records(records, 53).records) == 1


def test_what_cannot_be_reached_takes_all():
    records = [OpenRecord("event/a", 1, 3), OpenRecord("event/b", 1, 2)]
    assert {record.key for record in choose_records(records, 9).records} == {"event/a", "event/b"}
    assert choose_records([], 9).records == ()


@pytest.mark.parametrize(
    ("measure", "gain"),
    [("units", 2), ("words", 5), ("characters", len("One two") + len("Three four five")), ("records", 1)],
)
def test_what_a_record_gives(measure, gain):
    record = parse(title={"en": "One two"}, description={"en": {"p1": "Three four five", "p2": "x"}, "lv": {"p2": "y"}})
    done = parse(id="b", title={"en": "One", "lv": "Viens"})
    remedies = find_remedies([record, done], SCHEMA, {"lv": 1, "en": 1}, measure)
    assert remedies["lv"].records == (OpenRecord("event/a", gain, 5),)
    assert remedies["en"].records == ()
