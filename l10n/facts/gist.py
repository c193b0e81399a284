"""The gist: a cheap sign that two texts state the same, so that most pairs need no reading."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from l10n.facts.months import MONTH_LOCALES, find_month, has_month

_DIGITS = re.compile(r"\d+")
_SPECIAL = re.compile(
    r"[<&{%]|://|\b[IVXLCDMІХСМ]{2,}(?:er|re|e|ème)?\b|\b[IVX](?:er|re|e|ème)\b|\d\s?[apAP]\.?\s?[mM]\b"
)
"""Roman numerals, markup, links, and hours of half a day."""
_SCALED = re.compile(
    r"\d[\s\u00a0\u202f]?(?:[mM]il|[mM]l[nrj]|[mM]ld|[mM]rd|[mM]io|bn|bil|thou|tūk|tys|tuh|[tT]au|мил|міль|мл[нр]|тыс|тис)"
)
_ERA_WORDS = (
    "BC",
    "B.",
    "B C",
    "до ",
    "ēras",
    "ē.",
    " ē",
    "n.e",
    "n. e",
    "naszą",
    "Kr",
    "m.a",
    "m. a",
    "Chr",
    "J.",
    "ère",
    "Jésus",
)
_AROUND = 26
"""How many characters beside a number the words are looked for that may be its month."""
_WORDS = 2
_MARKS = ".,;:!?()[]«»„“”‘’\"'–—-/"


class Gist(NamedTuple):
    """What numbers a text has, as digits, and which months stand beside them."""

    digits: tuple[str, ...]
    months: tuple[int, ...]


@lru_cache(maxsize=4096)
def find_gist(text: str, locale: str) -> Gist | None:
    """Return the gist of a text; None if it has numbers whose digits do not tell what they mean.

    >>> find_gist("1918. gada 5. septembrī", "lv") == find_gist("on 5 September 1918", "en")
    True
    >>> find_gist("XIX век", "ru"), find_gist("1,2 млн", "ru")
    (None, None)
    """
    digits = _DIGITS.findall(text)
    if _SPECIAL.search(text):
        return None
    if not digits:
        return Gist((), ())
    if _SCALED.search(text) or any(word in text for word in _ERA_WORDS):
        return None
    digits.sort()
    language = locale.partition("-")[0]
    return Gist(tuple(digits), _find_months(text, language) if language in MONTH_LOCALES else ())


def _find_months(text: str, language: str) -> tuple[int, ...]:
    if not has_month(text, language):
        return ()
    months = set()
    for found in _DIGITS.finditer(text):
        start, end = found.span()
        near = text[max(0, start - _AROUND) : start].split()[-_WORDS:]
        near += text[end : end + _AROUND].split()[: _WORDS + 1]
        months |= {find_month(word.strip(_MARKS).rpartition("-")[2], language) for word in near}
    return tuple(sorted(months - {0}))
