import json

import jsonschema

from l10n.cli import OK, USAGE
from l10n.json_schema import json_schema
from tests.sample import SCHEMA


def test_the_schema_of_all_types(collection):
    status, out, err = collection.run("schema")
    assert (status, err) == (OK, "")
    assert json.loads(out) == json.loads(json.dumps(json_schema(SCHEMA)))
    jsonschema.Draft202012Validator.check_schema(json.loads(out))


def test_one_type(collection):
    assert json.loads(collection.run("schema", "--type", "person").out)["properties"]["type"] == {"enum": ["person"]}


def test_no_such_type(collection):
    status, out, err = collection.run("schema", "--type", "persn")
    assert (status, out) == (USAGE, "")
    assert err == "there is no type 'persn', expected one of event, person; did you mean 'person'?\n"
