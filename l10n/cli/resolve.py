"""`l10n resolve`: go through the conflicts between records and catalogs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping

from l10n.cli import FINDINGS, OK, USAGE
from l10n.cli.sync import known_locales, print_report, run_with_progress
from l10n.errors import UnknownNameError, suggest
from l10n.index import Finding
from l10n.loop_report import Direction
from l10n.project import open_project
from l10n.reports.loop import format_sides, is_between_roles
from l10n.resolution import Keep, settle
from l10n.words import number, tr, trn

_ANSWERS = {"r": Keep.RECORD, "c": Keep.CATALOG, "b": Keep.BOTH}
_AGREED = {"y": Keep.RECORD}
_BRANCHES = {"ours": Keep.RECORD, "theirs": Keep.CATALOG}
"""What one says after a merge, where the record holds both versions."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("keys", nargs="*", metavar="KEY", help=tr("only these units, or all units of these records"))
    parser.add_argument(
        "--keep",
        choices=[keep.value for keep in Keep] + list(_BRANCHES),
        help=tr("settle without asking: the text that stays"),
    )
    parser.add_argument(
        "--locale", action="append", default=[], metavar="LOCALE", help=tr("only this target locale (repeatable)")
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help=tr("how to print the report"))


def run(args: argparse.Namespace) -> int:
    """Settle conflicts as told, or ask for each on a terminal; 1 if some stay open."""
    project = open_project(args.directory)
    locales = known_locales(project, args.locale)
    report = run_with_progress(project, Direction.SYNC, [], dry_run=False, quiet=args.quiet)
    conflicts = [f for f in report.findings if f.kind == "conflict" and (not locales or f.locale in locales)]
    chosen = [finding for finding in conflicts if not args.keys or _is_meant(finding, args.keys)]
    _check_keys(args.keys, conflicts)
    if not chosen:
        return print_report(report, args.format, quiet=args.quiet)
    if args.keep:
        choices = {(finding.key, finding.locale): _BRANCHES.get(args.keep) or Keep(args.keep) for finding in chosen}
    elif sys.stdin.isatty():
        choices = dict(_ask(chosen))
    else:
        print("l10n: there is no terminal to ask on; say --keep record, catalog or both", file=sys.stderr)
        return USAGE
    if not choices:
        return FINDINGS
    settled = settle(project, choices, chosen)
    if args.format == "text" and not args.quiet:
        count = len(choices)
        print(f"{number(count):>7} {trn('conflict settled', 'conflicts settled', count)}")
    return print_report(settled, args.format, quiet=args.quiet) or OK


def _is_meant(finding: Finding, keys: list[str]) -> bool:
    return any(finding.key == key or finding.key.startswith(f"{key}/") for key in keys)


def _check_keys(keys: list[str], conflicts: list[Finding]) -> None:
    open_keys = [finding.key for finding in conflicts]
    for key in keys:
        if not any(_is_meant(finding, [key]) for finding in conflicts):
            message = f"there is no conflict in {key!r}{suggest(key, open_keys)}"
            raise UnknownNameError(message)


def _ask(findings: list[Finding]) -> Iterator[tuple[tuple[str, str], Keep]]:
    for place, finding in enumerate(findings, 1):
        key, locale = finding.key, finding.locale
        where = tr("{place} of {count}: {key} in {locale}", place=place, count=len(findings), key=key, locale=locale)
        print(f"\n{where}  ({finding.path}:{finding.line})" if finding.line else f"\n{where}  ({finding.path})")
        print("\n".join(format_sides(finding, indent=2)))
        question, answers = _question(finding)
        answer = ""
        while answer not in {*answers, "s", "q"}:
            answer = _read_answer(question)
        if answer == "q":
            return
        if answer in answers:
            yield (key, locale), answers[answer]


def _question(finding: Finding) -> tuple[str, Mapping[str, Keep]]:
    """Return what to ask of a conflict, and what the answers mean; besides these one may skip it, and quit."""
    if is_between_roles(finding):
        return tr("does one translate the other? [y]es, [s]kip, [q]uit?"), _AGREED
    return tr("keep [r]ecord, [c]atalog, [b]oth (record, the other as a comment), [s]kip, [q]uit?"), _ANSWERS


def _read_answer(question: str) -> str:
    """Return the first letter of what the user types; the end of the input quits, and so does Ctrl-C."""
    try:
        return input(f"{question} ").strip().lower()[:1]
    except (EOFError, KeyboardInterrupt):
        print()
        return "q"
