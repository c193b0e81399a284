"""Every check passes and fails where its cases say so, says why it exists, and is documented."""

import re
from pathlib import Path
from typing import Any

import pytest

from l10n.checks import CHECKS, Scope
from l10n.checks.fixing import fixed_text
from l10n.config import parse_schema
from l10n.findings import Finding
from tests.check_cases import FOLDER, find, iter_cases
from tests.sample import CONFIG

ROOT = Path(__file__).parent.parent
PASS, FAIL = list(iter_cases("pass")), list(iter_cases("fail"))


def shown(findings: list[Finding]) -> list[str]:
    return [f"{finding.found!r}: {finding.message}" for finding in findings]


@pytest.mark.parametrize(("name", "case"), [pytest.param(*case[:2], id=case[2]) for case in PASS])
def test_nothing_is_found_where_all_is_well(name: str, case: dict[str, Any]) -> None:
    assert shown(find(name, case)) == []


@pytest.mark.parametrize(("name", "case"), [pytest.param(*case[:2], id=case[2]) for case in FAIL])
def test_what_is_wrong_is_found(name: str, case: dict[str, Any]) -> None:
    findings = find(name, case)
    assert findings
    assert {finding.check for finding in findings} == {name}
    if "found" in case:
        assert [finding.found for finding in findings] == case["found"], shown(findings)
    if "fixed" in case:
        assert fixed_text(case["text"], findings) == case["fixed"]
    for finding in findings:
        assert set(re.findall(r"\{(\w+)\}", finding.says)) == set(finding.values), finding.message


@pytest.mark.parametrize(("name", "case"), [pytest.param(*case[:2], id=case[2]) for case in FAIL if "fixed" in case[1]])
def test_what_was_fixed_is_not_found_again(name: str, case: dict[str, Any]) -> None:
    assert find(name, case | {"text": case["fixed"]}) == []


@pytest.mark.parametrize("name", CHECKS.names)
def test_every_check_has_cases(name: str) -> None:
    assert (FOLDER / f"{name}.toml").exists()


def test_every_file_of_cases_has_a_check() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} <= set(CHECKS.names)


@pytest.mark.parametrize("name", CHECKS.names)
def test_every_check_is_documented(name: str) -> None:
    check = CHECKS[name]
    page, _, anchor = check.page.partition("#")
    sections = re.split(r"^## ", (ROOT / page).read_text(), flags=re.MULTILINE)
    found = [part for part in sections[1:] if part.split("\n")[0].strip().strip("`") == anchor]
    assert len(found) == 1, f"{page} has {len(found)} sections {anchor!r}"
    assert len(found[0].split()) > 15, f"{page}#{anchor} says little"
    assert f"`{check.severity.value}`" in found[0], f"{page}#{anchor} does not say how severe it is"


def test_every_page_of_checks_is_in_the_overview() -> None:
    text = (ROOT / "docs/check.md").read_text()
    assert {page.name for page in (ROOT / "docs/checks").glob("*.md")} == set(
        re.findall(r"\(checks/([a-z]+\.md)\)", text)
    )


def test_the_configuration_shown_is_accepted() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", (ROOT / "docs/check.md").read_text(), re.DOTALL)
    schema = parse_schema(f"{CONFIG}\n{example}")
    assert set(dict(schema.types["event"].fields[-1].checks)) <= set(CHECKS.names)


@pytest.mark.parametrize("name", [name for name in CHECKS.names if CHECKS[name].scope is Scope.UNIT])
def test_no_check_needs_a_locale(name: str) -> None:
    """A foreign catalog may not say which language it is in."""
    for _, case, _ in [case for case in (*PASS, *FAIL) if case[0] == name]:
        find(
            name,
            {key: value for key, value in case.items() if key not in {"texts", "kind"}}
            | {"locale": "", "source-locale": ""},
        )
