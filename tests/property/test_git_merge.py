"""Merging branches loses no text and pairs none wrongly, whatever both sides did; and git, by itself, does."""

import json
import re
import shutil
import subprocess

import pytest

from l10n.file_threeway import Versions, merge_po, merge_record
from l10n.po import parse_po
from tests.property.branches import (
    CONFIG,
    SCHEMA,
    CatalogBranches,
    RecordBranches,
    assert_catalog_law,
    assert_record_law,
    find_wrong_pairs,
    record_bytes,
)
from tests.repository import Repository

TODAY = "2026-11-23"
needs_msgfmt = pytest.mark.skipif(not shutil.which("msgfmt"), reason="gettext is not installed")


@pytest.mark.parametrize("seed", range(0, 1500, 100))
def test_catalogs_of_random_branches(seed):
    for n in range(seed, seed + 100):
        branches = CatalogBranches(n)
        base = branches.start()
        ours, theirs = branches.edit(base), branches.edit(base)
        merged = merge_po(Versions(base, ours, theirs))
        assert_catalog_law(base, ours, theirs, merged.data)
        assert merge_po(Versions(base, ours, ours)).data == ours
        assert merge_po(Versions(base, base, theirs)).data == theirs
        assert merge_po(Versions(base, ours, base)).data == ours


@pytest.mark.parametrize("seed", range(0, 600, 100))
def test_records_of_random_branches(seed):
    for n in range(seed, seed + 100):
        branches = RecordBranches(n)
        base = branches.start()
        ours, theirs = branches.edit(base), branches.edit(base)
        versions = Versions(*map(record_bytes, (base, ours, theirs)))
        merged = merge_record(versions, SCHEMA, TODAY)
        assert_record_law(*versions, merged.data)
        assert merge_record(versions._replace(theirs=versions.ours), SCHEMA, TODAY).data == versions.ours
        assert merge_record(versions._replace(ours=versions.base), SCHEMA, TODAY).data == versions.theirs
        assert merge_record(versions._replace(theirs=versions.base), SCHEMA, TODAY).data == versions.ours


@needs_msgfmt
@pytest.mark.parametrize("seed", range(5))
def test_branches_in_git(tmp_path, seed):
    """Two branches of 16 files part, merge, and one goes on and is merged again."""
    repository = Repository(tmp_path)
    repository.write("l10n.toml", CONFIG.encode())
    makers = {f"locales/f{n}.po": CatalogBranches(1000 * seed + n) for n in range(8)}
    makers |= {f"records/event/r{n}.json": RecordBranches(1000 * seed + n) for n in range(8)}
    versions = {path: start(maker, path) for path, maker in makers.items()}
    theirs = {path: edit(makers[path], path, data) for path, data in versions.items()}
    ours = {path: edit(makers[path], path, data) for path, data in versions.items()}
    _, said = repository.diverge(versions, ours, theirs)
    merged = check_tree(repository, versions, ours, theirs, said)
    repository.commit()
    again = {path: edit(makers[path], path, data) for path, data in merged.items()}
    repository.commit(again)
    repository.switch("theirs")
    later = {path: edit(makers[path], path, data) for path, data in theirs.items()}
    repository.commit(later)
    repository.switch("main")
    _, said = repository.merge("theirs")
    check_tree(repository, theirs, again, later, said)


def start(maker, path):
    return maker.start() if path.endswith(".po") else record_bytes(maker.start(path[len("records/event/") : -5]))


def edit(maker, path, data):
    return maker.edit(data) if path.endswith(".po") else record_bytes(maker.edit(json.loads(data)))


def check_tree(repository, base, ours, theirs, said):
    assert "Traceback" not in said
    merged = {path: repository.read(path) for path in base}
    for path, data in merged.items():
        law = assert_catalog_law if path.endswith(".po") else assert_record_law
        law(base[path], ours[path], theirs[path], data)
        if path.endswith(".po"):
            checked = subprocess.run(
                ["msgfmt", "-c", "-o", "-", repository.root / path], capture_output=True, check=False
            )
            assert not checked.returncode, checked.stderr
            normal = subprocess.run(["msgcat", "--no-wrap", repository.root / path], capture_output=True, check=True)
            assert normal.stdout == data
    return merged


OLD = """\
msgid ""
msgstr ""
"Language: lv\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "event/terror/description/p1"
msgid ""
"The decree was issued in Petrograd\\n"
"on 5 September 1918\\n"
"and said who was to be shot."
msgstr ""
"Dekrētu izdeva Petrogradā\\n"
"1918. gada 5. septembrī,\\n"
"un tas noteica, kas nošaujams."
"""
REWORDED = OLD.replace("was issued in Petrograd", "was issued in Moscow")
TRANSLATED = OLD.replace("kas nošaujams", "kuri nošaujami")
FILES = [{"locales/lv/event.en.po": text.encode()} for text in (OLD, REWORDED, TRANSLATED)]


def test_git_alone_pairs_wrongly_without_a_conflict(tmp_path):
    repository = Repository(tmp_path, has_driver=False)
    is_clean, _ = repository.diverge(*FILES)
    (unit,) = parse_po(repository.read("locales/lv/event.en.po")).units
    assert is_clean
    assert "Moscow" in unit.source
    assert "kuri nošaujami" in unit.target
    assert not unit.fuzzy
    found = repository.l10n("verify-merge", expect=1)
    assert found.startswith("locales/lv/event.en.po:6: event/terror/description/p1\n")


def test_the_driver_does_not(tmp_path):
    repository = Repository(tmp_path)
    is_clean, _ = repository.diverge(*FILES)
    (unit,) = parse_po(repository.read("locales/lv/event.en.po")).units
    assert is_clean
    assert "Moscow" in unit.source
    assert "kuri nošaujami" in unit.target
    assert unit.fuzzy
    assert "Petrograd" in unit.previous.source
    assert repository.l10n("verify-merge").startswith("verify-merge: nothing wrong")


def test_git_alone_in_random_branches_and_what_verify_merge_says_of_it(tmp_path):
    """Everything that git merges without a conflict is looked at: a wrong pair is found, and nothing else is."""
    repository = Repository(tmp_path, has_driver=False)
    makers = {f"f{n}.po": CatalogBranches(n) for n in range(150)}
    for maker in makers.values():
        maker.EDITS = ("translate", "typo", "confirm", "reword", "note")
    base = {path: widened(maker.start()) for path, maker in makers.items()}
    theirs = {path: widened(maker.edit(base[path], times=3)) for path, maker in makers.items()}
    ours = {path: widened(maker.edit(base[path], times=3)) for path, maker in makers.items()}
    repository.diverge(base, ours, theirs)
    conflicts = repository.git("diff", "--name-only", "--diff-filter=U").split()
    repository.git("checkout", "--ours", *conflicts)
    repository.commit()
    report = json.loads(repository.l10n("verify-merge", "--format", "json", expect=None))
    found = {(mispair["path"], mispair["key"], mispair["source"]) for mispair in report["mispairs"]}
    wrong = {
        (path, key, source)
        for path in base
        if path not in conflicts
        for key, source, _ in find_wrong_pairs(ours[path], theirs[path], repository.read(path))
    }
    assert len(wrong) > 5
    assert found == wrong


def widened(data):
    """Put empty lines between source and target, so that git has no reason to see a conflict where both change."""
    return re.sub(rb"\n+msgstr(?= |\[0)", b"\n\n\n\nmsgstr", data)
