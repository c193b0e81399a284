"""Flags: the words of an entry's `#,` line, in the order that GNU gettext writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LANGUAGES = """c objc python python-brace java java-printf csharp javascript scheme lisp elisp librep ruby sh awk lua
    object-pascal smalltalk qt qt-plural kde kde-kuit boost tcl perl perl-brace php gcc-internal gfc-internal ycp"""
_ORDER = {f"{language}-format": n for n, language in enumerate(_LANGUAGES.split())}
_FORMAT = re.compile(r"(no-|possible-)?(.+-format)")
_AFTER_FORMATS = len(_ORDER)
_DROPPED = _AFTER_FORMATS + 2


def ordered_flags(flags: Iterable[str], *, fuzzy: bool = False) -> list[str]:
    """Return the flags as `msgcat` 0.21 orders them; those that it would drop stay, after the others.

    >>> ordered_flags(["no-wrap", "rust-format", "range: 0..9", "php-format", "no-c-format"], fuzzy=True)
    ['fuzzy', 'no-c-format', 'php-format', 'range: 0..9', 'no-wrap', 'rust-format']
    """
    slots: dict[tuple[int, str], str] = {}
    for flag in flags:
        slot, written = _slot(flag)
        slots[slot] = written
    return ["fuzzy"] * fuzzy + [slots[slot] for slot in sorted(slots, key=lambda slot: slot[0])]


def is_kept_by_gnu(flag: str) -> bool:
    """Whether `msgcat` 0.21 writes the flag again.

    >>> is_kept_by_gnu("no-python-format"), is_kept_by_gnu("rust-format"), is_kept_by_gnu("max-length:80")
    (True, False, False)
    """
    return _slot(flag)[0][0] < _DROPPED


def _slot(flag: str) -> tuple[tuple[int, str], str]:
    """Return where a flag stands, and what a later flag must say to take its place; and how it is written."""
    match = _FORMAT.fullmatch(flag)
    if match and match[2] in _ORDER:
        return (_ORDER[match[2]], ""), match[2] if match[1] == "possible-" else flag
    if flag.startswith("range:"):
        return (_AFTER_FORMATS, ""), "range: " + flag[6:].strip()
    return (_AFTER_FORMATS + 1 if flag == "no-wrap" else _DROPPED, flag), flag
