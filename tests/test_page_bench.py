"""The benchmark of the page measures it cold and warm, and leaves the collection as it was."""

import json
import subprocess
import sys
from pathlib import Path

from tests.collection import make_collection

ROOT = Path(__file__).parents[1]


def test_the_page_is_measured_cold_and_warm(tmp_path):
    collection = make_collection(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    command = [sys.executable, ROOT / "tools/bench/page.py", collection.root, "--runs", "2", "--format", "json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    figures = json.loads(done.stdout)
    assert {step: len(costs) for step, costs in figures["steps"].items()} == {"cold": 2, "warm": 2}
    assert all(len(times) == figures["runs"] for times in figures["chromium"].values())
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_is_no_collection(tmp_path):
    command = [sys.executable, ROOT / "tools/bench/page.py", tmp_path]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2
    assert "expected a collection" in done.stderr
