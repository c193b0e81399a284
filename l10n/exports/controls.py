"""Control characters: what XML and spreadsheets cannot hold, made visible."""

from __future__ import annotations

_PICTURES = {code: 0x2400 + code for code in range(0x20) if code not in {0x09, 0x0A, 0x0D}}
_PICTURES |= dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), 0xFFFD)


def without_controls(text: str) -> str:
    r"""Return a text in which every character that XML 1.0 forbids is the picture of itself.

    An export that stopped at one stray character of a million records would help nobody, and one that dropped it would
    lose it: `U+0007` becomes `␇` (U+2407), and what is no character at all the replacement character.

    >>> without_controls("a\x07b\uffff\n")
    'a␇b�\n'
    """
    return text if text.isprintable() else text.translate(_PICTURES)
