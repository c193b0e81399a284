"""Mentions: whether a text names somebody, in whatever form grammar gives the name there."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct
from rapidfuzz import fuzz

from l10n.text import without_marks

_WORD = re.compile(r"[^\W\d_]+")
_ROMAN = re.compile(r"[IVX]+|[ІХV]+")
_SHORTEST = 3
"""Fewer letters are a particle or a numeral: `de`, `II`."""
_ENDING = 4
"""How many letters longer than itself a name's word may be in another form: Ленин, Лениным."""
_ADJECTIVE = 7
"""The same where the word may be an adjective made of it: Тарту, Тартуського."""
_WHOLE = 4
"""Words of up to so many letters lose one at most."""
_LIKE = 70.0
"""How alike two words must be, of 100, to be taken for two spellings of one name."""
_VOWELS = frozenset("aeiouyаеиоуыэюяіє")
_SOUNDS = str.maketrans("gzjkcqhxгґзжкцчхсш", "zzzccchhззззцццссс")
"""Consonants that change into each other before endings: Рига, Ризі; Ryga, Rydze; Прага, Празе."""


class NameWord(Struct, frozen=True):
    """A word of a text that may be one of a name."""

    text: str
    start: int
    end: int
    plain: str
    """In small letters, without marks."""

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[:1].isupper()


@lru_cache(maxsize=8192)
def name_words(name: str) -> tuple[NameWord, ...]:
    """Return the words that a name is known by, in order: the surname of `Lenin, Vladimir`, no particles or numerals.

    >>> [word.text for word in name_words("Nicholas II")], [word.text for word in name_words("Ļeņins, Vladimirs")]
    (['Nicholas'], ['Ļeņins'])
    """
    known = name.partition("(")[0].partition(",")[0]
    words = [word for word in text_words(known) if len(word.text) >= _SHORTEST and not _ROMAN.fullmatch(word.text)]
    return tuple(word for word in words if word.is_capital) or tuple(words)


@lru_cache(maxsize=4096)
def text_words(text: str) -> tuple[NameWord, ...]:
    """Return the words of a text."""
    return tuple(NameWord(found[0], *found.span(), _plain(found[0])) for found in _WORD.finditer(text))


def find_mention(name: str, text: str, *, loosely: bool = False) -> NameWord | None:
    """Return the word of a text that stands for a name: a form of its last word, as surnames and places do.

    `loosely` takes sounds that grammar changes within the stem for the same, and any word of the name for all.

    >>> find_mention("Лев Троцкий", "Речь Троцкого").text, find_mention("Рига", "у Ризі")
    ('Троцкого', None)
    >>> find_mention("Рига", "у Ризі", loosely=True).text
    'Ризі'
    """
    words = name_words(name)
    for own in reversed(words) if loosely else words[-1:]:
        for word in text_words(text):
            is_found = _is_form(own.plain, word.plain, _ADJECTIVE if loosely else _ENDING)
            if word.is_capital >= own.is_capital and (is_found or (loosely and _sounds_like(own, word))):
                return word
    return None


def find_other_spelling(name: str, text: str) -> NameWord | None:
    """Return the word of a text that looks like another spelling of a name's last word, if there is one.

    >>> find_other_spelling("Ļevs Trockis", "Leons Trotskis runāja").text
    'Trotskis'
    """
    own = name_words(name)[-1:]
    capitals = [word for word in text_words(text) if word.is_capital and len(word.text) >= _SHORTEST]
    ranked = [(fuzz.ratio(own[0].plain, word.plain), word) for word in capitals] if own else []
    score, best = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
    return best if score >= _LIKE else None


def _plain(word: str) -> str:
    return without_marks(word).casefold()


def _is_form(name: str, word: str, ending: int) -> bool:
    """Tell whether a word is a form of a name's: the same but for the ending."""
    lost = 1 if len(name) <= _WHOLE else 2 if len(name) <= 2 * _WHOLE else 3
    return word.startswith(name[: len(name) - lost]) and len(word) <= len(name) + ending


def _sounds_like(own: NameWord, word: NameWord) -> bool:
    name, other = _sounds(own.plain), _sounds(word.plain)
    if name[:1] != other[:1] or abs(len(own.plain) - len(word.plain)) > _ADJECTIVE:
        return False
    if len(name) <= _SHORTEST:
        return own.plain[:2] == word.plain[:2] and other.startswith(name)
    return other.startswith(name[:-1])


def _sounds(word: str) -> str:
    """Return a word's consonants, those that change into each other being one, with its first letter."""
    rest = word[1:].replace("dz", "z").replace("sz", "s").replace("cz", "c").translate(_SOUNDS)
    return word[:1] + "".join(char for char in rest if char not in _VOWELS)
