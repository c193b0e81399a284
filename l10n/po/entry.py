"""Entries: what both readers find in a file, and the catalog that is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from l10n.errors import ParseError, Place
from l10n.model import Catalog, Unit
from l10n.po.charset import declared_charset, find_codec
from l10n.po.width import detect_width


def header_charset(header: Unit | None) -> str:
    """Return the charset of a file with this header; UTF-8 where it names none that is known."""
    charset = declared_charset(header.target) if header else ""
    return charset if find_codec(charset) else "UTF-8"


def gather_entries(entries: Sequence[Unit], tail: str, text: str) -> Catalog:
    """Return the catalog of a file's entries, the header among them; blank lines after the last move to the tail."""
    units = list(entries)
    if units:
        last, blank = _split_last(units[-1].raw)
        if blank:
            units[-1] = replace(units[-1], raw=last)
            tail = blank + tail
    position = next((n for n, unit in enumerate(units) if is_header(unit)), None)
    header = None if position is None else units.pop(position)
    return Catalog(
        header=header,
        header_position=position or 0,
        units=tuple(units),
        tail=tail,
        width=detect_width(text),
        charset=header_charset(header),
        newline=find_newline(text),
    )


def catalog_units(catalog: Catalog) -> list[Unit]:
    """Return all units in file order, the header at its place among them."""
    units = list(catalog.units)
    if catalog.header is not None:
        units.insert(catalog.header_position, catalog.header)
    return units


def is_header(unit: Unit) -> bool:
    """Whether an entry is the header: no key, no source, not obsolete."""
    return not unit.source and unit.key is None and not unit.obsolete


def find_duplicates(units: Iterable[Unit], path: str) -> list[ParseError]:
    """Return an error for each entry, obsolete or not, whose key and source an earlier one has."""
    errors: list[ParseError] = []
    first: dict[tuple[str, str | None, str], Unit] = {}
    for unit in units:
        known = first.setdefault((unit.domain, unit.key, unit.source), unit)
        if known is not unit:
            errors.append(_duplicate(unit, known, path))
    return errors


def _duplicate(unit: Unit, known: Unit, path: str) -> ParseError:
    what = f"msgid {unit.source!r}" if unit.key is None else f"msgctxt {unit.key!r} with msgid {unit.source!r}"
    message = f"found {what} again, expected each message once; the first definition is in line {known.line}"
    return ParseError(message, Place(path, unit.line, 1))


def _split_last(raw: str) -> tuple[str, str]:
    """Split the last entry's text from the blank lines after it."""
    content = len(raw.rstrip(" \t\r\f\v\n"))
    end = raw.find("\n", content) + 1
    return (raw[:end], raw[end:]) if end else (raw, "")


def find_newline(text: str | bytes) -> str:
    r"""Return the line end that most lines have.

    >>> find_newline("one\r\ntwo\r\nthree\n"), find_newline(b"one\n")
    ('\r\n', '\n')
    """
    data = text.encode(errors="replace") if isinstance(text, str) else text
    crlf = data.count(b"\r\n") if b"\r" in data else 0
    return "\r\n" if crlf and crlf * 2 > data.count(b"\n") else "\n"
