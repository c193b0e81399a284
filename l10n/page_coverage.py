"""Page coverage: how much of what readers see is in their own locale, counted over the pages of all records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from l10n.freeing import rank_names
from l10n.locales import Locale
from l10n.model import State
from l10n.records import Record, iter_references
from l10n.schema import Schema
from l10n.served import Choice, Labels, Passage, ServedText, iter_passages, serve_label

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
    records: Iterable[Record],
    schema: Schema,
    labels: Labels,
    locales: Iterable[Locale] | None = None,
    names: int = NAMES,
) -> PageCoverage:
    """Return the page coverage of records; `labels` are those of these records and of all that they link to.

    `locales` are those to count: all of the collection's if None. Records are read once and not held. Links to
    records that `labels` does not have are left out: there is nothing to see.
    """
    counter = _Counter(schema, labels, schema.locales if locales is None else tuple(locales), names)
    for record in records:
        counter.add(record)
    return counter.coverage()


def rank_locale_names(coverage: PageCoverage, labels: Labels, schema: Schema) -> dict[Locale, tuple[RankedName, ...]]:
    """Return per locale the names that would complete the most pages, in the order to translate them."""
    return {
        locale: tuple(_iter_ranked(locale, rank_names(numbers.lacking, coverage.names), labels, schema))
        for locale, numbers in coverage.locales.items()
    }


def _iter_ranked(
    locale: Locale, ranked: Iterable[tuple[str, int]], labels: Labels, schema: Schema
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


class _Facts(Struct, frozen=True):
    """What a text says of the pages that it is on: per asked locale one bit, the first locale's the lowest."""

    lacking: int
    """It is not there in the locale, or stale."""
    unwanted: int
    """It is lacking, and not wanted in the locale either."""
    seen: int
    """It is there in the locale."""
    held: int
    """Per locale of the collection, asked or not: it holds the text."""
    sizes: tuple[tuple[int, int, int], ...]
    """(number of the asked locale, column, characters) of all that is to be added up."""


_NOTHING = _Facts(0, 0, 0, 0, ())


class _Counter:
    """Counts pages one at a time.

    A page is the record's own passages and *names*: its own label and those of its links. What a name adds to a page
    is found once for all pages, and its characters times the pages that it is on are added at the end.
    """

    def __init__(self, schema: Schema, labels: Labels, locales: tuple[Locale, ...], names: int) -> None:
        self._schema, self._labels, self._locales, self._limit = schema, labels, locales, names
        self._columns = {locale: n for n, locale in enumerate(schema.locales)}
        self._stale, self._missing = len(self._columns), len(self._columns) + 1
        self._sums = [[0] * (len(self._columns) + 2) for _ in locales]
        """Per asked locale: characters by the locale that they are in, stale ones of its own, and missing ones."""
        self._orders: dict[Locale, list[tuple[Locale, ...]]] = {}
        self._names = Counter[str]()
        """On how many pages each name is, times the places on the page."""
        self._facts: dict[str, _Facts] = {}
        self._pages = self._empty = 0
        self._counts = [Counter[str]() for _ in locales]
        self._lacking = [Counter[tuple[str, ...]]() for _ in locales]
        self._islands: list[list[str]] = [[] for _ in locales]
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}
        """Sets of names that were met; equal ones are held once."""

    def add(self, record: Record) -> None:
        """Count one page."""
        label = self._schema.types[record.type].label_field
        own = lacking = seen = held = 0
        for passage in iter_passages(record, self._schema):
            if not label or passage.path != label.name:
                facts = self._read(passage)
                self._add_sizes(facts)
                own, seen, held = own | facts.lacking, seen | facts.seen, held | facts.held
        names = self._read_names(record)
        self._names.update(names)
        found = [self._facts[name] for name in names]
        held |= self._facts.get(record.key, _NOTHING).held
        for facts in found:
            own, lacking, seen = own | facts.unwanted, lacking | facts.lacking, seen | facts.seen
        if own | lacking | seen:
            self._pages += 1
            self._add_page(record.key, own | lacking, seen, held)
            self._add_lacking(names, found, lacking & ~own)
        else:
            self._empty += 1

    def _read_names(self, record: Record) -> list[str]:
        """Return the keys of the records named on a page that have a label, and see that their facts are known."""
        keys = [record.key, *(key for _, key in iter_references(record, self._schema))]
        for key in keys:
            if key not in self._facts:
                passage = self._labels[key].passage if key in self._labels else None
                self._facts[key] = self._read(passage) if passage else _NOTHING
        return [key for key in keys if self._facts[key] is not _NOTHING]

    def _read(self, passage: Passage) -> _Facts:
        lacking = unwanted = seen = 0
        sizes: list[tuple[int, int, int]] = []
        for number, (locale, order) in enumerate(zip(self._locales, self._find_orders(passage), strict=True)):
            bit = 1 << number
            for choice in passage.choose(order):
                sizes.append((number, self._column(choice, locale), choice.size))
                if choice.locale == locale:
                    seen |= bit
                if choice.locale != locale or choice.state is State.FUZZY:
                    lacking |= bit
                    unwanted |= 0 if locale in passage.field.wanted else bit
        held = sum(1 << self._columns[Locale(locale)] for locale in passage.locales)
        return _Facts(lacking, unwanted, seen, held, tuple(sizes))

    def _find_orders(self, passage: Passage) -> list[tuple[Locale, ...]]:
        """Return the locales to try, in step with the asked ones."""
        source = passage.source_locale
        if source not in self._orders:
            self._orders[source] = [self._schema.served_order(locale, source) for locale in self._locales]
        return self._orders[source]

    def _add_sizes(self, facts: _Facts, times: int = 1) -> None:
        for number, column, size in facts.sizes:
            self._sums[number][column] += size * times

    def _column(self, choice: Choice, asked: Locale) -> int:
        if choice.locale is None:
            return self._missing
        return self._stale if choice.locale == asked and choice.state is State.FUZZY else self._columns[choice.locale]

    def _add_page(self, key: str, lacking: int, seen: int, held: int) -> None:
        for number, locale in enumerate(self._locales):
            counts, bit = self._counts[number], 1 << number
            counts["partial" if lacking & seen & bit else "none" if lacking & bit else "complete"] += 1
            if held == 1 << self._columns[locale]:
                counts["islands"] += 1
                self._islands[number].append(key)

    def _add_lacking(self, names: list[str], found: list[_Facts], open_: int) -> None:
        """Remember the names that a page lacks in the locales in which it lacks nothing else."""
        for number in range(len(self._locales)):
            bit = 1 << number
            if open_ & bit:
                self._counts[number]["names_only"] += 1
                lacked = {name for name, facts in zip(names, found, strict=True) if facts.lacking & bit}
                if len(lacked) <= self._limit:
                    ordered = tuple(sorted(lacked))
                    self._lacking[number][self._known.setdefault(ordered, ordered)] += 1

    def coverage(self) -> PageCoverage:
        """Return what was counted so far; once only."""
        for name, times in self._names.items():
            self._add_sizes(self._facts[name], times)
        return PageCoverage(
            collection=self._schema.name,
            required=tuple(locale for locale in self._locales if locale in self._schema.required),
            pages=self._pages,
            empty=self._empty,
            locales={locale: self._locale(number, locale) for number, locale in enumerate(self._locales)},
            names=self._limit,
        )

    def _locale(self, number: int, locale: Locale) -> LocalePages:
        sums = self._sums[number]
        own = self._columns[locale]
        return LocalePages(
            pages=PageCounts(**self._counts[number]),
            characters=PageCharacters(
                own=sums[own],
                stale=sums[self._stale],
                borrowed=_by_size({code: sums[n] for code, n in self._columns.items() if n != own}),
                missing=sums[self._missing],
            ),
            lacking=dict(self._lacking[number]),
            islands=tuple(self._islands[number]),
        )
