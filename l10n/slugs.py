"""Slugs: short ASCII names made from labels in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import count

from l10n.text import digest

MAX_SLUG = 60
"""The longest slug, in characters."""

_LATIN = dict(
    zip(
        "łøđðħŧıĸəßæœþŋ",
        ("l", "o", "d", "d", "h", "t", "i", "k", "e", "ss", "ae", "oe", "th", "ng"),
        strict=True,
    )
)
_CYRILLIC = dict(zip("абвгдеёзийклмнопрстуфыэўјћѓќ", "abvgdeeziyklmnoprstufyeujcgk", strict=True)) | dict(
    zip(
        "жхцчшщъьюяљњђџѕ",
        ("zh", "kh", "ts", "ch", "sh", "shch", "", "", "yu", "ya", "lj", "nj", "dj", "dz", "dz"),
        strict=True,
    )
)
_UKRAINIAN = {"г": "h", "ґ": "g", "и": "y", "і": "i", "ї": "yi", "є": "ye"}
_TABLE = str.maketrans({**_LATIN, **_UKRAINIAN, **_CYRILLIC})
_UKRAINIAN_TABLE = str.maketrans({**_LATIN, **_CYRILLIC, **_UKRAINIAN})
_IS_UKRAINIAN = re.compile("[ґіїє]")
_IS_OTHER_CYRILLIC = re.compile("[ыэёъў]")
_ADJECTIVE = re.compile(r"(?:ий|ый)\b")
_APOSTROPHE = re.compile("(?<=\\w)['\u2019\u02bc](?=\\w)")


def slug(text: str) -> str:
    """Return 1 to `MAX_SLUG` of a-z, 0-9 and single hyphens that stand for a text, always the same ones.

    Cyrillic is transliterated; diacritics and a leading English article are dropped; a long slug ends with a whole
    word. A text of which nothing is left (other scripts, or signs alone) gets a slug made of its digest.

    >>> slug("The Red Terror"), slug("Reinholds Bērziņš"), slug("Красный террор"), slug("Голодомор і Київ")
    ('red-terror', 'reinholds-berzins', 'krasny-terror', 'holodomor-i-kyyiv')
    >>> slug("赤色")
    'x-5e4801db0741'
    """
    folded = _APOSTROPHE.sub("", unicodedata.normalize("NFC", text).lower())
    spelled = unicodedata.normalize("NFKD", _transliterate(folded)).lower()
    plain = "".join(char for char in spelled if not unicodedata.combining(char))
    words = re.sub("[^a-z0-9]+", "-", plain).strip("-")
    return _cut(re.sub("^the-(?=.)", "", words), MAX_SLUG) or f"x-{digest(text)}"


def _transliterate(text: str) -> str:
    """Spell Cyrillic and special Latin letters (in lower case) in ASCII, Ukrainian as such where letters tell."""
    if _IS_UKRAINIAN.search(text) and not _IS_OTHER_CYRILLIC.search(text):
        return text.translate(_UKRAINIAN_TABLE)
    return _ADJECTIVE.sub("y", text).translate(_TABLE)


def _cut(words: str, size: int) -> str:
    if len(words) <= size:
        return words
    head, _, rest = words[:size].rpartition("-") if words[size] != "-" else (words[:size], "", "")
    return head or rest


def unique_slug(text: str, taken: Container[str]) -> str:
    """Return the text's slug, or where that is taken the first of `slug-2`, `slug-3`, … that is not.

    >>> unique_slug("The Red Terror", {"red-terror", "red-terror-2"})
    'red-terror-3'
    """
    plain = slug(text)
    if plain not in taken:
        return plain
    numbered = (f"{_cut(plain, MAX_SLUG - len(suffix))}{suffix}" for n in count(2) if (suffix := f"-{n}"))
    return next(name for name in numbered if name not in taken)
