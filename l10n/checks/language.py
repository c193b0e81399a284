"""Checks of language: a text is in the script, the letters and the language of the locale that it is filed under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from l10n.alphabets import LETTERS
from l10n.checks import CheckedUnit, Remark, Severity, check, remark
from l10n.detection import find_better
from l10n.language import find_script, letter_script, locale_scripts
from l10n.locales import Locale
from l10n.schema import FieldKind
from l10n.words import mark

_NOISE = re.compile(r"<[^<>]*>|(?:https?://|www\.)\S+|&\w+;|[{%$]\w*\}?|[\w.]+@[\w.]+|\d+")
"""What is in no language: markup, links, placeholders, numbers."""
_WORD = re.compile(r"[^\W\d_]+")
_LOWER_WORD = re.compile(r"(?<![\w.-])[^\W\d_]+(?![\w.-]\w)")
_PLANE = "".join(map(chr, range(0xD800)))
"""All characters that the letters of the scripts below are among."""
_SCRIPT_LETTERS = {
    "Latn": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
    "Cyrl": "\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Hebr": "\u0590-\u05ff",
    "Arab": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Armn": "\u0530-\u058f",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf",
}
_NO_LETTERS = "\x00-@\\[-`{-\u00a9"
"""The commonest characters that are no letters, which a pattern knows faster by their ranges than by their classes."""
_CAPITALS = 4
"""Up to so many capitals are an abbreviation or a numeral, which many languages leave as it is."""
_OWN_PART = 0.2
"""From which part of its letters on a text is in its own script: names of firms keep theirs."""
_OWN_PART_IN_LATIN = 0.5
"""The same of prose in Latin letters, among which few names keep others."""
_ENOUGH_WORDS = 3
"""Shorter texts give a detector too little to go by."""
_ENOUGH_IN_LABEL = 4
"""The same of titles and the like: different words that are no names, for many are lists of terms."""
_ENOUGH_FOREIGN = 3
_FOREIGN_PART = 0.15
"""From which part of its words on another alphabet explains a text better."""


@check("wrong-script", Severity.ERROR, sources=True, copies=True)
def wrong_script(unit: CheckedUnit) -> Iterable[Remark]:
    """A text is written in a script of its language, at any length: names are transcribed.

    Readers who do not know the letters see nothing at all.
    """
    pattern = _other_letters(unit.locale)
    if pattern is None or not pattern.search(unit.text) or (unit.kind is None and unit.text == unit.source):
        return ()
    return _wrong_script(unit)


@check("foreign-letters", Severity.WARNING, sources=True)
def foreign_letters(unit: CheckedUnit) -> Iterable[Remark]:
    """The words of a text, but for names, have the letters of its language.

    A `ы` in a Ukrainian word or an `ė` in a Latvian one is a slip of the keyboard; many of them are another language.
    """
    if unit.kind is FieldKind.NAME:
        return ()
    pattern = _strange_letters(unit.locale)
    if pattern is None or not pattern.search(unit.text):
        return ()
    return _foreign_letters(unit)


@check("wrong-language", Severity.WARNING, sources=True)
def wrong_language(unit: CheckedUnit) -> Iterable[Remark]:
    """A text of three words and more, but for names, is in the language of the locale that it is filed under.

    A translation pasted into the wrong file counts as done, and its readers get another language.
    """
    if unit.kind is FieldKind.NAME or not unit.locale or unit.is_term_list:
        return ()
    return _wrong_language(unit)


def _wrong_script(unit: CheckedUnit) -> Iterator[Remark]:
    wanted = locale_scripts(unit.locale)
    text = _NOISE.sub(" ", unit.text)
    letters = [char for char in text if char.isalpha()]
    own = sum(letter_script(char) in wanted for char in letters)
    is_latin_prose = unit.kind is FieldKind.TEXT and "Latn" in wanted
    if not letters or own >= (_OWN_PART_IN_LATIN if is_latin_prose else _OWN_PART) * len(letters):
        return
    if len(letters) > _CAPITALS or not all(char.isupper() for char in letters):
        says = mark("found the script {found}, expected {expected}")
        yield remark(says, found=find_script(text) or "", expected=", ".join(sorted(wanted)))


@cache
def _other_letters(locale: str) -> re.Pattern[str] | None:
    """Return what finds a letter that is in no script of a locale; None where the script is not known."""
    wanted = locale_scripts(locale) if locale else frozenset()
    if not wanted or not wanted <= _SCRIPT_LETTERS.keys():
        return None if not wanted else re.compile(r"[^\W\d_]")
    own = "".join(_SCRIPT_LETTERS[script] for script in sorted(wanted))
    return re.compile(rf"[^{_NO_LETTERS}{own}\W\d_]")


@cache
def _letters(locale: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the letters that a language writes, and those with the ones that it knows from loans."""
    found = LETTERS.get(locale) or LETTERS.get(locale.partition("-")[0])
    if found is None or locale_scripts(locale).isdisjoint({"Latn", "Cyrl"}):
        return None
    loans = found[1] if "Latn" in locale_scripts(locale) else ""  # Cyrillic loans are spelled in the own letters
    return frozenset(found[0]), frozenset(found[0] + loans)


@cache
def _strange_letters(locale: str) -> re.Pattern[str] | None:
    """Return what finds a small letter of a locale's script that its language does not write."""
    known = _letters(locale)
    if known is None:
        return None
    scripts = "".join(_SCRIPT_LETTERS[script] for script in sorted(locale_scripts(locale)))
    own = known[0].union(char.upper() for char in known[0])
    strange = [char for char in re.findall(rf"(?=[{scripts}])[^\W\d_]", _PLANE) if char not in own]
    return re.compile(f"[{''.join(strange)}]")


def _foreign_letters(unit: CheckedUnit) -> Iterator[Remark]:
    known = _letters(unit.locale)
    text = _NOISE.sub(lambda found: " " * len(found[0]), unit.text)
    words = [found for found in _LOWER_WORD.finditer(text) if found[0][0].islower()]
    inside = [found for found in words if find_script(found[0]) in locale_scripts(unit.locale)]
    if known is None or not inside:
        return
    main, all_ = known
    foreign = [found for found in inside if not main.issuperset(found[0].lower())]
    others = [locale for locale in unit.texts if locale != unit.locale and _letters(locale)]
    strange = next((found for found in foreign if _has_letter_of(found[0].lower(), all_, others)), None)
    many = len(foreign) >= _ENOUGH_FOREIGN and len(foreign) >= _FOREIGN_PART * len(inside)
    better = _find_alphabet([found[0].lower() for found in foreign], others) if many else ""
    found = strange if strange is not None else foreign[0] if better else None
    if found is not None:
        letters = "".join(sorted({char for char in found[0].lower() if char not in (all_ if strange else main)}))
        yield remark(
            mark("found {letters} in {word}, which is no letter of this language"),
            span=found.span(),
            letters=letters,
            word=found[0],
        )


def _has_letter_of(word: str, known: frozenset[str], locales: Iterable[str]) -> bool:
    """Tell whether a word has a letter that only other languages of the record have."""
    strange = set(word) - known
    return bool(strange) and any((letters := _letters(locale)) and strange <= letters[0] for locale in locales)


def _find_alphabet(words: list[str], locales: Iterable[str]) -> str:
    """Return the locale whose letters explain words that are foreign to another."""
    for locale in locales:
        letters = _letters(locale)
        if letters and sum(not letters[0].issuperset(word) for word in words) * 4 <= len(words):
            return locale
    return ""


def _wrong_language(unit: CheckedUnit) -> Iterator[Remark]:
    plain = _NOISE.sub(" ", unit.plain_words)
    words, enough, text = _WORD.findall(plain), _ENOUGH_WORDS, _NOISE.sub(" ", unit.text)
    if unit.kind is not FieldKind.TEXT:
        words, enough = list({word for word in words if word[0].islower()}), _ENOUGH_IN_LABEL  # others may be names
        text = plain
    if len(words) < enough or find_script(text) not in locale_scripts(unit.locale):
        return
    expected = frozenset(Locale(locale) for locale in unit.texts)
    found = find_better(text, Locale(unit.locale), expected)
    if found:
        yield remark(mark("this looks like {found}, expected {expected}"), found=found, expected=unit.locale)
