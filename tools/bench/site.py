"""Measure the export as a site: pages a second and megabytes; then nothing changed; then one record did.

nice -n 10 python tools/bench/site.py --records 10000
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from cost import Cost, format_rows, run, seconds

HERE = Path(__file__).parent


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=10_000, help="how many records")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        collection, site = Path(folder) / "collection", Path(folder) / "site"
        make = [sys.executable, str(HERE / "corpus.py"), str(collection), "--records", str(args.records)]
        subprocess.run([*make, "--layout", "jsonl"], check=True)
        steps = [("all", *export(collection, site))]
        print(f"{measure(site) / 1e6:.0f} MB")
        steps.append(("nothing changed", *export(collection, site)))
        change(collection, b'"description":{', b'"p1":"', b"One more word: ")
        steps.append(("a paragraph changed", *export(collection, site)))
        change(collection, b'"title":{', b'":"', b"Another ")
        steps.append(("a title changed", *export(collection, site)))
    print(format_rows([("", "CPU", "wall", "memory", "written", "unchanged", "written a second"), *map(row, steps)]))
    return 0


def export(collection: Path, site: Path) -> tuple[Cost, dict[str, int]]:
    """Write the site; return what it cost, and what was written."""
    command = [sys.executable, "-m", "l10n", "-C", str(collection), "export", "html", str(site), "--report", "json"]
    cost, printed = run(command)
    report: dict[str, int] = json.loads(printed)
    return cost, report


def change(collection: Path, field: bytes, before: bytes, words: bytes) -> None:
    """Put words into a field of the record in the middle of the events."""
    path = collection / "records" / "event.jsonl"
    lines = path.read_bytes().split(b"\n")
    middle = next(number for number in range(len(lines) // 2, len(lines)) if field in lines[number])
    start = lines[middle].index(before, lines[middle].index(field)) + len(before)
    lines[middle] = lines[middle][:start] + words + lines[middle][start:]
    path.write_bytes(b"\n".join(lines))


def measure(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(os.path.getsize(Path(place) / name) for place, _, names in os.walk(folder) for name in names)  # noqa: PTH202 (many)


def row(step: tuple[str, Cost, dict[str, int]]) -> tuple[str, ...]:
    """Return one line of the table."""
    name, cost, report = step
    written = report["written"]
    figures = (
        seconds(cost.cpu),
        seconds(cost.wall),
        f"{cost.memory:.0f} MB",
        f"{written:,}",
        f"{report['unchanged']:,}",
    )
    return (name, *figures, f"{written / cost.wall:,.0f}")


if __name__ == "__main__":
    sys.exit(main())
