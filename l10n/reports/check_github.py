"""Findings as workflow commands, which GitHub shows as annotations beside the lines."""

from __future__ import annotations

from collections.abc import Iterator

from l10n.checks.inspection import Inspection
from l10n.findings import Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def format_github(inspection: Inspection) -> Iterator[str]:
    """Yield a workflow command for every new finding, and for what could not be read.

    See https://docs.github.com/actions, "Workflow commands": in values `%`, line ends, `:` and `,` are escaped.
    """
    for finding in inspection.findings:
        place = f"file={_value(finding.place.path)},line={max(finding.place.line, 1)},title={_value(finding.check)}"
        where = f"{finding.key} [{finding.locale}]" if finding.locale else finding.key
        yield f"::{_COMMANDS[finding.severity]} {place}::{_data(f'{where}: {finding.message}')}"
    for error in inspection.errors:
        place = f"file={_value(error.place.path)},line={max(error.place.line, 1)},title=check"
        yield f"::error {place}::{_data(str(error))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
