"""Gettext catalogs (PO): text or bytes to catalogs of units and back, without losing a byte."""

from __future__ import annotations

from l10n.po.count import StateCounts, count_catalog, count_states
from l10n.po.excerpt import Excerpt, entry_digests, find_excerpt, find_lines, find_other_sources, format_excerpt
from l10n.po.header import new_header, with_header_field
from l10n.po.lint import find_po_problems
from l10n.po.plain import plain_po
from l10n.po.reader import parse_po
from l10n.po.writer import format_entries, format_po, format_unit

__all__ = [
    "Excerpt",
    "StateCounts",
    "count_catalog",
    "count_states",
    "entry_digests",
    "find_excerpt",
    "find_lines",
    "find_other_sources",
    "find_po_problems",
    "format_entries",
    "format_excerpt",
    "format_po",
    "format_unit",
    "new_header",
    "parse_po",
    "plain_po",
    "with_header_field",
]
