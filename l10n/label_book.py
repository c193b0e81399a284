"""The label book: what pages say of the records that they link to, on disk while a collection streams by."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

import msgspec

from l10n.errors import ParseError, Place
from l10n.record_json import parse_record
from l10n.schema import Field, FieldKind, RecordType, Schema
from l10n.served import Label, find_label

_KEPT = 4096
"""Labels that are remembered: pages link to the same few persons and places again and again."""
_CACHE = 32_768
"""Kibibytes of the book that SQLite holds in memory."""


class LabelBook(Mapping[str, Label]):
    """The labels of records by key; each is read from the disk when it is asked for.

    It stands in a temporary file of SQLite's own, without a name, that is gone with the book.
    """

    def __init__(self, schema: Schema) -> None:
        """Begin an empty book."""
        self._schema = schema
        self._extracts = {name: _extract_type(type_) for name, type_ in schema.types.items()}
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute(f"PRAGMA cache_size = -{_CACHE}")
        self._database.execute("CREATE TABLE label (key TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID")
        self._label = lru_cache(_KEPT)(self._read_label)

    def add(self, texts: Iterable[tuple[str, bytes, Place]]) -> None:
        """Enter records: (type, JSON text, where it stands); raise ParseError for a key that is there already."""
        self._database.execute("BEGIN")
        current = [("", Place())]
        try:
            self._database.executemany("INSERT INTO label VALUES (?, ?)", self._entries(texts, current))
        except sqlite3.IntegrityError:
            key, place = current[0]
            message = f"the record {key!r} stands also elsewhere, expected each key once"
            raise ParseError(message, place._replace(field="id")) from None
        self._database.execute("COMMIT")
        self._label.cache_clear()

    def _entries(
        self, texts: Iterable[tuple[str, bytes, Place]], current: list[tuple[str, Place]]
    ) -> Iterator[tuple[str, bytes]]:
        """Yield rows one at a time; `current` says which one the database is at."""
        for type_name, data, place in texts:
            entry = self._extract(type_name, data, place)
            current[0] = (entry[0], place)
            yield entry

    def _extract(self, type_name: str, data: bytes, place: Place) -> tuple[str, bytes]:
        """Return a record's key and the part of its text that makes its label."""
        try:
            found = self._extracts[type_name].decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            parse_record(data, self._schema, place.path, line=max(place.line, 1))  # says what is wrong
            raise
        return f"{type_name}/{found.id}", msgspec.json.encode(found)

    def find_data(self, key: str) -> bytes | None:
        """Return what the book holds of a record: its JSON text with nothing but what makes its label, or None."""
        row = self._database.execute("SELECT data FROM label WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _read_label(self, key: str) -> Label | None:
        data = self.find_data(key)
        return None if data is None else find_label(parse_record(data, self._schema), self._schema)

    def find_value(self, key: str, field: str) -> object:
        """Return what a record holds in a field that the book keeps: a date, its calendar, its item; else None."""
        data = self.find_data(key)
        return None if data is None else msgspec.json.decode(data).get(field)

    def __getitem__(self, key: str) -> Label:
        """Return a record's label; raise KeyError if there is no such record."""
        label = self._label(key)
        if label is None:
            raise KeyError(key)
        return label

    def __iter__(self) -> Iterator[str]:
        """Yield the keys, sorted."""
        yield from (row[0] for row in self._database.execute("SELECT key FROM label ORDER BY key"))

    def __len__(self) -> int:
        """Return how many records it holds."""
        count: int = self._database.execute("SELECT count(*) FROM label").fetchone()[0]
        return count

    @cached_property
    def linked_types(self) -> frozenset[str]:
        """The types that references lead to: those whose records belong into the book."""
        fields = (field for type_ in self._schema.types.values() for field in _flat(type_.fields))
        references = [field for field in fields if field.kind is FieldKind.REFERENCES]
        return frozenset(name for field in references for name in field.to or self._schema.types)


def _flat(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from field.fields


def _extract_type(type_: RecordType) -> msgspec.json.Decoder[Any]:
    """Return what reads of a record only what its label needs, and skips all else."""
    label = type_.label_field
    name = label.name if label else ""
    texts = msgspec.defstruct("Texts", [(name, str, "")], omit_defaults=True) if name else dict[str, str]
    others = msgspec.defstruct("Versions", [(name, list[Any], [])], omit_defaults=True) if name else dict[str, Any]
    conflicts = msgspec.defstruct("Conflicts", [("texts", dict[str, others], {})], omit_defaults=True)  # type: ignore[valid-type]
    dates = [field.name for field in type_.fields if field.kind is FieldKind.DATE]
    beside = [field.calendar for field in type_.fields if field.calendar]
    ids = [field.name for field in type_.fields if field.wikibase == "id"]
    kept = dict.fromkeys((*dates, *(one for one in (*beside, *ids) if one in {f.name for f in type_.fields})))
    fields: list[Any] = [
        ("id", str),
        ("type", str),
        ("source", str),
        ("sources", dict[str, str], {}),
        *([(name, dict[str, str], {})] if name else ()),
        *((one, Any, None) for one in kept),
        ("state", dict[str, texts], {}),  # type: ignore[valid-type]
        ("conflicts", conflicts | None, None),
    ]
    renamed = {f"f{n}": field for n, field in enumerate(fields)}
    struct = msgspec.defstruct(
        "Extract",
        [("id", str), *((alias, *field[1:]) for alias, field in renamed.items() if field[0] != "id")],
        rename={alias: field[0] for alias, field in renamed.items() if field[0] != "id"},
        omit_defaults=True,
    )
    return msgspec.json.Decoder(struct)
