"""Gates: exact, and never passed over nothing."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from l10n.coverage import Counts, Coverage, LocaleCoverage, RecordCounts
from l10n.errors import ConfigError, UnknownNameError
from l10n.gates import Outcome, Standing, judge_thresholds, standings
from l10n.page_coverage import LocalePages, PageCharacters, PageCoverage
from l10n.thresholds import parse_thresholds

NUMBERS = LocaleCoverage(
    units=Counts(translated=1, same=1, fuzzy=1, missing=1, source=9, excluded=9),
    words=Counts(translated=10, missing=5),
    characters=Counts(translated=100, missing=1),
    records=RecordCounts(complete=3, partial=2, none=1, declared=1, excluded=7),
)
COVERAGE = Coverage(collection="c", required=("lv",), locales={"lv": NUMBERS})
PAGES = PageCoverage(
    collection="c",
    required=("lv",),
    locales={"lv": LocalePages(characters=PageCharacters(own=5, stale=1, borrowed={"ru": 3}, missing=1))},
)


@pytest.mark.parametrize(
    ("measure", "done", "wanted"),
    [("units", 2, 4), ("words", 10, 15), ("characters", 100, 101), ("records", 3, 6), ("page", 5, 10)],
)
def test_what_each_measure_counts(measure, done, wanted):
    assert standings(COVERAGE, PAGES, measure) == {"lv": Standing(done, wanted)}


def judge(text, counted, required=("lv",)):
    thresholds = parse_thresholds(text, ["lv", "pl"])
    return list(judge_thresholds(thresholds, counted, required, "units"))


@pytest.mark.parametrize(
    ("text", "done", "wanted", "outcome", "need"),
    [
        ("90", 9, 10, Outcome.PASSED, 0),
        ("90", 8996, 10000, Outcome.BELOW, 4),
        ("89.96", 8996, 10000, Outcome.PASSED, 0),
        ("89.961", 8996, 10000, Outcome.BELOW, 1),
        ("100", 10**18 - 1, 10**18, Outcome.BELOW, 1),
        ("100", 10**18, 10**18, Outcome.PASSED, 0),
        ("33.333333", 1, 3, Outcome.PASSED, 0),
        ("33.333334", 1, 3, Outcome.BELOW, 1),
        ("0.1", 0, 5, Outcome.BELOW, 1),
        ("0.1", 0, 0, Outcome.NOTHING, 0),
        ("100", 0, 0, Outcome.NOTHING, 0),
    ],
)
def test_thresholds_are_exact(text, done, wanted, outcome, need):
    (result,) = judge(text, {"lv": Standing(done, wanted)})
    assert (result.outcome, result.need, result.is_passed) == (outcome, need, outcome is Outcome.PASSED)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_needed_is_what_passes(seed):
    rng = random.Random(seed)  # noqa: S311 (the same numbers each time)
    wanted = rng.randint(1, 10**6)
    standing, percent = Standing(rng.randint(0, wanted), wanted), Decimal(rng.randint(1, 10**4)) / 100
    (result,) = judge(str(percent), {"lv": standing})
    reached = standing.done + result.need
    assert Fraction(reached, wanted) >= Fraction(percent) / 100
    assert not result.need or Fraction(reached - 1, wanted) < Fraction(percent) / 100


def test_a_gate_for_no_locale_is_an_error():
    with pytest.raises(ConfigError, match="no required locale to hold to the threshold"):
        judge("90", {"pl": Standing(1, 1)})
    with pytest.raises(UnknownNameError, match="the gate for 'pl' needs it counted"):
        judge("pl=90", {"lv": Standing(1, 1)})
