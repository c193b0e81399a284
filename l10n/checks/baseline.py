"""The baseline: the findings that a collection had when somebody decided that only new ones count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from l10n.errors import ErrorCollector, ParseError, Place
from l10n.findings import Finding, Identity

_DECODER = msgspec.json.Decoder(Identity)


def parse_baseline(data: bytes, path: str = "") -> Counter[Identity]:
    """Return how often each finding stands in a baseline: JSON, one finding a line.

    >>> parse_baseline(b'{"check":"entity","key":"a/b/c","locale":"lv","found":"&amp;"}').total()
    1
    """
    errors = ErrorCollector()
    found: Counter[Identity] = Counter()
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            try:
                found[_DECODER.decode(line)] += 1
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                expected = "expected a finding as `l10n check --update-baseline` writes it"
                errors.add(ParseError(f"{str(error)[:1].lower()}{str(error)[1:]}, {expected}", Place(path, number)))
    errors.raise_all()
    return found


def format_baseline(findings: Iterable[Finding]) -> bytes:
    """Return a baseline with these findings, sorted, so that branches that change it merge."""
    identities = sorted(finding.identity for finding in findings)
    return b"".join(msgspec.json.encode(identity) + b"\n" for identity in identities)


def split_known(findings: Iterable[Finding], baseline: Counter[Identity]) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that a baseline has not, and those that it has."""
    left = Counter(baseline)
    new: list[Finding] = []
    known: list[Finding] = []
    for finding in findings:
        is_known = left[finding.identity] > 0
        left[finding.identity] -= is_known
        (known if is_known else new).append(finding)
    return new, known
