"""XML against our own schema."""

from pathlib import Path

import pytest
from lxml import etree

from l10n.exports.controls import without_controls
from tests.exports.hostile import HOSTILE, LONG

DOCS = Path(__file__).parents[2] / "docs"
NS = {"r": "urn:l10n:records:1"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(DOCS / "record.xsd"))


@pytest.mark.parametrize("options", [(), ("--mark-served", "--codes=capture"), ("--key=nothing/*",)])
def test_it_is_valid(exported, schema, options):
    tree = etree.fromstring(exported("xml", *options, expect=int("--key=nothing/*" in options)))
    schema.assertValid(tree)
    assert tree.get("collection") == '<Hostile> & "co"'


def test_a_page(exported):
    tree = etree.fromstring(exported("xml", "--locale=lv", "--mark-served"))
    (record,) = tree.xpath("r:record[@key='event/a.b-c_d..e']", namespaces=NS)
    texts = [
        (text.get("paragraph"), text.get(LANG), text.get("why"), text.text)
        for text in record.xpath("r:text[@field='description']", namespaces=NS)
    ]
    assert texts == [
        ("p1", "ru", "fallback", "Первый."),
        ("p2", "en", "source", "Second."),
        ("p3", "ru", "fallback", "Третий."),
    ]
    links = [(link.get("key"), link.get(LANG), link.get("known"), link.text) for link in record.findall("r:link", NS)]
    assert links == [
        ("person/anna", "lv", None, "Anna"),
        ("person/nobody", None, "false", None),
        ("event/plain", "lv", None, "Vecs"),
        ("person/nameless", None, None, None),
    ]
    (date,) = record.findall("r:date", NS)
    assert (date.get("edtf"), date.text) == ("1918-09-05/1922", "1918. gada 5. septembris – 1922. g.")
    items = record.xpath("r:list/r:item", namespaces=NS)
    assert [(item.get("id"), len(item)) for item in items] == [("i1", 3), ("i2", 1)]


def test_hostile_texts_come_back(exported):
    tree = etree.fromstring(exported("xml", "--locale=en"))
    (title,) = tree.xpath("r:record[@id='a.b-c_d..e']/r:text[@field='title']", namespaces=NS)
    assert title.text == without_controls(HOSTILE)
    assert "\u2407\u241b[31m" in title.text
    assert tree.xpath("r:record[@id='copy']/r:text/text()", namespaces=NS) == [LONG]


def test_a_text_that_is_empty_is_no_valid_file(schema):
    record = '<record key="a/b" type="a" id="b" locale="en" source="en"><text field="t" xml:lang="en"></text></record>'
    tree = etree.fromstring(f'<records xmlns="{NS["r"]}" collection="x">{record}</records>')
    assert not schema.validate(tree)
