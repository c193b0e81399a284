"""Readers: CSV and JSON of page views, and every way in which they can be wrong."""

import pytest

from l10n.errors import L10nError
from l10n.readers import parse_readers

GOOD = {
    "an object": (b'{"event/a": 3, "event/b": 0.5}', {"event/a": 3, "event/b": 0.5}),
    "an empty object": (b" {}\n", {}),
    "rows": (b"event/a,3\nevent/b,4\n", {"event/a": 3, "event/b": 4}),
    "a heading": (b"page,views\r\nevent/a,3\r\n", {"event/a": 3}),
    "more columns": (b"event/a,3,lv\nevent/a,4,ru\n", {"event/a": 7}),
    "quoted, with spaces and a byte order mark": (b'\xef\xbb\xbf"event/a", 3\n\n', {"event/a": 3}),
    "nothing": (b"", {}),
    "a heading with spaces": (b"Page (TYPE/ID),Page views\nevent/a,3\n", {"event/a": 3}),
}
BAD = {
    "a list": (b"[1]", "r:1: found a list, expected an object of record keys and numbers"),
    "a text for a number": (b'{\n"event/a": "3"}', "r:2: event/a: found '3', expected how many readers, 0 or more"),
    "less than none": (b'{"event/a": -1}', "r:1: event/a: found -1, expected how many readers, 0 or more"),
    "true": (b'{"event/a": true}', "r:1: event/a: found True, expected how many readers, 0 or more"),
    "no number": (b"event/a,3\nevent/b,many\n", "r:2: found 'many', expected how many readers, 0 or more"),
    "thousands apart in the first row": (
        b'event/red-terror,"1,204"\nevent/b,3\n',
        "r:1: found '1,204', expected how many readers, 0 or more, or a heading without a key and without digits",
    ),
    "less than none in the first row": (
        b"page,-7\nevent/b,3\n",
        "r:1: found '-7', expected how many readers, 0 or more, or a heading without a key and without digits",
    ),
    "a key and no number in the first row": (
        b"event/a,many\nevent/b,3\n",
        "r:1: found 'many', expected how many readers, 0 or more, or a heading without a key and without digits",
    ),
    "infinite": (b"event/a,3\nevent/b,inf\n", "r:2: found 'inf', expected how many readers, 0 or more"),
    "one column": (b"event/a\n", "r:1: found 'event/a', expected a record's key, a comma and a number"),
    "another encoding": ("event/a,3\nsøren,4\n".encode("latin-1"), "r:2: found the byte 0xf8, expected UTF-8"),
    "an open quote": (b'event/a,3\n"event/b,4\n', "r:2: unexpected end of data, expected CSV"),
    "half an object": (b'{"event/a": 3', "r:1:14: found the end of the text, expected JSON (expecting ',' delimiter)"),
}


@pytest.mark.parametrize(("data", "expected"), GOOD.values(), ids=GOOD)
def test_readers_are_read(data, expected):
    assert parse_readers(data, "r") == expected


@pytest.mark.parametrize(("data", "expected"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_with_its_line(data, expected):
    with pytest.raises(L10nError) as caught:
        parse_readers(data, "r")
    assert str(caught.value) == expected


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(L10nError) as caught:
        parse_readers(b"event/a\nevent/b,3\nevent/c,x\n", "r")
    assert [error.place.line for error in caught.value.all] == [1, 3]
