"""What merged branches left in a record: read, written, reported, counted, carried through the loop, and settled."""

import json

import jsonschema
import pytest

from l10n.json_schema import json_schema
from l10n.leaves import Leaf
from l10n.model import State
from l10n.record_json import format_record, parse_record
from l10n.record_problems import find_record_problems
from l10n.records import iter_units
from l10n.text import digest
from l10n.versions import conflicts_by_leaf, iter_versions, make_conflicts, settle_version
from tests.collection import DAY, TERROR, TROTSKY, make_collection
from tests.sample import SCHEMA, list_errors, parse, record_json

TODAY = "2026-11-23"
CONFLICTS = {"texts": {"lv": {"title": ["x", "y"], "description/p1": [None]}}, "values": {"date": ["1919"]}}
RECORD = parse(title={"en": "T", "lv": "Tl"}, description={"en": {"p1": "1"}, "lv": {"p1": "1l"}}, conflicts=CONFLICTS)
TITLE = "event/terror/title"
LV = "locales/lv/LC_MESSAGES/event.en.po"


def test_conflicts_are_read_and_written():
    data = format_record(RECORD, SCHEMA)
    assert json.loads(data)["conflicts"] == CONFLICTS
    assert list(json.loads(data))[-1] == "conflicts"
    assert parse_record(data, SCHEMA) == RECORD


@pytest.mark.parametrize(
    ("conflicts", "is_valid"),
    [(CONFLICTS, True), ({}, True), ({"lv": {}}, False), ({"texts": {"xx": {}}}, False), ([], False)],
)
def test_the_json_schema_knows_conflicts(conflicts, is_valid):
    validator = jsonschema.Draft202012Validator(json_schema(SCHEMA))
    record = json.loads(record_json(title={"en": "T"}, conflicts=conflicts))
    assert validator.is_valid(record) == is_valid


def test_conflicts_by_where_they_stand():
    leaves = conflicts_by_leaf(RECORD.conflicts)
    assert leaves == {
        Leaf("title", "lv"): ("x", "y"),
        Leaf("description/p1", "lv"): (None,),
        Leaf("date"): ("1919",),
    }
    assert make_conflicts(leaves) == RECORD.conflicts


@pytest.mark.parametrize(
    ("conflicts", "field", "message"),
    [
        ([], "conflicts", "found a list, expected an object of 'texts' and 'values'"),
        ({"lv": {}}, "conflicts.lv", "unknown key, expected one of texts, values"),
        ({"texts": {"xx": {}}}, "conflicts.texts.xx", "'xx' is not a locale of this collection"),
        ({"texts": {"lv": {"title": "x"}}}, "conflicts.texts.lv.title", "found a text, expected a list of versions"),
        ({"texts": {"lv": {"title": [1]}}}, "conflicts.texts.lv.title[0]", "found a number, expected a text, or null"),
        ({"values": []}, "conflicts.values", "found a list, expected an object of path: versions"),
    ],
)
def test_what_is_no_conflict(conflicts, field, message):
    ((_, where, text),) = list_errors(record_json(title={"en": "T"}, conflicts=conflicts))
    assert where == field
    assert text.startswith(message)


def test_conflicts_are_problems():
    problems = {".".join(map(str, where)): text for where, text in find_record_problems(RECORD, SCHEMA, bool)}
    assert problems["conflicts.texts.lv.title"].startswith("found 'x', 'y' from a merged branch, expected one version")
    assert problems["conflicts.texts.lv.description/p1"].startswith("found nothing from a merged branch")
    assert "conflicts.values.date" in problems


def test_a_text_with_another_version_is_fuzzy():
    cells = {unit.key: unit.cell("lv") for unit in iter_units(RECORD, SCHEMA)}
    assert cells == {"event/a/title": State.FUZZY, "event/a/description/p1": State.FUZZY}


def test_open_versions():
    found = {version.leaf: (version.held, version.other) for version in iter_versions(RECORD, SCHEMA)}
    assert found[Leaf("title", "lv")] == ("Tl", "x")
    assert found[Leaf("date")] == (None, "1919")


@pytest.mark.parametrize("keep_other", [True, False])
def test_settling_a_text(keep_other):
    record = settle_version(RECORD, Leaf("title", "lv"), SCHEMA, keep_other=keep_other, today=TODAY)
    assert record.values["title"]["lv"] == ("x" if keep_other else "Tl")
    assert record.conflicts.texts["lv"]["title"] == ("y",)
    record = settle_version(record, Leaf("title", "lv"), SCHEMA, keep_other=False, today=TODAY)
    assert "title" not in record.conflicts.texts["lv"]
    made = {"lv": {"title": f"en@{digest('T')} {digest('x')} human {TODAY} settled"}}
    assert record.state == (made if keep_other else {})


def test_settling_for_no_text():
    record = settle_version(RECORD, Leaf("description/p1", "lv"), SCHEMA, keep_other=True, today=TODAY)
    assert record.values["description"] == {"en": {"p1": "1"}, "lv": {}}


def test_settling_a_value():
    record = settle_version(RECORD, Leaf("date"), SCHEMA, keep_other=True, today=TODAY)
    assert record.values["date"] == "1919"
    assert not record.conflicts.values


def test_settling_the_source():
    record = parse(title={"en": "T"}, conflicts={"values": {"source": ["ru"], "sources/title": ["lv"]}})
    record = settle_version(record, Leaf("source"), SCHEMA, keep_other=True, today=TODAY)
    record = settle_version(record, Leaf("sources/title"), SCHEMA, keep_other=True, today=TODAY)
    assert (record.source, record.sources) == ("ru", {"title": "lv"})
    assert not record.conflicts


# Through the loop


@pytest.fixture
def collection(tmp_path, monkeypatch):
    """A synchronised collection into whose record a merge then put another version of a title."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))
    record = TERROR | {"title": {"en": "The Red Terror", "ru": "Красный террор", "lv": "Mūsu"}}
    collection = make_collection(tmp_path, record, TROTSKY)
    collection.sync()
    put_version(collection, "lv", "title", "Viņu")
    return collection


def put_version(collection, locale, path, *versions):
    collection.write_record(
        collection.record("event/terror") | {"conflicts": {"texts": {locale: {path: list(versions)}}}}
    )


def test_the_catalog_shows_both_versions_and_waits(collection):
    for _ in range(2):
        collection.sync(expect=1)
        entry = collection.entry(TITLE, "lv")
        assert (entry.target, entry.fuzzy) == ("Mūsu", True)
        assert "conflict, another branch has: Viņu" in entry.notes
        assert collection.record("event/terror")["conflicts"] == {"texts": {"lv": {"title": ["Viņu"]}}}


def test_a_translator_settles_it_by_taking_the_flag_off(collection):
    collection.sync(expect=1)
    collection.translate(TITLE, "lv", fuzzy=False)
    collection.sync()
    assert "conflicts" not in collection.record("event/terror")
    assert collection.held(TITLE, "lv") == "Mūsu"
    collection.sync()


def test_a_translator_settles_it_by_another_text(collection):
    collection.sync(expect=1)
    collection.translate(TITLE, "lv", "Abi")
    collection.sync()
    assert "conflicts" not in collection.record("event/terror")
    assert collection.held(TITLE, "lv") == "Abi"


@pytest.mark.parametrize("text", ["Mūsu", "Viņu", "Abi"])
@pytest.mark.parametrize("was_synchronised", [True, False])
def test_an_editor_settles_it_in_the_record(collection, text, was_synchronised):
    if was_synchronised:
        collection.sync(expect=1)
    record = collection.record("event/terror")
    del record["conflicts"]
    record["title"]["lv"] = text
    collection.write_record(record)
    collection.sync()
    entry = collection.entry(TITLE, "lv")
    assert (entry.target, entry.fuzzy) == (text, False)
    assert "merged" not in collection.state(TITLE, "lv")


def test_a_text_taken_from_a_catalog_by_one_branch_alone_settles_nothing(collection):
    """The entry is not fuzzy because its translator has not seen the other version yet."""
    collection.translate(TITLE, "lv", "Jauns")
    collection.sync(expect=1)
    entry = collection.entry(TITLE, "lv")
    assert (entry.target, entry.fuzzy) == ("Jauns", True)
    assert collection.held(TITLE, "lv") == "Mūsu"


@pytest.mark.parametrize(
    ("keep", "text"), [("record", "Mūsu"), ("catalog", "Viņu"), ("both", "Mūsu"), ("ours", "Mūsu"), ("theirs", "Viņu")]
)
def test_resolve(collection, keep, text):
    assert collection.run("resolve", "--quiet", "--keep", keep) == 0
    assert "conflicts" not in collection.record("event/terror")
    assert collection.held(TITLE, "lv") == text
    entry = collection.entry(TITLE, "lv")
    assert (entry.target, entry.fuzzy) == (text, False)
    assert entry.comments == (("l10n: earlier: Viņu",) if keep == "both" else ())
    before = collection.files()
    collection.sync()
    assert collection.files() == before


def test_resolve_takes_one_version_at_a_time(collection):
    put_version(collection, "lv", "title", "Viņu", "Citu")
    assert collection.run("resolve", "--quiet", "--keep", "theirs") == 1
    assert collection.held(TITLE, "lv") == "Viņu"
    assert collection.run("resolve", "--quiet", "--keep", "ours") == 0
    assert collection.held(TITLE, "lv") == "Viņu"


def test_resolve_what_has_no_catalog(collection, capsys):
    record = collection.record("event/terror")
    record["conflicts"] = {"texts": {"en": {"title": ["Terror"]}}, "values": {"images/i1/file": ["b.jpg"]}}
    collection.write_record(record)
    capsys.readouterr()
    collection.sync(expect=1)
    assert collection.run("resolve", "--quiet", "--keep", "theirs") == 0
    record = collection.record("event/terror")
    assert record["title"]["en"] == "Terror"
    assert record["images"][0]["file"] == "b.jpg"
    assert "conflicts" not in record
    assert collection.entry(TITLE, "lv").fuzzy


def test_validate_and_the_report_name_it(collection, capsys):
    assert collection.run("validate") == 1
    assert "conflicts.texts.lv.title: found 'Viņu' from a merged branch" in capsys.readouterr().out
    assert collection.run("sync", "--format", "json") == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["kind"], finding["key"], finding["locale"]) == ("conflict", TITLE, "lv")
    assert (finding["record"], finding["catalog"], finding["is_merged"]) == ("Mūsu", "Viņu", True)
