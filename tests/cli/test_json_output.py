"""What commands print for programs is what docs/*.schema.json say."""

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from l10n.cli import FINDINGS, OK, main
from tests.collection import CONFIG, make_collection
from tests.hostile import make_hostile
from tests.repository import Repository

DOCS = Path(__file__).parent.parent.parent / "docs"
CAPTURE = Path(__file__).parent.parent / "imports/data/red-terror.en.txt"


def load_schema(name):
    schema = json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


def assert_as_described(name, result, status=OK):
    value = check_value(name, json.loads(result.out))
    assert result.status == status
    return value


def check_value(name, value):
    jsonschema.validate(value, load_schema(name))
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


# --- collections of every kind ----------------------------------------------------------------------------

ROOT = DOCS.parent


@pytest.fixture(params=["demo", "small", "hostile", "empty"])
def root(request, tmp_path):
    """A collection's folder."""
    if request.param == "hostile":
        return make_hostile(tmp_path)
    if request.param == "small":
        return make_collection(tmp_path).root
    if request.param == "empty":
        (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
        return tmp_path
    for name in ("records", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "l10n.toml", tmp_path)
    return tmp_path


@pytest.fixture
def printed(root, capsys):
    """Return a function that runs a command in the collection, and returns its JSON."""

    def run(*arguments, statuses=(OK,)):
        capsys.readouterr()
        assert main(["-C", str(root), *map(str, arguments), "--format", "json"]) in statuses
        return json.loads(capsys.readouterr().out)

    return run


def keys_of(root):
    return [
        path.relative_to(root / "records").with_suffix("").as_posix() for path in (root / "records").rglob("*.json")
    ]


def test_show(root, printed):
    for key in keys_of(root):
        assert "per_locale" in check_value("show", printed("show", key))
        assert "fields" in check_value("show", printed("show", key, "--locale", "ru"))


@pytest.mark.parametrize("by", ["record", "unit"])
def test_next(root, printed, by):
    queue = check_value("next", printed("next", "--locale", "ru", "--reads", "en", "--by", by))
    assert queue["tasks"] or not list(root.rglob("*.json")) or queue["total"]["units"] == 0


def test_batches(printed, tmp_path):
    options = ("--locale", "ru", "--reads", "en", "--to", tmp_path / "out")
    (tmp_path / "out").mkdir()
    assert check_value("batch", printed("batch", "list", "--all"))["batches"] == []
    out = check_value("batch", printed("batch", "out", *options, "--who", "Anna Kask"))
    check_value("next", {"version": 1, **out["queue"]})
    check_value("batch", printed("batch", "out", *options))
    if out["batch"] is None:
        return
    for path in map(Path, out["files"]):
        path.write_text(path.read_text(encoding="utf-8").replace('msgstr ""\n\n', 'msgstr "Т"\n\n'), encoding="utf-8")
    back = check_value("batch", printed("batch", "in", *out["files"], statuses=(OK, FINDINGS)))
    check_value("sync", {"version": 1, **back["sync"], "needs_person": back["needs_person"]})
    assert sum(file["batch"]["back"] for file in back["files"]) > 0
    check_value("batch", printed("batch", "list"))
    check_value("batch", printed("batch", "close", out["batch"]["id"]))


def test_resolve(printed):
    check_value("sync", printed("resolve", "--keep", "record", statuses=(OK, FINDINGS)))


@pytest.mark.parametrize("source", ["Red Terror", "</script>\u202e"], ids=["plain", "hostile"])
def test_verify_merge(tmp_path, source):
    repository = Repository(tmp_path, has_driver=False)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    base = f'{header}msgid ""\n"The\\n"\n"{source}"\nmsgstr ""\n"Sarkanais\\n"\n"terors"\n'
    path = "locales/lv/LC_MESSAGES/event.en.po"
    others = base.replace('"The', '"That'), base.replace('"terors"', '"baigums"')
    assert repository.diverge(*({path: text.encode()} for text in (base, *others)))[0]
    value = json.loads(repository.l10n("verify-merge", "--format", "json", expect=1))
    assert check_value("verify-merge", value)["mispairs"]
    found = json.loads(repository.l10n("verify-merge", "HEAD~1", "--format", "json"))
    assert check_value("verify-merge", found)["mispairs"] == []
