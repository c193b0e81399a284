"""Checks: rules that texts, catalogs and records keep to; one module a family.

    @check("double-space", Severity.WARNING, sources=True)
    def double_space(unit: CheckedUnit) -> Iterable[Remark]:
        '''Words are separated by one space.

        Two look like a missing word, and break searches.
        '''

A check's docstring says what must hold and, after a blank line, why it matters. A check returns its remarks; `()` is
the quick way to say that there are none. It is never shown what is obsolete or missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar

from msgspec import Struct

from l10n.checks.context import CheckedCatalog, CheckedRecord, CheckedUnit, RecordFacts, Remark, remark
from l10n.findings import Severity
from l10n.registry import Registry

__all__ = [
    "CHECKS",
    "Check",
    "CheckedCatalog",
    "CheckedRecord",
    "CheckedUnit",
    "RecordFacts",
    "Remark",
    "Scope",
    "Severity",
    "catalog_check",
    "check",
    "record_check",
    "remark",
]

_UnitRule = TypeVar("_UnitRule", bound=Callable[[CheckedUnit], Iterable[Remark]])
_CatalogRule = TypeVar("_CatalogRule", bound=Callable[[CheckedCatalog], Iterable[Remark]])
_RecordRule = TypeVar("_RecordRule", bound=Callable[[CheckedRecord], Iterable[Remark]])


class Scope(StrEnum):
    """What a check sees at once."""

    UNIT = "unit"
    CATALOG = "catalog"
    RECORD = "record"


class Check(Struct, frozen=True, kw_only=True):
    """A rule, and what is known of it."""

    id: str
    severity: Severity
    """How much its findings matter, unless `l10n.toml` says otherwise."""
    scope: Scope
    family: str
    """The module that has it, and the page of the documentation: `docs/checks/FAMILY.md#ID`."""
    holds: str
    """What must hold."""
    why: str
    """Why it matters."""
    rule: Callable[[Any], Iterable[Remark]]
    sources: bool = False
    """Whether a unit check sees source texts too."""
    targets: bool = True
    """Whether a unit check sees translations."""
    copies: bool = False
    """Whether a unit check sees translations that equal their source, which others are not shown."""
    linked: bool = False
    """Whether it asks for the names of linked records, for which all records are read first."""

    @property
    def page(self) -> str:
        """Where it is documented."""
        return f"docs/checks/{self.family}.md#{self.id}"


CHECKS = Registry[Check](
    "check",
    modules=(
        "l10n.checks.character",
        "l10n.checks.dates",
        "l10n.checks.facts",
        "l10n.checks.language",
        "l10n.checks.loss",
        "l10n.checks.markup",
        "l10n.checks.names",
        "l10n.checks.punctuation",
        "l10n.checks.quotation",
        "l10n.checks.sameness",
        "l10n.checks.silence",
        "l10n.checks.space",
    ),
)


def check(  # noqa: PLR0913 (options of a decorator)
    name: str,
    severity: Severity,
    *,
    sources: bool = False,
    targets: bool = True,
    copies: bool = False,
    linked: bool = False,
) -> Callable[[_UnitRule], _UnitRule]:
    """Return the decorator that registers a check of one text; see `Check` for the options."""

    def keep(rule: _UnitRule) -> _UnitRule:
        options = {"sources": sources, "targets": targets, "copies": copies, "linked": linked}
        _register(name, severity, Scope.UNIT, rule, options)
        return rule

    return keep


def catalog_check(name: str, severity: Severity) -> Callable[[_CatalogRule], _CatalogRule]:
    """Return the decorator that registers a check of all units of a catalog together."""

    def keep(rule: _CatalogRule) -> _CatalogRule:
        _register(name, severity, Scope.CATALOG, rule, {})
        return rule

    return keep


def record_check(name: str, severity: Severity, *, linked: bool = False) -> Callable[[_RecordRule], _RecordRule]:
    """Return the decorator that registers a check of a record in all its locales."""

    def keep(rule: _RecordRule) -> _RecordRule:
        _register(name, severity, Scope.RECORD, rule, {"linked": linked})
        return rule

    return keep


def _register(
    name: str, severity: Severity, scope: Scope, rule: Callable[[Any], Iterable[Remark]], options: dict[str, bool]
) -> None:
    holds, _, why = (rule.__doc__ or "").partition("\n\n")
    if not holds.strip() or not why.strip():
        expected = "expected a docstring that says after a blank line why it matters"
        raise ValueError(f"the check {name!r} has no rationale, {expected}")
    found = Check(
        id=name,
        severity=severity,
        scope=scope,
        family=rule.__module__.rpartition(".")[2],
        holds=" ".join(holds.split()),
        why=" ".join(why.split()),
        rule=rule,
        **options,
    )
    CHECKS.register(name)(found)
