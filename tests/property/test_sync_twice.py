"""A sync settles everything: a second one changes no byte, and the index is only a short cut.

Whatever happened before, a sync that reads only what changed writes the same bytes as one that reads everything, and
after it another one writes nothing, whether it has the index or not, and however late it comes.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given

from l10n.loop import run_loop
from l10n.loop_report import Direction
from l10n.project import open_project
from tests.collection import DAY, Collection
from tests.property.history import STEPS, play

YEAR = 31_536_000


def sync(collection: Collection) -> None:
    run_loop(open_project(collection.root), Direction.SYNC)


def at(time: int) -> None:
    os.environ["SOURCE_DATE_EPOCH"] = str(time)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))


def assert_settles(history, run, name):
    at(DAY)
    if name != "sync":
        run()
        return
    collection = history.collection
    with tempfile.TemporaryDirectory(prefix="l10n-") as folder:
        other = Collection(Path(folder) / "c")
        shutil.copytree(collection.root, other.root)
        other.forget()
        run()
        sync(other)
        assert other.files() == collection.files(), "with and without the index"
    settled = collection.files()
    at(DAY + YEAR)
    for attempt in ("again", "again, without the index"):
        sync(collection)
        assert collection.files() == settled, attempt
        collection.forget()


@given(STEPS)
def test_sync_twice(steps):
    play(steps, assert_settles)
