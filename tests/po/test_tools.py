"""The programs that look for differences from GNU gettext, and for files that break the reader."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
FILES = {
    "one/lv.po": HEADER + 'msgid "a"\nmsgstr "ā"\n',
    "one/again.po": HEADER + 'msgid "a"\nmsgstr "ā"\n',
    "two/mark.po": "\ufeff" + HEADER + '# c\n#, x\nmsgid "a\\n"\nmsgstr "b"\n',
    "two/broken.po": 'msgid "a"\n',
}


def run(name, *arguments):
    if shutil.which("msgfmt") is None:
        pytest.skip("msgfmt (GNU gettext) is not installed: there is nothing to compare with")
    command = [sys.executable, ROOT / "tools" / name, *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)


def test_the_survey_counts_what_it_sees(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    result = run("po_survey.py", tmp_path, "--jobs", "1")
    lines = dict(line.split(": ") for line in result.stdout.splitlines())
    assert (result.returncode, result.stderr) == (0, "")
    assert (lines["files"], lines["projects"], lines["units"], lines["refused by both"]) == ("3", "2", "2", "1")
    assert lines["differences"] == "none"


def test_the_fuzzer_finds_nothing_in_a_moment(tmp_path):
    result = run("fuzz_po.py", "--minutes", "0.02", "--gettext", "--keep", tmp_path / "found")
    assert result.returncode == 0, result.stdout
    assert not (tmp_path / "found").exists()


def test_the_benchmark_measures_every_program_that_is_there():
    command = [sys.executable, ROOT / "tools/bench/po.py", "--sizes", "25", "--runs", "1", "--format", "json"]
    result = subprocess.run(command, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    figures = json.loads(result.stdout)
    tasks = figures["files"][0]["tasks"]
    assert set(tasks) == {"parse", "parse, read texts", "read and write", "count", "MO"}
    assert {"l10n", "polib", "babel"} <= set(tasks["parse"])
    assert tasks["read and write"]["l10n"][0]["is_same"]
    assert all(program not in tasks[task] for task in tasks for program in figures["missing"])


def test_the_benchmark_takes_a_file(tmp_path):
    path = tmp_path / "one.po"
    path.write_text(FILES["one/lv.po"])
    command = [sys.executable, ROOT / "tools/bench/po.py", path, "--runs", "1"]
    result = subprocess.run(command, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("one.po, 0.00 MB\n")
    path.write_text("no catalog")
    result = subprocess.run(command, check=False, capture_output=True, text=True)
    assert result.returncode == 2
    assert "one.po" in result.stderr
