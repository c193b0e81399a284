"""Thresholds: what a collection must reach, as its configuration and the command line write it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Literal, get_args

from msgspec import Struct

from l10n.errors import ParseError, suggest
from l10n.locales import Locale

Measure = Literal["units", "words", "characters", "records", "page"]
"""What gates count: units, words or characters of their sources, whole records, or what readers see of pages."""
MEASURES: tuple[Measure, ...] = get_args(Measure)

_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,6})?", re.ASCII)
_DECIMALS = "; decimals have a point (`45.5`)"


class Thresholds(Struct, frozen=True, kw_only=True):
    """How much of each locale must be done, in percent."""

    every: Decimal | None = None
    """For every required locale that `locales` does not name; None: nothing."""
    locales: Mapping[Locale, Decimal] = {}

    def expected(self, required: Collection[Locale]) -> dict[Locale, Decimal]:
        """Return what each locale must reach, the required ones first."""
        every = {} if self.every is None else dict.fromkeys(required, self.every)
        return every | dict(self.locales)


class GatePolicy(Struct, frozen=True, kw_only=True):
    """The gates of a collection, as its configuration sets them."""

    fail_under: Thresholds | None = None
    measure: Measure = "units"
    ratchet: str = ""
    """The file of the ratchet, relative to the collection; empty: none."""

    @property
    def is_set(self) -> bool:
        """Whether there is any gate."""
        return self.fail_under is not None or bool(self.ratchet)


def parse_thresholds(text: str, locales: Collection[Locale]) -> Thresholds:
    """Return what a list such as `90` or `90,lv=85.5` says; raise ParseError.

    `locales` are those that it may name. The number for all others comes first: behind a locale's it may be what
    follows a decimal comma.

    >>> parse_thresholds("90, lv=85.5", ["lv", "pl"])
    Thresholds(every=Decimal('90'), locales={'lv': Decimal('85.5')})
    """
    every: Decimal | None = None
    named: dict[Locale, Decimal] = {}
    for part in text.split(","):
        name, sign, number = (word.strip() for word in part.rpartition("="))
        percent = _parse_percent(number, part.strip())
        if not sign:
            if every is not None:
                raise ParseError(f"found {text!r} with two numbers for all locales, expected one{_DECIMALS}")
            if named:
                expected = f"expected the number for all others first, such as `90,lv=85`{_DECIMALS}"
                raise ParseError(f"found {part.strip()!r} behind a locale's number in {text!r}, {expected}")
            every = percent
        elif name not in locales:
            expected = f"expected one of {', '.join(locales)}{suggest(name, locales)}"
            raise ParseError(f"found the locale {name!r}, {expected}")
        elif name in named:
            raise ParseError(f"found {name!r} twice in {text!r}, expected each locale once")
        else:
            named[Locale(name)] = percent
    return Thresholds(every=every, locales=named)


def _parse_percent(number: str, part: str) -> Decimal:
    """Return a percentage; one of 0 would pass whatever happens."""
    percent = Decimal(number) if _PERCENT.fullmatch(number) else Decimal(0)
    if not 0 < percent <= 100:  # noqa: PLR2004 (percent)
        raise ParseError(f"found {part!r}, expected a percentage above 0 and up to 100, such as `90` or `lv=90`")
    return percent


def format_percentage(percent: Decimal) -> str:
    """Return a percentage as short as it can be written.

    >>> format_percentage(Decimal("90.50")), format_percentage(Decimal(100))
    ('90.5', '100')
    """
    text = f"{percent:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
