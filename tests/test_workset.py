"""The work set: a run with the index looks at what changed alone, and does what one without it does."""

import re
import shutil

import pytest

from l10n.index import decode_digests, encode_digests, parse_index
from l10n.loop import run_loop
from l10n.loop_report import Direction
from l10n.model import record_key
from l10n.project import open_project
from l10n.workset import WorkSet
from tests.collection import DAY, TERROR, TROTSKY, Collection, make_collection

TITLE, P1, P2 = "event/terror/title", "event/terror/description/p1", "event/terror/description/p2"
OTHER = "event/other/title"
LV = "locales/lv/LC_MESSAGES/event.en.po"
TEMPLATE = "locales/event.en.pot"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))


@pytest.fixture
def collection(tmp_path):
    """Three events, two with the same person, and the person, synchronised once; a finding waits in each event."""
    plain = {"type": "event", "source": "en"}
    other = plain | {"id": "other", "title": {"en": "Another", "ru": "Другое"}, "persons": ["person/trotsky"]}
    third = plain | {"id": "zeta", "title": {"en": "A third"}}
    made = make_collection(tmp_path / "one", TERROR, TROTSKY, other, third)
    made.sync()
    for unit, source in ((TITLE, "The Red Terror"), (OTHER, "Another"), ("event/zeta/title", "A third")):
        made.translate(unit, "lv", source)
    made.sync()
    made.sync()
    return made


def run(collection: Collection):
    return run_loop(open_project(collection.root), Direction.SYNC)


def replace_in(collection, path, old, new):
    text = collection.read(path)
    assert old in text
    collection.write(path, text.replace(old, new, 1))


def entry_text(collection, unit):
    """Return the lines of an entry of the Latvian catalog, and the blank line after it."""
    return next(part for part in re.split(r"(?<=\n\n)", collection.read(LV)) if f'msgctxt "{unit}"' in part)


def move_last(collection, unit):
    text = entry_text(collection, unit)
    collection.write(LV, collection.read(LV).replace(text, "") + "\n" + text.rstrip("\n") + "\n")


EDITS = {
    "a translation": lambda c: c.translate(P1, "lv", "Tas sākās 1918. gadā."),
    "a translation of several lines": lambda c: c.translate(P1, "lv", "Tas sākās\n1918. gadā.\n"),
    "a flag": lambda c: c.translate(P1, "ru", fuzzy=True),
    "a comment": lambda c: c.translate(OTHER, "lv", comments=("mine", "and more")),
    "a comment apart from its entry": lambda c: replace_in(c, LV, "#. Event", "# mine\n\n#. Event"),
    "an entry taken away": lambda c: c.write(LV, c.read(LV).replace(entry_text(c, P1), "")),
    "an entry moved": lambda c: move_last(c, OTHER),
    "an entry twice": lambda c: c.write(
        LV, c.read(LV) + "\n" + entry_text(c, OTHER).replace('msgid "', 'msgid "once ').strip() + "\n"
    ),
    "an entry of nobody": lambda c: c.write(
        LV, c.read(LV) + '\nmsgctxt "event/nobody/title"\nmsgid "Nobody"\nmsgstr "Neviens"\n'
    ),
    "an entry obsolete": lambda c: c.translate(P1, "ru", obsolete=True, references=(), notes=()),
    "no blank lines": lambda c: c.write(LV, c.read(LV).replace("\n\n", "\n")),
    "more blank lines": lambda c: c.write(LV, c.read(LV).replace("\n\n", "\n\n\n")),
    "comments at the end": lambda c: c.write(LV, c.read(LV) + "\n# the end\n"),
    "no line end": lambda c: c.write(LV, c.read(LV).rstrip("\n")),
    "Windows": lambda c: c.write(LV, c.read(LV).replace("\n", "\r\n")),
    "wrapped keys": lambda c: c.write(LV, c.read(LV).replace('msgctxt "event/', 'msgctxt ""\n"event/')),
    "wrapped keys, further on": lambda c: c.write(LV, c.read(LV).replace('"event/terror/', '"event/terror"\n"/')),
    "another domain": lambda c: replace_in(c, LV, entry_text(c, P1), f'domain "mine"\n\n{entry_text(c, P1)}'),
    "a header field": lambda c: replace_in(c, LV, '"Last-Translator: ', '"Last-Translator: Me <me@example.org>'),
    "a byte order mark": lambda c: c.write(LV, "\ufeff" + c.read(LV)),
    "no header": lambda c: c.write(LV, c.read(LV)[c.read(LV).index("\n\n") + 2 :]),
    "the template's date": lambda c: replace_in(c, TEMPLATE, "POT-Creation-Date: 2", "POT-Creation-Date: 1"),
    "the template's entry": lambda c: replace_in(c, TEMPLATE, 'msgid "Another"', 'msgid "Another one"'),
    "no template": lambda c: (c.root / TEMPLATE).unlink(),
    "no catalog": lambda c: (c.root / LV).unlink(),
    "nothing": lambda c: c.write(LV, c.read(LV)),
    "a source": lambda c: c.edit(P1, "en", "It began in late 1918."),
    "a source of several lines": lambda c: c.edit(P1, "en", "It began\nin late 1918."),
    "a text": lambda c: c.edit(P1, "ru", "Он начался в 1918 году."),
    "a paragraph more": lambda c: c.edit("event/terror/description/p3", "en", "It was terrible."),
    "a paragraph less": lambda c: c.edit(P2, "en", None),
    "a name": lambda c: c.edit("person/trotsky/name", "en", "Lev Trotsky"),
    "a name translated": lambda c: c.translate("person/trotsky/name", "lv", "Ļevs Trockis"),
    "a new record": lambda c: c.write_record(TERROR | {"id": "new", "state": {}}),
    "a record gone": lambda c: (c.root / "records/event/other.json").unlink(),
    "another source locale": lambda c: c.write_record(c.record("event/other") | {"source": "ru"}),
}
PAIRS = [
    ("a translation", "a source"),
    ("wrapped keys", "a text"),
    ("wrapped keys, further on", "a source"),
    ("another domain", "a text"),
    ("Windows", "a source"),
    ("no blank lines", "a source"),
    ("a byte order mark", "a text"),
    ("a comment apart from its entry", "a source"),
    ("comments at the end", "a record gone"),
    ("no line end", "a new record"),
    ("an entry of nobody", "a paragraph less"),
    ("a record gone", "a new record"),
    ("a name", "a name translated"),
]


def assert_same(collection, tmp_path):
    """A run with the index writes and reports what one without it does."""
    other = Collection(tmp_path / "two")
    shutil.rmtree(other.root, ignore_errors=True)
    shutil.copytree(collection.root, other.root)
    other.forget()
    found, expected = run(collection), run(other)
    assert collection.files() == other.files()
    by_place = [sorted(report.findings, key=lambda f: (f.path, f.key, f.kind)) for report in (found, expected)]
    assert by_place[0] == by_place[1]
    assert found.written == expected.written


@pytest.mark.parametrize("edits", [(name,) for name in EDITS] + PAIRS, ids=", then ".join)
def test_the_index_is_only_a_short_cut(collection, tmp_path, edits):
    for edit in edits:
        EDITS[edit](collection)
        assert_same(collection, tmp_path)


@pytest.mark.parametrize("edits", PAIRS, ids=", and ".join)
def test_the_index_is_only_a_short_cut_for_two_edits_at_once(collection, tmp_path, edits):
    for edit in edits:
        EDITS[edit](collection)
    assert_same(collection, tmp_path)


@pytest.mark.parametrize(
    ("edit", "records"),
    [
        ("a translation", 1),
        ("a comment", 1),
        ("an entry moved", 0),
        ("a header field", 0),
        ("nothing", 0),
        ("a source", 1),
        ("a name", 3),
        ("no catalog", 3),
    ],
)
def test_only_what_changed_is_at_work(collection, edit, records):
    EDITS[edit](collection)
    assert run(collection).records == records


def test_of_catalogs_that_did_not_change_only_the_records_at_work_are_read(collection):
    EDITS["a source"](collection)
    project = open_project(collection.root)
    work_set = WorkSet(project, project.schema.locales, lambda paths, _what, _total: paths)
    held = {path: {record_key(unit.key) for unit in file.catalog.units} for path, file in work_set.catalogs.items()}
    assert held == {path: {"event/terror"} for path in collection.catalogs() if "/event.en." in path}
    assert all(file.excerpt for file in work_set.catalogs.values())


@pytest.mark.parametrize("arguments", [{"dry_run": True}, {}])
def test_findings_of_other_records_move_with_their_entries(collection, arguments):
    collection.translate(OTHER, "lv", comments=("one line more",))
    report = run_loop(open_project(collection.root), Direction.SYNC, **arguments)
    assert report.records == 1
    lines = {finding.key: finding.line for finding in report.findings}
    units = {unit.key: unit.line for unit in collection.catalog(LV).units}
    assert lines == {key: units[key] for key in (TITLE, OTHER, "event/zeta/title")}


@pytest.mark.parametrize("edit", ["a source", "a translation"])
def test_what_others_change_meanwhile_is_noticed_next_time(collection, edit):
    """A translation typed between a run's look at the files and its reading them is not hidden by the index."""
    EDITS[edit](collection)
    left = ["Cits"]

    def interrupt(paths, what, _total):
        if what == "reading catalogs" and left:
            collection.translate(OTHER, "lv", left.pop())
        return paths

    run_loop(open_project(collection.root), Direction.SYNC, progress=interrupt)
    collection.sync()
    assert collection.held(OTHER, "lv") == "Cits"


def test_the_index_keeps_a_digest_of_each_records_entries(collection):
    project = open_project(collection.root)
    before = (collection.root / ".l10n/index").read_bytes()
    config = re.search(rb"[0-9a-f]{12}", before)[0].decode()
    index = parse_index(project.read_private("index"), config)
    assert index.entries.keys() == set(collection.catalogs())
    digests = decode_digests(index.entries[LV])
    assert digests.keys() == {"event/terror", "event/other", "event/zeta"}
    assert decode_digests(encode_digests(digests)) == digests
