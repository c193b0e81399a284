"""Figures in reports for people: every report writes a number alike, as the reader's language does."""

import re

import lxml.html
import pytest
from babel.numbers import format_decimal

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
LV = Locale("lv")
NUMBERS = LocaleCoverage(units=UNITS, words=WORDS, records=RecordCounts(complete=1777, none=7222))
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
