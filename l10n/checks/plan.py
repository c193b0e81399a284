"""The plan: which checks a run does, and how much each matters where."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from msgspec import Struct

from l10n.checks import CHECKS, Check, Remark, Scope
from l10n.findings import OFF, Severity
from l10n.schema import Levels, Schema

Rules = tuple[tuple[Check, Severity, Callable[[Any], Iterable[Remark]]], ...]
"""Checks, how much each matters, and the function that says what is wrong."""


class UnitRules(Struct, frozen=True, kw_only=True):
    """The unit checks for one field, by what they are shown."""

    sources: Rules
    targets: Rules
    copies: Rules


class Plan:
    """Which checks a run does, and how much each matters where."""

    def __init__(
        self, names: Collection[str] = (), *, locales: Collection[str] = (), takes_fuzzy: bool = False
    ) -> None:
        """Take the ids of the checks to do and the locales to do them in (none: all)."""
        self._checks = [CHECKS[name] for name in (names or CHECKS.names)]
        self._locales = frozenset(locales)
        self._by_levels: dict[tuple[Scope, Levels], Rules] = {}
        self._unit_rules: dict[Levels, UnitRules] = {}
        self.takes_fuzzy = takes_fuzzy

    def covers(self, locale: str) -> bool:
        """Tell whether a locale's texts are to be checked."""
        return not self._locales or locale in self._locales

    def rules(self, scope: Scope, levels: Levels) -> Rules:
        """Return the checks of a scope that are on, with the severity that they have there."""
        found = self._by_levels.get((scope, levels))
        if found is None:
            said = dict(levels)
            pairs = ((check, said.get(check.id, check.severity)) for check in self._checks if check.scope is scope)
            found = tuple((check, Severity(level), check.rule) for check, level in pairs if level != OFF)
            self._by_levels[scope, levels] = found
        return found

    def unit_rules(self, levels: Levels) -> UnitRules:
        """Return the unit checks that are on, by what they are shown."""
        found = self._unit_rules.get(levels)
        if found is None:
            rules = self.rules(Scope.UNIT, levels)
            found = self._unit_rules[levels] = UnitRules(
                sources=tuple(rule for rule in rules if rule[0].sources),
                targets=tuple(rule for rule in rules if rule[0].targets),
                copies=tuple(rule for rule in rules if rule[0].copies),
            )
        return found

    def asks_for_records(self, schema: Schema) -> bool:
        """Tell whether a check that is on anywhere asks for the names of linked records."""
        levels = [schema.checks, *(type_.checks for type_ in schema.types.values())]
        levels += [field.checks for type_ in schema.types.values() for field in type_.fields]
        return any(check.linked for scope in Scope for found in levels for check, *_ in self.rules(scope, found))
