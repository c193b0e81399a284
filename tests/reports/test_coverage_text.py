"""Coverage as text: against what it looked like when someone last looked at it.

`UPDATE_GOLDEN=1` writes the expected files anew.
"""

import os
import re
from pathlib import Path

import pytest

from l10n.coverage import Counts, Coverage, LocaleCoverage, RecordCounts, RecordStatus, count_coverage
from l10n.locales import Locale
from l10n.project import open_project
from l10n.reports.figures import format_percent, share_cells, shorten_middle
from l10n.reports.terminal import format_coverage, format_next_step

HERE = Path(__file__).parent
AXES = ("locale", "type", "field", "record")
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def sample():
    project = open_project(HERE / "sample")
    return count_coverage(project.iter_records(), project.schema, AXES)


def make_coverage(number, codes=("en", "lv")):
    """Return a coverage whose figures are as wide as `number`."""
    counts = Counts(translated=number, fuzzy=number, missing=number)
    numbers = LocaleCoverage(units=counts, words=counts, records=RecordCounts(complete=number, none=number))
    locales = {Locale(code): numbers for code in codes}
    return Coverage(collection="x", required=tuple(locales)[:1], records=number, locales=locales)


@pytest.mark.parametrize("axis", AXES)
def test_a_report_looks_as_expected(sample, axis):
    path = HERE / f"coverage-{axis}.txt"
    text = "\n".join(format_coverage(sample, (axis,))) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 60, 79, 80, 200])
@pytest.mark.parametrize("axis", AXES)
def test_colour_changes_no_sign_and_no_line_is_too_wide(sample, axis, width):
    plain = list(format_coverage(sample, (axis,), width=width))
    colored = list(format_coverage(sample, (axis,), width=width, color=True))
    assert [ESCAPES.sub("", line).rstrip() for line in colored] == plain
    assert colored != plain
    if width >= 79:
        assert max(map(len, plain)) <= min(width, 80)


def test_only_what_is_shown_is_explained():
    wide, narrow = (list(format_coverage(make_coverage(9), width=width)) for width in (80, 40))
    assert "█ done  ▒ fuzzy  ░ missing" in wide
    assert not any("█" in line or "░" in line for line in narrow)
    assert not any(line.startswith("Records:") for line in narrow)


def test_a_long_name_goes_on_below():
    name = "A collection with a name that nobody had to type into a narrow terminal"
    coverage = Coverage(collection=name, required=(), records=3, locales={})
    lines = list(format_coverage(coverage, width=40))
    assert " ".join(lines).startswith(f"{name} (3 records)")
    assert max(map(len, lines)) <= 40


@pytest.mark.parametrize("number", [0, 9, 99_999, 9_999_999])
def test_figures_are_never_cut(number):
    lines = list(format_coverage(make_coverage(number, ("en", "sr-Latn-RS"))))
    rows = [line for line in lines if line.startswith("  ")]
    assert [line.split()[-1] for line in rows] == [f"{number:,}/{2 * number:,}"] * 2
    assert [line.split()[-2] for line in rows] == [f"{number:,}/{3 * number:,}"] * 2
    assert not any("…" in line for line in lines)
    assert number > 99_999 or max(map(len, lines)) <= 80


def test_several_axes_come_in_their_order_each_once(sample):
    text = "\n".join(format_coverage(sample, ("record", "locale", "record")))
    assert text.count("● complete") == 1
    assert text.index("● complete") < text.index("Required")


def test_locales_that_find_no_room_follow_in_another_block():
    codes = tuple(f"{a}{b}" for a in "abcde" for b in "fghijk")
    statuses = tuple(list(RecordStatus)[n % 5] for n in range(len(codes)))
    coverage = Coverage(
        collection="x",
        required=(),
        records=1,
        locales={Locale(code): LocaleCoverage() for code in codes},
        by_record={"event/" + 50 * "long-": statuses},
    )
    lines = list(format_coverage(coverage, ("record",)))
    assert max(map(len, lines)) <= 80
    heads = [line.split()[1:] for line in lines if line.startswith("Record")]
    assert len(heads) == 2
    assert [*heads[0], *heads[1]] == list(codes)
    signs = "".join(line.split(" ", 1)[1].replace(" ", "") for line in lines if line.startswith("event/"))
    assert signs == "●◐○◇·" * 6


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ({"en": {}, "lv": {"missing": 12, "fuzzy": 1}}, "lv: 12 units missing, 1 fuzzy; translate in locales/lv/"),
        ({"en": {"fuzzy": 1}, "lv": {"missing": 1}}, "en: 1 unit fuzzy; translate in locales/en/LC_MESSAGES/"),
        ({"en": {"same": 1}, "sr-Latn": {"missing": 1}}, "sr-Latn: 1 unit missing; translate in locales/sr@latin/"),
        ({"en": {}, "lv": {"translated": 3}}, "all that is wanted is translated"),
        ({"en": {"source": 3}}, "nothing is wanted yet"),
    ],
    ids=["missing", "required first", "posix folder", "done", "nothing"],
)
def test_the_next_step_is_told(units, expected):
    locales = {Locale(code): LocaleCoverage(units=Counts(**counts)) for code, counts in units.items()}
    coverage = Coverage(collection="x", required=(Locale("en"),), locales=locales)
    assert format_next_step(coverage).startswith(expected)


@pytest.mark.parametrize(
    ("catalogs", "expected"),
    [
        (["locales/lv/LC_MESSAGES/event.en.po"], "lv: 1 unit missing; translate in locales/lv/LC_MESSAGES/, then run"),
        ([], "lv: 1 unit missing; run l10n update first, then translate in locales/lv/LC_MESSAGES/"),
        (["locales/ru/LC_MESSAGES/event.en.po", "locales/event.en.pot"], "lv: 1 unit missing; run l10n update first"),
    ],
    ids=["has some", "no catalogs", "none of this locale"],
)
def test_no_catalog_is_named_that_is_not_there(catalogs, expected):
    locales = {Locale("lv"): LocaleCoverage(units=Counts(missing=1))}
    coverage = Coverage(collection="x", required=(Locale("lv"),), locales=locales)
    assert " ".join(format_next_step(coverage, catalogs=catalogs).split()).startswith(expected)


@pytest.mark.parametrize("whole", [1, 2, 3, 7, 999, 1000, 1001, 100_000])
def test_only_all_is_100_percent_and_only_none_is_0(whole):
    for part in {0, 1, 2, whole // 2, whole - 1, whole} & set(range(whole + 1)):
        text = format_percent(part, whole)
        assert (text == "100 %") == (part == whole)
        assert (text == "0 %") == (part == 0)
        assert part in (0, whole) or 0.1 <= float(text.removesuffix(" %")) <= 99.9
        assert abs(float(text.removesuffix(" %")) - 100 * part / whole) <= 0.1


@pytest.mark.parametrize("width", [6, 7, 20])
@pytest.mark.parametrize("parts", [(1, 1, 10_000), (10_000, 1, 0), (1, 1, 1), (5, 0, 3), (0, 0, 9), (10, 10, 1)])
def test_a_bar_is_full_and_shows_every_part(parts, width):
    cells = share_cells(parts, width)
    assert sum(cells) == width
    assert [cell > 0 for cell in cells] == [part > 0 for part in parts]


@pytest.mark.parametrize("width", [1, 2, 3, 9, 10, 11])
def test_a_shortened_text_keeps_both_ends(width):
    short = shorten_middle("abcdefghij", width)
    assert len(short) == min(width, 10)
    assert width < 3 or (short[0], short[-1]) == ("a", "j")
