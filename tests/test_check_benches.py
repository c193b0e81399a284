"""The programs that measure the checks and the detectors run, and print what their pages quote."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXTS = [
    ("en", "3-5", "They walked along the river"),
    ("en", "6-12", "In the spring the old bridge was carried away by ice"),
    ("ru", "3-5", "Они шли вдоль реки"),
    ("lv", "1-2", "Vecais tilts"),
    ("lv", "6-12", "Pavasarī veco tiltu aiznesa ledus un upe pārplūda"),
    ("de", "30+", "Im Frühjahr wurde die alte Brücke vom Eis fortgerissen, und das Dorf blieb ohne Weg. " * 3),
]


def run(name, *arguments):
    command = [sys.executable, ROOT / "tools/bench" / name, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def test_languages_are_measured_by_length(tmp_path):
    path = tmp_path / "texts.jsonl"
    rows = [{"lang": locale, "bucket": bucket, "text": text} for locale, bucket, text in TEXTS]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    out = run("language.py", path)
    assert "named right, of nine locales" in out
    assert "3 words and more" in out


def test_every_check_of_a_unit_is_measured():
    out = run("checks.py", "--units", "40")
    assert out.startswith("40 units, ")
    assert out.count("all but language") == 2
