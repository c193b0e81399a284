"""Addresses: where each page of a site stands, relative to the site's folder.

Pages of records are `en/event/red-terror.html`. Names that an id cannot be have a `~`, which no id may hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from l10n.errors import ConfigError, Place
from l10n.locales import Locale

_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_RESERVED = re.compile(r"(?:index|con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
"""Ids whose file name means something else to a web server or to Windows."""
PATH = re.compile(r"(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
"""What every path of a site looks like; none leads out of its folder."""


class Page(NamedTuple):
    """One file of a site."""

    path: str
    data: bytes


def site_codes(locales: Iterable[Locale], codes: Mapping[Locale, str]) -> dict[Locale, str]:
    """Return how a site writes each locale; raise ConfigError where that cannot name a folder, or names two.

    >>> site_codes([Locale("et"), Locale("uk")], {Locale("et"): "ee"})
    {'et': 'ee', 'uk': 'uk'}
    """
    found = {locale: codes.get(locale, locale) for locale in locales}
    taken: dict[str, Locale] = {}
    for locale, code in found.items():
        if not _CODE.fullmatch(code):
            raise ConfigError(
                f"found the code {code!r} of {locale!r}, expected letters such as 'et'", Place("l10n.toml")
            )
        other = taken.setdefault(code.lower(), locale)
        if other != locale:
            message = f"{other!r} and {locale!r} are both written {code!r} on the site, expected two codes"
            raise ConfigError(message, Place("l10n.toml", field="site.codes"))
    return found


def record_tail(key: str, table: str = "", page: int = 1) -> str:
    """Return where a record's page stands in the folder of its locale; `table` names one that goes on there.

    >>> record_tail("event/red-terror"), record_tail("event/red-terror", "persons", 2), record_tail("event/index")
    ('event/red-terror.html', 'event/red-terror~persons~2.html', 'event/~index.html')
    """
    folder, _, name = key.partition("/")
    mark = "~" if _RESERVED.fullmatch(name) else ""
    return f"{folder}/{mark}{name}{f'~{table}~{page}' if page > 1 else ''}.html"


def list_tail(type_name: str, part: str = "", page: int = 1) -> str:
    """Return where a list of a type's records stands; `part` names the letter or year that it is of.

    >>> list_tail("event"), list_tail("event", page=2), list_tail("event", letter_part("Č"), 3)
    ('event/index.html', 'event/~2.html', 'event/~letter-10c~3.html')
    """
    names = [part] if part else []
    names += [str(page)] if page > 1 else []
    return f"{type_name}/{''.join(f'~{name}' for name in names) or 'index'}.html"


def letter_part(letter: str) -> str:
    """Return the name of a letter's list.

    >>> letter_part("Ch"), letter_part("#")
    ('letter-43-68', 'letter-23')
    """
    return "letter-" + "-".join(f"{ord(sign):x}" for sign in letter)


def year_part(year: int) -> str:
    """Return the name of a year's list.

    >>> year_part(1918), year_part(-43)
    ('year-1918', 'year--43')
    """
    return f"year-{year}"
