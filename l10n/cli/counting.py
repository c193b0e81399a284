"""How `l10n coverage`, `next` and `batch` count: in one process, in several, or on a cluster."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from l10n.counting import Options, ProjectCounter, Survey, Surveys
from l10n.counting.survey import Purpose
from l10n.project import Project
from l10n.words import tr

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


def make_counter(args: argparse.Namespace, project: Project) -> ProjectCounter:
    """Return what counts a collection as the options say."""
    return ProjectCounter(project, make_options(args), _make_watch(args, tr("counting")))


def survey_counted(args: argparse.Namespace, counter: ProjectCounter, purpose: Purpose[_T]) -> Survey[_T]:
    """Return what is noted of a collection's records for a purpose."""
    return Surveys(counter).make(purpose, _make_watch(args, tr("surveying records")))


def make_options(args: argparse.Namespace) -> Options:
    """Return where to count, as the options say."""

    def tell(message: str) -> None:
        print(f"l10n: {message}", file=sys.stderr)

    return Options(workers=args.workers, cluster=args.cluster or "", tell=tell)


def _make_watch(args: argparse.Namespace, what: str) -> Callable[[Iterable[_T], int], Iterator[_T]]:
    from l10n.reports.progress import progress

    def watch(items: Iterable[_T], total: int) -> Iterator[_T]:
        return progress(items, what, total=total, quiet=args.quiet)

    return watch
