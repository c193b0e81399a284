"""The wordbooks: the program's words in each language that it has, found and read.

An installed l10n has them compiled, in `l10n/locale/`. A checkout has their sources, in `locales/` beside the package:
there they are read as they are, so that an edited translation shows at once.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from l10n.errors import ParseError, UnknownNameError, suggest
from l10n.locales import Locale, locale_from_posix, posix_locale
from l10n.words import ENGLISH, SOURCE, Words

DOMAIN = "l10n"
"""The gettext domain of the program's words."""
COMPILED = Path(__file__).parent / "locale"
SOURCES = Path(__file__).parent.parent / "locales"

_OFF = frozenset({"C", "POSIX"})


def choose_words(asked: str, environ: Mapping[str, str], encoding: str = "utf-8") -> Words:
    """Return the words in the language that was asked for, else in the one that the environment names.

    English stands in for a language that the program lacks or that a stream of this encoding cannot show; to ask for
    one that it lacks raises UnknownNameError.
    """
    words = find_words([asked] if asked else wanted_names(environ))
    if asked and words is None:
        known = known_locales()
        expected = f"expected one of {', '.join(known)}{suggest(asked, known)}"
        raise UnknownNameError(f"l10n does not speak {asked!r}, {expected}")
    return words if words and words.can_print(encoding) else ENGLISH


def wanted_names(environ: Mapping[str, str]) -> list[str]:
    """Return the names of the languages that the environment asks for, best first, as GNU gettext reads them.

    LC_ALL decides, else LC_MESSAGES, else LANG; LANGUAGE lists what to try instead. Where LC_ALL or LC_MESSAGES is
    `C`, as scripts set it that read what programs print, LANGUAGE does not count; a LANG of `C`, which containers
    have from the start, is no such wish.

    >>> wanted_names({"LANG": "lv_LV.UTF-8"}), wanted_names({"LANG": "C.UTF-8", "LANGUAGE": "lv:ru"})
    (['lv_LV.UTF-8'], ['lv', 'ru'])
    >>> wanted_names({"LC_ALL": "C", "LANGUAGE": "lv"})
    []
    """
    wish = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or ""
    if wish.partition(".")[0] in _OFF:
        return []
    names = environ.get("LANGUAGE", "").split(":") if environ.get("LANGUAGE") else [wish or environ.get("LANG", "")]
    return [name for name in names if name]


def find_words(names: Iterable[str]) -> Words | None:
    """Return the words in the first of these languages that the program has; a name may be POSIX's or BCP 47's."""
    for name in names:
        for locale in _candidates(name):
            words = load_words(locale)
            if words is not None:
                return words
    return None


def _candidates(name: str) -> Iterator[Locale]:
    """Yield the locales that serve a name, from itself to its language alone (RFC 4647, section 3.4).

    >>> list(_candidates("pt_BR.UTF-8")), list(_candidates("de_AT@euro")), list(_candidates("../lv"))
    (['pt-BR', 'pt'], ['de-AT', 'de'], [])
    """
    if name.partition(".")[0] in _OFF:
        yield Locale(SOURCE)
        return
    for spelling in dict.fromkeys((name, name.partition("@")[0])):  # a modifier may be none of BCP 47's, as `euro`
        with suppress(ParseError):
            parts = locale_from_posix(spelling).split("-")
            yield from (Locale("-".join(parts[:count])) for count in range(len(parts), 0, -1))


@cache
def load_words(locale: Locale) -> Words | None:
    """Return the words in exactly this locale; None where the program does not have it."""
    if locale == SOURCE:
        return ENGLISH
    data = _read_source(locale) if has_sources() else _read(_path(COMPILED, locale, "mo"))
    return None if data is None else Words(locale, GNUTranslations(BytesIO(data)), _letters(data))


def find_words_file(locale: Locale) -> Path | None:
    """Return the catalog that the words of a locale come from; None where there is none, as for English."""
    path = _path(SOURCES, locale, "po") if has_sources() else _path(COMPILED, locale, "mo")
    return path if path.is_file() else None


def known_locales() -> tuple[str, ...]:
    """Return the codes of all languages that the program speaks, sorted."""
    folder, suffix = (SOURCES, "po") if has_sources() else (COMPILED, "mo")
    found = folder.glob(f"*/LC_MESSAGES/{DOMAIN}.{suffix}")
    return tuple(sorted({SOURCE, *(str(locale_from_posix(path.parent.parent.name)) for path in found)}))


def has_sources() -> bool:
    """Tell whether this is a checkout, with the sources of the words beside the package."""
    return (SOURCES / f"{DOMAIN}.pot").is_file()


def _path(folder: Path, locale: Locale, suffix: str) -> Path:
    return folder / posix_locale(locale) / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def _read(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _read_source(locale: Locale) -> bytes | None:
    """Return a language's catalog, compiled in memory."""
    from l10n.mo import format_mo
    from l10n.po import parse_po

    path = _path(SOURCES, locale, "po")
    data = _read(path)
    return None if data is None else format_mo(parse_po(data, str(path)))


def _letters(mo: bytes) -> str:
    """Return the letters in an MO file that `format_mo` made: its texts follow its tables."""
    (first,) = struct.unpack_from("<I", mo, struct.unpack_from("<I", mo, 12)[0] + 4)
    return "".join({sign for sign in mo[first:].decode() if sign.isalpha()})
