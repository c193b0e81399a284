"""What is wrong in the collection of these tests, and what `l10n check` says of it."""

import json
from pathlib import Path

import jsonschema

LATIN_A = "Крaсный террор"
PO = 'msgid ""\nmsgstr ""\n"Language: lv\\n"\n\nmsgid "The end"\nmsgstr "Beigas "\n'


def read_json(collection, capsys, *arguments, expect=1):
    capsys.readouterr()
    assert collection.run("check", "--format", "json", *arguments) == expect
    value = json.loads(capsys.readouterr().out)
    schema = json.loads((Path(__file__).parents[3] / "docs/check.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(value)
    return value


def summary(value):
    return [(one["check"], one["key"], one["locale"], one["status"]) for one in value["findings"]]


FOUND = [
    ("double-space", "event/red-terror/title", "en", "new"),
    ("mixed-script", "event/red-terror/title", "ru", "new"),
]
