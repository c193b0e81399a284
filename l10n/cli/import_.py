"""`l10n import`: records from another world."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from l10n.cli import FINDINGS, OK
from l10n.errors import ParseError, Place
from l10n.imports import IMPORTERS, Imported
from l10n.jsontext import format_json
from l10n.project import open_project
from l10n.store import read_file
from l10n.words import tr, trn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("source_format", metavar="FORMAT", help=tr("what the files are (`l10n formats` lists all)"))
    parser.add_argument("files", nargs="+", metavar="FILE", help=tr("the files to read, one after the other"))
    parser.add_argument(
        "--locale", metavar="LOCALE", help=tr("the locale the files are in (default: found from the text)")
    )
    parser.add_argument("-n", "--dry-run", action="store_true", help=tr("show what would come, write nothing"))
    parser.add_argument("--format", choices=("text", "json"), default="text", help=tr("how to print the report"))


def run(args: argparse.Namespace) -> int:
    """Import the files and print what came; 1 if something in them could not be read or kept."""
    project = open_project(args.directory)
    importer = IMPORTERS[args.source_format]
    locale = project.schema.locale(args.locale) if args.locale else None
    reports = []
    with project.lock():
        existing = {record.key: record for record in project.iter_records()}
        for name in args.files:
            imported = importer(_read_text(name), name, existing, project.schema, locale=locale)
            existing |= imported.records
            written = () if args.dry_run else project.save_records(imported.records)
            reports.append((name, imported, written))
    if args.format == "json":
        sys.stdout.write(_format_json(reports))
    else:
        for name, imported, _ in reports:
            print("\n".join(_describe(name, imported, args)))
    return FINDINGS if any(imported.problems for _, imported, _ in reports) else OK


def _read_text(name: str) -> str:
    data, _ = read_file(Path(name))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"found the byte {data[error.start]:#04x}, expected UTF-8"
        raise ParseError(message, Place(name, data.count(b"\n", 0, error.start) + 1)) from None


def _describe(name: str, imported: Imported, args: argparse.Namespace) -> Iterator[str]:
    yield from map(str, imported.problems)
    if args.quiet:
        return
    added = sorted({key.partition("/")[0] for key in imported.added})
    kinds = ", ".join(f"{sum(key.startswith(f'{kind}/') for key in imported.added)} {kind}" for kind in added)
    parts = (
        trn("{n} new record", "{n} new records", len(imported.added)) + (f" ({kinds})" if kinds else ""),
        trn("{n} changed", "{n} changed", len(imported.changed)),
        trn("{n} as it was", "{n} as they were", len(imported.unchanged)),
        trn("{n} problem", "{n} problems", len(imported.problems)),
    )
    yield f"{name}: {', '.join(parts)}" + (f"; {tr('nothing written')}" if args.dry_run else "")
    if imported.records and not args.dry_run:
        yield tr("Next: `l10n sync` makes their catalogs, `l10n coverage` shows what is missing.")


def _format_json(reports: list[tuple[str, Imported, tuple[str, ...]]]) -> str:
    files = [
        {
            "file": name,
            "added": imported.added,
            "changed": imported.changed,
            "unchanged": imported.unchanged,
            "written": written,
            "problems": [{"line": p.place.line, "message": p.message} for p in imported.problems],
        }
        for name, imported, written in reports
    ]
    return format_json({"version": 1, "files": files})
