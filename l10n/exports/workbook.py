"""XLSX: the table as a spreadsheet's own file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from l10n.errors import L10nError
from l10n.exports import Group, Options, export
from l10n.exports.controls import without_controls
from l10n.exports.table import iter_rows, list_columns

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

_LONGEST = 32_767
"""Characters that a cell holds."""
_CUT = " […]"
_MOST = 1_048_576
"""Rows that a sheet holds."""
_PART = 1 << 16


@export("xlsx")
def export_xlsx(groups: Iterable[Group], options: Options) -> Iterator[bytes]:
    """Excel workbook: the table of `csv` in one sheet; every cell is text, never a formula."""
    try:
        from openpyxl import Workbook
    except ImportError:
        raise L10nError("openpyxl is not installed, which xlsx needs: pip install l10n-records[xlsx]") from None
    columns = list_columns(options)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("records")
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, column) for column in columns])
    for number, row in enumerate(iter_rows(groups, options), 2):
        if number > _MOST:
            raise L10nError(f"found more than {_MOST - 1:,} pages, expected what a sheet holds; csv has no such limit")
        sheet.append([_cell(sheet, row[column]) if column in row else None for column in columns])
    with TemporaryDirectory(prefix="l10n-") as folder:
        path = Path(folder) / "records.xlsx"
        book.save(path)
        with path.open("rb") as file:
            while part := file.read(_PART):
                yield part


def _cell(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    """Return a cell that holds a text, whatever it begins with; one that is too long says that it was cut."""
    from openpyxl.cell import WriteOnlyCell

    text = without_controls(text)
    if len(text) > _LONGEST:
        text = text[: _LONGEST - len(_CUT)] + _CUT
    cell = WriteOnlyCell(sheet, value="")
    cell.value = text
    cell.data_type = "s"
    return cell
