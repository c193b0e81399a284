"""Merging: an item or paragraphs put into a record, so that nothing that it holds is replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from msgspec.structs import replace

from l10n.imports.items import Item, fold_label
from l10n.imports.ranks import is_vaguer
from l10n.locales import Locale
from l10n.records import Record
from l10n.schema import Schema
from l10n.text import one_line


def make_record(item: Item, record_id: str, label_field: str) -> Record:
    """Return the record of an item that has none."""
    return Record(
        type=item.type,
        id=record_id,
        source=item.locale,
        values={label_field: {item.locale: item.label}, **item.facts},
        declared=item.declared,
    )


def merge_item(record: Record, item: Item, label_field: str, schema: Schema) -> tuple[Record, tuple[str, ...]]:
    """Return a record with what an item adds to it (itself, if nothing), and what of the item it does not take."""
    values: dict[str, Any] = dict(record.values)
    labels = values.get(label_field, {})
    problems = []
    if item.locale not in labels:
        values[label_field] = {**labels, item.locale: item.label}
    elif fold_label(labels[item.locale]) != fold_label(item.label):
        problems.append(_difference(record, f"{label_field}.{item.locale}", labels[item.locale], item.label))
    for name, date in item.facts.items():
        held = values.setdefault(name, date)
        if held != date and not (is_vaguer(date, held) and len(date) < len(held)):
            problems.append(_difference(record, name, held, date))
    known = {*record.declared, *(locale for locale in labels if locale in item.declared)}
    declared = record.declared
    if not known.issuperset(item.declared):
        declared = tuple(locale for locale in schema.locales if locale in {*record.declared, *item.declared})
    changed = replace(record, values=values, declared=declared)
    return record if changed == record else changed, tuple(problems)


def _difference(record: Record, field: str, held: str, found: str) -> str:
    return f"found {found!r}, expected {held!r} as {record.key} has it in {field}; that is kept"


def merge_paragraphs(
    record: Record, field: str, locale: Locale, paragraphs: Sequence[str]
) -> tuple[Record, tuple[int, ...]]:
    """Return a record with a locale's paragraphs, and the indexes of those that differ from what it holds in it.

    The first locale's paragraphs are p1, p2, …; another's get ids that no locale has, for they are not aligned with
    others: f1, f2, ….
    """
    value: Mapping[str, Mapping[str, str]] = record.values.get(field) or {}
    held = {one_line(text) for text in value.get(locale, {}).values()}
    if held:
        return record, tuple(index for index, text in enumerate(paragraphs) if one_line(text) not in held)
    if not paragraphs:
        return record, ()
    taken = {name for body in value.values() for name in body}
    body = dict(zip(_iter_ids("f" if taken else "p", taken), paragraphs, strict=False))
    return replace(record, values={**record.values, field: {**value, locale: body}}), ()


def _iter_ids(letter: str, taken: set[str]) -> Iterable[str]:
    return (name for number in count(1) if (name := f"{letter}{number}") not in taken)
