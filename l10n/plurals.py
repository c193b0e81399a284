"""Plural forms: how many a locale has and which number takes which, as gettext writes it."""

from __future__ import annotations

from functools import cache

from l10n.locales import Locale, posix_locale


@cache
def plural_forms(locale: Locale) -> str:
    """Return the value of the `Plural-Forms` header, ending in `;`.

    The formulas are those that GNU gettext publishes for its languages, as Babel holds them.

    >>> plural_forms(Locale("pl"))
    'nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);'
    """
    from babel.messages.plurals import get_plural

    count, formula = get_plural(posix_locale(locale).replace("@", "_"))
    return f"nplurals={count}; plural={formula};"
