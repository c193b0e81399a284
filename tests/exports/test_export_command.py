"""`l10n export`: what is selected, where it goes, and what is said of it."""

import json
import os
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from l10n import label_book
from l10n.cli import main
from l10n.exports import EXPORTS, plain
from tests.exports.hostile import ANNA, CONFIG, EVENT, PLAIN, write_collection


def keys(data: bytes) -> list[tuple[str, str]]:
    return [(page["key"], page["locale"]) for page in map(json.loads, data.splitlines())]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--type=person", "--locale=ru"), [("person/anna", "ru"), ("person/nameless", "ru")]),
        (("--key=event/plain", "--locale=ru"), [("event/plain", "ru")]),
        (("--key=*/an*", "--key=event/0", "--locale=en"), [("event/0", "en"), ("person/anna", "en")]),
        (("--state=complete", "--type=person"), [("person/anna", "lv")]),
        (("--state=partial", "--key=person/anna"), [("person/anna", "en"), ("person/anna", "ru")]),
        (
            ("--state=none", "--key=person/anna"),
            [("person/anna", "et"), ("person/anna", "uk"), ("person/anna", "sr-Latn")],
        ),
        (("--min-coverage=40%", "--key=event/plain"), [("event/plain", "ru")]),
        (("--min-coverage=.25", "--key=event/plain"), [("event/plain", locale) for locale in ("en", "ru", "lv", "uk")]),
        (("--min-coverage=0.01", "--key=event/0"), []),
    ],
)
def test_selection(exported, options, expected):
    found = keys(exported("jsonl", *options, expect=0 if expected else 1))
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("jsnl", "x"), "'jsnl' is not a known export format, expected one of csv, json,"),
        (("jsonl", "x", "--locale=de"), "there is no locale 'de' in this collection, expected one of en, ru,"),
        (
            ("jsonl", "x", "--type=events"),
            "there is no type 'events' in this collection, expected one of event, person",
        ),
        (("jsonl", "x", "--min-coverage=80"), "found the share '80', expected one such as '80%' or '0.8'"),
        (("jsonl", "x", "--min-coverage=101%"), "found the share '101%'"),
        (
            ("jsonl", "x", "--codes=wikidata"),
            "there are no aliases of 'wikidata', expected those of an import: capture",
        ),
        (("jsonl", "file/x"), "cannot write it"),
        (
            ("jsonl", "records/event.jsonl"),
            "records/event.jsonl: this is the collection's own place, expected one outside",
        ),
        (("jsonl", "l10n.toml"), "l10n.toml: this is the collection's own place"),
    ],
)
def test_what_cannot_be_done_is_said(hostile, capsys, monkeypatch, options, message):
    monkeypatch.chdir(hostile)
    (hostile / "file").touch()
    assert main(["export", *options]) == 2
    assert message in capsys.readouterr().err


def test_a_file_for_each_locale(hostile, tmp_path, capsys):
    target = str(tmp_path / "site" / "{locale}" / "records.jsonl")
    assert main(["-C", str(hostile), "export", "jsonl", target, "--codes=capture", "--report=json"]) == 0
    report = json.loads(capsys.readouterr().err)
    assert [Path(file["file"]).parent.name for file in report["files"]] == ["en", "ru", "lv", "ee", "ua", "sr-Latn"]
    for file in report["files"]:
        locale = Path(file["file"]).parent.name
        assert {found for _, found in keys(Path(file["file"]).read_bytes())} == {locale}


def test_the_report(hostile, tmp_path, capsys):
    path = str(tmp_path / "x.xml")
    options = ("--locale=lv", "--locale=uk", "--type=event")
    assert main(["-C", str(hostile), "export", "xml", path, *options]) == 0
    assert capsys.readouterr().err.splitlines() == [
        f"{path}:",
        "  lv  4 records, 6 texts in lv, 2 of them stale, borrowed: ru 5, en 2",
        "  uk  4 records, 2 texts in uk, borrowed: en 5, lv 2, 4 missing",
    ]
    main(["-C", str(hostile), "export", "jsonl", path, *options, "--report=json"])
    assert json.loads(capsys.readouterr().err)["files"] == [
        {
            "file": path,
            "locales": {
                "lv": {"records": 4, "own": 4, "stale": 2, "missing": 0, "borrowed": {"ru": 5, "en": 2}},
                "uk": {"records": 4, "own": 2, "stale": 0, "missing": 4, "borrowed": {"en": 5, "lv": 2}},
            },
        }
    ]
    main(["-C", str(hostile), "export", "jsonl", path, *options, "--quiet"])
    assert capsys.readouterr() == ("", "")


def test_standard_output_holds_nothing_else(hostile, capfdbinary):
    assert main(["-C", str(hostile), "export", "jsonl", "-", "--locale=en"]) == 0
    out, err = capfdbinary.readouterr()
    assert len(keys(out)) == 6
    assert err.decode().startswith("-:\n")


def test_what_is_no_file_is_written_to_and_not_replaced(hostile, tmp_path, capsys):
    pipe, link, target = tmp_path / "pipe", tmp_path / "link", tmp_path / "target.jsonl"
    os.mkfifo(pipe)
    link.symlink_to(target)
    with os.fdopen(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK), "rb") as reader:
        assert main(["-C", str(hostile), "export", "jsonl", str(pipe), "--locale=en", "--type=person"]) == 0
        assert pipe.is_fifo()
        assert len(keys(reader.read())) == 2
    assert main(["-C", str(hostile), "export", "jsonl", str(link), "--locale=en"]) == 0
    assert link.is_symlink()
    assert len(keys(target.read_bytes())) == 6
    capsys.readouterr()


def test_a_reader_that_stops_early_is_no_error(tmp_path):
    root = write_collection(tmp_path / "c", [PLAIN | {"id": f"e{n}"} for n in range(2000)], lines=True)
    command = f"'{sys.executable}' -m l10n -C '{root}' export jsonl - -q | head -c 100 >'{tmp_path}/head'"
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_broken_record_leaves_the_old_file(tmp_path, capsys):
    root = write_collection(tmp_path / "c", [PLAIN, ANNA])
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    broken = root / "records/event/worse.json"
    broken.write_text('{"id": "worse", "type": "event", "source": "xx", "title": {"en": 1}}')
    for options in ((), ("--state=complete",)):
        assert main(["-C", str(root), "export", "jsonl", str(target), *options]) == 2
        assert "worse.json:1: source: 'xx' is not a locale" in capsys.readouterr().err
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["out.jsonl"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{"id":"a","type":"event","source":"en","title":{"en":"A"},"title":{"en":"B"}}',
            "the key 'title' stands twice",
        ),
        ('{"id":"a","type":"event","source":"en","titel":{"en":"A"}}', "unknown field"),
        ('{"id":"a","type":"event","source":"en","date":"1918-13"}', "is not a date"),
        ('{"id":"a","type":"event","source":"en","calendar":"mayan"}', "'mayan', expected gregorian or julian"),
        ('{"id":"a","type":"person","source":"en"}', "found 'person', expected 'event'"),
        ('{"id":"A","type":"event","source":"en"}', "expected 1 to 120 of"),
        ('{"id":"a","type":"event","source":"en","persons":["person/x",1]}', "expected a record key"),
        ('{"id":"a"', "expected JSON"),
        ('{"id":"plain","type":"event","source":"en"}', "the record 'event/plain' stands also elsewhere"),
    ],
    ids=lambda value: value[:40],
)
def test_wrong_records_are_refused_with_their_line(tmp_path, capsys, text, message):
    root = write_collection(tmp_path / "c", [PLAIN], lines=True)
    with (root / "records/event.jsonl").open("a") as file:
        file.write(f"\n{text}\n")
    name = "csv" if 'title":{"en":"A"},"title' in text else "jsonl"  # see `plain`
    assert main(["-C", str(root), "export", name, "-"]) == 2
    err = capsys.readouterr().err
    assert f"event.jsonl:{3}" in err
    assert message in err


@pytest.mark.parametrize("name", EXPORTS.names)
def test_every_format_takes_everything(exported, name):
    """Every kind of record, of both layouts, and a collection without any."""
    assert exported(name, "--mark-served")
    exported(name, "--key=event/nothing", expect=1)


@pytest.mark.parametrize("name", ["jsonl", "xml", "wikibase"])
def test_memory_does_not_grow_with_the_collection(tmp_path, monkeypatch, name):
    """Ten times as many records take no more, though each of them is large.

    Caches aside, which have their own limits and are small here; Python itself keeps some memory for small values.
    """
    monkeypatch.setattr(label_book, "_KEPT", 8)
    monkeypatch.setattr(plain, "_KEPT", 8)
    peaks = []
    size = 50_000
    for count in (30, 300):
        event = EVENT | {"related": [], "title": {"en": "x" * size}}
        records = [event | {"id": f"e{n}", "persons": [f"person/p{n}"]} for n in range(count)]
        records += [ANNA | {"id": f"p{n}", "item": f"Q{n + 1}"} for n in range(count)]
        root = write_collection(tmp_path / str(count), records, lines=True)
        command = ["-C", str(root), "export", name, str(tmp_path / "out"), "-q", "--locale=lv"]
        assert main([*command, "--key=event/e1"]) == 0
        tracemalloc.start()
        assert main([*command, "--type=event"]) == 0
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 20 * size, peaks


@pytest.mark.parametrize("name", ["json", "jsonl", "csv", "xml", "tei"])
def test_dates_in_one_form_for_all_locales(exported, name):
    usual, found = (exported(name, "--key=*/anna", *options).decode() for options in ((), ("--dates=dd.mm.yyyy",)))
    assert "00.05.1890" not in usual
    assert found.count("00.05.1890") == 6, "what readers see"
    assert found.count("1918~") == usual.count("1918~") + 5, "what the form cannot say; one locale has no words, too"
    assert found.count("1890-05") == usual.count("1890-05"), "what programs read"
    assert "maijs" in usual
    assert "maijs" not in found


def test_a_site_in_one_form_of_dates(hostile, tmp_path):
    pages = []
    for options in ((), ("--dates=dd.mm.yyyy",)):
        assert main(["-C", str(hostile), "export", "html", str(tmp_path / "site"), "-q", *options]) == 0
        pages.append((tmp_path / "site/lv/person/anna.html").read_text())
    assert ["maijs" in page for page in pages] == [True, False]
    assert ["00.05.1890" in page for page in pages] == [False, True]


def test_types_without_references_need_no_book(tmp_path):
    config = CONFIG.replace('kind = "references"\nto = ["person"]', 'kind = "value"').replace(
        'kind = "references"', 'kind = "value"'
    )
    root = write_collection(tmp_path / "c", [ANNA], config=config)
    assert main(["-C", str(root), "export", "jsonl", str(tmp_path / "out"), "-q"]) == 0
    assert len(keys((tmp_path / "out").read_bytes())) == 6


@pytest.mark.parametrize("name", EXPORTS.names)
def test_every_format_is_documented(name):
    assert f"`{name}`" in (Path(__file__).parents[2] / "docs/export.md").read_text()
