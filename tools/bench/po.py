"""The PO benchmark: catalogs read, written, counted and compiled, by l10n and by other programs.

    python tools/bench/po.py
    python tools/bench/po.py --peers path/to/other/venv/bin/python --runs 5
    python tools/bench/po.py some/catalog.po --format json

Every task is done in a process of its own, all programs in turn, and so on for the next run. `CPU` is the processor
time, user and system, of the task alone, without the start of Python and imports, so that a library is compared with a
library; `process` that of the whole process, so that a program such as msgfmt is compared with a program. `memory` is
the most that the process held, `more` what the task added to what it held before, in sizes of the file. `same`: what
was written is, byte for byte, the file that was read. What is not installed is left out, and said.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from cost import USAGE, CommandError, format_rows, machine, memory_unit, run, seconds  # beside this file

TASKS = ("parse", "parse, read texts", "read and write", "count", "MO")
LIBRARIES = {"l10n": "l10n", "polib": "polib", "babel": "babel", "translate": "translate", "rspolib": "rspolib"}
"""Each library, and the package that it is imported as."""
COMMANDS = {
    ("msgfmt", "count"): ("msgfmt", "--statistics", "--output-file={out}", "{file}"),
    ("msgfmt", "MO"): ("msgfmt", "--output-file={out}", "{file}"),
    ("msgcat", "read and write"): ("msgcat", "--output-file={out}", "{file}"),
    ("pocount", "count"): ("{peers}", "-m", "translate.tools.pocount", "{file}"),
}
"""The programs that are no Python library, and how each does a task; msgfmt counts only while it compiles."""
SIZES = (230, 4_500, 90_000)


class Result(NamedTuple):
    """What one task of one program cost once; `cpu` and `more` are None where only the whole process can be seen."""

    cpu: float | None
    process: float
    memory: float
    """In MB."""
    more: float | None
    """In MB."""
    is_same: bool | None


class Bench(NamedTuple):
    """Whom to ask, and how often."""

    peers: str
    runs: int

    def rounds(self, path: Path) -> dict[tuple[str, str], list[Result]]:
        """Return the results of every task and program, run by run."""
        results: dict[tuple[str, str], list[Result]] = {}
        for number in range(self.runs):
            for task in TASKS:
                for program, result in self._task(task, path):
                    results.setdefault((task, program), []).append(result)
            print(f"{path.name}: run {number + 1} of {self.runs}", file=sys.stderr)
        return results

    def _task(self, task: str, path: Path) -> Iterator[tuple[str, Result]]:
        """Yield each program that can do a task, and what it cost."""
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "out")
            for program in LIBRARIES:
                result = self._library(program, task, path, out)
                if result is not None:
                    yield program, result
            for (program, what), words in COMMANDS.items():
                command = [word.format(file=path, out=out, peers=self.peers) for word in words]
                if what == task and self.has(program):
                    cost, _ = run(command)
                    yield program, Result(None, cost.cpu, cost.memory, None, None)

    def _library(self, program: str, task: str, path: Path, out: Path) -> Result | None:
        python = self._python(program)
        if not python:
            return None
        script = str(Path(__file__).with_name("po_tasks.py"))
        cost, printed = run([python, script, program, task, str(path), str(out)])
        found = json.loads(printed.splitlines()[-1])
        if found is None:
            return None
        more = (found["after"] - found["before"]) * memory_unit() / 1e6
        return Result(found["cpu"], cost.cpu, found["after"] * memory_unit() / 1e6, more, found["is_same"])

    def has(self, program: str) -> bool:
        """Tell whether a program is installed."""
        if program == "pocount":
            return self._has_package(self.peers, "translate")
        return bool(self._python(program)) if program in LIBRARIES else shutil.which(program) is not None

    def _python(self, program: str) -> str:
        """Return the Python that has a library, this one or that of the peers; an empty text if neither has."""
        if program == "l10n":
            return sys.executable
        pythons = dict.fromkeys((self.peers, sys.executable))
        return next((python for python in pythons if self._has_package(python, LIBRARIES[program])), "")

    @staticmethod
    def _has_package(python: str, package: str) -> bool:
        code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({package!r}) is None)"
        return subprocess.run([python, "-c", code], check=False).returncode == 0


def make_files(folder: Path, sizes: Sequence[int]) -> list[Path]:
    """Make a catalog of each size, in a process of its own: a child is counted with what its parent held."""
    maker = str(Path(__file__).with_name("po_files.py"))
    paths = [folder / f"{size}-entries.po" for size in sizes]
    for path, size in zip(paths, sizes, strict=True):
        run([sys.executable, maker, str(path), "--entries", str(size)])
    return paths


def format_results(path: Path, results: dict[tuple[str, str], list[Result]]) -> str:
    """Return one file's table: medians, and how often as much as l10n's each figure is."""
    size = path.stat().st_size / 1e6
    rows = [("", "", "CPU", "ratio", "process", "ratio", "memory", "more", "same")]
    for (task, program), found in results.items():
        cpu, process, memory, more = (_median(found, field) for field in ("cpu", "process", "memory", "more"))
        own = results[task, "l10n"]
        rows.append(
            (
                task if program == "l10n" else "",
                program,
                "-" if cpu is None else seconds(cpu),
                _ratio(cpu, _median(own, "cpu")),
                seconds(process or 0.0),
                _ratio(process, _median(own, "process")),
                f"{memory:,.0f} MB",
                "-" if more is None else f"{more / size:.1f} x",
                {None: "", True: "yes", False: "no"}[found[0].is_same],
            )
        )
    return f"{path.name}, {size:,.2f} MB\n\n{format_rows(rows)}"


def _median(results: Sequence[Result], field: str) -> float | None:
    values = [value for result in results if (value := getattr(result, field)) is not None]
    return median(values) if values else None


def _ratio(value: float | None, own: float | None) -> str:
    return f"{value / own:.1f}" if value and own else "-"


def to_json(path: Path, results: dict[tuple[str, str], list[Result]]) -> dict[str, Any]:
    """Return one file's figures, for programs: seconds and MB of every run."""
    tasks: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for (task, program), found in results.items():
        tasks.setdefault(task, {})[program] = [result._asdict() for result in found]
    return {"file": path.name, "bytes": path.stat().st_size, "tasks": tasks}


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure what reading and writing catalogs costs.", epilog=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="catalogs (default: some are made)")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="entries of those made")
    parser.add_argument("--peers", default=sys.executable, metavar="PYTHON", help="a Python that has other libraries")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="default: %(default)s")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and print the figures; 2 if a program could not do its work."""
    args = parse_arguments(argv)
    bench = Bench(args.peers, args.runs)
    missing = [program for program in (*LIBRARIES, "msgfmt", "msgcat", "pocount") if not bench.has(program)]
    if missing:
        print(f"not installed, left out: {', '.join(missing)}", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="l10n-bench-") as folder:
        try:
            paths = args.files or make_files(Path(folder), args.sizes)
            found = [(path, bench.rounds(path)) for path in paths]
        except CommandError as error:
            print(error, file=sys.stderr)
            return USAGE
        facts = {"version": 1, "machine": machine(), "runs": args.runs, "missing": missing}
        if args.format == "json":
            print(json.dumps({**facts, "files": [to_json(path, results) for path, results in found]}, indent=2))
        else:
            print("\n\n".join(format_results(path, results) for path, results in found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
