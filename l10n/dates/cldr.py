"""CLDR: the months' names, the order of a date's parts and the eras of one locale, read past Babel's cache.

Babel 2.18 keeps what it resolves for one locale in data that all share: after Hebrew or Chinese, the stand-alone
months of Latvian or German come out as Hebrew ones. So the files are read here, and nothing that is read is changed.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from l10n.locales import Locale

_PREFERRED = {"en": "en_001"}
"""Of a language that has several orders, the one that most of the world writes: `5 September 1918`."""


class CldrDates(Struct, frozen=True, kw_only=True):
    """How one locale writes dates."""

    months: tuple[str, ...]
    """Beside a day: in the genitive, where the language has one."""
    months_alone: tuple[str, ...]
    quarters: tuple[str, ...]
    before_christ: str
    patterns: Mapping[str, str]
    """By what stands in it: `y`, `yMMMM`, `yMMMMd`, `MMMMd`, `yQQQQ`."""


@cache
def load_dates(locale: Locale) -> CldrDates | None:
    """Return how a locale, or its language, writes dates; None if CLDR does not know it."""
    name = _find_name(locale)
    if name is None:
        return None
    data = _merged(name)
    patterns = {key: _pattern(data, key) for key in ("y", "yMMMM", "MMMMd", "yQQQQ")}
    patterns["yMMMMd"] = _plain(_find(data, "date_formats", "long").pattern)
    return CldrDates(
        months=_names(data, "months", "format", "wide"),
        months_alone=_names(data, "months", "stand-alone", "wide"),
        quarters=_names(data, "quarters", "stand-alone", "wide"),
        before_christ=_plain(_find(data, "eras", "abbreviated")[0]),
        patterns=patterns,
    )


def _find_name(locale: Locale) -> str | None:
    """Return the name of Babel's data for a locale: the longest that there is."""
    from babel import localedata

    parts = locale.partition("-x-")[0].split("-")
    names = ("_".join(parts[:size]) for size in range(len(parts), 0, -1))
    return next((_PREFERRED.get(name, name) for name in names if localedata.exists(name)), None)


def _merged(name: str) -> dict[Any, Any]:
    """Return a locale's data with all that it inherits, as the files have it."""
    from babel import localedata
    from babel.core import get_global

    data: dict[Any, Any] = {}
    chain = [name]
    while chain[-1] != "root":
        parent = get_global("parent_exceptions").get(chain[-1])
        chain.append(parent or chain[-1].rpartition("_")[0] or "root")
    for member in reversed(chain):
        with open(localedata.resolve_locale_filename(member), "rb") as file:  # noqa: PTH123 (Babel names it by a text)
            localedata.merge(data, pickle.load(file))  # noqa: S301 (Babel's own file)
    return data


def _find(data: dict[Any, Any], *keys: str) -> Any:  # noqa: ANN401 (any part of CLDR)
    """Return what stands below the keys; where it stands in another place, what is there with what is here over it."""
    from babel import localedata

    found: Any = data
    for key in keys:
        found = found[key]
        if isinstance(found, localedata.Alias):
            found = _find(data, *found.keys)
        elif isinstance(found, tuple):
            alias, others = found
            found = dict(_find(data, *alias.keys))
            localedata.merge(found, others)
    return found


def _names(data: dict[Any, Any], *keys: str) -> tuple[str, ...]:
    found = _find(data, *keys)
    return tuple(found[number] for number in sorted(found))


def _pattern(data: dict[Any, Any], skeleton: str) -> str:
    return _plain(getattr(found := _find(data, "datetime_skeletons", skeleton), "pattern", found))


def _plain(text: str) -> str:
    """Return a text with plain spaces, so that a search for a date finds it."""
    return str(text).replace("\u202f", " ").replace("\xa0", " ")
