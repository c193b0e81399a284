"""Findings: what a check found in one text, catalog or record, and how much it matters."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from l10n.errors import NOWHERE, Place
from l10n.words import tr

Value = str | int
Span = tuple[int, int]
"""Where in a text: the first character, and the one behind the last."""
SHOWN = 60
"""How much of a text a finding is known by, in characters."""


class Severity(StrEnum):
    """How much a finding matters, the most first."""

    ERROR = "error"
    """Readers get something wrong or broken."""
    WARNING = "warning"
    """Most likely wrong; a person should look."""
    INFO = "info"
    """Worth knowing; often right as it is."""

    @property
    def rank(self) -> int:
        """0 for the most severe.

        >>> [severity.rank for severity in Severity]
        [0, 1, 2]
        """
        return list(Severity).index(self)


OFF = "off"
"""What `l10n.toml` says of a check that is not to run."""
LEVELS = (*(severity.value for severity in Severity), OFF)


class Identity(Struct, frozen=True, order=True):
    """What a finding is known by from one run to the next: not its place, nor the text around it."""

    check: str
    key: str
    locale: str
    found: str
    """The marked part of the text, or the beginning of the whole text."""


class Finding(Struct, frozen=True, kw_only=True):
    """One problem that a check found."""

    check: str
    severity: Severity
    key: str
    """The unit's key, or the record's; in a foreign catalog without contexts the source text."""
    locale: str
    says: str
    """What was found and what was expected, in English, with named placeholders."""
    values: Mapping[str, Value] = {}
    """What the placeholders stand for."""
    place: Place = NOWHERE
    text: str = ""
    """The text that the finding is about; empty where it is about more than one."""
    span: Span | None = None
    """The part of the text that is meant; None: all of it."""
    fix: str | None = None
    """What to write instead of the marked part, where that is safe."""

    @property
    def message(self) -> str:
        """What was found and expected, in the user's language.

        >>> Finding(check="a", severity=Severity.INFO, key="k", locale="lv", says="found {n}", values={"n": 2}).message
        'found 2'
        """
        return tr(self.says, **self.values)

    @property
    def found(self) -> str:
        """The part of the text that is meant."""
        return self.text[self.span[0] : self.span[1]] if self.span else self.text

    @property
    def identity(self) -> Identity:
        """What tells the finding from others, in this run and the next."""
        return Identity(self.check, self.key, self.locale, self.found[:SHOWN])
