"""A collection's history in git: which commits there are, and what two of them have differently."""

import pytest

from l10n.commits import (
    NO_COMMIT,
    FileChange,
    check_repository,
    diff_commits,
    diff_disk,
    find_commit,
    find_commits,
    find_objects,
    has_changed_config,
    is_shallow,
    join_diffs,
    sample,
)
from l10n.errors import L10nError
from tests.repository import Repository

CONFIG = {"l10n.toml": b"x"}
A, B = {"records/event/a.json": b"a"}, {"records/event/b.json": b"b"}


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path / "r", has_driver=False)


def revisions(commits):
    return [commit.revision for commit in commits]


def test_commits_are_those_that_touch_the_collection(repository):
    first, _, third = (repository.commit(files) for files in (CONFIG | A, {"README": b"x"}, B))
    commits = find_commits(repository.root)
    assert revisions(commits) == [first, third]
    assert revisions(find_commits(repository.root, since=first)) == [third]
    assert commits[0].when == "2026-11-23T12:00:00+00:00"


def test_a_merge_is_one_step(repository):
    first = repository.commit(CONFIG | A)
    repository.switch("other")
    repository.commit(B)
    repository.commit({"records/event/c.json": b"c"})
    repository.switch("main")
    second = repository.commit({"records/event/d.json": b"d"})
    repository.merge("other")
    merge = repository.git("rev-parse", "HEAD").strip()
    assert revisions(find_commits(repository.root)) == [first, second, merge]


def test_a_folder_is_followed_through_moves(repository):
    files = {name: data * 50 for name, data in (CONFIG | A | B).items()}
    first = repository.commit({f"old/{name}": data for name, data in files.items()})
    repository.git("mv", "old", "new folder")
    second = repository.commit()
    (repository.root / "deep").mkdir()
    repository.git("mv", "new folder", "deep/[er]")
    third = repository.commit()
    fourth = repository.commit({"deep/[er]/records/event/c.json": b"c", "deep/e/records/event/c.json": b"c"})
    repository.commit({"deep/e/records/event/d.json": b"elsewhere, though `[er]` as a pattern means it, too"})
    commits = find_objects(repository.root, find_commits(repository.root / "deep/[er]"))
    assert revisions(commits) == [first, second, third, fourth]
    assert [commit.folder for commit in commits] == ["old/", "new folder/", "deep/[er]/", "deep/[er]/"]
    assert len({commit.records for commit in commits}) == 2
    assert all(commit.config for commit in commits)
    assert find_commit(repository.root / "deep/[er]", first).folder == "old/"


@pytest.mark.parametrize("is_staged", [True, False], ids=["staged", "unstaged"])
@pytest.mark.parametrize("place", ["deep/[er]", 'deep/"x\\n', "."])
def test_a_folder_is_followed_before_its_move_is_committed(repository, is_staged, place):
    files = {name: data * 50 for name, data in (CONFIG | A | B | {'records/"\n\\.json': b"x"}).items()}
    first = repository.commit({f"old/{name}": data for name, data in files.items()})
    root = repository.root / place
    root.mkdir(parents=True, exist_ok=True)
    for name in ("l10n.toml", "records"):
        (repository.root / "old" / name).rename(root / name)
    if is_staged:
        repository.git("add", "-A")
    assert [(commit.revision, commit.folder) for commit in find_commits(root)] == [(first, "old/")]
    assert find_commit(root, "HEAD").folder == "old/"
    assert diff_disk(root) == []
    assert not has_changed_config(root)
    (root / "records/event/a.json").unlink()
    (root / "records/event/b.json").write_bytes(b"new")
    (root / "records/event/c.json").write_bytes(b"c")
    found = {change.path: (bool(change.old), change.new) for change in diff_disk(root)}
    assert found == {
        "records/event/a.json": (True, ""),
        "records/event/b.json": (True, "disk"),
        "records/event/c.json": (False, "disk"),
    }


def test_a_configuration_that_changed_as_it_was_moved_is_followed_once_git_knows(repository):
    repository.commit({f"old/{name}": data for name, data in (CONFIG | A | {"l10n.toml": b"a = 1\n" * 50}).items()})
    (repository.root / "old").rename(repository.root / "new")
    repository.write("new/l10n.toml", b"a = 1\n" * 50 + b"b = 1\n")
    assert find_commits(repository.root / "new") == []
    repository.git("add", "-A")
    assert [commit.folder for commit in find_commits(repository.root / "new")] == ["old/"]
    assert has_changed_config(repository.root / "new")


@pytest.mark.parametrize("count", [1, 2])
def test_one_of_several_that_are_gone_is_not_guessed(repository, count):
    repository.commit({f"{number}/{name}": data for number in range(count) for name, data in (CONFIG | A).items()})
    for number in range(count):
        (repository.root / str(number)).rename(repository.root / f"new{number}")
    assert len(find_commits(repository.root / "new0")) == (count == 1)


def test_a_copy_is_no_move(repository):
    repository.commit({f"one/{name}": data * 50 for name, data in (CONFIG | A).items()})
    second = repository.commit({f"two/{name}": data * 50 for name, data in (CONFIG | A).items()})
    assert revisions(find_commits(repository.root / "two")) == [second]


def test_differences(repository):
    first = find_commit(repository.root, repository.commit(CONFIG | A | B | {"records/.x.json": b"", "records/y": b""}))
    repository.git("rm", "-q", "records/event/a.json")
    second = find_commit(repository.root, repository.commit({"records/event/b.json": b"2", "records/é\n.json": b"e"}))
    changes = {change.path: change for change in diff_commits(repository.root, first.records, second.records)}
    assert list(changes) == ["records/event/a.json", "records/event/b.json", "records/é\n.json"]
    assert [bool(change.new) for change in changes.values()] == [False, True, True]
    assert len(diff_commits(repository.root, "", first.records)) == 2
    assert len(diff_commits(repository.root, second.records, "")) == 2
    assert diff_commits(repository.root, "", "") == []


def test_the_work_tree(repository):
    repository.commit({f"c/{name}": data for name, data in (CONFIG | A | B).items()})
    root = repository.root / "c"
    assert diff_disk(root) == []
    (root / "records/event/a.json").unlink()
    repository.write("c/records/event/b.json", b"new")
    repository.write("c/records/event/c.json", b"c")
    repository.write("c/records/event/.hidden.json", b"c")
    repository.write("records/event/elsewhere.json", b"c")
    found = {change.path: (bool(change.old), change.new) for change in diff_disk(root)}
    assert found == {
        "records/event/a.json": (True, ""),
        "records/event/b.json": (True, "disk"),
        "records/event/c.json": (False, "disk"),
    }
    repository.git("add", "-A")
    assert {change.path: (bool(change.old), change.new) for change in diff_disk(root)} == found


def test_what_git_ignores_is_in_the_work_tree(repository):
    repository.commit(CONFIG | A | B)
    repository.write(".git/info/exclude", b"c.json\nl10n.toml\n")
    assert not has_changed_config(repository.root)
    repository.write("records/event/c.json", b"c")
    assert diff_disk(repository.root) == [FileChange(path="records/event/c.json", old="", new="disk")]
    repository.git("rm", "-q", "--cached", "records/event/b.json", "l10n.toml")
    found = [(change.path, bool(change.old), change.new) for change in diff_disk(repository.root)]
    assert found == [("records/event/b.json", True, "disk"), ("records/event/c.json", False, "disk")]
    repository.git("commit", "-qm", "x")
    assert has_changed_config(repository.root)


def test_a_link_is_no_file(repository):
    repository.commit(CONFIG | A)
    (repository.root / "records/event/link.json").symlink_to("a.json")
    commit = find_commit(repository.root, repository.commit())
    with pytest.raises(L10nError, match=r"^records/event/link.json: found a link or a repository, expected a file"):
        diff_commits(repository.root, "", commit.records)


def test_joined_differences():
    first = [FileChange(path=path, old="1", new="2") for path in ("a", "b")] + [FileChange(path="e", old="", new="2")]
    second = [FileChange(path="b", old="2", new="1"), FileChange(path="c", old="4", new="disk")]
    assert join_diffs(first, [*second, FileChange(path="e", old="2", new="")]) == [
        FileChange(path="a", old="1", new="2"),
        FileChange(path="c", old="4", new="disk"),
    ]


def commit_at(repository, when, files):
    for name, data in files.items():
        repository.write(name, data)
    repository.git("add", "-A")
    repository.run("env", f"GIT_COMMITTER_DATE={when}", "git", "commit", "-qm", "x")
    return repository.git("rev-parse", "HEAD").strip()


def test_a_revision_is_named_by_hash_tag_or_date(repository):
    first = commit_at(repository, "2026-01-10T12:00:00Z", CONFIG | A)
    second = commit_at(repository, "2026-03-10T12:00:00Z", B)
    repository.git("tag", "v1", first)
    names = {first: first, "v1": first, "HEAD": second, "HEAD~1": first, "main^0": second, "2026-02-01": first}
    assert {name: find_commit(repository.root, name).revision for name in names} == names
    assert find_commit(repository.root, "2026-03-10").revision == first
    assert find_commit(repository.root, "2026-03-11").revision == second
    assert find_commit(repository.root, "2025-01-01") == NO_COMMIT
    assert find_commit(repository.root, "1 hour ago").revision == second
    assert find_commit(repository.root, "99999 years ago") == NO_COMMIT


@pytest.mark.parametrize("name", ["nothing", "", "--all", "2026-13-01", "2026-02-30", "main..other", "three days ago"])
def test_what_is_no_revision_is_said_so(repository, name):
    repository.commit(CONFIG)
    with pytest.raises(L10nError, match="expected a revision, a date such as 2026-11-23"):
        find_commit(repository.root, name)


def test_a_shallow_clone(repository, tmp_path):
    first = commit_at(repository, "2026-01-10T12:00:00Z", CONFIG | A)
    second = commit_at(repository, "2026-03-10T12:00:00Z", B)
    repository.git("clone", "-q", "--depth=1", f"file://{repository.root}", str(tmp_path / "clone"))
    assert is_shallow(tmp_path / "clone")
    assert not is_shallow(repository.root)
    assert revisions(find_commits(tmp_path / "clone")) == [second]
    with pytest.raises(L10nError, match="history begins after 2026-02-01, expected more; `git fetch --unshallow`"):
        find_commit(tmp_path / "clone", "2026-02-01")
    hint = "expected a revision, .*; this clone is shallow, `git fetch --unshallow` gets older ones"
    for name in ("HEAD~1", first, first[:9]):
        with pytest.raises(L10nError, match=hint):
            find_commit(tmp_path / "clone", name)


def test_where_there_is_no_history(repository, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "outside").mkdir()
    with pytest.raises(L10nError, match="outside: found no git repository, expected the collection in one; `git init`"):
        check_repository(tmp_path / "outside")
    with pytest.raises(L10nError, match="found a git repository without a commit"):
        check_repository(repository.root)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(L10nError, match="there is no git on this machine"):
        check_repository(repository.root)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 30])
@pytest.mark.parametrize("count", [0, 1, 2, 29, 100])
def test_samples_are_spread_evenly(count, size):
    found = sample(range(count), size)
    assert len(found) == min(count, size)
    assert found == sorted(set(found))
    if count:
        assert found[-1] == count - 1
    if size > 1 and count:
        assert found[0] == 0
