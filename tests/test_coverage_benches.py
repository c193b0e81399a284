"""The program that measures coverage beside others compares what all of them count."""

import subprocess
import sys
from pathlib import Path

import pytest

from l10n.text import digest
from tests.collection import TERROR, TROTSKY, make_collection

ROOT = Path(__file__).parents[1]


@pytest.fixture
def collection(tmp_path):
    late = {"id": "late", "type": "person", "source": "en", "name": {"en": "Ivo", "lv": "Ivo", "ru": "Иво"}}
    late["state"] = {"lv": {"name": f"en@000000000000 {digest('Ivo')} human 2026-01-01"}}
    collection = make_collection(tmp_path, TERROR, TROTSKY, late)
    collection.sync()
    assert collection.entry("person/late/name", "lv").fuzzy is False
    return collection


def measure(collection):
    """Return the exit status and what was printed."""
    command = [sys.executable, ROOT / "tools/bench/coverage_peers.py", collection.root, "--runs", "1"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    return done.returncode, done.stdout, done.stderr


def test_counts_that_agree(collection):
    status, out, err = measure(collection)
    assert (status, "Traceback" in err) == (0, False)
    assert "All else is counted alike in every locale by l10n, cold, l10n, nothing changed, polib" in out


def test_counts_that_differ(collection):
    path = "locales/ru/LC_MESSAGES/person.en.po"
    text = collection.read(path)
    assert text.count("Лев Троцкий") == 1
    collection.write(path, text.replace("Лев Троцкий", ""))
    status, out, _ = measure(collection)
    assert status == 1
    (row,) = [line.split() for line in out.splitlines() if line.startswith("polib") and " ru " in line]
    assert row == ["polib", "ru", "3", "(-1)", "0", "(+0)", "3", "(+1)"]
