"""Fixing: texts with what is safe to repair put right."""

from __future__ import annotations

from collections.abc import Iterable

from l10n.findings import Finding


def fixed_text(text: str, findings: Iterable[Finding]) -> str:
    """Return a text with the fixes of its findings; of those that overlap the first counts, and the rest waits.

    Findings that are about another version of the text are left out.
    """
    fixes = [(finding.span or (0, len(text)), finding.fix) for finding in findings if finding.text == text]
    pieces: list[str] = []
    position = 0
    for (start, end), fix in sorted((span, fix) for span, fix in fixes if fix is not None):
        if start >= position:
            pieces += (text[position:start], fix)
            position = end
    return "".join(pieces) + text[position:]
