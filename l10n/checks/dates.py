"""Checks of dates: what a record says of itself, and of those that it links to, cannot all be right."""

from __future__ import annotations

from collections.abc import Iterable

from l10n.checks import CheckedRecord, Remark, Severity, record_check
from l10n.checks.context import Surroundings
from l10n.date_doubts import DateDoubt, Doubt, find_january_doubts, find_order_doubts, find_slips
from l10n.words import mark


@record_check("date-order", Severity.ERROR)
def date_order(record: CheckedRecord) -> Iterable[Remark]:
    """What a record says began or was born did so before it ended or died.

    One of the two dates is wrong, and pages and lists show both.
    """
    for found in find_order_doubts(record.record, record.schema):
        if found.doubt is Doubt.WRONG_ORDER:
            says = mark("found {found}, expected nothing earlier than {other} in {path}")
            yield _remark(found, says, other=found.other_value, path=found.other_path)


@record_check("long-life", Severity.WARNING)
def long_life(record: CheckedRecord) -> Iterable[Remark]:
    """Nobody lives longer than 120 years.

    A digit of one of the two years is wrong, or two persons of one name were made one.
    """
    for found in find_order_doubts(record.record, record.schema):
        if found.doubt is Doubt.LONG_LIFE:
            says = mark("found {found}, more than a lifetime after {other} in {path}")
            yield _remark(found, says, other=found.other_value, path=found.other_path)


@record_check("linked-dates", Severity.WARNING, linked=True)
def linked_dates(record: CheckedRecord) -> Iterable[Remark]:
    """A day is told by the same calendar in a record and in those that it links to.

    Two records whose days are as far apart as the Julian and the Gregorian calendar most likely mean one day.
    """
    if not record.facts.dates or not record.facts.references:
        return
    linked = {facts.key: facts.dates for facts in record.linked if facts.dates}
    for found in find_slips(record.facts.key, record.facts.dates, linked):
        says = mark("found {found}, {other} in {record}: which calendar is meant?")
        yield _remark(found, says, other=found.other_value, record=found.other_key)


@record_check("january-first", Severity.INFO, linked=True)
def january_first(record: CheckedRecord) -> Iterable[Remark]:
    """A collection has no more firsts of January than chance allows.

    Where only the year is known, many programs write its first day, and readers take it for a fact.
    """
    if not any(value.endswith("-01-01") for value in record.facts.dates.values()):
        return
    for found in _firsts.find(record.surroundings).get(record.facts.key, ()):
        yield _remark(found, mark("found {found}, one of many firsts of January: is more known than the year?"))


class _FirstsOfJanuary:
    """The firsts of January of the collection at hand that are too many, found once."""

    def __init__(self) -> None:
        self._surroundings: Surroundings = {}
        self._found: dict[str, list[DateDoubt]] = {}

    def find(self, surroundings: Surroundings) -> dict[str, list[DateDoubt]]:
        """Return the doubts by record."""
        if surroundings is not self._surroundings:
            self._surroundings, self._found = surroundings, {}
            for doubt in find_january_doubts((key, facts.dates) for key, facts in surroundings.items()):
                self._found.setdefault(doubt.key, []).append(doubt)
        return self._found


_firsts = _FirstsOfJanuary()


def _remark(found: DateDoubt, says: str, **values: str) -> Remark:
    return Remark(says=says, key=f"{found.key}/{found.path}", values={"found": found.value, **values})
