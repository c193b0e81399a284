"""Claims: what a Wikibase can be told of a page: labels, descriptions, aliases, and statements of properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct

from l10n.dates import Form, Point, read_date
from l10n.dates.calendars import Calendar
from l10n.errors import L10nError
from l10n.label_book import LabelBook
from l10n.locales import Locale
from l10n.schema import Field, FieldKind, Schema
from l10n.served import ServedRecord, ServedText, Why

_CODES = {"sr-Latn": "sr-el", "sr-Cyrl": "sr-ec"}
"""Languages that Wikibase writes otherwise than BCP 47 in small letters."""
_LONGEST = 250
"""Characters of a label, description or alias."""
_INSTANCE_OF = "P31"
_BLANKS = re.compile(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")
"""What ends lines and words, and nothing that belongs to a text: no-break spaces, joiners, soft hyphens."""
_ITEM = re.compile("Q[1-9][0-9]{0,9}")
CALENDARS = {
    Calendar.GREGORIAN: "http://www.wikidata.org/entity/Q1985727",
    Calendar.JULIAN: "http://www.wikidata.org/entity/Q1985786",
}


class Term(StrEnum):
    """What a text names its item as."""

    LABEL = "label"
    DESCRIPTION = "description"
    ALIASES = "aliases"


class Time(Struct, frozen=True):
    """A date as Wikibase has it."""

    text: str
    """`+1918-09-05T00:00:00Z`, with zeros for what is not known."""
    precision: int
    """7 century, 8 decade, 9 year, 10 month, 11 day."""
    calendar: Calendar


class Claim(Struct, frozen=True):
    """One statement: a property and its value."""

    property: str
    value: Time | str
    language: str = ""
    """Of a text in a language."""
    is_item: bool = False
    """Whether the value is another item."""


class Item(Struct, frozen=True, kw_only=True):
    """All that is said of one record."""

    id: str
    """`Q42`; empty if it has none yet."""
    terms: tuple[tuple[Term, str, str], ...]
    """(what, language, text)."""
    claims: tuple[Claim, ...]


def read_item(pages: tuple[ServedRecord, ...], schema: Schema, labels: LabelBook | None) -> Item:
    """Return what the pages of one record say; only what really is in a language is said in it.

    References are left out where the linked record's item is not known; dates that Wikibase cannot hold without
    becoming surer than they are (intervals, uncertain, approximate) as well.
    """
    first = pages[0]
    type_ = schema.types[first.key.partition("/")[0]]
    terms: dict[tuple[Term, str, str], None] = {}
    claims = [Claim(_INSTANCE_OF, type_.wikibase, is_item=True)] if type_.wikibase else []
    for page in pages:
        for field in page.fields:
            terms.update(dict.fromkeys(_terms(field.field, type_.label_field, field.texts)))
    for number, page in enumerate(pages):
        for field in page.fields:
            if field.field.wikibase.startswith("P") and (number == 0 or field.field.is_translatable):
                if field.field.is_translatable:
                    claims += _texts(field.field.wikibase, field.texts)
                elif field.field.kind is FieldKind.DATE and (time := read_time(field.value, field.calendar)):
                    claims.append(Claim(field.field.wikibase, time))
                elif field.field.kind is FieldKind.REFERENCES:
                    keys = [name.key for name in field.names]
                    claims += [Claim(field.field.wikibase, item, is_item=True) for item in _items(keys, schema, labels)]
                elif field.field.kind is FieldKind.VALUE and isinstance(field.value, str):
                    claims.append(Claim(field.field.wikibase, field.value))
    ids = [_item(field.value, first.key) for field in first.fields if field.field.wikibase == "id" and field.value]
    return Item(id=ids[0] if ids else "", terms=tuple(terms), claims=tuple(dict.fromkeys(claims)))


def wikibase_code(locale: Locale) -> str:
    """Return how Wikibase writes a locale.

    >>> wikibase_code(Locale("zh-Hans")), wikibase_code(Locale("sr-Latn"))
    ('zh-hans', 'sr-el')
    """
    return _CODES.get(locale, locale.lower())


def _own(texts: Iterable[ServedText]) -> Iterator[tuple[str, str]]:
    """Yield (language, text) of the texts that are in the language that was asked for, and up to date."""
    for text in texts:
        if text.text and text.locale and text.why in {Why.OWN, Why.SAME} and not text.is_stale:
            yield wikibase_code(text.locale), text.text


def _terms(field: Field, label: Field | None, texts: Iterable[ServedText]) -> Iterator[tuple[Term, str, str]]:
    kind = field.wikibase or (Term.LABEL if label is not None and field.name == label.name else "")
    if kind in list(Term):
        found = list(_own(texts))
        for language, text in found if kind == Term.ALIASES else found[:1]:
            yield Term(kind), language, _short(text)


def one_line(text: str) -> str:
    r"""Return a text in one line, as Wikibase wants it.

    >>> one_line(" a\n  b ")
    'a b'
    """
    return _BLANKS.sub(" ", text).strip(" ")


def _short(text: str) -> str:
    """Return a text as a term can be: one line, cut where Wikibase would refuse it."""
    text = one_line(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _texts(name: str, texts: Iterable[ServedText]) -> list[Claim]:
    return [Claim(name, one_line(text), language) for language, text in _own(texts)]


def _item(value: object, key: str) -> str:
    if not isinstance(value, str) or not _ITEM.fullmatch(value):
        raise L10nError(f"the record {key!r} has the item {value!r}, expected one such as 'Q42'")
    return value


def _items(keys: Iterable[str], schema: Schema, labels: LabelBook | None) -> Iterator[str]:
    """Yield the items of linked records, as far as they are known."""
    for key in keys:
        fields = schema.types[key.partition("/")[0]].fields
        field = next((field for field in fields if field.wikibase == "id"), None)
        if labels is not None and field and (item := labels.find_value(key, field.name)):
            yield _item(item, key)


def read_time(value: str, calendar: Calendar) -> Time | None:
    """Return a date as Wikibase has it, or None if it cannot without becoming surer.

    >>> read_time("1918-09", Calendar.GREGORIAN).text, read_time("190X", Calendar.GREGORIAN).precision
    ('+1918-09-00T00:00:00Z', 8)
    """
    date = read_date(value)
    point = date.first
    if date.form is not Form.SINGLE or point is None or point.qualifier or point.is_season:
        return None
    precision = _precision(point)
    if not precision:
        return None
    sign = "-" if point.year.startswith("-") or point.year == "0000" else "+"
    year = point.year.lstrip("-")
    if sign == "-":
        if not year.isdecimal():
            return None
        year = f"{int(year) + 1:04}"  # Wikibase has no year 0: -0001 is 1 BC
    month, day = (part if part.isdecimal() else "00" for part in (point.month, point.day))
    return Time(f"{sign}{_digits(year)}-{month}-{day}T00:00:00Z", precision, calendar)


def _digits(year: str) -> str:
    """Return a year that stands for a decade (its first) or a century (its last, as `+2000` is the 20th)."""
    if year.endswith("XX"):
        return f"{int(year[:2]) + 1:02}00"
    return year.replace("X", "0")


def _precision(point: Point) -> int:
    parts = ["" if part == "XX" else part for part in (point.month, point.day)]
    month, day = parts
    if not all(part.isdecimal() for part in parts if part) or (day and not month):
        return 0
    unknown = len(point.year) - len(point.year.rstrip("X"))
    if unknown:
        is_whole = not month and point.year.rstrip("X").lstrip("-").isdecimal()
        return {1: 8, 2: 7}.get(unknown, 0) if is_whole else 0
    if not point.year.lstrip("-").isdecimal():
        return 0
    return 11 if day else 10 if month else 9
