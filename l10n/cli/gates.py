"""The gates of `l10n coverage`: what they are to be, what they find, and the file of the ratchet."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from l10n.coverage import Coverage
from l10n.errors import ConfigError, ParseError, Place
from l10n.gates import GateResult, Outcome, judge_thresholds, standings
from l10n.locales import Locale
from l10n.page_coverage import PageCoverage
from l10n.project import Project
from l10n.ratchet import (
    RATCHET,
    Level,
    Ratchet,
    find_levels,
    format_ratchet,
    judge_ratchet,
    parse_ratchet,
    updated_ratchet,
)
from l10n.remedies import Remedy
from l10n.store import find_signature, read_file
from l10n.thresholds import Measure, Thresholds, parse_thresholds
from l10n.words import tr

FindRemedies = Callable[[Mapping[Locale, int]], Mapping[Locale, Remedy]]
"""Takes how much more each locale needs to pass, and returns what would give it."""


class GatePlan(Struct, frozen=True, kw_only=True):
    """Which gates a run has."""

    measure: Measure = "units"
    fail_under: Thresholds | None = None
    ratchet: str = ""
    """The file, relative to the collection; empty: none."""
    is_update: bool = False
    may_lower: bool = False
    locales: tuple[Locale, ...] = ()
    """Those that are counted."""

    @property
    def needs_pages(self) -> bool:
        """Whether a gate counts what readers see."""
        return self.has_gate and self.measure == "page"

    @property
    def has_gate(self) -> bool:
        """Whether there is any gate."""
        return self.fail_under is not None or bool(self.ratchet)


def add_gate_arguments(parser: argparse.ArgumentParser) -> None:
    """Say which gates the command takes."""
    parser.add_argument(
        "--fail-under",
        metavar="PERCENT|LOCALE=PERCENT,...",
        help=tr("exit status 1 where a locale has less done: `90` for every required locale, `lv=90,pl=80` for these"),
    )
    parser.add_argument(
        "--ratchet",
        nargs="?",
        const=RATCHET,
        metavar="FILE",
        help=tr("exit status 1 where a locale falls below what this file holds (default: {file})", file=RATCHET),
    )
    parser.add_argument(
        "--update-ratchet", action="store_true", help=tr("write what is done now to the ratchet's file")
    )
    parser.add_argument("--lower", action="store_true", help=tr("with --update-ratchet: smaller numbers, too"))
    parser.add_argument("--gate", action="store_true", help=tr("hold to the gates that l10n.toml sets"))


def plan_gates(args: argparse.Namespace, project: Project, locales: Sequence[Locale]) -> GatePlan:
    """Return which gates the options and the configuration ask for; raise for what can never be judged."""
    policy = project.schema.gates
    if args.gate and not policy.is_set:
        message = "there is no gate, expected `fail-under` or `ratchet` in the table `gates`"
        raise ConfigError(message, Place(project.place("l10n.toml"), field="gates"))
    fail_under = _parse(args.fail_under, project) if args.fail_under is not None else None
    ratchet = args.ratchet or ""
    if args.gate:
        fail_under, ratchet = fail_under or policy.fail_under, ratchet or policy.ratchet
    if args.update_ratchet:
        ratchet = ratchet or policy.ratchet or RATCHET
    if args.lower and not args.update_ratchet:
        raise ConfigError("found --lower without --update-ratchet, expected both")
    if args.format == "github" and fail_under is None and not ratchet:
        raise ConfigError("found --format github without a gate, expected --gate, --fail-under or --ratchet")
    if ratchet and args.type:
        raise ConfigError("found --type with a ratchet, expected all types: it holds them together")
    return GatePlan(
        measure=args.measure or policy.measure,
        fail_under=fail_under,
        ratchet=ratchet,
        is_update=args.update_ratchet,
        may_lower=args.lower,
        locales=tuple(locales),
    )


def _parse(text: str, project: Project) -> Thresholds:
    try:
        return parse_thresholds(text, project.schema.locales)
    except ParseError as error:
        raise ParseError(error.message, Place("--fail-under")) from None


def judge_gates(
    plan: GatePlan,
    project: Project,
    coverage: Coverage,
    pages: PageCoverage | None,
    find_remedies: FindRemedies,
) -> list[GateResult]:
    """Return what every gate finds, and bring the ratchet's file up to date if that is asked for.

    `find_remedies` is asked where a gate was missed, to say what would pass it.
    """
    results: list[GateResult] = []
    counted = standings(coverage, pages, plan.measure) if plan.has_gate else {}
    if plan.fail_under is not None:
        found = judge_thresholds(plan.fail_under, counted, coverage.required, plan.measure)
        results += _with_remedies(list(found), find_remedies)
    if plan.ratchet:
        results += _judge_ratchet(plan, project, find_levels(coverage, counted))
    return results


def _with_remedies(results: Sequence[GateResult], find_remedies: FindRemedies) -> list[GateResult]:
    """Return the results, those that missed with the records whose completion would pass."""
    needs = {result.locale: result.need for result in results if result.outcome is Outcome.BELOW}
    remedies = find_remedies(needs) if needs else {}
    return [replace(result, remedy=remedies.get(result.locale)) for result in results]


def _judge_ratchet(plan: GatePlan, project: Project, counted: Mapping[Locale, Level]) -> list[GateResult]:
    """Return what the ratchet finds; after an update, what the new file finds in the same counts."""
    path = project.root / plan.ratchet
    ignored = [locale for locale in project.schema.locales if locale not in plan.locales]
    if not plan.is_update:
        if not path.is_file():
            message = "there is no such file, expected a ratchet; `l10n coverage --update-ratchet` makes it"
            raise ConfigError(message, Place(str(path)))
        return list(judge_ratchet(_load_ratchet(path, plan.measure), counted, ignored))
    with project.lock():
        signature = find_signature(path)
        ratchet = _load_ratchet(path, plan.measure) if signature is not None else None
        updated = updated_ratchet(ratchet, counted, plan.measure, may_lower=plan.may_lower, ignored=ignored)
        data = format_ratchet(updated).encode()
        if signature is None or data != read_file(path)[0]:
            project.save_file(plan.ratchet, data, signature)
    return list(judge_ratchet(updated, counted, ignored))


def _load_ratchet(path: Path, measure: Measure) -> Ratchet:
    data, _ = read_file(path)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        message = f"found the byte {data[error.start]:#04x}, expected UTF-8"
        raise ParseError(message, Place(str(path), data.count(b"\n", 0, error.start) + 1)) from None
    ratchet = parse_ratchet(text, str(path))
    if ratchet.measure != measure:
        message = f"it holds {ratchet.measure}, expected {measure}, as the options or l10n.toml say"
        raise ConfigError(message, Place(str(path), field="measure"))
    return ratchet
