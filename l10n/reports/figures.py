"""Figures: numbers and shares in the form in which every report shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from unicodedata import combining, east_asian_width

from l10n.words import number

NOTHING = "–"
"""What stands for a ratio over nothing."""
GAP = 2
"""The spaces between two columns of a table."""


def format_percent(part: int, whole: int) -> str:
    """Return a share in percent with one decimal; `100 %` only for all of it and `0 %` only for none.

    >>> [format_percent(*pair) for pair in ((1, 3), (9999, 10000), (1, 10000), (3, 3), (0, 3), (0, 0))]
    ['33.3 %', '99.9 %', '0.1 %', '100 %', '0 %', '–']
    """
    if not whole:
        return NOTHING
    if part in (0, whole):
        return "100 %" if part else "0 %"
    permille = min(max((2000 * part + whole) // (2 * whole), 1), 999)
    return f"{number(permille / 10, decimals=1)} %"


def format_part(part: int, whole: int) -> str:
    """Return how many of how many.

    >>> format_part(1136, 20000)
    '1,136/20,000'
    """
    return f"{number(part)}/{number(whole)}"


def cell_width(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> cell_width("locale"), cell_width("Šauļi"), cell_width("e\u0301"), cell_width("記録")
    (6, 5, 1, 4)
    """
    if text.isascii():
        return len(text)
    return sum(0 if combining(sign) else 1 + (east_asian_width(sign) in "WF") for sign in text)


def pad(text: str, width: int) -> str:
    """Return the text with spaces after it, so that it takes at least `width` columns."""
    return text + " " * (width - cell_width(text))


def fill_lines(parts: Iterable[str], width: int) -> Iterator[str]:
    """Yield lines of parts, two spaces between them, as many in each as `width` columns hold, but at least one.

    >>> list(fill_lines(("done", "fuzzy", "missing"), 12))
    ['done  fuzzy', 'missing']
    """
    line = ""
    for part in parts:
        if line and cell_width(line) + len("  ") + cell_width(part) > width:
            yield line
            line = part
        else:
            line = f"{line}  {part}" if line else part
    yield line


def share_cells(parts: Sequence[int], width: int) -> list[int]:
    """Share `width` cells of a bar among the parts of a whole: at least one for each part that is not 0.

    A bar over nothing has no cells. `width` must be at least the number of parts.

    >>> share_cells((999, 1, 0), 10), share_cells((1, 1, 1), 10), share_cells((0, 0, 0), 10)
    ([9, 1, 0], [4, 3, 3], [0, 0, 0])
    """
    whole = sum(parts)
    if not whole:
        return [0] * len(parts)
    cells = [max(part * width // whole, 1) if part else 0 for part in parts]
    while sum(cells) < width:
        cells[_most_lacking(parts, cells, width)] += 1
    while sum(cells) > width:
        cells[cells.index(max(cells))] -= 1
    return cells


def _most_lacking(parts: Sequence[int], cells: Sequence[int], width: int) -> int:
    """Return the index of the part whose cells fall shortest of its share; the first of equal ones."""
    whole = sum(parts)
    lacks = [part * width - cell * whole for part, cell in zip(parts, cells, strict=True)]
    return lacks.index(max(lacks))


def shorten_middle(text: str, width: int) -> str:
    """Return the text in at most `width` characters, with an ellipsis for what is left out of its middle.

    >>> shorten_middle("event/emperor-nicholas-ii-of-russia", 20), shorten_middle("event/decree", 20)
    ('event/empe…of-russia', 'event/decree')
    """
    if len(text) <= width:
        return text
    tail = (width - 1) // 2
    return f"{text[: width - 1 - tail]}…{text[len(text) - tail :]}"


def fold(text: str, width: int) -> str:
    r"""Return a text in lines of at most so many columns; paths stay whole.

    >>> fold("translate in locales/lv/LC_MESSAGES/", 16)
    'translate in\nlocales/lv/LC_MESSAGES/'
    """
    from textwrap import fill

    return fill(text, width, break_long_words=False, break_on_hyphens=False)


def fitting_columns(columns: Sequence[Sequence[str]], dispensable: Sequence[int], width: int) -> list[int]:
    """Return the numbers of the columns of a table that find room: all, or all but the first dispensable ones.

    >>> fitting_columns((("lv",), ("45.5 %",), ("1",)), (2, 1), 12), fitting_columns((("lv",), ("45.5 %",)), (1,), 9)
    ([0, 1], [0])
    """
    widths = [max(map(cell_width, column)) + GAP for column in columns]
    shown = list(range(len(columns)))
    for gone in dispensable:
        if sum(widths[n] for n in shown) <= width:
            break
        shown.remove(gone)
    return shown
