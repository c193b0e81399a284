"""Checks of sameness: translations equal to their source, and one text translated in two ways or two in one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from l10n.checks import CheckedCatalog, CheckedUnit, Remark, Severity, catalog_check, check, remark
from l10n.schema import FieldKind
from l10n.sync import SAME_COMMENT
from l10n.words import mark

_WORD = re.compile(r"[^\W\d_]{2,}")
_CODE = re.compile(r"[_/\\{}<>%=@#$]|--")
_WORDS = 3
"""From how many words on a text is one to be translated, not a name or a command."""
_FIELD_WORDS = 2
"""The same where a record says that it is no name."""
_SHOWN = 40


@check("copied-source", Severity.WARNING, copies=True)
def copied_source(unit: CheckedUnit) -> Iterable[Remark]:
    """A translation differs from its source, unless it is a name or marked `# l10n: same`.

    A copy counts as translated in most tools, and readers get a text in a language that they did not ask for.
    """
    if unit.text != unit.source or unit.locale.partition("-")[0] == unit.source_locale.partition("-")[0]:
        return ()
    if any(comment.strip().startswith(SAME_COMMENT) for comment in unit.comments):
        return ()
    words = _WORD.findall(unit.plain_words)
    if unit.is_same or unit.kind is FieldKind.NAME or len(words) < (_WORDS if unit.kind is None else _FIELD_WORDS):
        return ()  # it may be a name, or a word that both languages have
    if unit.is_term_list or _is_shared_name(unit):
        return ()
    if unit.kind is None and (len([word for word in words if word.islower()]) < _WORDS or _CODE.search(unit.text)):
        return ()
    return (remark(mark("found the source's own text, expected a translation or the comment `# l10n: same`")),)


def _is_shared_name(unit: CheckedUnit) -> bool:
    """Tell whether a text is words with capitals alone that a third language of the record has as well: Costa Rica."""
    others = [locale for locale, text in unit.texts.items() if text == unit.text]
    return len(others) > _WORDS - 1 and all(word[0].isupper() for word in _WORD.findall(unit.text))


@catalog_check("two-translations", Severity.INFO)
def two_translations(catalog: CheckedCatalog) -> Iterable[Remark]:
    """A text that stands in several records is translated alike in all of them.

    Readers take two names for two things.
    """
    first: dict[str, CheckedUnit] = {}
    for unit in catalog.units:
        if unit.kind is None or unit.source_plural is not None:
            continue  # a program's context may ask for another word
        other = first.setdefault(unit.source, unit)
        if other.text != unit.text and other.key != unit.key and _plain(other.text) != _plain(unit.text):
            says = mark("found {found}, while {where} has {other} for the same source, expected one of them")
            yield remark(says, key=unit.key, found=_shown(unit.text), other=_shown(other.text), where=other.key)


@catalog_check("two-sources", Severity.INFO)
def two_sources(catalog: CheckedCatalog) -> Iterable[Remark]:
    """Different sources have different translations.

    Most often one was pasted into the wrong place, or two records are the same and nobody noticed.
    """
    first: dict[str, CheckedUnit] = {}
    for unit in catalog.units:
        other = first.setdefault(unit.text, unit)
        if _is_other(unit, other):
            says = mark("found the translation of {other} ({where}), expected one of its own")
            yield remark(says, key=unit.key, other=_shown(other.source), where=other.key)


def _is_other(unit: CheckedUnit, other: CheckedUnit) -> bool:
    """Tell whether two units with one translation say different things."""
    if unit.key == other.key or unit.kind is None:
        return False  # programs have many words for one thing
    one, two = _plain(unit.source), _plain(other.source)
    if not one or not two or one.startswith(two) or two.startswith(one):
        return False
    return not one.endswith(two) and not two.endswith(one)


def _plain(text: str) -> str:
    """Return a text's words alone, in small letters.

    >>> _plain("The “Red” Terror.")
    'the red terror'
    """
    return " ".join(word.lower() for word in re.findall(r"\w+", text))


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
