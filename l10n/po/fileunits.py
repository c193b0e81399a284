"""The units of a file: those of all its entries, made when one of them is first looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, overload

from msgspec.structs import replace

from l10n.garbage import without_collection
from l10n.model import Catalog, Unit
from l10n.po.columns import Entry, make_units


class File(NamedTuple):
    """A well-formed file."""

    data: bytes
    """In UTF-8, without a byte order mark."""
    entries: Sequence[Entry]
    end: int
    """Where the last entry ends, without the blank lines after it."""
    header_position: int | None
    """Which entry is the header."""

    def header(self) -> Unit | None:
        """Return the header's unit."""
        if self.header_position is None:
            return None
        return self.units(self.header_position, self.header_position + 1)[0]

    def units(self, start: int = 0, stop: int | None = None) -> list[Unit]:
        """Return the units of the entries from one place to another, the header included."""
        entries = self.entries[start:stop]
        if not entries:
            return []
        with without_collection():
            units = make_units(entries, 1 + self.data.count(b"\n", 0, entries[0].start()))
        if not start:
            raw = units[0].raw
            units[0] = replace(units[0], line=1 + raw.count("\n", 0, len(raw) - len(raw.lstrip(" \t\r\n"))))
        if entries[-1].end() > self.end:
            units[-1] = replace(units[-1], raw=self.data[entries[-1].start() : self.end].decode())
        return units


class FileUnits(Sequence[Unit]):
    """The units of a file without its header, as a tuple has them; what makes them can no longer fail."""

    __slots__ = ("_held", "_size", "data", "end", "header")

    def __init__(self, file: File, header: Unit | None) -> None:
        """Remember the file, and what its catalog has beside these units."""
        self.data, self.end, self.header = file.data, file.end, header
        self._held: File | tuple[Unit, ...] = file
        self._size = len(file.entries) - (header is not None)

    def is_all_of(self, catalog: Catalog) -> bool:
        """Tell whether a catalog is as it was read from this file."""
        tail = catalog.tail.encode("utf-8", "surrogateescape")
        return catalog.units is self and catalog.header is self.header and tail == self.data[self.end :]

    def _all(self) -> tuple[Unit, ...]:
        held = self._held
        if isinstance(held, File):
            units = held.units()
            if held.header_position is not None:
                del units[held.header_position]
            self._held = held = tuple(units)
        return held

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._all())

    @overload
    def __getitem__(self, place: int) -> Unit: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Unit, ...]: ...
    def __getitem__(self, place: int | slice) -> Unit | tuple[Unit, ...]:
        return self._all()[place]

    def __eq__(self, other: object) -> bool:
        """Compare with a tuple, too."""
        return other is self or (isinstance(other, tuple | FileUnits) and self._all() == tuple(other))

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> tuple[type[tuple[Unit, ...]], tuple[tuple[Unit, ...]]]:
        """Become a tuple in a copy or in another process."""
        return tuple, (self._all(),)
