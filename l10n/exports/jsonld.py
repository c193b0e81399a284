"""JSON-LD with schema.org's words, its context inside: nothing has to be fetched to read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from l10n.exports import Group, Options, export
from l10n.exports.linked_data import SCHEMA_ORG, own_terms, page_node


@export("jsonld")
def export_jsonld(groups: Iterable[Group], options: Options) -> Iterator[bytes]:
    """JSON-LD 1.1: schema.org events, persons and places, one node a page."""
    encode = msgspec.json.Encoder().encode
    context = {"@vocab": SCHEMA_ORG, "field": {"@id": own_terms(options.schema), "@prefix": True}}
    yield b'{"@context":' + encode(context) + b',"@graph":['
    sign = b"\n"
    for group in groups:
        for page in group.pages:
            yield sign + encode(page_node(page, options))
            sign = b",\n"
    yield b"\n]}\n"
