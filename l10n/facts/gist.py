"""The gist: a cheap sign that two texts state the same, so that most pairs need no reading."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from l10n.facts.months import MONTH_LOCALES, find_month, has_month
from l10n.facts.reading import has_noise

_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"(\d+)(\s?[apAP]\.?\s?[mM]\b|\s?(?:[mM]il|[mM]l[nrj]|[mM]ld|[mM]rd|[mM]io|bn|bil|thou|tūk|tys|tuh|[tT]au"
    r"|мил|міль|мл[нр]|тыс|тис))?"
)
"""A number, and what may make another of it: hours of half a day, thousands and more in a word."""
_ROMAN = re.compile(r"[IVXLCDMІХСМ](?<!\w.)(?:[IVXLCDMІХСМ]+(?:er|re|e|ème)?|(?<=[IVX])(?:er|re|e|ème))\b")
_ERA_WORD = re.compile(r"BC|B\.|B C|до |ēras|ē\.| ē|n\.e|n\. e|naszą|Kr|m\.a|m\. a|Chr|J\.|ère|Jésus")
_AROUND = 26
"""How many characters beside a number the words are looked for that may be its month."""
_WORDS = 2
_MARKS = ".,;:!?()[]«»„“”‘’\"'–—-/"


class Gist(NamedTuple):
    """What numbers a text has, as digits, and which months stand beside them."""

    digits: tuple[str, ...]
    months: tuple[int, ...]


NOTHING = Gist((), ())


@lru_cache(maxsize=4096)
def find_gist(text: str, locale: str) -> Gist | None:
    """Return the gist of a text; None if it has numbers whose digits do not tell what they mean.

    >>> find_gist("1918. gada 5. septembrī", "lv") == find_gist("on 5 September 1918", "en")
    True
    >>> find_gist("XIX век", "ru"), find_gist("1,2 млн", "ru")
    (None, None)
    """
    if has_noise(text) or _ROMAN.search(text):
        return None
    numbers = _NUMBER.findall(text)
    if not numbers:
        return NOTHING
    if any(scale for _, scale in numbers) or _ERA_WORD.search(text):
        return None
    digits = sorted(number for number, _ in numbers)
    language = locale.partition("-")[0]
    return Gist(tuple(digits), _find_months(text, language) if language in MONTH_LOCALES else ())


def _find_months(text: str, language: str) -> tuple[int, ...]:
    if not has_month(text, language):
        return ()
    near: set[str] = set()
    for found in _DIGITS.finditer(text):
        start, end = found.span()
        near.update(text[max(0, start - _AROUND) : start].split()[-_WORDS:])
        near.update(text[end : end + _AROUND].split()[: _WORDS + 1])
    months = {find_month(word.strip(_MARKS).rpartition("-")[2], language) for word in near}
    return tuple(sorted(months - {0}))
