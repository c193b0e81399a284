"""Commits: the history of a collection in git, and which of its files two versions have differently.

Nothing is checked out. History is that of first parents: what the branch itself held, a merge being one step.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from l10n.errors import L10nError, Place
from l10n.git import check_work_tree, run_git

CONFIG = "l10n.toml"
RECORDS = "records"
ON_DISK = "disk"
"""Stands in place of an object's id for a file of the work tree."""

_REGULAR = ("100644", "100755")
_AGO = re.compile(r"([1-9]\d{0,5})[ .](hour|day|week|month|year)s?[ .]ago|yesterday", re.ASCII)
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "year": 365}
_T = TypeVar("_T")


class Commit(Struct, frozen=True, kw_only=True):
    """A commit, and what it holds of a collection."""

    revision: str
    """The hash in full; empty for the time before the history begins."""
    when: str
    """When it was committed, as ISO 8601 with the committer's time zone."""
    folder: str
    """The collection's folder there, from the top of the repository: empty, or with `/` at its end."""
    config: str = ""
    """The id of `l10n.toml`; empty where there is none."""
    records: str = ""
    """The id of the folder of records; empty where there is none."""


_TIME = "%ct %cI"
"""How git is asked for the time of a commit: any number may stand there."""
_LATEST = 253_402_300_799
"""The last second of the year 9999."""
NO_COMMIT = Commit(revision="", when="", folder="")


class FileChange(Struct, frozen=True, kw_only=True):
    """A file below `records` that two versions of a collection have differently."""

    path: str
    """Relative to the collection, with `/`."""
    old: str
    """The object's id; empty where there was no such file."""
    new: str
    """The object's id, `ON_DISK`, or empty where there is no such file any more."""


def find_commits(directory: str | Path, since: str = "") -> list[Commit]:
    """Return the commits that touched a collection's configuration or records, oldest first, without their objects.

    `since` is a commit: only those after it. A collection that was moved within the repository is followed.
    """
    check_repository(directory)
    found: list[Commit] = []
    move = _find_move(directory)
    folder: str | None = move.folder if move else _find_folder(directory)
    start = "HEAD"
    while folder is not None:
        origin, added = _find_origin(directory, folder, start)
        commits = _list_commits(directory, folder, [start, *_without(f"{added}^1" if added else ""), *_without(since)])
        found.extend(commits)
        folder, start = origin, f"{added}^1"
    return found[::-1]


def check_repository(directory: str | Path) -> None:
    """Raise L10nError where a folder is in no repository, or in one without a commit."""
    check_work_tree(directory)
    if _find_hash("HEAD", directory) is None:
        raise L10nError("found a git repository without a commit, expected at least one", Place(str(directory)))


def is_shallow(directory: str | Path) -> bool:
    """Tell whether a clone has only the newest part of the history."""
    return run_git("rev-parse", "--is-shallow-repository", directory=directory).strip() == b"true"


def _find_folder(directory: str | Path) -> str:
    return _text(run_git("rev-parse", "--show-prefix", directory=directory).removesuffix(b"\n"))


def _find_hash(revision: str, directory: str | Path) -> str | None:
    options = ("--verify", "--quiet", "--end-of-options")
    try:
        return run_git("rev-parse", *options, f"{revision}^{{commit}}", directory=directory).decode().strip()
    except L10nError:
        return None


def _list_commits(directory: str | Path, folder: str, revisions: Sequence[str]) -> list[Commit]:
    """Return the commits of these revisions that touched a collection in this folder, newest first."""
    paths = [f":(top,literal){folder}{name}" for name in (CONFIG, RECORDS)]
    options = ("--first-parent", f"--format=%H {_TIME}")
    lines = run_git("rev-list", *options, *revisions, "--", *paths, directory=directory).decode().splitlines()
    pairs = (line.split(" ", 1) for line in lines if not line.startswith("commit "))
    return [Commit(revision=revision, when=_read_time(when), folder=folder) for revision, when in pairs]


def _read_time(text: str) -> str:
    """Return a commit's time in ISO 8601; what no calendar or clock has becomes the nearest time that one has, in UTC.

    >>> _read_time("1 1970-01-01T02:00:01+02:00"), _read_time("253402300800 10000-01-01T00:00:00+00:00")
    ('1970-01-01T02:00:01+02:00', '9999-12-31T23:59:59+00:00')
    """
    seconds, _, time = text.partition(" ")
    try:
        datetime.fromisoformat(time)
    except ValueError:
        return datetime.fromtimestamp(min(max(int(seconds), 0), _LATEST), UTC).isoformat()
    return time


def _find_origin(directory: str | Path, folder: str, start: str) -> tuple[str | None, str]:
    """Return the folder in which the collection stood before this one, if it was moved, and the commit that did it.

    The commit is empty where this folder had a collection from the beginning.
    """
    path = f"{folder}{CONFIG}"
    options = ("--no-show-signature", "--first-parent", "--diff-filter=A", "--no-renames", "--format=%H")
    added = run_git("log", *options, start, "--", f":(top,literal){path}", directory=directory).decode().split()
    if not added or _find_hash(f"{added[-1]}^1", directory) is None:
        return None, ""
    options = ("-r", "-z", "-M", "--diff-filter=R", "--name-status")
    sides = (f"{added[-1]}^1", added[-1], "--", f":(top,glob)**/{CONFIG}")
    fields = _text(run_git("diff-tree", *options, *sides, directory=directory)).split("\0")
    moves = dict(zip(fields[2::3], fields[1::3], strict=False))
    return (moves[path].removesuffix(CONFIG), added[-1]) if path in moves else (None, "")


def _find_move(directory: str | Path) -> Commit | None:
    """Return HEAD with what it holds of a collection that was moved since, None if it was not.

    A move that git was not told of is one of a configuration that is the same to the byte.
    """
    folder = _find_folder(directory)
    if _find_head(directory, [folder])[0].config:
        return None
    options = ("--name-status", "-z", "-M", "--diff-filter=DR", "--no-relative", "--no-ext-diff")
    names = _text(run_git("diff", *options, "HEAD", "--", f":(top,glob)**/{CONFIG}", directory=directory)).split("\0")
    left = iter(names[:-1])
    gone = []
    for status in left:
        old = next(left).removesuffix(CONFIG)
        if status == "D":
            gone.append(old)
        elif next(left) == f"{folder}{CONFIG}":
            return _find_head(directory, [old])[0]
    config = _hash_files(directory, [CONFIG])
    same = [commit for commit in _find_head(directory, gone) if [commit.config] == config] if gone else []
    return same[0] if len(same) == 1 else None


def _find_head(directory: str | Path, folders: Sequence[str]) -> list[Commit]:
    """Return what HEAD has of a collection in each of these folders."""
    return find_objects(directory, [Commit(revision="HEAD", when="", folder=folder) for folder in folders])


def _hash_files(directory: str | Path, names: Sequence[str]) -> list[str]:
    """Return the ids that the files of a collection would have in git; none for what is no file."""
    paths = [str(Path(directory).resolve() / name) for name in names if _exists(directory, name)]
    quoted = (path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for path in paths)
    data = "".join(f'"{path}"\n' for path in quoted).encode(errors="surrogateescape")
    return run_git("hash-object", "--stdin-paths", directory=directory, data=data).decode().split()


def _without(revision: str) -> list[str]:
    return [f"^{revision}"] if revision else []


def sample(items: Sequence[_T], size: int) -> list[_T]:
    """Return at most `size` items, spread evenly, the first and the last among them.

    >>> sample(range(10), 4), sample("abc", 4), sample("abc", 1)
    ([0, 3, 6, 9], ['a', 'b', 'c'], ['c'])
    """
    if len(items) <= size:
        return list(items)
    last = len(items) - 1
    return [items[(number * last) // (size - 1)] for number in range(size)] if size > 1 else [items[last]]


def find_objects(directory: str | Path, commits: Sequence[Commit]) -> list[Commit]:
    """Return the commits with the ids of what they hold of the collection."""
    names = [f"{commit.revision}:{commit.folder}{name}" for commit in commits for name in (CONFIG, RECORDS)]
    if any("\n" in name for name in names):
        message = "found a line break in the name of the collection's folder, expected none"
        raise L10nError(message, Place(str(directory)))
    data = "".join(f"{name}\n" for name in names).encode(errors="surrogateescape")
    lines = run_git("cat-file", "--batch-check=%(objecttype) %(objectname)", directory=directory, data=data)
    ids = [_id_of(line, kind) for line, kind in zip(lines.splitlines(), ("blob", "tree") * len(commits), strict=True)]
    return [
        replace(commit, config=config, records=records)
        for commit, config, records in zip(commits, ids[::2], ids[1::2], strict=True)
    ]


def _id_of(line: bytes, kind: str) -> str:
    found, _, name = line.decode(errors="replace").partition(" ")
    return name if found == kind else ""


def find_commit(directory: str | Path, name: str) -> Commit:
    """Return the commit that a user names: a revision, or the last one before a date.

    `NO_COMMIT` stands for a date before the history begins. Raises L10nError for what is neither.
    """
    check_repository(directory)
    revision = _find_hash(name, directory)
    if revision is None:
        time = _parse_date(name)
        if time is None:
            message = f"found {name!r}, expected a revision, a date such as 2026-11-23, or `2 weeks ago`"
            hint = "; this clone is shallow, `git fetch --unshallow` gets older ones" if is_shallow(directory) else ""
            raise L10nError(f"{message}{hint}", Place(str(directory)))
        options = ("--first-parent", "--max-count=1", f"--before=@{max(int(time.timestamp()), 1)} +0000")
        revision = run_git("rev-list", *options, "HEAD", directory=directory).decode().strip()
    if not revision:
        if is_shallow(directory):
            message = f"this clone's history begins after {name}, expected more; `git fetch --unshallow` gets it"
            raise L10nError(message, Place(str(directory)))
        return NO_COMMIT
    options = ("--no-patch", "--no-show-signature", f"--format={_TIME}")
    when = _read_time(run_git("show", *options, revision, directory=directory).decode().strip())
    return _with_folder(directory, Commit(revision=revision, when=when, folder=_find_folder(directory)))


def _parse_date(name: str) -> datetime | None:
    """Return the time that a date means, local where it names no zone; git itself takes any text for some date."""
    ago = _AGO.fullmatch(name)
    if ago is None:
        try:
            return datetime.fromisoformat(name).astimezone()
        except (ValueError, OverflowError):
            return None
    number, unit = ago.groups()
    try:
        return datetime.now(UTC) - timedelta(days=int(number or 1) * _DAYS[unit or "day"])
    except OverflowError:
        return datetime.min.replace(year=1970, tzinfo=UTC)


def _with_folder(directory: str | Path, commit: Commit) -> Commit:
    """Return a commit with its objects, in the folder in which the collection stood then."""
    (found,) = find_objects(directory, [commit])
    if found.config:
        return found
    folders = dict.fromkeys(other.folder for other in reversed(find_commits(directory)))
    for other in find_objects(directory, [replace(commit, folder=folder) for folder in folders]):
        if other.config:
            return other
    return found


def diff_commits(directory: str | Path, old: str, new: str) -> list[FileChange]:
    """Return which files two folders of records, by their ids, have differently; an empty id is an empty folder."""
    if not (old and new):
        empty = run_git("hash-object", "-t", "tree", "--stdin", directory=directory).decode().strip()
        old, new = old or empty, new or empty
    return _parse_raw(run_git("diff-tree", "-r", "-z", "--no-renames", old, new, directory=directory), f"{RECORDS}/")


def diff_disk(directory: str | Path) -> list[FileChange]:
    """Return which files of records the work tree has differently from HEAD, all that is in no commit included.

    What git is told to ignore is, too: a collection has the records that are in its folder.
    """
    move = _find_move(directory)
    if move:
        return _diff_moved(directory, move)
    options = ("--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--ignore-submodules=all", "--relative")
    raw = run_git("diff", *options, "HEAD", "--", RECORDS, directory=directory)
    tracked = [
        replace(change, new="" if change.new == "" and not _exists(directory, change.path) else ON_DISK)
        for change in _parse_raw(raw, "", is_disk=True)
    ]
    others = run_git("ls-files", "--others", "-z", "--", RECORDS, directory=directory)
    known = {change.path for change in tracked}
    names = [name for name in _text(others).split("\0") if _is_record_file(name) and name not in known]
    return tracked + [FileChange(path=name, old="", new=ON_DISK) for name in names]


def _diff_moved(directory: str | Path, head: Commit) -> list[FileChange]:
    """Return which files of records the work tree has differently from HEAD, which has the collection elsewhere."""
    listed = run_git("ls-files", "--cached", "--others", "-z", "--", RECORDS, directory=directory)
    names = [name for name in dict.fromkeys(_text(listed).split("\0")) if _is_record_file(name)]
    names = [name for name in names if _exists(directory, name)]
    ids = dict(zip(names, _hash_files(directory, names), strict=True))
    olds = {change.path: change.new for change in diff_commits(directory, "", head.records)}
    gone = [FileChange(path=path, old=old, new="") for path, old in olds.items() if path not in ids]
    new = [name for name, found in ids.items() if olds.get(name) != found]
    return gone + [FileChange(path=name, old=olds.get(name, ""), new=ON_DISK) for name in new]


def has_changed_config(directory: str | Path) -> bool:
    """Tell whether the work tree has another configuration than HEAD, if only because git is told to ignore it."""
    move = _find_move(directory)
    if move:
        return [move.config] != _hash_files(directory, [CONFIG])
    return bool(run_git("status", "--porcelain", "--ignored", "--", CONFIG, directory=directory))


def join_diffs(first: Sequence[FileChange], second: Sequence[FileChange]) -> list[FileChange]:
    """Return what changed from before `first` to after `second`."""
    olds = {change.path: change.old for change in first}
    later = {change.path: replace(change, old=olds.get(change.path, change.old)) for change in second}
    joined = {change.path: change for change in first} | later
    return [change for _, change in sorted(joined.items()) if change.old != change.new]


def _parse_raw(data: bytes, inside: str, *, is_disk: bool = False) -> list[FileChange]:
    """Return the changes that git's raw format (`:OLD-MODE NEW-MODE OLD NEW STATUS`, path) speaks of."""
    fields = _text(data).split("\0")
    changes = []
    for raw, name in zip(fields[::2], fields[1::2], strict=False):
        path = f"{inside}{name}"
        if not _is_record_file(path):
            continue
        old_mode, new_mode, old, new, _ = raw.removeprefix(":").split(" ")
        for mode in (old_mode, new_mode):
            if mode not in {*_REGULAR, "000000"}:
                raise L10nError("found a link or a repository, expected a file: history is that of files", Place(path))
        changes.append(FileChange(path=path, old=_no_zeros(old), new=_no_zeros(new) if not is_disk else ""))
    return changes


def _exists(directory: str | Path, path: str) -> bool:
    return (Path(directory) / path).is_file()


def _is_record_file(path: str) -> bool:
    """Tell whether a path is one that l10n reads records from: hidden names are left out."""
    return path.endswith((".json", ".jsonl")) and not any(part.startswith(".") for part in path.split("/"))


def _no_zeros(name: str) -> str:
    return name if name.strip("0") else ""


def _text(data: bytes) -> str:
    return data.decode(errors="surrogateescape")
