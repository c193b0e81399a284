"""Tables: what a TOML file holds, held against what is expected of it, with the line of everything that is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from l10n.errors import ConfigError, ErrorCollector, Place, suggest

_T = TypeVar("_T")
_HEADER = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?")
_KEY = re.compile(r"\s*([^=#\[\]{},]+?)\s*=")
_KEY_PART = re.compile(r"[^.\s\"']+")


def parse_toml(text: str, path: str) -> dict[str, Any]:
    """Return what TOML text holds; raise ConfigError with line and column."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        if text.startswith("\ufeff"):
            raise ConfigError("found a byte order mark, expected UTF-8 without one", Place(path, 1, 1)) from None
        match = re.search(r"^(.*) \(at line (\d+), column (\d+)\)$", str(error))
        place = Place(path, int(match[2]), int(match[3])) if match else Place(path)
        message = f"{match[1].lower() if match else error}, expected TOML"
        raise ConfigError(message, place) from None


class TableReader:
    """Turns tables into values and gathers every error on the way."""

    def __init__(self, text: str, path: str, expected: Mapping[str, str]) -> None:
        """Take a file's text and path, and {key: what it is to hold} of the keys that tables may need."""
        self._text, self._path, self._expected = text, path, expected
        self._errors = ErrorCollector()

    def fail(self, field: str, message: str) -> None:
        """Note what is wrong with a dotted key."""
        self._errors.add(ConfigError(message, Place(self._path, find_toml_line(self._text, field), field=field)))

    def raise_all(self) -> None:
        """Raise everything that was noted, in the order of lines; do nothing if all is well."""
        self._errors.errors.sort(key=lambda error: error.place.line)
        self._errors.raise_all()

    def convert(self, table: object, kind: type[_T], field: str) -> _T | None:
        """Return a table as `kind` with the keys that are right, or None if one that it needs is missing or wrong."""
        if not isinstance(table, dict):
            self.fail(field, f"found {describe_value(table)}, expected a table")
            return None
        known = {f.encode_name: f for f in msgspec.structs.fields(kind)}  # type: ignore[arg-type]
        values: dict[str, Any] = {}
        for name, value in table.items():
            where = f"{field}.{name}".removeprefix(".")
            if name not in known:
                self.fail(where, f"unknown key, expected one of {', '.join(known)}{suggest(name, known)}")
            elif problem := type_problem(value, known[name].type):
                self.fail(where, problem)
            else:
                values[name] = value
        needed = [name for name, info in known.items() if info.required and name not in values]
        for name in needed:
            if name not in table:
                self.fail(field, f"there is no {name!r}, expected {self._expected[name]}")
        return None if needed else msgspec.convert(values, kind)

    def check_form(self, value: str, form: re.Pattern[str], where: str, expected: str) -> None:
        """Note a text that is not of a form; an empty one says nothing."""
        if value and not form.fullmatch(value):
            self.fail(where, f"found {value!r}, expected {expected}")

    def check_choice(self, value: str, known: Collection[str], where: str) -> None:
        """Note a text that is none of those known."""
        if value not in known:
            names = ", ".join(filter(None, known)) or "nothing"
            self.fail(where, f"found {value!r}, expected {names}{suggest(value, known)}")


def describe_value(value: object) -> str:
    """Return what a TOML value is, in words.

    >>> describe_value(True), describe_value([1])
    ('true or false', 'a list')
    """
    words = {dict: "a table", list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}
    return words.get(type(value), "a date or time")


def type_problem(value: object, kind: Any) -> str:  # noqa: ANN401 (a type annotation)
    """Return why a value is not of the type that a key has, or an empty text if it is.

    >>> type_problem(5, str), type_problem(5, int)
    ('found a number, expected a text', '')
    """
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        known = [member.value for member in kind]
        if isinstance(value, str) and value in known:
            return ""
        return f"found {value!r}, expected one of {', '.join(known)}{suggest(str(value), known)}"
    words = {str: "a text", int: "a whole number", dict[str, Any]: "a table", dict[str, str]: "a table of texts"}
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        items = [item for item in value if not isinstance(item, str)] if isinstance(value, list) else []
        found = f"{describe_value(items[0])} in a list" if items else describe_value(value)
        return f"found {found}, expected {words.get(kind, 'a list of texts')}"
    return ""


def find_toml_line(text: str, field: str) -> int:
    r"""Return the line of a dotted key, or of the innermost table around it that has one; 0 where there is none.

    >>> find_toml_line('name = "a"\n[site]\nrows = 5', "site.rows"), find_toml_line("[site]", "site.rows")
    (3, 1)
    """
    parts = field.split(".")
    best, best_line = 0, 0
    table: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if match := _HEADER.fullmatch(line):
            found = table = _KEY_PART.findall(match[1])
        elif match := _KEY.match(line):
            found = table + _KEY_PART.findall(match[1])
        else:
            continue
        size = next(
            (n for n, (a, b) in enumerate(zip(parts, found, strict=False)) if a != b), min(len(parts), len(found))
        )
        if size > best:
            best, best_line = size, number
    return best_line
