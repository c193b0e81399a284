"""A row of a captured table: one line without separators, read back into its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from l10n.text import one_line

_CODE = r"[a-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
_CODES = re.compile(rf"{_CODE}(?:\s*,\s*{_CODE})*")
_CODE_CHARS = re.compile(r"[A-Za-z0-9,\s-]*\Z")
_DATE = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{4}\Z")
_NUMBER = re.compile("[0-9]{1,5}")
_MAX_ROW = 2000
"""The longest line that is tried as a row, in characters."""
_MAX_DATES = 2


class Row(Struct, frozen=True, kw_only=True):
    """What one row says: number, label, dates as `dd.mm.yyyy`, language codes as the page writes them."""

    number: int
    label: str
    """With single spaces."""
    dates: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    line: int = 0


def find_readings(text: str) -> tuple[Row, ...]:
    """Return every way to read a line as a row; none if it is no row.

    The label stands twice, in a picture's title and in a link, and the two may differ in white space: that tells
    where it ends, though it may hold digits, commas, dates and codes itself.

    >>> find_readings("11905. gads09.01.1905ee, lv")
    ()
    >>> [row] = find_readings("11905. gads1905. gads09.01.1905ee, lv")
    >>> row.number, row.label, row.dates, row.codes
    (1, '1905. gads', ('09.01.1905',), ('ee', 'lv'))
    """
    text = text.strip()
    if len(text) > _MAX_ROW or not _NUMBER.match(text):
        return ()
    return tuple(
        Row(number=int(body[:digits]), label=label, dates=dates, codes=codes)
        for head, codes in _split_codes(text)
        for body, dates in _split_dates(head)
        for digits, label in _split_label(body)
    )


def _split_codes(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield text, ()
    match = _CODE_CHARS.search(text)
    for start in range(match.start() if match else len(text), len(text)):
        if _CODES.fullmatch(text, start):
            yield text[:start].rstrip(), tuple(code.strip() for code in text[start:].split(","))


def _split_dates(head: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    dates: tuple[str, ...] = ()
    yield head, dates
    while len(dates) < _MAX_DATES and (match := _DATE.search(head)):
        head, dates = head[: match.start()].rstrip(), (match[0], *dates)
        yield head, dates


def _split_label(body: str) -> Iterator[tuple[int, str]]:
    """Yield (digits of the number, label) for every length of the number that leaves two equal halves."""
    match = _NUMBER.match(body)
    for digits in range(1, len(match[0]) + 1 if match else 1):
        label = _halve(one_line(body[digits:]))
        if label:
            yield digits, label


def _halve(text: str) -> str:
    """Return the label that stands twice in a text, with or without a space between; an empty text if none does."""
    middle, is_odd = divmod(len(text), 2)
    first, second = text[:middle], text[middle + is_odd :]
    return first if first == second and (not is_odd or text[middle] == " ") else ""


def choose_reading(readings: Sequence[Row], *, after: int, dates: Sequence[int]) -> Row | None:
    """Return the likeliest way to read a row that follows row number `after`; None if no way, or no single one, is.

    `dates` is how many dates rows of this table have, likeliest first. Numbers only grow, mostly by one.
    """

    def rank(row: Row) -> tuple[bool, bool, int]:
        count = len(row.dates)
        return row.number != after + 1, not row.codes, dates.index(count) if count in dates else len(dates)

    possible = sorted((row for row in readings if row.number > after), key=rank)
    is_single = len(possible) == 1 or (len(possible) > 1 and rank(possible[0]) != rank(possible[1]))
    return possible[0] if is_single else None
