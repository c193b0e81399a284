"""Reading: what numbers, months and dates a text states, whatever separators, digits and cases it states them in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from msgspec import Struct

from l10n.facts.months import MONTH_LOCALES, find_month
from l10n.facts.numerals import parse_roman

Span = tuple[int, int]

_NOISE = re.compile(r"<[^<>]*>|\b(?:https?|ftp)://[^\s<>\"]+|&#?\w+;|[{%]\w*[}%]|%\(\w+\)[sd]")
"""Markup, links and placeholders: their digits state nothing."""
_SPACE = "\u00a0\u202f\u2009 "
_TOKEN = re.compile(
    r"(?P<date>(?<![\d.])\d{1,2}([./])\d{1,2}\2\d{4}(?![\d])|(?<![\d-])\d{4}-\d\d-\d\d(?![\d-]))"
    r"|(?P<span>(?<![\d.,])[12]\d{3}\s?[-–—/]\s?\d\d(?![\d.,]*\d))"
    r"|(?P<time>(?<![\d:.,])[012]?\d:[0-5]\d(?![\d:]|[.," + _SPACE + r"]\d{3}))"
    r"|(?P<grouped>(?<![\d.,])\d{1,3}(?:([.,'’" + _SPACE + r"])\d{3})(?:\6\d{3})*(?:[.,]\d+)?(?!\d))"
    r"|(?P<decimal>\d+[.,]\d+(?!\d))"
    r"|(?P<whole>\d+)"
    r"|(?P<roman>(?<![\w’'])[IVXLCDMІХСМ]+(?=(?:er|re|e|ème)?(?![\w’'])))"
    r"|(?P<word>[^\W\d_]+(?:[’'ʼ-][^\W\d_]+)*)"
)
_PLAIN_FACT = re.compile(r"\d|(?<!\w)[IVXLCDMІХСМ]{2,}")
"""What a text without any fact lacks."""

_CENTURY = re.compile(
    r"centur\w*|c|век\w*|вв?|столет\w*|gadsimt\w*|gs|wiek\w*|w|a|amži\w*|sajand\w*|saj|столітт\w*|ст"
    r"|jahrhundert\w*|jhs?|jh|siècles?|s",
    re.IGNORECASE,
)
_DECADE = re.compile(
    r"s|e|х|х|ти?|er|ern|gad(?:os|i|u|iem)|lata(?:ch)?|lat|aastad\w*|aastat\w*|років|роки|роках|годы|годов|годах|годам"
    r"|années|dešimtme\w*|десятил\w*|десятиліт\w*|jahrzehnt\w*|dekaad\w*|kümnend\w*",
    re.IGNORECASE,
)
_SCALES = {
    10**3: re.compile(r"thousands?|тыс\w*|tūkst\w*|tys\w*|tuha[tn]\w*|тис\w*|tausend|mille"),
    10**6: re.compile(r"milli?on\w*|mln|mio|milj\w*|мил+ион\w*|млн|milion\w*|milijon\w*|мільйон\w*"),
    10**9: re.compile(r"milliard\w*|bn|mrd|mld|миллиард\w*|млрд|miljard\w*|mljrd|mili[j]?ard\w*|мільярд\w*"),
}
"""What the words behind a number multiply it by; `billion` is a thousand millions in en alone."""
_YEARS_BEFORE = re.compile(r"lat(?:a|ach)?", re.IGNORECASE)
"""Polish says `lata 30.`."""
_BEFORE_CHRIST = re.compile(
    r"\bB\.?\s?C\.?(?:\s?E\.?)?(?!\w)|до\s+н\.\s?э|до\s+н\.\s?е|до\s+Р\.\s?Х|p\.\s?m\.\s?ē|pirms\s+mūsu\s+ēras"
    r"|p\.\s?n\.\s?e|przed\s+naszą\s+erą|pr\.\s?Kr|prieš\s+Kristų|\beKr\b|\be\.\s?m\.\s?a|v\.\s?Chr|vor\s+Christus"
    r"|av\.\s?J\.?-?\s?C|avant\s+(?:notre\s+ère|Jésus)",
)
_AFTERNOON = re.compile(r"\s?(p\.?\s?m\.?|a\.?\s?m\.?)(?!\w)", re.IGNORECASE)
_COMMA_GROUPS = frozenset({"en", "he", "ja", "ko", "zh"})
"""The languages that write thousands as `1,000`, as CLDR has it."""
_POINT_GROUPS = frozenset({"da", "de", "es", "id", "it", "nl", "pt", "tr"})
"""Those that write `1.000`."""
_ERA_WORDS = ("B", "до ", "ēras", " ē", "ē.", "n.", "naszą", "Kr", "m.", "Chr", "J.", "ère", "Jésus")
"""Parts of all that `_BEFORE_CHRIST` finds, to look for first."""
_FULL_DAY = 31
_LEAST_YEAR = 100
_NEAR = 2
"""How many tokens a month may stand from the number that makes it part of a date."""
_NOON = 12


class Number(Struct, frozen=True, kw_only=True):
    """A number that a text states in digits."""

    values: tuple[float, ...]
    """What it may mean, the likeliest first: `1.432` is one thousand and more in de, less than two in en."""
    span: Span
    is_century: bool = False
    is_decade: bool = False
    is_doubtful: bool = False
    """Whether it may be no number at all: a lone letter that is a Roman numeral, too."""

    @property
    def value(self) -> float:
        """What it most likely means."""
        return self.values[0]


class Month(Struct, frozen=True):
    """A month named beside a number, 1 to 12."""

    month: int
    span: Span


class Date(Struct, frozen=True, kw_only=True):
    """A day of a month, with the year if one stands beside it."""

    day: int
    month: int
    year: int = 0
    span: Span


class Facts(Struct, frozen=True, kw_only=True):
    """What a text states."""

    numbers: tuple[Number, ...] = ()
    months: tuple[Month, ...] = ()
    dates: tuple[Date, ...] = ()
    is_before_christ: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything to compare."""
        return bool(self.numbers or self.months)


NOTHING = Facts()


@lru_cache(maxsize=4096)
def read_facts(text: str, locale: str) -> Facts:
    """Return what a text states; months only in a locale whose month names are known.

    >>> facts = read_facts("Dzimis 1918. gada 5. septembrī, XIX gs.", "lv")
    >>> [number.value for number in facts.numbers], [(date.year, date.month, date.day) for date in facts.dates]
    ([1918.0, 5.0, 19.0], [(1918, 9, 5)])
    """
    if not _PLAIN_FACT.search(text):
        return NOTHING
    plain = _NOISE.sub(lambda found: " " * len(found[0]), text) if has_noise(text) else text
    language = locale.partition("-")[0]
    return _Reader(plain, language).read()


def _is_before_christ(text: str) -> bool:
    return any(word in text for word in _ERA_WORDS) and bool(_BEFORE_CHRIST.search(text))


def has_noise(text: str) -> bool:
    """Tell whether a text may have markup, links or placeholders.

    >>> has_noise("about {n} of <b>them</b>"), has_noise("on 5 September 1918")
    (True, False)
    """
    return "<" in text or "&" in text or "{" in text or "%" in text or "://" in text


class _Reader:
    """Reads the facts of one text from its tokens."""

    def __init__(self, text: str, language: str) -> None:
        self._text, self._language = text, language
        self._tokens = list(_TOKEN.finditer(text))
        self._numbers: list[Number] = []
        self._months: list[Month] = []
        self._dates: list[Date] = []
        self._at: dict[int, Number] = {}
        """The number that each token stands for, for those that stand for one."""

    def read(self) -> Facts:
        for index, token in enumerate(self._tokens):
            if token.lastgroup != "word":
                self._read_number(index, token)
        if self._language in MONTH_LOCALES:
            self._read_months()
        return Facts(
            numbers=tuple(self._numbers),
            months=tuple(self._months),
            dates=tuple(self._dates),
            is_before_christ=bool(self._numbers) and _is_before_christ(self._text),
        )

    def _read_number(self, index: int, token: re.Match[str]) -> None:
        match token.lastgroup:
            case "date":
                self._read_date(token)
            case "span":
                self._read_span(token)
            case "roman":
                self._read_roman(index, token)
            case "time":
                self._add(index, token, (float(token[0].replace(":", ".")),))
            case "grouped" | "decimal":
                self._add(index, token, tuple(_readings(token[0], self._language)))
            case _:
                self._add(index, token, (float(token[0]),))

    def _read_date(self, token: re.Match[str]) -> None:
        year, month, day = map(int, token[0].split("-") if "-" in token[0] else re.split("[./]", token[0])[::-1])
        span = token.span()
        self._numbers += [Number(values=(float(value),), span=span) for value in (day, year) if value]
        if 1 <= month <= 12:  # noqa: PLR2004 (months)
            self._months.append(Month(month, span))
            self._dates.append(Date(day=day, month=month, year=year, span=span))

    def _read_span(self, token: re.Match[str]) -> None:
        first, last = re.split(r"\s?[-–—/]\s?", token[0])
        span = token.span()
        whole = (float(first[:2] + last), float(last))
        self._numbers += [Number(values=(float(first),), span=span), Number(values=whole, span=span)]

    def _read_roman(self, index: int, token: re.Match[str]) -> None:
        value = parse_roman(token[0])
        if value and not self._is_shouted(token):
            following = self._text[token.end() : token.end() + 1]
            is_lone = len(token[0]) == 1 and not following.isalpha()
            if not (is_lone and token[0] == "I" and self._language == "en"):
                self._add(index, token, (float(value),), is_doubtful=is_lone)

    def _is_shouted(self, token: re.Match[str]) -> bool:
        """Tell whether the words around are capitals, too."""
        around = self._text[max(0, token.start() - 12) : token.start()] + self._text[token.end() : token.end() + 12]
        letters = [char for char in around if char.isalpha()]
        return bool(letters) and all(char.isupper() for char in letters) and len(letters) > len(token[0])

    def _add(self, index: int, token: re.Match[str], values: tuple[float, ...], *, is_doubtful: bool = False) -> None:
        following = self._word(index + 1)
        afternoon = _AFTERNOON.match(self._text, token.end())
        if afternoon and values[0] <= _NOON:
            values = (_hour(values[0], is_afternoon=afternoon[1][0] in "pP"), *values)
        scale = _scale(following, self._language)
        if scale > 1:
            values = tuple(value * scale for value in values)
        number = Number(
            values=values,
            span=token.span(),
            is_century=self._is_century(index),
            is_decade=values[0] % 10 == 0 and self._is_decade(index, token),
            is_doubtful=is_doubtful,
        )
        self._at[index] = number
        self._numbers.append(number)

    def _word(self, index: int) -> str:
        """Return the word at a place in the row of tokens, or an empty text."""
        if 0 <= index < len(self._tokens) and self._tokens[index].lastgroup == "word":
            return self._tokens[index][0]
        return ""

    def _is_century(self, index: int) -> bool:
        """Tell whether a number counts a century: its word follows, at most a range and an adjective later."""
        for place in range(index + 1, min(index + 5, len(self._tokens))):
            token = self._tokens[place]
            if token.lastgroup == "word" and _CENTURY.fullmatch(token[0].rpartition("-")[2]):
                return True
            if token.lastgroup not in {"roman", "whole", "word"}:
                return False
        return False

    def _is_decade(self, index: int, token: re.Match[str]) -> bool:
        """Tell whether a round number counts years: `1930s`, `30. gados`, `lata 30.`."""
        following = self._word(index + 1).partition("-")[0]
        if _DECADE.fullmatch(following):
            gap = self._tokens[index + 1].start() - token.end()
            return (
                gap == 0
                or (gap <= _NEAR and len(following) > _NEAR)
                or "-" in self._text[token.end() : token.end() + gap]
            )
        return bool(_YEARS_BEFORE.fullmatch(self._word(index - 1))) and self._text[token.end() : token.end() + 1] == "."

    def _read_months(self) -> None:
        nearby = {place for index in self._at for place in range(index - _NEAR, index + _NEAR + 1)}
        for index in sorted(nearby):
            word = self._word(index)
            month = find_month(word.rpartition("-")[2], self._language) if word else 0
            if month:
                token = self._tokens[index]
                self._months.append(Month(month, token.span()))
                self._read_day(index, token, month)

    def _read_day(self, index: int, token: re.Match[str], month: int) -> None:
        before = [self._at[place] for place in (index - 1, index - 2) if place in self._at]
        after = [self._at[place] for place in (index + 1, index + 2) if place in self._at]
        if self._language == "lt":
            before, after = after, before
        days = [number for number in (*before[:1], *after[:1]) if 1 <= number.value <= _FULL_DAY]
        years = [number for number in (*after, *before) if number.value >= _LEAST_YEAR]
        if self._language in {"lv", "lt", "et"} and not years:
            years = [
                self._at[place]
                for place in (index - 3, index - 4)
                if place in self._at and self._at[place].value >= _LEAST_YEAR
            ]
        if days:
            span = (min(days[0].span[0], token.start()), max(days[0].span[1], token.end()))
            self._dates.append(
                Date(day=int(days[0].value), month=month, year=int(years[0].value) if years else 0, span=span)
            )


def _hour(value: float, *, is_afternoon: bool) -> float:
    if is_afternoon:
        return value if value >= _NOON else value + _NOON
    return 0 if value == _NOON else value


@cache
def _scale(word: str, language: str) -> int:
    """Return what a number word behind a number multiplies it by."""
    lower = word.lower()
    if language == "en" and lower in {"billion", "billions"}:
        return 10**9
    return next((scale for scale, words in _SCALES.items() if words.fullmatch(lower)), 1)


def _readings(text: str, language: str) -> Iterator[float]:
    """Yield what a number with separators may mean, the way of its language first."""
    marks = [char for char in text if not char.isdigit()]
    last = marks[-1]
    digits = re.sub(r"\D", "", text)
    tail = len(text) - text.rindex(last) - 1
    is_grouping = tail == 3 and len(set(marks)) == 1  # noqa: PLR2004 (groups have three digits)
    whole = float(digits)
    decimal = float(f"{digits[: len(digits) - tail]}.{digits[len(digits) - tail :]}")
    if last not in ".," or (is_grouping and len(marks) > 1):
        yield whole
    elif not is_grouping:
        yield decimal
    else:
        groups = "," if language in _COMMA_GROUPS else "." if language in _POINT_GROUPS else ""
        yield from (whole, decimal) if last == groups else (decimal, whole)
