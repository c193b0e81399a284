"""Facts: the numbers, months and eras that a text states, read as values in nine languages, and compared as values."""

from __future__ import annotations

from l10n.facts.comparison import Difference, Side, compare_facts, find_difference, is_slip
from l10n.facts.months import MONTH_LOCALES
from l10n.facts.reading import Date, Facts, Month, Number, read_facts

__all__ = [
    "MONTH_LOCALES",
    "Date",
    "Difference",
    "Facts",
    "Month",
    "Number",
    "Side",
    "compare_facts",
    "find_difference",
    "is_slip",
    "read_facts",
]
