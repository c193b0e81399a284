"""Rules for every test: the same examples each time, and no skips in CI.

`HYPOTHESIS_PROFILE=search` looks for new examples, many and random, instead of the steady ones.
"""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("search", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


LOCALE_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""What says which language programs speak to the developer."""


@pytest.fixture(autouse=True, scope="session")
def english():
    """Make l10n and the programs that tests run speak English, whatever the developer's language."""
    with pytest.MonkeyPatch.context() as patch:
        for name in LOCALE_VARIABLES:
            patch.delenv(name, raising=False)
        patch.setenv("LC_ALL", "C.UTF-8")
        yield


def is_ci() -> bool:
    """Return whether CI runs the tests: there, a skipped test is one that nobody ran."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false", "no"}


def list_skips(config: pytest.Config) -> list[str]:
    """Return `place: reason` of every skipped test or module, in the order in which they came."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    reports = reporter.stats.get("skipped", []) if reporter else []
    return [f"{report.nodeid}: {describe_skip(report)}" for report in reports]


def describe_skip(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return why a test was skipped, without pytest's own `Skipped: `."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return reason.removeprefix("Skipped: ")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if is_ci() and session.exitstatus == pytest.ExitCode.OK and list_skips(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    skips = list_skips(config)
    if is_ci() and skips:
        terminalreporter.section("skipped, which fails where CI is set", red=True)
        for skip in skips:
            terminalreporter.line(skip)


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """A copy of the repository's own collection."""
    root = Path(__file__).parent.parent
    for name in ("records", "locales"):
        shutil.copytree(root / name, tmp_path / name)
    shutil.copy(root / "l10n.toml", tmp_path)
    return tmp_path
