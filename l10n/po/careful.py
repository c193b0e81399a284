"""The careful reader: GNU gettext's grammar token by token, with the place of every error."""

from __future__ import annotations

import re
from typing import Any

from l10n.errors import ErrorCollector, suggest
from l10n.model import Catalog, Previous, Unit, UnitKey
from l10n.po.charset import declared_charset, is_checked
from l10n.po.comment import comment_fields
from l10n.po.entry import find_duplicates, gather_entries, is_header
from l10n.po.lexer import Kind, Lexer, Source, Token

_MAX_ERRORS = 100
_DEFAULT_DOMAIN = "messages"
_ENTRY_BEGINS = {Kind.CONTEXT, Kind.SOURCE, Kind.PREVIOUS_CONTEXT, Kind.PREVIOUS_SOURCE}
_RESUMES = _ENTRY_BEGINS | {Kind.COMMENT, Kind.DOMAIN, Kind.END}
_LINE_HEAD = re.compile(r"(?:[ \t\r\f\v]|#~\|?|#\|)*")


_CONFLICT = re.compile(r"(?:<{7}|={7}|>{7}|\|{7})(?:[ \r\n]|\Z)")
_KEYWORDS = [kind.value for kind in Kind if isinstance(kind.value, str)]
_COMMENT_FIELDS = ("comments", "notes", "references", "flags", "fuzzy")


class _UnreadableError(Exception):
    """The entry cannot be read further; the error is already remembered."""


def parse_carefully(text: str, path: str, codec: str = "utf-8") -> Catalog:
    r"""Return the catalog of any text that GNU gettext can read.

    Raises ParseError, or SeveralErrors, with every error that one run finds.

    >>> parse_carefully('msgid"a"msgstr"b"', "").units[0].targets
    ('b',)
    """
    return _Parser(text, path, codec).parse()


class _Parser:
    """Reads the tokens of one file into units."""

    def __init__(self, text: str, path: str, codec: str) -> None:
        self.errors = ErrorCollector()
        self.source = Source(text, path)
        self.lexer = Lexer(self.source, self.errors, codec)
        self.tokens = iter(self.lexer)
        self.token = next(self.tokens)
        self.comments: list[str] = []
        self.domain = ""
        self.start = -1  # of what belongs to the entry being read; -1 between entries
        self.marked: list[Token] = []
        self.entries: list[tuple[int, dict[str, Any]]] = []

    def parse(self) -> Catalog:
        """Return the whole file's catalog, or raise all its errors."""
        while self.token.kind is not Kind.END and len(self.errors.errors) < _MAX_ERRORS:
            try:
                self._read_next()
            except _UnreadableError:
                self._skip_to_next()
        text = self.source.original
        end = len(text) if self.start < 0 else self._boundary(self.start)
        units = self._units(end if self.entries else 0)
        self.errors.errors += find_duplicates(units, self.source.path)
        self.errors.errors.sort(key=lambda error: (error.place.line, error.place.column))
        self.errors.raise_all()
        return gather_entries(units, text[end if self.entries else 0 :], text)

    def _read_next(self) -> None:
        token = self.token
        if self.start < 0:
            self.start = token.start
        if token.kind is Kind.COMMENT:
            self.comments.append(token.text.rstrip("\r"))
            self._advance()
        elif token.kind is Kind.DOMAIN:
            self._advance()
            name = self._take(Kind.STRING, "the domain's name").text
            self.domain = "" if name == _DEFAULT_DOMAIN else name
        elif token.kind in _ENTRY_BEGINS:
            self._read_entry()
        else:
            self._fail("a comment, 'msgctxt' or 'msgid'")

    def _read_entry(self) -> None:
        """Read from `#| msgctxt`, `#| msgid`, `msgctxt` or `msgid` to the last string of the target."""
        self.marked = []
        fields: dict[str, Any] = dict(zip(_COMMENT_FIELDS, comment_fields(self.comments), strict=True))
        if self.token.kind in {Kind.PREVIOUS_CONTEXT, Kind.PREVIOUS_SOURCE}:
            fields["previous"] = self._previous()
        if self.token.kind is Kind.CONTEXT:
            self._advance()
            fields["key"] = UnitKey(self._strings())
        keyword = self._take(Kind.SOURCE, "'msgid'")
        fields["source"] = self._strings()
        fields |= self._targets(keyword)
        fields |= {"domain": self.domain, "obsolete": keyword.is_obsolete, "line": self.source.line(self.start)}
        self._check_marks(keyword)
        self.entries.append((self.start, fields))
        self.start, self.comments = -1, []
        if is_header(Unit(**fields)):
            self.lexer.checks_bytes = is_checked(declared_charset(fields["targets"][0]))

    def _previous(self) -> Previous:
        key = plural = None
        if self.token.kind is Kind.PREVIOUS_CONTEXT:
            self._advance()
            key = self._strings(Kind.PREVIOUS_STRING)
        self._take(Kind.PREVIOUS_SOURCE, "'#| msgid'")
        source = self._strings(Kind.PREVIOUS_STRING)
        if self.token.kind is Kind.PREVIOUS_PLURAL:
            self._advance()
            plural = self._strings(Kind.PREVIOUS_STRING)
        return Previous(key=key, source=source, source_plural=plural)

    def _targets(self, keyword: Token) -> dict[str, Any]:
        """Return the plural source, if there is one, and the targets."""
        message = f"of the message in line {self.source.line(keyword.start)}"
        if self._is_at(Kind.PLURAL):
            self._advance()
            plural, forms = self._strings(), list[str]()
            if not self._is_at(Kind.TARGET):
                self._fail(f"'msgstr[0]' {message}")
            while self._is_at(Kind.TARGET):
                forms.append(self._form(len(forms)))
            return {"source_plural": plural, "targets": tuple(forms)}
        self._take(Kind.TARGET, f"'msgstr' {message}")
        if self._is_at(Kind.OPEN):
            self._fail(f"a string, or 'msgid_plural' before the plural forms {message}")
        return {"targets": (self._strings(),)}

    def _form(self, index: int) -> str:
        keyword = self.token
        self._advance()
        self._take(Kind.OPEN, f"'[{index}]', as there is a 'msgid_plural'")
        number = self._take(Kind.NUMBER, f"the number {index}")
        if int(number.text) != index:
            self.lexer.error(keyword.start, f"found 'msgstr[{number.text}]', expected 'msgstr[{index}]'")
        self._take(Kind.CLOSE, "']'")
        return self._strings()

    def _strings(self, kind: Kind = Kind.STRING) -> str:
        """Return the text of one or more strings."""
        mark = " after '#|'" if kind is Kind.PREVIOUS_STRING else ""
        text = self._take(kind, f"a string{mark}").text
        while self.token.kind is kind:
            text += self.token.text
            self._advance()
        return text

    def _is_at(self, kind: Kind) -> bool:
        return self.token.kind is kind

    def _take(self, kind: Kind, expected: str) -> Token:
        token = self.token
        if token.kind is not kind:
            self._fail(expected)
        self._advance()
        return token

    def _advance(self) -> None:
        self.marked.append(self.token)
        self.token = next(self.tokens, self.token)

    def _fail(self, expected: str) -> None:
        hint = ""
        if _CONFLICT.match(self.source.text, self.token.start):
            hint = "; this looks like a conflict that a merge has left"
        elif self.token.kind is Kind.JUNK:
            hint = suggest(self.token.text, _KEYWORDS)
        self.lexer.error(self.token.start, f"found {self.token}, expected {expected}{hint}")
        raise _UnreadableError

    def _check_marks(self, keyword: Token) -> None:
        """Report the first token of an entry that is obsolete where its `msgid` is not, or the other way round."""
        odd = next((token for token in self.marked if token.is_obsolete != keyword.is_obsolete), None)
        if odd:
            found, expected = ("'#~'", "none") if odd.is_obsolete else ("no '#~'", "one")
            message = f"found {found} before {odd}, expected {expected} as before the entry's 'msgid'"
            self.lexer.error(odd.start, message)

    def _skip_to_next(self) -> None:
        """Go on with the next entry, so that its errors are found too."""
        self.start, self.comments = -1, []
        line = self.source.line(self.token.start)
        while self.token.kind is not Kind.END:
            here = self.source.line(self.token.start)
            if here > line and self.token.kind in _RESUMES:
                return
            self._advance()

    def _boundary(self, start: int) -> int:
        """Return where in the original text the line of an entry's first token begins, or the token itself."""
        text = self.source.text
        line_start = text.rfind("\n", 0, start) + 1
        is_first = _LINE_HEAD.fullmatch(text, line_start, start)
        return self.source.original_offset(line_start if is_first else start)

    def _units(self, end: int) -> list[Unit]:
        """Return the units with their own texts."""
        text = self.source.original
        starts = [0, *(self._boundary(start) for start, _ in self.entries[1:]), end]
        return [Unit(**fields, raw=text[starts[n] : starts[n + 1]]) for n, (_, fields) in enumerate(self.entries)]
