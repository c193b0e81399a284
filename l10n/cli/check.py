"""`l10n check`: what a careful editor would find in records and catalogs."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from l10n.checking import Checker, Task, check_all, collect_surroundings, find_tasks
from l10n.checks import CHECKS
from l10n.checks.baseline import format_baseline, parse_baseline
from l10n.checks.inspection import Inspection, gather
from l10n.checks.plan import Plan
from l10n.cli import FINDINGS, OK, USAGE
from l10n.cli.terminal import output_encoding
from l10n.cli.validate import check_names
from l10n.errors import ConfigError, ErrorCollector, Place, UnknownNameError, suggest
from l10n.findings import Identity, Severity
from l10n.project import CONFIG, Project, open_project
from l10n.schema import Field, Levels, Schema
from l10n.store import find_signature, read_file, write_file
from l10n.tables import find_toml_line
from l10n.words import tr, trn

BASELINE = "l10n-baseline.jsonl"
"""The baseline's name in a collection, unless the user names another."""
FORMATS = ("text", "json", "sarif", "junit", "github")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "files", nargs="*", metavar="FILE.po", help=tr("PO files anywhere (default: the whole collection)")
    )
    parser.add_argument("--check", action="append", metavar="ID", help=tr("only this check; repeatable"))
    parser.add_argument("--locale", action="append", metavar="LOCALE", help=tr("only this locale; repeatable"))
    parser.add_argument("--type", action="append", metavar="TYPE", help=tr("only records of this type; repeatable"))
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--records", action="store_true", help=tr("only records, no catalogs"))
    only.add_argument("--catalogs", action="store_true", help=tr("only catalogs, no records"))
    parser.add_argument("--fuzzy", action="store_true", help=tr("check fuzzy translations too"))
    parser.add_argument("--fix", action="store_true", help=tr("repair what is safe: spaces, invisible signs, NFC"))
    parser.add_argument(
        "--baseline", metavar="FILE", help=tr("the findings that are known (default: {name})", name=BASELINE)
    )
    parser.add_argument("--update-baseline", action="store_true", help=tr("make all present findings known ones"))
    parser.add_argument(
        "--fail-on",
        choices=[severity.value for severity in Severity],
        default=Severity.WARNING.value,
        help=tr("the least severity that makes the exit status 1 (default: {level})", level=Severity.WARNING.value),
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help=tr("how to print the findings"))
    parser.add_argument(
        "--jobs", type=int, default=0, metavar="N", help=tr("how many processes (default: all processors)")
    )
    parser.add_argument("--list", action="store_true", help=tr("list the checks and stop"))


def run(args: argparse.Namespace) -> int:
    """Check, repair if asked to, and print what is left."""
    if args.list:
        return _print_list(args)
    for name in args.check or ():
        CHECKS[name]  # unknown ones raise
    job = _FileJob(args) if args.files else _CollectionJob(args)
    inspection = job.inspect()
    if args.fix:
        fixed = job.fix(inspection)
        inspection = job.inspect() if fixed else inspection
        if not args.quiet:
            print(f"check: {trn('{n} text repaired', '{n} texts repaired', fixed)}", file=sys.stderr)
    if args.update_baseline:
        return job.update_baseline(inspection)
    _print(inspection, args)
    if inspection.errors:
        return USAGE
    return FINDINGS if inspection.fails(Severity(args.fail_on)) else OK


class _Job:
    """A run over some files."""

    def __init__(self, args: argparse.Namespace, plan: Plan, baseline: Path | None) -> None:
        self._args, self._plan, self._baseline_path = args, plan, baseline

    def _tasks(self) -> tuple[Checker, list[Task]]:
        raise NotImplementedError

    def inspect(self) -> Inspection:
        """Check everything once."""
        from l10n.reports.progress import progress

        checker, tasks = self._tasks()
        outcomes = check_all(checker, tasks, jobs=self._args.jobs)
        shown = progress(outcomes, tr("checking"), total=len(tasks), quiet=self._args.quiet)
        inspection = gather(shown, self._baseline(), files=sum(len(task.paths) for task in tasks))
        return replace(inspection, gone=0) if self._narrowed() else inspection

    def _narrowed(self) -> list[str]:
        """Return the options that leave something out."""
        names = ("check", "locale", "type", "records", "catalogs")
        return [f"--{name}" for name in names if getattr(self._args, name)]

    def fix(self, inspection: Inspection) -> int:
        raise NotImplementedError

    def _baseline(self) -> Counter[Identity]:
        path = self._baseline_path
        if path is None or self._args.update_baseline:
            return Counter()
        if not path.is_file():
            if self._args.baseline:
                raise UnknownNameError(
                    "there is no such file, expected a baseline; --update-baseline makes one", Place(str(path))
                )
            return Counter()
        return parse_baseline(read_file(path)[0], str(path))

    def update_baseline(self, inspection: Inspection) -> int:
        """Write the baseline, unless something could not be checked."""
        path = self._baseline_path
        if path is None:
            raise UnknownNameError("found --update-baseline without a collection, expected --baseline FILE too")
        if narrowed := self._narrowed():
            message = f"found --update-baseline with {' and '.join(narrowed)}, expected a run over everything"
            raise UnknownNameError(f"{message}, for the baseline would lose the rest")
        errors = ErrorCollector()
        for error in inspection.errors:
            errors.add(error)
        errors.raise_all()
        data = format_baseline(inspection.findings)
        if find_signature(path) is None or read_file(path)[0] != data:
            write_file(path, data)
        if not self._args.quiet:
            count = trn("{n} finding is known now", "{n} findings are known now", len(inspection.findings))
            print(f"check: {count}: {path}")
        return OK


class _CollectionJob(_Job):
    """A run over a collection."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._project = open_project(args.directory)
        schema = self._project.schema
        _check_levels(self._project)
        locales = _known("locale", args.locale, schema.locales)
        self._types = _known("type", args.type, schema.types) or list(schema.types)
        path = Path(args.baseline) if args.baseline else self._project.root / BASELINE
        super().__init__(args, Plan(args.check or (), locales=locales, takes_fuzzy=args.fuzzy), path)

    def _tasks(self) -> tuple[Checker, list[Task]]:
        args, project = self._args, self._project
        tasks = find_tasks(project, types=self._types, records=not args.catalogs, catalogs=not args.records)
        around = collect_surroundings(project) if self._plan.asks_for_records(project.schema) else {}
        return Checker(project, self._plan, around), tasks

    def fix(self, inspection: Inspection) -> int:
        from l10n.repair import fix_project_catalogs, fix_records

        findings = (*inspection.findings, *inspection.known)
        with self._project.lock():
            both = not self._args.records
            fixed = 0 if self._args.catalogs else fix_records(self._project, findings, with_catalogs=both)
            return fixed + (0 if self._args.records else fix_project_catalogs(self._project, findings))


class _FileJob(_Job):
    """A run over PO files anywhere."""

    def __init__(self, args: argparse.Namespace) -> None:
        check_names(args.files, "check")
        plan = Plan(args.check or (), locales=args.locale or (), takes_fuzzy=args.fuzzy)
        super().__init__(args, plan, Path(args.baseline) if args.baseline else None)

    def _tasks(self) -> tuple[Checker, list[Task]]:
        names = dict.fromkeys(self._args.files)
        return Checker(None, self._plan), [Task((name,), Path(name).stat().st_size) for name in names]

    def fix(self, inspection: Inspection) -> int:
        from l10n.repair import fix_files

        return fix_files(self._args.files, (*inspection.findings, *inspection.known))


def _known(noun: str, names: Sequence[str] | None, known: Collection[str]) -> list[str]:
    """Return the names that the user gave; raise UnknownNameError for those that the collection has not."""
    errors = ErrorCollector()
    for name in names or ():
        if name not in known:
            expected = f"expected one of {', '.join(known)}{suggest(name, known)}"
            errors.add(UnknownNameError(f"there is no {noun} {name!r} in this collection, {expected}"))
    errors.raise_all()
    return list(names or ())


def _check_levels(project: Project) -> None:
    """Raise ConfigError for checks in `l10n.toml` that there are not."""
    text, path = project.config.decode(), project.place(CONFIG)
    errors = ErrorCollector()
    for where, outer, levels in _iter_levels(project.schema):
        for name in (name for name, _ in levels if name not in dict(outer)):
            field = f"{where}checks.{name}"
            if name not in CHECKS.names:
                message = f"there is no check {name!r}, `l10n check --list` shows all{suggest(name, CHECKS.names)}"
                errors.add(ConfigError(message, Place(path, find_toml_line(text, field), field=field)))
    errors.raise_all()


def _iter_levels(schema: Schema) -> Iterator[tuple[str, Levels, Levels]]:
    """Yield (where, the levels around, the levels there with those around)."""
    yield "", (), schema.checks
    for name, type_ in schema.types.items():
        yield f"types.{name}.", schema.checks, type_.checks
        yield from _iter_field_levels(f"types.{name}.fields.", type_.checks, type_.fields)


def _iter_field_levels(where: str, outer: Levels, fields: Sequence[Field]) -> Iterator[tuple[str, Levels, Levels]]:
    for field in fields:
        yield f"{where}{field.name}.", outer, field.checks
        yield from _iter_field_levels(f"{where}{field.name}.fields.", field.checks, field.fields)


def _print_list(args: argparse.Namespace) -> int:
    from l10n.jsontext import format_json
    from l10n.reports.check_json import check_values
    from l10n.reports.check_text import format_checks

    if args.format == "json":
        sys.stdout.write(format_json({"version": 1, "checks": check_values()}))
    else:
        for line in format_checks(min(shutil.get_terminal_size().columns, 100)):
            print(line)
    return OK


def _print(inspection: Inspection, args: argparse.Namespace) -> None:
    """Print an inspection in the format asked for, and to people what could not be read."""
    if args.format == "text":
        _print_text(inspection, quiet=args.quiet)
    else:
        sys.stdout.write(_formatted(inspection, args))
    for error in inspection.errors:
        print(error, file=sys.stderr)


def _formatted(inspection: Inspection, args: argparse.Namespace) -> str:
    """Return an inspection in one of the formats for programs."""
    from l10n.reports.check_github import format_github
    from l10n.reports.check_json import format_check_json
    from l10n.reports.check_junit import format_junit
    from l10n.reports.check_sarif import format_sarif

    if args.format == "json":
        return format_check_json(inspection)
    if args.format == "sarif":
        return format_sarif(inspection)
    if args.format == "junit":
        return format_junit(inspection, Severity(args.fail_on))
    return "".join(f"{line}\n" for line in format_github(inspection))


def _print_text(inspection: Inspection, *, quiet: bool) -> None:
    from l10n.reports.check_text import format_findings, format_summary
    from l10n.reports.terminal import has_color

    color = has_color(os.environ, is_terminal=sys.stdout.isatty())
    for line in format_findings(inspection, color=color, encoding=output_encoding()):
        print(line)
    if not quiet:
        print(
            f"\ncheck: {format_summary(inspection)}" if inspection.findings else f"check: {format_summary(inspection)}"
        )
