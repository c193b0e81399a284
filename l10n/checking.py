"""Checking: a collection's files, or PO files anywhere, shown to the checks, in several processes where that helps."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path, PurePath

from msgspec import Struct
from msgspec.structs import replace

from l10n.checks.context import RecordFacts, Surroundings, record_facts
from l10n.checks.plan import Plan
from l10n.checks.runner import Outcome, check_catalog, check_record
from l10n.errors import L10nError, ParseError, Place
from l10n.findings import Finding
from l10n.jsontext import Where, find_lines
from l10n.locales import locale_from_posix
from l10n.model import Catalog
from l10n.po import parse_po
from l10n.project import Project, RecordFile
from l10n.records import Record, unit_path
from l10n.store import read_file

_CODE = re.compile(r"[a-z]{2}(?:[_@-].+)?|[a-z]{3}[_@].+")
"""What a file or folder is called after a locale; `app` is a language too, but hardly meant."""
BATCH = 64
"""How many small files one process takes at once."""


SMALL = 4_000_000
"""How many bytes one process checks before others would have begun."""


PART = 4_000_000
"""How many bytes of a JSONL file one process takes at once."""
MORE = 65_536
"""How many bytes are read at once to find where a line ends."""


class Task(Struct, frozen=True):
    """Some files to check."""

    paths: tuple[str, ...]
    size: int
    """In bytes."""
    is_records: bool = False
    start: int = 0
    end: int = 0
    """Of one JSONL file the range whose lines are meant; `end` 0: all of them."""


class Checker:
    """Checks the files of one collection, or PO files of none; can be sent to another process."""

    def __init__(self, project: Project | None, plan: Plan, surroundings: Surroundings | None = None) -> None:
        """Take the collection, if there is one, and what is known of all its records, if checks ask for that."""
        self._project, self._plan, self._surroundings = project, plan, surroundings or {}

    def check(self, task: Task) -> Outcome:
        """Return what is found in some files."""
        if task.is_records:
            return _joined([self._check_records(path, task) for path in task.paths])
        return _joined([self._check_catalog(path) for path in task.paths])

    def _check_records(self, path: str, task: Task) -> Outcome:
        project = self._project
        assert project is not None  # noqa: S101 (records are a collection's)
        data = _read_lines(project, path, task.start, task.end) if task.end else None
        lines = 0 if data is None else data.count(b"\n")
        try:
            file = project.load_record_file(path) if data is None else project.parse_record_file(path, data)
        except L10nError as error:
            return Outcome(errors=error.all, lines=lines)
        outcomes = [Outcome(lines=lines)]
        for number, record in enumerate(file.records, 1):
            if record is not None:
                outcome = check_record(record, project.schema, self._plan, self._surroundings)
                if outcome.findings:
                    outcome = replace(outcome, findings=_placed(outcome.findings, record, file, number, project))
                outcomes.append(outcome)
        return _joined(outcomes)

    def _check_catalog(self, path: str) -> Outcome:
        project = self._project
        try:
            if project is None:
                return self._check_foreign(path)
            file = project.load_catalogs([path])[path]
        except L10nError as error:
            return Outcome(errors=error.all)
        found = project.find_catalog_id(path)
        assert found is not None  # noqa: S101 (only a collection's own catalogs come here)
        if found.locale is None or not self._plan.covers(found.locale):
            return Outcome()
        return check_catalog(
            file.catalog,
            self._plan,
            locale=found.locale,
            source_locale=found.domain.source_locale,
            schema=project.schema,
            surroundings=self._surroundings,
            path=project.place(path),
        )

    def _check_foreign(self, path: str) -> Outcome:
        catalog = parse_po(read_file(Path(path))[0], path)
        locale = "" if path.endswith(".pot") else catalog_locale(catalog, path)
        if locale and not self._plan.covers(locale):
            return Outcome()
        source_locale = catalog.headers.get("X-Source-Language", "").replace("_", "-") or "en"
        return check_catalog(catalog, self._plan, locale=locale, source_locale=source_locale, path=path)


def catalog_locale(catalog: Catalog, path: str) -> str:
    """Return the locale that a PO file of no collection is in: as its header says, else as its path does; else `und`.

    >>> catalog_locale(Catalog(), "po/lv.po"), catalog_locale(Catalog(), "locale/pt_BR/LC_MESSAGES/app.po")
    ('lv', 'pt-BR')
    """
    file = PurePath(path)
    names = (file.parent.parent.name,) if file.parent.name == "LC_MESSAGES" else (file.stem, file.parent.name)
    for name in (catalog.headers.get("Language", ""), *filter(_CODE.fullmatch, names)):
        try:
            return locale_from_posix(name)
        except ParseError:
            continue
    return "und"


def _read_lines(project: Project, path: str, start: int, end: int) -> bytes:
    """Return the lines of a file that begin in a range; what begins before it belongs to the range before."""
    position = max(start - 1, 0)
    data = project.read_range(path, position, end - position)[0]
    first = data.find(b"\n") + 1 if start else 0
    if start and not first:
        return b""
    while not data.endswith(b"\n") and (more := project.read_range(path, position + len(data), MORE)[0]):
        cut = more.find(b"\n") + 1
        data += more[:cut] if cut else more
    return data[first:]


def _joined(outcomes: list[Outcome]) -> Outcome:
    return Outcome(
        lines=sum(outcome.lines for outcome in outcomes),
        findings=tuple(finding for outcome in outcomes for finding in outcome.findings),
        silences=tuple(silence for outcome in outcomes for silence in outcome.silences),
        texts=sum(outcome.texts for outcome in outcomes),
        errors=tuple(error for outcome in outcomes for error in outcome.errors),
    )


def _placed(
    findings: tuple[Finding, ...], record: Record, file: RecordFile, number: int, project: Project
) -> tuple[Finding, ...]:
    """Return a record's findings with the lines that they stand on."""
    places = [_where(record, finding) for finding in findings]
    lines = find_lines(file.lines[number - 1].decode(), places)
    path = project.place(file.path)
    fields = [unit_path(finding.key) if finding.key.count("/") > 1 else "" for finding in findings]
    return tuple(
        replace(finding, place=Place(path, number + line - 1, field=f"{field}.{finding.locale}".strip(".")))
        for finding, line, field in zip(findings, lines, fields, strict=True)
    )


def _where(record: Record, finding: Finding) -> Where:
    """Return the keys and indexes that lead to a finding's text in its record's JSON."""
    parts = finding.key.split("/")[2:]
    if not parts:
        return ()
    value = record.values.get(parts[0])
    if isinstance(value, list) and parts[1:]:
        index = next((n for n, item in enumerate(value) if item["id"] == parts[1]), 0)
        return (parts[0], index, *parts[2:3], finding.locale, *parts[3:])
    return (parts[0], finding.locale, *parts[1:])


def find_tasks(project: Project, *, types: Collection[str], records: bool, catalogs: bool) -> list[Task]:
    """Return a collection's files to check, the largest work first."""
    sizes = {path: sign.size for path, sign in project.find_record_files().items() if _type_of(path) in types}
    names = list(sizes) if records else []
    lines = [path for path in names if path.endswith(".jsonl")]
    small = [path for path in names if not path.endswith(".jsonl")]
    tasks = [task for path in lines for task in _iter_parts(path, sizes[path])]
    groups = (tuple(small[n : n + BATCH]) for n in range(0, len(small), BATCH))
    tasks += [Task(group, sum(sizes[path] for path in group), is_records=True) for group in groups]
    if catalogs:
        for path, (catalog, signature) in project.find_catalog_files().items():
            if catalog.locale and catalog.domain.type in types:
                tasks.append(Task((path,), signature.size))
    return sorted(tasks, key=lambda task: -task.size)


def _iter_parts(path: str, size: int) -> Iterator[Task]:
    """Yield the tasks of one JSONL file, in its order."""
    if size <= PART:
        yield Task((path,), size, is_records=True)
        return
    for start in range(0, size, PART):
        end = min(start + PART, size)
        yield Task((path,), end - start, is_records=True, start=start, end=end)


def _type_of(path: str) -> str:
    return path.split("/")[1].partition(".")[0]


def collect_surroundings(project: Project) -> Surroundings:
    """Return what is known of every record; those that cannot be read are left to the checking itself."""
    found: dict[str, RecordFacts] = {}
    for path in project.find_record_files():
        try:
            records = project.load_record_file(path).records
        except L10nError:
            continue
        found.update((record.key, record_facts(record, project.schema)) for record in records if record)
    return found


_worker: Callable[[Task], Outcome] | None = None
"""What a process of its own checks with."""


def _start_worker(checker: Checker) -> None:
    global _worker  # noqa: PLW0603 (a process has one)
    _worker = checker.check


def _work(task: Task) -> Outcome:
    assert _worker is not None  # noqa: S101 (set when the process began)
    return _worker(task)


def check_all(checker: Checker, tasks: list[Task], *, jobs: int = 0) -> Iterator[Outcome]:
    """Yield the outcome of every task in order; `jobs` processes work at it, 0: as many as there are processors."""
    passed: dict[str, int] = {}
    for task, outcome in zip(tasks, _run(checker, tasks, jobs), strict=True):
        before = passed.get(task.paths[0], 0) if task.end else 0
        passed[task.paths[0]] = before + outcome.lines
        yield _shifted(outcome, before) if before else outcome


def _shifted(outcome: Outcome, lines: int) -> Outcome:
    """Return an outcome with its places so many lines further down: those of a file's parts begin anew."""
    findings = (replace(one, place=one.place._replace(line=one.place.line + lines)) for one in outcome.findings)
    errors = (type(one)(one.message, one.place._replace(line=one.place.line + lines)) for one in outcome.errors)
    return replace(outcome, findings=tuple(findings), errors=tuple(errors))


def _run(checker: Checker, tasks: list[Task], jobs: int) -> Iterator[Outcome]:
    is_worth_it = sum(task.size for task in tasks) > SMALL
    jobs = min(jobs or (is_worth_it and os.cpu_count()) or 1, len(tasks))
    if jobs <= 1:
        yield from map(checker.check, tasks)
        return
    with ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(checker,)) as pool:
        yield from pool.map(_work, tasks)
