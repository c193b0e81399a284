"""A fresh clone, a checkout, and the demo collection: nothing but files is needed."""

import shutil
import subprocess
from pathlib import Path

from tests.collection import Collection
from tests.loop.settled import P1, ROOT, TITLE, assert_gnu, assert_settled


def git(root: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *arguments]
    return subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout


def test_a_fresh_clone_changes_nothing_and_carries_on(collection, tmp_path_factory):
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.edit(P1, "en", "It began in September 1918.")
    collection.edit(P1, "ru", "Начался в сентябре 1918 года.")
    collection.translate(P1, "ru", "Начался осенью 1918 года.")
    collection.sync(expect=1)
    collection.write(".gitignore", ".l10n/\n")
    git(collection.root, "init", "-q")
    git(collection.root, "add", ".")
    git(collection.root, "commit", "-qm", "all")
    clone = Collection(tmp_path_factory.mktemp("clone") / "collection")
    git(collection.root, "clone", "-q", ".", str(clone.root))
    assert clone.files() == collection.files()
    assert_settled(clone, expect=1)
    clone.translate(P1, "ru", fuzzy=False)
    clone.sync()
    assert clone.held(P1, "ru") == "Начался осенью 1918 года."


def test_a_checkout_between_two_runs_is_noticed(collection):
    collection.write(".gitignore", ".l10n/\n")
    git(collection.root, "init", "-q")
    git(collection.root, "add", ".")
    git(collection.root, "commit", "-qm", "one")
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.sync()
    git(collection.root, "checkout", "-q", "--", "records")
    collection.sync()
    assert collection.held(TITLE, "lv") == "Sarkanais terors"
    git(collection.root, "checkout", "-q", "--", "locales")
    collection.sync()
    assert collection.entry(TITLE, "lv").target == "Sarkanais terors"
    assert_settled(collection)


def test_the_demo_collection_is_synchronised(tmp_path):
    for name in ("l10n.toml", "records", "locales"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    collection = Collection(tmp_path)
    before = collection.files()
    status = collection.run("sync", "--quiet")
    assert collection.files() == before
    assert_settled(collection, expect=status)
    shutil.rmtree(tmp_path / "locales")
    collection.forget()
    collection.run("sync", "--quiet")
    assert_gnu(collection)
    assert {path: data for path, data in collection.files().items() if path.startswith("records/")} == {
        path: data for path, data in before.items() if path.startswith("records/")
    }
