"""Findings as text for people: grouped by file and text, with the place in the text marked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from l10n.checks import CHECKS
from l10n.checks.inspection import Inspection
from l10n.errors import Place
from l10n.findings import Finding, Severity
from l10n.reports.figures import cell_width
from l10n.reports.visible import escaped_text, visible_text
from l10n.words import markn, markp, tr, trn, trp

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_WORDS = {
    # Translators: how much a finding matters.
    Severity.ERROR: markp("severity", "error"),
    Severity.WARNING: markp("severity", "warning"),
    Severity.INFO: markp("severity", "info"),
}
_COUNTS = {
    Severity.ERROR: markn("{n} error", "{n} errors"),
    Severity.WARNING: markn("{n} warning", "{n} warnings"),
    Severity.INFO: markn("{n} note", "{n} notes"),
}
_AROUND = 30
"""How many characters of the text stand before and behind the marked ones."""
_LEAST = 60
"""The least width of a list of checks."""
_SEVERITY = 9
"""The columns that a severity takes in a list, with the space behind it."""
_MARKED = 40
"""How many of the marked ones are shown."""


def format_findings(inspection: Inspection, *, color: bool = False, encoding: str = "utf-8") -> Iterator[str]:
    """Yield the lines that show the new findings: per text its place, per finding what is wrong, and the spot.

    The texts in them can be written in the encoding, and the marks stand below what is meant.
    """
    for number, (head, group) in enumerate(groupby(inspection.findings, _head)):
        if number:
            yield ""
        place, key, locale = head
        yield _colored(
            f"{place}: {visible_text(key)} [{locale}]" if locale else f"{place}: {visible_text(key)}", "1", color=color
        )
        for finding in group:
            word = _colored(trp(*_WORDS[finding.severity]), _COLORS[finding.severity], color=color)
            yield f"  {word}: {visible_text(finding.message)} ({finding.check})"
            if finding.span and finding.text:
                yield from _spot(finding, encoding, color=color)


def _head(finding: Finding) -> tuple[str, str, str]:
    return str(Place(finding.place.path, finding.place.line)), finding.key, finding.locale


def _spot(finding: Finding, encoding: str, *, color: bool) -> Iterator[str]:
    """Yield a piece of the text, and a line of marks below what is meant."""
    start, end = finding.span or (0, 0)
    before = ("…" if start > _AROUND else "") + visible_text(finding.text[max(start - _AROUND, 0) : start])
    found = visible_text(finding.text[start : min(end, start + _MARKED)])
    after = visible_text(finding.text[end : end + _AROUND]) + ("…" if end + _AROUND < len(finding.text) else "")
    before, found, after = (escaped_text(part, encoding) for part in (before, found, after))
    yield f"    {before}{found}{after}"
    yield f"    {' ' * cell_width(before)}{_colored('^' * max(cell_width(found), 1), '31', color=color)}"


def _colored(text: str, code: str, *, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text


def format_summary(inspection: Inspection) -> str:
    """Return one line that says how much was found in how much."""
    counts = [trn(*_COUNTS[severity], count) for severity in Severity if (count := inspection.count(severity))]
    parts = [", ".join(counts) or tr("nothing found")]
    parts.append(trn("in {n} text", "in {n} texts", inspection.texts))
    extras = []
    if inspection.known:
        extras.append(trn("{n} known from the baseline", "{n} known from the baseline", len(inspection.known)))
    if inspection.silenced:
        extras.append(trn("{n} ignored with a reason", "{n} ignored with a reason", len(inspection.silenced)))
    if inspection.gone:
        extras.append(trn("{n} of the baseline gone", "{n} of the baseline gone", inspection.gone))
    return " ".join(parts) + (f" ({'; '.join(extras)})" if extras else "")


def format_checks(width: int) -> Iterator[str]:
    """Yield lines of at most `width` columns, where that is possible: each check's id, severity, and what must hold."""
    from textwrap import wrap

    column = max(map(len, CHECKS.names)) + 2
    indent = " " * (column + _SEVERITY)
    for name in CHECKS.names:
        check = CHECKS[name]
        head = f"{name:{column}}{check.severity.value:{_SEVERITY}}"
        yield from wrap(
            check.holds, max(width, _LEAST), initial_indent=head, subsequent_indent=indent, break_on_hyphens=False
        )
