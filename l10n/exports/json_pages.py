"""JSON and JSON Lines: one object a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from l10n.exports import Group, Options, export
from l10n.exports.plain import PlainReader
from l10n.exports.shown import date_value, filled_items
from l10n.exports.stream import StreamedRecord
from l10n.locales import Locale
from l10n.schema import FieldKind
from l10n.served import ServedField, ServedName, ServedRecord, ServedText

_PART = 1 << 16
"""About how many bytes are written at once."""


@export("jsonl")
def export_jsonl(groups: Iterable[Group], options: Options) -> Iterator[bytes]:
    """JSON Lines: one page an object, one object a line."""
    yield from _joined(page + b"\n" for page in _encoded(groups, options))


@export("json")
def export_json(groups: Iterable[Group], options: Options) -> Iterator[bytes]:
    """JSON: one array with an object for every page."""
    yield b"["
    sign = b"\n"
    for page in _encoded(groups, options):
        yield sign + page
        sign = b",\n"
    yield b"\n]\n"


def _joined(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in fewer parts."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= _PART:
            yield b"".join(held)
            held.clear()
            size = 0
    yield b"".join(held)


def _encoded(groups: Iterable[Group], options: Options) -> Iterator[bytes]:
    encode = msgspec.json.Encoder().encode
    plain: PlainReader | None = None
    for group in groups:
        if isinstance(group, StreamedRecord):
            plain = plain or PlainReader(group.stream, options)
            if (found := plain.read(group)) is not None:
                yield from map(encode, found)
                continue
        yield from (encode(page_value(page, options)) for page in group.pages)


def page_value(page: ServedRecord, options: Options) -> dict[str, Any]:
    """Return a page as plain values; a text that is missing is left out.

    A text is a string, or with `is_marked` an object of `text`, `locale` and, if a person must confirm it, `stale`.
    """
    type_name, _, record_id = page.key.partition("/")
    return {
        "key": page.key,
        "type": type_name,
        "id": record_id,
        "locale": options.code(page.locale),
        "source": options.code(page.source),
        "fields": _fields_value(page.fields, page.locale, options),
    }


def _fields_value(fields: Iterable[ServedField], locale: Locale, options: Options) -> dict[str, Any]:
    values = ((field.field.name, _field_value(field, locale, options)) for field in fields)
    return {name: value for name, value in values if value is not None}


def _field_value(field: ServedField, locale: Locale, options: Options) -> Any:  # noqa: ANN401 (any JSON value)
    kind = field.field.kind
    if kind is FieldKind.TEXT:
        return [text_value(text, options) for text in field.texts if text.text is not None] or None
    if field.field.is_translatable:
        return text_value(field.texts[0], options) if field.texts[0].text is not None else None
    if kind is FieldKind.REFERENCES:
        return [_name_value(name, options) for name in field.names]
    if kind is FieldKind.LIST:
        return items_value(field, locale, options) or None
    if kind is FieldKind.DATE:
        return date_value(field.value, locale, field.calendar, options)
    return field.value


def items_value(field: ServedField, locale: Locale, options: Options) -> list[dict[str, Any]]:
    """Return the items of a list as plain values."""
    return [_fields_value(item, locale, options) for item in filled_items(field)]


def text_value(text: ServedText, options: Options) -> str | dict[str, Any]:
    """Return a text that is not missing."""
    assert text.text is not None  # noqa: S101 (the caller has looked)
    assert text.locale is not None  # noqa: S101 (every text is in some locale)
    if not options.is_marked:
        return text.text
    return {"text": text.text, "locale": options.code(text.locale)} | ({"stale": True} if text.is_stale else {})


def _name_value(name: ServedName, options: Options) -> dict[str, Any]:
    label = name.label
    if label is None or label.text is None:
        return {"key": name.key}
    return {"key": name.key, "label": text_value(label, options)}
