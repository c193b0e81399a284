"""Line breaks: where a text may be broken (UAX 14), and where it is at a width, as GNU libunistring 1.0 does it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from l10n.po.breakclass import break_class

_NEVER_BEFORE = frozenset(["WJ", "CL", "CP", "EX", "IS", "SY"])
_NEVER_AFTER = frozenset({"OP", "OPW"})
_NEVER_BETWEEN = frozenset({("QU", "OP"), ("QU", "OPW"), ("CL", "NS"), ("B2", "B2")})
# A break needs a space before these classes, after any class but BA and HY, which GL does not hold.
_HELD_BEFORE = frozenset(["GL", "BA", "HY", "IN", "NS", "QU"])
_HOLDS_AFTER = frozenset(["WJ", "GL", "BB", "QU", "ZWJ"])
# What follows a class without a possible break unless there is a space; it may break before all other classes.
_JOINED = {
    before: frozenset(after.split())
    for before, after in {
        "HY": "NU",
        "CL": "PO PR",
        "CP": "NU PO PR AL HL",
        "IS": "NU",
        "NU": "OP NU PO PR AL HL",
        "PO": "OP OPW NU AL HL",
        "PR": "OP OPW NU AL HL H2 H3 ID JL JV JT EB EM",
        "SY": "NU HL",
        "AL": "OP NU PO PR AL HL",
        "HL": "OP NU PO PR AL HL",
        "H2": "PO JV JT",
        "H3": "PO JT",
        "ID": "PO",
        "JL": "PO H2 H3 JL JV",
        "JV": "PO JV JT",
        "JT": "PO JT",
        "RI": "RI",
        "EB": "PO EM",
        "EM": "PO",
    }.items()
}
_WORD = re.compile("([^ ]+)( *)")
_WIDE = frozenset({"W", "F"})
_NO_WIDTH = frozenset({"Mn", "Me", "Cf", "Cc"})
_JAMO = (range(0x1160, 0x1200), range(0xD7B0, 0xD7C7), range(0xD7CB, 0xD7FC))
_SPACING = frozenset({0xCBF, 0xCC6, 0x11A07, 0x11A08, 0x11C3F})


class Break(Enum):
    """What may happen before a character."""

    NO = 0
    POSSIBLE = 1
    MUST = 2


class _Word(NamedTuple):
    """A word between spaces: its first and last class, where it may be broken after how many columns, its columns."""

    first_class: str
    last_class: str
    chances: tuple[tuple[int, Break, int], ...]
    columns: int


class _Classes(dict[str, str]):
    def __missing__(self, char: str) -> str:
        self[char] = found = break_class(char)
        return found


class _Widths(dict[str, int]):
    def __missing__(self, char: str) -> int:
        self[char] = found = _char_width(char)
        return found


_CLASSES = _Classes()
_WIDTHS = _Widths()


def text_width(text: str) -> int:
    r"""Return how many columns a text takes: East Asian wide characters two, combining ones none.

    >>> text_width("Tēvs"), text_width("日本"), text_width("e\u0301")
    (4, 4, 1)
    """
    return len(text) if text.isascii() and text.isprintable() else sum(map(_WIDTHS.__getitem__, text))


def wrap_points(text: str, width: int, start: int = 0, unbroken: Container[int] = ()) -> list[int]:
    """Return the indexes at which a text is broken so that its lines take at most `width` columns where they can.

    The first line begins at column `start`; before the characters in `unbroken` there is no break.

    >>> wrap_points("red white black", 9)
    [4, 10]

    Where no line has room, every place at which one may be broken shows: `a |well-|known |(x)`.

    >>> wrap_points("a well-known (x)", 1)
    [2, 7, 13]
    """
    return list(_wrap_points(text, width, start, unbroken))


def first_wrap_point(text: str, width: int) -> int | None:
    """Return the first of the indexes at which a text is broken, if there is one.

    >>> first_wrap_point("red white black", 9), first_wrap_point("red", 1)
    (4, None)
    """
    return next(_wrap_points(text, width), None)


def _wrap_points(text: str, width: int, start: int = 0, unbroken: Container[int] = ()) -> Iterator[int]:
    candidate, candidate_column, line_column = -1, 0, -start
    for n, kind, column in _chances(text, unbroken):
        if candidate >= 0 and column - line_column > width:
            yield candidate
            line_column = candidate_column
        candidate, candidate_column = n, column
        if kind is Break.MUST:
            candidate, line_column = -1, column


def _chances(text: str, unbroken: Container[int] = ()) -> Iterator[tuple[int, Break, int]]:
    """Yield where a text may or must be broken and its columns up to there; after them, its end."""
    last, column = "BK", len(text) - len(text.lstrip(" "))
    for match in _WORD.finditer(text):
        begin, word = match.start(), _word(match[1])
        if _may_follow_space(last, word.first_class) and begin not in unbroken:
            yield begin, Break.POSSIBLE, column
        for offset, kind, columns in word.chances:
            if begin + offset not in unbroken:
                yield begin + offset, kind, column + columns
        last, column = word.last_class, column + word.columns + len(match[2])
    yield len(text), Break.POSSIBLE, column


@lru_cache(maxsize=16384)
def _word(word: str) -> _Word:
    scan, chances, columns = _Scan(), [], 0
    for n, char in enumerate(word):
        now = _CLASSES[char]
        kind = scan.step(now)
        if kind is not Break.NO:
            chances.append((n, kind, columns))
        columns += 0 if kind is Break.MUST else _WIDTHS[char]
    return _Word(_CLASSES[word[0]], scan.last, tuple(chances), columns)


def _may_follow_space(last: str, now: str) -> bool:
    """Whether a line may be broken between a space after class `last` and class `now`."""
    if last == "BK" or now in {"BK", "ZW"}:
        return False
    if last == "ZW" or now in {"CM", "ZWJ"}:
        return True
    return not _is_never(last, now)


class _Scan:
    """What the algorithm remembers between one character of a word and the next."""

    def __init__(self) -> None:
        self.last = "BK"  # the class of the last character that is no mark
        self.previous = "BK"  # of the last character; HLBA for a hyphen after a Hebrew letter
        self.flags = 0  # regional indicators in a row

    def step(self, now: str) -> Break:
        """Return whether a break may stand before a character of class `now`."""
        found = Break.NO
        if now in {"BK", "ZW"}:
            found, self.last = (Break.MUST if now == "BK" else Break.NO), now
        elif now not in {"CM", "ZWJ"}:
            found, self.last = (Break.POSSIBLE if self._may_break(now) else Break.NO), now
        elif self.last in {"BK", "ZW"}:  # a mark with nothing to combine with is a letter (LB10)
            found, self.last = (Break.POSSIBLE if self.last == "ZW" else Break.NO), "AL"
        self.flags = self.flags + 1 if now == "RI" else 0
        self.previous = "HLBA" if self.previous == "HL" and now in {"HY", "BA"} else now
        return found

    def _may_break(self, now: str) -> bool:
        last = self.last
        if last in {"BK", "ZW"}:
            return last == "ZW"
        if self.previous in {"ZWJ", "HLBA"}:
            return False
        if last == now == "RI":
            return self.flags % 2 == 0
        return not _is_never(last, now) and not _is_held(last, now)


def _is_never(last: str, now: str) -> bool:
    """Whether there is no break between two classes even if there is a space."""
    return now in _NEVER_BEFORE or last in _NEVER_AFTER or (last, now) in _NEVER_BETWEEN


def _is_held(last: str, now: str) -> bool:
    """Whether a class stays together with the one before it unless there is a space."""
    if last in _HOLDS_AFTER or now in _JOINED.get(last, ()):
        return True
    return now in _HELD_BEFORE and not (now == "GL" and last in {"BA", "HY"})


def _char_width(char: str) -> int:
    number, category = ord(char), unicodedata.category(char)
    if number in _SPACING:
        return 1
    if category in _NO_WIDTH or any(number in block for block in _JAMO):
        return 0
    return 2 if category != "Cn" and unicodedata.east_asian_width(char) in _WIDE else 1
