"""What `l10n coverage` finds beside the numbers of today: history, changes and gates, each if it is asked for."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping

from l10n.cli.gates import GatePlan, judge_gates
from l10n.cli.pages import SurveyedPages
from l10n.cli.remedies import find_open_remedies
from l10n.cli.trends import find_since, find_trend
from l10n.counting import ProjectCounter, Scope
from l10n.coverage import Coverage
from l10n.locales import Locale
from l10n.remedies import Remedy
from l10n.reports.supplement import Supplement


def needs_coverage(args: argparse.Namespace, plan: GatePlan) -> bool:
    """Tell whether the supplement is made from the coverage."""
    return plan.has_gate or args.history is not None


def find_supplement(  # noqa: PLR0913 (what the command knows by then)
    args: argparse.Namespace,
    counter: ProjectCounter,
    plan: GatePlan,
    *,
    coverage: Coverage | None,
    pages: SurveyedPages | None,
    types: Collection[str],
) -> Supplement:
    """Return what the options ask for, of records of these types."""
    project = counter.project

    def find_remedies(needs: Mapping[Locale, int]) -> Mapping[Locale, Remedy]:
        if pages and plan.measure == "page":
            return pages.find_remedies(needs)
        found = coverage and coverage.by_record
        statuses = found or counter.coverage(Scope(by=["record"], locales=plan.locales, types=types)).by_record or {}
        return find_open_remedies(project, statuses, plan.locales, needs, plan.measure)

    trend = find_trend(args, project, coverage, types) if coverage and args.history is not None else None
    counted = pages.coverage if pages else None
    since = None if args.since is None else find_since(args, project, plan.locales, types)
    return Supplement(
        locales=plan.locales,
        measure="units" if plan.measure == "page" else plan.measure,
        trend=trend,
        since=since.commit.revision if since else "",
        when=since.commit.when if since else "",
        changes=since.changes if since else None,
        gates=judge_gates(plan, project, coverage, counted, find_remedies) if coverage and plan.has_gate else None,
    )
