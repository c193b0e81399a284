"""Findings as JUnit XML, for build servers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from l10n.checks.inspection import Inspection
from l10n.errors import L10nError
from l10n.findings import Finding, Severity

if TYPE_CHECKING:
    from lxml import etree

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (section 2.2)."""


def format_junit(inspection: Inspection, level: Severity) -> str:
    """Return an inspection as JUnit XML: a suite a file, a case a finding, a failure from `level` on.

    What could not be read is an error, in a suite of its own.
    """
    from lxml import etree

    by_path: dict[str, list[tuple[Finding, str]]] = {}
    for finding in inspection.findings:
        by_path.setdefault(finding.place.path, []).append((finding, ""))
    for finding, reason in inspection.silenced:
        by_path.setdefault(finding.place.path, []).append((finding, reason))
    root = etree.Element("testsuites", name="l10n check")
    for path, pairs in sorted(by_path.items()):
        failed = sum(not reason and finding.severity.rank <= level.rank for finding, reason in pairs)
        skipped = sum(bool(reason) for _, reason in pairs)
        numbers = {"tests": str(len(pairs)), "failures": str(failed), "errors": "0", "skipped": str(skipped)}
        suite = etree.SubElement(root, "testsuite", {"name": _xml(path), **numbers})
        for finding, reason in pairs:
            _add_case(suite, finding, reason, level)
    if inspection.errors:
        _add_errors(root, inspection.errors)
    elif not by_path:
        suite = etree.SubElement(root, "testsuite", name="l10n check", tests="1", failures="0", errors="0", skipped="0")
        etree.SubElement(suite, "testcase", classname="l10n", name="check")
    data: bytes = etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8")
    return data.decode()


def _add_errors(root: etree._Element, errors: Sequence[L10nError]) -> None:
    from lxml import etree

    count = str(len(errors))
    numbers = {"tests": count, "failures": "0", "errors": count, "skipped": "0"}
    suite = etree.SubElement(root, "testsuite", {"name": "l10n check", **numbers})
    for error in errors:
        case = etree.SubElement(suite, "testcase", classname="l10n", name=_xml(error.place.path or "check"))
        etree.SubElement(case, "error", message=_xml(error.message)).text = _xml(str(error))


def _add_case(suite: etree._Element, finding: Finding, reason: str, level: Severity) -> None:
    from lxml import etree

    name = f"{finding.check}: {finding.key} [{finding.locale}]"
    case = etree.SubElement(suite, "testcase", classname=_xml(finding.check), name=_xml(name))
    text = _xml(f"{finding.place.path}:{finding.place.line}: {finding.message}")
    if reason:
        etree.SubElement(case, "skipped", message=_xml(reason))
    elif finding.severity.rank <= level.rank:
        etree.SubElement(case, "failure", type=finding.severity.value, message=_xml(finding.message)).text = text
    else:
        etree.SubElement(case, "system-out").text = text


def _xml(text: str) -> str:
    """Return a text with what XML cannot hold as U+FFFD."""
    return _NOT_XML.sub("\ufffd", text)
