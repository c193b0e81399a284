"""Sound JSON: values of records that nothing is wrong with, told from their bytes and remembered."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from l10n.record_json import is_sound
from l10n.schema import Field, Schema

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
_MAX_KNOWN = 50_000
"""How many values are remembered."""
_decode = msgspec.json.Decoder().decode


class SoundValues:
    """Tells which values some fields may have; each is given with those beside it."""

    def __init__(self, fields: Sequence[tuple[Field, Sequence[Field]]], schema: Schema) -> None:
        self._fields, self._schema = fields, schema
        self._known: dict[tuple[int, bytes], bool] = {}

    def has(self, number: int, data: bytes) -> bool:
        """Tell whether the field with this number may have the value that JSON says."""
        known = self._known.get((number, data))
        if known is None:
            if len(self._known) >= _MAX_KNOWN:
                self._known.clear()
            known = self._known[number, data] = self._is_sound(*self._fields[number], data)
        return known

    def _is_sound(self, field: Field, siblings: Sequence[Field], data: bytes) -> bool:
        try:
            return is_sound(field, decode_json(data), siblings, self._schema)
        except ValueError:
            return False


def decode_json(data: bytes) -> object:
    """Return the value that JSON holds; raise ValueError where it is none, or a key stands twice in an object."""
    try:
        value = _decode(data)
    except UNREADABLE as error:
        raise ValueError(str(error)) from None
    if count_quotes(data) != 2 * count_strings(value):
        raise ValueError("a key stands twice")
    return value


def count_quotes(data: bytes) -> int:
    r"""Return how many quotes begin or end a text in JSON.

    >>> count_quotes(rb'{"a": "b \"c\" \\"}')
    4
    """
    if b"\\" not in data:
        return data.count(b'"')
    data = data.replace(rb"\\", b"")
    return data.count(b'"') - data.count(rb"\"")


def count_strings(value: object) -> int:
    """Return how many texts a JSON value has, keys included: half of its quotes, unless a key stood twice.

    >>> count_strings({"a": ["b", 1], "c": {"d": None}})
    4
    """
    if isinstance(value, str):
        return 1
    if isinstance(value, dict):
        return len(value) + sum(map(count_strings, value.values()))
    return sum(map(count_strings, value)) if isinstance(value, list) else 0
