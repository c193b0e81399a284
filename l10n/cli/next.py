"""`l10n next`: what to translate next for a locale, and from which text."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace

from l10n.cli import OK
from l10n.cli.counting import add_counting_arguments, make_options
from l10n.cli.terminal import has_terminal_color, output_encoding, print_lines, terminal_width
from l10n.errors import ConfigError, ErrorCollector, Place, UnknownNameError, suggest
from l10n.handout import Ranking, Watch, load_queue, units_out
from l10n.locales import Locale
from l10n.model import UnitKey
from l10n.project import Project, open_project
from l10n.readers import parse_readers
from l10n.standing import load_standing
from l10n.store import read_file
from l10n.words import mark, tr
from l10n.work_queue import LIMIT, Wish

_T = TypeVar("_T")
_WORK = (mark("counting"), mark("surveying records"))
"""What making a queue says it is doing."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    add_wish_arguments(parser)
    parser.add_argument(
        "--limit",
        type=parse_count,
        default=LIMIT,
        metavar="N",
        help=tr("how many units at most (default: {n})", n=LIMIT),
    )
    parser.add_argument(
        "--words",
        type=parse_count,
        metavar="N",
        help=tr("how many words to translate at most; the first unit is always listed"),
    )
    parser.add_argument(
        "--by",
        choices=("record", "unit"),
        default="record",
        help=tr("rank all open units of a record together, or each unit alone (default: record)"),
    )
    parser.add_argument("--again", action="store_true", help=tr("also what somebody has in hand"))
    parser.add_argument("--format", choices=("text", "json"), default="text", help=tr("how to print the list"))


def add_wish_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what all commands take that look for work."""
    parser.add_argument("--locale", required=True, metavar="LOCALE", help=tr("the locale to translate into"))
    parser.add_argument(
        "--reads", required=True, metavar="L,L", help=tr("the locales that the translator reads, the best known first")
    )
    parser.add_argument("--type", action="append", metavar="TYPE", help=tr("only records of this type; repeatable"))
    parser.add_argument(
        "--readers", metavar="FILE", help=tr("CSV or JSON: how many people read each record's page (default: links)")
    )
    parser.add_argument("--no-memory", action="store_true", help=tr("do not look up what was translated before"))
    add_counting_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Print the best tasks."""
    project = open_project(args.directory)
    wish = read_wish(args, project, by_unit=args.by == "unit", limit=args.limit)
    taken: frozenset[UnitKey] = frozenset() if args.again else units_out(load_standing(project).values(), wish.locale)
    from l10n.reports.next import format_queue, format_queue_json

    ranking, watch = read_ranking(args, project), make_watch(quiet=args.quiet)
    queue = load_queue(project, replace(wish, taken=taken), ranking, make_options(args), watch)
    if args.format == "json":
        sys.stdout.write(format_queue_json(queue))
    else:
        encoding, color = output_encoding(), has_terminal_color()
        print_lines(format_queue(queue, width=terminal_width(), color=color, quiet=args.quiet, encoding=encoding))
    return OK


def parse_count(text: str) -> int:
    """Return a number of at least 1."""
    if not text.isascii() or not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(tr("found {text!r}, expected a whole number of at least 1", text=text))
    return int(text)


def read_wish(args: argparse.Namespace, project: Project, *, by_unit: bool = False, limit: int | None = None) -> Wish:
    """Return what the user asks for; raise UnknownNameError for locales and types that there are not."""
    errors = ErrorCollector()
    codes = [code for code in args.reads.split(",") if code]
    for noun, names, known in (
        ("locale", [args.locale, *codes], project.schema.locales),
        ("type", args.type or (), tuple(project.schema.types)),
    ):
        for name in names:
            if name not in known:
                expected = f"expected one of {', '.join(known)}{suggest(name, known)}"
                errors.add(UnknownNameError(f"there is no {noun} {name!r} in this collection, {expected}"))
    errors.raise_all()
    reads = tuple(dict.fromkeys(Locale(code) for code in codes if code != args.locale))
    if not reads:
        message = f"--reads names {args.reads!r}, expected a locale other than {args.locale}, the one to translate into"
        raise UnknownNameError(message)
    types = frozenset(args.type) if args.type else None
    return Wish(locale=Locale(args.locale), reads=reads, types=types, by_unit=by_unit, limit=limit, words=args.words)


def read_ranking(args: argparse.Namespace, project: Project) -> Ranking:
    """Return what to rank by; raise ConfigError for readers of pages that are none of this collection's."""
    if not args.readers:
        return Ranking(use_memory=not args.no_memory)
    readers = parse_readers(read_file(Path(args.readers))[0], args.readers)
    if not any(key.partition("/")[0] in project.schema.types for key in readers):
        found = f"found {next(iter(readers))!r}" if readers else "it has none"
        raise ConfigError(f"{found}, expected keys of this collection's records such as 'TYPE/ID'", Place(args.readers))
    return Ranking(readers=readers, use_memory=not args.no_memory)


def make_watch(*, quiet: bool) -> Watch:
    """Return what shows progress on a terminal."""
    from l10n.reports.progress import progress

    def watch(items: Iterable[_T], what: str, total: int, /) -> Iterable[_T]:
        return progress(items, tr(what), total=total, quiet=quiet)

    return watch
