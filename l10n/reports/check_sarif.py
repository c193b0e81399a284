"""Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from l10n import __version__
from l10n.checks import CHECKS, Check
from l10n.checks.inspection import Inspection
from l10n.errors import L10nError, Place
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
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(inspection.errors)],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return format_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _invocation(errors: Sequence[L10nError]) -> dict[str, Any]:
    """Return how the run went: not well if something could not be read."""
    said = [
        {"level": "error", "message": {"text": str(error)}, "locations": [_location(error.place)]} for error in errors
    ]
    return {"executionSuccessful": not errors, "toolExecutionNotifications": said}


def _location(place: Place) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(PurePath(place.path).as_posix())},
            "region": {"startLine": max(place.line, 1)},
        }
    }


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
            _location(finding.place) | {"logicalLocations": [{"fullyQualifiedName": finding.key}]},
        ],
        "partialFingerprints": {"l10n/v1": sha256(identity.encode()).hexdigest()},
    }
