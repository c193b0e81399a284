"""The index: what the last synchronisation saw, so that the next one reads only what changed since.

Nothing is known from it alone: without it, or with one of another version, everything is read again.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from l10n.store import Signature

VERSION = 4


class Finding(Struct, frozen=True, kw_only=True):
    """Something in a catalog that waits for a person."""

    kind: str
    """`conflict`, `copy` or `refused`."""
    key: str
    locale: str
    path: str
    """The catalog, or record, relative to the collection."""
    line: int = 0
    record: str = ""
    """The text that the record has."""
    catalog: str = ""
    """The text that the catalog has; of a merged one, the other branch's."""
    source: str = ""
    """Where source and translation swapped roles, and both changed: the source; the conflict is between the two."""
    is_stale: bool = False
    """Whether the record's text was made for an earlier source."""
    is_merged: bool = False
    """Whether the record holds both versions, as merging two branches in git left them; `path` is the record's then."""
    message: str = ""


class RecordEntry(Struct, frozen=True, array_like=True):
    """What the index knows of a record."""

    path: str
    source_locales: tuple[str, ...]
    """Of its units: the domains that it has units in."""
    references: tuple[str, ...]
    label: str
    """The digest of its label in all locales, which other records' notes show."""


class Index(Struct, kw_only=True):
    """Everything that the last complete synchronisation saw and left."""

    version: int = VERSION
    config: str
    """The digest of `l10n.toml` and of the program's version."""
    files: dict[str, Signature]
    """Of records, catalogs and templates."""
    records: dict[str, RecordEntry]
    findings: list[Finding] = []
    entries: dict[str, msgspec.Raw] = {}
    """{path of a catalog or template: {record: a digest of its entries there}}, each as `encode_digests` returns it.

    Only of files that were written in the usual form; decoded one by one, as a run looks at few.
    """


def parse_index(data: bytes | None, config: str) -> Index | None:
    """Return the index, or None if there is none for this configuration."""
    if data is None:
        return None
    try:
        index = msgspec.msgpack.decode(data, type=Index)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
        return None
    return index if index.version == VERSION and index.config == config else None


def encode_digests(digests: Mapping[str, int]) -> msgspec.Raw:
    """Return the digests of a file's entries as the index keeps them."""
    return msgspec.Raw(msgspec.msgpack.encode(digests))


def decode_digests(raw: msgspec.Raw) -> dict[str, int]:
    """Return the digests of a file's entries.

    >>> decode_digests(encode_digests({"event/a": 1}))
    {'event/a': 1}
    """
    return msgspec.msgpack.decode(raw, type=dict[str, int])


def format_index(index: Index) -> bytes:
    """Return the index's bytes."""
    return msgspec.msgpack.encode(index)
