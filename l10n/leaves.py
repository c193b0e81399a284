"""Leaves: a record as a flat map of its texts and neutral values, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from l10n.records import Record
from l10n.schema import Field, FieldKind, Schema

_COUNTED = re.compile(r"(.*?)([0-9]+)")


class Leaf(NamedTuple):
    """Where one text or neutral value stands."""

    path: str
    """As in a unit's key: `description/p1`, `images/i1/caption`, `date`."""
    locale: str = ""
    """Empty for what has none."""


class Leaves(Struct, frozen=True, kw_only=True):
    """All that a record's fields hold."""

    values: Mapping[Leaf, Any]
    """References as a tuple."""
    orders: Mapping[Leaf, tuple[str, ...]]
    """The ids of a list's items, by its path, and of a text's paragraphs, by path and locale."""
    groups: Mapping[Leaf, tuple[str, ...]]
    """The paths of the item and of the paragraph that a leaf is in; only leaves that are in one."""


def read_leaves(record: Record, schema: Schema) -> Leaves:
    """Return the leaves of a record's fields."""
    reader = _LeafReader()
    for field in schema.types[record.type].fields:
        if field.name in record.values:
            reader.read(field, field.name, record.values[field.name])
    return Leaves(values=reader.values, orders=reader.orders, groups=reader.groups)


class _LeafReader:
    """Gathers leaves."""

    def __init__(self) -> None:
        self.values: dict[Leaf, Any] = {}
        self.orders: dict[Leaf, tuple[str, ...]] = {}
        self.groups: dict[Leaf, tuple[str, ...]] = {}

    def read(self, field: Field, path: str, value: Any, groups: tuple[str, ...] = ()) -> None:  # noqa: ANN401 (any JSON value)
        if field.kind is FieldKind.LIST:
            self._items(field, path, value)
        elif field.kind is FieldKind.TEXT:
            for locale, body in value.items():
                self.orders[Leaf(path, locale)] = tuple(body)
                for name, text in body.items():
                    self._add(Leaf(f"{path}/{name}", locale), text, (*groups, f"{path}/{name}"))
        elif field.is_translatable:
            for locale, text in value.items():
                self._add(Leaf(path, locale), text, groups)
        else:
            self._add(Leaf(path), tuple(value) if field.kind is FieldKind.REFERENCES else value, groups)

    def _items(self, field: Field, path: str, items: list[dict[str, Any]]) -> None:
        self.orders[Leaf(path)] = tuple(item["id"] for item in items)
        for item in items:
            group = f"{path}/{item['id']}"
            for inner in field.fields:
                if inner.name in item:
                    self.read(inner, f"{group}/{inner.name}", item[inner.name], (group,))

    def _add(self, leaf: Leaf, value: Any, groups: tuple[str, ...]) -> None:  # noqa: ANN401 (any JSON value)
        self.values[leaf] = value
        if groups:
            self.groups[leaf] = groups


def with_leaves(record: Record, leaves: Leaves, schema: Schema) -> Record:
    """Return the record with other leaves; of what `orders` names, what `values` has is there."""
    values = {}
    for field in schema.types[record.type].fields:
        if field.kind is not FieldKind.LIST:
            value = _field_value(field, field.name, leaves, schema)
        else:
            value = _items(field, leaves, schema)
        if value is not None:
            values[field.name] = value
    return replace(record, values=values)


def _items(field: Field, leaves: Leaves, schema: Schema) -> list[dict[str, Any]] | None:
    ids = leaves.orders.get(Leaf(field.name))
    if ids is None:
        return None
    items = []
    for item_id in ids:
        found = {
            inner: _field_value(inner, f"{field.name}/{item_id}/{inner.name}", leaves, schema) for inner in field.fields
        }
        items.append({"id": item_id} | {inner.name: value for inner, value in found.items() if value is not None})
    return items


def _field_value(field: Field, path: str, leaves: Leaves, schema: Schema) -> Any:  # noqa: ANN401 (any JSON value)
    values, orders = leaves.values, leaves.orders
    if field.kind is FieldKind.TEXT:
        bodies = {locale: orders[place] for locale in schema.locales if (place := Leaf(path, locale)) in orders}
        return {
            locale: {name: values[leaf] for name in names if (leaf := Leaf(f"{path}/{name}", locale)) in values}
            for locale, names in bodies.items()
        } or None
    if field.is_translatable:
        texts = {locale: values[leaf] for locale in schema.locales if (leaf := Leaf(path, locale)) in values}
        return texts or None
    value = values.get(Leaf(path))
    return list(value) if field.kind is FieldKind.REFERENCES and value is not None else value


def with_ids(record: Record, ids: Mapping[str, str], schema: Schema) -> Record:
    """Return the record with other ids of paragraphs and items: {path up to an id: new id}.

    All that is kept by path goes with them.
    """

    def renamed(path: str) -> str:
        parts = path.split("/")
        for size in range(len(parts), 1, -1):
            parts[size - 1] = ids.get("/".join(path.split("/")[:size]), parts[size - 1])
        return "/".join(parts)

    old = read_leaves(record, schema)
    leaves = Leaves(
        values={Leaf(renamed(leaf.path), leaf.locale): value for leaf, value in old.values.items()},
        orders={
            Leaf(renamed(place.path), place.locale): tuple(ids.get(f"{place.path}/{name}", name) for name in names)
            for place, names in old.orders.items()
        },
        groups={},
    )
    conflicts = replace(
        record.conflicts,
        texts={code: _with_paths(found, renamed) for code, found in record.conflicts.texts.items()},
        values=_with_paths(record.conflicts.values, renamed),
    )
    changed = replace(
        record,
        sources=_with_paths(record.sources, renamed),
        state={code: _with_paths(found, renamed) for code, found in record.state.items()},
        conflicts=conflicts,
    )
    return with_leaves(changed, leaves, schema)


def _with_paths(entries: Mapping[str, Any], renamed: Any) -> dict[str, Any]:  # noqa: ANN401
    return {renamed(path): value for path, value in entries.items()}


def iter_new_ids(name: str, taken: set[str]) -> Iterator[str]:
    """Yield ids that are like one and not taken.

    >>> next(iter_new_ids("p3", {"p3", "p4"})), next(iter_new_ids("coda", {"coda"}))
    ('p5', 'coda2')
    """
    match = _COUNTED.fullmatch(name)
    stem, number = (match[1], int(match[2])) if match else (name, 1)
    while True:
        number += 1
        if f"{stem}{number}" not in taken:
            taken.add(f"{stem}{number}")
            yield f"{stem}{number}"
