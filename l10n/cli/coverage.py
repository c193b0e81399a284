"""`l10n coverage`: what is translated, per locale, type, field and record."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, get_args

from msgspec.structs import replace

from l10n.cli import FINDINGS, OK
from l10n.cli.counting import add_counting_arguments, make_counter
from l10n.cli.coverage_formats import (
    WRITTEN,
    add_format_arguments,
    check_options,
    choose_axes,
    counted_axes,
    find_facts,
    iter_report,
    make_report,
    print_parts,
)
from l10n.cli.gates import add_gate_arguments, plan_gates
from l10n.cli.pages import survey_pages
from l10n.cli.supplement import find_supplement, needs_coverage
from l10n.cli.trends import add_trend_arguments
from l10n.counting import Scope
from l10n.coverage import Axis, Coverage
from l10n.errors import ErrorCollector, UnknownNameError, suggest
from l10n.locales import Locale
from l10n.page_coverage import NAMES, PageCoverage, RankedName
from l10n.project import Project, open_project
from l10n.records import Record
from l10n.reports.gates import format_annotations
from l10n.reports.supplement import Supplement
from l10n.store import Signature
from l10n.thresholds import MEASURES
from l10n.words import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "--by",
        action="append",
        choices=get_args(Axis),
        metavar="|".join(get_args(Axis)),
        help=tr("what to break the numbers down by; may be given more than once (default: locale)"),
    )
    parser.add_argument(
        "--page", action="store_true", help=tr("count what readers of each record's page see, linked names included")
    )
    parser.add_argument(
        "--names",
        type=_parse_number,
        metavar="N",
        help=tr("with --page: how many names to rank by the pages that they complete (default: {n})", n=NAMES),
    )
    add_format_arguments(parser)
    parser.add_argument("--locale", action="append", metavar="LOCALE", help=tr("only this locale; repeatable"))
    parser.add_argument("--type", action="append", metavar="TYPE", help=tr("only records of this type; repeatable"))
    parser.add_argument(
        "--measure",
        choices=MEASURES,
        help=tr("what gates, badges, bars and heat maps count; page: in gates only (default: units)"),
    )
    add_gate_arguments(parser)
    add_trend_arguments(parser)
    add_counting_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print the coverage of a collection, or write it to a file."""
    check_options(args)
    parts, status = _report(args)
    print_parts(parts, args)
    return status


def _report(args: argparse.Namespace) -> tuple[Iterable[str], int]:
    """Return the report in parts, and the exit status."""
    project = open_project(args.directory)
    schema = project.schema
    locales = _known("locale", args.locale, schema.locales)
    types = _known("type", args.type, schema.types)
    axes = choose_axes(args)
    asked = [Locale(code) for code in locales]
    plan = plan_gates(args, project, asked)
    counter = make_counter(args, project)
    surveyed = survey_pages(args, counter, asked, types) if args.page or plan.needs_pages else None
    seen = replace(schema, types={name: schema.types[name] for name in types})
    files = project.find_record_files() if args.format == "html" else {}
    coverage: Coverage | None = None
    if axes or args.format in WRITTEN or needs_coverage(args, plan):
        coverage = counter.coverage(Scope(by=counted_axes(args.format, axes), locales=asked, types=types))
    supplement = find_supplement(args, counter, plan, coverage=coverage, pages=surveyed, types=types)
    shown = (surveyed.coverage, surveyed.rank_names()) if args.page and surveyed else None
    if coverage and args.format in WRITTEN:
        records = _iter_records(project, types, files, quiet=args.quiet)
        facts = find_facts(args, records, project, seen, coverage)
        parts = iter_report(make_report(args, coverage, seen, axes, shown, supplement, facts), args.format)
    elif args.format == "json":
        parts = _iter_json(coverage, shown, supplement)
    elif args.format == "github":
        parts = (f"{line}\n" for line in format_annotations(supplement.gates or ()))
    else:
        parts = _iter_text(coverage if axes else None, axes, shown, supplement, args)
        if coverage and "locale" in axes and not args.quiet:
            parts = chain(parts, _next_step(coverage, project))
    return parts, OK if supplement.is_passed else FINDINGS


_Pages = tuple[PageCoverage, dict[Locale, tuple[RankedName, ...]]]


def _parse_number(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(tr("found {text!r}, expected a whole number", text=text))
    return int(text)


def _known(noun: str, names: Sequence[str] | None, known: Collection[str]) -> list[str]:
    """Return those of `known` that the user named, or all; raise UnknownNameError for others."""
    errors = ErrorCollector()
    for name in names or ():
        if name not in known:
            expected = f"expected one of {', '.join(known)}{suggest(name, known)}"
            errors.add(UnknownNameError(f"there is no {noun} {name!r} in this collection, {expected}"))
    errors.raise_all()
    return [name for name in known if not names or name in names]


def _iter_records(
    project: Project, types: Collection[str], sound: Mapping[str, Signature], *, quiet: bool
) -> Iterator[Record]:
    """Yield the records of these types; `sound` as `Project.iter_records` takes it."""
    from l10n.reports.progress import progress

    records = progress(project.iter_records(sound), tr("counting records"), quiet=quiet)
    return (record for record in records if record.type in types)


def _iter_json(coverage: Coverage | None, pages: _Pages | None, supplement: Supplement) -> Iterator[str]:
    from l10n.reports.coverage_json import iter_coverage_json
    from l10n.reports.page import pages_value
    from l10n.reports.supplement import supplement_value

    assert coverage is not None  # noqa: S101 (JSON always has it)
    more: dict[str, Any] = {} if pages is None else {"pages": pages_value(*pages)}
    yield from iter_coverage_json(coverage, more | supplement_value(supplement))


def _iter_text(
    coverage: Coverage | None,
    axes: Sequence[Axis],
    pages: _Pages | None,
    supplement: Supplement,
    args: argparse.Namespace,
) -> Iterator[str]:
    from l10n.reports.terminal import ascii_line

    encoding = _find_encoding(args)
    is_unicode = encoding.lower().startswith("utf")
    for line in _iter_lines(coverage, axes, pages, supplement, args):
        yield f"{line if is_unicode else ascii_line(line, encoding)}\n"


def _find_encoding(args: argparse.Namespace) -> str:
    return (sys.stdout.encoding or "ascii") if args.output is None else "utf-8"


def _next_step(coverage: Coverage, project: Project) -> Iterator[str]:
    from l10n.reports.terminal import format_next_step

    width = shutil.get_terminal_size().columns
    yield f"\n{format_next_step(coverage, width, catalogs=project.find_catalog_files())}\n"


def _iter_lines(
    coverage: Coverage | None,
    axes: Sequence[Axis],
    pages: _Pages | None,
    supplement: Supplement,
    args: argparse.Namespace,
) -> Iterator[str]:
    from l10n.reports.page import format_pages
    from l10n.reports.supplement import format_supplement
    from l10n.reports.terminal import format_coverage, has_color

    width = shutil.get_terminal_size().columns
    color = has_color(os.environ, is_terminal=args.output is None and sys.stdout.isatty())
    if coverage:
        yield from format_coverage(coverage, axes, width=width, color=color)
    if coverage and pages:
        yield ""
    if pages:
        yield from format_pages(*pages, width=width, color=color, encoding=_find_encoding(args))
    yield from format_supplement(supplement, width=width, color=color)
