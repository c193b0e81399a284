"""The loop: records to catalogs, catalogs to records, or both, with `sync`'s table for every unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import nullcontext

from msgspec.structs import replace

from l10n.batch import Batch
from l10n.catalog_updates import CatalogUpdates
from l10n.dates import today
from l10n.entries import changes_entry, wanted_entry
from l10n.garbage import without_collection
from l10n.held import HeldEntries
from l10n.index import Finding
from l10n.locales import Locale
from l10n.loop_report import KEPT, Direction, LoopReport
from l10n.memory import Memory
from l10n.model import CatalogId, Domain, Provenance, Unit, record_key
from l10n.notes import RecordNotes, has_name
from l10n.po import find_lines
from l10n.project import Project
from l10n.proposals import kept_proposals, propose
from l10n.record_json import text_problem
from l10n.records import Change, Record, SourceUnit, is_below, is_pinned, unit_path, with_changes
from l10n.roles import own_state
from l10n.schema import FieldKind
from l10n.standing import with_put_back
from l10n.store import Signature, settle_clock
from l10n.sync import Case, Decision, Sides, decide
from l10n.unchanged import changes_elsewhere, check_keys, find_earlier_source, is_marked, marks_left
from l10n.versions import format_version, iter_versions
from l10n.workset import Progress, WorkSet


def run_loop(  # noqa: PLR0913 (all but two have defaults that suit nearly all)
    project: Project,
    direction: Direction,
    *,
    locales: Iterable[Locale] = (),
    dry_run: bool = False,
    use_memory: bool = False,
    unchanged: Collection[str] = (),
    progress: Progress = lambda keys, _what, _total: keys,
) -> LoopReport:
    """Carry texts between records and catalogs; `locales` limits it to these target locales.

    `unchanged`: keys of units, fields and records whose sources, though edited, mean what they meant; raises
    UnknownNameError for others. With `use_memory` the catalogs offer, for what is open, what the collection has for the
    same or a similar source.

    Catalogs are written before records: what a record's state says of a catalog is then always true of it, so that a
    run that was killed between two files is completed by the next one.
    """
    with nullcontext() if dry_run else project.lock(), without_collection():
        # nothing keeps the run: what it held is gone before garbage is looked for again
        return _Run(project, direction, frozenset(locales), progress, use_memory=use_memory, unchanged=unchanged).run(
            dry_run=dry_run
        )


_SWAPPED = "source and translation swapped roles, and both changed"


class _Run:
    """One run: what is decided, and written."""

    def __init__(  # noqa: PLR0913 (as `run_loop`)
        self,
        project: Project,
        direction: Direction,
        locales: frozenset[Locale],
        progress: Progress,
        *,
        use_memory: bool = False,
        unchanged: Collection[str] = (),
    ) -> None:
        self.project, self.schema, self.direction = project, project.schema, direction
        self.locales = [locale for locale in self.schema.locales if not locales or locale in locales]
        self.is_complete = direction is Direction.SYNC and not locales
        self.progress, self.today = progress, today()
        asked = set(map(record_key, unchanged))
        self.work_set = WorkSet(project, self.locales, progress, is_whole=use_memory, also=asked)
        check_keys(unchanged, self.work_set.units, self.work_set.entries.keys())
        self.asked_unchanged = unchanged
        self.unchanged: dict[str, str] = {}
        """{unit: digest of the earlier source that it means the same as}."""
        findings = [finding for finding in self.work_set.findings if self._concerns(finding)]
        self.report = LoopReport(
            direction=direction,
            records=len(self.work_set.keys),
            is_whole=self.work_set.is_whole,
            findings=findings,
        )
        self.memory = Memory(self.schema) if use_memory else None
        self.changed: dict[str, Record] = {}
        self.wanted: dict[CatalogId, dict[str, Unit]] = {}
        """What each catalog is to hold of the records at work."""
        self.held: HeldEntries
        self.applied: dict[str, set[tuple[str, str]]] = {}
        """{record: the (unit, locale) whose catalog's text was taken}, until its catalogs are updated."""
        self.decided: dict[tuple[str, str], tuple[Sides, Decision]] = {}
        """What was decided for (unit, locale) of the record at work, as long as the record stays as it is."""

    def _remember(self, memory: Memory) -> None:
        """Take what is translated in the records at work into a memory."""
        for key in self.progress(self.work_set.keys, "remembering", len(self.work_set.keys)):
            for unit in self.work_set.units[key]:
                memory.add(unit)

    def run(self, *, dry_run: bool) -> LoopReport:
        """Do everything; nothing but the report outlives it."""
        self.report.dry_run = dry_run
        if self.memory is not None:
            self._remember(self.memory)
        if not self.work_set.is_empty:
            self.work()
            self.report.written = self.save(dry_run=dry_run)
        return self.report

    # Deciding

    def work(self) -> None:
        """Decide everything, in memory."""
        self.report.findings = []
        self.held = HeldEntries(self.work_set)
        if self.direction is not Direction.APPLY:
            self._find_unchanged()
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
            self.held = HeldEntries(self.work_set)
        return named

    def _find_unchanged(self) -> None:
        """Find out which source each unit whose meaning is said to be unchanged had before."""
        said = list(self._said_unchanged())
        templates = {entry.key: entry for entry in self.held.iter_templates()} if said else {}
        for unit, is_asked in said:
            earlier = find_earlier_source(unit, templates.get(unit.key), self.held.entries_of(unit), is_asked=is_asked)
            if earlier:
                self.unchanged[unit.key] = earlier

    def _said_unchanged(self) -> Iterator[tuple[SourceUnit, bool]]:
        """Yield (unit, whether it was said on the command line) of those whose meaning is said to be unchanged."""
        for key in self.work_set.keys:
            asked = [name for name in self.asked_unchanged if record_key(name) == key]
            record = self.work_set.records[key]
            for unit in self.work_set.units[key] if asked or record.unchanged else ():
                is_asked = any(is_below(unit.key, name) for name in asked)
                if is_asked or is_marked(unit, record):
                    yield unit, is_asked

    def _decide(self, unit: SourceUnit, catalog: CatalogId, locale: Locale) -> tuple[Sides, Decision]:
        known = self.decided.get((unit.key, locale))
        if known is None:
            sides = self._sides(unit, catalog, locale)
            known = self.decided[unit.key, locale] = sides, decide(sides)
        return known

    def _sides(self, unit: SourceUnit, catalog: CatalogId, locale: Locale) -> Sides:
        provenance = unit.provenance(locale)
        return Sides(
            unit.source,
            unit.source_locale,
            unit.texts.get(locale),
            self.held.find(unit, catalog, locale),
            provenance,
            provenance is not None and unit.is_source_moved(provenance),
            unit.field.kind is FieldKind.NAME,
            self.today,
            unit.others.get(locale, ()),
            self.unchanged.get(unit.key, ""),
            own_state(unit, locale),
        )

    def _targets(self, unit: SourceUnit) -> Iterator[tuple[Locale, CatalogId]]:
        domain = Domain(unit.key.partition("/")[0], unit.source_locale)
        locales = self.locales
        if unit.has_chain():  # what becomes of a translation is decided before what was made from it
            locales = sorted(locales, key=lambda locale: len(unit.bases(locale)))
        for locale in locales:
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
                is_first = decision.text is not None or not changes_entry(sides, decision)
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
        is_settled = decision.provenance is not None and "conflict" not in decision.provenance.marks
        ended = unit.source_locale if is_settled and own_state(unit, locale) is not None else None
        return Change(unit_path(unit.key), locale, decision.text, decision.provenance, pinned, ended)

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
                is_there = self.held.is_there(catalog, sides.entry)
                entry = wanted_entry(shared, all_notes, sides, decision, is_there=is_there)
                self.wanted.setdefault(catalog, {})[unit.key] = entry
                if decision.text is None and decision.provenance is not None:
                    changes.append(self._change(unit, locale, decision))
                    unit = self._as_left(unit, locale, decision.provenance)  # noqa: PLW2901 (what was made from it is next)
        self._set_record(key, [*changes, *changes_elsewhere(self.work_set.units[key], self.unchanged)])
        self._clear_marks(key)
        if self.work_set.records[key].has_new_ids:
            self.changed[key] = replace(self.work_set.records[key], has_new_ids=False)

    def _clear_marks(self, key: str) -> None:
        """Take away the marks that all catalogs have heeded, so that they say nothing of the next edit."""
        record = self.work_set.records[key]
        if record.unchanged and len(self.locales) == len(self.schema.locales):
            left = marks_left(record, self.work_set.units[key])
            if left != record.unchanged:
                self.changed[key] = replace(record, unchanged=left)
                self.work_set.replace_record(self.changed[key])

    def _as_left(self, unit: SourceUnit, locale: Locale, provenance: Provenance) -> SourceUnit:
        """Return a unit with a translation's new state, for those that were made from it; itself if none was."""
        if not unit.has_chain():
            return unit
        for other in self.locales:
            self.decided.pop((unit.key, other), None)
        return replace(unit, state={**unit.state, locale: str(provenance)})

    def _count(self, unit: SourceUnit, catalog: CatalogId, sides: Sides, decision: Decision) -> None:
        counts = self.report.counts.setdefault(catalog.locale or "", {})
        problem = _problem(unit, decision)
        kind = "refused" if problem else decision.case.value
        if sides.unchanged and not decision.fuzzy and _is_rebased(sides, decision):
            kind = KEPT
        counts[kind] = counts.get(kind, 0) + 1
        is_conflict = kind == Case.CONFLICT
        is_swapped = is_conflict and sides.own is not None
        if kind in {"refused", Case.CONFLICT, Case.COPY} and not (is_conflict and sides.others):
            finding = Finding(
                kind=kind,
                key=unit.key,
                locale=catalog.locale or "",
                path=self.project.catalog_path(catalog),
                line=sides.entry.line if sides.entry else 0,
                record=sides.held or "",
                catalog=decision.target,
                source=sides.source if is_swapped else "",
                message=problem or (_SWAPPED if is_swapped else ""),
                is_stale=sides.is_source_moved and not is_swapped,
            )
            self.report.findings.append(finding)

    # Writing

    def save(self, *, dry_run: bool) -> list[str]:
        """Write batches, catalogs, records and the index, in that order; return the paths of what changed."""
        files = self._updated_catalogs() if self.direction is not Direction.APPLY else []
        batches = self._followed_batches() if self.direction is not Direction.APPLY else {}
        plan = [(path, data, self._signature(path)) for path, data in (*files, *self._changed_record_files())]
        if dry_run:
            self._place_findings({})
            return [*batches, *(path for path, _, _ in plan)]
        for path, _, signature in plan:
            self.project.check_unchanged(path, signature)
        self._place_findings(dict(files))
        for batch in batches.values():
            self.project.save_batch(batch)
        written = {path: self.project.save_file(path, data, signature) for path, data, signature in plan}
        if self.is_complete:
            self.work_set.save_index(written, self.report.findings)
        if plan or self.is_complete:
            settle_clock()
        return [*batches, *written]

    def _followed_batches(self) -> dict[str, Batch]:
        """Return {path: batch} of those with units that are called otherwise now.

        They are written first: once the catalogs have the new keys, nothing says any more what was renamed.
        """
        batches = self.project.load_batches()
        renamed = {key: batch.followed(self.held.renames(batch.locale)) for key, batch in batches.items()}
        followed = with_put_back(self.project, renamed)
        return {self.project.batch_path(key): batch for key, batch in followed.items() if batch is not batches[key]}

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
        updates = CatalogUpdates(self.project, self.work_set, self.held, self.report.counts)
        return updates.find_changed(self.wanted, self.locales, keeps_digests=self.is_complete)


def _is_rebased(sides: Sides, decision: Decision) -> bool:
    """Tell whether a text is good for the source as it is now only because that means the same as before."""
    before, after = sides.provenance, decision.provenance
    if decision.case not in {Case.CLEAN, Case.TO_CATALOG}:
        return False
    return before is not None and after is not None and before.source_digest == sides.unchanged != after.source_digest


def _problem(unit: SourceUnit, decision: Decision) -> str:
    """Return why a text that would go to the record cannot live there."""
    return "" if decision.text is None else text_problem(unit.field, decision.text)
