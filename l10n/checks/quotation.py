"""Checks of quotation marks and of how numbers are written, by CLDR."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from l10n.checks import CheckedUnit, Remark, Severity, check, remark
from l10n.words import mark

_USUAL = {
    "“”": """
        af as az bn chr cy da en es fil ga gd gl gu ha hi id ig jv km kn ko kok lo lv ml mn mr ms my ne or pa ps sd si
        so sw ta te th tk tr ur uz vi yo yue zh zu
    """,
    "«»": "am be ca el eu fa fr hy it kk ky nb nn no pt ru sq uk",
    "”“": "ar",
    "„“": "bg cs de dsb et hsb is ka lb lt mk sk sl sr",
    "„”": "bs hr hu nl pl ro",
    "””": "fi he sv",
    "「」": "ja",
}
_OTHERS = {
    "“”": "ca el eu fr he it kk pt sq",
    "«»": "ar es et gl lt lv pl ro",
    "„“": "be da hr ky lv nb ru sq uk",
    "„”": "af be et fi he lt lv sq",
    "»«": "cs da de hr hu sk sl sr",
    "»»": "fi sv",
    "”“": "ur",
    "‘’": "ar bn cy en ga gd hi nl",
    "「」": "ko yue zh",
    "『』": "ja ko yue zh",
}
"""By language the usual quotation marks of CLDR 45 (`delimiters`), and alternate ones, there or in good books."""
_SWISS = frozenset({"de-CH", "de-LI", "it-CH"})
_MARKS = re.compile("[“”„«»「」『』‟〝〞]")
_ANY_PAIR = {"“": "”", "„": "”“", "«": "»«", "»": "«»", "”": "”“", "「": "」", "『": "』", "‟": "”", "〝": "〞"}
"""What may close what, in any language."""
_ARROW = re.compile(r"^\W*«\s|\s»\W*$|\s[«»]\s")
_GERSHAYIM = re.compile(r'(?<=[\u05d0-\u05ea])"(?=[\u05d0-\u05ea])')
"""The mark inside a Hebrew abbreviation."""
_TAG = re.compile(r"<[^<>]*>")
_SHORT = 3
"""A text of fewer characters is a mark itself, not a quotation."""
_INCHES = re.compile(r"\d\s?\"|\(\"\)")

_FRACTION = re.compile("[.,][0-9]")
_GROUPED = re.compile(r"(?<![\w.,:/\u2212-])[0-9]{1,3}(?P<sep>[.,])[0-9]{3}(?:(?P=sep)[0-9]{3})*(?![\w]|[.,:/-][0-9])")
_MEASURE = (
    r"%|€|\$|£|[kcmdкмсд]?[mм]\b|[kк]?[gtгт]\b|ha\b|га\b|l\b|л\b|mln|mio|млн|milli|miljon|milj|мил|міль|mld|mrd|млрд"
    r"|mljrd|тыс|тис|tys|tūkst"
)
_DECIMAL = re.compile(rf"(?<![\w.,:/])[0-9]+(?P<sep>[.,])[0-9]{{1,2}}(?=[ \u00a0\u202f]?(?:{_MEASURE}))")
_MARKED = re.compile(r"[., \u00a0\u202f'’]")


@cache
def _pairs(locale: str) -> tuple[str, ...]:
    """Return the pairs of quotation marks that a locale takes; none where nothing is known of it."""
    language = locale.partition("-")[0]
    tables = (*_USUAL.items(), *_OTHERS.items())
    found = tuple(pair for pair, languages in tables if language in languages.split())
    return (*found, "«»") if locale in _SWISS else found


@check("quotes-open", Severity.WARNING, sources=True)
def quotes_open(unit: CheckedUnit) -> Iterable[Remark]:
    """Every quotation that begins also ends, unless the source leaves it open too.

    Where one mark is missing, nobody can tell which words are quoted.
    """
    text = unit.text
    if not text.isascii() and _MARKS.search(text):
        place = _find_open(text, unit.locale)
        is_open_in_source = bool(unit.source) and _find_open(unit.source, unit.source_locale) >= 0
    elif '"' in text:
        place = _find_straight(text)
        is_open_in_source = bool(unit.source) and _find_straight(unit.source) >= 0
    else:
        return ()
    if place < 0 or is_open_in_source or unit.source.count("`") != unit.source.count("'"):
        return ()
    says = mark("found the quotation mark {sign} alone, expected a pair")
    return (remark(says, span=(place, place + 1), sign=text[place]),)


def _find_straight(text: str) -> int:
    """Return where the last `"` stands if their number is odd, signs of measure left out; else -1."""
    if text.count('"') % 2 == 0 or _INCHES.search(text) or len(text) < _SHORT:
        return -1
    if len(_GERSHAYIM.findall(text)) % 2:
        return -1
    return text.rindex('"')


def _find_open(text: str, locale: str) -> int:
    """Return where the first mark without its other half stands; -1 if there is none.

    A paragraph that goes on with a quotation may begin with its mark once more (“ … ¶ “ … ”).

    >>> _find_open("„Am 25. Oktober“ und «так»", "de"), _find_open("«Правда», «Известия", "ru")
    (-1, 10)
    """
    first = _scan(text, _closing_marks(locale))
    return first if first >= 0 and _scan(text, _ANY_PAIR) >= 0 else -1


@cache
def _closing_marks(locale: str) -> dict[str, str]:
    """Return which marks may end a quotation that each mark begins, in a locale."""
    own = {sign: "".join(pair[1] for pair in _pairs(locale) if pair[0] == sign) for sign in _ANY_PAIR}
    return {sign: ends or _ANY_PAIR[sign] for sign, ends in own.items()}


def _scan(text: str, closing: dict[str, str]) -> int:
    if len(text) < _SHORT or (text.count("«") + text.count("»") == 1 and _ARROW.search(text)):
        return -1
    opened: list[tuple[int, str]] = []
    for match in _MARKS.finditer(text):
        sign, place = match[0], match.start()
        if opened and sign in closing.get(opened[-1][1], ""):
            opened.pop()
        elif sign in closing:
            if not (opened and opened[-1][1] == sign and text[:place].rstrip(" ").endswith("\n")):
                opened.append((place, sign))
        else:
            return place
    return opened[0][0] if opened else -1


@check("quotes-foreign", Severity.INFO, sources=True)
def quotes_foreign(unit: CheckedUnit) -> Iterable[Remark]:
    """Quotation marks are those of the text's language; straight ones pass everywhere.

    Marks of another language show that a text was copied or translated by a machine, and confuse where their order is
    another: „…“ ends with the mark that “…” begins with.
    """
    text = unit.text
    if text.isascii() or not _MARKS.search(text):
        return ()
    pairs = _pairs(unit.locale)
    if not pairs:
        return ()
    known = "".join(pairs)
    foreign = next((match for match in _MARKS.finditer(text) if match[0] not in known), None)
    if foreign is None:
        return ()
    says = mark("found the quotation mark {sign}, expected {expected} as in this language")
    return (remark(says, span=foreign.span(), sign=foreign[0], expected=f"{pairs[0][0]}…{pairs[0][1]}"),)


@check("quotes-straight", Severity.INFO)
def quotes_straight(unit: CheckedUnit) -> Iterable[Remark]:
    """Where the source has the quotation marks of print, its translation has those of its language.

    Straight ones come from a keyboard without others, and stand out among texts that have them.
    """
    if '"' not in unit.text or unit.source.isascii() or '"' in unit.source or not _MARKS.search(unit.source):
        return ()
    plain = _TAG.sub(lambda found: " " * len(found[0]), unit.text)
    pairs = _pairs(unit.locale)
    if not pairs or '"' not in plain or _INCHES.search(plain) or _GERSHAYIM.search(plain):
        return ()
    place = plain.index('"')
    says = mark("found the quotation mark {sign}, expected {expected} as in this language")
    return (remark(says, span=(place, place + 1), sign='"', expected=f"{pairs[0][0]}…{pairs[0][1]}"),)


@cache
def _symbols(locale: str) -> tuple[str, str]:
    """Return the signs between thousands and before decimals that a locale's numbers have; empty if not known."""
    from babel import Locale as BabelLocale
    from babel.core import UnknownLocaleError

    try:
        symbols = BabelLocale.parse(locale.replace("-", "_")).number_symbols["latn"]
    except (UnknownLocaleError, ValueError, KeyError):
        return "", ""
    return symbols["group"], symbols["decimal"]


@check("number-format", Severity.WARNING)
def number_format(unit: CheckedUnit) -> Iterable[Remark]:
    """Thousands and decimals are set apart by the signs of the text's language, where its source has the same number.

    An English 10,000 is ten in German, and 3.500 the other way round: the fact is wrong, not only its form.
    """
    return _number_formats(unit) if _FRACTION.search(unit.text) else ()


def _number_formats(unit: CheckedUnit) -> Iterator[Remark]:
    """Yield the numbers of the source that stand in the text with a sign that means something else there."""
    group, decimal = _symbols(unit.locale)
    wrong = {_GROUPED: ({decimal}, group), _DECIMAL: ({".", ","} - {decimal}, decimal)} if decimal else {}
    for pattern, (signs, right) in wrong.items():
        for match in pattern.finditer(unit.text):
            if match["sep"] in signs and match["sep"] != right and _has_number(unit.source, match[0]):
                says = mark("found {found}, expected {expected} as in this language")
                expected = match[0].replace(match["sep"], right)
                yield remark(says, span=match.span(), found=match[0], expected=expected)


def _has_number(source: str, number: str) -> bool:
    """Tell whether a source has a number of the same digits, set apart in the same places by any sign of numbers."""
    digits = "[., \u00a0\u202f'’]".join(_MARKED.split(number))
    return re.search(rf"(?<![\d.,:]){digits}(?!\d|[.,:]\d)", source) is not None
