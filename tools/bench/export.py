"""Exports: how fast a collection is written in one locale, beside decoding and encoding its records and nothing else.

    python tools/bench/corpus.py DIR --records 100000 --layout jsonl
    python tools/bench/export.py DIR [--locale lv] [--format jsonl ...]

Times are of the processor, so that other programs do not count. The goal for jsonl is a third of msgspec's own rate.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import msgspec  # noqa: E402 (after the path is set)

from l10n.project import open_project  # noqa: E402

GOAL = 3.0
"""How many times the bare decoding and encoding an export may take."""


def main() -> int:
    """Print seconds, rates and memory; return 1 if jsonl misses the goal."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("directory", type=Path)
    parser.add_argument("--locale", default="lv")
    parser.add_argument("--format", action="append", default=[])
    args = parser.parse_args()
    count, bare = measure_bare(args.directory)
    print(f"{count:,} records, {args.locale}")
    print(f"{'decode and encode':18} {bare:8.1f} s {count / bare:10,.0f} records/s")
    missed = False
    for name in args.format or ["jsonl"]:
        seconds, size, memory = measure_export(args.directory, name, args.locale)
        ratio = seconds / bare
        missed = missed or (name == "jsonl" and ratio > GOAL)
        rate = f"{seconds:8.1f} s {count / seconds:10,.0f} records/s"
        print(f"{name:18} {rate} {ratio:5.1f} x {size / 1e6:8.1f} MB {memory / 1024:6.0f} MiB of memory")
    return int(missed)


def measure_bare(directory: Path) -> tuple[int, float]:
    """Return how many records there are, and the seconds that it takes to decode and encode all of them."""
    decode, encode = msgspec.json.Decoder().decode, msgspec.json.Encoder().encode
    start, count = process_time(), 0
    for text in open_project(directory).iter_record_texts():
        encode(decode(text.data))
        count += 1
    return count, process_time() - start


def measure_export(directory: Path, name: str, locale: str) -> tuple[float, int, int]:
    """Return seconds, bytes written and the most memory held, in KiB; of a process of its own, its start included."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        command = [sys.executable, "-m", "l10n", "-C", str(directory), "export", name, str(path), "-q"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([*command, "--locale", locale], check=True, cwd=ROOT)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return seconds, path.stat().st_size, after.ru_maxrss


if __name__ == "__main__":
    sys.exit(main())
