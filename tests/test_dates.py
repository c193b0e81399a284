import pytest

from l10n.dates import now, parse_date, parse_legacy_date, today
from l10n.errors import ParseError

GOOD = [
    "1918",
    "0000",
    "-0044",
    "1918-09",
    "1918-09-05",
    "190X",
    "19XX",
    "XXXX",
    "1918-XX",
    "1918-XX-05",
    "XXXX-09-05",
    "1918-09-XX",
    "XXXX-02-29",
    "1918?",
    "1918-09~",
    "1918-09-05%",
    "2000-02-29",
    "1904-02-29",
    "-0004-02-29",
    "1918-21",
    "1918-41",
    "1918-09-05/1922",
    "1918/1918",
    "1918-09/1918-09-05",
    "1918/..",
    "../1922",
    "1918/",
    "/1922",
    "-0100/0100",
    "19XX/1922",
    "1918-24/1918-03",
    "1922-21/1922",
]
BAD = [
    "18",
    "19180905",
    "1918-9",
    "1918-13",
    "1918-00",
    "1918-20",
    "1918-42",
    "1918-09-31",
    "1918-09-00",
    "1918-02-29",
    "1900-02-29",
    "1918-21-05",
    "1918-09-05-01",
    "-0000",
    "1918??",
    "?1918",
    "1918/1917",
    "1918-09/1918-08",
    "1918-09-05/1918-09-04",
    "-0044/-0045",
    "/",
    "..",
    "../..",
    "//",
    "1918/1919/1920",
    "05.09.1918",
    "1918-09-05T00:00",
    "1918–1922",
    "१९१८",
]


@pytest.mark.parametrize("value", GOOD)
def test_dates(value):
    assert parse_date(value) == value


@pytest.mark.parametrize("value", [*BAD, "", " 1918", "1918\n", "1918 / 1922"])
def test_what_is_no_date_is_refused_with_examples(value):
    with pytest.raises(ParseError, match=r"is not a date.*, expected an EDTF date such as '1918-09-05'"):
        parse_date(value)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("1918-13", "(month 13)"),
        ("1918-02-30", "(day 30)"),
        ("1922/1918", "(it ends before it begins)"),
        ("1918-10/1918-09-30", "(it ends before it begins)"),
    ],
)
def test_the_reason_is_said(value, why):
    with pytest.raises(ParseError) as caught:
        parse_date(value)
    assert why in caught.value.message


@pytest.mark.parametrize(
    ("legacy", "edtf"),
    [
        ("13.05.2015", "2015-05-13"),
        ("00.00.1900", "1900"),
        ("00.09.1918", "1918-09"),
        ("05.09.0000", "XXXX-09-05"),
        ("00.09.0000", "XXXX-09"),
        ("05.00.0000", "XXXX-XX-05"),
        ("05.00.1918", "1918-XX-05"),
        ("29.02.0000", "XXXX-02-29"),
        ("00.00.0000", None),
    ],
)
def test_legacy_dates(legacy, edtf):
    assert parse_legacy_date(legacy) == edtf


@pytest.mark.parametrize("value", ["", "1.5.2015", "13.05.15", "13/05/2015", "2015-05-13", "31.09.1918", "01.13.1918"])
def test_what_is_no_legacy_date_is_refused(value):
    with pytest.raises(ParseError, match="is not a date"):
        parse_legacy_date(value)


def test_builds_that_must_repeat_have_their_own_clock(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    assert (today(), now()) == ("2026-09-21", "2026-09-21 14:13+0000")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert today() >= "2026"
