"""The supplement of a coverage report: the past, what changed since, and the gates; as text and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from l10n.coverage_changes import LocaleChanges
from l10n.gates import GateResult
from l10n.locales import Locale
from l10n.reports.coverage_changes import changes_value, format_changes
from l10n.reports.gates import format_gates, gates_value
from l10n.reports.measures import Measure
from l10n.reports.terminal import MAX_WIDTH
from l10n.reports.trend import format_trend, trend_value
from l10n.revisions import SHORT
from l10n.trends import TrendPoint
from l10n.words import tr


class Supplement(Struct, frozen=True, kw_only=True):
    """What a report has beside the numbers of today; what was not asked for is None."""

    locales: tuple[Locale, ...]
    """Those that were counted."""
    measure: Measure = "units"
    """What the trend shows."""
    trend: Sequence[TrendPoint] | None = None
    since: str = ""
    """The revision that the changes begin at; empty: there was no collection yet."""
    when: str = ""
    """When it was committed."""
    changes: Mapping[Locale, LocaleChanges] | None = None
    gates: Sequence[GateResult] | None = None

    @property
    def is_passed(self) -> bool:
        """Whether no gate was missed."""
        return all(result.is_passed for result in self.gates or ())

    @property
    def beginning(self) -> str:
        """What the changes begin at, in words."""
        return f"{self.since[:SHORT]} ({self.when[:10]})" if self.since else tr("the beginning")


def supplement_value(supplement: Supplement) -> dict[str, Any]:
    """Return a supplement as the keys that it adds to the report's JSON."""
    value: dict[str, Any] = {}
    if supplement.trend is not None:
        value["history"] = trend_value(supplement.trend)
    if supplement.changes is not None:
        value["since"] = {"revision": supplement.since, "when": supplement.when}
        value["changes"] = changes_value(supplement.changes)
    if supplement.gates is not None:
        value["gates"] = gates_value(supplement.gates)
    return value


def format_supplement(supplement: Supplement, *, width: int, color: bool) -> Iterator[str]:
    """Yield the lines of a supplement, an empty one before each part."""
    width = min(width, MAX_WIDTH)
    if supplement.trend:
        yield ""
        yield from format_trend(supplement.trend, supplement.locales, supplement.measure, width)
    if supplement.changes is not None:
        yield ""
        yield from format_changes(supplement.changes, supplement.beginning, width=width, color=color)
    if supplement.gates:
        yield ""
        yield from format_gates(supplement.gates, width=width, color=color)
