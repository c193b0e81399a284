"""An inspection: what all checks found in all files, sorted into what is new, known and silenced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from l10n.checks.baseline import split_known
from l10n.checks.runner import Outcome
from l10n.errors import L10nError
from l10n.findings import Finding, Identity, Severity


class Inspection(Struct, frozen=True, kw_only=True):
    """The result of a run."""

    findings: tuple[Finding, ...] = ()
    """The new ones, by file and line."""
    known: tuple[Finding, ...] = ()
    """Those that the baseline has."""
    silenced: tuple[tuple[Finding, str], ...] = ()
    """Those that somebody means to keep, with the reason."""
    gone: int = 0
    """How many findings of the baseline there are no more."""
    texts: int = 0
    files: int = 0
    errors: tuple[L10nError, ...] = ()
    """What could not be read, and so not be checked."""

    def count(self, severity: Severity) -> int:
        """Return how many new findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def fails(self, level: Severity) -> bool:
        """Tell whether a new finding matters as much as `level`, or more."""
        return any(finding.severity.rank <= level.rank for finding in self.findings)


def gather(outcomes: Iterable[Outcome], baseline: Counter[Identity], *, files: int) -> Inspection:
    """Return what the files' outcomes come to; what a record and its catalog share counts once."""
    everything: list[Finding] = []
    reasons: dict[tuple[str, str, str], str] = {}
    texts = 0
    errors: list[L10nError] = []
    for outcome in outcomes:
        texts += outcome.texts
        errors += outcome.errors
        reasons.update(((s.check, s.key, s.locale), s.reason) for s in outcome.silences if s.reason)
        everything += outcome.findings
    found = _without_repeats(everything)
    reasoned = [(finding, reasons.get((finding.check, finding.key, finding.locale), "")) for finding in found]
    loud = sorted((finding for finding, reason in reasoned if not reason), key=_order)
    new, known = split_known(loud, baseline)
    return Inspection(
        findings=tuple(new),
        known=tuple(known),
        silenced=tuple((finding, reason) for finding, reason in reasoned if reason),
        gone=baseline.total() - len(known),
        texts=texts,
        files=files,
        errors=tuple(errors),
    )


def _without_repeats(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings without those of catalogs that a record has too, about the same text."""
    everything = list(findings)
    in_records = {(one.identity, one.text) for one in everything if _is_in_record(one)}
    return [one for one in everything if _is_in_record(one) or (one.identity, one.text) not in in_records]


def _is_in_record(finding: Finding) -> bool:
    return not finding.place.path.endswith((".po", ".pot"))


def _order(finding: Finding) -> tuple[object, ...]:
    return (finding.place, finding.key, finding.locale, finding.span or (0, 0), finding.check)
