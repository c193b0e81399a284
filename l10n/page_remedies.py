"""Page remedies: the records whose completion passes a gate on what readers see with the fewest words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from heapq import heappush, heappushpop

from msgspec import Struct

from l10n.locales import Locale
from l10n.page_sheets import Cells, PageRow, PageSheet
from l10n.records import Record, iter_units
from l10n.remedies import OpenRecord, Remedy, choose_records, open_sources
from l10n.schema import Schema
from l10n.served import Passage, iter_passages
from l10n.text import count_words

_Rank = tuple[int, bool, int, str]
"""What a record's label gives, whether its other texts are sure to give something, its number negated, and its key."""


class Shown(Struct, frozen=True, kw_only=True):
    """How often the pages that are counted show what a record has."""

    page: bool
    """Whether its own page is one of them."""
    names: int
    """How many places on them name it, that on its own page included."""


def choose_shown(
    sheets: Iterable[PageSheet], named: Iterable[PageSheet], schema: Schema, locales: Iterable[Locale], limit: int
) -> dict[str, Shown]:
    """Return by key the records to look at for what would pass gates of these locales: at most `limit` in all.

    They lack something on the pages of these sheets, which hold all records of some types. Those whose labels give most
    come first, then all in their order. `named` are the sheets of all records, those that pages name included.
    """
    types: set[str] = set()
    names = Counter[str]()
    for sheet in sheets:
        types.update(sheet.sums)
        for row in sheet.rows:
            names[row.key] += 1
            names.update(row.links)
    best: dict[int, list[_Rank]] = {schema.locales.index(locale): [] for locale in locales}
    width = Cells(schema).width
    for number, row in enumerate(row for sheet in named for row in sheet.rows):
        shown = Shown(page=row.type in types, names=names[row.key])
        for column, rank in _iter_ranks(row, number, shown, best, width):
            _keep_best(best[column], rank, limit // len(best))
    keys = (key for ranks in best.values() for *_, key in ranks)
    return {key: Shown(page=key.partition("/")[0] in types, names=names[key]) for key in keys}


def _iter_ranks(
    row: PageRow, number: int, shown: Shown, columns: Iterable[int], width: int
) -> Iterator[tuple[int, _Rank]]:
    """Yield how a record ranks in those locales, by their numbers, in which completing it may give something."""
    own, label = row.own.lacking if shown.page else 0, row.label.lacking & ~row.label.unwanted
    if not own and not (label and shown.names):
        return
    sizes = _count_lacking(row.label.pairs, width)
    for column in columns:
        bit = 1 << column
        gain = shown.names * sizes[column] if label & bit else 0
        if gain or own & bit:
            yield column, (gain, bool(own & ~row.own.unwanted & bit), -number, row.key)


def _keep_best(ranks: list[_Rank], rank: _Rank, limit: int) -> None:
    """Put a rank on a heap that holds at most `limit`."""
    if len(ranks) < limit:
        heappush(ranks, rank)
    else:
        heappushpop(ranks, rank)


def _count_lacking(sizes: Iterable[tuple[int, int]], width: int) -> Counter[int]:
    """Return of (cell, characters), per number of a locale, how many are not up to date in the locale itself.

    >>> _count_lacking([(0, 5), (2, 7), (4, 9), (5, 1), (6, 1)], width=4)
    Counter({1: 10, 0: 7})
    """
    found = Counter[int]()
    for cell, size in sizes:
        number, column = divmod(cell, width)
        if column != number:
            found[number] += size
    return found


def find_page_remedies(
    records: Iterable[Record], shown: Mapping[str, Shown], schema: Schema, needs: Mapping[Locale, int]
) -> dict[Locale, Remedy]:
    """Return per locale which records to complete so that readers see so much more of their own, or all that help.

    A translation is taken to be as long as the text that readers see in its place, or its source if they see none.
    """
    open_records: dict[Locale, list[OpenRecord]] = {locale: [] for locale in needs}
    cells = Cells(schema)
    for record in records:
        gains = _count_gains(record, shown[record.key], schema, cells, needs)
        units = list(iter_units(record, schema)) if gains else []
        for locale, found in open_records.items():
            if gain := gains[schema.locales.index(locale)]:
                words = sum(map(count_words, open_sources(units, locale)))
                found.append(OpenRecord(record.key, gain, words))
    return {locale: choose_records(found, needs[locale]) for locale, found in open_records.items()}


def _count_gains(record: Record, shown: Shown, schema: Schema, cells: Cells, locales: Iterable[Locale]) -> Counter[int]:
    """Return per number of a locale how many more characters are its own once the record is complete in it."""
    label = schema.types[record.type].label_field
    gains = Counter[int]()
    for passage in iter_passages(record, schema):
        times = shown.names if label and passage.path == label.name else int(shown.page)
        for number, size in _count_lacking(_iter_wanted(passage, schema, cells, locales), cells.width).items():
            gains[number] += times * size
    return +gains


def _iter_wanted(
    passage: Passage, schema: Schema, cells: Cells, locales: Iterable[Locale]
) -> Iterator[tuple[int, int]]:
    """Yield (cell, characters) of what readers of those locales that are wanted here are served."""
    for locale in locales:
        if locale in passage.field.wanted:
            number = schema.locales.index(locale)
            for choice in passage.choose(schema.served_order(locale, passage.source_locale)):
                yield cells.find(number, choice), choice.size
