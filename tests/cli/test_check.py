"""`l10n check`: what it prints, repairs, remembers and returns."""

import json
import pickle
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from lxml import etree

from l10n import checking
from l10n.checks.plan import Plan
from l10n.cli import main
from l10n.po import parse_po
from l10n.project import open_project
from tests.collection import CONFIG, TERROR, TROTSKY, Collection, make_collection

LATIN_A = "Крaсный террор"
PO = 'msgid ""\nmsgstr ""\n"Language: lv\\n"\n\nmsgid "The end"\nmsgstr "Beigas "\n'

SARIF = {
    "type": "object",
    "required": ["version", "runs", "$schema"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": {"$ref": "#/$defs/run"}},
    },
    "additionalProperties": False,
    "patternProperties": {r"^\$schema$": {"type": "string"}},
    "$defs": {
        "message": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "run": {
            "type": "object",
            "required": ["tool"],
            "properties": {
                "tool": {
                    "type": "object",
                    "required": ["driver"],
                    "properties": {"driver": {"$ref": "#/$defs/driver"}},
                },
                "invocations": {"type": "array", "items": {"$ref": "#/$defs/invocation"}},
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
            },
            "additionalProperties": False,
        },
        "driver": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": {"type": "string"},
                "version": {"type": "string"},
                "rules": {
                    "type": "array",
                    "uniqueItems": True,
                    "items": {
                        "type": "object",
                        "required": ["id"],
                        "properties": {
                            "id": {"type": "string"},
                            "shortDescription": {"$ref": "#/$defs/message"},
                            "fullDescription": {"$ref": "#/$defs/message"},
                            "help": {"$ref": "#/$defs/message"},
                            "defaultConfiguration": {"properties": {"level": {"$ref": "#/$defs/level"}}},
                        },
                        "additionalProperties": False,
                    },
                },
            },
            "additionalProperties": False,
        },
        "invocation": {
            "type": "object",
            "required": ["executionSuccessful"],
            "properties": {
                "executionSuccessful": {"type": "boolean"},
                "toolExecutionNotifications": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["message"],
                        "properties": {
                            "level": {"$ref": "#/$defs/level"},
                            "message": {"$ref": "#/$defs/message"},
                            "locations": {"type": "array"},
                        },
                        "additionalProperties": False,
                    },
                },
            },
            "additionalProperties": False,
        },
        "result": {
            "type": "object",
            "required": ["message"],
            "properties": {
                "ruleId": {"type": "string"},
                "ruleIndex": {"type": "integer", "minimum": -1},
                "level": {"$ref": "#/$defs/level"},
                "message": {"$ref": "#/$defs/message"},
                "baselineState": {"enum": ["new", "unchanged", "updated", "absent"]},
                "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
                "suppressions": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["kind"],
                        "properties": {"kind": {"enum": ["inSource", "external"]}, "justification": {"type": "string"}},
                        "additionalProperties": False,
                    },
                },
                "locations": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "physicalLocation": {
                                "type": "object",
                                "required": ["artifactLocation"],
                                "properties": {
                                    "artifactLocation": {
                                        "properties": {"uri": {"type": "string", "format": "uri-reference"}}
                                    },
                                    "region": {"properties": {"startLine": {"type": "integer", "minimum": 1}}},
                                },
                                "additionalProperties": False,
                            },
                            "logicalLocations": {"type": "array"},
                        },
                        "additionalProperties": False,
                    },
                },
            },
            "additionalProperties": False,
        },
    },
}
"""What of the schema of SARIF 2.1.0 (OASIS standard, 27 March 2020) is about the properties that are written."""


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    """A collection in which one letter is wrong, and one space too many."""
    terror = TERROR | {"id": "red-terror", "title": {"en": "The Red  Terror", "ru": LATIN_A}}
    return make_collection(tmp_path, terror, TROTSKY)


def read_json(collection, capsys, *arguments, expect=1):
    capsys.readouterr()
    assert collection.run("check", "--format", "json", *arguments) == expect
    value = json.loads(capsys.readouterr().out)
    schema = json.loads((Path(__file__).parents[2] / "docs/check.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(value)
    return value


def summary(value):
    return [(one["check"], one["key"], one["locale"], one["status"]) for one in value["findings"]]


FOUND = [
    ("double-space", "event/red-terror/title", "en", "new"),
    ("mixed-script", "event/red-terror/title", "ru", "new"),
]


def test_findings_are_shown_with_the_spot_marked(collection, capsys) -> None:
    assert collection.run("check", "--check", "mixed-script") == 1
    out = capsys.readouterr().out
    line = next(
        n for n, text in enumerate(collection.read("records/event/red-terror.json").splitlines(), 1) if LATIN_A in text
    )
    assert out.splitlines() == [
        f"{collection.root}/records/event/red-terror.json:{line}: event/red-terror/title [ru]",
        "  error: found the Latin letter 'a' in 'Крaсный', expected the Cyrillic one (mixed-script)",
        f"    {LATIN_A}",
        "      ^",
        "",
        out.splitlines()[-1],
    ]
    assert out.splitlines()[-1].startswith("check: 1 error in ")


def test_hostile_text_cannot_steer_the_terminal(tmp_path, capsys) -> None:
    event = {"id": "a", "type": "event", "source": "en", "title": {"en": "\x1b[31mRed  \u202eTerror\x9b"}}
    collection = make_collection(tmp_path, event)
    assert collection.run("check") == 1
    out = capsys.readouterr().out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", out)


def test_json_says_all(collection, capsys) -> None:
    value = read_json(collection, capsys)
    assert summary(value) == FOUND
    space = value["findings"][0]
    assert (space["text"], space["span"], space["fix"]) == ("The Red  Terror", [7, 9], " ")
    assert value["counts"] == {"error": 1, "warning": 1, "info": 0}


def test_catalogs_add_only_what_their_records_have_not(collection, capsys) -> None:
    collection.sync()
    assert summary(read_json(collection, capsys)) == FOUND
    collection.translate("event/red-terror/title", "lv", "Sarkanais  terors")
    value = read_json(collection, capsys)
    assert (
        summary(value) == [*FOUND, ("double-space", "event/red-terror/title", "lv", "new")]
        or len(value["findings"]) == 3
    )
    assert [one["check"] for one in read_json(collection, capsys, "--catalogs")["findings"]] == [
        "double-space",
        "mixed-script",
    ]
    assert summary(read_json(collection, capsys, "--records")) == FOUND


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(["--check", "double-space"], FOUND[:1], id="check"),
        pytest.param(["--locale", "ru"], FOUND[1:], id="locale"),
        pytest.param(["--type", "event"], FOUND, id="type"),
    ],
)
def test_a_run_can_be_narrowed(collection, capsys, arguments, expected) -> None:
    assert summary(read_json(collection, capsys, *arguments)) == expected


def test_another_type_is_clean(collection, capsys) -> None:
    assert summary(read_json(collection, capsys, "--type", "person", expect=0)) == []


@pytest.mark.parametrize(
    ("level", "check", "expected"),
    [
        ("error", "double-space", 0),
        ("warning", "double-space", 1),
        ("info", "double-space", 1),
        ("error", "mixed-script", 1),
    ],
)
def test_the_exit_status_depends_on_the_severity(collection, level, check, expected) -> None:
    assert collection.run("check", "--check", check, "--fail-on", level) == expected


# The baseline


def test_only_new_findings_count_once_there_is_a_baseline(collection, capsys) -> None:
    assert collection.run("check", "--update-baseline") == 0
    before = collection.root.joinpath("l10n-baseline.jsonl").read_bytes()
    assert collection.run("check") == 0
    assert "2 known from the baseline" in capsys.readouterr().out
    collection.edit("event/red-terror/title", "lv", "Sarkanais  terors")
    assert summary(read_json(collection, capsys)) == [
        ("double-space", "event/red-terror/title", "lv", "new"),
        *((*one[:3], "known") for one in FOUND),
    ]
    assert collection.root.joinpath("l10n-baseline.jsonl").read_bytes() == before


def test_what_is_gone_from_the_baseline_is_counted(collection, capsys) -> None:
    collection.run("check", "--update-baseline")
    collection.edit("event/red-terror/title", "ru", "Красный террор")
    assert collection.run("check") == 0
    assert "1 of the baseline gone" in capsys.readouterr().out


def test_a_narrow_run_does_not_call_the_rest_gone(collection, capsys) -> None:
    collection.run("check", "--update-baseline")
    assert collection.run("check", "--check", "entity") == 0
    assert "gone" not in capsys.readouterr().out


# Repairs


def test_fix_repairs_what_is_safe_and_nothing_else(collection, capsys) -> None:
    collection.sync()
    collection.edit("event/red-terror/title", "lv", "Sarkanais terors ")
    assert collection.run("check", "--fix") == 1
    assert collection.held("event/red-terror/title", "en") == "The Red Terror"
    assert collection.held("event/red-terror/title", "lv") == "Sarkanais terors"
    assert collection.held("event/red-terror/title", "ru") == LATIN_A
    assert "mixed-script" in capsys.readouterr().out


def test_a_repaired_source_leaves_its_translations_fresh(collection) -> None:
    collection.sync()
    collection.run("check", "--fix")
    collection.sync()
    entry = collection.entry("event/red-terror/title", "ru")
    assert entry is not None
    assert (entry.source, entry.target, entry.fuzzy) == ("The Red Terror", LATIN_A, False)
    files = collection.files()
    collection.sync()
    assert collection.files() == files


def test_a_catalog_is_repaired_with_its_record(collection) -> None:
    collection.sync()
    collection.translate("event/red-terror/title", "lv", "Sarkanais  terors")
    collection.sync()
    collection.run("check", "--fix")
    entry = collection.entry("event/red-terror/title", "lv")
    assert entry is not None
    assert entry.target == collection.held("event/red-terror/title", "lv") == "Sarkanais terors"


@pytest.mark.parametrize("options", [[], ["--records"]], ids=["both", "records"])
def test_a_repair_survives_the_next_run_of_the_loop(collection, options) -> None:
    collection.sync()
    collection.translate("event/red-terror/title", "lv", "Sarkanais  terors")
    collection.sync()
    collection.run("check", "--fix", *options)
    collection.sync()
    entry = collection.entry("event/red-terror/title", "lv")
    assert entry is not None
    assert entry.target == collection.held("event/red-terror/title", "lv") == "Sarkanais terors"
    assert not entry.fuzzy


def test_a_repair_takes_no_doubt_away(collection) -> None:
    collection.sync()
    collection.edit("event/red-terror/description/p1", "ru", "Начался  в 1918 году.")
    collection.sync()
    collection.edit("event/red-terror/description/p1", "en", "It did not begin in 1918.")
    collection.run("check", "--fix", "--fuzzy")
    assert collection.held("event/red-terror/description/p1", "ru") == "Начался  в 1918 году."
    collection.sync()
    entry = collection.entry("event/red-terror/description/p1", "ru")
    assert entry is not None
    assert entry.fuzzy


def test_a_repaired_translation_goes_stale_like_any_other(collection) -> None:
    collection.sync()
    collection.edit("event/red-terror/description/p1", "ru", "Начался  в 1918 году.")
    collection.sync()
    collection.run("check", "--fix")
    collection.edit("event/red-terror/description/p1", "en", "It did not begin in 1918.")
    collection.sync()
    entry = collection.entry("event/red-terror/description/p1", "ru")
    assert entry is not None
    assert entry.fuzzy


def test_fix_repairs_po_files_anywhere(tmp_path) -> None:
    path = tmp_path / "app.po"
    path.write_text(PO)
    assert main(["check", "--fix", str(path)]) == 0
    assert path.read_text() == PO.replace("Beigas ", "Beigas")


def test_fix_leaves_a_file_alone_that_needs_nothing(tmp_path) -> None:
    path = tmp_path / "app.po"
    path.write_text(PO.replace("Beigas ", "Beigas"))
    before = path.stat().st_mtime_ns
    assert main(["check", "--fix", str(path)]) == 0
    assert path.stat().st_mtime_ns == before


# For programs


def silenced(collection: Collection) -> Collection:
    record = collection.record("event/red-terror")
    collection.write_record(record | {"ignore": ["en title double-space - as in print"]})
    return collection


def test_sarif_is_what_the_standard_says(collection, capsys) -> None:
    silenced(collection).run("check", "--format", "sarif")
    value = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(SARIF, format_checker=jsonschema.FormatChecker()).validate(value)
    run = value["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [(rules[one["ruleIndex"]], one["ruleId"]) for one in run["results"]] == [
        ("mixed-script",) * 2,
        ("double-space",) * 2,
    ]
    assert run["results"][1]["suppressions"] == [{"kind": "inSource", "justification": "as in print"}]


def test_junit_can_be_read(collection, capsys) -> None:
    silenced(collection).run("check", "--format", "junit")
    root = etree.fromstring(capsys.readouterr().out.encode())
    suite = root.find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("2", "1", "1")
    assert [case.get("classname") for case in suite] == ["mixed-script", "double-space"]


def test_junit_of_nothing_is_a_passed_test(demo, capsys) -> None:
    main(["-C", str(demo), "check", "--check", "double-space", "--format", "junit"])
    assert etree.fromstring(capsys.readouterr().out.encode())[0].get("tests") == "1"


def test_github_s_annotations_escape_what_ends_them(tmp_path, capsys) -> None:
    path = tmp_path / "a,b:c%.po"
    path.write_text(PO)
    assert main(["check", "--format", "github", str(path)]) == 1
    line = capsys.readouterr().out
    assert line.startswith(
        f"::warning file={tmp_path}/a%2Cb%3Ac%25.po,line=5,title=edge-space::The end [lv]: found a space"
    )


def test_control_characters_do_not_break_xml(tmp_path, capsys) -> None:
    path = tmp_path / "a.po"
    path.write_text(PO.replace("The end", "The \\x01\\x1bend"))
    main(["check", "--format", "junit", str(path)])
    etree.fromstring(capsys.readouterr().out.encode())


def test_list_shows_every_check(capsys) -> None:
    assert main(["check", "--list", "--format", "json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert {"edge-space", "mixed-script"} <= {one["id"] for one in value["checks"]}
    assert main(["check", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if line[0] != " "] == [one["id"] for one in value["checks"]]
    assert max(map(len, lines)) <= 80


# What goes wrong


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--check", "dubble-space"], "'dubble-space' is not a known check", id="check"),
        pytest.param(["--locale", "xx"], "there is no locale 'xx'", id="locale"),
        pytest.param(["--type", "evnt"], "did you mean 'event'?", id="type"),
        pytest.param(["nothing.po"], "there is no such file", id="file"),
        pytest.param(
            ["--update-baseline", "--check", "entity"], "expected a run over everything", id="part of a baseline"
        ),
        pytest.param(["--baseline", "nothing.jsonl"], "--update-baseline makes one", id="baseline"),
    ],
)
def test_wrong_names_are_refused(collection, capsys, arguments, message) -> None:
    assert collection.run("check", *arguments) == 2
    assert message in capsys.readouterr().err


def test_an_unknown_check_in_l10n_toml_is_refused(tmp_path, capsys) -> None:
    collection = make_collection(tmp_path, TROTSKY, config=f'{CONFIG}\n[checks]\ndubble-space = "off"\n')
    assert collection.run("check") == 2
    line = collection.read("l10n.toml").splitlines().index('dubble-space = "off"') + 1
    assert f"l10n.toml:{line}: checks.dubble-space: there is no check 'dubble-space'" in capsys.readouterr().err


def test_an_unknown_check_is_said_once_where_it_stands(tmp_path, capsys) -> None:
    config = CONFIG.replace("[types.event]", '[types.event]\nchecks = { dubble-space = "off" }')
    collection = make_collection(tmp_path, TROTSKY, config=f'{config}\n[checks]\nlinx = "off"\n')
    assert collection.run("check") == 2
    found = [line.split(": ")[1] for line in capsys.readouterr().err.splitlines() if ".toml:" in line]
    assert found == ["checks.linx", "types.event.checks.dubble-space"]


@pytest.mark.parametrize("format_", ["sarif", "junit", "github", "json"])
def test_no_format_hides_what_cannot_be_read(tmp_path, capsys, format_) -> None:
    path = tmp_path / "broken.po"
    path.write_text('msgid "a')
    assert main(["check", "--format", format_, str(path)]) == 2
    out = capsys.readouterr().out
    assert "broken.po:1" in out
    if format_ == "sarif":
        value = json.loads(out)
        jsonschema.Draft202012Validator(SARIF, format_checker=jsonschema.FormatChecker()).validate(value)
        assert value["runs"][0]["invocations"][0]["executionSuccessful"] is False
    if format_ == "junit":
        assert etree.fromstring(out.encode())[0].get("errors") == "2"


def test_check_and_validate_agree_on_nfc_and_length(tmp_path, capsys) -> None:
    collection = Collection(tmp_path)
    collection.write("l10n.toml", CONFIG.replace('kind = "line"', 'kind = "line"\nmax-length = 13', 1))
    title = {"en": "\u212bngstrom", "lv": "Ko\u0304gs", "ru": "\u1112\u1161\u11ab слово и ещё"}
    collection.write_record({"id": "a", "type": "event", "source": "en", "title": title})
    assert collection.run("validate") == 1
    out = capsys.readouterr().out
    assert (out.count("not in NFC"), out.count("found 15 characters, expected at most 13")) == (3, 1)
    collection.run("check", "--check", "decomposed-letter", "--check", "max-length", "--fix", "--format", "json")
    assert [one["check"] for one in json.loads(capsys.readouterr().out)["findings"]] == []
    assert collection.run("validate") == 0


def test_what_cannot_be_read_is_said_and_the_rest_is_checked(collection, capsys) -> None:
    collection.write("records/event/broken.json", "{")
    collection.write("locales/lv/LC_MESSAGES/event.en.po", 'msgid "a')
    assert collection.run("check") == 2
    out, err = capsys.readouterr()
    assert "mixed-script" in out
    assert {"broken.json", "event.en.po"} <= {word.rpartition("/")[2].partition(":")[0] for word in err.split()}
    assert collection.run("check", "--update-baseline") == 2


def test_an_empty_collection_is_clean(tmp_path, capsys) -> None:
    collection = Collection(tmp_path)
    collection.write("l10n.toml", CONFIG)
    assert collection.run("check") == 0
    assert capsys.readouterr().out == "check: nothing found in 0 texts\n"


def test_processes_find_the_same(collection, capsys) -> None:
    collection.sync()
    collection.write(
        "records/event.jsonl",
        "".join(
            json.dumps({"id": f"e{n}", "type": "event", "source": "en", "title": {"en": f"Two  {n}"}}) + "\n"
            for n in range(50)
        ),
    )
    alone = read_json(collection, capsys, "--jobs", "1")
    assert len(alone["findings"]) == 52
    assert read_json(collection, capsys, "--jobs", "2") == alone


def test_what_checks_can_be_sent_to_another_process() -> None:
    project = open_project(Path(__file__).parents[2])
    plan = Plan()
    plan.asks_for_records(project.schema)  # fills what the plan remembers
    checker = checking.Checker(project, plan, checking.collect_surroundings(project))
    task = checking.Task(("records/event/red-terror.json",), 0, is_records=True)
    assert pickle.loads(pickle.dumps(checker)).check(task).texts == checker.check(task).texts > 0  # noqa: S301 (its own)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_large_file_is_checked_in_parts(collection, capsys, monkeypatch, jobs) -> None:
    lines = [
        json.dumps({"id": f"e{n}", "type": "event", "source": "en", "title": {"en": "x" * (n % 7) + " Two  words"}})
        for n in range(60)
    ]
    collection.write("records/event.jsonl", "\n".join(lines))
    whole = read_json(collection, capsys, "--jobs", "1")
    for size in (50, 101, 1000):
        monkeypatch.setattr(checking, "PART", size)
        monkeypatch.setattr(checking, "MORE", 7)
        value = read_json(collection, capsys, "--jobs", jobs)
        assert value["findings"] == whole["findings"]
        assert value["texts"] == whole["texts"]


def test_an_error_in_a_part_has_the_file_s_line(collection, capsys, monkeypatch) -> None:
    lines = [json.dumps({"id": f"e{n}", "type": "event", "source": "en"}) for n in range(60)]
    collection.write("records/event.jsonl", "\n".join([*lines, "{"]))
    monkeypatch.setattr(checking, "PART", 100)
    assert collection.run("check") == 2
    assert "event.jsonl:61:" in capsys.readouterr().err


def test_a_pipe_that_closes_early_is_no_crash(collection) -> None:
    command = [sys.executable, "-m", "l10n", "-C", str(collection.root), "check"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.close()
    assert "Traceback" not in process.communicate()[1]


def test_a_catalog_that_was_repaired_is_still_well_formed(tmp_path) -> None:
    path = tmp_path / "a.po"
    path.write_text(PO.replace("Beigas ", "K\u0327i\u0304na  ir "))
    main(["check", "--fix", str(path)])
    assert parse_po(path.read_bytes()).units[0].target == "Ķīna ir"
