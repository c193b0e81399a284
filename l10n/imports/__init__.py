"""Imports: text of other worlds in, records out; one module a format.

imported = IMPORTERS["capture"](text, path, existing, schema)
for record in imported.records.values(): ...  # to be written
for problem in imported.problems: ...  # to be shown; none of them stopped the import
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from msgspec import Struct

from l10n.errors import L10nError
from l10n.records import Record
from l10n.registry import Registry
from l10n.schema import Schema


class Imported(Struct, frozen=True, kw_only=True):
    """What an import makes of a text: nothing of it is written yet."""

    records: Mapping[str, Record]
    """Every record that is new or changed, by key."""
    added: tuple[str, ...] = ()
    """The keys of the new ones."""
    changed: tuple[str, ...] = ()
    """The keys of those that were there and now say more."""
    unchanged: tuple[str, ...] = ()
    """The keys of those that were there and say all that the text says."""
    problems: tuple[L10nError, ...] = ()
    """What could not be read, identified or kept, each with its line."""


class Importer(Protocol):
    """Turns a text into records; pure: what exists is given, and nothing is written."""

    def __call__(
        self, text: str, path: str, existing: Mapping[str, Record], schema: Schema, *, locale: str | None = None
    ) -> Imported:
        """Return what the text adds to the existing records (by key).

        `path` is where the text is from, for messages; `locale` the locale it is in, where that is known. Raises
        ConfigError if the collection cannot hold the records, ParseError if the text as a whole cannot be read.
        """


IMPORTERS = Registry[Importer]("import format", modules=("l10n.imports.capture",))
importer = IMPORTERS.register
