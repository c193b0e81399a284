"""The benchmark of what is surveyed: page coverage and the work queue, cold, again, and after a change.

    python tools/bench/corpus.py DIR --records 10000 --layout jsonl
    python tools/bench/survey.py DIR --locale lv --reads ru,en

Measures a copy of a collection; `.l10n/` is removed before each cold run. Every step is a process of its own, start and
imports included. Memory is that of the largest process. Read the figures with nothing else at work.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from cost import Cost, format_rows, machine, run, seconds  # beside this file


def iter_steps(folder: Path, commands: dict[str, list[str]]) -> Iterator[tuple[str, Cost]]:
    """Yield what each command costs cold, when nothing changed, and when one record changed."""
    for name, command in commands.items():
        shutil.rmtree(folder / ".l10n", ignore_errors=True)
        for step in ("cold", "nothing changed", "one record changed"):
            if step == "one record changed":
                with ProcessPoolExecutor(1, get_context("spawn")) as other:  # a child counts its parent's memory, too
                    other.submit(change_record, folder).result()
            full = [sys.executable, "-m", "l10n", "-C", str(folder), *command, "--quiet"]
            yield f"{name}, {step}", run(full)[0]


def change_record(folder: Path) -> None:
    """Write one record in the middle of the first file of records otherwise."""
    path = next(path for path in sorted((folder / "records").rglob("*.json*")) if path.stat().st_size)
    lines = path.read_bytes().split(b"\n")
    place = len(lines) // 2 if path.suffix == ".jsonl" else 0
    lines[place] = lines[place].replace(b"{", b"{ ", 1)
    path.write_bytes(b"\n".join(lines))


def measure(args: argparse.Namespace, folder: Path) -> dict[str, list[Cost]]:
    """Return what each step cost in each run."""
    queue = ["next", "--locale", args.locale, "--reads", args.reads]
    commands = {"coverage --page": ["coverage", "--page"], "next": queue, "next --no-memory": [*queue, "--no-memory"]}
    costs: dict[str, list[Cost]] = {}
    for number in range(args.runs):
        for name, cost in iter_steps(folder, commands):
            costs.setdefault(name, []).append(cost)
            print(f"run {number + 1} of {args.runs}: {name}: {seconds(cost.wall)}", file=sys.stderr)
    return costs


def format_costs(costs: dict[str, list[Cost]]) -> str:
    """Return the medians as a table."""
    rows = [("", "elapsed", "CPU", "peak memory")]
    for name, found in costs.items():
        wall, cpu, memory = (statistics.median(column) for column in zip(*map(_figures, found), strict=True))
        rows.append((name, seconds(wall), seconds(cpu), f"{memory:,.0f} MB"))
    return format_rows(rows)


def _figures(cost: Cost) -> tuple[float, float, float]:
    return cost.wall, cost.cpu, cost.memory


def main() -> int:
    """Copy the collection, measure, and print a table."""
    parser = argparse.ArgumentParser(description="Measure page coverage and the work queue.")
    parser.add_argument("collection", type=Path, metavar="DIR")
    parser.add_argument("--locale", required=True, help="the locale to translate into")
    parser.add_argument("--reads", required=True, metavar="L,L", help="the locales that the translator reads")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="default: %(default)s")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(args.collection / "l10n.toml", folder)
        shutil.copytree(args.collection / "records", Path(folder, "records"))
        costs = measure(args, Path(folder))
    facts = machine()
    system = f"{facts['system']} {facts['architecture']}"
    print(f"Python {facts['python']}, {system}, {facts['cores']} cores; medians of {args.runs} runs\n")
    print(format_costs(costs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
