"""Locales: canonical BCP 47 codes inside, POSIX names at the gettext edge."""

from __future__ import annotations

import re
from functools import cache
from typing import NewType

from l10n.errors import ParseError

Locale = NewType("Locale", str)
"""A canonical BCP 47 code: `et`, `sr-Latn`, `zh-Hans`, `pt-BR`."""

_BCP47 = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)
_REGION = re.compile("[A-Z]{2}|[0-9]{3}")
_SCRIPT = re.compile("[A-Z][a-z]{3}")
_POSIX_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva", "arabic": "Arab"}
_SCRIPT_MODIFIERS = {script: modifier for modifier, script in _POSIX_SCRIPTS.items()}
_CHINESE = {"Hans": "zh_CN", "Hant": "zh_TW"}
_CHINESE_REGIONS = {region: script for script, region in _CHINESE.items()}


@cache
def canonical_locale(code: str) -> Locale:
    """Return `code` with the letter case that RFC 5646 section 2.1.1 recommends.

    Only well-formed codes pass; a code is never replaced by another one (`iw` stays `iw`): such mapping belongs
    to the profile of an import.

    >>> canonical_locale("SR-latn"), canonical_locale("pt-br"), canonical_locale("et")
    ('sr-Latn', 'pt-BR', 'et')
    """
    match = _BCP47.fullmatch(code)
    if match is None:
        message = f"{code!r} is not a locale, expected a BCP 47 code such as 'et', 'sr-Latn' or 'pt-BR'"
        raise ParseError(message)
    language = match["language"].lower()
    script = (match["script"] or "").capitalize()
    region = (match["region"] or "").upper()
    rest = code[match.end("region") if region else match.end("script") if script else match.end("language") :]
    return Locale("-".join(part for part in (language, script, region) if part) + rest.lower())


def posix_locale(locale: Locale) -> str:
    """Return the name that gettext gives a locale's folder and `Language` header.

    >>> [posix_locale(Locale(code)) for code in ("et", "pt-BR", "sr-Latn", "zh-Hans", "ca-valencia")]
    ['et', 'pt_BR', 'sr@latin', 'zh_CN', 'ca@valencia']
    """
    public, _, private = locale.partition("-x-")
    language, *rest = public.split("-")
    if language == "zh" and rest and rest[0] in _CHINESE and len(rest) == 1 and not private:
        return _CHINESE[rest[0]]
    region = next((part for part in rest if _REGION.fullmatch(part)), "")
    modifiers = [_SCRIPT_MODIFIERS.get(part, part) for part in rest if part != region]
    modifiers += [f"x-{private}"] if private else []
    return language + (f"_{region}" if region else "") + "".join(f"@{part}" for part in modifiers)


def locale_from_posix(name: str) -> Locale:
    """Return the locale that a gettext folder or `Language` header names: the reverse of `posix_locale`.

    Only `zh-CN` and `zh-TW` do not come back, for gettext means `zh-Hans` and `zh-Hant` by their names.

    >>> [locale_from_posix(name) for name in ("et", "pt_BR", "sr@latin", "zh_CN", "ca@valencia", "ru_RU.UTF-8")]
    ['et', 'pt-BR', 'sr-Latn', 'zh-Hans', 'ca-valencia', 'ru-RU']
    """
    body, *modifiers = name.split("@")
    language, *rest = body.split(".")[0].replace("_", "-").split("-")
    if name in _CHINESE_REGIONS:
        return Locale(f"zh-{_CHINESE_REGIONS[name]}")
    scripts = [_POSIX_SCRIPTS.get(m, m) for m in modifiers if m in _POSIX_SCRIPTS or _SCRIPT.fullmatch(m)]
    variants = [m for m in modifiers if m not in _POSIX_SCRIPTS and not _SCRIPT.fullmatch(m)]
    return canonical_locale("-".join([language, *scripts, *rest, *variants]))
