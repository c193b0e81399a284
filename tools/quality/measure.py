"""Measure checkers on the published test: which planted errors each finds, and at which correct texts it alarms.

    .venv/bin/python tools/quality/measure.py --others --verbose

An error is found if, on the wrong text, a test alarms that does not alarm on the correct one. Any test counts: an
editor who is sent to the text sees what is wrong with it. An alarm on a correct translation is a false one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from checkers import OTHERS, Alarms, Sample, find_others, run_l10n
from texts import Planted, Text, iter_planted, load_texts

OURS = "l10n check"


class FalseAlarm(NamedTuple):
    """An alarm at a correct translation."""

    text: Text
    locale: str
    tests: tuple[str, ...]


class Result(NamedTuple):
    """What a checker made of the test, or of a part of it."""

    planted: Counter[str]
    """How many errors of each kind there are."""
    found: Counter[str]
    missed: tuple[Planted, ...]
    translations: int
    false: tuple[FalseAlarm, ...]

    @property
    def recall(self) -> float:
        """The part of the planted errors that was found, 0 to 1."""
        return self.found.total() / self.planted.total()

    @property
    def false_rate(self) -> float:
        """The part of the correct translations with an alarm, 0 to 1."""
        return len(self.false) / self.translations


def measure(names: Iterable[str], programs: Mapping[str, str], part: str) -> dict[str, Result]:
    """Return what each of the checkers makes of a part of the test: `tuned`, `aside` or `all`."""
    texts = {id_: text for id_, text in load_texts().items() if part == "all" or text.is_aside == (part == "aside")}
    planted = [error for error in iter_planted(load_texts()) if error.of.id in texts]
    correct = [Sample(text.id, text, text.texts) for text in texts.values()]
    wrong = [Sample(error.id, error.of, {**error.of.texts, error.locale: error.text}) for error in planted]
    results = {}
    for name in names:
        samples = [*correct, *wrong]
        alarms = run_l10n(samples) if name == OURS else OTHERS[name](samples, programs[name])
        results[name] = _result(texts, planted, alarms)
    return results


def _result(texts: Mapping[str, Text], planted: Iterable[Planted], alarms: Alarms) -> Result:
    all_, found, missed = Counter[str](), Counter[str](), []
    for error in planted:
        all_[error.kind] += 1
        new = alarms.get((error.id, error.locale), set()) - alarms.get((error.of.id, error.locale), set())
        if new:
            found[error.kind] += 1
        else:
            missed.append(error)
    places = [(text, locale) for text in texts.values() for locale in text.locales]
    false = (FalseAlarm(text, locale, tuple(sorted(alarms.get((text.id, locale), ())))) for text, locale in places)
    return Result(all_, found, tuple(missed), len(places), tuple(one for one in false if one.tests))


def format_results(results: Mapping[str, Result]) -> Iterator[str]:
    """Yield the lines of a table: errors found of each kind, then in all, then the false alarms."""
    names = list(results)
    first = results[names[0]]
    yield f"{'found':24}" + "".join(f"{name:>14}" for name in names)
    for kind, number in first.planted.items():
        yield f"{kind:24}" + "".join(f"{f'{results[name].found[kind]}/{number}':>14}" for name in names)
    yield f"{'of all planted errors':24}" + "".join(f"{results[name].recall:>14.1%}" for name in names)
    yield ""
    yield f"{'false alarms':24}" + "".join(f"{len(results[name].false):>14}" for name in names)
    yield f"{f'of {first.translations} translations':24}" + "".join(
        f"{results[name].false_rate:>14.1%}" for name in names
    )


def format_details(result: Result) -> Iterator[str]:
    """Yield a line for every error that was missed and every false alarm."""
    for error in result.missed:
        yield f"missed {error.id} [{error.locale}] {error.of.id}: {error.text!r}"
    for one in result.false:
        yield f"false {', '.join(one.tests)} [{one.locale}] {one.text.id}: {one.text.texts[one.locale]!r}"


def results_value(results: Mapping[str, Result]) -> dict[str, Any]:
    """Return the figures as JSON has them."""
    return {
        name: {
            "kinds": {kind: {"planted": n, "found": result.found[kind]} for kind, n in result.planted.items()},
            "planted": result.planted.total(),
            "found": result.found.total(),
            "translations": result.translations,
            "false": len(result.false),
        }
        for name, result in results.items()
    }


def main() -> int:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--part", choices=("tuned", "aside", "all"), default="all", help="which texts (default: all)")
    parser.add_argument("--others", action="store_true", help="measure other checkers that are installed, too")
    parser.add_argument("--path", default="", metavar="DIR", help="where to look for the others before PATH")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    parser.add_argument("--verbose", action="store_true", help="list what l10n missed, and its false alarms")
    args = parser.parse_args()
    programs = find_others(args.path) if args.others else {}
    results = measure([OURS, *programs], programs, args.part)
    if args.format == "json":
        print(json.dumps({"version": 1, "part": args.part, "checkers": results_value(results)}, indent=2))
        return 0
    if args.verbose:
        print("\n".join([*format_details(results[OURS]), ""]))
    print("\n".join(format_results(results)))
    lacking = [name for name in OTHERS if args.others and name not in programs]
    if lacking:
        print(f"\nnot installed: {', '.join(lacking)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
