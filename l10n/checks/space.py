"""Checks of white space: at a text's ends, between its words, before its punctuation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from l10n.checks import CheckedUnit, Remark, Severity, check, remark
from l10n.schema import FieldKind
from l10n.words import mark

_EDGE = " \t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DOUBLE = re.compile(r"(?<=\S)[ \u00a0]{2,}(?=\S)")
_LINE_END = re.compile(r"[ \t\u00a0]+(?=\n)")
_TAB = re.compile(r"(?<=\S)[ \t]*\t[ \t]*(?=\S)")
_SPACED_MARK = re.compile("[,;:!?.](?<= .)")
_BEFORE_MARK = re.compile(r"(?<=[^\W\d_])[ \u00a0\u202f]+(?=(?P<mark>[,;:!?.])(?:\s|$))")
_FRENCH = frozenset({"fr", "fr-FR", "fr-BE", "fr-LU", "fr-MC"})
"""French as written in Europe but Switzerland: marks of two parts have a space before them."""
_SPACED = frozenset({"fr", "oc", "br", "frp", "wa"})
"""Languages in which a space before marks of two parts is right, or often is."""
_FRENCH_MARK = re.compile(r"(?<=[^\W\d_])(?=[;!?»](?:\s|$))|(?<=«)(?=\w)|(?<=[^\W\d_])(?=:\s)")
_FRENCH_SPACE = re.compile(r"(?<=\S) (?=[;!?:»](?:[\s.,)]|$))|(?<=«) (?=\S)")
_UNSPACED = re.compile(r"[,;.!?](?=[^\W\d_])")
_BEFORE = {",": 2, ";": 2, ".": 4, "!": 4, "?": 4}
"""How many letters must stand before a mark: `e.g.` and initials have fewer."""
_ENTITY = re.compile(r"&#?\w+;$")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@|\.[a-z]{2,4}/)\S*|[\w.-]+\.(?:com|org|net|info|[a-z]{2})\b")


@check("edge-space", Severity.WARNING, sources=True)
def edge_space(unit: CheckedUnit) -> Iterable[Remark]:
    """A text neither begins nor ends with a space; in catalogs of programs, only if its source does.

    The space is invisible to editors, and shows as a gap or a broken line on the page.
    """
    text = unit.text
    if text[0] not in _EDGE and text[-1] not in _EDGE:
        return ()
    return _edge_spaces(unit)


def _edge_spaces(unit: CheckedUnit) -> Iterator[Remark]:
    text, size = unit.text, len(unit.text)
    is_free = unit.field is None and (unit.is_source or bool(unit.source.strip()))
    start, end = size - len(text.lstrip(_EDGE)), len(text.rstrip(_EDGE))
    if start and not (is_free and unit.source[:1].isspace()) and not (is_free and unit.is_source):
        yield remark(mark("found a space at the beginning, expected none"), span=(0, start), fix="")
    if end < size and not (is_free and unit.source[-1:].isspace()) and not (is_free and unit.is_source):
        yield remark(mark("found a space at the end, expected none"), span=(end, size), fix="")


@check("double-space", Severity.WARNING, sources=True)
def double_space(unit: CheckedUnit) -> Iterable[Remark]:
    """Words are separated by one space, unless the source has several too.

    More look like a word that went missing, and no search for the phrase finds it.
    """
    text = unit.text
    if "  " not in text and ("\u00a0" not in text or not _DOUBLE.search(text)):
        return ()
    if unit.field is None and _DOUBLE.search(unit.source):
        return ()
    return _double_spaces(text)


def _double_spaces(text: str) -> Iterator[Remark]:
    for match in _DOUBLE.finditer(text):
        fix = "\u00a0" if "\u00a0" in match[0] else " "
        count = match.end() - match.start()
        yield remark(mark("found {count} spaces in a row, expected one"), span=match.span(), fix=fix, count=count)


@check("line-space", Severity.WARNING, sources=True)
def line_space(unit: CheckedUnit) -> Iterable[Remark]:
    """No line within a text ends with a space, and no words are separated by a tab.

    They come from copying out of documents, and every comparison of two versions shows them as changes.
    """
    text = unit.text
    if "\n" not in text and "\t" not in text:
        return ()
    return _line_spaces(unit)


def _line_spaces(unit: CheckedUnit) -> Iterator[Remark]:
    if not (unit.field is None and (_LINE_END.search(unit.source) or "\n " in unit.source)):
        for match in _LINE_END.finditer(unit.text):
            yield remark(mark("found a space at the end of a line, expected none"), span=match.span(), fix="")
    if not (unit.field is None and "\t" in unit.source):
        for match in _TAB.finditer(unit.text):
            yield remark(mark("found a tab between words, expected a space"), span=match.span(), fix=" ")


@check("space-before-mark", Severity.WARNING, sources=True)
def space_before_mark(unit: CheckedUnit) -> Iterable[Remark]:
    """A punctuation mark follows its word directly; in French only comma and full stop do.

    A mark after a space can begin a line of its own, and is mostly left over from another language or from editing.
    """
    return _spaces_before_marks(unit) if _SPACED_MARK.search(unit.text) else ()


def _spaces_before_marks(unit: CheckedUnit) -> Iterator[Remark]:
    is_french = unit.locale.partition("-")[0] in _SPACED
    for match in _BEFORE_MARK.finditer(unit.text):
        sign = match["mark"]
        is_ellipsis = unit.text.startswith("..", match.end())
        if is_ellipsis or (is_french and sign not in ",."):
            continue
        if unit.field is None and f" {sign}" in unit.source:
            continue
        yield remark(mark("found a space before {sign}, expected none"), span=match.span(), fix="", sign=repr(sign))


@check("french-space", Severity.WARNING, sources=True)
def french_space(unit: CheckedUnit) -> Iterable[Remark]:
    """In French a no-break space stands before ; : ! ? and », and after «.

    Readers of French see its absence as a mistake in spelling. Canadian and Swiss French have other rules.
    """
    if unit.locale not in _FRENCH or not _FRENCH_MARK.search(unit.text):
        return ()
    is_line = unit.kind is not None and unit.kind is not FieldKind.TEXT  # a line may hold a list: `signe; symbole`
    return (
        remark(
            mark("found no space beside {sign}, expected a no-break space"),
            span=(match.start() - 1, match.start() + 1),
            fix=_with_french_space(unit.text, match.start()),
            sign=repr(_french_sign(unit.text, match.start())),
        )
        for match in _FRENCH_MARK.finditer(unit.text)
        if not (is_line and unit.text.startswith(";", match.start()))
    )


def _french_sign(text: str, position: int) -> str:
    return "«" if text[position - 1] == "«" else text[position]


def _with_french_space(text: str, position: int) -> str:
    r"""Return the two characters around a position with the space that belongs there.

    >>> _with_french_space("Non!", 3)
    'n\u202f!'
    """
    space = "\u00a0" if _french_sign(text, position) in "«»:" else "\u202f"
    return text[position - 1] + space + text[position]


@check("breaking-space", Severity.INFO, sources=True)
def breaking_space(unit: CheckedUnit) -> Iterable[Remark]:
    """The space that French puts before ; : ! ? and » and after « is one at which no line breaks.

    With a common space the mark can begin a line of its own.
    """
    if unit.locale not in _FRENCH or not _FRENCH_SPACE.search(unit.text):
        return ()
    return (
        remark(
            mark("found a common space beside {sign}, expected a no-break space"),
            span=match.span(),
            fix="\u00a0" if sign in "«»:" else "\u202f",
            sign=repr(sign),
        )
        for match in _FRENCH_SPACE.finditer(unit.text)
        for sign in ["«" if unit.text[match.start() - 1] == "«" else unit.text[match.end()]]
    )


@check("missing-space", Severity.WARNING, sources=True)
def missing_space(unit: CheckedUnit) -> Iterable[Remark]:
    """A space follows a comma, a semicolon and the end of a sentence.

    Two sentences that were joined without one read as one word, to readers and to search engines.
    """
    return _missing_spaces(unit) if _UNSPACED.search(unit.text) else ()


def _missing_spaces(unit: CheckedUnit) -> Iterator[Remark]:
    text = unit.text
    in_source = {match[0] for match in _UNSPACED.finditer(unit.source)}  # a list for a program, or a name
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    for match in _UNSPACED.finditer(text):
        sign, place = match[0], match.start()
        before, after = text[max(place - _BEFORE[sign], 0) : place], text[place + 1 : place + 3]
        if sign in in_source or len(before) < _BEFORE[sign] or not before.isalpha():
            continue
        if any(start <= place <= end for start, end in addresses):
            continue
        if sign == ";" and _ENTITY.search(text, max(place - 8, 0), place + 1):
            continue
        if sign in ",;" or (before[-1].islower() and after[0].isupper() and after.isalpha()):
            says = mark("found no space after {sign}, expected one")
            yield remark(says, span=(place, place + 2), sign=repr(sign))
