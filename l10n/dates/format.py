"""Dates as readers of a locale write them, each at its own precision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from l10n.dates.calendars import Calendar, Day, day_number, find_day
from l10n.dates.cldr import CldrDates, load_dates
from l10n.dates.edtf import DateValue, Form, Point, read_date
from l10n.dates.phrases import Construction, Phrases, Wording, find_phrases
from l10n.locales import Locale

_TOKEN = re.compile(r"'(?P<quoted>[^']*)'|(?P<field>y+|M+|L+|d+|Q+)|(?P<text>\s+|[^'yMLdQ\s]+)")
_DECADE = re.compile(r"[1-9][0-9]{2}X")
_CENTURY = re.compile(r"(?P<sign>-?)(?P<century>[0-9]{2})XX")
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_DAY_AND_MONTH = "dML"
_FIRST_QUARTER = 33
_KEPT = 1 << 14


class _Wordless(Exception):  # noqa: N818 (it is no error: the value is shown in EDTF)
    """Nobody has written words for the value."""


@lru_cache(_KEPT)
def format_date(value: str, locale: Locale, calendar: Calendar = Calendar.GREGORIAN) -> str:
    """Return a date in EDTF as readers of a locale write it; what the locale has no words for stays EDTF.

    A day of the Julian calendar comes with the day that it is today.

    >>> format_date("1918-09-05/1922", Locale("ru")), format_date("1917-10-25", Locale("en"), Calendar.JULIAN)
    ('5 сентября 1918 г. – 1922', '25 October (7 November) 1917')
    >>> [format_date(value, Locale("lv")) for value in ("1918-09", "1918-09-05", "19XX", "1918~", "/1922")]
    ['1918. gada septembris', '1918. gada 5. septembris', '20. gadsimts', 'ap 1918. gadu', 'līdz 1922. gadam']
    """
    date, cldr = read_date(value), load_dates(locale)
    if cldr is None:
        return value
    try:
        return _Writer(cldr, find_phrases(locale), Calendar(calendar)).write(date)
    except _Wordless:
        return f"{value} ({calendar})" if calendar == Calendar.JULIAN else value


class _Writer:
    """Writes dates for one locale."""

    def __init__(self, cldr: CldrDates, phrases: Phrases | None, calendar: Calendar) -> None:
        self._cldr, self._words, self._calendar = cldr, phrases, calendar

    @property
    def _phrases(self) -> Phrases:
        if self._words is None:
            raise _Wordless
        return self._words

    def write(self, date: DateValue) -> str:
        first, last = date.first, date.last
        if date.form is Form.SINGLE and first:
            return self._single(first)
        if date.form is Form.ONE_OF:
            return self._one_of(first, last)
        if first and last:
            return self._interval(first, last)
        if first:
            return self._phrase(self._phrases.since, first)
        assert last is not None  # noqa: S101 (an interval has an end)
        return self._phrase(self._phrases.until, last)

    # Qualifiers and intervals

    def _single(self, point: Point) -> str:
        certain = replace(point, qualifier="")
        text = self._construct(self._phrases.about, certain) if point.is_approximate else self._plain(certain)
        return self._phrases.perhaps.format(text) if point.is_uncertain else text

    def _phrase(self, construction: Construction, point: Point) -> str:
        """Return words around a date; what makes it uncertain stands outside, where no grammar binds it."""
        text = self._construct(construction, replace(point, qualifier=""))
        text = self._phrases.roughly.format(text) if point.is_approximate else text
        return self._phrases.perhaps.format(text) if point.is_uncertain else text

    def _construct(self, construction: Construction, *points: Point) -> str:
        texts = [self._worded(point, construction.wording) for point in points]
        is_second = texts[0].partition(" ")[0] in {"2", "II"}
        return ((is_second and construction.before_second) or construction.text).format(*texts)

    def _one_of(self, first: Point | None, last: Point | None) -> str:
        phrases = self._phrases
        if first and last:
            years = [point.year for point in (first, last) if _precision(point) == "y" and not point.qualifier]
            if len(years) == 2 and min(map(int, years)) > 0:  # noqa: PLR2004 (both)
                return phrases.between_years.format(*(int(year) for year in years))
            if phrases.between and not first.qualifier and not last.qualifier:
                return self._construct(phrases.between, first, last)
            return phrases.both.format(self._phrase(phrases.not_before, first), self._phrase(phrases.not_after, last))
        if first:
            return self._phrase(phrases.not_before, first)
        assert last is not None  # noqa: S101 (it has an end)
        return self._phrase(phrases.not_after, last)

    def _interval(self, first: Point, last: Point) -> str:
        """Return both ends at their own precision; what they share stands once."""
        if first == last:
            return self._single(first)
        precision = _precision(first)
        is_joined = (
            precision == _precision(last)
            and precision in {"y", "yMMMM", "yMMMMd"}
            and not first.qualifier + last.qualifier
            and not first.year.startswith("-")
            and first.year != "0000"
            and self._calendar is Calendar.GREGORIAN
        )
        if not is_joined:
            return f"{self._single(first)} – {self._single(last)}"
        if first.year == last.year or precision == "y":
            is_day = precision == "yMMMMd" and first.month == last.month
            shared = "y" if precision == "y" else "d" if is_day else _DAY_AND_MONTH
            return self._both(precision, shared, (first, last), "{0} – {1}" if shared == _DAY_AND_MONTH else "{0}–{1}")
        return f"{self._plain(first)} – {self._plain(last)}"

    # One date

    def _plain(self, point: Point) -> str:
        precision = _precision(point)
        if precision == "yMMMMd" and self._calendar is Calendar.JULIAN:
            return self._dual(point)
        if precision in self._cldr.patterns:
            text = self._pattern(precision, point)
        elif precision == "MMMM":
            text = self._cldr.months_alone[int(point.month) - 1]
        else:
            return self._worded(point, self._phrases.plain)
        return self._with_calendar(self._with_era(text, point), point)

    def _pattern(self, precision: str, point: Point) -> str:
        return "".join(self._field(field, text, point) for field, text in self._tokens(precision))

    def _tokens(self, precision: str) -> list[tuple[str, str]]:
        replaced = self._words.patterns if self._words else {}
        return list(_tokens(replaced.get(precision) or self._cldr.patterns[precision]))

    def _field(self, field: str, text: str, point: Point) -> str:
        """Return one field of a pattern filled in, or the text between fields."""
        if not field:
            return text
        if field[0] == "y":
            return _year(point)
        if field[0] == "d":
            return self._day(point)
        number = int(point.month)
        if field[0] == "Q":
            quarter = number - _FIRST_QUARTER
            return self._cldr.quarters[quarter] if len(field) > 2 else str(quarter + 1)  # noqa: PLR2004 (QQ: a number)
        names = self._cldr.months_alone if field[0] == "L" else self._cldr.months
        return names[number - 1] if len(field) > 2 else str(number)  # noqa: PLR2004 (MM: a number)

    def _day(self, point: Point) -> str:
        return (self._words.first_day if self._words and point.day == "01" else "") or str(int(point.day))

    def _both(self, precision: str, shared: str, points: Sequence[Point], join: str) -> str:
        """Return a pattern with the fields in `shared` written for both dates, and all others once."""
        tokens = self._tokens(precision)
        start, end = _stretch(tokens, shared)

        def written(stretch: Sequence[tuple[str, str]], point: Point) -> str:
            return "".join(self._field(field, text, point) for field, text in stretch)

        middle = join.format(*(written(tokens[start:end], point) for point in points))
        return written(tokens[:start], points[0]) + middle + written(tokens[end:], points[0])

    def _dual(self, point: Point) -> str:
        """Return a day of the Julian calendar with the day that it is in the Gregorian."""
        today = _gregorian(point)
        if today.year != point.year or int(today.year) <= 0:
            old, new = (self._with_era(self._pattern("yMMMMd", each), each) for each in (point, today))
            return f"{old} ({new})"
        return self._both("yMMMMd", "d" if today.month == point.month else _DAY_AND_MONTH, (point, today), "{0} ({1})")

    def _worded(self, point: Point, wording: Wording) -> str:
        """Return a date in a grammatical form."""
        precision = _precision(point)
        if precision == "decade":
            return self._with_calendar(_decade(point, wording), point)
        if precision == "century":
            return self._with_era(wording.century.format(century=self._century(point)), point)
        if precision == "y":
            return self._with_era(wording.year.format(year=_year(point)), point)
        if precision == "yMMMMd" and self._calendar is Calendar.JULIAN:
            return self._dual_worded(point, wording)
        text = self._month_worded(point, wording)
        if precision.startswith("y"):
            text = wording.with_year.format(text, year=_year(point))
        return self._with_calendar(self._with_era(text, point), point)

    def _month_worded(self, point: Point, wording: Wording) -> str:
        """Return a day, month or season, without its year."""
        if point.is_season:
            number = int(point.month) - 21
            if number >= 12:  # noqa: PLR2004 (quarters, thirds and halves)
                raise _Wordless
            return wording.seasons[number % 4]
        if not point.month.isdigit():
            raise _Wordless
        has_day = point.day.isdigit()
        names = wording.months if wording.declines_days or not has_day else ()
        month = (names or self._cldr.months)[int(point.month) - 1]
        return wording.day.format(day=self._day(point), month=month) if has_day else wording.month.format(month=month)

    def _dual_worded(self, point: Point, wording: Wording) -> str:
        """Return a Julian day in a grammatical form, and in brackets, where nothing governs it, the Gregorian."""
        text = wording.with_year.format(self._month_worded(point, wording), year=_year(point))
        today = _gregorian(point)
        return f"{self._with_era(text, point)} ({self._with_era(self._pattern('yMMMMd', today), today)})"

    def _century(self, point: Point) -> str:
        match = _CENTURY.fullmatch(point.year)
        assert match is not None  # noqa: S101 (its precision says so)
        number, phrases = int(match["century"]) + 1, self._phrases
        digits = _roman(number) if phrases.has_roman_centuries else str(number)
        ending = phrases.ordinals.get(number) or phrases.ordinals.get(number % 10) or phrases.ordinals.get(0, "{0}")
        return ending.format(digits)

    def _with_era(self, text: str, point: Point) -> str:
        if point.year[:1] != "-" and point.year != "0000":
            return text
        return self._words.before_christ.format(text) if self._words else f"{text} {self._cldr.before_christ}"

    def _with_calendar(self, text: str, point: Point) -> str:
        """Say of a month or season that it is one of the Julian calendar: only days can be converted."""
        if self._calendar is Calendar.JULIAN and point.month:
            return self._phrases.old_style.format(text)
        return text


def _precision(point: Point) -> str:
    """Return what is known of a date: a CLDR pattern's name, or `MMMM`, `y-season`, `decade`, `century`.

    Raises _Wordless for what nobody has words for: `1918-XX-05`, `1X18`, `190X-05`.
    """
    year, month, day = point.year, point.month, point.day
    month, day = ("" if part == "XX" else part for part in (month, day))
    if "X" in month + day or (day and not month):
        raise _Wordless
    if not year.lstrip("-").isdigit():
        if month:
            if year != "XXXX" or point.is_season:
                raise _Wordless
            return "MMMMd" if day else "MMMM"
        if _DECADE.fullmatch(year):
            return "decade"
        if _CENTURY.fullmatch(year):
            return "century"
        raise _Wordless
    if point.is_season:
        return "yQQQQ" if _FIRST_QUARTER <= int(month) < _FIRST_QUARTER + 4 else "y-season"
    return f"y{'MMMM' if month else ''}{'d' if day else ''}"


def _gregorian(point: Point) -> Point:
    """Return the Gregorian day that a Julian one is."""
    julian = Day(int(point.year), int(point.month), int(point.day))
    day = find_day(day_number(julian, Calendar.JULIAN))
    return Point(year=f"{day.year:04}", month=f"{day.month:02}", day=f"{day.day:02}")


def _year(point: Point) -> str:
    """Return a year's number; before year 1 it is counted backwards from 1 BC, which EDTF writes as 0000."""
    number = int(point.year)
    return str(number if number > 0 else 1 - number)


def _decade(point: Point, wording: Wording) -> str:
    start = point.year.replace("X", "0")
    text = next((text for ending, text in wording.decades.items() if start.endswith(ending)), wording.decade)
    return text.format(decade=start, end=f"{start[:3]}9")


def _roman(number: int) -> str:
    """Return a number up to 399 in Roman digits."""
    text = ""
    for value, digits in _ROMAN:
        text += digits * (number // value)
        number %= value
    return text


def _tokens(pattern: str) -> Iterator[tuple[str, str]]:
    """Yield the fields (`y`, `MMMM`) and the texts of a CLDR pattern: one of the two is empty."""
    for match in _TOKEN.finditer(pattern):
        yield match["field"] or "", match["quoted"] or match["text"] or ""


def _stretch(tokens: Sequence[tuple[str, str]], fields: str) -> tuple[int, int]:
    """Return where some fields begin and end: with what is attached to the last, or all if no field follows months."""
    places = [index for index, (field, _) in enumerate(tokens) if field and field[0] in fields]
    end = places[-1] + 1
    if fields == _DAY_AND_MONTH and not any(field for field, _ in tokens[end:]):
        return places[0], len(tokens)
    while end < len(tokens) and not tokens[end][0] and not tokens[end][1].isspace():
        end += 1
    return places[0], end
