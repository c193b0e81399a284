"""A unit as it was read: what stands around its texts stays bytes until someone looks at it."""

from __future__ import annotations

from functools import partial
from sys import intern
from typing import Any

from l10n.model import Unit
from l10n.po.comment import CommentFields, comment_block_fields

_AROUND = ("comments", "notes", "references", "flags")
_SLOTS: dict[str, Any] = {name: getattr(Unit, name) for name in (*_AROUND, "raw")}
"""Where a unit keeps the value of a field, by the field's name."""


class EntryUnit(Unit, frozen=True, kw_only=True, eq=False):
    """A unit whose comments, notes, references and flags may be the entry's comment lines, and whose raw text bytes.

    Looked at, it is a unit like any other, and so is what `replace` makes of it; nothing that is left to read can fail.
    """

    def __repr__(self) -> str:
        """Return what a unit with the same fields returns."""
        return repr(Unit(**{name: getattr(self, name) for name in self.__struct_fields__}))


def block_fields(block: bytes) -> CommentFields:
    """Return what the comment lines of an entry say."""
    return comment_block_fields(block.decode().replace("\r\n", "\n"))


def _read_around(unit: EntryUnit, name: str) -> Any:  # noqa: ANN401 (any field's value)
    """Return the value of a field, and keep it with those of the others that stand in the same lines."""
    value = _SLOTS[name].__get__(unit)
    if type(value) is not bytes:
        return value
    comments, notes, references, flags, _ = block_fields(value)
    found = dict(zip(_AROUND, (comments, tuple(map(intern, notes)), references, flags), strict=True))
    for other, text in found.items():
        if type(_SLOTS[other].__get__(unit)) is bytes:
            _SLOTS[other].__set__(unit, text)
    return found[name]


def _read_raw(unit: EntryUnit) -> str:
    """Return the raw text, which nobody needs often enough to keep it twice."""
    value: str | bytes = _SLOTS["raw"].__get__(unit)
    return value.decode() if isinstance(value, bytes) else value


for _name in _AROUND:
    setattr(EntryUnit, _name, property(partial(_read_around, name=_name)))
setattr(EntryUnit, "raw", property(_read_raw))  # noqa: B010 (a type checker knows the field, not the property)
