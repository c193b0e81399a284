"""`l10n fmt`: records in their normal form."""

from __future__ import annotations

import argparse

from l10n.cli import FINDINGS, OK
from l10n.project import open_project
from l10n.words import tr, trn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--check", action="store_true", help=tr("write nothing; 1 if a file is not in its normal form"))


def run(args: argparse.Namespace) -> int:
    """Write every record file that is not in its normal form, or only name it."""
    project = open_project(args.directory)
    if args.check:
        paths = project.find_unformatted()
    else:
        with project.lock():
            paths = project.format_all()
    for path in paths:
        print(project.place(path))
    if not args.quiet:
        count = len(paths)
        if args.check:
            summary = trn("{n} file would be written", "{n} files would be written", count)
        else:
            summary = trn("{n} file written", "{n} files written", count)
        print(f"fmt: {summary}")
    return FINDINGS if args.check and paths else OK
