"""The trend: how coverage grew, as sparklines, numbers and small charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any

from msgspec import Struct

from l10n.locales import Locale
from l10n.reports.coverage_json import coverage_value
from l10n.reports.coverage_report import Point
from l10n.reports.figures import NOTHING, cell_width, pad
from l10n.reports.measures import Measure, Shares, measure_shares
from l10n.words import tr

_STEPS = "▁▂▃▄▅▆▇█"
WIDTH, HEIGHT = 200, 48
"""The size of a chart, in its own units."""


class LocaleTrend(Struct, frozen=True):
    """The shares of one locale, oldest first; None where it was not counted or nothing was wanted."""

    locale: Locale
    shares: tuple[Shares | None, ...]

    @property
    def known(self) -> tuple[Shares, ...]:
        """Those that there are."""
        return tuple(share for share in self.shares if share)

    @property
    def first(self) -> str:
        """The first share, as reports write it."""
        return self.known[0].percent if self.known else NOTHING

    @property
    def last(self) -> str:
        """The last share, as reports write it."""
        return self.known[-1].percent if self.known else NOTHING

    @property
    def ends(self) -> str:
        """The first and the last share; of one count that share alone."""
        return f"{self.first} → {self.last}" if len(self.known) > 1 else self.last


def locale_trends(trend: Sequence[Point], locales: Sequence[Locale], measure: Measure) -> list[LocaleTrend]:
    """Return the trend of each locale; none where there is no history."""
    if not trend:
        return []
    return [LocaleTrend(locale, tuple(_share(point, locale, measure) for point in trend)) for locale in locales]


def _share(point: Point, locale: Locale, measure: Measure) -> Shares | None:
    numbers = point.coverage.locales.get(locale)
    shares = measure_shares(numbers, measure) if numbers else None
    return shares if shares and shares.wanted else None


def trend_value(trend: Sequence[Point]) -> list[dict[str, Any]]:
    """Return the trend as plain JSON values, oldest first."""
    return [
        {"revision": point.revision, "when": point.when, "locales": coverage_value(point.coverage)["locales"]}
        for point in trend
    ]


def format_trend(trend: Sequence[Point], locales: Sequence[Locale], measure: Measure, width: int) -> Iterator[str]:
    """Yield one line a locale: a sparkline of as many of the last shares as find room, the first and the last."""
    rows = locale_trends(trend, locales, measure)
    if not rows:
        return
    if len(trend) > 1:
        yield tr("Trend, {first} to {last}", first=trend[0].when[:10], last=trend[-1].when[:10])
    else:
        yield f"{tr('Trend')}, {trend[0].when[:10]}"
    names = max(cell_width(row.locale) for row in rows)
    ends = [row.ends for row in rows]
    room = max(width - names - max(map(cell_width, ends)) - len("      "), 1)
    lines = [sparkline(row.shares[-room:]) for row in rows]
    for row, line, end in zip(rows, lines, ends, strict=True):
        yield f"  {pad(row.locale, names)}  {pad(line, max(map(len, lines)))}  {end}"


def sparkline(shares: Sequence[Shares | None]) -> str:
    """Return one sign a share, from nothing done to all; a space where there is none.

    >>> sparkline([None, Shares(0, 0, 4), Shares(2, 0, 2), Shares(4, 0, 0)])
    ' ▁▄█'
    """
    top = len(_STEPS) - 1
    return "".join(_STEPS[top * share.done // share.wanted] if share else " " for share in shares)


def find_places(times: Sequence[str]) -> tuple[list[float], bool]:
    """Return where each point of a chart stands, from 0 to 1, and whether that is by time: evenly, if all are at once.

    What is older than the one before it, as a commit may be, stands beside that one.

    >>> find_places([f"2026-11-{day:02}T00:00:00+00:00" for day in (1, 2, 1, 5)])
    ([0.0, 0.25, 0.25, 1.0], True)
    >>> find_places(["2026-11-23T00:00:00+00:00"] * 3)
    ([0.0, 0.5, 1.0], False)
    """
    moments = list(accumulate((datetime.fromisoformat(time).timestamp() for time in times), max))
    span = moments[-1] - moments[0]
    if span:
        return [(moment - moments[0]) / span for moment in moments], True
    return [number / max(len(times) - 1, 1) for number in range(len(times))], False


def chart_lines(shares: Sequence[Shares | None], places: Sequence[float]) -> list[str]:
    """Return the points of the lines of a chart, as SVG's `points` has them; a line ends where a share is absent.

    >>> chart_lines([Shares(0, 0, 4), Shares(4, 0, 0), None, Shares(2, 0, 2)], [0, 0.25, 0.5, 1])
    ['0.0,48.0 50.0,0.0', '200.0,24.0']
    """
    lines: list[list[str]] = [[]]
    for share, place in zip(shares, places, strict=True):
        if share:
            lines[-1].append(f"{place * WIDTH:.1f},{HEIGHT * (1 - share.done / share.wanted):.1f}")
        elif lines[-1]:
            lines.append([])
    return [" ".join(line) for line in lines if line]
