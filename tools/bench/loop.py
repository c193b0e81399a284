"""The benchmark of the loop: what l10n's commands cost on a collection, each measured as a whole process.

    python tools/bench/loop.py
    python tools/bench/loop.py --records 1000 --runs 5 --format json
    python tools/bench/loop.py --corpus path/to/a/collection

Every run of the steps begins with a fresh copy of the collection's records, without catalogs. CPU seconds are those
of user and system together; peak memory is the most that the process held at any time. Nothing is asserted: read the
figures beside those of another version on the same machine, with nothing else at work.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cost import ROOT, USAGE, CommandError, Cost, format_rows, machine, run, seconds  # beside this file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

BASE = "cold update"
"""The step that the others are compared with."""
EMPTY_TARGET = re.compile(rb'^msgid "[^"\n]+"\nmsgstr "(?="\n\n)', re.MULTILINE)


Step = tuple[str, Cost]


def l10n(folder: Path | None, *arguments: str) -> Cost:
    """Run l10n, of this checkout, in a collection."""
    where = () if folder is None else ("-C", str(folder))
    return run([sys.executable, "-m", "l10n", *where, *arguments])[0]


def run_steps(corpus: Path, folder: Path, number: int) -> Iterator[Step]:
    """Take every step once; `number` is that of the run, so that each changes another record and catalog."""
    in_own_process(lambda: copy_records(corpus, folder))
    yield "help", l10n(None, "--help")
    yield BASE, l10n(folder, "update", "--quiet")
    yield "first sync", l10n(folder, "sync", "--quiet")
    in_own_process(lambda: change_record(folder, number))
    yield "sync, one record changed", l10n(folder, "sync", "--quiet")
    in_own_process(lambda: change_target(folder, number))
    yield "sync, one msgstr changed", l10n(folder, "sync", "--quiet")
    yield "sync, nothing changed", l10n(folder, "sync", "--quiet")
    yield "coverage", l10n(folder, "coverage", "--quiet")
    yield "validate", l10n(folder, "validate", "--quiet")


def in_own_process(work: Callable[[], None]) -> None:
    """Do some work in a process that ends, so that this one stays small.

    The peak memory of a child is never less than its parent's, for both are one until the child's program is loaded.
    """
    import multiprocessing

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join()
    if process.exitcode:
        message = "found nothing to change, expected records and catalogs as l10n writes them"
        raise CommandError(message)


def copy_records(corpus: Path, folder: Path) -> None:
    """Make the folder a copy of the collection as it is before the first update."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copyfile(corpus / "l10n.toml", folder / "l10n.toml")
    shutil.copytree(corpus / "records", folder / "records")


def change_record(folder: Path, number: int) -> None:
    """Reword the longest source text of one record, in the middle of the collection."""
    paths = sorted((folder / "records").rglob("*.json")) or sorted((folder / "records").rglob("*.jsonl"))
    for path in paths[len(paths) // 2 + number :] + paths:
        data = path.read_bytes()
        lines = data.splitlines(keepends=True) if path.suffix == ".jsonl" else [data]
        place = (len(lines) // 2 + number) % len(lines)
        changed = reworded(lines[place], number)
        if changed != lines[place]:
            lines[place] = changed
            path.write_bytes(b"".join(lines))
            return
    sys.exit(USAGE)


def reworded(data: bytes, number: int) -> bytes:
    """Return a record with a number behind its longest source text; as it is if it has none."""
    record = json.loads(data)
    text = max(iter_texts(record, record["source"]), key=len, default="")
    old, new = (json.dumps(words, ensure_ascii=False).encode() for words in (text, f"{text} ({number})"))
    return data.replace(old, new) if text else data


def iter_texts(value: Any, locale: str) -> Iterator[str]:  # noqa: ANN401 (any JSON value)
    """Yield the texts that a JSON value holds in a locale, paragraphs included."""
    if isinstance(value, list):
        for item in value:
            yield from iter_texts(item, locale)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == locale:
                yield from [inner] if isinstance(inner, str) else inner.values()
            elif key != "state":
                yield from iter_texts(inner, locale)


def change_target(folder: Path, number: int) -> None:
    """Type a translation into an empty entry of one line, in the middle of one of the largest catalogs."""
    paths = sorted((folder / "locales").rglob("*.po"), key=lambda path: -path.stat().st_size)
    for path in paths[number:] + paths:
        data = path.read_bytes()
        found = list(EMPTY_TARGET.finditer(data))
        if found:
            place = found[len(found) // 2].end()
            path.write_bytes(data[:place] + f"typed {number}".encode() + data[place:])
            return
    sys.exit(USAGE)


def measure(corpus: Path, folder: Path, runs: int, report: Callable[[str], None]) -> dict[str, list[Cost]]:
    """Return what each step cost in each of the runs."""
    run([sys.executable, "-m", "compileall", "-q", str(ROOT / "l10n")])
    costs: dict[str, list[Cost]] = {}
    for number in range(runs):
        for step, cost in run_steps(corpus, folder, number):
            costs.setdefault(step, []).append(cost)
            report(f"run {number + 1} of {runs}: {step}: {seconds(cost.cpu)} CPU, {cost.memory:,.0f} MB")
    return costs


def describe(folder: Path) -> dict[str, Any]:
    """Return what the collection of the last run holds: records, units, locales and bytes."""
    coverage = json.loads(run([sys.executable, "-m", "l10n", "-C", str(folder), "coverage", "--format", "json"])[1])
    units = [locale["units"] for locale in coverage["locales"].values()]
    return {
        "records": coverage["records"],
        "units": max(counts["source"] + counts["wanted"] for counts in units),
        "locales": len(units),
        "record_files": sum(1 for _ in (folder / "records").rglob("*.json*")),
        "record_bytes": size_of(folder / "records"),
        "catalog_bytes": size_of(folder / "locales"),
    }


def size_of(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def spread(values: Sequence[float]) -> str:
    """Return the median and, from two values on, the least and the greatest.

    >>> spread([2.0, 1.5, 4.0])
    '2.00 s (1.50 s - 4.00 s)'
    """
    from statistics import median

    middle = seconds(median(values))
    return middle if len(values) == 1 else f"{middle} ({seconds(min(values))} - {seconds(max(values))})"


def format_table(costs: dict[str, list[Cost]], facts: dict[str, Any]) -> str:
    """Return the figures as a table: medians, least and greatest, CPU as a part of the cold update's."""
    from statistics import median

    base = median(cost.cpu for cost in costs[BASE])
    rows = [("", "CPU", "elapsed", "peak memory", f"of the {BASE}")]
    for step, found in costs.items():
        cpu = [cost.cpu for cost in found]
        memory = f"{median(cost.memory for cost in found):,.0f} MB"
        rows.append((step, spread(cpu), spread([cost.wall for cost in found]), memory, f"{median(cpu) / base:.1%}"))
    return f"{format_facts(facts)}\n\n{format_rows(rows)}"


def format_facts(facts: dict[str, Any]) -> str:
    """Return in words what was measured, and where."""
    corpus, machine = facts["corpus"], facts["machine"]
    return (
        f"{corpus['records']:,} records in {corpus['record_files']:,} files, {corpus['units']:,} units in "
        f"{corpus['locales']} locales; {corpus['record_bytes'] / 1e6:,.0f} MB of records, "
        f"{corpus['catalog_bytes'] / 1e6:,.0f} MB of catalogs\n"
        f"Python {machine['python']}, {machine['system']} {machine['architecture']}, {machine['cores']} cores; "
        f"medians of {facts['runs']} runs (least - greatest)"
    )


def format_json(costs: dict[str, list[Cost]], facts: dict[str, Any]) -> str:
    """Return all figures, seconds and bytes, for programs."""
    steps = {
        step: [
            {"cpu": round(cost.cpu, 4), "elapsed": round(cost.wall, 4), "memory": round(cost.memory * 1e6)}
            for cost in found
        ]
        for step, found in costs.items()
    }
    return json.dumps({"version": 1, **facts, "steps": steps}, indent=2)


def parse_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return what the command line asks for; what is not said here goes to the corpus maker."""
    parser = argparse.ArgumentParser(description="Measure what l10n's commands cost.", epilog=__doc__)
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="a collection, copied first (default: one is made)")
    parser.add_argument("--records", default="10000", metavar="N", help="how many to make (default: %(default)s)")
    parser.add_argument("--layout", default="files", metavar="files|jsonl", help="default: %(default)s")
    parser.add_argument("--seed", default="1", metavar="N", help="default: %(default)s")
    parser.add_argument("--no-state", action="store_true", help="make records that no loop has seen yet")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="default: %(default)s")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")
    return parser.parse_args(argv)


def make_corpus(args: argparse.Namespace, folder: Path) -> Path:
    """Make the corpus that was asked for, in a process of its own; return its folder."""
    options = ["--records", args.records, "--layout", args.layout, "--seed", args.seed]
    state = ["--no-state"] if args.no_state else []
    run([sys.executable, str(Path(__file__).with_name("corpus.py")), str(folder), *options, *state])
    return folder


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and print the figures; 2 if a command could not do its work."""
    args = parse_arguments(argv)
    with tempfile.TemporaryDirectory(prefix="l10n-bench-") as temporary:
        folder = Path(temporary)
        try:
            corpus = args.corpus or make_corpus(args, folder / "corpus")
            costs = measure(corpus, folder / "work", args.runs, lambda line: print(line, file=sys.stderr))
            facts = {"machine": machine(), "runs": args.runs, "corpus": describe(folder / "work")}
        except CommandError as error:
            print(error, file=sys.stderr)
            return USAGE
    print(format_json(costs, facts) if args.format == "json" else format_table(costs, facts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
