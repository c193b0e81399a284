"""Measures the checks: units a second and core, what each check costs, and pofilter on the same file where installed.

    tools/bench/checks.py [--units N] [--po FILE]

The units are made of the demo's texts, each translation beside its source, again and again with another number in it;
for the last rows with another word in place of the number, so that as many texts have facts as in the demo.
Measured is the time of the processor, so that other work on the machine matters less.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from time import process_time

from l10n.checks import CHECKS, Check, CheckedUnit, Scope
from l10n.checks.plan import Plan
from l10n.checks.runner import check_catalog
from l10n.locales import Locale
from l10n.model import Catalog, Unit
from l10n.plurals import plural_forms
from l10n.po import format_po, new_header, parse_po
from l10n.project import open_project
from l10n.records import iter_units

ROOT = Path(__file__).resolve().parents[2]
TARGET = Locale("ru")
FORM = ("character", "loss", "markup", "punctuation", "quotation", "sameness", "silence", "space")
"""The families that need no more than the two texts."""
SLOW = ("language",)
"""The families that are measured by themselves: they are slower by design."""


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--units", type=int, default=20_000, metavar="N", help="how many units to make")
    parser.add_argument("--po", metavar="FILE", help="measure on a catalog of your own")
    args = parser.parse_args()
    catalog = parse_po(Path(args.po).read_bytes()) if args.po else make_catalog(args.units)
    units = [unit for unit in catalog.units if unit.has_target]
    letters = sum(len(unit.target) for unit in units)
    print(f"{len(units):,} units, {letters // max(len(units), 1)} characters each")
    costs = {name: measure_rule(CHECKS[name], units) for name in CHECKS.names if CHECKS[name].scope is Scope.UNIT}
    for name, cost in sorted(costs.items(), key=lambda pair: -pair[1]):
        print(f"{name:24}{CHECKS[name].family:14}{cost * 1e6:8.2f} µs a unit")
    print_speeds(catalog, len(units))
    if not args.po:
        print("with a word instead of the number:")
        print_speeds(make_catalog(args.units, word), args.units)
    compare(catalog, len(units))
    return 0


def print_speeds(catalog: Catalog, count: int) -> None:
    """Print how many units a second the families together check."""
    fast = [name for name in CHECKS.names if CHECKS[name].family not in SLOW]
    form = [name for name in fast if CHECKS[name].family in FORM]
    for label, names in (("all but language", fast), ("those of form", form)):
        print(f"{label:38}{count / measure(catalog, names):10,.0f} units/s")


def measure(catalog: Catalog, names: list[str], times: int = 3) -> float:
    """Return the seconds that some checks take, the best of a few times."""
    return min(
        _timed(lambda: check_catalog(catalog, Plan(names), locale=TARGET, source_locale="en")) for _ in range(times)
    )


def measure_rule(check: Check, units: list[Unit]) -> float:
    """Return the seconds that one check takes a unit."""
    texts = [
        CheckedUnit(key=unit.key or "", text=unit.target, locale=TARGET, source=unit.source, source_locale="en")
        for unit in units
    ]

    def work() -> None:
        for text in texts:
            for _ in check.rule(text):
                pass

    return min(_timed(work) for _ in range(3)) / max(len(units), 1)


def _timed(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


def word(number: int) -> str:
    """Return a word of small letters for a number, another one for each.

    >>> word(0), word(27)
    ('a', 'bb')
    """
    rest, last = divmod(number, 26)
    return (word(rest) if rest else "") + chr(ord("a") + last)


def make_catalog(count: int, name: Callable[[int], str] = str) -> Catalog:
    """Return a catalog of the demo's texts, repeated, each time with another name behind it."""
    units = tuple(
        Unit(key=f"event/e{n}/title", source=f"{source} {name(n)}", targets=(f"{target} {name(n)}",))
        for n, (source, target) in enumerate(islice(cycle(_pairs()), count))
    )
    header = new_header({"Language": TARGET, "Plural-Forms": plural_forms(TARGET)})
    return Catalog(header=header, units=units)


def _pairs() -> Iterator[tuple[str, str]]:
    project = open_project(ROOT)
    for record in project.iter_records():
        for unit in iter_units(record, project.schema):
            if "en" in unit.texts and TARGET in unit.texts:
                yield unit.texts["en"], unit.texts[TARGET]


def compare(catalog: Catalog, count: int) -> None:
    """Print how fast pofilter of the Translate Toolkit is on the same file."""
    pofilter = shutil.which("pofilter") or shutil.which("pofilter", path=str(Path(sys.executable).parent))
    if pofilter is None:
        print("pofilter is not installed (pip install translate-toolkit)")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalog.po"
        path.write_bytes(format_po(catalog))
        command = [pofilter, str(path), str(Path(folder) / "out.po")]
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run(command, check=True, capture_output=True)
        seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    print(f"{'pofilter, start included':38}{count / seconds:10,.0f} units/s")


if __name__ == "__main__":
    sys.exit(main())
