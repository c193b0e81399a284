"""`l10n check` in several processes, and in parts of a file."""

import json
import pickle
from pathlib import Path

import pytest

from l10n import checking
from l10n.checks.plan import Plan
from l10n.project import open_project
from tests.cli.check.found import read_json


def test_processes_find_the_same(collection, capsys) -> None:
    collection.sync()
    collection.write(
        "records/event.jsonl",
        "".join(
            json.dumps({"id": f"e{n}", "type": "event", "source": "en", "title": {"en": f"Two  {n}"}}) + "\n"
            for n in range(50)
        ),
    )
    alone = read_json(collection, capsys, "--jobs", "1")
    assert len(alone["findings"]) == 52
    assert read_json(collection, capsys, "--jobs", "2") == alone


def test_what_checks_can_be_sent_to_another_process() -> None:
    project = open_project(Path(__file__).parents[3])
    plan = Plan()
    plan.asks_for_records(project.schema)  # fills what the plan remembers
    checker = checking.Checker(project, plan, checking.collect_surroundings(project))
    task = checking.Task(("records/event/red-terror.json",), 0, is_records=True)
    assert pickle.loads(pickle.dumps(checker)).check(task).texts == checker.check(task).texts > 0  # noqa: S301 (its own)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_large_file_is_checked_in_parts(collection, capsys, monkeypatch, jobs) -> None:
    lines = [
        json.dumps({"id": f"e{n}", "type": "event", "source": "en", "title": {"en": "x" * (n % 7) + " Two  words"}})
        for n in range(60)
    ]
    collection.write("records/event.jsonl", "\n".join(lines))
    whole = read_json(collection, capsys, "--jobs", "1")
    for size in (50, 101, 1000):
        monkeypatch.setattr(checking, "PART", size)
        monkeypatch.setattr(checking, "MORE", 7)
        value = read_json(collection, capsys, "--jobs", jobs)
        assert value["findings"] == whole["findings"]
        assert value["texts"] == whole["texts"]


def test_an_error_in_a_part_has_the_file_s_line(collection, capsys, monkeypatch) -> None:
    lines = [json.dumps({"id": f"e{n}", "type": "event", "source": "en"}) for n in range(60)]
    collection.write("records/event.jsonl", "\n".join([*lines, "{"]))
    monkeypatch.setattr(checking, "PART", 100)
    assert collection.run("check") == 2
    assert "event.jsonl:61:" in capsys.readouterr().err
