"""Three-way merging of files: two versions of a PO file or of records, as bytes, that were made of a common one."""

from __future__ import annotations

from typing import NamedTuple

import msgspec
from msgspec import Struct

from l10n.catalog_threeway import merge_catalogs
from l10n.errors import ConflictError, ParseError, Place
from l10n.jsontext import parse_json
from l10n.leaves import Leaf
from l10n.model import Unit
from l10n.po import format_po, parse_po
from l10n.record_json import format_record, parse_record
from l10n.record_threeway import RecordMerge, is_same_record, keep_record, merge_records
from l10n.records import Record
from l10n.schema import Schema
from l10n.threeway import merge_sequence


class Versions(NamedTuple):
    """The bytes of a file: what both sides began with, ours, and theirs."""

    base: bytes
    ours: bytes
    theirs: bytes


_NAMES = Versions._fields


class FileMerge(Struct, frozen=True):
    """A merged file, and what in it two people changed differently, each with its place."""

    data: bytes
    conflicts: tuple[ConflictError, ...] = ()


def merge_po(versions: Versions, path: str = "") -> FileMerge:
    r"""Return two versions of a PO file as one; raise L10nError where one cannot be read, or the result not written.

    >>> data = b'msgid "a"\nmsgstr "%s"\n'
    >>> versions = Versions(data % b"1", data % b"2", data % b"3")
    >>> print(merge_po(versions).data.decode(), end="")
    # l10n: ours: 2
    # l10n: theirs: 3
    #, fuzzy
    msgid "a"
    msgstr "2"
    """
    if (same := _unmerged(versions)) is not None:
        return FileMerge(same)
    catalogs = [parse_po(data, _version(path, name)) for data, name in zip(versions, _NAMES, strict=True)]
    merged = merge_catalogs(*catalogs)
    if merged.catalog is catalogs[1]:
        return FileMerge(versions.ours)
    data = format_po(merged.catalog)
    wanted = {(unit.key, unit.source) for unit in merged.conflicts}
    written = [unit for unit in parse_po(data, path).units if (unit.key, unit.source) in wanted]
    return FileMerge(data, tuple(_unit_conflict(unit, path) for unit in written))


def _unit_conflict(unit: Unit, path: str) -> ConflictError:
    message = "two people changed the translation; both versions are in its comments, and it is fuzzy"
    return ConflictError(message, Place(path, unit.line, field=unit.key or repr(unit.source[:40])))


def merge_record(versions: Versions, schema: Schema, today: str, path: str = "") -> FileMerge:
    """Return two versions of a record's file as one; raise L10nError where one cannot be read.

    An empty base is none: both sides added the record.
    """
    if (same := _unmerged(versions)) is not None:
        return FileMerge(same)
    records = [
        parse_record(data, schema, _version(path, name)) if data.strip() else None
        for data, name in zip(versions, _NAMES, strict=True)
    ]
    if records[1] is None or records[2] is None:
        raise ParseError("found an empty file, expected a record", Place(path))
    merged = merge_records(records[0], records[1], records[2], schema, today)
    for data, record in ((versions.ours, records[1]), (versions.theirs, records[2])):
        if is_same_record(merged.record, record, schema):
            return FileMerge(data, _conflicts(merged, path))
    return FileMerge(_checked(merged.record, schema, path), _conflicts(merged, path))


def _unmerged(versions: Versions) -> bytes | None:
    """Return the version that is the merged one, if at most one side changed anything."""
    base, ours, theirs = versions
    return theirs if ours == base else ours if theirs in (base, ours) else None


def _version(path: str, name: str) -> str:
    return f"{path} ({name})" if path else name


def _checked(record: Record, schema: Schema, path: str, *, compact: bool = False) -> bytes:
    """Return a merged record's bytes; raise ParseError if l10n could not read them."""
    data = format_record(record, schema, compact=compact)
    parse_record(data, schema, path)
    return data


def _conflicts(merged: RecordMerge, path: str, line: int = 0) -> tuple[ConflictError, ...]:
    message = "two people changed it; the other version is in the record's 'conflicts'"
    return tuple(ConflictError(message, Place(path, line, field=_field(leaf))) for leaf in merged.conflicts)


def _field(leaf: Leaf) -> str:
    name, _, rest = leaf.path.partition("/")
    return ".".join(part for part in (name, leaf.locale, *rest.split("/")) if part)


class _Line(Struct):
    """What tells one line of JSONL from another."""

    id: str


def merge_record_lines(versions: Versions, schema: Schema, today: str, path: str = "") -> FileMerge:
    """Return two versions of a file of records, one a line, as one; raise L10nError where one cannot be read.

    Records are matched by id. Only those that both sides changed are read as records; all others keep their bytes.
    """
    if (same := _unmerged(versions)) is not None:
        return FileMerge(same)
    files = [_lines(data, _version(path, name)) for data, name in zip(versions, _NAMES, strict=True)]
    order = merge_sequence(*(tuple(lines) for lines in files))
    merger = _LineMerger(files, schema, today, path)
    lines = {name: line for name in {**files[1], **files[2]} if (line := merger.line(name)) is not None}
    for version in files[1:]:
        kept = [name for name in version if name in lines]
        order = merge_sequence([name for name in kept if name in order], order, kept)
    ordered = [name for name in order if name in lines]
    numbers = {name: number for number, name in enumerate(ordered, 1)}
    conflicts = [
        error for name, merged in merger.conflicts.items() for error in _conflicts(merged, path, numbers[name])
    ]
    return FileMerge(b"".join(lines[name] for name in ordered), tuple(conflicts))


def _lines(data: bytes, path: str) -> dict[str, bytes]:
    """Return the lines by their record's id, each with its end; blank ones are left out."""
    found: dict[str, bytes] = {}
    decoder = msgspec.json.Decoder(_Line)
    for number, line in enumerate(data.split(b"\n"), 1):
        whole = line + b"\n"
        if not line.strip():
            continue
        try:
            name = decoder.decode(line).id
        except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError):
            parse_json(line, path, number)
            raise ParseError("found no id, expected a record", Place(path, number)) from None
        if name in found:
            raise ParseError(f"the record {name!r} stands twice, expected each id once", Place(path, number))
        found[name] = whole
    return found


class _LineMerger:
    """Merges lines of JSONL."""

    def __init__(self, versions: list[dict[str, bytes]], schema: Schema, today: str, path: str) -> None:
        self._versions, self._schema, self._today, self._path = versions, schema, today, path
        self._numbers = [{name: number for number, name in enumerate(version, 1)} for version in versions]
        self.conflicts: dict[str, RecordMerge] = {}

    def line(self, name: str) -> bytes | None:
        """Return the merged line of a record, None if it is gone."""
        base, ours, theirs = (version.get(name) for version in self._versions)
        if theirs in (ours, base):
            return ours
        if ours == base:
            return theirs
        records = [self._record(name, number) for number in range(len(_NAMES))]
        merged = self._merged(*records)
        self.conflicts[name] = merged
        for line, record in ((ours, records[1]), (theirs, records[2])):
            if line is not None and record is not None and is_same_record(merged.record, record, self._schema):
                return line
        return _checked(merged.record, self._schema, self._path, compact=True)

    def _record(self, name: str, number: int) -> Record | None:
        line = self._versions[number].get(name)
        if line is None:
            return None
        place = self._numbers[number][name]
        return parse_record(line, self._schema, _version(self._path, _NAMES[number]), line=place)

    def _merged(self, base: Record | None, ours: Record | None, theirs: Record | None) -> RecordMerge:
        if ours is not None and theirs is not None:
            return merge_records(base, ours, theirs, self._schema, self._today)
        side = ours or theirs
        assert base is not None  # noqa: S101 (one side deleted it)
        assert side is not None  # noqa: S101 (the other did not)
        return keep_record(base, side, self._schema)
