"""`l10n coverage` with gates: exit status, what is said, and the ratchet's file."""

import json
import os
from pathlib import Path

import pytest

from l10n.cli import main
from l10n.cli.remedies import LOOKED_AT
from tests.sample import CONFIG

RATCHET = "coverage-ratchet.toml"


@pytest.fixture
def collection(collection):
    """Of three titles of two words, two are in lv, one of them stale, and one in ru."""
    for name, texts in {"a": {"lv": "Viens"}, "b": {"lv": "Two words", "ru": "Два"}, "c": {}}.items():
        collection.write_record(id=name, title={"en": "Two words"} | texts)
    return collection


def gates(result):
    return {gate["locale"]: gate for gate in json.loads(result.out)["gates"]}


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        pytest.param([], 0, id="no gate"),
        pytest.param(["--fail-under", "lv=33"], 0, id="passed"),
        pytest.param(["--fail-under", "lv=33.4"], 1, id="missed"),
        pytest.param(["--fail-under", "lv=33,ru=34"], 1, id="one of two missed"),
        pytest.param(["--fail-under", "30"], 1, id="required: nothing is wanted in en"),
        pytest.param(["--fail-under", "30", "--locale", "lv", "--locale", "ru"], 0, id="required and counted"),
        pytest.param(["--fail-under", "et=1"], 1, id="nothing done"),
        pytest.param(["--fail-under", "lv=50", "--measure", "words"], 1, id="words"),
        pytest.param(["--fail-under", "lv=30", "--measure", "records"], 0, id="records"),
        pytest.param(["--fail-under", "lv=30", "--measure", "page"], 1, id="pages"),
        pytest.param(["--fail-under", "lv=20", "--measure", "page"], 0, id="pages, passed"),
        pytest.param(["--fail-under", "en=20", "--measure", "page"], 1, id="pages: nothing is wanted in en"),
        pytest.param(["--fail-under", "en=20", "--measure", "records"], 1, id="records: nothing is wanted in en"),
        pytest.param(["--fail-under", "lv=33", "--type", "person"], 1, id="a type with no record"),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_exit_status(collection, arguments, status, form):
    if arguments or form != "github":
        result = collection.run("coverage", "--format", form, *arguments)
        assert (result.status, result.err) == (status, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--fail-under", "xx=90"], "--fail-under: found the locale 'xx', expected one of en, ru, lv, et, uk"),
        (["--fail-under", "101"], "--fail-under: found '101', expected a percentage above 0 and up to 100"),
        (["--fail-under", "lv=90", "--locale", "ru"], "the gate for 'lv' needs it counted, expected it among ru"),
        (["--fail-under", "90", "--locale", "et"], "found no required locale to hold to the threshold"),
        (["--gate"], "l10n.toml: gates: there is no gate, expected `fail-under` or `ratchet`"),
        (["--ratchet"], "coverage-ratchet.toml: there is no such file, expected a ratchet; `l10n coverage --update-"),
        (["--lower"], "found --lower without --update-ratchet, expected both"),
        (["--update-ratchet", "--type", "event"], "found --type with a ratchet, expected all types"),
        (["--format", "github"], "found --format github without a gate, expected --gate, --fail-under or --ratchet"),
    ],
)
def test_what_can_never_be_judged_is_wrong_usage(collection, arguments, message):
    before = collection.files()
    result = collection.run("coverage", *arguments)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(message)
    assert collection.files() == before


def test_what_is_said(collection):
    result = collection.run("coverage", "--fail-under", "lv=60,ru=30", "--quiet")
    assert result.out.endswith(
        "\nGates\n"
        "  missed  lv: 33.3 % of units, 60 % expected: 1 more to go. Soonest by\n"
        "          completing event/b (2 words).\n"
        "  passed  ru: 33.3 % of units, 30 % expected.\n"
    )
    result = collection.run("coverage", "--fail-under", "lv=60,en=5", "--format", "github")
    assert result.out == (
        "::error title=l10n coverage::lv: 33.3 %25 of units, 60 %25 expected: 1 more to go. "
        "Soonest by completing event/b (2 words).\n"
        "::error title=l10n coverage::en: nothing is wanted, so there is no share; 5 %25 expected.\n"
    )
    gate = gates(collection.run("coverage", "--fail-under", "lv=60", "--format", "json"))["lv"]
    assert gate == {
        "gate": "fail-under",
        "locale": "lv",
        "measure": "units",
        "passed": False,
        "outcome": "below",
        "done": 1,
        "wanted": 3,
        "percent": 60.0,
        "need": 1,
        "soonest": {"enough": True, "words": 2, "records": [{"key": "event/b", "gain": 1, "words": 2}]},
    }


def test_completing_what_is_named_passes(collection):
    arguments = ("coverage", "--fail-under", "lv=100", "--format", "json")
    for record in gates(collection.run(*arguments))["lv"]["soonest"]["records"]:
        name = record["key"].removeprefix("event/")
        collection.write_record(id=name, title={"en": "Two words", "lv": "Divi vārdi"})
    assert collection.run(*arguments).status == 0


def test_readers_names_count_wherever_they_stand(collection):
    """Of 41 characters on three pages 5 are in lv; the two others name `b`."""
    for name, texts in {"a": {"lv": "Viens"}, "c": {}}.items():
        collection.write_record(id=name, title={"en": "Two words"} | texts, related=["event/b"])
    arguments = ("coverage", "--measure", "page", "--fail-under", "lv=60", "--quiet")
    result = collection.run(*arguments)
    assert result.out.endswith(
        "\nGates\n"
        "  missed  lv: 12.1 % of what readers see, 60 % expected: 20 more to go. Soonest\n"
        "          by completing event/b (2 words).\n"
    )
    gate = gates(collection.run(*arguments, "--format", "json"))["lv"]
    assert gate["soonest"] == {"enough": True, "words": 2, "records": [{"key": "event/b", "gain": 27, "words": 2}]}
    assert collection.run(*arguments, "--format", "github").out == (
        "::error title=l10n coverage::lv: 12.1 %25 of what readers see, 60 %25 expected: 20 more to go. "
        "Soonest by completing event/b (2 words).\n"
    )
    for form in ("markdown", "html"):
        assert "Soonest by completing event/b (2 words)." in collection.run(*arguments, "--format", form).out
    collection.write_record(id="b", title={"en": "Two words", "lv": "Divi vārd"})
    assert collection.run(*arguments).status == 0


def test_a_record_of_another_type_can_be_what_pages_lack(collection):
    collection.write_record(id="p", type="person", name={"en": "Leon"})
    collection.write_record(id="a", title={"en": "Two words", "lv": "Viens"}, persons=["person/p"])
    for name in ("b", "c"):
        collection.write_record(id=name, title={"en": "Two words", "lv": "Viens"}, persons=["person/p"])
    arguments = ("coverage", "--measure", "page", "--fail-under", "lv=100", "--format", "json")
    found = {
        types: gates(collection.run(*arguments, *(f"--type={name}" for name in types)))["lv"]["soonest"]["records"]
        for types in (("event",), ("person",), ("event", "person"))
    }
    gains = {types: [(record["key"], record["gain"]) for record in records] for types, records in found.items()}
    assert gains == {
        ("event",): [("person/p", 12)],
        ("person",): [("person/p", 4)],
        ("event", "person"): [("person/p", 16)],
    }


def test_where_nothing_that_is_wanted_lacks_no_record_is_named(folder):
    folder.write(
        "l10n.toml",
        'format = 1\nname = "C"\n[locales]\nrequired = ["en"]\noptional = ["lv"]\n'
        '[types.event]\noptional = []\n[types.event.fields.title]\nkind = "line"\n'
        '[types.person.fields.name]\nkind = "name"\n',
    )
    folder.write("records/event/a.json", '{"id": "a", "type": "event", "source": "en", "title": {"en": "A"}}\n')
    folder.write_record(id="p", type="person", name={"en": "P", "lv": "Q"})
    result = folder.run("coverage", "--measure", "page", "--fail-under", "lv=90", "--format", "github")
    assert result.out == (
        "::error title=l10n coverage::lv: 50.0 %25 of what readers see, 90 %25 expected: 1 more to go.\n"
    )


@pytest.fixture
def many(folder):
    """More events than are looked at: the first are in lv, these at the end are not."""

    def write(done, open_):
        texts = [{"en": "Two words", "lv": "Viens"}] * done + [{"en": "Two words"}] * open_
        lines = (
            json.dumps({"id": f"e{n:05}", "type": "event", "source": "en", "title": text})
            for n, text in enumerate(texts)
        )
        folder.write("l10n.toml", CONFIG)
        folder.write("records/event.jsonl", "".join(f"{line}\n" for line in lines))
        return folder

    return write


def test_open_records_are_found_behind_many_complete_ones(many):
    collection = many(done=LOOKED_AT + 10, open_=2)
    gate = gates(collection.run("coverage", "--fail-under", "lv=100,et=1", "--format", "json"))["lv"]
    assert gate["soonest"] == {
        "enough": True,
        "words": 4,
        "records": [{"key": f"event/e{LOOKED_AT + n:05}", "gain": 1, "words": 2} for n in (10, 11)],
    }


def test_where_there_is_far_to_go_some_records_are_named_to_begin_with(many):
    collection = many(done=1, open_=LOOKED_AT + 5)
    result = collection.run("coverage", "--fail-under", "lv=100", "--quiet")
    assert "5,005 more to go. Begin with event/e00001, event/e00002, event/e00003: they give" in " ".join(
        result.out.split()
    )
    found = gates(collection.run("coverage", "--fail-under", "lv=100", "--format", "json"))["lv"]["soonest"]
    assert (found["enough"], len(found["records"])) == (False, LOOKED_AT)


def test_of_very_many_pages_as_many_records_are_looked_at(many):
    collection = many(done=1, open_=LOOKED_AT + 5)
    arguments = ("coverage", "--measure", "page", "--fail-under", "lv=100", "--format", "json")
    found = gates(collection.run(*arguments))["lv"]["soonest"]
    assert (found["enough"], len(found["records"])) == (False, LOOKED_AT)


@pytest.mark.parametrize("layout", ["files", "lines"])
def test_what_is_soonest_is_the_same_in_both_layouts(collection, layout):
    collection.write_record(id="p", type="person", name={"en": "Leon"})
    if layout == "lines":
        paths = sorted((collection.path / "records/event").iterdir())
        lines = [json.dumps(json.loads(path.read_text())) for path in paths]
        for path in paths:
            path.unlink()
        collection.write("records/event.jsonl", "".join(f"{line}\n" for line in lines))
    gate = gates(collection.run("coverage", "--fail-under", "lv=70", "--format", "json"))["lv"]
    assert [record["key"] for record in gate["soonest"]["records"]] == ["person/p", "event/b"]
    gate = gates(collection.run("coverage", "--fail-under", "lv=70", "--type", "event", "--format", "json"))["lv"]
    assert [record["key"] for record in gate["soonest"]["records"]] == ["event/b", "event/c"]


def test_the_gates_of_the_configuration(collection):
    gates = '[gates]\nfail-under = "lv=33"\nmeasure = "records"\nratchet = "ci/held.toml"\n'
    collection.write("l10n.toml", CONFIG + gates)
    assert collection.run("coverage").status == 0
    result = collection.run("coverage", "--gate")
    assert (result.status, result.err.partition(":")[0]) == (2, "ci/held.toml")
    assert collection.run("coverage", "--update-ratchet").status == 0
    assert 'measure = "records"' in collection.read("ci/held.toml")
    result = collection.run("coverage", "--gate", "--format", "json")
    assert [gate["gate"] for gate in json.loads(result.out)["gates"]].count("fail-under") == 1
    assert result.status == 0
    assert collection.run("coverage", "--gate", "--fail-under", "lv=90").status == 1
    assert collection.run("coverage", "--gate", "--measure", "units").status == 2


def test_the_ratchet(collection):
    assert collection.run("coverage", "--update-ratchet").status == 0
    held = collection.read(RATCHET)
    assert "lv = { done = 1, wanted = 3, records = 3 }" in held
    collection.write_record(id="d", title={"en": "New"})
    assert collection.run("coverage", "--ratchet").status == 0
    collection.write_record(id="a", title={"en": "Two words"})
    result = collection.run("coverage", "--ratchet", "--quiet")
    assert result.status == 1
    assert "  missed  lv: fell to 0 of 4 from 1 of 3.\n" in result.out
    assert collection.run("coverage", "--ratchet", "--locale", "ru").status == 0
    assert collection.run("coverage", "--update-ratchet").status == 1
    assert "lv = { done = 1, wanted = 3, records = 3 }" in collection.read(RATCHET)
    assert "ru = { done = 1, wanted = 4, records = 4 }" in collection.read(RATCHET)
    assert collection.run("coverage", "--update-ratchet", "--lower").status == 0
    assert "lv = { done = 0, wanted = 4, records = 4 }" in collection.read(RATCHET)


def test_records_that_are_gone_pass_but_lower_nothing_unasked(collection):
    collection.run("coverage", "--update-ratchet")
    held = collection.read(RATCHET)
    (collection.path / "records/event/a.json").unlink()
    result = collection.run("coverage", "--ratchet", "--quiet")
    assert result.status == 0
    assert "  passed  lv: 0 of 2, the ratchet holds 1 of 3.\n" in result.out
    assert collection.run("coverage", "--update-ratchet").status == 0
    assert "lv = { done = 1, wanted = 3, records = 3 }" in collection.read(RATCHET)
    assert collection.read(RATCHET) != held  # what ru has done is the same
    assert collection.run("coverage", "--update-ratchet", "--lower").status == 0
    assert "lv = { done = 0, wanted = 2, records = 2 }" in collection.read(RATCHET)


def test_a_shorter_translation_beside_a_new_record_is_no_fall_for_readers(collection):
    collection.run("coverage", "--update-ratchet", "--measure", "page")
    assert "lv = { done = 5, wanted = 23, units = 1, records = 3 }" in collection.read(RATCHET)
    collection.write_record(id="a", title={"en": "Two words", "lv": "Vien"})
    collection.write_record(id="d", title={"en": "New"})
    assert collection.run("coverage", "--ratchet", "--measure", "page").status == 0
    assert collection.run("coverage", "--update-ratchet", "--measure", "page").status == 0
    assert "lv = { done = 5, wanted = 23, units = 1, records = 3 }" in collection.read(RATCHET)


def test_a_ratchet_that_does_not_change_is_not_written(collection):
    collection.run("coverage", "--update-ratchet")
    os.utime(collection.path / RATCHET, ns=(1, 1))
    collection.run("coverage", "--update-ratchet")
    assert (collection.path / RATCHET).stat().st_mtime_ns == 1


def test_nothing_passes_on_nothing(folder):
    folder.write("l10n.toml", CONFIG)
    assert folder.run("coverage", "--fail-under", "lv=1").status == 1
    result = folder.run("coverage", "--update-ratchet")
    assert (result.status, result.err) == (
        2,
        "found nothing wanted in any locale, expected something for the ratchet to hold\n",
    )
    assert not (folder.path / RATCHET).exists()


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_any_terminal_can_show_it(collection, encoding):
    result = collection.spawn(
        "coverage", "--fail-under", "lv=60", PYTHONIOENCODING=encoding, COLUMNS="40", NO_COLOR="1", PYTHONUTF8="0"
    )
    assert (result.status, result.err) == (1, "")
    _, _, said = result.out.partition("Gates")
    assert max(map(len, said.partition("\n\n")[0].splitlines())) <= 40


def test_markdown_says_a_gate_to_the_end(capsys):
    demo = str(Path(__file__).parents[2])
    main(["-C", demo, "coverage", "--format", "markdown", "--fail-under", "lv=90", "--measure", "page"])
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("- **missed**: lv")]
    assert len(line) > 200
    assert line.endswith("words).")
