"""The noun in the middle: a unit is one translatable text, a catalog is the units of one pair of locales."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NewType

from msgspec import Struct
from msgspec.structs import replace

from l10n.locales import Locale

UnitKey = NewType("UnitKey", str)
"""`type/id/field`, in a text `type/id/field/paragraph`, in a list `type/id/field/item/field`: short, ASCII, stable."""


def record_key(key: str) -> str:
    """Return the key of the record that a unit belongs to.

    >>> record_key("event/red-terror/description/p1")
    'event/red-terror'
    """
    return "/".join(key.split("/", 2)[:2])


class State(StrEnum):
    """What one wanted cell (a unit in a locale) is; the order is the one reports use."""

    SOURCE = "source"
    TRANSLATED = "translated"
    SAME = "same"
    FUZZY = "fuzzy"
    MISSING = "missing"
    EXCLUDED = "excluded"


class Provenance(Struct, frozen=True):
    """Where a translation comes from: what it was made of, and what both texts were when last synchronised."""

    source_locale: str
    source_digest: str
    target_digest: str
    who: str
    """`human`, `import`, `memory` or `machine:NAME`."""
    when: str
    """The day, `yyyy-mm-dd`."""
    marks: tuple[str, ...] = ()
    """`same`: equal to its source on purpose; `fuzzy`: a translator doubts it; `conflict`: two versions stand open.

    `base`: the translation that it was made from has changed or is in doubt, and the catalog shows that.
    `merged`: the record's `conflicts` have another version, and the catalog shows that.
    `settled`: it was made for another source, and a person said that it fits this one.
    """

    def __str__(self) -> str:
        """Return the form that records hold."""
        words = (
            f"{self.source_locale}@{self.source_digest}",
            self.target_digest,
            self.who,
            self.when,
            *self.marks,
        )
        return " ".join(words)


MARKS = ("base", "conflict", "fuzzy", "merged", "same", "settled")
PROVENANCE = re.compile(
    r"(?P<locale>[A-Za-z0-9-]+)@(?P<source>[0-9a-f]{12}) (?P<target>[0-9a-f]{12}) "
    r"(?P<who>human|import|memory|machine:[^ ]+) (?P<when>\d{4}-\d\d-\d\d)"
    r"(?P<marks>( (?:base|conflict|fuzzy|merged|same|settled))*)"
)


def parse_provenance(text: str) -> Provenance:
    """Return what a record's state says of one translation; the text must match `PROVENANCE`.

    >>> parse_provenance("en@9f2c1a7b03de 41d0e5f2aa10 human 2026-11-23 same").marks
    ('same',)
    """
    source, target_digest, who, when, *marks = text.split(" ")
    source_locale, _, source_digest = source.partition("@")
    return Provenance(source_locale, source_digest, target_digest, who, when, tuple(marks))


class Previous(Struct, frozen=True, kw_only=True):
    """What a fuzzy unit's target was made for, where that has changed since."""

    key: str | None = None
    source: str | None = None
    source_plural: str | None = None


class Unit(Struct, frozen=True, kw_only=True, eq=False):
    """One translatable text with its target in one locale.

    `raw` and `line` say how and where the unit stands in a file; they do not count in equality.
    """

    key: str | None = None
    """The unit's identity; None in a foreign catalog whose entry has no context."""
    source: str
    """The text in the source locale; empty only in a catalog's header."""
    source_plural: str | None = None
    targets: tuple[str, ...] = ("",)
    """The text in the target locale: one, or one per plural form where `source_plural` is set."""
    fuzzy: bool = False
    """Whether the target is one that a person must confirm."""
    obsolete: bool = False
    """Whether the unit is no longer in the template; never counted, never applied."""
    comments: tuple[str, ...] = ()
    """The translators' own comments, one a line, without the mark that the format puts in front."""
    notes: tuple[str, ...] = ()
    """What the program tells translators, one a line."""
    references: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    """Flags other than `fuzzy`, in order."""
    previous: Previous | None = None
    domain: str = ""
    """The domain that a `domain` line in a foreign catalog puts the unit in; empty for the usual one."""
    raw: str = ""
    """The unit's text in its file, up to where the next unit begins; empty once anything differs from it."""
    line: int = 0
    """The line that the unit begins on, from 1; 0 if it was not read from a file."""

    @property
    def target(self) -> str:
        """The target, or the first plural form of it."""
        return self.targets[0] if self.targets else ""

    @property
    def has_target(self) -> bool:
        """Whether any form of the target has text."""
        return any(self.targets)

    def with_changes(self, **changes: Any) -> Unit:  # noqa: ANN401 (any field's value)
        """Return the unit with other values; itself, raw text and all, if nothing would differ."""
        if all(getattr(self, name) == value for name, value in changes.items()):
            return self
        return replace(self, **changes, raw="")

    def _content(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in _UNIT_CONTENT)

    def __eq__(self, other: object) -> bool:
        """Compare all but `raw` and `line`."""
        return isinstance(other, Unit) and self._content() == other._content()

    def __ne__(self, other: object) -> bool:
        """Say the opposite of `==`, which a Struct does not do by itself."""
        return not self == other

    def __hash__(self) -> int:
        """Hash all but `raw` and `line`."""
        return hash(self._content())


_UNIT_CONTENT = tuple(name for name in Unit.__struct_fields__ if name not in {"raw", "line"})


class Catalog(Struct, frozen=True, kw_only=True):
    """The units of one domain for one target locale, in file order; without targets it is a template."""

    header: Unit | None = None
    """The unit with an empty source, whose target holds the header fields."""
    units: Sequence[Unit] = ()
    """All others, obsolete ones included: a tuple, or what is like one and makes them when they are looked at."""
    header_position: int = 0
    """How many units stand before the header; 0 but in a disordered file."""
    tail: str = ""
    """Comments after the last unit, as they stand in the file."""
    width: int = 0
    """The column at which the file wraps its lines; 0: it does not."""
    charset: str = "UTF-8"
    newline: str = "\n"
    bom: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """The header fields in order; a later duplicate wins."""
        lines = (self.header.target if self.header else "").split("\n")
        pairs = (line.partition(":") for line in lines if ":" in line)
        return {name.strip(): value.strip() for name, _, value in pairs}

    @property
    def source_locale(self) -> Locale | None:
        """The locale of the units' sources, as `X-Source-Language` says."""
        return Locale(self.headers["X-Source-Language"]) if self.headers.get("X-Source-Language") else None


class Domain(Struct, frozen=True, order=True):
    """What one template covers: the units of a record type that have one source locale."""

    type: str
    source_locale: Locale

    def __str__(self) -> str:
        """Return the gettext domain: `event.ru`."""
        return f"{self.type}.{self.source_locale}"


class CatalogId(Struct, frozen=True, order=True):
    """Which catalog: a domain and a target locale; None is the template."""

    domain: Domain
    locale: Locale | None
