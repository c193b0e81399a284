"""Locale names: what people call a locale, in the reader's language."""

from __future__ import annotations

from functools import cache

from l10n.locales import Locale


@cache
def locale_name(locale: Locale, language: str) -> str:
    """Return what a locale is called in a language, as CLDR has it; empty where it has nothing.

    >>> locale_name(Locale("lv"), "ru"), locale_name(Locale("sr-Latn"), "en"), locale_name(Locale("qaa"), "en")
    ('латышский', 'Serbian (Latin)', '')
    """
    import babel

    try:
        return babel.Locale.parse(locale, sep="-").get_display_name(language) or ""
    except (babel.UnknownLocaleError, ValueError):
        return ""


@cache
def locale_direction(locale: str) -> str:
    """Return the direction in which a language is written, `ltr` or `rtl`.

    >>> locale_direction("lv"), locale_direction("ar")
    ('ltr', 'rtl')
    """
    import babel

    return babel.Locale.parse(locale, sep="-").text_direction
