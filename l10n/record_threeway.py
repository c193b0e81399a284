"""Three-way merging of a record: two versions that were made of a common one.

Texts are merged per locale, paragraph and item, values per field, references and orders as sequences. A text or value
that two people changed differently is ours, and theirs goes to `conflicts`; so does null for one that the other side
took away. What both sides added under one id although it is not the same gets another id in theirs. A translation
whose source comes from the other side is stale, because the state says what it was made from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from l10n.leaves import Leaf, Leaves, iter_new_ids, read_leaves, with_ids, with_leaves
from l10n.locales import Locale
from l10n.model import Provenance, parse_provenance
from l10n.records import Conflicts, Record, SourceUnit, iter_units, unit_path
from l10n.schema import Schema
from l10n.text import digest, has_text
from l10n.threeway import merge_sequence, merge_value
from l10n.versions import conflicts_by_leaf, make_conflicts

_ABSENT: Leaves = Leaves(values={}, orders={}, groups={})


class RecordMerge(Struct, frozen=True):
    """A merged record, and what in it two people changed differently."""

    record: Record
    conflicts: tuple[Leaf, ...] = ()


def merge_records(base: Record | None, ours: Record, theirs: Record, schema: Schema, today: str) -> RecordMerge:
    """Return two versions of a record as one; `today` is for the state of texts that have none."""
    if base is not None:
        theirs = _with_own_ids(base, ours, theirs, schema)
    if is_same_record(theirs, ours, schema) or (base is not None and is_same_record(theirs, base, schema)):
        return RecordMerge(ours)
    if base is not None and is_same_record(ours, base, schema):
        return RecordMerge(theirs)
    return _Merger((base, ours, theirs), schema).merge(today)


def keep_record(base: Record, side: Record, schema: Schema) -> RecordMerge:
    """Return a record that one side deleted and the other changed: kept, with null beside all that was changed."""
    before, now = read_leaves(base, schema).values, read_leaves(side, schema).values
    changed = [leaf for leaf, value in now.items() if value != before.get(leaf)]
    versions = conflicts_by_leaf(side.conflicts)
    for leaf in changed:
        versions[leaf] = (*versions.get(leaf, ()), None)
    return RecordMerge(replace(side, conflicts=make_conflicts(versions)), tuple(changed))


def is_same_record(record: Record, other: Record, schema: Schema) -> bool:
    """Tell whether two records say the same in the same order; equality knows nothing of the order of paragraphs."""
    return record == other and read_leaves(record, schema).orders == read_leaves(other, schema).orders


class _Merger:
    """Merges three versions of one record."""

    def __init__(self, versions: tuple[Record | None, Record, Record], schema: Schema) -> None:
        self._records, self._schema = versions, schema
        self._leaves = tuple(_ABSENT if record is None else read_leaves(record, schema) for record in versions)
        self._others = tuple({} if record is None else conflicts_by_leaf(record.conflicts) for record in versions)
        self._revived = self._find_revived()
        self._found: dict[Leaf, Any] = {}
        """The other version of each leaf that two people changed differently."""

    def merge(self, today: str) -> RecordMerge:
        base, ours, theirs = self._records
        values = {leaf: value for leaf in self._all_leaves() if (value := self._leaf(leaf)) is not None}
        leaves = Leaves(values=values, orders=self._orders(values), groups={})
        record = replace(
            ours,
            id=merge_value(base.id if base else None, ours.id, theirs.id)[0] or ours.id,
            source=self._neutral("source", lambda record: record.source) or ours.source,
            sources=self._sources(),
            declared=merge_sequence(base.declared if base else (), ours.declared, theirs.declared),
            ignore=merge_sequence(base.ignore if base else (), ours.ignore, theirs.ignore),
            unchanged=merge_sequence(base.unchanged if base else (), ours.unchanged, theirs.unchanged),
            state=self._state(values),
        )
        record = with_leaves(record, leaves, self._schema)
        record = _with_honest_state(record, (ours, theirs), self._schema, today)
        return RecordMerge(replace(record, conflicts=self._conflicts(values)), tuple(self._found))

    def _all_leaves(self) -> Iterator[Leaf]:
        yield from {**self._leaves[1].values, **self._leaves[2].values}

    # Texts and values

    def _find_revived(self) -> dict[str, int]:
        """Return the paragraphs and items that one side deleted and the other changed, with the other's number."""
        base = _by_group(self._leaves[0])
        sides = {number: _by_group(self._leaves[number]) for number in (1, 2)}
        return {
            group: number
            for number, found in sides.items()
            for group, leaves in found.items()
            if group in base and group not in sides[3 - number] and not leaves.items() <= base[group].items()
        }

    def _leaf(self, leaf: Leaf) -> Any:  # noqa: ANN401 (any JSON value)
        base, ours, theirs = (leaves.values.get(leaf) for leaves in self._leaves)
        groups = {**self._leaves[1].groups, **self._leaves[2].groups}.get(leaf, ())
        number = next((self._revived[group] for group in groups if group in self._revived), 0)
        if number:
            kept = self._leaves[number].values.get(leaf)
            if kept != base:
                self._found[leaf] = None
            return kept
        if isinstance(ours, tuple) and isinstance(theirs, tuple):
            return merge_sequence(base or (), ours, theirs)
        return self._merged(leaf, ours, theirs)

    def _merged(self, leaf: Leaf, ours: Any, theirs: Any) -> Any:  # noqa: ANN401 (any JSON value)
        if ours == theirs or not self._is_decided(leaf, 2):
            return ours
        if not self._is_decided(leaf, 1):
            return theirs
        kept, other = (ours, theirs) if _is_held(ours) or not _is_held(theirs) else (theirs, ours)
        self._found[leaf] = other
        return kept

    def _is_decided(self, leaf: Leaf, number: int) -> bool:
        """Tell whether a side changed a leaf, or settled a conflict about it."""
        if self._leaves[number].values.get(leaf) != self._leaves[0].values.get(leaf):
            return True
        return leaf in self._others[0] and leaf not in self._others[number]

    def _neutral(self, path: str, find: Callable[[Record], Any]) -> Any:  # noqa: ANN401 (any JSON value)
        base, ours, theirs = (None if record is None else find(record) for record in self._records)
        value, is_conflict = merge_value(base, ours, theirs)
        if is_conflict:
            self._found[Leaf(path)] = theirs if ours is not None else ours
            return ours if ours is not None else theirs
        return value

    def _sources(self) -> dict[str, Locale]:
        _, ours, theirs = self._records
        paths = {**ours.sources, **theirs.sources}
        found = {path: self._neutral(f"sources/{path}", partial(_source_of, path)) for path in paths}
        return {path: locale for path, locale in found.items() if locale}

    def _orders(self, values: Mapping[Leaf, Any]) -> dict[Leaf, tuple[str, ...]]:
        """Return the merged orders; an item or paragraph that came back stands where it stood on its side."""
        base, ours, theirs = (leaves.orders for leaves in self._leaves)
        merged = {}
        for place in {**ours, **theirs}:
            sides = (ours.get(place, ()), theirs.get(place, ()))
            order = merge_sequence(base.get(place, ()), *sides)
            for side in sides:
                kept = [name for name in side if name in order or self._is_back(place, name, values)]
                order = merge_sequence([name for name in kept if name in order], order, kept)
            if order or (place in ours and place in theirs):
                merged[place] = order
        return merged

    def _is_back(self, place: Leaf, name: str, values: Mapping[Leaf, Any]) -> bool:
        path = f"{place.path}/{name}"
        return path in self._revived or Leaf(path, place.locale) in values

    # State and conflicts

    def _state(self, values: Mapping[Leaf, Any]) -> dict[str, dict[str, str]]:
        states = [_flat(record.state) if record else {} for record in self._records]
        merged: dict[str, dict[str, str]] = {}
        for leaf in {**states[1], **states[2]}:
            base, ours, theirs = (state.get(leaf) for state in states)
            texts, new = [leaves.values.get(leaf) for leaves in self._leaves], leaf in self._found
            if texts[1] == texts[2]:
                found = _merged_state(leaf, values, base, ours, theirs)
            else:
                found = ours if values.get(leaf) == texts[1] else theirs
            if found is not None:
                merged.setdefault(leaf.locale, {})[leaf.path] = found.replace(" merged", "") if new else found
        return merged

    def _conflicts(self, values: Mapping[Leaf, Any]) -> Conflicts:
        merged: dict[Leaf, tuple[Any, ...]] = {}
        for leaf in {**self._others[1], **self._others[2], **dict.fromkeys(self._found)}:
            base, ours, theirs = ([_encoded(version) for version in side.get(leaf, ())] for side in self._others)
            found = merge_sequence(base, ours, theirs)
            if leaf in self._found:
                found = (*found, _encoded(self._found[leaf]))
            kept = _encoded(values.get(leaf))
            left = tuple(msgspec.json.decode(version) for version in dict.fromkeys(found) if version != kept)
            if left:
                merged[leaf] = left
        return make_conflicts(merged)


def _is_held(value: Any) -> bool:  # noqa: ANN401 (any JSON value)
    return has_text(value) if isinstance(value, str) else value is not None


def _source_of(path: str, record: Record) -> Locale | None:
    return record.sources.get(path)


def _encoded(version: Any) -> bytes:  # noqa: ANN401 (any JSON value)
    return msgspec.json.encode(version, order="deterministic")


def _flat(entries: Mapping[str, Mapping[str, Any]]) -> dict[Leaf, Any]:
    return {Leaf(path, locale): value for locale, found in entries.items() for path, value in found.items()}


def _by_group(leaves: Leaves) -> dict[str, dict[Leaf, Any]]:
    found: dict[str, dict[Leaf, Any]] = {}
    for leaf, groups in leaves.groups.items():
        for group in groups:
            found.setdefault(group, {})[leaf] = leaves.values[leaf]
    return found


def _merged_state(
    leaf: Leaf, values: Mapping[Leaf, Any], base: str | None, ours: str | None, theirs: str | None
) -> str | None:
    """Return the state of a text that both sides have; of two, one made from the source as it is, else the newer."""
    value, is_conflict = merge_value(base, ours, theirs)
    if not is_conflict:
        return value
    if ours is None or theirs is None:
        return ours or theirs

    def rank(state: str) -> tuple[bool, str]:
        provenance = parse_provenance(state)
        source = values.get(Leaf(leaf.path, provenance.source_locale)) or ""
        return digest(source) == provenance.source_digest, provenance.when

    return max(ours, theirs, key=rank)


def _with_honest_state(record: Record, sides: Iterable[Record], schema: Schema, today: str) -> Record:
    """Return the record with states that say what each translation was made from, where its source was not that."""
    known = [{unit_path(unit.key): unit for unit in iter_units(side, schema)} for side in sides]
    state = {locale: dict(entries) for locale, entries in record.state.items()}
    for unit in iter_units(record, schema):
        path = unit_path(unit.key)
        versions = [units[path] for units in known if path in units]
        for locale in unit.texts:
            if not unit.is_free and (made := _provenance(unit, locale, versions, today)) is not None:
                state.setdefault(locale, {})[path] = str(made)
    return replace(record, state=state)


def _provenance(unit: SourceUnit, locale: str, versions: Iterable[SourceUnit], today: str) -> Provenance | None:
    """Return what a text was made from, if that is neither the source beside it now nor what its state says."""
    text = unit.texts[locale]
    if locale == unit.source_locale or not has_text(text) or not unit.is_fresh(locale):
        return None
    holders = [version for version in versions if not version.is_free and version.texts.get(locale) == text]
    pair = (unit.source_locale, unit.source)
    if any((version.source_locale, version.source) == pair and version.is_fresh(locale) for version in holders):
        return None
    return _made_from(unit, locale, holders[0], today) if holders else None


def _made_from(unit: SourceUnit, locale: str, holder: SourceUnit, today: str) -> Provenance | None:
    text, known = unit.texts[locale], holder.provenance(locale)
    if locale == holder.source_locale:
        return Provenance(unit.source_locale, digest(unit.source), digest(text), "import", today, ("fuzzy",))
    if known is not None and (not holder.is_fresh(locale) or known.target_digest == digest(text)):
        return known
    who, when = ("human", known.when) if known else ("import", today)
    return Provenance(holder.source_locale, digest(holder.source), digest(text), who, when)


def _with_own_ids(base: Record, ours: Record, theirs: Record, schema: Schema) -> Record:
    """Return theirs with other ids where both sides gave one id to paragraphs or items that are not the same."""
    versions = tuple(read_leaves(record, schema) for record in (base, ours, theirs))
    groups = [_by_group(leaves) for leaves in versions]
    locales = {ours.source, theirs.source, *ours.sources.values(), *theirs.sources.values()}
    ids: dict[str, str] = {}
    taken: dict[str, set[str]] = {}
    for group in groups[1].keys() & groups[2].keys() - groups[0].keys():
        if _is_same(groups[1][group], groups[2][group], locales):
            continue
        parent, _, name = group.rpartition("/")
        if parent not in taken:
            taken[parent] = {found.rpartition("/")[2] for side in groups for found in side if found.startswith(parent)}
        ids[group] = next(iter_new_ids(name, taken[parent]))
    return with_ids(theirs, ids, schema) if ids else theirs


def _is_same(ours: Mapping[Leaf, Any], theirs: Mapping[Leaf, Any], locales: Iterable[str]) -> bool:
    """Tell whether a new paragraph or item is one and the same: by its neutral values, else by its source texts."""
    both = ours.keys() & theirs.keys()
    neutral = [leaf for leaf in both if not leaf.locale]
    compared = neutral or [leaf for leaf in both if leaf.locale in locales]
    return all(ours[leaf] == theirs[leaf] for leaf in compared)
