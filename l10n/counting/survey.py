"""Surveys: what is noted of every record of a collection, part by part, and noted again only where a part changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Generic, Protocol, TypeVar

import msgspec
from msgspec import Struct

from l10n.counting.count import ProjectCounter
from l10n.counting.index import SheetIndex, format_index, parse_index
from l10n.counting.part import Part
from l10n.counting.work import ALONE, iter_texts, open_same
from l10n.errors import StoreError
from l10n.garbage import without_collection
from l10n.record_json import reparse_record
from l10n.records import Record
from l10n.schema import Schema
from l10n.text import digest

_S = TypeVar("_S")
_S_co = TypeVar("_S_co", covariant=True)
MOST = 1 << 30
"""Sheets of more bytes than this are not kept."""
_TIMES = 20
"""About how much longer a record takes to be surveyed than counted; it tells when several processes are worth it."""
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
    with ALONE, without_collection():
        project = open_same(job.root, job.config)
        surveyor = job.purpose(project.schema)
        for text in iter_texts(project, job.part):
            surveyor.add(reparse_record(text, project.schema))
        return msgspec.json.encode(surveyor.take())


class Survey(Generic[_S]):
    """The sheets of all parts of a collection, in order; each is decoded when it is asked for."""

    def __init__(self, counter: ProjectCounter, sheet: type[_S], sheets: Mapping[bytes, bytes]) -> None:
        self._counter, self._sheet, self._sheets = counter, sheet, sheets

    def __iter__(self) -> Iterator[_S]:
        """Yield the sheets."""
        decoder = msgspec.json.Decoder(self._sheet)
        for part in self._counter.keyed_parts:
            yield decoder.decode(self._sheets[part.key])

    def find_records(self, keys: Collection[str]) -> dict[str, Record]:
        """Return those of some records that there are, by key, reading nothing but these.

        Raises L10nError where a file has changed since.
        """
        wanted = {key.encode() for key in keys}
        if not wanted:
            return {}
        self._counter.count(needs_rolls=True)
        project = self._counter.project
        found: dict[str, Record] = {}
        for part, roll in zip(self._counter.keyed_parts, self._counter.rolls(), strict=True):
            numbers = {number for number, key in enumerate(roll.keys) if key in wanted}
            for text in iter_texts(project, part, numbers) if numbers else ():
                record = reparse_record(text, project.schema)
                found[record.key] = record
        return found


class Surveys:
    """Surveys of one version of a collection, for different purposes.

    Its records are counted first, so that all that is wrong with any of them is raised, as `count_project` does.
    """

    def __init__(self, counter: ProjectCounter) -> None:
        self._counter = counter

    def make(self, purpose: Purpose[_S], watch: SheetWatch = lambda sheets, _: sheets) -> Survey[_S]:
        """Return the sheets for a purpose; what was noted before of parts that did not change is not noted again.

        `watch` passes on the sheets that are made, and is told beforehand how many they are.
        """
        with without_collection():
            self._counter.count(needs_rolls=False)
            kept = self._read(purpose)
            missing = [part for part in self._counter.keyed_parts if part.key not in kept]
            made = watch(self._run(purpose, missing), len(missing)) if missing else ()
            sheets = kept | {missing[number].key: sheet for number, sheet in made}
            self._keep(purpose, kept, sheets)
            return Survey(self._counter, purpose.sheet, sheets)

    def _run(self, purpose: Purpose[_S], parts: Sequence[Part]) -> _Sheets:
        options, config = self._counter.options, self._counter.config
        root = options.find_root(self._counter.project)
        jobs = [SurveyJob(root=root, config=config, part=part, purpose=purpose) for part in parts]
        return options.run(survey_part, jobs, _TIMES * sum(part.weight for part in parts))

    def _read(self, purpose: Purpose[_S]) -> dict[bytes, bytes]:
        data = self._counter.project.read_private(purpose.name) if self._counter.is_kept else None
        return parse_index(data, SheetIndex(config=self._version(purpose))).sheets

    def _keep(self, purpose: Purpose[_S], kept: Collection[bytes], sheets: Mapping[bytes, bytes]) -> None:
        """Keep the sheets of the parts that there are; where that cannot be done, they are made again next time."""
        settled = {part.key: sheets[part.key] for part in self._counter.keyed_parts if self._counter.is_settled(part)}
        if sum(map(len, settled.values())) > MOST:
            settled = {}
        if self._counter.is_kept and settled.keys() != set(kept):
            index = SheetIndex(config=self._version(purpose), sheets=settled)
            with suppress(StoreError):
                self._counter.project.write_private(purpose.name, format_index(index))

    def _version(self, purpose: Purpose[_S]) -> str:
        """Return what all sheets of a file depend on, their form included."""
        form = digest(msgspec.json.encode(msgspec.json.schema(purpose.sheet)).decode())
        return f"{self._counter.version} {form} {purpose.about}"
