"""The command line: one program, a module a command, each loaded when it is used."""

from __future__ import annotations

import argparse
import codecs
import io
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from itertools import pairwise

from l10n.errors import ConflictError, L10nError, suggest
from l10n.wordbook import choose_words
from l10n.words import mark, speaking, tr, trn

COMMANDS = {
    "init": mark("make a new, empty collection"),
    "import": mark("take records in from another world"),
    "export": mark("write records in the formats of other worlds"),
    "update": mark("bring the catalogs up to date with the records"),
    "apply": mark("take the translations in the catalogs into the records"),
    "sync": mark("apply, then update"),
    "resolve": mark("settle conflicts between records and catalogs"),
    "coverage": mark("report what is translated, per locale"),
    "next": mark("list what to translate next for a locale, what helps readers most first"),
    "batch": mark("hand out a small catalog of that, and take it back"),
    "show": mark("print a record as readers of a locale see it"),
    "validate": mark("report everything that is wrong with records and catalogs"),
    "check": mark("find what a careful editor would in texts, and repair what is safe"),
    "compile": mark("make MO files of the catalogs, for programs that use gettext"),
    "fmt": mark("write records in their normal form"),
    "schema": mark("print the JSON Schema of the collection's records"),
    "formats": mark("list what can be imported and exported"),
    "merge-driver": mark("merge a catalog or a file of records, called by git"),
    "verify-merge": mark("find translations that merges put beside a source they were not made for"),
}
_MODULES = {
    "import": "import_",
    "update": "sync",
    "apply": "sync",
    "merge-driver": "merge_driver",
    "verify-merge": "verify_merge",
}
OK, FINDINGS, USAGE = 0, 1, 2
_USAGE = "l10n [-C DIR] [--ui-locale LOCALE] COMMAND [OPTION ...]"
_WIDTH = 80


class HelpFormatter(argparse.HelpFormatter):
    """A command's help, its headings in the user's language."""

    _HEADINGS = (mark("positional arguments"), mark("options"))

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Add how the command is called."""
        super().add_usage(usage, actions, groups, tr("usage: ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        """Begin a group of options."""
        super().start_section(tr(heading) if heading else heading)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return 0 if all is well, 1 for findings and conflicts, 2 for wrong usage or unreadable input."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    _make_printable()
    try:
        words = choose_words(_find_ui_locale(arguments), os.environ, sys.stdout.encoding or "utf-8")
    except L10nError as error:
        print(_message(error), file=sys.stderr)
        return USAGE
    with speaking(words):
        return _main(arguments)


def _main(arguments: list[str]) -> int:
    """Run one command in the user's language; return the exit status."""
    try:
        status = _run(arguments)
        sys.stdout.flush()
    except L10nError as error:
        print(_message(error), file=sys.stderr)
        return FINDINGS if isinstance(error, ConflictError) else USAGE
    except BrokenPipeError:
        _stop_printing()
        return OK
    except OSError as error:
        _stop_printing()
        print(f"l10n: {': '.join(str(part) for part in (error.filename, error.strerror) if part)}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print(f"l10n: {tr('stopped; every file is whole, run the command again to go on')}", file=sys.stderr)
        return 130
    return status


def _make_printable() -> None:
    """Let standard output take any text, whatever the terminal's encoding: what it lacks is escaped as JSON does."""
    codecs.register_error("json-escape", _escape)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="json-escape")


def _escape(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 (only output is encoded)
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[n : n + 2].hex()}" for n in range(0, len(units), 2)), error.end


def _print_ascii() -> None:
    """Let standard output take only what every program reads as JSON, where it is not UTF-8 (RFC 8259 section 8.1)."""
    if isinstance(sys.stdout, io.TextIOWrapper) and codecs.lookup(sys.stdout.encoding).name != "utf-8":
        sys.stdout.reconfigure(encoding="ascii", errors="json-escape")


def _stop_printing() -> None:
    """Send what is still to be printed nowhere: standard output takes no more."""
    with suppress(OSError):  # it is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _message(error: L10nError) -> str:
    count = len(error.all)
    return str(error) + (f"\nl10n: {trn('{n} error', '{n} errors', count)}" if count > 1 else "")


def _run(arguments: list[str]) -> int:
    directory, rest = _split_common(arguments)
    if len(rest) > 1 and rest[0] == "help":
        rest = [rest[1], "--help"]
    if not rest or rest[0] in {"-h", "--help", "help"}:
        print(_help())
        return OK if rest else USAGE
    if rest[0] in {"-V", "--version"}:
        from l10n import __version__

        print(f"l10n {__version__}")
        return OK
    name = rest[0]
    if name not in COMMANDS:
        print(f"l10n: {_command_problem(name)}\n{tr('usage: ')}{_USAGE}", file=sys.stderr)
        return USAGE
    module = import_module(f"l10n.cli.{_MODULES.get(name, name)}")
    try:
        args = command_parser(name).parse_args(rest[1:], argparse.Namespace(directory=directory, command=name))
    except SystemExit as stop:  # argparse has printed the help or the error
        return int(stop.code or OK)
    if getattr(args, "format", "") == "json":
        _print_ascii()
    result: int = module.run(args)
    return result


def _command_problem(name: str) -> str:
    """Return what is wrong with a first argument that is no command."""
    if name.startswith("-C"):
        return "found -C without a folder, expected -C DIR"
    if name.startswith("--ui-locale"):
        return "found --ui-locale without a language, expected --ui-locale LOCALE"
    if name.startswith("-"):
        return f"found the option {name!r} before the command, expected it after"
    return f"there is no command {name!r}{suggest(name, COMMANDS)}"


def command_parser(name: str) -> argparse.ArgumentParser:
    """Return the parser of one command's options."""
    module = import_module(f"l10n.cli.{_MODULES.get(name, name)}")
    text = tr(COMMANDS[name])
    parser = argparse.ArgumentParser(
        f"l10n {name}",
        description=f"{text[:1].upper()}{text[1:]}.",
        formatter_class=HelpFormatter,
        add_help=False,
        allow_abbrev=False,
    )
    add_common_options(parser)
    module.add_arguments(parser)
    return parser


def add_common_options(parser: argparse.ArgumentParser, *, is_action: bool = False) -> None:
    """Say what every command takes; `is_action`: the parser is that of a part of a command, which takes it, too."""
    parser.add_argument("-h", "--help", action="help", help=tr("show this help message and exit"))
    parser.add_argument(
        "-C", dest="directory", default=argparse.SUPPRESS, metavar="DIR", help=tr("the collection's folder")
    )
    unsaid = argparse.SUPPRESS if is_action else False  # what stands before the action is not to be overwritten
    words = tr("print results and errors only")
    parser.add_argument("-q", "--quiet", action="store_true", default=unsaid, help=words)
    parser.add_argument(
        "--ui-locale", metavar="LOCALE", help=tr("the language to speak (default: as LANGUAGE, LC_ALL or LANG say)")
    )


def _find_ui_locale(arguments: Sequence[str]) -> str:
    """Return the language that the arguments ask for: it is needed before they can be explained, or refused."""
    found = ""
    for name, value in pairwise((*arguments, "")):
        if name == "--":
            break
        if name == "--ui-locale":
            found = value
        elif name.startswith("--ui-locale="):
            found = name.partition("=")[2]
    return found


def _split_common(arguments: list[str]) -> tuple[str, list[str]]:
    """Take `-C DIR` and `--ui-locale LOCALE` from in front of the command; return the folder and what is left."""
    directory, rest = ".", arguments
    while rest:
        name, *others = rest
        if name in {"-C", "--ui-locale"} and others:
            directory = others[0] if name == "-C" else directory
            rest = others[1:]
        elif name.startswith("-C") and name != "-C":
            directory, rest = name.removeprefix("-C"), others
        elif name.startswith("--ui-locale="):
            rest = others
        else:
            break
    return directory, rest


def _help() -> str:
    from textwrap import fill

    width = max(map(len, COMMANDS))
    indent = " " * (width + 4)
    texts = (
        tr("Localize records: texts in many languages, gettext catalogs, coverage per locale."),
        tr("`l10n COMMAND --help` says what a command takes."),
        tr("Exit status: 0 all is well, 1 findings or conflicts, 2 wrong usage or unreadable input."),
    )
    introduction, *notes = (fill(text, _WIDTH) for text in texts)
    commands = (
        fill(tr(text), _WIDTH, initial_indent=f"  {name:{width}}  ", subsequent_indent=indent)
        for name, text in COMMANDS.items()
    )
    return "\n\n".join((introduction, f"{tr('usage: ')}{_USAGE}", "\n".join(commands), *notes))
