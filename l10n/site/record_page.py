"""The page of a record: all that it shows to the readers of one locale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Any, NamedTuple

from markupsafe import Markup
from msgspec.structs import replace

from l10n.exports.shown import filled_items, has_content
from l10n.locales import Locale
from l10n.schema import Field, FieldKind, Schema
from l10n.served import ServedDate, ServedField, ServedRecord, ServedText, serve_label
from l10n.site.addresses import Page, record_tail
from l10n.site.entries import Entry, date_key
from l10n.site.layout import Head, Layout
from l10n.site.pictures import Album, is_picture
from l10n.site.shown import Fact, Passage, Picture, Row, Shown, Table, printable, show, split_table
from l10n.site.values import plain_day, read_value

MENTIONS = "mentions"
"""The name of the table of those that refer to a record."""


class Site(NamedTuple):
    """What all pages of records draw on."""

    schema: Schema
    entries: Mapping[str, Entry]
    mentions: Mapping[str, tuple[str, ...]]
    shown: frozenset[str]
    """The keys of the records that have pages."""
    codes: Mapping[Locale, str]
    album: Album


class RecordWriter:
    """Writes the pages of records for the readers of one locale."""

    def __init__(self, site: Site, layout: Layout) -> None:
        """Take what is the same for all records."""
        self._site, self._layout, self._voice = site, layout, layout.voice
        self._schema = site.schema
        self.row = cache(self._row)
        """Return a record as tables name it: its label, its languages."""
        self.dated_row = cache(self._dated_row)
        """Return a record as a line of a table that has these dates: (field, heading)."""
        self.order = cache(lambda key: (self._voice.collation.key(self.row(key).label.text), key))
        """Return what a record is sorted by."""
        self.columns = cache(self._columns)
        """Return the heading of the labels of records of some types, and (field, heading) of their dates."""

    def write(self, record: ServedRecord) -> Iterator[Page]:
        """Yield the page of a record, and those on which its longer tables go on."""
        entry = self._site.entries[record.key]
        size = self._schema.site.rows
        parts = {
            table.name: split_table(table, size, partial(record_tail, record.key, table.name))
            for table in self._tables(record)
        }
        values = self._values(record, entry)
        picture = next((picture.path for picture in values["pictures"] if picture.path), "")
        texts = [text.text for passage in values["passages"] for text in passage.paragraphs]
        head = Head(
            title=values["label"].text,
            tail=record_tail(record.key),
            own=entry.own,
            description=texts[0] if texts else "",
            image=picture,
            kind="article",
        )
        firsts = [found[0] for found in parts.values()]
        yield self._page("record.html", head, **values, tables=firsts)
        for name, found in parts.items():
            for number, table in enumerate(found[1:], 2):
                tail = record_tail(record.key, name, number)
                more = Head(title=f"{head.title}: {table.heading} ({number})", tail=tail, own=(), switch=head.tail)
                yield self._page("table.html", more, label=values["label"], table=table, back=head.tail)

    def _page(self, template: str, head: Head, **values: object) -> Page:
        return Page(f"{self._voice.code}/{head.tail}", self._layout.render(template, head, **values))

    # What a record says

    def _values(self, record: ServedRecord, entry: Entry) -> dict[str, Any]:
        type_ = self._schema.types[record.key.partition("/")[0]]
        name = type_.label_field.name if type_.label_field else ""
        others = [field for field in record.fields if field.field.name != name and has_content(field)]
        label = show(record.label, self._voice) if record.label else None
        texts = tuple(record.iter_texts())
        return {
            "key": record.key,
            "kind": printable(self._voice.words.tr(type_.label)),
            "label": label or Shown(record.key.partition("/")[2]),
            "facts": self._facts(others),
            "passages": [self._passage(field) for field in others if field.field.kind is FieldKind.TEXT],
            "pictures": [picture for field in others for picture in self._pictures(field)],
            "lists": [
                (self._heading(field.field), [self._facts(item) for item in filled_items(field)])
                for field in others
                if field.field.kind is FieldKind.LIST and not _holds_pictures(field)
            ],
            "borrowed": self._borrowed(texts),
            "stale": sum(text.is_stale and not text.is_borrowed for text in texts),
            "is_silent": record.locale not in entry.own,
            "declared": [code for locale in entry.declared if (code := self._site.codes.get(locale))],
            "is_declared": record.locale in entry.declared,
        }

    def _borrowed(self, texts: Iterable[ServedText]) -> tuple[int, list[str]]:
        """Return how many texts of a record are borrowed, and the names of the languages that they are in."""
        found = [text.locale for text in texts if text.is_borrowed and text.locale]
        return len(found), [self._voice.names.get(one, one) for one in dict.fromkeys(found)]

    def _heading(self, field: Field) -> str:
        return printable(self._voice.words.tr(field.label))

    def _facts(self, fields: Iterable[ServedField]) -> list[Fact]:
        return [fact for field in fields if (fact := self._fact(field))]

    def _fact(self, field: ServedField) -> Fact | None:
        """Return what a field says in a line or two; None if it says more, or nothing."""
        label, kind = self._heading(field.field), field.field.kind
        if kind is FieldKind.DATE:
            text = self._voice.date(field.value, field.calendar)
            return Fact(label=label, texts=(Shown(text),), day=plain_day(field.value))
        if kind is FieldKind.VALUE:
            value = None if is_picture(field.value) else read_value(field.value)
            return Fact(label=label, value=value) if value else None
        if kind in {FieldKind.LINE, FieldKind.NAME}:
            texts = tuple(shown for text in field.texts if (shown := show(text, self._voice)))
            return Fact(label=label, texts=texts) if texts else None
        return None

    def _passage(self, field: ServedField) -> Passage:
        shown = (show(text, self._voice) for text in field.texts)
        return Passage(heading=self._heading(field.field), paragraphs=tuple(text for text in shown if text))

    def _pictures(self, field: ServedField) -> Iterator[Picture]:
        if field.field.kind is FieldKind.LIST and _holds_pictures(field):
            for item in filled_items(field):
                yield self._picture(item)
        elif field.field.kind is FieldKind.VALUE and is_picture(field.value):
            yield self._picture((field,))

    def _picture(self, item: tuple[ServedField, ...]) -> Picture:
        names = [field.value for field in item if field.field.kind is FieldKind.VALUE and is_picture(field.value)]
        file = self._site.album.find(names[0]) if names else None
        texts = [shown for field in item for text in field.texts if (shown := show(text, self._voice))]
        dates = [
            Shown(self._voice.date(field.value, field.calendar)) for field in item if field.field.kind is FieldKind.DATE
        ]
        return Picture(
            path=file.path if file else "",
            size=file.size if file else None,
            name=printable(names[0]) if names else "",
            caption=texts[0] if texts else None,
            details=(*texts[1:], *dates),
        )

    # Tables of other records

    def _tables(self, record: ServedRecord) -> Iterator[Table]:
        held = {field.field.name: field for field in record.fields}
        for field in self._schema.types[record.key.partition("/")[0]].fields:
            if field.kind is FieldKind.REFERENCES:
                keys = [name.key for name in held[field.name].names] if field.name in held else []
                yield self._table(field.name, self._heading(field), field.to, keys)
        if mentions := self._site.mentions.get(record.key):
            # Translators: the heading of the table of records that refer to the one that the page is about.
            heading = self._voice.words.tr("Mentioned in")
            types = tuple(dict.fromkeys(key.partition("/")[0] for key in mentions))
            in_time = sorted(mentions, key=lambda key: date_key(self._site.entries[key]))
            yield self._table(MENTIONS, heading, types, in_time)

    def _table(self, name: str, heading: str, types: tuple[str, ...], keys: list[str]) -> Table:
        if self._schema.site.order == "label" and name != MENTIONS:
            keys = sorted(keys, key=self.order)
        types = types or tuple(dict.fromkeys(key.partition("/")[0] for key in keys))
        labels, dates = self.columns(types)
        return Table(
            name=name,
            heading=heading,
            count=self._voice.count(types, len(keys)) if types else "",
            none=self._voice.none(types),
            label=labels,
            dates=tuple(label for _, label in dates),
            rows=tuple(self.dated_row(key, dates) for key in keys),
        )

    def _columns(self, types: tuple[str, ...]) -> tuple[str, tuple[tuple[str, str], ...]]:
        known = [self._schema.types[name] for name in types if name in self._schema.types]
        labels = {type_.label_field.label for type_ in known if type_.label_field}
        dates = {field.name: field.label for type_ in known for field in type_.fields if field.kind is FieldKind.DATE}
        words = self._voice.words
        heading = words.tr(labels.pop() if len(labels) == 1 else "Name")
        return printable(heading), tuple((name, printable(words.tr(label))) for name, label in dates.items())

    def _dated_row(self, key: str, dates: tuple[tuple[str, str], ...]) -> Row:
        row, entry = self.row(key), self._site.entries.get(key)
        held = {date.field: self._date(date) for date in entry.label.dates} if entry else {}
        shown = [(heading, held.get(name, "")) for name, heading in dates]
        return replace(row, cells=Markup(self._layout.render_part("row.html", row=row, dates=shown)))  # noqa: S704 (a template's)

    def _date(self, date: ServedDate) -> str:
        return self._voice.date(date.value, date.calendar)

    def _row(self, key: str) -> Row:
        entry = self._site.entries.get(key)
        text = serve_label(entry.label, self._voice.locale, self._schema) if entry else None
        return Row(
            key=key,
            label=(show(text, self._voice) if text else None) or Shown(key.partition("/")[2]),
            tail=record_tail(key) if key in self._site.shown else "",
            languages=", ".join(sorted(self._languages(entry))) if entry else "",
        )

    def _languages(self, entry: Entry) -> Iterator[str]:
        for locale in (*entry.own, *entry.declared):
            yield self._site.codes.get(locale, locale)


def _holds_pictures(field: ServedField) -> bool:
    return any(is_picture(inner.value) for item in field.items for inner in item if inner.field.kind is FieldKind.VALUE)
