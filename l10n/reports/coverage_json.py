"""Coverage as JSON, for programs; `docs/coverage.schema.json` describes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from l10n.coverage import Counts, Coverage, LocaleCoverage, RecordCounts, RecordStatus, Table
from l10n.jsontext import format_json, iter_json_object
from l10n.locales import Locale

VERSION = 1
_END = "\n}\n"
"""Of a JSON object."""
_KEPT = 10_000
"""Rows of statuses that are remembered: most records are like many others."""


def iter_coverage_json(coverage: Coverage, more: Mapping[str, Any] | None = None) -> Iterator[str]:
    """Yield the coverage as one JSON object, `more` keys behind it, in parts: there may be many records."""
    value, more = coverage_value(coverage), more or {}
    if coverage.by_record is None:
        yield format_json({**value, **more})
        return
    yield f'{format_json(value).removesuffix(_END)},\n  "by_record": '
    yield from iter_json_object(_iter_records(coverage.locales, coverage.by_record), "  ")
    yield format_json(more).replace("{", ",", 1) if more else _END


def _iter_records(
    locales: Iterable[Locale], by_record: Mapping[str, tuple[RecordStatus, ...]]
) -> Iterator[tuple[str, dict[Locale, RecordStatus]]]:
    codes = tuple(locales)

    @lru_cache(maxsize=_KEPT)
    def name(statuses: tuple[RecordStatus, ...]) -> dict[Locale, RecordStatus]:
        return dict(zip(codes, statuses, strict=True))

    return ((key, name(statuses)) for key, statuses in by_record.items())


def coverage_value(coverage: Coverage) -> dict[str, Any]:
    """Return the coverage as plain JSON values; records and a breakdown that was not asked for have no key."""
    locales = {
        locale: {"required": locale in coverage.required, **_locale_value(numbers)}
        for locale, numbers in coverage.locales.items()
    }
    value = {
        "version": VERSION,
        "collection": coverage.collection,
        "records": coverage.records,
        "locales": locales,
    }
    if coverage.by_type is not None:
        value["by_type"] = _breakdown_value(coverage.by_type)
    if coverage.by_field is not None:
        value["by_field"] = _breakdown_value(coverage.by_field)
    return value


def _breakdown_value(breakdown: Mapping[str, Table]) -> dict[str, Any]:
    return {
        name: {locale: _locale_value(numbers) for locale, numbers in table.items()} for name, table in breakdown.items()
    }


def _locale_value(numbers: LocaleCoverage) -> dict[str, Any]:
    return {
        "units": _counts_value(numbers.units),
        "words": _counts_value(numbers.words),
        "characters": _counts_value(numbers.characters),
        "records": _records_value(numbers.records),
    }


def _counts_value(counts: Counts) -> dict[str, Any]:
    return {
        "wanted": counts.wanted,
        "translated": counts.translated,
        "same": counts.same,
        "fuzzy": counts.fuzzy,
        "missing": counts.missing,
        "ratio": counts.ratio,
        "done": counts.done,
        "source": counts.source,
        "excluded": counts.excluded,
    }


def _records_value(records: RecordCounts) -> dict[str, Any]:
    return {
        "wanted": records.wanted,
        "complete": records.complete,
        "partial": records.partial,
        "none": records.none,
        "declared": records.declared,
        "excluded": records.excluded,
    }
