"""Exports of the hostile collection."""

from pathlib import Path

import pytest

from l10n.cli import main
from tests.exports.hostile import write_collection


@pytest.fixture(params=["files", "lines"])
def hostile(request, tmp_path: Path) -> Path:
    """A collection of hostile records, one a file and one a line."""
    return write_collection(tmp_path / "hostile", lines=request.param == "lines")


@pytest.fixture
def exported(hostile: Path, tmp_path: Path):
    """Export the hostile collection; return the file's bytes."""

    def run(name: str, *options: str, expect: int = 0) -> bytes:
        path = tmp_path / f"out.{name}"
        assert main(["-C", str(hostile), "export", name, str(path), *options]) == expect
        return path.read_bytes()

    return run
