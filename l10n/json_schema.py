"""The JSON Schema of a collection's records, so that editors complete and check them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from l10n.dates import DATE_PATTERN
from l10n.errors import UnknownNameError, suggest
from l10n.model import PROVENANCE
from l10n.record_json import MAX_TEXT
from l10n.records import IGNORE, PARAGRAPH_ID, RECORD_ID
from l10n.schema import Field, FieldKind, RecordType, Schema

_Schema = dict[str, Any]


def json_schema(schema: Schema, type_name: str = "") -> _Schema:
    """Return a JSON Schema (draft 2020-12) that all records, or those of one type, satisfy.

    A key that stands twice, a reference that leads nowhere and a day that its month has not are beyond it;
    `l10n validate` finds them.
    """
    if type_name and type_name not in schema.types:
        known = ", ".join(schema.types)
        message = f"there is no type {type_name!r}, expected one of {known}{suggest(type_name, schema.types)}"
        raise UnknownNameError(message)
    types = [schema.types[type_name]] if type_name else list(schema.types.values())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Records of {schema.name}",
        "type": "object",
        "required": ["id", "type", "source"],
        "properties": {"type": {"enum": [type_.name for type_ in types]}},
        "allOf": [
            {
                "if": {"properties": {"type": {"const": type_.name}}, "required": ["type"]},
                "then": _type_schema(type_, schema),
            }
            for type_ in types
        ],
    }


def _type_schema(type_: RecordType, schema: Schema) -> _Schema:
    locale = {"enum": list(schema.locales)}
    return {
        "title": type_.label,
        "properties": {
            "id": {"type": "string", "pattern": f"^{RECORD_ID.pattern}$"},
            "type": {"const": type_.name},
            "source": locale | {"description": "the locale that the record was written in"},
            "sources": {
                "type": "object",
                "additionalProperties": locale,
                "description": "other source locales, by field",
            },
            **{field.name: _field_schema(field, schema) for field in type_.fields},
            "declared": {
                "type": "array",
                "items": locale,
                "description": "locales in which the record exists elsewhere",
            },
            "ignore": {
                "type": "array",
                "items": {"type": "string", "pattern": f"^{_unnamed(IGNORE.pattern)}$"},
                "description": "findings of `l10n check` to keep: LOCALE UNIT CHECK - REASON",
            },
            "unchanged": {
                "type": "array",
                "items": {"type": "string"},
                "description": "paths of texts whose new source means what the one before meant: title, description/p1",
            },
            "state": {
                "type": "object",
                "description": "written by l10n",
                "propertyNames": locale,
                "additionalProperties": {
                    "type": "object",
                    "additionalProperties": {"type": "string", "pattern": f"^{_unnamed(PROVENANCE.pattern)}$"},
                },
            },
            "conflicts": _conflicts(locale),
        },
        "additionalProperties": False,
    }


def _conflicts(locale: _Schema) -> _Schema:
    texts = {"type": "object", "additionalProperties": {"type": "array", "items": {"type": ["string", "null"]}}}
    return {
        "type": "object",
        "description": "other versions, from branches that were merged; settle them and remove this",
        "properties": {
            "texts": {"type": "object", "propertyNames": locale, "additionalProperties": texts},
            "values": {"type": "object", "additionalProperties": {"type": "array"}},
        },
        "additionalProperties": False,
    }


def _unnamed(pattern: str) -> str:
    """Return a pattern without names for its groups, which Python and ECMA 262 spell differently."""
    return re.sub(r"\(\?P<[a-z]+>", "(?:", pattern)


def _field_schema(field: Field, schema: Schema) -> _Schema:
    shapes: dict[FieldKind, Callable[[Field, Schema], _Schema]] = {
        FieldKind.LINE: _texts,
        FieldKind.NAME: _texts,
        FieldKind.TEXT: _paragraphs,
        FieldKind.DATE: lambda _field, _schema: _date(),
        FieldKind.REFERENCES: _references,
        FieldKind.LIST: _items,
        FieldKind.VALUE: lambda _field, _schema: {},
    }
    return {"title": field.label, **shapes[field.kind](field, schema)}


def _per_locale(schema: Schema, value: _Schema) -> _Schema:
    return {"type": "object", "propertyNames": {"enum": list(schema.locales)}, "additionalProperties": value}


def _text(field: Field) -> _Schema:
    return {"type": "string", "maxLength": field.max_length or MAX_TEXT}


def _texts(field: Field, schema: Schema) -> _Schema:
    return _per_locale(schema, _text(field) | {"not": {"pattern": r"[\n\r\u0000\u0004]"}})


def _paragraphs(field: Field, schema: Schema) -> _Schema:
    text = _text(field) | {"not": {"pattern": r"^\n|\n$|[\r\u0000\u0004]"}}
    named = {
        "type": "object",
        "propertyNames": {"pattern": f"^{PARAGRAPH_ID.pattern}$"},
        "additionalProperties": text,
    }
    return _per_locale(schema, {"anyOf": [named, {"type": "array", "items": text}, text]})


def _date() -> _Schema:
    return {"type": "string", "description": "a date in EDTF", "pattern": f"^(?:{DATE_PATTERN})$"}


def _references(field: Field, schema: Schema) -> _Schema:
    types = "|".join(field.to or schema.types)
    return {"type": "array", "items": {"type": "string", "pattern": f"^(?:{types})/{RECORD_ID.pattern}$"}}


def _items(field: Field, schema: Schema) -> _Schema:
    fields = {inner.name: _field_schema(inner, schema) for inner in field.fields}
    item_id = {"type": "string", "pattern": f"^{PARAGRAPH_ID.pattern}$"}
    item = {"type": "object", "properties": {"id": item_id, **fields}, "additionalProperties": False}
    return {"type": "array", "items": item}
