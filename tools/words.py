"""The workshop of the program's words: gathers them from the code, brings their catalogs up to date, checks both.

`extract` writes locales/l10n.pot from the code. `update` extracts, then brings the catalogs of the languages named up
to date, or all; it makes those that are missing. `check` says what is wrong; its exit status is then 1.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from babel.messages.extract import extract_from_dir
from msgspec.structs import replace
from rapidfuzz import fuzz, process

from l10n.errors import L10nError
from l10n.imports import IMPORTERS
from l10n.locales import canonical_locale, locale_from_posix, posix_locale
from l10n.model import Catalog, Previous, Unit
from l10n.plurals import plural_forms
from l10n.po import find_po_problems, format_po, new_header, parse_po, with_header_field
from l10n.wordbook import DOMAIN, SOURCES

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = SOURCES / f"{DOMAIN}.pot"
KEYWORDS = {
    "tr": None,
    "mark": None,
    "trn": (1, 2),
    "markn": (1, 2),
    "trp": ((1, "c"), 2),
    "markp": ((1, "c"), 2),
}
"""The functions of l10n.words, and which of their arguments are texts: `c` is a context."""
COMMENTS = "Translators:"
"""Begins a comment in the code that goes to translators."""
COMPLETE = ("ru", "lv", "pl")
"""The languages that must lack nothing; English is the source."""
NEAR = 75
"""From which likeness on, in percent, a text that is gone lends its translation to a new one, as fuzzy."""

_CREATED = "POT-Creation-Date"
_PLACEHOLDER = re.compile(r"\{([a-z_]+)[^}]*\}")
_CODE = re.compile(r"`[^`]+`")
_PERCENT = re.compile(r"%+[A-Za-z(]")
_BRACKETED = re.compile(r"\[[a-z]\]")

Identity = tuple[str | None, str]
"""A text's context and the text."""


# --- from the code to the template ------------------------------------------------------------------------


def gather() -> list[Unit]:
    """Return the texts of the code, each once, in the order of files and lines."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    mappings: list[dict[str, Any]] = settings["tool"]["babel"]["mappings"]
    own: dict[str, Any] = {"python": extract_python}
    methods = [(mapping["pattern"], own.get(mapping["method"], mapping["method"])) for mapping in mappings]
    options = {mapping["pattern"]: mapping for mapping in mappings}
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, [COMMENTS], strip_comment_tags=True)
    units: dict[Identity, Unit] = {}
    for path, _, text, notes, context in sorted(found, key=lambda place: place[:2]):
        add(units, make_unit(path, text, notes, context))
    for name in IMPORTERS.names:
        text = (IMPORTERS[name].__doc__ or "").strip().split("\n")[0]
        add(units, make_unit("l10n/imports/__init__.py", text, [f"what the import format {name} reads"], None))
    return list(units.values())


def extract_python(
    file: IO[bytes], keywords: Collection[str], comment_tags: Sequence[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, str, tuple[str | None, ...], list[str]]]:
    """Yield (line, function, arguments, comments) of every call of one of the functions `keywords`.

    It is a method of extraction as Babel has them. Babel's own sees no call inside an f-string before Python 3.12:
    the template would depend on the Python that makes it.
    """
    code = file.read().decode(options.get("encoding", "utf-8"))
    lines = code.splitlines()
    for node in ast.walk(ast.parse(code)):
        for number, function, texts in find_texts(node, keywords) if isinstance(node, ast.Call) else ():
            yield number, function, texts, list(comments_above(lines, number, comment_tags))


def find_texts(call: ast.Call, keywords: Collection[str]) -> Iterator[tuple[int, str, tuple[str | None, ...]]]:
    """Yield (line, function, arguments) of a call, and of each of those that `map(mark, ("one", "another"))` makes."""
    name, arguments = function_name(call.func), call.args
    if name in keywords:
        yield call.lineno, name, tuple(map(literal, arguments))
    elif name == "map" and (mapped := function_name(arguments[0])) in keywords:
        for item in getattr(arguments[1], "elts", ()):
            yield item.lineno, mapped, (literal(item),)


def function_name(node: ast.expr) -> str:
    """Return the name that a function is called by, without the module's."""
    return str(getattr(node, "id", getattr(node, "attr", "")))


def literal(node: ast.expr) -> str | None:
    """Return a text that stands in the code as it is, else None."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def comments_above(lines: Sequence[str], number: int, tags: Sequence[str]) -> Iterator[str]:
    """Yield the comment lines right above a line, from the one that begins with a tag on."""
    block: list[str] = []
    while number > 1 and lines[number - 2].lstrip().startswith("#"):
        number -= 1
        block.insert(0, lines[number - 1].lstrip().removeprefix("#").strip())
    first = next((n for n, line in enumerate(block) if line.startswith(tuple(tags))), len(block))
    yield from block[first:]


def make_unit(path: str, text: str | tuple[str, ...], notes: Iterable[str], context: str | None) -> Unit:
    """Return a text as a template has it; the file's name is enough, for line numbers change all the time."""
    source, plural = (text, None) if isinstance(text, str) else (text[0], text[1])
    note = " ".join(line.strip() for line in notes)
    return Unit(
        key=context,
        source=source,
        source_plural=plural,
        targets=("",) if plural is None else ("", ""),
        notes=(note,) if note else (),
        references=(f"../{path}",),
        flags=("python-brace-format",) if _PLACEHOLDER.search(source + (plural or "")) else (),
    )


def add(units: dict[Identity, Unit], unit: Unit) -> None:
    """Add a text, or the place where one stands again; raise ValueError if it has two plurals."""
    held = units.setdefault((unit.key, unit.source), unit)
    if held.source_plural != unit.source_plural:
        raise ValueError(f"found two plurals of {unit.source!r}: {held.source_plural!r} and {unit.source_plural!r}")
    units[unit.key, unit.source] = held.with_changes(
        notes=tuple(dict.fromkeys((*held.notes, *unit.notes))),
        references=tuple(dict.fromkeys((*held.references, *unit.references))),
    )


def make_template(old: Catalog | None) -> Catalog:
    """Return the template of the code as it is; its date moves only with the set of texts."""
    units = gather()
    if old is None:
        return Catalog(header=new_header(header_fields(None, now())), units=tuple(units))
    held = {(unit.key, unit.source): unit for unit in old.units}
    new = replace(old, units=tuple(same_or(held.get((unit.key, unit.source)), unit) for unit in units))
    wanted = {(unit.key, unit.source, unit.source_plural) for unit in units}
    is_same = wanted == {(unit.key, unit.source, unit.source_plural) for unit in old.units}
    return new if is_same else with_header_field(new, _CREATED, now())


def same_or(held: Unit | None, unit: Unit) -> Unit:
    """Return what stands in the file if it says the same, so that its bytes stay."""
    return held if held == unit else unit


def now() -> str:
    """Return the minute as headers write it."""
    return datetime.now(UTC).strftime("%Y-%m-%d %H:%M+0000")


def header_fields(locale: str | None, created: str) -> dict[str, str]:
    """Return the header of a new template or catalog."""
    known = None if locale is None else canonical_locale(locale)
    return {
        "Project-Id-Version": DOMAIN,
        "Report-Msgid-Bugs-To": "",
        _CREATED: created,
        "PO-Revision-Date": created,
        "Last-Translator": "",
        "Language-Team": "",
        "Language": posix_locale(known) if known else "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        **({"Plural-Forms": plural_forms(known)} if known else {}),
        "X-Source-Language": "en",
    }


# --- from the template to the catalogs --------------------------------------------------------------------


def update(old: Catalog | None, template: Catalog, locale: str) -> Catalog:
    """Return a language's catalog with the template's texts in their order; what is gone becomes obsolete."""
    created = template.headers[_CREATED]
    old = old or Catalog(header=new_header(header_fields(locale, created)))
    held = {(unit.key, unit.source): unit for unit in reversed(old.units)}
    wanted = {(unit.key, unit.source) for unit in template.units}
    gone = [unit for identity, unit in held.items() if identity not in wanted and unit.has_target]
    units = []
    for unit in template.units:
        known = held.get((unit.key, unit.source)) or lend(unit, gone)
        units.append(renewed(known, unit, count_forms(old)))
    units += [unit.with_changes(obsolete=True, references=(), notes=()) for unit in reversed(gone)]
    return with_header_field(replace(old, units=tuple(units)), _CREATED, created)


def renewed(held: Unit | None, unit: Unit, forms: int) -> Unit:
    """Return a text of the template with the translation held, if there is one and it has as many forms."""
    empty = ("",) * (1 if unit.source_plural is None else forms)
    if held is None or len(held.targets) != len(empty):
        return unit.with_changes(targets=empty)
    return held.with_changes(
        key=unit.key,
        source=unit.source,
        source_plural=unit.source_plural,
        notes=unit.notes,
        references=unit.references,
        flags=unit.flags,
        obsolete=False,
    )


def lend(unit: Unit, gone: list[Unit]) -> Unit | None:
    """Take the most like text out of those that are gone; return it fuzzy and with what it was made for, or None."""
    sources = {n: old.source for n, old in enumerate(gone) if old.key == unit.key}
    best = process.extractOne(unit.source, sources, scorer=fuzz.ratio, score_cutoff=NEAR)
    if best is None:
        return None
    old = gone.pop(best[2])
    return old.with_changes(fuzzy=True, previous=Previous(source=old.source, source_plural=old.source_plural))


def count_forms(catalog: Catalog) -> int:
    """Return how many plural forms a catalog's language has."""
    found = re.search(r"nplurals=(\d+)", catalog.headers.get("Plural-Forms", ""))
    return int(found[1]) if found else 2


# --- checks -----------------------------------------------------------------------------------------------


def find_problems() -> Iterator[str]:
    """Yield what is wrong with the template and the catalogs, each with the place."""
    held = load(TEMPLATE)
    if held is None or format_po(make_template(held)) != TEMPLATE.read_bytes():
        yield f"{name(TEMPLATE)}: not as the code is: run `python tools/words.py update`"
    for path in catalog_paths():
        for place, problem in find_catalog_problems(path, held):
            yield f"{name(path)}: {place}{problem}"


def find_catalog_problems(path: Path, template: Catalog | None) -> Iterator[tuple[str, str]]:
    """Yield (line and text, problem) of one catalog."""
    try:
        catalog = parse_po(path.read_bytes(), str(path))
    except L10nError as error:
        yield "", str(error)
        return
    yield from (("", str(problem)) for problem in find_po_problems(catalog, name(path)))
    live = [unit for unit in catalog.units if not unit.obsolete]
    texts = [(unit.key, unit.source, unit.source_plural) for unit in live]
    if template and texts != [(unit.key, unit.source, unit.source_plural) for unit in template.units]:
        yield "", "not as the template is: run `python tools/words.py update`"
    is_required = path.parent.parent.name in COMPLETE
    for unit in live:
        for problem in find_unit_problems(unit, count_forms(catalog), is_required=is_required):
            yield f"{unit.line}: {unit.source!r}: ", problem


def find_unit_problems(unit: Unit, forms: int, *, is_required: bool) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    if is_required and (unit.fuzzy or not all(unit.targets)):
        yield "not translated" if not unit.fuzzy else "fuzzy"
    if not unit.has_target or unit.fuzzy:
        return
    if unit.source_plural is not None and (len(unit.targets) != forms or not all(unit.targets)):
        yield f"found {sum(map(bool, unit.targets))} plural forms, expected {forms}"
    for target in filter(None, unit.targets):
        yield from find_target_problems(unit.source_plural or unit.source, target)


def find_target_problems(source: str, target: str) -> Iterator[str]:
    """Yield what a translation lacks, or has too much."""
    for what, pattern in (("placeholders", _PLACEHOLDER), ("code", _CODE), ("keys", _BRACKETED), ("signs", _PERCENT)):
        expected, found = (sorted(set(pattern.findall(text))) for text in (source, target))
        if found != expected:
            yield f"found the {what} {found} in {target!r}, expected {expected}"
    if edges(target) != edges(source):
        yield f"found {target!r}, expected the same white space at its ends"


def edges(text: str) -> tuple[str, str]:
    """Return the spaces and line ends around a text: the program puts it beside others.

    >>> edges("usage: ")
    ('', ' ')
    """
    return text[: len(text) - len(text.lstrip(" \n"))], text[len(text.rstrip(" \n")) :]


# --- files and commands -----------------------------------------------------------------------------------


def name(path: Path) -> str:
    """Return a path as messages show it."""
    return path.relative_to(ROOT).as_posix()


def load(path: Path) -> Catalog | None:
    """Return the catalog in a file, or None where there is none."""
    return parse_po(path.read_bytes(), str(path)) if path.exists() else None


def save(path: Path, catalog: Catalog) -> None:
    """Write a catalog if that changes its file, and say so."""
    data = format_po(catalog)
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    print(f"{name(path)}: written")


def catalog_paths() -> list[Path]:
    """Return the paths of all languages' catalogs."""
    return sorted(SOURCES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def extract() -> Catalog:
    """Bring the template up to date with the code."""
    template = make_template(load(TEMPLATE))
    save(TEMPLATE, template)
    return template


def update_all(locales: Sequence[str]) -> None:
    """Bring the template and the catalogs of some languages up to date, of all if none is named."""
    template = extract()
    known = [str(locale_from_posix(path.parent.parent.name)) for path in catalog_paths()]
    for locale in map(canonical_locale, locales or known):
        path = SOURCES / posix_locale(locale) / "LC_MESSAGES" / f"{DOMAIN}.po"
        save(path, update(load(path), template, locale))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("extract", "update", "check"))
    parser.add_argument("locales", nargs="*", metavar="LOCALE")
    args = parser.parse_args(arguments)
    if args.command == "check":
        problems = list(find_problems())
        print("\n".join(problems) if problems else "words: nothing wrong")
        return int(bool(problems))
    if args.command == "extract":
        extract()
    else:
        update_all(args.locales)
    return 0


if __name__ == "__main__":
    sys.exit(main())
