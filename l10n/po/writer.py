"""The writer: a catalog of units as the bytes of a gettext catalog, unchanged units as they were read."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from l10n.errors import L10nError
from l10n.model import Catalog, Previous, Unit
from l10n.po.charset import declared_charset, encode, find_codec, has_lone_bytes, is_checked
from l10n.po.entry import catalog_units
from l10n.po.escape import escape, spell_bytes
from l10n.po.fileunits import FileUnits
from l10n.po.flag import ordered_flags
from l10n.po.wrap import format_string

_REFERENCE_COLUMNS = 79
_DOMAIN_LINE = re.compile(r'^(?:#~|[^#"\n])*\bdomain(?:[\s\\]|#[~|]+)*"', re.MULTILINE)
_ENDS_BLANK = re.compile(r"\n[ \t\r\f\v]*\n\Z")
_LEADING_ZEROS = re.compile(r":0+(?=[0-9]+\Z)")
_LINE_ALONE = re.compile(r":?[0-9]+")
_CURRENT_FOLDER = re.compile(r"\A(?:\./)+")
_BLANK_LINES = re.compile(r"(?:[ \t\r\f\v\n]|\\\n|#~\|?|#\|)*")
_SPACE = " \t\r\f\v\n"


def format_po(catalog: Catalog, entries: Sequence[str] | None = None) -> bytes:
    r"""Return the bytes of a catalog's file; units that have `raw` text keep it to the byte.

    `entries` are what `format_entries` returned for it, where that was asked for already.

    Raises L10nError for a text that a PO file, or the catalog's charset, cannot write.

    >>> format_po(Catalog(units=(Unit(source="Terror", targets=("Terrors",)),)))
    b'msgid "Terror"\nmsgstr "Terrors"\n'
    """
    if isinstance(catalog.units, FileUnits) and catalog.units.is_all_of(catalog):
        return _unchanged(catalog.units.data, catalog)
    text = "".join([*(format_entries(catalog) if entries is None else entries), catalog.tail])
    return encode(f"\ufeff{text}" if catalog.bom else text, catalog.charset)


def _unchanged(data: bytes, catalog: Catalog) -> bytes:
    if find_codec(catalog.charset) == "utf-8":
        return BOM_UTF8 + data if catalog.bom else data
    return encode(data.decode(), catalog.charset)


def format_unit(
    unit: Unit, width: int = 0, newline: str = "\n", charset: str = "UTF-8", *, is_declared: bool = True
) -> str:
    r"""Return a unit's lines as `msgcat --no-wrap` writes them, or with a width as `msgcat --width` does.

    Bytes that are no text are escaped in a file that declares its charset, as it would be refused otherwise.

    Raises L10nError for an EOT character, which no PO file can hold.

    >>> unit = Unit(source="Red\nTerror", references=("a.json",), fuzzy=True, targets=("x",))
    >>> print(format_unit(unit), end="")
    #: a.json
    #, fuzzy
    msgid ""
    "Red\n"
    "Terror"
    msgstr "x"
    """
    strings = _format_strings(unit, 0 if "no-wrap" in unit.flags else width)
    if "\x04" in strings:
        message = f"found the character EOT in the unit {unit.key or unit.source!r}, expected text without it"
        raise L10nError(message)
    if is_declared and has_lone_bytes(strings):
        strings = spell_bytes(strings)
    text = "".join([*_comment_lines(unit, width, charset), strings])
    return text if newline == "\n" else text.replace("\n", newline)


def format_entries(catalog: Catalog) -> list[str]:
    """Return the texts of the header and all units in file order, with what must stand between them."""
    units = catalog_units(catalog)
    is_declared = is_checked(declared_charset(catalog.header.target)) if catalog.header else False
    form = partial(format_unit, width=catalog.width, newline=catalog.newline, charset=catalog.charset)
    pieces = [unit.raw or form(unit, is_declared=is_declared) for unit in units]
    if any(unit.domain for unit in units):
        _add_domain_lines(units, pieces, catalog.newline)
    for n, (unit, follower) in enumerate(pairwise(units)):
        if not pieces[n].endswith("\n\n") and not _is_separated(unit, follower, pieces[n]):
            pieces[n] += catalog.newline * (1 if pieces[n].endswith("\n") else 2)
    if pieces and _ENDS_BLANK.search(pieces[-1][-80:]):
        pieces[-1] = pieces[-1].rstrip(_SPACE) + catalog.newline
    return pieces


def _is_separated(unit: Unit, follower: Unit, piece: str) -> bool:
    """Whether a unit's text ends in a blank line, or both units were read from adjacent lines."""
    if _ENDS_BLANK.search(piece[-80:]):
        return True
    if not (unit.raw and follower.raw):
        return False
    return _first_line(unit) + piece.count("\n") == _first_line(follower)


def _first_line(unit: Unit) -> int:
    """Return the line on which a unit's text begins, blank lines and lone marks before the unit itself included."""
    before = _BLANK_LINES.match(unit.raw)
    return unit.line - (before[0].count("\n") if before else 0)


def _add_domain_lines(units: list[Unit], pieces: list[str], newline: str) -> None:
    """Put a `domain` line before each unit whose domain is not the one in force there."""
    domain = ""
    for n, unit in enumerate(units):
        if unit.domain != domain and not (unit.raw and _DOMAIN_LINE.search(unit.raw)):
            pieces[n] = f'domain "{escape(unit.domain or "messages")}"{newline}{newline}{pieces[n]}'
        domain = unit.domain


def _comment_lines(unit: Unit, width: int, charset: str) -> Iterator[str]:
    for comment in unit.comments:
        yield _comment_line("#", comment)
    for note in unit.notes:
        yield _comment_line("#.", note)
    if unit.references:
        yield _reference_lines(unit.references, width or _REFERENCE_COLUMNS, charset)
    if unit.flags or unit.fuzzy:
        flags = ordered_flags(unit.flags, fuzzy=unit.fuzzy and bool(unit.target or unit.obsolete))
        if flags:
            yield _unjoined(f"#, {', '.join(flags)}\n")


def _comment_line(mark: str, comment: str) -> str:
    if "\n" in comment:
        return "".join(_comment_line(mark, line) for line in comment.split("\n"))
    return _unjoined(f"{mark} {comment}\n") if comment else f"{mark}\n"


def _reference_lines(references: Iterable[str], columns: int, charset: str) -> str:
    """Return lines of references; GNU counts their bytes, and wraps them even where strings are not wrapped.

    One that would be read as the line number of the one before it begins a line.
    """
    lines, column = "#:", len("#:")
    for reference in dict.fromkeys(map(_without_zeros, references)):
        name = _CURRENT_FOLDER.sub("", reference) if reference.startswith("./") else reference
        size = 1 + (len(name) if name.isascii() else len(encode(name, charset)))
        if column > len("#:") and (column + size > columns or _is_line_of(lines, name)):
            lines, column = f"{lines}\n#:", len("#:")
        lines, column = f"{lines} {name}", column + size
    return _unjoined(f"{lines}\n")


def _is_line_of(before: str, name: str) -> bool:
    """Tell whether a reference behind others would be read as a part of the last one; msgcat overlooks it."""
    return (name.startswith(":") or before.endswith(":")) and _LINE_ALONE.fullmatch(name) is not None


def _unjoined(lines: str) -> str:
    """Return comments with a space where the line end would swallow the next line, or a carriage return before it."""
    if "\\" in lines or "\r" in lines:
        return lines.replace("\\\n", "\\ \n").replace("\r\n", "\r \n")
    return lines


def _without_zeros(reference: str) -> str:
    return _LEADING_ZEROS.sub(":", reference) if ":0" in reference else reference


def _format_strings(unit: Unit, width: int) -> str:
    """Return the lines of the previous source, and of the entry itself."""
    mark, flags = "#~ " if unit.obsolete else "", unit.flags
    strings = [_format_previous(unit.previous, "#~| " if mark else "#| ", width, flags)] if unit.previous else []
    if unit.key is not None:
        strings.append(format_string(mark, "msgctxt", unit.key, width, flags))
    strings.append(format_string(mark, "msgid", unit.source, width, flags))
    if unit.source_plural is None:
        strings.append(format_string(mark, "msgstr", unit.target, width, flags))
        return "".join(strings)
    strings.append(format_string(mark, "msgid_plural", unit.source_plural, width, flags))
    for n, target in enumerate(unit.targets or ("",)):
        strings.append(format_string(mark, f"msgstr[{n}]", target, width, flags))
    return "".join(strings)


def _format_previous(previous: Previous, mark: str, width: int, flags: tuple[str, ...]) -> str:
    """Return the lines of a previous source; GNU gettext takes its context or plural only with a `msgid`."""
    strings = [("msgctxt", previous.key), ("msgid", previous.source or ""), ("msgid_plural", previous.source_plural)]
    return "".join(format_string(mark, keyword, text, width, flags) for keyword, text in strings if text is not None)
