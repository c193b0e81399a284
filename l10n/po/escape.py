"""Escapes: how a catalog's file writes the characters that cannot stand inside its quotes."""

from __future__ import annotations

import re

_NAMED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "a": "\a", '"': '"', "\\": "\\"}
_ESCAPES = {ord(char): f"\\{name}" for name, char in _NAMED.items()} | {0: "\\000"}
_ANY_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]+)|(.))", re.DOTALL)
_BYTES = re.compile("[\udc80-\udcff]+")


def escape(text: str) -> str:
    r"""Return `text` as it stands between quotes; other control characters stay as they are, as GNU writes them.

    >>> print(escape('say "hi"\n'))
    say \"hi\"\n
    """
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return text.translate(_ESCAPES)


def unescape(text: str) -> str:
    r"""Return what stands between quotes as plain text; only the escapes that have a letter, all well-formed.

    >>> unescape(r'C:\\new \"x\"\n')
    'C:\\new "x"\n'
    """
    if "\\" not in text:
        return text
    if "\\\\" in text:
        return "\\".join(map(unescape, text.split("\\\\")))
    text = text.replace("\\n", "\n").replace('\\"', '"').replace("\\t", "\t")
    if "\\" not in text:
        return text
    return _ANY_ESCAPE.sub(lambda match: _NAMED.get(match[3], match[0]), text)


def unescape_bytes(text: str, codec: str) -> str:
    r"""Return what stands between quotes as plain text; octal and hexadecimal escapes are bytes in `codec`.

    What those bytes do not spell in `codec` becomes lone surrogates (PEP 383).

    >>> unescape_bytes(r"\303\251t\x41", "utf-8")
    'étA'
    """

    def plain(match: re.Match[str]) -> str:
        if match[3]:
            return _NAMED.get(match[3], match[0])
        number = (int(match[1], 8) if match[1] else int(match[2], 16)) & 0xFF
        return chr(number) if number < 0x80 else chr(0xDC00 + number)  # noqa: PLR2004 (ASCII, PEP 383)

    return _BYTES.sub(
        lambda match: match[0].encode("ascii", "surrogateescape").decode(codec, "surrogateescape"),
        _ANY_ESCAPE.sub(plain, text),
    )


def spell_bytes(text: str) -> str:
    r"""Return what stands between quotes with lone surrogates as the octal escapes of their bytes.

    >>> print(spell_bytes("\udcffa"))
    \377a
    """
    return _BYTES.sub(lambda match: "".join(f"\\{ord(char) & 0xFF:03o}" for char in match[0]), text)


def is_escape(text: str) -> bool:
    r"""Whether `text`, which begins with a backslash, begins with an escape that GNU gettext knows.

    >>> [is_escape(text) for text in (r"\n", r"\x41", r"\0", r"\xg", r"\u0041", "\\")]
    [True, True, True, False, False, False]
    """
    match = _ANY_ESCAPE.match(text)
    return bool(match and (match[1] or match[2] or match[3] in _NAMED))
