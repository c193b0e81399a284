"""Checks of punctuation: how texts end, brackets, doubled words, lines and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import islice, pairwise

from l10n.checks import CheckedUnit, Remark, Severity, check, remark
from l10n.schema import FieldKind
from l10n.words import mark

_CLOSERS = "\"'”“’‘»«›‹„)]}）］】」』〉》*_ \u00a0\u202f\u200e\u200f\n"
_NOTES = re.compile(r"(?:\[\d{1,3}\]|[\u00b9\u00b2\u00b3\u2070-\u2079])+$")
"""References to footnotes behind a sentence."""
_FULL_STOPS = ".。．।॥۔։።។။༎"
_QUESTIONS = "?？؟\u037e՞፧"
_ENDS = f"{_FULL_STOPS}{_QUESTIONS}!！…‽⁇⁉՜"
_ASK_BY_WORD = frozenset({"ja", "ko", "zh", "yue"})
"""Languages in which a word can make a question of a sentence that ends with a full stop."""
_DASHES = "-–—―"
"""At the end they show that somebody was interrupted, as dots do."""
_CRIES = ("!", "！", "…", "..", "‽", "⁇", "⁉", "՜")
_NO_ENDS = frozenset({"th", "lo", "bo", "dz", "ar", "fa", "ur", "syr"})
"""Languages that end a sentence with a space, or in which the last full stop of a text is often left out."""
_ABBREVIATION = re.compile(r"(?:^|[\s(.\u00a0-])(?:[^\W\d_]{1,4}|\w{1,2}[^\W\d_]?|\d+|[IVXLCDM]+)\.$")
"""A full stop that may belong to an abbreviation, an initial or an ordinal: `г.`, `Inc.`, `B.`, `19.`."""
_TAIL = 40
"""How many characters at the end of a text are looked at."""
_PROSE = 8
"""From how many words on a text of unknown kind counts as prose."""

_BRACKETS = re.compile(r"[()\[\]{}（）［］【】]")
_RARE_BRACKETS = re.compile("[{}（）［］【】]")
_ENUMERATION = re.compile(r"(?:(?<=\s)|^|(?<=[,;(]))(?:\d{1,2}|[^\W\d_]|[ivxIVX]{1,4})\)")
_SMILEY = re.compile(r"[:;=]-?[()\[\]]")
_PLAIN = str.maketrans("（）［］【】", "()[][]")
_CLOSING = {")": "(", "]": "[", "}": "{"}

_DOUBLED = re.compile(
    r"(?<![\w'’-])(?P<word>[^\W\d_]{2,}|[aeiouwzyаеикосуяіїй])[ \u00a0\n](?P<again>(?i:(?P=word)))(?![\w'’-])"
)
_DOUBLINGS = {
    "en": frozenset({"had", "that", "is", "no", "very", "so"}),
    "de": frozenset({"die", "der", "das", "sie", "denen", "den", "dem", "am", "sich", "sehr"}),
    "nl": frozenset({"die", "dat", "je", "ze", "er"}),
    "fr": frozenset({"nous", "vous", "en", "se"}),
    "ru": frozenset({"еле", "чуть", "едва", "очень", "много", "мало", "что", "долго", "да", "нет"}),
    "uk": frozenset({"ледь", "дуже", "що", "так", "ні"}),
    "it": frozenset({"quarto", "via", "piano", "guarda", "quasi", "appena"}),
    "sk": frozenset({"si"}),
    "et": frozenset({"väga", "ja", "kes", "mis"}),
    "fi": frozenset({"niin", "hyvin"}),
    "pl": frozenset({"się", "bardzo"}),
    "pt": frozenset({"se", "que"}),
    "es": frozenset({"que", "muy"}),
    "lv": frozenset({"ļoti", "tik"}),
    "lt": frozenset({"labai", "vos"}),
    "sv": frozenset({"det", "som", "i"}),
}
"""By language the words that stand twice in a row in good sentences."""
_MARKS = 3
"""How many punctuation marks may follow the second of two words."""
_CALLS = "ah aha cha ga ha he hé heh hi ho ja na no oh öö uh wow ай ах ге гей да го ну ой ох ха хе хо эй"
_SOUNDS = frozenset(_CALLS.split())
"""Laughter and the like, in any language."""
_REDUPLICATING = frozenset(
    {"id", "ms", "tl", "fil", "tr", "az", "vi", "hi", "bn", "ta", "te", "ml", "mr", "th", "km", "haw"}
)
"""Languages whose grammar doubles words."""


@check("end-mark", Severity.WARNING)
def end_mark(unit: CheckedUnit) -> Iterable[Remark]:
    """A translation of prose ends as its source does: with the end of a sentence, with a question, or with neither.

    A missing mark is how text that was cut off looks. Full stops of abbreviations and ordinals do not count.
    """
    source, target = _ending(unit.source), _ending(unit.text)
    if source[-1:] == target[-1:] or not source or not target:
        return ()
    return _end_marks(unit, source, target)


def _ending(text: str) -> str:
    """Return the end of a text without quotation marks, brackets and notes behind the last mark.

    >>> _ending("He said: “Never!” [1]")[-6:]
    'Never!'
    """
    end = _NOTES.sub("", text[-_TAIL:].rstrip(" \n")) if text[-1] in "]¹²³" else text[-_TAIL:]
    return end.rstrip(_CLOSERS) or text.rstrip(_CLOSERS)


def _end_marks(unit: CheckedUnit, source: str, target: str) -> Iterator[Remark]:
    if unit.locale.partition("-")[0] in _NO_ENDS or unit.source_locale.partition("-")[0] in _NO_ENDS:
        return
    end = len(unit.text)
    span = (max(end - 1, 0), end)
    source_asks, asks = _asks(source, unit.source_locale), _asks(target, unit.locale)
    if source_asks != asks and (source if asks else target).endswith(_CRIES):
        return  # an astonished question: `What is going on here!`
    if source_asks != asks and not (target[-1] in _FULL_STOPS and unit.locale.partition("-")[0] in _ASK_BY_WORD):
        says = _NO_QUESTION if source_asks else _QUESTION
        yield remark(says, span=span, found=repr(target[-12:]))
        return
    if asks or not _is_prose(unit) or source[-1] in _DASHES or target[-1] in _DASHES:
        return
    has_end, ends = source[-1] in _ENDS, target[-1] in _ENDS
    if (
        has_end != ends
        and (has_end or unit.kind is not None)
        and not _ABBREVIATION.search(source if has_end else target)
    ):
        yield remark(_NO_END if has_end else _END, span=span, found=repr(target[-12:]))


def _asks(ending: str, locale: str) -> bool:
    return ending[-1] in _QUESTIONS or (ending[-1] == ";" and locale.partition("-")[0] == "el")


_NO_QUESTION = mark("found no question mark at the end ({found}), expected one as in the source")
_QUESTION = mark("found a question mark at the end ({found}), expected none as in the source")
_NO_END = mark("found no end of a sentence ({found}), expected one as in the source")
_END = mark("found the end of a sentence ({found}), expected none as in the source")


def _is_prose(unit: CheckedUnit) -> bool:
    if unit.kind is not None:
        return unit.kind is FieldKind.TEXT or unit.source[-1] not in _ENDS
    return unit.source.count(" ") >= _PROSE - 1


@check("brackets", Severity.WARNING, sources=True)
def brackets(unit: CheckedUnit) -> Iterable[Remark]:
    """Every bracket that opens is closed, unless the source leaves it open too.

    A bracket alone is left over from editing, or what it enclosed was cut off.
    """
    text = unit.text
    if "(" not in text and ")" not in text and "[" not in text and "]" not in text and not _RARE_BRACKETS.search(text):
        return ()
    place = _find_unpaired(text)
    if place < 0 or (unit.source and _find_unpaired(unit.source) >= 0):
        return ()
    says = mark("found {bracket} alone, expected a pair of brackets")
    return (remark(says, span=(place, place + 1), bracket=repr(text[place])),)


def _find_unpaired(text: str) -> int:
    """Return where the first bracket without its other half stands; -1 if there is none.

    >>> _find_unpaired("a) the Cheka (1917), b) the GPU"), _find_unpaired("the Cheka (1917")
    (-1, 10)
    """
    place = _scan_brackets(text, ())
    if place < 0 or ")" not in text:
        return place
    return _scan_brackets(text, {m.end() - 1 for m in (*_ENUMERATION.finditer(text), *_SMILEY.finditer(text))})


def _scan_brackets(text: str, left_out: Collection[int]) -> int:
    """Return where the first bracket without its other half stands; those `left_out` need none."""
    opened: list[tuple[int, str]] = []
    for match in _BRACKETS.finditer(text):
        sign = match[0].translate(_PLAIN)
        if sign not in _CLOSING:
            opened.append((match.start(), sign))
        elif opened and opened[-1][1] == _CLOSING[sign]:
            opened.pop()
        elif match.start() not in left_out:
            return match.start()
    return opened[0][0] if opened else -1


@check("doubled-word", Severity.WARNING, sources=True)
def doubled_word(unit: CheckedUnit) -> Iterable[Remark]:
    """No word stands twice in a row, unless its language says so or the source doubles a word too.

    The eye skips the second one where a line breaks between them. Names such as Baden Baden are left out.
    """
    words = unit.text.lower().split()
    if not any(map(str.startswith, islice(words, 1, None), words)):
        return ()
    if not any(two.startswith(one) and len(two) - len(one) <= _MARKS for one, two in pairwise(words)):
        return ()
    return _doubled_words(unit)


def _doubled_words(unit: CheckedUnit) -> Iterator[Remark]:
    language = unit.locale.partition("-")[0]
    if language in _REDUPLICATING or _has_doubling(unit.source, unit.source_locale.partition("-")[0]):
        return
    known = _DOUBLINGS.get(language, frozenset())
    for match in _DOUBLED.finditer(unit.text):
        is_name = match["word"][0].isupper() and (match["again"][0].isupper() or not _begins(unit.text, match.start()))
        if not is_name and match["again"].lower() not in known | _SOUNDS:
            says = mark("found {word} twice in a row, expected it once")
            yield remark(says, span=match.span(), word=repr(match["word"]))


def _begins(text: str, place: int) -> bool:
    """Tell whether a sentence begins at a place."""
    before = text[:place].rstrip()
    return not before or before[-1] in _ENDS


def _has_doubling(source: str, language: str) -> bool:
    """Tell whether a source doubles a word where its language does not do so by itself."""
    known = _DOUBLINGS.get(language, frozenset())
    return any(match["again"].lower() not in known for match in _DOUBLED.finditer(source))


@check("paragraphs", Severity.WARNING)
def paragraphs(unit: CheckedUnit) -> Iterable[Remark]:
    """A translation has as many paragraphs and lines as its source.

    Where one is missing, a part of the text most likely is.
    """
    if "\n" not in unit.text and "\n" not in unit.source:
        return ()
    source, target = _count_lines(unit.source), _count_lines(unit.text)
    if source == target:
        return ()
    is_wrapped = unit.kind is None and source[0] == target[0]
    if is_wrapped:
        return ()
    kind = 0 if source[0] != target[0] else 1
    says = (
        mark("found {found} as the number of paragraphs, expected {expected} as in the source"),
        mark("found {found} as the number of lines, expected {expected} as in the source"),
    )[kind]
    return (remark(says, found=target[kind], expected=source[kind]),)


def _count_lines(text: str) -> tuple[int, int]:
    """Return the number of paragraphs, between empty lines, and of lines that are not empty."""
    lines = [line.strip() for line in text.strip().split("\n")]
    gaps = sum(not line and bool(before) for before, line in pairwise(lines))
    return gaps + 1, sum(map(bool, lines))
