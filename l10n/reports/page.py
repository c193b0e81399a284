"""Page coverage as text for people, and as plain JSON values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from l10n.locales import Locale
from l10n.page_coverage import LocalePages, PageCharacters, PageCounts, PageCoverage, RankedName
from l10n.reports.figures import (
    GAP,
    cell_width,
    fill_lines,
    fitting_columns,
    fold,
    format_part,
    format_percent,
    share_cells,
    shorten_middle,
)
from l10n.reports.visible import short_text, visible_text, writable_text
from l10n.words import mark, number, tr, trn

MAX_WIDTH, MIN_WIDTH = 80, 40
SHOWN = 5
"""How many names are listed per locale where there are several locales."""
_BAR = (("█", "32"), ("▒", "33"), ("░", "90"), ("─", "31"))
"""The signs and colours of own, stale, borrowed and missing."""
_HEADINGS = tuple(map(mark, ("Locale", "Own", "Stale", "Borrowed", "Missing", "Complete", "Islands")))
_DISPENSABLE = (6, 5, 2, 4)
"""The columns that go, one after the other, where the terminal is too narrow: Islands, Complete, Stale, Missing."""
_MIN_BAR, _MAX_BAR = 6, 20
_SIGNS = mark("█ own  ▒ stale  ░ borrowed from another locale  ─ missing")
_EXPLANATIONS = {
    0: mark("Shares of the characters that readers see."),
    # Translators: what precedes the colon is a heading of the table: call it alike here.
    5: mark("Complete: pages with own text only."),
    6: mark("Islands: pages whose own text is in no other locale."),
}
"""What some columns mean, by their numbers."""
_RANKING = (
    mark("Names to translate first, where pages lack nothing but names;"),
    mark("each with the pages that it completes, and their sum:"),
)
ISLANDS = 100
"""How many islands are named at most; all are in JSON."""
_TYPES = 3
"""How many types of names are told of."""

Ranking = Mapping[Locale, Sequence[RankedName]]


def pages_value(coverage: PageCoverage, ranking: Ranking) -> dict[str, Any]:
    """Return the page coverage as plain JSON values."""
    return {
        "number": coverage.pages,
        "empty": coverage.empty,
        "names_limit": coverage.names,
        "locales": {
            locale: {
                "required": locale in coverage.required,
                "pages": _counts_value(numbers.pages),
                "characters": _characters_value(numbers.characters),
                "names": [_name_value(name) for name in ranking[locale]],
                "islands": list(numbers.islands),
            }
            for locale, numbers in coverage.locales.items()
        },
    }


def _counts_value(counts: PageCounts) -> dict[str, int]:
    return {
        "complete": counts.complete,
        "partial": counts.partial,
        "none": counts.none,
        "names_only": counts.names_only,
        "islands": counts.islands,
    }


def _characters_value(characters: PageCharacters) -> dict[str, Any]:
    return {
        "own": characters.own,
        "stale": characters.stale,
        "borrowed": dict(characters.borrowed),
        "missing": characters.missing,
        "total": characters.total,
        "ratio": characters.ratio,
    }


def _name_value(name: RankedName) -> dict[str, Any]:
    return {
        "key": name.key,
        "text": name.label.text,
        "locale": name.label.locale,
        "pages": name.pages,
        "cumulative": name.cumulative,
    }


def format_pages(
    coverage: PageCoverage, ranking: Ranking, *, width: int = MAX_WIDTH, color: bool = False, encoding: str = "utf-8"
) -> Iterator[str]:
    """Yield the lines of a report, at most 80 columns wide unless the figures alone or the names need more.

    The names in them can be written in the encoding, and are cut only where the terminal ends.
    """
    room, width = max(width, MIN_WIDTH), max(min(width, MAX_WIDTH), MIN_WIDTH)
    empty = f", {trn('{n} empty', '{n} empty', coverage.empty)}" if coverage.empty else ""
    collection = writable_text(visible_text(coverage.collection), encoding)
    title = f"{collection} ({trn('{n} page', '{n} pages', coverage.pages)}{empty})"
    yield from fold(title, width).split("\n")
    yield ""
    yield from _iter_table(coverage, width, color=color)
    yield ""
    yield from _legend(coverage, width)
    yield from _iter_borrowed(coverage, width)
    yield from _iter_names(coverage, ranking, room, encoding)
    yield from _iter_islands(coverage, width)


def _iter_table(coverage: PageCoverage, width: int, *, color: bool) -> Iterator[str]:
    columns = _columns(coverage)
    shown, bar = _layout(columns, width)
    headings, *cut = zip(*(columns[number] for number in shown), strict=True)
    rows = dict(zip(coverage.locales, cut, strict=True))
    widths = [max(map(cell_width, columns[number])) for number in shown]
    yield _row(headings, widths, " " * bar)
    yield "─" * (sum(widths) + GAP * (len(widths) - 1) + (bar + GAP if bar else 0))
    for heading, is_required in ((tr("Required"), True), (tr("Optional"), False)):
        section = [locale for locale in rows if (locale in coverage.required) is is_required]
        if section:
            yield f"\x1b[1m{heading}\x1b[0m" if color else heading
        for locale in section:
            drawn = _draw_bar(coverage.locales[locale].characters, bar, color=color) if bar else ""
            yield _row(rows[locale], widths, drawn)


def _columns(coverage: PageCoverage) -> list[tuple[str, ...]]:
    """Return the columns of the table, each with its heading first."""
    rows = (_figures(locale, numbers) for locale, numbers in coverage.locales.items())
    return list(zip(page_headings(), *rows, strict=True))


def _layout(columns: Sequence[Sequence[str]], width: int) -> tuple[list[int], int]:
    """Return the numbers of the columns that find room, and how wide bars are; 0 where there is no room for any."""
    shown = fitting_columns(columns, _DISPENSABLE, width) if width < MAX_WIDTH else list(range(len(columns)))
    bar = min(width - sum(max(map(cell_width, columns[number])) + GAP for number in shown), _MAX_BAR)
    return shown, bar if bar >= _MIN_BAR else 0


def _legend(coverage: PageCoverage, width: int) -> Iterator[str]:
    """Yield the lines that explain the bars and columns that find room."""
    shown, bar = _layout(_columns(coverage), width)
    explained = (tr(text) for number, text in _EXPLANATIONS.items() if number in shown)
    for line in (*([tr(_SIGNS)] if bar else []), *fill_lines(explained, width)):
        yield from fold(line, width).split("\n")


def _row(cells: Sequence[str], widths: Sequence[int], bar: str) -> str:
    """Return one line of the table; the bar comes second."""
    first, *others = (
        cell.rjust(width) if number else cell.ljust(width)
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return (" " * GAP).join([first, *([bar] if bar else []), *others]).rstrip()


def _figures(locale: Locale, numbers: LocalePages) -> tuple[str, ...]:
    """Return one line of the table without its bar, in the order of `_HEADINGS`."""
    return (f"  {locale}", *page_figures(numbers))


def page_headings() -> tuple[str, ...]:
    """Return the headings of the table of locales."""
    return tuple(map(tr, _HEADINGS))


def page_figures(numbers: LocalePages) -> tuple[str, ...]:
    """Return the figures of one locale, in the order of `page_headings` behind the locale."""
    characters, pages = numbers.characters, numbers.pages
    parts = (characters.own, characters.stale, sum(characters.borrowed.values()), characters.missing)
    shares = (format_percent(part, characters.total) for part in parts)
    return (*shares, format_part(pages.complete, pages.total), number(pages.islands))


def _draw_bar(characters: PageCharacters, width: int, *, color: bool) -> str:
    parts = (characters.own, characters.stale, sum(characters.borrowed.values()), characters.missing)
    cells = zip(_BAR, share_cells(parts, width), strict=True)
    drawn = "".join(
        f"\x1b[{code}m{sign * number}\x1b[0m" if color and number else sign * number for (sign, code), number in cells
    )
    return drawn if characters.total else " " * width


def _iter_borrowed(coverage: PageCoverage, width: int) -> Iterator[str]:
    borrowing = {locale: numbers.characters for locale, numbers in coverage.locales.items()}
    borrowing = {locale: characters for locale, characters in borrowing.items() if characters.borrowed}
    if not borrowing:
        return
    yield ""
    yield tr("Borrowed from")
    names = max(map(len, borrowing))
    for locale, characters in borrowing.items():
        yield from _fold(f"  {locale:{names}}  ", iter_borrowed(characters), width)


def iter_borrowed(characters: PageCharacters) -> Iterator[str]:
    """Yield the locales that texts are borrowed from, each with its share of all that there is to see.

    >>> list(iter_borrowed(PageCharacters(own=1, borrowed={Locale("ru"): 3})))
    ['ru 75.0 %']
    """
    return (f"{code} {format_percent(size, characters.total)}" for code, size in characters.borrowed.items())


def _fold(start: str, parts: Iterator[str], width: int) -> Iterator[str]:
    """Yield lines of parts two spaces apart; those after the first are indented to where the first part began."""
    line = start
    for part in parts:
        if len(line) + len(part) > width and line.strip():
            yield line.rstrip()
            line = " " * len(start)
        line += f"{part}  "
    yield line.rstrip()


def _iter_names(coverage: PageCoverage, ranking: Ranking, width: int, encoding: str) -> Iterator[str]:
    lacking = {locale: numbers.pages.names_only for locale, numbers in coverage.locales.items()}
    lacking = {locale: count for locale, count in lacking.items() if count}
    if not lacking or not coverage.names:
        return
    yield ""
    for text in map(tr, _RANKING):
        yield from fold(text, width).split("\n")
    shown = coverage.names if len(coverage.locales) == 1 else SHOWN
    for locale, count in lacking.items():
        names = ranking[locale]
        yield from fold(f"  {locale}: {_gain(names, count, coverage.names)}", width).split("\n")
        yield from _list_names(names[:shown], width, encoding)
        if len(names) > shown:
            more = trn("and {n} more", "and {n} more", len(names) - shown)
            yield f"     … {more}: --locale {locale}"


def _gain(names: Sequence[RankedName], count: int, limit: int) -> str:
    """Return in words what a ranking gains of the pages that lack nothing but names."""
    if not names:
        return trn(
            "{n} page lacks more than {limit}", "{n} pages lack more than {limit} each", count, limit=number(limit)
        )
    return trn(
        "{names} for {done} of {n} page",
        "{names} for {done} of {n} pages",
        count,
        names=_in_words(names),
        done=number(names[-1].cumulative),
    )


def _in_words(names: Sequence[RankedName]) -> str:
    """Return how many names of which types there are."""
    types = Counter(name.key.partition("/")[0] for name in names).most_common()
    listed = ", ".join(f"{number(count)} {type_}" for type_, count in types[:_TYPES])
    return f"{trn('{n} name', '{n} names', len(names))} ({listed}{', …' if len(types) > _TYPES else ''})"


def shown_name(name: RankedName) -> tuple[str, Locale]:
    """Return what to call a name that is to be translated, and the locale of that.

    It is what readers see in its place now; where they may be shown no text that there is, its source.
    """
    text, locale = name.label.text, name.label.locale
    return (name.source, name.source_locale) if text is None or locale is None else (text, locale)


def mark_name(name: RankedName) -> str:
    """Return what to call a name, its locale in front where readers see that one or nothing, `~` where it is stale."""
    text, locale = shown_name(name)
    is_own = name.label.text is not None and not name.label.is_borrowed
    return text if is_own and not name.label.is_stale else f"[{'~' if is_own else locale}] {text}"


def _iter_islands(coverage: PageCoverage, width: int) -> Iterator[str]:
    """Yield the pages that nobody else can read, where the report is about one locale."""
    if len(coverage.locales) != 1:
        return
    ((locale, numbers),) = coverage.locales.items()
    if not numbers.islands:
        return
    yield ""
    yield from fold(say_islands(locale, numbers), width).split("\n")
    yield from (f"  {shorten_middle(key, width - 2)}" for key in numbers.islands[:ISLANDS])
    if (left := len(numbers.islands) - ISLANDS) > 0:
        yield f"  … {trn('and {n} more', 'and {n} more', left)}: --format json"


def say_islands(locale: Locale, numbers: LocalePages) -> str:
    """Return how many pages can be read in one locale only."""
    return trn(
        "{locale}: {n} page that can be read in no other locale",
        "{locale}: {n} pages that can be read in no other locale",
        numbers.pages.islands,
        locale=locale,
    )


def _list_names(names: Sequence[RankedName], width: int, encoding: str) -> Iterator[str]:
    if not names:
        return
    sums = max(len(number(name.cumulative)) for name in names)
    gains = max(len(number(name.pages)) for name in names) + 1
    left = width - (5 + gains + 2 + sums + 2)
    keys = min(max(len(name.key) for name in names), left // 2)
    room = left - keys - 2
    for name in names:
        text = short_text(mark_name(name), room, encoding)
        gain, total = f"+{number(name.pages)}".rjust(gains), number(name.cumulative).rjust(sums)
        yield f"     {gain}  {total}  {shorten_middle(name.key, keys):{keys}}  {text}".rstrip()
