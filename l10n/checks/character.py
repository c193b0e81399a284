"""Checks of characters: those that cannot be seen, that were broken on the way, or that only look right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from l10n.checks import CheckedUnit, Remark, Severity, check, remark
from l10n.words import mark

_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_JOINED = re.compile("[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc]")
"""Arabic, Syriac, the scripts of India, Burmese, Khmer and Mongolian: joiners change how their letters look."""
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u0f00-\u0fff]")
"""Thai, Lao, Burmese, Khmer, Tibetan: a space of no width says where a line may break."""
_EMOJI = re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]")
_LEFTWARD = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages that are written from right to left."""
_SOFT_HYPHEN, _JOINERS, _DIRECTIONS = "\u00ad", "\u200c\u200d", "\u061c\u200e\u200f"

_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CLUSTER = re.compile("[\u1100-\u11ff\uac00-\ud7a3]+|[^\u0300-\u036f][\u0300-\u036f]*")
"""A character with its marks, or a row of Korean letters."""
_REPLACED = re.compile("\ufffd+")
_LOST = re.compile(r"\?{3,}(?:[ -]\?{2,})+|(?<=\w)\?{2,}(?=\w)|\?{6,}")
_NON_ASCII = re.compile("[^\x00-\x7f]{2,}")
_CODECS = ("cp1252", "cp1251", "latin-1")
_LIKELY = re.compile("[\u00a0-\u024f\u0370-\u052f\u1e00-\u1eff\u2010-\u203a\u20ac\u2116\u2122]")
"""What a single character may have been; `Úž` is also one of Arabic's rarest letters, but hardly means it."""
_TAILS = {codec: bytes(range(0x80, 0xC0)).decode(codec, "ignore") for codec in _CODECS}
"""The characters that the second and later bytes of a character in UTF-8 are taken for."""
_GARBLED = re.compile(f"[\u00c2-\u00f4ВГДЕРСв][{re.escape(''.join(_TAILS.values()))}]")

_LATIN_SIGN = re.compile("[A-Za-z]")
_CYRILLIC_SIGN = re.compile("[\u0400-\u052f]")
_MIXED = re.compile("[A-Za-z](?:(?=[\u0400-\u052f])|(?<=[\u0400-\u052f].))")
_WORD = re.compile("[A-Za-z\u00c0-\u024f\u0400-\u052f]+")
_LATIN = "ABCEHIJKMOPSTXYaceijopsxyÏï"
_CYRILLIC = "АВСЕНІЈКМОРЅТХУасеіјорѕхуЇї"
_TO_CYRILLIC = dict(zip(_LATIN, _CYRILLIC, strict=True))
_TO_LATIN = dict(zip(_CYRILLIC, _LATIN, strict=True))
_LATIN_LETTER = mark("found the Latin letter {letter} in {word}, expected the Cyrillic one")
_CYRILLIC_LETTER = mark("found the Cyrillic letter {letter} in {word}, expected the Latin one")
_ROMAN = re.compile("[IVXLCDMХІ]+")


@check("invisible-character", Severity.WARNING, sources=True)
def invisible_character(unit: CheckedUnit) -> Iterable[Remark]:
    """No character without a width stands where its script has no use for it.

    Nobody sees it, yet no search finds the word that it is in. Joiners belong in Persian, in the scripts of India and
    in emoji, signs of direction beside Hebrew and Arabic, and spaces of no width in Thai, Lao, Khmer and Burmese.
    """
    if unit.text.isascii() or not _INVISIBLE.search(unit.text):
        return ()
    return _invisible_characters(unit)


def _invisible_characters(unit: CheckedUnit) -> Iterator[Remark]:
    text = unit.text
    for match in _INVISIBLE.finditer(text):
        is_direction = match[0] in _DIRECTIONS or _DIRECTION.match(match[0])
        if is_direction and unit.locale.partition("-")[0] in _LEFTWARD:
            continue
        if not _is_of_use(match[0], match.start(), text) and match[0] not in unit.source:
            name = unicodedata.name(match[0], "").lower()
            code = f"U+{ord(match[0]):04X}"
            says = mark("found the invisible character {code} ({name}), expected none")
            yield remark(says, span=match.span(), fix="", code=code, name=name)


def _is_of_use(char: str, position: int, text: str) -> bool:
    """Tell whether an invisible character does something where it stands."""
    around = text[max(position - 2, 0) : position + 3]
    if char == _SOFT_HYPHEN:
        return text[position - 1 : position].isalpha() and text[position + 1 : position + 2].isalpha()
    if char in _JOINERS:
        return bool(_JOINED.search(around) or _EMOJI.search(around))
    if char == "\u200b":
        return bool(_UNSPACED.search(around))
    if char in _DIRECTIONS or _DIRECTION.match(char):
        return bool(_RIGHT_TO_LEFT.search(text))
    return False


@check("open-direction", Severity.INFO, sources=True)
def open_direction(unit: CheckedUnit) -> Iterable[Remark]:
    """Every sign that begins a run of another direction has one that ends it, in the same paragraph.

    An open run turns the order of all that follows on the line, links and numbers included.
    """
    text = unit.text
    if text.isascii() or not _DIRECTION.search(text):
        return ()
    isolates = sum(map(text.count, "\u2066\u2067\u2068")) - text.count("\u2069")
    embeddings = sum(map(text.count, "\u202a\u202b\u202d\u202e")) - text.count("\u202c")
    if not isolates and not embeddings:
        return ()
    return (remark(mark("found a sign of direction that is not paired, expected a beginning and an end of each run")),)


@check("decomposed-letter", Severity.WARNING, sources=True)
def decomposed_letter(unit: CheckedUnit) -> Iterable[Remark]:
    """A letter with a mark is one character where Unicode has one, and always the same one (NFC).

    Two look the same and are not: searches and sorting miss the word, and some fonts draw the mark beside the letter.
    """
    if unicodedata.is_normalized("NFC", unit.text):
        return ()
    return _decomposed_letters(unit.text)


def _decomposed_letters(text: str) -> Iterator[Remark]:
    for match in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", match[0])
        if len(composed) < len(match[0]):
            yield remark(_TWO_CHARACTERS, span=match.span(), fix=composed, letter=repr(composed))
        elif composed != match[0]:
            code = f"U+{ord(match[0][0]):04X}"
            yield remark(_OTHER_FORM, span=match.span(), fix=composed, letter=repr(composed), code=code)


_TWO_CHARACTERS = mark("found the letter {letter} in two characters, expected one")
_OTHER_FORM = mark("found the letter {letter} in another form ({code}), expected Unicode's composed one")


@check("lost-character", Severity.ERROR, sources=True)
def lost_character(unit: CheckedUnit) -> Iterable[Remark]:
    """No text has the sign for a character that could not be read, nor question marks in place of letters.

    What was there is lost, and only the original can tell.
    """
    text = unit.text
    if "??" not in text and "\ufffd" not in text:
        return ()
    matches = [*_REPLACED.finditer(text)]
    if unit.is_source or not _LOST.search(unit.source):
        matches += _LOST.finditer(text)
    says = mark("found {found} where letters were lost, expected the original letters")
    return [remark(says, span=match.span(), found=repr(match[0][:20])) for match in matches]


@check("garbled-character", Severity.ERROR, sources=True)
def garbled_character(unit: CheckedUnit) -> Iterable[Remark]:
    """No text is UTF-8 that was read in another charset.

    Readers see `Ä“` where a letter should be; what it was can still be told.
    """
    if unit.text.isascii() or not _GARBLED.search(unit.text):
        return ()
    return _garbled_characters(unit.text)


def _garbled_characters(text: str) -> Iterator[Remark]:
    suspects = {match.start() for match in _GARBLED.finditer(text)}
    for match in _NON_ASCII.finditer(text):
        expected = "" if suspects.isdisjoint(range(*match.span())) else _ungarbled(match[0])
        if expected:
            says = mark("found {found}, which is UTF-8 read in another charset, expected {expected}")
            yield remark(says, span=match.span(), found=repr(match[0][:40]), expected=repr(expected[:40]))


def _ungarbled(text: str) -> str:
    """Return what a run of characters was before it was read in a wrong charset; empty if it is right as it is.

    >>> _ungarbled("Ä“"), _ungarbled("РљРёРµРІ"), _ungarbled("Січ"), _ungarbled("“Ä”")
    ('ē', 'Киев', '', '')
    """
    for codec in _CODECS:
        try:
            found = text.encode(codec).decode()
        except UnicodeError:
            continue
        is_long = len(found) > 1
        if len(found) < len(text) and (is_long or codec != "cp1251") and (is_long or _LIKELY.fullmatch(found)):
            return "" if any(unicodedata.category(char) in {"Cc", "Cn", "Co"} for char in found) else found
    return ""


@check("mixed-script", Severity.ERROR, sources=True)
def mixed_script(unit: CheckedUnit) -> Iterable[Remark]:
    """No word has a letter of another script that looks like one of its own.

    It looks right on paper, but a Latin `a` in a Cyrillic word hides the word from every search.
    """
    text = unit.text
    if text.isascii() or not _LATIN_SIGN.search(text) or not _CYRILLIC_SIGN.search(text) or not _MIXED.search(text):
        return ()
    return _mixed_words(text)


def _mixed_words(text: str) -> Iterator[Remark]:
    for match in _WORD.finditer(text):
        word = match[0]
        expected = _in_one_script(word) if _MIXED.search(word) else ""
        if expected:
            for n, (char, right) in enumerate(zip(word, expected, strict=True), match.start()):
                if char != right:
                    says = _LATIN_LETTER if right in _TO_LATIN else _CYRILLIC_LETTER
                    yield remark(says, span=(n, n + 1), letter=repr(char), word=repr(word[:40]))


def _in_one_script(word: str) -> str:
    """Return a word with every letter in the script of most; empty where that cannot be told, or cannot be.

    >>> _in_one_script("кoмандир") == "командир", _in_one_script("PDFов"), _in_one_script("ХIХ")
    (True, '', 'XIX')
    """
    if _ROMAN.fullmatch(word):
        return "".join(_TO_LATIN.get(char, char) for char in word)
    cyrillic = sum("\u0400" <= char <= "\u052f" for char in word)
    table, is_strange = (_TO_CYRILLIC, str.isascii) if cyrillic * 2 > len(word) else (_TO_LATIN, _is_cyrillic)
    if cyrillic * 2 == len(word) or not all(char in table for char in word if is_strange(char)):
        return ""
    return "".join(table[char] if is_strange(char) else char for char in word)


def _is_cyrillic(char: str) -> bool:
    return "\u0400" <= char <= "\u052f"
