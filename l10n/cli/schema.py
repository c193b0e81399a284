"""`l10n schema`: the JSON Schema of the collection's records."""

from __future__ import annotations

import argparse
import json

from l10n.cli import OK
from l10n.json_schema import json_schema
from l10n.project import open_project
from l10n.words import tr


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--type", metavar="TYPE", default="", help=tr("only records of this type (default: all)"))
    parser.set_defaults(format="json")


def run(args: argparse.Namespace) -> int:
    """Print the schema."""
    project = open_project(args.directory)
    print(json.dumps(json_schema(project.schema, args.type), indent=2, ensure_ascii=False))
    return OK
