"""`l10n batch`: what people and programs are told, and the exit status."""

import json
from pathlib import Path

import pytest

from l10n.cli import main
from l10n.returned import Fate
from tests.batches import work
from tests.collection import CONFIG, make_collection

TITLE, CAPTION = "event/terror/title", "event/terror/images/i1/caption"


@pytest.fixture
def collection(tmp_path):
    return make_collection(tmp_path / "collection")


@pytest.fixture
def run(collection, tmp_path, capsys):
    """Run an action, and return what it printed."""

    def run(action, *options, expect=0):
        if action == "out":
            options = ("--locale", "lv", "--reads", "en", "--to", str(tmp_path), *options)
        assert main(["-C", str(collection.root), "batch", action, *options]) == expect
        printed = capsys.readouterr()
        return printed.err if expect == 2 else printed.out

    return run


@pytest.fixture
def handed(run):
    value = json.loads(run("out", "--who", "Anna", "--format", "json"))
    return value["batch"]["id"], value["files"][0]


def test_out_names_the_files_and_what_is_next(run, tmp_path):
    lines = run("out", "--who", "Anna Kask").splitlines()
    (path,) = tmp_path.glob("*.po")
    name = path.name.removesuffix(".en.po")
    assert lines == [
        f"{name}: 5 units, 15 words, for Anna Kask",
        f"  {path}",
        "Next: commit batches/ and send the files; `l10n batch in FILE` takes them back.",
    ]
    assert run("out") == "there is nothing to hand out\n5 units are out in batches\n"


def test_quiet_out_is_the_files_alone(run, tmp_path):
    assert run("out", "--quiet") == f"{next(tmp_path.glob('*.po'))}\n"


def test_in_counts_and_names(run, handed, tmp_path):
    name, path = handed
    work(tmp_path / path, {TITLE: "The Red Terror", "person/trotsky/name": "Ļevs Trockis"})
    lines = run("in", path, expect=1).splitlines()
    assert lines[0] == f"{path}: {name}"
    assert "      1 translation to records" in lines
    assert "      3 not translated yet" in lines
    assert f"        {TITLE}: The Red Terror" in lines
    assert f"4 units of {name} still out" in lines


def test_in_as_json(run, handed, tmp_path):
    name, path = handed
    work(tmp_path / path, {TITLE: "Sarkanais terors"})
    value = json.loads(run("in", path, "--format", "json"))
    (file,) = value["files"]
    assert (file["batch"]["id"], file["batch"]["back"], value["needs_person"]) == (name, 1, False)
    assert file["counts"] == {"taken": 1, "open": 4}
    assert file["returned"] == [
        {"key": TITLE, "fate": "taken", "text": "Sarkanais terors", "record": "", "message": ""}
    ]


def test_quiet_in_says_only_what_needs_a_person(run, handed, tmp_path):
    _, path = handed
    work(tmp_path / path, {"person/trotsky/name": "Ļevs Trockis"})
    assert run("in", path, "--quiet") == ""
    work(tmp_path / path, {TITLE: "The Red Terror"})
    assert TITLE in run("in", path, "--quiet", expect=1)


def test_in_names_what_validate_reports(run, collection, handed, tmp_path, capsys):
    _, path = handed
    limited = CONFIG.replace('kind = "line"\n', 'kind = "line"\nmax-length = 20\n', 1)
    collection.write("l10n.toml", limited)
    work(tmp_path / path, {TITLE: "Sarkanais terors " * 2, "person/trotsky/name": "Ļevs Trockis\x1b[31m"})
    lines = run("in", path, expect=1).splitlines()
    assert "      2 translations to records" in lines
    assert any(line.startswith(f"        {TITLE} (found 34 characters, expected at most 20)") for line in lines)
    assert any(line.startswith("        person/trotsky/name (found the invisible character U+001B") for line in lines)
    assert not any("\x1b" in line for line in lines)
    assert lines[-1] == "Next: mend in the records what went there and is named above; `l10n validate` finds it, too."
    assert main(["-C", str(collection.root), "validate"]) == 1
    found = capsys.readouterr().out
    assert "U+001B" in found
    assert "found 34 characters" in found


def test_in_names_what_the_record_has_no_longer(run, collection, handed, tmp_path):
    _, path = handed
    work(tmp_path / path, {TITLE: "Sarkanais terors"})
    run("in", path)
    collection.edit(TITLE, "lv", "Redaktora terors")
    lines = run("in", path).splitlines()
    assert lines[1:3] == [
        "      1 taken in before; the record has another text since, or none",
        f"        {TITLE}: Sarkanais terors",
    ]


FLAWED = "Next: mend in the records what went there and is named above; `l10n validate` finds it, too."
MEND = "Next: mend in the file what is kept fuzzy, and take it in again."
WANTED = "Next: if what is no longer wanted should be, put it back in the records, and take the file in again."
MOVE = "Next: move what was not taken to the file of its batch, or type it in the record."
NAME = "person/trotsky/name"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({TITLE: "Divas\nrindas"}, [MEND]),
        ({TITLE: "The Red Terror"}, [MEND]),
        ({TITLE: {"source": "The Green Terror", "targets": ("Zaļais terors",)}}, [MEND]),
        ({NAME: "Ļevs Trockis"}, [WANTED]),
        ({TITLE: {"key": "event/other/title", "targets": ("Svešs",)}}, [MOVE]),
        ({TITLE: "Divas\nrindas", CAPTION: "Plakāts\x1b[31m", NAME: "Ļevs Trockis"}, [FLAWED, MEND, WANTED]),
    ],
    ids=["refused", "copy", "altered", "gone", "unknown", "several"],
)
def test_in_says_what_somebody_has_to_do(run, collection, handed, texts, expected):
    path = Path(handed[1])
    work(path, texts)
    if NAME in texts:
        (collection.root / "records/person/trotsky.json").unlink()
    lines = run("in", str(path), expect=1).splitlines()
    assert [line for line in lines if line.startswith("Next:")] == expected


def test_in_says_of_a_draft_of_what_is_back_that_it_is_not_out(run, handed, tmp_path):
    _, path = handed
    draft, final = tmp_path / "draft.po", tmp_path / "final.po"
    for copy in (draft, final):
        copy.write_bytes((tmp_path / path).read_bytes())
    work(draft, {TITLE: {"targets": ("Sark…",), "fuzzy": True}})
    work(final, {TITLE: "Sarkanais terors"})
    assert "      1 marked fuzzy: kept so, and still out" in run("in", str(draft)).splitlines()
    run("in", str(final))
    printed = run("in", str(draft)).splitlines()
    assert "      1 marked fuzzy: kept in the catalog, and no longer out" in printed
    assert not any("still out" in line and "marked" in line for line in printed)


def test_in_names_what_a_later_file_replaced(run, handed, tmp_path):
    _, path = handed
    later = tmp_path / "later.po"
    later.write_bytes((tmp_path / path).read_bytes())
    work(tmp_path / path, {TITLE: "Esimene"})
    work(later, {TITLE: "Parem"})
    lines = run("in", path, str(later)).splitlines()
    assert lines[1:3] == ["      1 replaced by another text in a later file", f"        {TITLE}: Esimene"]
    assert [line for line in lines if "to records" in line] == ["      1 translation to records"]


def test_the_schema_knows_every_fate():
    schema = json.loads((Path(__file__).parents[2] / "docs/batch.schema.json").read_text(encoding="utf-8"))
    file = next(part for part in _iter_parts(schema) if "returned" in part and "counts" in part)
    assert file["counts"]["propertyNames"]["enum"] == list(Fate)
    fates = file["returned"]["items"]["properties"]["fate"]["enum"]
    assert fates == [fate for fate in Fate if fate is not Fate.OPEN]


def _iter_parts(value):
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _iter_parts(part)


def test_in_names_what_waits_for_its_unit(run, collection, handed, tmp_path):
    _, path = handed
    work(tmp_path / path, {NAME: "Ļevs Trockis"})
    (collection.root / "records/person/trotsky.json").unlink()
    run("in", path, expect=1)
    assert run("in", path).splitlines()[1:3] == [
        "      1 came back before; its source or unit is still not as it was",
        f"        {NAME}: Ļevs Trockis",
    ]


def test_list_says_what_is_out_twice(run, handed):
    name, _ = handed
    run("out", "--who", "Berta", "--again")
    *_, first, second = run("list").splitlines()
    other = json.loads(run("list", "--format", "json"))["batches"][1]["id"]
    assert first.split()[0] in {name, other}
    assert second.startswith("5 units are out more than once, in ")
    assert {name, other} <= set(second.replace(",", " ").replace(";", " ").split())
    twice = json.loads(run("list", "--format", "json"))["shared"]
    assert [(sorted(found["batches"]), len(found["units"])) for found in twice] == [(sorted([name, other]), 5)]
    run("close", other)
    assert "more than once" not in run("list")


def test_list_says_what_is_out_with_whom_and_since_when(run, handed, tmp_path):
    name, path = handed
    header, row = run("list").splitlines()
    assert header.split() == ["Batch", "Locale", "Who", "Since", "Words", "Units", "Back", "Out"]
    assert row.split()[:3] == [name, "lv", "Anna"]
    assert row.split()[4:] == ["15", "5", "0", "5"]
    (batch,) = json.loads(run("list", "--format", "json"))["batches"]
    assert (batch["who"], batch["closed"], len(batch["out"])) == ("Anna", None, 5)
    work(tmp_path / path, {TITLE: "Sarkanais terors"})
    run("in", path)
    assert run("list").splitlines()[1].split()[4:] == ["15", "5", "1", "4"]


def test_a_closed_batch_is_listed_only_if_asked_for(run, handed):
    name, _ = handed
    closed = run("close", name)
    assert closed == f"{name} is closed; 5 units are open again. What comes back of it is still taken in.\n"
    assert run("close", name) == f"{name} was closed already.\n"
    assert run("list") == "nothing is out\n"
    assert run("list", "--all").splitlines()[1].endswith("closed")
    assert json.loads(run("close", name, "--format", "json"))["batches"][0]["closed"]


WRONG = {
    "no action": ([], "the following arguments are required: ACTION"),
    "no such action": (["home"], "invalid choice: 'home'"),
    "no such batch": (["close", "lv-1"], "there is no batch 'lv-1' in this collection"),
    "no such file": (["in", "nowhere.po"], "nowhere.po: cannot read it"),
    "a name on two lines": (
        ["out", "--locale", "lv", "--reads", "en", "--who", "a\nb"],
        r"--who names 'a\nb', expected a name of at most 120 characters on one line",
    ),
    "a catalog that is no batch": (["in", "COLLECTION/x.po"], "it is no batch, expected a header X-L10n-Batch"),
}


@pytest.mark.parametrize(("options", "message"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said(collection, capsys, options, message):
    collection.write("x.po", 'msgid ""\nmsgstr "Language: lv\\n"\n')
    options = [option.replace("COLLECTION", str(collection.root)) for option in options]
    assert main(["-C", str(collection.root), "batch", *options]) == 2
    assert message in capsys.readouterr().err


def test_quiet_and_the_folder_stand_before_or_after_the_action(collection, capsys):
    root = str(collection.root)
    assert main(["batch", "-q", "list", "-C", root]) == 0
    assert main(["-C", root, "batch", "list", "--quiet"]) == 0
    assert capsys.readouterr().out == ""
