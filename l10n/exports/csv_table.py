"""CSV: a table that every spreadsheet and database reads (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from l10n.exports import Group, Options, export
from l10n.exports.table import iter_rows, list_columns

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ROWS = 200
"""How many rows are written at once."""


@export("csv")
def export_csv(groups: Iterable[Group], options: Options) -> Iterator[bytes]:
    """CSV: a table with a row for every page and a column for every field."""
    buffer = io.StringIO(newline="")
    columns = list_columns(options)
    writer = csv.DictWriter(buffer, columns)
    writer.writeheader()
    for number, row in enumerate(iter_rows(groups, options), 1):
        writer.writerow({column: _harmless(cell) for column, cell in row.items()})
        if number % _ROWS == 0:
            yield _take(buffer)
    yield _take(buffer)


def _take(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe says that what follows is text."""
    return f"'{cell}" if cell.startswith(_FORMULA) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    """Tell whether a cell is nothing but digits behind its sign, as a year before 1 is."""
    return cell[1:].replace("-", "").isdecimal()
