"""Parquet: the table for analysis, written by DuckDB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from l10n.errors import L10nError
from l10n.exports import Group, Options, export
from l10n.exports.table import iter_rows, list_columns

_PART = 1 << 16


@export("parquet")
def export_parquet(groups: Iterable[Group], options: Options) -> Iterator[bytes]:
    """Parquet: the table of `csv`, every column a text and null where there is none."""
    try:
        import duckdb
    except ImportError:
        raise L10nError("duckdb is not installed, which parquet needs: pip install l10n-records[scale]") from None
    columns = list_columns(options)
    encode = msgspec.json.Encoder().encode
    with TemporaryDirectory(prefix="l10n-") as folder:
        rows, path = Path(folder) / "rows.jsonl", Path(folder) / "records.parquet"
        with rows.open("wb") as file:
            for row in iter_rows(groups, options):
                file.write(encode(row) + b"\n")
        with duckdb.connect(config={"threads": 1, "temp_directory": folder}) as database:
            # a name in double quotes is one name, whatever stands in it
            names = ", ".join(f"{_quoted(column)}: 'VARCHAR'" for column in columns)
            source = f"read_json('{rows}', format = 'newline_delimited', columns = {{{names}}})"
            if not rows.stat().st_size:
                source = f"(SELECT {', '.join(f'NULL::VARCHAR AS {_quoted(column)}' for column in columns)} LIMIT 0)"
            database.execute(f"COPY (SELECT * FROM {source}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")  # noqa: S608 (names are quoted, paths our own)
        with path.open("rb") as file:
            while part := file.read(_PART):
                yield part


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
