"""An item: what a page says of one thing, and the index by which existing records are found that it may be."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct

from l10n.locales import Locale
from l10n.records import Record
from l10n.schema import Schema
from l10n.slugs import slug
from l10n.text import one_line

FACTS: Mapping[str, tuple[str, ...]] = {"event": ("date",), "person": ("born", "died"), "place": ()}
"""The neutral values that tell records of a type apart."""


class Item(Struct, frozen=True, kw_only=True):
    """What a page says of one thing."""

    type: str
    label: str
    locale: Locale
    """The locale that the label is in."""
    facts: Mapping[str, str]
    """Those that are known."""
    declared: tuple[Locale, ...] = ()
    line: int = 0


class Index:
    """The existing records by what an item can be found by."""

    def __init__(self, records: Mapping[str, Record], schema: Schema) -> None:
        self.records = records
        self.label_fields = {name: field.name for name, type_ in schema.types.items() if (field := type_.label_field)}
        self._keys: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
        for key, record in records.items():
            for clue in self._clues(record):
                self._keys[clue].append(key)

    def _clues(self, record: Record) -> Iterator[tuple[str, ...]]:
        yield from {(record.type, "label", label) for label in self.labels(record).values()}
        facts = [str(record.values.get(name, "")) for name in FACTS.get(record.type, ())]
        if any(facts):
            yield (record.type, "facts", *facts)

    def labels(self, record: Record) -> dict[str, str]:
        """Return a record's labels by locale, in the form that they are compared in."""
        texts = record.values.get(self.label_fields.get(record.type, ""), {})
        return {locale: fold_label(text) for locale, text in texts.items()}

    def find(self, item: Item) -> set[str]:
        """Return the keys of records that an item may be, judged by its label, its id from it, or its facts."""
        by_id = f"{item.type}/{slug(item.label)}"
        facts = [item.facts.get(name, "") for name in FACTS[item.type]]
        by_label = self._keys.get((item.type, "label", fold_label(item.label)), ())
        by_facts = self._keys.get((item.type, "facts", *facts), ())
        return {*by_label, *by_facts, *([by_id] if by_id in self.records else [])}


def fold_label(label: str) -> str:
    """Return a label in the form that it is compared in: composed letters, single spaces."""
    return unicodedata.normalize("NFC", one_line(label))
