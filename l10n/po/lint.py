"""Problems of a catalog: what `msgfmt` lets pass and a user would regret."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from l10n.errors import L10nError, ParseError, Place
from l10n.locales import locale_from_posix
from l10n.model import Catalog, Unit
from l10n.po.charset import declared_charset, find_codec, has_lone_bytes

_REQUIRED = (
    "Project-Id-Version",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Language",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
)
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)
_TEMPLATE_CHARSET = "CHARSET"


def find_po_problems(catalog: Catalog, path: str = "") -> tuple[L10nError, ...]:
    r"""Return the problems of a catalog: those of its header first, then those of its units in their order.

    Left out: what `parse_po` refuses, and what compares a target with its source but for line ends, as `msgfmt` refuses
    a file in which those differ.

    >>> problems = find_po_problems(Catalog(units=(Unit(source="a", targets=("b\rc",), line=4),)), "a.po")
    >>> [str(problem.place) for problem in problems]
    ['a.po:1', 'a.po:4: msgstr']
    """
    found = [*_header_problems(catalog), *_field_problems(catalog)]
    for unit in [catalog.header, *catalog.units] if catalog.header else catalog.units:
        found += [(unit.line, field, message) for field, message in _unit_problems(unit)]
    return tuple(L10nError(message, Place(path, line, field=field)) for line, field, message in found)


def _header_problems(catalog: Catalog) -> Iterator[tuple[int, str, str]]:
    """Yield line, field and message for what is wrong with the header as a whole."""
    header = catalog.header
    if catalog.bom:
        yield 1, "", "found a byte order mark, expected none: msgfmt refuses it"
    if catalog.newline == "\r\n":
        yield 1, "", "found line ends of Windows (CRLF), expected LF: msgcat keeps the CR in comments only"
    if header is None:
        yield 1, "", "found no header, expected a first entry with an empty msgid"
        return
    if catalog.header_position:
        yield header.line, "", f"found the header after {catalog.header_position} entries, expected it first"
    charset = declared_charset(header.target)
    is_template = charset == _TEMPLATE_CHARSET and not any(unit.has_target for unit in catalog.units)
    if not find_codec(charset) and not is_template:
        expected = "expected one that is known, such as UTF-8"
        yield header.line, "Content-Type", f"found the charset {charset!r}, {expected}"


def _field_problems(catalog: Catalog) -> Iterator[tuple[int, str, str]]:
    """Yield line, field and message for fields that are missing, there twice or not what they claim."""
    header = catalog.header
    if header is None:
        return
    names = [line.partition(":")[0].strip() for line in header.target.split("\n") if ":" in line]
    needs_plural = any(unit.source_plural is not None and not unit.obsolete for unit in catalog.units)
    for name in (*_REQUIRED, "Plural-Forms") if needs_plural else _REQUIRED:
        if name not in names:
            yield header.line, name, f"found no header field {name!r}, expected one"
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield header.line, name, f"found the header field {name!r} {names.count(name)} times, expected it once"
    language = catalog.headers.get("Language", "")
    if not _is_locale(language) and (language or any(unit.has_target for unit in catalog.units)):
        yield header.line, "Language", f"found the language {language!r}, expected a locale such as 'et' or 'pt_BR'"


def _is_locale(name: str) -> bool:
    try:
        locale_from_posix(name)
    except ParseError:
        return False
    return True


def _unit_problems(unit: Unit) -> Iterator[tuple[str, str]]:
    """Yield field and message for what is wrong with one unit's texts."""
    for comment in (*unit.comments, *unit.notes):
        if _find_marker(comment):
            yield "#", f"found the conflict marker {comment!r} in a comment, expected a merged file"
    for field, text in _texts(unit):
        if text.isascii() and text.isprintable() and "<" not in text and ">" not in text:
            continue
        yield from ((field, message) for message in _text_problems(text))
        if "\r" in text and field == "msgstr":
            yield field, f"found a carriage return in {text[:60]!r}, expected line feeds only"
    if not unit.fuzzy and not unit.obsolete and unit.target and unit.source:
        yield from _line_end_problems(unit)


def _line_end_problems(unit: Unit) -> Iterator[tuple[str, str]]:
    """Yield field and message where a line end at a text's beginning or end is not in all texts of a unit."""
    for where, has_one in (("beginning", str.startswith), ("end", str.endswith)):
        wanted = has_one(unit.source, "\n")
        for field, text in _texts(unit):
            if field in {"msgid_plural", "msgstr"} and has_one(text, "\n") != wanted:
                found, expected = ("no", "one") if wanted else ("a", "none")
                message = f"found {found} line end at the {where} of {text[:60]!r}, expected {expected} as in the msgid"
                yield field, f"{message}: msgfmt refuses it"


def _texts(unit: Unit) -> Iterator[tuple[str, str]]:
    if unit.key is not None:
        yield "msgctxt", unit.key
    yield "msgid", unit.source
    if unit.source_plural is not None:
        yield "msgid_plural", unit.source_plural
    for target in unit.targets:
        yield "msgstr", target


def _find_marker(text: str) -> re.Match[str] | None:
    """Return a conflict marker that a merge left; nearly no text has the characters that one begins with."""
    return _CONFLICT.search(text) if "<<<<<<<" in text or ">>>>>>>" in text else None


def _text_problems(text: str) -> Iterator[str]:
    shown = f"{text[:60]!r}"
    if marker := _find_marker(text):
        yield f"found the conflict marker {marker[0]!r}, expected a merged text"
    if "\0" in text:
        yield f"found a NUL in {shown}, expected none: msgfmt drops what follows it"
    if not unicodedata.is_normalized("NFC", text):
        yield f"found decomposed letters (not NFC) in {shown}, expected composed ones"
    if has_lone_bytes(text):
        yield f"found bytes in {shown} that are no text in the catalog's charset, expected text"
