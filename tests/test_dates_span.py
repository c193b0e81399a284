"""What days a date can mean, in which order dates come, and how fast one is read."""

import warnings
from datetime import date as python_date
from timeit import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.dates import parse_date, read_date
from l10n.dates.calendars import Calendar, Day, day_number, find_day, last_day
from l10n.dates.legacy import format_legacy_date, parse_legacy_date
from l10n.dates.spans import Span, find_span, sort_key

ORACLE = [
    *("1918", "1918-09", "1918-09-05", "190X", "19XX", "1918-XX", "1918-09-XX", "1918?", "1918-09~", "1918-09-05%"),
    *("1918-21", "1918-22", "1918-23", "1918-25", "1918-34", "1918-38", "1918-41", "1918-09-05/1922"),
    *("1918-03/1918-09", "19XX/1922", "-0044", "-0044-03-15", "0000", "1904-02", "1900-02", "[1918..1922]"),
    *("2000-02-29", "1918-09-05/1918-10-07"),
]
"""Values that the `edtf` library reads the same way. It cannot say where open intervals end, nor that `XXXX-09-05` is
in no known year, and it ends winters in December."""


@pytest.mark.parametrize("value", ORACLE)
def test_spans_agree_with_the_edtf_library(value):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from edtf import parse_edtf

        parsed = parse_edtf(value)
    expected = [day_number(Day(*bound[:3])) for bound in (parsed.lower_strict(), parsed.upper_strict())]
    assert find_span(value) == Span(*expected)


UNDATE = [
    *("1918", "1918-09", "1918-09-05", "190X", "19XX", "1918-XX", "1918-09-XX", "1918-1X", "1918-XX-05", "1918?"),
    *("1918-09~", "1918-09-05/1922", "1918/..", "../1922", "1918/", "/1922-02", "0000", "-0044", "-0044-03-15"),
    *("1904-02", "1900-02", "2000-02-29", "19XX/1922", "1918-09-05/1918-10-07"),
]
"""Values that the `undate` library reads the same way; it knows no seasons."""


@pytest.mark.parametrize("value", UNDATE)
def test_spans_agree_with_the_undate_library(value):
    undate = pytest.importorskip("undate", reason="undate is not installed")

    def number(end, which):
        day = getattr(end, which, end)  # of an interval an end is a date of its own
        return None if day is None else day_number(Day(int(day.year), int(day.month), int(day.day)))

    parsed = undate.Undate.parse(value, "EDTF")
    assert find_span(value) == Span(number(parsed.earliest, "earliest"), number(parsed.latest, "latest"))


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("1918/..", (1918, 1, 1), None),
        ("/1922-02", None, (1922, 2, 28)),
        ("[..1922]", None, (1922, 12, 31)),
        ("XXXX-09-05", None, None),
        ("XXXX", None, None),
        ("1918-24", (1918, 1, 1), (1919, 2, 28)),
        ("1918-30", (1918, 1, 1), (1919, 2, 28)),
        ("1918-1X", (1918, 10, 1), (1918, 12, 31)),
        ("1918-02-3X", (1918, 2, 28), (1918, 2, 28)),
        ("1918-XX-05", (1918, 1, 5), (1918, 12, 5)),
        ("-01XX", (-199, 1, 1), (-100, 12, 31)),
    ],
)
def test_spans(value, first, last):
    assert find_span(value) == Span(*(day_number(Day(*day)) if day else None for day in (first, last)))


def test_julian_days_sort_among_gregorian_ones():
    dates = [("1917-10-25", Calendar.JULIAN), ("1917-11-01", Calendar.GREGORIAN), ("1917-11-08", Calendar.GREGORIAN)]
    keys = [sort_key(value, calendar) for value, calendar in dates]
    assert keys[1] < keys[0] < keys[2]


@given(st.dates())
def test_day_numbers_are_those_of_python(day):
    number = day_number(Day(day.year, day.month, day.day))
    assert number - day_number(Day(1, 1, 1)) == day.toordinal() - python_date(1, 1, 1).toordinal()


@given(st.integers(-1_000_000, 3_000_000), st.sampled_from(Calendar))
def test_every_day_has_one_name_in_each_calendar(number, calendar):
    day = find_day(number, calendar)
    assert day_number(day, calendar) == number
    assert 1 <= day.day <= last_day(day.year, day.month, calendar)


@pytest.mark.parametrize(
    ("julian", "gregorian"),
    [((1917, 10, 25), (1917, 11, 7)), ((1582, 10, 5), (1582, 10, 15)), ((-4712, 1, 1), (-4713, 11, 24))],
)
def test_days_of_both_calendars(julian, gregorian):
    assert find_day(day_number(Day(*julian), Calendar.JULIAN)) == Day(*gregorian)


@given(st.from_regex(r"\A[0-3X][0-9X]{3}(-(0[1-9]|1[0-2]|XX|2[1-4])(-(0[1-9]|[12][0-9]|XX))?)?[?~%]?\Z"))
def test_a_span_never_ends_before_it_begins(value):
    try:
        parse_date(value)
    except ValueError:
        return
    span = find_span(value)
    assert (span.earliest is None) == (span.latest is None)
    assert span.earliest is None or span.earliest <= span.latest


@pytest.mark.parametrize(
    "value", ["[1918", "1918..1922]", "[..]", "[1918]", "[1922..1918]", "[1918..1922]?", "[]", "["]
)
def test_what_is_no_date_between_two_others(value):
    with pytest.raises(ValueError, match="is not a date"):
        read_date(value)


@given(st.dates(min_value=python_date(1, 1, 1)), st.sampled_from(["day", "month", "year", "no-year"]))
def test_legacy_dates_come_back(day, known):
    legacy = {
        "day": f"{day.day:02}.{day.month:02}.{day.year:04}",
        "month": f"00.{day.month:02}.{day.year:04}",
        "year": f"00.00.{day.year:04}",
        "no-year": f"{day.day:02}.{day.month:02}.0000",
    }[known]
    found = parse_legacy_date(legacy)
    assert found is not None
    assert format_legacy_date(found) == legacy


@pytest.mark.parametrize("value", ["190X", "1918-21", "-0044", "0000", "1918~", "1918/..", "[..1922]", "1918-0X"])
def test_what_the_legacy_form_cannot_say_stays_edtf(value):
    assert format_legacy_date(value) == value


def test_a_date_is_read_in_microseconds():
    values = [f"{year}-{month:02}-05/{year + 1}~" for year in range(1000, 1100) for month in range(1, 13)]
    read_date.cache_clear()
    first = timeit(lambda: [read_date(value) for value in values], number=1) / len(values)
    again = min(timeit(lambda: [read_date(value) for value in values], number=1) for _ in range(3)) / len(values)
    assert first < 100e-6
    assert again < 5e-6
