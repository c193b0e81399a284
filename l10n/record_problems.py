"""Problems of a record that do not stop the work but should be mended."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import takewhile
from typing import Any

from l10n.errors import suggest
from l10n.jsontext import Where
from l10n.model import parse_provenance
from l10n.records import Record, choose_source, is_below, is_free, iter_units, unit_path
from l10n.schema import Field, FieldKind, Schema
from l10n.text import has_text

_INVISIBLE = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Control characters but tab and line break, Unicode's line and paragraph separators, byte order marks in a text."""

Problem = tuple[Where, str]
"""The place in the record, and what is wrong there."""


def find_record_problems(record: Record, schema: Schema, is_known: Callable[[str], bool]) -> tuple[Problem, ...]:
    """Return what should be mended in a record that can be read; `is_known` tells whether a record key exists.

    That is text that is not in NFC, too long or with invisible characters, a translated paragraph without a source,
    a source locale or an unchanged meaning set for nothing, a reference that leads nowhere or stands twice.
    """
    problems = [*_conflict_problems(record), *_source_problems(record, schema), *_unchanged_problems(record, schema)]
    for where, path, field, value in _iter_fields(record, schema):
        if field.kind is FieldKind.REFERENCES:
            problems.extend(_reference_problems(where, value, is_known))
        elif field.is_translatable:
            problems.extend(_texts_problems(where, field, value))
        if field.kind is FieldKind.TEXT:
            problems.extend(_orphans(where, path, value, record, schema))
    return tuple(problems)


def _conflict_problems(record: Record) -> Iterator[Problem]:
    expected = "expected one version; `l10n resolve` settles it, or choose one and remove this"
    places: list[tuple[Where, tuple[Any, ...]]] = [
        (("texts", locale, path), versions)
        for locale, by_path in record.conflicts.texts.items()
        for path, versions in by_path.items()
    ]
    places += [(("values", path), versions) for path, versions in record.conflicts.values.items()]
    for locale, entries in record.state.items():
        for path, state in entries.items():
            if "conflict" in parse_provenance(state).marks:
                message = "the record's and the catalog's text were both changed, expected one of them"
                yield ("state", locale, path), f"{message}; `l10n resolve` settles it"
    for where, versions in places:
        yield ("conflicts", *where), f"found {', '.join(map(_shown, versions))} from a merged branch, {expected}"


def _shown(version: object) -> str:
    return "nothing" if version is None else f"{str(version)[:40]!r}"


def _iter_fields(record: Record, schema: Schema) -> Iterator[tuple[Where, str, Field, Any]]:
    """Yield place, unit path, field and value of every field that the record or an item in it holds."""
    for field in schema.types[record.type].fields:
        value = record.values.get(field.name)
        if not value:
            continue
        yield (field.name,), field.name, field, value
        if field.kind is FieldKind.LIST:
            for index, item in enumerate(value):
                for inner in field.fields:
                    if item.get(inner.name):
                        path = f"{field.name}/{item['id']}/{inner.name}"
                        yield (field.name, index, inner.name), path, inner, item[inner.name]


def _source_problems(record: Record, schema: Schema) -> Iterator[Problem]:
    fields = {path: value for _, path, field, value in _iter_fields(record, schema) if field.is_translatable}
    known = {field.name for field in schema.types[record.type].fields if field.is_translatable} | fields.keys()
    for path, locale in record.sources.items():
        if path not in known:
            yield ("sources", path), f"there is no field {path!r} with text, expected 'FIELD' or 'LIST/ITEM/FIELD'"
        elif path in fields and not _has_any_text(fields[path].get(locale)):
            yield ("sources", path), f"found {locale!r}, in which {path!r} has no text, expected a locale that has one"


def _unchanged_problems(record: Record, schema: Schema) -> Iterator[Problem]:
    paths = [unit_path(unit.key) for unit in iter_units(record, schema)] if record.unchanged else []
    for index, beginning in enumerate(record.unchanged):
        if not any(is_below(path, beginning) for path in paths):
            message = f"there is no text at {beginning!r}, expected a path such as 'title' or 'description/p1'"
            yield ("unchanged", index), f"{message}{suggest(beginning, paths)}"


def _has_any_text(body: str | Mapping[str, str] | None) -> bool:
    return has_text(body) if body is None or isinstance(body, str) else any(map(has_text, body.values()))


def _reference_problems(where: Where, keys: list[str], is_known: Callable[[str], bool]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, key in enumerate(keys):
        if not is_known(key):
            yield (*where, index), f"there is no record {key!r}, expected the key of one of this collection"
        elif key in seen:
            yield (*where, index), f"{key!r} stands twice, expected each key once"
        seen.add(key)


def _texts_problems(where: Where, field: Field, value: Mapping[str, Any]) -> Iterator[Problem]:
    for locale, body in value.items():
        is_text = field.kind is FieldKind.TEXT
        texts = {(*where, locale, name): text for name, text in body.items()} if is_text else {(*where, locale): body}
        for place, text in texts.items():
            yield from ((place, message) for message in text_problems(field, text))


def text_problems(field: Field, text: str) -> Iterator[str]:
    """Yield what should be mended in a text that a field can hold."""
    if not unicodedata.is_normalized("NFC", text):
        pairs = zip(text, unicodedata.normalize("NFC", text), strict=False)
        start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
        yield f"found text that is not in NFC at {_around(text, start)!r}, expected Unicode's composed form"
    if match := _INVISIBLE.search(text):
        found = f"the invisible character U+{ord(match[0]):04X} at {_around(text, match.start())!r}"
        yield f"found {found}, expected text without it"
    if field.max_length and len(text) > field.max_length:
        yield f"found {len(text):,} characters, expected at most {field.max_length:,}"


def _around(text: str, position: int) -> str:
    return text[max(position - 15, 0) : position + 25]


def _orphans(
    where: Where, path: str, value: Mapping[str, Mapping[str, str]], record: Record, schema: Schema
) -> Iterator[Problem]:
    """Yield paragraphs of a translation whose source paragraph is gone."""
    source = choose_source(
        record.sources.get(path), record.source, [code for code, body in value.items() if body], schema
    )
    for locale, body in value.items():
        if locale == source or is_free(value, source, locale, record.state.get(locale, {}), path):
            continue
        for name in body:
            if name not in value.get(source, {}):
                message = f"found a paragraph that the source locale {source!r} has not, expected one of its own"
                yield (*where, locale, name), message
