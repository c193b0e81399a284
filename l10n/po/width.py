"""Width: the column at which a file wraps its lines, seen from the lines themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from l10n.po.linebreak import text_width, wrap_points

_USUAL = 79
_LEAST = 20  # msgcat wraps no narrower; shorter lines were broken by hand
_SAMPLE = 50_000
_STRING = re.compile(r'(?:#~\|?|#\|)?[ \t]*(msg[a-z]+(?:_plural|\[[0-9]\])?[ \t]*)?"(.*)"[ \t\r]*')


def detect_width(text: str) -> int:
    r"""Return the column at which a file wraps its lines, 0 if it does not.

    Looks at the beginning and the end of a large file. GNU's usual width wins where the lines allow it.

    >>> line = '"a text that goes on and on until its line is full, and then the next begins: "'
    >>> detect_width(f'msgid ""\n{line}\n"there it ends"\n')
    79
    """
    wrapped, loose = [], []
    for columns, content, follower in _lines(_sample(text)):
        if follower is None or content.endswith("\\n"):
            loose.append((columns, content))
        elif content:
            least = columns if wrap_points(content, 1) else 0
            wrapped.append((least, columns + text_width(_first_piece(follower))))
    if not wrapped:
        return 0
    widths = sorted({_USUAL, *(least for least, _ in wrapped)}, key=lambda width: (width == _USUAL, width))
    width = max(reversed(widths), key=lambda width: sum(least <= width < most for least, most in wrapped))
    if width < _LEAST:
        return 0
    too_long = sum(columns > width and bool(wrap_points(content, 1)) for columns, content in loose)
    return 0 if too_long > len(wrapped) else width


def _sample(text: str) -> str:
    """Return the beginning of a text, and as much from its end if it is long, in whole lines."""
    if len(text) <= 2 * _SAMPLE:
        return text
    return text[: text.rfind("\n", 0, _SAMPLE) + 1] + text[text.find("\n", len(text) - _SAMPLE) + 1 :]


def sampled_text(data: bytes) -> str:
    """Return as much of a UTF-8 file's text as tells `detect_width` the same as all of it."""
    part = 4 * _SAMPLE  # a character has at most four bytes
    if len(data) <= 4 * part:
        return data.decode()
    return f"{data[:part].decode(errors='ignore')}\n{data[-part:].decode(errors='ignore')}"


def _lines(text: str) -> Iterator[tuple[int, str, str | None]]:
    """Yield for each quoted line its columns, what is between the quotes, and the same of the string's next line."""
    columns, content = 0, None
    for line in text.split("\n"):
        match = _STRING.fullmatch(line)
        if content is not None:
            yield columns, content, None if match is None or match[1] else match[2]
        columns, content = text_width(line.rstrip()), match[2] if match else None
    if content is not None:
        yield columns, content, None


def _first_piece(content: str) -> str:
    points = wrap_points(content, 0)
    return content[: points[0]] if points else content
