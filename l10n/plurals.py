"""Plural forms: how many a locale has and which number takes which, as gettext writes it."""

from __future__ import annotations

from functools import cache
from typing import Any

from l10n.locales import Locale, posix_locale

_GNU = {
    "ar": (6, "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5"),
    "ga": (3, "n==1 ? 0 : n==2 ? 1 : 2"),
    "hu": (2, "n != 1"),
    "tr": (2, "n != 1"),
}
"""Formulas that Babel's table has otherwise: those of GNU gettext's plural-table.c, and for Arabic, which is not in it,
the one that Arabic catalogs have (Babel's swaps the last two forms)."""
_OPERANDS_OF_FRACTIONS = frozenset("vwfte")
"""CLDR's operands (UTS 35, part 3, section 5) that are 0 for the whole numbers that gettext counts with."""
_CATEGORIES = ("zero", "one", "two", "few", "many")
"""CLDR's, in its order; `other` is what is left."""
_Ast = tuple[str, Any]


@cache
def plural_forms(locale: Locale) -> str:
    """Return the value of the `Plural-Forms` header, ending in `;`.

    It is the formula that GNU gettext publishes for the language, else one made from CLDR's rule for whole numbers.

    >>> plural_forms(Locale("pl"))
    'nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);'
    """
    count, formula = _GNU.get(locale) or _published(locale) or _from_cldr(locale)
    return f"nplurals={count}; plural={formula};"


def _published(locale: Locale) -> tuple[int, str] | None:
    """Return what Babel's table of gettext's formulas has for a locale, or for its language alone."""
    from babel.messages.plurals import PLURALS

    language, _, region = posix_locale(locale).partition("_")
    found = PLURALS.get(f"{language}_{region}" if region else language) or PLURALS.get(language.partition("@")[0])
    return found or None


def _from_cldr(locale: Locale) -> tuple[int, str]:
    """Return gettext's formula for CLDR's rule of a language; two forms, as in English, where CLDR has none."""
    from babel.core import Locale as BabelLocale
    from babel.core import UnknownLocaleError

    try:
        rules: list[tuple[str, _Ast]] = BabelLocale.parse(locale.replace("-", "_")).plural_form.abstract
    except (UnknownLocaleError, ValueError):
        return 2, "(n != 1)"
    rules = sorted(rules, key=lambda rule: _CATEGORIES.index(rule[0]))  # they exclude each other
    conditions = [condition for _, rule in rules if (condition := _formula(rule)) != "0"]
    parts = [f"{condition} ? {number} : " for number, condition in enumerate(conditions)]
    return len(parts) + 1, f"({''.join(parts)}{len(parts)})" if parts else "0"


def _formula(rule: _Ast) -> str:
    """Return a rule's condition in C for a whole number n: `0` where it never holds, `1` where it always does."""
    kind, parts = rule
    if kind in {"and", "or"}:
        return _joined(kind, [_formula(part) for part in parts])
    if kind == "not":
        inner = _formula(parts[0])
        return {"0": "1", "1": "0"}.get(inner, f"!({inner})")
    _, expression, (_, ranges) = parts
    value = _value(expression)
    return _joined("or", [_range(value, low[1][0], high[1][0]) for low, high in ranges])


def _joined(kind: str, conditions: list[str]) -> str:
    """Join conditions, leaving out those that change nothing."""
    deciding, neutral, sign = ("0", "1", " && ") if kind == "and" else ("1", "0", " || ")
    left = [condition for condition in dict.fromkeys(conditions) if condition != neutral]
    if deciding in left:
        return deciding
    if len(left) > 1:
        return f"({sign.join(left)})"
    return left[0] if left else neutral


def _value(expression: _Ast) -> str:
    kind, parts = expression
    if kind == "mod":
        value = _value(parts[0])
        return value if value == "0" else f"{value}%{parts[1][1][0]}"
    return "0" if kind in _OPERANDS_OF_FRACTIONS else "n"


def _range(value: str, low: int, high: int) -> str:
    if value == "0":
        return "1" if low <= 0 <= high else "0"
    return f"{value}=={low}" if low == high else f"({value}>={low} && {value}<={high})"
