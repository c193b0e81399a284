"""The reader: a gettext catalog's bytes, read strictly into a catalog of units."""

from __future__ import annotations

from codecs import BOM_UTF8

from msgspec.structs import replace

from l10n.garbage import without_collection
from l10n.model import Catalog
from l10n.po.careful import parse_carefully
from l10n.po.charset import decode, exact_raws, find_codec, guess_charset
from l10n.po.entry import catalog_units
from l10n.po.fast import find_catalog, has_oddities

_BOM = "\ufeff"


def parse_po(data: bytes | str, path: str = "") -> Catalog:
    r"""Return the catalog that a gettext PO file holds; every unit keeps its own text in `raw`.

    Raises ParseError, or SeveralErrors, for what `msgfmt` calls an error of syntax. A charset that Python has no
    codec for is read as UTF-8, and bytes that are no text become lone surrogates: only where `msgfmt` does not look.

    >>> parse_po('msgctxt "event/a/title"\nmsgid "Terror"\nmsgstr "Terrors"\n').units[0].target
    'Terrors'
    """
    with without_collection():
        if isinstance(data, str):
            return _parse_text(data, path, "utf-8")
        if data.startswith(BOM_UTF8):
            return replace(_parse_bytes(data, path, "utf-8"), charset="UTF-8")
        codec = find_codec(guess_charset(data)) or "utf-8"
        catalog = _parse_bytes(data, path, codec)
        declared = find_codec(catalog.charset) or "utf-8"
        if declared != codec:
            catalog = _parse_bytes(data, path, declared)
            if find_codec(catalog.charset) != declared:  # read in either charset, the header names the other
                catalog = replace(catalog, charset="UTF-8" if declared == "utf-8" else declared)
        return catalog if declared == "utf-8" else _with_exact_raws(catalog, data)


def _parse_bytes(data: bytes, path: str, codec: str) -> Catalog:
    if codec != "utf-8":
        return _parse_text(decode(data, codec), path, codec)
    bom = data.startswith(BOM_UTF8)
    data = data.removeprefix(BOM_UTF8)
    catalog = None if has_oddities(data) else find_catalog(data)
    catalog = catalog or parse_carefully(decode(data, codec), path, codec)
    return replace(catalog, bom=True) if bom else catalog


def _parse_text(text: str, path: str, codec: str) -> Catalog:
    bom = text.startswith(_BOM)
    text = text.removeprefix(_BOM)
    catalog = None if has_oddities(text) else find_catalog(text)
    catalog = catalog or parse_carefully(text, path, codec)
    return replace(catalog, bom=True) if bom else catalog


def _with_exact_raws(catalog: Catalog, data: bytes) -> Catalog:
    """Return the catalog with texts that give the file's bytes back, where the charset alone does not."""
    units = catalog_units(catalog)
    raws = [unit.raw for unit in units] + [catalog.tail]
    *kept, tail = exact_raws(raws, data, catalog.charset)
    if [*kept, tail] == raws:
        return catalog
    exact = [replace(unit, raw=raw) for unit, raw in zip(units, kept, strict=True)]
    header = exact.pop(catalog.header_position) if catalog.header else None
    return replace(catalog, header=header, units=tuple(exact), tail=tail)
