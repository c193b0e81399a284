"""The report of a run of the loop: what went where, and what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from l10n.index import Finding
from l10n.loop import Direction, LoopReport
from l10n.sync import Case
from l10n.text import one_line

_DONE = {
    Case.TO_RECORD: "translations to records",
    Case.CONFIRMED: "translations confirmed",
    Case.TO_CATALOG: "texts to catalogs",
    Case.WITHDRAWN: "withdrawn by an editor, now fuzzy",
    Case.DOUBTED: "doubted by a translator",
}
_OPEN = {
    Case.STALE: "stale: the source changed, fuzzy until confirmed",
    Case.DRAFT: "drafts: not applied, fuzzy until confirmed",
    Case.MISSING: "missing",
}
_KINDS = {
    "conflict": "changed on both sides; `l10n resolve` settles it",
    "refused": "cannot be held in the record; mend it in the catalog",
    "copy": "equal to the source, not applied; if it needs no translation, add the comment `# l10n: same`",
}
_SHOWN = 10


def format_loop_json(report: LoopReport) -> str:
    """Return the report as JSON, with its version."""
    value = {"version": 1, **msgspec.to_builtins(report), "needs_person": report.needs_person}
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n"


def format_loop_text(report: LoopReport) -> str:
    """Return the report as people read it."""
    lines = [*_counts(report), *_findings(report.findings), *_summary(report)]
    return "\n".join(lines) + "\n"


def _counts(report: LoopReport) -> Iterator[str]:
    for table in (_DONE, _OPEN):
        for case, words in table.items():
            found = {locale: counts[case] for locale, counts in report.counts.items() if counts.get(case)}
            if found:
                parts = ", ".join(f"{locale} {count:,}" for locale, count in found.items())
                yield f"{sum(found.values()):7,} {words} ({parts})"


def _findings(findings: Iterable[Finding]) -> Iterator[str]:
    for kind, words in _KINDS.items():
        found = [finding for finding in findings if finding.kind == kind]
        if found:
            yield f"{len(found):7,} {kind}: {words}"
        for finding in found[:_SHOWN]:
            place = f"{finding.path}:{finding.line}" if finding.line else finding.path
            yield f"        {place}: {finding.key}" + (f": {finding.message}" if finding.message else "")
            if kind == "conflict":
                yield f"            record:  {_short(finding.record)}"
                yield f"            catalog: {_short(finding.catalog)}"
        if len(found) > _SHOWN:
            yield f"        and {len(found) - _SHOWN:,} more; `--format json` lists all"


def _short(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= 70 else text[:69] + "…"  # noqa: PLR2004 (a line of a terminal)


def _summary(report: LoopReport) -> Iterator[str]:
    count = len(report.written)
    files = f"{count:,} file{'' if count == 1 else 's'}"
    if report.dry_run:
        yield f"{report.direction}: {files} would change" + (":" if count else "; nothing to do")
        yield from (f"  {path}" for path in report.written[:_SHOWN])
        if count > _SHOWN:
            yield f"  and {count - _SHOWN:,} more; `--format json` lists all"
    elif count:
        yield f"{report.direction}: {files} written. {_next_step(report)}"
    else:
        yield f"{report.direction}: nothing changed."


def _next_step(report: LoopReport) -> str:
    if report.needs_person:
        return "Next: `l10n resolve`, or mend the entries named above."
    if report.direction is Direction.UPDATE:
        return "Next: translate in locales/, then `l10n sync`."
    return "Next: `l10n coverage` shows what is missing; commit records/ and locales/ together."
