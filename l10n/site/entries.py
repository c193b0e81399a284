"""The entries: what a site's lists, tables and searches need to know of every record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

import msgspec
from msgspec import Struct

from l10n.dates import read_date
from l10n.dates.calendars import Calendar
from l10n.dates.spans import sort_key
from l10n.errors import ErrorCollector, ParseError
from l10n.locales import Locale
from l10n.records import Record
from l10n.schema import FieldKind, Schema
from l10n.served import Label, ServedDate, find_label, iter_passages


class Entry(Struct, frozen=True, kw_only=True):
    """One record, as other pages show it."""

    key: str
    source: Locale
    label: Label
    own: tuple[Locale, ...]
    """The locales that hold real text of it, in the collection's order."""
    declared: tuple[Locale, ...]
    """Locales in which it is said to exist elsewhere."""
    links: tuple[str, ...]
    """The keys that it refers to, each once."""
    digest: bytes
    """Of all that other pages show of it."""

    @property
    def year(self) -> int | None:
        """The year of its first date, or None if there is none or nobody knows it."""
        return find_year(self.label.dates[0]) if self.label.dates else None


def make_entry(record: Record, schema: Schema) -> Entry:
    """Return the entry of a record."""
    label = find_label(record, schema)
    held = set[str]().union(*(passage.locales for passage in iter_passages(record, schema)))
    own = tuple(locale for locale in schema.locales if locale in held)
    shown = msgspec.json.encode((record.source, label, own, record.declared))
    return Entry(
        key=record.key,
        source=record.source,
        label=label,
        own=own,
        declared=tuple(locale for locale in record.declared if locale not in held),
        links=tuple(dict.fromkeys(_iter_links(record, schema))),
        digest=sha256(shown).digest(),
    )


def collect_entries(records: Iterable[Record], schema: Schema) -> dict[str, Entry]:
    """Return the entries of all records by key; raise ParseError for keys that stand twice."""
    entries: dict[str, Entry] = {}
    errors = ErrorCollector()
    for record in records:
        if record.key in entries:
            errors.add(ParseError(f"the record {record.key!r} stands twice, expected each key once"))
        entries[record.key] = make_entry(record, schema)
    errors.raise_all()
    return entries


def _iter_links(record: Record, schema: Schema) -> Iterator[str]:
    for field in schema.types[record.type].fields:
        if field.kind is FieldKind.REFERENCES:
            yield from record.values.get(field.name) or ()


def collect_mentions(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """Return {key: keys of the records that refer to it}, those that do not refer back, by key."""
    found: dict[str, list[str]] = {}
    links = {entry.key: entry.links for entry in entries}
    for key, targets in sorted(links.items()):
        for target in targets:
            if key not in links.get(target, ()) and key != target:
                found.setdefault(target, []).append(key)
    return {key: tuple(keys) for key, keys in found.items()}


def find_year(date: ServedDate) -> int | None:
    """Return the year that a date is in or begins in; None if a digit of it is unknown.

    >>> find_year(ServedDate("date", "1918-09-05/1922")), find_year(ServedDate("date", "191X"))
    (1918, None)
    """
    value = read_date(date.value)
    point = value.first or value.last
    return int(point.year) if point and point.year.lstrip("-").isdecimal() else None


def date_key(entry: Entry) -> tuple[float, float, str]:
    """Return what entries are sorted by in time; those without a date come last."""
    if not entry.label.dates:
        return float("inf"), float("inf"), entry.key
    date = entry.label.dates[0]
    return sort_key(date.value, Calendar(date.calendar))
