"""Date doubts: dates that are probably wrong, though they are well-formed; values for a check to report."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from l10n.dates import Form, read_date
from l10n.dates.calendars import Calendar, Day, day_number
from l10n.dates.spans import Span, find_span
from l10n.records import Record, find_calendar
from l10n.schema import Field, FieldKind, RecordType, Schema
from l10n.vocabulary import find_property

ORDERS = (("birthDate", "deathDate"), ("startDate", "endDate"), ("dateCreated", "datePublished"))
"""Pairs of schema.org properties of which the first cannot come after the second."""
FEWEST = 5
"""How many firsts of January there must be before they can be too many."""
SHARE = 0.02
"""What share of a field's exact days may be a first of January; by chance one of 365 is."""
LONGEST_LIFE = 120
"""In years."""


class Doubt(StrEnum):
    """Why a date is doubted."""

    WRONG_ORDER = "wrong-order"
    """What ends before it begins: died before born."""
    LONG_LIFE = "long-life"
    """More years between birth and death than anyone lives."""
    CALENDAR_SLIP = "calendar-slip"
    """Two related records are apart by just what the Julian and the Gregorian calendar are."""
    FIRST_OF_JANUARY = "first-of-january"
    """Many days of one field are a first of January, as a program writes where only the year is known."""


class DateDoubt(Struct, frozen=True, kw_only=True):
    """One date that is probably wrong."""

    doubt: Doubt
    key: str
    """Of the record."""
    path: str
    """The field."""
    value: str
    other_key: str = ""
    """The record that it does not fit to, if there is one."""
    other_path: str = ""
    other_value: str = ""


class _Date(Struct, frozen=True):
    key: str
    path: str
    value: str
    calendar: Calendar

    @property
    def span(self) -> Span:
        return find_span(self.value, self.calendar)


def find_order_doubts(record: Record, schema: Schema) -> Iterator[DateDoubt]:
    """Yield the dates of one record that cannot follow each other as they do."""
    dates = {find_property(schema.types[record.type], field): date for field, date in _dates(record, schema)}
    for before, after in ORDERS:
        first, last = dates.get(before), dates.get(after)
        if first is None or last is None:
            continue
        begin, end = first.span, last.span
        if begin.earliest is not None and end.latest is not None and begin.earliest > end.latest:
            yield _doubt(Doubt.WRONG_ORDER, last, first)
        elif before == "birthDate" and _years_between(begin, end) > LONGEST_LIFE:
            yield _doubt(Doubt.LONG_LIFE, last, first)


def _years_between(begin: Span, end: Span) -> float:
    """Return how many years there are at least from one to the other; 0 where that is open."""
    if begin.latest is None or end.earliest is None:
        return 0.0
    return (end.earliest - begin.latest) / 365.2425


Dates = Mapping[str, str]
"""{field path: date in EDTF} of one record."""


def find_slips(key: str, dates: Dates, linked: Mapping[str, Dates]) -> Iterator[DateDoubt]:
    """Yield the exact days of a record that a linked one has in the other calendar's reckoning.

    `linked` has the dates of the linked records by key: 4 and 17 July 1918, of an event and of a person who died in it.
    """
    for path, value in dates.items():
        for other_key, others in linked.items():
            for other_path, other in others.items():
                if is_calendar_slip(value, other):
                    yield DateDoubt(
                        doubt=Doubt.CALENDAR_SLIP,
                        key=key,
                        path=path,
                        value=value,
                        other_key=other_key,
                        other_path=other_path,
                        other_value=other,
                    )


def is_calendar_slip(first: str, second: str) -> bool:
    """Tell whether two days are one if the earlier is read in the Julian calendar.

    >>> is_calendar_slip("1918-07-04", "1918-07-17"), is_calendar_slip("1918-07-04", "1918-07-16")
    (True, False)
    """
    if not _is_day(first) or not _is_day(second) or first == second:
        return False
    julian, gregorian = sorted((_day(first), _day(second)))
    return day_number(julian, Calendar.JULIAN) == day_number(gregorian)


def find_january_doubts(records: Iterable[tuple[str, Dates]]) -> Iterator[DateDoubt]:
    """Yield the firsts of January of every type's field that has more of them than chance allows; of (key, dates)."""
    days: dict[tuple[str, str], int] = defaultdict(int)
    firsts: dict[tuple[str, str], list[DateDoubt]] = defaultdict(list)
    for key, dates in records:
        type_ = key.partition("/")[0]
        for path, value in dates.items():
            if _is_day(value):
                days[type_, path] += 1
                if value.endswith("-01-01"):
                    firsts[type_, path].append(DateDoubt(doubt=Doubt.FIRST_OF_JANUARY, key=key, path=path, value=value))
    for place, found in firsts.items():
        if len(found) >= FEWEST and len(found) > SHARE * days[place]:
            yield from found


def _doubt(doubt: Doubt, date: _Date, other: _Date) -> DateDoubt:
    found = {"other_key": other.key, "other_path": other.path, "other_value": other.value}
    return DateDoubt(doubt=doubt, key=date.key, path=date.path, value=date.value, **found)


def _dates(record: Record, schema: Schema) -> Iterator[tuple[Field, _Date]]:
    type_: RecordType = schema.types[record.type]
    for field in type_.fields:
        if field.kind is FieldKind.DATE and (value := record.values.get(field.name)):
            yield field, _Date(record.key, field.name, value, find_calendar(field, record.values))


def _is_day(value: str) -> bool:
    """Tell whether a date is one day, known for certain."""
    date = read_date(value)
    point = date.first
    return bool(
        date.form is Form.SINGLE
        and point
        and point.day
        and not point.qualifier
        and "X" not in point.year + point.month + point.day
    )


def _day(value: str) -> Day:
    point = read_date(value).first
    assert point is not None  # noqa: S101 (it is a day)
    return Day(int(point.year), int(point.month), int(point.day))
