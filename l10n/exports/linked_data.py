"""Linked data: a page as nodes with schema.org properties, which JSON-LD and Turtle write alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from l10n.dates import Form, Point, read_date
from l10n.dates.calendars import Calendar, Day, day_number, find_day
from l10n.exports import Options
from l10n.exports.shown import filled_items
from l10n.schema import Field, FieldKind, RecordType, Schema
from l10n.served import ServedField, ServedName, ServedRecord, ServedText
from l10n.vocabulary import find_class, find_property

SCHEMA_ORG = "https://schema.org/"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
_BASE = "urn:l10n:"
_ENDS = {"startDate": "endDate", "endDate": "endDate"}
"""The property of an interval's end, by that of a date that can be one."""

Node = dict[str, Any]
"""A node as JSON-LD has it: values are texts, {"@id"}, {"@value", "@language" or "@type"}, {"@list"}, or nodes."""


def own_terms(schema: Schema) -> str:
    """Return what the names of fields without a schema.org property are put behind."""
    return f"{schema.base or _BASE}field/"


def page_node(page: ServedRecord, options: Options) -> Node:
    """Return a page: a WebPage in one language, and in it the record.

    A text carries the language that it is really in; `inLanguage` says whose readers the page is for.
    """
    return {
        "@id": f"{record_iri(page.key, options.schema)}#{page.locale}",
        "@type": "WebPage",
        "inLanguage": page.locale,
        "mainEntity": _record_node(page, options.schema),
    }


def record_iri(key: str, schema: Schema) -> str:
    """Return the address of a record."""
    return f"{schema.base or _BASE}{key}"


def _record_node(page: ServedRecord, schema: Schema) -> Node:
    iri = record_iri(page.key, schema)
    type_ = schema.types[page.key.partition("/")[0]]
    node: Node = {"@id": iri, "@type": find_class(type_)}
    for field in page.fields:
        for name, value in _values(field, find_property(type_, field.field), iri, schema):
            _add(node, name, value)
    return node


def _add(node: Node, name: str, value: object) -> None:
    """Give a node one more value of a property."""
    if name not in node:
        node[name] = value
    elif isinstance(node[name], list):
        node[name].append(value)
    else:
        node[name] = [node[name], value]


def _values(field: ServedField, term: str, iri: str, schema: Schema) -> Iterator[tuple[str, object]]:
    """Yield (property, value) for a field; what schema.org has no property for gets one of the collection's own."""
    name, kind = term or f"field:{field.field.name}", field.field.kind
    texts = [_text(text) for text in field.texts if text.text is not None]
    if kind is FieldKind.TEXT:
        if texts:
            yield name, {"@list": texts}
    elif texts:
        yield name, texts[0]
    elif kind is FieldKind.REFERENCES:
        yield from ((name, _link_node(link, schema)) for link in field.names)
    elif kind is FieldKind.DATE:
        yield from _date_values(field, term)
    elif kind is FieldKind.LIST:
        yield from ((name, _item_node(field, item, term, iri, schema)) for item in filled_items(field))
    elif kind is FieldKind.VALUE:
        yield name, field.value if isinstance(field.value, str) else msgspec.json.encode(field.value).decode()


def _text(text: ServedText) -> Node:
    return {"@value": text.text, "@language": text.locale}


def _link_node(link: ServedName, schema: Schema) -> Node:
    node: Node = {"@id": record_iri(link.key, schema)}
    type_ = schema.types[link.key.partition("/")[0]]
    if link.is_known:
        node["@type"] = find_class(type_)
    if link.label is not None and link.label.text is not None:
        assert type_.label_field is not None  # noqa: S101 (it has a label)
        node[find_property(type_, type_.label_field)] = _text(link.label)
    return node


def _item_node(field: ServedField, item: tuple[ServedField, ...], term: str, iri: str, schema: Schema) -> Node:
    place = f"{iri}#{field.path}-{item[0].path.split('/')[1]}"
    node: Node = {"@id": place} | ({"@type": "ImageObject"} if term == "image" else {})
    around = RecordType(name=field.field.name, label="", fields=field.field.fields)
    for inner in item:
        inner_term = inner.field.schema_org or _item_property(around, inner.field)
        for name, value in _values(inner, inner_term, place, schema):
            _add(node, name, value)
    return node


def _item_property(around: RecordType, field: Field) -> str:
    """Return the property of a field of an item, whose first line is no name but what it is called: a caption."""
    return find_property(RecordType(name=around.name, label="", fields=()), field)


def _date_values(field: ServedField, term: str) -> Iterator[tuple[str, object]]:
    """Yield a date in EDTF, and with a schema.org property what ISO 8601 can say of it."""
    date = read_date(field.value)
    if term and date.form is not Form.ONE_OF:
        if date.form is Form.SINGLE or term not in _ENDS:
            points = [(term, date.first)] if date.form is Form.SINGLE else []
        else:
            points = [(term, date.first), (_ENDS[term], date.last)]
        for name, point in points:
            if point and (iso := iso_date(point, field.calendar)):
                yield name, iso
    if field.calendar is Calendar.GREGORIAN:
        yield f"field:{field.field.name}", {"@value": field.value, "@type": EDTF}
    else:
        yield f"field:{field.field.name}", f"{field.value} ({field.calendar})"


def iso_date(point: Point, calendar: Calendar = Calendar.GREGORIAN) -> str | None:
    """Return a date as ISO 8601 has it, in the Gregorian calendar; None for what it cannot say for certain.

    >>> iso_date(Point(year="1917", month="10", day="25"), Calendar.JULIAN), iso_date(Point(year="-0043"))
    ('1917-11-07', '-0043')
    """
    parts = [part for part in (point.year, point.month, point.day) if part]
    if point.qualifier or point.is_season or not all(part.lstrip("-").isdecimal() for part in parts):
        return None
    if calendar is Calendar.GREGORIAN:
        return "-".join(parts)
    if not point.day:
        return None
    day = find_day(day_number(Day(*map(int, parts)), calendar))
    return f"{'-' if day.year < 0 else ''}{abs(day.year):04}-{day.month:02}-{day.day:02}"
