"""Versions: what branches that were merged in git left beside a record's texts and values, and how that is settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from l10n.leaves import Leaf, read_leaves, with_leaves
from l10n.locales import Locale
from l10n.model import Provenance, parse_provenance
from l10n.records import Conflicts, Record, iter_units, unit_path
from l10n.schema import Schema
from l10n.text import digest

_SOURCE, _SOURCES = "source", "sources/"


class OpenVersion(Struct, frozen=True):
    """Two versions of a text or value, of which nobody has said which is right."""

    leaf: Leaf
    held: Any
    """The record's own; None where it has none."""
    other: Any
    """The first of the other versions; None where a branch took it away."""


def conflicts_by_leaf(conflicts: Conflicts) -> dict[Leaf, tuple[Any, ...]]:
    """Return all versions besides a record's own by where they stand."""
    texts = {
        Leaf(path, locale): versions for locale, found in conflicts.texts.items() for path, versions in found.items()
    }
    return texts | {Leaf(path): versions for path, versions in conflicts.values.items()}


def make_conflicts(versions: Mapping[Leaf, tuple[Any, ...]]) -> Conflicts:
    """Return the conflicts of which `conflicts_by_leaf` gives these back; an empty tuple is none."""
    texts: dict[str, dict[str, tuple[Any, ...]]] = {}
    for leaf, found in versions.items():
        if leaf.locale and found:
            texts.setdefault(leaf.locale, {})[leaf.path] = found
    values = {leaf.path: found for leaf, found in versions.items() if found and not leaf.locale}
    return Conflicts(texts=texts, values=values)


def iter_versions(record: Record, schema: Schema) -> Iterator[OpenVersion]:
    """Yield what waits for a person in a record."""
    if record.conflicts:
        values = read_leaves(record, schema).values
        for leaf, versions in conflicts_by_leaf(record.conflicts).items():
            yield OpenVersion(leaf, _held(record, leaf, values), versions[0])


def _held(record: Record, leaf: Leaf, values: Mapping[Leaf, Any]) -> Any:  # noqa: ANN401 (any JSON value)
    if leaf.path == _SOURCE:
        return record.source
    if leaf.path.startswith(_SOURCES):
        return record.sources.get(leaf.path.removeprefix(_SOURCES))
    return values.get(leaf)


def format_version(version: Any) -> str:  # noqa: ANN401 (any JSON value)
    """Return a version as people read it.

    >>> format_version("a text"), format_version(["a"]), format_version(None)
    ('a text', '["a"]', '')
    """
    if version is None or isinstance(version, str):
        return version or ""
    return msgspec.json.encode(version).decode()


def settle_version(record: Record, leaf: Leaf, schema: Schema, *, keep_other: bool, today: str) -> Record:
    """Return the record with its own version of a leaf or with the other; further ones stay open.

    The other version of a translation counts as made, today and by a person, from the source as it is: `settled`.
    """
    versions = conflicts_by_leaf(record.conflicts)
    other, *left = versions[leaf]
    record = replace(record, conflicts=make_conflicts(versions | {leaf: tuple(left)}))
    if keep_other:
        record = _with_value(record, leaf, other, schema)
    return _with_settled_state(record, leaf, schema, today if keep_other else "") if leaf.locale else record


def _with_value(record: Record, leaf: Leaf, value: Any, schema: Schema) -> Record:  # noqa: ANN401 (any JSON value)
    if leaf.path == _SOURCE:
        return replace(record, source=Locale(value))
    if leaf.path.startswith(_SOURCES):
        sources = {path: locale for path, locale in record.sources.items() if path != leaf.path.removeprefix(_SOURCES)}
        return replace(record, sources=sources | ({leaf.path.removeprefix(_SOURCES): Locale(value)} if value else {}))
    leaves = read_leaves(record, schema)
    values = {place: held for place, held in leaves.values.items() if place != leaf}
    return with_leaves(record, replace(leaves, values=values if value is None else values | {leaf: value}), schema)


def _with_settled_state(record: Record, leaf: Leaf, schema: Schema, today: str) -> Record:
    """Return the record with a text's state: made today, or without a day as it was, but no conflict any more."""
    state = {locale: dict(entries) for locale, entries in record.state.items()}
    known = state.get(leaf.locale, {}).pop(leaf.path, None)
    unit = next((unit for unit in iter_units(record, schema) if unit_path(unit.key) == leaf.path), None)
    if unit is not None and leaf.locale in unit.texts and leaf.locale != unit.source_locale:
        if today:
            digests = digest(unit.source), digest(unit.texts[leaf.locale])
            made = Provenance(unit.source_locale, *digests, "human", today, ("settled",))
            state.setdefault(leaf.locale, {})[leaf.path] = str(made)
        elif known is not None:
            before = parse_provenance(known)
            marks = tuple(mark for mark in before.marks if mark not in {"conflict", "merged"})
            state[leaf.locale][leaf.path] = str(replace(before, marks=marks))
    return replace(record, state={locale: entries for locale, entries in state.items() if entries})
