"""Coverage as CSV: one row for every locale and whatever else it was counted by."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping

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
_PAGES = ("total", "complete", "partial", "none", "names_only", "islands")
_SEEN = ("total", "own", "stale", "borrowed", "missing", "ratio")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet read a cell as a formula (OWASP, CSV Injection), full-width signs included."""
_END = "\r\n"

_Row = Mapping[str, object]


class _Lines:
    """Stands where the `csv` module expects a file, and hands each line back."""

    @staticmethod
    def write(line: str) -> str:
        return line


_WRITER = csv.writer(_Lines, lineterminator=_END)


def iter_coverage_csv(report: CoverageReport) -> Iterator[str]:
    """Yield the coverage as lines of CSV (RFC 4180); the rows of several axes come one after the other.

    What readers see comes last, in columns of its own behind the others'; without any axis it is all that there is.
    """
    header = csv_header(report)
    yield _format_row(header)
    for axis in dict.fromkeys(report.axes):
        if axis == "record":
            yield from _iter_record_lines(report, len(header))
        else:
            yield from (_format_row([row.get(name, "") for name in header]) for row in _iter_rows(report, axis))
    yield from (_format_row([row.get(name, "") for name in header]) for row in _iter_page_rows(report))


def csv_header(report: CoverageReport) -> tuple[str, ...]:
    """Return the names of the columns; with pages the last ones are the locales that texts may be borrowed from."""
    if not report.pages:
        return HEADER
    return (
        *(HEADER if report.axes else _SUBJECT[:3]),
        *(f"pages_{name}" for name in _PAGES),
        *(f"seen_{name}" for name in _SEEN),
        *(f"seen_borrowed_{locale}" for locale in report.schema.locales),
    )


def safe_cell(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula: text that could be one gets an apostrophe in front.

    >>> safe_cell("=1+1"), safe_cell("Red Terror"), safe_cell(-1)
    ("'=1+1", 'Red Terror', -1)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _format_row(cells: Iterable[object]) -> str:
    line: str = _WRITER.writerow(map(safe_cell, cells))
    return line


def _iter_rows(report: CoverageReport, axis: str) -> Iterator[_Row]:
    coverage = report.coverage
    if axis == "locale":
        yield from _table_rows(coverage, {"by": axis}, coverage.locales)
        return
    for name, table in ((coverage.by_type if axis == "type" else coverage.by_field) or {}).items():
        type_, _, field = name.partition("/")
        subject = {"by": axis, "type": type_, "field": field, "label": visible_text(report.label(name))}
        yield from _table_rows(coverage, subject, table)


def _table_rows(coverage: Coverage, subject: _Row, table: Table) -> Iterator[_Row]:
    for locale, numbers in table.items():
        yield {**subject, "locale": locale, "required": _flag(locale in coverage.required), **_numbers(numbers)}


def _numbers(numbers: LocaleCoverage) -> _Row:
    row: dict[str, object] = {}
    for measure in _MEASURES:
        counts: Counts = getattr(numbers, measure)
        row |= {f"{measure}_{name}": getattr(counts, name) for name in _COUNTS}
    return row | {f"records_{name}": getattr(numbers.records, name) for name in _RECORDS}


def _iter_record_lines(report: CoverageReport, width: int) -> Iterator[str]:
    """Yield the rows of each record, all locales' at once; there may be millions, in which little differs."""
    coverage = report.coverage
    starts = [f"record,{locale},{_flag(locale in coverage.required)}," for locale in coverage.locales]
    rest = "," * (width - len(_SUBJECT)) + _END
    ends = {status: f",{status.value}{rest}" for status in RecordStatus}
    for (key, statuses), label in zip((coverage.by_record or {}).items(), report.labels, strict=True):
        subject = _format_row((key.partition("/")[0], "", key, visible_text(label))).removesuffix(_END)
        yield "".join(f"{start}{subject}{ends[status]}" for start, status in zip(starts, statuses, strict=True))


def _iter_page_rows(report: CoverageReport) -> Iterator[_Row]:
    if not report.pages:
        return
    for locale, numbers in report.pages.locales.items():
        seen = numbers.characters
        yield {
            "by": "page",
            "locale": locale,
            "required": _flag(locale in report.pages.required),
            **{f"pages_{name}": getattr(numbers.pages, name) for name in _PAGES},
            **{f"seen_{name}": getattr(seen, name) for name in _SEEN if name != "borrowed"},
            "seen_borrowed": sum(seen.borrowed.values()),
            **{f"seen_borrowed_{other}": seen.borrowed.get(other, 0) for other in report.schema.locales},
        }


def _flag(is_set: bool) -> str:  # noqa: FBT001 (the value to write)
    return "true" if is_set else "false"
