"""Columns: the units of many entries made at once, each field for all entries together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, repeat
from re import Match
from typing import Any

from msgspec.structs import replace

from l10n.model import Previous, Unit
from l10n.po.entryunit import EntryUnit, block_fields
from l10n.po.escape import unescape
from l10n.po.pattern import FORM, FORM_NUMBER, JOINT, previous_pattern

Entry = Match[bytes]
"""What the pattern of entries has found; it holds on to the file's bytes, not to a copy."""
_AT_ONCE = 1000
"""So many entries share a column: more would not be faster, but need more memory."""


def make_units(entries: Sequence[Entry], line: int = 1) -> list[Unit]:
    """Return the units of entries that follow each other in a file, the first of them on this line."""
    units: list[Unit] = []
    for n in range(0, len(entries), _AT_ONCE):
        made, line = _make_some(entries[n : n + _AT_ONCE], line)
        units += made
    return units


def plain_texts(strings: Iterable[bytes]) -> list[str]:
    r"""Return the texts of strings, each given without its outermost quotes.

    >>> plain_texts([b'one "\n"line', rb"a\nb"])
    ['one line', 'a\nb']
    """
    return unescape(joined_lines(b"\0".join(strings).decode())).split("\0")


def joined_lines(strings: str) -> str:
    r"""Return strings with each in one line.

    >>> joined_lines('a "\n"b "\n#~ "c')
    'a b c'
    """
    if "\n" in strings:
        strings = strings.replace('"\n"', "")
        if "\n" in strings:
            strings = JOINT.sub("", strings)
    return strings


def _make_some(entries: Sequence[Entry], line: int) -> tuple[list[Unit], int]:
    """Return the units of some entries, and the line on which the next one begins."""
    raws: list[Any] = [entry[0] for entry in entries]
    lines = list(accumulate(map(bytes.count, raws, repeat(b"\n")), initial=line))
    groups = zip(*[entry.groups(b"") for entry in entries], strict=True)
    blocks: tuple[Any, ...]
    blocks, before, marks, keys, sources, targets, plurals, forms = groups
    units: list[Unit] = [
        EntryUnit(
            key=key[1:] if key else None,
            source=source,
            targets=target,
            fuzzy=b"fuzzy" in block and block_fields(block)[4],
            obsolete=mark != b"",
            comments=block or (),
            notes=block or (),
            references=block or (),
            flags=block or (),
            raw=raw,
            line=line,
        )
        for key, source, target, block, mark, raw, line in zip(
            plain_texts(keys),
            plain_texts(sources),
            zip(plain_texts(targets), strict=True),
            blocks,
            marks,
            raws,
            lines[:-1],
            strict=True,
        )
    ]
    _add_rarer(units, before, plurals, forms)
    return units, lines[-1]


def _add_rarer(units: list[Unit], before: Sequence[bytes], plurals: Sequence[bytes], forms: Sequence[bytes]) -> None:
    """Add to units what most have not: the previous source, and the plural source and its targets."""
    for n, lines_before in enumerate(before):
        if lines_before:
            units[n] = replace(units[n], previous=_previous(lines_before))
    for n, (plural, lines_of_forms) in enumerate(zip(plurals, forms, strict=True)):
        if lines_of_forms:
            texts = plain_texts(strings for _, strings in FORM.findall(lines_of_forms))
            units[n] = replace(units[n], source_plural=plain_texts([plural])[0], targets=tuple(texts))


def find_previous(lines: bytes, *, is_obsolete: bool) -> Match[bytes] | None:
    """Return what the lines of a previous source hold, None where they are not as programs write them."""
    return previous_pattern("#~|" if is_obsolete else "#|").fullmatch(lines)


def _previous(lines: bytes) -> Previous | None:
    found = find_previous(lines, is_obsolete=lines.startswith(b"#~"))
    if found is None:
        return None
    key, source, plural = (text if text is None else plain_texts([text])[0] for text in found.groups())
    return Previous(key=key, source=source, source_plural=plural)


def has_all_forms(lines: bytes) -> bool:
    r"""Tell whether lines of plural targets are numbered from 0 on, in order.

    >>> has_all_forms(b'msgstr[0] "a"\nmsgstr[1] "b"\n'), has_all_forms(b'msgstr[1] "b"\n')
    (True, False)
    """
    return b"0123456789".startswith(b"".join(FORM_NUMBER.findall(lines)))
