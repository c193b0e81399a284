"""Visible text: what records hold, made safe to print, for it may hold anything."""

from __future__ import annotations

import re

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


def _write_out(match: re.Match[str]) -> str:
    sign = match[0]
    if sign in _SHORT:
        return _SHORT[sign]
    number = ord(sign)
    return f"\\x{number:02x}" if number <= 0xFF else f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"  # noqa: PLR2004 (Python's own escapes)
