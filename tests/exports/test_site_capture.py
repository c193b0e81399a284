"""The whole way: a page that was captured, imported and exported as a site shows the tables that it came with."""

from pathlib import Path

import pytest
from lxml import html

from l10n.cli import main
from l10n.imports.capture import ALIASES
from l10n.imports.page import parse_capture

CAPTURE = Path(__file__).parent.parent / "imports" / "data" / "red-terror.en.txt"
CONFIG = """\
format = 1
name = "A site of history"

[locales]
required = ["en", "ru", "lv", "pl"]
optional = ["lt", "et", "uk", "de", "fr"]

[imports.capture.aliases]
ee = "et"
ua = "uk"

[site]
dates = "dd.mm.yyyy"
codes = "capture"
order = "given"

[types.event.fields.title]
kind = "line"
[types.event.fields.description]
kind = "text"
[types.event.fields.date]
kind = "date"
[types.event.fields.events]
kind = "references"
label = "Related events"
to = ["event"]
[types.event.fields.persons]
kind = "references"
to = ["person"]
[types.event.fields.places]
kind = "references"
to = ["place"]

[types.person.fields.name]
kind = "name"
[types.person.fields.born]
kind = "date"
label = "Born / Since / At"
[types.person.fields.died]
kind = "date"

[types.place.fields.name]
kind = "name"
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = tmp_path_factory.mktemp("captured")
    (root / "l10n.toml").write_text(CONFIG)
    assert main(["-C", str(root), "import", "capture", str(CAPTURE)]) == 0
    assert main(["-C", str(root), "export", "html", str(root / "site"), "--quiet"]) == 0
    return root / "site"


@pytest.fixture(scope="module")
def capture():
    return parse_capture(CAPTURE.read_text(), "page.txt", ALIASES)


def load(site, path):
    return html.fromstring((site / path).read_bytes())


def table(page, name):
    """Return the cells of a table of a record's page, heading first, and what is said of how many there are."""
    (section,) = page.xpath(f"//section[h2[@id='table-{name}']]")
    rows = [[cell.text_content().strip() for cell in row] for row in section.xpath(".//tr")]
    return rows, section.xpath("string(h2/small)")


@pytest.mark.parametrize(
    ("name", "heading", "count"),
    [
        ("events", ["Number", "Title", "Date", "Languages"], "10 events"),
        ("persons", ["Number", "Name", "Born / Since / At", "Died", "Languages"], "20 persons"),
        ("places", ["Number", "Name", "Languages"], "1 place"),
    ],
)
def test_the_tables_are_those_of_the_capture(site, capture, name, heading, count):
    rows, said = table(load(site, "en/event/red-terror.html"), name)
    captured = [entry.row for entry in getattr(capture, name)]
    expected = [[str(row.number), row.label, *row.dates, ", ".join(row.codes)] for row in captured]
    assert rows == [heading, *expected]
    assert said == count


def test_the_text_is_that_of_the_capture(site, capture):
    page = load(site, "en/event/red-terror.html")
    assert page.xpath("string(//h1)") == capture.title.text
    assert [p.text_content() for p in page.xpath("//section[@class='text']/p")] == [p.text for p in capture.paragraphs]


def test_where_there_are_no_places_the_page_says_so(site):
    page = load(site, "en/event/novocherkassk-massacre.html")
    assert page.xpath("//p[@class='none']/text()") == [
        "No events assigned",
        "No persons assigned",
        "No places assigned",
    ]


def test_folders_are_named_as_the_site_writes_its_locales(site):
    assert {path.name for path in site.iterdir() if path.is_dir()} == {
        *("en", "ru", "lv", "pl", "lt", "ee", "ua", "de", "fr", "assets")
    }


def test_a_label_in_another_language_says_which(site):
    page = load(site, "en/event/red-terror.html")
    (link,) = page.xpath("//th/a[text()='Дора Любарская']")
    assert (link.get("lang"), link.get("data-in"), link.get("href")) == ("ru", "ru", "../person/dora-lyubarskaya.html")
