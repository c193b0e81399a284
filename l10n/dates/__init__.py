"""Dates: partial and uncertain ones in EDTF, the legacy forms that imports meet, and how each locale writes them.

parse_date("1918-09-05/1922")                 # a value that is no date raises
read_date("190X").first.year                  # what it says, as a value
format.format_date("1918-09", "ru")           # сентябрь 1918 г.
spans.sort_key("1917-10-25", "julian")        # order by what is known
"""

from l10n.dates.clock import now, today
from l10n.dates.edtf import DATE_PATTERN, DateValue, Form, Point, parse_date, read_date
from l10n.dates.legacy import parse_legacy_date

__all__ = [
    "DATE_PATTERN",
    "DateValue",
    "Form",
    "Point",
    "now",
    "parse_date",
    "parse_legacy_date",
    "read_date",
    "today",
]
