"""Facts are read as values in nine languages, and compared as values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.facts import Facts, Side, compare_facts, find_difference, read_facts
from l10n.facts.gist import find_gist
from l10n.facts.months import MONTH_LOCALES, find_month, has_month
from l10n.facts.numerals import has_number_word, parse_roman

FIFTH_OF_SEPTEMBER = {
    "en": "on 5 September 1918",
    "ru": "5-го сентября 1918 года",
    "lv": "1918. gada 5. septembrī",
    "pl": "5 września 1918 r.",
    "lt": "1918 m. rugsėjo 5 d.",
    "et": "5. septembril 1918",
    "uk": "5 вересня 1918 року",
    "de": "am 5. September 1918",
    "fr": "le 5 septembre 1918",
}
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
    "lv": "janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī novembrī decembrī",
    "pl": "styczniu lutym marcu kwietniu maju czerwcu lipcu sierpniu wrześniu październiku listopadzie grudniu",
    "lt": "sausį vasarį kovą balandį gegužę birželį liepą rugpjūtį rugsėjį spalį lapkritį gruodį",
    "et": "jaanuaris veebruaris märtsis aprillis mais juunis juulis augustis septembris oktoobris novembris detsembris",
    "uk": "січні лютому березні квітні травні червні липні серпні вересні жовтні листопаді грудні",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}


def values(text: str, locale: str) -> list[float]:
    return [number.value for number in read_facts(text, locale).numbers]


@pytest.mark.parametrize("locale", FIFTH_OF_SEPTEMBER)
def test_a_date_is_read_in_every_language(locale: str) -> None:
    dates = read_facts(FIFTH_OF_SEPTEMBER[locale], locale).dates
    assert [(date.year, date.month, date.day) for date in dates] == [(1918, 9, 5)]


@pytest.mark.parametrize("locale", MONTHS)
def test_a_month_is_known_in_the_case_that_in_asks_for(locale: str) -> None:
    assert [find_month(word, locale) for word in MONTHS[locale].split()] == list(range(1, 13))


@pytest.mark.parametrize("locale", MONTHS)
def test_a_month_begins_as_months_do(locale: str) -> None:
    assert all(has_month(word.upper(), locale) for word in MONTHS[locale].split())


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        pytest.param("12August", "de", (8,), id="right behind a number"),
        pytest.param("(МАЯ 1918", "ru", (5,), id="in brackets and capitals"),
        pytest.param("alates 5-mai", "et", (5,), id="behind a hyphen"),
        pytest.param("a summary of 1918", "en", (), id="within a word"),
    ],
)
def test_a_gist_has_the_months_beside_numbers(text: str, locale: str, expected: tuple[int, ...]) -> None:
    gist = find_gist(text, locale)
    assert gist is not None
    assert gist.months == expected


@pytest.mark.parametrize("text", ["ХIХ", "the IVe", "at 7 p.m.", "7pm", "3\u00a0млн", "3bn", "44 BC", "1 %", "до 1918"])
def test_what_digits_do_not_tell_has_no_gist(text: str) -> None:
    assert find_gist(f"a 1 {text}", "en") is None


def test_all_languages_have_months() -> None:
    assert set(MONTHS) == MONTH_LOCALES


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("12,500 copies", "en", 12500),
        ("12.500 Exemplare", "de", 12500),
        ("12 500 экземпляров", "ru", 12500),
        ("12 500 exemplaires", "fr", 12500),
        ("1 234 567", "pl", 1234567),
        ("6.5 hours", "en", 6.5),
        ("6,5 Stunden", "de", 6.5),
        ("1.2 million", "en", 1_200_000),
        ("1,2 млн", "ru", 1_200_000),
        ("400 tys.", "pl", 400_000),
        ("2 billion", "en", 2_000_000_000),
        ("2 миллиарда", "ru", 2_000_000_000),
        ("XIX век", "ru", 19),
        ("ХХ век", "ru", 20),
        ("XIXe siècle", "fr", 19),
        ("MDCCXLII", "lv", 1742),
        ("7 p.m.", "en", 19),
        ("12 a.m.", "en", 0),
        ("19:00", "ru", 19),
        ("№ 00447", "ru", 447),
        ("٢٥ كم", "ar", 25),
    ],
)
def test_a_number_is_its_value(text: str, locale: str, expected: float) -> None:
    assert values(text, locale) == [expected]


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("30.04.2019", "ru", [(30, 4, 2019)]),
        ("2019-04-30", "en", [(30, 4, 2019)]),
        ("30/04/2019", "fr", [(30, 4, 2019)]),
        ("LVVA-1313-2-45", "lv", []),
        ("on May 5", "en", [(5, 5, 0)]),
        ("she may come in 5 minutes", "en", []),
    ],
)
def test_dates_in_digits(text: str, locale: str, expected: list[tuple[int, int, int]]) -> None:
    assert [(date.day, date.month, date.year) for date in read_facts(text, locale).dates] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("IV", 4), ("XL", 0), ("XLII", 42), ("MIX", 0), ("CD", 0), ("IIII", 0), ("VX", 0), ("", 0), ("MMXXVI", 2026)],
)
def test_roman_numerals(text: str, expected: int) -> None:
    assert parse_roman(text) == expected


@pytest.mark.parametrize(
    ("text", "locale", "number"),
    [
        ("Twelve members", "en", 12),
        ("двенадцати членов", "ru", 12),
        ("divpadsmit locekļu", "lv", 12),
        ("dwunastu członków", "pl", 12),
        ("dvylika narių", "lt", 12),
        ("kaksteist liiget", "et", 12),
        ("дванадцять членів", "uk", 12),
        ("zwölf Mitglieder", "de", 12),
        ("douze membres", "fr", 12),
        ("Fifth congress", "en", 5),
        ("forty-two files", "en", 42),
        ("fünfundzwanzig Jahre", "de", 25),
    ],
)
def test_a_number_in_words(text: str, locale: str, number: int) -> None:
    assert has_number_word(text, number, locale)
    assert not has_number_word(text, 17, locale)
    assert not has_number_word(text, 3000, locale)


@pytest.mark.parametrize("text", ["", "No facts here", "She was in the club.", "CIVIL CODE", "I am"])
def test_nothing_is_made_up(text: str) -> None:
    assert not read_facts(text, "en")


def difference(source: str, source_locale: str, target: str, locale: str):
    ours, theirs = read_facts(source, source_locale), read_facts(target, locale)
    return compare_facts(Side(source, source_locale, ours), Side(target, locale, theirs))


@pytest.mark.parametrize("locale", FIFTH_OF_SEPTEMBER)
@pytest.mark.parametrize("source", FIFTH_OF_SEPTEMBER)
def test_the_same_date_is_the_same_from_every_language_to_every_other(source: str, locale: str) -> None:
    assert not difference(FIFTH_OF_SEPTEMBER[source], source, FIFTH_OF_SEPTEMBER[locale], locale)


STATEMENTS = st.lists(
    st.sampled_from(
        [
            *FIFTH_OF_SEPTEMBER.values(),
            "12,500",
            "12 500",
            "XIX",
            "1,2 млн",
            "7 p.m.",
            "BC",
            "до н. э.",
            "<b>7</b>",
            "V.",
            "in",
        ]
        + [word for words in MONTHS.values() for word in words.split()]
    ),
    max_size=4,
).map(" ".join)


@given(STATEMENTS, STATEMENTS, st.sampled_from(sorted(MONTH_LOCALES)), st.sampled_from(sorted(MONTH_LOCALES)))
def test_texts_of_one_gist_state_the_same(source: str, target: str, source_locale: str, locale: str) -> None:
    assert bool(find_difference(source, source_locale, target, locale)) == bool(
        difference(source, source_locale, target, locale)
    )


@given(st.text(max_size=60), st.sampled_from([*sorted(MONTH_LOCALES), "he", "sr-Latn", ""]))
def test_a_text_says_what_it_says(text: str, locale: str) -> None:
    facts = read_facts(text, locale)
    assert isinstance(facts, Facts)
    assert all(0 <= number.span[0] < number.span[1] <= len(text) for number in facts.numbers)
    assert not difference(text, locale, text, locale)


@given(st.integers(1, 3999), st.sampled_from(sorted(MONTH_LOCALES)))
def test_a_changed_number_is_seen(number: int, locale: str) -> None:
    found = difference(f"n {number} n", locale, f"n {number + 1} n", locale)
    assert found.lost_numbers
    assert found.added_numbers
