"""The law of reparsing: a record in which nothing is wrong is the same whether or not anyone looks for it."""

import json

import pytest
from hypothesis import assume, given, settings

from l10n.record_json import find_record, parse_record, reparse_record
from tests.property.test_quick_counting import SCHEMA, records

RECORD = {"id": "a", "type": "event", "source": "en"}


@settings(max_examples=200, deadline=None)
@given(record=records())
def test_it_is_the_record_that_was_parsed(record):
    data = json.dumps(record, ensure_ascii=False).encode()
    expected = find_record(record, SCHEMA)
    assume(expected is not None)
    found = reparse_record(data, SCHEMA)
    assert found == expected
    assert found.has_new_ids is expected.has_new_ids


@pytest.mark.parametrize(
    "more",
    [
        {"description": {"en": "one", "ru": "один"}},
        {"description": {"en": ["one", "two"], "ru": []}},
        {"description": {}},
        {"images": [{"file": "a.jpg", "caption": {"en": "A"}}, {"id": "i1", "caption": {"en": "B"}}]},
        {"images": [{"caption": {"en": "A"}, "id": "x"}]},
        {"state": {"ru": {}}, "unchanged": ["title", "title"], "declared": ["lv"], "sources": {"title": "ru"}},
    ],
    ids=["text", "list", "none", "items", "order", "rest"],
)
def test_what_is_seldom_is_the_same_too(more):
    data = json.dumps(RECORD | more, ensure_ascii=False).encode()
    found, expected = reparse_record(data, SCHEMA), parse_record(data, SCHEMA)
    assert found == expected
    assert found.has_new_ids is expected.has_new_ids
