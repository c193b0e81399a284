"""The schema of a collection: its locales, its record types and their fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from msgspec import Struct

from l10n.errors import ParseError
from l10n.locales import Locale, canonical_locale
from l10n.site_policy import SitePolicy
from l10n.thresholds import GatePolicy

NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
RESERVED = ("id", "type", "source", "sources", "declared", "ignore", "unchanged", "state", "conflicts")
"""The keys of a record that are no fields."""


class FieldKind(StrEnum):
    """What a field holds; the first three kinds are translatable, `list` may hold translatable fields."""

    LINE = "line"
    NAME = "name"
    TEXT = "text"
    DATE = "date"
    REFERENCES = "references"
    LIST = "list"
    VALUE = "value"


TRANSLATABLE = frozenset({FieldKind.LINE, FieldKind.NAME, FieldKind.TEXT})

Levels = tuple[tuple[str, str], ...]
"""(check, its severity or `off`) where they are not the usual; those of what is around a type or field included."""


class Field(Struct, frozen=True, kw_only=True):
    """One field of a record type."""

    name: str
    kind: FieldKind
    label: str
    """The field in words, for people."""
    max_length: int = 0
    """The longest text allowed, in characters; 0: no limit of its own."""
    to: tuple[str, ...] = ()
    """The types that references may lead to; empty: any."""
    fields: tuple[Field, ...] = ()
    """The fields of a list's items."""
    required: tuple[Locale, ...] = ()
    optional: tuple[Locale, ...] = ()
    checks: Levels = ()
    calendar: str = ""
    """Of a date: `julian`, or the `value` field beside it that says so; empty: `gregorian`."""
    schema_org: str = ""
    """The schema.org property that exports write it as; empty: as its name and kind suggest."""
    wikibase: str = ""
    """The Wikibase property that exports write it as, or `label`, `description`, `aliases` or `id`."""

    @property
    def is_translatable(self) -> bool:
        """Whether it holds text per locale itself."""
        return self.kind in TRANSLATABLE

    @property
    def wanted(self) -> tuple[Locale, ...]:
        """The locales in which a text of this field is wanted."""
        return self.required + self.optional


class RecordType(Struct, frozen=True, kw_only=True):
    """One type of record."""

    name: str
    label: str
    fields: tuple[Field, ...]
    checks: Levels = ()
    schema_org: str = ""
    """The schema.org class that exports write its records as; empty: as its name suggests."""
    wikibase: str = ""
    """The Wikibase item that its records are instances of, such as `Q5`."""

    @property
    def label_field(self) -> Field | None:
        """The field that names a record to people: the first `name` or `line`."""
        return next((field for field in self.fields if field.kind in {FieldKind.NAME, FieldKind.LINE}), None)


class Schema(Struct, frozen=True, kw_only=True):
    """All that a collection's configuration says."""

    name: str
    required: tuple[Locale, ...]
    optional: tuple[Locale, ...]
    types: Mapping[str, RecordType]
    aliases: Mapping[str, Mapping[str, Locale]] = {}
    """Per import format: codes as its source writes them, and the locales they are."""
    chains: Mapping[Locale, tuple[Locale, ...]] = {}
    """Per locale: those shown to its readers, in this order, where it has no text."""
    denied: Mapping[Locale, tuple[Locale, ...]] = {}
    """Per locale: those never shown to its readers, not even as a text's source."""
    base: str = ""
    """What exports put in front of a record's key to make its address; empty: `urn:l10n:`."""
    checks: Levels = ()
    gates: GatePolicy = GatePolicy()
    site: SitePolicy = SitePolicy()

    @property
    def locales(self) -> tuple[Locale, ...]:
        """Every locale of the collection, in the order of the configuration."""
        return self.required + self.optional

    def find_type(self, name: str) -> RecordType | None:
        """Return the record type of that name."""
        return self.types.get(name)

    def served_order(self, locale: Locale, source: Locale) -> tuple[Locale, ...]:
        """Return the locales to try, in order, for a text with this source locale and a reader of `locale`.

        These are the locale itself, its chain, and the source locale unless it is denied to that reader.
        """
        return _served_order((locale, *self.chains.get(locale, ()), source), self.denied.get(locale, ()))

    def locale(self, code: str) -> Locale:
        """Return `code` if it is one of the collection's locales, else raise ParseError."""
        if code in self.locales:
            return Locale(code)
        known = ", ".join(self.locales)
        message = f"{code!r} is not a locale of this collection, expected one of {known}{_locale_hint(code, self)}"
        raise ParseError(message)


@cache
def _served_order(order: tuple[Locale, ...], denied: tuple[Locale, ...]) -> tuple[Locale, ...]:
    return tuple(locale for locale in dict.fromkeys(order) if locale not in denied)


def _locale_hint(code: str, schema: Schema) -> str:
    for aliases in schema.aliases.values():
        if code in aliases:
            return f"; did you mean {aliases[code]!r}?"
    try:
        canonical = canonical_locale(code.replace("_", "-"))
    except ParseError:
        return ""
    return f"; did you mean {canonical!r}?" if canonical in schema.locales else ""
