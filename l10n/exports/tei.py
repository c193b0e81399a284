"""TEI: records as divisions of a text, the pages of one record side by side and their paragraphs aligned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from l10n.dates import Form, Point, read_date
from l10n.exports import Group, Options, export
from l10n.exports.linked_data import iso_date
from l10n.exports.shown import date_text, filled_items
from l10n.exports.xml_pages import element, open_tag
from l10n.locales import Locale
from l10n.schema import FieldKind
from l10n.served import ServedField, ServedName, ServedRecord, ServedText

NAMESPACE = "http://www.tei-c.org/ns/1.0"
_JOIN = "·"
"""Joins the parts of an xml:id: XML allows it there, and no key holds it."""


@export("tei")
def export_tei(groups: Iterable[Group], options: Options) -> Iterator[bytes]:
    """TEI P5: a division a record, in it one a locale; paragraphs of one source point to each other."""
    yield "\n".join(_head(options)).encode()
    is_empty = True
    for group in groups:
        if pages := group.pages:
            yield "".join(f"{line}\n" for line in _Division(pages, options).lines()).encode()
            is_empty = False
    if is_empty:
        yield b"<p/>\n"  # a body without anything is no TEI
    yield b"</body>\n</text>\n</TEI>\n"


def _head(options: Options) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield open_tag("TEI", {"xmlns": NAMESPACE})
    yield "<teiHeader>\n<fileDesc>"
    yield f"<titleStmt>{element('title', {}, options.schema.name)}</titleStmt>"
    yield "<publicationStmt><p>Exported by l10n.</p></publicationStmt>"
    yield "<sourceDesc><p>Born digital.</p></sourceDesc>"
    yield "</fileDesc>\n<profileDesc>\n<langUsage>"
    yield from (element("language", {"ident": locale}, locale) for locale in options.schema.locales)
    yield "</langUsage>\n</profileDesc>\n</teiHeader>\n<text>\n<body>\n"


class _Division:
    """Writes one record."""

    def __init__(self, pages: tuple[ServedRecord, ...], options: Options) -> None:
        self._pages, self._options = pages, options
        self._key = pages[0].key
        self._label = options.schema.types[self._key.partition("/")[0]].label_field
        first = pages[0]
        self._aligned = frozenset(text.path for text in _own_texts(first.fields) if text.text is not None)
        """The texts that those of other pages point to."""

    def lines(self) -> Iterator[str]:
        type_name = self._key.partition("/")[0]
        yield open_tag("div", {"type": type_name, "n": self._key, "xml:id": _xml_id(self._key)})
        for page in self._pages:
            yield open_tag("div", {"type": "page", "xml:lang": page.locale})
            yield from self._fields(page.fields, page.locale)
            yield "</div>"
        yield "</div>"

    def _fields(self, fields: Iterable[ServedField], locale: Locale) -> Iterator[str]:
        """Yield the title, then what is one block, then what is a division: the order that TEI wants."""
        fields = tuple(fields)
        heads = [field for field in fields if field.field is self._label]
        for field in heads:
            yield from (self._text("head", text, locale) for text in field.texts if text.text is not None)
        for field in fields:
            if field not in heads and field.field.kind is not FieldKind.LIST:
                yield from self._block(field, locale)
        for field in fields:
            for item in filled_items(field):
                place = item[0].path.rpartition("/")[0]
                yield open_tag("div", {"type": field.field.name, "n": place})
                yield from self._fields(item, locale)
                yield "</div>"

    def _block(self, field: ServedField, locale: Locale) -> Iterator[str]:
        yield from (self._text("p", text, locale) for text in field.texts if text.text is not None)
        kind = field.field.kind
        if kind is FieldKind.DATE:
            text = date_text(field.value, locale, field.calendar, self._options)
            yield f"{open_tag('p', {'n': field.path})}{element('date', _date_attributes(field), text)}</p>"
        elif kind is FieldKind.VALUE:
            value = field.value if isinstance(field.value, str) else msgspec.json.encode(field.value).decode()
            yield element("p", {"n": field.path}, value)
        elif kind is FieldKind.REFERENCES:
            yield open_tag("list", {"type": "references", "n": field.path})
            yield from (f"<item>{self._reference(name)}</item>" for name in field.names)
            yield "</list>"

    def _text(self, name: str, text: ServedText, locale: Locale) -> str:
        """Return a text with what it is aligned with: the same one on the record's first page."""
        first = self._pages[0].locale
        is_aligned = locale != first and text.path in self._aligned
        attributes = {
            "n": text.path,
            "xml:id": _xml_id(self._key, text.path, locale),
            "xml:lang": text.locale,
            "corresp": f"#{_xml_id(self._key, text.path, first)}" if is_aligned else None,
        }
        return element(name, attributes, text.text)

    def _reference(self, name: ServedName) -> str:
        attributes: dict[str, str | None] = {"target": f"#{_xml_id(name.key)}", "n": name.key}
        if name.label is None or name.label.text is None:
            return element("ref", attributes, None)
        return element("ref", attributes | {"xml:lang": name.label.locale}, name.label.text)


def _xml_id(*parts: str) -> str:
    return _JOIN.join(parts).replace("/", _JOIN)


def _own_texts(fields: Iterable[ServedField]) -> Iterator[ServedText]:
    """Yield the texts of a record itself."""
    for field in fields:
        yield from field.texts
        for item in field.items:
            yield from _own_texts(item)


def _date_attributes(field: ServedField) -> Mapping[str, str | None]:
    """Return what TEI can say of a date for programs: `when`, `from` and `to`, `notBefore` and `notAfter`.

    Years before 1 stand in `when-iso` and so on: ISO 8601 counts them as EDTF does, XML Schema once did not.
    """
    date = read_date(field.value)
    names = {Form.SINGLE: ("when", ""), Form.INTERVAL: ("from", "to"), Form.ONE_OF: ("notBefore", "notAfter")}
    first, last = names[date.form]
    ends: list[tuple[str, Point | None]] = [(first, date.first), (last, date.last)]
    found = ((name, iso_date(point, field.calendar)) for name, point in ends if name and point)
    return {f"{name}-iso" if iso < "0001" else name: iso for name, iso in found if iso}
