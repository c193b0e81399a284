"""Silences: findings that a person has looked at and means to keep, each with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from l10n.checks import CHECKS, CheckedUnit, Remark, Severity, check, remark
from l10n.records import IGNORE, Record
from l10n.words import mark

_COMMENT = re.compile(
    r"l10n:\s*ignore\s+(?P<ids>[a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)(?:\s+[-–—:]+\s*(?P<reason>.*\S))?\s*"
)


class Silence(Struct, frozen=True, kw_only=True):
    """A person's word that one check is wrong about one unit in one locale."""

    check: str
    key: str
    locale: str
    reason: str
    """Empty where nobody gave one: then the silence does not hold."""


def find_silences(comments: Iterable[str], key: str, locale: str) -> Iterator[Silence]:
    """Yield the silences that a unit's translator comments hold, those without a reason too.

    >>> [s.reason for s in find_silences(["l10n: ignore double-space, end-mark - as in print"], "k", "lv")]
    ['as in print', 'as in print']
    """
    for comment in comments:
        if "ignore" in comment and (match := _COMMENT.fullmatch(comment.strip())):
            for name in re.split(r"\s*,\s*", match["ids"]):
                yield Silence(check=name, key=key, locale=locale, reason=match["reason"] or "")


def record_silences(record: Record) -> Iterator[Silence]:
    """Yield the silences that a record holds."""
    for match in filter(None, map(IGNORE.fullmatch, record.ignore)):
        key = f"{record.key}/{match['path']}"
        yield Silence(check=match["check"], key=key, locale=match["locale"], reason=match["reason"])


@check("silence", Severity.WARNING, copies=True)
def silence(unit: CheckedUnit) -> Iterable[Remark]:
    """A comment that silences a check names one that exists, and gives a reason.

    Without the reason nobody knows later whether it still holds; a misspelled name silences nothing.
    """
    return _silence_remarks(unit) if unit.comments else ()


def _silence_remarks(unit: CheckedUnit) -> Iterator[Remark]:
    for found in find_silences(unit.comments, unit.key, unit.locale):
        if found.check not in CHECKS.names:
            yield remark(mark("found a comment that ignores {name}, expected a check's name"), name=repr(found.check))
        elif not found.reason:
            says = mark("found a comment that ignores {name} without a reason, expected `- REASON` behind it")
            yield remark(says, name=found.check)
