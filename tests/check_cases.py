"""The cases of the checks: tests/checks/<id>.toml, read and shown to their check."""

import json
import tomllib
from pathlib import Path
from typing import Any

from l10n.checks import CHECKS, CheckedUnit, RecordFacts, Scope
from l10n.checks.plan import Plan
from l10n.checks.runner import check_catalog, check_record, check_unit
from l10n.findings import Finding
from l10n.model import Catalog, Unit
from l10n.record_json import parse_record
from l10n.schema import Field, FieldKind
from tests.sample import SCHEMA

FOLDER = Path(__file__).parent / "checks"
KEY = "event/a/title"
_OWN = {
    "source",
    "source-locale",
    "text",
    "locale",
    "kind",
    "max-length",
    "flags",
    "source-plural",
    "texts",
    "comments",
}
_KNOWN = _OWN | {"why", "dates", "names", "links", "units", "record", "found", "fixed"}


def load_cases(name: str) -> dict[str, list[dict[str, Any]]]:
    """Return the cases of a check: `pass` and `fail`."""
    data = tomllib.loads((FOLDER / f"{name}.toml").read_text())
    assert set(data) == {"pass", "fail"}, f"{name}: expected cases that pass and cases that fail"
    for case in (*data["pass"], *data["fail"]):
        assert set(case) <= _KNOWN, f"{name}: unknown keys {set(case) - _KNOWN}"
    return data


def iter_cases(kind: str):
    """Yield (check, case, id) of one kind for every check that has a file."""
    for name in CHECKS.names:
        if (FOLDER / f"{name}.toml").exists():
            for number, case in enumerate(load_cases(name)[kind], 1):
                yield name, case, f"{name}-{number}"


def find(name: str, case: dict[str, Any]) -> list[Finding]:
    """Return what a check finds in a case."""
    check = CHECKS[name]
    if check.scope is Scope.UNIT:
        return check_unit(_unit(case), Plan([name]).unit_rules(()))
    if check.scope is Scope.CATALOG:
        return _find_in_catalog(name, case)
    record = {"id": "a", "type": "event", "source": "en"} | case["record"]
    data = json.dumps(record).encode()
    return list(check_record(parse_record(data, SCHEMA), SCHEMA, Plan([name]), _surroundings(case)).findings)


def _surroundings(case: dict[str, Any]) -> dict[str, RecordFacts]:
    links = (_facts(**link) for link in case.get("links", ()))
    return {facts.key: facts for facts in links}


def _facts(**values: Any) -> RecordFacts:
    return RecordFacts(**{"is_name": True} | values)


def _unit(case: dict[str, Any]) -> CheckedUnit:
    surroundings = _surroundings(case)
    kind = case.get("kind")
    return CheckedUnit(
        key=case.get("key", KEY),
        text=case["text"],
        locale=case["locale"],
        source=case.get("source", ""),
        source_locale=case.get("source-locale", "en") if "source" in case else case["locale"],
        source_plural=case.get("source-plural"),
        field=Field(name="title", kind=FieldKind(kind), label="Title") if kind else None,
        max_length=case.get("max-length", 0),
        flags=tuple(case.get("flags", ())),
        comments=tuple(case.get("comments", ())),
        others=_texts(case),
        record=RecordFacts(
            key="event/a",
            names=case.get("names", {}),
            dates=case.get("dates", {}),
            references=tuple(surroundings),
        ),
        surroundings=surroundings,
    )


def _texts(case: dict[str, Any]) -> dict[str, str]:
    if "texts" not in case:
        return {}
    source = {case.get("source-locale", "en"): case["source"]} if "source" in case else {}
    return source | case["texts"] | {case["locale"]: case["text"]}


def _find_in_catalog(name: str, case: dict[str, Any]) -> list[Finding]:
    units = [
        Unit(
            key=unit.get("key", KEY),
            source=unit["source"],
            source_plural=unit.get("source-plural"),
            targets=(unit["text"],),
            comments=tuple(unit.get("comments", ())),
        )
        for unit in case["units"]
    ]
    source_locale, schema = case.get("source-locale", "en"), SCHEMA if "kind" in case else None
    catalog, plan = Catalog(units=tuple(units)), Plan([name])
    outcome = check_catalog(catalog, plan, locale=case["locale"], source_locale=source_locale, schema=schema)
    return list(outcome.findings)
