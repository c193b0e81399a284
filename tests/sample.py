"""A schema with a field of every kind, and records of it as JSON text."""

import json
from typing import Any

from l10n.config import parse_schema
from l10n.errors import L10nError
from l10n.record_json import parse_record
from l10n.records import Record

CONFIG = """\
format = 1
name = "Sample"

[locales]
required = ["en", "ru", "lv"]
optional = ["et", "uk"]

[imports.capture.aliases]
ee = "et"
ua = "uk"

[types.event]
label = "Event"
[types.event.fields.title]
kind = "line"
max-length = 20
[types.event.fields.label]
kind = "name"
[types.event.fields.description]
kind = "text"
[types.event.fields.date]
kind = "date"
[types.event.fields.persons]
kind = "references"
to = ["person"]
[types.event.fields.related]
kind = "references"
[types.event.fields.images]
kind = "list"
[types.event.fields.images.fields.file]
kind = "value"
[types.event.fields.images.fields.caption]
kind = "line"
[types.event.fields.images.fields.notes]
kind = "text"
[types.event.fields.images.fields.taken]
kind = "date"
[types.event.fields.images.fields.shows]
kind = "references"
[types.event.fields.extra]
kind = "value"

[types.person]
label = "Person"
[types.person.fields.name]
kind = "name"
[types.person.fields.born]
kind = "date"
[types.person.fields.died]
kind = "date"
"""
SCHEMA = parse_schema(CONFIG)


def record_json(**fields: Any) -> bytes:
    """Return an event's JSON text, one key a line; None as a value leaves the key out."""
    record = {"id": "a", "type": "event", "source": "en"} | fields
    lines = (f'"{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in record.items() if value is not None)
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def parse(**fields: Any) -> Record:
    return parse_record(record_json(**fields), SCHEMA, "a.json")


def list_errors(data: bytes, **options: Any) -> list[tuple[int, str, str]]:
    """Return (line, field, message) of everything that is wrong with a record's text."""
    try:
        parse_record(data, SCHEMA, "a.json", **options)
    except L10nError as error:
        return [
            (single.place.line, single.place.field, single.message)
            for single in error.all
            if single.place.path == "a.json"
        ]
    return []
