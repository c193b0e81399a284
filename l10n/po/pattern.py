"""Patterns: entries as programs write them, in bytes of UTF-8."""

from __future__ import annotations

import re
from functools import cache

TEXT = r'[^"\\\n]*+(?:\\[abfnrtv"\\][^"\\\n]*+)*+'
JOINT = re.compile(r'"[ \t\r]*+\n(?:#~?\|?)?+[ \t]*+"')
"""What is between two lines of a string."""
FORM = re.compile(rf'msgstr\[([0-9])\][ \t]*+"({TEXT}(?:{JOINT.pattern}{TEXT})*+)"'.encode())
"""One plural form: its number, and its string without the outermost quotes."""
FORM_NUMBER = re.compile(rb"^(?:#~)?[ \t]*msgstr\[(.)", re.MULTILINE)
COMMENT = r"#(?![~|])[^\n]*+(?<!\\)\n"
"""A line end behind a backslash is none."""
TAIL = re.compile(rf"(?:{COMMENT}|[ \t]*+\r?\n)*+".encode())
"""Comments and blank lines after the last entry."""


@cache
def _strings(newline: str, space: str, mark: str) -> str:
    """Return the pattern of one or more quoted strings, without the outermost quotes."""
    margin = "" if space == " " else space
    return rf'{TEXT}(?:"{margin}{newline}{mark}{margin}"{TEXT})*+'


@cache
def entry_pattern(newline: str = r"\n", space: str = r"[ \t]*+") -> re.Pattern[bytes]:
    """Return the pattern of one entry with the blank lines after it, or of all that is left where no entry is.

    Groups: comment lines; lines of the previous source; mark of obsolete lines; context with its opening quote;
    source; target; plural source; lines of plural targets. `space` is what stands between a keyword and its string; a
    single space stands nowhere else.
    """
    margin = "" if space == " " else space
    blank = rf"{margin}{newline}"
    mark = rf"(?(3)#~{space})"
    strings = _strings(newline, space, mark)
    entry = (
        rf"((?:{COMMENT}|{blank})*+)"
        r"((?:#~?\|[^\n]*+\n)*+)"
        rf"(#~{space})?"
        rf'(?:msgctxt{space}("{strings})"{blank}{mark})?'
        rf'msgid{space}"({strings})"{blank}{mark}'
        rf'(?:msgstr{space}"({strings})"{blank}'
        rf'|msgid_plural{space}"({strings})"{blank}((?:{mark}msgstr\[[0-9]\]{space}"{strings}"{blank})++))'
        rf"(?:{blank})*+"
    )
    return re.compile(rf"{entry}|[\s\S]++".encode())


@cache
def previous_pattern(mark: str) -> re.Pattern[bytes]:
    """Return the pattern of the lines of a previous source that begin with a mark: context, source, plural source."""
    mark = rf"{re.escape(mark)}[ \t]*+"
    end = r'"[ \t]*+\r?\n'
    strings = _strings(r"\r?\n", r"[ \t]*+", mark)
    return re.compile(
        rf'(?:{mark}msgctxt[ \t]*+"({strings}){end})?{mark}msgid[ \t]*+"({strings}){end}'
        rf'(?:{mark}msgid_plural[ \t]*+"({strings}){end})?'.encode()
    )
