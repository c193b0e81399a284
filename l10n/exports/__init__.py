"""Exports: records as readers of each locale see them, in the formats of other worlds; one module a format.

for part in EXPORTS["jsonl"].export(groups, options):  # pages in, bytes out
    file.write(part)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from msgspec import Struct

from l10n.label_book import LabelBook
from l10n.locales import Locale
from l10n.registry import Registry
from l10n.schema import Schema
from l10n.served import ServedRecord


class Options(Struct, frozen=True, kw_only=True):
    """What every format is told."""

    schema: Schema
    locales: tuple[Locale, ...]
    """Whose readers the pages are for."""
    types: tuple[str, ...] = ()
    """The types that were selected; empty: all."""
    codes: Mapping[Locale, str] = {}
    """How the site writes locales, where not as BCP 47."""
    labels: LabelBook | None = None
    """What linked records are called, and their items."""
    is_marked: bool = False
    """Whether every text says which locale it is in, where the format leaves that open."""
    dates: str = ""
    """`dd.mm.yyyy`; empty: as each locale writes them."""

    def code(self, locale: Locale) -> str:
        """Return a locale as the site writes it."""
        return self.codes.get(locale, locale)


class Group(Protocol):
    """One record to be exported."""

    @property
    def key(self) -> str:
        """`type/id`."""

    @property
    def pages(self) -> tuple[ServedRecord, ...]:
        """The record as readers of each exported locale see it; only of those locales that were selected."""


class Export(Protocol):
    """Turns pages into a file; pure: bytes come as soon as they are known, and nothing is held that grows."""

    def __call__(self, groups: Iterable[Group], options: Options) -> Iterator[bytes]:
        """Yield the file's bytes in parts."""


class Format(Struct, frozen=True, kw_only=True):
    """One way to write records."""

    name: str
    export: Export

    @property
    def summary(self) -> str:
        """What it is, in one line."""
        return (self.export.__doc__ or "").strip().split("\n")[0]


EXPORTS = Registry[Format](
    "export format",
    modules=tuple(
        f"l10n.exports.{name}"
        for name in (
            "json_pages",
            "csv_table",
            "workbook",
            "parquet",
            "xml_pages",
            "tei",
            "jsonld",
            "turtle",
            "wikibase",
            "quickstatements",
        )
    ),
)


def export(name: str) -> Callable[[Export], Export]:
    """Return the decorator that registers an export under a name."""

    def register(function: Export) -> Export:
        EXPORTS.register(name)(Format(name=name, export=function))
        return function

    return register
