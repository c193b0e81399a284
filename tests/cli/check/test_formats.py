"""What `l10n check` prints for programs: SARIF, JUnit, GitHub's annotations, the list of checks."""

import json

import jsonschema
from lxml import etree

from l10n.cli import main
from tests.cli.check.found import PO
from tests.cli.check.sarif import SARIF
from tests.collection import Collection


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
