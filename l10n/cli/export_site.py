"""`l10n export html`: a collection as a static site in every locale."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from l10n.cli import FINDINGS, OK
from l10n.errors import ErrorCollector, L10nError
from l10n.exports.selection import Selection
from l10n.jsontext import format_json
from l10n.locales import Locale
from l10n.project import Project
from l10n.records import Record
from l10n.site.build import Built, Request, build_site
from l10n.words import tr, trn


def run_site(
    args: argparse.Namespace,
    project: Project,
    locales: tuple[Locale, ...],
    selection: Selection,
    codes: dict[Locale, str],
) -> int:
    """Write the site's folder and say what is in it; 1 if nothing was selected."""
    if args.target == "-":
        raise L10nError("found '-', expected a folder: a site is many files")
    if selection.needs_record:
        raise L10nError("found --state or --min-coverage, expected neither: a site has every page in every locale")
    schema = project.schema
    if args.dates:
        schema = replace(schema, site=replace(schema.site, dates=args.dates))
    request = Request(schema=schema, root=project.root, locales=locales, codes=codes, takes=selection.takes_key)
    built = build_site(request, Path(args.target), _reader(project, quiet=args.quiet))
    if args.report == "json":
        sys.stderr.write(
            format_json({"version": 1, "format": args.target_format, "target": args.target} | _values(built))
        )
    elif not args.quiet:
        for line in _lines(built, args.target):
            print(line, file=sys.stderr)
    return OK if built.records else FINDINGS


def _reader(project: Project, *, quiet: bool) -> Callable[[int | None], Iterator[Record]]:
    """Return what reads all records, showing how far it is; after the last one it raises all that was wrong."""

    def read(total: int | None) -> Iterator[Record]:
        from l10n.reports.progress import progress

        label = tr("names") if total is None else tr("pages")
        texts = progress(project.iter_record_texts(), label, total=total, quiet=quiet)
        errors = ErrorCollector()
        for text in texts:
            try:
                yield project.parse_record_text(text)
            except L10nError as error:
                errors.add(error)
        errors.raise_all()

    return read


def _values(built: Built) -> dict[str, object]:
    return {
        "records": built.records,
        "written": built.written,
        "unchanged": built.unchanged,
        "removed": built.removed,
        "base_url": built.has_base,
        "missing_pictures": list(built.missing),
    }


def _lines(built: Built, target: str) -> Iterable[str]:
    yield tr(
        "{target}: {records}, {written}, {unchanged}, {removed}",
        target=target,
        records=trn("{n} record", "{n} records", built.records),
        written=trn("{n} file written", "{n} files written", built.written),
        unchanged=trn("{n} unchanged", "{n} unchanged", built.unchanged),
        removed=trn("{n} removed", "{n} removed", built.removed),
    )
    if built.missing:
        yield "  " + trn(
            "{n} picture is not there: {names}",
            "{n} pictures are not there: {names}",
            len(built.missing),
            names=", ".join(built.missing[:3]) + (", …" if len(built.missing) > 3 else ""),  # noqa: PLR2004 (the first)
        )
    if not built.has_base:
        yield "  " + tr(
            "no sitemap, canonical, hreflang and Open Graph: `site.base-url` does not say where the site stands"
        )
