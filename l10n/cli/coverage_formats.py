"""The forms of `l10n coverage`: which options go with which, and where a report is written to."""

from __future__ import annotations

import argparse
import sys
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain, zip_longest
from typing import Any

from l10n.coverage import Axis, Coverage
from l10n.errors import ConfigError, ConflictError
from l10n.garbage import without_collection
from l10n.open_units import RecordOverview, load_previous_sources, read_overviews
from l10n.page_coverage import PageCoverage
from l10n.project import RECORDS, Project
from l10n.record_labels import iter_labels
from l10n.records import Record
from l10n.reports.coverage_report import CoverageReport
from l10n.reports.page import Ranking
from l10n.reports.supplement import Supplement
from l10n.schema import Schema
from l10n.store import write_stream
from l10n.words import tr

FORMATS = ("text", "json", "csv", "markdown", "html", "svg", "github")
WRITTEN = ("csv", "markdown", "html", "svg")
"""The formats that are whole files, in UTF-8 whatever the terminal can show."""
_AXES: Mapping[str, tuple[Axis, ...]] = {"markdown": ("type",), "html": ("type", "field", "record"), "svg": ("type",)}
"""What a format shows besides what is asked for."""
_GOES_WITH = {
    "by": ("text", "json", "csv", "markdown"),
    "page": ("text", "json", "csv", "markdown", "html", "svg"),
    "names": ("text", "json", "markdown", "html"),
    "badge": ("svg",),
    "history": ("text", "json", "markdown", "html"),
    "since": ("text", "json", "markdown", "html"),
}
"""Options that only some formats heed."""


def add_format_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which forms the command takes."""
    parser.add_argument("--format", choices=FORMATS, default="text", help=tr("how to print the report"))
    parser.add_argument(
        "-o",
        "--output",
        type=_parse_output,
        metavar="FILE",
        help=tr("write the report to this file; `-` is standard output"),
    )
    parser.add_argument(
        "--badge",
        choices=("total", "matrix"),
        help=tr("with --format svg: one share, or one for every locale and type (default: total)"),
    )


def _parse_output(name: str) -> str | None:
    """Return the file that is meant, None for standard output."""
    return None if name == "-" else name


def check_options(args: argparse.Namespace) -> None:
    """Raise for options that the format would ignore."""
    for name, formats in _GOES_WITH.items():
        if getattr(args, name) not in (None, False) and args.format not in formats:
            wanted = ", ".join(formats)
            raise ConfigError(f"found --{name} with --format {args.format}, expected --format to be one of {wanted}")
    if args.names is not None and not args.page:
        raise ConfigError("found --names without --page, expected both")
    if args.measure == "page" and args.format == "svg" and not args.page:
        raise ConfigError("found --measure page with --format svg, expected units, words, characters or records")
    if args.measure == "page" and args.format in {"markdown", "html"} and not _has_gate(args):
        message = f"found --measure page with --format {args.format}, expected units, words, characters or records"
        raise ConfigError(f"{message}, or a gate")
    if args.measure and not _is_measure_used(args):
        if args.page and args.format == "svg":
            raise ConfigError(f"found --measure {args.measure} with --page and --format svg, expected page, or a gate")
        message = f"found --measure with --format {args.format}, expected a gate, or markdown, html or svg"
        raise ConfigError(message)
    if args.format == "html" and args.output is None and sys.stdout.isatty():
        raise ConfigError("found a terminal to print a page of HTML on, expected -o FILE")


def _is_measure_used(args: argparse.Namespace) -> bool:
    """Tell whether anything in the report is counted in a measure of the user's choice."""
    has_trend = args.history is not None and args.format == "text"
    has_shares = args.format in {"markdown", "html"} or (args.format == "svg" and not args.page)
    is_said_twice = args.measure == "page" and args.format == "svg"
    return bool(_has_gate(args) or has_trend or has_shares or is_said_twice)


def _has_gate(args: argparse.Namespace) -> bool:
    return bool(args.fail_under is not None or args.ratchet or args.update_ratchet or args.gate)


def choose_axes(args: argparse.Namespace) -> list[Axis]:
    """Return what to break the numbers down by, in the order of the report."""
    asked: list[Axis] = args.by or ([] if args.page and args.format in {"text", "csv"} else ["locale"])
    return asked


def counted_axes(form: str, axes: Sequence[Axis]) -> list[Axis]:
    """Return what must be counted for a report in this form with these axes."""
    return [*axes, *_AXES.get(form, ())]


def find_facts(
    args: argparse.Namespace, records: Iterable[Record], project: Project, schema: Schema, coverage: Coverage
) -> dict[str, Any]:
    """Return what a form says of records beside the numbers; only for that are they read."""
    if args.format == "html":
        with without_collection():
            overviews = read_overviews(records, schema, coverage)
        return _page_facts(project, overviews)
    if args.format == "markdown":
        return {"catalogs": tuple(project.find_catalog_files())}
    if args.format == "csv" and coverage.by_record:
        return {"labels": _iter_labels(args, project, schema, coverage.by_record)}
    return {}


def _iter_labels(args: argparse.Namespace, project: Project, schema: Schema, keys: Iterable[str]) -> Iterator[str]:
    """Yield what these records are called, as the report is written; raise ConflictError if they are others now."""
    from l10n.reports.progress import progress

    is_drawn_over = args.output is None and sys.stdout.isatty()
    labels = iter_labels(project.iter_record_texts(schema.types), schema)
    shown = progress(labels, tr("reading what records are called"), quiet=args.quiet or is_drawn_over)
    for key, found in zip_longest(keys, shown):
        if found is None or found[0] != key:
            raise ConflictError("someone changed the records while l10n was at work; run the command again")
        yield found[1]


def _page_facts(project: Project, overviews: Sequence[RecordOverview]) -> dict[str, Any]:
    """Return open units, their sources as they were, the catalogs, the records' files, and the day."""
    known = project.find_record_files()
    others = (overview.key for overview in overviews if f"{RECORDS}/{overview.key}.json" not in known)
    return {
        "overviews": overviews,
        "previous": load_previous_sources(project, overviews),
        "catalogs": tuple(project.find_catalog_files()),
        "files": {key: f"{RECORDS}/{key.partition('/')[0]}.jsonl" for key in others},
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
    }


def make_report(  # noqa: PLR0913, PLR0917 (all that a report has)
    args: argparse.Namespace,
    coverage: Coverage,
    schema: Schema,
    axes: Sequence[Axis],
    pages: tuple[PageCoverage, Ranking] | None,
    supplement: Supplement,
    facts: Mapping[str, Any],
) -> CoverageReport:
    """Return what a form that is a whole file shows."""
    page_coverage, ranking = pages or (None, {})
    return CoverageReport(
        coverage=coverage,
        schema=schema,
        axes=axes,
        measure=supplement.measure,
        is_matrix=args.badge == "matrix",
        pages=page_coverage,
        ranking=ranking,
        trend=supplement.trend or (),
        changes=supplement.changes or {},
        beginning=supplement.beginning,
        gates=supplement.gates or (),
        **facts,
    )


def iter_report(report: CoverageReport, form: str) -> Iterator[str]:
    """Yield a report that is a whole file, in parts."""
    if form == "csv":
        from l10n.reports.coverage_csv import iter_coverage_csv

        yield from iter_coverage_csv(report)
    else:
        with without_collection():
            text = _formatter(form)(report)
        yield text


def _formatter(form: str) -> Callable[[CoverageReport], str]:
    """Return what writes a form as a whole, loaded when it is used."""
    if form == "markdown":
        from l10n.reports.coverage_markdown import format_coverage_markdown

        return format_coverage_markdown
    if form == "svg":
        from l10n.reports.coverage_svg import format_coverage_svg

        return format_coverage_svg
    from l10n.reports.coverage_html import format_coverage_html

    return format_coverage_html


def print_parts(parts: Iterable[str], args: argparse.Namespace) -> None:
    """Print the parts of a report one after the other, or put them into a file, whole or not at all.

    The bytes of a form that is a whole file are the same on every system. A file of CSV, unlike what is printed, begins
    with a byte order mark: without it Excel takes a file that is opened by a double click for the system's charset.
    """
    if args.output is not None:
        start = (BOM_UTF8,) if args.format == "csv" else ()
        write_stream(args.output, chain(start, (part.encode() for part in parts)))
        if not args.quiet:
            print(tr("{path}: written", path=args.output))
    elif args.format in WRITTEN:
        sys.stdout.flush()
        sys.stdout.buffer.writelines(part.encode() for part in parts)
    else:
        sys.stdout.writelines(parts)
