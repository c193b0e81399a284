"""Surveys: what is noted of every record of a collection, part by part, and noted again only where a part changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
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
_S_co = TypeVar("_S_co", covariant=True)
MOST = 1 << 30
"""Sheets of more bytes than this are not kept."""
_TIMES = 20
"""How much longer a record takes to be surveyed than counted."""
_Sheets = Iterable[tuple[int, bytes]]
SheetWatch = Callable[[_Sheets, int], _Sheets]


class Surveyor(Protocol[_S_co]):
    """Notes down what is to be known of records."""

    def add(self, record: Record) -> None:
        """Note down one record."""

    def take(self) -> _S_co:
        """Return what was noted since the last time, in the order of the records."""


class Purpose(Protocol[_S_co]):
    """What a survey is made for: it makes surveyors, here and in other processes, to which it is pickled."""

    @property
    def name(self) -> str:
        """The name of the file in which l10n keeps the sheets."""

    @property
    def about(self) -> str:
        """What the sheets depend on besides the records and the collection's configuration."""

    @property
    def sheet(self) -> type[_S_co]:
        """What surveyors return."""

    def __call__(self, schema: Schema, /) -> Surveyor[_S_co]:
        """Return a surveyor."""

    def __hash__(self) -> int: ...


class SurveyJob(Struct, frozen=True, kw_only=True):
    """What a process is told to survey."""

    root: str
    """The collection's folder, as the process finds it."""
    config: str
    """The digest of `l10n.toml`."""
    part: Part
    purpose: Purpose[Any]


def survey_part(job: SurveyJob) -> bytes:
    """Return a part's sheet as JSON; nothing was wrong with its records when they were counted."""
    project, surveyor = _open(job.root, job.config, job.purpose)
    with without_collection():
        for text in iter_texts(project, job.part):
            surveyor.add(reparse_record(text, project.schema))
        return msgspec.json.encode(surveyor.take())


@lru_cache(maxsize=1)
def _open(root: str, config: str, purpose: Purpose[_S]) -> tuple[Project, Surveyor[_S]]:
    """Return the collection, once for all its parts, and what surveys its records."""
    project = open_same(root, config)
    return project, purpose(project.schema)


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


class Surveys:
    """Surveys of one version of a collection, for different purposes.

    Its records are counted first, so that all that is wrong with any of them is raised, as `count_project` does.
    """

    def __init__(
        self,
        project: Project,
        options: Options = Options(),  # noqa: B008 (frozen)
        watch: Watch = lambda counts, _: counts,
    ) -> None:
        """Count; `watch` passes on what is counted, and is told beforehand how many parts that is."""
        self._project, self._options = project, options
        with without_collection():
            self._counter = ProjectCounter(project, options, watch)
            self._counter.count(needs_rolls=True)

    def make(self, purpose: Purpose[_S], watch: SheetWatch = lambda sheets, _: sheets) -> Survey[_S]:
        """Return the sheets for a purpose; what was noted before of parts that did not change is not noted again."""
        with without_collection():
            kept = self._read(purpose)
            missing = [part for part in self._counter.keyed_parts() if part.key not in kept]
            made = watch(self._run(purpose, missing), len(missing)) if missing else ()
            sheets = kept | {missing[number].key: sheet for number, sheet in made}
            self._keep(purpose, kept, sheets)
            return Survey(self._project, self._counter, purpose.sheet, sheets)

    def _run(self, purpose: Purpose[_S], parts: Sequence[Part]) -> _Sheets:
        root, config = self._options.find_root(self._project), digest(self._project.config.decode())
        jobs = [SurveyJob(root=root, config=config, part=part, purpose=purpose) for part in parts]
        return self._options.run(survey_part, jobs, _TIMES * sum(part.weight for part in parts))

    def _read(self, purpose: Purpose[_S]) -> dict[bytes, bytes]:
        data = self._project.read_private(purpose.name) if self._counter.is_kept else None
        return parse_sheet_index(data, self._version(purpose)).sheets

    def _keep(self, purpose: Purpose[_S], kept: Collection[bytes], sheets: Mapping[bytes, bytes]) -> None:
        """Keep the sheets of the parts that there are; where that cannot be done, they are made again next time."""
        settled = {part.key: sheets[part.key] for part in self._counter.keyed_parts() if self._counter.is_settled(part)}
        is_small = sum(map(len, settled.values())) <= MOST
        if self._counter.is_kept and is_small and settled.keys() != set(kept):
            index = SheetIndex(config=self._version(purpose), sheets=settled)
            with suppress(StoreError):
                self._project.write_private(purpose.name, format_index(index))

    def _version(self, purpose: Purpose[_S]) -> str:
        return f"{self._counter.version} {purpose.about}"
