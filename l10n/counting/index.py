"""The indexes: what was counted and surveyed before, so that only what changed is read again.

Nothing is known from them alone: without one, or with one of another version, everything is counted again.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TypeVar

import msgspec
from msgspec import Struct

from l10n.counting.part import Part
from l10n.store import Signature
from l10n.tally import Roll, Tally

VERSION = 2
_SUM = 16
"""The bytes of the checksum in front: a wrong number must not come of a damaged disk."""
_I = TypeVar("_I", bound="CoverageIndex | RollIndex | SheetIndex")


class CountedRange(Struct, frozen=True, array_like=True):
    """A range of a JSONL file, as it was counted."""

    size: int
    lines: int
    key: bytes


class CountedFile(Struct, frozen=True, array_like=True):
    """A JSONL file, as it was counted."""

    signature: Signature
    ranges: tuple[CountedRange, ...]

    def parts(self, path: str) -> list[Part]:
        """Return its parts, which need not be read."""
        found, start = [], 0
        for counted in self.ranges:
            found.append(Part(files=((path, self.signature),), start=start, size=counted.size, key=counted.key))
            start += counted.size
        return found


class CoverageIndex(Struct, frozen=True, kw_only=True):
    """Everything that was counted."""

    version: int = VERSION
    config: str
    """The digest of `l10n.toml` and of the program's version."""
    files: dict[str, CountedFile] = {}
    """Of JSONL; other files are told by their parts' keys."""
    tallies: dict[bytes, Tally] = {}
    """By the key of the part."""

    def keys_of(self, path: str) -> frozenset[bytes]:
        """Return the keys of a JSONL file's ranges."""
        return frozenset(counted.key for counted in self.files[path].ranges) if path in self.files else frozenset()

    def lines_by_key(self) -> dict[bytes, int]:
        """Return how many lines each range has, by its key."""
        return {counted.key: counted.lines for file in self.files.values() for counted in file.ranges}


class RollIndex(Struct, frozen=True, kw_only=True):
    """The records of everything that was counted; apart, for few runs need them."""

    version: int = VERSION
    config: str
    rolls: dict[bytes, Roll] = {}


class SheetIndex(Struct, frozen=True, kw_only=True):
    """The sheets of a survey."""

    version: int = VERSION
    config: str
    sheets: dict[bytes, bytes] = {}
    """JSON, by the key of the part."""


def parse_index(data: bytes | None, empty: _I) -> _I:
    """Return what a file holds if it is of the same kind, version and configuration as an empty index, else that."""
    index = _decode(data, type(empty))
    return index if index and (index.version, index.config) == (empty.version, empty.config) else empty


def _decode(data: bytes | None, kind: type[_I]) -> _I | None:
    """Return what a file holds behind its checksum; None for a file that is not as it was written."""
    if data is None or data[:_SUM] != _checksum(data[_SUM:]):
        return None
    try:
        return msgspec.msgpack.decode(data[_SUM:], type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def format_index(index: CoverageIndex | RollIndex | SheetIndex) -> bytes:
    """Return an index's bytes."""
    data = msgspec.msgpack.encode(index)
    return _checksum(data) + data


def _checksum(data: bytes) -> bytes:
    return sha256(data).digest()[:_SUM]
