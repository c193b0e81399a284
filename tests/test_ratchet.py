"""The ratchet: what counts as falling, its file, and how git merges it."""

import pytest

from l10n.errors import ConfigError, L10nError
from l10n.gates import Outcome
from l10n.ratchet import RATCHET, Level, Ratchet, format_ratchet, judge_ratchet, parse_ratchet, updated_ratchet
from tests.repository import Repository

RECORDS = 20


def level(done, wanted, units=None, records=RECORDS):
    return Level(done, wanted, done if units is None else units, records)


HELD = Ratchet(measure="units", held={"lv": level(90, 100), "pl": level(1, 4)})
PL = {"pl": level(1, 4)}
LOW = level(15, 33)


@pytest.mark.parametrize(
    ("now", "outcome", "is_written"),
    [
        pytest.param(level(90, 100), Outcome.PASSED, True, id="the same"),
        pytest.param(level(91, 100), Outcome.PASSED, True, id="one translated"),
        pytest.param(level(89, 100), Outcome.FELL, False, id="one stale"),
        pytest.param(level(90, 150, records=30), Outcome.PASSED, True, id="ten new records, not translated"),
        pytest.param(level(90, 150), Outcome.PASSED, True, id="new paragraphs, not translated"),
        pytest.param(level(91, 150, records=30), Outcome.PASSED, True, id="ten new records, one unit translated"),
        pytest.param(level(89, 150, records=30), Outcome.FELL, False, id="ten new records, one unit stale"),
        pytest.param(level(85, 95, records=19), Outcome.PASSED, False, id="a translated record removed"),
        pytest.param(level(84, 95, records=19), Outcome.FELL, False, id="a translated record removed, one unit stale"),
        pytest.param(level(85, 95), Outcome.FELL, False, id="five translated units away, no record"),
        pytest.param(level(90, 95), Outcome.PASSED, True, id="five missing units removed"),
        pytest.param(level(90, 95, records=19), Outcome.PASSED, True, id="an untranslated record removed"),
        pytest.param(
            level(89, 95), Outcome.PASSED, False, id="five missing units removed, one stale: more of them done"
        ),
        pytest.param(level(0, 100), Outcome.FELL, False, id="all stale"),
        pytest.param(level(0, 10), Outcome.FELL, False, id="nothing left done"),
        pytest.param(level(0, 0, records=0), Outcome.NOTHING, False, id="all removed"),
    ],
)
def test_what_counts_as_falling(now, outcome, is_written):
    counted = {"lv": now} | PL
    results = {result.locale: result.outcome for result in judge_ratchet(HELD, counted)}
    assert results == {"lv": outcome, "pl": Outcome.PASSED}
    kept = updated_ratchet(HELD, counted, "units").held
    assert kept["lv"] == (now if is_written else HELD.held["lv"])
    lowered = updated_ratchet(HELD, counted, "units", may_lower=True).held
    assert lowered.get("lv") == (now if now.wanted else None)


@pytest.mark.parametrize("now", [level(1, 19), level(0, 18), level(0, 1)], ids=str)
def test_lost_translations_do_not_hide_behind_missing_units_that_went_away(now):
    held = Ratchet(measure="units", held={"lv": LOW})
    (result,) = judge_ratchet(held, {"lv": now})
    assert result.outcome is Outcome.FELL
    assert updated_ratchet(held, {"lv": now}, "units") == held


@pytest.mark.parametrize(
    ("measure", "now", "outcome"),
    [
        pytest.param("page", level(899, 1500, units=15, records=21), Outcome.PASSED, id="a letter less, a new record"),
        pytest.param("page", level(700, 1500, units=14, records=21), Outcome.FELL, id="a text less, a new record"),
        pytest.param(
            "words", level(899, 1000, units=15), Outcome.PASSED, id="a source got shorter, its meaning stayed"
        ),
        pytest.param("words", level(800, 1000, units=14), Outcome.FELL, id="a text less"),
        pytest.param("records", level(899, 1000, units=15), Outcome.PASSED, id="a new paragraph in a complete record"),
    ],
)
def test_what_is_not_counted_in_units_falls_only_where_a_unit_is_lost(measure, now, outcome):
    held = Ratchet(measure=measure, held={"lv": level(900, 1000, units=15)})
    (result,) = judge_ratchet(held, {"lv": now})
    assert result.outcome is outcome
    assert updated_ratchet(held, {"lv": now}, measure) == held


def test_locales_come_and_go():
    counted = PL | {"et": level(0, 3), "en": level(0, 0)}
    results = {result.locale: result for result in judge_ratchet(HELD, counted)}
    assert {locale: result.outcome for locale, result in results.items()} == {
        "pl": Outcome.PASSED,
        "et": Outcome.NEW,
        "lv": Outcome.UNCOUNTED,
    }
    assert [locale for locale, result in results.items() if not result.is_passed] == ["lv"]
    assert [result.locale for result in judge_ratchet(HELD, PL, ignored=["lv"])] == ["pl"]
    assert updated_ratchet(HELD, counted, "units").held == HELD.held | {"et": level(0, 3)}
    assert updated_ratchet(HELD, counted, "units", may_lower=True).held == PL | {"et": level(0, 3)}
    assert updated_ratchet(HELD, PL, "units", may_lower=True, ignored=["lv"]) == HELD


def test_a_ratchet_that_would_hold_nothing():
    with pytest.raises(ConfigError, match="found nothing wanted in any locale"):
        updated_ratchet(None, {"lv": level(0, 0)}, "units")


@pytest.mark.parametrize(
    ("measure", "first"),
    [
        ("words", "lv = { done = 20, wanted = 30, units = 2, records = 9 }"),
        ("units", "lv = { done = 20, wanted = 30, records = 9 }"),
    ],
)
def test_file(measure, first):
    text = format_ratchet(Ratchet(measure=measure, held={"sr-Latn": level(0, 1, records=0), "lv": Level(20, 30, 2, 9)}))
    units = "" if measure == "units" else ", units = 0"
    lines = f"\n[locales]\n{first}\n\nsr-Latn = {{ done = 0, wanted = 1{units} }}\n"
    assert text.endswith(f'\nmeasure = "{measure}"\n{lines}')
    assert format_ratchet(parse_ratchet(text)) == text


def test_a_file_without_a_count_of_records_explains_nothing_by_them():
    held = parse_ratchet(LINE + "lv = { done = 15, wanted = 33 }")
    (result,) = judge_ratchet(held, {"lv": level(14, 32, records=1)})
    assert result.outcome is Outcome.FELL


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
        (
            LINE + "lv={done=1,wanted=2,units=-1}",
            "r:4: locales.lv: found -1 units and 0 records, expected none below 0",
        ),
        (LINE + "lv={done=1,wanted=2,records=-1}", "r:4: locales.lv: found 1 units and -1 records"),
        (LINE + "<<<<<<< ours\n", "r:4:1: invalid statement, expected TOML"),
    ],
)
def test_what_is_no_ratchet(text, message):
    with pytest.raises(L10nError) as caught:
        parse_ratchet(text, "r")
    assert str(caught.value).startswith(message)


def test_git_merges_locales_that_two_branches_raised(tmp_path):
    repository = Repository(tmp_path, has_driver=False)
    counts = {locale: level(1, 9) for locale in ("en", "et", "lv")}

    def files(**raised):
        held = counts | {locale: level(done, 9) for locale, done in raised.items()}
        return {RATCHET: format_ratchet(Ratchet(measure="units", held=held)).encode()}

    is_merged, _ = repository.diverge(files(), files(en=3), files(et=5))
    assert is_merged
    assert repository.read(RATCHET) == files(en=3, et=5)[RATCHET]
