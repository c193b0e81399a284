"""Page coverage: how much of what readers see is in their own locale, counted over the pages of all records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from l10n.freeing import rank_names
from l10n.locales import Locale
from l10n.page_sheets import Cells, PageFacts, PageRow, PageSheet
from l10n.records import Record
from l10n.schema import Schema
from l10n.served import Label, ServedText, find_label, serve_label

NAMES = 40
"""How many names a ranking has, unless asked for more or fewer."""


class PageCharacters(Struct, frozen=True, kw_only=True):
    """Characters that readers of one locale see, by the locale that they are really in."""

    own: int = 0
    """In the asked locale, and up to date."""
    stale: int = 0
    """In the asked locale, and to be confirmed by a person."""
    borrowed: Mapping[Locale, int] = {}
    """In other locales, those with most first; stale or not."""
    missing: int = 0
    """Not shown, for no locale that the reader may be shown has them; counted in the source."""

    @property
    def total(self) -> int:
        """All that there is to see."""
        return self.own + self.stale + sum(self.borrowed.values()) + self.missing

    @property
    def ratio(self) -> float | None:
        """The part that is in the asked locale and up to date, 0 to 1; None where there is nothing to see.

        >>> PageCharacters(own=1, borrowed={Locale("ru"): 3}).ratio, PageCharacters().ratio
        (0.25, None)
        """
        return self.own / self.total if self.total else None

    def __add__(self, other: PageCharacters) -> PageCharacters:
        return PageCharacters(
            own=self.own + other.own,
            stale=self.stale + other.stale,
            borrowed=_by_size(Counter(self.borrowed) + Counter(other.borrowed)),
            missing=self.missing + other.missing,
        )


class PageCounts(Struct, frozen=True, kw_only=True):
    """How many pages are what to readers of one locale."""

    complete: int = 0
    """All that there is to see is in the asked locale and up to date."""
    partial: int = 0
    """Something is in the asked locale, and something is not or is stale."""
    none: int = 0
    """Nothing is in the asked locale."""
    names_only: int = 0
    """Those of partial and none that lack nothing but names wanted in this locale."""
    islands: int = 0
    """Those whose own text is in this locale and in no other: nobody else can read them."""

    @property
    def total(self) -> int:
        """All pages with something to see."""
        return self.complete + self.partial + self.none

    def __add__(self, other: PageCounts) -> PageCounts:
        names = self.__struct_fields__
        return PageCounts(**{name: getattr(self, name) + getattr(other, name) for name in names})


class LocalePages(Struct, frozen=True, kw_only=True):
    """All numbers of one locale."""

    pages: PageCounts = PageCounts()
    characters: PageCharacters = PageCharacters()
    lacking: Mapping[tuple[str, ...], int] = {}
    """{keys of records: how many pages lack nothing but the names of these}, for few enough names to be ranked."""
    islands: tuple[str, ...] = ()
    """The keys of the records whose pages are islands, in the order in which they were counted."""

    def __add__(self, other: LocalePages) -> LocalePages:
        return LocalePages(
            pages=self.pages + other.pages,
            characters=self.characters + other.characters,
            lacking=dict(Counter(self.lacking) + Counter(other.lacking)),
            islands=self.islands + other.islands,
        )


class PageCoverage(Struct, frozen=True, kw_only=True):
    """The page coverage of a collection; that of two parts of it can be added."""

    collection: str
    """The collection's name."""
    required: tuple[Locale, ...]
    pages: int = 0
    """How many pages have something to see."""
    empty: int = 0
    """How many have nothing; they are not counted any further."""
    locales: Mapping[Locale, LocalePages]
    names: int = NAMES
    """How many names a ranking may have: no page that lacks more is in `lacking`."""

    def __add__(self, other: PageCoverage) -> PageCoverage:
        """Return the coverage of both parts; ValueError if they do not count the same things."""
        subject, expected = (
            (each.collection, each.required, tuple(each.locales), each.names) for each in (other, self)
        )
        if subject != expected:
            message = f"found page coverage of {subject}, expected of {expected}"
            raise ValueError(message)
        return PageCoverage(
            collection=self.collection,
            required=self.required,
            pages=self.pages + other.pages,
            empty=self.empty + other.empty,
            locales={locale: numbers + other.locales[locale] for locale, numbers in self.locales.items()},
            names=self.names,
        )


class RankedName(Struct, frozen=True, kw_only=True):
    """A name that is worth translating, at its place in a ranking."""

    key: str
    """The record that it names."""
    label: ServedText
    """What readers see in its place now."""
    source: str
    """What it is in its source locale."""
    source_locale: Locale
    pages: int
    """How many pages it completes once all names before it are there."""
    cumulative: int
    """How many pages it and all names before it complete."""


def _by_size(sizes: Mapping[Locale, int]) -> dict[Locale, int]:
    return {locale: size for locale, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])) if size}


def count_pages(
    sheets: Iterable[PageSheet],
    schema: Schema,
    locales: Iterable[Locale] | None = None,
    names: int = NAMES,
    *,
    named: Iterable[PageSheet] | None = None,
) -> PageCoverage:
    """Return the page coverage of the records on some sheets.

    `locales` are those to count: all of the collection's if None. `named` are the sheets of all records that these name
    on their pages: the same ones, iterated twice, if None. Links to records on no sheet are left out: there is nothing
    to see.
    """
    rows = (row for sheet in (sheets if named is None else named) for row in sheet.rows)
    labels = {row.key: row.label for row in rows if row.label.sizes}
    counter = _Counter(schema, labels, schema.locales if locales is None else tuple(locales), names)
    for sheet in sheets:
        counter.add(sheet)
    return counter.coverage()


def rank_locale_names(
    coverage: PageCoverage, find: Callable[[Collection[str]], Mapping[str, Record]], schema: Schema
) -> dict[Locale, tuple[RankedName, ...]]:
    """Return per locale the names that would complete the most pages, in the order to translate them.

    `find` returns records by key, and is asked once for those that they name.
    """
    ranked = {locale: rank_names(numbers.lacking, coverage.names) for locale, numbers in coverage.locales.items()}
    records = find({key for names in ranked.values() for key, _ in names})
    labels = {key: find_label(record, schema) for key, record in records.items()}
    return {locale: tuple(_iter_ranked(locale, names, labels, schema)) for locale, names in ranked.items()}


def _iter_ranked(
    locale: Locale, ranked: Iterable[tuple[str, int]], labels: Mapping[str, Label], schema: Schema
) -> Iterator[RankedName]:
    cumulative = 0
    for key, pages in ranked:
        cumulative += pages
        passage, label = labels[key].passage, serve_label(labels[key], locale, schema)
        assert passage is not None  # noqa: S101 (a name without a label is never lacking)
        assert label is not None  # noqa: S101 (as above)
        source, source_locale = passage.texts[0].unit.source, passage.source_locale
        yield RankedName(
            key=key, label=label, source=source, source_locale=source_locale, pages=pages, cumulative=cumulative
        )


class _Counter:
    """Counts pages.

    A page is the record's own texts and *names*: its own label and those of its links. The characters of a name times
    the pages that it is on are added at the end.
    """

    def __init__(
        self, schema: Schema, labels: Mapping[str, PageFacts], locales: tuple[Locale, ...], names: int
    ) -> None:
        self._schema, self._labels, self._locales, self._limit = schema, labels, locales, names
        self._cells = Cells(schema)
        self._sums = [0] * self._cells.size
        self._numbers = {self._cells.mask([locale]): number for number, locale in enumerate(locales)}
        """{bit of an asked locale: its number}."""
        self._asked = sum(self._numbers)
        self._names = Counter[str]()
        """On how many pages each name is, times the places on the page."""
        self._empty = 0
        self._shown = Counter[tuple[int, int]]()
        """How many pages lack something in these locales, and show something in those."""
        self._open = Counter[int]()
        """How many pages lack nothing but names in these locales."""
        self._lacking = [Counter[tuple[str, ...]]() for _ in locales]
        self._islands: list[list[str]] = [[] for _ in locales]
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}
        """Sets of names that were met; equal ones are held once."""

    def add(self, sheet: PageSheet) -> None:
        """Count the pages of the records on a sheet."""
        for sums in sheet.sums.values():
            self._sums = [total + size for total, size in zip(self._sums, sums, strict=True)]
        for row in sheet.rows:
            self._add_row(row)

    def _add_row(self, row: PageRow) -> None:
        names = [key for key in (row.key, *row.links) if key in self._labels]
        self._names.update(names)
        found = [self._labels[name] for name in names]
        own, lacking, seen = row.own.lacking, 0, row.own.seen
        for facts in found:
            own, lacking, seen = own | facts.unwanted, lacking | facts.lacking, seen | facts.seen
        if (own | lacking | seen) & self._asked:
            self._shown[own | lacking, seen] += 1
            self._add_island(row.key, row.own.held | row.label.held)
            self._add_lacking(names, found, lacking & ~own & self._asked)
        else:
            self._empty += 1

    def _add_island(self, key: str, held: int) -> None:
        if held in self._numbers:
            self._islands[self._numbers[held]].append(key)

    def _add_lacking(self, names: list[str], found: list[PageFacts], open_: int) -> None:
        """Remember the names that a page lacks in the locales in which it lacks nothing else."""
        if not open_:
            return
        self._open[open_] += 1
        for bit, number in self._numbers.items():
            if open_ & bit:
                lacked = {name for name, facts in zip(names, found, strict=True) if facts.lacking & bit}
                if len(lacked) <= self._limit:
                    ordered = tuple(sorted(lacked))
                    self._lacking[number][self._known.setdefault(ordered, ordered)] += 1

    def coverage(self) -> PageCoverage:
        """Return what was counted so far; once only."""
        for name, times in self._names.items():
            for cell, size in self._labels[name].pairs:
                self._sums[cell] += size * times
        return PageCoverage(
            collection=self._schema.name,
            required=tuple(locale for locale in self._locales if locale in self._schema.required),
            pages=self._shown.total(),
            empty=self._empty,
            locales=dict(zip(self._locales, map(self._find_locale, self._locales, self._numbers), strict=True)),
            names=self._limit,
        )

    def _find_locale(self, locale: Locale, bit: int) -> LocalePages:
        number = self._numbers[bit]
        sums, stale, missing = self._cells.read(self._sums, locale)
        own = sums.pop(locale)
        return LocalePages(
            pages=self._page_counts(bit, len(self._islands[number])),
            characters=PageCharacters(own=own, stale=stale, borrowed=_by_size(sums), missing=missing),
            lacking=dict(self._lacking[number]),
            islands=tuple(self._islands[number]),
        )

    def _page_counts(self, bit: int, islands: int) -> PageCounts:
        counts = Counter[str]()
        for (lacking, seen), pages in self._shown.items():
            counts["complete" if not lacking & bit else "partial" if seen & bit else "none"] += pages
        names_only = sum(pages for open_, pages in self._open.items() if open_ & bit)
        return PageCounts(**counts, names_only=names_only, islands=islands)
