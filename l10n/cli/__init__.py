"""The command line: one program, a module a command, each loaded when it is used."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from l10n.errors import ConflictError, L10nError, suggest

COMMANDS = {
    "init": "make a new, empty collection",
    "import": "take records in from another world",
    "update": "bring the catalogs up to date with the records",
    "apply": "take the translations in the catalogs into the records",
    "sync": "apply, then update",
    "resolve": "settle conflicts between records and catalogs",
    "coverage": "report what is translated, per locale",
    "validate": "report everything that is wrong with records and catalogs",
    "compile": "make MO files of the catalogs, for programs that use gettext",
    "fmt": "write records in their normal form",
    "schema": "print the JSON Schema of the collection's records",
    "formats": "list what can be imported",
}
_MODULES = {"import": "import_", "update": "sync", "apply": "sync"}
OK, FINDINGS, USAGE = 0, 1, 2
_USAGE = "usage: l10n [-C DIR] COMMAND [OPTION ...]"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 if all is well, 1 for findings and conflicts, 2 for wrong usage or unreadable input."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(arguments)
    except L10nError as error:
        print(_message(error), file=sys.stderr)
        return FINDINGS if isinstance(error, ConflictError) else USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except KeyboardInterrupt:
        print("l10n: stopped; every file is whole, run the command again to go on", file=sys.stderr)
        return 130


def _message(error: L10nError) -> str:
    count = len(error.all)
    return str(error) + (f"\nl10n: {count} errors" if count > 1 else "")


def _run(arguments: list[str]) -> int:
    directory, rest = _split_directory(arguments)
    if not rest or rest[0] in {"-h", "--help", "help"}:
        print(_help())
        return OK if rest else USAGE
    if rest[0] in {"-V", "--version"}:
        from l10n import __version__

        print(f"l10n {__version__}")
        return OK
    name = rest[0]
    if name not in COMMANDS:
        print(f"l10n: there is no command {name!r}{suggest(name, COMMANDS)}\n{_USAGE}", file=sys.stderr)
        return USAGE
    module = import_module(f"l10n.cli.{_MODULES.get(name, name)}")
    args = command_parser(name).parse_args(rest[1:], argparse.Namespace(directory=directory, command=name))
    result: int = module.run(args)
    return result


def command_parser(name: str) -> argparse.ArgumentParser:
    """Return the parser of one command's options."""
    module = import_module(f"l10n.cli.{_MODULES.get(name, name)}")
    parser = argparse.ArgumentParser(f"l10n {name}", description=f"{COMMANDS[name].capitalize()}.", allow_abbrev=False)
    parser.add_argument(
        "-C", dest="directory", default=argparse.SUPPRESS, metavar="DIR", help="the collection's folder"
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="print results and errors only")
    module.add_arguments(parser)
    return parser


def _split_directory(arguments: list[str]) -> tuple[str, list[str]]:
    """Take `-C DIR` from in front of the command."""
    if arguments[:1] == ["-C"] and len(arguments) > 1:
        return arguments[1], arguments[2:]
    if arguments[:1] and arguments[0].startswith("-C") and len(arguments[0]) > len("-C"):
        return arguments[0][2:], arguments[1:]
    return ".", arguments


def _help() -> str:
    width = max(map(len, COMMANDS))
    lines = "\n".join(f"  {name:{width}}  {text}" for name, text in COMMANDS.items())
    return (
        "Localize records: texts in many languages, gettext catalogs, coverage per locale.\n\n"
        f"{_USAGE}\n\n{lines}\n\n"
        "`l10n COMMAND --help` says what a command takes. Exit status: 0 all is well, 1 findings or conflicts,\n"
        "2 wrong usage or unreadable input."
    )
