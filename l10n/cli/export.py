"""`l10n export`: records as readers of each locale see them, in the formats of other worlds."""

from __future__ import annotations

import argparse
import math
import re
import sys
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from l10n.cli import FINDINGS, OK
from l10n.errors import ConfigError, ParseError, Place, UnknownNameError, suggest
from l10n.exports import EXPORTS, Format, Options
from l10n.exports.selection import Selection
from l10n.exports.stream import Stream, StreamedRecord
from l10n.garbage import without_collection
from l10n.label_book import LabelBook
from l10n.locales import Locale
from l10n.project import CONFIG, LOCALES, RECORDS, Project, open_project
from l10n.record_json import RecordText
from l10n.site_policy import DATES
from l10n.store import write_stream
from l10n.tally import RecordStatus
from l10n.words import mark, tr

ALL = "all"
SITE = "html"
"""The format that is a folder of many files: see `export_site`."""
SITE_SUMMARY = mark("HTML: a static site in every locale; DST is its folder.")
_PLACE = "{locale}"
_SHARE = re.compile(r"(?P<percent>[0-9]+(?:\.[0-9]+)?)%|(?P<share>[01](?:\.[0-9]+)?|\.[0-9]+)")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("target_format", metavar="FORMAT", help=tr("what to write (`l10n formats` lists all)"))
    parser.add_argument(
        "target",
        metavar="DST",
        help=tr("the file to write; `-` is standard output; with {locale} in its name one file for each locale"),
    )
    parser.add_argument(
        "--locale",
        action="append",
        default=[],
        metavar="LOCALE",
        help=tr("whose readers the pages are for; `all` is every locale (repeatable; default: all)"),
    )
    parser.add_argument(
        "--type", action="append", default=[], metavar="TYPE", help=tr("only records of this type (repeatable)")
    )
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="KEY",
        help=tr("only records of this key, in which * stands for anything (repeatable)"),
    )
    parser.add_argument(
        "--state",
        action="append",
        default=[],
        choices=[status.value for status in RecordStatus],
        help=tr("only records that are this in the locale (repeatable)"),
    )
    parser.add_argument(
        "--min-coverage",
        default="0",
        metavar="SHARE",
        help=tr("only records of whose texts at least this share is done in the locale: 80%% or 0.8"),
    )
    parser.add_argument("--mark-served", action="store_true", help=tr("say of every text which locale it is really in"))
    parser.add_argument(
        "--codes",
        metavar="IMPORT",
        help=tr("write locales as the source of these imports does: the aliases in l10n.toml, backwards"),
    )
    parser.add_argument(
        "--dates", choices=(DATES,), default="", help=tr("write dates in this form, not as each locale does")
    )
    parser.add_argument(
        "--report",
        choices=("text", "json"),
        default="text",
        help=tr("how to print what was written, on standard error"),
    )


def run(args: argparse.Namespace) -> int:
    """Write the file or files and say what is in them; 1 if nothing was selected."""
    if args.target_format == SITE:
        return _run_site(args)
    target_format = EXPORTS[args.target_format]
    project = open_project(args.directory)
    schema = project.schema
    locales = _read_locales(args.locale, project)
    selection = _read_selection(args, project)
    codes = _read_codes(args.codes, project)
    with without_collection():  # records come and go without cycles
        book = _fill_book(project, quiet=args.quiet)
        options = Options(
            schema=schema,
            locales=locales,
            types=selection.types,
            codes=codes,
            labels=book,
            is_marked=args.mark_served,
            dates=args.dates,
        )
        exports = []
        for path, some in _targets(args.target, locales, options):
            stream = Stream(schema, some, book, selection)
            _write(project, (target_format, path), stream, options, quiet=args.quiet)
            exports.append((path, stream))
    _print_report(args, exports)
    return OK if any(sums.records for _, stream in exports for sums in stream.sums.values()) else FINDINGS


def _read_selection(args: argparse.Namespace, project: Project) -> Selection:
    return Selection(
        types=tuple(_known(name, project.schema.types, "type") for name in dict.fromkeys(args.type)),
        keys=tuple(dict.fromkeys(args.key)),
        statuses=tuple(map(RecordStatus, args.state)),
        min_coverage=_read_share(args.min_coverage),
    )


def _run_site(args: argparse.Namespace) -> int:
    from l10n.cli.export_site import run_site

    project = open_project(args.directory)
    codes = _read_codes(args.codes or project.schema.site.codes or None, project)
    return run_site(args, project, _read_locales(args.locale, project), _read_selection(args, project), codes)


def _known(name: str, known: Iterable[str], what: str) -> str:
    names = list(known)
    if name not in names:
        expected = f"expected one of {', '.join(names)}{suggest(name, names)}"
        raise UnknownNameError(f"there is no {what} {name!r} in this collection, {expected}")
    return name


def _read_locales(codes: list[str], project: Project) -> tuple[Locale, ...]:
    known = project.schema.locales
    if not codes or ALL in codes:
        return known
    return tuple(Locale(_known(code, known, "locale")) for code in dict.fromkeys(codes))


def _read_share(text: str) -> float:
    match = _SHARE.fullmatch(text)
    share = math.nan if match is None else float(match["percent"]) / 100 if match["percent"] else float(match["share"])
    if not 0 <= share <= 1:
        raise ParseError(f"found the share {text!r}, expected one such as '80%' or '0.8'")
    return share


def _read_codes(name: str | None, project: Project) -> dict[Locale, str]:
    """Return {locale: code} as a source of imports writes them; the first of several codes counts."""
    if name is None:
        return {}
    aliases = project.schema.aliases
    if name not in aliases:
        known = ", ".join(aliases) or "none"
        message = f"there are no aliases of {name!r}, expected those of an import: {known}{suggest(name, aliases)}"
        raise UnknownNameError(message)
    codes: dict[Locale, str] = {}
    for code, locale in aliases[name].items():
        codes.setdefault(locale, code)
    return codes


def _fill_book(project: Project, *, quiet: bool) -> LabelBook:
    """Return what linked records are called, read once in front."""
    from l10n.reports.progress import progress

    book = LabelBook(project.schema)
    if book.linked_types:
        texts = progress(project.iter_record_texts(book.linked_types), tr("names"), quiet=quiet)
        book.add(_placed(texts, project))
    return book


def _placed(texts: Iterable[RecordText], project: Project) -> Iterator[tuple[str, bytes, Place]]:
    """Yield what the book takes: (type, JSON text, where it stands)."""
    path = place = ""
    for text in texts:
        if text.path != path:
            path, place = text.path, project.place(text.path)
        yield text.type, text.data, Place(place, text.line)


def _targets(target: str, locales: tuple[Locale, ...], options: Options) -> Iterator[tuple[str, tuple[Locale, ...]]]:
    """Yield the files to write, each with the locales in it."""
    if _PLACE not in target:
        yield target, locales
        return
    paths: dict[str, Locale] = {}
    for locale in locales:
        path = target.replace(_PLACE, options.code(locale))
        other = paths.setdefault(path, locale)
        if other != locale:
            raise ConfigError(f"{other!r} and {locale!r} are both written {options.code(locale)!r}, expected two codes")
    yield from ((path, (locale,)) for path, locale in paths.items())


def _write(project: Project, target: tuple[Format, str], stream: Stream, options: Options, *, quiet: bool) -> None:
    """Write one file (its format and path), whole or not at all."""
    from msgspec.structs import replace

    from l10n.reports.progress import progress

    target_format, path = target
    types = stream.selection.types or _types_of_keys(stream, project)
    texts = progress(project.iter_record_texts(types), path, quiet=quiet)
    records = (StreamedRecord(stream, text, project.parse_record_text) for text in texts)
    parts = target_format.export(stream.select(records), replace(options, locales=stream.locales))
    if path == "-":
        sys.stdout.buffer.writelines(parts)
        sys.stdout.buffer.flush()
    else:
        _check_outside(Path(path), project)
        write_stream(path, parts)


def _check_outside(path: Path, project: Project) -> None:
    """Refuse to write over what is exported."""
    place = path.resolve()
    for name in (RECORDS, LOCALES, CONFIG):
        if place.is_relative_to((project.root / name).resolve()):
            raise ConfigError("this is the collection's own place, expected one outside of it", Place(str(path)))


def _types_of_keys(stream: Stream, project: Project) -> tuple[str, ...]:
    """Return the types that keys can be of, so that only their files are read; none for all."""
    patterns = [key.partition("/")[0] for key in stream.selection.keys]
    return tuple(name for name in project.schema.types if any(fnmatchcase(name, pattern) for pattern in patterns))


def _print_report(args: argparse.Namespace, exports: list[tuple[str, Stream]]) -> None:
    if args.report == "json":
        from l10n.reports.export import format_export_json

        sys.stderr.write(format_export_json(args.target_format, exports))
    elif not args.quiet:
        from l10n.reports.export import format_export

        for path, stream in exports:
            print("\n".join(format_export(path, stream)), file=sys.stderr)
