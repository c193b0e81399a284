"""What a run of the loop found and did."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from l10n.index import Finding


class Direction(StrEnum):
    """Which way texts go."""

    UPDATE = "update"
    APPLY = "apply"
    SYNC = "sync"


SET_ASIDE = "set-aside"
"""Counts, beside the cases, the translations that became obsolete."""
KEPT = "kept"
"""Counts, beside the cases, the translations that are fresh because their source's meaning is unchanged."""
FOLLOWED = "followed"
"""Counts, beside the cases, the translations that stand under another key now, as their units do."""


class LoopReport(Struct, kw_only=True):
    """What a run found and did."""

    direction: Direction
    dry_run: bool = False
    records: int = 0
    """How many records were looked at; all others are as the last synchronisation left them."""
    is_whole: bool = False
    """Whether all were, so that `counts` speak of the whole collection."""
    counts: dict[str, dict[str, int]] = {}
    """{target locale: {case: units}} of those records."""
    findings: list[Finding] = []
    """What waits for a person, in all records."""
    written: list[str] = []
    """The files written, or that would be."""

    @property
    def needs_person(self) -> bool:
        """Whether a conflict or a refused text waits for a decision."""
        return any(finding.kind in {"conflict", "refused"} for finding in self.findings)
