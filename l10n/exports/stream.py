"""The stream: a collection's records one after the other, each as pages of the locales that are exported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from l10n.exports.selection import Selection
from l10n.label_book import LabelBook
from l10n.locales import Locale
from l10n.record_json import RecordText
from l10n.records import Record
from l10n.schema import Schema
from l10n.served import ServedRecord, ServedText, serve_record


class LocaleSums:
    """What was exported for the readers of one locale."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.records = self.own = self.stale = self.missing = 0
        self.borrowed: Counter[str] = Counter()

    def add(self, text: ServedText) -> None:
        """Count one text."""
        if text.text is None:
            self.missing += 1
        elif text.is_borrowed:
            self.borrowed[text.locale or ""] += 1
        elif text.is_stale:
            self.stale += 1
        else:
            self.own += 1

    def as_value(self) -> dict[str, object]:
        """Return the numbers as plain values."""
        names = ("records", "own", "stale", "missing")
        return {name: getattr(self, name) for name in names} | {"borrowed": dict(self.borrowed.most_common())}


class StreamedRecord:
    """One record on its way through: read and served when a format asks for its pages."""

    def __init__(self, stream: Stream, text: RecordText, parse: Callable[[RecordText], Record]) -> None:
        """Take the record's JSON text and what parses it."""
        self.stream, self._text, self._parse = stream, text, parse
        self.data, self.type_name = text.data, text.type

    @cached_property
    def record(self) -> Record:
        """The record, checked."""
        return self._parse(self._text)

    @property
    def key(self) -> str:
        """`type/id`."""
        return self.record.key

    @cached_property
    def pages(self) -> tuple[ServedRecord, ...]:
        """The record as readers of each exported locale see it; those are counted."""
        return tuple(self.stream.serve(self.record))


class Stream:
    """Serves records, and counts what it served."""

    def __init__(self, schema: Schema, locales: Iterable[Locale], labels: LabelBook, selection: Selection) -> None:
        """Take what is the same for every record."""
        self.schema, self.labels, self.selection = schema, labels, selection
        self.locales = tuple(locales)
        self.sums: Mapping[Locale, LocaleSums] = {locale: LocaleSums() for locale in self.locales}

    def select(self, records: Iterable[StreamedRecord]) -> Iterator[StreamedRecord]:
        """Yield those that are exported in any locale."""
        if not self.selection.keys and not self.selection.needs_record:
            yield from records
            return
        for record in records:
            if self.selection.takes_key(record.key) and (not self.selection.needs_record or record.pages):
                yield record

    def serve(self, record: Record) -> Iterator[ServedRecord]:
        """Yield the pages of one record, counting their texts."""
        for locale in self.locales:
            if not self.selection.takes(record, locale, self.schema):
                continue
            page = serve_record(record, locale, self.schema, self.labels)
            sums = self.sums[locale]
            sums.records += 1
            for text in page.iter_texts():
                sums.add(text)
            yield page
