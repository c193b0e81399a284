"""`l10n check` with a baseline: only what is new counts."""

from tests.cli.check.found import FOUND, read_json, summary


def test_only_new_findings_count_once_there_is_a_baseline(collection, capsys) -> None:
    assert collection.run("check", "--update-baseline") == 0
    before = collection.root.joinpath("l10n-baseline.jsonl").read_bytes()
    assert collection.run("check") == 0
    assert "2 known from the baseline" in capsys.readouterr().out
    collection.edit("event/red-terror/title", "lv", "Sarkanais  terors")
    assert summary(read_json(collection, capsys)) == [
        ("double-space", "event/red-terror/title", "lv", "new"),
        *((*one[:3], "known") for one in FOUND),
    ]
    assert collection.root.joinpath("l10n-baseline.jsonl").read_bytes() == before


def test_what_is_gone_from_the_baseline_is_counted(collection, capsys) -> None:
    collection.run("check", "--update-baseline")
    collection.edit("event/red-terror/title", "ru", "Красный террор")
    assert collection.run("check") == 0
    assert "1 of the baseline gone" in capsys.readouterr().out


def test_a_narrow_run_does_not_call_the_rest_gone(collection, capsys) -> None:
    collection.run("check", "--update-baseline")
    assert collection.run("check", "--check", "entity") == 0
    assert "gone" not in capsys.readouterr().out
