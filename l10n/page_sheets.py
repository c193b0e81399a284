"""Page sheets: what each record puts on its own page, and on those that name it, in every locale of the collection.

Page coverage is added up from these alone, so that of a collection that changed a little only a little is read again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from l10n.locales import Locale
from l10n.model import State
from l10n.records import Record, iter_references
from l10n.schema import Schema
from l10n.served import Choice, Passage, iter_passages


class PageFacts(Struct, frozen=True, array_like=True, gc=False):
    """What some texts say of the pages that they are on: one bit per locale, the collection's first the lowest."""

    lacking: int
    """One of them is not there in the locale, or stale."""
    unwanted: int
    """One is lacking, and not wanted in the locale either."""
    seen: int
    """One is there in the locale."""
    held: int
    """The locale holds one, whether readers of it are served that or not."""
    sizes: tuple[int, ...] = ()
    """Cell, characters, cell, characters…: all that is to be added up; see `Cells`."""

    @property
    def pairs(self) -> Iterator[tuple[int, int]]:
        """The sizes as (cell, characters)."""
        return zip(self.sizes[::2], self.sizes[1::2], strict=True)


NOTHING = PageFacts(0, 0, 0, 0)


class PageRow(Struct, frozen=True, array_like=True, gc=False):
    """One record."""

    key: str
    links: tuple[str, ...]
    """The keys of the records named on its page, one for each place."""
    own: PageFacts
    """Of its own texts but its label; their sizes are among the sheet's sums."""
    label: PageFacts
    """Of what it is called, here and wherever it is named; `NOTHING` if it has no label."""

    @property
    def type(self) -> str:
        """Its type's name."""
        return self.key.partition("/")[0]


class PageSheet(Struct, frozen=True, array_like=True):
    """The records of a part of a collection, in order."""

    rows: tuple[PageRow, ...]
    sums: dict[str, list[int]]
    """Per type the characters of all own texts, by cell."""

    def of_types(self, types: Collection[str]) -> PageSheet:
        """Return the sheet without the records of other types."""
        if all(name in types for name in self.sums):
            return self
        rows = tuple(row for row in self.rows if row.type in types)
        return PageSheet(rows, {name: sums for name, sums in self.sums.items() if name in types})


class Cells:
    """Where characters are added up: for readers of each locale, by the locale that they are in.

    Two more columns are for those in the readers' own locale that are stale, and those that readers are not shown.
    """

    def __init__(self, schema: Schema) -> None:
        self.locales = schema.locales
        self._columns = {locale: number for number, locale in enumerate(schema.locales)}
        self.width = len(schema.locales) + 2
        self.size = len(schema.locales) * self.width
        self._stale, self._missing = self.width - 2, self.width - 1

    def find(self, number: int, choice: Choice) -> int:
        """Return the cell of a text that readers of the locale with this number are served."""
        if choice.locale is None:
            column = self._missing
        elif choice.state is State.FUZZY and choice.locale == self.locales[number]:
            column = self._stale
        else:
            column = self._columns[choice.locale]
        return number * self.width + column

    def mask(self, locales: Iterable[str]) -> int:
        """Return the bits of some locales."""
        return sum(1 << self._columns[Locale(locale)] for locale in locales)

    def read(self, sums: list[int], locale: Locale) -> tuple[dict[Locale, int], int, int]:
        """Return for readers of a locale: the sums by locale, those of stale texts, and of missing ones."""
        start = self._columns[locale] * self.width
        row = sums[start : start + self.width]
        return dict(zip(self.locales, row, strict=False)), row[self._stale], row[self._missing]


class PageSurvey(Struct, frozen=True):
    """What makes the surveyors of pages."""

    name = "pages"
    about = ""
    sheet = PageSheet

    def __call__(self, schema: Schema) -> PageSurveyor:
        """Return a surveyor."""
        return PageSurveyor(schema)


class PageSurveyor:
    """Makes page sheets of records."""

    def __init__(self, schema: Schema) -> None:
        self._schema, self._cells = schema, Cells(schema)
        self._orders: dict[Locale, list[tuple[Locale, ...]]] = {}
        self._rows: list[PageRow] = []
        self._sums: dict[str, list[int]] = {}

    def add(self, record: Record) -> None:
        """Note down one record."""
        field = self._schema.types[record.type].label_field
        sums = self._sums.setdefault(record.type, [0] * self._cells.size)
        own, label = NOTHING, NOTHING
        for passage in iter_passages(record, self._schema):
            facts = self._read(passage)
            if field and passage.path == field.name:
                label = facts
            else:
                own = _join(own, facts)
                for cell, size in facts.pairs:
                    sums[cell] += size
        links = tuple(key for _, key in iter_references(record, self._schema))
        self._rows.append(PageRow(record.key, links, own, label))

    def take(self) -> PageSheet:
        """Return the sheet of the records since the last time."""
        sheet = PageSheet(tuple(self._rows), self._sums)
        self._rows, self._sums = [], {}
        return sheet

    def _read(self, passage: Passage) -> PageFacts:
        lacking = unwanted = seen = 0
        sizes: list[int] = []
        for number, (locale, order) in enumerate(zip(self._schema.locales, self._find_orders(passage), strict=True)):
            bit = 1 << number
            for choice in passage.choose(order):
                sizes += (self._cells.find(number, choice), choice.size)
                if choice.locale == locale:
                    seen |= bit
                if choice.locale != locale or choice.state is State.FUZZY:
                    lacking |= bit
                    unwanted |= 0 if locale in passage.field.wanted else bit
        return PageFacts(lacking, unwanted, seen, self._cells.mask(passage.locales), tuple(sizes))

    def _find_orders(self, passage: Passage) -> list[tuple[Locale, ...]]:
        """Return for readers of each locale the locales to try."""
        source = passage.source_locale
        if source not in self._orders:
            self._orders[source] = [self._schema.served_order(locale, source) for locale in self._schema.locales]
        return self._orders[source]


def _join(first: PageFacts, second: PageFacts) -> PageFacts:
    """Return what both say, but for the sizes.

    >>> _join(NOTHING, PageFacts(1, 0, 2, 2, (0, 7)))
    PageFacts(lacking=1, unwanted=0, seen=2, held=2, sizes=())
    """
    return PageFacts(
        first.lacking | second.lacking,
        first.unwanted | second.unwanted,
        first.seen | second.seen,
        first.held | second.held,
    )
