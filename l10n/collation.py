"""Collation: the order in which a language's readers expect names, and the letter that they look them up under.

It is CLDR's order in small: a table of the letters that each language puts in places of their own, made from CLDR's
tailorings. All other letters stand where they do without their accents. Letters come first, then accents, then case.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterator, Mapping
from functools import cache

from msgspec import Struct

from l10n.locales import Locale

_LATIN = "a b c d e f g h i j k l m n o p q r s t u v w x y z þ"
_CYRILLIC = "а б в г ґ д ђ е є ж з ѕ и і ї й ј к л љ м н њ о п р с т ћ у ў ф х ц ч џ ш щ ъ ы ь э ю я"
_GREEK = "α β γ δ ε ζ η θ ι κ λ μ ν ξ ο π ρ σ τ υ φ χ ψ ω"
_OTHERS: Mapping[str, str] = {
    "æ": "ae", "œ": "oe", "ß": "ss", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n",
    "ς": "σ", "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ", "ى": "ي", "ة": "ه",
}  # fmt: skip
"""Letters that are written otherwise and sorted as these, where a language does not say more."""
_AFTER: Mapping[str, str] = {
    "lv": "c č, g ģ, k ķ, l ļ, n ņ, r ŗ, s š, z ž",
    "lt": "c č, s š, z ž",
    "et": "s š z ž, w õ ä ö ü",
    "pl": "a ą, c ć, e ę, l ł, n ń, o ó, s ś, z ź ż",
    "cs": "c č, h ch, r ř, s š, z ž",
    "sk": "a ä, c č, h ch, o ô, s š, z ž",
    "hr": "c č ć, d dž đ, l lj, n nj, s š, z ž",
    "sl": "c č ć, d đ, s š, z ž",
    "hu": "c cs, d dz dzs, g gy, l ly, n ny, o ö, s sz, t ty, u ü, z zs",
    "ro": "a ă â, i î, s ș, t ț",
    "es": "n ñ",
    "sv": "z å ä ö",
    "fi": "z å ä ö",
    "da": "z æ ø å",
    "nb": "z æ ø å",
    "is": "a á, d ð, e é, i í, o ó, u ú, y ý, z þ æ ö å",
    "tr": "c ç, g ğ, h ı, o ö, s ş, u ü",
    "sq": "c ç, d dh, e ë, g gj, l ll, n nj, r rr, s sh, t th, x xh, z zh",
}
"""By language: letters that follow another one as letters of their own (CLDR's primary differences)."""
_SAME_AS = {"hr": ("bs", "sr"), "nb": ("no", "nn"), "tr": ("az",)}
_LIKE = {"lv": "iy", "lt": "iy", "et": "vw", "fi": "vw", "sv": "vw"}
"""By language: a letter, and one that is sorted among its words (CLDR's secondary differences)."""
_SCRIPTS = (_LATIN, _GREEK, _CYRILLIC)
_OTHER = "#"
"""What stands for all that is no letter, or one of a script with too many to list."""
_BEFORE_WORDS = " \t\"'«»„“”‘’‚‹›()[]<>!¡?¿.,…–—-"
"""What may stand in front of a name's first letter."""
_LISTED = frozenset(
    {
        *("LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "SYRIAC", "ARMENIAN", "GEORGIAN"),
        *("THAI", "HANGUL", "DEVANAGARI", "BENGALI", "ETHIOPIC"),
    }
)
"""The scripts whose letters are few enough to list."""
_CYRILLIC_FIRST = frozenset(["ru", "uk", "be", "bg", "mk", "kk", "ky", "mn", "tg", "tt", "ba", "ce", "os"])

Key = tuple[tuple[tuple[int, int], ...], str, str]
"""Letters, then accents, then case."""


class Collation(Struct, frozen=True, kw_only=True):
    """The order of one language."""

    places: Mapping[str, tuple[int, int]]
    """{letter in small: where it stands: (script, place)}."""
    cut: Callable[[str], Iterator[str]]
    """Cuts a text into letters, of which some are two or three signs."""

    def key(self, text: str) -> Key:
        """Return what texts are sorted by.

        >>> sorted(["Žanis", "Zane", "Čaks", "Ābele", "Abols", "Cēsis"], key=find_collation(Locale("lv")).key)
        ['Ābele', 'Abols', 'Cēsis', 'Čaks', 'Zane', 'Žanis']
        """
        normal = unicodedata.normalize("NFC", text)
        small = _small(text, self.places)
        letters = tuple(place for sign in self.cut(small) for place in self._places(sign))
        return letters, small, normal.swapcase()

    def initial(self, text: str) -> str:
        """Return the letter that a text is looked up under, `#` if it begins with none.

        >>> [find_collation(Locale("lv")).initial(text) for text in ("„Čaks”", "Ābele", "1905. gads", "Ёлка")]
        ['Č', 'A', '#', 'Е']
        """
        first = next(self.cut(_small(text.lstrip(_BEFORE_WORDS), self.places)), "")
        place = next(self._places(first), (0, 0))
        sign = next((letter for letter, found in self.places.items() if found == place), chr(place[1]))
        if not sign[0].isalpha() or unicodedata.name(sign[0], "").partition(" ")[0] not in _LISTED:
            return _OTHER
        return {"i": "İ", "ı": "I"}[sign] if sign in "iı" and "ı" in self.places else sign[0].upper() + sign[1:]

    def _places(self, sign: str) -> Iterator[tuple[int, int]]:
        place = self.places.get(sign)
        if place is not None:
            yield place
            return
        for part in _OTHERS.get(sign) or unicodedata.normalize("NFD", sign):
            if not unicodedata.combining(part):
                yield self.places.get(part) or _place_of(part)


def _small(text: str, letters: Container[str]) -> str:
    """Return a text in small letters; where a language has an `ı`, that is what `I` becomes."""
    normal = unicodedata.normalize("NFC", text)
    return (normal.replace("I", "ı").replace("İ", "i") if "ı" in letters else normal).casefold()


def _place_of(sign: str) -> tuple[int, int]:
    """Return where a sign stands that no table names: signs, digits, and behind all tables letters by number."""
    if sign.isalpha():
        return 100, ord(sign)
    if sign.isdecimal():
        return 1, unicodedata.decimal(sign)
    return 0, ord(sign)


@cache
def find_collation(locale: Locale) -> Collation:
    """Return the order of a locale's language; one that has no table of its own is sorted as most are."""
    language = locale.partition("-")[0]
    family = next((name for name, others in _SAME_AS.items() if language in others), language)
    rows = [_tailored(row, _AFTER.get(family, "")) for row in _SCRIPTS]
    if language in _CYRILLIC_FIRST or (language == "sr" and "Latn" not in locale):
        rows.insert(0, rows.pop())
    places = {letter: (10 + number, place) for number, row in enumerate(rows) for place, letter in enumerate(row)}
    if like := _LIKE.get(language):
        places[like[1]] = places[like[0]]
    long = sorted((letter for letter in places if len(letter) > 1), key=len, reverse=True)
    cut = re.compile("|".join([*map(re.escape, long), "."]), re.DOTALL) if long else None
    return Collation(places=places, cut=(lambda text: iter(cut.findall(text))) if cut else iter)


def _tailored(row: str, rules: str) -> list[str]:
    """Return a script's letters with those of a language put in behind the ones that they follow."""
    letters = row.split()
    for rule in rules.split(", "):
        after, *others = rule.split() or [""]
        if after in letters:
            letters = [letter for letter in letters if letter not in others]
            place = letters.index(after) + 1
            letters[place:place] = others
    return letters
