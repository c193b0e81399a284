"""Repair: what is safe to put right in records and catalogs, written back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from l10n.checks.fixing import fixed_text
from l10n.findings import Finding
from l10n.leaves import Leaf, read_leaves
from l10n.locales import Locale
from l10n.merge import with_units
from l10n.model import Catalog, State, Unit, parse_provenance, record_key
from l10n.po import format_po, parse_po
from l10n.project import Project
from l10n.records import Change, Record, iter_units, unit_path, with_changes
from l10n.schema import Schema
from l10n.store import check_unchanged, read_file, write_file
from l10n.text import digest


def fix_records(project: Project, findings: Iterable[Finding], *, with_catalogs: bool) -> int:
    """Repair what is safe in records; return how many texts were changed.

    `with_catalogs` says that their catalogs are repaired in the same run: then both sides count as synchronised.
    """
    by_record: dict[str, _Findings] = {}
    for finding in findings:
        if finding.fix is not None and finding.place.path.endswith((".json", ".jsonl")):
            texts = by_record.setdefault(record_key(finding.key), {})
            texts.setdefault((unit_path(finding.key), finding.locale), []).append(finding)
    if not by_record:
        return 0
    changed: dict[str, Record] = {}
    count = 0
    for record in project.iter_records():
        if record.key in by_record:
            fixed = _fixed_texts(record, by_record[record.key], project.schema)
            changed[record.key] = with_changes(record, _changes(record, fixed, with_catalogs=with_catalogs))
            count += len(fixed)
    project.save_records(changed)
    return count


_Findings = dict[tuple[str, str], list[Finding]]
"""{(unit path, locale): findings} of one record."""
_Fixed = dict[tuple[str, str], tuple[str, str]]
"""{(unit path, locale): (old text, new text)}."""


def _fixed_texts(record: Record, findings: _Findings, schema: Schema) -> _Fixed:
    """Return the texts to repair; left out are those that changed since, and those that somebody doubts.

    A doubted text that changes would count as edited, and so as confirmed.
    """
    held = read_leaves(record, schema).values
    units = {unit_path(unit.key): unit for unit in iter_units(record, schema)}
    fixed: _Fixed = {}
    for (path, locale), found in findings.items():
        old, unit = held.get(Leaf(path, locale)), units.get(path)
        is_doubted = unit is not None and locale in unit.texts and unit.cell(Locale(locale)) is State.FUZZY
        if old == found[0].text and not is_doubted:
            fixed[path, locale] = (old, fixed_text(old, found))
    return fixed


def _changes(record: Record, fixed: _Fixed, *, with_catalogs: bool) -> Iterator[Change]:
    """Yield the changes that repair a record's texts; translations made from a repaired source stay fresh."""
    for (path, locale), (_, new) in fixed.items():
        yield Change(path, Locale(locale), new)
    for locale, entries in record.state.items():
        for path, text in entries.items():
            provenance = parse_provenance(text)
            old, new = fixed.get((path, provenance.source_locale), ("", ""))
            if old and provenance.source_digest == digest(old):
                provenance = replace(provenance, source_digest=digest(new))
            old, new = fixed.get((path, locale), ("", ""))
            if old and with_catalogs and provenance.target_digest == digest(old):
                provenance = replace(provenance, target_digest=digest(new))
            if str(provenance) != text and path not in record.conflicts.texts.get(locale, ()):
                yield Change(path, Locale(locale), provenance=provenance)


def fix_catalog(catalog: Catalog, findings: Iterable[Finding]) -> Catalog:
    """Return a catalog with what is safe repaired in its translations; itself if there is nothing."""
    by_key: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.fix is not None:
            by_key.setdefault(finding.key, []).append(finding)
    return with_units(catalog, tuple(_fixed_unit(unit, by_key.get(unit.key or unit.source)) for unit in catalog.units))


def _fixed_unit(unit: Unit, findings: list[Finding] | None) -> Unit:
    if not findings or unit.obsolete or unit.fuzzy:
        return unit
    return unit.with_changes(targets=tuple(fixed_text(target, findings) for target in unit.targets))


def fix_project_catalogs(project: Project, findings: Iterable[Finding]) -> int:
    """Repair what is safe in a collection's catalogs; return how many entries changed."""
    fixable = [finding for finding in findings if finding.fix is not None]
    count = 0
    for path, (found, _) in project.find_catalog_files().items():
        here = [finding for finding in fixable if finding.locale == found.locale]
        if here and found.locale:
            file = project.load_catalogs([path])[path]
            new = fix_catalog(file.catalog, here)
            if new is not file.catalog:
                project.replace_file(path, project.format_catalog(path, new), file.data, file.signature)
                count += _count_changed(file.catalog, new)
    return count


def fix_files(paths: Collection[str], findings: Iterable[Finding]) -> int:
    """Repair what is safe in PO files anywhere; return how many entries changed."""
    by_path: dict[str, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.place.path, []).append(finding)
    count = 0
    for path, found in by_path.items():
        if path not in paths:
            continue
        data, signature = read_file(Path(path))
        catalog = parse_po(data, path)
        new = fix_catalog(catalog, found)
        if new is not catalog:
            write_file(Path(path), format_po(new), check=partial(check_unchanged, Path(path), signature, path))
            count += _count_changed(catalog, new)
    return count


def _count_changed(old: Catalog, new: Catalog) -> int:
    return sum(one is not other for one, other in zip(old.units, new.units, strict=True))
