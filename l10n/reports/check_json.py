"""Findings as JSON, for programs; `docs/check.schema.json` describes it."""

from __future__ import annotations

from typing import Any

from l10n.checks import CHECKS
from l10n.checks.inspection import Inspection
from l10n.findings import Finding, Severity
from l10n.jsontext import format_json


def format_check_json(inspection: Inspection) -> str:
    """Return an inspection as JSON; what is known or silenced is there too, and says so."""
    return format_json(
        {
            "version": 1,
            "texts": inspection.texts,
            "files": inspection.files,
            "counts": {severity.value: inspection.count(severity) for severity in Severity},
            "findings": [
                *(_finding_value(finding, "new") for finding in inspection.findings),
                *(_finding_value(finding, "known") for finding in inspection.known),
                *(_finding_value(finding, "ignored") | {"reason": why} for finding, why in inspection.silenced),
            ],
            "errors": [str(error) for error in inspection.errors],
        }
    )


def _finding_value(finding: Finding, status: str) -> dict[str, Any]:
    value: dict[str, Any] = {
        "check": finding.check,
        "severity": finding.severity.value,
        "status": status,
        "key": finding.key,
        "locale": finding.locale,
        "path": finding.place.path,
        "line": finding.place.line,
        "message": finding.message,
        "text": finding.text,
        "span": list(finding.span) if finding.span else None,
    }
    return value | ({"fix": finding.fix} if finding.fix is not None else {})


def check_values() -> list[dict[str, Any]]:
    """Return what is known of every check, for `l10n check --list`."""
    checks = [CHECKS[name] for name in CHECKS.names]
    return [
        {
            "id": check.id,
            "severity": check.severity.value,
            "sees": check.scope.value,
            "holds": check.holds,
            "why": check.why,
            "page": check.page,
        }
        for check in checks
    ]
