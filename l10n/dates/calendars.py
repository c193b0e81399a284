"""Calendars: the day that a date names, as a number that is the same in all of them."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Calendar(StrEnum):
    """How the days of a date are counted."""

    GREGORIAN = "gregorian"
    """Also before 1582, as ISO 8601 wants it."""
    JULIAN = "julian"
    """"Old Style": used in Russia until 31 January 1918."""


class Day(NamedTuple):
    """One day in a calendar; year 0 is 1 BC."""

    year: int
    month: int
    day: int


def day_number(day: Day, calendar: Calendar = Calendar.GREGORIAN) -> int:
    """Return the Julian day number (Explanatory Supplement to the Astronomical Almanac, 2013, section 15.11).

    >>> day_number(Day(1917, 11, 7)) == day_number(Day(1917, 10, 25), Calendar.JULIAN)
    True
    """
    before = (14 - day.month) // 12  # 1 in January and February, which end the year that began in March
    year, month = day.year + 4800 - before, day.month + 12 * before - 3
    days = day.day + (153 * month + 2) // 5 + 365 * year + year // 4
    return days - (32083 if calendar is Calendar.JULIAN else year // 100 - year // 400 + 32045)


def find_day(number: int, calendar: Calendar = Calendar.GREGORIAN) -> Day:
    """Return the day with a Julian day number.

    >>> find_day(day_number(Day(1917, 10, 25), Calendar.JULIAN))
    Day(year=1917, month=11, day=7)
    """
    days, centuries = number + (32082 if calendar is Calendar.JULIAN else 32044), 0
    if calendar is Calendar.GREGORIAN:
        centuries = (4 * days + 3) // 146097
        days -= 146097 * centuries // 4
    year = (4 * days + 3) // 1461
    rest = days - 1461 * year // 4
    month = (5 * rest + 2) // 153
    before = month // 10
    return Day(100 * centuries + year - 4800 + before, month + 3 - 12 * before, rest - (153 * month + 2) // 5 + 1)


def last_day(year: int, month: int, calendar: Calendar = Calendar.GREGORIAN) -> int:
    """Return how many days a month has.

    >>> last_day(1900, 2), last_day(1900, 2, Calendar.JULIAN)
    (28, 29)
    """
    following = Day(year + month // 12, month % 12 + 1, 1)
    return day_number(following, calendar) - day_number(Day(year, month, 1), calendar)
