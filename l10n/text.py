"""Text: digests, words and characters of what people write."""

from __future__ import annotations

import re
from hashlib import sha256
from unicodedata import normalize

_WORD = re.compile(r"[^\W_]+(?:['\u2019\u02bc\u2010-][^\W_]+)*")
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


def one_line(text: str) -> str:
    r"""Return the text with every run of white space made one space.

    >>> one_line(" Vladimir  Paley\n")
    'Vladimir Paley'
    """
    return " ".join(text.split())
