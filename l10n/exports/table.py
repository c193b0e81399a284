"""The table: one row a page, one column a field, for formats that know nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from l10n.exports import Group, Options
from l10n.exports.json_pages import items_value
from l10n.exports.shown import date_text
from l10n.locales import Locale
from l10n.schema import Field, FieldKind
from l10n.served import ServedField, ServedName, ServedRecord, ServedText

HEAD = ("key", "type", "id", "locale", "source")
_BETWEEN_PARAGRAPHS = "\n\n"
_BETWEEN_LABELS = "; "
_NONE = "-"
"""Stands for a locale where there is no text."""


def list_columns(options: Options) -> tuple[str, ...]:
    """Return the names of all columns: those of every page, then those of the types' fields, each name once."""
    names: dict[str, None] = dict.fromkeys(HEAD)
    for type_name in options.types or options.schema.types:
        for field in options.schema.types[type_name].fields:
            names.update(dict.fromkeys(_field_columns(field, is_marked=options.is_marked)))
    return tuple(names)


def _field_columns(field: Field, *, is_marked: bool) -> Iterator[str]:
    """Yield a field's columns; `:` stands in no field's name."""
    yield f"field:{field.name}" if field.name in HEAD else field.name
    if field.kind is FieldKind.DATE:
        yield f"{field.name}:text"
    elif field.kind is FieldKind.REFERENCES:
        yield f"{field.name}:labels"
    if is_marked and (field.is_translatable or field.kind is FieldKind.REFERENCES):
        yield f"{field.name}:locales"


def iter_rows(groups: Iterable[Group], options: Options) -> Iterator[Mapping[str, str]]:
    """Yield the cells of every page by column; a column without a text has none."""
    for group in groups:
        yield from (_row(page, options) for page in group.pages)


def _row(page: ServedRecord, options: Options) -> dict[str, str]:
    type_name, _, record_id = page.key.partition("/")
    cells = {
        "key": page.key,
        "type": type_name,
        "id": record_id,
        "locale": options.code(page.locale),
        "source": options.code(page.source),
    }
    for field in page.fields:
        columns = _field_columns(field.field, is_marked=options.is_marked)
        found = zip(columns, _cells(field, page.locale, options), strict=False)
        cells.update((column, cell) for column, cell in found if cell)
    return cells


def _cells(field: ServedField, locale: Locale, options: Options) -> Iterator[str]:
    """Yield the contents of a field's columns, in their order."""
    kind = field.field.kind
    if field.field.is_translatable:
        texts = [text for text in field.texts if text.text is not None]
        yield _BETWEEN_PARAGRAPHS.join(text.text or "" for text in texts)
        yield " ".join(dict.fromkeys(_code(text, options) for text in texts))
    elif kind is FieldKind.REFERENCES:
        yield " ".join(name.key for name in field.names)
        yield _BETWEEN_LABELS.join(_label(name) for name in field.names)
        yield " ".join(_code(name.label, options) for name in field.names)
    elif kind is FieldKind.DATE:
        yield field.value
        yield date_text(field.value, locale, field.calendar, options)
    elif kind is FieldKind.LIST:
        items = items_value(field, locale, options)
        yield _json(items) if items else ""
    else:
        yield field.value if isinstance(field.value, str) else _json(field.value)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _label(name: ServedName) -> str:
    return name.label.text if name.label and name.label.text else name.key


def _code(text: ServedText | None, options: Options) -> str:
    return options.code(text.locale) if text and text.locale else _NONE
