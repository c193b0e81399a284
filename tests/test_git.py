"""The git command, and what a repository is told."""

import pytest

from l10n.errors import L10nError
from l10n.git import (
    ObjectReader,
    check_work_tree,
    driver_command,
    install_driver,
    is_repository,
    merge_lines,
    run_git,
    with_attributes,
)
from tests.repository import Repository


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "a", has_driver=False)


def test_run_git(repository):
    assert run_git("rev-parse", "--is-inside-work-tree", directory=repository.root) == b"true\n"
    with pytest.raises(L10nError, match=r"^git rev-parse: fatal: "):
        run_git("rev-parse", "--verify", "nothing", directory=repository.root)


NO_REPOSITORY = "found no git repository, expected the collection in one; `git init` makes one"


@pytest.fixture
def outside(tmp_path, monkeypatch):
    """A folder in no repository."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "outside").mkdir()
    return tmp_path / "outside"


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda folder: run_git("rev-list", "HEAD", directory=folder), id="a-command"),
        pytest.param(ObjectReader, id="objects"),
        pytest.param(install_driver, id="the-driver"),
        pytest.param(check_work_tree, id="a-check"),
    ],
)
def test_no_repository(outside, ask):
    with pytest.raises(L10nError) as caught:
        ask(outside)
    assert str(caught.value) == f"{outside}: {NO_REPOSITORY}"


def test_git_speaks_english(repository, monkeypatch):
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert run_git("-c", "alias.say=!printenv LC_ALL", "say", directory=repository.root) == b"C\n"


def test_a_repository_without_a_work_tree(outside):
    run_git("init", "--bare", "--quiet", directory=outside)
    with pytest.raises(L10nError) as caught:
        check_work_tree(outside)
    assert str(caught.value) == f"{outside}: found no work tree of git, expected the collection in one"


def test_a_link_to_no_repository_is_told_in_gits_words(outside):
    (outside / ".git").write_text("gitdir: nowhere\n")
    with pytest.raises(L10nError, match=r"^git rev-parse: fatal: not a git repository: .*nowhere"):
        check_work_tree(outside)


def test_no_git(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(L10nError, match="there is no git on this machine"):
        run_git("version")


def test_is_repository(repository, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert is_repository(repository.root)
    assert not is_repository(tmp_path)


def test_objects(repository):
    repository.commit({"a b": b"one\n", "empty": b"", "folder/x": b"x"})
    with ObjectReader(repository.root) as objects:
        assert objects.read("HEAD:a b") == b"one\n"
        assert objects.read("HEAD:empty") == b""
        assert objects.read("HEAD:nothing here") is None
        assert objects.read("HEAD:folder") is None
        assert objects.read("HEAD:a\nb") is None
        assert objects.read("HEAD:a b") == b"one\n"


@pytest.mark.parametrize("before", [b"", b"* text=auto\n", b"* text=auto", b"records/**/*.json merge=l10n\n"])
def test_attributes_are_added_once(before):
    after = with_attributes(before)
    assert after.startswith(before)
    assert after.count(b"merge=l10n\n") == 4
    assert after.count(b"# merged by l10n") == 1
    assert with_attributes(after) == after


def test_install_driver(repository):
    assert install_driver(repository.root)
    assert not install_driver(repository.root)
    assert repository.git("config", "merge.l10n.driver").strip() == driver_command()
    assert driver_command().endswith("merge-driver %O %A %B %P")


def test_merge_lines(tmp_path):
    for name, text in (("base", "1\n2\n3\n4\n"), ("ours", "1\no\n3\n4\n"), ("theirs", "1\nt\n3\n5\n")):
        (tmp_path / name).write_text(text)
    merge_lines(*(str(tmp_path / name) for name in ("ours", "base", "theirs")))
    assert (tmp_path / "ours").read_text() == "1\n<<<<<<< ours\no\n=======\nt\n>>>>>>> theirs\n3\n5\n"
