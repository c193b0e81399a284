"""Coverage beside others: how long l10n takes to count a collection, and other programs to count its catalogs.

    python tools/bench/corpus.py DIR --records 10000 && l10n -C DIR update
    python tools/bench/coverage_peers.py DIR --peers /opt/translate/bin

l10n counts the records, all states, words and characters in every locale; the others the entries of the same catalogs:
GNU's `msgfmt --statistics`, the Translate Toolkit's `pocount`, polib's `percent_translated`. Each is a process of its
own, start included; msgfmt, which takes one catalog at a time, is one process for each. What is not installed is left
out, and named.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from cost import Cost, format_rows, run, seconds  # beside this file

POLIB = """
import sys
import polib
print([polib.pofile(path).percent_translated() for path in sys.argv[1:]])
"""


def count_records(folder: Path, *, is_cold: bool) -> Cost:
    """Count a collection's records with l10n, of this checkout."""
    if is_cold:
        for name in ("coverage", "coverage-records"):
            (folder / ".l10n" / name).unlink(missing_ok=True)
    return run([sys.executable, "-m", "l10n", "-C", str(folder), "coverage", "--quiet"])[0]


def count_one_by_one(program: str, paths: list[Path]) -> Cost:
    """Return what a program costs that takes one catalog at a time."""
    costs = [run([program, "--statistics", "-o", "/dev/null", str(path)])[0] for path in paths]
    return Cost(sum(cost.cpu for cost in costs), sum(cost.wall for cost in costs), max(cost.memory for cost in costs))


def find_programs(folder: Path, peers: Path | None) -> Iterator[tuple[str, Callable[[], Cost] | None]]:
    """Yield each program by name with what runs it; None for one that is not installed."""
    paths = sorted((folder / "locales").rglob("*.po"))
    names = list(map(str, paths))
    where = None if peers is None else str(peers)
    msgfmt, pocount = shutil.which("msgfmt"), shutil.which("pocount", path=where)
    yield "l10n, cold", lambda: count_records(folder, is_cold=True)
    yield "l10n, nothing changed", lambda: count_records(folder, is_cold=False)
    yield "polib", lambda: run([sys.executable, "-c", POLIB, *names])[0]
    yield "msgfmt --statistics", (lambda: count_one_by_one(msgfmt, paths)) if msgfmt else None
    yield "pocount", (lambda: run([pocount, *names])[0]) if pocount else None


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path, help="a collection with catalogs")
    parser.add_argument("--peers", type=Path, metavar="DIR", help="where pocount is (default: on PATH)")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="default: %(default)s")
    args = parser.parse_args()
    programs = dict(find_programs(args.directory, args.peers))
    for name in [name for name, program in programs.items() if program is None]:
        print(f"{name} is not installed, left out", file=sys.stderr)
    costs: dict[str, list[Cost]] = {}
    for _ in range(args.runs):
        for name, program in programs.items():
            if program is not None:
                costs.setdefault(name, []).append(program())
    rows = [("", "elapsed", "CPU", "peak memory")]
    for name, found in costs.items():
        wall, cpu, memory = (
            statistics.median(column) for column in zip(*((c.wall, c.cpu, c.memory) for c in found), strict=True)
        )
        rows.append((name, seconds(wall), seconds(cpu), f"{memory:,.0f} MB"))
    print(format_rows(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
