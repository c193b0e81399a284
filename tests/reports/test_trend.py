"""The trend where commits are dated out of order: points in the order of history, and time where it can be believed."""

from datetime import UTC, datetime
from itertools import combinations, pairwise

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.coverage import count_coverage
from l10n.project import open_project
from l10n.reports.coverage_html import format_coverage_html
from l10n.reports.coverage_report import CoverageReport
from l10n.reports.trend import find_places, format_trend
from l10n.trends import TrendPoint
from tests.collection import make_collection


def at(seconds):
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S+00:00}"


def longest_in_order(moments):
    """Return how many moments can be kept so that none comes before the one in front of it, all choices tried."""
    numbers = range(len(moments), 0, -1)
    return next(n for n in numbers if any(list(each) == sorted(each) for each in combinations(moments, n)))


@given(st.lists(st.integers(0, 8), min_size=1, max_size=7))
def test_points_keep_their_order_and_most_their_time(moments):
    places, is_by_time = find_places([at(moment * 1000) for moment in moments])
    assert all(left <= right for left, right in pairwise(places))
    assert places[0] == 0
    assert places[-1] == (len(moments) > 1)
    if moments == sorted(moments):
        assert is_by_time is (len(set(moments)) > 1)
    if is_by_time and moments[0] == min(moments) and moments[-1] == max(moments):
        times = [(moment - moments[0]) / (moments[-1] - moments[0]) for moment in moments]
        kept = sum(place == pytest.approx(time) for place, time in zip(places, times, strict=True))
        assert kept >= longest_in_order(moments)


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ((2024, 2030, 2020, 1999), [0, 1, 2, 3]),
        ((2030, 2020, 1999), [0, 1, 2]),
        ((2020, 2022, 2044, 2023, 2024), [0, 2, 2.5, 3, 4]),
        ((1999, 2044, 2003, 2007), [0, 2, 4, 8]),
        ((2044, 2020, 2022, 2024), [0, 2, 4, 6]),
        ((2020, 2022, 2024, 1970, 1970), [0, 2, 4, 6, 8]),
    ],
    ids=["all but one wrong", "backwards", "one ahead", "one ahead, early", "the first ahead", "the last behind"],
)
def test_a_wrong_clock_moves_no_other_point(years, expected):
    places, _ = find_places([f"{year}-01-01T00:00:00+00:00" for year in years])
    assert places == pytest.approx([each / expected[-1] for each in expected], abs=0.001)


def test_the_heading_is_from_the_earliest_to_the_latest_day(tmp_path):
    make_collection(tmp_path)
    project = open_project(tmp_path)
    coverage = count_coverage(project.iter_records(), project.schema, ("type", "field", "record"))
    days = ("2024-05-05", "2030-05-05", "2020-05-05", "1999-05-05")
    points = [TrendPoint(revision="0" * 40, when=f"{day}T00:00:00+00:00", coverage=coverage) for day in days]
    assert next(format_trend(points, ("lv",), "units", 80)) == "Trend, 1999-05-05 to 2030-05-05"
    report = CoverageReport(coverage=coverage, schema=project.schema, trend=points)
    section = lxml.html.fromstring(format_coverage_html(report)).xpath("//section[@id='trend']")[0]
    assert "; 1999-05-05 to 2030-05-05; " in section.xpath("p")[0].text
    for line in section.xpath(".//polyline"):
        across = [float(point.partition(",")[0]) for point in line.get("points").split()]
        assert across == pytest.approx([0, 66.7, 133.3, 200], abs=0.1)
