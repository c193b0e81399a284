"""`l10n merge-driver`: what git calls to merge a catalog or a file of records."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from l10n.cli import FINDINGS, OK
from l10n.errors import L10nError, ParseError, Place
from l10n.file_threeway import FileMerge, Versions, merge_po, merge_record, merge_record_lines
from l10n.git import merge_lines, run_git
from l10n.schema import Schema
from l10n.store import read_file, write_file
from l10n.words import tr

_CATALOGS = {".po", ".pot"}
_HEADS = "GITHEAD_"
"""Begins the names of the variables in which `git merge` says which commits it merges."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("base", help=tr("file with what both sides began with (git's %%O)"))
    parser.add_argument("ours", help=tr("file with our version, which the merged one is written over (%%A)"))
    parser.add_argument("theirs", help=tr("file with their version (%%B)"))
    parser.add_argument("path", help=tr("path of the merged file in the work tree (%%P)"))


def run(args: argparse.Namespace) -> int:
    """Merge; 1 if two people changed the same text differently.

    Where l10n cannot merge, git's way of doing it is left in the file, and the error says why.
    """
    try:
        merged = _merge(args)
    except BaseException:
        merge_lines(args.ours, args.base, args.theirs)
        told = tr("merged line by line, as git does, for l10n could not; look at it")
        print(f"{args.path}: {told}", file=sys.stderr)
        raise
    write_file(Path(args.ours), merged.data)
    for conflict in merged.conflicts:
        print(conflict, file=sys.stderr)
    return FINDINGS if merged.conflicts else OK


def _merge(args: argparse.Namespace) -> FileMerge:
    versions = Versions(*(read_file(Path(name))[0] for name in (args.base, args.ours, args.theirs)))
    suffix = Path(args.path).suffix
    if suffix in _CATALOGS:
        return merge_po(versions, args.path)
    if suffix not in {".json", ".jsonl"}:
        raise ParseError("found another file, expected .po, .pot, .json or .jsonl", Place(args.path))
    return _merge_records(versions, args)


def _merge_records(versions: Versions, args: argparse.Namespace) -> FileMerge:
    """Merge with the schema of the work tree, or with one that a merged branch brings."""
    from l10n.dates import today

    merge = merge_record_lines if args.path.endswith(".jsonl") else merge_record
    errors: list[L10nError] = []
    for schema in _schemas(Path(args.directory), args.path):
        try:
            return merge(versions, schema, today(), args.path)
        except L10nError as error:
            errors.append(error)
    raise errors[0]


def _schemas(top: Path, path: str) -> Iterator[Schema]:
    from l10n.config import parse_schema
    from l10n.project import CONFIG, RECORDS, open_project

    folder = next((folder for folder in Path(path).parents if (top / folder / CONFIG).is_file()), None)
    if folder is None or Path(path).relative_to(folder).parts[0] != RECORDS:
        message = f"this is no record of a collection, expected {RECORDS}/ beside {CONFIG}"
        raise ParseError(message, Place(path))
    project = open_project(top / folder)
    yield project.schema
    for name in sorted(os.environ):
        if name.startswith(_HEADS):
            place = f"{name.removeprefix(_HEADS)}:{(folder / CONFIG).as_posix()}"
            yield parse_schema(run_git("cat-file", "blob", place, directory=top).decode(), place)
