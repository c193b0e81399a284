"""Comments: the lines of an entry that begin with `#`, and the fields of a unit that they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LINE = r":[ \t]*([0-9]+)(?=[ \t]|$)"
_REFERENCE = re.compile(
    rf"(\u2068[^\u2069]*\u2069[^ \t]*|[^ \t]+)[ \t]+{_LINE}"  # a line behind a space goes before one in the name
    rf"|(\u2068[^\u2069]*\u2069[^ \t]*?|[^ \t]+?)[ \t]*{_LINE}|([^ \t]+)"
)
_SOLARIS = re.compile(r"# [Ff]ile:[ \t]*(.*?)[ \t]*,[ \t]*line[ \t]*(?:number[ \t]*)?:([0-9]+)[ \t]*")
_FLAG = re.compile(r"range:[\s,]+[0-9]+\.\.[0-9]+(?=[\s,]|$)|[^\s,]+", re.ASCII)
_USUAL = re.compile(r"((?:#\. [^\n]*+\n)*+)(?:#: ([^ \t\r\n\u2068]++)\n)?+(?:#,([^\r\n]*+)\n)?+")
"""Notes, one place and flags."""
_NEEDS_CARE = re.compile(r" :|: |[\t\u2068]")


CommentFields = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...], bool]
"""Comments, notes, references, flags other than `fuzzy`, and whether `fuzzy` is among the flags."""


def comment_fields(lines: Iterable[str]) -> CommentFields:
    """Return what comment lines say; lines that are no comments are left out.

    >>> comment_fields(["#. a note", "#: a.json:3 b.json", "#, fuzzy, c-format"])[1:]
    (('a note',), ('a.json:3', 'b.json'), ('c-format',), True)
    """
    comments: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    fuzzy = False
    for line in lines:
        mark = line[:2]
        if mark == "#.":
            notes += (line[3:] if line[:3] == "#. " else line[2:],)
        elif mark == "#:":
            references += _references(line[2:])
        elif mark in {"#,", "#!"}:
            found = _FLAG.findall(line, 2)
            fuzzy = fuzzy or "fuzzy" in found
            flags += tuple(flag for flag in found if flag != "fuzzy")
        elif mark == "# " and (place := _SOLARIS.fullmatch(line)):
            references += (f"{place[1]}:{place[2]}",)
        elif mark[:1] == "#":
            comments += (line[2:] if mark == "# " else line[1:],)
    return comments, notes, references, flags, fuzzy


def comment_block_fields(block: str) -> CommentFields:
    r"""Return what a block of comment lines says, as `comment_fields` does: sooner where they are in the usual order.

    >>> comment_block_fields("#. a note\n#: a.json:3\n")[1:3]
    (('a note',), ('a.json:3',))
    """
    usual = _USUAL.fullmatch(block)
    if usual is None:
        return comment_fields(block.split("\n"))
    lines, place, words = usual.groups()
    notes = tuple(lines[3:-1].split("\n#. ")) if lines else ()
    flags = _FLAG.findall(words) if words else ()
    others = tuple(flag for flag in flags if flag != "fuzzy") if flags else ()
    return (), notes, (place,) if place else (), others, "fuzzy" in flags


def _references(text: str) -> tuple[str, ...]:
    """Return the places of one `#:` line; `name : 12` is one place, and so is a name in isolates (U+2068, U+2069)."""
    place = text[1:]
    if place and " " not in place and "\t" not in place and text[0] == " ":
        return (place,)
    if _NEEDS_CARE.search(text):
        return tuple(":".join(filter(None, groups)) for groups in _REFERENCE.findall(text))
    return tuple(reference for reference in text.split(" ") if reference)
