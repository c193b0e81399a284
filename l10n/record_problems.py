"""Problems of a record that do not stop the work but should be mended."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from l10n.errors import L10nError, ParseError, Place
from l10n.records import Record, choose_source, is_free
from l10n.schema import Field, FieldKind, Schema


def find_record_problems(record: Record, schema: Schema, path: str = "", line: int = 0) -> tuple[L10nError, ...]:
    """Return what does not stop the work but should be mended: text that is not NFC, too long, or without a source."""
    problems: list[L10nError] = []
    for where, field, text in _iter_texts(record, schema):
        place = Place(path, line, field=where)
        if not unicodedata.is_normalized("NFC", text):
            problems.append(ParseError(f"found decomposed letters in {text[:40]!r}, expected text in NFC", place))
        if field.max_length and len(text) > field.max_length:
            message = f"found {len(text)} characters, expected at most {field.max_length}"
            problems.append(ParseError(message, place))
    return (*problems, *_orphans(record, schema, path, line))


def _iter_texts(record: Record, schema: Schema) -> Iterator[tuple[str, Field, str]]:
    for field in schema.types[record.type].fields:
        value = record.values.get(field.name)
        if not value:
            continue
        if field.kind is FieldKind.LIST:
            for item in value:
                for inner in field.fields:
                    if inner.is_translatable and item.get(inner.name):
                        yield from _texts_of(inner, item[inner.name], f"{field.name}.{item['id']}.{inner.name}")
        elif field.is_translatable:
            yield from _texts_of(field, value, field.name)


def _texts_of(field: Field, value: Mapping[str, Any], where: str) -> Iterator[tuple[str, Field, str]]:
    for locale, body in value.items():
        if field.kind is FieldKind.TEXT:
            yield from ((f"{where}.{locale}.{name}", field, text) for name, text in body.items())
        else:
            yield f"{where}.{locale}", field, body


def _orphans(record: Record, schema: Schema, path: str, line: int) -> Iterator[L10nError]:
    """Yield paragraphs of a translation whose source paragraph is gone."""
    for field in schema.types[record.type].fields:
        if field.kind is not FieldKind.TEXT or not record.values.get(field.name):
            continue
        value = record.values[field.name]
        source = choose_source(
            record.sources.get(field.name), record.source, [code for code, b in value.items() if b], schema
        )
        for locale, body in value.items():
            if locale == source or is_free(value, source, locale, record.state.get(locale, {}), field.name):
                continue
            for name in body.keys() - value.get(source, {}).keys():
                message = f"found a paragraph that the source locale {source!r} has not, expected one of its own"
                yield ParseError(message, Place(path, line, field=f"{field.name}.{locale}.{name}"))
