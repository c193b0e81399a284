"""The engine of the checks: what is shown to them, how much a finding matters, silences, the baseline."""

from collections import Counter
from pathlib import Path

import pytest

from l10n.checks import CHECKS, CheckedUnit, Remark, Severity, check, remark
from l10n.checks.baseline import format_baseline, parse_baseline, split_known
from l10n.checks.inspection import gather
from l10n.checks.plan import Plan
from l10n.checks.runner import Outcome, check_catalog, check_record, check_unit
from l10n.config import parse_schema
from l10n.errors import L10nError, Place
from l10n.findings import Finding
from l10n.po import parse_po
from l10n.registry import Registry
from tests.sample import CONFIG, SCHEMA, parse

HEADER = 'msgid ""\nmsgstr ""\n"Language: lv\\n"\n"Plural-Forms: nplurals=3; plural=0;\\n"\n\n'


def found_in_record(record, *names, schema=SCHEMA, **options):
    """Return (check, key, locale, marked text) of what is found in a record."""
    return [
        (one.check, one.key, one.locale, one.found)
        for one in check_record(record, schema, Plan(names, **options), {}).findings
    ]


def found_in_catalog(text, *names, **options):
    catalog = parse_po(HEADER + text)
    outcome = check_catalog(catalog, Plan(names, **options), locale="lv", source_locale="en", path="a.po")
    return [(one.check, one.key, one.place.line, one.found) for one in outcome.findings]


def finding(name="double-space", key="event/a/title", locale="lv", path="a.json", **values):
    common = {"severity": Severity.WARNING, "says": "found it", "text": "a  b", "span": (1, 3)}
    return Finding(check=name, key=key, locale=locale, place=Place(path, 1), **common | values)


# What is shown


def test_a_source_is_checked_once_in_its_own_locale() -> None:
    record = parse(title={"ru": "Два  слова", "en": "Two words", "lv": "Divi vārdi"}, source="ru")
    assert found_in_record(record, "double-space") == [("double-space", "event/a/title", "ru", "  ")]


@pytest.mark.parametrize(
    ("fields", "options", "expected"),
    [
        pytest.param({"title": {"en": "A", "ru": "Б  в"}}, {}, 1, id="a translation"),
        pytest.param({"title": {"en": "A", "ru": "Б  в"}}, {"locales": ["lv"]}, 0, id="of another locale"),
        pytest.param({"title": {"en": "A", "ru": ""}}, {}, 0, id="empty"),
        pytest.param({"label": {"en": "A  b", "ru": "A  b"}}, {}, 1, id="a name that is the same"),
        pytest.param({"title": {"en": "A  b", "ru": "A  b"}}, {}, 1, id="a copy"),
        pytest.param(
            {"title": {"en": "A", "ru": "Б  в"}, "conflicts": {"texts": {"ru": {"title": ["Г"]}}}},
            {},
            0,
            id="in conflict",
        ),
        pytest.param(
            {"title": {"en": "A", "ru": "Б  в"}, "conflicts": {"texts": {"ru": {"title": ["Г"]}}}},
            {"takes_fuzzy": True},
            1,
            id="in conflict, asked for",
        ),
        pytest.param(
            {"description": {"en": {"p1": "A."}, "ru": {"f1": "Б  в.", "f2": "Г  д."}}},
            {},
            2,
            id="written independently",
        ),
        pytest.param({"images": [{"caption": {"en": "A", "ru": "Б  в"}}]}, {}, 1, id="in a list"),
    ],
)
def test_which_texts_of_a_record_are_shown(fields, options, expected) -> None:
    assert len(found_in_record(parse(**fields), "double-space", **options)) == expected


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        pytest.param(
            'msgctxt "a"\nmsgid "x"\nmsgstr "y  z"\n', {}, [("double-space", "a", 7, "  ")], id="a translation"
        ),
        pytest.param('msgid "x"\nmsgstr "y  z"\n', {}, [("double-space", "x", 6, "  ")], id="without a context"),
        pytest.param('#, fuzzy\nmsgid "x"\nmsgstr "y  z"\n', {}, [], id="fuzzy"),
        pytest.param(
            '#, fuzzy\nmsgid "x"\nmsgstr "y  z"\n',
            {"takes_fuzzy": True},
            [("double-space", "x", 6, "  ")],
            id="fuzzy, asked for",
        ),
        pytest.param('#~ msgid "x"\n#~ msgstr "y  z"\n', {}, [], id="obsolete"),
        pytest.param('msgid "x  y"\nmsgstr ""\n', {}, [], id="missing"),
        pytest.param('msgid "x  y"\nmsgstr "z"\n', {}, [], id="only the source"),
        pytest.param(
            'msgid "x"\nmsgid_plural "y"\nmsgstr[0] "a  b"\nmsgstr[1] "c"\nmsgstr[2] "d  e"\n',
            {},
            [("double-space", "x", 6, "  ")] * 2,
            id="plural forms",
        ),
    ],
)
def test_which_texts_of_a_catalog_are_shown(text, options, expected) -> None:
    found = found_in_catalog(text, "double-space", **options)
    assert [(check_id, key, found_text) for check_id, key, _, found_text in found] == [
        (check_id, key, found_text) for check_id, key, _, found_text in expected
    ]


def test_a_template_s_sources_are_checked() -> None:
    catalog = parse_po(HEADER + 'msgid "Krasn\ufffdj"\nmsgstr ""\n')
    outcome = check_catalog(catalog, Plan(), locale="", source_locale="en")
    assert [one.check for one in outcome.findings] == ["lost-character"]


def test_the_limit_stands_in_the_field_or_in_the_notes() -> None:
    assert [name for name, *_ in found_in_record(parse(title={"en": "x" * 21}), "max-length")] == ["max-length"]
    text = '#. max-length: 2\nmsgid "x"\nmsgstr "abc"\n'
    assert [marked for *_, marked in found_in_catalog(text, "max-length")] == ["c"]


def test_a_crash_says_which_check_and_unit() -> None:
    unit = CheckedUnit(key="event/a/title", text=5, locale="lv")  # type: ignore[arg-type]
    with pytest.raises(TypeError) as caught:
        check_unit(unit, Plan(["double-space"]).unit_rules(()))
    assert caught.value.__notes__ == ["in the check 'double-space', at 'event/a/title' in 'lv'"]


def test_a_check_without_a_rationale_is_refused() -> None:
    def rule(unit: CheckedUnit) -> tuple[Remark, ...]:
        """All is well."""
        return (remark(unit.key),)

    with pytest.raises(ValueError, match="has no rationale"):
        check("some-check", Severity.INFO)(rule)


# How much it matters


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        pytest.param("", "warning", id="the check's own"),
        pytest.param('[checks]\ndouble-space = "error"\n', "error", id="the collection's"),
        pytest.param(
            '[checks]\ndouble-space = "error"\n[types.event.checks]\ndouble-space = "info"\n', "info", id="the type's"
        ),
        pytest.param('[types.event.checks]\ndouble-space = "off"\n', None, id="off"),
        pytest.param(
            '[types.event.checks]\ndouble-space = "off"\n[types.event.fields.title.checks]\ndouble-space = "info"\n',
            "info",
            id="the field's",
        ),
        pytest.param('[types.person.checks]\ndouble-space = "off"\n', "warning", id="another type's"),
    ],
)
def test_l10n_toml_says_how_much_a_check_matters(levels: str, expected: str | None) -> None:
    schema = parse_schema(CONFIG + levels)
    findings = check_record(parse(title={"en": "Two  words"}), schema, Plan(["double-space"]), {}).findings
    assert [one.severity.value for one in findings] == ([expected] if expected else [])


def test_a_level_that_is_none_is_refused() -> None:
    with pytest.raises(
        L10nError, match=r"found 'eror', expected one of error, warning, info, off; did you mean 'error'"
    ):
        parse_schema(CONFIG + '[checks]\ndouble-space = "eror"\n')


# Silences, the record's and its catalog's


def outcome_of(*findings, **values):
    return Outcome(findings=findings, texts=1, **values)


def test_what_a_record_ignores_is_silent_in_its_catalog_too() -> None:
    ignored = "lv title double-space - so in the original"
    record = parse(title={"en": "A", "lv": "b  c"}, ignore=[ignored])
    outcome = check_record(record, SCHEMA, Plan(["double-space"]), {})
    inspection = gather([outcome, outcome_of(finding(path="a.po", text="d  e"))], Counter(), files=2)
    assert not inspection.findings
    assert [why for _, why in inspection.silenced] == ["so in the original"] * 2


def test_a_comment_without_a_reason_silences_nothing() -> None:
    text = '# l10n: ignore double-space\nmsgid "x"\nmsgstr "y  z"\n'
    catalog = parse_po(HEADER + text)
    outcome = check_catalog(catalog, Plan(["double-space", "silence"]), locale="lv", source_locale="en")
    inspection = gather([outcome], Counter(), files=1)
    assert sorted(one.check for one in inspection.findings) == ["double-space", "silence"]


def test_what_record_and_catalog_share_counts_once() -> None:
    twice = (finding(), finding())  # two places in one text that look alike
    inspection = gather(
        [outcome_of(*twice), outcome_of(*(one for one in [finding(path="a.po")] * 2))], Counter(), files=2
    )
    assert [one.place.path for one in inspection.findings] == ["a.json", "a.json"]


def test_files_that_say_the_same_are_each_reported() -> None:
    inspection = gather([outcome_of(finding(path="a.po")), outcome_of(finding(path="b.po"))], Counter(), files=2)
    assert [one.place.path for one in inspection.findings] == ["a.po", "b.po"]


# The baseline


def test_a_baseline_holds_back_what_it_has_as_often_as_it_has_it() -> None:
    three = [finding(text=f"{n}a  b", span=(2, 4)) for n in range(3)]
    baseline = parse_baseline(format_baseline(three[:2]))
    new, known = split_known(three, baseline)
    assert (len(new), len(known)) == (1, 2)
    assert gather([outcome_of()], baseline, files=1).gone == 2


def test_a_change_elsewhere_in_the_text_does_not_bring_a_finding_back() -> None:
    baseline = parse_baseline(format_baseline([finding(text="one  two", span=(3, 5))]))
    assert split_known([finding(text="a longer one  two", span=(12, 14))], baseline)[0] == []


def test_a_broken_baseline_names_its_lines() -> None:
    data = b'{"check":"a","key":"b","locale":"c","found":"d"}\n<<<<<<< ours\n{"check":"a"}\n'
    with pytest.raises(L10nError) as caught:
        parse_baseline(data, "b.jsonl")
    assert [one.place.line for one in caught.value.all] == [2, 3]


# All checks together, on what is right


def test_the_project_s_own_collection_is_clean() -> None:
    from l10n.project import open_project

    project = open_project(Path(__file__).parent.parent)
    form = {"space", "character", "punctuation", "quotation", "markup", "sameness", "loss", "silence"}
    names = [name for name in CHECKS.names if CHECKS[name].family in form]
    outcomes = [check_record(record, project.schema, Plan(names), {}) for record in project.iter_records()]
    assert [(one.check, one.key, one.text) for outcome in outcomes for one in outcome.findings] == []


def test_every_module_of_checks_is_listed() -> None:
    folder = Path(__file__).parent.parent / "l10n/checks"
    with_checks = {
        path.stem for path in folder.glob("*.py") if "\n@check(" in path.read_text() or "_check(" in path.read_text()
    }
    families = {CHECKS[name].family for name in CHECKS.names}
    assert with_checks - {"__init__", "runner"} == families
    assert isinstance(CHECKS, Registry)
