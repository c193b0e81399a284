"""`l10n update`, `l10n apply` and `l10n sync`: texts between records and catalogs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection

from l10n.cli import FINDINGS, OK
from l10n.errors import SeveralErrors, UnknownNameError, suggest
from l10n.locales import Locale
from l10n.loop import run_loop
from l10n.loop_report import Direction, LoopReport
from l10n.project import Project, open_project
from l10n.reports.loop import format_loop_json, format_loop_text
from l10n.words import mark, tr

_WORK = (mark("reading records"), mark("reading catalogs"), mark("synchronising"), mark("remembering"))
"""What the loop says it is doing."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the three commands take."""
    parser.add_argument("locales", nargs="*", metavar="LOCALE", help=tr("only these target locales"))
    parser.add_argument("-n", "--dry-run", action="store_true", help=tr("show what would change, write nothing"))
    if parser.prog.rsplit(" ", 1)[-1] != "apply":
        parser.add_argument("--memory", action="store_true", help=tr("offer what was translated before, as notes"))
        parser.add_argument(
            "--meaning-unchanged",
            action="extend",
            nargs="+",
            default=[],
            metavar="KEY",
            help=tr("the edits of these texts, fields or records leave their translations fresh"),
        )
    parser.add_argument("--format", choices=("text", "json"), default="text", help=tr("how to print the report"))


def run(args: argparse.Namespace) -> int:
    """Run the loop and print what it did; 1 if something waits for a person's decision."""
    project = open_project(args.directory)
    locales = known_locales(project, args.locales)
    use_memory = getattr(args, "memory", False)
    report = run_with_progress(
        project,
        Direction(args.command),
        locales,
        dry_run=args.dry_run,
        quiet=args.quiet,
        use_memory=use_memory,
        unchanged=getattr(args, "meaning_unchanged", ()),
    )
    return print_report(report, args.format, quiet=args.quiet)


def run_with_progress(  # noqa: PLR0913 (as `run_loop`)
    project: Project,
    direction: Direction,
    locales: list[Locale],
    *,
    dry_run: bool,
    quiet: bool,
    use_memory: bool = False,
    unchanged: Collection[str] = (),
) -> LoopReport:
    """Run the loop with a progress bar on a terminal."""
    from l10n.reports.progress import progress

    return run_loop(
        project,
        direction,
        locales=locales,
        dry_run=dry_run,
        use_memory=use_memory,
        unchanged=unchanged,
        progress=lambda keys, what, total: progress(keys, tr(what), total=total, quiet=quiet),
    )


def print_report(report: LoopReport, form: str, *, quiet: bool) -> int:
    """Print a report; return the exit status."""
    if form == "json":
        sys.stdout.write(format_loop_json(report))
    elif not quiet or report.needs_person:
        sys.stdout.write(format_loop_text(report))
    return FINDINGS if report.needs_person else OK


def known_locales(project: Project, codes: list[str]) -> list[Locale]:
    """Return the locales that the user named; raise UnknownNameError for others."""
    known = project.schema.locales
    unknown = [
        UnknownNameError(
            f"there is no locale {code!r} in this collection, expected one of {', '.join(known)}{suggest(code, known)}"
        )
        for code in codes
        if code not in known
    ]
    if unknown:
        raise SeveralErrors(unknown)
    return [Locale(code) for code in codes]
