"""Text: digests, words and characters of what people write."""

from __future__ import annotations

import re
from enum import IntEnum
from hashlib import sha256
from unicodedata import normalize

_JOINERS = "'\u2019\u02bc\u2010-"
_WORD = re.compile(rf"[^\W_]+(?:[{_JOINERS}][^\W_]+)*")
UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""The characters, as a regular expression's class holds them, of scripts that do not separate words."""
_UNSPACED = re.compile(f"[{UNSPACED}]")
_MARKS = re.compile("[\u0300-\u036f]")


def digest(text: str) -> str:
    """Return the first 12 hex digits of the SHA-256 of the text's UTF-8 bytes.

    A database engine can compute the same: `substr(sha256(text), 1, 12)`.

    >>> digest("The Red Terror")
    '223d34604803'
    """
    return sha256(text.encode()).hexdigest()[:12]


def without_marks(text: str) -> str:
    """Return a text whose letters have lost their marks.

    >>> without_marks("Kārļa Гумилёв")
    'Karla Гумилев'
    """
    return text if text.isascii() else _MARKS.sub("", normalize("NFKD", text))


def has_text(text: str | None) -> bool:
    r"""Tell whether there is anything but white space.

    >>> has_text(None), has_text(" \n"), has_text("a")
    (False, False, True)
    """
    return text is not None and text != "" and not text.isspace()


def count_words(text: str) -> int:
    """Count words: runs of letters and digits, apostrophes and hyphens inside them included.

    In scripts that do not separate words (Han, kana, Thai, Lao, Khmer) every character counts as one.

    >>> [count_words(text) for text in ("The People's Commissars, 5 September 1918", "красно-белый террор", "红色")]
    [6, 2, 2]
    """
    if text.isascii() or not (unspaced := len(_UNSPACED.findall(text))):
        return len(_WORD.findall(text))
    return unspaced + len(_WORD.findall(_UNSPACED.sub(" ", text)))


class WordClass(IntEnum):
    """What a character is for `count_words`: a word is letters, with one joiner at a time between them."""

    OTHER = 0
    LETTER = 1
    JOINER = 2
    UNSPACED = 3
    """A word by itself."""


def word_class(character: str) -> WordClass:
    """Return a character's class.

    >>> [word_class(character).name for character in "aЖ5-_ 红"]
    ['LETTER', 'LETTER', 'LETTER', 'JOINER', 'OTHER', 'OTHER', 'UNSPACED']
    """
    if _UNSPACED.match(character):
        return WordClass.UNSPACED
    if _WORD.match(character):  # the modifier apostrophe, too
        return WordClass.LETTER
    return WordClass.JOINER if character in _JOINERS else WordClass.OTHER


def one_line(text: str) -> str:
    r"""Return the text with every run of white space made one space.

    >>> one_line(" Vladimir  Paley\n")
    'Vladimir Paley'
    """
    return " ".join(text.split())
