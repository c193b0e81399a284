"""What of a page there is to show: a text that is missing shows nothing, nor does an item that holds no more."""

from __future__ import annotations

from collections.abc import Iterator

from l10n.dates.calendars import Calendar
from l10n.dates.format import format_date
from l10n.dates.legacy import format_legacy_date
from l10n.exports import Options
from l10n.locales import Locale
from l10n.served import ServedField


def date_text(value: str, locale: Locale, calendar: Calendar, options: Options) -> str:
    """Return a date as readers see it: as their locale writes it, or in the one form that the export asks for."""
    return format_legacy_date(value) if options.dates else format_date(value, locale, calendar)


def date_value(value: str, locale: Locale, calendar: Calendar, options: Options) -> dict[str, str]:
    """Return a date in EDTF and as readers see it, as plain values."""
    found = {"edtf": value, "text": date_text(value, locale, calendar, options)}
    return found if calendar is Calendar.GREGORIAN else found | {"calendar": calendar.value}


def has_content(field: ServedField) -> bool:
    """Tell whether a field shows anything."""
    is_held = field.value is not None or bool(field.names) or any(text.text is not None for text in field.texts)
    return is_held or any(True for _ in filled_items(field))


def filled_items(field: ServedField) -> Iterator[tuple[ServedField, ...]]:
    """Yield the items of a list that show anything, each with its fields that do."""
    for item in field.items:
        fields = tuple(inner for inner in item if has_content(inner))
        if fields:
            yield fields
