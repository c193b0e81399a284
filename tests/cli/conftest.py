"""The command line as its users meet it: in this process, or in one of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from l10n.cli import main
from tests.sample import CONFIG

ROOT = Path(__file__).parent.parent.parent
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "LANGUAGE": "en", "LC_ALL": "C.UTF-8"}


class Result(NamedTuple):
    status: int
    out: str
    err: str


class Folder:
    """A folder in which commands run."""

    def __init__(self, path, capsys):
        self.path = path
        self._capsys = capsys

    def write(self, path, content):
        (self.path / path).parent.mkdir(parents=True, exist_ok=True)
        (self.path / path).write_bytes(content.encode() if isinstance(content, str) else content)

    def write_record(self, **fields):
        record = {"id": "a", "type": "event", "source": "en"} | fields
        text = json.dumps(record, ensure_ascii=False, indent=2) + "\n"
        self.write(f"records/{record['type']}/{record['id']}.json", text)

    def read(self, path):
        return (self.path / path).read_bytes().decode()

    def files(self):
        """Return the content of every file but what l10n keeps for itself."""
        paths = sorted(path for path in self.path.rglob("*") if path.is_file() and ".l10n" not in path.parts)
        return {path.relative_to(self.path).as_posix(): path.read_bytes() for path in paths}

    def run(self, *arguments):
        """Run a command in this process."""
        self._capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        return Result(status, *self._capsys.readouterr())

    def environment(self, **variables):
        return os.environ | ENVIRONMENT | variables

    def spawn(self, *arguments, stdout=subprocess.PIPE, **variables):
        """Run a command in a process of its own."""
        command = [sys.executable, "-m", "l10n", *map(str, arguments)]
        done = subprocess.run(
            command,
            cwd=self.path,
            env=self.environment(**variables),
            stdout=stdout,
            stderr=subprocess.PIPE,
            timeout=120,
            check=False,
        )
        return Result(done.returncode, (done.stdout or b"").decode(errors="replace"), done.stderr.decode())


@pytest.fixture
def folder(tmp_path, monkeypatch, capsys):
    """An empty folder, in which commands run."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return Folder(tmp_path, capsys)


@pytest.fixture
def collection(folder):
    """A collection without records."""
    folder.write("l10n.toml", CONFIG)
    return folder
