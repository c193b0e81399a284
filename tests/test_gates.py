"""Gates: exact, and never passed over nothing."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from l10n.coverage import Counts, Coverage, LocaleCoverage, RecordCounts
from l10n.errors import ConfigError, UnknownNameError
from l10n.gates import Outcome, Standing, judge_thresholds, standings
from l10n.page_coverage import LocalePages, PageCharacters, PageCoverage
from l10n.reports.gates import say_gate
from l10n.thresholds import MEASURES, parse_thresholds

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


@pytest.mark.parametrize("measure", MEASURES)
def test_a_locale_in_which_no_unit_is_wanted_passes_in_no_measure(measure):
    written = LocaleCoverage(
        units=Counts(source=1), words=Counts(source=2), characters=Counts(source=9), records=RecordCounts(complete=1)
    )
    coverage = Coverage(collection="c", required=("lv",), locales={"lv": written})
    counted = standings(coverage, PAGES, measure)
    (result,) = judge_thresholds(parse_thresholds("50", ["lv"]), counted, ("lv",), measure)
    assert (result.outcome, result.is_passed, result.need) == (Outcome.NOTHING, False, 0)


@pytest.mark.parametrize(
    ("threshold", "done", "wanted", "shown"),
    [
        ("45", 15, 33, "45.4 %"),
        ("45.4", 15, 33, "45.4 %"),
        ("45.45", 15, 33, "45.45 %"),
        ("45.50", 15, 33, "45.4 %"),
        ("33.333333", 1, 3, "33.333333 %"),
        ("33.333334", 1, 3, "33.333333 %"),
        ("89.995", 89999, 100000, "89.999 %"),
        ("99.999999", 10**9 - 1, 10**9, "99.999999 %"),
        ("50.25", 1, 2, "50.00 %"),
        ("50.25", 1, 1, "100 %"),
        ("50.25", 0, 1, "0 %"),
    ],
)
def test_a_share_has_the_decimals_of_its_threshold_and_is_never_rounded_up(threshold, done, wanted, shown):
    (result,) = judge(threshold, {"lv": Standing(done, wanted)})
    assert say_gate(result).startswith(f"lv: {shown} of units, ")


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
