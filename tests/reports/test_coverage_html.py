"""The page of coverage as a file: whole, quiet, and in the reader's language."""

import json
import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from html import unescape
from pathlib import Path

import html5lib
import lxml.html
import pytest

from l10n.coverage import count_coverage
from l10n.coverage_changes import LocaleChanges
from l10n.locales import Locale
from l10n.open_units import load_previous_sources, read_overviews
from l10n.project import open_project
from l10n.reports import coverage_html
from l10n.reports.coverage_html import format_coverage_html
from l10n.reports.coverage_report import CoverageReport
from l10n.reports.record_data import CHUNK
from l10n.reports.visible import visible_lines, visible_text
from l10n.trends import TrendPoint
from l10n.wordbook import choose_words
from l10n.words import speaking
from tests.collection import CONFIG, TERROR, make_collection
from tests.hostile import NAME, TEXTS, make_hostile

ROOT = Path(__file__).parent.parent.parent
SAMPLE = Path(__file__).parent / "sample"
AXES = ("type", "field", "record")


def report_of(directory, **more):
    project = open_project(directory)
    schema = project.schema
    coverage = count_coverage(project.iter_records(), schema, AXES)
    overviews = read_overviews(project.iter_records(), schema, coverage)
    previous = load_previous_sources(project, overviews)
    return CoverageReport(coverage=coverage, schema=schema, overviews=overviews, previous=previous, **more)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return format_coverage_html(report_of(make_hostile(tmp_path_factory.mktemp("hostile"))))


@pytest.fixture(scope="module")
def demo():
    return format_coverage_html(report_of(ROOT))


@pytest.mark.parametrize("name", ["demo", "hostile"])
def test_it_is_html_as_its_standard_has_it(request, name):
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(request.getfixturevalue(name))


@pytest.mark.parametrize("name", ["demo", "hostile"])
def test_it_loads_nothing_and_runs_nothing_but_its_own_script(request, name):
    text = request.getfixturevalue(name)
    page = lxml.html.fromstring(text)
    links = [value for element in page.iter() for key, value in element.items() if key in {"src", "href"}]
    assert all(link.startswith("#") for link in links)
    names = {name for element in page.iter() for name in element.attrib}
    assert not {name for name in names if name == "style" or name.startswith("on")}
    assert "@import" not in text
    assert "url(" not in page.xpath("//style")[0].text
    policy = page.xpath("//meta[@http-equiv]")[0].get("content")
    for kind, element in (("style", page.xpath("//style")), ("script", page.xpath("//script[not(@type)]"))):
        digest = b64encode(sha256(element[0].text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
        assert len(element) == 1
    assert policy.startswith("default-src 'none'; ")


def test_hostile_texts_come_through_whole(hostile):
    page = lxml.html.fromstring(hostile)
    assert page.xpath("//h1")[0].text == NAME
    data = json.loads(page.xpath("//script[@id='data']")[0].text)
    units = [unit for record in json.loads(page.xpath("//script[@id='units-0']")[0].text) for unit in record]
    assert set(map(visible_lines, TEXTS)) <= {unit[3] for unit in units}
    assert {record[2][:299] for record in data["records"]} == {visible_text(text)[:299] for text in TEXTS}
    assert not re.search("[\\x00-\\x09\\x0b-\\x1f\\u2028-\\u202e]", json.dumps([data, units], ensure_ascii=False))
    assert not re.search("<", "".join(element.text for element in page.xpath("//script[@type]")))


def test_every_count_of_a_heat_map_is_the_coverage_s(demo):
    project = open_project(ROOT)
    expected = count_coverage(project.iter_records(), project.schema, AXES)
    page = lxml.html.fromstring(demo)
    rows = page.xpath("//table[@class='heat']/tbody/tr")
    names = ["event", "event/title", "event/description", "event/images/caption", "person", "place"]
    for name, row in zip(names, rows, strict=True):
        table = (expected.by_field if "/" in name else expected.by_type)[name]
        for numbers, cell in zip(table.values(), row.xpath("td"), strict=True):
            units = numbers.units
            title = f"{units.done} of {units.wanted} unit{'s' * (units.wanted != 1)} done" if units.wanted else None
            assert cell.get("title") == title
            assert bool(cell.xpath("a")) == (units.done < units.wanted)


@pytest.mark.parametrize("locale", ["ru", "lv", "pl"])
def test_it_speaks_the_reader_s_language(locale):
    with speaking(choose_words(locale, {})):
        page = lxml.html.fromstring(format_coverage_html(report_of(ROOT)))
    assert page.get("lang") == locale
    names = [name.text for name in page.xpath("//section[@id='locales']//span[@class='name']")]
    assert names[0] == {"ru": "английский", "lv": "angļu", "pl": "angielski"}[locale]
    heading = page.xpath("//table[@class='figures']//th")[0].text
    assert heading == {"ru": "Язык", "lv": "Valoda", "pl": "Język"}[locale]


def test_records_stand_in_blocks(tmp_path):
    count = 2 * CHUNK + 1
    lines = [
        json.dumps({"id": f"p{n}", "type": "person", "source": "en", "name": {"en": f"P {n}"}}) for n in range(count)
    ]
    (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "records").mkdir()
    (tmp_path / "records/person.jsonl").write_text("\n".join(lines), encoding="utf-8")
    page = lxml.html.fromstring(format_coverage_html(report_of(tmp_path)))
    blocks = [json.loads(block.text) for block in page.xpath("//script[starts-with(@id, 'units-')]")]
    assert [len(block) for block in blocks] == [CHUNK, CHUNK, 1]
    assert blocks[2][0][0][3] == f"P {count - 1}"


def test_control_and_bidi_characters_are_written_out_line_by_line(tmp_path):
    text = "abc\u202egnp.exe\nשלום \x1b[31m"
    shown = "abc\\u202egnp.exe\nשלום \\x1b[31m"
    line = text.replace("\n", " ")
    record = TERROR | {"title": {"en": line, "ru": line}, "description": {"en": {"p1": text}, "ru": {"p1": text[::-1]}}}
    collection = make_collection(tmp_path, record)
    collection.sync()
    collection.edit("event/terror/description/p1", "en", f"{text} 2")
    collection.run("update", "--quiet")
    page = lxml.html.fromstring(format_coverage_html(report_of(tmp_path)))
    ((title, paragraph, *_), *_) = json.loads(page.xpath("//script[@id='units-0']")[0].text)
    assert title[3] == title[5][0][1] == shown.replace("\n", " ")
    assert paragraph[3] == f"{shown} 2"
    ((_, translation, _, pieces),) = paragraph[5]
    assert translation == visible_lines(text[::-1])
    assert "".join(text for kind, text in pieces if kind != "-") == f"{shown} 2".replace("\n", " ")
    assert json.loads(page.xpath("//script[@id='data']")[0].text)["records"][0][2] == shown.replace("\n", " ")


@pytest.mark.parametrize("name", ["demo", "sample", "hostile"])
def test_the_statuses_of_fields_are_as_many_as_coverage_counts(name, tmp_path):
    directory = {"demo": ROOT, "sample": SAMPLE}.get(name) or make_hostile(tmp_path / "hostile")
    report = report_of(directory)
    page = lxml.html.fromstring(format_coverage_html(report))
    data = json.loads(page.xpath("//script[@id='data']")[0].text)
    found = Counter(
        (field["path"], locale["code"], data["fields"][place][number])
        for record in data["records"]
        for locale, place in zip(data["locales"], record[8], strict=True)
        for number, field in enumerate(data["types"][record[1]]["fields"])
    )
    for path, table in report.coverage.by_field.items():
        for locale, numbers in table.items():
            records = numbers.records
            expected = {"c": records.complete, "p": records.partial, "n": records.none - records.declared}
            expected |= {"d": records.declared, "e": records.excluded}
            assert {sign: found[path, locale, sign] for sign in "cpnde"} == expected


def test_what_is_not_listed_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(coverage_html, "RECORDS", 1)
    make_collection(tmp_path)
    text = format_coverage_html(report_of(tmp_path))
    assert "1 record is not listed" in text
    assert "2 records" in text


def test_the_word_difference_of_a_stale_text(tmp_path):
    collection = make_collection(tmp_path)
    collection.sync()
    collection.edit("event/terror/title", "en", "The <b>Red</b> Terror")
    collection.run("update", "--quiet")
    page = lxml.html.fromstring(format_coverage_html(report_of(tmp_path)))
    (record, _) = json.loads(page.xpath("//script[@id='units-0']")[0].text)
    (title,) = [unit for unit in record if unit[0] == "title"]
    assert title[5] == [[1, "Красный террор", 0, [["=", "The "], ["-", "Red"], ["+", "<b>Red</b>"], ["=", " Terror"]]]]


def test_a_trend_is_a_picture_and_a_table(tmp_path):
    make_collection(tmp_path, TERROR)
    before = report_of(tmp_path).coverage
    make_collection(tmp_path, TERROR | {"title": {"en": "The Red Terror", "ru": "Красный", "lv": "Sarkanais"}})
    now = report_of(tmp_path)
    points = (
        TrendPoint(revision="0" * 40, when="2026-01-01T00:00:00+00:00", coverage=before),
        TrendPoint(revision="", when="2026-02-01T00:00:00+00:00", coverage=now.coverage),
    )
    page = lxml.html.fromstring(format_coverage_html(report_of(tmp_path, trend=points)))
    pictures = page.xpath("//section[@id='trend']//svg")
    assert "lv: 0\N{NO-BREAK SPACE}% → 25.0\N{NO-BREAK SPACE}%" in [picture.get("aria-label") for picture in pictures]
    axis = page.xpath("(//section[@id='trend']//div[@class='axis'])[1]/span")
    assert [step.text_content() for step in axis] == [f"{n}\N{NO-BREAK SPACE}%" for n in ("100", "50.0", "0")]
    assert "each point stands at its time" in page.xpath("//section[@id='trend']/p")[0].text_content()
    rows = [[cell.text_content() for cell in row] for row in page.xpath("//section[@id='trend']//tbody/tr")]
    assert [row[:2] for row in rows] == [["2026-01-01", "0" * 10], ["2026-02-01", "not committed"]]
    assert [row[4] for row in rows] == ["0\N{NO-BREAK SPACE}%", "25.0\N{NO-BREAK SPACE}%"]


def test_a_trend_of_one_revision_is_one_figure(tmp_path):
    make_collection(tmp_path, TERROR)
    point = TrendPoint(revision="0" * 40, when="2026-01-01T00:00:00+00:00", coverage=report_of(tmp_path).coverage)
    page = lxml.html.fromstring(format_coverage_html(report_of(tmp_path, trend=(point,))))
    (trend,) = page.xpath("//section[@id='trend']")
    assert "→" not in trend.text_content()
    assert "lv: 0\N{NO-BREAK SPACE}%" in trend.xpath(".//svg/@aria-label")
    assert trend.xpath("./p")[0].text_content().endswith("; 2026-01-01")


def test_what_changed_leads_to_the_records(tmp_path):
    make_collection(tmp_path)
    changes = {
        Locale("lv"): LocaleChanges(stale=("event/terror/title",), added=("a", "b")),
        Locale("ru"): LocaleChanges(),
    }
    page = lxml.html.fromstring(format_coverage_html(report_of(tmp_path, changes=changes, beginning="v1 (2026-01-01)")))
    section = page.xpath("//section[@id='changes']")[0]
    assert section.xpath("h2")[0].text == "Changes since v1 (2026-01-01)"
    said = [" ".join(each.text.split()) for each in section.xpath(".//dd")]
    assert said == ["1 unit became stale, 2 new units", "nothing changed"]
    assert section.xpath(".//a/@href") == ["#event/terror"]


def test_without_a_record_there_is_no_script(tmp_path):
    (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    text = format_coverage_html(report_of(tmp_path))
    assert "<script" not in text
    assert "nothing is wanted yet" in unescape(text)
