"""Page coverage: counted against an obvious recount, added up, and shown alike in text and JSON."""

import json
import re
from functools import reduce
from operator import add
from pathlib import Path

import jsonschema
import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from l10n.cli import main
from l10n.config import parse_schema
from l10n.coverage import count_coverage
from l10n.freeing import rank_names
from l10n.locales import Locale
from l10n.page_coverage import PageCharacters, PageCounts, count_pages, rank_locale_names
from l10n.project import open_project
from l10n.records import Record, iter_references, iter_units
from l10n.reports.coverage_html import format_coverage_html
from l10n.reports.coverage_markdown import format_coverage_markdown
from l10n.reports.coverage_report import CoverageReport
from l10n.reports.figures import format_percent
from l10n.reports.page import ISLANDS, format_pages, pages_value
from l10n.served import Why, collect_labels, serve_record
from l10n.text import digest
from tests.sheets import make_sheet

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests/reports/sample"
SCHEMA = parse_schema("""\
format = 1
name = "Pages"
[locales]
required = ["en", "ru", "lv"]
optional = ["uk"]
[types.event.fields.title]
kind = "line"
[types.event.fields.body]
kind = "text"
optional = []
[types.event.fields.links]
kind = "references"
[types.event.fields.images]
kind = "list"
[types.event.fields.images.fields.caption]
kind = "line"
[types.event.fields.images.fields.shows]
kind = "references"
[types.person]
optional = []
[types.person.fields.name]
kind = "name"
[types.person.fields.links]
kind = "references"
[types.thing.fields.value]
kind = "value"
""")
LOCALES = SCHEMA.locales


@pytest.fixture(autouse=True)
def _plain_output(monkeypatch):
    for name in ("COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


# A recount that says in the fewest words what the numbers mean


def is_done(text, locale):
    return text.locale == locale and not text.is_stale


def own_locales(record, schema):
    """Return the locales in which any text of the record itself is served to its own readers."""
    held = set()
    for locale in schema.locales:
        page = serve_record(record, locale, schema, {})
        held |= {locale for text in page.iter_texts() if text.locale == locale}
    return held


def missing_size(record, path, schema):
    """Return the characters of the source of a text that is not shown."""
    return next(len(unit.source) for unit in iter_units(record, schema) if unit.key == f"{record.key}/{path}")


def iter_seen(record, locale, schema, records, labels):
    """Yield (text, its record) for all that is on a page."""
    page = serve_record(record, locale, schema, labels)
    names = [name for field in page.fields for name in field.names]
    names += [name for field in page.fields for item in field.items for inner in item for name in inner.names]
    own = [text for field in page.fields for text in field.texts]
    own += [text for field in page.fields for item in field.items for inner in item for text in inner.texts]
    yield from ((text, record) for text in own)
    yield from ((name.label, records[name.key]) for name in names if name.label)


def recount_characters(records, locale, schema, everything):
    labels = collect_labels(everything.values(), schema)
    own = stale = missing = 0
    borrowed = {}
    for record in records:
        for text, where in iter_seen(record, locale, schema, everything, labels):
            if text.why is Why.MISSING:
                missing += missing_size(where, text.path, schema)
            elif text.locale != locale:
                borrowed[text.locale] = borrowed.get(text.locale, 0) + len(text.text)
            elif text.is_stale:
                stale += len(text.text)
            else:
                own += len(text.text)
    return PageCharacters(own=own, stale=stale, borrowed=borrowed, missing=missing)


def lacked_names(record, locale, schema, everything, labels):
    """Return the names that a page lacks, or None if it lacks anything else, or a name that is not wanted."""
    lacked = set()
    for text, where in iter_seen(record, locale, schema, everything, labels):
        if is_done(text, locale):
            continue
        label = schema.types[where.type].label_field
        if label is None or text.path != label.name or locale not in label.wanted:
            return None
        lacked.add(where.key)
    return lacked


def recount_pages(records, locale, schema, everything):
    labels = collect_labels(everything.values(), schema)
    counts = dict.fromkeys(PageCounts.__struct_fields__, 0)
    for record in records:
        texts = [text for text, _ in iter_seen(record, locale, schema, everything, labels)]
        if not texts:
            continue
        if all(is_done(text, locale) for text in texts):
            counts["complete"] += 1
        else:
            counts["partial" if any(text.locale == locale for text in texts) else "none"] += 1
            counts["names_only"] += bool(lacked_names(record, locale, schema, everything, labels))
        counts["islands"] += own_locales(record, schema) == {locale}
    return PageCounts(**counts)


def count_all(records, schema=SCHEMA, locales=None, *, names=3, everything=None):
    named = None if everything is None else [make_sheet(everything, schema)]
    return count_pages([make_sheet(records, schema)], schema, locales, names, named=named)


def rank(coverage, records, schema=SCHEMA):
    def find(keys):
        return {record.key: record for record in records if record.key in keys}

    return rank_locale_names(coverage, find, schema)


def assert_recount(records, schema, names=3):
    coverage = count_all(records, schema, names=names)
    everything = {record.key: record for record in records}
    labels = collect_labels(records, schema)
    for locale, numbers in coverage.locales.items():
        assert numbers.characters == recount_characters(records, locale, schema, everything)
        assert numbers.pages == recount_pages(records, locale, schema, everything)
        sets = [lacked_names(record, locale, schema, everything, labels) for record in records]
        sets = [tuple(sorted(each)) for each in sets if each and len(each) <= names]
        assert numbers.lacking == {each: sets.count(each) for each in sets}


# Random collections

TEXTS = st.sampled_from(["", " ", "a", "bb", "ccc"])
LINES = st.dictionaries(st.sampled_from(LOCALES), TEXTS)
PARAGRAPHS = st.dictionaries(
    st.sampled_from(LOCALES), st.dictionaries(st.sampled_from(["p1", "p2", "f1"]), TEXTS, max_size=2), max_size=3
)
PROVENANCES = st.builds(
    "{}@{} {} human 2026-11-23{}".format,
    st.sampled_from(LOCALES),
    TEXTS.map(digest),
    TEXTS.map(digest),
    st.sampled_from(["", " same", " fuzzy"]),
)
PATHS = st.sampled_from(["title", "name", "body/p1", "images/i1/caption"])
KEYS = st.lists(
    st.sampled_from([*(f"{type_}/r{n}" for type_ in ("event", "person", "thing") for n in range(4))]), max_size=3
)
VALUES = {
    "event": st.fixed_dictionaries(
        {},
        optional={
            "title": LINES,
            "body": PARAGRAPHS,
            "links": KEYS,
            "images": st.builds(lambda caption, keys: [{"id": "i1", "caption": caption, "shows": keys}], LINES, KEYS),
        },
    ),
    "person": st.fixed_dictionaries({}, optional={"name": LINES, "links": KEYS}),
    "thing": st.just({"value": 1}),
}
LISTS = st.lists(st.sampled_from(LOCALES), unique=True, max_size=2)


@st.composite
def collections(draw):
    return [
        Record(
            type=type_,
            id=f"r{number}",
            source=draw(st.sampled_from(LOCALES)),
            values=draw(VALUES[type_]),
            state=draw(st.dictionaries(st.sampled_from(LOCALES), st.dictionaries(PATHS, PROVENANCES), max_size=2)),
        )
        for number, type_ in enumerate(draw(st.lists(st.sampled_from(list(VALUES)), max_size=4)))
    ]


@st.composite
def schemas(draw):
    denied = {code: tuple(c for c in draw(LISTS) if c != code) for code in LOCALES}
    chains = {code: tuple(c for c in draw(LISTS) if c not in {code, *denied[code]}) for code in LOCALES}
    return replace(SCHEMA, chains=chains, denied=denied)


@given(collections(), schemas())
def test_any_collection_is_counted_as_the_recount_does(records, schema):
    assert_recount(records, schema)


@pytest.mark.parametrize("directory", [SAMPLE, ROOT], ids=["sample", "demo"])
def test_real_collections_are_counted_as_the_recount_does(directory):
    project = open_project(directory)
    assert_recount(tuple(project.iter_records()), project.schema, names=40)


@given(collections(), schemas())
def test_shares_and_pages_add_up(records, schema):
    coverage = count_all(records, schema)
    assert coverage.pages + coverage.empty == len(records)
    for locale, numbers in coverage.locales.items():
        pages, characters = numbers.pages, numbers.characters
        assert pages.total == coverage.pages
        assert pages.names_only <= pages.partial + pages.none
        assert sum(numbers.lacking.values()) <= pages.names_only
        assert pages.islands <= pages.total
        parts = (characters.own, characters.stale, *characters.borrowed.values(), characters.missing)
        assert sum(parts) == characters.total
        assert (characters.ratio is None) == (characters.total == 0) == (coverage.pages == 0)
        assert (characters.ratio == 1) == (pages.complete == pages.total > 0)
        assert locale not in characters.borrowed
        assert not set(characters.borrowed) & set(schema.denied.get(locale, ()))
        assert list(characters.borrowed.values()) == sorted(characters.borrowed.values(), reverse=True)


@given(collections(), st.data())
def test_parts_add_up(records, data):
    cut = data.draw(st.integers(0, len(records)))
    whole = count_all(records)
    parts = [count_all(part, everything=records) for part in (records[:cut], records[cut:], [])]
    assert reduce(add, parts) == whole


@given(collections(), schemas())
def test_counting_fewer_locales_changes_no_number(records, schema):
    whole = count_all(records, schema)
    few = count_all(records, schema, (Locale("uk"), Locale("lv")))
    assert dict(few.locales) == {locale: whole.locales[locale] for locale in ("uk", "lv")}
    assert few.required == ("lv",)


def test_what_does_not_count_the_same_cannot_be_added():
    with pytest.raises(ValueError, match="expected"):
        count_all([]) + count_all([], names=2)


# Names


def with_names(records, keys, locale, schema):
    """Return the records as they are once a translator has given these names in a locale."""
    translated = []
    for record in records:
        label = schema.types[record.type].label_field
        if record.key in keys:
            values = {**record.values, label.name: {**record.values[label.name], locale: f"{record.id} in {locale}"}}
            state = {code: {p: t for p, t in paths.items() if p != label.name} for code, paths in record.state.items()}
            record = replace(record, values=values, state=state)  # noqa: PLW2901 (the next version of it)
        translated.append(record)
    return translated


@given(collections())
def test_translating_the_ranked_names_completes_as_many_pages_as_they_say(records):
    coverage = count_all(records)
    for locale, names in rank(coverage, records).items():
        before = coverage.locales[locale].pages.complete
        for end, name in enumerate(names, 1):
            later = with_names(records, {each.key for each in names[:end]}, locale, SCHEMA)
            sources = [unit.source_locale for record in records for unit in iter_units(record, SCHEMA)]
            if sources != [unit.source_locale for record in later for unit in iter_units(record, SCHEMA)]:
                break  # the new name became a source, which is another story
            after = count_all(later).locales[locale].pages.complete
            assert after - before == name.cumulative
            assert name.cumulative == sum(each.pages for each in names[:end])


def test_names_that_are_not_wanted_are_not_proposed():
    person = Record(type="person", id="p", source=Locale("en"), values={"name": {"en": "Anna"}})
    event = Record(
        type="event", id="e", source=Locale("en"), values={"title": {"en": "E", "uk": "Е"}, "links": ["person/p"]}
    )
    coverage = count_all([person, event])
    assert coverage.locales["uk"].pages == PageCounts(partial=1, none=1)
    assert coverage.locales["lv"].pages == PageCounts(none=2, names_only=2)
    ranking = rank(coverage, [person, event])
    assert ranking["uk"] == ()
    assert [(name.key, name.pages, name.cumulative) for name in ranking["lv"]] == [
        ("person/p", 1, 1),
        ("event/e", 1, 2),
    ]
    assert (ranking["lv"][0].label.text, ranking["lv"][0].label.locale) == ("Anna", "en")


def test_a_page_that_lacks_more_names_than_a_ranking_has_is_left_out_of_it():
    people = [Record(type="person", id=f"p{n}", source=Locale("en"), values={"name": {"en": "A"}}) for n in range(3)]
    links = [person.key for person in people]
    event = Record(type="event", id="e", source=Locale("en"), values={"title": {"en": "E", "lv": "N"}, "links": links})
    two, three = (count_all([*people, event], names=names).locales["lv"] for names in (2, 3))
    assert two.pages == three.pages
    assert tuple(links) in three.lacking
    assert tuple(links) not in two.lacking
    assert rank_names(three.lacking, 3)[-1] == ("person/p2", 2)


def test_a_link_to_nothing_counts_nothing():
    event = Record(type="event", id="e", source=Locale("en"), values={"title": {"en": "E"}, "links": ["person/nobody"]})
    assert count_all([event]).locales["en"].pages == PageCounts(complete=1, islands=1)
    thing = Record(type="thing", id="t", source=Locale("en"), values={"value": 1})
    coverage = count_all([thing])
    assert (coverage.pages, coverage.empty) == (0, 1)


def test_islands_are_pages_that_nobody_else_can_read():
    texts = {"one": {"lv": "a"}, "two": {"lv": "a", "ru": "b"}, "copy": {"lv": "a", "ru": "a"}}
    records = [
        Record(type="event", id=name, source=Locale("lv"), values={"title": text}) for name, text in texts.items()
    ]
    coverage = count_all(records)
    assert {locale: numbers.pages.islands for locale, numbers in coverage.locales.items() if numbers.pages.islands} == {
        "lv": 2
    }
    assert coverage.locales["lv"].islands == ("event/one", "event/copy")
    few = count_all(records, locales=(Locale("ru"),))
    assert few.locales["ru"].pages.islands == 0
    parts = [count_all([record], everything=records) for record in records]
    assert reduce(add, parts) == coverage


# The reports


def run_cli(capsys, *arguments, directory=SAMPLE):
    status = main(["-C", str(directory), "coverage", "--page", *arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.mark.parametrize("directory", [SAMPLE, ROOT], ids=["sample", "demo"])
def test_text_and_json_show_the_same_numbers(capsys, directory):
    value = json.loads(run_cli(capsys, "--format=json", directory=directory)[1])["pages"]
    _, text, _ = run_cli(capsys, directory=directory)
    table, _, rest = text.partition("\n\n█ own")
    rows = [line.replace(" %", "%").split() for line in table.splitlines() if line.startswith("  ")]
    expected = []
    for locale, numbers in value["locales"].items():
        characters, pages = numbers["characters"], numbers["pages"]
        parts = (characters["own"], characters["stale"], sum(characters["borrowed"].values()), characters["missing"])
        shares = [format_percent(part, characters["total"]).replace(" ", "") for part in parts]
        done = f"{pages['complete']}/{pages['complete'] + pages['partial'] + pages['none']}"
        expected.append([locale, *shares, done, str(pages["islands"])])
    assert [[row[0], *row[-6:]] for row in rows] == expected
    for numbers in value["locales"].values():
        characters = numbers["characters"]
        for code, size in characters["borrowed"].items():
            assert f"{code} {format_percent(size, characters['total'])}" in rest
        for name in numbers["names"][:5]:
            assert re.search(rf"\+{name['pages']} +{name['cumulative']} ", rest)
        if numbers["names"]:
            assert f"for {numbers['names'][-1]['cumulative']} of {numbers['pages']['names_only']} page" in rest


def test_the_json_is_as_its_schema_says(capsys):
    schema = json.loads((ROOT / "docs/coverage.schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    value = json.loads(run_cli(capsys, "--format=json", "--by=type")[1])
    validator.validate(value)
    assert set(value) == {*schema["required"], "by_type", "pages"}
    value["pages"]["locales"]["lv"]["characters"]["own"] = -1
    value["pages"]["locales"]["lv"]["names"][0]["locale"] = 1
    del value["pages"]["number"]
    assert len(list(validator.iter_errors(value))) == 3


def test_a_share_of_nothing_is_none():
    coverage = count_all([])
    ranking = dict.fromkeys(LOCALES, ())
    assert pages_value(coverage, ranking)["locales"]["lv"]["characters"]["ratio"] is None
    lines = list(format_pages(coverage, ranking))
    assert [line.split()[1:5] for line in lines if line.startswith("  ")] == [["–"] * 4] * 4


@pytest.mark.parametrize("directory", [SAMPLE, ROOT], ids=["sample", "demo"])
@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_colour_changes_no_sign_and_no_line_is_too_wide(directory, width):
    from rich.cells import cell_len

    project = open_project(directory)
    records = list(project.iter_records())
    coverage = count_all(records, project.schema)
    ranking = rank(coverage, records, project.schema)
    plain = list(format_pages(coverage, ranking, width=width))
    colored = list(format_pages(coverage, ranking, width=width, color=True))
    assert [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in colored] == plain
    assert colored != plain
    names = [line for line in plain if line.startswith("     +")]
    assert max(map(cell_len, names)) <= width
    assert max(cell_len(line) for line in plain if line not in names) <= 80


def test_a_name_cannot_steer_the_terminal():
    name = {"en": "\x1b[2Jboo\x07\u202e"}
    person = Record(type="person", id="p", source=Locale("en"), values={"name": name})
    coverage = count_all([person])
    text = "\n".join(format_pages(coverage, rank(coverage, [person])))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert r"\x1b[2Jboo" in text


def test_a_name_that_readers_may_not_be_shown_is_called_by_its_source():
    name = {"ru": "Анна"}
    person = Record(type="person", id="p", source=Locale("ru"), values={"name": name})
    schema = parse_schema(
        'format = 1\nname = "C"\n[locales]\nrequired = ["ru", "uk"]\n[fallback.deny]\nuk = ["ru"]\n'
        '[types.person.fields.name]\nkind = "name"\n'
    )
    coverage = count_all([person], schema)
    ranking = rank(coverage, [person], schema)
    (ranked,) = ranking["uk"]
    assert (ranked.label.text, ranked.source, ranked.source_locale) == (None, "Анна", "ru")
    assert "     +1  1  person/p  [ru] Анна" in list(format_pages(coverage, ranking))
    (value,) = pages_value(coverage, ranking)["locales"]["uk"]["names"]
    assert (value["text"], value["locale"]) == (None, None)
    report = CoverageReport(
        coverage=count_coverage([person], schema, ("type", "field", "record")),
        schema=schema,
        pages=coverage,
        ranking=ranking,
    )
    row = lxml.html.fromstring(format_coverage_html(report)).xpath("//table[@class='plain names']/tbody/tr")[0]
    assert (row[0].text_content(), row[0][0].get("lang"), row[1].text_content()) == ("Анна ru", "ru", "person/p")
    assert "| &#91;ru&#93; Анна | `person/p` |" in format_coverage_markdown(report)


# The command


def test_islands_are_named(capsys, tmp_path):
    value = json.loads(run_cli(capsys, "--format=json", directory=ROOT)[1])["pages"]["locales"]
    assert {locale: len(each["islands"]) for locale, each in value.items()} == {
        locale: each["pages"]["islands"] for locale, each in value.items()
    }
    keys = value["ru"]["islands"]
    assert len(keys) > 5
    _, text, _ = run_cli(capsys, "--locale=ru", directory=ROOT)
    heading, *lines = text.rstrip().split("\n\n")[-1].split("\n")
    assert heading == f"ru: {len(keys)} pages that can be read in no other locale"
    assert [line.strip() for line in lines] == keys
    assert heading not in run_cli(capsys, directory=ROOT)[1]
    path = tmp_path / "page.html"
    run_cli(capsys, "--format=html", "-o", str(path), "-q", directory=ROOT)
    page = lxml.html.parse(path)
    assert page.xpath(f"//details[summary='{heading}']//a/@href") == [f"#{key}" for key in keys]
    assert len(page.xpath(f"//details[summary='{heading}']//span[@lang='ru']")) == len(keys)


def test_of_very_many_islands_the_first_are_named():
    records = [
        Record(type="event", id=f"e{n}", source=Locale("lv"), values={"title": {"lv": "a"}}) for n in range(ISLANDS + 7)
    ]
    coverage = count_all(records, locales=(Locale("lv"),))
    *_, last, left = format_pages(coverage, rank(coverage, records))
    assert (last, left) == (f"  event/e{ISLANDS - 1}", "  … and 7 more: --format json")


def test_one_locale_lists_all_of_its_names(capsys):
    _, text, _ = run_cli(capsys, "--locale=et", directory=ROOT)
    value = json.loads(run_cli(capsys, "--locale=et", "--format=json", directory=ROOT)[1])
    assert text.count("\n     +") == len(value["pages"]["locales"]["et"]["names"]) > 5


def test_a_type_limits_the_pages_and_not_the_names(capsys):
    value = json.loads(run_cli(capsys, "--type=event", "--format=json", directory=ROOT)[1])["pages"]
    project = open_project(ROOT)
    events = [record for record in project.iter_records() if record.type == "event"]
    assert value["number"] == len(events)
    names = [name["key"] for numbers in value["locales"].values() for name in numbers["names"]]
    linked = {key for record in events for _, key in iter_references(record, project.schema)}
    assert set(names) <= linked | {record.key for record in events}


def test_names_can_be_few_or_none(capsys):
    value = json.loads(run_cli(capsys, "--names=2", "--format=json", directory=ROOT)[1])["pages"]
    assert {len(numbers["names"]) for numbers in value["locales"].values()} <= {0, 1, 2}
    _, text, _ = run_cli(capsys, "--names=0", directory=ROOT)
    assert "Names" not in text


@pytest.mark.parametrize("wrong", ["-1", "x", "1.5", "²"])
def test_a_number_of_names_is_a_whole_number(capsys, wrong):
    status, out, err = run_cli(capsys, f"--names={wrong}")
    assert (status, out) == (2, "")
    assert wrong in err


def test_the_tables_of_both_come_after_each_other(capsys):
    _, text, _ = run_cli(capsys, "--by=locale", "--quiet")
    assert text.index("Wanted") < text.index("Islands")
