"""`l10n check` where a name is wrong or a file cannot be read."""

import json

import jsonschema
import pytest
from lxml import etree

from l10n.cli import main
from tests.cli.check.sarif import SARIF
from tests.collection import CONFIG, TROTSKY, Collection, make_collection


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
