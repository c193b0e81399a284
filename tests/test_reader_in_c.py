"""The reader in C as a compiler sees it: without a warning, and with sanitizers at work on odd and damaged records."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "l10n" / "counting" / "_plain.c"
WARNINGS = ["-std=c11", "-O2", "-Wall", "-Wextra", "-Wconversion", "-Wno-sign-conversion", "-Wno-cast-function-type"]
SANITIZERS = ["-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined"]
RUN = """
import sys
import pytest
sys.path.insert(0, sys.argv[1])
from l10n.counting import _plain
assert _plain.__file__.startswith(sys.argv[1]), _plain.__file__
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "--rootdir", sys.argv[1], sys.argv[1] + "/" + sys.argv[2]]))
"""

pytestmark = pytest.mark.skipif(
    shutil.which("cc") is None or not Path(sysconfig.get_path("include"), "Python.h").exists(),
    reason="there is no C compiler, or there are no headers of Python",
)


def compile_reader(*options):
    include = f"-I{sysconfig.get_path('include')}"
    subprocess.run(["cc", "-shared", "-fPIC", include, SOURCE, *options], check=True, capture_output=True)


def test_it_compiles_without_a_warning(tmp_path):
    compile_reader(*WARNINGS, "-Werror", "-o", tmp_path / "_plain.so")


def test_sanitizers_find_nothing(tmp_path):
    for name in ("l10n", "tests", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    for old in (tmp_path / "l10n/counting").glob("_plain.*[od]"):
        old.unlink()
    compile_reader(*SANITIZERS, "-o", tmp_path / "l10n/counting/_plain.abi3.so")
    libraries = [
        subprocess.run(["cc", f"-print-file-name={name}"], check=True, capture_output=True, text=True).stdout.strip()
        for name in ("libasan.so", "libubsan.so")
    ]
    environment = os.environ | {
        "LD_PRELOAD": " ".join(libraries),
        "ASAN_OPTIONS": "detect_leaks=0",  # Python keeps what it needs to its end
        "PYTHONPATH": "",
    }
    run = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path), "tests/property/test_plain_counting.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
