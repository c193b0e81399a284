"""Revisions: the records that a collection held at a commit, read out of git's objects, what changed first of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from l10n.commits import ON_DISK, Commit, FileChange
from l10n.errors import ConfigError, L10nError, Place
from l10n.git import ObjectReader
from l10n.project import Project, parse_project
from l10n.records import Record
from l10n.schema import Field, Schema
from l10n.site_policy import SitePolicy
from l10n.store import read_file
from l10n.thresholds import GatePolicy

SHORT = 12
"""How many digits of a commit's hash people are shown."""
_HEEDLESS: dict[str, Any] = {"label": "", "checks": (), "schema_org": "", "wikibase": ""}
"""What types and fields say that neither the reading of a record nor its counting heeds."""
_HEEDLESS_OF_ALL: dict[str, Any] = {
    "aliases": {},
    "chains": {},
    "denied": {},
    "base": "",
    "checks": (),
    "gates": GatePolicy(),
    "site": SitePolicy(),
}
"""The same of the collection."""


def revision_root(commit: Commit) -> Path:
    """Return what stands for a collection's folder in the places of errors: as git writes it, `REV:FOLDER`."""
    return Path(f"{commit.revision[:SHORT]}:{commit.folder}")


def open_revision(commit: Commit, objects: ObjectReader) -> Project:
    """Return the collection as a commit has it: its own configuration, and a reader of its records' bytes."""
    root = revision_root(commit)
    if not commit.config:
        raise ConfigError("there is no such file, expected a collection", Place(str(root / "l10n.toml")))
    return parse_project(root, _read_object(objects, commit.config, str(root / "l10n.toml")))


def has_same_cells(old: Schema, new: Schema) -> bool:
    """Tell whether two schemas read and count every record alike.

    They do if they differ only in what is `_HEEDLESS`; whatever else a schema says, now or one day, may matter.
    """
    return old is new or _counting(old) == _counting(new)


def _counting(schema: Schema) -> tuple[object, ...]:
    types = tuple(replace(type_, fields=_counting_fields(type_.fields), **_HEEDLESS) for type_ in schema.types.values())
    return types, replace(schema, types={}, **_HEEDLESS_OF_ALL)


def _counting_fields(fields: Iterable[Field]) -> tuple[Field, ...]:
    return tuple(replace(field, fields=_counting_fields(field.fields), **_HEEDLESS) for field in fields)


def iter_changed(
    old: Project, new: Project, changes: Iterable[FileChange], objects: ObjectReader
) -> Iterator[tuple[list[Record], list[Record]]]:
    """Yield per changed file the records that it held in the old version and those that it holds in the new one.

    Lines that both versions of a JSONL file have to the byte are left out: the two versions must read them alike.
    """
    for change in changes:
        before, after = _read(old, change.path, change.old, objects), _read(new, change.path, change.new, objects)
        if before and after and change.path.endswith(".jsonl") and has_same_cells(old.schema, new.schema):
            before, after = _differing_lines(before, after)
        yield _parse(old, change.path, before), _parse(new, change.path, after)


def _read(project: Project, path: str, name: str, objects: ObjectReader) -> bytes | None:
    """Return a file's bytes; None where the version has none."""
    if name == ON_DISK:
        return read_file(project.root / path)[0]
    return _read_object(objects, name, project.place(path)) if name else None


def _read_object(objects: ObjectReader, name: str, path: str) -> bytes:
    data = objects.read(name)
    if data is None:
        raise L10nError(f"this clone lacks the object {name}, expected the whole history", Place(path))
    return data


def _parse(project: Project, path: str, data: bytes | None) -> list[Record]:
    if data is None:
        return []
    return [record for record in project.parse_record_file(path, data).records if record is not None]


def _differing_lines(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    r"""Return of both texts the lines that the other has not, or not as often; the rest is left empty in its place.

    >>> _differing_lines(b"a\nb\nb\n", b"b\nc\n")
    (b'a\n\nb\n', b'\nc\n')
    """
    lines = old.split(b"\n"), new.split(b"\n")
    common = Counter(lines[0]) & Counter(lines[1])
    old_only, new_only = (b"\n".join(_without(side, common.copy())) for side in lines)
    return old_only, new_only


def _without(lines: Iterable[bytes], common: Counter[bytes]) -> Iterator[bytes]:
    for line in lines:
        is_common = common.get(line, 0) > 0
        if is_common:
            common[line] -= 1
        yield b"" if is_common else line


def problem_of(error: L10nError, commit: Commit) -> str:
    """Return what is wrong with a revision, its place as seen from the collection: other commits may have the same."""
    return str(error.all[0]).removeprefix(f"{revision_root(commit)}/")
