"""An export's report: what was written for the readers of each locale, and how much of it is borrowed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from l10n.exports.stream import Stream
from l10n.jsontext import format_json
from l10n.words import number, tr, trn

VERSION = 1


def format_export_json(name: str, exports: Iterable[tuple[str, Stream]]) -> str:
    """Return what was written to each file as one JSON object, with a line break at the end."""
    files = [
        {"file": path, "locales": {locale: sums.as_value() for locale, sums in stream.sums.items()}}
        for path, stream in exports
    ]
    return format_json({"version": VERSION, "format": name, "files": files})


def format_export(path: str, stream: Stream) -> Iterator[str]:
    """Yield one line a locale."""
    width = max(map(len, stream.locales), default=0)
    yield f"{path}:"
    for locale, sums in stream.sums.items():
        parts = [
            trn("{n} record", "{n} records", sums.records),
            tr("{n} texts in {locale}", n=number(sums.own + sums.stale), locale=locale),
        ]
        if sums.stale:
            parts.append(tr("{n} of them stale", n=number(sums.stale)))
        if sums.borrowed:
            codes = ", ".join(f"{code} {number(count)}" for code, count in sums.borrowed.most_common())
            parts.append(tr("borrowed: {locales}", locales=codes))
        if sums.missing:
            parts.append(tr("{n} missing", n=number(sums.missing)))
        yield f"  {locale:{width}}  {', '.join(parts)}"
