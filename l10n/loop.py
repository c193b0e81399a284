"""The loop: records to catalogs, catalogs to records, or both, with `sync`'s table for every unit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import nullcontext
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from l10n.catalogs import DomainUpdate
from l10n.dates import now, today
from l10n.garbage import without_collection
from l10n.held import HeldEntries
from l10n.index import Finding
from l10n.locales import Locale
from l10n.memory import Memory
from l10n.model import Catalog, CatalogId, Domain, Provenance, Unit, record_key
from l10n.notes import RecordNotes, case_notes, has_name
from l10n.po import find_lines
from l10n.project import CatalogFile, Project
from l10n.proposals import kept_proposals, propose
from l10n.record_json import text_problem
from l10n.records import Change, Record, SourceUnit, is_below, is_pinned, unit_path, with_changes
from l10n.schema import FieldKind
from l10n.store import Signature, settle_clock
from l10n.sync import SAME_COMMENT, Case, Decision, Sides, decide, is_same_marked
from l10n.unchanged import changes_elsewhere, check_keys, find_earlier_source, is_marked, marks_left
from l10n.versions import format_version, iter_versions
from l10n.workset import Progress, WorkSet


class Direction(StrEnum):
    """Which way texts go."""

    UPDATE = "update"
    APPLY = "apply"
    SYNC = "sync"


SET_ASIDE = "set-aside"
"""Counts, beside the cases, the translations that became obsolete."""
KEPT = "kept"
"""Counts, beside the cases, the translations that are fresh because their source's meaning is unchanged."""
FOLLOWED = "followed"
"""Counts, beside the cases, the translations that stand under another key now, as their units do."""


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
        run = _Run(project, direction, frozenset(locales), progress, is_whole=use_memory, unchanged=unchanged)
        if use_memory:
            run.remember()
        return run.run(dry_run=dry_run)


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
        is_whole: bool = False,
        unchanged: Collection[str] = (),
    ) -> None:
        self.project, self.schema, self.direction = project, project.schema, direction
        self.locales = [locale for locale in self.schema.locales if not locales or locale in locales]
        self.is_complete = direction is Direction.SYNC and not locales
        self.progress, self.today = progress, today()
        asked = set(map(record_key, unchanged))
        self.work_set = WorkSet(project, self.locales, progress, is_whole=is_whole, also=asked)
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
        self.memory: Memory | None = None
        self.changed: dict[str, Record] = {}
        self.wanted: dict[CatalogId, dict[str, Unit]] = {}
        """What each catalog is to hold of the records at work."""
        self.held: HeldEntries
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
                entry = _entry(shared, all_notes, sides, decision)
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
        if kind in {"refused", Case.CONFLICT, Case.COPY} and not (kind == Case.CONFLICT and sides.others):
            finding = Finding(
                kind=kind,
                key=unit.key,
                locale=catalog.locale or "",
                path=self.project.catalog_path(catalog),
                line=sides.entry.line if sides.entry else 0,
                record=sides.held or "",
                catalog=decision.target,
                message=problem or (_SWAPPED if sides.own and kind == Case.CONFLICT else ""),
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
        for domain in sorted(
            {*self.work_set.domains, *(catalog.domain for catalog in (*self.wanted, *self.held.moves))}
        ):
            changed.extend(self._updated_domain(domain))
        changed.sort(key=lambda item: item[0] not in self.held.receivers)
        return [(self.project.catalog_path(catalog), data) for catalog, data in changed]

    def _updated_domain(self, domain: Domain) -> Iterator[tuple[CatalogId, bytes]]:
        update = DomainUpdate(domain, self.schema.name, self.work_set.covers, now())
        for locale in (None, *self.locales):
            catalog = CatalogId(domain, locale)
            file = self.work_set.catalogs.get(self.project.catalog_path(catalog))
            wanted = self.wanted.pop(catalog, {})
            self._count_followed(catalog)
            if file is not None or wanted or catalog in self.held.moves:
                data = self._updated_catalog(update, catalog, file, wanted)
                if data is not None and (file is None or data != file.data):
                    yield catalog, data

    def _updated_catalog(
        self, update: DomainUpdate, catalog: CatalogId, file: CatalogFile | None, wanted: Mapping[str, Unit]
    ) -> bytes | None:
        """Return a catalog's new bytes; None if nothing changes."""
        before = file.catalog if file else None
        old = self.held.followed(catalog, before or Catalog()) if catalog in self.held.moves else before
        path = self.project.catalog_path(catalog)
        if catalog.locale is None:
            new = update.template(old, wanted, before)
        else:
            new = update.catalog(old, catalog.locale, wanted)
        if new is before:
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

    def _count_followed(self, catalog: CatalogId) -> None:
        move = self.held.moves.get(catalog)
        if catalog.locale is not None and move is not None and move.count:
            counts = self.report.counts.setdefault(catalog.locale, {})
            counts[FOLLOWED] = counts.get(FOLLOWED, 0) + move.count

    def _count_set_aside(self, locale: Locale | None, old: Catalog | None, new: Catalog) -> None:
        """Count the translations that this run makes obsolete: their record or paragraph is gone."""
        if old is None or locale is None:
            return
        count = sum(unit.obsolete for unit in new.units) - sum(unit.obsolete for unit in old.units)
        if count > 0:
            counts = self.report.counts.setdefault(locale, {})
            counts[SET_ASIDE] = counts.get(SET_ASIDE, 0) + count


def _entry(shared: Unit, notes: tuple[str, ...], sides: Sides, decision: Decision) -> Unit:
    """Return what a catalog is to hold of a unit; `shared` has what all catalogs hold alike."""
    entry = sides.entry
    if decision.text is not None and entry is not None:
        return entry.with_changes(source=shared.source, notes=notes, references=shared.references, obsolete=False)
    extra = case_notes(decision, sides)
    state = decision.provenance or sides.provenance
    is_marked = state is not None and "same" in state.marks
    is_same = is_marked and decision.target == sides.source and not decision.fuzzy
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


def own_state(unit: SourceUnit, locale: Locale) -> Provenance | None:
    """Return the state of a unit's source, if that says that it was made from the text in `locale`, which it made now.

    A text that was made from a third one, as its own state says, has nothing to do with that.
    """
    own = unit.provenance(unit.source_locale) if unit.source_locale in unit.state else None
    if own is None or own.source_locale != locale:
        return None
    known = unit.provenance(locale)
    return own if known is None or known.source_locale == unit.source_locale else None


def _is_rebased(sides: Sides, decision: Decision) -> bool:
    """Tell whether a text is good for the source as it is now only because that means the same as before."""
    before, after = sides.provenance, decision.provenance
    if decision.case not in {Case.CLEAN, Case.TO_CATALOG}:
        return False
    return before is not None and after is not None and before.source_digest == sides.unchanged != after.source_digest


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
