"""`l10n compile`: MO files of the catalogs."""

from __future__ import annotations

import argparse
import json

from l10n.cli import OK
from l10n.cli.sync import known_locales
from l10n.mo import format_mo
from l10n.project import open_project
from l10n.reports.progress import progress
from l10n.words import number, tr, trn


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("locales", nargs="*", metavar="LOCALE", help=tr("only these locales"))
    parser.add_argument("--use-fuzzy", action="store_true", help=tr("take fuzzy translations too"))
    parser.add_argument("--format", choices=("text", "json"), default="text", help=tr("how to print the report"))


def run(args: argparse.Namespace) -> int:
    """Write an MO file beside each PO file that has changed since, all domains included."""
    project = open_project(args.directory)
    wanted = known_locales(project, args.locales)
    paths = [path for path, locale in project.find_po_files().items() if not wanted or locale in wanted]
    written = []
    with project.lock():
        for path in progress(paths, tr("compiling"), quiet=args.quiet):
            catalog = project.load_catalogs([path])[path].catalog
            target = path.removesuffix(".po") + ".mo"
            if project.save_compiled(target, format_mo(catalog, is_fuzzy_used=args.use_fuzzy)):
                written.append(target)
    if args.format == "json":
        print(json.dumps({"version": 1, "catalogs": len(paths), "written": written}, indent=2))
    elif not args.quiet:
        made = number(len(written))
        line = trn("{made} of {n} MO file written", "{made} of {n} MO files written", len(paths), made=made)
        rest = tr(", the others were up to date") if len(written) < len(paths) else ""
        print(f"compile: {line}{rest}")
    return OK
