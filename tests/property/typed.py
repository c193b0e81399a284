"""Texts that people typed, wherever they stand: `t1`, `t2`, … for translations, `s1 Trotsky`, … for sources."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from l10n.model import Unit
from l10n.records import Record, SourceUnit
from l10n.text import digest

TEXT = re.compile(r"\bt\d+\b|\bs\d+ Trotsky\b")


def unit_record(unit: str) -> str:
    return "/".join(unit.split("/")[:2])


def find_texts(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (unit's path, text) of every text in a record's values."""
    for name, value in values.items():
        for held in value.values() if isinstance(value, dict) else ():
            paragraphs = held if isinstance(held, dict) else {"": held}
            yield from ((f"{name}/{part}".rstrip("/"), text) for part, text in paragraphs.items() if text)


def entry_texts(entry: Unit) -> set[str]:
    return {text for line in (*entry.targets, *entry.comments) for text in TEXT.findall(line)}


def unseen_texts(unit: SourceUnit) -> Iterator[str]:
    """Yield the texts of a record that the loop has not seen: they are for the source that stands beside them then."""
    for locale, text in unit.texts.items():
        known = unit.provenance(locale)
        if known is None or known.target_digest != digest(text):
            yield text


def synchronised_texts(record: Record) -> set[str]:
    """Return the texts of a record that its state knows."""
    known = {words.split()[1] for entries in record.state.values() for words in entries.values()}
    return {text for _, text in find_texts(record.values) if digest(text) in known}
