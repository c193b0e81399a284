"""Checks of facts: numbers, months, dates and eras are read as values, and compared as values between languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from l10n.checks import CheckedUnit, Remark, Severity, check, remark
from l10n.facts import Date, Difference, Month, Number, find_difference, is_slip, read_facts
from l10n.words import mark

_DAY = re.compile(r"(?<!\d)(-?\d{4})-(\d\d)-(\d\d)")
_YEAR = re.compile(r"-?\d{4}")
_LIFE = re.compile(r"\((?P<born>[12]\d{3})\s?[–—-]\s?(?P<died>[12]\d{3})\)")
_ENOUGH = 2
"""How many translations must agree against their source before it is the source that is doubted."""
_Fact = Number | Month


@check("different-number", Severity.ERROR)
def different_number(unit: CheckedUnit) -> Iterable[Remark]:
    """A translation states the numbers, years and centuries that its source states.

    A wrong year is believed: whoever reads only this language has nothing to compare it with.
    """
    found = _find_difference(unit)
    if not found.lost_numbers or not found.added_numbers:
        return ()
    return _different(unit, found.lost_numbers, found.added_numbers)


@check("missing-number", Severity.WARNING)
def missing_number(unit: CheckedUnit) -> Iterable[Remark]:
    """A translation leaves no number of its source out, unless it says it in words.

    With the number, what it counted or dated is often gone, too.
    """
    found = _find_difference(unit)
    if len(found.lost_numbers) <= len(found.added_numbers):
        return ()
    return _missing(unit, found.lost_numbers[len(found.added_numbers) :])


@check("extra-number", Severity.WARNING)
def extra_number(unit: CheckedUnit) -> Iterable[Remark]:
    """A translation states no number that its source does not.

    Either it was made from another version of the source, or somebody added what no other language says.
    """
    found = _find_difference(unit)
    if len(found.added_numbers) <= len(found.lost_numbers):
        return ()
    return _extra(unit, found.added_numbers[len(found.lost_numbers) :])


@check("different-month", Severity.ERROR)
def different_month(unit: CheckedUnit) -> Iterable[Remark]:
    """A translation's dates are in the months of its source's dates.

    Months are words, and a slip between two of them looks right in every language.
    """
    found = _find_difference(unit)
    if not found.added_months:
        return ()
    return _different(unit, found.lost_months, found.added_months)


@check("missing-month", Severity.WARNING)
def missing_month(unit: CheckedUnit) -> Iterable[Remark]:
    """A translation leaves no month of its source's dates out.

    The date is less exact than the source's, or half of it was cut.
    """
    found = _find_difference(unit)
    if found.added_months or not found.lost_months:
        return ()
    return _missing(unit, found.lost_months)


@check("calendar-slip", Severity.WARNING)
def calendar_slip(unit: CheckedUnit) -> Iterable[Remark]:
    """A translation counts days by the calendar of its source: no date is 11 to 13 days off.

    That is what the Julian and the Gregorian calendar differ by; a date of one was taken for one of the other.
    """
    found = _find_difference(unit)
    if not found.slips:
        return ()
    return [
        remark(
            mark("found {found}, expected {expected}: the Julian and the Gregorian calendar seem to be mixed up"),
            span=theirs.span,
            found=_cut(unit.text, theirs),
            expected=_cut(unit.source, ours),
        )
        for ours, theirs in found.slips
    ]


@check("different-era", Severity.ERROR)
def different_era(unit: CheckedUnit) -> Iterable[Remark]:
    """A translation puts dates before Christ where its source does.

    The same year on the other side of the era's beginning is a different one.
    """
    found = _find_difference(unit)
    if found.is_era_lost:
        return (remark(mark("the source counts years before Christ, this text does not")),)
    if found.is_era_added:
        return (remark(mark("this text counts years before Christ, the source does not")),)
    return ()


@check("doubtful-source", Severity.WARNING, sources=True, targets=False)
def doubtful_source(unit: CheckedUnit) -> Iterable[Remark]:
    """Where all translations agree against their source, the source has the error.

    It was corrected in each of them, and never where the next translator will start.
    """
    others = [locale for locale in unit.texts if locale != unit.locale]
    if len(others) < _ENOUGH or not read_facts(unit.text, unit.locale):
        return ()
    return _doubts(unit, others)


@check("record-date", Severity.WARNING, sources=True, targets=False)
def record_date(unit: CheckedUnit) -> Iterable[Remark]:
    """A text gives its record's dates by the calendar that the record gives them by, or by both.

    Eleven to thirteen days apart, one of the two is Julian, and does not say so.
    """
    if not unit.record or not unit.record.dates:
        return ()
    return _record_slips(unit, tuple(unit.record.dates.values()))


@check("life-years", Severity.WARNING, sources=True)
def life_years(unit: CheckedUnit) -> Iterable[Remark]:
    """The years of a life in a person's texts are those of the record: `(1870–1924)`.

    One of the two is wrong, and lists are sorted by the one that no reader sees.
    """
    if not unit.record or not unit.record.dates or "(" not in unit.text:
        return ()
    return _life(unit)


def _find_difference(unit: CheckedUnit) -> Difference:
    return find_difference(unit.source, unit.source_locale, unit.text, unit.locale)


def _cut(text: str, fact: _Fact | Date) -> str:
    return text[fact.span[0] : fact.span[1]]


def _different(unit: CheckedUnit, lost: Sequence[_Fact], added: Sequence[_Fact]) -> Iterator[Remark]:
    """Yield a remark for every fact of the translation that stands for another one of the source."""
    for ours, theirs in zip_longest(lost, added[: max(len(lost), 1)]):
        if theirs is None or (ours is not None and _is_source_doubted(unit, ours)):
            continue
        found = _cut(unit.text, theirs)
        if ours is None:
            yield remark(mark("found {found}, which the source does not say"), span=theirs.span, found=found)
        else:
            says = mark("found {found}, expected {expected} as in {locales}")
            expected = _cut(unit.source, ours)
            locales = ", ".join(_agreeing(unit, ours))
            yield remark(says, span=theirs.span, found=found, expected=expected, locales=locales)


def _missing(unit: CheckedUnit, lost: Iterable[_Fact]) -> Iterator[Remark]:
    for fact in lost:
        if not _is_source_doubted(unit, fact):
            says = mark("{expected} is missing, which {locales} have")
            yield remark(says, expected=_cut(unit.source, fact), locales=", ".join(_agreeing(unit, fact)))


def _extra(unit: CheckedUnit, added: Iterable[Number]) -> Iterator[Remark]:
    for fact in added:
        if not _is_shared(unit, fact):
            says = mark("found {found}, which the source does not say")
            yield remark(says, span=fact.span, found=_cut(unit.text, fact))


def _others(unit: CheckedUnit) -> Iterator[tuple[str, str]]:
    """Yield (locale, text) of the unit's other translations."""
    for locale, text in unit.texts.items():
        if locale not in {unit.source_locale, unit.locale} and text:
            yield locale, text


def _agreeing(unit: CheckedUnit, fact: _Fact) -> list[str]:
    """Return the locales that state a fact of the source, the source's own first."""
    return [unit.source_locale, *(locale for locale, text in _others(unit) if not _lacks(unit, fact, locale, text))]


def _lacks(unit: CheckedUnit, fact: _Fact, locale: str, text: str) -> bool:
    """Tell whether another translation of the unit lacks a fact of the source."""
    found = find_difference(unit.source, unit.source_locale, text, locale)
    return fact in found.lost_numbers or fact in found.lost_months


def _is_source_doubted(unit: CheckedUnit, fact: _Fact) -> bool:
    """Tell whether every translation says the same other thing instead of a fact: `doubtful-source` says it once."""
    if not unit.others or len(unit.others) <= _ENOUGH:
        return False  # a catalog, whose source nobody is shown, or too few to judge
    others = [find_difference(unit.source, unit.source_locale, text, locale) for locale, text in _others(unit)]
    return _agree([_find_difference(unit), *others], fact)


def _agree(found: Sequence[Difference], fact: _Fact) -> bool:
    """Tell whether all translations lack a fact, and have one in common that the source lacks."""
    if isinstance(fact, Number):
        common = set.intersection(*({number.value for number in one.added_numbers} for one in found))
        return bool(common) and all(fact in one.lost_numbers for one in found)
    months = set.intersection(*({month.month for month in one.added_months} for one in found))
    return bool(months) and all(fact in one.lost_months for one in found)


def _is_shared(unit: CheckedUnit, fact: Number) -> bool:
    """Tell whether all other translations, too, say what the source does not."""
    others = list(_others(unit))
    return bool(others) and all(
        any(number.value == fact.value for number in read_facts(text, locale).numbers) for locale, text in others
    )


def _doubts(unit: CheckedUnit, others: Sequence[str]) -> Iterator[Remark]:
    found = [find_difference(unit.text, unit.locale, unit.texts[locale], locale) for locale in others]
    facts: list[_Fact] = [*found[0].lost_numbers, *found[0].lost_months]
    for fact in facts:
        if _agree(found, fact):
            says = mark("found {found}, which none of {locales} says")
            yield remark(says, span=fact.span, found=_cut(unit.text, fact), locales=", ".join(others))


def _record_slips(unit: CheckedUnit, values: Iterable[str]) -> Iterator[Remark]:
    days = [tuple(map(int, found)) for value in values for found in _DAY.findall(value)]
    held = [Date(year=year, month=month, day=day, span=(0, 0)) for year, month, day in days if month and day]
    stated = read_facts(unit.text, unit.locale).dates
    said = {(date.month, date.day) for date in stated}
    for date in stated:
        for own in held:
            if date.year == own.year and is_slip(date, own) and (own.month, own.day) not in said:
                says = mark("found {found}, the record says {expected}: which calendar is meant?")
                expected = f"{own.year:04}-{own.month:02}-{own.day:02}"
                yield remark(says, span=date.span, found=_cut(unit.text, date), expected=expected)


def _life(unit: CheckedUnit) -> Iterator[Remark]:
    dates = unit.record.dates if unit.record else {}
    match = _LIFE.search(unit.text)
    for name in ("born", "died") if match else ():
        year = _YEAR.match(dates.get(name, ""))
        if match and year and year[0] != match[name]:
            says = mark("found {found}, the record says {expected}")
            yield remark(says, span=match.span(name), found=match[name], expected=year[0])
