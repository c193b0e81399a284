"""MO: a catalog as the binary table that programs look translations up in."""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterable
from itertools import accumulate, chain

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
    targets = ("\0".join(unit.targets) for unit in units)
    pairs = sorted(zip(_bytes(map(_identity, units)), _bytes(targets), strict=True))
    texts = [source for source, _ in pairs] + [target for _, target in pairs]
    sizes = [len(text) for text in texts]
    tables = _HEADER + 16 * len(pairs)
    places = accumulate((size + 1 for size in sizes), initial=tables)
    header = struct.pack("<7I", _MAGIC, 0, len(pairs), _HEADER, _HEADER + 8 * len(pairs), 0, tables)
    numbers = array("I", chain.from_iterable(zip(sizes, places, strict=False)))
    if sys.byteorder == "big":
        numbers.byteswap()
    return b"".join([header, numbers.tobytes(), b"\0".join([*texts, b""])])


def _without_date(header: Unit) -> Unit:
    """Leave out when the template was made, as msgfmt does: equal translations give equal bytes."""
    lines = header.target.splitlines(keepends=True)
    kept = "".join(line for line in lines if not line.lower().startswith("pot-creation-date:"))
    return header.with_changes(targets=(kept,))


def _identity(unit: Unit) -> str:
    """Return what a unit is looked up by: context and EOT, source, and NUL and the plural where there is one."""
    source = unit.source if unit.source_plural is None else f"{unit.source}\0{unit.source_plural}"
    return source if unit.key is None else f"{unit.key}\x04{source}"


def _bytes(texts: Iterable[str]) -> list[bytes]:
    """Return texts in UTF-8; bytes that are no text, which the reader keeps as lone surrogates, come out as read."""
    return [text.encode("utf-8", "surrogateescape") for text in texts]
