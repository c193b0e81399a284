"""The trend: how coverage grew, as sparklines, numbers and small charts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
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
    first, last = end_days(trend)
    if len(trend) > 1:
        yield tr("Trend, {first} to {last}", first=first, last=last)
    else:
        yield f"{tr('Trend')}, {first}"
    names = max(cell_width(row.locale) for row in rows)
    ends = [row.ends for row in rows]
    room = max(width - names - max(map(cell_width, ends)) - len("      "), 1)
    lines = [sparkline(row.shares[-room:]) for row in rows]
    for row, line, end in zip(rows, lines, ends, strict=True):
        yield f"  {pad(row.locale, names)}  {pad(line, max(map(len, lines)))}  {end}"


def end_days(trend: Sequence[Point]) -> tuple[str, str]:
    """Return the earliest and the latest day of a trend: a commit may be dated before the one that it follows."""
    days = sorted(point.when[:10] for point in trend)
    return days[0], days[-1]


def sparkline(shares: Sequence[Shares | None]) -> str:
    """Return one sign a share, from nothing done to all; a space where there is none.

    >>> sparkline([None, Shares(0, 0, 4), Shares(2, 0, 2), Shares(4, 0, 0)])
    ' ▁▄█'
    """
    top = len(_STEPS) - 1
    return "".join(_STEPS[top * share.done // share.wanted] if share else " " for share in shares)


def find_places(times: Sequence[str]) -> tuple[list[float], bool]:
    """Return where each point of a chart stands, from 0 to 1, and whether that is by time: evenly, if all are at once.

    The points keep their order. A commit may be dated out of it: as few as possible are then taken not to stand at
    their time, but evenly between their neighbours, or a mean step from the only one.

    >>> find_places([f"2026-11-{day:02}T00:00:00+00:00" for day in (1, 2, 1, 4, 5)])
    ([0.0, 0.25, 0.5, 0.75, 1.0], True)
    >>> find_places([f"{year}-05-05T00:00:00+00:00" for year in (2023, 2024, 2020, 1999)])[0] == [0, 1 / 3, 2 / 3, 1]
    True
    >>> find_places(["2026-11-23T00:00:00+00:00"] * 3)
    ([0.0, 0.5, 1.0], False)
    """
    moments = [datetime.fromisoformat(time).timestamp() for time in times]
    kept, end = _in_order(moments), len(moments) - 1
    first, last = kept[0], kept[-1]
    span = moments[last] - moments[first]
    if not span:
        return [number / max(end, 1) for number in range(len(times))], False
    step = span / (len(kept) - 1)
    stations = {0: moments[first] - first * step} | {number: moments[number] for number in kept}
    stations[end] = moments[last] + (end - last) * step
    placed = list(_fill(stations))
    return [(moment - placed[0]) / (placed[-1] - placed[0]) for moment in placed], True


def _in_order(moments: Sequence[float]) -> list[int]:
    """Return the numbers of the most moments none of which comes before the one in front of it.

    >>> _in_order([2024, 2030, 2025, 2026]), _in_order([1, 2, 1, 5])
    ([0, 2, 3], [0, 1, 3])
    """
    ends: list[float] = []
    heads: list[int] = []
    following: dict[int, int] = {}
    for number in reversed(range(len(moments))):  # so that of two that differ the later one is taken to be wrong
        length = bisect_right(ends, -moments[number])
        if length:
            following[number] = heads[length - 1]
        ends[length : length + 1] = [-moments[number]]
        heads[length : length + 1] = [number]
    chain = [heads[-1]]
    while chain[-1] in following:
        chain.append(following[chain[-1]])
    return chain


def _fill(stations: Mapping[int, float]) -> Iterator[float]:
    """Yield a moment for every number: those of stations as they are, the others evenly between them.

    >>> list(_fill({0: 1.0, 2: 2.0, 3: 5.0}))
    [1.0, 1.5, 2.0, 5.0]
    """
    yield stations[0]
    for (start, low), (end, high) in pairwise(stations.items()):
        yield from (low + (high - low) * (number - start) / (end - start) for number in range(start + 1, end + 1))


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
