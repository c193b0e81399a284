"""Width: the column at which a file wraps its lines, seen from the lines themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from l10n.po.linebreak import first_wrap_point, text_width

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
    pairs = list(_lines(_sample(text)))
    wrapped = [_bounds(*pair) for pair in pairs if _is_wrapped(*pair[1:]) and pair[1]]
    if not wrapped:
        return 0
    widths = sorted({_USUAL, *(least for least, _ in wrapped)}, key=lambda width: (width == _USUAL, width))
    width = max(reversed(widths), key=lambda width: sum(least <= width < most for least, most in wrapped))
    if width < _LEAST:
        return 0
    loose = [(line, content) for line, content, follower in pairs if not _is_wrapped(content, follower)]
    too_long = sum(_is_wider(line, width) and _has_wrap_point(content) for line, content in loose)
    return 0 if too_long > len(wrapped) else width


def _is_wrapped(content: str, follower: str | None) -> bool:
    """Tell whether a string goes on in the next line without a line end."""
    return follower is not None and not content.endswith("\\n")


def _bounds(line: str, content: str, follower: str | None) -> tuple[int, int]:
    """Return the least width that lets a wrapped line stand, and the width from which on it would hold more."""
    columns = text_width(line)
    return columns if _has_wrap_point(content) else 0, columns + text_width(_first_piece(follower or ""))


def _is_wider(line: str, width: int) -> bool:
    return 2 * len(line) > width and text_width(line) > width


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


def _lines(text: str) -> Iterator[tuple[str, str, str | None]]:
    """Yield for each quoted line the line, what is between the quotes, and the same of the string's next line."""
    last, content = "", None
    for line in text.split("\n"):
        is_comment = line[:1] == "#" and line[1:2] not in {"~", "|"}
        match = None if is_comment else _STRING.fullmatch(line)
        if content is not None:
            yield last, content, None if match is None or match[1] else match[2]
        last, content = line.rstrip(), match[2] if match else None
    if content is not None:
        yield last, content, None


def _has_wrap_point(content: str) -> bool:
    return first_wrap_point(content, 1) is not None


def _first_piece(content: str) -> str:
    return content[: first_wrap_point(content, 0)]
