"""Wikibase JSON: items with labels, descriptions, aliases and claims, as dumps of Wikidata have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from l10n.exports import Group, Options, export
from l10n.exports.claims import CALENDARS, Claim, Item, Term, Time, read_item

_KEYS = {Term.LABEL: "labels", Term.DESCRIPTION: "descriptions"}


@export("wikibase")
def export_wikibase(groups: Iterable[Group], options: Options) -> Iterator[bytes]:
    """Wikibase JSON: one item a record, in all exported locales that it really has."""
    encode = msgspec.json.Encoder().encode
    yield b"["
    sign = b"\n"
    for group in groups:
        if group.pages:
            item = read_item(group.pages, options.schema, options.labels)
            yield sign + encode(item_value(item))
            sign = b",\n"
    yield b"\n]\n"


def item_value(item: Item) -> dict[str, Any]:
    """Return an item as the JSON of Wikibase's data model has it."""
    terms: dict[str, dict[str, Any]] = {"labels": {}, "descriptions": {}, "aliases": {}}
    for term, language, text in item.terms:
        value = {"language": language, "value": text}
        if term is Term.ALIASES:
            terms["aliases"].setdefault(language, []).append(value)
        else:
            terms[_KEYS[term]].setdefault(language, value)
    claims: dict[str, list[Any]] = {}
    for claim in item.claims:
        claims.setdefault(claim.property, []).append(_statement(claim))
    head = {"type": "item"} | ({"id": item.id} if item.id else {})
    return head | terms | {"claims": claims}


def _statement(claim: Claim) -> dict[str, Any]:
    kind, value = _data_value(claim)
    types = {"wikibase-entityid": "wikibase-item", "monolingualtext": "monolingualtext"}
    snak = {
        "snaktype": "value",
        "property": claim.property,
        "datatype": types.get(kind, kind),
        "datavalue": {"type": kind, "value": value},
    }
    return {"mainsnak": snak, "type": "statement", "rank": "normal"}


def _data_value(claim: Claim) -> tuple[str, Any]:
    if isinstance(claim.value, Time):
        time = claim.value
        parts = {"timezone": 0, "before": 0, "after": 0, "precision": time.precision}
        return "time", {"time": time.text, **parts, "calendarmodel": CALENDARS[time.calendar]}
    if claim.is_item:
        return "wikibase-entityid", {"entity-type": "item", "id": claim.value, "numeric-id": int(claim.value[1:])}
    if claim.language:
        return "monolingualtext", {"text": claim.value, "language": claim.language}
    return "string", claim.value
