"""Checks of names: the persons and places that a record links to, as its texts name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from l10n.checks import CheckedUnit, RecordFacts, Remark, Severity, check, remark
from l10n.mentions import find_mention, find_other_spelling
from l10n.words import mark


@check("missing-name", Severity.WARNING, linked=True)
def missing_name(unit: CheckedUnit) -> Iterable[Remark]:
    """A translation names the persons and places that its source names, in any form that grammar gives them.

    A name that went missing, or was taken for another, makes the text one about somebody else.
    """
    if unit.record is None or not unit.record.references:
        return ()
    return _missing(unit)


@check("name-spelling", Severity.WARNING, linked=True)
def name_spelling(unit: CheckedUnit) -> Iterable[Remark]:
    """A text spells a person or place that it names as the record of that name does in this language.

    Two spellings of one name are two persons to a reader, and to every search.
    """
    if unit.record is None or not unit.record.references:
        return ()
    return _misspelt(unit)


def _unmentioned(unit: CheckedUnit) -> Iterator[tuple[RecordFacts, str]]:
    """Yield (record, its name here) of every linked name that the source mentions and the text does not."""
    for linked in unit.linked:
        there, here = linked.names.get(unit.source_locale, ""), linked.names.get(unit.locale, "")
        if not linked.is_name or not there or not here or not find_mention(there, unit.source):
            continue
        if not find_mention(here, unit.text, loosely=True):
            yield linked, here


def _missing(unit: CheckedUnit) -> Iterator[Remark]:
    for linked, name in _unmentioned(unit):
        if not find_other_spelling(name, unit.text):
            says = mark("{name} is not named, whom or which the source names ({record})")
            yield remark(says, name=name, record=linked.key)


def _misspelt(unit: CheckedUnit) -> Iterator[Remark]:
    for linked, name in _unmentioned(unit):
        word = find_other_spelling(name, unit.text)
        if word is not None:
            says = mark("found {found}, expected a form of {name} as in {record}")
            yield remark(says, span=(word.start, word.end), found=word.text, name=name, record=linked.key)
