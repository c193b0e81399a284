import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.errors import L10nError, ParseError
from l10n.jsontext import describe, field_path, find_lines, format_json, iter_json_object, iter_places, parse_json

GOOD = [
    pytest.param(b'{"a": [1, {"b": null}], "c": "\\u00e9"}', id="all kinds"),
    pytest.param(b'{"a": 1.50, "b": 1e5}', id="numbers spelled otherwise than we would"),
    pytest.param(b'{"a": 12345678901234567890123}', id="a number of more than 64 bits"),
    pytest.param(b'{"a": {"a": {"a": 1}}}', id="one key on several levels"),
    pytest.param(b'[{"a": 1}, {"a": 1}]', id="one key in two objects"),
    pytest.param(b'{"": 1, " ": 2}', id="an empty key"),
    pytest.param(b'\r\n {"a"\t:\r\n1}\r\n', id="any white space"),
    pytest.param('{"é": 1, "e\u0301": 2}'.encode(), id="keys that differ in normal form only"),
    pytest.param(b'{"a": "\\ud83d\\ude00", "b": "\\\\ud800"}', id="a whole pair, and an escaped backslash"),
    pytest.param(b"[" * 900 + b"]" * 900, id="900 levels"),
]


@pytest.mark.parametrize("data", GOOD)
def test_well_formed_text_is_what_the_standard_library_reads(data):
    assert parse_json(data) == json.loads(data)


BAD = [
    pytest.param(b"", 1, "it is empty, expected JSON", id="empty"),
    pytest.param(b" \n\n", 1, "it is empty, expected JSON", id="white space"),
    pytest.param(b'\xef\xbb\xbf{"a": 1}', 1, "found a byte order mark, expected UTF-8 without one", id="BOM"),
    pytest.param('{"a": 1}'.encode("utf-16"), 1, "found the byte 0xff, expected UTF-8", id="UTF-16"),
    pytest.param(b'{"a": 1,\n"b": "x\xff"}', 2, "found the byte 0xff, expected UTF-8", id="invalid UTF-8"),
    pytest.param(b'{"a": 1,\n"b\xe9": "x"}', 2, "found the byte 0xe9, expected UTF-8", id="Latin-1 in a key"),
    pytest.param(b'{"a": "\xed\xa0\x80"}', 1, "found the byte 0xed, expected UTF-8", id="a surrogate in UTF-8"),
    pytest.param(b'{\n"a": [1,\n2,]}', 3, "expected JSON", id="trailing comma in a list"),
    pytest.param(b'{\n"a": 1,\n}', None, "expected JSON", id="trailing comma in an object"),
    pytest.param(b'{"a": 1}\n{"b": 2}', 2, "found '{\"b\": 2}', expected JSON (extra data)", id="two values"),
    pytest.param(b'{"a": 1', 1, "found the end of the text, expected JSON", id="cut off"),
    pytest.param(b'{"a": "b', 1, "expected JSON", id="cut off in a text"),
    pytest.param(b"{'a': 1}", 1, "found \"'a': 1}\", expected JSON", id="single quotes"),
    pytest.param(b'{"a": 1 // no\n}', 1, "found '// no', expected JSON", id="a comment"),
    pytest.param(b'{"a": "b\nc"}', 1, "found a line break, expected JSON", id="a line break in a text"),
    pytest.param(b'{"a": "b\0c"}', 1, "expected JSON (invalid control character at)", id="a NUL in a text"),
    pytest.param(b"\0", 1, "found '\\x00', expected JSON", id="a NUL alone"),
    pytest.param(b'{"a": NaN}', 1, "found NaN, expected JSON", id="NaN"),
    pytest.param(b'{"a": -Infinity}', 1, "found -Infinity, expected JSON", id="infinity"),
    pytest.param(b'{"a": 1e999}', 1, "number out of range, expected JSON", id="out of range"),
    pytest.param(b'{"b": 1,\n"a": "x\\ud800"}', 2, "found \\ud800, which is half a character", id="half a pair"),
    pytest.param(b'{"a": "\\ude00\\ud83d"}', 1, "found \\ude00, which is half a character", id="a pair reversed"),
    pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, 1, "nested too deeply", id="100,000 objects"),
    pytest.param(b"[" * 100_000, 1, "nested too deeply", id="100,000 lists, never closed"),
]


@pytest.mark.parametrize(("data", "line", "message"), BAD)
def test_what_is_wrong_is_said_with_its_line(data, line, message):
    with pytest.raises(ParseError) as caught:
        parse_json(data, "a.json")
    assert message in caught.value.message
    assert caught.value.place.path == "a.json"
    assert line is None or caught.value.place.line == line


def test_lines_are_counted_from_where_the_text_stands_in_its_file():
    with pytest.raises(ParseError) as caught:
        parse_json(b'{"a": x}', "a.jsonl", 7)
    assert (caught.value.place.line, caught.value.place.column) == (7, 7)
    with pytest.raises(ParseError) as caught:
        parse_json(b'{"a": 1, "a": 1}', "a.jsonl", 7)
    assert (caught.value.place.line, caught.value.place.field) == (7, "a")


DUPLICATES = [
    pytest.param('{"a": 1,\n"a": 2}', [(2, "a")], id="at the top"),
    pytest.param('{"a": 1,\n"a": 1}', [(2, "a")], id="the same value"),
    pytest.param('{"a": {"b": 1,\n"c": 2,\n"b": 3}}', [(3, "a.b")], id="nested"),
    pytest.param('[{"x": 1}, {"a": 1,\n"a": 2}]', [(2, "[1].a")], id="in a list"),
    pytest.param('{"a": 1,\n"\\u0061": 2}', [(2, "a")], id="spelled with an escape"),
    pytest.param('{"a": {"b": 1},\n"a": {"b": 1}}', [(2, "a")], id="its own keys do not stand twice"),
    pytest.param('{"a": 1,\n"a": 2,\n"b": 1,\n"b": 2}', [(2, "a"), (4, "b")], id="two keys"),
    pytest.param('{"a": 1,\n"a": 2,\n"a": 3}', [(2, "a"), (3, "a")], id="three times"),
]


@pytest.mark.parametrize(("text", "expected"), DUPLICATES)
def test_a_key_that_stands_twice(text, expected):
    with pytest.raises(L10nError) as caught:
        parse_json(text.encode())
    assert [(error.place.line, error.place.field) for error in caught.value.all] == expected
    assert all("stands twice, expected each key once" in error.message for error in caught.value.all)


def test_every_value_has_its_line():
    text = '{\n  "a":\n 1,\n  "b": [\n    "x",\n    {"c":\n "y\\n"}\n,   [],{}]}'
    assert list(iter_places(text)) == [
        (("a",), 2),
        (("b",), 4),
        (("b", 0), 5),
        (("b", 1), 6),
        (("b", 1, "c"), 6),
        (("b", 2), 8),
        (("b", 3), 8),
    ]


_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
)


def _paths(value, path=()):
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from _paths(inner, (*path, key))


@given(_JSON, st.sampled_from([None, 0, 2]), st.booleans())
def test_places_are_those_of_the_value(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    found = list(iter_places(text))
    assert [path for path, _ in found] == list(_paths(value))
    if indent is not None:
        lines = text.split("\n")
        for path, line in found:
            if isinstance(path[-1], str):
                assert lines[line - 1].lstrip().startswith(json.dumps(path[-1], ensure_ascii=ascii_only))


def test_lines_of_what_does_not_exist_are_those_around_it():
    text = '{\n"a": {\n"b": [\n1]}}'
    places = [("a", "b", 0), ("a", "b", 9), ("a", "x"), ("x",), ()]
    assert find_lines(text, places) == [4, 3, 2, 1, 1]


def test_many_lines_are_found_in_one_pass():
    text = json.dumps({f"k{n}": "x" * 50 for n in range(20_000)}, indent=1)
    start = time.process_time()
    lines = find_lines(text, [(f"k{n}",) for n in range(20_000)])
    assert lines == list(range(2, 20_002))
    assert time.process_time() - start < 10, "one pass takes a tenth of a second, one for each key half an hour"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({}, "an object"),
        ([], "a list"),
        ("", "a text"),
        (True, "true or false"),
        (0, "a number"),
        (0.5, "a number"),
        (None, "null"),
    ],
)
def test_values_in_words(value, words):
    assert describe(value) == words


@pytest.mark.parametrize(("where", "shown"), [((), ""), (("a", 0, "b"), "a[0].b"), ((0, 1), "[0][1]")])
def test_paths_in_words(where, shown):
    assert field_path(where) == shown


@pytest.mark.parametrize("count", [0, 1, 999, 1000, 1001, 2500])
def test_an_object_in_parts_is_what_it_is_as_a_whole(count):
    value = {f'event/{n} "\n{{}}': {"lv": "none", "of": [], "is": {}} for n in range(count)}
    assert "".join(iter_json_object(value.items())) + "\n" == format_json(value)
    parts = list(iter_json_object(value.items(), "  "))
    assert "{\n" + f'  "in": {"".join(parts)}\n}}\n' == format_json({"in": value})
    assert len(parts) == max(2, -(-count // 1000) + 1) - (count == 0)
