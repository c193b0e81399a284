"""Settling conflicts: a person says which text of a unit stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from l10n.dates import today
from l10n.index import Finding
from l10n.leaves import Leaf
from l10n.locales import Locale
from l10n.loop import run_loop
from l10n.loop_report import Direction, LoopReport
from l10n.merge import EARLIER, OURS, THEIR_SOURCE, THEIRS
from l10n.model import CatalogId, Domain, State, Unit, record_key
from l10n.project import Project
from l10n.records import Record, iter_units, unit_path
from l10n.text import one_line
from l10n.versions import settle_version


class Keep(StrEnum):
    """Which text stays; with `both` the record's does and the catalog's becomes a comment beside it.

    Where branches that were merged in git changed a record differently, `catalog` stands for the other branch.
    """

    RECORD = "record"
    CATALOG = "catalog"
    BOTH = "both"


def settle(project: Project, choices: Mapping[tuple[str, str], Keep], findings: list[Finding]) -> LoopReport:
    """Carry out choices, by (unit key, locale), for the conflicts that a run found; return the report of the sync.

    Between a record and a catalog only the catalog is changed here: an entry that agrees with the record, or that lost
    its fuzzy flag, says all. What a merge left in a record is settled there and in its catalog.
    """
    chosen = {(finding.key, finding.locale): finding for finding in findings if finding.kind == "conflict"}
    by_path: dict[str, dict[str, tuple[Keep, Finding]]] = {}
    merged: list[tuple[Keep, Finding]] = []
    for identity, keep in choices.items():
        finding = chosen[identity]
        if finding.is_merged:
            merged.append((keep, finding))
        else:
            by_path.setdefault(finding.path, {})[finding.key] = (keep, finding)
    with project.lock():
        records = _MergedRecords(project, merged)
        for path in {**by_path, **records.by_path}:
            for file in project.load_catalogs([path]).values():
                units = (_settled(unit, by_path.get(path, {})) for unit in file.catalog.units)
                units = (_settled_merge(unit, records.by_path.get(path, {})) for unit in units)
                data = project.format_catalog(path, replace(file.catalog, units=tuple(units)))
                project.replace_file(path, data, file.data, file.signature)
        records.save()
    return run_loop(project, Direction.SYNC)


def _settled(unit: Unit, choices: Mapping[str, tuple[Keep, Finding]]) -> Unit:
    """Return the unit with the text that stays; the record's is as stale as it was, for nobody looked at its source."""
    if unit.obsolete or unit.key is None or unit.key not in choices:
        return unit
    keep, finding = choices[unit.key]
    if keep is Keep.CATALOG:
        return unit.with_changes(fuzzy=False, previous=None)
    is_other = unit.target != finding.record
    also = (f"{EARLIER}{one_line(unit.target)}",) if keep is Keep.BOTH and is_other else ()
    return unit.with_changes(
        targets=(finding.record,), fuzzy=finding.is_stale, previous=None, comments=(*unit.comments, *also)
    )


class _Settled(Struct, frozen=True):
    """What a catalog's entry is to say of a text whose versions a person chose from."""

    text: str
    fuzzy: bool
    is_open: bool
    """Whether further versions wait."""
    also: str
    """Another version, to keep as a comment."""


class _MergedRecords:
    """Settles in records what merges left there, and says what that means for catalogs."""

    def __init__(self, project: Project, choices: Iterable[tuple[Keep, Finding]]) -> None:
        self._project = project
        self._files = project.load_record_files(sorted({finding.path for _, finding in choices}))
        self._catalogs = project.find_catalog_files().keys() if self._files else ()
        self._changed: dict[str, dict[str, Record]] = {}
        self.by_path: dict[str, dict[str, _Settled]] = {}
        """{catalog: {unit: what its entry is to say}}."""
        for keep, finding in choices:
            self._settle(keep, finding)

    def _settle(self, keep: Keep, finding: Finding) -> None:
        key, leaf = record_key(finding.key), Leaf(unit_path(finding.key), finding.locale)
        changed = self._changed.setdefault(finding.path, {})
        held = {record.key: record for record in self._files[finding.path].records if record}
        keep_other = keep is Keep.CATALOG
        record = settle_version(
            changed.get(key, held[key]), leaf, self._project.schema, keep_other=keep_other, today=today()
        )
        changed[key] = record
        unit = next((unit for unit in iter_units(record, self._project.schema) if unit.key == finding.key), None)
        if unit is None or not leaf.locale or leaf.locale == unit.source_locale:
            return
        locale = Locale(leaf.locale)
        catalog = CatalogId(Domain(record.type, unit.source_locale), locale)
        if self._project.catalog_path(catalog) in self._catalogs:
            settled = _Settled(
                text=unit.texts.get(locale, ""),
                fuzzy=unit.cell(locale) is State.FUZZY,
                is_open=locale in unit.others,
                also=finding.catalog if keep is Keep.BOTH else "",
            )
            self.by_path.setdefault(self._project.catalog_path(catalog), {})[unit.key] = settled

    def save(self) -> None:
        """Write the records that changed."""
        for path, records in self._changed.items():
            file = self._files[path]
            data = self._project.format_record_file(file, records)
            self._project.replace_file(path, data, b"".join(file.lines), file.signature)


def _settled_merge(unit: Unit, settled: Mapping[str, _Settled]) -> Unit:
    """Return the unit as a person settled it; the comments that kept the versions go, unless there are more."""
    if unit.obsolete or unit.key is None or unit.key not in settled:
        return unit
    found = settled[unit.key]
    comments = unit.comments
    if not found.is_open:
        comments = tuple(line for line in comments if not line.startswith((OURS, THEIRS, THEIR_SOURCE)))
    also = (f"{EARLIER}{one_line(found.also)}",) if found.also else ()
    return unit.with_changes(
        targets=(found.text,), fuzzy=found.fuzzy and bool(found.text), previous=None, comments=(*comments, *also)
    )
