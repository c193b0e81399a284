"""Surveys: what is noted of every record of a collection, part by part, and noted again only where a part changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Any, Generic, Protocol, TypeVar

import msgspec
from msgspec import Struct

from l10n.counting.count import Options, ProjectCounter, Watch
from l10n.counting.index import SheetIndex, format_index, parse_sheet_index
from l10n.counting.part import Part
from l10n.counting.work import iter_texts, open_same
from l10n.errors import StoreError
from l10n.garbage import without_collection
from l10n.project import Project
from l10n.record_json import reparse_record
from l10n.records import Record
from l10n.schema import Schema
from l10n.text import digest

_S = TypeVar("_S")
_TIMES = 20
"""How much longer a record takes to be surveyed than counted."""
_Sheets = Iterable[tuple[int, bytes]]
SheetWatch = Callable[[_Sheets, int], _Sheets]


class Surveyor(Protocol[_S]):
    """Notes down what is to be known of records; a class of a module, so that other processes find it."""

    name: str
    """The name of the file in which l10n keeps the sheets."""
    sheet: type[_S]

    def __init__(self, schema: Schema) -> None: ...

    def add(self, record: Record) -> None:
        """Note down one record."""

    def take(self) -> _S:
        """Return what was noted since the last time, in the order of the records."""


class SurveyJob(Struct, frozen=True, kw_only=True):
    """What a process is told to survey."""

    root: str
    """The collection's folder, as the process finds it."""
    config: str
    """The digest of `l10n.toml`."""
    part: Part
    surveyor: Callable[[Schema], Surveyor[Any]]


def survey_part(job: SurveyJob) -> bytes:
    """Return a part's sheet as JSON; nothing was wrong with its records when they were counted."""
    project, surveyor = _open(job.root, job.config, job.surveyor)
    with without_collection():
        for text in iter_texts(project, job.part):
            surveyor.add(reparse_record(text, project.schema))
        return msgspec.json.encode(surveyor.take())


@lru_cache(maxsize=1)
def _open(root: str, config: str, surveyor: Callable[[Schema], Surveyor[_S]]) -> tuple[Project, Surveyor[_S]]:
    """Return the collection, once for all its parts, and what surveys its records."""
    project = open_same(root, config)
    return project, surveyor(project.schema)


class Survey(Generic[_S]):
    """The sheets of all parts of a collection, in order; each is decoded when it is asked for."""

    def __init__(self, project: Project, counter: ProjectCounter, sheet: type[_S], sheets: dict[bytes, bytes]) -> None:
        self._project, self._counter, self._sheet, self._sheets = project, counter, sheet, sheets

    def __iter__(self) -> Iterator[_S]:
        """Yield the sheets."""
        decoder = msgspec.json.Decoder(self._sheet)
        for part in self._counter.keyed_parts():
            yield decoder.decode(self._sheets[part.key])

    def find_records(self, keys: Collection[str]) -> dict[str, Record]:
        """Return those of some records that there are, by key, reading nothing but these.

        Raises L10nError where a file has changed since.
        """
        wanted = {key.encode() for key in keys}
        found: dict[str, Record] = {}
        for part, roll in zip(self._counter.keyed_parts(), self._counter.rolls() if wanted else (), strict=False):
            numbers = {number for number, key in enumerate(roll.keys) if key in wanted}
            for text in iter_texts(self._project, part, numbers) if numbers else ():
                record = reparse_record(text, self._project.schema)
                found[record.key] = record
        return found


def survey_project(
    project: Project,
    surveyor: type[Surveyor[_S]],
    options: Options = Options(),  # noqa: B008 (frozen)
    watch_counts: Watch = lambda counts, _: counts,
    watch_sheets: SheetWatch = lambda sheets, _: sheets,
) -> Survey[_S]:
    """Return what a surveyor notes of a collection's records.

    They are counted first, so that all that is wrong with any of them is raised, as `count_project` does. What was
    noted before of parts that did not change is not noted again. The watches pass on what is counted, and what is
    noted, and are told beforehand how many parts that is.
    """
    with without_collection():
        counter = ProjectCounter(project, options, watch_counts)
        counter.count(needs_rolls=True)
        kept = _read_kept(project, counter, surveyor.name)
        missing = [part for part in counter.keyed_parts() if part.key not in kept]
        jobs = _make_jobs(project, options, surveyor, missing)
        weight = _TIMES * sum(part.weight for part in missing)
        made = watch_sheets(options.run(survey_part, jobs, weight), len(jobs)) if jobs else ()
        sheets = kept | {missing[number].key: sheet for number, sheet in made}
        _keep(project, counter, surveyor.name, kept, sheets)
        return Survey(project, counter, surveyor.sheet, sheets)


def _make_jobs(
    project: Project, options: Options, surveyor: type[Surveyor[_S]], parts: Iterable[Part]
) -> list[SurveyJob]:
    root, config = options.find_root(project), digest(project.config.decode())
    return [SurveyJob(root=root, config=config, part=part, surveyor=surveyor) for part in parts]


def _read_kept(project: Project, counter: ProjectCounter, name: str) -> dict[bytes, bytes]:
    data = project.read_private(name) if counter.is_kept else None
    return parse_sheet_index(data, counter.version).sheets


def _keep(
    project: Project, counter: ProjectCounter, name: str, kept: dict[bytes, bytes], sheets: dict[bytes, bytes]
) -> None:
    """Keep the sheets of the parts that there are; in a folder that cannot be written they are made again next time."""
    settled = {part.key: sheets[part.key] for part in counter.keyed_parts() if counter.is_settled(part)}
    if counter.is_kept and settled.keys() != kept.keys():
        with suppress(StoreError):
            project.write_private(name, format_index(SheetIndex(config=counter.version, sheets=settled)))
