"""Values: neutral values of records as a site shows them; only addresses of the web become links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from l10n.site.shown import Value, printable

_WEB = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][^\s<>\"{}|\\^`\x00-\x1f]*)?")
_DAY = re.compile(r"(?!0000)[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_DEPTH = 6


def read_value(value: Any, depth: int = 0) -> Value | None:  # noqa: ANN401 (any JSON value)
    """Return a value to show, or None if there is nothing in it.

    >>> read_value("https://example.org/a").link, read_value("javascript:alert(1)").link
    ('https://example.org/a', '')
    >>> read_value([]), read_value({"a": None}), read_value([1, None]).parts
    (None, None, (('', Value(text='1', link='', parts=())),))
    """
    if value is None or value == "":
        return None
    if isinstance(value, Mapping) and depth < _DEPTH:
        found = [(printable(str(name)), read_value(part, depth + 1)) for name, part in value.items()]
    elif isinstance(value, list) and depth < _DEPTH:
        found = [("", read_value(part, depth + 1)) for part in value]
    else:
        text = value if isinstance(value, str) else _plain(value)
        return Value(text=printable(text), link=text if _WEB.fullmatch(text) else "")
    parts = tuple((name, part) for name, part in found if part)
    return Value(parts=parts) if parts else None


def _plain(value: object) -> str:
    return {True: "+", False: "−"}[value] if isinstance(value, bool) else str(value)


def plain_day(value: str) -> str:
    """Return a date as `<time>` takes it, or an empty text if it is not so plain.

    >>> plain_day("1918-09-05"), plain_day("1918?"), plain_day("0000")
    ('1918-09-05', '', '')
    """
    return value if _DAY.fullmatch(value) else ""
