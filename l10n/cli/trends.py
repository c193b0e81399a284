"""The history of `l10n coverage`: which commits to count, and what changed since one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from l10n.commits import (
    NO_COMMIT,
    Commit,
    check_repository,
    diff_commits,
    diff_disk,
    find_commit,
    find_commits,
    find_objects,
    has_changed_config,
    is_shallow,
    join_diffs,
    sample,
)
from l10n.coverage import Coverage
from l10n.coverage_changes import LocaleChanges, compare_versions
from l10n.git import ObjectReader
from l10n.locales import Locale
from l10n.project import Project
from l10n.records import Record
from l10n.reports.progress import progress
from l10n.revisions import SHORT, has_same_cells, iter_changed, open_revision
from l10n.trends import POINTS, TrendPoint, count_trend, restrict
from l10n.words import tr

SAMPLE = "sample"
"""What `--history` means without a number."""


class Since(Struct, frozen=True, kw_only=True):
    """What changed since a commit."""

    commit: Commit
    changes: dict[Locale, LocaleChanges]


def add_trend_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what of the past the command can show."""
    parser.add_argument(
        "--history",
        nargs="?",
        const=SAMPLE,
        type=_parse_history,
        metavar="N|all",
        help=tr("show past coverage from git: of the last N commits, or all (default: {n} spread evenly)", n=POINTS),
    )
    parser.add_argument(
        "--since", metavar="REV|DATE", help=tr("show what changed since a revision; history begins there, too")
    )


def _parse_history(text: str) -> str:
    if text in {SAMPLE, "all"} or (text.isascii() and text.isdigit() and int(text)):
        return text
    raise argparse.ArgumentTypeError(tr("found {text!r}, expected a number above 0, or `all`", text=text))


def find_since(args: argparse.Namespace, project: Project, locales: Sequence[Locale], types: Collection[str]) -> Since:
    """Return what changed since the commit that the user names; raise L10nError where there is none."""
    commit = find_commit(project.root, args.since)
    with ObjectReader(project.root) as objects:
        old = open_revision(commit, objects) if commit.config else project
        before, after = _read_versions(commit, old, project, objects, quiet=args.quiet)
    versions = ((_only(before, types), old.schema), (_only(after, types), project.schema))
    return Since(commit=commit, changes=compare_versions(*versions, locales))


def _read_versions(
    commit: Commit, old: Project, project: Project, objects: ObjectReader, *, quiet: bool
) -> tuple[list[Record], list[Record]]:
    """Return the records of a commit and of the work tree, without those that both have in the same bytes if they can.

    Where the two configurations count differently, all are needed.
    """
    start = commit.records if commit.config else ""
    if not has_same_cells(old.schema, project.schema):
        whole = iter_changed(old, old, diff_commits(project.root, "", start), objects)
        before = [record for _, records in whole for record in records]
        return before, list(progress(project.iter_records(), tr("counting records"), quiet=quiet))
    head = find_commit(project.root, "HEAD")
    changes = join_diffs(diff_commits(project.root, start, head.records), diff_disk(project.root))
    shown = progress(changes, tr("comparing records"), quiet=quiet)
    pairs = list(iter_changed(old, project, shown, objects))
    return [record for pair in pairs for record in pair[0]], [record for pair in pairs for record in pair[1]]


def _only(records: Sequence[Record], types: Collection[str]) -> list[Record]:
    return [record for record in records if record.type in types]


def find_trend(
    args: argparse.Namespace, project: Project, coverage: Coverage, types: Collection[str]
) -> tuple[TrendPoint, ...]:
    """Return the coverage at past commits and, where it differs from the last one, in the work tree; oldest first.

    What is left out, and why, goes to standard error.
    """
    check_repository(project.root)
    since = NO_COMMIT if args.since is None else find_commit(project.root, args.since)
    commits = find_commits(project.root, since.revision)
    if since.config:
        commits.insert(0, since)
    if args.history == SAMPLE:
        commits = sample(commits, POINTS)
    elif args.history != "all":
        commits = commits[-int(args.history) :]
    shown = progress(find_objects(project.root, commits), tr("counting history"), quiet=args.quiet)
    trend = count_trend(project, shown)
    for left_out in trend.left_out:
        print(f"{left_out.revision[:SHORT]}: {tr('left out')}: {left_out.problem}", file=sys.stderr)
    if is_shallow(project.root) and not args.quiet:
        message = tr("this clone is shallow: older history is not in it; `git fetch --unshallow` gets it")
        print(f"l10n: {message}", file=sys.stderr)
    points = [restrict(point, tuple(coverage.locales), types) for point in trend.points]
    if has_changed_config(project.root) or diff_disk(project.root):
        now = datetime.now(UTC).isoformat(timespec="seconds")
        points.append(TrendPoint(revision="", when=now, coverage=coverage))
    return tuple(points)
