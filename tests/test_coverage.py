"""Coverage: counted against an obvious recount, added up, and shown alike in text and JSON."""

import json
import subprocess
import sys
from functools import reduce
from operator import add
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from l10n.cli import main
from l10n.config import parse_schema
from l10n.coverage import Counts, Coverage, RecordCounts, RecordStatus, Statuses, count_coverage, field_path
from l10n.errors import UnknownNameError
from l10n.jsontext import format_json
from l10n.locales import Locale
from l10n.model import State
from l10n.project import open_project
from l10n.records import Record, iter_units
from l10n.reports.coverage_json import coverage_value, iter_coverage_json
from l10n.reports.figures import format_percent
from l10n.reports.terminal import format_coverage
from l10n.schema import Schema
from l10n.tally import STATUSES, Roll
from l10n.text import count_words, digest

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests/reports/sample"
ALL = ("locale", "type", "field", "record")
SCHEMA = parse_schema((SAMPLE / "l10n.toml").read_text(encoding="utf-8"))
SAMPLE_RECORDS = tuple(open_project(SAMPLE).iter_records())
LOCALES = SCHEMA.locales


@pytest.fixture(autouse=True)
def _plain_output(monkeypatch):
    for name in ("COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


# A recount that says in the fewest words what the numbers mean


def recount_counts(records, schema, locale, measure, prefix=""):
    units = [unit for record in records for unit in iter_units(record, schema)]
    units = [unit for unit in units if f"{field_path(unit.key)}/".startswith(prefix)]
    return Counts(
        **{state.value: sum(measure(unit.source) for unit in units if unit.cell(locale) is state) for state in State}
    )


def recount_status(record, schema, locale, prefix=""):
    units = [unit for unit in iter_units(record, schema) if f"{field_path(unit.key)}/".startswith(prefix)]
    states = [unit.cell(locale) for unit in units]
    counted = [state for state in states if state is not State.EXCLUDED]
    done = [state for state in counted if state not in {State.FUZZY, State.MISSING}]
    if not counted:
        return "excluded"
    if len(done) == len(counted):
        return "complete"
    if done:
        return "partial"
    return "declared" if locale in record.declared else "none"


def recount_records(records, schema, locale, prefix=""):
    statuses = [
        recount_status(record, schema, locale, prefix)
        for record in records
        if f"{record.type}/".startswith(prefix) or prefix.startswith(f"{record.type}/")
    ]
    numbers = {status.value: statuses.count(status.value) for status in RecordStatus}
    return RecordCounts(**numbers | {"none": numbers["none"] + numbers["declared"]})


def assert_table(table, records, schema, prefix=""):
    for locale, numbers in table.items():
        assert numbers.units == recount_counts(records, schema, locale, lambda _: 1, prefix)
        assert numbers.words == recount_counts(records, schema, locale, count_words, prefix)
        assert numbers.characters == recount_counts(records, schema, locale, len, prefix)
        assert numbers.records == recount_records(records, schema, locale, prefix)


def assert_recount(coverage, records, schema):
    assert coverage.records == len(records)
    assert_table(coverage.locales, records, schema)
    for part in (coverage.by_type, coverage.by_field):
        for name, table in part.items():
            assert_table(table, records, schema, f"{name}/")
    assert coverage.by_record == {
        record.key: tuple(recount_status(record, schema, locale) for locale in coverage.locales) for record in records
    }


# Random records, made so that every state comes up

TEXTS = st.sampled_from(["", " ", "one", "two words", "слово", "红色"])
LINES = st.dictionaries(st.sampled_from(LOCALES), TEXTS)
PARAGRAPHS = st.dictionaries(
    st.sampled_from(LOCALES), st.dictionaries(st.sampled_from(["p1", "p2", "f1"]), TEXTS, max_size=2)
)
PROVENANCES = st.builds(
    "{}@{} {} {} 2026-11-23{}".format,
    st.sampled_from(LOCALES),
    TEXTS.map(digest),
    TEXTS.map(digest),
    st.sampled_from(["human", "import", "machine:x"]),
    st.sampled_from(["", " same", " fuzzy", " conflict"]),
)
PATHS = st.sampled_from(["title", "name", "description/p1", "description/p2", "images/i1/caption"])
CAPTIONS = st.lists(LINES, max_size=2).map(
    lambda found: [{"id": f"i{n}", "caption": line} for n, line in enumerate(found)]
)
VALUES = {
    "event": st.fixed_dictionaries({}, optional={"title": LINES, "description": PARAGRAPHS, "images": CAPTIONS}),
    "person": st.fixed_dictionaries({}, optional={"name": LINES, "born": st.just("1890")}),
    "place": st.fixed_dictionaries({}, optional={"name": LINES}),
}


@st.composite
def record_lists(draw):
    return [
        Record(
            type=type_,
            id=f"r{number}",
            source=draw(st.sampled_from(LOCALES)),
            values=draw(VALUES[type_]),
            declared=tuple(draw(st.sets(st.sampled_from(LOCALES)))),
            state=draw(st.dictionaries(st.sampled_from(LOCALES), st.dictionaries(PATHS, PROVENANCES), max_size=3)),
        )
        for number, type_ in enumerate(draw(st.lists(st.sampled_from(list(VALUES)), max_size=6)))
    ]


def count_all(records) -> Coverage:
    return count_coverage(records, SCHEMA, ALL)


def test_the_sample_has_every_state_and_status():
    states = {unit.cell(locale) for r in SAMPLE_RECORDS for unit in iter_units(r, SCHEMA) for locale in LOCALES}
    assert states == set(State)
    assert {status for row in count_all(SAMPLE_RECORDS).by_record.values() for status in row} == set(RecordStatus)


def test_the_sample_is_counted_as_the_recount_does():
    assert_recount(count_all(SAMPLE_RECORDS), SAMPLE_RECORDS, SCHEMA)


@given(record_lists())
def test_any_records_are_counted_as_the_recount_does(records):
    assert_recount(count_all(records), records, SCHEMA)


@given(record_lists())
def test_states_and_parts_add_up(records):
    coverage = count_all(records)
    cells = sum(1 for record in records for _ in iter_units(record, SCHEMA))
    for locale, numbers in coverage.locales.items():
        for counts in (numbers.units, numbers.words, numbers.characters):
            assert counts.wanted == counts.translated + counts.same + counts.fuzzy + counts.missing
            assert (counts.ratio is None) == (counts.wanted == 0)
            assert (counts.ratio == 1) == (counts.done == counts.wanted > 0)
        assert numbers.units.source + numbers.units.wanted + numbers.units.excluded == cells
        assert numbers.records.wanted + numbers.records.excluded == len(records)
        assert reduce(add, (table[locale] for table in coverage.by_type.values())) == numbers
        fields = [table[locale].words for table in coverage.by_field.values()]
        assert reduce(add, fields) == numbers.words


@given(record_lists(), st.data())
def test_shards_add_up(records, data):
    cut = data.draw(st.integers(0, len(records)))
    whole = count_all(records)
    assert count_all(records[:cut]) + count_all(records[cut:]) == whole
    assert count_all([]) + whole == whole


@given(record_lists())
def test_counting_fewer_locales_or_breakdowns_changes_no_number(records):
    whole = count_all(records)
    few = count_coverage(iter(records), SCHEMA, (), (Locale("lv"), Locale("pl")))
    assert few.locales == {locale: whole.locales[locale] for locale in ("lv", "pl")}
    assert few.required == ("lv",)
    assert (few.by_type, few.by_field, few.by_record) == (None, None, None)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(count_coverage([], SCHEMA, ("type",)), id="other breakdown"),
        pytest.param(count_coverage([], SCHEMA, ALL, LOCALES[:2]), id="other locales"),
        pytest.param(count_coverage([], Schema(name="x", required=LOCALES, optional=(), types={}), ALL), id="other"),
    ],
)
def test_what_does_not_count_the_same_cannot_be_added(other):
    with pytest.raises(ValueError, match="expected"):
        count_all([]) + other


# Statuses

ROLLS = [
    Roll(b"event/a\nperson/b\n", bytes([0, 1, 2, 3, 4, 0])),
    Roll(b"", b""),
    Roll(b"event/c\n", bytes([4, 4, 1])),
]


def test_statuses_are_those_of_the_chosen_locales_and_types():
    found = Statuses(ROLLS, (2, 0), 3, {"event", "place"})
    expected = {"event/a": (STATUSES[2], STATUSES[0]), "event/c": (STATUSES[1], STATUSES[4])}
    assert found == expected
    assert (list(found), list(found.items()), len(found)) == (list(expected), list(expected.items()), 2)
    assert [found[key] for key in expected] == list(expected.values())
    assert "person/b" not in found
    assert found.get("event/b") is None


@pytest.mark.parametrize(("rolls", "types"), [([], {"event"}), (ROLLS, {"place"}), (ROLLS[1:2], {"event"})])
def test_statuses_of_nothing(rolls, types):
    found = Statuses(rolls, (0,), 3, types)
    assert not found
    assert found == {}


def test_json_of_many_records_is_made_in_small_parts():
    count = 5000
    roll = Roll("".join(f"event/e{n}\n" for n in range(count)).encode(), bytes(count * len(LOCALES)))
    coverage = replace(count_all([]), by_record=Statuses([roll], range(len(LOCALES)), len(LOCALES), SCHEMA.types))
    parts = list(iter_coverage_json(coverage, {"gates": []}))
    value = json.loads("".join(parts))
    assert (len(value["by_record"]), value["gates"]) == (count, [])
    assert "".join(parts) == format_json(value)
    assert max(map(len, parts)) < sum(map(len, parts)) / 4


# The demo collection


def test_the_demo_is_complete_in_exactly_the_locales_that_each_label_has():
    project = open_project(ROOT)
    records = list(project.iter_records())
    coverage = count_coverage(records, project.schema, ("field", "record"))
    labels = {record.key: record.values[project.schema.types[record.type].label_field.name] for record in records}
    listed = [record.key for record in records if "description" not in record.values]
    assert len(listed) == len(records) - 1 == 31
    for key in listed:
        statuses = dict(zip(coverage.locales, coverage.by_record[key], strict=True))
        assert {locale for locale, status in statuses.items() if status == "complete"} == set(labels[key])
        assert set(statuses.values()) <= {"complete", "none", "declared"}
    for locale, numbers in coverage.locales.items():
        complete = sum(
            coverage.by_field[path][locale].records.complete for path in ("event/title", "person/name", "place/name")
        )
        assert complete == sum(locale in label for label in labels.values()), locale
        assert numbers.records.wanted == len(records)


# The reports


def run_cli(capsys, *arguments, directory=SAMPLE):
    status = main(["-C", str(directory), "coverage", *arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def rows_of(text):
    """Return the figures of every line of a table: (locale, percent, source, wanted, …, records)."""
    lines = [line.replace(" %", "%").split() for line in text.splitlines() if line.startswith("  ")]
    return [(line[0], *line[-7:]) for line in lines]


def row_of(locale, numbers):
    units, words, records = numbers["units"], numbers["words"], numbers["records"]
    return (
        locale,
        format_percent(units["done"], units["wanted"]).replace(" ", ""),
        *(str(units[name]) for name in ("source", "wanted", "fuzzy", "missing")),
        f"{words['done']}/{words['wanted']}",
        f"{records['complete']}/{records['wanted']}",
    )


@pytest.mark.parametrize("directory", [SAMPLE, ROOT], ids=["sample", "demo"])
def test_text_and_json_show_the_same_numbers(capsys, directory):
    value = json.loads(run_cli(capsys, *(f"--by={axis}" for axis in ALL), "--format=json", directory=directory)[1])
    tables = {
        "locale": [value["locales"]],
        "type": list(value["by_type"].values()),
        "field": list(value["by_field"].values()),
    }
    for axis, expected in tables.items():
        _, text, _ = run_cli(capsys, f"--by={axis}", directory=directory)
        assert rows_of(text) == [row_of(*item) for table in expected for item in table.items()]


def test_the_json_is_as_its_schema_says(capsys):
    schema = json.loads((ROOT / "docs/coverage.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    for axes in ((), ALL):
        value = json.loads(run_cli(capsys, *(f"--by={axis}" for axis in axes), "--format=json")[1])
        validator.validate(value)
        assert set(value) == set(schema["required"]) | {f"by_{axis}" for axis in axes if axis != "locale"}
    value["locales"]["lv"]["units"]["wanted"] = -1
    value["by_record"]["event/a-decree"]["lv"] = "finished"
    del value["collection"]
    assert len(list(validator.iter_errors(value))) == 3


def test_a_ratio_over_nothing_is_null():
    value = coverage_value(count_coverage([], SCHEMA))
    assert value["locales"]["lv"]["units"]["ratio"] is None
    assert '"ratio": null' in "".join(iter_coverage_json(count_coverage([], SCHEMA)))
    rows = rows_of("\n".join(format_coverage(count_coverage([], SCHEMA))))
    assert rows
    assert {row[1] for row in rows} == {"–"}


# The command


def test_locales_and_types_narrow_the_count(capsys):
    _, out, _ = run_cli(capsys, "--locale=pl", "--locale=lv", "--type=person", "--by=type", "--format=json")
    value = json.loads(out)
    assert list(value["locales"]) == ["lv", "pl"]
    assert list(value["by_type"]) == ["person"]
    assert value["records"] == 2
    assert value["locales"]["pl"] == {"required": False, **value["by_type"]["person"]["pl"]}


@pytest.mark.parametrize(
    ("option", "expected"),
    [("--locale=lvv", "did you mean 'lv'?"), ("--type=persn", "did you mean 'person'?")],
)
def test_an_unknown_name_is_an_error_with_a_suggestion(capsys, option, expected):
    status, out, err = run_cli(capsys, option)
    assert (status, out) == (2, "")
    assert expected in err


def test_every_unknown_name_is_told():
    from l10n.cli.coverage import _known

    with pytest.raises(UnknownNameError, match="'xx'"):
        _known("locale", ["xx"], LOCALES)


def test_quiet_leaves_out_what_to_do_next(capsys):
    _, loud, _ = run_cli(capsys)
    _, quiet, err = run_cli(capsys, "--quiet")
    assert loud.startswith(quiet)
    assert loud.removeprefix(quiet).strip().startswith("en: 2 units missing")
    assert err == ""


def test_an_unreadable_record_is_an_error(capsys, tmp_path):
    (tmp_path / "records/person").mkdir(parents=True)
    (tmp_path / "l10n.toml").write_bytes((SAMPLE / "l10n.toml").read_bytes())
    (tmp_path / "records/person/x.json").write_text("{", encoding="utf-8")
    status, out, err = run_cli(capsys, directory=tmp_path)
    assert (status, out) == (2, "")
    assert "x.json" in err


def run_python(code, **environ):
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, check=True).stdout


def test_a_pipe_that_knows_only_ascii_gets_ascii():
    code = f"from l10n.cli import main; main(['-C', {str(SAMPLE)!r}, 'coverage', '--by=locale', '--by=record'])"
    out = run_python(code, PYTHONIOENCODING="ascii").decode("ascii")
    assert "##" in out
    assert "+ complete  ~ partial  - none  ? declared  . excluded" in out


def test_json_does_not_pay_for_drawing():
    code = (
        "import sys; from l10n.cli import main\n"
        f"main(['-C', {str(SAMPLE)!r}, 'coverage', '--format=json'])\n"
        "print('rich' in sys.modules)"
    )
    assert run_python(code).decode().splitlines()[-1] == "False"
