"""tools/dev.py, the locks and the wheel; nothing here needs a network."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from l10n.counting.plain import HAS_READER
from tools import dev

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = (dev.LOCK, dev.BUILD_LOCK)
NO_NETWORK = {
    "PIP_NO_INDEX": "1",
    "PIP_NO_CACHE_DIR": "1",
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_FIND_LINKS": "",
}


@pytest.fixture
def checkout(tmp_path):
    """A checkout that set-up can read, in a folder with a space."""
    root = tmp_path / "a checkout"
    (root / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "dev.py", root / "tools")
    for name in (*LOCKS, "pyproject.toml", "hatch_build.py"):
        shutil.copy(ROOT / name, root)
    return dev.Checkout(root)


def call_dev(checkout, *arguments, python=(sys.executable,), **environment):
    command = [*python, str(checkout.root / "tools" / "dev.py"), *arguments]
    return subprocess.run(
        command,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


def python_without(module):
    """Return the start of a command that runs a script in a Python that has no such module."""
    hide = f"sys.modules[{module!r}] = None"
    run = f"import runpy, sys; {hide}; del sys.argv[0]; runpy.run_path(sys.argv[0], {{}}, '__main__')"
    return (sys.executable, "-c", run)


def pretend_done(checkout, stages=None):
    """Leave what set-up leaves: the programs, as stubs that say their name, and the stamp."""
    for stage in dev.STAGES:
        for name in stage.leaves:
            program = checkout.program(name)
            program.parent.mkdir(parents=True, exist_ok=True)
            program.write_text(f'#!/bin/sh\necho "{name}:" "$@"\nexit "${{STATUS:-0}}"\n')
            program.chmod(0o755)
    wanted = dev.fingerprint(checkout)
    dev.save_stamp(checkout, {name: wanted[name] for name in stages or wanted})


# --- usage ------------------------------------------------------------------------------------------------


def test_without_a_command_shows_the_usage_and_fails(checkout):
    result = call_dev(checkout)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("usage: ")


@pytest.mark.parametrize("option", ["--help", "-h", "help"])
def test_help_names_every_command(checkout, option):
    result = call_dev(checkout, option)
    assert result.returncode == 0
    assert re.findall(r"^  (\w+)", result.stdout, re.MULTILINE) == list(dev.COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["tset"], "dev: no command 'tset'\n  mend: did you mean 'test'?\n"),
        (["xyz"], "dev: no command 'xyz'\n  mend: one of demo, test, lint, setup, lock\n"),
        (["demo", "-x"], "dev: demo takes no arguments, not '-x'\n  mend: `python3 tools/dev.py demo`\n"),
        (["lint", "l10n"], "dev: lint takes no arguments, not 'l10n'\n  mend: `python3 tools/dev.py lint`\n"),
    ],
    ids=["near", "far", "demo", "lint"],
)
def test_wrong_usage_is_refused_before_any_set_up(checkout, arguments, message):
    result = call_dev(checkout, *arguments)
    assert (result.returncode, result.stdout, result.stderr) == (2, "", message)
    assert not checkout.venv.exists()


# --- what the machine lacks -------------------------------------------------------------------------------


def test_an_old_python_can_read_the_file():
    ast.parse((ROOT / "tools" / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize("version", [(3, 8), (3, 10)], ids=str)
def test_an_old_python_is_told_so(version):
    with pytest.raises(dev.SetUpError, match=r"^Python 3\.\d+ is too old: l10n needs 3\.11 or newer\n  mend: "):
        dev.check_python(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)], ids=str)
def test_a_new_python_is_welcome(version):
    dev.check_python(version)


def test_the_oldest_python_is_that_of_the_project():
    assert PROJECT["project"]["requires-python"] == ">=" + ".".join(map(str, dev.OLDEST_PYTHON))


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_python_without_venv_is_told_what_to_install(checkout, module):
    result = call_dev(checkout, "test", python=python_without(module))
    assert result.returncode == 2
    assert f"has no module '{module}', which makes .venv\n" in result.stderr
    assert "`apt install python3-venv`" in result.stderr.splitlines()[-1]


def test_demo_without_a_collection_says_so_before_any_set_up(checkout):
    result = call_dev(checkout, "demo")
    assert result.returncode == 2
    assert result.stderr.startswith(f"dev: l10n.toml not found in {checkout.root}: ")
    assert len(result.stderr.splitlines()) == 2
    assert not checkout.venv.exists()


def test_a_missing_lock_is_named(checkout):
    (checkout.root / dev.LOCK).unlink()
    result = call_dev(checkout, "setup")
    assert result.returncode == 2
    assert dev.LOCK in result.stderr.splitlines()[0]
    assert "mend: " in result.stderr.splitlines()[1]


def test_a_place_that_cannot_be_written_is_named(checkout):
    checkout.venv.write_text("a file where the folder should be")
    result = call_dev(checkout, "setup")
    assert result.returncode == 2
    assert str(checkout.venv) in result.stderr.splitlines()[0]
    assert len(result.stderr.splitlines()) == 2


def test_pip_that_fails_is_shown_and_what_was_done_is_kept(checkout):
    wrong = "no-such-distribution==1.0 --hash=sha256:" + "0" * 64
    (checkout.root / dev.BUILD_LOCK).write_text(wrong + "\n")
    result = call_dev(checkout, "setup", **NO_NETWORK)
    assert result.returncode == 2
    assert "No matching distribution found for no-such-distribution==1.0" in result.stderr
    assert f"dev: pip could not install {dev.BUILD_LOCK}\n  mend: " in result.stderr
    assert list(dev.load_stamp(checkout)) == ["venv"]
    again = call_dev(checkout, "setup", **NO_NETWORK)
    assert "making .venv" in result.stderr
    assert "making .venv" not in again.stderr


# --- the stamp --------------------------------------------------------------------------------------------


def count_done(checkout):
    return dev.count_done(checkout, dev.fingerprint(checkout))


def test_nothing_is_done_where_there_is_nothing(checkout):
    assert count_done(checkout) == 0


def test_all_is_done_after_set_up(checkout):
    pretend_done(checkout)
    assert count_done(checkout) == len(dev.STAGES)


@pytest.mark.parametrize(("changed", "done"), [(dev.BUILD_LOCK, 1), (dev.LOCK, 1), ("pyproject.toml", 2)])
def test_a_changed_file_is_installed_again(checkout, changed, done):
    pretend_done(checkout)
    with (checkout.root / changed).open("a") as file:
        file.write("# changed\n")
    assert count_done(checkout) == done


@pytest.mark.parametrize(("lost", "done"), [("python", 0), ("pip", 0), ("pytest", 1), ("l10n", 2)])
def test_a_lost_program_is_installed_again(checkout, lost, done):
    pretend_done(checkout)
    checkout.program(lost).unlink()
    assert count_done(checkout) == done


def test_a_venv_whose_python_is_gone_is_made_anew(checkout):
    pretend_done(checkout)
    checkout.program("python").unlink()
    checkout.program("python").symlink_to(checkout.root / "gone")
    assert count_done(checkout) == 0


def test_a_moved_checkout_is_set_up_anew(checkout):
    pretend_done(checkout)
    moved = checkout.root.rename(checkout.root.parent / "moved")
    assert count_done(dev.Checkout(moved)) == 0


def test_a_venv_of_another_python_is_made_anew(checkout):
    pretend_done(checkout)
    stamp = dev.load_stamp(checkout)
    stamp["venv"] = stamp["venv"].replace(sys.implementation.cache_tag, "cpython-399")
    dev.save_stamp(checkout, stamp)
    assert count_done(checkout) == 0


@pytest.mark.parametrize("content", ["", "{", "[]", "\0"], ids=repr)
def test_a_broken_stamp_counts_as_none(checkout, content):
    pretend_done(checkout)
    checkout.stamp.write_text(content)
    assert count_done(checkout) == 0


def test_a_half_made_venv_goes_on_where_it_stopped(checkout):
    pretend_done(checkout, stages=["venv", "locked"])
    assert count_done(checkout) == 2


def test_a_venv_without_pip_is_made_anew(checkout):
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", checkout.venv], check=True)
    dev.save_stamp(checkout, dev.fingerprint(checkout))
    assert count_done(checkout) == 0


# --- commands, in a checkout that is set up ---------------------------------------------------------------

needs_sh = pytest.mark.skipif(os.name == "nt", reason="the programs of this test are shell scripts")


@needs_sh
def test_demo_runs_coverage_and_says_what_is_next(checkout):
    pretend_done(checkout)
    (checkout.root / "l10n.toml").touch()
    result = call_dev(checkout, "demo")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("l10n: coverage\n")
    for words in ("/coverage.html", "msgstr in locales/lv/LC_MESSAGES/event.ru.po", ".venv/bin/l10n sync", "git diff"):
        assert words in result.stdout


def test_the_catalog_that_the_demo_names_has_something_to_fill_in():
    catalog = (ROOT / "locales/lv/LC_MESSAGES/event.ru.po").read_text(encoding="utf-8")
    assert catalog.endswith('msgstr ""\n') or 'msgstr ""\n\n' in catalog


@needs_sh
def test_demo_that_fails_passes_the_status_on(checkout):
    pretend_done(checkout)
    (checkout.root / "l10n.toml").touch()
    result = call_dev(checkout, "demo", STATUS="1")
    assert (result.returncode, result.stdout) == (1, "l10n: coverage\n")


@needs_sh
@pytest.mark.parametrize("status", [0, 1, 5])
def test_test_passes_arguments_and_status_through(checkout, status):
    pretend_done(checkout)
    result = call_dev(checkout, "test", "-k", "a or b", "--help", STATUS=str(status))
    assert (result.returncode, result.stdout) == (status, "python: -m pytest -k a or b --help\n")
    assert result.stderr == ""


@needs_sh
@pytest.mark.parametrize(("failing", "status"), [(None, 0), ("ruff", 1), ("lint-imports", 1)])
def test_lint_runs_every_linter_and_fails_if_one_does(checkout, failing, status):
    pretend_done(checkout)
    for name, *_ in dev.LINTERS:
        program = checkout.program(name)
        program.write_text(f"#!/bin/sh\necho {name}\nexit {int(name == failing)}\n")
        program.chmod(0o755)
    result = call_dev(checkout, "lint")
    assert result.returncode == status
    assert result.stdout.split() == ["ruff", "ruff", "mypy", "lint-imports"]


# --- the locks, the wheel, the sdist ----------------------------------------------------------------------


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_everything_with_hashes_and_names_no_place(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = re.findall(r"^(\w\S*)((?:.*\\\n)+.*)", text, re.MULTILINE)
    assert len(entries) == len(re.findall(r"^\w", text, re.MULTILINE)) > 1
    for requirement, hashes in entries:
        assert "==" in requirement
        assert "--hash=sha256:" in hashes
    assert not re.search(r"https?:|file:|^-", text, re.MULTILINE)


@pytest.mark.parametrize(("name", "groups"), [(dev.LOCK, ["build", "dev"]), (dev.BUILD_LOCK, ["build"])])
def test_a_lock_holds_what_pyproject_asks_for(name, groups):
    listed = [entry for group in groups for entry in PROJECT["dependency-groups"][group]]
    asked = [*listed, *(PROJECT["project"]["dependencies"] if name == dev.LOCK else [])]
    text = (ROOT / name).read_text(encoding="utf-8")
    locked = set(re.findall(r"^([\w.-]+)==", text, re.MULTILINE))
    assert {re.split(r"[<>=]", entry)[0] for entry in asked if isinstance(entry, str)} <= locked


def test_both_locks_agree():
    pins = [set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(), re.MULTILINE)) for name in LOCKS]
    assert pins[1] <= pins[0]


def build(kind, folder, **environment):
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=os.environ | environment)
    (path,) = folder.iterdir()
    return path


def test_the_wheel_holds_the_package_and_the_licence_only(tmp_path):
    with zipfile.ZipFile(build("wheel", tmp_path)) as wheel:
        names = wheel.namelist()
        info = f"l10n_records-{PROJECT['project']['version']}.dist-info"
        entry_points = wheel.read(f"{info}/entry_points.txt").decode()
    assert {name.split("/")[0] for name in names} == {"l10n", info}
    assert "l10n/__init__.py" in names
    assert f"{info}/licenses/LICENSE" in names
    assert not [name for name in names if "__pycache__" in name]
    assert "l10n = l10n.cli:main" in entry_points


@pytest.mark.skipif(not HAS_READER, reason="there was no C compiler when l10n was installed")
def test_the_wheel_holds_the_compiled_reader_and_not_its_source(tmp_path):
    path = build("wheel", tmp_path)
    names = [name for name in zipfile.ZipFile(path).namelist() if name.startswith("l10n/counting/")]
    assert {Path(name).suffix for name in names} <= {".py", ".pyi", ".so", ".pyd"}
    assert len([name for name in names if name.endswith((".so", ".pyd"))]) == 1
    assert "-cp311-abi3-" in path.name


@needs_sh
def test_without_a_compiler_the_wheel_is_one_for_every_machine(tmp_path):
    path = build("wheel", tmp_path, CC="no-such-compiler")
    assert path.name.endswith("-py3-none-any.whl")
    assert not [name for name in zipfile.ZipFile(path).namelist() if name.endswith((".so", ".c", ".h"))]


def test_the_sdist_holds_what_builds_and_tests_it(tmp_path):
    with tarfile.open(build("sdist", tmp_path)) as sdist:
        names = {Path(*Path(name).parts[1:]).as_posix() for name in sdist.getnames()}
    needed = {
        "pyproject.toml",
        "LICENSE",
        "PKG-INFO",
        "hatch_build.py",
        "l10n/__init__.py",
        "l10n/counting/_plain.c",
        "l10n/counting/json.h",
        "tools/dev.py",
        "tests/test_dev.py",
    }
    assert needed | set(LOCKS) <= names
    assert [read for read in read_by_tests() if not any(f"{name}/".startswith(f"{read}/") for name in names)] == []
    assert not [name for name in names if name.startswith((".venv", ".git/", ".ci", ".l10n", "dist/"))]


def read_by_tests():
    """Return the files and folders of the repository that tests name: they must work where an sdist was unpacked."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    return sorted({name for text in texts for name in re.findall(r'\bROOT / "([^"]+)"', text)})


# --- the rule of tests/conftest.py ------------------------------------------------------------------------

SKIPPING = """
import pytest

def test_passes():
    pass

@pytest.mark.skip(reason="no browser here")
def test_is_skipped():
    pass
"""


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("false", 0)])
def test_a_skip_fails_in_ci_only(tmp_path, ci, status):
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_it.py").write_text(SKIPPING)
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "CI": ci},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == status, result.stdout + result.stderr
    assert ("test_it.py::test_is_skipped: no browser here" in result.stdout) == bool(status)
    assert "1 passed, 1 skipped" in result.stdout.splitlines()[-1]
