"""The count: parts that are known from the index, parts that are counted now, and the coverage they amount to."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property, partial
from itertools import chain
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from l10n import __version__
from l10n.counting.engine import Tell, Work, count_workers, run_here, run_in_processes, run_on_cluster
from l10n.counting.index import (
    CountedFile,
    CountedRange,
    CoverageIndex,
    RollIndex,
    format_index,
    parse_index,
)
from l10n.counting.part import Part, iter_file_parts, iter_ranges
from l10n.counting.work import Job, PartCount, count_part, shift_error
from l10n.coverage import Axis, Coverage, make_coverage
from l10n.errors import ErrorCollector, StoreError
from l10n.garbage import without_collection
from l10n.locales import Locale
from l10n.project import RECORDS, Project
from l10n.store import NO_FILE, TICK, Signature
from l10n.tally import Roll, Tally, add_tallies
from l10n.text import digest

_J = TypeVar("_J")
_R = TypeVar("_R")
INDEX, ROLLS = "coverage", "coverage-records"
"""The names of the files in which l10n keeps what it counted."""
WORTH = 1 << 20
"""A collection of fewer bytes than this is counted without an index: that is as quick, and leaves nothing behind."""


class Options(Struct, frozen=True, kw_only=True):
    """How to count."""

    workers: int | None = 1
    """How many processes; 1: this one; None: as many as it is worth, for a program that may be started again."""
    cluster: str = ""
    """The address of a Dask scheduler; empty: this machine."""
    worth: int = WORTH
    """From how many bytes on what was counted is kept for the next time."""
    tell: Tell = lambda _: None

    def find_root(self, project: Project) -> str:
        """Return the collection's folder as whoever does the work finds it."""
        return str(project.root.resolve() if self.cluster else project.root)

    def run(self, work: Work[_J, _R], jobs: Sequence[_J], weight: int) -> Iterator[tuple[int, _R]]:
        """Yield the number of each job and what comes of it; `weight` tells whether several processes are worth it."""
        if self.cluster:
            return run_on_cluster(work, jobs, self.cluster)
        workers = count_workers(self.workers, weight)
        return (
            run_in_processes(work, jobs, workers, self.tell) if workers > 1 and len(jobs) > 1 else run_here(work, jobs)
        )


_SETTLED = int(2 * TICK * 1e9)
_Counts = Iterable[tuple[int, PartCount]]
Watch = Callable[[_Counts, int], _Counts]


class Scope(Struct, frozen=True, kw_only=True):
    """What to count; None is all."""

    by: Collection[Axis] = ()
    locales: Iterable[Locale] | None = None
    types: Collection[str] | None = None


def count_project(
    project: Project,
    scope: Scope = Scope(),  # noqa: B008 (frozen)
    options: Options = Options(),  # noqa: B008 (frozen)
    watch: Watch = lambda counts, _: counts,
) -> Coverage:
    """Return the coverage of a collection.

    The numbers are those of `count_coverage` over `Project.iter_records`, and so are the errors. `watch` passes on the
    parts that are counted, and is told beforehand how many they are.
    """
    return ProjectCounter(project, options, watch).coverage(scope)


class ProjectCounter:
    """Counts a collection once, and knows its parts from then on."""

    def __init__(self, project: Project, options: Options, watch: Watch = lambda counts, _: counts) -> None:
        """See `count_project`; nothing is counted before it is asked for."""
        self.project, self.options, self._watch = project, options, watch
        self._files = project.find_record_files()
        self._found_at = time.time_ns()
        self.is_kept = sum(signature.size for signature in self._files.values()) >= options.worth
        self.config = digest(project.config.decode())
        self.version = f"{__version__} {self.config}"
        self._index = parse_index(self._read(INDEX), CoverageIndex(config=self.version))
        self._known_lines = self._index.lines_by_key()

    def coverage(self, scope: Scope) -> Coverage:
        """Return the coverage of a part of the collection, or of all of it."""
        with without_collection():
            self.count(needs_rolls="record" in scope.by)
            rolls = self.rolls() if "record" in scope.by else ()
            schema = self.project.schema
            types = {name: type_ for name, type_ in schema.types.items() if scope.types is None or name in scope.types}
            return make_coverage(self.tally(), replace(schema, types=types), scope.by, scope.locales, rolls)

    def count(self, *, needs_rolls: bool) -> None:
        """Count all parts of which not enough is known; raise all that is wrong with any of them."""
        missing = self._find_missing(self._index.tallies)
        if missing or needs_rolls:  # what is new may stand twice, so that all keys are needed
            missing = self._find_missing(self._known_keys)
        if missing:
            self._count_parts(missing)
            self._check_repeats()
            self._raise_errors()
        if self.is_kept and (missing or len(self._parts) != len(self._index.tallies)):
            self._save()

    def _find_missing(self, known: Container[bytes]) -> list[int]:
        """Return the numbers of the parts that were not counted now and whose keys are not known."""
        pairs = enumerate(zip(self._parts, self._counts, strict=True))
        return [number for number, (part, counted) in pairs if counted is None and part.key not in known]

    @cached_property
    def _parts(self) -> list[Part]:
        return list(self._find_parts())

    @cached_property
    def _counts(self) -> list[PartCount | None]:
        """What was counted now, in step with the parts."""
        return [None] * len(self._parts)

    @cached_property
    def keyed_parts(self) -> list[Part]:
        """The parts, each with its key; they must have been counted."""
        return [replace(part, key=self._key(number)) for number, part in enumerate(self._parts)]

    @cached_property
    def _rolls(self) -> dict[bytes, Roll]:
        return parse_index(self._read(ROLLS), RollIndex(config=self.version)).rolls

    @cached_property
    def _known_keys(self) -> frozenset[bytes]:
        """The keys of parts of which everything is known."""
        return frozenset(self._index.tallies.keys() & self._rolls.keys())

    def _find_parts(self) -> Iterator[Part]:
        """Yield the parts in the order of their files."""
        single: dict[str, Signature] = {}
        for path, signature in self._files.items():
            if not self._is_lines(path, signature):
                single[path] = signature
                continue
            yield from iter_file_parts(single)
            single = {}
            known = self._index.files.get(path)
            if known and known.signature == signature:
                yield from known.parts(path)
            else:
                yield from iter_ranges(path, signature, partial(self._read_range, path))
        yield from iter_file_parts(single)

    def _is_lines(self, path: str, signature: Signature) -> bool:
        """Tell whether a file is one of lines, and where one may be."""
        if not path.endswith(".jsonl"):
            return False
        return (
            path.removeprefix(f"{RECORDS}/").removesuffix(".jsonl") in self.project.schema.types
            and signature != NO_FILE
        )

    def _read_range(self, path: str, start: int, size: int) -> bytes:
        return self.project.read_range(path, start, size)[0]

    def _count_parts(self, missing: Sequence[int]) -> None:
        """Count the parts with these numbers."""
        root = self.options.find_root(self.project)
        jobs = [self._job(root, self._parts[number]) for number in missing]
        weight = sum(job.part.weight for job in jobs)
        counts = ((missing[place], counted) for place, counted in self.options.run(count_part, jobs, weight))
        for number, counted in self._watch(counts, len(missing)):
            self._counts[number] = counted

    def _job(self, root: str, part: Part) -> Job:
        known = self._index.keys_of(part.path) & self._known_keys if part.size else frozenset[bytes]()
        return Job(root=root, config=self.config, part=part, known=known)

    def _key(self, number: int) -> bytes:
        counted = self._counts[number]
        return self._parts[number].key if counted is None else counted.key

    def _raise_errors(self) -> None:
        """Raise what is wrong, in the order of files and lines."""
        errors = ErrorCollector()
        lines, path = 0, ""
        for number, (part, counted) in enumerate(zip(self._parts, self._counts, strict=True)):
            if part.path != path:
                lines, path = 0, part.path
            for error in counted.errors if counted else ():
                errors.add(shift_error(error, lines) if part.size else error)
            lines += self._lines(number) if part.size else 0
        errors.raise_all()

    def _check_repeats(self) -> None:
        """Raise all that is wrong where a record stands twice; it cannot unless there is a JSONL file."""
        if any(part.size for part in self._parts):
            keys = list(chain.from_iterable(roll.keys for roll in self.rolls()))
            if len(set(keys)) < len(keys):
                deque(self.project.iter_records(), maxlen=0)  # says where

    def tally(self) -> Tally:
        """Return the numbers of all parts together."""
        return add_tallies(map(self._tally, range(len(self._parts))), self.project.schema)

    def _tally(self, number: int) -> Tally:
        counted = self._counts[number]
        return self._index.tallies[self._key(number)] if counted is None or counted.tally is None else counted.tally

    def rolls(self) -> Iterator[Roll]:
        """Yield the records of all parts, in order."""
        for number in range(len(self._parts)):
            counted = self._counts[number]
            yield self._rolls[self._key(number)] if counted is None or counted.roll is None else counted.roll

    def _read(self, name: str) -> bytes | None:
        return self.project.read_private(name) if self.is_kept else None

    def _save(self) -> None:
        """Keep what was counted; in a folder that cannot be written it is counted again next time."""
        kept = [number for number, part in enumerate(self._parts) if self.is_settled(part)]
        tallies = {self._key(number): self._tally(number) for number in kept}
        rolls = dict(zip(map(self._key, range(len(self._parts))), self.rolls(), strict=True))
        index = CoverageIndex(config=self.version, files=self._counted_files(), tallies=tallies)
        with suppress(StoreError):
            # the records first: a run that finds the numbers of a part must find its records, too
            roll_index = RollIndex(config=self.version, rolls={key: rolls[key] for key in tallies})
            self.project.write_private(ROLLS, format_index(roll_index))
            self.project.write_private(INDEX, format_index(index))

    def is_settled(self, part: Part) -> bool:
        """Tell whether the part's files were left alone so long that their next change will show in their time."""
        return all(signature.modified < self._found_at - _SETTLED for _, signature in part.files)

    def _counted_files(self) -> dict[str, CountedFile]:
        ranges: dict[str, list[CountedRange]] = {}
        for number, part in enumerate(self._parts):
            if part.size and self.is_settled(part):
                ranges.setdefault(part.path, []).append(CountedRange(part.size, self._lines(number), self._key(number)))
        return {path: CountedFile(self._files[path], tuple(found)) for path, found in ranges.items()}

    def _lines(self, number: int) -> int:
        counted = self._counts[number]
        if counted is not None and counted.tally is not None:
            return counted.lines
        return self._known_lines[self._key(number)]
