"""Shown: texts, rows and tables as a site's templates get them: safe to print, and marked where they are borrowed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from l10n.exports.controls import without_controls
from l10n.locales import Locale
from l10n.served import ServedText
from l10n.site.voice import Voice, lang_attributes

_PICTURES = dict.fromkeys(range(0x80, 0xA0), "\ufffd") | {0x7F: "\u2421", 0x0C: "\u240c", 0x0D: "\n"}
_PICTURES |= dict.fromkeys((plane * 0x10000 + end for plane in range(17) for end in (0xFFFE, 0xFFFF)), "\ufffd")
_PICTURES |= dict.fromkeys(range(0xFDD0, 0xFDF0), "\ufffd")


class Shown(Struct, frozen=True):
    """One text, and the attributes of the element that it stands in."""

    text: str
    attributes: Markup = Markup()

    def __str__(self) -> str:
        """Return the text."""
        return self.text


class Row(Struct, frozen=True, kw_only=True):
    """One record, as a line of a table."""

    key: str
    label: Shown
    tail: str
    """Where its page stands in the folder of the locale; empty: it has none."""
    languages: str = ""
    """Those in which it exists, as the site writes them."""
    cells: Markup = Markup()
    """Its cells in a table, without the number in front."""


class Pager(Struct, frozen=True, kw_only=True):
    """Which page this is of several that one table goes over."""

    page: int
    tails: tuple[str, ...]
    """Where each of the pages stands, the first one first."""


class Table(Struct, frozen=True, kw_only=True):
    """Records that belong together."""

    name: str
    heading: str
    count: str
    none: str
    """What is said where there is no row."""
    label: str
    """The heading of the labels."""
    dates: tuple[str, ...]
    """The headings of the dates."""
    rows: tuple[Row, ...]
    first: int = 1
    """The number of the first row."""
    pager: Pager | None = None


class Picture(Struct, frozen=True, kw_only=True):
    """A picture with its caption, or the place of one that is not there."""

    path: str
    """Relative to the site; empty: the collection does not hold it."""
    name: str
    caption: Shown | None
    details: tuple[Shown, ...] = ()
    """What else is known of it."""
    size: tuple[int, int] | None = None


class Value(Struct, frozen=True, kw_only=True):
    """A neutral value; one of its parts is set, or none."""

    text: str = ""
    link: str = ""
    parts: tuple[tuple[str, Value], ...] = ()
    """(name, or an empty text for a list's item, value)."""


class Fact(Struct, frozen=True, kw_only=True):
    """What one field says in a line or two."""

    label: str
    texts: tuple[Shown, ...] = ()
    day: str = ""
    """A plain date, as `<time>` wants it."""
    value: Value | None = None


class Passage(Struct, frozen=True, kw_only=True):
    """A text in paragraphs."""

    heading: str
    paragraphs: tuple[Shown, ...]


def printable(text: str) -> str:
    r"""Return a text in which nothing stands that HTML forbids: control characters become pictures of themselves.

    >>> printable("a\x07b\x85"), printable("קרונשטדט\n")
    ('a␇b�', 'קרונשטדט\n')
    """
    return text if text.isprintable() else without_controls(text.translate(_PICTURES))


def show(text: ServedText, voice: Voice) -> Shown | None:
    """Return a text with the locale that it is in, or None if there is none."""
    if text.text is None or text.locale is None:
        return None
    if text.is_borrowed:
        return Shown(
            printable(text.text), _borrowed(text.locale, voice.locale, voice.codes.get(text.locale, text.locale))
        )
    return Shown(printable(text.text), _STALE if text.is_stale else _OWN)


_OWN, _STALE = Markup(), Markup(' class="stale"')


@cache
def _borrowed(locale: Locale, around: Locale, code: str) -> Markup:
    return lang_attributes(locale, around) + Markup(' class="borrowed" data-in="{}"').format(code)


def split_table(table: Table, size: int, tail: Callable[[int], str]) -> list[Table]:
    """Return a table cut into pages of so many rows; `tail` says where the page of a number stands."""
    starts = range(0, len(table.rows), size) or range(1)
    tails = tuple(tail(number) for number in range(1, len(starts) + 1))
    return [
        replace(
            table,
            rows=table.rows[start : start + size],
            first=start + 1,
            pager=Pager(page=number, tails=tails) if len(tails) > 1 else None,
        )
        for number, start in enumerate(starts, 1)
    ]
