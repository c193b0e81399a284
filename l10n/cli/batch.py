"""`l10n batch`: small catalogs go out to translators, and come back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from l10n.batch import who_problem
from l10n.cli import FINDINGS, OK, HelpFormatter, add_common_options
from l10n.cli.counting import make_options
from l10n.cli.next import (
    add_wish_arguments,
    make_watch,
    parse_count,
    read_ranking,
    read_wish,
)
from l10n.cli.terminal import output_encoding, print_lines, terminal_width
from l10n.errors import ConfigError
from l10n.handout import close_batch, find_batch, hand_out
from l10n.intake import take_in
from l10n.project import open_project
from l10n.standing import load_standing
from l10n.words import mark, tr

WORDS = 1000
"""How many words a batch has at most, unless asked for more or fewer."""
_ACTIONS = {
    "out": mark("hand out the best of what is to be translated"),
    "in": mark("take files back that translators bring"),
    "list": mark("list what is out, with whom and since when"),
    "close": mark("give what is out of a batch back to the queue"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command and its actions take."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION", help=tr("what to do"))
    parsers = {}
    for name, text in _ACTIONS.items():
        text = tr(text)  # noqa: PLW2901 (in the user's language)
        about = f"{text[:1].upper()}{text[1:]}."
        parsers[name] = actions.add_parser(
            name, help=text, description=about, formatter_class=HelpFormatter, add_help=False, allow_abbrev=False
        )
        add_common_options(parsers[name], is_action=True)
    _add_out_arguments(parsers["out"])
    parsers["in"].add_argument("files", nargs="+", metavar="FILE", help=tr("the files, in any state"))
    parsers["in"].add_argument(
        "--batch", default="", metavar="ID", help=tr("the batch, for files that lost the header that names it")
    )
    parsers["list"].add_argument("--all", action="store_true", help=tr("also what is all back, or closed"))
    parsers["close"].add_argument("batch", metavar="ID", help=tr("the batch"))
    for action in parsers.values():
        action.add_argument("--format", choices=("text", "json"), default="text", help=tr("how to print the report"))


def _add_out_arguments(parser: argparse.ArgumentParser) -> None:
    add_wish_arguments(parser)
    parser.add_argument(
        "--words",
        type=parse_count,
        default=WORDS,
        metavar="N",
        help=tr("how many words to translate at most; the first unit always goes out (default: {n})", n=WORDS),
    )
    parser.add_argument("--who", default="", metavar="NAME", help=tr("who gets it"))
    parser.add_argument("--to", default=".", metavar="DIR", help=tr("where to write the files (default: here)"))
    parser.add_argument("--again", action="store_true", help=tr("also what somebody has in hand"))


def run(args: argparse.Namespace) -> int:
    """Hand out, take in, list or close."""
    actions = {"out": _hand_out, "in": _take_in, "list": _list, "close": _close}
    return actions[args.action](args)


def _hand_out(args: argparse.Namespace) -> int:
    from l10n.reports.batch import format_handout, format_handout_json

    if problem := who_problem(args.who):
        message = f"--who names {args.who!r}, {problem}"
        raise ConfigError(message)
    project = open_project(args.directory)
    handout = hand_out(
        project,
        read_wish(args, project),
        read_ranking(args, project),
        who=args.who,
        folder=Path(args.to),
        again=args.again,
        options=make_options(args),
        watch=make_watch(quiet=args.quiet),
    )
    if args.format == "json":
        sys.stdout.write(format_handout_json(handout))
    else:
        print_lines(format_handout(handout, quiet=args.quiet))
    return OK


def _take_in(args: argparse.Namespace) -> int:
    from l10n.reports.batch import format_intakes, format_intakes_json

    project = open_project(args.directory)
    watch = make_watch(quiet=args.quiet)
    intakes, report = take_in(project, args.files, batch_id=args.batch, watch=watch)
    needs_person = any(intake.needs_person for intake in intakes)
    if args.format == "json":
        sys.stdout.write(format_intakes_json(intakes, report))
    elif not args.quiet or needs_person:
        print_lines(format_intakes(intakes, report, width=terminal_width(), encoding=output_encoding()))
    return FINDINGS if needs_person or report.needs_person else OK


def _list(args: argparse.Namespace) -> int:
    from l10n.reports.batch import format_batches, format_batches_json

    batches = load_standing(open_project(args.directory)).values()
    shown = [batch for batch in batches if args.all or batch.is_open]
    if args.format == "json":
        sys.stdout.write(format_batches_json(shown))
    else:
        print_lines(format_batches(shown, quiet=args.quiet, encoding=output_encoding()))
    return OK


def _close(args: argparse.Namespace) -> int:
    from l10n.reports.batch import format_batches_json, format_closed

    project = open_project(args.directory)
    was_closed = bool(find_batch(project.load_batches(), args.batch).closed)
    batch = close_batch(project, args.batch)
    if args.format == "json":
        sys.stdout.write(format_batches_json([batch]))
    elif not args.quiet:
        print_lines([format_closed(batch, was_closed=was_closed)])
    return OK
