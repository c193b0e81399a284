"""`l10n formats`: what can be imported and exported."""

from __future__ import annotations

import argparse
import sys

from l10n.cli import OK
from l10n.cli.export import SITE, SITE_SUMMARY
from l10n.exports import EXPORTS
from l10n.imports import IMPORTERS
from l10n.jsontext import format_json
from l10n.words import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help=tr("how to print the list"))


def run(args: argparse.Namespace) -> int:
    """Print each format with the first line of what is said of it."""
    imports = {name: _first_line(IMPORTERS[name]) for name in IMPORTERS.names}
    exports = {name: EXPORTS[name].summary for name in EXPORTS.names} | {SITE: SITE_SUMMARY}
    if args.format == "json":
        sys.stdout.write(format_json({"version": 1, "import": imports, "export": exports}))
        return OK
    width = max(map(len, (*imports, *exports)))
    for direction, formats in (("import", imports), ("export", exports)):
        for name, text in formats.items():
            print(f"{direction} {name:{width}} {tr(text)}")
    return OK


def _first_line(function: object) -> str:
    return (function.__doc__ or "").strip().split("\n")[0]
