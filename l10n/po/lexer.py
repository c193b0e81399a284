"""The lexer: what a catalog's file is made of, below its entries, with the place of each."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from l10n.errors import ErrorCollector, ParseError, Place
from l10n.po.escape import is_escape, unescape_bytes

_JOINED_LINES = re.compile(r"\\\n")
_WORD = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_NUMBER = re.compile(r"[0-9]+")
_STRING = re.compile(r'"((?:[^"\\\n]|\\(?:[^\n]|\Z))*)("?)')
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_LONE_BYTE = re.compile("[\ud800-\udfff]")
_SHOWN = 40
"""How many characters of a text an error message shows."""


class Kind(Enum):
    """What a token is; the value of a keyword is how a file spells it."""

    COMMENT = auto()
    STRING = auto()
    PREVIOUS_STRING = auto()
    NUMBER = auto()
    OPEN = auto()
    CLOSE = auto()
    JUNK = auto()
    END = auto()
    DOMAIN = "domain"
    CONTEXT = "msgctxt"
    SOURCE = "msgid"
    PLURAL = "msgid_plural"
    TARGET = "msgstr"
    PREVIOUS_CONTEXT = "#| msgctxt"
    PREVIOUS_SOURCE = "#| msgid"
    PREVIOUS_PLURAL = "#| msgid_plural"


_KEYWORDS = {kind.value: kind for kind in Kind if isinstance(kind.value, str)}


class Token(NamedTuple):
    """One token: its kind, its text, where it begins and ends, and whether its line is marked obsolete."""

    kind: Kind
    text: str
    start: int
    end: int
    is_obsolete: bool

    def __str__(self) -> str:
        """Return how an error message names the token."""
        if self.kind is Kind.END:
            return "the end of the file"
        if self.kind is Kind.COMMENT:
            return f"the comment {self.text[:_SHOWN]!r}"
        if self.kind in {Kind.STRING, Kind.PREVIOUS_STRING}:
            return f"the string {self.text[:_SHOWN]!r}"
        return repr(self.kind.value if isinstance(self.kind.value, str) else self.text)


class Source:
    """A file's text with the lines joined that end in a backslash, as gettext's first step does, and its places."""

    def __init__(self, text: str, path: str) -> None:
        """Join the lines, and remember where."""
        self.path = path
        self.original = text
        cuts = [match.start() for match in _JOINED_LINES.finditer(text)]
        self.text = _JOINED_LINES.sub("", text) if cuts else text
        self._cuts = [cut - 2 * n for n, cut in enumerate(cuts)]
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]

    def original_offset(self, offset: int) -> int:
        """Return where in the original text a character of the joined text stands."""
        return offset + 2 * bisect_right(self._cuts, offset)

    def line(self, offset: int) -> int:
        """Return the line, from 1, in which a character of the joined text stands."""
        return bisect_right(self._lines, self.original_offset(offset))

    def place(self, offset: int) -> Place:
        """Return the place of a character of the joined text."""
        line = self.line(offset)
        return Place(self.path, line, self.original_offset(offset) - self._lines[line - 1] + 1)


class Lexer:
    """Cuts a file into tokens as GNU gettext 0.21 does; what it cannot read goes to `errors`."""

    def __init__(self, source: Source, errors: ErrorCollector, codec: str) -> None:
        """Begin before the first character; bytes are not checked until `checks_bytes` is set."""
        self.source = source
        self.errors = errors
        self.codec = codec
        self.checks_bytes = False
        self._obsolete = False
        self._previous = False

    def error(self, offset: int, message: str) -> None:
        """Remember an error about the character at `offset`."""
        self.errors.add(ParseError(message, self.source.place(offset)))

    def __iter__(self) -> Iterator[Token]:
        """Yield the tokens, and after the last one an END."""
        text, position = self.source.text, 0
        while position < len(text):
            char = text[position]
            if char in " \t\r\f\v\n":
                if char == "\n":
                    self._obsolete = self._previous = False
                position += 1
            elif char == "#" and text[position + 1 : position + 2] in {"~", "|"}:
                position = self._read_mark(position)
            else:
                token = self._read_token(char, position)
                yield token
                position = token.end
        yield Token(Kind.END, "", position, position, self._obsolete)

    def _read_mark(self, position: int) -> int:
        mark = self.source.text[position + 1 : position + 3]
        self._obsolete = self._obsolete or mark[0] == "~"
        self._previous = self._previous or "|" in (mark if mark[0] == "~" else mark[0])
        return position + (3 if mark == "~|" else 2)

    def _read_token(self, char: str, position: int) -> Token:
        if char == "#":
            return self._read_comment(position)
        if char == '"':
            return self._read_string(position)
        text = self.source.text
        if match := _WORD.match(text, position):
            return self._read_word(match)
        if match := _NUMBER.match(text, position):
            return Token(Kind.NUMBER, match[0], position, match.end(), self._obsolete)
        kind = {"[": Kind.OPEN, "]": Kind.CLOSE}.get(char, Kind.JUNK)
        return Token(kind, char, position, position + 1, self._obsolete)

    def _read_comment(self, position: int) -> Token:
        """Return the comment up to the end of its line; as in gettext, that line end does not end a `#|`."""
        line_end = self.source.text.find("\n", position)
        end = len(self.source.text) if line_end < 0 else line_end
        self._obsolete = False
        self._check_bytes(self.source.text[position + 1 : position + 2], position + 1)  # the only one it looks at
        return Token(Kind.COMMENT, self.source.text[position:end], position, end + 1, is_obsolete=False)

    def _read_word(self, match: re.Match[str]) -> Token:
        word = match[0]
        kind = _KEYWORDS.get(f"#| {word}" if self._previous else word, Kind.JUNK)
        return Token(kind, word, match.start(), match.end(), self._obsolete)

    def _read_string(self, position: int) -> Token:
        match = _STRING.match(self.source.text, position)
        if match is None:  # pragma: no cover (the pattern matches whatever begins with a quote)
            raise AssertionError(position)
        if not match[2]:
            where = "file" if match.end() >= len(self.source.text) else "line"
            self.error(position, f"found the end of the {where} within the string {match[0][:_SHOWN]!r}, expected '\"'")
        self._check_escapes(match)
        plain = unescape_bytes(match[1], self.codec) if "\\" in match[1] else match[1]
        if "\x04" in plain:
            self.error(position, f"found the context separator EOT in the string {plain[:_SHOWN]!r}, expected none")
        kind = Kind.PREVIOUS_STRING if self._previous else Kind.STRING
        return Token(kind, plain, position, match.end(), self._obsolete)

    def _check_escapes(self, match: re.Match[str]) -> None:
        """Report escapes that gettext does not know, and bytes that are no text in the file's charset."""
        inside = match[1]
        if "\\" in inside:
            for found in _ESCAPE.finditer(inside):
                if not is_escape(inside[found.start() :]):
                    expected = r"expected one of \n \t \r \b \f \v \a \" \\, octal or \x and hexadecimal digits"
                    self.error(match.start(1) + found.start(), f"found the escape {found[0]!r}, {expected}")
        self._check_bytes(inside, match.start(1))

    def _check_bytes(self, text: str, start: int) -> None:
        if self.checks_bytes and (lone := _LONE_BYTE.search(text)):
            byte = f"0x{ord(lone[0]) & 0xFF:02x}"
            self.error(start + lone.start(), f"found the byte {byte}, expected text in {self.codec}")
