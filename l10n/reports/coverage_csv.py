"""Coverage as CSV: one row for every locale and whatever else it was counted by."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from l10n.coverage import Counts, Coverage, LocaleCoverage, RecordStatus, Table
from l10n.reports.coverage_report import CoverageReport
from l10n.reports.visible import visible_text

_SUBJECT = ("by", "locale", "required", "type", "field", "record", "label", "status")
_COUNTS = ("wanted", "done", "translated", "same", "fuzzy", "missing", "source", "excluded", "ratio")
_MEASURES = ("units", "words", "characters")
_RECORDS = ("wanted", "complete", "partial", "none", "declared", "excluded")
HEADER = (
    *_SUBJECT,
    *(f"{measure}_{name}" for measure in _MEASURES for name in _COUNTS),
    *(f"records_{name}" for name in _RECORDS),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet read a cell as a formula (OWASP, CSV Injection), full-width signs included."""

_Row = dict[str, object]


def format_coverage_csv(report: CoverageReport) -> str:
    """Return the coverage as CSV (RFC 4180); the rows of several axes come one after the other."""
    file = StringIO(newline="")
    writer = csv.DictWriter(file, HEADER, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: safe_cell(value) for name, value in row.items()} for row in _iter_rows(report))
    return file.getvalue()


def safe_cell(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: text that could be one gets an apostrophe in front.

    >>> safe_cell("=1+1"), safe_cell("Red Terror"), safe_cell(-1)
    ("'=1+1", 'Red Terror', -1)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _iter_rows(report: CoverageReport) -> Iterator[_Row]:
    coverage = report.coverage
    for axis in dict.fromkeys(report.axes):
        if axis == "locale":
            yield from _table_rows(coverage, {"by": axis}, coverage.locales)
        elif axis == "record":
            yield from _record_rows(report)
        else:
            yield from _part_rows(report, axis, (coverage.by_type if axis == "type" else coverage.by_field) or {})


def _part_rows(report: CoverageReport, axis: str, parts: Mapping[str, Table]) -> Iterator[_Row]:
    for name, table in parts.items():
        type_, _, field = name.partition("/")
        subject: _Row = {"by": axis, "type": type_, "field": field, "label": visible_text(report.label(name))}
        yield from _table_rows(report.coverage, subject, table)


def _table_rows(coverage: Coverage, subject: _Row, table: Table) -> Iterator[_Row]:
    for locale, numbers in table.items():
        yield {**subject, "locale": locale, "required": _flag(locale in coverage.required), **_numbers(numbers)}


def _numbers(numbers: LocaleCoverage) -> _Row:
    row: _Row = {}
    for measure in _MEASURES:
        counts: Counts = getattr(numbers, measure)
        row |= {f"{measure}_{name}": getattr(counts, name) for name in _COUNTS}
    return row | {f"records_{name}": getattr(numbers.records, name) for name in _RECORDS}


def _record_rows(report: CoverageReport) -> Iterator[_Row]:
    coverage = report.coverage
    for key, statuses in (coverage.by_record or {}).items():
        subject = {
            "by": "record",
            "type": key.partition("/")[0],
            "record": key,
            "label": visible_text(report.label(key)),
        }
        for locale, status in zip(coverage.locales, statuses, strict=True):
            yield {
                **subject,
                "locale": locale,
                "required": _flag(locale in coverage.required),
                "status": RecordStatus(status).value,
            }


def _flag(is_set: bool) -> str:  # noqa: FBT001 (the value to write)
    return "true" if is_set else "false"
