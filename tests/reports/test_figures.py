"""Figures in reports for people: every report writes a number alike, as the reader's language does."""

import re

import lxml.html
import pytest
from babel.numbers import format_decimal
from msgspec.structs import replace

from l10n.coverage import Counts, Coverage, LocaleCoverage, RecordCounts
from l10n.locales import Locale
from l10n.page_coverage import LocalePages, PageCounts, PageCoverage
from l10n.reports.coverage_html import format_coverage_html
from l10n.reports.coverage_markdown import format_coverage_markdown
from l10n.reports.coverage_report import CoverageReport
from l10n.reports.page import format_pages
from l10n.reports.terminal import format_coverage
from l10n.schema import Schema
from l10n.wordbook import choose_words
from l10n.words import speaking

LANGUAGES = ("en", "de", "et", "fr", "lt", "lv", "pl", "ru", "uk")
UNITS = Counts(source=1136, translated=4321, fuzzy=2345, missing=3456)
WORDS = Counts(translated=71_234, missing=65_432)
CHARACTERS = Counts(source=11, translated=20, same=5, fuzzy=50, missing=25)
LV = Locale("lv")
NUMBERS = LocaleCoverage(
    units=UNITS, words=WORDS, characters=CHARACTERS, records=RecordCounts(complete=1777, none=7222)
)
PAGES = LocalePages(pages=PageCounts(complete=1555, partial=7444, islands=2666))


@pytest.fixture
def report():
    coverage = Coverage(collection="C", required=(LV,), records=8999, locales={LV: NUMBERS}, by_type={}, by_field={})
    pages = PageCoverage(collection="C", required=(LV,), pages=8999, locales={LV: PAGES})
    schema = Schema(name="C", required=(LV,), optional=(), types={})
    return CoverageReport(coverage=coverage, schema=schema, pages=pages, ranking={LV: ()})


def written(locale):
    """Return all numbers of the two tables as this language writes them."""
    units = (UNITS.source, UNITS.wanted, UNITS.fuzzy, UNITS.missing)
    parts = ((WORDS.done, WORDS.wanted), (1777, 8999), (1555, 8999))
    spoken = [format_decimal(number, locale=locale) for number in (*units, PAGES.pages.islands)]
    return spoken + ["/".join(format_decimal(number, locale=locale) for number in pair) for pair in parts]


def terminal(report):
    lines = [*format_coverage(report.coverage), *format_pages(report.pages, report.ranking)]
    return "\n".join(line for line in lines if line.startswith("  lv"))


def markdown(report):
    return "\n".join(line for line in format_coverage_markdown(report).splitlines() if line.startswith("| `lv`"))


def html(report):
    rows = lxml.html.fromstring(format_coverage_html(report)).xpath("//table[@class='figures']/tbody/tr[td]")
    return "\n".join(" ".join(row.itertext()) for row in rows)


@pytest.mark.parametrize("show", [terminal, markdown, html], ids=lambda show: show.__name__)
@pytest.mark.parametrize("locale", LANGUAGES)
def test_numbers_are_written_as_the_reader_does(report, locale, show):
    with speaking(choose_words(locale, {})):
        text = show(report)
    assert [number for number in written(locale) if number not in text] == []
    assert not re.search(r"\d{4}", text)


MEASURED = {
    "units": ("42.7 %", "1,136", "10,122", "2,345", "3,456"),
    "words": ("52.1 %", "0", "136,666", "0", "65,432"),
    "characters": ("25.0 %", "11", "100", "50", "25"),
    "records": ("19.7 %", "–", "8,999", "0", "7,222"),
}


@pytest.mark.parametrize("measure", MEASURED)
def test_a_row_is_in_the_measure_of_its_bar(report, measure):
    """The last two columns are words and records, whatever is asked for."""
    measured = replace(report, measure=measure)
    page = lxml.html.fromstring(format_coverage_html(measured))
    (row,) = page.xpath("//section[@id='locales']//tbody/tr[td]")
    cells = [cell.text_content().strip().replace("\N{NO-BREAK SPACE}", " ") for cell in row]
    assert tuple(cells[2:]) == (*MEASURED[measure], "71,234/136,666", "1,777/8,999")
    width = float(row.xpath(".//rect[@class='done']/@width")[0])
    assert abs(width - float(cells[2].removesuffix(" %"))) < 0.1
    line = markdown(measured).splitlines()[0]
    assert tuple(cell.strip() for cell in line.split("|")[3:-1]) == tuple(cells[2:])
    counted = f"counted in {measure}"
    note = page.xpath("string(//section[@id='locales']/p)")
    assert (counted in note) is (counted in format_coverage_markdown(measured)) is (measure != "units")
    headings = page.xpath("//section[@id='locales']//thead/tr/th/text()")
    assert (
        ("Fuzzy" in headings) is ("fuzzy" in page.xpath("//ul[@class='legend'][1]/li/text()")) is (measure != "records")
    )
