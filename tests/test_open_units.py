"""Open units: as many as coverage counts, with what a person needs to see of them."""

from pathlib import Path

import pytest

from l10n.changes import word_difference
from l10n.coverage import count_coverage
from l10n.errors import ConflictError
from l10n.locales import Locale
from l10n.open_units import Doubt, load_previous_sources, read_overviews, split_difference
from l10n.project import open_project
from l10n.text import digest
from tests.collection import TERROR, make_collection
from tests.hostile import make_hostile

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests/reports/sample"


def overviews_of(directory, locales=None):
    project = open_project(directory)
    asked = tuple(map(Locale, locales)) if locales else project.schema.locales
    coverage = count_coverage(project.iter_records(), project.schema, ("field", "record"), asked)
    return project, coverage, read_overviews(project.iter_records(), project.schema, coverage)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return make_hostile(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("locales", [None, ("ru",), ("en", "ru")], ids=["all", "one", "two"])
@pytest.mark.parametrize("name", ["demo", "sample", "hostile"])
def test_there_are_as_many_as_coverage_counts(name, locales, hostile):
    directory = {"demo": ROOT, "sample": SAMPLE, "hostile": hostile}[name]
    _, expected, overviews = overviews_of(directory, locales)
    assert {each.key: each.statuses for each in overviews} == expected.by_record
    units = [unit for overview in overviews for unit in overview.units]
    for locale, numbers in expected.locales.items():
        assert sum(locale in unit.missing for unit in units) == numbers.units.missing
        assert sum(locale in unit.fuzzy for unit in units) == numbers.units.fuzzy
        for path, table in expected.by_field.items():
            found = [unit for unit in units if unit.field == path and locale in (*unit.missing, *unit.fuzzy)]
            assert len(found) == table[locale].units.missing + table[locale].units.fuzzy
    assert all(unit.missing or unit.fuzzy for unit in units)


def test_a_record_that_was_not_counted_is_a_conflict(tmp_path):
    make_collection(tmp_path)
    project, coverage, _ = overviews_of(tmp_path)
    make_collection(tmp_path, TERROR | {"id": "new"})
    with pytest.raises(ConflictError, match="'event/new' was added while"):
        read_overviews(project.iter_records(), project.schema, coverage)


def state(source, target, *marks):
    return " ".join((f"en@{digest(source)}", digest(target), "human", "2026-01-01", *marks))


@pytest.mark.parametrize(
    ("target", "provenance", "doubt"),
    [
        ("Красный террор", state("The old title", "Красный террор"), Doubt.CHANGED),
        ("Красный террор", state("The Red Terror", "Красный террор", "fuzzy"), Doubt.DRAFT),
        ("Красный террор", state("The Red Terror", "Красный террор", "conflict"), Doubt.CONFLICT),
        ("The Red Terror", None, Doubt.COPY),
        ("The Red Terror", state("The old title", "The Red Terror"), Doubt.CHANGED),
    ],
    ids=["changed", "draft", "conflict", "copy", "changed copy"],
)
def test_why_a_text_is_doubted(tmp_path, target, provenance, doubt):
    record = TERROR | {"title": {"en": "The Red Terror", "ru": target}}
    if provenance:
        record |= {"state": {"ru": {"title": provenance}}}
    make_collection(tmp_path, record)
    _, _, (overview,) = overviews_of(tmp_path, ["ru"])
    (title,) = [unit for unit in overview.units if unit.path == "title"]
    assert title.fuzzy["ru"].doubt is doubt
    assert title.fuzzy["ru"].text == target


def test_a_record_is_found_by_what_it_is_called_anywhere(tmp_path):
    make_collection(tmp_path, TERROR | {"source": "ru", "title": {"en": "The Red Terror", "ru": "Красный террор"}})
    _, _, (overview,) = overviews_of(tmp_path)
    assert (overview.label, overview.label_locale, overview.names) == ("Красный террор", "ru", ("The Red Terror",))


def test_the_source_that_a_translation_was_made_for_comes_from_the_catalog(tmp_path):
    collection = make_collection(tmp_path)
    collection.sync()
    collection.edit("event/terror/title", "en", "The Red Terror in Russia")
    project, _, overviews = overviews_of(tmp_path)
    assert load_previous_sources(project, overviews) == {("event/terror/title", "ru"): "The Red Terror"}
    collection.run("update", "--quiet")
    assert load_previous_sources(project, overviews) == {("event/terror/title", "ru"): "The Red Terror"}


def test_a_catalog_of_another_version_does_not_say_what_a_translation_was_made_for(tmp_path):
    collection = make_collection(tmp_path)
    collection.sync()
    path = collection.catalog_path("event/terror/title", "ru")
    collection.write(path, collection.read(path).replace('"The Red Terror"', '"The White Terror"'))
    collection.edit("event/terror/title", "en", "The Red Terror in Russia")
    project, _, overviews = overviews_of(tmp_path)
    assert load_previous_sources(project, overviews) == {}


def test_a_catalog_that_must_be_read_whole_is(tmp_path):
    collection = make_collection(tmp_path)
    collection.sync()
    collection.edit("event/terror/title", "en", "The Red Terror in Russia")
    collection.run("update", "--quiet")
    path = "locales/ru/LC_MESSAGES/event.en.po"
    collection.write(path, collection.read(path).replace("\n\n", "\n"))
    project, _, overviews = overviews_of(tmp_path)
    assert load_previous_sources(project, overviews) == {("event/terror/title", "ru"): "The Red Terror"}


def test_without_catalogs_no_earlier_source_is_known(tmp_path):
    record = TERROR | {"state": {"ru": {"title": state("The old title", "Красный террор")}}}
    make_collection(tmp_path, record)
    project, _, overviews = overviews_of(tmp_path)
    assert load_previous_sources(project, overviews) == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("In 1922 by decree.", "In February 1922."),
        ("a b c d e f g h", "a b x d e f g i"),
        ("one", "two"),
        ("same", "same"),
        ("[-gone-]", "{+come+}"),
        ("a [- b", "a b"),
    ],
)
def test_a_difference_in_pieces_is_the_difference(old, new):
    marks = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    pieces = split_difference(old, new)
    assert "".join(marks[kind].format(text) for kind, text in pieces) == word_difference(old, new)


@pytest.mark.parametrize("text", ["", " \u2003"], ids=["empty", "blank"])
def test_a_text_with_nothing_in_it_is_missing(tmp_path, text):
    make_collection(tmp_path, TERROR | {"title": {"en": "The Red Terror", "ru": text}})
    _, coverage, (overview,) = overviews_of(tmp_path)
    (title,) = [unit for unit in overview.units if unit.path == "title"]
    assert title.missing == tuple(locale for locale in coverage.locales if locale != "en")
    assert not title.fuzzy
