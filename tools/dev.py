"""The workbench: makes `.venv` from the lock, then runs the demo, the tests or the lint in it.

It needs nothing but the standard library, and keeps to a syntax that Python 3.8 can read, so that an old
Python is told what is missing instead of stumbling over a line of code.

`.venv` carries a stamp of what it was made from. While the lock, pyproject.toml, the kind of Python and the
checkout's place are those of the stamp, nothing is installed and no network is needed; otherwise only what
changed is done again, and a half-made, moved or foreign `.venv` is made anew.
"""

from __future__ import annotations

import difflib
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OLDEST_PYTHON = (3, 11)
BUILD_LOCK = "requirements-build.lock"
LOCK = "requirements.lock"
BUILT_FROM = ("pyproject.toml", "hatch_build.py", "l10n/counting/*.[ch]")
LINTERS = (("ruff", "check"), ("ruff", "format", "--check"), ("mypy",), ("lint-imports", "--no-logo"))
SHOWN_LINES = 25

USAGE = """\
usage: python3 tools/dev.py COMMAND

  demo            set up, then report the coverage of the demo collection, here and in coverage.html
  test [ARG ...]  set up, then run pytest with these arguments
  lint            set up, then ruff check, ruff format --check, mypy and lint-imports
  setup           make .venv and install the locked dependencies and l10n in it
  lock [ARG ...]  write requirements*.lock anew from pyproject.toml with uv (--upgrade: newest versions)"""

PAGE = "coverage.html"

NEXT_STEPS = """
The same as a page, down to every missing text: {page}

Next, translate something:
  1. fill in an empty msgstr in {catalog}
  2. {l10n} sync
  3. git diff"""


class SetUpError(Exception):
    """Something this machine lacks: what is missing, and the mend."""

    def __init__(self, missing: str, mend: str) -> None:
        super().__init__(f"{missing}\n  mend: {mend}")


class Checkout(NamedTuple):
    """A copy of the repository, and where its `.venv` keeps things."""

    root: Path

    @property
    def venv(self) -> Path:
        """Folder of the virtual environment."""
        return self.root / ".venv"

    @property
    def stamp(self) -> Path:
        """File that says what `.venv` was made from."""
        return self.venv / "made-from.json"

    def program(self, name: str) -> Path:
        """Return the path of a program inside `.venv`."""
        return self.venv / "Scripts" / f"{name}.exe" if os.name == "nt" else self.venv / "bin" / name

    def digest(self, *names: str) -> str:
        """Return the SHA-256 of these files' bytes, in hex digits; a name may be a pattern."""
        paths = (sorted(self.root.glob(name)) if "*" in name else [self.root / name] for name in names)
        content = b"\0".join(path.read_bytes() for found in paths for path in found)
        return hashlib.sha256(content).hexdigest()


class Stage(NamedTuple):
    """One step of set-up: `leaves` are the programs that exist once it is done."""

    name: str
    install: Callable[[Checkout], None]
    leaves: tuple[str, ...]


# --- what the machine must have ---------------------------------------------------------------------------


def check_python(version: tuple[int, ...]) -> None:
    """Raise SetUpError when this Python is too old."""
    if version < OLDEST_PYTHON:
        found, oldest = ".".join(map(str, version)), ".".join(map(str, OLDEST_PYTHON))
        raise SetUpError(
            f"Python {found} is too old: l10n needs {oldest} or newer",
            f"install a newer Python and run it on this file, as in `python{oldest} tools/dev.py`",
        )


def check_venv_modules() -> None:
    """Raise SetUpError when this Python cannot make a virtual environment with pip in it."""
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise SetUpError(
                f"this Python ({sys.executable}) has no module {module!r}, which makes .venv",
                "on Debian and Ubuntu `apt install python3-venv`; elsewhere a complete Python 3.11 or newer",
            )


def check_collection(checkout: Checkout) -> None:
    """Raise SetUpError when the demo collection is not in the checkout."""
    if not (checkout.root / "l10n.toml").is_file():
        raise SetUpError(
            f"l10n.toml not found in {checkout.root}: there is no demo collection to show",
            "`git checkout -- l10n.toml records locales`, or clone the repository again",
        )


# --- set-up -----------------------------------------------------------------------------------------------


def fingerprint(checkout: Checkout) -> dict[str, str]:
    """Return what each stage is made from, by the stage's name."""
    return {
        "venv": f"{sys.implementation.cache_tag} {sysconfig.get_platform()} {checkout.root}",
        "locked": checkout.digest(BUILD_LOCK, LOCK),
        "project": checkout.digest(*BUILT_FROM),
    }


def load_stamp(checkout: Checkout) -> dict[str, str]:
    """Return what `.venv` was made from: nothing when it is absent or its stamp is unreadable."""
    try:
        stamp = json.loads(checkout.stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def save_stamp(checkout: Checkout, stamp: dict[str, str]) -> None:
    """Write the stamp, whole or not at all."""
    fresh = checkout.stamp.with_suffix(".new")
    fresh.write_text(json.dumps(stamp, indent=2) + "\n", encoding="utf-8")
    fresh.replace(checkout.stamp)


def count_done(checkout: Checkout, wanted: dict[str, str]) -> int:
    """Return how many of the first stages need not be done again."""
    made_from = load_stamp(checkout)
    for number, stage in enumerate(STAGES):
        left = all(checkout.program(name).exists() for name in stage.leaves)
        if not left or made_from.get(stage.name) != wanted[stage.name]:
            return number
    return len(STAGES)


def set_up(checkout: Checkout) -> None:
    """Bring `.venv` up to date; a stage that fails leaves a stamp with only the stages before it."""
    wanted = fingerprint(checkout)
    done = count_done(checkout, wanted)
    if done == len(STAGES):
        return
    stamp = {stage.name: wanted[stage.name] for stage in STAGES[:done]}
    checkout.venv.mkdir(exist_ok=True)
    save_stamp(checkout, stamp)
    for stage in STAGES[done:]:
        stage.install(checkout)
        stamp[stage.name] = wanted[stage.name]
        save_stamp(checkout, stamp)


def make_venv(checkout: Checkout) -> None:
    """Make `.venv` anew, empty but for pip."""
    check_venv_modules()
    say("making .venv")
    # Of the Python below it when this one is .venv's own, which is about to be deleted.
    python = str(getattr(sys, "_base_executable", None) or sys.executable)
    run_quietly(
        checkout,
        [python, "-m", "venv", "--clear", str(checkout.venv)],
        SetUpError("python could not make .venv", "see the lines above; on Debian `apt install python3-venv`"),
    )


def install_locked(checkout: Checkout) -> None:
    """Install every locked dependency, each file checked against its hash."""
    say(f"installing {LOCK} (the first time, a minute)")
    # langdetect comes as source only: the locked setuptools builds it, not one fetched unchecked on the way.
    for lock in (BUILD_LOCK, LOCK):
        install(checkout, "--require-hashes", "--no-build-isolation", "-r", lock)


def install_project(checkout: Checkout) -> None:
    """Install l10n itself from the checkout, so that an edit of it counts at once."""
    say("installing l10n")
    install(checkout, "--no-deps", "--no-build-isolation", "-e", ".")


STAGES = (
    Stage("venv", make_venv, ("python", "pip")),
    Stage("locked", install_locked, ("pytest",)),
    Stage("project", install_project, ("l10n",)),
)


# --- running programs -------------------------------------------------------------------------------------


def say(text: str) -> None:
    """Print one line about a step, apart from what the programs print."""
    print(f"dev: {text}", file=sys.stderr, flush=True)


def clean_environment() -> dict[str, str]:
    """Return the environment for set-up, without what would make pip look or install outside `.venv`."""
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONHOME", "PYTHONPATH"}}
    return {**kept, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def run_quietly(checkout: Checkout, command: Sequence[str], failure: SetUpError) -> None:
    """Run a step of set-up; show the end of what it printed, and raise `failure`, only when it fails."""
    result = subprocess.run(
        command,
        cwd=checkout.root,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if result.returncode:
        print(*result.stdout.splitlines()[-SHOWN_LINES:], sep="\n", file=sys.stderr)
        raise failure


def install(checkout: Checkout, *arguments: str) -> None:
    """Run `pip install` in `.venv`."""
    run_quietly(
        checkout,
        [str(checkout.program("python")), "-m", "pip", "install", "--quiet", *arguments],
        SetUpError(
            f"pip could not install {arguments[-1]}",
            "see pip's lines above; with network and disk space in order, run the same command again",
        ),
    )


def run(checkout: Checkout, *command: str) -> int:
    """Run a program in the checkout as if it had been called itself; return its exit status."""
    status = subprocess.run(command, cwd=checkout.root, check=False).returncode
    return 128 - status if status < 0 else status


# --- commands ---------------------------------------------------------------------------------------------


def demo(checkout: Checkout, arguments: list[str]) -> int:
    """Print the coverage report of the demo collection, write it as a page, and say what to try next."""
    refuse_arguments("demo", arguments)
    check_collection(checkout)
    set_up(checkout)
    l10n = checkout.program("l10n")
    status = run(checkout, str(l10n), "coverage")
    if status == 0:
        status = run(checkout, str(l10n), "coverage", "--quiet", "--format", "html", "-o", PAGE)
    if status == 0:
        catalog = Path("locales", "lv", "LC_MESSAGES", "event.ru.po")
        page = (checkout.root / PAGE).as_uri()
        print(NEXT_STEPS.format(page=page, catalog=catalog, l10n=l10n.relative_to(checkout.root)))
    return status


def test(checkout: Checkout, arguments: list[str]) -> int:
    """Run the tests."""
    set_up(checkout)
    return run(checkout, str(checkout.program("python")), "-m", "pytest", *arguments)


def lint(checkout: Checkout, arguments: list[str]) -> int:
    """Run every linter, whether or not one has failed; return 0 when all are content, else 1."""
    refuse_arguments("lint", arguments)
    set_up(checkout)
    statuses = []
    for name, *options in LINTERS:
        say(" ".join([name, *options]))
        statuses.append(run(checkout, str(checkout.program(name)), *options))
    return int(any(statuses))


def setup(checkout: Checkout, arguments: list[str]) -> int:
    """Set up, and say where."""
    refuse_arguments("setup", arguments)
    set_up(checkout)
    say(f"{checkout.venv} is ready")
    return 0


def lock(checkout: Checkout, arguments: list[str]) -> int:
    """Write both locks anew: exact versions with hashes, for every platform and Python from 3.11 on."""
    uv = find_uv(checkout)
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--quiet"]
    comment = ["--custom-compile-command", "python3 tools/dev.py lock"]
    for name, sources in (
        (LOCK, ["pyproject.toml", "--group", "dev"]),
        (BUILD_LOCK, ["--group", "build", "--constraints", LOCK]),
    ):
        say(f"writing {name}")
        command = [uv, "pip", "compile", *sources, "--output-file", name]
        if run(checkout, *command, *options, *comment, *arguments):
            raise SetUpError(f"uv could not write {name}", "see uv's lines above")
    return 0


def find_uv(checkout: Checkout) -> str:
    """Return uv's path: the one on PATH, else `.venv`'s, where it is installed when missing."""
    on_path, own = shutil.which("uv"), checkout.program("uv")
    if on_path:
        return on_path
    if not own.exists():
        if not checkout.program("pip").exists():
            make_venv(checkout)
        say("installing uv")
        install(checkout, "uv")
    return str(own)


def refuse_arguments(command: str, arguments: list[str]) -> None:
    """Raise SetUpError when a command that takes no arguments got some."""
    if arguments:
        missing = f"{command} takes no arguments, not {arguments[0]!r}"
        raise SetUpError(missing, f"`python3 tools/dev.py {command}`")


COMMANDS = {"demo": demo, "test": test, "lint": lint, "setup": setup, "lock": lock}


def find_command(name: str) -> Callable[[Checkout, list[str]], int]:
    """Return the command of this name; raise SetUpError when there is none."""
    if name not in COMMANDS:
        close = difflib.get_close_matches(name, COMMANDS, n=1)
        mend = f"did you mean {close[0]!r}?" if close else f"one of {', '.join(COMMANDS)}"
        raise SetUpError(f"no command {name!r}", mend)
    return COMMANDS[name]


def main(arguments: list[str], root: Path) -> int:
    """Run one command in the checkout at `root`; return the exit status, 2 when something is missing."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(USAGE, file=sys.stdout if arguments else sys.stderr)
        return 0 if arguments else 2
    try:
        check_python(sys.version_info[:2])
        return find_command(arguments[0])(Checkout(root), arguments[1:])
    except SetUpError as error:
        say(str(error))
        return 2
    except OSError as error:
        say(f"{error}\n  mend: make sure that it exists and can be written, with room on the disk")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).resolve().parent.parent))
