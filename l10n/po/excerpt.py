"""An excerpt: the units of some records read from a large catalog, and put back into it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from hashlib import blake2b
from os.path import commonprefix

from msgspec import Struct
from msgspec.structs import replace

from l10n.model import Catalog, Unit, UnitKey, record_key
from l10n.po.charset import declared_charset, encode, find_codec, is_checked
from l10n.po.entry import catalog_units, is_header
from l10n.po.entryunit import raw_bytes
from l10n.po.escape import escape
from l10n.po.fast import find_unit
from l10n.po.reader import parse_po
from l10n.po.width import detect_width, sampled_text
from l10n.po.writer import format_unit

_CONTEXT = b'msgctxt "'
_LAST_STRING = re.compile(rb'(?:#~ )?(?:msgstr(?:\[[0-9]\])? )?".*"')

Span = tuple[int, int]


class Excerpt(Struct, frozen=True):
    """Some of a catalog's units, and where they stand in its file."""

    catalog: Catalog
    """The header and the units of the records asked for, obsolete ones included, and no others: nothing follows from
    it for other records, and `format_po` must not write it. Its width is not known."""
    spans: tuple[Span, ...]
    """The bytes of the header and of each unit, with the blank line after it."""


def find_excerpt(data: bytes, records: AbstractSet[str]) -> Excerpt | None:
    r"""Return the units of some records, or None where only reading the whole file could tell.

    The file must be known to be well-formed. An entry whose key is wrapped is not seen: `entry_digests` tells.

    >>> header = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    >>> find_excerpt(header + b'msgctxt "a/b/c"\nmsgid "x"\nmsgstr "y"\n', {"a/b"}).catalog.units[0].target
    'y'
    """
    header = _read_unit(data, 0)
    if header is None or not is_header(header[1]) or not _is_utf8(header[1]):
        return None
    found = [header]
    line, counted = 1, 0
    for place in _find_contexts(data, records):
        if place < found[-1][0][1]:
            continue  # of the previous source
        begin = data.rfind(b"\n\n", 0, place) + 2
        entry = _read_unit(data, begin) if _ends_entry(data, begin - 2) else None
        if entry is None or begin < found[-1][0][1] or record_key(entry[1].key or "") not in records:
            return None
        line, counted = line + data.count(b"\n", counted, begin), begin
        found.append((entry[0], replace(entry[1], line=line)))
    spans, (first, *units) = zip(*found, strict=True)
    return Excerpt(Catalog(header=first, units=tuple(units)), spans)


def find_other_sources(data: bytes, sources: Mapping[UnitKey, str]) -> set[UnitKey]:
    r"""Return the keys whose entries may be for another source than the one given, or say a previous one.

    A look at the bytes suffices to leave the others out; it goes through them once if the keys are in their order.

    >>> data = b'\n\nmsgctxt "a/b/c"\nmsgid "x"\nmsgstr "y"\n'
    >>> find_other_sources(data, {"a/b/c": "x"}), find_other_sources(data, {"a/b/c": "z"})
    (set(), {'a/b/c'})
    """
    found: set[UnitKey] = set()
    place = 0
    for key, source in sources.items():
        start = f'\nmsgctxt "{key}"\n'.encode()
        at = data.find(start, place)
        at = data.find(start) if at < 0 else at
        if at >= 0:
            place = at
            comments = data[data.rfind(b"\n\n", 0, at + 1) : at]
            is_same = data.startswith(f'msgid "{escape(source)}"\n'.encode(), at + len(start))
            if not is_same or b"#| msgid" in comments:
                found.add(key)
        else:
            found.add(key)
    return found


def _find_contexts(data: bytes, records: AbstractSet[str]) -> Iterator[int]:
    """Yield the places of the contexts that begin with the key of one of the records."""
    if not records:
        return
    start = _CONTEXT + commonprefix([f"{record}/" for record in records]).encode()  # noqa: RUF071 (no paths)
    place = data.find(start)
    while place >= 0:
        end = data.find(b'"', place + len(_CONTEXT))
        if record_key(data[place + len(_CONTEXT) : end].decode(errors="replace")) in records:
            yield place
        place = data.find(start, place + len(start))


def _read_unit(data: bytes, begin: int) -> tuple[Span, Unit] | None:
    """Return the entry that begins at a place, and its span, if it is as programs write it."""
    blank = data.find(b"\n\n", begin)
    end = len(data) if blank < 0 else blank + 2
    if data[end : end + 1].isspace():
        return None
    try:
        unit = find_unit(data[begin:end].decode())
    except UnicodeDecodeError:
        return None
    return None if unit is None else ((begin, end), unit)


def _is_utf8(header: Unit) -> bool:
    charset = declared_charset(header.target)
    return is_checked(charset) and find_codec(charset) == "utf-8"


def _ends_entry(data: bytes, end: int) -> bool:
    """Tell whether the line that ends at a place is the last of an entry, and no comment of the next one."""
    return end > 0 and _LAST_STRING.fullmatch(data, data.rfind(b"\n", 0, end) + 1, end) is not None


def format_excerpt(data: bytes, excerpt: Excerpt, new: Catalog) -> tuple[bytes, list[str]] | None:
    """Return the file's bytes with the excerpt's units as they are in `new`, and the texts of those units.

    None where a unit comes, goes, becomes obsolete or is no longer: its place depends on units that were not read.
    """
    before, after = catalog_units(excerpt.catalog), catalog_units(new)
    if [(unit.key, unit.obsolete) for unit in before] != [(unit.key, unit.obsolete) for unit in after]:
        return None
    width = detect_width(sampled_text(data))
    is_declared = _is_utf8(after[0])
    texts = [unit.raw or format_unit(unit, width, is_declared=is_declared) for unit in after]
    parts: list[bytes | memoryview] = []
    view, place = memoryview(data), 0
    for (begin, end), unit, text in zip(excerpt.spans, after, texts, strict=True):
        if not unit.raw:
            blank = "\n" if data.endswith(b"\n\n", begin, end) else ""
            parts += view[place:begin], encode(text + blank, "UTF-8")
            place = end
    return b"".join([*parts, view[place:]]), texts[1:]


def find_lines(data: bytes, keys: AbstractSet[str], path: str = "") -> dict[str, int]:
    """Return on which line the entries of some keys begin in a well-formed file; obsolete ones are left out."""
    excerpt = find_excerpt(data, {record_key(key) for key in keys})
    units = excerpt.catalog.units if excerpt else ()
    if not keys <= {unit.key for unit in units}:
        units = parse_po(data, path).units
    return {unit.key or "": unit.line for unit in units if unit.key in keys and not unit.obsolete}


def entry_digests(catalog: Catalog, texts: Sequence[str] = ()) -> dict[str, int] | None:
    """Return for each record a digest of its entries' texts in a catalog, or None for one in an unusual form.

    `texts` are those of the units, where they are not as they were read. What the digests do not show (a charset, a
    byte order mark, domains) is as usual in every catalog that has them.
    """
    header = catalog.header
    if header is None or catalog.header_position or catalog.bom or catalog.newline != "\n" or not _is_utf8(header):
        return None
    if any(unit.domain for unit in catalog.units):
        return None
    found: dict[str, blake2b] = {}
    held = (encode(text, "UTF-8") for text in texts) if texts else map(raw_bytes, catalog.units)
    for unit, data in zip(catalog.units, held, strict=True):
        key = record_key(unit.key or "")
        if key not in found:
            found[key] = blake2b(data.strip(), digest_size=8)
        else:
            found[key].update(b"\n\n")
            found[key].update(data.strip())
    return {key: int.from_bytes(hashed.digest()) for key, hashed in found.items()}
