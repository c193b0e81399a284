"""A git repository of its own: nothing outside its folder is read or written, the user's settings least of all."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SETTINGS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_AUTHOR_DATE": "2026-11-23T12:00:00Z",
    "GIT_COMMITTER_DATE": "2026-11-23T12:00:00Z",
    "PYTHONPATH": str(ROOT),
    "LANGUAGE": "en",
    "LC_ALL": "C.UTF-8",
}


class Repository:
    """A repository and what people do in it."""

    def __init__(self, root: Path, *, has_driver: bool = True):
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        if has_driver:
            self.l10n("init", "--git") if (root / "l10n.toml").exists() else self.use_driver()

    def use_driver(self) -> None:
        self.git("config", "merge.l10n.driver", f"'{sys.executable}' -m l10n merge-driver %O %A %B %P")
        self.write(".gitattributes", b"*.po merge=l10n\n*.json merge=l10n\n*.jsonl merge=l10n\n")

    def run(self, *command: str, expect: int | None = 0) -> subprocess.CompletedProcess:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | SETTINGS
        done = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, check=False)
        assert expect is None or done.returncode == expect, (command, done.stdout.decode(), done.stderr.decode())
        return done

    def git(self, *arguments: str, expect: int | None = 0) -> str:
        return self.run("git", *arguments, expect=expect).stdout.decode()

    def l10n(self, *arguments: str, expect: int | None = 0) -> str:
        return self.run(sys.executable, "-m", "l10n", *arguments, expect=expect).stdout.decode()

    def write(self, path: str, data: bytes) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(data)

    def read(self, path: str) -> bytes:
        return (self.root / path).read_bytes()

    def commit(self, files: dict[str, bytes] | None = None) -> str:
        """Commit everything, these files first written; return the commit's hash."""
        for path, data in (files or {}).items():
            self.write(path, data)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x")
        return self.git("rev-parse", "HEAD").strip()

    def switch(self, branch: str, start: str = "HEAD") -> None:
        known = self.git("branch", "--list", branch).strip()
        self.git("switch", "-q", *([branch] if known else ["-c", branch, start]))

    def merge(self, branch: str) -> tuple[bool, str]:
        """Merge a branch; return whether git found no conflict, and what was said. A conflict is left in the tree."""
        done = self.run("git", "merge", "-q", "--no-ff", "-m", "merge", branch, expect=None)
        return done.returncode == 0, (done.stdout + done.stderr).decode()

    def diverge(self, base: dict[str, bytes], ours: dict[str, bytes], theirs: dict[str, bytes]) -> tuple[bool, str]:
        """Make two branches of files and merge theirs into ours, which stays checked out."""
        self.commit(base)
        self.switch("theirs")
        self.commit(theirs)
        self.switch("main")
        self.commit(ours)
        return self.merge("theirs")
