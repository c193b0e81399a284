"""Events and persons in English, with what is to be translated in them."""

import json

from l10n.config import parse_schema
from l10n.record_json import parse_record
from l10n.text import digest
from tests.collection import CONFIG

SCHEMA = parse_schema(CONFIG)


def read(**fields):
    return parse_record(json.dumps(fields).encode(), SCHEMA, "a.json")


def event(record_id, text="The title", texts=("One two three.",), **fields):
    description = {"en": {f"p{n}": text for n, text in enumerate(texts, 1)}}
    record = {"id": record_id, "type": "event", "source": "en", "title": {"en": text}, "description": description}
    return read(**record | fields)


def person(record_id, text="Leon Trotsky", **fields):
    return read(**{"id": record_id, "type": "person", "source": "en", "name": {"en": text}} | fields)


def made(source, target, locale="en", *marks):
    return " ".join((f"{locale}@{digest(source)} {digest(target)} human 2026-11-23", *marks))
