import json

import pytest

from l10n.cli import FINDINGS, OK, USAGE

PO = """\
msgid ""
msgstr ""
"Project-Id-Version: x\\n"
"PO-Revision-Date: 2026-11-23 06:30+0000\\n"
"Last-Translator: x\\n"
"Language-Team: x\\n"
"Language: ru\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


@pytest.fixture
def broken(collection):
    collection.write_record(title={"en": "T", "ee": "P"}, persons=["person/nobody"])
    collection.write_record(id="b", title={"en": "e\u0301"})
    collection.write("locales/ru/LC_MESSAGES/event.en.po", PO + '\nmsgctxt "x"\nmsgid "a"\nmsgstr b\n')
    return collection


def test_nothing_wrong(collection):
    collection.write_record(title={"en": "T"})
    assert collection.run("validate") == (OK, "validate: nothing wrong in 1 record file and 0 catalogs\n", "")
    collection.write_record(id="b", title={"en": "T"})
    collection.run("sync", "ru")
    assert "in 2 record files and 2 catalogs\n" in collection.run("validate").out


def test_everything_at_once_records_and_catalogs(broken):
    status, out, err = broken.run("validate")
    places = [line.split(" ")[0] for line in out.splitlines()]
    assert status == FINDINGS
    assert places == [
        "records/event/a.json:7:",
        "records/event/b.json:6:",
        "locales/ru/LC_MESSAGES/event.en.po:14:8:",
    ]
    assert "'ee' is not a locale of this collection" in out
    assert "did you mean 'et'?" in out
    assert err == "validate: 3 findings in 2 record files and 1 catalog\n"


def test_places_are_such_as_can_be_clicked_from_where_the_user_stands(broken, monkeypatch):
    monkeypatch.chdir(broken.path.parent)
    out = broken.run("-C", broken.path.name, "validate", "-q").out
    assert out.startswith(f"{broken.path.name}/records/event/a.json:7: title.ee: ")


def test_json(broken):
    status, out, err = broken.run("validate", "--format", "json")
    assert (status, err) == (FINDINGS, "")
    found = json.loads(out)
    assert found["version"] == 1
    assert [(item["path"], item["line"], item["field"]) for item in found["findings"][:2]] == [
        ("records/event/a.json", 7, "title.ee"),
        ("records/event/b.json", 6, "title.en"),
    ]
    assert found["findings"][2]["column"] == 8
    assert all(item["message"] for item in found["findings"])


def test_quiet_prints_the_findings_alone(broken):
    status, out, err = broken.run("validate", "--quiet")
    assert (status, err, len(out.splitlines())) == (FINDINGS, "", 3)


def test_po_files_anywhere(folder):
    folder.write("good.po", PO)
    folder.write("bad.po", PO + "x")
    assert folder.run("validate", "good.po") == (OK, "validate: nothing wrong in 1 file\n", "")
    status, out, err = folder.run("validate", "good.po", "bad.po")
    assert (status, err) == (FINDINGS, "validate: 1 finding in 2 files\n")
    assert out.startswith("bad.po:11:1: ")


def test_names_of_no_po_file(collection):
    collection.write_record()
    (collection.path / "folder.po").mkdir()
    status, out, err = collection.run("validate", "nothing.po", "folder.po", "records/event/a.json")
    assert (status, out) == (USAGE, "")
    assert err.splitlines() == [
        "nothing.po: there is no such file, expected a PO file",
        "folder.po: this is a folder, expected a PO file",
        "records/event/a.json: this is no PO file; `l10n validate` without a file's name is about the records",
        "l10n: 3 errors",
    ]


def test_it_writes_nothing(broken):
    before = broken.files()
    broken.run("validate")
    assert broken.files() == before
    assert not (broken.path / ".l10n").exists()


def test_a_broken_configuration_is_unreadable_input(collection):
    collection.write("l10n.toml", "format = 2\nnam = 'x'\n")
    status, out, err = collection.run("validate")
    assert (status, out) == (USAGE, "")
    assert "l10n.toml:2: nam: unknown key" in err
