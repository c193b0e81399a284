"""Work: a part of a collection counted, in this process or another one."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import lru_cache
from threading import Lock

from msgspec import Struct

from l10n.counting.part import Part, range_key
from l10n.counting.quick import QuickCounter
from l10n.errors import ErrorCollector, L10nError, Place
from l10n.garbage import without_collection
from l10n.project import RECORDS, Project, open_project, split_lines
from l10n.records import id_problem
from l10n.store import Signature
from l10n.tally import Roll, Tally
from l10n.text import digest

ALONE = Lock()
"""Held while a process works on a part: on a cluster it may have several threads, and what it learnt is for one."""


class Job(Struct, frozen=True, kw_only=True):
    """What a process is told to count."""

    root: str
    """The collection's folder, as the process finds it."""
    config: str
    """The digest of `l10n.toml`."""
    part: Part
    known: frozenset[bytes] = frozenset()
    """The keys of ranges that need not be counted again."""


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


def count_part(job: Job) -> PartCount:
    """Return what a part holds; raise L10nError where it is not there to be read."""
    with ALONE, without_collection():
        project, counter = _open(job.root, job.config)
        return _count_range(project, counter, job) if job.part.size else _count_files(project, counter, job.part)


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
def _open(root: str, config: str) -> tuple[Project, QuickCounter]:
    """Return the collection, once for all its parts, and what counts its records."""
    project = open_same(root, config)
    return project, QuickCounter(project.schema)


@lru_cache(maxsize=1)
def open_same(root: str, config: str) -> Project:
    """Return the collection, once for all its parts; raise L10nError unless its configuration has this digest."""
    project = open_project(root)
    if digest(project.config.decode()) != config:
        message = "it is not the one that the counting began with, expected the same; run the command again"
        raise L10nError(message, Place(project.place("l10n.toml")))
    return project


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


def _count_range(project: Project, counter: QuickCounter, job: Job) -> PartCount:
    """Return what a range of a file of lines holds; one that is known is read, but not counted."""
    part = job.part
    data, found = project.read_range(part.path, part.start, part.size)
    _check(project, part.path, part.files[0][1], found)
    key = range_key(part.path, data)
    if key in job.known:
        return PartCount(key=key)
    type_name = part.path.removeprefix(f"{RECORDS}/").removesuffix(".jsonl")
    lines, errors = counter.add_lines(data, type_name, project.place(part.path))
    tally, roll = counter.take()
    return PartCount(key=key, tally=tally, roll=roll, lines=lines, errors=tuple(errors))


def iter_texts(project: Project, part: Part, numbers: Container[int] | None = None) -> Iterator[bytes]:
    """Yield the JSON texts of a part's records, or of those with these numbers in it, counted from 0.

    Raises L10nError for another version of a file than the part is of.
    """
    if not part.size:
        for number, (path, signature) in enumerate(part.files):
            if numbers is None or number in numbers:
                data, found = project.read_record(path)
                _check(project, path, signature, found)
                yield data
        return
    data, found = project.read_range(part.path, part.start, part.size)
    _check(project, part.path, part.files[0][1], found)
    texts = (line for line in split_lines(data) if not line.isspace())
    yield from (text for number, text in enumerate(texts) if numbers is None or number in numbers)


def shift_error(error: L10nError, lines: int) -> L10nError:
    """Return the error with its place so many lines further down.

    >>> str(shift_error(L10nError("found 1", Place("a.jsonl", 3)), 10))
    'a.jsonl:13: found 1'
    """
    return type(error)(error.message, error.place._replace(line=error.place.line + lines))
