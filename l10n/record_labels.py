"""Record labels: what many records are called, with nothing else of them read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from l10n.locales import Locale
from l10n.record_json import RecordText, parse_record
from l10n.records import Record, record_label
from l10n.schema import RecordType, Schema


def iter_labels(texts: Iterable[RecordText], schema: Schema) -> Iterator[tuple[str, str]]:
    """Yield each record's key, and what `record_label` calls it.

    What is wrong with the rest of a record is not found; raise ParseError or SeveralErrors where this much is.
    """
    readers = {name: _LabelReader(type_, schema) for name, type_ in schema.types.items()}
    for text in texts:
        record = readers[text.type].read(text)
        yield record.key, record_label(record, schema)


class _LabelReader:
    """Reads records of one type with no fields but their label."""

    def __init__(self, type_: RecordType, schema: Schema) -> None:
        self._schema, self._label = schema, type_.label_field
        fields: list[Any] = [("id", str), ("source", Locale)]
        if self._label:
            fields.append(("texts", dict[Locale, str], {}))
        rename = {"texts": self._label.name} if self._label else None
        self._decode = msgspec.json.Decoder(msgspec.defstruct("Named", fields, rename=rename, gc=False)).decode

    def read(self, text: RecordText) -> Record:
        """Return the record."""
        try:
            found: Any = self._decode(text.data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return parse_record(text.data, self._schema, text.path, line=text.line, key=text.key)  # says what is wrong
        values = {self._label.name: found.texts} if self._label else {}
        return Record(type=text.type, id=found.id, source=found.source, values=values)
