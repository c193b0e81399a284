"""`l10n coverage --history` and `--since` in real repositories."""

import json
import re
import sys
from pathlib import Path

import jsonschema
import pytest

from tests.collection import CONFIG, TERROR, make_collection
from tests.repository import Repository


@pytest.fixture
def collection(tmp_path, capsys):
    found = make_collection(tmp_path / "r")
    repository = Repository(tmp_path / "r", has_driver=False)
    repository.commit({".gitignore": b".l10n/\n"})

    def say(*arguments):
        capsys.readouterr()
        status = found.run("coverage", *arguments)
        out, err = capsys.readouterr()
        return status, out, err

    found.repository, found.say = repository, say
    return found


def history(collection, *arguments):
    status, out, _ = collection.say("--format", "json", "--quiet", *arguments)
    assert status == 0
    return [(point["revision"][:7], point["locales"]["lv"]["units"]["done"]) for point in json.loads(out)["history"]]


def translate(collection, *units):
    """Translate units into lv, a commit each; return the commits."""
    revisions = []
    for unit in units:
        collection.edit(unit, "lv", f"{unit} lv")
        revisions.append(collection.repository.commit()[:7])
    return revisions


def test_history(collection):
    first = collection.repository.git("rev-parse", "--short=7", "HEAD").strip()
    second, third = translate(collection, "event/terror/title", "person/trotsky/name")
    assert history(collection, "--history") == [(first, 0), (second, 1), (third, 2)]
    assert history(collection, "--history", "2") == [(second, 1), (third, 2)]
    assert history(collection, "--history", "all", "--since", second) == [(second, 1), (third, 2)]
    assert history(collection, "--history", "--type", "person") == [(first, 0), (second, 0), (third, 1)]
    collection.edit("event/terror/title", "lv", None)
    assert history(collection, "--history")[-2:] == [(third, 2), ("", 1)]
    collection.repository.git("stash", "-q")
    collection.write_record(TERROR | {"id": "untracked", "title": {"en": "A", "lv": "B"}})
    assert history(collection, "--history")[-2:] == [(third, 2), ("", 3)]


@pytest.mark.parametrize("is_staged", [True, False], ids=["staged", "unstaged"])
def test_a_move_that_is_in_no_commit_yet_changes_nothing(collection, is_staged):
    translate(collection, "event/terror/title", "person/trotsky/name")
    before = history(collection, "--history", "all")
    root = collection.repository.root
    (root / "archive").mkdir()
    for name in ("l10n.toml", "records", "locales"):
        if (root / name).exists():
            (root / name).rename(root / "archive" / name)
    if is_staged:
        collection.repository.git("add", "-A")

    def say(*arguments):
        return json.loads(collection.repository.l10n("-C", "archive", "coverage", "--format", "json", *arguments))

    found = say("--history", "all", "--since", "HEAD~2")
    assert [(point["revision"][:7], point["locales"]["lv"]["units"]["done"]) for point in found["history"]] == before
    assert len(found["changes"]["lv"]["translated"]) == 2
    none = say("--since", "HEAD")["changes"]["lv"]
    assert not any(none.values())


def test_the_sample_has_the_first_and_the_last_commit(collection):
    for number in range(34):
        collection.write_record(TERROR | {"id": f"e{number}", "title": {"en": "A", "lv": "B"}})
        collection.repository.commit()
    points = [done for _, done in history(collection, "--history")]
    assert (len(points), points[0], points[-1]) == (30, 0, 34)
    assert [done for _, done in history(collection, "--history", "all")] == list(range(35))


def test_the_terminal_shows_it(collection):
    translate(collection, "event/terror/title", "person/trotsky/name")
    status, out, err = collection.say("--history", "--since", "HEAD~1", "--locale", "lv", "--quiet")
    assert (status, err) == (0, "")
    assert "Trend, 2026-11-23 to 2026-11-23\n  lv  ▂▃  20.0 % → 40.0 %\n" in out
    since = collection.repository.git("rev-parse", "HEAD~1").strip()[:12]
    assert out.endswith(
        f"\nChanges since {since} (2026-11-23)\n"
        "  lv  1 record gained  1 unit translated\n"
        "      1 record gained:\n        person/trotsky\n"
    )


def changes(collection, *arguments):
    status, out, _ = collection.say("--format", "json", *arguments)
    assert status == 0
    value = json.loads(out)
    return value["since"]["revision"], {
        locale: {name: keys for name, keys in found.items() if keys} for locale, found in value["changes"].items()
    }


def test_changes_since_a_revision_with_those_of_the_work_tree(collection):
    first = collection.repository.git("rev-parse", "HEAD").strip()
    translate(collection, "event/terror/title", "person/trotsky/name")
    collection.edit("event/terror/title", "lv", None)
    collection.edit("person/trotsky/name", "ru", None)
    revision, found = changes(collection, "--since", first)
    assert revision == first
    assert found == {
        "en": {},
        "ru": {"lost": ["person/trotsky"], "emptied": ["person/trotsky/name"]},
        "lv": {"gained": ["person/trotsky"], "translated": ["person/trotsky/name"]},
        "uk": {},
    }
    assert changes(collection, "--since", first, "--type", "event")[1]["lv"] == {}
    assert list(changes(collection, "--since", first, "--locale", "lv")[1]) == ["lv"]


def test_a_record_that_git_ignores_is_new_in_the_work_tree(collection):
    collection.repository.write(".git/info/exclude", b"terror-2.json\n")
    collection.write_record(TERROR | {"id": "terror-2", "title": {"en": "A", "lv": "B"}})
    _, out, _ = collection.say("--since", "HEAD", "--history", "--format", "json")
    found = json.loads(out)
    assert "event/terror-2/title" in found["changes"]["lv"]["added"]
    assert [point["revision"] != "" for point in found["history"]] == [True, False]


def test_changes_where_the_configuration_changed(collection):
    collection.write("l10n.toml", CONFIG.replace('optional = ["uk"]', 'optional = ["uk", "de"]'))
    _, found = changes(collection, "--since", "HEAD")
    assert {locale for locale, each in found.items() if each} == {"de"}
    assert len(found["de"]["added"]) == 5


def test_changes_since_before_the_collection_was_there(collection):
    revision, found = changes(collection, "--since", "2020-01-01")
    assert revision == ""
    assert len(found["lv"]["added"]) == 5
    assert found["en"]["gained"] == ["event/terror", "person/trotsky"]
    _, out, _ = collection.say("--since", "2020-01-01")
    assert "Changes since the beginning\n" in out


def test_changes_of_a_moved_collection(tmp_path, collection):
    first = collection.repository.git("rev-parse", "HEAD").strip()
    (tmp_path / "r/sub").mkdir()
    collection.repository.git("mv", "l10n.toml", "records", "sub")
    collection.repository.commit()
    collection.root = tmp_path / "r/sub"
    translate(collection, "person/trotsky/name")
    assert changes(collection, "--since", first) == (
        first,
        {"en": {}, "ru": {}, "lv": {"gained": ["person/trotsky"], "translated": ["person/trotsky/name"]}, "uk": {}},
    )
    assert len(history(collection, "--history")) == 3


def test_long_lists_are_cut_in_text_alone(collection):
    for number in range(12):
        collection.write_record(TERROR | {"id": f"e{number}", "title": {"en": "A"}, "description": {}, "images": []})
    collection.repository.commit()
    for number in range(12):
        collection.edit(f"event/e{number}/title", "lv", "B")
    _, out, _ = collection.say("--since", "HEAD", "--locale", "lv")
    assert out.count("event/e") == 8
    assert "        and 4 more\n" in out
    assert len(changes(collection, "--since", "HEAD")[1]["lv"]["gained"]) == 12


def test_what_is_left_out_is_said(collection):
    collection.write("records/event/bad.json", "{")
    revision = collection.repository.commit()
    (collection.root / "records/event/bad.json").unlink()
    collection.repository.commit()
    status, out, err = collection.say("--history", "--quiet")
    assert (status, err) == (0, f"{revision[:12]}: left out: records/event/bad.json:1:2: {err.partition(':1:2: ')[2]}")
    assert "found the end of the text" in err
    assert "Trend" in out


def test_a_shallow_clone_says_so(collection, tmp_path):
    translate(collection, "person/trotsky/name")
    collection.repository.git("clone", "-q", "--depth=1", f"file://{collection.root}", str(tmp_path / "clone"))
    collection.root = tmp_path / "clone"
    _, out, err = collection.say("--history")
    assert err == "l10n: this clone is shallow: older history is not in it; `git fetch --unshallow` gets it\n"
    assert "Trend" in out


@pytest.mark.parametrize("arguments", [["--history"], ["--since", "HEAD"]])
def test_outside_of_a_repository(tmp_path, arguments, monkeypatch, capsys):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    collection = make_collection(tmp_path / "c")
    assert collection.run("coverage", *arguments) == 2
    expected = "found no git repository, expected the collection in one; `git init` makes one"
    assert capsys.readouterr().err == f"{tmp_path / 'c'}: {expected}\n"


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5"])
def test_a_wrong_number_of_commits(collection, number):
    status, out, err = collection.say(f"--history={number}")
    assert (status, out) == (2, "")
    assert "expected a number above 0, or `all`" in err


def test_json_keeps_to_its_schema(collection):
    translate(collection, "event/terror/title")
    collection.run("coverage", "--update-ratchet", "--quiet")
    collection.edit("event/terror/title", "lv", None)
    arguments = ("--history", "--since", "HEAD~1", "--fail-under", "lv=90", "--ratchet", "--format", "json")
    status, out, _ = collection.say(*arguments)
    assert status == 1
    schema = json.loads((Path(__file__).parents[2] / "docs/coverage.schema.json").read_text())
    value = json.loads(out)
    jsonschema.validate(value, schema)
    assert value["history"][-1]["revision"] == ""
    assert {gate["gate"] for gate in value["gates"]} == {"fail-under", "ratchet"}


def test_a_comment_on_a_pull_request_says_what_changed(collection):
    translate(collection, "person/trotsky/name")
    _, out, _ = collection.say("--format", "markdown", "--since", "HEAD~1", "--history")
    assert "\n- `lv`: 1 record gained, 1 unit translated\n" in out
    assert "- `ru`" not in out
    _, out, _ = collection.say("--format", "markdown", "--since", "HEAD")
    assert "\n- nothing changed\n" in out


@pytest.mark.parametrize("since", [[], ["--since", "HEAD"]], ids=["alone", "below what changed"])
def test_gates_in_a_comment_are_no_part_of_what_changed(collection, since):
    _, out, _ = collection.say("--format", "markdown", *since, "--fail-under", "lv=90")
    assert re.search(r"\n\n\*\*Gates\*\*\n\n- \*\*missed\*\*: lv: ", out)
    assert "nothing changed\n\n**Gates**" in out or not since


@pytest.mark.parametrize("form", ["csv", "svg", "github"])
def test_a_form_that_would_ignore_the_changes_refuses_them(collection, form):
    status, out, err = collection.say("--format", form, "--since", "HEAD")
    assert (status, out) == (2, "")
    assert err == f"found --since with --format {form}, expected --format to be one of text, json, markdown, html\n"


@pytest.mark.parametrize("place", ["main", "linked"])
def test_a_hook_finds_its_own_repository(tmp_path, place):
    make_collection(tmp_path / "r" / "sub")
    repository = Repository(tmp_path / "r", has_driver=False)
    repository.commit({".gitignore": b".l10n/\n"})
    if place == "linked":
        repository.git("worktree", "add", "-q", str(tmp_path / "linked"))
        repository.root = tmp_path / "linked"
    hook = tmp_path / "r/.git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    command = f"'{sys.executable}' -m l10n -C sub coverage --history --since HEAD --format json > out.json"
    hook.write_text(f"#!/bin/sh\n{command}\n")
    hook.chmod(0o755)
    repository.write("new", b"")
    repository.git("add", "new")
    repository.git("commit", "-qam", "x")
    value = json.loads(repository.read("out.json"))
    assert len(value["history"]) == 1
    assert not any(keys for found in value["changes"].values() for keys in found.values())


@pytest.mark.parametrize("time", ["253402300800 +0000", "1700000000 +2400", "1700000000 -9959", "99999999999999 +0000"])
def test_a_commit_dated_beyond_any_calendar_is_counted(collection, tmp_path, time):
    translate(collection, "event/terror/title")
    git = collection.repository.git
    parent, tree = git("rev-parse", "HEAD", "HEAD^{tree}").split()
    collection.edit("person/trotsky/name", "lv", "Ļevs Trockis")
    collection.repository.commit()
    tree = git("rev-parse", "HEAD^{tree}").strip()
    person = f"A <a@example.org> {time}"
    (tmp_path / "commit").write_text(f"tree {tree}\nparent {parent}\nauthor {person}\ncommitter {person}\n\nodd\n")
    odd = git("hash-object", "-t", "commit", "-w", "--literally", str(tmp_path / "commit")).strip()
    git("reset", "-q", "--hard", odd)
    assert [done for _, done in history(collection, "--history", "all")] == [0, 1, 2]
    for form in ("text", "markdown", "html"):
        path = tmp_path / form
        assert collection.say("--history", "all", "--format", form, "-o", str(path), "--quiet")[0] == 0
        assert not re.search("1000[0-9]-", path.read_text())
    assert collection.say("--since", odd, "--quiet")[0] == 0


def test_no_revision_is_no_beginning(collection):
    for arguments in (["--since", ""], ["--since", "", "--history"]):
        status, out, err = collection.say(*arguments)
        assert (status, out) == (2, "")
        assert "found '', expected a revision" in err
