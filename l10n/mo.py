"""MO: a catalog as the binary table that programs look translations up in."""

from __future__ import annotations

import struct

from l10n.model import Catalog, Unit

_MAGIC = 0x950412DE
_HEADER = 28
"""The header's size in bytes: seven numbers of 32 bits."""


def format_mo(catalog: Catalog, *, is_fuzzy_used: bool = False) -> bytes:
    r"""Return a catalog's MO bytes, its table equal to the one that `msgfmt` writes (without msgfmt's hash table).

    Units without a target and obsolete ones are left out, fuzzy ones unless `is_fuzzy_used`; the strings are in UTF-8
    whatever the catalog's charset. Format: GNU gettext manual, "The Format of GNU MO Files", revision 0.

    >>> format_mo(Catalog(units=(Unit(source="a", targets=("b",)),)))[-4:]
    b'a\x00b\x00'
    """
    units = [_without_date(catalog.header)] if catalog.header and catalog.header.target else []
    units += [unit for unit in catalog.units if unit.target and not unit.obsolete and (is_fuzzy_used or not unit.fuzzy)]
    pairs = sorted((_bytes(_identity(unit)), _bytes("\0".join(unit.targets))) for unit in units)
    sources, targets = [source for source, _ in pairs], [target for _, target in pairs]
    tables = _HEADER + 16 * len(pairs)
    places, end = _places(sources, tables)
    target_places, _ = _places(targets, end)
    numbers = (_MAGIC, 0, len(pairs), _HEADER, _HEADER + 8 * len(pairs), 0, tables, *places, *target_places)
    return struct.pack(f"<{len(numbers)}I", *numbers) + b"".join(text + b"\0" for text in (*sources, *targets))


def _without_date(header: Unit) -> Unit:
    """Leave out when the template was made, as msgfmt does: equal translations give equal bytes."""
    lines = header.target.splitlines(keepends=True)
    kept = "".join(line for line in lines if not line.lower().startswith("pot-creation-date:"))
    return header.with_changes(targets=(kept,))


def _identity(unit: Unit) -> str:
    """Return what a unit is looked up by: context and EOT, source, and NUL and the plural where there is one."""
    context = "" if unit.key is None else f"{unit.key}\x04"
    plural = "" if unit.source_plural is None else f"\0{unit.source_plural}"
    return f"{context}{unit.source}{plural}"


def _bytes(text: str) -> bytes:
    """Return a text in UTF-8; bytes that are no text, which the reader keeps as lone surrogates, come out as read."""
    return text.encode("utf-8", "surrogateescape")


def _places(texts: list[bytes], start: int) -> tuple[list[int], int]:
    """Return length and place of each text, flat, and where the last one's NUL ends."""
    places = []
    for text in texts:
        places += [len(text), start]
        start += len(text) + 1
    return places, start
