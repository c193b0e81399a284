"""Coverage beside others: how long l10n takes to count a collection, and other programs to count its catalogs.

    python tools/bench/corpus.py DIR --records 10000 && l10n -C DIR update
    python tools/bench/coverage_peers.py DIR --peers /opt/translate/bin

l10n counts the records, all states, words and characters in every locale; the others the entries of the same catalogs:
GNU's `msgfmt --statistics`, the Translate Toolkit's `pocount`, polib's lists of entries. Each is a process of its own,
start included; msgfmt, which takes one catalog at a time, is one process for each. What is not installed is left out,
and named. The runs are interleaved.

What each counted is compared. All call an entry translated, fuzzy or untranslated alike: that is what l10n calls done
(`translated` or `same`), `fuzzy` and `missing`. Any difference is printed, and the exit status is 1: catalogs that were
not brought up to date, or an error. Words are counted by l10n and pocount alone, and otherwise: pocount's end at a
hyphen. They are only printed.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import shutil
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from pathlib import Path
from typing import NamedTuple

from cost import ROOT, Cost, format_rows, machine, run, seconds  # beside this file

sys.path.insert(0, str(ROOT))

from l10n.locales import Locale
from l10n.project import open_project

BASE = "l10n, cold"
POLIB = """
import json
import sys
import polib
counts = []
for path in sys.argv[1:]:
    file = polib.pofile(path)
    lists = (file.translated_entries(), file.fuzzy_entries(), file.untranslated_entries())
    counts.append(list(map(len, lists)))
print(json.dumps(counts))
"""
MSGFMT = (r"(\d+) translated", r"(\d+) fuzzy", r"(\d+) untranslated")


class Counts(NamedTuple):
    """What one program counted; those of two catalogs can be added."""

    translated: int = 0
    fuzzy: int = 0
    untranslated: int = 0
    words: int | None = None
    """Of the source texts of all three."""

    def plus(self, other: Counts) -> Counts:
        """Return the counts of both."""
        return Counts(
            self.translated + other.translated,
            self.fuzzy + other.fuzzy,
            self.untranslated + other.untranslated,
            None if other.words is None else (self.words or 0) + other.words,
        )


Catalogs = dict[str, Locale]
"""The locale of each catalog, by path."""
Found = dict[Locale, Counts]


def count_records(folder: Path, *, is_cold: bool) -> tuple[Cost, Found]:
    """Count a collection's records with l10n, of this checkout."""
    if is_cold:
        for name in ("coverage", "coverage-records"):
            (folder / ".l10n" / name).unlink(missing_ok=True)
    cost, printed = run([sys.executable, "-m", "l10n", "-C", str(folder), "coverage", "--quiet", "--format", "json"])
    found: Found = {}
    for locale, numbers in json.loads(printed)["locales"].items():
        units = numbers["units"]
        found[locale] = Counts(units["done"], units["fuzzy"], units["missing"], numbers["words"]["wanted"])
    return cost, found


def count_with_polib(catalogs: Catalogs) -> tuple[Cost, Found]:
    """Count catalogs with polib."""
    cost, printed = run([sys.executable, "-c", POLIB, *catalogs])
    return cost, add_up(catalogs, (Counts(*numbers) for numbers in json.loads(printed)))


def count_with_msgfmt(program: str, catalogs: Catalogs) -> tuple[Cost, Found]:
    """Count catalogs with GNU's msgfmt, one at a time, which also makes MO files of them, written nowhere."""
    runs = [run([program, "--statistics", "-o", os.devnull, path]) for path in catalogs]
    costs = [cost for cost, _ in runs]
    cost = Cost(sum(cost.cpu for cost in costs), sum(cost.wall for cost in costs), max(cost.memory for cost in costs))
    return cost, add_up(catalogs, (parse_statistics(printed.decode()) for _, printed in runs))


def parse_statistics(printed: str) -> Counts:
    """Return what `msgfmt --statistics` says; it leaves out what there is none of.

    >>> parse_statistics("1 translated message, 3 untranslated messages.")[:3]
    (1, 0, 3)
    """
    found = (re.search(pattern, printed) for pattern in MSGFMT)
    translated, fuzzy, untranslated = (int(match[1]) if match else 0 for match in found)
    return Counts(translated, fuzzy, untranslated)


def count_with_pocount(program: str, catalogs: Catalogs) -> tuple[Cost, Found]:
    """Count catalogs with the Translate Toolkit."""
    cost, printed = run([program, "--csv", *catalogs])
    lines = printed.decode().splitlines()
    rows = {row["Filename"]: row for row in csv.DictReader(lines[lines.index(next(filter(is_heading, lines))) :])}
    return cost, add_up(catalogs, (parse_row(rows[path]) for path in catalogs))


def parse_row(row: dict[str, str]) -> Counts:
    """Return what a row of pocount's table says."""
    translated, fuzzy, untranslated, words = (
        int(row[name])
        for name in ("Translated Messages", "Fuzzy Messages", "Untranslated Messages", "Total Source Words")
    )
    return Counts(translated, fuzzy, untranslated, words)


def is_heading(line: str) -> bool:
    """Tell whether a line begins pocount's table; warnings may stand in front."""
    return line.startswith("Filename,")


def add_up(catalogs: Catalogs, counts: Iterable[Counts]) -> Found:
    """Return the counts of each locale, of those of each catalog."""
    found: Found = {}
    for locale, count in zip(catalogs.values(), counts, strict=True):
        found[locale] = found.get(locale, Counts()).plus(count)
    return found


def find_programs(folder: Path, peers: Path | None) -> Iterator[tuple[str, Callable[[], tuple[Cost, Found]] | None]]:
    """Yield each program by name with what runs it; None for one that is not installed."""
    files = open_project(folder).find_catalog_files()
    catalogs = {str(folder / path): found.locale for path, (found, _) in files.items() if found.locale is not None}
    where = None if peers is None else str(peers)
    msgfmt, pocount = shutil.which("msgfmt"), shutil.which("pocount", path=where)
    yield BASE, lambda: count_records(folder, is_cold=True)
    yield "l10n, nothing changed", lambda: count_records(folder, is_cold=False)
    yield "polib", lambda: count_with_polib(catalogs)
    yield "msgfmt --statistics", (lambda: count_with_msgfmt(msgfmt, catalogs)) if msgfmt else None
    yield "pocount", (lambda: count_with_pocount(pocount, catalogs)) if pocount else None


def find_differences(counted: dict[str, Found]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each locale in which what a program counted in catalogs is not what l10n did in records."""
    for name, found in counted.items():
        for locale, own in counted[BASE].items():
            counts = found.get(locale, Counts())[:3]
            if counts != own[:3]:
                yield name, locale, *(f"{a:,} ({a - b:+,})" for a, b in zip(counts, own[:3], strict=True))


def say_words(counted: dict[str, Found]) -> Iterator[str]:
    """Yield how many words each program counted in the sources, of those that count words."""
    for name, found in counted.items():
        words = [counts.words for counts in found.values() if counts.words is not None]
        if words:
            yield f"{name} {sum(words):,}"


def format_costs(costs: dict[str, list[Cost]]) -> str:
    """Return a table of the medians, between the least and the greatest; the last columns are beside the base's."""
    rows = [("", "elapsed", "CPU", "peak memory", "times elapsed", "times CPU")]
    base_wall, base_cpu, _ = medians(costs[BASE])
    for name, found in costs.items():
        wall, cpu, memory = medians(found)
        elapsed, used = spread([cost.wall for cost in found]), spread([cost.cpu for cost in found])
        rows.append((name, elapsed, used, f"{memory:,.0f} MB", f"{wall / base_wall:.2g}", f"{cpu / base_cpu:.2g}"))
    return format_rows(rows)


def medians(costs: list[Cost]) -> tuple[float, float, float]:
    """Return the medians of seconds elapsed and used, and of memory."""
    wall, cpu, memory = zip(*((cost.wall, cost.cpu, cost.memory) for cost in costs), strict=True)
    return statistics.median(wall), statistics.median(cpu), statistics.median(memory)


def spread(values: list[float]) -> str:
    """Return the median of seconds, and the least and the greatest.

    >>> spread([1.5, 1.25, 4])
    '1.50 s (1.25 s - 4.00 s)'
    """
    return f"{seconds(statistics.median(values))} ({seconds(min(values))} - {seconds(max(values))})"


def main() -> int:
    """Measure, compare, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path, help="a collection with catalogs")
    parser.add_argument("--peers", type=Path, metavar="DIR", help="where pocount is (default: on PATH)")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="default: %(default)s")
    args = parser.parse_args()
    os.environ |= {"LC_ALL": "C.UTF-8", "LANGUAGE": ""}  # what msgfmt prints is read
    programs = dict(find_programs(args.directory, args.peers))
    for name in [name for name, program in programs.items() if program is None]:
        print(f"{name} is not installed, left out", file=sys.stderr)
    costs: dict[str, list[Cost]] = {}
    counted: dict[str, Found] = {}
    for number in range(args.runs):
        for name, program in programs.items():
            if program is not None:
                cost, counted[name] = program()
                costs.setdefault(name, []).append(cost)
                print(f"run {number + 1} of {args.runs}: {name}: {seconds(cost.wall)}", file=sys.stderr)
    print_costs(costs, counted[BASE])
    return compare(counted)


def print_costs(costs: dict[str, list[Cost]], found: Found) -> None:
    """Print what was counted, and what it cost."""
    here, total = machine(), reduce(Counts.plus, found.values(), Counts())
    print(f"Python {here['python']}, {here['system']} {here['architecture']}, {here['cores']} cores")
    print(
        f"{total.translated:,} translated, {total.fuzzy:,} fuzzy, {total.untranslated:,} untranslated"
        f" in {len(found)} locales"
    )
    print(f"{len(costs[BASE])} runs: medians (least - greatest)\n\n{format_costs(costs)}\n")


def compare(counted: dict[str, Found]) -> int:
    """Print whether all counted the same; return the exit status."""
    print(f"Words of the sources, which are not defined alike: {'; '.join(say_words(counted))}")
    differences = list(find_differences(counted))
    if differences:
        heading = ("program", "locale", "translated", "fuzzy", "untranslated")
        print(f"The counts differ (beside what was expected):\n\n{format_rows([heading, *differences])}")
        return 1
    print(f"All else is counted alike in every locale by {', '.join(counted)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
