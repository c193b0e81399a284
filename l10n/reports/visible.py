"""Visible text: what records hold, made safe to print, for it may hold anything."""

from __future__ import annotations

import re

from l10n.text import without_marks

ASCII_SIGNS = str.maketrans("█▒░─–…●◐○◇·→▁▂▃▄▅▆▇\u00a0\u202f", "#~.--~+~-?.>.,-:=+*  ")
"""What stands for the signs of reports where a stream may lack them."""
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]")
_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}


def visible_text(text: str) -> str:
    r"""Return the text with everything that steers a terminal written out.

    Written out are control characters and those that turn the direction of what follows, on the same line or after it;
    an emoji's or a joining letter's own marks are not. Letters of any script stay, in the order in which they are
    stored: showing them from right to left is the terminal's affair, and what a pipe gets can be searched and compared.

    >>> visible_text("\x1b[31mred\x07"), visible_text("a\u202eb\n"), visible_text("קרונשטדט")
    ('\\x1b[31mred\\x07', 'a\\u202eb\\n', 'קרונשטדט')
    """
    return _UNSAFE.sub(_write_out, text)


def visible_lines(text: str) -> str:
    r"""Return a text of several lines with all but its line feeds as `visible_text` has it.

    >>> visible_lines("\x1b[31mred\nb\u202e")
    '\\x1b[31mred\nb\\u202e'
    """
    return "\n".join(map(visible_text, text.split("\n")))


def writable_text(text: str, encoding: str) -> str:
    r"""Return a text with nothing that an encoding lacks: letters without their marks, all else written out.

    >>> writable_text("Kārļa – Иван", "ascii"), writable_text("Kārļa – Иван", "utf-8")
    ('Karla - \\u0418\\u0432\\u0430\\u043d', 'Kārļa – Иван')
    """
    if is_writable(text, encoding):
        return text
    plain = (sign if is_writable(sign, encoding) else sign.translate(ASCII_SIGNS) for sign in text)
    letters = (sign if is_writable(sign, encoding) else without_marks(sign) for sign in plain)
    return "".join(sign if is_writable(sign, encoding) else "".join(map(_escape, sign)) for sign in letters)


def is_writable(text: str, encoding: str) -> bool:
    """Tell whether an encoding has all signs of a text."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _write_out(match: re.Match[str]) -> str:
    sign = match[0]
    return _SHORT.get(sign) or _escape(sign)


def _escape(sign: str) -> str:
    number = ord(sign)
    return f"\\x{number:02x}" if number <= 0xFF else f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004 (Python's own escapes)
