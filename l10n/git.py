"""Git: the command, and what a repository must know to merge a collection as l10n does."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Self

from l10n.errors import L10nError, Place

ATTRIBUTES = ".gitattributes"
_COMMENT = "# merged by l10n; a fresh clone needs `l10n init --git` once"
_PATTERNS = ("records/**/*.json", "records/**/*.jsonl", "locales/**/*.po", "locales/**/*.pot")
LARGE, KEPT = 1 << 20, 1 << 28
"""From how many bytes on an object is kept, and how many bytes of them are, while a repository is read."""
_ARGUMENTS = "merge-driver %O %A %B %P"
_NAME = "l10n: records and catalogs, by key"
_NO_REPOSITORY = "fatal: not a git repository (or any "
"""Begins git's complaint where neither a folder nor any around it is a repository."""


def run_git(*arguments: str, directory: str | Path = ".", data: bytes = b"") -> bytes:
    """Return what a git command prints; raise L10nError with what it complains about."""
    program = shutil.which("git")
    if program is None:
        raise L10nError("there is no git on this machine, expected one")
    command = [program, "-C", str(directory), *arguments]
    done = subprocess.run(command, input=data, capture_output=True, check=False, env=_environment())  # noqa: S603 (no shell)
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        complaint = lines[0] if lines else f"exit status {done.returncode}"
        if complaint.startswith(_NO_REPOSITORY):
            message = "found no git repository, expected the collection in one; `git init` makes one"
            raise L10nError(message, Place(str(directory)))
        raise L10nError(f"git {arguments[0]}: {complaint}")
    return done.stdout


def _environment() -> dict[str, str]:
    """Return the environment for a git that speaks English and finds the repository of the folder that it is sent to.

    A git that called us, as it calls hooks, names its own by GIT_DIR and GIT_INDEX_FILE, which hold for its folder
    alone.
    """
    environment = os.environ | {"LC_ALL": "C"}
    if "GIT_PREFIX" in environment and "GIT_WORK_TREE" not in environment:
        for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"):
            environment.pop(name, None)
    return environment


class ObjectReader:
    """Reads objects of a repository, many through one process; closed by `with`."""

    def __init__(self, directory: str | Path = ".") -> None:
        """Begin to read; raise L10nError where there is no repository."""
        run_git("rev-parse", "--git-dir", directory=directory)
        self._kept: dict[str, bytes] = {}
        command = [shutil.which("git") or "git", "-C", str(directory), "cat-file", "--batch"]
        self._process = subprocess.Popen(  # noqa: S603 (no shell)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
        )

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self._process.communicate()

    def read(self, name: str) -> bytes | None:
        """Return an object's bytes, None if there is none of that name (`REV:PATH` or a hash).

        Large ones are kept for a while: whoever compares versions asks twice for each.
        """
        data = self._kept.pop(name, None) or self._read(name)
        if data is not None and len(data) >= LARGE:
            self._kept[name] = data
            while sum(map(len, self._kept.values())) > KEPT and len(self._kept) > 1:
                del self._kept[next(iter(self._kept))]
        return data

    def _read(self, name: str) -> bytes | None:
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None  # noqa: S101 (a pipe)
        assert stdout is not None  # noqa: S101 (a pipe)
        if "\n" in name:
            return None
        stdin.write(name.encode(errors="surrogateescape") + b"\n")
        stdin.flush()
        *_, kind, size = (b" " + stdout.readline().strip()).rsplit(b" ", 2)
        if not size.isdigit():  # `missing` or `ambiguous`
            return None
        data = stdout.read(int(size) + 1)[:-1]
        return data if kind == b"blob" else None


def is_repository(directory: str | Path) -> bool:
    """Whether a folder is in the work tree of a git repository."""
    try:
        return run_git("rev-parse", "--is-inside-work-tree", directory=directory).strip() == b"true"
    except L10nError:
        return False


def check_work_tree(directory: str | Path) -> None:
    """Raise L10nError where a folder is in no work tree of git, or git may not use it."""
    if not is_repository(directory):
        run_git("rev-parse", "--git-dir", directory=directory)  # says what keeps git from it, or that there is no git
        raise L10nError("found no work tree of git, expected the collection in one", Place(str(directory)))


def with_attributes(text: bytes) -> bytes:
    r"""Return the text of `.gitattributes` with the lines that give a collection's files to l10n.

    >>> print(with_attributes(b"* text=auto").decode(), end="")
    * text=auto
    # merged by l10n; a fresh clone needs `l10n init --git` once
    records/**/*.json merge=l10n
    records/**/*.jsonl merge=l10n
    locales/**/*.po merge=l10n
    locales/**/*.pot merge=l10n
    >>> with_attributes(with_attributes(b"")) == with_attributes(b"")
    True
    """
    lines = text.split(b"\n")
    missing = [line for pattern in _PATTERNS if (line := f"{pattern} merge=l10n".encode()) not in lines]
    if not missing:
        return text
    comment = [] if _COMMENT.encode() in lines else [_COMMENT.encode()]
    end = b"" if not text or text.endswith(b"\n") else b"\n"
    return text + end + b"\n".join([*comment, *missing]) + b"\n"


def driver_command() -> str:
    """Return the command by which git calls l10n: by name where it is on the path, else through this Python."""
    program = "l10n" if shutil.which("l10n") else f"{shlex.quote(sys.executable)} -m l10n"
    return f"{program} {_ARGUMENTS}"


def install_driver(directory: str | Path) -> bool:
    """Tell a repository's own configuration how l10n merges; return whether that is new to it."""
    check_work_tree(directory)
    wanted = {"merge.l10n.name": _NAME, "merge.l10n.driver": driver_command()}
    changed = {name: value for name, value in wanted.items() if _find_setting(name, directory) != value}
    for name, value in changed.items():
        run_git("config", "--local", name, value, directory=directory)
    return bool(changed)


def _find_setting(name: str, directory: str | Path) -> str | None:
    try:
        return run_git("config", "--local", "--get", name, directory=directory).decode().removesuffix("\n")
    except L10nError:
        return None


def merge_lines(ours: str, base: str, theirs: str) -> None:
    """Merge three files line by line into ours, as git does, with marks where that is not possible."""
    try:
        run_git("merge-file", "-q", "-L", "ours", "-L", "base", "-L", "theirs", ours, base, theirs)
    except L10nError:  # its exit status is the number of conflicts
        return
