"""Coverage as text for people, on a terminal or in a pipe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING

from l10n.coverage import Axis, Counts, Coverage, LocaleCoverage, RecordStatus, Table
from l10n.locales import Locale, posix_locale
from l10n.reports.figures import format_number, format_percent, share_cells, shorten_middle

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

MAX_WIDTH = 80
MIN_WIDTH = 40

MIN_BAR = 6
MAX_BAR = 20
_BAR = (("█", "green"), ("▒", "yellow"), ("░", "bright_black"))
"""The signs and colours of done, fuzzy and missing."""
_GAP = 2
_HEADINGS = ("Locale", "Done", "Source", "Wanted", "Fuzzy", "Missing", "Words", "Records")

_LEGEND = (
    "",
    "█ done  ▒ fuzzy  ░ missing",
    "Source: units written in the locale itself.  Wanted: those of other locales.",
    "Words: done/wanted, counted in the source.  Records: complete/wanted.",
)

_SIGNS = {
    RecordStatus.COMPLETE: ("●", "32"),
    RecordStatus.PARTIAL: ("◐", "33"),
    RecordStatus.NONE: ("○", "31"),
    RecordStatus.DECLARED: ("◇", "36"),
    RecordStatus.EXCLUDED: ("·", "2"),
}
"""Per status its sign and its colour in a terminal."""
_KEY_WIDTH = 24
"""The least width of the column of record keys."""

_ASCII = str.maketrans("█▒░─–…●◐○◇·", "#~.--~+~-?.")

Section = tuple[str, Table]
"""A heading and the locales below it."""


def format_coverage(
    coverage: Coverage, axes: Sequence[Axis] = ("locale",), *, width: int = MAX_WIDTH, color: bool = False
) -> Iterator[str]:
    """Yield the lines of a report, one table per axis in the order given, at most 80 columns wide."""
    width = max(min(width, MAX_WIDTH), MIN_WIDTH)
    yield f"{coverage.collection} ({format_number(coverage.records, 'record')})"
    order = tuple(dict.fromkeys(axes))
    last_table = next((axis for axis in reversed(order) if axis != "record"), None)
    for axis in order:
        yield ""
        if axis == "record":
            yield from _iter_matrix(coverage, width, color=color)
        else:
            yield from _iter_table(_sections(coverage, axis), width, color=color)
        if axis == last_table:
            yield from _LEGEND


def has_color(environ: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Tell whether to colour what is printed (https://no-color.org, https://force-color.org).

    >>> has_color({}, is_terminal=True), has_color({"NO_COLOR": "1"}, is_terminal=True)
    (True, False)
    """
    if environ.get("NO_COLOR"):
        return False
    return bool(environ.get("FORCE_COLOR")) or (is_terminal and environ.get("TERM") != "dumb")


def ascii_line(line: str) -> str:
    """Return a line of a report in ASCII, for a stream that may know no more; a letter beyond it becomes `?`.

    >>> ascii_line("██▒░ 75.0 % – ● ◐ ○ ◇ ·")
    '##~. 75.0 % - + ~ - ? .'
    """
    return line.translate(_ASCII).encode("ascii", "replace").decode()


def format_next_step(coverage: Coverage) -> str:
    """Return what to do next: for the first required locale with work left, else the first optional one."""
    order = (*coverage.required, *(locale for locale in coverage.locales if locale not in coverage.required))
    for locale in order:
        units = coverage.locales[locale].units
        if units.missing or units.fuzzy:
            folder = f"locales/{posix_locale(locale)}/LC_MESSAGES/"
            return f"{locale}: {_left(units)}; translate in {folder}, then run l10n sync"
    if any(numbers.units.wanted for numbers in coverage.locales.values()):
        return "all that is wanted is translated"
    return "nothing is wanted yet: add records, then run l10n update"


def _left(units: Counts) -> str:
    """Return what is left in words.

    >>> _left(Counts(missing=12, fuzzy=1)), _left(Counts(fuzzy=1))
    ('12 units missing, 1 fuzzy', '1 unit fuzzy')
    """
    missing = f"{format_number(units.missing, 'unit')} missing" if units.missing else ""
    fuzzy = f"{units.fuzzy if missing else format_number(units.fuzzy, 'unit')} fuzzy" if units.fuzzy else ""
    return ", ".join(part for part in (missing, fuzzy) if part)


def _sections(coverage: Coverage, axis: Axis) -> list[Section]:
    if axis == "locale":
        groups = (("Required", True), ("Optional", False))
        return [(heading, _only(coverage, is_required=is_required)) for heading, is_required in groups]
    return list(((coverage.by_type if axis == "type" else coverage.by_field) or {}).items())


def _only(coverage: Coverage, *, is_required: bool) -> Table:
    return {
        locale: numbers for locale, numbers in coverage.locales.items() if (locale in coverage.required) is is_required
    }


def _iter_table(sections: Sequence[Section], width: int, *, color: bool) -> Iterator[str]:
    """Yield the lines of one table whose columns all sections share."""
    rows = [[_figures(*item) for item in table.items()] for _, table in sections]
    columns = list(zip(_HEADINGS, *chain.from_iterable(rows), strict=True))
    widths = [max(map(len, column)) for column in columns]
    bar_width = min(width - sum(widths) - _GAP * len(widths), MAX_BAR)
    units = [numbers.units for _, table in sections for numbers in table.values()]
    bars = [_bar(counts, bar_width) for counts in units] if bar_width >= MIN_BAR else None
    lines = iter(_render_columns(columns, bars, max(width, sum(widths) + _GAP * len(widths)), color=color))
    yield from islice(lines, 2)
    for (heading, _), section in zip(sections, rows, strict=True):
        if section:
            yield f"\x1b[1m{heading}\x1b[0m" if color else heading
            yield from islice(lines, len(section))


def _figures(locale: Locale, numbers: LocaleCoverage) -> tuple[str, ...]:
    """Return one line of a table without its bar, in the order of `_HEADINGS`."""
    units, words, records = numbers.units, numbers.words, numbers.records
    return (
        f"  {locale}",
        format_percent(units.done, units.wanted),
        str(units.source),
        str(units.wanted),
        str(units.fuzzy),
        str(units.missing),
        f"{words.done}/{words.wanted}",
        f"{records.complete}/{records.wanted}",
    )


def _bar(counts: Counts, width: int) -> Text:
    from rich.text import Text

    cells = share_cells((counts.done, counts.fuzzy, counts.missing), width)
    return Text.assemble(*((sign * number, style) for (sign, style), number in zip(_BAR, cells, strict=True)))


def _render_columns(
    columns: Sequence[tuple[str, ...]], bars: Sequence[Text] | None, width: int, *, color: bool
) -> list[str]:
    """Return the lines of a table: its headings, a rule, then one line a row; the bars come second."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as Grid

    grid = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="")
    for number, (heading, *_) in enumerate(columns):
        if bars and number == 1:
            grid.add_column(heading, no_wrap=True)
        grid.add_column("" if bars and number == 1 else heading, justify="right" if number else "left", no_wrap=True)
    for number, (first, *others) in enumerate(zip(*(figures for _, *figures in columns), strict=True)):
        grid.add_row(first, *((bars[number],) if bars else ()), *others)
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
    while locales:
        block = _fitting(locales, width - _KEY_WIDTH)
        locales = locales[len(block) :]
        room = width - sum(len(locale) + 1 for _, locale in block)
        yield from _iter_block(coverage, block, min(max(keys, len("Record")), room), color=color)
        yield ""
    yield "  ".join(f"{_sign(status, color=color)} {status}" for status in RecordStatus)


def _fitting(locales: Sequence[tuple[int, Locale]], room: int) -> Sequence[tuple[int, Locale]]:
    """Return as many of the first locales as fit in one block, at least one."""
    ends = accumulate(len(locale) + 1 for _, locale in locales)
    return locales[: max(sum(end <= room for end in ends), 1)]


def _iter_block(
    coverage: Coverage, block: Sequence[tuple[int, Locale]], key_width: int, *, color: bool
) -> Iterator[str]:
    yield " ".join(("Record".ljust(key_width), *(locale for _, locale in block)))
    signs: dict[tuple[RecordStatus, ...], str] = {}
    for key, statuses in (coverage.by_record or {}).items():
        if statuses not in signs:
            cells = (_sign(statuses[n], color=color) + " " * (len(locale) - 1) for n, locale in block)
            signs[statuses] = " ".join(cells).rstrip()
        yield f"{shorten_middle(key, key_width):{key_width}} {signs[statuses]}"


def _sign(status: RecordStatus, *, color: bool) -> str:
    sign, code = _SIGNS[status]
    return f"\x1b[{code}m{sign}\x1b[0m" if color else sign
