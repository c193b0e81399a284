"""Work: a part of a collection counted, in this process or another one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from l10n.counting import duck
from l10n.counting.duck import AddLine, DuckCounter
from l10n.counting.part import Part, range_key
from l10n.counting.quick import QuickCounter
from l10n.errors import ErrorCollector, L10nError, Place
from l10n.garbage import without_collection
from l10n.project import RECORDS, Project, open_project
from l10n.records import id_problem
from l10n.store import Signature
from l10n.tally import Roll, Tally
from l10n.text import digest

_SAMPLE = 1 << 16
"""So many bytes of a file are looked at to tell how it is best counted."""


class Job(Struct, frozen=True, kw_only=True):
    """What a process is told to count."""

    root: str
    """The collection's folder, as the process finds it."""
    config: str
    """The digest of `l10n.toml`."""
    parts: tuple[Part, ...]
    """One of files, or one or more ranges of one file."""
    known: frozenset[bytes] = frozenset()
    """The keys of ranges that need not be counted again."""

    @property
    def weight(self) -> int:
        """How many bytes are to be read."""
        return sum(part.weight for part in self.parts)


class PartCount(Struct, frozen=True, kw_only=True):
    """What a part holds."""

    key: bytes
    tally: Tally | None = None
    """None for a range that is known."""
    roll: Roll | None = None
    lines: int = 0
    """Of a range."""
    errors: tuple[L10nError, ...] = ()
    """What is wrong with it; of a range with lines counted from its beginning."""


def count_parts(job: Job) -> tuple[PartCount, ...]:
    """Return what each part holds; raise L10nError where it is not there to be read."""
    project, counter, duck_counter = _open(job.root, job.config)
    with without_collection():
        if job.parts[0].size:
            return tuple(_count_ranges(project, counter, duck_counter, job))
        return tuple([_count_files(project, counter, part) for part in job.parts])


def _count_files(project: Project, counter: QuickCounter, part: Part) -> PartCount:
    errors = ErrorCollector()
    for path, signature in part.files:
        try:
            _count_file(project, counter, path, signature)
        except L10nError as error:
            errors.add(error)
    tally, roll = counter.take()
    return PartCount(key=part.key, tally=tally, roll=roll, errors=tuple(errors.errors))


@lru_cache(maxsize=1)
def _open(root: str, config: str) -> tuple[Project, QuickCounter, DuckCounter]:
    """Return the collection, once for all its parts, and what counts its records."""
    project = open_project(root)
    if digest(project.config.decode()) != config:
        message = "it is not the one that the counting began with, expected the same; run the command again"
        raise L10nError(message, Place(project.place("l10n.toml")))
    counter = QuickCounter(project.schema)
    return project, counter, DuckCounter(project.schema, counter)


def _count_file(project: Project, counter: QuickCounter, path: str, signature: Signature) -> None:
    """Count the record of a `.json` file; anything else is an error, which the usual way tells."""
    data, found = project.read_record(path)
    _check(project, path, signature, found)
    key = path.removeprefix(f"{RECORDS}/").removesuffix(".json")
    type_name, _, record_id = key.partition("/")
    if path.endswith(".jsonl") or type_name not in project.schema.types or id_problem(record_id):
        project.load_record_file(path)
    counter.add(data, key, project.place(path))


def _check(project: Project, path: str, expected: Signature, found: Signature) -> None:
    """Refuse another version of a file than the one that the counting began with: its place in the numbers is taken.

    Inodes differ where several machines share a disk.
    """
    if (found.size, found.modified) != (expected.size, expected.modified):
        message = "someone changed it while l10n was counting, or it is another file here; run the command again"
        raise L10nError(message, Place(project.place(path)))


def _count_ranges(project: Project, counter: QuickCounter, duck_counter: DuckCounter, job: Job) -> Iterator[PartCount]:
    """Yield what each range of a file of lines holds; those that are known are read, but not counted."""
    path = job.parts[0].path
    type_name = path.removeprefix(f"{RECORDS}/").removesuffix(".jsonl")
    keys: list[bytes] = []
    errors: list[L10nError] = []

    def read_unknown() -> Iterator[bytes]:
        for part in job.parts:
            data, found = project.read_range(path, part.start, part.size)
            _check(project, path, part.files[0][1], found)
            keys.append(range_key(path, data))
            if keys[-1] not in job.known:
                yield data

    def add_line(line: bytes, number: int) -> None:
        if line and not line.isspace():
            try:
                counter.add(line, f"{type_name}/", project.place(path), number)
            except L10nError as error:
                errors.extend(error.all)

    sample = project.read_range(path, job.parts[0].start, _SAMPLE)[0].split(b"\n")[:-1]
    is_worth = job.weight >= duck.WORTH and duck_counter.can_count(type_name, sample)
    counted = (
        duck_counter.count(type_name, read_unknown(), add_line) if is_worth else _count_lines(read_unknown(), add_line)
    )
    counts = []
    for lines in counted:
        tally, roll = counter.take()
        counts.append(PartCount(key=b"", tally=tally, roll=roll, lines=lines, errors=tuple(errors)))
        errors.clear()
    rest = iter(counts)
    for key in keys:
        yield PartCount(key=key) if key in job.known else replace(next(rest), key=key)


def _count_lines(ranges: Iterable[bytes], add_line: AddLine) -> Iterator[int]:
    """Count ranges line by line; yield after each the number of its lines."""
    for data in ranges:
        lines = data.split(b"\n")
        for number, line in enumerate(lines, 1):
            add_line(line, number)
        yield len(lines) - 1


def shift_error(error: L10nError, lines: int) -> L10nError:
    """Return the error with its place so many lines further down.

    >>> str(shift_error(L10nError("found 1", Place("a.jsonl", 3)), 10))
    'a.jsonl:13: found 1'
    """
    return type(error)(error.message, error.place._replace(line=error.place.line + lines))
