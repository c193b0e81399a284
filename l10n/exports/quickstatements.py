"""QuickStatements: lines that the tool of that name turns into edits of a Wikibase (version 1 of its language)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from l10n.dates.calendars import Calendar
from l10n.exports import Group, Options, export
from l10n.exports.claims import Claim, Item, Term, Time, one_line, read_item

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_PREFIXES = {Term.LABEL: "L", Term.DESCRIPTION: "D", Term.ALIASES: "A"}


@export("quickstatements")
def export_quickstatements(groups: Iterable[Group], options: Options) -> Iterator[bytes]:
    """QuickStatements V1: commands that make or complete the items of `wikibase`."""
    for group in groups:
        if group.pages:
            item = read_item(group.pages, options.schema, options.labels)
            yield "".join(f"{line}\n" for line in _lines(item)).encode()


def _lines(item: Item) -> Iterator[str]:
    subject = item.id or "LAST"
    if not item.id:
        yield "CREATE"
    for term, language, text in item.terms:
        yield f"{subject}\t{_PREFIXES[term]}{language}\t{_quoted(text)}"
    for claim in item.claims:
        yield f"{subject}\t{claim.property}\t{_value(claim)}"


def _value(claim: Claim) -> str:
    if isinstance(claim.value, Time):
        calendar = "/J" if claim.value.calendar is Calendar.JULIAN else ""
        return f"{claim.value.text}/{claim.value.precision}{calendar}"
    if claim.is_item:
        return claim.value
    text = _quoted(claim.value)
    return f"{claim.language}:{text}" if claim.language else text


def _quoted(text: str) -> str:
    """Return a text in quotes: a tab would end it, and a line break the command; a quote within it does not."""
    return f'"{one_line(_CONTROLS.sub(" ", text))}"'
