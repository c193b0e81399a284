"""Plain lines counted by DuckDB: several ranges of a large JSONL file, read at once.

DuckDB takes more for JSON than JSON is: a number for a text, a comma too many, a key twice. So what it read is added
up: a range of which a byte or a quote is left over is counted the usual way, and so is every line that is not plain.
DuckDB says what is known of a unit; what such a unit is in each locale, `SourceUnit.cell` decides.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from msgspec import Struct

from l10n.counting.duck_query import (
    TABLE,
    Columns,
    find_columns,
    format_reading,
    format_rows,
    format_sums,
    format_whole,
    split_code,
)
from l10n.counting.quick import MAX_KNOWN, QuickCounter
from l10n.model import UnitKey
from l10n.records import RECORD_ID, SourceUnit
from l10n.schema import Field, Schema
from l10n.tally import Masks, Row
from l10n.text import count_words, digest

WORTH = 32 << 20
"""From so many bytes on it is worth to ask DuckDB: it takes a third of a second to begin."""
_MEMORY = "200MB"
_STALE = "{source}@000000000000 {target} human 2000-01-01"
"""The state of a translation, unchanged since, of another source."""
AddLine = Callable[[bytes, int], None]
"""Counts a line the usual way; it gets its number, from 1."""


class Slice(Struct, frozen=True, kw_only=True):
    """A range of lines, as DuckDB gets it."""

    start: int
    """Where it begins in what DuckDB reads, in bytes."""
    size: int
    quotes: int
    lines: int
    odd: dict[int, bytes]
    """Lines that DuckDB does not get, by number, from 0: those with escapes, and empty ones beside them."""

    @property
    def rows(self) -> int:
        """How many lines DuckDB gets."""
        return self.lines - len(self.odd)


def split_odd(data: bytes) -> tuple[bytes, dict[int, bytes]]:
    r"""Return the lines that DuckDB can read, each with its end, and the others by number.

    >>> split_odd(b'{"a": "b"}\n{"a": "\\n"}')
    (b'{"a": "b"}\n', {1: b'{"a": "\\n"}\n'})
    """
    data = data if data.endswith(b"\n") else data + b"\n"
    if b"\\" not in data:
        return data, {}
    lines = [line + b"\n" for line in data[:-1].split(b"\n")]
    odd = {number: line for number, line in enumerate(lines) if b"\\" in line or line.isspace()}
    return b"".join([line for number, line in enumerate(lines) if number not in odd]), odd


class DuckCounter:
    """Counts lines of plain records with DuckDB, and whatever it cannot with a `QuickCounter`."""

    def __init__(self, schema: Schema, counter: QuickCounter) -> None:
        self._schema, self._counter = schema, counter
        self._types = {name: find_columns(type_, schema) for name, type_ in schema.types.items()}
        self._rows: dict[str, list[_Rows]] = {}
        self._odd: set[str] = set()
        """Types of which most records turned out not to be plain."""
        self._connection: Any = None

    def can_count(self, type_name: str, sample: Sequence[bytes]) -> bool:
        """Tell whether there is DuckDB, and most records of a type are plain, as some of its lines are."""
        if self._types[type_name] is None or type_name in self._odd or find_spec("duckdb") is None:
            return False
        return 2 * sum(self._counter.is_plain(line, type_name) for line in sample) >= len(sample)

    def count(self, type_name: str, ranges: Iterable[bytes], add_line: AddLine) -> Iterator[int]:
        """Count ranges of lines into the counter; yield after each the number of its lines."""
        columns = self._types[type_name]
        assert columns is not None  # noqa: S101 (see `can_count`)
        with _open_scratch() as (descriptor, path):
            slices = list(_write_slices(descriptor, ranges))
            is_read = self._read(columns, path, sum(part.rows for part in slices))
            plain, row = 0, 0
            for part in slices:
                reading = _Reading(self.ask, columns, part, row) if is_read else None
                if reading and reading.is_whole(descriptor):
                    plain += len(reading.rows) - len(reading.rest)
                    self._add(reading, columns, type_name, add_line)
                else:
                    for number, line in enumerate(_iter_lines(part, descriptor), 1):
                        add_line(line, number)
                row += part.rows
                yield part.lines
            if 2 * plain < row:
                self._odd.add(type_name)

    def _read(self, columns: Columns, path: str, rows: int) -> bool:
        """Let DuckDB read a file; tell whether it has as many records as lines."""
        import duckdb

        try:
            self.ask(format_reading(columns, path))
            return bool(self.ask(f"SELECT count(*) FROM {TABLE}") == [(rows,)])  # noqa: S608
        except duckdb.Error:
            return False

    def ask(self, query: str, values: Sequence[int] = ()) -> list[Any]:
        """Return the rows that DuckDB answers with."""
        if self._connection is None:
            import duckdb

            self._connection = duckdb.connect(config=_CONFIG)
            self._connection.execute("SET enable_progress_bar = false")  # it would draw one among our own output
        found: list[Any] = self._connection.execute(query, values).fetchall()
        return found

    def _add(self, reading: _Reading, columns: Columns, type_name: str, add_line: AddLine) -> None:
        """Count a range's records in their order, then the units of those that are plain."""
        maker = self._counter.maker
        tables = self._find_rows(type_name, columns)
        masks: dict[tuple[Any, ...], Masks] = {}
        for number, row in reading.iter_lines():
            if isinstance(row, bytes):
                add_line(row, number)
                continue
            facts = row[2:]
            found = masks.get(facts)
            if found is None:
                found = masks[facts] = _merge_masks(facts[0], facts[1:], tables)
            maker.add_record(type_name, f"{type_name}/{row[0]}", found)
        for number, code, declared, units, words, characters, texts in reading.find_sums():
            more = count_words("\n".join(texts)) if texts else 0
            path = f"{type_name}/{columns.fields[number]}"
            maker.add_alike(path, tables[number][code], declared, (units, words + more, characters))

    def _find_rows(self, type_name: str, columns: Columns) -> list[_Rows]:
        """Return what is remembered of each field's units."""
        tables = self._rows.get(type_name)
        if tables is None or sum(map(len, tables)) > MAX_KNOWN:
            fields = {field.name: field for field in self._schema.types[type_name].fields}
            tables = self._rows[type_name] = [_Rows(self._counter, fields[name], columns) for name in columns.fields]
        return tables


_CONFIG: dict[str, Any] = {
    "threads": 1,
    "memory_limit": _MEMORY,
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


class _Reading:
    """What DuckDB read of a range."""

    def __init__(self, ask: Callable[..., list[Any]], columns: Columns, part: Slice, row: int) -> None:
        self._ask, self._columns, self._part = ask, columns, part
        self._place = [row, row + part.rows]
        self.rows = ask(format_rows(columns), self._place)
        """Of each line that DuckDB got: id, whether it is plain, where it is declared, codes."""
        self.rest: dict[int, bytes] = {}
        """Those lines of them that are not plain, by number, from 0."""

    def is_whole(self, descriptor: int) -> bool:
        """Tell whether every byte of the range is accounted for: what was read is all there is."""
        not_plain = [number for number, row in enumerate(self.rows) if not row[1]]
        if not_plain:
            lines = _read_slice(self._part, descriptor).split(b"\n")
            self.rest = {number: lines[number] + b"\n" for number in not_plain}
        ((size, strings),) = self._ask(format_whole(), self._place)
        rest = self.rest.values()
        return (
            size == self._part.size - sum(map(len, rest))
            and 2 * strings == self._part.quotes - sum(line.count(b'"') for line in rest)
            and all(RECORD_ID.fullmatch(row[0]) for row in self.rows if row[1])
        )

    def iter_lines(self) -> Iterator[tuple[int, Any]]:
        """Yield the number of each line, from 1, and its row, or the line itself where it is to be counted as usual."""
        rows = ((self.rest.get(number), row) for number, row in enumerate(self.rows))
        for number in range(self._part.lines):
            line = self._part.odd.get(number)
            if line is None:
                rest, row = next(rows)
                yield number + 1, row if rest is None else rest
            else:
                yield number + 1, line

    def find_sums(self) -> list[Any]:
        """Return what the units of plain records amount to; see `format_sums`."""
        return self._ask(format_sums(self._columns), self._place)


class _Rows(dict[int, Row]):
    """What units of a field are in every locale, by code."""

    def __init__(self, counter: QuickCounter, field: Field, columns: Columns) -> None:
        super().__init__()
        self._counter, self._field, self._columns = counter, field, columns

    def __missing__(self, code: int) -> Row:
        """Let `cell` decide of a unit that is alike."""
        source, held, stale = split_code(code, self._columns.locales)
        unit = SourceUnit(
            key=UnitKey(""),
            field=self._field,
            source_locale=source,
            texts={locale: locale for locale in held},
            wanted=self._field.wanted,
            state={locale: _STALE.format(source=source, target=digest(locale)) for locale in stale},
        )
        row = self[code] = self._counter.find_row(unit, stale)
        return row


def _merge_masks(declared: int, codes: Sequence[int | None], tables: Sequence[_Rows]) -> Masks:
    done = to_do = 0
    for code, table in zip(codes, tables, strict=True):
        if code is not None:
            row = table[code]
            done, to_do = done | row.done, to_do | row.to_do
    return done, to_do, declared


@contextmanager
def _open_scratch() -> Iterator[tuple[int, str]]:
    """Open a file for what DuckDB reads, in memory where the system can do that; it goes when this ends."""
    if hasattr(os, "memfd_create"):
        descriptor, path = os.memfd_create("l10n"), ""
    else:
        descriptor, path = tempfile.mkstemp(suffix=".jsonl")
    try:
        yield descriptor, path or f"/proc/self/fd/{descriptor}"
    finally:
        os.close(descriptor)
        if path:
            Path(path).unlink()


def _write_slices(descriptor: int, ranges: Iterable[bytes]) -> Iterator[Slice]:
    """Write ranges one after the other; yield what is known of each."""
    start = 0
    for data in ranges:
        kept, odd = split_odd(data)
        left = memoryview(kept)
        while left:
            left = left[os.write(descriptor, left) :]
        lines = kept.count(b"\n") + len(odd)
        yield Slice(start=start, size=len(kept), quotes=kept.count(b'"'), lines=lines, odd=odd)
        start += len(kept)


def _read_slice(part: Slice, descriptor: int) -> bytes:
    os.lseek(descriptor, part.start, os.SEEK_SET)
    found = bytearray()
    while len(found) < part.size and (more := os.read(descriptor, part.size - len(found))):
        found += more
    return bytes(found)


def _iter_lines(part: Slice, descriptor: int) -> Iterator[bytes]:
    """Yield all lines of a range, in order."""
    kept = iter(_read_slice(part, descriptor).split(b"\n"))
    for number in range(part.lines):
        yield part.odd.get(number) or next(kept) + b"\n"
