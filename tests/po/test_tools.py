"""The programs that look for differences from GNU gettext, and for files that break the reader."""

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
