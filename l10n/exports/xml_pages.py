"""XML: one element a page, every text with its `xml:lang`; `docs/record.xsd` is its schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from l10n.dates.calendars import Calendar
from l10n.exports import Group, Options, export
from l10n.exports.controls import without_controls
from l10n.exports.shown import date_text, filled_items, has_content
from l10n.locales import Locale
from l10n.schema import FieldKind
from l10n.served import ServedField, ServedName, ServedRecord, ServedText

NAMESPACE = "urn:l10n:records:1"
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_IN_QUOTES = _MARKUP | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


@export("xml")
def export_xml(groups: Iterable[Group], options: Options) -> Iterator[bytes]:
    """XML: one element a page, every text with its `xml:lang`."""
    head = open_tag("records", {"xmlns": NAMESPACE, "collection": options.schema.name})
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n'.encode()
    for group in groups:
        yield "".join(f"{line}\n" for page in group.pages for line in _page_lines(page, options)).encode()
    yield b"</records>\n"


def open_tag(name: str, attributes: Mapping[str, str | None], *, is_empty: bool = False) -> str:
    """Return an element's first tag with those attributes that have a value."""
    parts = (
        f' {key}="{without_controls(value).translate(_IN_QUOTES)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{''.join(parts)}{'/' if is_empty else ''}>"


def element(name: str, attributes: Mapping[str, str | None], text: str | None) -> str:
    """Return an element that holds a text; an empty one for None.

    >>> element("text", {"xml:lang": "en"}, "a < b")
    '<text xml:lang="en">a &lt; b</text>'
    """
    if text is None:
        return open_tag(name, attributes, is_empty=True)
    return f"{open_tag(name, attributes)}{without_controls(text).translate(_MARKUP)}</{name}>"


def _page_lines(page: ServedRecord, options: Options) -> Iterator[str]:
    type_name, _, record_id = page.key.partition("/")
    attributes = {
        "key": page.key,
        "type": type_name,
        "id": record_id,
        "locale": options.code(page.locale),
        "source": options.code(page.source),
    }
    yield open_tag("record", attributes)
    for field in page.fields:
        yield from _field_lines(field, page.locale, options)
    yield "</record>"


def _field_lines(field: ServedField, locale: Locale, options: Options) -> Iterator[str]:
    name, kind = field.field.name, field.field.kind
    for text in field.texts:
        if text.text is not None:
            paragraph = text.path.rpartition("/")[2] if kind is FieldKind.TEXT else None
            attributes = {"field": name, "paragraph": paragraph, **_served(text, options)}
            yield element("text", attributes, text.text)
    for served in field.names:
        yield _link(name, served, options)
    if kind is FieldKind.DATE:
        calendar = None if field.calendar is Calendar.GREGORIAN else field.calendar.value
        attributes = {"field": name, "edtf": field.value, "calendar": calendar}
        yield element("date", attributes, date_text(field.value, locale, field.calendar, options))
    elif kind is FieldKind.VALUE:
        is_text = isinstance(field.value, str)
        text_value = field.value if is_text else msgspec.json.encode(field.value).decode()
        yield element("value", {"field": name, "as": None if is_text else "json"}, text_value)
    elif kind is FieldKind.LIST and has_content(field):
        yield open_tag("list", {"field": name})
        for item in filled_items(field):
            yield open_tag("item", {"id": item[0].path.split("/")[1]})
            for inner in item:
                yield from _field_lines(inner, locale, options)
            yield "</item>"
        yield "</list>"


def _served(text: ServedText, options: Options) -> dict[str, str | None]:
    """Return what says which locale a text is in, and with `is_marked` also why."""
    marks = {"why": text.why.value, "stale": "true" if text.is_stale else None} if options.is_marked else {}
    return {"xml:lang": text.locale, **marks}


def _link(field: str, name: ServedName, options: Options) -> str:
    attributes: dict[str, str | None] = {"field": field, "key": name.key}
    if name.label is None or name.label.text is None:
        return element("link", attributes | {"known": None if name.is_known else "false"}, None)
    return element("link", attributes | _served(name.label, options), name.label.text)
