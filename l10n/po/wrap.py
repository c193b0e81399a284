"""Wrapping: a text as the quoted lines of an entry, in one line or at a width."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from itertools import pairwise

from l10n.po.escape import escape
from l10n.po.linebreak import wrap_points

_MIN_WIDTH = 20
_ESCAPE = re.compile(r"\\(?:[0-7]{3}|.)")
_PRINTF = re.compile(
    r"%(?:\([^()]*\)|[0-9]+\$)?[-+ #0']*(?:\*|[0-9]+)?(?:\.(?:\*|[0-9]+)?)?[hlLqjzt]*[diouxXeEfFgGaAcrsCSpnm%]"
)
_BRACES = re.compile(r"\{[^{}]*\}")
_DIRECTIVES = {
    **{f"{name}-format": _PRINTF for name in ("c", "objc", "python", "php", "awk", "lua", "object-pascal", "perl")},
    **{f"{name}-format": _BRACES for name in ("python-brace", "java", "csharp", "perl-brace")},
}


def format_string(mark: str, keyword: str, text: str, width: int = 0, flags: Iterable[str] = ()) -> str:
    r"""Return the lines of one keyword and its text, each line of the text on its own.

    `width` is in columns, as for `msgcat --width`; 0 is `--no-wrap`. Format directives of the kinds that `flags`
    announce are not broken.

    >>> print(format_string("#~ ", "msgid", "Red\nTerror"), end="")
    #~ msgid ""
    #~ "Red\n"
    #~ "Terror"
    >>> print(format_string("", "msgid", "In the year of the terror", 20), end="")
    msgid ""
    "In the year of "
    "the terror"
    """
    if "\n" not in text[:-1] and (not width or not text):
        return f'{mark}{keyword} "{escape(text)}"\n'
    portions = _portions(text)
    columns = max(width, _MIN_WIDTH) - len(mark) - 2
    if len(portions) == 1:
        start = len(keyword) + 1
        if start <= columns and not _points(portions[0], columns, start, flags):
            return f'{mark}{keyword} "{portions[0]}"\n'
    if width:
        portions = [piece for portion in portions for piece in _pieces(portion, columns, flags)]
    return "".join([f'{mark}{keyword} ""\n', *(f'{mark}"{portion}"\n' for portion in portions)])


def _portions(text: str) -> list[str]:
    """Return the lines of a text with their escapes, line ends included."""
    *lines, last = text.split("\n")
    portions = [f"{escape(line)}\\n" for line in lines]
    return [*portions, escape(last)] if last else portions


def _pieces(portion: str, columns: int, flags: Iterable[str]) -> Iterator[str]:
    for begin, end in pairwise([0, *_points(portion, columns, 0, flags), len(portion)]):
        yield portion[begin:end]


def _points(portion: str, columns: int, start: int, flags: Iterable[str]) -> list[int]:
    """Return where one line of a text, with its escapes, is broken."""
    if start + 2 * len(portion) <= columns:
        return []
    return wrap_points(portion, columns, start, _unbroken(portion, flags))


def _unbroken(portion: str, flags: Iterable[str]) -> Container[int]:
    """Return the indexes before which no line may be broken: in escapes, before the last one, and in directives."""
    found: set[int] = set()
    if "\\" in portion:
        for match in _ESCAPE.finditer(portion):
            found.update(range(match.start() + 1, match.end()))
        if portion.endswith("\\n"):
            found.add(len(portion) - 2)
    for flag in flags:
        if pattern := _DIRECTIVES.get(flag):
            for match in pattern.finditer(portion):
                found.update(range(match.start() + 1, match.end()))
    return found
