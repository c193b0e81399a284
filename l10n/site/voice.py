"""The voice: how a site speaks to the readers of one locale: words, dates, names of languages, order."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import babel
from markupsafe import Markup
from msgspec import Struct

from l10n.collation import Collation, find_collation
from l10n.dates.calendars import Calendar
from l10n.dates.format import format_date
from l10n.dates.legacy import format_legacy_date
from l10n.locales import Locale
from l10n.reports.locale_names import locale_name
from l10n.schema import Schema
from l10n.wordbook import find_words
from l10n.words import ENGLISH, Words, mark, markn

_LABELS = tuple(
    map(
        # Translators: names of the fields and types of records, as headings on a site's pages.
        mark,
        (
            "Name",
            "Title",
            "Description",
            "Date",
            "Born",
            "Died",
            "Event",
            "Events",
            "Related events",
            "Person",
            "Persons",
            "Place",
            "Places",
            "Images",
            "Caption",
            "Summary",
        ),
    )
)
"""The labels of fields and types that the site's own words translate; others are shown as `l10n.toml` has them."""
_PLURALS = {"event": "Events", "person": "Persons", "place": "Places"}
_COUNTS = {
    "event": markn("{n} event", "{n} events"),
    "person": markn("{n} person", "{n} persons"),
    "place": markn("{n} place", "{n} places"),
}
_NONE = {
    # Translators: said in place of an empty list.
    "event": mark("No events assigned"),
    "person": mark("No persons assigned"),
    "place": mark("No places assigned"),
}


# Translators: said in place of an empty list.
_NOTHING = mark("Nothing assigned")


class Voice(Struct, frozen=True, kw_only=True):
    """How a site speaks in one locale."""

    locale: Locale
    code: str
    """As the site writes the locale."""
    words: Words
    collation: Collation
    direction: str
    name: str
    """What the locale calls itself."""
    names: Mapping[Locale, str]
    """What it calls the locales of the site."""
    codes: Mapping[Locale, str] = {}
    """How the site writes its locales."""
    is_legacy: bool = False
    """Whether dates are written `dd.mm.yyyy`."""

    @property
    def ui(self) -> Markup:
        """The attributes of what the site itself says, where it has no words in this locale."""
        spoken = Locale(self.words.locale)
        return Markup() if self.locale.startswith(f"{spoken}-") else lang_attributes(spoken, self.locale)

    def date(self, value: str, calendar: Calendar) -> str:
        """Return a date as it is written here."""
        return format_legacy_date(value) if self.is_legacy else format_date(value, self.locale, calendar)

    def plural(self, type_name: str, label: str) -> str:
        """Return what the records of a type are called together."""
        return self.words.tr(_PLURALS.get(type_name, label))

    def count(self, type_names: tuple[str, ...], number: int) -> str:
        """Return how many records of some types there are, in words."""
        singular, plural = _COUNTS.get(type_names[0] if len(type_names) == 1 else "", ("", ""))
        if singular:
            return self.words.trn(singular, plural, number)
        return self.words.trn("{n} record", "{n} records", number)

    def none(self, type_names: tuple[str, ...]) -> str:
        """Return that there are no records of some types, in words."""
        return self.words.tr(_NONE.get(type_names[0] if len(type_names) == 1 else "", _NOTHING))


def make_voice(locale: Locale, schema: Schema, codes: Mapping[Locale, str]) -> Voice:
    """Return how a collection's site speaks in a locale; `codes` are all of its locales, as it writes them."""
    words = find_words([locale]) or ENGLISH
    own = schema.site.words.get(locale, {})
    return Voice(
        locale=locale,
        code=codes[locale],
        codes=codes,
        words=words.with_own(own) if own else words,
        collation=find_collation(locale),
        direction=direction(locale),
        name=locale_name(locale, locale) or locale,
        names={other: locale_name(other, locale) or other for other in codes},
        is_legacy=bool(schema.site.dates),
    )


@cache
def direction(locale: str) -> str:
    """Return the direction in which a locale is written, `ltr` where nobody knows.

    >>> direction("he"), direction("lv"), direction("qaa"), direction("syr")
    ('rtl', 'ltr', 'ltr', 'rtl')
    """
    language = locale.partition("-")[0]
    if language in _RIGHT_TO_LEFT or any(f"-{script}" in locale for script in ("Arab", "Hebr", "Syrc", "Thaa")):
        return "ltr" if "-Latn" in locale or "-Cyrl" in locale else "rtl"
    try:
        return babel.Locale.parse(locale, sep="-").text_direction
    except (babel.UnknownLocaleError, ValueError):
        return "ltr"


_RIGHT_TO_LEFT = frozenset({"syr", "arc", "dv", "nqo", "yi", "ckb", "sd", "ug", "ps", "ur"})
"""Languages that Babel does not know, or not the direction of."""


@cache
def lang_attributes(locale: Locale | None, around: Locale) -> Markup:
    """Return the attributes that say which locale a text is in, where the page around it is in another.

    >>> lang_attributes(Locale("he"), Locale("en")), lang_attributes(Locale("en"), Locale("en"))
    (Markup(' lang="he" dir="rtl"'), Markup(''))
    """
    if locale is None or locale == around:
        return Markup()
    turned = direction(locale)
    return Markup(' lang="{}"').format(locale) + (
        Markup(' dir="{}"').format(turned) if turned != direction(around) else Markup()
    )
