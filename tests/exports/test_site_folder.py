"""The folder of a site: only what changed is written, and only what l10n wrote is taken away."""

import json
from pathlib import Path

import pytest

from l10n.cli import main
from l10n.site.addresses import Page
from l10n.site.folder import MANIFEST, SiteFolder
from tests.exports.hostile import CONFIG, write_collection

CONFIG = f'{CONFIG}\n[site]\nbase-url = "https://example.org/"\n'
PERSONS = [
    {"id": f"p{n}", "type": "person", "source": "en", "name": {"en": f"Person {n}"}, "born": f"190{n}"}
    for n in range(4)
]
EVENT = {
    "id": "war",
    "type": "event",
    "source": "en",
    "title": {"en": "War", "ru": "Война"},
    "description": {"en": {"p1": "Text."}},
    "persons": ["person/p0"],
}


@pytest.fixture
def root(tmp_path):
    return write_collection(tmp_path / "collection", [*PERSONS, EVENT], config=CONFIG)


def export(root: Path, capsys) -> dict[str, object]:
    assert main(["-C", str(root), "export", "html", str(root / "site"), "--report", "json"]) == 0
    return json.loads(capsys.readouterr().err)


def files(site: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(site).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in site.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def changed(before, after) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def edit(root: Path, key: str, **values) -> None:
    path = root / "records" / f"{key}.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | values, ensure_ascii=False))


def test_a_second_time_writes_nothing(root, capsys):
    first = export(root, capsys)
    before = files(root / "site")
    second = export(root, capsys)
    assert (second["written"], second["removed"]) == (0, 0)
    assert second["unchanged"] == first["written"] == len(before)
    assert changed(before, files(root / "site")) == set()


def test_a_new_text_changes_its_own_pages_only(root, capsys):
    export(root, capsys)
    before = files(root / "site")
    edit(root, "event/war", description={"en": {"p1": "Another text."}})
    export(root, capsys)
    codes = ("en", "ru", "lv", "et", "uk", "sr-Latn")
    assert changed(before, files(root / "site")) == {f"{code}/event/war.html" for code in codes}


def test_a_new_name_changes_every_page_that_shows_it(root, capsys):
    export(root, capsys)
    before = files(root / "site")
    edit(root, "person/p0", name={"en": "Anna"})
    export(root, capsys)
    found = changed(before, files(root / "site"))
    assert {"en/person/p0.html", "en/event/war.html", "en/person/index.html", "en/~search/61.js"} <= found
    assert "en/person/p1.html" not in found


def test_who_is_referred_to_no_more_shows_it(root, capsys):
    export(root, capsys)
    edit(root, "event/war", persons=["person/p1"])
    export(root, capsys)
    assert "War" not in (root / "site/en/person/p0.html").read_text()
    assert "War" in (root / "site/en/person/p1.html").read_text()


def test_what_is_gone_is_removed_and_what_is_not_ours_stays(root, capsys):
    export(root, capsys)
    (root / "site/CNAME").write_text("example.org")
    (root / "records/person/p3.json").unlink()
    assert export(root, capsys)["removed"] > 0
    there = files(root / "site")
    assert not [path for path in there if "p3" in path or "year-1903" in path]
    assert "CNAME" in there


def test_a_site_after_any_changes_is_the_site_made_anew(root, capsys):
    export(root, capsys)
    edit(root, "person/p0", name={"en": "Anna", "lv": "Anna"})
    edit(root, "event/war", persons=[], date="1914/1918")
    (root / "records/person/p2.json").unlink()
    export(root, capsys)
    site = {path: data for path, (data, _) in files(root / "site").items()}
    (root / "site").rename(root / "before")
    export(root, capsys)
    assert site == {path: data for path, (data, _) in files(root / "site").items()}


def test_a_page_that_someone_removed_comes_back(root, capsys):
    export(root, capsys)
    (root / "site/lv/event/war.html").unlink()
    assert export(root, capsys)["written"] == 1


def test_a_run_that_was_broken_off_is_certain_of_nothing(root, capsys):
    export(root, capsys)
    old = json.loads((root / "records/event/war.json").read_text())
    edit(root, "event/war", title={"en": "Peace"})
    folder = SiteFolder(root / "site")
    folder.put_group("event/war", "new", [Page("en/event/war.html", b"half a run")])  # and then it was killed
    edit(root, "event/war", **old)
    export(root, capsys)
    assert "War" in (root / "site/en/event/war.html").read_text()


def test_a_first_run_that_was_broken_off_can_be_done_again(root, capsys):
    SiteFolder(root / "site").put(Page("index.html", b"half a run"))
    assert export(root, capsys)["written"] > 0


def test_a_folder_with_other_files_is_left_alone(root, capsys):
    (root / "site").mkdir()
    (root / "site/mine.txt").write_text("mine")
    assert main(["-C", str(root), "export", "html", str(root / "site")]) == 2
    assert "expected an empty folder or one with a site" in capsys.readouterr().err
    assert [path.name for path in (root / "site").iterdir()] == ["mine.txt"]


def test_a_manifest_cannot_name_files_outside(root, capsys):
    export(root, capsys)
    manifest = root / "site" / MANIFEST
    held = json.loads(manifest.read_text())
    held["others"] += ["../l10n.toml", "/etc/hostname", "a/../../l10n.toml"]
    manifest.write_text(json.dumps(held))
    export(root, capsys)
    assert (root / "l10n.toml").exists()


def test_a_broken_manifest_is_said(root, capsys):
    export(root, capsys)
    (root / "site" / MANIFEST).write_text("{")
    assert main(["-C", str(root), "export", "html", str(root / "site")]) == 2
    assert MANIFEST in capsys.readouterr().err


def test_a_record_that_is_wrong_leaves_the_site_as_it_was(root, capsys):
    export(root, capsys)
    before = files(root / "site")
    for name in ("p8", "p9"):
        (root / f"records/person/{name}.json").write_text("{}")
    assert main(["-C", str(root), "export", "html", str(root / "site")]) == 2
    error = capsys.readouterr().err
    assert "p8.json" in error
    assert "p9.json" in error
    assert changed(before, files(root / "site")) == set()
