"""Trends: the coverage of a collection at past commits, each counted with the configuration that it had."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import reduce
from operator import add
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from l10n.commits import Commit, diff_commits
from l10n.coverage import Axis, Coverage, LocaleCoverage, count_coverage
from l10n.errors import ConfigError, L10nError, ParseError, StoreError
from l10n.git import ObjectReader
from l10n.locales import Locale
from l10n.project import Project
from l10n.records import Record
from l10n.revisions import has_same_cells, iter_changed, open_revision, problem_of, revision_root
from l10n.trend_cache import CACHE, Counted, format_cache, parse_cache

POINTS = 30
"""How many commits of a history are counted, unless asked for more or fewer."""
BATCH = 5000
"""How many records are held at once while they are counted."""

_AXES: tuple[Axis, ...] = ("type",)
_S = TypeVar("_S", bound=Struct)


class TrendPoint(Struct, frozen=True, kw_only=True):
    """The coverage of a collection at one commit."""

    revision: str
    """The commit's hash; empty for the work tree with changes that are in no commit yet."""
    when: str
    """When it was committed, as ISO 8601."""
    coverage: Coverage


class LeftOut(Struct, frozen=True, kw_only=True):
    """A commit whose collection cannot be counted."""

    revision: str
    problem: str


class Trend(Struct, frozen=True, kw_only=True):
    """The coverage of a collection over time, oldest first."""

    points: tuple[TrendPoint, ...]
    left_out: tuple[LeftOut, ...] = ()


def count_trend(project: Project, commits: Iterable[Commit]) -> Trend:
    """Return the coverage at each commit, oldest first, by type.

    What was counted before is kept in the collection's private folder. Of the rest only the first is counted as a
    whole; every other one is the one before it, less the records that changed, plus what they became.
    """
    counter = _TrendCounter(project)
    points, left_out = [], []
    for commit, counted in counter.count(commits):
        if counted.coverage is None:
            left_out.append(LeftOut(revision=commit.revision, problem=counted.problem))
        else:
            points.append(TrendPoint(revision=commit.revision, when=commit.when, coverage=counted.coverage))
    return Trend(points=tuple(points), left_out=tuple(left_out))


class _TrendCounter:
    """Counts commits one after the other, each from the one before it."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._directory = project.root
        self._known = parse_cache(project.read_private(CACHE))
        self._base: tuple[Commit, Coverage] | None = None
        self._opened: dict[str, Project] = {}

    def count(self, commits: Iterable[Commit]) -> Iterator[tuple[Commit, Counted]]:
        """Yield each commit with what was counted; keep it for the next time."""
        used: dict[str, Counted] = {}
        with ObjectReader(self._directory) as objects:
            for commit in commits:
                key = f"{commit.config} {commit.records}"
                known = self._known.get(key) or used.get(key)
                counted, is_lasting = (known, True) if known else self._count(commit, objects)
                if is_lasting:
                    used[key] = counted
                if counted.coverage is not None:
                    self._base = commit, counted.coverage
                yield commit, counted
        if used.keys() - self._known.keys():
            with suppress(StoreError):  # a folder that cannot be written is counted anew each time
                self._project.write_private(CACHE, format_cache(used, self._known))

    def _count(self, commit: Commit, objects: ObjectReader) -> tuple[Counted, bool]:
        """Return what a commit comes to, and whether it always will: an object that is absent may be back tomorrow."""
        try:
            return Counted(coverage=self._coverage(commit, objects)), True
        except L10nError as error:
            is_lasting = all(isinstance(single, (ParseError, ConfigError)) for single in error.all)
            return Counted(problem=problem_of(error, commit)), is_lasting

    def _coverage(self, commit: Commit, objects: ObjectReader) -> Coverage:
        project = self._open(commit, objects)
        nothing = count_coverage((), project.schema, _AXES)
        if self._base is not None:
            base, coverage = self._base
            before = self._open(base, objects)
            if has_same_cells(before.schema, project.schema):
                changes = diff_commits(self._directory, base.records, commit.records)
                return _add_changes(coverage, iter_changed(before, project, changes, objects), project)
        changes = diff_commits(self._directory, "", commit.records)
        return _add_changes(nothing, iter_changed(project, project, changes, objects), project)

    def _open(self, commit: Commit, objects: ObjectReader) -> Project:
        """Return the collection as a commit has it; a configuration that many commits share is read once."""
        known = self._opened.get(commit.config)
        if known is None:
            self._opened[commit.config] = known = open_revision(commit, objects)
        return Project(revision_root(commit), known.schema, known.config)


def _add_changes(
    coverage: Coverage, changed: Iterable[tuple[list[Record], list[Record]]], project: Project
) -> Coverage:
    """Return the coverage after some records were replaced by others."""
    before: list[Record] = []
    after: list[Record] = []
    for old, new in changed:
        before += old
        after += new
        if len(before) + len(after) > BATCH:
            coverage = _replaced(coverage, before, after, project)
            before, after = [], []
    return _replaced(coverage, before, after, project)


def _replaced(coverage: Coverage, before: Sequence[Record], after: Sequence[Record], project: Project) -> Coverage:
    if after:
        coverage += count_coverage(after, project.schema, _AXES)
    return coverage + _negative(count_coverage(before, project.schema, _AXES)) if before else coverage


def _negative(coverage: Coverage) -> Coverage:
    """Return a coverage that takes away when it is added."""
    return replace(
        coverage,
        records=-coverage.records,
        locales=_negative_table(coverage.locales),
        by_type={name: _negative_table(table) for name, table in (coverage.by_type or {}).items()},
    )


def _negative_table(table: Mapping[Locale, LocaleCoverage]) -> dict[Locale, LocaleCoverage]:
    return {locale: _negated(numbers) for locale, numbers in table.items()}


def _negated(numbers: _S) -> _S:
    values = {name: getattr(numbers, name) for name in numbers.__struct_fields__}
    return type(numbers)(**{name: -v if isinstance(v, int) else _negated(v) for name, v in values.items()})


def restrict(point: TrendPoint, locales: Collection[Locale], types: Collection[str]) -> TrendPoint:
    """Return a point of some locales and types alone; those that there were not yet are left out."""
    coverage = point.coverage
    by_type = {name: table for name, table in (coverage.by_type or {}).items() if name in types}
    shown = [locale for locale in coverage.locales if locale in locales]
    sums = {locale: reduce(add, (table[locale] for table in by_type.values()), LocaleCoverage()) for locale in shown}
    first = next(iter(coverage.locales), None)
    every = [table[first].records for table in by_type.values()] if first is not None else []
    restricted = replace(
        coverage,
        required=tuple(locale for locale in coverage.required if locale in shown),
        records=sum(records.wanted + records.excluded for records in every),
        locales=sums,
        by_type=None,
    )
    return replace(point, coverage=restricted)
