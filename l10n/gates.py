"""Gates: whether each locale reaches what it must, exactly, and never over nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import Literal

from msgspec import Struct

from l10n.coverage import Coverage
from l10n.errors import ConfigError, UnknownNameError
from l10n.locales import Locale
from l10n.page_coverage import PageCoverage
from l10n.remedies import Remedy
from l10n.thresholds import Measure, Thresholds


class Standing(Struct, frozen=True):
    """How much is done of what is wanted, in some measure."""

    done: int
    wanted: int

    @property
    def open(self) -> int:
        """What is wanted and not done."""
        return self.wanted - self.done


class Outcome(StrEnum):
    """What a gate found."""

    PASSED = "passed"
    BELOW = "below"
    """Less is done than the threshold asks for."""
    FELL = "fell"
    """Less is done than the ratchet holds, and not because records are gone."""
    NOTHING = "nothing"
    """Nothing is wanted: there is no share that could pass."""
    UNCOUNTED = "uncounted"
    """The ratchet holds a locale that is not counted."""
    NEW = "new"
    """The ratchet does not hold this locale yet; no reason to fail."""


class GateResult(Struct, frozen=True, kw_only=True):
    """What one gate found in one locale."""

    gate: Literal["fail-under", "ratchet"]
    locale: Locale
    measure: Measure
    outcome: Outcome
    standing: Standing
    percent: Decimal | None = None
    """What `fail-under` asks for."""
    held: Standing | None = None
    """What the ratchet holds."""
    remedy: Remedy | None = None
    """What would pass it soonest, where that was looked for."""

    @property
    def is_passed(self) -> bool:
        """Whether it gives no reason to fail."""
        return self.outcome in {Outcome.PASSED, Outcome.NEW}

    @property
    def need(self) -> int:
        """How much more must be done to pass `fail-under`."""
        if self.percent is None:
            return 0
        return max(ceil(Fraction(self.percent) * self.standing.wanted / 100) - self.standing.done, 0)

    @property
    def is_remedied(self) -> bool:
        """Whether the remedy is enough to pass."""
        return self.remedy is not None and self.remedy.gain >= self.need


def standings(coverage: Coverage, pages: PageCoverage | None, measure: Measure) -> dict[Locale, Standing]:
    """Return what is done of what is wanted per locale; `page` needs the page coverage, and counts its characters.

    Where no unit is wanted in a locale nothing is, in any measure: what its own authors wrote is no translation.
    """
    counted = _count(coverage, pages, measure)
    is_wanted = {locale: bool(numbers.units.wanted) for locale, numbers in coverage.locales.items()}
    return {locale: standing if is_wanted[locale] else Standing(0, 0) for locale, standing in counted.items()}


def _count(coverage: Coverage, pages: PageCoverage | None, measure: Measure) -> dict[Locale, Standing]:
    if measure == "page":
        assert pages is not None  # noqa: S101 (counted for it)
        seen = {locale: numbers.characters for locale, numbers in pages.locales.items()}
        return {locale: Standing(characters.own, characters.total) for locale, characters in seen.items()}
    if measure == "records":
        records = {locale: numbers.records for locale, numbers in coverage.locales.items()}
        return {locale: Standing(counts.complete, counts.wanted) for locale, counts in records.items()}
    counted = {locale: getattr(numbers, measure) for locale, numbers in coverage.locales.items()}
    return {locale: Standing(counts.done, counts.wanted) for locale, counts in counted.items()}


def judge_thresholds(
    thresholds: Thresholds, counted: Mapping[Locale, Standing], required: tuple[Locale, ...], measure: Measure
) -> Iterator[GateResult]:
    """Yield what `fail-under` finds in each locale that it is for; raise where it is for none, or for one not counted.

    >>> standing = Standing(8996, 10000)
    >>> [result] = judge_thresholds(Thresholds(every=Decimal(90)), {"lv": standing}, ("lv",), "units")
    >>> result.outcome, result.need
    (<Outcome.BELOW: 'below'>, 4)
    """
    expected = thresholds.expected([locale for locale in required if locale in counted])
    if not expected:
        raise ConfigError("found no required locale to hold to the threshold, expected one; name others: `lv=90`")
    for locale, percent in expected.items():
        if locale not in counted:
            raise UnknownNameError(f"the gate for {locale!r} needs it counted, expected it among {', '.join(counted)}")
        standing = counted[locale]
        is_reached = standing.done * 100 >= Fraction(percent) * standing.wanted
        outcome = Outcome.NOTHING if not standing.wanted else Outcome.PASSED if is_reached else Outcome.BELOW
        yield GateResult(
            gate="fail-under", locale=locale, measure=measure, outcome=outcome, standing=standing, percent=percent
        )
