from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from l10n.config import parse_schema
from l10n.errors import ConfigError, ParseError
from l10n.imports import IMPORTERS
from l10n.imports.capture import import_capture, parse_capture
from l10n.record_json import format_record, parse_record
from l10n.records import Record

DATA = Path(__file__).parent / "data"
RED_TERROR = (DATA / "red-terror.en.txt").read_text(encoding="utf-8")
RED_TERROR_RU = (DATA / "red-terror.ru.txt").read_text(encoding="utf-8")
LINES = dict(enumerate(RED_TERROR.split("\n"), 1))


@pytest.fixture
def full_schema(config):
    return parse_schema(config.replace('["pl", "et", "uk"]', '["pl", "et", "uk", "de", "fr", "lt"]'))


def messages(imported):
    return [str(problem) for problem in imported.problems]


def label(record):
    return record.values["title" if record.type == "event" else "name"]


def test_the_records_of_a_page(full_schema):
    imported = IMPORTERS["capture"](RED_TERROR, "page.txt", {}, full_schema)
    assert imported.problems == ()
    assert Counter(record.type for record in imported.records.values()) == {"event": 11, "person": 20, "place": 1}
    declared = Counter(locale for record in imported.records.values() for locale in record.declared)
    assert declared == {"ru": 30, "en": 16, "lv": 14, "pl": 14, "fr": 11, "de": 10, "lt": 5, "uk": 4, "et": 3}
    assert Counter(record.source for record in imported.records.values()) == {"en": 17, "ru": 12, "lv": 3}
    page = imported.records["event/red-terror"]
    assert list(page.values["description"]["en"]) == ["p1", "p2"]
    assert [len(page.values[field]) for field in ("events", "persons", "places")] == [10, 20, 1]
    assert page.values["persons"][:2] == ["person/anastasia-romanova", "person/dora-lyubarskaya"]
    dora = imported.records["person/dora-lyubarskaya"]
    assert (dora.values["born"], dora.values["died"], dora.source) == ("1900", "1920-01-06", "ru")


def test_the_same_page_in_russian_adds_its_labels(full_schema):
    first = IMPORTERS["capture"](RED_TERROR, "page.txt", {}, full_schema).records
    second = IMPORTERS["capture"](RED_TERROR_RU, "page.txt", first, full_schema)
    assert (second.added, second.problems) == ((), ())
    records = {**first, **second.records}
    assert label(records["person/leon-trotsky"]) == {"en": "Leon Trotsky", "ru": "Лев Троцкий"}
    assert label(records["event/red-terror"]) == {"en": "The Red Terror", "ru": "Красный террор"}
    assert label(records["place/sts-peter-and-paul-cathedral"])["ru"] == "Петропавловский собор"
    assert list(records["event/red-terror"].values["description"]["ru"]) == ["f1", "f2", "f3"]
    assert records["event/red-terror"].values["persons"] == first["event/red-terror"].values["persons"]
    for text in (RED_TERROR, RED_TERROR_RU):
        again = IMPORTERS["capture"](text, "page.txt", records, full_schema)
        assert (again.records, len(again.unchanged), again.problems) == ({}, 32, ())


def test_records_read_back_from_files_are_the_same(full_schema):
    records = IMPORTERS["capture"](RED_TERROR, "page.txt", {}, full_schema).records
    for key, record in records.items():
        assert parse_record(format_record(record, full_schema), full_schema, key=key) == record


TROTSKY = ("Leon Trotsky", "26.10.187921.08.1940", "en, lv, ru")
TROTSKY_RU = ("Лев Троцкий", "26.10.187921.08.1940", "en, lv, ru")
STALIN = ("Joseph Stalin", "18.12.187805.03.1953", "en, ru")
STALIN_RU = ("Иосиф Сталин", "18.12.187805.03.1953", "en, ru")
STRIKE = ("Great strike", "01.05.1905", "en, ru")
STRIKE_RU = ("Большая забастовка", "01.05.1905", "en, ru")
TWINS = [("Anna Orlova", "01.01.190002.02.1920", "en, ru"), ("Berta Orlova", "01.01.190002.02.1920", "en, ru")]
TWINS_RU = [("Анна Орлова", "01.01.190002.02.1920", "en, ru"), ("Берта Орлова", "01.01.190002.02.1920", "en, ru")]


def test_a_later_capture_has_other_rows_in_another_order(make_page, run):
    first = make_page("The trial", events=[STRIKE], persons=[TROTSKY, STALIN])
    new = ("Вера Новая", "01.01.190001.01.1990", "ru")
    second = make_page("Процесс", locale="ru", events=[STRIKE_RU], persons=[STALIN_RU, new, TROTSKY_RU])
    records, imported = run(first, second)
    assert imported.added == ("person/vera-novaya",)
    assert label(records["person/joseph-stalin"]) == {"en": "Joseph Stalin", "ru": "Иосиф Сталин"}
    assert label(records["event/trial"]) == {"en": "The trial", "ru": "Процесс"}
    assert label(records["event/great-strike"]) == {"en": "Great strike", "ru": "Большая забастовка"}
    assert records["event/trial"].values["persons"][-1] == "person/vera-novaya"


def test_declared_locales_grow(make_page, run):
    more = ("Лев Троцкий", "26.10.187921.08.1940", "en, ru, ua")
    records, imported = run(
        make_page("The trial", events=[STRIKE], persons=[TROTSKY]),
        make_page("Процесс", locale="ru", events=[STRIKE_RU], persons=[more]),
    )
    assert imported.added == ()
    assert records["person/leon-trotsky"].declared == ("en", "ru", "lv", "uk")


@pytest.mark.parametrize("order", [1, -1], ids=["same order", "other order"])
def test_twins_are_told_apart_by_their_names(make_page, run, order):
    records, imported = run(
        make_page("The trial", events=[STRIKE], persons=TWINS),
        make_page("Процесс", locale="ru", events=[STRIKE_RU], persons=TWINS_RU[::order]),
    )
    assert imported.problems == ()
    assert label(records["person/anna-orlova"])["ru"] == "Анна Орлова"
    assert label(records["person/berta-orlova"])["ru"] == "Берта Орлова"


SAME_DAY = [("Red dawn", "01.05.1905", "en, ru"), ("Fall of Port", "01.05.1905", "en, ru")]
SAME_DAY_RU = [("Мятеж", "01.05.1905", "en, ru"), ("Хлеб", "01.05.1905", "en, ru")]


def test_what_only_the_order_can_tell_follows_it_where_the_rest_of_the_list_does(make_page, run):
    anchor, anchor_ru = ("War ends", "11.11.1918", "en, ru"), ("Конец войны", "11.11.1918", "en, ru")
    records, imported = run(
        make_page("The trial", events=[anchor, *SAME_DAY], persons=[TROTSKY]),
        make_page("Процесс", locale="ru", events=[anchor_ru, *SAME_DAY_RU], persons=[TROTSKY_RU]),
    )
    assert imported.problems == ()
    assert label(records["event/fall-of-port"])["ru"] == "Хлеб"


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(SAME_DAY_RU, id="nothing shows that the order is the same"),
        pytest.param([SAME_DAY_RU[0]], id="one of two"),
    ],
)
def test_what_nothing_can_tell_is_reported_and_left(make_page, run, rows):
    first = make_page("The trial", events=SAME_DAY, persons=[TROTSKY, STALIN])
    second = make_page("Процесс", locale="ru", events=rows, persons=[TROTSKY_RU, STALIN_RU])
    records, imported = run(first, second)
    assert not any("event/" in key for key in imported.added)
    assert all("ru" not in label(records[key]) for key in ("event/red-dawn", "event/fall-of-port"))
    assert len(imported.problems) == len(rows)
    assert all("may be event/fall-of-port or event/red-dawn" in message for message in messages(imported))


def test_unknown_dates_alone_never_match(make_page, run):
    unknown = ("00.00.000000.00.0000", "en, ru")
    records, imported = run(
        make_page("The trial", persons=[("Vera Orlova", *unknown)]),
        make_page("Другое дело", locale="ru", persons=[("Анна Львова", *unknown)]),
    )
    assert "person/anna-lvova" in imported.added
    assert records["person/vera-orlova"].values == {"name": {"en": "Vera Orlova"}}


def test_a_place_without_dates_is_known_by_the_page_and_its_declared_locales(make_page, run):
    related = {"events": [STRIKE], "persons": [TROTSKY]}
    related_ru = {"events": [STRIKE_RU], "persons": [TROTSKY_RU]}
    first = make_page("The trial", **related, places=[("Sea fortress", "", "en, ru"), ("Market", "", "en, lv, ru")])
    rows = [("Площадь", "", "en, lv, ru"), ("Кронштадт", "", "en, ru"), ("Рига", "", "en, ru, ua")]
    records, imported = run(first, make_page("Процесс", locale="ru", **related_ru, places=rows))
    assert imported.added == ("place/riga",)
    assert label(records["place/sea-fortress"])["ru"] == "Кронштадт"
    assert label(records["place/market"])["ru"] == "Площадь"


def test_a_place_declared_in_other_locales_is_another(make_page, run):
    first = make_page("The trial", events=[STRIKE], persons=[TROTSKY], places=[("Sea fortress", "", "en, ru")])
    places = [("Рига", "", "en, ru, ua")]
    records, imported = run(
        first, make_page("Процесс", locale="ru", events=[STRIKE_RU], persons=[TROTSKY_RU], places=places)
    )
    assert imported.added == ("place/riga",)
    assert label(records["place/sea-fortress"]) == {"en": "Sea fortress"}


def test_persons_with_the_same_label_and_other_dates_are_two(make_page, run):
    namesakes = [("Ivan Petrov", "01.01.185002.02.1900", "en"), ("Ivan Petrov", "03.03.189004.04.1950", "en")]
    page = make_page("The trial", persons=namesakes)
    records, imported = run(page)
    assert records["person/ivan-petrov-2"].values["born"] == "1890-03-03"
    assert run(page, records=records) == (records, run(page, records=records)[1])
    assert imported.problems == ()
    elsewhere = make_page("Other", persons=[namesakes[1]])
    records, imported = run(elsewhere, records=records)
    assert records["event/other"].values["persons"] == ["person/ivan-petrov-2"]


def test_a_corrected_date_is_reported_and_the_first_kept(make_page, run):
    corrected = ("Leon Trotsky", "26.10.187920.08.1940", "en, lv, ru")
    page = make_page("The trial", persons=[TROTSKY])
    records, imported = run(page, make_page("The trial", persons=[corrected]))
    assert records["person/leon-trotsky"].values["died"] == "1940-08-21"
    assert [message for message in messages(imported) if "1940-08-20" in message]
    assert imported.records == {}


@pytest.mark.parametrize(
    ("title", "dates"),
    [
        pytest.param("Other", "01.01.189021.08.1940", id="on another page, dead on the same day"),
        pytest.param("The trial", "01.01.189002.02.1950", id="on the same page, all dates other"),
    ],
)
def test_a_namesake_that_may_be_the_same_is_left_open(make_page, run, title, dates):
    first = make_page("The trial", events=[STRIKE], persons=[TROTSKY])
    records, imported = run(first, make_page(title, events=[STRIKE], persons=[("Leon Trotsky", dates, "en")]))
    assert not any("person/" in key for key in records if key != "person/leon-trotsky")
    assert records["person/leon-trotsky"].values["born"] == "1879-10-26"
    assert "'Leon Trotsky' may be person/leon-trotsky" in messages(imported)[0]


def test_a_row_that_stands_twice_is_one_record(make_page, run):
    records, imported = run(make_page("The trial", persons=[TROTSKY, TROTSKY]))
    assert records["event/trial"].values["persons"] == ["person/leon-trotsky"]
    assert "stands on line 8 too" in messages(imported)[0]


def test_a_label_that_differs_is_reported_and_the_first_kept(make_page, run):
    record = Record(
        type="person",
        id="leon-trotsky",
        source="en",
        values={"name": {"en": "Leon Trotsky (Bronstein)"}, "born": "1879-10-26", "died": "1940-08-21"},
    )
    records, imported = run(make_page("The trial", persons=[TROTSKY]), records={record.key: record})
    assert label(records[record.key]) == {"en": "Leon Trotsky (Bronstein)"}
    assert "expected 'Leon Trotsky (Bronstein)' as person/leon-trotsky has it in name.en" in messages(imported)[0]


def test_paragraphs_are_never_aligned_or_replaced(make_page, run):
    ru = ["Первый абзац этого описания совсем другой.", "Второй абзац этого описания тоже другой."]
    page_ru = make_page("Процесс", locale="ru", prose=ru, events=[STRIKE_RU], persons=[TROTSKY_RU])
    page = make_page("The trial", events=[STRIKE], persons=[TROTSKY])
    records, _ = run(page, page_ru)
    description = records["event/trial"].values["description"]
    assert (list(description["en"]), list(description["ru"])) == (["p1"], ["f1", "f2"])
    other = page_ru.replace("Второй", "Новый второй")
    after, imported = run(other, records=records)
    assert after == records
    assert [problem.place.line for problem in imported.problems] == [4]


def test_a_related_event_becomes_a_page(make_page, run):
    records, imported = run(
        make_page("The trial", events=[STRIKE], persons=[TROTSKY]),
        make_page("Great strike", persons=[STALIN]),
    )
    strike = records["event/great-strike"]
    assert imported.changed == ("event/great-strike",)
    assert (strike.values["date"], strike.values["persons"]) == ("1905-05-01", ["person/joseph-stalin"])
    assert list(strike.values["description"]["en"]) == ["p1"]


def test_a_page_comes_before_its_row(make_page, run):
    records, _ = run(make_page("Great strike"), make_page("The trial", events=[STRIKE]))
    assert records["event/great-strike"].values["date"] == "1905-05-01"
    assert set(records) == {"event/great-strike", "event/trial"}


def test_an_event_that_shares_some_persons_is_another(make_page, run):
    persons = [TROTSKY, STALIN, *TWINS]
    other = make_page("Другое дело", locale="ru", events=[STRIKE_RU], persons=[TROTSKY_RU])
    records, _ = run(make_page("The trial", persons=persons), other)
    assert label(records["event/trial"]) == {"en": "The trial"}
    assert records["event/drugoe-delo"].values["persons"] == ["person/leon-trotsky"]


def test_one_shared_relation_leaves_open_which_page_it_is(make_page, run):
    records, imported = run(
        make_page("The trial", persons=[TROTSKY]), make_page("Процесс", locale="ru", persons=[TROTSKY_RU])
    )
    assert imported.records == {}
    assert "may be event/trial" in messages(imported)[0]
    titled = records | {"event/trial": with_title(records["event/trial"], "ru", "Процесс")}
    records, imported = run(make_page("Процесс", locale="ru", persons=[TROTSKY_RU]), records=titled)
    assert label(records["person/leon-trotsky"])["ru"] == "Лев Троцкий"


def with_title(record, locale, text):
    values = {**record.values, "title": {**record.values["title"], locale: text}}
    return Record(type="event", id=record.id, source=record.source, values=values)


def test_a_person_of_another_page_is_known_by_facts_and_name(make_page, run):
    records, _ = run(
        make_page("The trial", events=[STRIKE], persons=[TROTSKY]),
        make_page("Ледоруб", locale="ru", persons=[TROTSKY_RU, STALIN_RU]),
    )
    assert records["event/ledorub"].values["persons"] == ["person/leon-trotsky", "person/iosif-stalin"]


def test_an_unlike_name_with_the_same_days_is_left_open(make_page, run):
    person = ("Пётр Незнакомцев", "26.10.187921.08.1940", "en, lv, ru")
    records, imported = run(
        make_page("The trial", events=[STRIKE], persons=[TROTSKY, STALIN]),
        make_page("Ледоруб", locale="ru", persons=[person]),
    )
    assert "persons" not in records["event/ledorub"].values
    assert "may be person/leon-trotsky" in messages(imported)[0]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        pytest.param(("Anna B", "31.02.190000.00.0000", "en"), "'1900-02-31' is not a date", id="impossible date"),
        pytest.param(("Anna B", "01.01.190001.01.1990", "xx, en"), "found the language 'xx'", id="unknown code"),
        pytest.param(("赤色テロ", "01.01.190001.01.1990", "en"), "cannot tell which of", id="no locale has the script"),
    ],
)
def test_what_a_row_says_wrongly_is_reported(make_page, run, row, problem):
    _, imported = run(make_page("The trial", persons=[row]))
    assert [p.place.line for p in imported.problems] == [8]
    assert problem in messages(imported)[0]


def test_two_dates_of_an_event_are_an_interval(make_page, run):
    records, _ = run(make_page("The trial", events=[("Civil war", "07.11.191700.00.1922", "en")]))
    assert records["event/civil-war"].values["date"] == "1917-11-07/1922"


def test_the_page_may_be_in_another_locale_than_its_interface(make_page, run):
    prose = ["Это событие описано здесь несколькими простыми русскими словами."]
    records, _ = run(make_page("Процесс", prose=prose, persons=[TROTSKY]))
    page = records["event/protsess"]
    assert (page.source, label(page), list(page.values["description"])) == ("ru", {"ru": "Процесс"}, ["ru"])
    assert label(records["person/leon-trotsky"]) == {"en": "Leon Trotsky"}


def test_the_locale_may_be_given(make_page, run):
    records, _ = run(make_page("Tiesa", prose=[]), locale="lv")
    assert records["event/tiesa"].source == "lv"
    with pytest.raises(ParseError, match="'xx' is not a locale"):
        run(make_page("Tiesa"), locale="xx")


def test_a_page_of_which_the_locale_cannot_be_told_is_refused(run):
    with pytest.raises(ParseError, match=r"page\.txt:1: cannot tell which locale"):
        run("赤色テロ\n")


def test_aliases_of_the_collection_take_the_place_of_the_built_in(config, make_page):
    page = make_page("The trial", persons=[("Anna B", "01.01.190001.01.1990", "ee, en, pol")])
    schema = parse_schema(config + '[imports.capture.aliases]\npol = "pl"\n')
    imported = IMPORTERS["capture"](page, "page.txt", {}, schema)
    assert imported.records["person/anna-b"].declared == ("en", "pl")
    assert "found the language 'ee'" in messages(imported)[0]


def test_a_schema_without_the_fields_is_refused(config, make_page):
    schema = parse_schema(config.replace("[types.person.fields.died]", "[types.person.fields.ended]"))
    capture = parse_capture(make_page("The trial"), "page.txt", {})
    with pytest.raises(ConfigError, match=r"types\.person\.fields\.died: found no field 'died' of the kind 'date'"):
        import_capture(capture, {}, schema)
    schema = parse_schema(config.split("[types.place")[0])
    with pytest.raises(ConfigError, match="found no type 'place'"):
        import_capture(capture, {}, schema)


names = st.sampled_from(["Anna Orlova", "Vera Orlova", "Анна Орлова", "Jānis Bērziņš", "7 Heroes", "Riga", "Рига"])
days = st.sampled_from(["01.01.1900", "00.00.1900", "00.00.0000", "05.09.1918"])
code_lists = st.sampled_from(["en", "ru", "en, ru", "lv, ru", "en, lv, ru, ua"])
events = st.lists(st.tuples(names, days, code_lists), max_size=4)
persons = st.lists(st.tuples(names, st.tuples(days, days).map("".join), code_lists), max_size=5)
places = st.lists(st.tuples(names, st.just(""), code_lists), max_size=3)
relations = st.fixed_dictionaries({"events": events, "persons": persons, "places": places})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names, relations)
def test_importing_twice_adds_nothing(make_page, run, title, relations):
    page = make_page(title, **relations)
    once, _ = run(page)
    twice, imported = run(page, records=once)
    assert twice == once
    assert imported.added == imported.changed == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names, st.lists(persons, min_size=2, max_size=3))
def test_no_import_replaces_a_label(make_page, run, title, pages):
    records = {}
    for number, rows in enumerate(pages):
        before = records
        records, _ = run(make_page(f"{title} {number}", persons=rows), records=records)
        for key, record in before.items():
            assert label(records[key]).items() >= label(record).items()
            assert records[key].source == record.source
