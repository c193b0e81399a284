"""Coverage as Markdown, short enough for a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from l10n.coverage import LocaleCoverage, RecordStatus, Table
from l10n.gates import GateResult
from l10n.locales import Locale
from l10n.page_coverage import LocalePages, RankedName
from l10n.reports.coverage_changes import changes_heading, say_changes
from l10n.reports.coverage_report import CoverageReport
from l10n.reports.figures import share_cells
from l10n.reports.gates import gate_word, say_gate
from l10n.reports.measures import Measure, measure_shares, say_figures
from l10n.reports.page import iter_borrowed, mark_name, page_figures, page_headings
from l10n.reports.terminal import (
    BAR,
    SIGNS,
    STATUS_WORDS,
    bar_legend,
    column_headings,
    format_next_step,
    locale_figures,
)
from l10n.reports.trend import locale_trends, sparkline
from l10n.reports.visible import visible_text
from l10n.text import one_line
from l10n.words import number, tr, trn, trp

LIMIT = 65_536
"""The longest comment that GitHub and GitLab's smallest limits take, in characters."""
_RESERVE = 300
"""Characters kept for what says that something was left out."""
_BAR = 10
_LONGEST, _SENTENCE = 200, 2_000
"""The longest name or label, and the longest sentence shown, in characters."""
_APART = "<!-- -->"
"""What shows nothing, and keeps what stands in front of it from what follows."""
_SPECIAL = re.compile(
    r"""
    (?P<hash>(?<![^\W_])[0-9a-f]{7,}(?![^\W_]))   # a commit
    | (?P<before>(?<=www)\. | (?<=[a-z])-(?=\d) | (?<=GHSA)-)   # an address; GH-1, CVE-2026-1 and the like
    | (?P<link>[#@:!%^](?=\S))   # a mention, an issue, an emoji, the rest of an address; GitLab's merge requests
    | [\\`*_{}\[\]|~<>&$]   # mark-up
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What Markdown reads, and what GitHub and GitLab make links of."""
_HASH = re.compile(r"\S{6}(?=\S)")
"""As much of a commit's name as nobody takes for one."""

_Part = tuple[str, list[str]]
"""A heading, and the lines of a table below it; its first two are the table's head."""


def format_coverage_markdown(report: CoverageReport) -> str:
    """Return the coverage as GitHub's Markdown: at most `LIMIT` characters, and a note of what had to be left out."""
    pieces = _Pieces(LIMIT - _RESERVE, _full_command(report))
    pieces.add([f"### {escape_markdown(report.coverage.collection)}: {tr('coverage')}", ""])
    pieces.add(_summary(report))
    for heading, lines in _parts(report):
        pieces.add_details(heading, lines)
    return pieces.text()


def _full_command(report: CoverageReport) -> str:
    """Return the command that prints every row of the report, however many: HTML has an end, too."""
    axes = dict.fromkeys(("type", *report.axes))
    options = [*(f"--by {axis}" for axis in axes if axis != "locale"), *(["--page"] if report.pages else [])]
    return " ".join(("l10n coverage --format json", *options))


def escape_markdown(text: str, longest: int = _LONGEST) -> str:
    r"""Return a text that Markdown shows as it is: no mark-up, no HTML, nobody mentioned, nothing linked.

    GitHub looks for mentions after it has read entities; a comment keeps the sign apart from the name.

    >>> escape_markdown("a|b `c` <script> @everyone #1: GH-1")
    'a&#124;b &#96;c&#96; &#60;script&#62; @<!-- -->everyone #<!-- -->1: GH<!-- -->-1'
    """
    shown = one_line(visible_text(text))
    shown = shown if len(shown) <= longest else f"{shown[: longest - 1]}…"
    return _SPECIAL.sub(_escape, shown)


def _escape(found: re.Match[str]) -> str:
    """Return what stands for something that Markdown, or who shows it, would read."""
    if found["hash"]:
        return _HASH.sub(rf"\g<0>{_APART}", found[0])
    if found["before"]:
        return f"{_APART}{found[0]}"
    return f"{found[0]}{_APART}" if found["link"] else f"&#{ord(found[0])};"


class _Pieces:
    """Lines, as many as there is room for; `command` prints all."""

    def __init__(self, room: int, command: str) -> None:
        self._room = room
        self._command = command
        self._lines: list[str] = []
        self._left_out = 0

    def _fits(self, lines: Iterable[str], spare: int = 0) -> bool:
        return sum(len(line) + 1 for line in lines) + spare <= self._room

    def add(self, lines: list[str]) -> None:
        """Add all of these lines, or as many as fit."""
        for place, line in enumerate(lines):
            if not self._fits([line]):
                self._left_out += len(lines) - place
                return
            self._room -= len(line) + 1
            self._lines.append(line)

    def add_details(self, heading: str, lines: list[str]) -> None:
        """Add a table that unfolds, with as many of its rows as fit; none where not even one does."""
        start, end = ["", f"<details><summary>{heading}</summary>", ""], ["", "</details>"]
        head, rows = lines[:2], lines[2:]
        if not rows or not self._fits((*start, *head, rows[0], *end)):
            self._left_out += len(rows)
            return
        self.add([*start, *head])
        self._room -= sum(len(line) + 1 for line in end)
        self.add(rows)
        self._room += sum(len(line) + 1 for line in end)
        self.add(end)

    def text(self) -> str:
        """Return the whole, with a note if anything was left out."""
        if self._left_out:
            note = trn("{n} row was left out to stay short", "{n} rows were left out to stay short", self._left_out)
            self._lines += ["", f"*{note}; `{self._command}` {tr('shows all')}.*"]
        return "\n".join(self._lines) + "\n"


def _summary(report: CoverageReport) -> list[str]:
    coverage = report.coverage
    sparks = {row.locale: row for row in locale_trends(report.trend, tuple(coverage.locales), report.measure)}
    head = [*column_headings(report.measure), *([tr("Trend")] if sparks else [])]
    lines = _table_head([head[0], "", *head[1:]], texts=2)
    for heading, is_required in ((tr("Required"), True), (tr("Optional"), False)):
        locales = {key: table for key, table in coverage.locales.items() if (key in coverage.required) is is_required}
        if locales:
            lines.append(_row([f"**{heading}**", *[""] * len(head)]))
        for locale, numbers in locales.items():
            trend = [f"`{sparkline(sparks[locale].shares[-12:])}`"] if sparks else []
            lines.append(_row([f"`{locale}`", *_figures(numbers, report.measure), *trend]))
    next_step = " ".join(format_next_step(coverage, catalogs=report.catalogs).split())
    lines += ["", f"{_legend(report.measure)} — {escape_markdown(next_step, _SENTENCE)}"]
    return [*lines, *_changes(report), *_gates(report)]


def _changes(report: CoverageReport) -> list[str]:
    """Return one line for each locale in which something changed."""
    if not report.changes:
        return []
    lines = [
        f"- `{locale}`: {escape_markdown(', '.join(say_changes(found)), _SENTENCE)}"
        for locale, found in report.changes.items()
        if found
    ]
    heading = f"**{escape_markdown(changes_heading(report.beginning))}**"
    return ["", heading, "", *(lines or [f"- {tr('nothing changed')}"])]


def _gates(report: CoverageReport) -> list[str]:
    """Return one line for each gate, below a heading that keeps them from a list above."""
    if not report.gates:
        return []
    lines = [f"- {_gate_word(result)}: {escape_markdown(say_gate(result), _SENTENCE)}" for result in report.gates]
    return ["", f"**{tr('Gates')}**", "", *lines]


def _gate_word(result: GateResult) -> str:
    word = gate_word(is_passed=result.is_passed)
    return word if result.is_passed else f"**{word}**"


def _figures(numbers: LocaleCoverage, measure: Measure) -> list[str]:
    """Return the cells of one locale behind its name: the bar, then those of the terminal's report."""
    shares = measure_shares(numbers, measure)
    cells = share_cells((shares.done, shares.begun, shares.left), _BAR)
    bar = "".join(sign * count for (sign, _), count in zip(BAR, cells, strict=True))
    return [f"`{bar or ' '}`", *locale_figures(numbers, measure)]


def _legend(measure: Measure) -> str:
    """Return what the bars show, and what the figures are counted in where that is not units."""
    signs = " · ".join(bar_legend(measure))
    return f"{signs} — {say_figures(measure)}" if measure != "units" else signs


def _parts(report: CoverageReport) -> Iterator[_Part]:
    """Yield the tables that unfold: by type always, the others where asked for; last by record, which may be long."""
    coverage = report.coverage
    if report.pages:
        head = _table_head([*page_headings(), tr("Borrowed from")], texts=1)
        yield tr("What readers see"), [*head, *(_page_row(*item) for item in report.pages.locales.items())]
    yield tr("By type"), list(_part_lines(report, coverage.by_type or {}))
    if "field" in report.axes:
        yield tr("By field"), list(_part_lines(report, coverage.by_field or {}))
    yield from _name_parts(report)
    if "record" in report.axes:
        yield tr("By record"), list(_record_lines(report))


def _page_row(locale: Locale, numbers: LocalePages) -> str:
    return _row([f"`{locale}`", *page_figures(numbers), ", ".join(iter_borrowed(numbers.characters))])


def _name_row(name: RankedName) -> str:
    label = escape_markdown(mark_name(name))
    return _row([label, f"`{name.key}`", number(name.pages), number(name.cumulative)])


def _name_parts(report: CoverageReport) -> Iterator[_Part]:
    """Yield a table for each locale in which names complete pages: the names to translate first."""
    for locale, names in report.ranking.items():
        if names:
            head = _table_head([tr("Name"), trp("column", "Record"), tr("Pages"), tr("Sum")], texts=2)
            rows = map(_name_row, names)
            title = tr(
                "{locale}: names to translate first, each with the pages that it completes, and their sum",
                locale=locale,
            )
            yield title, [*head, *rows]


def _part_lines(report: CoverageReport, parts: Mapping[str, Table]) -> Iterator[str]:
    """Yield a table with a row for each type or field, and the share done in every locale."""
    yield from _table_head(["", *(f"`{locale}`" for locale in report.coverage.locales)], texts=1)
    for name, table in parts.items():
        shares = (measure_shares(numbers, report.measure).percent for numbers in table.values())
        yield _row([escape_markdown(_part_name(report, name)), *shares])


def _part_name(report: CoverageReport, name: str) -> str:
    type_, _, field = name.partition("/")
    return f"{report.label(type_)} / {report.label(name)}" if field else report.label(name)


def _record_lines(report: CoverageReport) -> Iterator[str]:
    """Yield a row for each record that is not complete everywhere, with a sign per locale."""
    coverage = report.coverage
    legend = ", ".join(f"{SIGNS[status][0]} {trp(*STATUS_WORDS[status])}" for status in RecordStatus)
    yield from _table_head([legend, *(f"`{locale}`" for locale in coverage.locales)], texts=1)
    for key, statuses in (coverage.by_record or {}).items():
        if any(status not in {RecordStatus.COMPLETE, RecordStatus.EXCLUDED} for status in statuses):
            yield _row([f"`{key}`", *(SIGNS[status][0] for status in statuses)])


def _table_head(headings: list[str], texts: int) -> list[str]:
    """Return the head of a table: its first columns are texts, the others numbers."""
    rules = [":--" if number < texts else "--:" for number in range(len(headings))]
    return [_row(headings), _row(rules)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
