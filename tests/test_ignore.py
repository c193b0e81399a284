"""Findings that a record ignores: read, written, merged, and known to the JSON Schema."""

import json

import jsonschema
import pytest
from msgspec.structs import replace

from l10n.json_schema import json_schema
from l10n.record_json import format_record
from l10n.record_threeway import merge_records
from tests.sample import SCHEMA, list_errors, parse, record_json

TITLE = "lv title double-space - so in the original"
CAPTION = "ru images/i1/caption end-mark - a headline"
DAY = "2026-11-23"


def test_it_is_written_as_it_was_read() -> None:
    record = parse(title={"en": "T"}, ignore=[TITLE, CAPTION])
    assert record.ignore == (TITLE, CAPTION)
    assert json.loads(format_record(record, SCHEMA))["ignore"] == [TITLE, CAPTION]
    assert b"ignore" not in format_record(replace(record, ignore=()), SCHEMA)


@pytest.mark.parametrize(
    ("value", "field", "message"),
    [
        pytest.param("x", "ignore", "found a text, expected a list of findings to ignore", id="no list"),
        pytest.param([5], "ignore[0]", "found 5, expected 'LOCALE UNIT CHECK - REASON'", id="no text"),
        pytest.param(
            [TITLE, "lv title double-space"],
            "ignore[1]",
            "found 'lv title double-space', expected 'LOCALE UNIT CHECK - REASON'",
            id="no reason",
        ),
        pytest.param(["xx title entity - why"], "ignore[0]", "'xx' is not a locale of this collection", id="no locale"),
    ],
)
def test_what_it_must_look_like(value, field, message) -> None:
    ((_, found, text),) = list_errors(record_json(ignore=value))
    assert (found, text.split(", expected one of")[0]) == (field, message)


@pytest.mark.parametrize(("value", "is_valid"), [([TITLE], True), (["lv title double-space"], False), ("x", False)])
def test_the_json_schema_knows_it(value, is_valid) -> None:
    validator = jsonschema.Draft202012Validator(json_schema(SCHEMA, "event"))
    assert validator.is_valid(json.loads(record_json(ignore=value))) == is_valid


def test_branches_that_ignore_different_findings_merge() -> None:
    base = parse(title={"en": "T"})
    ours, theirs = replace(base, ignore=(TITLE,)), replace(base, ignore=(CAPTION,))
    assert set(merge_records(base, ours, theirs, SCHEMA, DAY).record.ignore) == {TITLE, CAPTION}
    assert merge_records(ours, ours, replace(theirs, ignore=()), SCHEMA, DAY).record.ignore == ()
