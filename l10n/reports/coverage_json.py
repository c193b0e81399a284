"""Coverage as JSON, for programs; `docs/coverage.schema.json` describes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from l10n.coverage import Counts, Coverage, LocaleCoverage, RecordCounts, Table
from l10n.jsontext import format_json

VERSION = 1


def format_coverage_json(coverage: Coverage, more: Mapping[str, Any] | None = None) -> str:
    """Return the coverage as one JSON object, `more` keys behind it, with a line break at the end."""
    value = {**coverage_value(coverage), **(more or {})}
    return format_json(value)


def coverage_value(coverage: Coverage) -> dict[str, Any]:
    """Return the coverage as plain JSON values; a breakdown that was not asked for has no key."""
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
    if coverage.by_record is not None:
        value["by_record"] = {
            key: dict(zip(coverage.locales, statuses, strict=True)) for key, statuses in coverage.by_record.items()
        }
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
