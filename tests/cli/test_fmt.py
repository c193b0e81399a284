import json

import pytest

from l10n.cli import FINDINGS, OK, USAGE
from l10n.store import settle_clock

MESSY = '{"source": "en", "type": "event", "id": "a", "title": {"lv": "e\u0301", "en": "T"}}'
NEAT = """\
{
  "id": "a",
  "type": "event",
  "source": "en",
  "title": {
    "en": "T",
    "lv": "e\u0301"
  }
}
"""


@pytest.fixture
def messy(collection):
    collection.write("records/event/a.json", MESSY)
    collection.write_record(id="b", title={"en": "T"})
    return collection


def test_records_are_put_in_their_normal_form(messy):
    assert messy.run("fmt") == (OK, "records/event/a.json\nfmt: 1 file written\n", "")
    assert messy.read("records/event/a.json") == NEAT


def test_twice_is_once(messy):
    messy.run("fmt")
    settle_clock()
    times = {path: path.stat().st_mtime_ns for path in messy.path.rglob("*.json")}
    assert messy.run("fmt") == (OK, "fmt: 0 files written\n", "")
    assert {path: path.stat().st_mtime_ns for path in times} == times


def test_check_writes_nothing(messy):
    before = messy.files()
    assert messy.run("fmt", "--check") == (FINDINGS, "records/event/a.json\nfmt: 1 file would be written\n", "")
    assert messy.files() == before
    assert not (messy.path / ".l10n").exists()
    messy.run("fmt")
    assert messy.run("fmt", "--check") == (OK, "fmt: 0 files would be written\n", "")


def test_quiet_names_the_files_alone(messy):
    assert messy.run("fmt", "--check", "--quiet") == (FINDINGS, "records/event/a.json\n", "")
    assert messy.run("fmt", "--quiet") == (OK, "records/event/a.json\n", "")


def test_it_needs_records_that_can_be_read(messy):
    messy.write("records/event/c.json", "{")
    before = messy.files()
    status, out, err = messy.run("fmt")
    assert (status, out) == (USAGE, "")
    assert err.startswith("records/event/c.json:1:2: ")
    assert messy.files() == before


def test_sync_leaves_the_form_of_a_record_alone_until_it_has_a_text_to_put_in(collection):
    odd = '{"id":"a",  "type":"event","source":"en",\r\n\r\n"title":{"en":"T"}}'
    collection.write("records/event/a.json", odd)
    for _ in range(2):
        assert collection.run("sync").status == OK
        assert collection.read("records/event/a.json") == odd
    catalog = collection.read("locales/lv/LC_MESSAGES/event.en.po")
    collection.write(
        "locales/lv/LC_MESSAGES/event.en.po", catalog.replace('msgid "T"\nmsgstr ""', 'msgid "T"\nmsgstr "L"')
    )
    assert collection.run("sync").status == OK
    assert json.loads(collection.read("records/event/a.json"))["title"] == {"en": "T", "lv": "L"}
    assert collection.run("fmt", "--check").status == OK


def test_ids_given_to_paragraphs_and_items_are_written_down(collection):
    record = {"description": {"en": ["one", "two"], "lv": "viens", "ru": ["раз", "два"]}, "images": [{"file": "x"}]}
    collection.write_record(**record)
    assert collection.run("fmt").status == OK
    written = json.loads(collection.read("records/event/a.json"))
    assert written["description"] == {
        "en": {"p1": "one", "p2": "two"},
        "ru": {"f1": "раз", "f2": "два"},
        "lv": {"f1": "viens"},
    }
    assert written["images"] == [{"id": "i1", "file": "x"}]
    assert collection.run("validate").status == OK


def test_po_files_lose_crlf_and_byte_order_marks(folder):
    plain = b'msgid "a"\nmsgstr "b"\n'
    for name, data in (
        ("dos.po", plain.replace(b"\n", b"\r\n")),
        ("mark.po", b"\xef\xbb\xbf" + plain),
        ("c.po", plain),
    ):
        folder.write(name, data)
    before = folder.files()
    names = ("dos.po", "mark.po", "c.po")
    assert folder.run("fmt", "--check", *names) == (FINDINGS, "dos.po\nmark.po\nfmt: 2 files would be written\n", "")
    assert folder.files() == before
    assert folder.run("fmt", *names) == (OK, "dos.po\nmark.po\nfmt: 2 files written\n", "")
    assert set(folder.files().values()) == {plain}
    assert folder.run("fmt", "--check", *names) == (OK, "fmt: 0 files would be written\n", "")


def test_a_broken_po_file_and_none_is_written(folder):
    folder.write("dos.po", b'msgid "a"\r\nmsgstr "b"\r\n')
    folder.write("bad.po", b'msgid "a"\r\nmsgstr b\r\n')
    before = folder.files()
    status, out, err = folder.run("fmt", "dos.po", "bad.po")
    assert (status, out) == (USAGE, "")
    assert err.startswith("bad.po:2:8: found 'b'")
    assert folder.run("fmt", "dos.po", "records/a.json").status == USAGE
    assert folder.files() == before


def test_a_record_that_is_a_link_is_written_where_it_stands(collection):
    collection.write("elsewhere/real", '{"type":"event","id":"a","source":"en","title":{"en":"A"}}')
    (collection.path / "records/event").mkdir(parents=True)
    link = collection.path / "records/event/a.json"
    link.symlink_to("../../elsewhere/real")
    assert collection.run("fmt").status == OK
    assert link.is_symlink()
    assert collection.read("elsewhere/real").startswith('{\n  "id": "a",\n')
    assert collection.run("fmt", "--check").status == OK
