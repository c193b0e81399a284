"""JSON text: strict decoding that loses nothing, and the line on which a value stands."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import Any

import msgspec

from l10n.errors import ParseError, Place, SeveralErrors

_GAP = re.compile(r"[\s:]*")
_SCALAR = re.compile(r"[^\s,\]}]+")
_SURROGATE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(?P<lone>\\u[dD][89a-fA-F]..)|\\.")

Where = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""

type_names = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
}


def describe(value: object) -> str:
    """Return what a JSON value is, in words.

    >>> describe([]), describe(None), describe("x")
    ('a list', 'null', 'a text')
    """
    return type_names.get(type(value), "null")


def format_json(value: object) -> str:
    r"""Return a value as the JSON text that commands print for programs: two spaces a level, a line break at the end.

    >>> format_json({"version": 1})
    '{\n  "version": 1\n}\n'
    """
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


_AT_ONCE = 1000
"""So many members of an object that is not held as a whole are made at once."""


def iter_json_object(members: Iterable[tuple[str, object]], indent: str = "") -> Iterator[str]:
    r"""Yield, in parts, an object as `format_json` writes it where its line is indented so; it may have many members.

    >>> "".join(iter_json_object([("a", {"lv": "none"})], "  "))
    '{\n    "a": {\n      "lv": "none"\n    }\n  }'
    """
    left, before = iter(members), "{"
    while batch := dict(islice(left, _AT_ONCE)):
        yield before + format_json(batch).removeprefix("{").removesuffix("\n}\n").replace("\n", f"\n{indent}")
        before = ","
    yield "{}" if before == "{" else f"\n{indent}}}"


def parse_json(data: bytes, path: str = "", line: int = 1) -> Any:  # noqa: ANN401 (any JSON value)
    """Return the value that `data` holds; `line` is where it begins in its file.

    Stricter than JSON: UTF-8 without a byte order mark, and no key twice in one object (RFC 8259 section 4 leaves
    that open, and decoders silently keep the last).

    >>> parse_json(b'{"id": "a"}')
    {'id': 'a'}
    """
    try:
        value = msgspec.json.decode(data)
        compact = msgspec.json.encode(value)
        if data.rstrip() != compact and msgspec.json.format(data, indent=-1) != compact:
            _raise_duplicates(data.decode(), path, line)
    except RecursionError:
        message = "nested too deeply, expected a record of a few levels"
        raise ParseError(message, Place(path, line)) from None
    except UnicodeDecodeError:
        raise _encoding_error(data, path, line) from None
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise _syntax_error(data, path, line, str(error)) from None
    return value


def _encoding_error(data: bytes, path: str, line: int) -> ParseError:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        start = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[start : error.start].decode(errors="replace")) + 1
        place = Place(path, line + data.count(b"\n", 0, error.start), column)
        return ParseError(f"found the byte {data[error.start]:#04x}, expected UTF-8", place)
    return ParseError("expected UTF-8", Place(path, line))


def _syntax_error(data: bytes, path: str, line: int, message: str) -> ParseError:
    if data.startswith(b"\xef\xbb\xbf"):
        return ParseError("found a byte order mark, expected UTF-8 without one", Place(path, line, 1))
    if not data.strip():
        return ParseError("it is empty, expected JSON", Place(path, line))
    try:
        text = data.decode().rstrip("\r\n")  # what is missing is missing on the last line that has something
    except UnicodeDecodeError:
        return _encoding_error(data, path, line)
    try:
        json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        start = text[error.pos : error.pos + 20].split("\n")[0].rstrip("\r")
        found = repr(start) if start else "a line break" if error.pos < len(text) else "the end of the text"
        place = Place(path, line + error.lineno - 1, error.colno)
        return ParseError(f"found {found}, expected JSON ({error.msg.lower()})", place)
    except (ValueError, RecursionError) as error:
        return ParseError(f"{error}, expected JSON", Place(path, line))
    return _meaning_error(text, path, line, message)


def _meaning_error(text: str, path: str, line: int, message: str) -> ParseError:
    """Return the error for well-formed JSON that means nothing: half a character, a number out of range."""
    for match in _SURROGATE.finditer(text):
        if match["lone"]:
            place = Place(path, line + text.count("\n", 0, match.start()))
            return ParseError(f"found {match['lone']}, which is half a character, expected both halves", place)
    reason = message.split(" - at ", maxsplit=1)[0]
    return ParseError(f"{reason[:1].lower()}{reason[1:]}, expected JSON", Place(path, line))


def _refuse_constant(name: str) -> None:
    message = f"found {name}"
    raise ValueError(message)


def _raise_duplicates(text: str, path: str, line: int) -> None:
    """Raise for every key that an object has twice; the texts differ also where only an escape is spelled otherwise."""
    seen: set[Where] = set()
    repeated: set[Where] = set()
    errors = []
    for where, number in iter_places(text):
        if where in seen and not any(where[:size] in repeated for size in range(1, len(where))):
            repeated.add(where)
            message = f"the key {where[-1]!r} stands twice, expected each key once"
            errors.append(ParseError(message, Place(path, line + number - 1, field=field_path(where))))
        seen.add(where)
    if errors:
        raise errors[0] if len(errors) == 1 else SeveralErrors(errors)


def field_path(where: Where) -> str:
    """Return a path of keys and indexes as people write it.

    >>> field_path(("persons", 0)), field_path(("title", "ru"))
    ('persons[0]', 'title.ru')
    """
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where).removeprefix(".")


def iter_places(text: str) -> Iterator[tuple[Where, int]]:
    """Yield the path of every value of well-formed JSON text, and the line (from 1) on which it or its key begins."""
    scan = vars(json.decoder)["scanstring"]  # the C scanner behind json.loads
    are_objects: list[bool] = []
    path: list[Any] = []
    line, counted = 1, 0
    is_next = False  # whether the innermost container's next key or item comes now
    position = _end(_GAP, text, 0)
    while position < len(text):
        char = text[position]
        if is_next and char not in "}]":
            line, counted = line + text.count("\n", counted, position), position
            if are_objects[-1]:
                path[-1], position = scan(text, position + 1, True)  # noqa: FBT003 (strict; it takes no keywords)
                position = _end(_GAP, text, position)
                char = text[position]
            else:
                path[-1] += 1
            yield tuple(path), line
        if char in "{[":
            are_objects.append(char == "{")
            path.append(-1)
        elif char in "}]":
            are_objects.pop()
            path.pop()
        is_next = char in "{[,"
        position = _end(_GAP, text, _past(text, position, char, scan))


def _end(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _past(text: str, position: int, char: str, scan: Callable[[str, int, bool], tuple[str, int]]) -> int:
    """Return where the text, number, word or bracket that stands at a position ends."""
    if char == '"':
        return scan(text, position + 1, True)[1]  # noqa: FBT003 (as above)
    return position + 1 if char in "{[,]}" else _end(_SCALAR, text, position)


def find_lines(text: str, places: Collection[Where]) -> list[int]:
    r"""Return on which line each of these values, or the innermost value around it that exists, begins.

    >>> find_lines('{"a": 1,\n"b": [\n2, 3]}', [("b", 1), ("a", "x")])
    [3, 1]
    """
    wanted = {where[:size] for where in places for size in range(1, len(where) + 1)}
    found = {where: line for where, line in iter_places(text) if where in wanted}
    return [next((found[where[:n]] for n in range(len(where), 0, -1) if where[:n] in found), 1) for where in places]
