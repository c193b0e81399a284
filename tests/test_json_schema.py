import json
from pathlib import Path

import jsonschema
import pytest

from l10n.errors import UnknownNameError
from l10n.json_schema import json_schema
from l10n.project import open_project
from l10n.record_json import format_record
from tests.sample import SCHEMA, parse, record_json

DEMO = Path(__file__).parent.parent
STATE = "en@9f2c1a7b03de 41d0e5f2aa10 human 2026-11-23"


@pytest.fixture(scope="module")
def validator():
    schema = json_schema(SCHEMA)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("path", sorted((DEMO / "records").rglob("*.json")), ids=lambda path: path.stem)
def test_the_demo_s_records_satisfy_it(path):
    schema = json_schema(open_project(DEMO).schema)
    jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), schema, jsonschema.Draft202012Validator)


GOOD = {
    "title": {"en": "T", "ru": ""},
    "label": {"en": "L"},
    "description": {"en": ["one", "two"], "ru": "один\nдва", "lv": {"p1": "viens", "p-2": ""}},
    "date": "1918-09-05/1922",
    "persons": ["person/a"],
    "related": ["event/a.b", "person/a"],
    "images": [{"id": "i1", "file": {"any": [1, None]}, "caption": {"en": "C"}, "notes": {"en": "N"}}, {}],
    "extra": None,
    "declared": ["ru"],
    "sources": {"title": "ru"},
    "state": {"ru": {"title": f"{STATE} fuzzy same"}},
    "conflicts": {"texts": {"ru": {"title": ["Т", None]}}, "values": {"date": ["1918", None]}},
}


def test_what_the_parser_takes_satisfies_it(validator):
    validator.validate(json.loads(record_json(**GOOD)))
    validator.validate(json.loads(format_record(parse(**GOOD), SCHEMA)))
    validator.validate({"id": "a", "type": "person", "source": "uk", "name": {"uk": "Я"}})


@pytest.mark.parametrize(
    "date", ["1918", "1918-09", "190X", "XXXX-09-05", "1918?", "1918~/1922%", "../1922", "1918/", "/1922", "-0044"]
)
def test_dates_that_it_takes(validator, date):
    assert validator.is_valid(json.loads(record_json(date=date)))


BAD = [
    pytest.param({"id": None}, id="no id"),
    pytest.param({"type": None}, id="no type"),
    pytest.param({"source": None}, id="no source"),
    pytest.param({"type": "evnt"}, id="another type"),
    pytest.param({"id": "../a"}, id="an id that leaves the folder"),
    pytest.param({"id": "A"}, id="an id in upper case"),
    pytest.param({"id": "a" * 121}, id="an id of 121 characters"),
    pytest.param({"id": 5}, id="kind of id"),
    pytest.param({"source": "ee"}, id="locale"),
    pytest.param({"titel": {}}, id="unknown field"),
    pytest.param({"title": "T"}, id="kind of a line"),
    pytest.param({"title": {"ee": "T"}}, id="locale of a line"),
    pytest.param({"title": {"en": 5}}, id="kind of a text in a line"),
    pytest.param({"title": {"en": "a\nb"}}, id="line break in a line"),
    pytest.param({"title": {"en": "a\n"}}, id="line break at a line's end"),
    pytest.param({"title": {"en": "a\0"}}, id="NUL in a line"),
    pytest.param({"title": {"en": "a\x04"}}, id="EOT in a line"),
    pytest.param({"description": {"en": "a\x04"}}, id="EOT in a paragraph"),
    pytest.param({"title": {"en": "x" * 21}}, id="longer than the field allows"),
    pytest.param({"label": {"en": "x" * 1_000_001}}, id="longer than any field allows"),
    pytest.param({"description": {"en": {"P1": "x"}}}, id="paragraph id"),
    pytest.param({"description": {"en": {"p1": None}}}, id="kind of a paragraph"),
    pytest.param({"description": {"en": ["\nx"]}}, id="line break before a paragraph"),
    pytest.param({"description": {"en": {"p1": "x\n"}}}, id="line break after a paragraph"),
    pytest.param({"description": {"en": "a\rb"}}, id="carriage return"),
    pytest.param({"description": {"en": 5}}, id="kind of a text"),
    pytest.param({"date": "5.9.1918"}, id="date"),
    pytest.param({"date": 1918}, id="kind of a date"),
    pytest.param({"date": ""}, id="empty date"),
    pytest.param({"persons": ["event/a"]}, id="reference to another type"),
    pytest.param({"persons": ["person/../a"]}, id="reference that leaves the folder"),
    pytest.param({"related": ["place/a"]}, id="reference to no type"),
    pytest.param({"persons": "person/a"}, id="kind of references"),
    pytest.param({"images": {}}, id="kind of a list"),
    pytest.param({"images": [{"capton": {}}]}, id="unknown field of an item"),
    pytest.param({"images": [{"id": "I"}]}, id="item id"),
    pytest.param({"images": [{"caption": {"xx": "C"}}]}, id="locale in an item"),
    pytest.param({"declared": "ru"}, id="kind of declared"),
    pytest.param({"declared": ["ua"]}, id="locale of declared"),
    pytest.param({"sources": {"title": "ua"}}, id="locale of sources"),
    pytest.param({"conflicts": {"texts": {"ua": {}}}}, id="locale of conflicts"),
    pytest.param({"conflicts": {"text": {}}}, id="unknown key of conflicts"),
    pytest.param({"state": {"xx": {}}}, id="locale of state"),
    pytest.param({"state": {"ru": {"title": "human"}}}, id="state"),
    pytest.param({"state": {"ru": {"title": f"{STATE} x"}}}, id="mark of state"),
]


@pytest.mark.parametrize("fields", BAD)
def test_broken_records_do_not(validator, fields):
    assert validator.is_valid(json.loads(record_json()))
    assert not validator.is_valid(json.loads(record_json(**fields)))


def test_one_type_alone():
    schema = json_schema(SCHEMA, "person")
    assert schema["properties"]["type"] == {"enum": ["person"]}
    assert not jsonschema.Draft202012Validator(schema).is_valid(json.loads(record_json()))
    with pytest.raises(UnknownNameError, match="there is no type 'persn', expected one of event, person; did you mean"):
        json_schema(SCHEMA, "persn")


def test_patterns_are_such_as_javascript_reads_too():
    assert "(?P" not in json.dumps(json_schema(SCHEMA))
