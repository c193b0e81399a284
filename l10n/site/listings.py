"""The listings: the pages that lead to records: a locale's first page, and lists by type, letter and year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from msgspec import Struct

from l10n.locales import Locale
from l10n.site.addresses import Page, letter_part, list_tail, year_part
from l10n.site.entries import date_key
from l10n.site.layout import Head, Layout
from l10n.site.record_page import RecordWriter, Site
from l10n.site.shown import Table, printable, split_table


class Section(Struct, frozen=True, kw_only=True):
    """One type, as the first page shows it."""

    heading: str
    tail: str
    count: str
    own: str


class Listing(Struct, frozen=True, kw_only=True):
    """The records of a type: all of them, or those of one letter or year."""

    type: str
    name: str = ""
    """The letter or year."""
    part: str = ""
    """The same in addresses."""
    keys: Sequence[str]

    @property
    def tail(self) -> str:
        """Where its first page stands."""
        return list_tail(self.type, self.part)


class ListWriter:
    """Writes the lists of one locale."""

    def __init__(self, site: Site, layout: Layout, records: RecordWriter, types: tuple[str, ...]) -> None:
        """Take what is the same for all lists."""
        self._site, self._layout, self._records, self._voice = site, layout, records, layout.voice
        self.types = types
        """The types that have records, in the collection's order."""
        self.keys: dict[str, list[str]] = {}
        """The keys of each type, in the order of their labels here."""
        for key in site.shown:
            self.keys.setdefault(key.partition("/")[0], []).append(key)
        for keys in self.keys.values():
            keys.sort(key=records.order)

    def write(self) -> Iterator[Page]:
        """Yield all lists."""
        yield self._home()
        for name in self.types:
            yield from self._type(name)

    def _page(self, template: str, head: Head, **values: object) -> Page:
        return Page(f"{self._voice.code}/{head.tail}", self._layout.render(template, head, **values))

    def _home(self) -> Page:
        locale, words = self._voice.locale, self._voice.words
        sections = []
        for name in self.types:
            own = sum(locale in self._site.entries[key].own for key in self.keys[name])
            sections.append(
                Section(
                    heading=self._heading(name),
                    tail=list_tail(name),
                    count=self._voice.count((name,), len(self.keys[name])),
                    # Translators: of the records of one type, how many have text in the language of the page.
                    own=words.trn("{n} in this language", "{n} in this language", own),
                )
            )
        head = Head(title=self._layout.site_title, tail="index.html", own=self.own(self._site.shown))
        return self._page("home.html", head, list=sections)

    def _heading(self, name: str) -> str:
        return printable(self._voice.plural(name, self._site.schema.types[name].label))

    def own(self, keys: Iterable[str]) -> tuple[Locale, ...]:
        """Return the locales in which any of these records has real text."""
        left = dict.fromkeys(self._site.codes)
        for key in keys:
            for locale in self._site.entries[key].own:
                left.pop(locale, None)
            if not left:
                break
        return tuple(locale for locale in self._site.codes if locale not in left)

    def _type(self, name: str) -> Iterator[Page]:
        """Yield the lists of one type: all, by letter, by year."""
        whole = Listing(type=name, keys=self.keys[name])
        shelves = {"letters": list(self._by_letter(whole)), "years": list(self._by_year(whole))}
        for listing in (whole, *shelves["letters"], *shelves["years"]):
            yield from self._list(listing, shelves)

    def _by_letter(self, whole: Listing) -> Iterator[Listing]:
        found: dict[str, list[str]] = {}
        for key in whole.keys:
            found.setdefault(self._voice.collation.initial(self._records.row(key).label.text), []).append(key)
        for letter, keys in found.items():
            yield Listing(type=whole.type, name=letter, part=letter_part(letter), keys=keys)

    def _by_year(self, whole: Listing) -> Iterator[Listing]:
        found: dict[int, list[str]] = {}
        for key in whole.keys:
            year = self._site.entries[key].year
            if year is not None:
                found.setdefault(year, []).append(key)
        for year, keys in sorted(found.items()):
            keys.sort(key=lambda key: date_key(self._site.entries[key]))
            yield Listing(type=whole.type, name=str(year).replace("-", "−"), part=year_part(year), keys=keys)

    def _list(self, listing: Listing, shelves: dict[str, list[Listing]]) -> Iterator[Page]:
        """Yield the pages of one list; only that of all records is announced, and of it the first page."""
        table = self._table(listing)
        own = () if listing.name else self.own(listing.keys)
        whole = list_tail(listing.type)
        tail = partial(list_tail, listing.type, listing.part)
        for number, part in enumerate(split_table(table, self._site.schema.site.rows, tail), 1):
            title = table.heading if number == 1 else f"{table.heading} ({number})"
            head = Head(title=title, tail=tail(number), own=own if number == 1 else (), switch=whole)
            yield self._page(
                "list.html", head, table=part, whole=whole if listing.name else "", here=listing.part, **shelves
            )

    def _table(self, listing: Listing) -> Table:
        label, dates = self._records.columns((listing.type,))
        heading = self._heading(listing.type)
        return Table(
            name="list",
            heading=f"{heading}: {listing.name}" if listing.name else heading,
            count=self._voice.count((listing.type,), len(listing.keys)),
            none="",
            label=label,
            dates=tuple(heading for _, heading in dates),
            rows=tuple(self._records.dated_row(key, dates) for key in listing.keys),
        )
