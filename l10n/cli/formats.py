"""`l10n formats`: what can be imported."""

from __future__ import annotations

import argparse
import json

from l10n.cli import OK
from l10n.imports import IMPORTERS
from l10n.words import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--format", choices=("text", "json"), default="text", help=tr("how to print the list"))


def run(args: argparse.Namespace) -> int:
    """Print each format with the first line of what is said of it."""
    formats = {name: _first_line(IMPORTERS[name]) for name in IMPORTERS.names}
    if args.format == "json":
        print(json.dumps({"version": 1, "import": formats}, indent=2))
    else:
        print("\n".join(f"import {name:10} {tr(text)}" for name, text in formats.items()))
    return OK


def _first_line(importer: object) -> str:
    return (importer.__doc__ or "").strip().split("\n")[0]
