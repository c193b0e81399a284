"""The fast reader: one compiled regular expression over entries as programs write them."""

from __future__ import annotations

import re
from functools import cache
from sys import intern

from msgspec.structs import replace

from l10n.model import Catalog, Previous, Unit, UnitKey
from l10n.po.charset import has_lone_bytes
from l10n.po.comment import NO_COMMENTS, comment_fields
from l10n.po.entry import build_catalog
from l10n.po.escape import unescape

_TEXT = r'[^"\\\n]*+(?:\\[abfnrtv"\\][^"\\\n]*+)*+'
_JOINT = re.compile(r'"[ \t\r]*+\n(?:#~)?+[ \t]*+"')
_FORM = re.compile(rf'msgstr\[([0-9])\][ \t]*+"({_TEXT}(?:{_JOINT.pattern}{_TEXT})*+)"')
_PREVIOUS_MARK = re.compile(r"^#~?\|[ \t]*", re.MULTILINE)
_TAIL = re.compile(r"(?:#(?![~|])[^\n]*+\n|[ \t]*+\r?\n)*+")


class _UncoveredError(Exception):
    """Something that this reader leaves to the careful one."""


@cache
def _strings(newline: str, mark: str) -> str:
    """Return the pattern of one or more quoted strings, without the outermost quotes."""
    return rf'{_TEXT}(?:"[ \t]*+{newline}{mark}[ \t]*+"{_TEXT})*+'


@cache
def _entry_pattern(newline: str) -> re.Pattern[str]:
    """Return the pattern of one entry with the blank lines after it.

    Groups: comment lines; lines of the previous source; mark of obsolete lines; context with its opening quote;
    source; target; plural source; lines of plural targets.
    """
    blank = rf"[ \t]*+{newline}"
    mark = r"(?(3)#~[ \t]*+)"
    strings = _strings(newline, mark)
    return re.compile(
        rf"((?:#(?![~|])[^\n]*+\n|{blank})*+)"
        r"((?:#~?\|[^\n]*+\n)*+)"
        r"(#~[ \t]*+)?"
        rf'(?:msgctxt[ \t]*+("{strings})"{blank}{mark})?'
        rf'msgid[ \t]*+"({strings})"{blank}{mark}'
        rf'(?:msgstr[ \t]*+"({strings})"{blank}'
        rf'|msgid_plural[ \t]*+"({strings})"{blank}((?:{mark}msgstr\[[0-9]\][ \t]*+"{strings}"{blank})++))'
        rf"(?:{blank})*+"
    )


@cache
def _previous_pattern() -> re.Pattern[str]:
    """Return the pattern of a previous source whose marks are taken away."""
    strings = _strings(r"\r?\n", "")
    return re.compile(
        rf'(?:msgctxt[ \t]*+("{strings})"[ \t]*+\r?\n)?msgid[ \t]*+"({strings})"[ \t]*+\r?\n'
        rf'(?:msgid_plural[ \t]*+("{strings})"[ \t]*+\r?\n)?'
    )


def find_catalog(text: str) -> Catalog | None:
    """Return the catalog of a text in which all is as programs write it, else None.

    What is None here may still be well-formed; what is not None has no errors. `has_oddities` must be asked first.
    """
    complete = text if text.endswith("\n") else text + "\n"
    try:
        units, end = _read_units(complete, _entry_pattern(r"\r?\n" if "\r" in text else r"\n"))
    except _UncoveredError:
        return None
    if not _TAIL.fullmatch(complete, end) or len({(unit.key, unit.source) for unit in units}) < len(units):
        return None
    tail = complete[end:]
    if complete is not text and tail:
        tail = tail[:-1]
    elif complete is not text and units:
        units[-1] = replace(units[-1], raw=units[-1].raw[:-1])
    return build_catalog(units, tail, text)


def find_unit(text: str) -> Unit | None:
    """Return the unit of a text that is one entry as programs write it, with the blank line after it, else None."""
    if has_oddities(text):
        return None
    try:
        units, end = _read_units(text, _entry_pattern(r"\n"))
    except _UncoveredError:
        return None
    return units[0] if len(units) == 1 and end == len(text) else None


def has_oddities(data: bytes | str) -> bool:
    r"""Whether a file has what this reader would not see: EOT characters, or lines that end in a backslash.

    >>> has_oddities(b"# one \\\ntwo"), has_oddities('msgid "one"')
    (True, False)
    """
    if isinstance(data, bytes):
        return b"\x04" in data or b"\\\n" in data
    return "\x04" in data or "\\\n" in data or has_lone_bytes(data)


def _read_units(text: str, pattern: re.Pattern[str]) -> tuple[list[Unit], int]:
    """Return the units from the text's beginning on, and where they end."""
    units: list[Unit] = []
    add, match = units.append, pattern.match
    line, end = 1, 0
    while found := match(text, end):
        comments, before, mark, key, source, target, plural, forms = found.groups()
        raw, end = found[0], found.end()
        translators, notes, references, flags, fuzzy = comment_fields(_lines(comments)) if comments else NO_COMMENTS
        add(
            Unit(
                key=None if key is None else UnitKey(_plain(key[1:])),
                source=intern(_plain(source)),
                source_plural=None if forms is None else _plain(plural),
                targets=(_plain(target),) if forms is None else _plural_targets(forms),
                fuzzy=fuzzy,
                obsolete=mark is not None,
                comments=translators,
                notes=tuple(map(intern, notes)),
                references=references,
                flags=flags,
                previous=_previous(before, "#|" if mark is None else "#~|") if before else None,
                raw=raw,
                line=line,
            )
        )
        line += raw.count("\n")
    if units:
        units[0] = replace(units[0], line=1 + _blank_lines(units[0].raw))
    return units, end


def _lines(comments: str) -> list[str]:
    return (comments.replace("\r\n", "\n") if "\r" in comments else comments).split("\n")


def _blank_lines(raw: str) -> int:
    return raw.count("\n", 0, len(raw) - len(raw.lstrip(" \t\r\n")))


def _plain(strings: str) -> str:
    """Return the text of one or more strings, given without the outermost quotes."""
    if "\n" in strings:
        strings = strings.replace('"\n"', "")
        if "\n" in strings:
            strings = _JOINT.sub("", strings)
    return unescape(strings) if "\\" in strings else strings


def _plural_targets(forms: str) -> tuple[str, ...]:
    found = _FORM.findall(forms)
    if [index for index, _ in found] != [str(n) for n in range(len(found))]:
        raise _UncoveredError
    return tuple(_plain(strings) for _, strings in found)


def _previous(lines: str, mark: str) -> Previous:
    if any(not line.startswith(mark) for line in lines.split("\n") if line):
        raise _UncoveredError
    found = _previous_pattern().fullmatch(_PREVIOUS_MARK.sub("", lines))
    if found is None:
        raise _UncoveredError
    key, source, plural = found.groups()
    return Previous(
        key=key if key is None else _plain(key[1:]),
        source=_plain(source),
        source_plural=plural if plural is None else _plain(plural[1:]),
    )
