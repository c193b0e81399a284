"""EDTF: the text of a partial or uncertain date, and what it says (Library of Congress, 2019)."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile

from msgspec import Struct

from l10n.errors import ParseError

SEASONS = range(21, 42)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_POINT = r"-?[0-9X]{4}(?:-[0-9X]{2}(?:-[0-9X]{2})?)?[?~%]?"
_END = rf"(?:{_POINT}|\.\.)?"
DATE_PATTERN = rf"{_POINT}|{_END}/{_END}|\[(?:\.\.{_POINT}|{_POINT}\.\.(?:{_POINT})?)\]"
"""What a value looks like: whether the month has that day is `parse_date`'s to say."""
_PARTS = re.compile(r"(?P<year>-?[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?(?P<qualifier>[?~%]?)")
_EXPECTED = "expected an EDTF date such as '1918-09-05', '1918-09', '190X', '1918?', 'XXXX-09-05' or '1918/1922'"
_KEPT = 1 << 14
"""Values that are remembered: a collection's dates repeat, and one takes longer to read than to find."""


class Form(StrEnum):
    """How a value's points belong together."""

    SINGLE = "single"
    INTERVAL = "interval"
    """From the first to the last."""
    ONE_OF = "one-of"
    """One day that nobody knows, not before the first and not after the last."""


class Point(Struct, frozen=True, kw_only=True):
    """One date as far as it is known: digits, with `X` for each that is not, and empty texts for what is not said."""

    year: str
    month: str = ""
    """`01` to `12`, or a season, `21` to `41`."""
    day: str = ""
    qualifier: str = ""
    """`?` uncertain, `~` approximate, `%` both."""

    @property
    def is_season(self) -> bool:
        """Whether its month is a season or another part of the year."""
        return self.month.isdigit() and int(self.month) in SEASONS

    @property
    def is_uncertain(self) -> bool:
        """Whether its source may be wrong."""
        return self.qualifier in {"?", "%"}

    @property
    def is_approximate(self) -> bool:
        """Whether it is only nearly so."""
        return self.qualifier in {"~", "%"}


class DateValue(Struct, frozen=True, kw_only=True):
    """What a date field says."""

    form: Form = Form.SINGLE
    first: Point | None
    """None if the beginning is open or unknown."""
    last: Point | None
    """Of a single date the first; None if the end is open or unknown."""


def parse_date(value: str) -> str:
    """Return `value` if it is a date in EDTF, else raise ParseError.

    Taken are level 0 dates; `?` `~` `%` at the end; unspecified digits; seasons (21 to 41); intervals whose ends are
    dates, `..` (open) or empty (unknown); and `[1918..1922]`, `[..1922]`, `[1918..]`: one day between, until, since.

    >>> [parse_date(value) for value in ("1918-09-05/1922", "190X", "XXXX-09-05", "1918-09~", "../1922", "[..1922]")]
    ['1918-09-05/1922', '190X', 'XXXX-09-05', '1918-09~', '../1922', '[..1922]']
    """
    read_date(value)
    return value


@lru_cache(_KEPT)
def read_date(value: str) -> DateValue:
    """Return what a date in EDTF says; raise ParseError if `value` is none.

    >>> read_date("1918-09~").first
    Point(year='1918', month='09', day='', qualifier='~')
    """
    if value[:1] == "[":
        return _read_one_of(value)
    first, slash, last = value.partition("/")
    if not slash:
        point = _read_point(first, value)
        return DateValue(first=point, last=point)
    return _between(Form.INTERVAL, first.removeprefix(".."), last.removeprefix(".."), value)


def _read_one_of(value: str) -> DateValue:
    first, dots, last = value[1:-1].partition("..")
    if not dots or value[-1] != "]":
        raise _date_error(value)
    return _between(Form.ONE_OF, first, last, value)


def _between(form: Form, first: str, last: str, value: str) -> DateValue:
    if not first and not last:
        raise _date_error(value)
    start = _read_point(first, value) if first else None
    end = _read_point(last, value) if last else None
    if start and end:
        _check_order(start, end, value)
    return DateValue(form=form, first=start, last=end)


def _date_error(value: str, why: str = "") -> ParseError:
    return ParseError(f"{value!r} is not a date{why}, {_EXPECTED}")


def _read_point(text: str, value: str) -> Point:
    match = _PARTS.fullmatch(text)
    if match is None:
        raise _date_error(value)
    year, month, day, qualifier = match.groups("")
    if year == "-0000":
        raise _date_error(value)
    if month.isdigit() and not (1 <= int(month) <= 12 or (int(month) in SEASONS and not day)):  # noqa: PLR2004
        raise _date_error(value, f" (month {month})")
    if day.isdigit() and not _has_day(year, month, int(day)):
        raise _date_error(value, f" (day {day})")
    return Point(year=year, month=month, day=day, qualifier=qualifier)


def _has_day(year: str, month: str, day: int) -> bool:
    if not month.isdigit():
        return 1 <= day <= 31  # noqa: PLR2004 (the longest month)
    if month == "02" and day == 29 and year.lstrip("-").isdigit():  # noqa: PLR2004 (a leap day)
        return int(year) % 4 == 0 and (int(year) % 100 != 0 or int(year) % 400 == 0)
    return 1 <= day <= _DAYS[int(month) - 1]


def _check_order(first: Point, last: Point, value: str) -> None:
    for start, end in zip(_numbers(first), _numbers(last), strict=False):
        if start > end:
            raise _date_error(value, " (it ends before it begins)")
        if start < end:
            return


def _numbers(point: Point) -> list[int]:
    """Return year, month and day as far as they are known; a season is no month, so it ends them."""
    month = "" if point.is_season else point.month
    known = takewhile(lambda part: part.lstrip("-").isdigit(), (point.year, month, point.day))
    return [int(part) for part in known]
