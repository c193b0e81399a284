"""`l10n init`: a new, empty collection."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from l10n.cli import OK
from l10n.errors import ConfigError, Place
from l10n.locales import canonical_locale
from l10n.project import CONFIG, LOCALES, RECORDS, open_project
from l10n.store import PRIVATE, write_file

_TYPES = """
[types.event]
label = "Event"

[types.event.fields.title]
kind = "line"
label = "Title"

[types.event.fields.description]
kind = "text"
label = "Description"

[types.event.fields.date]
kind = "date"

[types.event.fields.events]
kind = "references"
to = ["event"]

[types.event.fields.persons]
kind = "references"
to = ["person"]

[types.event.fields.places]
kind = "references"
to = ["place"]

[types.event.fields.images]
kind = "list"

[types.event.fields.images.fields.file]
kind = "value"

[types.event.fields.images.fields.caption]
kind = "line"
label = "Caption"

[types.person]
label = "Person"

[types.person.fields.name]
kind = "name"
label = "Name"

[types.person.fields.description]
kind = "text"
label = "Description"

[types.person.fields.born]
kind = "date"

[types.person.fields.died]
kind = "date"

[types.place]
label = "Place"

[types.place.fields.name]
kind = "name"
label = "Name"

[types.place.fields.description]
kind = "text"
label = "Description"
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("folder", nargs="?", help="where to make it (default: here)")
    parser.add_argument("--name", default="", help="the collection's name (default: the folder's)")
    parser.add_argument(
        "--required", default="en", metavar="L,L", help="locales that every text must reach (default: en)"
    )
    parser.add_argument("--optional", default="", metavar="L,L", help="locales that are welcome")


def run(args: argparse.Namespace) -> int:
    """Make the collection; refuse where there is one."""
    root = Path(args.directory) / (args.folder or ".")
    path = root / CONFIG
    if path.exists():
        message = "there is a collection already, expected a folder without one"
        raise ConfigError(message, Place(str(path)))
    required, optional = _locales(args.required), _locales(args.optional)
    name = args.name or root.resolve().name
    config = (
        f"format = 1\nname = {json.dumps(name, ensure_ascii=False)}\n\n"
        f"[locales]\nrequired = {json.dumps(required)}\noptional = {json.dumps(optional)}\n{_TYPES}"
    )
    write_file(path, config.encode())
    for folder in (RECORDS, LOCALES):
        (root / folder).mkdir(exist_ok=True)
    _ignore_private(root)
    open_project(root)
    if not args.quiet:
        where = "" if root.resolve() == Path.cwd() else f" -C {root}"
        print(f"made {path} with the types event, person and place in {', '.join(required + optional)}.")
        print(
            f"Next: put records into {RECORDS}/TYPE/ID.json, or `l10n{where} import capture FILE`; then `l10n{where} sync`."
        )
    return OK


def _locales(text: str) -> list[str]:
    return [canonical_locale(code.strip()) for code in text.split(",") if code.strip()]


def _ignore_private(root: Path) -> None:
    """Keep the lock and the index out of git."""
    path = root / ".gitignore"
    lines = path.read_bytes() if path.exists() else b""
    entry = f"{PRIVATE}/".encode()
    if entry not in lines.split(b"\n"):
        write_file(path, lines + (b"" if not lines or lines.endswith(b"\n") else b"\n") + entry + b"\n")
