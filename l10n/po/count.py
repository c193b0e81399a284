"""Counts: how many entries of a catalog are translated, fuzzy and untranslated, from the file's bytes."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections import Counter
from functools import cache
from operator import attrgetter

from msgspec import Struct

from l10n.model import Catalog
from l10n.po.charset import decode, find_codec, guess_charset
from l10n.po.entry import catalog_units, is_header
from l10n.po.fast import has_oddities
from l10n.po.pattern import COMMENT, TEXT
from l10n.po.reader import parse_po

_FUZZY, _HEADER, _EMPTY, _EMPTY_FORM, _OBSOLETE, _END, _ODD = range(1, 8)
"""The groups of the pattern; the last one in an entry tells what the entry is, no group that it is translated."""
_MOST_FORMS = 6


class StateCounts(Struct, frozen=True, kw_only=True):
    """How many entries are what; the header is none of them."""

    translated: int
    fuzzy: int
    """With a target that a person must confirm."""
    untranslated: int
    """Without a target, or with a first plural form that is empty."""
    obsolete: int
    """Not counted among the others, and not by `msgfmt` at all."""


def count_states(data: bytes, path: str = "") -> StateCounts:
    r"""Return what `msgfmt --statistics` counts in a PO file, and the obsolete entries.

    Raises what `parse_po` raises for text that is not as PO wants it. Not looked for, as that takes longer than
    counting: entries that are there twice, and bytes that are no text.

    >>> count_states(b'msgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n').untranslated
    1
    """
    found = _count_entries(_plain_bytes(data))
    return count_catalog(parse_po(data, path)) if found is None else found


def count_catalog(catalog: Catalog) -> StateCounts:
    """Return the same of a catalog; like `msgfmt`, it counts a header without fields as untranslated."""
    units = catalog_units(catalog)
    live = [unit for unit in units if not unit.obsolete and not (is_header(unit) and unit.target)]
    with_target = [unit for unit in live if unit.target]
    fuzzy = sum(unit.fuzzy for unit in with_target)
    return StateCounts(
        translated=len(with_target) - fuzzy,
        fuzzy=fuzzy,
        untranslated=len(live) - len(with_target),
        obsolete=sum(unit.obsolete for unit in units),
    )


def _plain_bytes(data: bytes) -> bytes:
    """Return a file's bytes in UTF-8 with LF only, without a byte order mark."""
    codec = "utf-8" if data.startswith(BOM_UTF8) else find_codec(guess_charset(data)) or "utf-8"
    if codec != "utf-8":
        data = decode(data, codec).encode("utf-8", "surrogateescape")
    data = data.removeprefix(BOM_UTF8)
    data = data.replace(b"\r\n", b"\n") if b"\r" in data else data
    return data if data.endswith(b"\n") else data + b"\n"


def _count_entries(data: bytes) -> StateCounts | None:
    """Return the counts of a file in which all is as programs write it, else None."""
    if has_oddities(data):
        return None
    counts: Counter[int | None] = Counter(map(attrgetter("lastindex"), _pattern().finditer(data)))
    if counts[_ODD]:
        return None
    return StateCounts(
        translated=counts[None],
        fuzzy=counts[_FUZZY],
        untranslated=counts[_EMPTY] + counts[_EMPTY_FORM],
        obsolete=counts[_OBSOLETE],
    )


@cache
def _pattern() -> re.Pattern[bytes]:
    """Return the pattern of an entry, of comments at the end, or of all that is left."""
    comments = r"(?:#(?![,!~|])[^\n]*+(?<!\\)\n)*+"
    flags = r"#,(?: fuzzy(?=[,\n])()|(?![^\n]*fuzzy))[^\n]*+(?<!\\)\n"
    context, source = _strings("msgctxt"), _strings("msgid")
    header = r'msgid ""\n(?:""\n)*+(?=msg)()'
    forms = _strings("msgid_plural") + _target(r"msgstr\[0\]") + _forms(1)
    live = rf"{_previous('#| ')}(?:{header}|(?:{context})?+{source})(?:{_target('msgstr')}|{forms})"
    entry = rf"{comments}(?:{flags})?+{comments}(?:{live}|{_gone()})\n*+"
    return re.compile(rf"{entry}|(?:{COMMENT}|\n)++\Z()|([\s\S]++)".encode())


def _gone() -> str:
    """Return the pattern of an obsolete entry."""
    mark = "#~ "
    target, forms = _strings("msgstr", mark), _strings("msgid_plural", mark) + _forms(0, mark)
    source = rf"(?:{_strings('msgctxt', mark)})?+{_strings('msgid', mark)}"
    return rf"{_previous('#~| ')}{source}(?:{target}|{forms})()"


def _previous(mark: str) -> str:
    words = [_strings(word, re.escape(mark)) for word in ("msgctxt", "msgid", "msgid_plural")]
    return rf"(?:(?:{words[0]})?+{words[1]}(?:{words[2]})?+)?+"


def _target(keyword: str) -> str:
    """Return the pattern of a target; a group tells that it is empty."""
    return rf'(?:{keyword} ""\n(?:""\n)*+(?!")()|{_strings(keyword)})'


def _forms(number: int, mark: str = "") -> str:
    """Return the pattern of the plural forms from a number on, in order."""
    if number == _MOST_FORMS:
        return ""
    keyword = rf"msgstr\[{number}\]"
    return rf"(?:{_strings(keyword, mark)}{_forms(number + 1, mark)})?+"


def _strings(keyword: str, mark: str = "") -> str:
    """Return the pattern of a keyword and its strings, a line each."""
    return rf'{mark}{keyword} "{TEXT}"\n(?:{mark}"{TEXT}"\n)*+'
