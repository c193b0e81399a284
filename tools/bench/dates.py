"""Dates: how long one takes to read, to sort by and to write, beside the libraries that read EDTF.

    python tools/bench/dates.py [--values 5000]

`edtf` and `babel-edtf` are compared where they are installed. Every value is new to the program: nothing is remembered.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from random import Random
from time import perf_counter

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from l10n.dates import read_date  # noqa: E402 (after the path is set)
from l10n.dates.format import format_date  # noqa: E402
from l10n.dates.spans import sort_key  # noqa: E402
from l10n.locales import Locale  # noqa: E402

OTHERS = 100
"""How many values the slow libraries get."""
FORMS = ("{0}", "{0}~", "{0}?", "{0}/{1}", "{0}/..", "{0}-21", "{0}-0{2}", "{0}-0{2}-1{2}", "{0}-0{2}/{1}")


def main() -> None:
    """Print microseconds a value."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--values", type=int, default=5000)
    values = make_values(parser.parse_args().values)
    ours: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("read", read_date),
        ("read again", read_date),
        ("sort_key", sort_key),
        *((f"format {code}", lambda value, code=code: format_date(value, Locale(code))) for code in ("ru", "lv", "fr")),
    )
    format_date("1918", Locale("ru"))
    for name, function in ours:
        report(name, function, values)
    for module, path in (("edtf", "edtf.parse_edtf"), ("babel_edtf", "babel_edtf.format_edtf")):
        if find_spec(module) is None:
            print(f"{path:24} not installed")
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            report(path, getattr(import_module(module), path.partition(".")[2]), values[:OTHERS])


def make_values(count: int) -> list[str]:
    """Return different values of all common forms, the same ones each time."""
    random = Random(1918)  # noqa: S311 (no secret)
    found: dict[str, None] = {}
    while len(found) < count:
        year = random.randrange(1000, 3000)
        found[random.choice(FORMS).format(year, year + random.randrange(1, 90), random.randrange(1, 10))] = None
    return list(found)


def report(name: str, function: Callable[[str], object], values: Iterable[str]) -> None:
    """Print how long a function takes, and how many values it refused."""
    start, count, refused = perf_counter(), 0, 0
    for value in values:
        count += 1
        try:
            function(value)
        except Exception:  # noqa: BLE001 (what another library raises is its own)
            refused += 1
    print(
        f"{name:24} {(perf_counter() - start) / count * 1e6:10.1f} µs" + (f"  ({refused} refused)" if refused else "")
    )


if __name__ == "__main__":
    main()
