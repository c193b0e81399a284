"""What commands print for programs is what docs/*.schema.json say."""

import json
from pathlib import Path

import jsonschema
import pytest

from l10n.cli import FINDINGS, OK

DOCS = Path(__file__).parent.parent.parent / "docs"
CAPTURE = Path(__file__).parent.parent / "imports/data/red-terror.en.txt"


def load_schema(name):
    schema = json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


def assert_as_described(name, result, status=OK):
    value = json.loads(result.out)
    jsonschema.validate(value, load_schema(name))
    assert result.status == status
    return value


@pytest.fixture
def filled(collection):
    collection.write_record(title={"en": "The Red Terror", "ru": "Красный террор"})
    return collection


@pytest.mark.parametrize("command", ["update", "apply", "sync"])
@pytest.mark.parametrize("option", ["--dry-run", "--quiet"])
def test_the_loop(filled, command, option):
    filled.run("update", "--quiet")
    filled.write_record(title={"en": "The Terror", "ru": "Красный террор"})
    value = assert_as_described("sync", filled.run(command, option, "--format", "json"))
    assert (value["direction"], value["dry_run"]) == (command, option == "--dry-run")


def test_a_conflict(filled):
    filled.run("sync", "--quiet")
    path = "locales/ru/LC_MESSAGES/event.en.po"
    filled.write(path, filled.read(path).replace("Красный террор", "Красный"))
    record = json.loads(filled.read("records/event/a.json"))
    record["title"]["ru"] = "Террор"
    filled.write("records/event/a.json", json.dumps(record))
    value = assert_as_described("sync", filled.run("sync", "--format", "json"), FINDINGS)
    assert [finding["kind"] for finding in value["findings"]] == ["conflict"]
    assert value["needs_person"]


def test_validate(filled):
    assert assert_as_described("validate", filled.run("validate", "--format", "json"))["findings"] == []
    filled.write("records/event/b.json", "{")
    filled.write_record(id="c", persons=["person/none"])
    value = assert_as_described("validate", filled.run("validate", "--format", "json"), FINDINGS)
    assert {finding["path"] for finding in value["findings"]} == {"records/event/b.json", "records/event/c.json"}


def test_compile(filled):
    filled.run("sync", "--quiet")
    value = assert_as_described("compile", filled.run("compile", "--format", "json"))
    assert len(value["written"]) == value["catalogs"] > 0


def test_import(folder):
    folder.run("init", "--required", "en,ru,lv", "--optional", "de,fr")
    for option in ("--dry-run", "--quiet"):
        result = folder.run("import", "capture", CAPTURE, option, "--format", "json")
        value = assert_as_described("import", result, FINDINGS)
        (file,) = value["files"]
        assert file["added"]
        assert file["problems"]
