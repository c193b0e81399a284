"""The benchmark of coverage: l10n's count beside what DuckDB and a plain loop need to look at the same file.

    python tools/bench/coverage.py
    python tools/bench/coverage.py --records 1000000 --files 100000 --runs 3 --folder /var/tmp/bench

Makes a JSONL file of records with five lines in nine locales, and a folder of small files of the same; both go when it
ends. Every step is a process of its own, start and imports included; the runs are interleaved. DuckDB and the loop only
count the cells that are not empty (DuckDB also those whose state has the source's digest): no words, no statuses of
records, no look at whether the JSON is what it should be. Memory is
that of the largest process. Read the figures with nothing else at work.
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
from coverage_corpus import FIELDS, LOCALES, save_files, save_lines  # beside this file

CHANGED = 10
"""So many files are changed at once."""
DUCKDB = """
import sys
import duckdb
path, threads = sys.argv[1:]
texts = "STRUCT(" + ", ".join(f'"{{locale}}" VARCHAR' for locale in {locales}) + ")"
columns = "{{" + ", ".join(f"{{field}}: '{{texts}}'" for field in {fields}) + "}}"
cells = ", ".join(
    f'''count(*) FILTER ({{field}}."{{locale}}" <> '')''' for field in {fields} for locale in {locales}
)
query = f"SELECT {{cells}} FROM read_json('{{path}}', format='newline_delimited', columns={{columns}})"
print(sum(duckdb.connect(config={{"threads": int(threads)}}).execute(query).fetchone()))
"""
STALE = """
import sys
import duckdb
path, threads = sys.argv[1:]
locales, fields = {locales}, {fields}
texts = "STRUCT(" + ", ".join(f'"{{locale}}" VARCHAR' for locale in locales) + ")"
states = "STRUCT(" + ", ".join(f'"{{field}}" VARCHAR' for field in fields) + ")"
states = "STRUCT(" + ", ".join(f'"{{locale}}" {{states}}' for locale in locales) + ")"
columns = [f"{{field}}: '{{texts}}'" for field in fields] + [f"state: '{{states}}'", "source: 'VARCHAR'"]
made = []
for field in fields:
    whens = " ".join(f"WHEN '{{locale}}' THEN {{field}}.{{locale}}" for locale in locales)
    made.append(f"source || '@' || sha256(CASE source {{whens}} END)[:12] || ' ' AS made_{{field}}")
cells = ", ".join(
    f'''count(*) FILTER ({{field}}."{{locale}}" <> '' AND starts_with(state."{{locale}}".{{field}}, made_{{field}}))'''
    for field in fields
    for locale in locales
)
lines = f"read_json('{{path}}', format='newline_delimited', columns={{{{{{', '.join(columns)}}}}}})"
query = f"SELECT {{cells}} FROM (SELECT *, {{', '.join(made)}} FROM {{lines}})"
print(sum(duckdb.connect(config={{"threads": int(threads)}}).execute(query).fetchone()))
"""
LOOP = """
import sys
import msgspec
Record = msgspec.defstruct("Record", [(field, dict[str, str], {{}}) for field in {fields}], gc=False)
decode = msgspec.json.Decoder(Record).decode
cells = 0
with open(sys.argv[1], "rb") as file:
    for line in file:
        record = decode(line)
        for field in {fields}:
            cells += sum(map(bool, getattr(record, field).values()))
print(cells)
"""


def iter_line_steps(folder: Path, path: Path, cores: int) -> Iterator[tuple[str, Cost]]:
    """Count a JSONL file in every way."""
    shutil.rmtree(folder / ".l10n", ignore_errors=True)
    for threads in sorted({1, cores}):
        yield f"DuckDB, {threads} core{'s' * (threads > 1)}", python(DUCKDB, path, threads)
        yield f"DuckDB, fresh cells, {threads} core{'s' * (threads > 1)}", python(STALE, path, threads)
    yield "msgspec loop, 1 core", python(LOOP, path)
    for workers in sorted({1, cores}):
        shutil.rmtree(folder / ".l10n", ignore_errors=True)
        yield f"l10n cold, {workers} core{'s' * (workers > 1)}", l10n(folder, "--workers", str(workers))
    yield "l10n, nothing changed", l10n(folder)
    yield "l10n --by record, nothing changed", l10n(folder, "--by", "record", "--format", "json")
    change_line(path)
    yield "l10n, one line changed", l10n(folder)


def iter_file_steps(folder: Path, place: Path, files: int, number: int) -> Iterator[tuple[str, Cost]]:
    """Count many small files."""
    shutil.rmtree(folder / ".l10n", ignore_errors=True)
    yield "files: l10n cold", l10n(folder)
    yield "files: l10n, nothing changed", l10n(folder)
    for record in range(number, files, max(1, files // CHANGED))[:CHANGED]:
        path = place / f"thing-{record:07}.json"
        path.write_bytes(path.read_bytes().replace(b'"title": {', b'"title": {\n', 1))
    yield f"files: l10n, {CHANGED} changed", l10n(folder)


def python(program: str, *arguments: object) -> Cost:
    """Run a program."""
    text = program.format(fields=FIELDS, locales=LOCALES)
    return run([sys.executable, "-c", text, *map(str, arguments)])[0]


def l10n(folder: Path, *options: str) -> Cost:
    """Run l10n's coverage, of this checkout."""
    return run([sys.executable, "-m", "l10n", "-C", str(folder), "coverage", "--quiet", *options])[0]


def change_line(path: Path) -> None:
    """Reword a text in the middle of a JSONL file, as long as before."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.readline()
        start = file.tell()
        line = file.readline()
        place = line.index(b'"title":{"') + len(b'"title":{"')
        text = line.index(b'":"', place) + len(b'":"')
        file.seek(start + text)
        file.write(b"X" if line[text : text + 1] != b"X" else b"Y")


def measure(args: argparse.Namespace, folder: Path) -> dict[str, list[Cost]]:
    """Return what each step cost in each run."""
    costs: dict[str, list[Cost]] = {}
    lines, files = folder / "lines", folder / "files"
    with ProcessPoolExecutor(1, get_context("spawn")) as corpora:  # a child is never charged with less than its parent
        path = corpora.submit(save_lines, lines, args.records).result()
        place = corpora.submit(save_files, files, args.files).result()
    print(f"{args.records:,} records of {path.stat().st_size / args.records:,.0f} bytes; {args.files:,} files")
    for number in range(args.runs):
        steps = (iter_line_steps(lines, path, args.cores), iter_file_steps(files, place, args.files, number))
        for name, cost in (pair for several in steps for pair in several):
            costs.setdefault(name, []).append(cost)
            print(f"run {number + 1} of {args.runs}: {name}: {seconds(cost.wall)}", file=sys.stderr)
    return costs


def format_costs(costs: dict[str, list[Cost]], base: str) -> str:
    """Return the medians as a table; the last column is the time beside the base's."""
    rows = [("", "elapsed", "CPU", "peak memory", f"elapsed, of {base}")]
    unit = statistics.median(cost.wall for cost in costs[base])
    for name, found in costs.items():
        wall, cpu, memory = (statistics.median(column) for column in ((c.wall for c in found), *_cpu_and_memory(found)))
        rows.append((name, seconds(wall), seconds(cpu), f"{memory:,.0f} MB", f"{wall / unit:.2f}"))
    return format_rows(rows)


def _cpu_and_memory(costs: list[Cost]) -> tuple[list[float], list[float]]:
    return [cost.cpu for cost in costs], [cost.memory for cost in costs]


def main() -> int:
    """Make the corpora, measure, and print a table."""
    parser = argparse.ArgumentParser(description="Measure coverage on large collections.")
    parser.add_argument("--records", type=int, default=100_000, metavar="N", help="default: %(default)s")
    parser.add_argument("--files", type=int, default=10_000, metavar="N", help="default: %(default)s")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="default: %(default)s")
    parser.add_argument("--cores", type=int, default=machine()["cores"], metavar="N", help="default: %(default)s")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="where to make a temporary folder")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        costs = measure(args, Path(folder))
    print(format_costs(costs, f"DuckDB, {args.cores} core{'s' * (args.cores > 1)}"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
