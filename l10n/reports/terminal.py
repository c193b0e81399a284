"""Coverage as text for people, on a terminal or in a pipe."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import accumulate, islice
from typing import TYPE_CHECKING
from unicodedata import normalize

from l10n.coverage import Axis, Counts, Coverage, LocaleCoverage, RecordStatus, Table
from l10n.locales import Locale, posix_locale
from l10n.reports.figures import (
    GAP,
    NOTHING,
    cell_width,
    fill_lines,
    fitting_columns,
    fold,
    format_part,
    pad,
    share_cells,
    shorten_middle,
)
from l10n.reports.measures import Measure, measure_shares, say_figures
from l10n.reports.visible import ASCII_SIGNS, is_writable, visible_text, writable_text
from l10n.words import mark, markp, number, tr, trn, trp

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

MAX_WIDTH = 80
MIN_WIDTH = 40

MIN_BAR = 6
MAX_BAR = 20
BAR = (("█", "green"), ("▒", "yellow"), ("░", "bright_black"))
"""The signs and colours of done, fuzzy and missing."""
_HEADINGS = (
    # Translators: columns of a table that is 80 columns wide; all eight headings together at most 56 letters.
    markp("column", "Locale"),
    markp("column", "Done"),
    markp("column", "Source"),
    markp("column", "Wanted"),
    markp("column", "Fuzzy"),
    markp("column", "Missing"),
    markp("column", "Words"),
    markp("column", "Records"),
)
_RECORD_HEADINGS = {4: markp("column", "Partial"), 5: markp("column", "None")}
"""The headings, by their numbers, that are others where records are counted."""
_BAR_WORDS = (markp("units", "done"), markp("units", "fuzzy"), markp("units", "missing"))

SIGNS = {
    RecordStatus.COMPLETE: ("●", "32"),
    RecordStatus.PARTIAL: ("◐", "33"),
    RecordStatus.NONE: ("○", "31"),
    RecordStatus.DECLARED: ("◇", "36"),
    RecordStatus.EXCLUDED: ("·", "2"),
}
"""Per status its sign and its colour in a terminal."""
STATUS_WORDS = {
    # Translators: what a record is in a locale.
    RecordStatus.COMPLETE: markp("record", "complete"),
    RecordStatus.PARTIAL: markp("record", "partial"),
    RecordStatus.NONE: markp("record", "none"),
    RecordStatus.DECLARED: markp("record", "declared"),
    RecordStatus.EXCLUDED: markp("record", "excluded"),
}
_EXPLANATIONS = {
    # Translators: what precedes each colon is a heading of the table: call it alike here.
    2: mark("Source: units written in the locale itself."),
    3: mark("Wanted: those of other locales."),
    6: mark("Words: done/wanted, counted in the source."),
    7: mark("Records: complete/wanted."),
}
"""What some columns mean, by their numbers."""
_OTHER_MEASURES = 6
"""The first column that is in the same measure whichever is asked for."""
_DISPENSABLE = (2, 7, 6, 3)
"""The columns that go, one after the other, where the terminal is too narrow: Source, Records, Words, Wanted."""
_KEY_WIDTH = 24
"""The least width of the column of record keys."""

Section = tuple[str, Table]
"""A heading and the locales below it."""


def format_coverage(
    coverage: Coverage, axes: Sequence[Axis] = ("locale",), *, width: int = MAX_WIDTH, color: bool = False
) -> Iterator[str]:
    """Yield the lines of a report, one table per axis in the order given, at most 80 columns wide."""
    width = max(min(width, MAX_WIDTH), MIN_WIDTH)
    title = f"{visible_text(coverage.collection)} ({trn('{n} record', '{n} records', coverage.records)})"
    yield from fold(title, width).split("\n")
    order = tuple(dict.fromkeys(axes))
    last_table = next((axis for axis in reversed(order) if axis != "record"), None)
    for axis in order:
        yield ""
        if axis == "record":
            yield from _iter_matrix(coverage, width, color=color)
        else:
            yield from _iter_table(_sections(coverage, axis), width, color=color)
        if axis == last_table:
            yield from _legend(coverage, axis, width)


def column_headings(measure: Measure = "units") -> tuple[str, ...]:
    """Return the headings of a table of locales, without its bar."""
    others = _RECORD_HEADINGS if measure == "records" else {}
    return tuple(trp(*others.get(place, words)) for place, words in enumerate(_HEADINGS))


def explain_columns(measure: Measure = "units") -> tuple[str, ...]:
    """Return what the columns of a table of locales mean where their headings do not say it."""
    if measure == "units":
        return tuple(map(tr, _EXPLANATIONS.values()))
    return (say_figures(measure), *(tr(text) for place, text in _EXPLANATIONS.items() if place >= _OTHER_MEASURES))


def _legend(coverage: Coverage, axis: Axis, width: int) -> Iterator[str]:
    """Yield the lines that explain the columns of a table."""
    columns = _columns(_sections(coverage, axis))
    shown = _shown_columns(columns, width)
    explained = [tr(text) for place, text in _EXPLANATIONS.items() if place in shown]
    signs = fill_lines(bar_legend(), width) if _layout([columns[place] for place in shown], width)[1] else ()
    lines = [*signs, *(fill_lines(explained, width) if explained else ())]
    if lines:
        yield ""
    for line in lines:
        yield from fold(line, width).split("\n")


def bar_legend(measure: Measure = "units") -> tuple[str, ...]:
    """Return what each sign of a bar stands for."""
    return tuple(f"{sign} {words}" for (sign, _), words in zip(BAR, bar_words(measure), strict=True))


def bar_words(measure: Measure = "units") -> tuple[str, ...]:
    """Return what the parts of a bar stand for."""
    parts = (RecordStatus.COMPLETE, RecordStatus.PARTIAL, RecordStatus.NONE)
    words = (STATUS_WORDS[part] for part in parts) if measure == "records" else _BAR_WORDS
    return tuple(trp(*each) for each in words)


def has_color(environ: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Tell whether to colour what is printed (https://no-color.org, https://force-color.org).

    >>> has_color({}, is_terminal=True), has_color({"NO_COLOR": "1"}, is_terminal=True)
    (True, False)
    """
    if environ.get("NO_COLOR"):
        return False
    return bool(environ.get("FORCE_COLOR")) or (is_terminal and environ.get("TERM") != "dumb")


def ascii_line(line: str, encoding: str = "ascii") -> str:
    r"""Return a line of a report without signs, for a stream that may lack them.

    A letter that it lacks loses its marks, or is written out: then the line is wider than it was.

    >>> ascii_line("██▒░ 75.0 % – ● ◐ ○ ◇ ·"), ascii_line("Нет ░", "koi8-r"), ascii_line("Kārļa Ян")
    ('##~. 75.0 % - + ~ - ? .', 'Нет .', 'Karla \\u042f\\u043d')
    """
    line = line.translate(ASCII_SIGNS)
    return line if is_writable(line, encoding) else writable_text(normalize("NFC", line), encoding)


def format_next_step(coverage: Coverage, width: int = MAX_WIDTH, *, catalogs: Collection[str] | None = None) -> str:
    """Return what to do next: for the first required locale with work left, else the first optional one.

    `catalogs` are the paths of those that there are; without it, every locale is taken to have some.
    """
    width = max(min(width, MAX_WIDTH), MIN_WIDTH)
    order = (*coverage.required, *(locale for locale in coverage.locales if locale not in coverage.required))
    for locale in order:
        units = coverage.locales[locale].units
        if units.missing or units.fuzzy:
            folder = f"locales/{posix_locale(locale)}/LC_MESSAGES/"
            values = {"locale": locale, "left": _left(units), "folder": folder}
            if catalogs is None or any(path.startswith(folder) for path in catalogs):
                return fold(tr("{locale}: {left}; translate in {folder}, then run l10n sync", **values), width)
            # Translators: {folder} does not exist until `l10n update` has been run.
            return fold(tr("{locale}: {left}; run l10n update first, then translate in {folder}", **values), width)
    if any(numbers.units.wanted for numbers in coverage.locales.values()):
        return tr("all that is wanted is translated")
    if coverage.records:
        return fold(tr("nothing is wanted yet: no text of these records is to be in another locale"), width)
    return fold(tr("nothing is wanted yet: write records/TYPE/ID.json, or take records in with l10n import"), width)


def _left(units: Counts) -> str:
    """Return what is left in words.

    >>> _left(Counts(missing=12, fuzzy=1)), _left(Counts(fuzzy=1))
    ('12 units missing, 1 fuzzy', '1 unit fuzzy')
    """
    missing = trn("{n} unit missing", "{n} units missing", units.missing) if units.missing else ""
    if not units.fuzzy:
        return missing
    if missing:
        return f"{missing}, {trn('{n} fuzzy', '{n} fuzzy', units.fuzzy)}"
    return trn("{n} unit fuzzy", "{n} units fuzzy", units.fuzzy)


def _sections(coverage: Coverage, axis: Axis) -> list[Section]:
    if axis == "locale":
        groups = ((tr("Required"), True), (tr("Optional"), False))
        return [(heading, _only(coverage, is_required=is_required)) for heading, is_required in groups]
    return list(((coverage.by_type if axis == "type" else coverage.by_field) or {}).items())


def _only(coverage: Coverage, *, is_required: bool) -> Table:
    return {
        locale: numbers for locale, numbers in coverage.locales.items() if (locale in coverage.required) is is_required
    }


def _iter_table(sections: Sequence[Section], width: int, *, color: bool) -> Iterator[str]:
    """Yield the lines of one table whose columns all sections share."""
    rows = [table for _, table in sections]
    columns = _columns(sections)
    columns = [columns[place] for place in _shown_columns(columns, width)]
    gap, bar_width = _layout(columns, width)
    units = [numbers.units for _, table in sections for numbers in table.values()]
    bars = [_bar(counts, bar_width) for counts in units] if bar_width else None
    needed = sum(max(map(cell_width, column)) + gap for column in columns)
    lines = iter(_render_columns(columns, bars, max(width, needed), gap=gap, color=color))
    yield from islice(lines, 2)
    for (heading, _), section in zip(sections, rows, strict=True):
        if section:
            yield f"\x1b[1m{heading}\x1b[0m" if color else heading
            yield from islice(lines, len(section))


def _layout(columns: Sequence[Sequence[str]], width: int) -> tuple[int, int]:
    """Return the spaces between the columns of a table, and how wide its bars are; 0 where there is no room for any."""
    widths = [max(map(cell_width, column)) for column in columns]
    gap = GAP if sum(widths) + GAP * (len(widths) - 1) <= width else 1
    bar = min(width - sum(widths) - gap * len(widths), MAX_BAR)
    return gap, bar if bar >= MIN_BAR else 0


def _columns(sections: Iterable[Section]) -> list[tuple[str, ...]]:
    """Return the columns of a table, each with its heading first."""
    rows = (_figures(*item) for _, table in sections for item in table.items())
    return list(zip(column_headings(), *rows, strict=True))


def _shown_columns(columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """Return the numbers of the columns that find room; on a terminal of 80 columns all, however wide they are."""
    return fitting_columns(columns, _DISPENSABLE, width) if width < MAX_WIDTH else list(range(len(columns)))


def _figures(locale: Locale, numbers: LocaleCoverage) -> tuple[str, ...]:
    """Return one line of a table without its bar, in the order of `_HEADINGS`."""
    return (f"  {locale}", *locale_figures(numbers))


def locale_figures(numbers: LocaleCoverage, measure: Measure = "units") -> tuple[str, ...]:
    """Return the figures of one locale, in the order of `column_headings` behind the locale.

    All but the last two are in the measure.
    """
    shares, words, records = measure_shares(numbers, measure), numbers.words, numbers.records
    source = NOTHING if measure == "records" else number(getattr(numbers, measure).source)
    return (
        shares.percent,
        source,
        *map(number, (shares.wanted, shares.begun, shares.left)),
        format_part(words.done, words.wanted),
        format_part(records.complete, records.wanted),
    )


def _bar(counts: Counts, width: int) -> Text:
    from rich.text import Text

    cells = share_cells((counts.done, counts.fuzzy, counts.missing), width)
    return Text.assemble(*((sign * count, style) for (sign, style), count in zip(BAR, cells, strict=True)))


def _render_columns(
    columns: Sequence[tuple[str, ...]], bars: Sequence[Text] | None, width: int, *, gap: int, color: bool
) -> list[str]:
    """Return the lines of a table: its headings, a rule, then one line a row; the bars come second."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as Grid

    grid = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, gap - 1, 0, 0), header_style="")
    for place, (heading, *_) in enumerate(columns):
        if bars and place == 1:
            grid.add_column(heading, no_wrap=True)
        grid.add_column("" if bars and place == 1 else heading, justify="right" if place else "left", no_wrap=True)
    for place, (first, *others) in enumerate(zip(*(figures for _, *figures in columns), strict=True)):
        grid.add_row(first, *((bars[place],) if bars else ()), *others)
    return _render(grid, width, color=color)


def _render(renderable: RenderableType, width: int, *, color: bool) -> list[str]:
    from rich.console import Console

    file = StringIO()
    Console(
        file=file,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    ).print(renderable)
    return [line.rstrip() for line in file.getvalue().splitlines()]


def _iter_matrix(coverage: Coverage, width: int, *, color: bool) -> Iterator[str]:
    """Yield one line a record with a sign per locale; locales that find no room follow in another block."""
    locales = list(enumerate(coverage.locales))
    keys = max(map(len, coverage.by_record or {}), default=0)
    heading = trp("column", "Record")
    while locales:
        block = _fitting(locales, width - _KEY_WIDTH)
        locales = locales[len(block) :]
        room = width - sum(len(locale) + 1 for _, locale in block)
        yield from _iter_block(coverage, block, pad(heading, min(max(keys, cell_width(heading)), room)), color=color)
        yield ""
    yield from _status_legend(width, color=color)


def _status_legend(width: int, *, color: bool) -> Iterator[str]:
    """Yield the lines that explain the signs of records."""
    words = {f"{SIGNS[status][0]} {trp(*STATUS_WORDS[status])}": status for status in RecordStatus}
    for line in fill_lines(words, width):
        parts = (f"{_sign(words[part], color=color)}{part[1:]}" for part in line.split("  "))
        yield "  ".join(parts)


def _fitting(locales: Sequence[tuple[int, Locale]], room: int) -> Sequence[tuple[int, Locale]]:
    """Return as many of the first locales as fit in one block, at least one."""
    ends = accumulate(len(locale) + 1 for _, locale in locales)
    return locales[: max(sum(end <= room for end in ends), 1)]


def _iter_block(coverage: Coverage, block: Sequence[tuple[int, Locale]], heading: str, *, color: bool) -> Iterator[str]:
    """Yield the lines of one block, whose first column is as wide as its heading."""
    key_width = cell_width(heading)
    yield " ".join((heading, *(locale for _, locale in block)))
    signs: dict[tuple[RecordStatus, ...], str] = {}
    for key, statuses in (coverage.by_record or {}).items():
        if statuses not in signs:
            cells = (_sign(statuses[n], color=color) + " " * (len(locale) - 1) for n, locale in block)
            signs[statuses] = " ".join(cells).rstrip()
        yield f"{shorten_middle(key, key_width):{key_width}} {signs[statuses]}"


def _sign(status: RecordStatus, *, color: bool) -> str:
    sign, code = SIGNS[status]
    return f"\x1b[{code}m{sign}\x1b[0m" if color else sign
