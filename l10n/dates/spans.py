"""Spans: the first and the last day that a date can mean, for sorting and comparing."""

from __future__ import annotations

from msgspec import Struct

from l10n.dates.calendars import Calendar, Day, day_number, last_day
from l10n.dates.edtf import Point, read_date

_PARTS_OF_YEAR = {
    **dict.fromkeys((21, 25), (3, 5)),
    **dict.fromkeys((22, 26), (6, 8)),
    **dict.fromkeys((23, 27), (9, 11)),
    **dict.fromkeys((24, 28), (1, 14)),  # nobody says whether the winter at the year's beginning or at its end
    29: (9, 11),
    30: (1, 14),
    31: (3, 5),
    32: (6, 8),
    **{33 + n: (3 * n + 1, 3 * n + 3) for n in range(4)},
    **{37 + n: (4 * n + 1, 4 * n + 4) for n in range(3)},
    **{40 + n: (6 * n + 1, 6 * n + 6) for n in range(2)},
}
"""The first and last month of each season (29 to 32: of the southern half of the world), quarter, third and half."""


class Span(Struct, frozen=True):
    """The days that a date can mean, as Julian day numbers, both included; None where that is open or unknown."""

    earliest: int | None
    latest: int | None


def find_span(value: str, calendar: Calendar = Calendar.GREGORIAN) -> Span:
    """Return the days that a date in EDTF can mean; `?` and `~` change nothing, nobody says by how much.

    >>> find_span("1918"), find_span("1918-09-05/..")
    (Span(earliest=2421595, latest=2421959), Span(earliest=2421842, latest=None))
    """
    date = read_date(value)
    return Span(
        _first_day(date.first, calendar) if date.first else None,
        _last_day(date.last, calendar) if date.last else None,
    )


def sort_key(value: str, calendar: Calendar = Calendar.GREGORIAN) -> tuple[float, float, str]:
    """Return what dates are sorted by: the earliest day, then the latest; what has neither comes last.

    What has no beginning is sorted by its end.

    >>> sorted(["1919", "1918-09", "XXXX-09-05", "1918", "../1900", "-0044"], key=sort_key)
    ['-0044', '../1900', '1918', '1918-09', '1919', 'XXXX-09-05']
    """
    span = find_span(value, calendar)
    latest = float("inf") if span.latest is None else span.latest
    return latest if span.earliest is None else span.earliest, latest, value


def _years(year: str) -> tuple[int, int] | None:
    """Return the first and last year that the digits can mean; None if all are unknown."""
    if year.strip("-X") == "":
        return None
    lowest, highest = int(year.replace("X", "0")), int(year.replace("X", "9"))
    return min(lowest, highest), max(lowest, highest)


def _months(month: str) -> tuple[int, int]:
    if not month.isdigit():
        return 10 * (month[:1] == "1") or 1, 12 if month[:1] != "0" else 9
    return _PARTS_OF_YEAR.get(int(month), (int(month), int(month)))


def _days(day: str, longest: int) -> tuple[int, int]:
    """Return the first and last day that the digits can mean, none beyond the month's last."""
    if not day:
        return 1, longest
    lowest, highest = int(day.replace("X", "0")), int(day.replace("X", "9"))
    return min(max(lowest, 1), longest), min(max(highest, 1), longest)


def _first_day(point: Point, calendar: Calendar) -> int | None:
    years = _years(point.year)
    if years is None:
        return None
    year, month = years[0], _months(point.month)[0]
    return day_number(Day(year, month, _days(point.day, last_day(year, month, calendar))[0]), calendar)


def _last_day(point: Point, calendar: Calendar) -> int | None:
    years = _years(point.year)
    if years is None:
        return None
    further, month = divmod(_months(point.month)[1] - 1, 12)
    year, month = years[1] + further, month + 1
    return day_number(Day(year, month, _days(point.day, last_day(year, month, calendar))[1]), calendar)
