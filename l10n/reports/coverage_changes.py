"""What changed since a revision, as text and as JSON values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from l10n.coverage_changes import LocaleChanges
from l10n.locales import Locale
from l10n.reports.figures import fill_lines
from l10n.words import markn, tr, trn

SHOWN = 8
"""How many keys of each kind are listed; all are in JSON."""

_COUNTS = {
    "gained": markn("{n} record gained", "{n} records gained"),
    "lost": markn("{n} record lost", "{n} records lost"),
    "translated": markn("{n} unit translated", "{n} units translated"),
    "stale": markn("{n} unit became stale", "{n} units became stale"),
    "emptied": markn("{n} unit lost its text", "{n} units lost their text"),
    "added": markn("{n} new unit", "{n} new units"),
    "removed": markn("{n} unit removed", "{n} units removed"),
}
_LISTED = ("gained", "lost", "stale", "emptied")
"""What is listed by key, too: what a person may want to look at."""

Changes = Mapping[Locale, LocaleChanges]


def changes_heading(since: str) -> str:
    """Return the heading of what changed since a revision."""
    return tr("Changes since {revision}", revision=since)


def say_changes(found: LocaleChanges) -> list[str]:
    """Return how much changed in a locale, of each kind.

    >>> say_changes(LocaleChanges(gained=("event/a",), stale=("event/b/title", "event/c/title")))
    ['1 record gained', '2 units became stale']
    """
    counts = [trn(*words, len(getattr(found, name))) for name, words in _COUNTS.items() if getattr(found, name)]
    return counts or [tr("nothing changed")]


def list_changes(found: LocaleChanges) -> list[tuple[str, tuple[str, ...]]]:
    """Return what a person may want to look at: of each kind that there is how much it is, and the keys."""
    kinds = [(name, getattr(found, name)) for name in _LISTED]
    return [(trn(*_COUNTS[name], len(keys)), keys) for name, keys in kinds if keys]


def format_changes(changes: Changes, since: str, *, width: int = 80, color: bool = False) -> Iterator[str]:
    """Yield a heading, and per locale what changed in it, with the keys of some records and units."""
    heading = changes_heading(since)
    yield f"\x1b[1m{heading}\x1b[0m" if color else heading
    indent = max(map(len, changes), default=0) + len("    ")
    for locale, found in changes.items():
        lines = list(fill_lines(say_changes(found), max(width - indent, 20)))
        yield f"  {locale:{indent - 2}}{lines[0]}"
        yield from (f"{'':{indent}}{line}" for line in lines[1:])
        for kind, keys in list_changes(found):
            yield from _list_keys(kind, keys, indent)


def _list_keys(heading: str, keys: tuple[str, ...], indent: int) -> Iterator[str]:
    yield f"{'':{indent}}{heading}:"
    yield from (f"{'':{indent + 2}}{key}" for key in keys[:SHOWN])
    if len(keys) > SHOWN:
        yield f"{'':{indent + 2}}{trn('and {n} more', 'and {n} more', len(keys) - SHOWN)}"


def changes_value(changes: Changes) -> dict[str, Any]:
    """Return the changes as plain JSON values: every key of every kind."""
    return {locale: msgspec.to_builtins(found) for locale, found in changes.items()}
