"""Measures: what a share of coverage is counted in, and how it is said."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from l10n.coverage import LocaleCoverage
from l10n.page_coverage import PageCharacters
from l10n.reports.figures import format_percent
from l10n.words import mark, markn, number, tr, trn

Measure = Literal["units", "words", "characters", "records"]
"""What is counted: units, words or characters of their sources, or whole records."""
Subject = Measure | Literal["page"]
"""What a share is of: a measure, or what readers see."""

SHARES: dict[Subject, str] = {
    # Translators: {share} is a share such as `45.5 %`.
    "units": mark("{share} of units"),
    "words": mark("{share} of words"),
    "characters": mark("{share} of characters"),
    "records": mark("{share} of records"),
    "page": mark("{share} of what readers see"),
}
"""What a share is of, in words."""
_MEASURES: dict[Subject, str] = {
    "units": mark("Shares of units"),
    "words": mark("Shares of words"),
    "characters": mark("Shares of characters"),
    "records": mark("Shares of records"),
    "page": mark("Shares of what readers see"),
}
_COUNTS: dict[Subject, tuple[str, str]] = {
    "units": markn("{done} of {n} unit done", "{done} of {n} units done"),
    "words": markn("{done} of {n} word done", "{done} of {n} words done"),
    "characters": markn("{done} of {n} character done", "{done} of {n} characters done"),
    "records": markn("{done} of {n} record complete", "{done} of {n} records complete"),
    "page": markn(
        "{done} of {n} character in the reader's locale and up to date",
        "{done} of {n} characters in the reader's locale and up to date",
    ),
}
_FIGURES: dict[Measure, str] = {
    # Translators: how the columns of the table of locales are counted; call them as its headings do.
    "words": mark("Done, Source, Wanted, Fuzzy and Missing are counted in words of the source."),
    "characters": mark("Done, Source, Wanted, Fuzzy and Missing are counted in characters of the source."),
    "records": mark("Done, Wanted, Partial and None are counted in records."),
}
LEVELS = 5
"""The highest of the levels that colours stand for."""


class Shares(Struct, frozen=True):
    """How much of what is wanted is done, begun or left."""

    done: int
    begun: int
    """Fuzzy units, partial records, or stale characters of pages."""
    left: int

    @property
    def wanted(self) -> int:
        """All of it."""
        return self.done + self.begun + self.left

    @property
    def percent(self) -> str:
        """The share that is done, as reports write it."""
        return format_percent(self.done, self.wanted)

    @property
    def level(self) -> int | None:
        """The share that is done as one of six levels: 5 only for all of it, 0 only for none; None over nothing.

        >>> [Shares(done, 0, 4 - done).level for done in range(5)], Shares(0, 0, 0).level
        ([0, 2, 3, 4, 5], None)
        """
        if not self.wanted:
            return None
        return LEVELS if self.done == self.wanted else min(1 + 4 * self.done // self.wanted, 4) if self.done else 0


def measure_shares(numbers: LocaleCoverage, measure: Measure) -> Shares:
    """Return the shares of a locale's numbers in one measure."""
    if measure == "records":
        records = numbers.records
        return Shares(records.complete, records.partial, records.none)
    counts = {"units": numbers.units, "words": numbers.words, "characters": numbers.characters}[measure]
    return Shares(counts.done, counts.fuzzy, counts.missing)


def page_shares(characters: PageCharacters) -> Shares:
    """Return the shares of what readers see: borrowed texts are as much left to do as missing ones.

    >>> page_shares(PageCharacters(own=3, stale=2, missing=5))
    Shares(done=3, begun=2, left=5)
    """
    done, begun = characters.own, characters.stale
    return Shares(done, begun, characters.total - done - begun)


def say_measure(subject: Subject) -> str:
    """Return what shares are of, in words."""
    return tr(_MEASURES[subject])


def say_figures(measure: Measure) -> str:
    """Return what the figures of a table of locales are counted in, where that is not units."""
    return tr(_FIGURES.get(measure, ""))


def say_share(shares: Shares, subject: Subject) -> str:
    """Return the share that is done, and what of.

    >>> say_share(Shares(1, 0, 3), "words")
    '25.0 % of words'
    """
    return tr(SHARES[subject], share=shares.percent)


def say_counts(shares: Shares, subject: Subject) -> str:
    """Return how many are done of how many.

    >>> say_counts(Shares(1, 0, 3), "records")
    '1 of 4 records complete'
    """
    return trn(*_COUNTS[subject], shares.wanted, done=number(shares.done))
