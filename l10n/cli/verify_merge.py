"""`l10n verify-merge`: translations that a merge in git put beside a source they were not made for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

import msgspec

from l10n.cli import FINDINGS, OK, USAGE
from l10n.history import MergeReport, Mispair, verify_merges
from l10n.jsontext import format_json
from l10n.text import one_line
from l10n.words import tr, trn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "revisions", nargs="*", metavar="REV", help=tr("merges to look at, as `git log` takes them (default: HEAD)")
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help=tr("how to print the findings"))


def run(args: argparse.Namespace) -> int:
    """Print what merges paired wrongly; 1 if some of it still stands in HEAD, 2 if not every catalog could be read."""
    report = verify_merges(args.directory, args.revisions or ["HEAD"])
    status = _status(report)
    if args.format == "json":
        value = msgspec.to_builtins(report)
        sys.stdout.write(format_json({"version": 1, **value}))
        return status
    for mispair in report.mispairs:
        print("\n".join(_lines(mispair)))
    for name in report.unreadable:
        print(f"{name}: {tr('no well-formed PO file, left out')}", file=sys.stderr)
    if not args.quiet:
        print(_summary(report), file=sys.stderr if status else sys.stdout)
    return status


def _status(report: MergeReport) -> int:
    """Return the exit status: what could not be read may hide anything, so it outweighs what was found."""
    if report.unreadable:
        return USAGE
    return FINDINGS if any(mispair.head_line for mispair in report.mispairs) else OK


def _lines(mispair: Mispair) -> Iterator[str]:
    line = mispair.head_line or mispair.line
    yield f"{mispair.path}:{line}: {mispair.key or one_line(mispair.source)}"
    state = tr("still so in HEAD") if mispair.head_line else tr("mended since")
    yield f"    {tr('merge')}: {mispair.commit[:12]} ({state})"
    yield f"    {tr('source')}: {one_line(mispair.source)}"
    yield f"    {tr('made for')}: {one_line(mispair.made_for)}"
    yield f"    {tr('translation')}: {one_line(' / '.join(mispair.targets))}"


def _summary(report: MergeReport) -> str:
    found = []
    if count := len(report.mispairs):
        found.append(trn("{n} translation of another source", "{n} translations of another source", count))
    if count := len(report.unreadable):
        found.append(trn("{n} catalog could not be read", "{n} catalogs could not be read", count))
    merges = trn("{n} merge", "{n} merges", report.merges)
    files = trn("{n} catalog that both sides changed", "{n} catalogs that both sides changed", report.files)
    return f"verify-merge: {', '.join(found) or tr('nothing wrong')} ({merges}, {files})"
