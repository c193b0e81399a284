"""The report of a run of the loop: what went where, and what waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from l10n.index import Finding
from l10n.jsontext import format_json
from l10n.loop_report import FOLLOWED, KEPT, SET_ASIDE, Direction, LoopReport
from l10n.project import BATCHES
from l10n.reports.figures import cell_width, pad
from l10n.sync import Case
from l10n.text import one_line
from l10n.words import markn, number, tr, trn, trp

_DONE = {
    Case.TO_RECORD: markn("translation to records", "translations to records"),
    Case.CONFIRMED: markn("translation confirmed", "translations confirmed"),
    Case.TO_CATALOG: markn("text to catalogs", "texts to catalogs"),
    Case.WITHDRAWN: markn("withdrawn by an editor, now fuzzy", "withdrawn by an editor, now fuzzy"),
    Case.DOUBTED: markn("doubted by a translator", "doubted by a translator"),
    KEPT: markn(
        "translation kept fresh: its source's meaning is unchanged",
        "translations kept fresh: their sources' meaning is unchanged",
    ),
    FOLLOWED: markn("translation followed to its unit's new key", "translations followed to their units' new keys"),
    SET_ASIDE: markn(
        "translation set aside: its record or paragraph is gone",
        "translations set aside: their records or paragraphs are gone",
    ),
}
_OPEN = {
    Case.STALE: markn(
        "stale: the source changed, fuzzy until confirmed", "stale: the source changed, fuzzy until confirmed"
    ),
    Case.DRAFT: markn("draft: not applied, fuzzy until confirmed", "drafts: not applied, fuzzy until confirmed"),
    Case.MISSING: markn("unit missing", "units missing"),
}
_KINDS = {
    "conflict": markn(
        "conflict: changed on both sides; `l10n resolve` settles it",
        "conflicts: changed on both sides; `l10n resolve` settles them",
    ),
    "refused": markn(
        "refused: cannot be held in the record; mend it in the catalog",
        "refused: cannot be held in the record; mend them in the catalog",
    ),
    "copy": markn(
        "copy: equal to the source, not applied; if it needs no translation, add the comment `# l10n: same`",
        "copies: equal to the source, not applied; if they need no translation, add the comment `# l10n: same`",
    ),
}
_SHOWN = 10


def format_loop_json(report: LoopReport) -> str:
    """Return the report as JSON, with its version."""
    value = {"version": 1, **msgspec.to_builtins(report), "needs_person": report.needs_person}
    return format_json(value)


def format_loop_text(report: LoopReport) -> str:
    """Return the report as people read it."""
    lines = [*_counts(report), *_findings(report.findings), *_summary(report)]
    return "\n".join(lines) + "\n"


def _counts(report: LoopReport) -> Iterator[str]:
    for table in (_DONE, _OPEN):
        for case, words in table.items():
            found = {locale: counts[case] for locale, counts in report.counts.items() if counts.get(case)}
            is_total = case is Case.MISSING  # of some records alone it would be taken for the collection's
            if found and (report.is_whole or not is_total):
                parts = ", ".join(f"{locale} {number(count)}" for locale, count in found.items())
                yield f"{_counted(sum(found.values()), words)} ({parts})"


def _findings(findings: Iterable[Finding]) -> Iterator[str]:
    for kind, words in _KINDS.items():
        found = [finding for finding in findings if finding.kind == kind]
        if found:
            yield _counted(len(found), words)
        for finding in found[:_SHOWN]:
            place = f"{finding.path}:{finding.line}" if finding.line else finding.path
            yield f"        {place}: {finding.key}" + (f": {finding.message}" if finding.message else "")
            if kind == "conflict":
                yield from format_sides(finding, indent=12, shorten=_short)
        if len(found) > _SHOWN:
            yield f"        {_more(len(found) - _SHOWN)}"


def _counted(count: int, words: tuple[str, str]) -> str:
    """Return a line that begins with a number, in a column of numbers."""
    return f"{number(count):>7} {trn(*words, count)}"


def _more(count: int) -> str:
    return trn("and {n} more; `--format json` lists all", "and {n} more; `--format json` lists all", count)


def format_sides(finding: Finding, *, indent: int, shorten: Callable[[str], str] = str) -> Iterator[str]:
    """Yield the texts of a conflict, one below the other: each that differs."""
    texts = [(trp("side", "source"), finding.source)] if finding.source else []
    texts.append((trp("side", "record"), finding.record))
    if not is_between_roles(finding):
        texts.append((trp("side", "catalog"), finding.catalog))
    width = max(cell_width(name) for name, _ in texts)
    for name, text in texts:
        yield f"{'':{indent}}{pad(f'{name}:', width + 1)} {shorten(text)}"


def is_between_roles(finding: Finding) -> bool:
    """Tell whether a conflict is between source and record alone: the two swapped roles, and the catalog has no third.

    >>> sides = {"kind": "conflict", "key": "event/a/title", "locale": "ru", "path": "a.po", "source": "Terors"}
    >>> is_between_roles(Finding(record="Террор", catalog="Террор", **sides))
    True
    >>> is_between_roles(Finding(record="Террор", catalog="Ужас", **sides))
    False
    """
    return bool(finding.source) and finding.catalog == finding.record


def _short(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= 70 else text[:69] + "…"  # noqa: PLR2004 (a line of a terminal)


def _summary(report: LoopReport) -> Iterator[str]:
    count = len(report.written)
    if report.dry_run:
        would = trn("{n} file would change", "{n} files would change", count)
        yield f"{report.direction}: {would}" + (":" if count else f"; {tr('nothing to do')}")
        yield from (f"  {path}" for path in report.written[:_SHOWN])
        if count > _SHOWN:
            yield f"  {_more(count - _SHOWN)}"
    elif count:
        yield f"{report.direction}: {trn('{n} file written', '{n} files written', count)}. {_next_step(report)}"
    else:
        yield f"{report.direction}: {tr('nothing changed.')}"


def _next_step(report: LoopReport) -> str:
    if report.needs_person:
        return tr("Next: `l10n resolve`, or mend the entries named above.")
    if report.direction is Direction.UPDATE:
        return tr("Next: translate in locales/, then `l10n sync`.")
    if any(path.startswith(f"{BATCHES}/") for path in report.written):
        return tr("Next: `l10n coverage` shows what is missing; commit records/, locales/ and batches/ together.")
    return tr("Next: `l10n coverage` shows what is missing; commit records/ and locales/ together.")
