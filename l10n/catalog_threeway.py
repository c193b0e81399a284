"""Three-way merging of catalogs: two versions of a PO file that were made of a common one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from l10n.errors import L10nError
from l10n.merge import insert_units, with_units, without_repeats
from l10n.model import Catalog, Unit
from l10n.po import new_header, with_header_field
from l10n.threeway import merge_sequence, merge_value
from l10n.unit_threeway import merge_unit

_CREATED, _REVISED = "POT-Creation-Date", "PO-Revision-Date"
_Identity = tuple[str | None, str | None, bool]
"""Key, source where it takes both (None where the key alone says it), and whether it is an obsolete one besides."""


class CatalogMerge(Struct, frozen=True):
    """A merged catalog, and its units that two people changed differently."""

    catalog: Catalog
    conflicts: tuple[Unit, ...] = ()


def merge_catalogs(base: Catalog, ours: Catalog, theirs: Catalog) -> CatalogMerge:
    """Return two versions of a catalog as one, in ours' order; units that did not change keep their bytes.

    Raises L10nError for a file of several domains.
    """
    if any(unit.domain for catalog in (base, ours, theirs) for unit in catalog.units):
        raise L10nError("found a domain directive, expected a catalog of one domain")
    theirs = _in_layout(theirs, ours)
    merger = _Merger(base, ours, theirs)
    catalog = _with_header(with_units(ours, merger.units()), base, theirs)
    tail = merge_sequence(*(tuple(version.tail.splitlines(keepends=True)) for version in (base, ours, theirs)))
    if catalog.tail != "".join(tail):
        catalog = replace(catalog, tail="".join(tail))
    return CatalogMerge(catalog, tuple(merger.conflicts))


def _in_layout(theirs: Catalog, ours: Catalog) -> Catalog:
    """Return theirs with units that can stand in ours' file: written anew where the files are laid out differently.

    Their lines say nothing there, least of all what stands beside what.
    """
    is_empty = ours.header is None and not ours.units
    is_alike = is_empty or (theirs.newline, theirs.width, theirs.charset) == (ours.newline, ours.width, ours.charset)
    header, *units = (
        unit and replace(unit, line=0, raw=unit.raw if is_alike else "") for unit in (theirs.header, *theirs.units)
    )
    return replace(theirs, header=header, units=tuple(unit for unit in units if unit))


class _Merger:
    """Merges the units of three catalogs."""

    def __init__(self, base: Catalog, ours: Catalog, theirs: Catalog) -> None:
        self._exact = frozenset(key for catalog in (base, ours, theirs) for key in _ambiguous_keys(catalog))
        self._sources = _live_sources((base, ours, theirs), self._exact)
        self._live = _live_sources((ours, theirs), self._exact).keys()
        self._base, self._ours, self._theirs = (self._by_identity(catalog) for catalog in (base, ours, theirs))
        self.conflicts: list[Unit] = []

    def _by_identity(self, catalog: Catalog) -> dict[_Identity, Unit]:
        """Map the catalog's units; an obsolete one stands for its key where no live one does and others have one."""
        found = {_identity(unit, self._exact): unit for unit in catalog.units if not unit.obsolete}
        stands_for: dict[_Identity, Unit] = {}
        obsolete = [unit for unit in catalog.units if unit.obsolete]
        for unit in obsolete:
            identity = _identity(unit, self._exact)
            if identity in self._live and identity not in found:
                known = stands_for.setdefault(identity, unit)
                if known.source not in self._sources[identity] and unit.source in self._sources[identity]:
                    stands_for[identity] = unit
        for unit in obsolete:
            identity = _identity(unit, self._exact)
            is_needed = stands_for.get(identity) is unit
            found[identity if is_needed else (unit.key, unit.source, True)] = unit
        return found

    def units(self) -> tuple[Unit, ...]:
        """Return the merged units: ours in their order, new ones where they belong, what became obsolete at the end."""
        kept: dict[_Identity, Unit] = {}
        new: dict[_Identity, Unit] = {}
        gone: list[Unit] = []
        for identity in {**self._ours, **self._theirs}:
            ours = self._ours.get(identity)
            unit = self._merge(identity)
            if unit is None:
                continue
            if ours is not None and ours.obsolete == unit.obsolete:
                kept[identity] = unit
            elif unit.obsolete:
                gone.append(unit)
            else:
                new[identity] = unit
        units = [*self._placed(kept, new), *gone]
        if len({(unit.key, unit.source) for unit in units}) == len(units):
            return tuple(units)
        return without_repeats([unit for unit in units if not unit.obsolete], [unit for unit in units if unit.obsolete])

    def _merge(self, identity: _Identity) -> Unit | None:
        versions = (self._base.get(identity), self._ours.get(identity), self._theirs.get(identity))
        merged = merge_unit(*versions)
        if merged.unit is not None and merged.is_conflict:
            self.conflicts.append(merged.unit)
        return merged.unit

    def _placed(self, kept: dict[_Identity, Unit], new: dict[_Identity, Unit]) -> list[Unit]:
        if not new:
            return list(kept.values())
        if all((unit.key or "").count("/") > 1 for unit in (*kept.values(), *new.values())):
            return _placed_by_record(list(kept.values()), list(new.values()))
        all_units = {**kept, **new}
        theirs = [identity for identity in self._theirs if identity in all_units]
        order = merge_sequence([identity for identity in theirs if identity in kept], list(kept), theirs)
        return [all_units[identity] for identity in dict.fromkeys((*order, *all_units))]


def _identity(unit: Unit, exact: frozenset[str]) -> _Identity:
    if unit.key is None or unit.key in exact:
        return unit.key, unit.source, False
    return unit.key, None, False


def _ambiguous_keys(catalog: Catalog) -> Iterator[str]:
    """Yield the contexts that several live units share: there they only tell apart equal sources."""
    counts = Counter(unit.key for unit in catalog.units if not unit.obsolete)
    yield from (key for key, count in counts.items() if key is not None and count > 1)


def _live_sources(catalogs: Iterable[Catalog], exact: frozenset[str]) -> dict[_Identity, set[str]]:
    """Return what is live in any of the catalogs, and the sources that it has there."""
    found: dict[_Identity, set[str]] = {}
    for catalog in catalogs:
        for unit in catalog.units:
            if not unit.obsolete:
                found.setdefault(_identity(unit, exact), set()).add(unit.source)
    return found


def _placed_by_record(kept: list[Unit], new: list[Unit]) -> list[Unit]:
    """Put new units where an update would; obsolete ones stay behind the live one they stand behind."""
    first: list[Unit] = []
    behind: dict[int, list[Unit]] = {}
    live: list[Unit] = []
    for unit in kept:
        if not unit.obsolete:
            live.append(unit)
        elif live:
            behind.setdefault(id(live[-1]), []).append(unit)
        else:
            first.append(unit)
    if live and id(live[-1]) in behind:
        return [*first, *_expanded(insert_units(live, new), behind, at_end=behind.pop(id(live[-1])))]
    return [*first, *_expanded(insert_units(live, new), behind, at_end=[])]


def _expanded(live: list[Unit], behind: dict[int, list[Unit]], at_end: list[Unit]) -> Iterator[Unit]:
    for unit in live:
        yield unit
        yield from behind.get(id(unit), ())
    yield from at_end


def _with_header(catalog: Catalog, base: Catalog, theirs: Catalog) -> Catalog:
    """Return the catalog with the merged header; where both changed a field, it is that of the newer revision."""
    if theirs.header is None or theirs.header == catalog.header:
        return catalog
    if catalog.header is None or (base.header is not None and base.header == catalog.header):
        return replace(catalog, header=replace(theirs.header, line=0))
    if theirs.header == base.header:
        return catalog
    merged = _merged_fields(catalog, base.headers, theirs.headers)
    before, ours = base.header or new_header({}), merged.header or new_header({})
    header = ours.with_changes(
        comments=merge_sequence(before.comments, ours.comments, theirs.header.comments),
        fuzzy=merge_value(before.fuzzy, ours.fuzzy, theirs.header.fuzzy)[0],
    )
    return merged if header is merged.header else replace(merged, header=header)


def _merged_fields(catalog: Catalog, base: dict[str, str], theirs: dict[str, str]) -> Catalog:
    ours = catalog.headers
    for name in {**ours, **theirs}:
        value, is_conflict = merge_value(base.get(name), ours.get(name), theirs.get(name))
        if is_conflict and (value is None or _is_theirs(name, ours, theirs)):
            value = theirs.get(name)
        catalog = _without_field(catalog, name) if value is None else with_header_field(catalog, name, value)
    return catalog


def _is_theirs(name: str, ours: dict[str, str], theirs: dict[str, str]) -> bool:
    """Tell whether a field that both changed is theirs: the newer creation date, and all others of the newer file."""
    date = _CREATED if name == _CREATED else _REVISED
    return name in theirs and _moment(theirs.get(date, "")) > _moment(ours.get(date, ""))


def _moment(text: str) -> float:
    """Return when a header's date is, in seconds; of what is no date, a time before all others."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M%z").timestamp()
    except ValueError:
        return -math.inf


def _without_field(catalog: Catalog, name: str) -> Catalog:
    if catalog.header is None or name not in catalog.headers:
        return catalog
    lines = catalog.header.target.splitlines(keepends=True)
    target = "".join(line for line in lines if line.partition(":")[0].strip() != name)
    return replace(catalog, header=catalog.header.with_changes(targets=(target,)))
