"""JSON text: strict decoding that loses nothing, and the line on which a value stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from l10n.errors import ParseError, Place, SeveralErrors

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


def parse_json(data: bytes, path: str = "", line: int = 1) -> Any:  # noqa: ANN401 (any JSON value)
    """Return the value that `data` holds; `line` is where it begins in its file.

    Stricter than JSON: UTF-8 without a byte order mark, and no key twice in one object (RFC 8259 section 4 leaves
    that open, and decoders silently keep the last).

    >>> parse_json(b'{"id": "a"}')
    {'id': 'a'}
    """
    try:
        value = msgspec.json.decode(data)
        if msgspec.json.format(data, indent=-1) != msgspec.json.encode(value):
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
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _encoding_error(data, path, line)
    try:
        json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        found = (
            repr(text[error.pos : error.pos + 20].split("\n")[0]) if error.pos < len(text) else "the end of the file"
        )
        place = Place(path, line + error.lineno - 1, error.colno)
        return ParseError(f"found {found}, expected JSON ({error.msg.lower()})", place)
    except (ValueError, RecursionError) as error:
        return ParseError(f"{error}, expected JSON", Place(path, line))
    return ParseError(f"{message}, expected JSON", Place(path, line))


def _refuse_constant(name: str) -> None:
    message = f"found {name}"
    raise ValueError(message)


def _raise_duplicates(text: str, path: str, line: int) -> None:
    """Raise for every key that an object has twice; the texts differ also where only an escape is spelled otherwise."""
    seen: set[tuple[str | int, ...]] = set()
    errors = []
    for where, number in iter_places(text):
        if where in seen:
            message = f"the key {where[-1]!r} stands twice, expected each key once"
            errors.append(ParseError(message, Place(path, line + number - 1, field=field_path(where))))
        seen.add(where)
    if errors:
        raise errors[0] if len(errors) == 1 else SeveralErrors(errors)


def field_path(where: tuple[str | int, ...]) -> str:
    """Return a path of keys and indexes as people write it.

    >>> field_path(("persons", 0)), field_path(("title", "ru"))
    ('persons[0]', 'title.ru')
    """
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in where).removeprefix(".")


def iter_places(text: str) -> Iterator[tuple[tuple[str | int, ...], int]]:
    """Yield the path of every value of well-formed JSON text, and the line (from 1) on which it or its key begins."""
    scan = vars(json.decoder)["scanstring"]  # the C scanner behind json.loads
    stack: list[list[Any]] = []  # [is an object, key or index]
    position, line, counted = 0, 1, 0
    expects_key = False
    size = len(text)
    while position < size:
        char = text[position]
        if char == '"':
            start = position
            value, position = scan(text, position + 1, True)  # noqa: FBT003 (strict; the scanner takes no keywords)
            line, counted = line + text.count("\n", counted, start), start
            if expects_key:
                stack[-1][1] = value
                expects_key = False
                yield tuple(part for _, part in stack), line
            continue
        if char in "{[":
            is_object = char == "{"
            stack.append([is_object, None if is_object else 0])
            expects_key = is_object
            if not is_object:
                line, counted = line + text.count("\n", counted, position), position
                yield tuple(part for _, part in stack), line
        elif char in "}]":
            stack.pop()
            expects_key = False
        elif char == "," and stack:
            if stack[-1][0]:
                expects_key = True
            else:
                stack[-1][1] += 1
                line, counted = line + text.count("\n", counted, position), position
                yield tuple(part for _, part in stack), line
        position += 1


def find_line(text: str, where: tuple[str | int, ...]) -> int:
    """Return the line on which the value at `where`, or the innermost value around it that exists, begins."""
    best, best_line = -1, 1
    for path, line in iter_places(text):
        if len(path) > best and path == where[: len(path)]:
            best, best_line = len(path), line
    return best_line
