"""TEI against the part of its schema that we use."""

from pathlib import Path

import pytest
from lxml import etree

from l10n.cli import main
from l10n.exports.controls import without_controls
from tests.exports.hostile import HOSTILE, write_collection

DOCS = Path(__file__).parents[2] / "docs"
NS = {"t": "http://www.tei-c.org/ns/1.0"}
XML = "{http://www.w3.org/XML/1998/namespace}"


@pytest.fixture(scope="module")
def schema() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(DOCS / "tei.rng"))


@pytest.mark.parametrize("options", [(), ("--locale=lv",), ("--key=nothing/*",), ("--type=person", "--state=partial")])
def test_it_is_valid(exported, schema, options):
    tree = etree.fromstring(exported("tei", *options, expect=int("--key=nothing/*" in options)))
    schema.assertValid(tree)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0000", {"when-iso": "0000"}),
        ("-0043/0004", {"from-iso": "-0043", "to": "0004"}),
        ("[-0043..-0042-05]", {"notBefore-iso": "-0043", "notAfter-iso": "-0042-05"}),
        ("../0000", {"to-iso": "0000"}),
    ],
)
def test_years_before_1_are_as_iso_8601_counts_them(tmp_path, capfdbinary, schema, value, expected):
    """TEI's other attributes follow XML Schema, which once knew no year 0."""
    root = write_collection(tmp_path / "c", [{"id": "a", "type": "event", "source": "en", "date": value}])
    assert main(["-C", str(root), "export", "tei", "-", "-q", "--locale=en"]) == 0
    tree = etree.fromstring(capfdbinary.readouterr().out)
    schema.assertValid(tree)
    (date,) = tree.iter(f"{{{NS['t']}}}date")
    assert dict(date.attrib) == expected


def test_paragraphs_are_aligned(exported):
    tree = etree.fromstring(exported("tei", "--locale=en", "--locale=ru", "--locale=et"))
    paragraphs = {
        page.get(f"{XML}lang"): [
            (p.get("n"), p.get(f"{XML}lang"), p.get("corresp"), p.text)
            for p in page.xpath("t:p[starts-with(@n, 'description')]", namespaces=NS)
        ]
        for page in tree.xpath("//t:div[@n='event/a.b-c_d..e']/t:div", namespaces=NS)
    }
    start = "#event·a.b-c_d..e·description"
    assert paragraphs == {
        "en": [
            ("description/p1", "en", None, "First.\nSecond line."),
            ("description/p2", "en", None, "Second."),
            ("description/p3", "en", None, without_controls(HOSTILE)),
        ],
        "ru": [
            ("description/p1", "ru", f"{start}·p1·en", "Первый."),
            ("description/p2", "en", f"{start}·p2·en", "Second."),
            ("description/p3", "ru", f"{start}·p3·en", "Третий."),
        ],
        "et": [("description/f1", "et", None, "Vaba tekst."), ("description/f2", "et", None, "Teine.")],
    }


def test_every_pointer_to_a_text_leads_to_one(exported):
    tree = etree.fromstring(exported("tei"))
    ids = set(tree.xpath("//@xml:id"))
    assert {pointer.removeprefix("#") for pointer in tree.xpath("//@corresp")} <= ids
    assert tree.xpath("//@corresp")


def test_dates_for_programs(exported):
    tree = etree.fromstring(exported("tei", "--locale=en"))
    dates = {date.text: dict(date.attrib) for date in tree.iter(f"{{{NS['t']}}}date")}
    assert dates == {
        "5 September 1918 – 1922": {"from": "1918-09-05", "to": "1922"},
        "1900s": {},
        "25 October (7 November) 1917": {"when": "1917-11-07"},
        "15 March 44 BC": {"when-iso": "-0043-03-15"},
        "May 1890": {"when": "1890-05"},
        "about 1918": {},
        "20th century": {},
    }
