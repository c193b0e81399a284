"""The ratchet: what counts as falling, its file, and how git merges it."""

import pytest

from l10n.errors import ConfigError, L10nError
from l10n.gates import Outcome, Standing
from l10n.ratchet import RATCHET, Ratchet, format_ratchet, judge_ratchet, parse_ratchet, updated_ratchet
from tests.repository import Repository

HELD = Ratchet(measure="units", held={"lv": Standing(90, 100), "pl": Standing(1, 4)})
PL = {"pl": Standing(1, 4)}


@pytest.mark.parametrize(
    ("now", "outcome"),
    [
        pytest.param((90, 100), Outcome.PASSED, id="the same"),
        pytest.param((91, 100), Outcome.PASSED, id="one translated"),
        pytest.param((89, 100), Outcome.FELL, id="one stale"),
        pytest.param((90, 150), Outcome.PASSED, id="fifty new, none translated"),
        pytest.param((91, 150), Outcome.PASSED, id="fifty new, one translated"),
        pytest.param((89, 150), Outcome.FELL, id="fifty new, one stale"),
        pytest.param((85, 95), Outcome.PASSED, id="five translated ones removed"),
        pytest.param((90, 95), Outcome.PASSED, id="five missing ones removed"),
        pytest.param((0, 0), Outcome.NOTHING, id="all removed"),
    ],
)
def test_what_counts_as_falling(now, outcome):
    counted = {"lv": Standing(*now)} | PL
    results = {result.locale: result.outcome for result in judge_ratchet(HELD, counted)}
    assert results == {"lv": outcome, "pl": Outcome.PASSED}
    kept = updated_ratchet(HELD, counted, "units").held
    assert kept["lv"] == (Standing(*now) if outcome is Outcome.PASSED else HELD.held["lv"])
    lowered = updated_ratchet(HELD, counted, "units", may_lower=True).held
    assert lowered.get("lv") == (Standing(*now) if now[1] else None)


def test_locales_come_and_go():
    counted = PL | {"et": Standing(0, 3), "en": Standing(0, 0)}
    results = {result.locale: result for result in judge_ratchet(HELD, counted)}
    assert {locale: result.outcome for locale, result in results.items()} == {
        "pl": Outcome.PASSED,
        "et": Outcome.NEW,
        "lv": Outcome.UNCOUNTED,
    }
    assert [locale for locale, result in results.items() if not result.is_passed] == ["lv"]
    assert [result.locale for result in judge_ratchet(HELD, PL, ignored=["lv"])] == ["pl"]
    assert updated_ratchet(HELD, counted, "units").held == HELD.held | {"et": Standing(0, 3)}
    assert updated_ratchet(HELD, counted, "units", may_lower=True).held == PL | {"et": Standing(0, 3)}
    assert updated_ratchet(HELD, PL, "units", may_lower=True, ignored=["lv"]) == HELD


def test_a_ratchet_that_would_hold_nothing():
    with pytest.raises(ConfigError, match="found nothing wanted in any locale"):
        updated_ratchet(None, {"lv": Standing(0, 0)}, "units")


def test_file():
    text = format_ratchet(Ratchet(measure="words", held={"sr-Latn": Standing(0, 1), "lv": Standing(2, 3)}))
    assert text.endswith(
        '\nmeasure = "words"\n\n[locales]\nlv = { done = 2, wanted = 3 }\n\nsr-Latn = { done = 0, wanted = 1 }\n'
    )
    assert format_ratchet(parse_ratchet(text)) == text


LINE = 'format = 1\nmeasure = "units"\n[locales]\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "r: format: found None, expected 1"),
        ("format = 2", "r:1: format: found 2, expected 1"),
        ("format = 1\nmeasure = 'x'", "r:2: measure: found 'x', expected one of units, words"),
        ("format = 1\nmeasure = 'units'", "r: object missing required field `locales`, expected a line such as"),
        (LINE, "r:3: locales: found no locale, expected at least one: a ratchet never passes on nothing"),
        (LINE + "lv = 3", "r:4: locales.lv: expected `object`, got `int`, expected a line such as `lv = { done = 3"),
        (LINE + "en={done=1,wanted=1}\nlv={done=1}", "r:5: locales.lv: object missing required field `wanted`"),
        (LINE + "lv={done=1.5,wanted=2}", "r:4: locales.lv"),
        (LINE + "lv={done=true,wanted=2}", "r:4: locales.lv"),
        (LINE + "lv={done=1,wanted=2,x=1}", "r:4: locales.lv: object contains unknown field `x`"),
        (LINE + "lv={done=3,wanted=2}", "r:4: locales.lv: found 3 done of 2, expected no more done than wanted"),
        (LINE + "lv={done=-1,wanted=2}", "r:4: locales.lv: found -1 done of 2"),
        (LINE + "<<<<<<< ours\n", "r:4:1: invalid statement, expected TOML"),
    ],
)
def test_what_is_no_ratchet(text, message):
    with pytest.raises(L10nError) as caught:
        parse_ratchet(text, "r")
    assert str(caught.value).startswith(message)


def test_git_merges_locales_that_two_branches_raised(tmp_path):
    repository = Repository(tmp_path, has_driver=False)
    counts = {locale: Standing(1, 9) for locale in ("en", "et", "lv")}

    def files(**raised):
        held = counts | {locale: Standing(done, 9) for locale, done in raised.items()}
        return {RATCHET: format_ratchet(Ratchet(measure="units", held=held)).encode()}

    is_merged, _ = repository.diverge(files(), files(en=3), files(et=5))
    assert is_merged
    assert repository.read(RATCHET) == files(en=3, et=5)[RATCHET]
