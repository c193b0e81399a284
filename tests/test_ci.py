"""What is ready for CI: the steps of the action run as GitHub runs them, and hooks call commands that exist."""

import os
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from l10n.cli import COMMANDS, command_parser
from l10n.config import parse_schema
from tests.repository import Repository

ROOT = Path(__file__).parent.parent
ACTION = (ROOT / "action.yml").read_text()
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text()


def defaults():
    """Return the action's inputs with their defaults."""
    inputs, _, _ = ACTION.partition("\nruns:")
    return dict(re.findall(r'^  ([a-z-]+):\n    description: .*\n    default: "(.*)"$', inputs, re.MULTILINE))


def step(name):
    """Return the environment of a step, {variable: input}, and its script."""
    _, _, rest = ACTION.partition(f"- name: {name}\n")
    text, _, _ = rest.partition("\n    - ")
    environment = dict(re.findall(r"^        ([A-Z]+): \$\{\{ inputs\.([a-z-]+) \}\}$", text, re.MULTILINE))
    return environment, dedent(text.partition("run: |\n")[2])


def install(program):
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m l10n "$@"\n')
    program.chmod(0o755)
    return program


@pytest.fixture
def runner(demo, tmp_path):
    """What runs a step in the demo collection, as `shell: bash` does, l10n being installed."""
    install(tmp_path / "temp/l10n/bin/l10n")
    summary = tmp_path / "summary.md"

    def run(name, **inputs):
        variables, script = step(name)
        values = defaults() | {key.replace("_", "-"): value for key, value in inputs.items()}
        environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "RUNNER_TEMP": str(tmp_path / "temp"),
            "GITHUB_STEP_SUMMARY": str(summary),
            **{variable: values[key] for variable, key in variables.items()},
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        done = subprocess.run(command, cwd=demo, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, summary.read_text() if summary.exists() else ""

    return run


def test_inputs():
    assert defaults().keys() == {"directory", "validate", "gates", "summary", "python-version"}
    documented = (ROOT / "docs/ci.md").read_text()
    for name, value in defaults().items():
        assert re.search(rf"^\| `{name}` \| .* \| `{re.escape(value)}` \|$", documented, re.MULTILINE)
    used = set(re.findall(r"\$\{\{ inputs\.([a-z-]+) \}\}", ACTION)) | set(re.findall(r"if: inputs\.([a-z-]+)", ACTION))
    assert used == defaults().keys()
    assert all("${{" not in step(name)[1] for name in ("Install l10n", "Validate", "Coverage"))


def test_a_sound_collection_is_valid(runner, demo):
    assert runner("Validate")[0] == 0
    (demo / "records/event/bad.json").write_text("{")
    assert runner("Validate")[0] != 0


@pytest.mark.parametrize(
    ("inputs", "status", "annotations", "has_summary"),
    [
        pytest.param({"gates": "--fail-under ru=90,lv=30"}, 0, ["notice", "notice"], True, id="passed"),
        pytest.param({"gates": "--fail-under ru=90,lv=99"}, 1, ["notice", "error"], True, id="missed"),
        pytest.param({"gates": ""}, 0, [], True, id="no gate"),
        pytest.param({"gates": "--fail-under ru=90", "summary": "none"}, 0, ["notice"], False, id="no summary"),
        pytest.param({"gates": "--fail-under ru=90", "summary": "--by field"}, 0, ["notice"], True, id="by field"),
        pytest.param({"gates": "--fail-under lv=90", "summary": "none"}, 1, ["error"], False, id="missed, no summary"),
        pytest.param(
            {"gates": "--fail-under lv=50", "summary": "--measure words"}, 1, ["error"], True, id="measured otherwise"
        ),
        pytest.param({"gates": "--fail-under ru=90\n--gate\n", "summary": "none\n"}, 2, [], False, id="several lines"),
        pytest.param(
            {"gates": "--fail-under\n  lv=99\n", "summary": "--by\nfield\n"}, 1, ["error"], True, id="on lines"
        ),
        pytest.param({"gates": "\n", "summary": "\n"}, 0, [], True, id="empty lines"),
        pytest.param({"gates": "--update-ratchet", "summary": "--type event"}, 0, None, True, id="ratchet, one type"),
        pytest.param({}, 2, [], False, id="no gate in l10n.toml"),
        pytest.param({"gates": "--fail-under xx=90"}, 2, [], False, id="wrong"),
        pytest.param({"directory": "no where; exit 0"}, 2, [], False, id="no such folder"),
    ],
)
def test_coverage(runner, inputs, status, annotations, has_summary):
    code, out, summary = runner("Coverage", **inputs)
    assert code == status
    found = re.findall(r"^::(error|notice) ", out, re.MULTILINE)
    assert found == (["notice"] * len(found) if annotations is None else annotations)
    assert "passed" not in summary  # what gates found is said once
    assert ("| `lv` |" in summary) is has_summary


@pytest.mark.parametrize("entry", re.findall(r"^  entry: (.*)$", HOOKS, re.MULTILINE))
def test_hooks_call_commands_that_exist(entry):
    program, command, *options = entry.split()
    assert program == "l10n"
    assert command in COMMANDS
    command_parser(command).parse_args([*options, "-C", "folder"])


@pytest.mark.parametrize("hook", HOOKS.split("\n- id: ")[1:], ids=lambda hook: hook.partition("\n")[0])
def test_every_hook_runs_whatever_a_commit_has(hook):
    """pre-commit looks at files that there are: with a filter it skips a commit that only deletes records."""
    assert "\n  always_run: true\n" in hook
    assert "\n  pass_filenames: false\n" in hook
    assert "\n  files:" not in hook


def test_a_job_commits_the_ratchet_where_it_is_new_or_higher(demo, monkeypatch):
    script = re.search(r"```sh\n(.*?)```", (ROOT / "docs/ci.md").read_text(), re.DOTALL)
    assert script is not None
    monkeypatch.setenv("PATH", f"{install(demo.parent / 'bin/l10n').parent}:{os.environ['PATH']}")
    repository = Repository(demo, has_driver=False)
    repository.commit()

    def raise_ratchet():
        repository.run("bash", "-c", script[1])
        return repository.git("log", "--format=%s").splitlines().count("Raise the ratchet")

    assert [raise_ratchet(), raise_ratchet()] == [1, 1]
    held = repository.read("coverage-ratchet.toml")
    repository.commit({"coverage-ratchet.toml": re.sub(rb"done = \d+", b"done = 0", held)})
    assert [raise_ratchet(), raise_ratchet()] == [2, 2]
    assert repository.read("coverage-ratchet.toml") == held


def test_a_job_finds_catalogs_that_are_old_or_in_no_commit(demo, monkeypatch):
    command = re.search(r"^    (l10n update .*)$", (ROOT / "docs/ci.md").read_text(), re.MULTILINE)
    assert command is not None
    monkeypatch.setenv("PATH", f"{install(demo / 'bin/l10n').parent}:{os.environ['PATH']}")
    repository = Repository(demo, has_driver=False)

    def status():
        return repository.run("bash", "-c", command[1], expect=None).returncode

    repository.l10n("update", "--quiet")
    repository.commit()
    assert status() == 0
    repository.git("rm", "-rq", "--cached", "locales/lv")
    repository.git("commit", "-qm", "x")
    assert status() == 1  # they are new to git, and `git diff` shows nothing
    assert repository.git("diff") == ""
    repository.commit()
    assert status() == 0
    record = next((demo / "records").rglob("*.json"))
    record.unlink()
    repository.commit()
    assert status() == 1


def test_every_hook_is_documented():
    names = re.findall(r"^- id: (.*)$", HOOKS, re.MULTILINE)
    assert names == re.findall(r"^\| `(l10n-[a-z-]+)` \|", (ROOT / "docs/ci.md").read_text(), re.MULTILINE)


@pytest.mark.parametrize("page", ["gates", "ci"])
def test_the_gates_shown_are_accepted(page, demo):
    example = re.search(r"```toml\n(\[gates\]\n.*?)```", (ROOT / f"docs/{page}.md").read_text(), re.DOTALL)
    assert example is not None
    gates = parse_schema((demo / "l10n.toml").read_text() + example[1]).gates
    assert gates.is_set
    assert gates.fail_under
