"""Settling conflicts: a person says which text of a unit stays."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec.structs import replace

from l10n.index import Finding
from l10n.loop import Direction, LoopReport, run_loop
from l10n.merge import EARLIER
from l10n.model import Unit
from l10n.project import Project
from l10n.text import one_line


class Keep(StrEnum):
    """Which text stays; with `both` the record's does and the catalog's becomes a comment beside it."""

    RECORD = "record"
    CATALOG = "catalog"
    BOTH = "both"


def settle(project: Project, choices: Mapping[tuple[str, str], Keep], findings: list[Finding]) -> LoopReport:
    """Carry out choices, by (unit key, locale), for the conflicts that a run found; return the report of the sync.

    Only catalogs are changed here: an entry that agrees with the record, or that lost its fuzzy flag, says all.
    """
    chosen = {(finding.key, finding.locale): finding for finding in findings if finding.kind == "conflict"}
    by_path: dict[str, dict[str, tuple[Keep, str]]] = {}
    for identity, keep in choices.items():
        finding = chosen[identity]
        by_path.setdefault(finding.path, {})[finding.key] = (keep, finding.record)
    with project.lock():
        for path, file in project.load_catalogs(by_path).items():
            units = tuple(_settled(unit, by_path[path]) for unit in file.catalog.units)
            data = project.format_catalog(replace(file.catalog, units=units))
            project.replace_file(path, data, file.data, file.signature)
    return run_loop(project, Direction.SYNC)


def _settled(unit: Unit, choices: Mapping[str, tuple[Keep, str]]) -> Unit:
    if unit.obsolete or unit.key is None or unit.key not in choices:
        return unit
    keep, held = choices[unit.key]
    comments = unit.comments
    if keep is Keep.BOTH:
        comments = (*comments, f"{EARLIER}{one_line(unit.target)}")
    targets = unit.targets if keep is Keep.CATALOG else (held,)
    return unit.with_changes(targets=targets, fuzzy=False, previous=None, comments=comments)
