"""Measure language detection on labelled texts: accuracy, what the checks catch and what they wrongly report, speed.

    .venv/bin/python tools/bench/language.py TEXTS.jsonl.xz

Each line is {"lang": …, "bucket": …, "text": …}, the bucket being how long the text is. Half of the texts, by a digest
of each, were used to choose the margins of `l10n.detection`; the other half was not, and is shown apart.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from l10n.checks import CHECKS, CheckedUnit
from l10n.detection import Detector, EldcModel, LangdetectModel, find_better, find_detector
from l10n.language import identify_surely
from l10n.locales import Locale, canonical_locale
from l10n.schema import Field, FieldKind

LOCALES = tuple(Locale(code) for code in ("en", "ru", "lv", "pl", "lt", "et", "uk", "de", "fr"))
CHECK_IDS = ("wrong-script", "foreign-letters", "wrong-language")
PROSE = Field(name="body", kind=FieldKind.TEXT, label="Body")
LONG = ("3-5", "6-12", "30+")
"""The buckets of three words and more."""


class Labelled(NamedTuple):
    """A text, and what it is."""

    locale: Locale
    bucket: str
    text: str

    @property
    def is_aside(self) -> bool:
        """Whether it is of the half that no margin was chosen on."""
        return int(hashlib.sha256(self.text.encode()).hexdigest()[0], 16) >= 8  # noqa: PLR2004 (half of 16)


def read_texts(path: Path) -> list[Labelled]:
    """Return the labelled texts of a file."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        return [Labelled(canonical_locale(row["lang"]), row["bucket"], row["text"]) for row in rows]


def pick_best(detector: Detector) -> Callable[[str], str]:
    """Return what finds the best of `LOCALES` for a text, as a detector scores them."""
    codes = {detector.code(locale): locale for locale in LOCALES}

    def pick(text: str) -> str:
        scores = detector.scores(text)
        known = [code for code in codes if code in scores]
        return codes[max(known, key=lambda code: scores[str(code)])] if known else ""

    return pick


def find_pickers() -> dict[str, Callable[[str], str]]:
    """Return every detector that is installed, ours and others, choosing among `LOCALES`."""
    found: dict[str, Callable[[str], str]] = {"langdetect, summed": pick_best(LangdetectModel())}
    if find_spec("eldc"):
        found["eldc"] = pick_best(EldcModel())
    found["langdetect, as it samples"] = _sample
    return found


def _sample(text: str) -> str:
    from langdetect import LangDetectException, detector_factory

    detector_factory.init_factory()
    detector = detector_factory._factory.create()  # noqa: SLF001 (its public functions take no candidates)
    detector.seed = 0
    detector.set_prior_map(dict.fromkeys(LOCALES, 1.0))
    try:
        detector.append(text)
        return str(detector.detect())
    except LangDetectException:
        return ""


def measure_accuracy(pick: Callable[[str], str], texts: Iterable[Labelled]) -> dict[str, Any]:
    """Return the part of the texts of each bucket that a detector names right, and texts per CPU second."""
    right, all_ = Counter[str](), Counter[str]()
    start = time.process_time()
    for text in texts:
        all_[text.bucket] += 1
        right[text.bucket] += pick(text.text) == text.locale
    seconds = time.process_time() - start
    return {
        "right": {bucket: right[bucket] / all_[bucket] for bucket in all_},
        "texts_per_second": all_.total() / seconds,
    }


def measure_checks(detector: str, texts: Iterable[Labelled]) -> dict[str, Any]:
    """Return, by bucket, the part of wrongly filed texts that the checks report, and of rightly filed ones.

    `detector` is the one that they ask.
    """
    os.environ["L10N_DETECTOR"] = detector
    find_detector.cache_clear()
    find_better.cache_clear()
    caught, wrong, false, right = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for text in texts:
        for locale in LOCALES:
            is_found = any(_reports(text.text, locale))
            if locale == text.locale:
                right[text.bucket] += 1
                false[text.bucket] += is_found
            else:
                wrong[text.bucket] += 1
                caught[text.bucket] += is_found
    rows = {
        bucket: {"caught": caught[bucket] / wrong[bucket], "false": _part(false[bucket], right[bucket])}
        for bucket in wrong
    }
    rows["3 words and more"] = {
        "caught": _part(sum(caught[bucket] for bucket in LONG), sum(wrong[bucket] for bucket in LONG)),
        "false": _part(sum(false[bucket] for bucket in LONG), sum(right[bucket] for bucket in LONG)),
    }
    return rows


def _part(number: int, whole: int) -> float:
    return number / whole if whole else 0.0


def _reports(text: str, locale: Locale) -> Iterator[bool]:
    others: dict[str, str] = {str(code): "x" for code in LOCALES} | {str(locale): text}
    unit = CheckedUnit(key="event/a/body/p1", text=text, locale=locale, field=PROSE, others=others)
    for name in CHECK_IDS:
        yield any(CHECKS[name].rule(unit))


def measure_answers(texts: Iterable[Labelled]) -> dict[str, Any]:
    """Return, by bucket, which part of undeclared texts is answered at import, and which part of that right."""
    all_, answered, right = Counter[str](), Counter[str](), Counter[str]()
    for text in texts:
        found = identify_surely([text.text], LOCALES)
        all_[text.bucket] += 1
        answered[text.bucket] += found is not None
        right[text.bucket] += found == text.locale
    rows = {
        name: {"answered": answered[name] / all_[name], "right": _part(right[name], answered[name])} for name in all_
    }
    total = {"answered": answered.total() / all_.total(), "right": _part(right.total(), answered.total())}
    return rows | {"all": total}


def format_figures(figures: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of both tables."""
    buckets = sorted(next(iter(figures["detectors"].values()))["right"])
    yield f"{'named right, of nine locales':30}" + "".join(f"{bucket:>10}" for bucket in buckets) + f"{'texts/s':>12}"
    for name, row in figures["detectors"].items():
        parts = "".join(f"{row['right'][bucket]:>10.1%}" for bucket in buckets)
        yield f"{name:30}{parts}{row['texts_per_second']:>12,.0f}"
    for half, rows in figures["checks"].items():
        yield from _format_rows(f"checks, {half}", rows, "caught", "false")
    yield from _format_rows("import of undeclared text", figures["answers"], "answered", "right")


def _format_rows(title: str, rows: dict[str, Any], *columns: str) -> Iterator[str]:
    yield ""
    yield f"{title:30}" + "".join(f"{column:>10}" for column in columns)
    for bucket, row in sorted(rows.items()):
        yield f"{bucket:30}" + "".join(f"{row[column]:>10.2%}" for column in columns)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("texts", type=Path, help="the labelled texts, JSON lines, perhaps in .xz")
    parser.add_argument("--format", choices=("text", "json"), default="text")
    args = parser.parse_args()
    texts = read_texts(args.texts)
    own = [text for text in texts if text.locale in LOCALES]
    figures: dict[str, Any] = {
        "detectors": {name: measure_accuracy(pick, own) for name, pick in find_pickers().items()},
        "checks": {
            f"{name}, {half}": measure_checks(name, (text for text in texts if text.is_aside == is_aside))
            for name in ("langdetect", *(("eldc",) if find_spec("eldc") else ()))
            for half, is_aside in (("half used", False), ("half aside", True))
        },
        "answers": measure_answers(own),
    }
    print(json.dumps(figures, indent=2) if args.format == "json" else "\n".join(format_figures(figures)))


if __name__ == "__main__":
    main()
