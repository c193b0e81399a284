"""Phrases: how a language says what digits cannot: "about", "since", "until", centuries, decades, seasons.

This is linguistic data, like CLDR's, so it stands beside the formatter and not in the program's own catalogs. Every
construction brings the grammatical form that it needs, so that no date is put into a sentence that it does not fit.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from l10n.locales import Locale


class Wording(Struct, frozen=True, kw_only=True):
    """How the parts of a date read in one grammatical form."""

    year: str = "{year}"
    month: str = "{month}"
    day: str = "{day} {month}"
    with_year: str = "{0} {year}"
    """A day, month or season `{0}` and its year."""
    decade: str
    """The years from `{decade}`, which ends in 0, to `{end}`."""
    decades: Mapping[str, str] = {}
    """The same for those whose last digits change the ending: `40`, `000`."""
    century: str
    seasons: tuple[str, str, str, str]
    """Spring, summer, autumn, winter."""
    months: tuple[str, ...] = ()
    """The months' names in this form; none: as CLDR writes them beside a day."""
    declines_days: bool = False
    """Whether `months` stand beside a day, too; if not, the day is declined and its month stays as CLDR writes it."""


class Construction(Struct, frozen=True):
    """Words around a date `{0}` (and a second one `{1}`), and the form that they demand."""

    text: str
    wording: Wording
    before_second: str = ""
    """The text in front of a second day or century, where its sound changes the word."""


class Phrases(Struct, frozen=True, kw_only=True):
    """The words of one language."""

    plain: Wording
    """By itself; years, months and days alone are as CLDR writes them."""
    about: Construction
    since: Construction
    until: Construction
    not_before: Construction
    not_after: Construction
    between: Construction | None = None
    """None: said with `not_before` and `not_after`."""
    between_years: str
    both: str
    """Two constructions, one beside the other."""
    perhaps: str
    """What an uncertain date, with all that stands around it, becomes."""
    roughly: str
    """What a construction around an approximate date becomes."""
    before_christ: str
    old_style: str
    """What a date that stays in the Julian calendar becomes."""
    has_roman_centuries: bool = False
    ordinals: Mapping[int, str] = {}
    """The endings of centuries' numbers where they differ: by the number, else by its last digit; 0 for all others."""
    first_day: str = ""
    """How the first of a month is written, where it is not just `1`."""
    patterns: Mapping[str, str] = {}
    """CLDR's patterns that are replaced, see `cldr.CldrDates`."""


def find_phrases(locale: Locale) -> Phrases | None:
    """Return the words of a locale's language, or None if nobody has written them yet."""
    from l10n.dates.phrase_table import PHRASES

    return PHRASES.get(locale.partition("-")[0])
