"""JSON-LD and Turtle: two readers each, and the same triples."""

import json

import pytest
from pyld import jsonld
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.namespace import RDF

from tests.exports.hostile import HOSTILE

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
SCHEMA = Namespace("https://schema.org/")
EVENT = URIRef("https://example.org/event/a.b-c_d..e")
FIELD = Namespace("https://example.org/field/")
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")


def graph(data: bytes, name: str) -> Graph:
    return Graph().parse(data=data, format={"jsonld": "json-ld", "turtle": "turtle"}[name])


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    """Refuse to load any context from the network."""
    monkeypatch.setattr(jsonld, "_default_document_loader", lambda url, _options: pytest.fail(f"asks for {url}"))


@pytest.mark.parametrize("options", [("--locale=en", "--locale=uk"), ("--locale=lv",), ("--key=nothing/*",)])
def test_both_formats_hold_the_same_triples(exported, options):
    expect = int("--key=nothing/*" in options)
    first, second = (graph(exported(name, *options, expect=expect), name) for name in ("jsonld", "turtle"))
    assert len(first) == len(second)
    assert isomorphic(first, second)


@pytest.mark.parametrize("name", ["jsonld", "turtle"])
def test_paragraphs_keep_their_order_and_their_languages(exported, name):
    found = graph(exported(name, "--locale=lv"), name)
    (head,) = found.objects(EVENT, SCHEMA.description)
    assert list(Collection(found, head)) == [
        Literal("Первый.", lang="ru"),
        Literal("Second.", lang="en"),
        Literal("Третий.", lang="ru"),
    ]


@pytest.mark.parametrize("name", ["jsonld", "turtle"])
def test_a_record(exported, name):
    found = graph(exported(name, "--locale=en"), name)
    assert found.value(EVENT, RDF.type) == SCHEMA.Event
    assert found.value(EVENT, SCHEMA.name) == Literal(HOSTILE, lang="en")
    assert (str(found.value(EVENT, SCHEMA.startDate)), str(found.value(EVENT, SCHEMA.endDate))) == (
        "1918-09-05",
        "1922",
    )
    assert found.value(EVENT, FIELD.date) == Literal("1918-09-05/1922", datatype=EDTF)
    plain = URIRef("https://example.org/event/plain")
    assert str(found.value(plain, SCHEMA.startDate)) == "1917-11-07"
    anna = URIRef("https://example.org/person/anna")
    assert (EVENT, SCHEMA.about, anna) in found
    assert found.value(anna, SCHEMA.name) == Literal("Anna", lang="en")
    assert str(found.value(anna, SCHEMA.birthDate)) == "1890-05"
    assert found.value(anna, SCHEMA.deathDate) is None
    assert found.value(anna, FIELD.died) == Literal("1918~", datatype=EDTF)
    images = set(found.objects(EVENT, SCHEMA.image))
    assert images == {URIRef(f"{EVENT}#images-i1"), URIRef(f"{EVENT}#images-i2")}
    assert found.value(URIRef(f"{EVENT}#images-i1"), SCHEMA.caption) == Literal("A poster\twith a tab", lang="en")


def test_a_page_has_one_language(exported):
    document = json.loads(exported("jsonld"))
    pages = document["@graph"]
    assert {page["inLanguage"] for page in pages} == {"en", "ru", "lv", "et", "uk", "sr-Latn"}
    assert len({page["@id"] for page in pages}) == len(pages) == 36


def test_pyld_reads_it_without_fetching_anything(exported):
    (page, *_) = [
        page for page in jsonld.expand(json.loads(exported("jsonld", "--locale=lv"))) if page["@id"] == f"{EVENT}#lv"
    ]
    (entity,) = page["https://schema.org/mainEntity"]
    paragraphs = entity["https://schema.org/description"][0]["@list"]
    assert [text["@value"] for text in paragraphs] == ["Первый.", "Second.", "Третий."]
    assert entity["@type"] == ["https://schema.org/Event"]
