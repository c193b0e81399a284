"""`l10n validate`: everything that is wrong with records and catalogs, at once."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from l10n.cli import FINDINGS, OK
from l10n.errors import L10nError
from l10n.po import find_po_problems, parse_po
from l10n.project import open_project
from l10n.store import read_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("files", nargs="*", metavar="FILE.po", help="PO files anywhere (default: the whole collection)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print the findings")


def run(args: argparse.Namespace) -> int:
    """Print every finding, clickable; 1 if there is one."""
    if args.files:
        errors = [error for name in args.files for error in _catalog_errors(Path(name), name)]
        what = f"{len(args.files):,} file{'' if len(args.files) == 1 else 's'}"
    else:
        project = open_project(args.directory)
        errors = list(project.find_problems())
        paths = project.find_catalog_files()
        errors.extend(error for path in paths for error in _catalog_errors(project.root / path, project.place(path)))
        what = f"{len(project.find_record_files()):,} record files and {len(paths):,} catalogs"
    if args.format == "json":
        sys.stdout.write(_format_json(errors))
    else:
        for error in errors:
            print(error)
        if not args.quiet:
            found = f"{len(errors):,} finding{'' if len(errors) == 1 else 's'}" if errors else "nothing wrong"
            print(f"validate: {found} in {what}", file=sys.stderr if errors else sys.stdout)
    return FINDINGS if errors else OK


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
    return msgspec.json.format(msgspec.json.encode({"version": 1, "findings": findings}), indent=2).decode() + "\n"
