"""`l10n coverage`: what is translated, per locale, type, field and record."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Collection, Iterable, Sequence
from typing import get_args

from msgspec.structs import replace

from l10n.cli import OK
from l10n.coverage import Axis, Coverage, count_coverage
from l10n.errors import ErrorCollector, UnknownNameError, suggest
from l10n.locales import Locale
from l10n.project import Project, open_project


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "--by",
        action="append",
        choices=get_args(Axis),
        metavar="|".join(get_args(Axis)),
        help="what to break the numbers down by; may be given more than once (default: locale)",
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print the report")
    parser.add_argument("--locale", action="append", metavar="LOCALE", help="only this locale; repeatable")
    parser.add_argument("--type", action="append", metavar="TYPE", help="only records of this type; repeatable")


def run(args: argparse.Namespace) -> int:
    """Print the coverage of a collection."""
    project = open_project(args.directory)
    schema = project.schema
    locales = _known("locale", args.locale, schema.locales)
    types = _known("type", args.type, schema.types)
    axes: list[Axis] = args.by or ["locale"]
    coverage = _count(project, axes, [Locale(code) for code in locales], types, quiet=args.quiet)
    if args.format == "json":
        from l10n.reports.coverage_json import format_coverage_json

        sys.stdout.write(format_coverage_json(coverage))
    else:
        _print_text(coverage, axes, quiet=args.quiet)
    return OK


def _known(noun: str, names: Sequence[str] | None, known: Collection[str]) -> list[str]:
    """Return those of `known` that the user named, or all; raise UnknownNameError for others."""
    errors = ErrorCollector()
    for name in names or ():
        if name not in known:
            expected = f"expected one of {', '.join(known)}{suggest(name, known)}"
            errors.add(UnknownNameError(f"there is no {noun} {name!r} in this collection, {expected}"))
    errors.raise_all()
    return [name for name in known if not names or name in names]


def _count(
    project: Project, axes: Sequence[Axis], locales: Iterable[Locale], types: Collection[str], *, quiet: bool
) -> Coverage:
    from l10n.reports.progress import progress

    schema = replace(project.schema, types={name: project.schema.types[name] for name in types})
    records = progress(project.iter_records(), "counting records", quiet=quiet)
    return count_coverage((record for record in records if record.type in types), schema, axes, locales)


def _print_text(coverage: Coverage, axes: Sequence[Axis], *, quiet: bool) -> None:
    from l10n.reports.terminal import ascii_line, format_coverage, format_next_step, has_color

    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    color = has_color(os.environ, is_terminal=sys.stdout.isatty())
    for line in format_coverage(coverage, axes, width=shutil.get_terminal_size().columns, color=color):
        sys.stdout.write(f"{line if is_unicode else ascii_line(line)}\n")
    if "locale" in axes and not quiet:
        sys.stdout.write(f"\n{format_next_step(coverage)}\n")
