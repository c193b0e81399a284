"""Nearest texts: an index of texts that finds those most like another text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from heapq import nlargest
from itertools import chain

from msgspec import Struct

from l10n.text import UNSPACED

_WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+(?:['\u2019\u02bc\u2010-][^\W_{UNSPACED}]+)*")
_ROOM = 200
"""How many texts are compared letter by letter; with more, little more is found and much time spent."""
_FEW = 20
"""With fewer texts than this to compare, common words are looked at too."""
_COMMON = 3_000
"""How many places of common words are looked at."""
_LIKELY = 100
"""How many of the texts found by common words are compared: those that share the largest part of them."""
_SHORT = 3
"""A text of so many words is also looked for by parts of words, for all of its words may be spelt otherwise."""
_PART = 3
_ROUNDING = 1e-5
"""rapidfuzz misses most of what scores just its cutoff, for it rounds that otherwise than the score."""


class Match(Struct, frozen=True, order=True):
    """One text of an index that is like the text asked for."""

    score: float
    """0 to 1; see `similarity`."""
    position: int
    """Which of the texts, counted from 0 in the order in which they were added."""


def split_words(text: str) -> list[str]:
    """Return a text's words; in scripts that do not separate words every character is one.

    >>> split_words("The People's Commissars, 1918"), split_words("красно-белый"), split_words("红色")
    (['The', "People's", 'Commissars', '1918'], ['красно-белый'], ['红', '色'])
    """
    return _WORD.findall(text)


def similarity(first: str, second: str) -> float:
    """Return how like two texts are, from 0 to 1: the part of their characters that stands in both in one order.

    Twice the length of the longest common subsequence, divided by the sum of both lengths: what rapidfuzz calls the
    normalised Indel similarity and `msgmerge` computes too. Only equal texts have 1.

    >>> similarity("The Red Terror", "The Red Terror"), similarity("The Red Terror", "The White Terror")
    (1.0, 0.8)
    """
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(first, second)


class SourceIndex:
    """Texts, among which the nearest to another one are found without comparing it with all.

    The texts compared are those of about its length that share its rarest words; where all its words are common, those
    that share most of them; for a short text without a word in common, those that share parts of words. A text that
    shares none of these is not found, however many letters it has in common.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        """Hold texts; nothing is indexed before the first question."""
        self._texts = list(texts)
        self._by_word, self._by_part = _Postings(_words), _Postings(_parts)

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, text: str) -> int:
        """Add one more text, also between questions; return its position."""
        self._texts.append(text)
        return len(self._texts) - 1

    def text(self, position: int) -> str:
        """Return the text at a position."""
        return self._texts[position]

    def nearest(self, text: str, cutoff: float = 0.6, limit: int | None = 1) -> tuple[Match, ...]:
        """Return the best matches that score at least `cutoff`, best first, equal ones in order of position.

        `limit` None: all that were found. 0.6 is where `msgmerge` draws the line.

        >>> index = SourceIndex(["The Red Terror", "The White Terror", "Kronstadt"])
        >>> index.nearest("The Red Army")
        (Match(score=0.6923076923076923, position=0),)
        """
        from rapidfuzz.distance import Indel
        from rapidfuzz.process import extract, extractOne

        positions = self._candidates(text)
        texts = [self._texts[position] for position in positions]
        lowest = max(0.0, cutoff - _ROUNDING)
        if limit == 1:
            best = extractOne(text, texts, scorer=Indel.normalized_similarity, score_cutoff=lowest)
            found = [best] if best else []
        else:
            found = extract(text, texts, scorer=Indel.normalized_similarity, score_cutoff=lowest, limit=limit)
        return tuple(Match(score, positions[place]) for _, score, place in found if score >= cutoff)

    def _candidates(self, text: str) -> list[int]:
        """Return the positions of the texts to compare, in order."""
        found = self._by_word.find(text, self._texts)
        if not found and len(split_words(text)) <= _SHORT:
            found = self._by_part.find(text, self._texts)
        return sorted(found)


class _Postings:
    """For every token (a word or a part of one) the positions of the texts that have it, by the texts' size."""

    def __init__(self, tokenise: Callable[[str], Sequence[str]]) -> None:
        self._tokenise = tokenise
        self._tables: dict[int, dict[str, list[int]]] = {}
        self._sizes: list[int] = []

    def find(self, text: str, texts: Sequence[str]) -> set[int]:
        """Return the texts that share the rarest tokens with one; if those are few, also some that share many."""
        self._extend(texts)
        tokens = self._tokenise(text)
        postings = self._postings(tokens)
        found: set[int] = set()
        for size, lists in postings:
            if len(found) + size > _ROOM:
                return found if len(found) >= _FEW else found.union(self._likely(postings, len(tokens)))
            found.update(*lists)
        return found

    def _postings(self, tokens: Sequence[str]) -> list[tuple[int, list[list[int]]]]:
        """Return for each token the number of its texts and the lists of them, the rarest token first."""
        near = range(_size_class(len(tokens)) - 1, _size_class(len(tokens)) + 2)
        tables = [self._tables[size] for size in near if size in self._tables]
        postings = []
        for token in dict.fromkeys(tokens):
            lists = [table[token] for table in tables if token in table]
            if lists:
                postings.append((sum(map(len, lists)), lists))
        return sorted(postings, key=lambda posting: posting[0])

    def _likely(self, postings: list[tuple[int, list[list[int]]]], count: int) -> list[int]:
        """Return the texts with which a text of `count` tokens shares the largest part of the rarest ones."""
        lists: list[list[int]] = []
        room = _COMMON
        for size, more in postings:
            lists += more
            room -= size
            if room < 0:
                break
        shared, sizes = Counter(chain.from_iterable(lists)), self._sizes
        return nlargest(_LIKELY, shared, key=lambda position: shared[position] / (sizes[position] + count))

    def _extend(self, texts: Sequence[str]) -> None:
        """Index the texts that came since the last time."""
        for position in range(len(self._sizes), len(texts)):
            tokens = self._tokenise(texts[position])
            self._sizes.append(len(tokens))
            table = self._tables.setdefault(_size_class(len(tokens)), {})
            for token in set(tokens):
                posting = table.get(token)
                if posting is None:
                    table[token] = [position]
                else:
                    posting.append(position)


def _size_class(count: int) -> int:
    """Return a number that goes up by one when a text's tokens double, so that like texts are of neighbouring classes.

    >>> [_size_class(count) for count in (1, 2, 3, 4, 7, 8)]
    [1, 2, 2, 3, 3, 4]
    """
    return count.bit_length()


def _words(text: str) -> list[str]:
    return split_words(text.casefold())


def _parts(text: str) -> list[str]:
    """Return the groups of three characters of a short text's words; of a longer one none.

    >>> _parts("Red sky")
    [' re', 'red', 'ed ', ' sk', 'sky', 'ky ']
    """
    words = _words(text)
    if len(words) > _SHORT:
        return []
    padded = [f" {word} " for word in words]
    return [word[start : start + _PART] for word in padded for start in range(len(word) - _PART + 1)]
