"""The loop: records to catalogs, catalogs to records, or both, with `sync`'s table for every unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from l10n.catalogs import DomainUpdate
from l10n.dates import now, today
from l10n.garbage import without_collection
from l10n.index import Finding
from l10n.locales import Locale
from l10n.memory import Memory
from l10n.merge import choose_units
from l10n.model import Catalog, CatalogId, Domain, Unit, record_key
from l10n.notes import RecordNotes, case_notes, has_name
from l10n.po import find_lines
from l10n.project import CatalogFile, Project
from l10n.proposals import kept_proposals, propose
from l10n.record_json import text_problem
from l10n.records import Change, Record, SourceUnit, is_pinned, unit_path, with_changes
from l10n.schema import FieldKind
from l10n.store import Signature, settle_clock
from l10n.sync import SAME_COMMENT, Case, Decision, Sides, decide, is_same_marked
from l10n.versions import format_version, iter_versions
from l10n.workset import Progress, WorkSet


class Direction(StrEnum):
    """Which way texts go."""

    UPDATE = "update"
    APPLY = "apply"
    SYNC = "sync"


SET_ASIDE = "set-aside"
"""Counts, beside the cases, the translations that became obsolete."""


class LoopReport(Struct, kw_only=True):
    """What a run found and did."""

    direction: Direction
    dry_run: bool = False
    records: int = 0
    """How many records were looked at; all others are as the last synchronisation left them."""
    is_whole: bool = False
    """Whether all were, so that `counts` speak of the whole collection."""
    counts: dict[str, dict[str, int]] = {}
    """{target locale: {case: units}} of those records."""
    findings: list[Finding] = []
    """What waits for a person, in all records."""
    written: list[str] = []
    """The files written, or that would be."""

    @property
    def needs_person(self) -> bool:
        """Whether a conflict or a refused text waits for a decision."""
        return any(finding.kind in {"conflict", "refused"} for finding in self.findings)


def run_loop(  # noqa: PLR0913 (all but two have defaults that suit nearly all)
    project: Project,
    direction: Direction,
    *,
    locales: Iterable[Locale] = (),
    dry_run: bool = False,
    use_memory: bool = False,
    progress: Progress = lambda keys, _what, _total: keys,
) -> LoopReport:
    """Carry texts between records and catalogs; `locales` limits it to these target locales.

    With `use_memory` the catalogs offer, for what is open, what the collection has for the same or a similar source.

    Catalogs are written before records: what a record's state says of a catalog is then always true of it, so that a
    run that was killed between two files is completed by the next one.
    """
    with nullcontext() if dry_run else project.lock(), without_collection():
        run = _Run(project, direction, frozenset(locales), progress, is_whole=use_memory)
        if use_memory:
            run.remember()
        return run.run(dry_run=dry_run)


class _Run:
    """One run: what is decided, and written."""

    def __init__(
        self,
        project: Project,
        direction: Direction,
        locales: frozenset[Locale],
        progress: Progress,
        *,
        is_whole: bool = False,
    ) -> None:
        self.project, self.schema, self.direction = project, project.schema, direction
        self.locales = [locale for locale in self.schema.locales if not locales or locale in locales]
        self.is_complete = direction is Direction.SYNC and not locales
        self.progress, self.today = progress, today()
        self.work_set = WorkSet(project, self.locales, progress, is_whole=is_whole)
        findings = [finding for finding in self.work_set.findings if self._concerns(finding)]
        self.report = LoopReport(
            direction=direction,
            records=len(self.work_set.keys),
            is_whole=self.work_set.is_whole,
            findings=findings,
        )
        self.memory: Memory | None = None
        self.changed: dict[str, Record] = {}
        self.wanted: dict[CatalogId, dict[str, Unit]] = {}
        """What each catalog is to hold of the records at work."""
        self.receivers: set[CatalogId] = set()
        """Catalogs that take units over from the catalog of another source locale."""
        self.applied: dict[str, set[tuple[str, str]]] = {}
        """{record: the (unit, locale) whose catalog's text was taken}, until its catalogs are updated."""
        self.decided: dict[tuple[str, str], tuple[Sides, Decision]] = {}
        """What was decided for (unit, locale) of the record at work, as long as the record stays as it is."""

    def remember(self) -> None:
        """Take what is translated in the records at work into a memory."""
        self.memory = Memory(self.schema)
        for key in self.progress(self.work_set.keys, "remembering", len(self.work_set.keys)):
            for unit in self.work_set.units[key]:
                self.memory.add(unit)

    def run(self, *, dry_run: bool) -> LoopReport:
        """Do everything; nothing but the report outlives it."""
        self.report.dry_run = dry_run
        if not self.work_set.is_empty:
            self.work()
            self.report.written = self.save(dry_run=dry_run)
        return self.report

    # Deciding

    def work(self) -> None:
        """Decide everything, in memory."""
        self.report.findings = []
        self._index_entries()
        named = self._apply_names() if self.direction is Direction.SYNC else set()
        for key in self.progress(self.work_set.keys, "synchronising", len(self.work_set.keys)):
            self.decided.clear()
            if self.direction is not Direction.UPDATE and key not in named:
                self._apply(key)
            if self.direction is not Direction.APPLY:
                self._update(key)
            self.applied.pop(key, None)
        at_work = {*self.work_set.keys, *self.work_set.gone}
        left = [f for f in self.work_set.findings if self._concerns(f) and record_key(f.key) not in at_work]
        self.report.findings = [*left, *self.report.findings, *self._merged_findings()]
        self.report.records = len(self.work_set.keys)

    def _concerns(self, finding: Finding) -> bool:
        """Tell whether a finding is about a locale of this run, or about none."""
        return not finding.locale or finding.locale in self.locales

    def _merged_findings(self) -> Iterator[Finding]:
        """Yield what branches that were merged in git left beside the texts and values of the records at work."""
        for key in self.work_set.keys:
            for version in iter_versions(self.work_set.records[key], self.schema):
                finding = Finding(
                    kind=Case.CONFLICT,
                    key=f"{key}/{version.leaf.path}",
                    locale=version.leaf.locale,
                    path=self.work_set.entries[key].path,
                    record=format_version(version.held),
                    catalog=format_version(version.other),
                    message="two branches changed it",
                    is_merged=True,
                )
                if self._concerns(finding):
                    yield finding

    def _apply_names(self) -> set[str]:
        """Apply the records whose names other records' notes show, and take in those; return the former's keys.

        So every catalog is updated once, when all names are known: what is decided twice must not meet its own result.
        """
        named = {key for key in self.work_set.keys if has_name(key, self.schema)}
        for key in sorted(named):
            self.decided.clear()
            self._apply(key)
        if self.work_set.add_dependents():
            self._index_entries()
        return named

    def _index_entries(self) -> None:
        """Map every unit to its entry in the right catalog; those in another source's catalog are kept apart."""
        work_set = self.work_set
        home: dict[str, Locale] = {}
        sources: dict[Locale, dict[str, str]] = {}
        for unit in (unit for key in work_set.keys for unit in work_set.units[key]):
            home[unit.key] = unit.source_locale
            sources.setdefault(unit.source_locale, {})[unit.key] = unit.source
        self.held: dict[CatalogId, dict[str, Unit]] = {}
        self.strays: dict[tuple[str, str], tuple[str, Unit]] = {}
        """{(unit, target locale): (the source locale of its catalog, entry)}."""
        for path, file in work_set.catalogs.items():
            catalog = work_set.catalog_files[path][0]
            if catalog.locale is None:
                continue
            source_locale = catalog.domain.source_locale
            self.held[catalog] = choose_units(file.catalog.units, sources.get(source_locale, {}))
            for entry in file.catalog.units:
                key = entry.key or ""
                if not entry.obsolete and home.get(key, source_locale) != source_locale:
                    self.strays[key, catalog.locale] = (source_locale, entry)

    def _decide(self, unit: SourceUnit, catalog: CatalogId, locale: Locale) -> tuple[Sides, Decision]:
        known = self.decided.get((unit.key, locale))
        if known is None:
            sides = self._sides(unit, catalog, locale)
            known = self.decided[unit.key, locale] = sides, decide(sides)
        return known

    def _sides(self, unit: SourceUnit, catalog: CatalogId, locale: Locale) -> Sides:
        entry = self.held.get(catalog, {}).get(unit.key)
        stray = self.strays.get((unit.key, locale))
        if stray and (entry is None or (stray[1].has_target and (entry.obsolete or not entry.has_target))):
            entry = self._entry_from_elsewhere(unit, catalog, stray)
        provenance = unit.provenance(locale)
        return Sides(
            unit.source,
            unit.source_locale,
            unit.texts.get(locale),
            entry,
            provenance,
            provenance is not None and unit.is_source_moved(provenance),
            unit.field.kind is FieldKind.NAME,
            self.today,
            unit.others.get(locale, ()),
        )

    def _entry_from_elsewhere(self, unit: SourceUnit, catalog: CatalogId, stray: tuple[str, Unit]) -> Unit:
        """Return an entry that stands where the unit's source was before, as one for the source now."""
        source_locale, entry = stray
        self.receivers.add(catalog)
        is_current = unit.texts.get(source_locale) == entry.source
        return entry.with_changes(source=unit.source) if is_current else entry

    def _targets(self, unit: SourceUnit) -> Iterator[tuple[Locale, CatalogId]]:
        domain = Domain(unit.key.partition("/")[0], unit.source_locale)
        for locale in self.locales:
            if locale in unit.wanted and locale != unit.source_locale:
                yield locale, CatalogId(domain, locale)

    def _apply(self, key: str) -> None:
        """Take into the record what its catalogs say and need no change for."""
        changes = []
        applied = self.applied.setdefault(key, set())
        for unit in self.work_set.units[key]:
            for locale, catalog in self._targets(unit):
                sides, decision = self._decide(unit, catalog, locale)
                says_something = decision.text is not None or decision.provenance is not None
                is_first = decision.text is not None or not _changes_entry(sides, decision)
                if says_something and is_first and not _problem(unit, decision):
                    changes.append(self._change(unit, locale, decision))
                    applied.add((unit.key, locale))
                elif self.direction is Direction.SYNC:
                    continue
                self._count(unit, catalog, sides, decision)
        self._set_record(key, changes)

    def _change(self, unit: SourceUnit, locale: Locale, decision: Decision) -> Change:
        record = self.work_set.records[record_key(unit.key)]
        needs_pin = decision.text is not None and not is_pinned(record, unit)
        pinned = unit.source_locale if needs_pin else None
        return Change(unit_path(unit.key), locale, decision.text, decision.provenance, pinned)

    def _set_record(self, key: str, changes: list[Change]) -> None:
        if not changes:
            return
        old = self.work_set.records[key]
        new = with_changes(old, changes)
        if new is not old:
            self.changed[key] = new
            self.work_set.replace_record(new)
            self.decided.clear()

    def _update(self, key: str) -> None:
        """Say what the catalogs and templates are to hold of a record."""
        record = self.work_set.records[key]
        notes = RecordNotes(record, self.schema, self.work_set.labels)
        path = self.work_set.entries[key].path
        changes = []
        applied = self.applied.get(key, ())
        for unit in self.work_set.units[key]:
            notes_for = notes.for_unit(unit)
            template = Unit(key=unit.key, source=unit.source, notes=notes_for(""), references=(f"../{path}",))
            domain = Domain(record.type, unit.source_locale)
            self.wanted.setdefault(CatalogId(domain, None), {})[unit.key] = template
            shared = template.with_changes(references=(f"../../../{path}",))
            for locale, catalog in self._targets(unit):
                sides, decision = self._decide(unit, catalog, locale)
                if (unit.key, locale) not in applied:
                    self._count(unit, catalog, sides, decision)
                proposals = kept_proposals(sides, decision)
                if self.memory is not None:
                    decision, proposals = propose(self.memory, unit, locale, decision)
                all_notes = (*notes_for(locale), *proposals)
                entry = _entry(shared, all_notes, sides, decision, unit.state.get(locale, ""))
                self.wanted.setdefault(catalog, {})[unit.key] = entry
                if decision.text is None and decision.provenance is not None:
                    changes.append(self._change(unit, locale, decision))
        self._set_record(key, changes)
        if self.work_set.records[key].has_new_ids:
            self.changed[key] = replace(self.work_set.records[key], has_new_ids=False)

    def _count(self, unit: SourceUnit, catalog: CatalogId, sides: Sides, decision: Decision) -> None:
        counts = self.report.counts.setdefault(catalog.locale or "", {})
        problem = _problem(unit, decision)
        kind = "refused" if problem else decision.case.value
        counts[kind] = counts.get(kind, 0) + 1
        if kind in {"refused", Case.CONFLICT, Case.COPY} and not (kind == Case.CONFLICT and sides.others):
            finding = Finding(
                kind=kind,
                key=unit.key,
                locale=catalog.locale or "",
                path=self.project.catalog_path(catalog),
                line=sides.entry.line if sides.entry else 0,
                record=sides.held or "",
                catalog=decision.target,
                message=problem,
                is_stale=sides.is_source_moved,
            )
            self.report.findings.append(finding)

    # Writing

    def save(self, *, dry_run: bool) -> list[str]:
        """Write catalogs, then records, then the index; return the paths of what changed."""
        files = self._updated_catalogs() if self.direction is not Direction.APPLY else []
        plan = [(path, data, self._signature(path)) for path, data in (*files, *self._changed_record_files())]
        if dry_run:
            self._place_findings({})
            return [path for path, _, _ in plan]
        for path, _, signature in plan:
            self.project.check_unchanged(path, signature)
        self._place_findings(dict(files))
        written = {path: self.project.save_file(path, data, signature) for path, data, signature in plan}
        if self.is_complete:
            self.work_set.save_index(written, self.report.findings)
        if plan or self.is_complete:
            settle_clock()
        return list(written)

    def _place_findings(self, files: Mapping[str, bytes]) -> None:
        """Say of the findings in catalogs that are written, or were read whole, on which line their entries stand."""
        keys: dict[str, set[str]] = {}
        for finding in self.report.findings:
            keys.setdefault(finding.path, set()).add(finding.key)
        held = {path: file.data for path, file in self.work_set.catalogs.items() if file.excerpt is None}
        data = held | dict(files)
        paths = keys.keys() & data.keys()
        lines = {(path, key): line for path in paths for key, line in find_lines(data[path], keys[path], path).items()}
        self.report.findings = [
            replace(finding, line=lines.get((finding.path, finding.key), finding.line))
            for finding in self.report.findings
        ]

    def _signature(self, path: str) -> Signature | None:
        file = self.work_set.catalogs.get(path) or self.work_set.files.get(path)
        return file.signature if file else None

    def _changed_record_files(self) -> list[tuple[str, bytes]]:
        by_path: dict[str, dict[str, Record]] = {}
        for key, record in self.changed.items():
            by_path.setdefault(self.work_set.entries[key].path, {})[key] = record
        result = []
        for path, records in sorted(by_path.items()):
            file = self.work_set.files[path]
            data = self.project.format_record_file(file, records)
            if data != b"".join(file.lines):
                result.append((path, data))
        return result

    def _updated_catalogs(self) -> list[tuple[str, bytes]]:
        """Return the catalogs and templates that change; those that take units over from others come first."""
        changed: list[tuple[CatalogId, bytes]] = []
        for domain in sorted({*self.work_set.domains, *(catalog.domain for catalog in self.wanted)}):
            changed.extend(self._updated_domain(domain))
        changed.sort(key=lambda item: item[0] not in self.receivers)
        return [(self.project.catalog_path(catalog), data) for catalog, data in changed]

    def _updated_domain(self, domain: Domain) -> Iterator[tuple[CatalogId, bytes]]:
        update = DomainUpdate(domain, self.schema.name, self.work_set.covers, now())
        for locale in (None, *self.locales):
            catalog = CatalogId(domain, locale)
            file = self.work_set.catalogs.get(self.project.catalog_path(catalog))
            wanted = self.wanted.pop(catalog, {})
            if file is not None or wanted:
                data = self._updated_catalog(update, catalog, file, wanted)
                if data is not None and (file is None or data != file.data):
                    yield catalog, data

    def _updated_catalog(
        self, update: DomainUpdate, catalog: CatalogId, file: CatalogFile | None, wanted: Mapping[str, Unit]
    ) -> bytes | None:
        """Return a catalog's new bytes; None if nothing changes."""
        old = file.catalog if file else None
        path = self.project.catalog_path(catalog)
        new = update.template(old, wanted) if catalog.locale is None else update.catalog(old, catalog.locale, wanted)
        if new is old:
            return None
        formatted = self.project.format_update(path, new, file)
        if formatted is None and file is not None:
            return self._updated_catalog(update, catalog, self.project.read_whole(file), wanted)
        if formatted is None:
            return None
        if self.is_complete:
            is_part = file is not None and file.excerpt is not None
            self.work_set.keep_digests(path, formatted.digests(), is_part=is_part)
        self._count_set_aside(catalog.locale, old, new)
        return formatted.data

    def _count_set_aside(self, locale: Locale | None, old: Catalog | None, new: Catalog) -> None:
        """Count the translations that this run makes obsolete: their record or paragraph is gone."""
        if old is None or locale is None:
            return
        count = sum(unit.obsolete for unit in new.units) - sum(unit.obsolete for unit in old.units)
        if count > 0:
            counts = self.report.counts.setdefault(locale, {})
            counts[SET_ASIDE] = counts.get(SET_ASIDE, 0) + count


def _entry(shared: Unit, notes: tuple[str, ...], sides: Sides, decision: Decision, state: str) -> Unit:
    """Return what a catalog is to hold of a unit; `shared` has what all catalogs hold alike."""
    entry = sides.entry
    if decision.text is not None and entry is not None:
        return entry.with_changes(notes=notes, references=shared.references, obsolete=False)
    extra = case_notes(decision, sides)
    is_same = state.endswith(" same") and decision.target == sides.source and not decision.fuzzy
    return Unit(
        key=shared.key,
        source=shared.source,
        targets=(decision.target,),
        fuzzy=decision.fuzzy,
        previous=decision.previous,
        notes=(*notes, *extra) if extra else notes,
        references=shared.references,
        comments=(SAME_COMMENT,) if is_same and not is_same_marked(entry) else entry.comments if entry else (),
        flags=entry.flags if entry else (),
    )


def _changes_entry(sides: Sides, decision: Decision) -> bool:
    """Tell whether the catalog has to change for a decision."""
    entry = sides.entry
    if entry is None:
        return True
    held = (entry.source, entry.target, entry.fuzzy, entry.obsolete)
    return held != (sides.source, decision.target, decision.fuzzy, False)


def _problem(unit: SourceUnit, decision: Decision) -> str:
    """Return why a text that would go to the record cannot live there."""
    return "" if decision.text is None else text_problem(unit.field, decision.text)
