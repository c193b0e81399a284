"""A unit as it was read: what stands around its texts stays bytes until someone looks at it."""

from __future__ import annotations

from collections.abc import Callable
from sys import intern
from typing import Any

from l10n.model import Unit
from l10n.po.charset import encode
from l10n.po.comment import CommentFields, comment_block_fields

_AROUND = ("comments", "notes", "references", "flags")
_SLOTS: dict[str, Any] = {name: getattr(Unit, name) for name in (*_AROUND, "raw")}
"""Where a unit keeps the value of a field, by the field's name."""
_AROUND_SLOTS = [_SLOTS[name] for name in _AROUND]


class EntryUnit(Unit, frozen=True, kw_only=True, eq=False):
    """A unit whose comments, notes, references and flags may be the entry's comment lines, and whose raw text bytes.

    Looked at, it is a unit like any other, and so is what `replace` makes of it; nothing that is left to read can fail.
    """

    def __repr__(self) -> str:
        """Return what a unit with the same fields returns."""
        return repr(Unit(**{name: getattr(self, name) for name in self.__struct_fields__}))


def block_fields(block: bytes) -> CommentFields:
    """Return what the comment lines of an entry say."""
    lines = block.decode()
    return comment_block_fields(lines.replace("\r\n", "\n") if "\r" in lines else lines)


def raw_bytes(unit: Unit) -> bytes:
    """Return the bytes, in UTF-8, of a unit's raw text."""
    value: str | bytes = _SLOTS["raw"].__get__(unit)
    return value if isinstance(value, bytes) else encode(value, "UTF-8")


def _read_block(unit: EntryUnit, block: bytes) -> None:
    """Keep what an entry's comment lines say in every field that still has them."""
    comments, notes, references, flags, _ = block_fields(block)
    for slot, found in zip(_AROUND_SLOTS, (comments, tuple(map(intern, notes)), references, flags), strict=True):
        if slot.__get__(unit) is block:
            slot.__set__(unit, found)


def _around(name: str) -> Callable[[EntryUnit], Any]:
    """Return the function that returns the value of a field, which it reads from the comment lines if need be."""
    held = _SLOTS[name].__get__

    def field(unit: EntryUnit) -> Any:  # noqa: ANN401 (any field's value)
        value = held(unit)
        if type(value) is not bytes:
            return value
        _read_block(unit, value)
        return held(unit)

    return field


def _read_raw(unit: EntryUnit) -> str:
    """Return the raw text, which nobody needs often enough to keep it twice."""
    value: str | bytes = _SLOTS["raw"].__get__(unit)
    return value.decode() if isinstance(value, bytes) else value


for _name in _AROUND:
    setattr(EntryUnit, _name, property(_around(_name)))
setattr(EntryUnit, "raw", property(_read_raw))  # noqa: B010 (a type checker knows the field, not the property)
