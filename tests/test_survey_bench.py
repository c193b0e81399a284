"""The program that measures surveys runs, and says what each step costs."""

import subprocess
import sys
from pathlib import Path

from tests.collection import TERROR, TROTSKY, make_collection

ROOT = Path(__file__).parents[1]


def test_every_step_is_measured(tmp_path):
    collection = make_collection(tmp_path, TERROR, TROTSKY)
    options = ["--locale", "lv", "--reads", "en,ru", "--runs", "1"]
    command = [sys.executable, ROOT / "tools/bench/survey.py", collection.root, *options]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    steps = [line.split("  ")[0] for line in done.stdout.splitlines() if ", " in line][1:]
    assert steps == [
        f"{name}, {step}"
        for name in ("coverage --page", "next", "next --no-memory")
        for step in ("cold", "nothing changed", "one record changed")
    ]
    assert not (collection.root / ".l10n/pages").exists()
