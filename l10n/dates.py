"""Dates: partial and uncertain ones in EDTF, and the legacy forms that imports meet."""

from __future__ import annotations

import re
from itertools import takewhile

from l10n.errors import ParseError

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SEASONS = range(21, 42)
EDTF = re.compile(r"(?P<year>-?[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?(?P<qualifier>[?~%]?)")
"""One date of an interval, by its form: whether the month has that day is `parse_date`'s to say."""
_LEGACY = re.compile(r"(?P<day>[0-9]{2})\.(?P<month>[0-9]{2})\.(?P<year>[0-9]{4})")
_EXPECTED = "expected an EDTF date such as '1918-09-05', '1918-09', '190X', '1918?', 'XXXX-09-05' or '1918/1922'"


def parse_date(value: str) -> str:
    """Return `value` if it is a date or an interval in EDTF (Library of Congress, 2019), else raise ParseError.

    Taken are level 0 dates, `?` `~` `%` at the end, unspecified digits, seasons (21 to 41), and intervals whose ends
    are dates, `..` (open) or empty (unknown).

    >>> [parse_date(value) for value in ("1918-09-05/1922", "190X", "XXXX-09-05", "1918-09~", "../1922")]
    ['1918-09-05/1922', '190X', 'XXXX-09-05', '1918-09~', '../1922']
    """
    first, slash, last = value.partition("/")
    ends = [end for end in (first, last) if end not in {"", ".."}]
    if not ends or (not slash and not first):
        raise _date_error(value)
    for end in ends:
        _check_single(end, value)
    if ends == [first, last]:
        _check_order(first, last, value)
    return value


def _date_error(value: str, why: str = "") -> ParseError:
    return ParseError(f"{value!r} is not a date{why}, {_EXPECTED}")


def _check_single(single: str, value: str) -> None:
    match = EDTF.fullmatch(single)
    if match is None or match["year"] == "-0000":
        raise _date_error(value)
    month, day = match["month"] or "", match["day"] or ""
    if month.isdigit() and not (1 <= int(month) <= 12 or (int(month) in _SEASONS and not day)):  # noqa: PLR2004
        raise _date_error(value, f" (month {month})")
    if day.isdigit() and not _has_day(match["year"], month, int(day)):
        raise _date_error(value, f" (day {day})")


def _has_day(year: str, month: str, day: int) -> bool:
    if not month.isdigit():
        return 1 <= day <= 31  # noqa: PLR2004 (the longest month)
    if month == "02" and day == 29 and year.lstrip("-").isdigit():  # noqa: PLR2004 (a leap day)
        return int(year) % 4 == 0 and (int(year) % 100 != 0 or int(year) % 400 == 0)
    return 1 <= day <= _DAYS[int(month) - 1]


def _check_order(first: str, last: str, value: str) -> None:
    for start, end in zip(_numbers(first), _numbers(last), strict=False):
        if start > end:
            raise _date_error(value, " (it ends before it begins)")
        if start < end:
            return


def _numbers(single: str) -> list[int]:
    """Return year, month and day as far as they are known; a season is no month, so it ends them."""
    match = EDTF.fullmatch(single)
    parts = [match["year"], match["month"] or "", match["day"] or ""] if match else []
    known = list(takewhile(lambda part: part.lstrip("-").isdigit(), parts))
    return [int(part) for n, part in enumerate(known) if not (n == 1 and int(part) in _SEASONS)]


def parse_legacy_date(value: str) -> str | None:
    """Return the EDTF date for `dd.mm.yyyy`, in which zeros stand for what is unknown; None if all is.

    >>> [parse_legacy_date(v) for v in ("00.00.1900", "00.09.1918", "05.09.0000", "00.00.0000", "13.05.2015")]
    ['1900', '1918-09', 'XXXX-09-05', None, '2015-05-13']
    """
    match = _LEGACY.fullmatch(value)
    if match is None:
        message = f"{value!r} is not a date, expected dd.mm.yyyy with zeros for unknown parts"
        raise ParseError(message)
    day, month, year = (match[part] if match[part].strip("0") else "" for part in ("day", "month", "year"))
    if not year and not month and not day:
        return None
    parts = [year or "XXXX", month or ("XX" if day else ""), day]
    if not year and not day:
        parts = ["XXXX", month]
    return parse_date("-".join(part for part in parts if part))


def today() -> str:
    """Return the day, in UTC, as `yyyy-mm-dd`; `SOURCE_DATE_EPOCH` sets it for builds that must repeat."""
    return now()[:10]


def now() -> str:
    """Return the minute, in UTC, as PO headers write it: `2026-11-23 08:15+0000`."""
    import os
    import time

    seconds = float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    return time.strftime("%Y-%m-%d %H:%M+0000", time.gmtime(seconds))
