"""Comparison: which facts one text states and another does not, both read as values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from l10n.facts.gist import find_gist
from l10n.facts.months import MONTH_LOCALES
from l10n.facts.numerals import has_number_word
from l10n.facts.reading import Date, Facts, Month, Number, read_facts

_WORDS_UP_TO = 100
_THOUSAND = 1000
_CENTURY = 100
_SLIPS = frozenset({11, 12, 13})
"""Days between the calendars from 1700 to 2100."""
_MONTH_STARTS = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_YEAR = 365


class Difference(Struct, frozen=True, kw_only=True):
    """What a source states and a target does not, and the reverse; spans are those of each text."""

    lost_numbers: tuple[Number, ...] = ()
    added_numbers: tuple[Number, ...] = ()
    lost_months: tuple[Month, ...] = ()
    added_months: tuple[Month, ...] = ()
    slips: tuple[tuple[Date, Date], ...] = ()
    """Dates of the source with those of the target that are a calendar's difference away; no part of the rest."""
    is_era_lost: bool = False
    is_era_added: bool = False

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        lists = (self.lost_numbers, self.added_numbers, self.lost_months, self.added_months, self.slips)
        return any(lists) or self.is_era_lost or self.is_era_added


NO_DIFFERENCE = Difference()


class Side(Struct, frozen=True):
    """A text with what it states."""

    text: str
    locale: str
    facts: Facts

    @property
    def language(self) -> str:
        """The locale without its script and region."""
        return self.locale.partition("-")[0]


@lru_cache(maxsize=1024)
def find_difference(source: str, source_locale: str, target: str, target_locale: str) -> Difference:
    """Return how two texts differ in what they state.

    >>> found = find_difference("in 1201", "en", "1210. gadā", "lv")
    >>> found.lost_numbers[0].value, found.added_numbers[0].value
    (1201.0, 1210.0)
    """
    gist = find_gist(source, source_locale)
    if gist is not None and gist == find_gist(target, target_locale):
        return NO_DIFFERENCE
    ours, theirs = read_facts(source, source_locale), read_facts(target, target_locale)
    return compare_facts(Side(source, source_locale, ours), Side(target, target_locale, theirs))


def compare_facts(source: Side, target: Side) -> Difference:
    """Return how two texts differ in what they state.

    A number that the other side has in words is no difference, nor is a decade or a century that it says otherwise.
    """
    left, right = source.facts, target.facts
    if not left and not right:
        return NO_DIFFERENCE
    lost = _unmatched(left.numbers, right.numbers, target)
    added = _unmatched(right.numbers, left.numbers, source)
    knows_months = {source.language, target.language} <= MONTH_LOCALES
    lost_months = _unmatched_months(left.months, right.months) if knows_months else ()
    added_months = _unmatched_months(right.months, left.months) if knows_months else ()
    slips = tuple(_find_slips(left.dates, right.dates)) if lost or added or lost_months or added_months else ()
    if slips:
        ours, theirs = [slip[0] for slip in slips], [slip[1] for slip in slips]
        lost, added = _without_days(lost, ours), _without_days(added, theirs)
        lost_months, added_months = _without_months(lost_months, ours), _without_months(added_months, theirs)
    return Difference(
        lost_numbers=lost,
        added_numbers=added,
        lost_months=lost_months,
        added_months=added_months,
        slips=slips,
        is_era_lost=left.is_before_christ and not right.is_before_christ,
        is_era_added=right.is_before_christ and not left.is_before_christ,
    )


def _unmatched(numbers: Sequence[Number], others: Sequence[Number], other: Side) -> tuple[Number, ...]:
    """Return those numbers that the other side does not state in any way."""
    values = {value for number in others for value in number.values}
    return tuple(
        number
        for number in numbers
        if values.isdisjoint(number.values) and not number.is_doubtful and not _is_said_otherwise(number, others, other)
    )


def _is_said_otherwise(number: Number, others: Sequence[Number], other: Side) -> bool:
    value = number.value
    is_word = value <= _WORDS_UP_TO or value == _THOUSAND
    if is_word and value == int(value) and has_number_word(other.text, value, other.language):
        return True
    if number.is_decade:
        return any(_is_in_decade(value, found) for found in others) or _says_decade(other)
    if number.is_century:
        return any(_century(found.value) == value for found in others)
    return any(found.is_decade and _is_in_decade(found.value, number) for found in others)


def _century(year: float) -> float:
    return (year - 1) // _CENTURY + 1


def _is_in_decade(decade: float, number: Number) -> bool:
    """Tell whether a number is a year of a decade, or names it: `1930s` beside 1930-1939 and `lata 30.`."""
    if decade >= _CENTURY:
        return decade <= number.value < decade + 10 or (number.is_decade and number.value == decade % _CENTURY)
    return number.value % _CENTURY // 10 * 10 == decade


_DECADE_WORDS = (
    "dešimtme",
    "десятил",
    "jahrzehnt",
    "décenni",
    "decade",
    "dziesięciol",
    "kümnend",
    "dekād",
    "десятирі",
    "gadu desmit",
)


def _says_decade(side: Side) -> bool:
    lower = side.text.lower()
    return any(word in lower for word in _DECADE_WORDS)


def _unmatched_months(months: Sequence[Month], others: Iterable[Month]) -> tuple[Month, ...]:
    known = {found.month for found in others}
    return tuple(found for found in months if found.month not in known)


def _find_slips(dates: Sequence[Date], others: Sequence[Date]) -> Iterable[tuple[Date, Date]]:
    known = {(date.month, date.day) for date in dates}
    theirs = {(date.month, date.day) for date in others}
    for date in dates:
        if (date.month, date.day) in theirs:
            continue
        for other in others:
            if (other.month, other.day) not in known and is_slip(date, other):
                yield date, other


def is_slip(date: Date, other: Date) -> bool:
    """Tell whether two days are as far apart as the Julian and the Gregorian calendar, 11 to 13 days.

    >>> is_slip(Date(day=25, month=10, span=(0, 0)), Date(day=7, month=11, span=(0, 0)))
    True
    """
    if date.year and other.year and abs(date.year - other.year) > 1:
        return False
    distance = abs(_day_of_year(date) - _day_of_year(other))
    return min(distance, _YEAR - distance) in _SLIPS


def _day_of_year(date: Date) -> int:
    return _MONTH_STARTS[date.month - 1] + date.day


def _without_days(numbers: tuple[Number, ...], dates: Sequence[Date]) -> tuple[Number, ...]:
    days = {date.day for date in dates}
    return tuple(number for number in numbers if number.value not in days)


def _without_months(months: tuple[Month, ...], dates: Sequence[Date]) -> tuple[Month, ...]:
    named = {date.month for date in dates}
    return tuple(month for month in months if month.month not in named)
