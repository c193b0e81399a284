"""`l10n init`: a new, empty collection."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from l10n.cli import OK
from l10n.config import parse_schema
from l10n.errors import ConfigError, Place
from l10n.git import ATTRIBUTES, install_driver, is_repository, with_attributes
from l10n.locales import canonical_locale
from l10n.project import CONFIG, LOCALES, RECORDS, open_project
from l10n.store import PRIVATE, TEMPORARY, find_signature, make_folder, read_file, write_file
from l10n.words import tr

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
    parser.add_argument("folder", nargs="?", help=tr("where to make it (default: here)"))
    parser.add_argument("--name", default="", help=tr("the collection's name (default: the folder's)"))
    parser.add_argument(
        "--required", default="en", metavar="L,L", help=tr("locales that every text must reach (default: en)")
    )
    parser.add_argument("--optional", default="", metavar="L,L", help=tr("locales that are welcome"))
    parser.add_argument(
        "--git", action="store_true", help=tr("only tell git how to merge the collection that is there; once per clone")
    )


def run(args: argparse.Namespace) -> int:
    """Make the collection; refuse where there is one."""
    root = Path(args.directory) / (args.folder or ".")
    path = root / CONFIG
    if args.git:
        return _prepare_clone(root, quiet=args.quiet)
    if find_signature(path) is not None:
        message = "there is a collection already, expected a folder without one"
        raise ConfigError(message, Place(str(path)))
    required, optional = _locales(args.required), _locales(args.optional)
    name = args.name or root.resolve().name.encode(errors="replace").decode()
    config = (
        f"format = 1\nname = {json.dumps(name, ensure_ascii=False)}\n\n"
        f"[locales]\nrequired = {json.dumps(required)}\noptional = {json.dumps(optional)}\n{_TYPES}"
    )
    parse_schema(config, str(path))
    for folder in (RECORDS, LOCALES):
        make_folder(root / folder)
    _ignore_private(root)
    _write_attributes(root)
    if is_repository(root):
        install_driver(root)
    write_file(path, config.encode())
    if not args.quiet:
        where = "" if root.resolve() == Path.cwd() else f" -C {root}"
        locales = ", ".join(required + optional)
        print(tr("made {path} with the types event, person and place in {locales}.", path=path, locales=locales))
        following = tr(
            "Next: put records into {folder}/TYPE/ID.json, or `{importing}`; then `{syncing}`.",
            folder=RECORDS,
            importing=f"l10n{where} import capture FILE",
            syncing=f"l10n{where} sync",
        )
        print(following)
    return OK


def _prepare_clone(root: Path, *, quiet: bool) -> int:
    """Let git merge a collection that is there as l10n does; twice is as good as once."""
    open_project(root)
    is_new = install_driver(root)
    is_new = _write_attributes(root) or is_new
    is_new = _ignore_private(root) or is_new
    if not quiet:
        print(tr("git merges this collection by key now.") if is_new else tr("git knew already; nothing changed."))
    return OK


def _write_attributes(root: Path) -> bool:
    """Say in `.gitattributes` which files l10n merges; tell whether that was new."""
    path = root / ATTRIBUTES
    before = b"" if find_signature(path) is None else read_file(path)[0]
    after = with_attributes(before)
    if after != before:
        write_file(path, after)
    return after != before


def _locales(text: str) -> list[str]:
    return [canonical_locale(code.strip()) for code in text.split(",") if code.strip()]


def _ignore_private(root: Path) -> bool:
    """Keep the lock, the index and half-written files out of git; tell whether that was new."""
    path = root / ".gitignore"
    before = b"" if find_signature(path) is None else read_file(path)[0]
    lines = before.split(b"\n")
    missing = [entry for entry in (f"{PRIVATE}/".encode(), f".*{TEMPORARY}".encode()) if entry not in lines]
    if missing:
        start = before if not before or before.endswith(b"\n") else before + b"\n"
        write_file(path, start + b"".join(entry + b"\n" for entry in missing))
    return bool(missing)
