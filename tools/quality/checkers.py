"""The checkers that are compared: each says which tests alarm at which of some translations."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

import msgspec
from texts import DATES, LOCALES, Text, load_names

from l10n.checks.context import RecordFacts, record_facts
from l10n.checks.plan import Plan
from l10n.checks.runner import check_record
from l10n.config import parse_schema
from l10n.model import Catalog, Unit
from l10n.po import format_po, new_header
from l10n.record_json import parse_record

CONFIG = f"""\
format = 1
name = "The test of checkers"
locales = {{ required = [{", ".join(f'"{locale}"' for locale in LOCALES)}] }}

[types.event.fields]
title = {{ kind = "line" }}
body = {{ kind = "text" }}
date = {{ kind = "date" }}
born = {{ kind = "date" }}
died = {{ kind = "date" }}
linked = {{ kind = "references" }}

[types.person.fields]
name = {{ kind = "name" }}

[types.place.fields]
name = {{ kind = "name" }}
"""
FIELDS = {"text": "body", "line": "title", "name": "name"}


class Sample(NamedTuple):
    """A text in all its locales, as a checker is shown it."""

    id: str
    of: Text
    texts: Mapping[str, str]


Alarms = dict[tuple[str, str], set[str]]
"""{(sample, locale): the tests that alarm there}."""
Finder = Callable[[Path, str], Iterable[tuple[str | int, str]]]
"""(catalog, its locale) -> (context or line, test) of every alarm."""


def run_l10n(samples: Iterable[Sample]) -> Alarms:
    """Return what l10n's own checks find, each sample being a record with those that it links to."""
    schema, plan = parse_schema(CONFIG, "l10n.toml"), Plan()
    alarms: Alarms = {}
    for sample in samples:
        record = parse_record(msgspec.json.encode(_record(sample)), schema)
        known = {record.key: record_facts(record, schema)} | _linked()
        for finding in check_record(record, schema, plan, known).findings:
            alarms.setdefault((sample.id, finding.locale), set()).add(finding.check)
    return alarms


@cache
def _linked() -> dict[str, RecordFacts]:
    return {key: RecordFacts(key=key, names=names, is_name=True) for key, names in load_names().items()}


def _record(sample: Sample) -> dict[str, object]:
    text = sample.of
    is_name = text.kind == "name"
    values: dict[str, object] = {
        locale: {"p1": value} if text.kind == "text" else value for locale, value in sample.texts.items()
    }
    return {
        "id": text.id,
        "type": "person" if is_name else "event",
        "source": text.source,
        FIELDS[text.kind]: values,
    } | (
        {}
        if is_name
        else {"linked": list(text.linked)} | {name: text.dates[name] for name in text.dates if name in DATES}
    )


def run_pofilter(samples: Iterable[Sample], program: str) -> Alarms:
    """Return what translate-toolkit's `pofilter` finds."""
    return _run_on_catalogs(samples, lambda path, locale: _pofilter(path, locale, program))


def run_dennis(samples: Iterable[Sample], program: str) -> Alarms:
    """Return what `dennis-cmd lint` finds."""
    return _run_on_catalogs(samples, lambda path, _: _dennis(path, program))


def run_msgfmt(samples: Iterable[Sample], program: str) -> Alarms:
    """Return what `msgfmt -c` refuses."""
    return _run_on_catalogs(samples, lambda path, _: _msgfmt(path, program))


def find_others(folder: str = "") -> dict[str, str]:
    """Return the other checkers that are installed, in a folder or on PATH: {name: program}."""
    programs = {"pofilter": "pofilter", "dennis": "dennis-cmd", "msgfmt -c": "msgfmt"}
    found = {
        name: shutil.which(program, path=folder or None) or shutil.which(program) for name, program in programs.items()
    }
    return {name: path for name, path in found.items() if path}


OTHERS = {"pofilter": run_pofilter, "dennis": run_dennis, "msgfmt -c": run_msgfmt}


def _run_on_catalogs(samples: Iterable[Sample], find: Finder) -> Alarms:
    """Write one catalog per locale, and return what a checker finds, by sample and locale."""
    held = list(samples)
    alarms: Alarms = {}
    with TemporaryDirectory() as folder:
        for locale in LOCALES:
            path = Path(folder) / f"{locale}.po"
            units = tuple(
                Unit(key=sample.id, source=sample.texts[sample.of.source], targets=(sample.texts[locale],))
                for sample in held
                if sample.of.source != locale
            )
            header = new_header({"Language": locale, "Content-Type": "text/plain; charset=UTF-8"})
            path.write_bytes(format_po(Catalog(header=header, units=units)))
            lines = path.read_text(encoding="utf-8").split("\n")
            for key, test in find(path, locale):
                name = _context(lines, key) if isinstance(key, int) else key
                alarms.setdefault((name, locale), set()).add(test)
    return alarms


def _context(lines: list[str], number: int) -> str:
    """Return the context of the entry that a line, from 1, belongs to."""
    while number > 0 and not lines[number - 1].startswith("msgctxt"):
        number -= 1
    return lines[number - 1].removeprefix('msgctxt "').removesuffix('"') if number else ""


def _pofilter(path: Path, locale: str, program: str) -> Iterable[tuple[str | int, str]]:
    out = path.with_suffix(".found.po")
    command = [program, f"--language={locale}", "--progress=none", str(path), str(out)]
    subprocess.run(command, check=True, capture_output=True)
    tests: list[str] = []
    for line in out.read_text(encoding="utf-8").split("\n") if out.exists() else ():
        if match := re.match(r"# \(pofilter\) (\w+):", line):
            tests.append(match[1])
        elif line.startswith("msgctxt"):
            yield from ((line.removeprefix('msgctxt "').removesuffix('"'), test) for test in tests)
        elif not line:
            tests = []


def _dennis(path: Path, program: str) -> Iterable[tuple[str | int, str]]:
    done = subprocess.run([program, "lint", str(path)], check=False, capture_output=True, text=True)
    test = ""
    for line in done.stdout.split("\n"):
        if match := re.match(r"([EW]\d+): ", line):
            test = match[1]
        elif test and (match := re.match(r"(\d+):msgctxt \"(.*)\"$", line)):
            yield match[2], test
            test = ""


def _msgfmt(path: Path, program: str) -> Iterable[tuple[str | int, str]]:
    command = [program, "-c", "-o", str(path.with_suffix(".mo")), str(path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    for line in done.stderr.split("\n"):
        if match := re.match(rf"{re.escape(str(path))}:(\d+): (.*)", line):
            yield int(match[1]), match[2][:40]
