"""Thresholds as people write them."""

from decimal import Decimal

import pytest

from l10n.config import parse_schema
from l10n.errors import ConfigError, ParseError
from l10n.thresholds import GatePolicy, parse_thresholds
from tests.sample import CONFIG

LOCALES = ("en", "lv", "pl", "sr-Latn")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90", {"en": 90, "lv": 90}),
        (" 89.95 ", {"en": "89.95", "lv": "89.95"}),
        ("lv=90,pl=80.5", {"lv": 90, "pl": "80.5"}),
        ("90, lv = 100 , sr-Latn=0.1", {"en": 90, "lv": 100, "sr-Latn": "0.1"}),
    ],
)
def test_thresholds(text, expected):
    found = parse_thresholds(text, LOCALES).expected(["en", "lv"])
    assert found == {locale: Decimal(percent) for locale, percent in expected.items()}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "found '', expected a percentage above 0 and up to 100"),
        ("0", "found '0', expected a percentage above 0"),
        ("100.1", "found '100.1', expected"),
        ("-1", "found '-1', expected"),
        ("1e2", "found '1e2', expected"),
        ("٩٠", "found '٩٠', expected"),
        ("nan", "found 'nan', expected"),
        ("90,", "found '', expected"),
        ("lv=", "found 'lv=', expected"),
        ("lv=90,lv=80", "found 'lv' twice"),
        ("90,80", "found '90,80' with two numbers for all locales, expected one"),
        ("45,5", "found '45,5' with two numbers for all locales, expected one; decimals have a point (`45.5`)"),
        (
            "lv=45,5",
            (
                "found '5' behind a locale's number in 'lv=45,5', expected the number for all others first, such as "
                "`90,lv=85`; decimals have a point (`45.5`)"
            ),
        ),
        ("90,lv=45, 5", "found '90,lv=45, 5' with two numbers for all locales"),
        ("lw=90", "found the locale 'lw', expected one of en, lv, pl, sr-Latn"),
        ("=90", "found the locale '', expected one of"),
        ("lv=pl=90", "found the locale 'lv=pl', expected one of"),
    ],
)
def test_what_is_no_threshold(text, message):
    with pytest.raises(ParseError) as caught:
        parse_thresholds(text, LOCALES)
    assert caught.value.message.startswith(message)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ('fail-under = "xx=90"', "l10n.toml:42: gates.fail-under: found the locale 'xx', expected one of en, ru"),
        ("fail-under = 90", "l10n.toml:42: gates.fail-under: found a number, expected a text"),
        ('measure = "word"', "l10n.toml:42: gates.measure: found 'word', expected one of units, words"),
        ('rachet = "x"', "l10n.toml:42: gates.rachet: unknown key, expected one of fail-under, measure, ratchet"),
    ],
)
def test_gates_that_a_configuration_cannot_have(table, message):
    line = CONFIG.count("\n") + 2
    with pytest.raises(ConfigError) as caught:
        parse_schema(f"{CONFIG}[gates]\n{table}\n")
    assert str(caught.value).startswith(message.replace(":42:", f":{line}:"))


def test_gates_of_a_configuration():
    gates = parse_schema(f'{CONFIG}[gates]\nfail-under = "90,lv=95.5"\nmeasure = "page"\n').gates
    assert gates == GatePolicy(fail_under=parse_thresholds("90,lv=95.5", ["lv"]), measure="page")
    assert not parse_schema(CONFIG).gates.is_set
