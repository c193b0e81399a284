"""`l10n fmt`: records in their normal form, or PO files without what other systems' editors put around lines."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from l10n.cli import FINDINGS, OK
from l10n.cli.validate import check_names
from l10n.errors import ErrorCollector, L10nError
from l10n.po import plain_po
from l10n.project import open_project
from l10n.store import check_unchanged, read_file, write_file
from l10n.words import tr, trn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE.po", help=tr("PO files anywhere (default: the whole collection)")
    )
    parser.add_argument("--check", action="store_true", help=tr("write nothing; 1 if a file is not in its normal form"))


def run(args: argparse.Namespace) -> int:
    """Write every file that is not in its normal form, or only name it."""
    names = _format_files(args.files, is_check=args.check) if args.files else _format_records(args)
    for name in names:
        print(name)
    if not args.quiet:
        count = len(names)
        if args.check:
            summary = trn("{n} file would be written", "{n} files would be written", count)
        else:
            summary = trn("{n} file written", "{n} files written", count)
        print(f"fmt: {summary}")
    return FINDINGS if args.check and names else OK


def _format_records(args: argparse.Namespace) -> list[str]:
    """Return the names of the record files that are not in their normal form, once they are."""
    project = open_project(args.directory)
    if args.check:
        paths = project.find_unformatted()
    else:
        with project.lock():
            paths = project.format_all()
    return [project.place(path) for path in paths]


def _format_files(names: Iterable[str], *, is_check: bool) -> list[str]:
    """Return the names of the PO files with CRLF or a byte order mark, once they have none; all or none is written."""
    names = list(dict.fromkeys(names))
    check_names(names, "fmt")
    files = {name: read_file(Path(name)) for name in names}
    plain: dict[str, bytes] = {}
    errors = ErrorCollector()
    for name, (data, _) in files.items():
        try:
            plain[name] = plain_po(data, name)
        except L10nError as error:
            errors.add(error)
    errors.raise_all()
    found = [name for name, (data, _) in files.items() if plain[name] != data]
    for name in [] if is_check else found:
        write_file(Path(name), plain[name], check=partial(check_unchanged, Path(name), files[name][1], name))
    return found
