"""Turtle: the triples of the JSON-LD, for programs that read RDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from l10n.exports import Group, Options, export
from l10n.exports.linked_data import SCHEMA_ORG, Node, own_terms, page_node

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_TO_ESCAPE = re.compile('[\\x00-\\x1f\\x7f"\\\\]')


@export("turtle")
def export_turtle(groups: Iterable[Group], options: Options) -> Iterator[bytes]:
    """RDF 1.1 Turtle: the same triples as `jsonld`."""
    terms = own_terms(options.schema)
    yield f"@prefix schema: <{SCHEMA_ORG}> .\n@prefix field: <{terms}> .\n".encode()
    for group in groups:
        yield "".join(_statements(page_node(page, options)) for page in group.pages).encode()


def _statements(node: Node) -> str:
    """Return a node's triples and those of the nodes in it."""
    inner: list[Node] = []
    properties = []
    for name, value in node.items():
        if name == "@id":
            continue
        values = value if isinstance(value, list) else [value]
        if name == "@type":
            properties.append(f"a {', '.join(f'schema:{each}' for each in values)}")
        else:
            properties.append(f"{_term(name)} {', '.join(_object(each, inner) for each in values)}")
    lines = " ;\n    ".join(properties)
    text = f"\n<{node['@id']}> {lines} .\n" if properties else ""
    return text + "".join(map(_statements, inner))


def _term(name: str) -> str:
    return name if name.startswith("field:") else f"schema:{name}"


def _object(value: Any, inner: list[Node]) -> str:  # noqa: ANN401 (what a node's property may hold)
    """Return a value; a node is kept for later and referred to."""
    if isinstance(value, str):
        return literal(value)
    if "@list" in value:
        return f"( {' '.join(_object(each, inner) for each in value['@list'])} )"
    if "@value" not in value:
        inner.append(value)
        return f"<{value['@id']}>"
    suffix = f"@{value['@language']}" if "@language" in value else f"^^<{value['@type']}>"
    return literal(value["@value"]) + suffix


def literal(text: str) -> str:
    r"""Return a text in quotes.

    >>> print(literal('a "b"\n'))
    "a \"b\"\n"
    """
    return f'"{_TO_ESCAPE.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"
