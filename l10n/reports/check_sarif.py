"""Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from l10n import __version__
from l10n.checks import CHECKS, Check
from l10n.checks.inspection import Inspection
from l10n.findings import Finding, Severity
from l10n.jsontext import format_json

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def format_sarif(inspection: Inspection) -> str:
    """Return an inspection as SARIF; what is known or silenced is there too, and says so."""
    used = sorted({finding.check for finding in _all(inspection)})
    driver = {
        "name": "l10n",
        "version": __version__,
        "rules": [_rule(CHECKS[name]) for name in used],
    }
    results = [_result(finding, used, "new") for finding in inspection.findings]
    results += [_result(finding, used, "unchanged") for finding in inspection.known]
    results += [
        _result(finding, used, "unchanged") | {"suppressions": [{"kind": "inSource", "justification": why}]}
        for finding, why in inspection.silenced
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return format_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _all(inspection: Inspection) -> Iterator[Finding]:
    yield from inspection.findings
    yield from inspection.known
    yield from (finding for finding, _ in inspection.silenced)


def _rule(check: Check) -> dict[str, Any]:
    return {
        "id": check.id,
        "shortDescription": {"text": check.holds},
        "fullDescription": {"text": check.why},
        "help": {
            "text": f"{check.holds} {check.why}",
            "markdown": f"{check.holds}\n\n{check.why}\n\nSee {check.page}.",
        },
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
    }


def _result(finding: Finding, rules: Iterable[str], state: str) -> dict[str, Any]:
    identity = f"{finding.check}\0{finding.key}\0{finding.locale}\0{finding.identity.found}"
    where = f"{finding.key} [{finding.locale}]" if finding.locale else finding.key
    return {
        "ruleId": finding.check,
        "ruleIndex": list(rules).index(finding.check),
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{where}: {finding.message}"},
        "baselineState": state,
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(PurePath(finding.place.path).as_posix())},
                    "region": {"startLine": max(finding.place.line, 1)},
                },
                "logicalLocations": [{"fullyQualifiedName": finding.key}],
            }
        ],
        "partialFingerprints": {"l10n/v1": sha256(identity.encode()).hexdigest()},
    }
