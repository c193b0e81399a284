"""Errors of l10n: a message, and the place in a file that it is about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Place(NamedTuple):
    """Where something stands: a file, and in it a line, a column (both from 1; 0 is unknown) and a field."""

    path: str = ""
    line: int = 0
    column: int = 0
    field: str = ""

    def __str__(self) -> str:
        """Return `path:line:column: field`, leaving out what is unknown.

        >>> str(Place("event.ru.po", 12, 3)), str(Place("a.json", field="title.ru"))
        ('event.ru.po:12:3', 'a.json: title.ru')
        """
        numbers = [str(n) for n in (self.line, self.column if self.line else 0) if n]
        return ": ".join(part for part in (":".join([self.path or "<text>", *numbers]), self.field) if part)


NOWHERE = Place()


class L10nError(Exception):
    """Something is wrong with what l10n was given: `message` says what was found and what was expected."""

    def __init__(self, message: str, place: Place = NOWHERE) -> None:
        """Keep the message and the place apart, so that programs can read both."""
        super().__init__(message, place)
        self.message = message
        self.place = place

    def __str__(self) -> str:
        """Return `path:line:column: field: message`, which editors and terminals make clickable.

        >>> str(L10nError("found 'xx', expected a locale", Place("a.json", 3, 1, "source")))
        "a.json:3:1: source: found 'xx', expected a locale"
        """
        return self.message if self.place == NOWHERE else f"{self.place}: {self.message}"

    @property
    def all(self) -> tuple[L10nError, ...]:
        """The single errors that this one stands for: itself, unless it is a `SeveralErrors`."""
        return (self,)


class ParseError(L10nError, ValueError):
    """A PO file, record, capture or configuration is not what it claims to be."""


class ConfigError(L10nError, ValueError):
    """`l10n.toml` says something impossible."""


class UnknownNameError(L10nError, LookupError):
    """There is no such locale, record, format or command."""


class ConflictError(L10nError):
    """Two sides changed the same thing, or another process is at work, and neither may be overwritten."""


class StoreError(L10nError, OSError):
    """A file or folder cannot be read or written."""


class SeveralErrors(L10nError):  # noqa: N818 (it is many)
    """All errors that one run found, in the order of their places."""

    def __init__(self, errors: Iterable[L10nError]) -> None:
        """Flatten nested lists of errors."""
        self._all = tuple(single for error in errors for single in error.all)
        super().__init__("\n".join(map(str, self._all)))

    @property
    def all(self) -> tuple[L10nError, ...]:
        """The single errors."""
        return self._all


class ErrorCollector:
    """Gathers errors so that one run reports all of them: call `check` around work, `raise_all` at the end."""

    def __init__(self) -> None:
        """Start with no errors."""
        self.errors: list[L10nError] = []

    def add(self, error: L10nError) -> None:
        """Remember one error, or every single one of a `SeveralErrors`."""
        self.errors.extend(error.all)

    def raise_all(self) -> None:
        """Raise what was gathered: nothing, the one error, or a `SeveralErrors`."""
        if len(self.errors) == 1:
            raise self.errors[0]
        if self.errors:
            raise SeveralErrors(self.errors)


def suggest(name: str, known: Iterable[str]) -> str:
    """Return `; did you mean 'x'?` for the known name nearest to `name`, or an empty text.

    >>> suggest("coverag", ["coverage", "check"])
    "; did you mean 'coverage'?"
    >>> suggest("zzz", ["coverage"])
    ''
    """
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
