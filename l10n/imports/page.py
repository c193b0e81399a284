"""A captured page: the title, paragraphs and table rows that a page's captured text holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from l10n.errors import L10nError, ParseError, Place
from l10n.imports.furniture import Furniture, Role, find_furniture
from l10n.imports.rows import Row, choose_reading, find_readings
from l10n.locales import Locale, canonical_locale
from l10n.text import count_words, one_line

_SENTENCE_END = re.compile(r"[.!?…:;。！？][\"'»”’)\]]*\Z")
_SENTENCE_WORDS = 6
"""A line this long that ends as a sentence does is a paragraph."""
_PROSE_WORDS = 20
"""A line this long is a paragraph however it ends."""
_EVENT_DATES = (1, 0, 2)
_TABLE_DATES = (2, 0, 1)
"""How many dates a row of the two kinds of table has, likeliest first."""


class Line(Struct, frozen=True):
    """A text and the line of the file that it stands on, from 1."""

    text: str
    line: int


class Entry(Struct, frozen=True, kw_only=True):
    """A row of the page, its codes mapped."""

    row: Row
    declared: tuple[tuple[str, Locale], ...]
    """The languages it is said to exist in: code as the page writes it, locale."""


class Capture(Struct, frozen=True, kw_only=True):
    """What a captured page says: every line of it that is not blank is in here, furniture, or a problem."""

    path: str
    title: Line
    interface: Locale | None
    """The language of the page's furniture; None if that cannot be told."""
    paragraphs: tuple[Line, ...] = ()
    events: tuple[Entry, ...] = ()
    persons: tuple[Entry, ...] = ()
    places: tuple[Entry, ...] = ()
    problems: tuple[L10nError, ...] = ()
    """The lines that could not be read."""


def parse_capture(text: str, path: str, aliases: Mapping[str, Locale]) -> Capture:
    """Return what a captured page says; `aliases` maps the language codes that are not BCP 47.

    Raises ParseError if it does not begin with a title. A line that cannot be read is no error but a problem.
    """
    lines = [Line(one_line(line), number) for number, line in enumerate(text.lstrip("\ufeff").split("\n"), 1)]
    filled = [line for line in lines if line.text]
    if not filled or find_furniture(filled[0].text):
        found = repr(filled[0].text) if filled else "no text"
        place = Place(path, filled[0].line if filled else 0)
        raise ParseError(f"found {found}, expected a captured page, which begins with its title", place)
    reader = _Reader(path)
    for line in filled[1:]:
        reader.read(line)
    return reader.capture(filled[0], aliases)


class _Section:
    """The rows of one table; `role` is None under a heading that is not known."""

    def __init__(self, role: Role | None) -> None:
        self.role = role
        self.rows: list[Row] = []

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.rows[-1].number if self.rows else 0

    def add(self, readings: Sequence[Row], line: int) -> bool:
        """Keep the row if it can be read and follows the rows before it."""
        dates = _EVENT_DATES if self.role is Role.EVENTS else _TABLE_DATES
        row = choose_reading(readings, after=self.last, dates=dates)
        if row is not None:
            self.rows.append(replace(row, line=line))
        return row is not None

    @property
    def kind(self) -> Role | None:
        """What its rows are: what their heading says, else what their dates tell; None where they tell nothing."""
        counts = {len(row.dates) for row in self.rows}
        if self.role is Role.TABLE:
            return Role.PERSONS if counts - {0} else Role.PLACES
        if self.role is None and counts and 0 not in counts:
            return Role.EVENTS if counts == {1} else Role.PERSONS
        return self.role


class _Reader:
    """Reads a page line by line."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._interface: Counter[Locale] = Counter()
        self._paragraphs: list[Line] = []
        self._sections: list[_Section] = []
        self._problems: list[L10nError] = []

    def read(self, line: Line) -> None:
        """Put a line where it belongs."""
        furniture = find_furniture(line.text)
        if furniture is not None:
            self._interface.update(furniture.locales)
            self._open_section(furniture)
        elif readings := find_readings(line.text):
            self._add_row(readings, line)
        elif not self._sections and _is_prose(line.text):
            self._paragraphs.append(line)
        else:
            self._fail(
                line, "a row with its label twice, a paragraph above the tables, or words of the page's interface"
            )
            if self._sections and not self._sections[-1].rows and not line.text[0].isdigit():
                self._sections.append(_Section(None))

    def _open_section(self, furniture: Furniture) -> None:
        if furniture.role is Role.OTHER:
            return
        is_headed = bool(self._sections) and self._sections[-1].role in {Role.PERSONS, Role.PLACES}
        if not (furniture.role is Role.TABLE and is_headed and not self._sections[-1].rows):
            self._sections.append(_Section(furniture.role))

    def _add_row(self, readings: Sequence[Row], line: Line) -> None:
        """Add a row to the last table, or to a new one if its number 1 shows that a heading was not known."""
        numbers = [reading.number for reading in readings]
        if not self._sections or (min(numbers) == 1 and max(numbers) <= self._sections[-1].last):
            self._sections.append(_Section(None))
        section = self._sections[-1]
        if not section.add(readings, line.line):
            self._fail(line, f"a row that can be read in one way, with a number above {section.last}")

    def _fail(self, line: Line, expected: str) -> None:
        self._problems.append(
            ParseError(f"found {_shorten(line.text)!r}, expected {expected}", Place(self._path, line.line))
        )

    def capture(self, title: Line, aliases: Mapping[str, Locale]) -> Capture:
        """Return all that was read."""
        for row in (row for section in self._sections if section.kind is None for row in section.rows):
            line = Line(f"{row.number} {row.label}", row.line)
            self._fail(line, "a row without dates only under a heading that is known")
        votes = self._interface.most_common(2)
        is_clear = len(votes) == 1 or (len(votes) > 1 and votes[0][1] > votes[1][1])
        rows = {kind: _entries(self._sections, kind, aliases) for kind in (Role.EVENTS, Role.PERSONS, Role.PLACES)}
        return Capture(
            path=self._path,
            title=title,
            interface=votes[0][0] if is_clear else None,
            paragraphs=tuple(self._paragraphs),
            events=rows[Role.EVENTS],
            persons=rows[Role.PERSONS],
            places=rows[Role.PLACES],
            problems=tuple(sorted(self._problems, key=lambda problem: problem.place.line)),
        )


def _entries(sections: Iterable[_Section], kind: Role, aliases: Mapping[str, Locale]) -> tuple[Entry, ...]:
    rows = (row for section in sections if section.kind is kind for row in section.rows)
    return tuple(
        Entry(
            row=row,
            declared=tuple((code, aliases[code] if code in aliases else canonical_locale(code)) for code in row.codes),
        )
        for row in rows
    )


def _is_prose(text: str) -> bool:
    words = count_words(text)
    return words >= _PROSE_WORDS or (words >= _SENTENCE_WORDS and bool(_SENTENCE_END.search(text)))


def _shorten(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 (fits on a terminal's line)
