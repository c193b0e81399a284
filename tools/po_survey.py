"""The PO survey: every PO file below some folders read and written by l10n and by GNU gettext, and what differs.

Run it as `.venv/bin/python tools/po_survey.py FOLDER…`; it needs msgfmt and msgcat. Seven questions of each file: do
both accept it? is it written back byte for byte, as it is and put together from its units? do l10n's two readers see
the same? does it count as `msgfmt --statistics` does? do both see the same units? is what l10n writes anew, unit by
unit, what `msgcat --no-wrap` writes, and `msgcat --width=79`? A file that is there twice counts once. docs/po.md has
the answers of a large run, and says why l10n differs where it means to. Exit status: 0 no difference that docs/po.md
does not explain; 1 differences; 2 no msgfmt.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import po_gnu
from msgspec.structs import replace

from l10n.errors import L10nError
from l10n.model import Catalog, Unit
from l10n.po import count_catalog, count_states, format_po, parse_po
from l10n.po.careful import parse_carefully
from l10n.po.charset import decode, find_codec
from l10n.po.entry import catalog_units

SHOWN = 600
"""How many characters of each side of a difference are printed."""


class Difference(NamedTuple):
    """One difference of one file: which question's, and both answers."""

    question: str
    ours: str
    gnus: str


class Result(NamedTuple):
    """What was found out about one file."""

    path: str
    charset: str
    """In capitals; empty for a file that was refused."""
    units: int
    differences: tuple[Difference, ...]
    excuse: str = ""
    """What docs/po.md says why l10n reads a file otherwise than GNU gettext does."""

    @property
    def is_refused(self) -> bool:
        """Whether l10n refuses the file."""
        return not self.charset


def main() -> int:
    """Look at all files, print what differs, and the figures."""
    parser = argparse.ArgumentParser(description="compare l10n's reading and writing of PO files with GNU gettext's")
    parser.add_argument(
        "folders", nargs="+", metavar="FOLDER", help="where the PO files are; a folder in it is a project"
    )
    parser.add_argument("--most", type=int, help="look at no more files of a project than this (default: at all)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes at once (default: one a core)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print the figures")
    args = parser.parse_args()
    if not po_gnu.version():
        print("survey: msgfmt (GNU gettext) is not installed", file=sys.stderr)
        return 2
    projects = find_files(args.folders, args.most)
    with ProcessPoolExecutor(args.jobs) as pool:
        results = list(pool.map(survey_file, projects, chunksize=16))
    for result in results:
        for difference in result.differences:
            print(format_difference(result.path, difference), file=sys.stderr)
    figures = count(results, projects)
    print(json.dumps(figures, indent=2) if args.format == "json" else format_figures(figures))
    return 1 if any(result.differences for result in results) else 0


def find_files(folders: Iterable[str], most: int | None) -> dict[str, str]:
    """Return the paths of all PO files and templates, each content once, and the project of each.

    Of a project with more than `most` files, those are chosen whose digests come first: all kinds, the same each time.
    """
    found: dict[bytes, tuple[str, str]] = {}
    for folder in map(Path, folders):
        for path in sorted(path for pattern in ("*.po", "*.pot") for path in folder.rglob(pattern) if path.is_file()):
            project = path.relative_to(folder).parts[0] if path.parent != folder else folder.name
            found.setdefault(hashlib.sha256(path.read_bytes()).digest(), (str(path), project))
    numbers: Counter[str] = Counter()
    chosen = {}
    for _, (path_name, project) in sorted(found.items()):
        numbers[project] += 1
        if most is None or numbers[project] <= most:
            chosen[path_name] = project
    return dict(sorted(chosen.items()))


def survey_file(name: str) -> Result:
    """Ask the questions of one file."""
    path = Path(name)
    data, complaint = path.read_bytes(), ""
    try:
        catalog: Catalog | None = parse_po(data)
    except L10nError as error:
        catalog, complaint = None, str(error)
    verdict = po_gnu.judge(data)
    if (verdict.accepts or bool(verdict.excuse)) != (catalog is not None):
        difference = Difference("verdict", complaint or "accepted", verdict.said or "accepted")
        return Result(name, (catalog.charset.upper() if catalog else ""), 0, (difference,))
    if catalog is None:
        return Result(name, "", 0, ())
    is_split = po_gnu.is_split(data, catalog)
    differences = tuple(find_differences(catalog, data, widths=() if is_split else po_gnu.WIDTHS))
    differences += tuple(count_differences(catalog, data, po_gnu.counts(verdict)))
    excuse = "a character ends in a backslash" if is_split else verdict.excuse
    return Result(name, catalog.charset.upper(), len(catalog.units), differences, excuse)


def find_differences(catalog: Catalog, data: bytes, widths: Iterable[int]) -> Iterator[Difference]:
    """Yield what differs in a file that both accept."""
    if format_po(catalog) != data or format_po(replace(catalog, units=tuple(catalog.units))) != data:
        yield Difference("bytes", "", "")
    text = decode(data, find_codec(catalog.charset) or "utf-8").removeprefix("\ufeff")
    careful = parse_carefully(text, "", find_codec(catalog.charset) or "utf-8")
    lines = [[unit.line for unit in catalog_units(one)] for one in (catalog, careful)]
    if (careful.header, careful.units) != (catalog.header, catalog.units) or lines[0] != lines[1]:
        yield Difference("readers", "", "")
    for width in widths:
        expected = po_gnu.rewritten(data, width)
        if expected is None:
            yield Difference("units", "accepted", "msgcat cannot rewrite it")
            return
        ours = po_gnu.like_msgcat(catalog, width)
        if ours == expected:
            continue
        if not width:
            yield from unit_differences(parse_po(ours), parse_po(expected))
        yield Difference(f"written {po_gnu.WIDTHS[width]}", *first_difference(ours, expected))


def count_differences(catalog: Catalog, data: bytes, gnus: tuple[int, int, int] | None) -> Iterator[Difference]:
    """Yield what is counted differently: from bytes, from units, by msgfmt where it counted."""
    ours, of_units = count_states(data), count_catalog(catalog)
    if ours != of_units:
        yield Difference("counts of bytes and units", str(ours), str(of_units))
    like_gnus = count_catalog(po_gnu.with_last_flags(catalog))
    if gnus is not None and (like_gnus.translated, like_gnus.fuzzy, like_gnus.untranslated) != gnus:
        yield Difference("counts", str(ours), str(gnus))


def unit_differences(ours: Catalog, gnus: Catalog) -> Iterator[Difference]:
    """Yield the first unit of which both do not see the same."""
    pairs = zip(catalog_units(ours), catalog_units(gnus), strict=False)
    described = ((describe(a), describe(b)) for a, b in pairs)
    different = next((pair for pair in described if pair[0] != pair[1]), None)
    if different:
        yield Difference("units", *different)
    elif len(ours.units) != len(gnus.units):
        yield Difference("units", f"{len(ours.units)} units", f"{len(gnus.units)} units")


def describe(unit: Unit) -> str:
    """Return a unit's fields in words."""
    return repr(replace(unit, raw="", line=0))


def first_difference(ours: bytes, expected: bytes) -> tuple[str, str]:
    """Return the first paragraphs that differ."""
    pairs = zip(ours.split(b"\n\n"), expected.split(b"\n\n"), strict=False)
    one, other = next(((a, b) for a, b in pairs if a != b), (b"(fewer)", b"(more)"))
    return one.decode("utf-8", "replace"), other.decode("utf-8", "replace")


def format_difference(path: str, difference: Difference) -> str:
    """Return one difference for a person to read."""
    question, ours, gnus = difference
    return f"{path}: {question}\n  ours:  {ours[:SHOWN]!r}\n  GNU's: {gnus[:SHOWN]!r}"


def count(results: list[Result], projects: dict[str, str]) -> dict[str, object]:
    """Return the figures of all files."""
    charsets = Counter(result.charset for result in results if not result.is_refused)
    differences = Counter(difference.question for result in results for difference in result.differences)
    return {
        "gettext": po_gnu.version(),
        "files": len(results),
        "projects": len(set(projects.values())),
        "units": sum(result.units for result in results),
        "refused by both": sum(result.is_refused and not result.differences for result in results),
        "excused": dict(Counter(result.excuse for result in results if result.excuse)),
        "charsets": dict(charsets.most_common()),
        "differences": dict(differences.most_common()),
    }


def format_figures(figures: dict[str, object]) -> str:
    """Return the figures, one a line."""
    lines = []
    for name, value in figures.items():
        text = ", ".join(f"{key} {number:,}" for key, number in value.items()) if isinstance(value, dict) else value
        lines.append(f"{name}: {text:,}" if isinstance(text, int) else f"{name}: {text or 'none'}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
