"""How `l10n coverage` counts: in one process, in several, or on a cluster."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from l10n.coverage import Axis, Coverage
from l10n.locales import Locale
from l10n.project import Project
from l10n.words import tr

if TYPE_CHECKING:
    from l10n.counting import Options, Survey
    from l10n.counting.survey import Purpose

_T = TypeVar("_T")


def add_counting_arguments(parser: argparse.ArgumentParser) -> None:
    """Say where a collection may be counted."""
    group: Any = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--workers",
        type=_parse_workers,
        metavar="N",
        help=tr("count in this many processes (default: as many as are worth it)"),
    )
    group.add_argument(
        "--cluster",
        type=_parse_cluster,
        metavar="ADDRESS",
        help=tr("count on the Dask cluster with this scheduler"),
    )


def _parse_workers(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(tr("found {text!r}, expected a whole number from 1 on", text=text))
    return int(text)


def _parse_cluster(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError(tr("found {text!r}, expected the address of a scheduler", text=text))
    return text


def count_collection(
    args: argparse.Namespace, project: Project, axes: Sequence[Axis], locales: Iterable[Locale], types: Collection[str]
) -> Coverage:
    """Return the coverage of the asked part of a collection."""
    from l10n.counting import Scope, count_project

    scope = Scope(by=axes, locales=locales, types=types)
    return count_project(project, scope, _make_options(args), _make_watch(args, tr("counting")))


def survey_collection(args: argparse.Namespace, project: Project, purpose: Purpose[_T]) -> Survey[_T]:
    """Return what is noted of a collection's records for a purpose."""
    from l10n.counting import Surveys

    surveys = Surveys(project, _make_options(args), _make_watch(args, tr("counting")))
    return surveys.make(purpose, _make_watch(args, tr("surveying records")))


def _make_options(args: argparse.Namespace) -> Options:
    from l10n.counting import Options

    def tell(message: str) -> None:
        print(f"l10n: {message}", file=sys.stderr)

    return Options(workers=args.workers, cluster=args.cluster or "", tell=tell)


def _make_watch(args: argparse.Namespace, what: str) -> Callable[[Iterable[_T], int], Iterator[_T]]:
    from l10n.reports.progress import progress

    def watch(items: Iterable[_T], total: int) -> Iterator[_T]:
        return progress(items, what, total=total, quiet=args.quiet)

    return watch
