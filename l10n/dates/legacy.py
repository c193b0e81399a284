"""Legacy dates: `dd.mm.yyyy` with zeros for what is unknown, as older sites write them."""

from __future__ import annotations

import re

from l10n.dates.edtf import DateValue, Form, Point, parse_date, read_date
from l10n.errors import ParseError

_LEGACY = re.compile(r"(?P<day>[0-9]{2})\.(?P<month>[0-9]{2})\.(?P<year>[0-9]{4})")
_PART = re.compile(r"[0-9]*|X+")


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


def format_legacy_date(value: str) -> str:
    """Return an EDTF date as `dd.mm.yyyy` with zeros for what is unknown, an interval as two of them.

    What the form cannot say (decades, seasons, years before 1, `?` and `~`) stays EDTF.

    >>> [format_legacy_date(v) for v in ("1900", "1918-09-05/1922", "XXXX-09-05", "190X", "1918~")]
    ['00.00.1900', '05.09.1918–00.00.1922', '05.09.0000', '190X', '1918~']
    """
    date = read_date(value)
    if date.form is Form.ONE_OF or date.first is None or date.last is None:
        return value
    ends = [_format_point(point) for point in _points(date)]
    return value if None in ends else "–".join(end for end in ends if end)


def _points(date: DateValue) -> list[Point]:
    found = (date.first,) if date.form is Form.SINGLE else (date.first, date.last)
    return [point for point in found if point]


def _format_point(point: Point) -> str | None:
    parts = (point.day, point.month, point.year)
    if point.qualifier or point.is_season or point.year == "0000" or not all(map(_PART.fullmatch, parts)):
        return None
    day, month, year = (part if part.isdigit() else "" for part in parts)
    return f"{day or '00'}.{month or '00'}.{year or '0000'}"
