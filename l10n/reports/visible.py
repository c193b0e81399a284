"""Visible text: what records hold, made safe to print, for it may hold anything."""

from __future__ import annotations

import re

from l10n.reports.figures import cell_width
from l10n.text import one_line, without_marks

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


def short_text(text: str, width: int, encoding: str = "utf-8") -> str:
    r"""Return a text of a record on one line of at most so many columns once written in an encoding.

    >>> short_text("Leon Trotsky", 8), short_text("Лев", 20, "ascii"), short_text("Лев", 8, "ascii")
    ('Leon Tr…', '\\u041b\\u0435\\u0432', '\\u041b…')
    """
    text = visible_text(one_line(text))
    written = writable_text(text, encoding)
    if cell_width(written) <= width:
        return written
    while cell_width(written) >= width:
        text = text[: min(len(text) - 1, width)]
        written = writable_text(text, encoding)
    return f"{written.rstrip()}…"


def writable_text(text: str, encoding: str) -> str:
    r"""Return a text with nothing that an encoding lacks: letters without their marks, all else written out.

    >>> writable_text("Kārļa – Край", "ascii"), writable_text("Kārļa – Край", "utf-8")
    ('Karla - \\u041a\\u0440\\u0430\\u0439', 'Kārļa – Край')
    """
    if is_writable(text, encoding):
        return text
    choices = ((sign, sign.translate(ASCII_SIGNS), without_marks(sign), _escape(sign)) for sign in text)
    return "".join(next(choice for choice in each if is_writable(choice, encoding)) for each in choices)


def escaped_text(text: str, encoding: str) -> str:
    r"""Return a text with every sign that an encoding lacks written out, its letters as they are.

    >>> escaped_text("Kārļa", "cp1257"), escaped_text("Kārļa", "cp1252")
    ('Kārļa', 'K\\u0101r\\u013ca')
    """
    return "".join(sign if is_writable(sign, encoding) else _escape(sign) for sign in text)


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
