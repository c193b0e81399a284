"""Merging: a catalog brought up to date with the units that are wanted, by key."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from l10n.model import Catalog, Unit, record_key
from l10n.text import one_line

EARLIER = "l10n: earlier: "
"""Begins the comment that keeps another text of a unit that can stand in a file only once."""
OURS = "l10n: ours: "
"""Begins the comment that keeps our version of a text that two branches changed differently."""
THEIRS = "l10n: theirs: "
"""Begins the comment that keeps the version of the branch that was merged."""
THEIR_SOURCE = "l10n: theirs is for: "
"""Begins the comment that keeps the source that their version was made for, where it is not the unit's."""


def merge_units(
    old: Iterable[Unit], wanted: Mapping[str, Unit], covers: Callable[[str], bool] = lambda _: True
) -> tuple[Unit, ...]:
    """Return a catalog's units after an update.

    `wanted` holds, in order, what each key is to be: source, targets, fuzzy, previous, notes and references. Units
    that stay keep their place, comments and other flags, and those that do not differ keep their bytes. New ones go
    behind the unit of their own or the nearest earlier record. Units that are gone, and others of a key that a file
    has more than once, become obsolete at the end if they have a target; without one they leave. `covers` tells for a
    record's key whether `wanted` speaks of it; the units of other records stay as they are.
    """
    units = tuple(old)
    chosen = choose_units(units, {key: unit.source for key, unit in wanted.items()})
    live: list[Unit] = []
    gone: list[Unit] = []
    for unit in units:
        key = unit.key or ""
        if chosen.get(key) is unit:
            live.extend([] if unit.obsolete else [_updated(unit, wanted[key])])
        elif unit.obsolete:
            gone.extend([unit] if unit.has_target or key not in wanted else [])
        elif key in wanted or covers(record_key(key)):
            gone.extend([unit.with_changes(obsolete=True, references=(), notes=())] if unit.has_target else [])
        else:
            live.append(unit)
    present = {unit.key for unit in live}
    new = [_revived(chosen[key], unit) if key in chosen else unit for key, unit in wanted.items() if key not in present]
    return without_repeats(insert_units(live, new), gone)


def choose_units(units: Iterable[Unit], sources: Mapping[str, str]) -> dict[str, Unit]:
    """Return for each key in `sources` the unit that speaks for it, where a catalog has any.

    Of several, as a merge of two files can leave them, it is the first of the best: not obsolete, then one for the
    source that the key has now.
    """
    chosen: dict[str, Unit] = {}
    for unit in units:
        key = unit.key or ""
        if key in sources and (key not in chosen or _rank(unit, sources[key]) > _rank(chosen[key], sources[key])):
            chosen[key] = unit
    return chosen


def _rank(unit: Unit, source: str) -> tuple[bool, bool]:
    return not unit.obsolete, unit.source == source


def _revived(unit: Unit, wanted: Unit) -> Unit:
    """Return an obsolete unit brought back; a text of its own that it has to give up goes into its comments."""
    earlier = _earlier(unit, wanted)
    return _updated(unit.with_changes(comments=(*unit.comments, *earlier)), wanted)


def _earlier(unit: Unit, kept: Unit) -> list[str]:
    """Return the comments that keep a unit's texts beside another unit of the same key."""
    lines = [f"{EARLIER}{one_line(target)}" for target in unit.targets if target and target not in kept.targets]
    return [line for line in lines if line not in kept.comments and line not in unit.comments]


def _updated(unit: Unit, wanted: Unit) -> Unit:
    return unit.with_changes(
        source=wanted.source,
        targets=wanted.targets,
        fuzzy=wanted.fuzzy,
        previous=wanted.previous,
        comments=unit.comments if set(wanted.comments) <= set(unit.comments) else (*unit.comments, *wanted.comments),
        notes=wanted.notes,
        references=wanted.references,
        obsolete=False,
    )


def insert_units(live: list[Unit], new: list[Unit]) -> list[Unit]:
    """Put new units behind the last one of their own record, else behind those of all earlier records.

    Where a file is not in the order of keys, the place is behind the last unit up to which no later record begins.
    """
    if not new:
        return live
    if not live:
        return new
    highest: list[str] = []
    last: dict[str, int] = {}
    for place, unit in enumerate(live):
        key = record_key(unit.key or "")
        highest.append(max(highest[-1], key) if highest else key)
        last[key] = place
    behind: dict[int, list[Unit]] = {}
    for unit in new:
        key = record_key(unit.key or "")
        place = last[key] if key in last else bisect_right(highest, key) - 1
        behind.setdefault(place, []).append(unit)
    result = sorted(behind.pop(-1, []), key=lambda unit: record_key(unit.key or ""))
    for place, unit in enumerate(live):
        result.append(unit)
        result.extend(sorted(behind.get(place, ()), key=lambda unit: record_key(unit.key or "")))
    return result


def without_repeats(live: list[Unit], gone: list[Unit]) -> tuple[Unit, ...]:
    """Join both; gettext allows a key and source once in a file, obsolete ones included.

    What another unit of the same identity would have said goes into the first one's comments.
    """
    units = {(unit.key, unit.source): unit for unit in live}
    for unit in gone:
        identity = (unit.key, unit.source)
        first = units.get(identity)
        if first is None:
            units[identity] = unit
        elif unit.targets != first.targets or unit.comments != first.comments:
            new = [line for line in (*unit.comments, *_earlier(unit, first)) if line not in first.comments]
            units[identity] = first.with_changes(comments=(*first.comments, *new))
    return tuple(units.values())


def with_units(catalog: Catalog, units: tuple[Unit, ...]) -> Catalog:
    """Return the catalog with other units; itself if they are the same ones."""
    same = len(units) == len(catalog.units) and all(a is b for a, b in zip(units, catalog.units, strict=True))
    return catalog if same else replace(catalog, units=units)
