"""Readers: how many people read each record's page, as another program counted them."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from l10n.errors import ErrorCollector, ParseError, Place
from l10n.jsontext import describe, find_lines, parse_json

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_KEY = re.compile(r"[a-z0-9_-]+/[a-z0-9._-]+")

Readers = Mapping[str, float]
"""{record key: readers}."""


def parse_readers(data: bytes, path: str = "") -> dict[str, float]:
    r"""Return the readers per record key, of a JSON object or of CSV; raise all that is wrong at once.

    CSV has the key in the first column and the number in the second; a first line is a heading if its first column is
    no key and its second has no digit. Rows of the same key add up, as those of one page in several locales do.

    >>> parse_readers(b"key,views\nevent/a,12\nevent/a,3\n"), parse_readers(b'{"event/a": 15}')
    ({'event/a': 15.0}, {'event/a': 15.0})
    """
    return _parse_object(data, path) if data.lstrip()[:1] in {b"{", b"["} else _parse_rows(data, path)


def _parse_object(data: bytes, path: str) -> dict[str, float]:
    value = parse_json(data, path)
    if not isinstance(value, dict):
        message = f"found {describe(value)}, expected an object of record keys and numbers"
        raise ParseError(message, Place(path, 1))
    wrong = [key for key, count in value.items() if not _is_count(count)]
    errors = ErrorCollector()
    for key, line in zip(wrong, find_lines(data.decode(), [(key,) for key in wrong]), strict=True):
        errors.add(_count_error(value[key], Place(path, line, field=key)))
    errors.raise_all()
    return {key: float(count) for key, count in value.items()}


def _is_count(value: Any) -> bool:  # noqa: ANN401 (any JSON value)
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < math.inf


def _count_error(value: object, place: Place, otherwise: str = "") -> ParseError:
    return ParseError(f"found {value!r}, expected how many readers, 0 or more{otherwise}", place)


def _parse_rows(data: bytes, path: str) -> dict[str, float]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"found the byte {data[error.start]:#04x}, expected UTF-8"
        raise ParseError(message, Place(path, data.count(b"\n", 0, error.start) + 1)) from None
    readers: dict[str, float] = {}
    errors = ErrorCollector()
    for number, (line, row) in enumerate(_iter_rows(text, path)):
        place = Place(path, line)
        if len(row) < 2:  # noqa: PLR2004 (key and number)
            errors.add(ParseError(f"found {','.join(row)!r}, expected a record's key, a comma and a number", place))
        elif _NUMBER.fullmatch(row[1].strip()):
            key = row[0].strip()
            readers[key] = readers.get(key, 0) + float(row[1])
        elif number or not _is_heading(row):
            or_heading = "" if number else ", or a heading without a key and without digits"
            errors.add(_count_error(row[1], place, or_heading))
    errors.raise_all()
    return readers


def _is_heading(row: Sequence[str]) -> bool:
    """Tell whether a first row names the columns.

    >>> _is_heading(["page", "views"]), _is_heading(["event/a", "many"]), _is_heading(["page", "1,204"])
    (True, False, False)
    """
    return not _KEY.fullmatch(row[0].strip()) and not any(map(str.isdigit, row[1]))


def _iter_rows(text: str, path: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, columns) of each row that has any."""
    rows = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        yield from ((rows.line_num, row) for row in rows if row)
    except csv.Error as error:
        raise ParseError(f"{error}, expected CSV", Place(path, rows.line_num)) from None
