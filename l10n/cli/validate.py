"""`l10n validate`: everything that is wrong with records and catalogs, at once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from l10n.cli import FINDINGS, OK
from l10n.errors import ErrorCollector, L10nError, Place, UnknownNameError
from l10n.jsontext import format_json
from l10n.po import find_po_problems, parse_po
from l10n.project import open_project
from l10n.store import read_file
from l10n.words import tr, trn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE.po", help=tr("PO files anywhere (default: the whole collection)")
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help=tr("how to print the findings"))


def run(args: argparse.Namespace) -> int:
    """Print every finding, clickable; 1 if there is one."""
    if args.files:
        check_names(args.files, "validate")
        errors = [error for name in args.files for error in _catalog_errors(Path(name), name)]
        where = trn("in {n} file", "in {n} files", len(args.files))
    else:
        project = open_project(args.directory)
        errors = list(project.find_problems())
        paths = project.find_catalog_files()
        errors.extend(error for path in paths for error in _catalog_errors(project.root / path, project.place(path)))
        where = _where(len(project.find_record_files()), len(paths))
    if args.format == "json":
        sys.stdout.write(_format_json(errors))
    else:
        for error in errors:
            print(error)
        if not args.quiet:
            found = trn("{n} finding", "{n} findings", len(errors)) if errors else tr("nothing wrong")
            print(f"validate: {found} {where}", file=sys.stderr if errors else sys.stdout)
    return FINDINGS if errors else OK


def _where(records: int, catalogs: int) -> str:
    """Return where a collection's findings stand: two phrases, for each has its own number."""
    in_records = trn("in {n} record file", "in {n} record files", records)
    return f"{in_records} {trn('and {n} catalog', 'and {n} catalogs', catalogs)}"


def check_names(names: Iterable[str], command: str) -> None:
    """Raise UnknownNameError for names, given to a command, that are no PO files that can be read."""
    errors = ErrorCollector()
    for name in names:
        if Path(name).is_dir():
            errors.add(UnknownNameError("this is a folder, expected a PO file", Place(name)))
        elif not Path(name).is_file():
            errors.add(UnknownNameError("there is no such file, expected a PO file", Place(name)))
        elif name.endswith((".json", ".jsonl")):
            message = f"this is no PO file; `l10n {command}` without a file's name is about the records"
            errors.add(UnknownNameError(message, Place(name)))
    errors.raise_all()


def _catalog_errors(path: Path, name: str) -> Iterator[L10nError]:
    try:
        yield from find_po_problems(parse_po(read_file(path)[0], name), name)
    except L10nError as error:
        yield from error.all


def _format_json(errors: Iterable[L10nError]) -> str:
    findings = [
        {
            "path": error.place.path,
            "line": error.place.line,
            "column": error.place.column,
            "field": error.place.field,
            "message": error.message,
        }
        for error in errors
    ]
    return format_json({"version": 1, "findings": findings})
