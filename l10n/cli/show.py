"""`l10n show`: a record as readers see it, each text with the locale that it is really in."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from l10n.cli import OK
from l10n.cli.terminal import has_terminal_color, output_encoding, print_lines, terminal_width
from l10n.errors import UnknownNameError, suggest
from l10n.locales import Locale
from l10n.project import Project, open_project
from l10n.records import Record, id_problem, iter_references
from l10n.served import ServedRecord, collect_labels, serve_record
from l10n.words import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("key", metavar="KEY", help=tr("the record: TYPE/ID"))
    parser.add_argument(
        "--locale", metavar="LOCALE", help=tr("whose readers (default: those of every locale, in short)")
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help=tr("how to print the record"))


def run(args: argparse.Namespace) -> int:
    """Print what readers of a locale see of a record, or how much of it is in each locale."""
    project = open_project(args.directory)
    locales = project.schema.locales if args.locale is None else (_known_locale(args.locale, project),)
    record = _find_record(project, args.key)
    links = dict.fromkeys(key for _, key in iter_references(record, project.schema))
    labels = collect_labels((record, *project.find_records(links).values()), project.schema)
    served = [serve_record(record, locale, project.schema, labels) for locale in locales]
    if args.format == "json":
        from l10n.reports.record import format_overview_json, format_served_json

        sys.stdout.write(format_served_json(served[0]) if args.locale else format_overview_json(served))
    else:
        print_lines(_format_text(served, is_overview=args.locale is None, quiet=args.quiet))
    return OK


def _format_text(served: list[ServedRecord], *, is_overview: bool, quiet: bool) -> Iterator[str]:
    from l10n.reports.record import format_overview, format_served, format_summary

    width, color, encoding = terminal_width(), has_terminal_color(), output_encoding()
    if is_overview:
        yield from format_overview(served, width=width, color=color, encoding=encoding)
        return
    yield from format_served(served[0], width=width, color=color, encoding=encoding)
    if not quiet:
        yield from ("", *format_summary(served[0], width=width))


def _known_locale(code: str, project: Project) -> Locale:
    locales = project.schema.locales
    if code in locales:
        return Locale(code)
    expected = f"expected one of {', '.join(locales)}{suggest(code, locales)}"
    raise UnknownNameError(f"there is no locale {code!r} in this collection, {expected}")


def _find_record(project: Project, key: str) -> Record:
    """Return the record of a key; raise UnknownNameError, naming the one that was probably meant."""
    type_name, _, record_id = key.partition("/")
    if type_name in project.schema.types and not id_problem(record_id):
        found = project.find_records((key,)).get(key)
        if found is not None:
            return found
    message = f"there is no record {key!r} in this collection, expected TYPE/ID{_suggest_key(project, key)}"
    raise UnknownNameError(message)


def _suggest_key(project: Project, key: str) -> str:
    """Return `; did you mean …?` for the record of this id in another type, else for the nearest key."""
    from rapidfuzz.process import extract

    keys = list(_iter_keys(project))
    same_id = [known for known in keys if known.partition("/")[2] == key.rpartition("/")[2]]
    nearest = [known for known, _, _ in extract(key, keys, limit=20)]
    return f"; did you mean {same_id[0]!r}?" if same_id else suggest(key, nearest)


def _iter_keys(project: Project) -> Iterator[str]:
    """Yield the key of every record, reading only files that hold more than one."""
    for path in project.find_record_files():
        if path.endswith(".jsonl"):
            yield from (record.key for record in project.load_record_file(path).records if record is not None)
        else:
            yield path.removeprefix("records/").removesuffix(".json")
