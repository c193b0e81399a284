"""Served texts: what a reader sees, in which locale it is, and what must never be shown."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from l10n.config import parse_schema
from l10n.errors import L10nError
from l10n.locales import Locale
from l10n.model import State
from l10n.project import open_project
from l10n.records import Record, iter_units
from l10n.served import Label, Why, collect_labels, find_label, iter_passages, serve_label, serve_record
from l10n.text import digest

ROOT = Path(__file__).parent.parent
CONFIG = """\
format = 1
name = "Served"
[locales]
required = ["en", "ru", "lv"]
optional = ["uk", "et"]
{fallback}
[types.event.fields.title]
kind = "line"
[types.event.fields.body]
kind = "text"
optional = []
[types.event.fields.date]
kind = "date"
[types.event.fields.persons]
kind = "references"
[types.event.fields.images]
kind = "list"
[types.event.fields.images.fields.caption]
kind = "line"
[types.event.fields.images.fields.shows]
kind = "references"
[types.person.fields.name]
kind = "name"
[types.person.fields.born]
kind = "date"
"""


def schema_with(fallback=""):
    return parse_schema(CONFIG.format(fallback=fallback))


PLAIN = schema_with()
CHAINED = schema_with('[fallback]\nlv = ["ru", "en"]\net = ["uk"]\nuk = ["en"]\n[fallback.deny]\nuk = ["ru"]')
LOCALES = PLAIN.locales


def event(source="ru", state=None, **values):
    return Record(type="event", id="e", source=Locale(source), values=values, state=state or {})


def title(texts, locale, schema, source="ru", state=None):
    record = event(source, {code: {"title": made} for code, made in (state or {}).items()}, title=texts)
    served = serve_record(record, Locale(locale), schema, {}).label
    return served and (served.text, served.locale, served.why.value, served.is_stale)


def made(source_locale, source, target, marks=""):
    return f"{source_locale}@{digest(source)} {digest(target)} human 2026-11-23{marks}"


# One text


@pytest.mark.parametrize(
    ("texts", "locale", "schema", "expected"),
    [
        pytest.param({"ru": "Р", "lv": "L"}, "lv", PLAIN, ("L", "lv", "own", False), id="own"),
        pytest.param({"ru": "Р", "en": "E"}, "ru", CHAINED, ("Р", "ru", "own", False), id="the source itself"),
        pytest.param({"ru": "Р", "en": "E"}, "lv", PLAIN, ("Р", "ru", "source", False), id="no chain, so the source"),
        pytest.param({"ru": "Р", "en": "E"}, "lv", CHAINED, ("Р", "ru", "fallback", False), id="chain"),
        pytest.param({"ru": "", "en": "E"}, "lv", CHAINED, ("E", "en", "fallback", False), id="chain goes on"),
        pytest.param({"ru": "Р", "lv": " "}, "lv", PLAIN, ("Р", "ru", "source", False), id="white space is no text"),
        pytest.param({"ru": "Р", "lv": "L"}, "en", CHAINED, ("Р", "ru", "source", False), id="never a nearer one"),
        pytest.param({"ru": "Р", "en": "E"}, "uk", CHAINED, ("E", "en", "fallback", False), id="chain, source denied"),
        pytest.param({"ru": "Р", "lv": "L"}, "uk", CHAINED, (None, None, "missing", False), id="rather none"),
        pytest.param({"ru": "Р", "uk": "У"}, "et", CHAINED, ("У", "uk", "fallback", False), id="chain of one"),
        pytest.param({"ru": "Р", "en": "E"}, "et", CHAINED, ("Р", "ru", "source", False), id="chains do not add up"),
        pytest.param({"ru": "Р", "lv": "Р"}, "lv", PLAIN, ("Р", "ru", "source", False), id="a copy is the source's"),
        pytest.param(
            {"ru": "Р", "uk": "Р"}, "uk", CHAINED, (None, None, "missing", False), id="a copy of a denied one"
        ),
        pytest.param({"ru": "Р", "uk": "Р"}, "et", CHAINED, ("Р", "ru", "source", False), id="a copy in the chain"),
        pytest.param({"lv": "L", "en": "E"}, "et", PLAIN, ("E", "en", "source", False), id="the source has no text"),
        pytest.param({}, "lv", PLAIN, None, id="no text at all"),
    ],
)
def test_a_text_is_served_from_the_first_locale_that_has_it(texts, locale, schema, expected):
    assert title(texts, locale, schema) == expected


@pytest.mark.parametrize(
    ("provenance", "expected"),
    [
        pytest.param(made("ru", "Р", "L"), ("L", "lv", "own", False), id="fresh"),
        pytest.param(made("ru", "П", "L"), ("L", "lv", "own", True), id="stale"),
        pytest.param(made("ru", "Р", "L", " fuzzy"), ("L", "lv", "own", True), id="doubted"),
        pytest.param(made("ru", "Р", "L", " conflict"), ("L", "lv", "own", True), id="conflict"),
    ],
)
def test_a_stale_text_is_served_and_says_so(provenance, expected):
    assert title({"ru": "Р", "lv": "L"}, "lv", PLAIN, state={"lv": provenance}) == expected


def test_a_stale_text_stays_stale_where_it_is_borrowed_and_where_it_is_not_wanted():
    stale = made("lv", "old", "Р")
    assert title({"lv": "L", "ru": "Р"}, "lv", CHAINED, "lv", {"ru": stale}) == ("L", "lv", "own", False)
    assert title({"en": "E", "ru": "Р"}, "lv", CHAINED, "en", {"ru": stale}) == ("Р", "ru", "fallback", True)
    record = event("en", {"et": {"body/p1": made("en", "old", "T")}}, body={"en": {"p1": "E"}, "et": {"p1": "T"}})
    (unit,) = iter_units(record, PLAIN)
    assert unit.cell(Locale("et")) is State.EXCLUDED
    (text,) = serve_record(record, Locale("et"), PLAIN, {}).iter_texts()
    assert (text.text, text.why, text.is_stale) == ("T", Why.OWN, True)


def test_equal_on_purpose_is_same():
    state = {"lv": made("ru", "Р", "Р", " same")}
    assert title({"ru": "Р", "lv": "Р"}, "lv", PLAIN, state=state) == ("Р", "lv", "same", False)
    person = Record(type="person", id="p", source=Locale("en"), values={"name": {"en": "Jan", "lv": "Jan"}})
    label = serve_label(find_label(person, PLAIN), Locale("lv"), PLAIN)
    assert (label.locale, label.why) == ("lv", Why.SAME)


# Paragraphs


BODY = {"ru": {"p1": "один", "p2": "два"}, "lv": {"p2": "divi"}, "et": {"f1": "üks", "f2": "kaks"}}


@pytest.mark.parametrize(
    ("locale", "fallback", "expected"),
    [
        pytest.param("ru", "", "ru:один ru:два", id="source"),
        pytest.param("lv", "", "ru:один lv:divi", id="one by one, in the source's order"),
        pytest.param("et", "", "et:üks et:kaks", id="free text is whole"),
        pytest.param("en", "", "ru:один ru:два", id="source, not free text"),
        pytest.param("en", 'en = ["et", "ru"]', "et:üks et:kaks", id="free text of the chain, whole"),
        pytest.param("en", 'en = ["lv", "et"]', "ru:один lv:divi", id="free text cannot fill gaps"),
        pytest.param("lv", 'lv = ["et"]', "ru:один lv:divi", id="nor those of the locale itself"),
        pytest.param("lv", '[fallback.deny]\nlv = ["ru"]', "None:None lv:divi", id="a gap where the source is denied"),
        pytest.param("uk", 'uk = ["et"]\n[fallback.deny]\nuk = ["ru"]', "et:üks et:kaks", id="free, source denied"),
    ],
)
def test_paragraphs(locale, fallback, expected):
    schema = schema_with(f"[fallback]\n{fallback}")
    record = event(body=BODY, title={"ru": "Р"})
    body = serve_record(record, Locale(locale), schema, {}).fields[1]
    assert " ".join(f"{text.locale}:{text.text}" for text in body.texts) == expected


def test_an_empty_paragraph_of_a_free_text_is_left_out():
    record = event(body={"ru": {"p1": "один"}, "et": {"f1": " ", "f2": "kaks"}})
    assert [text.path for text in serve_record(record, Locale("et"), PLAIN, {}).iter_texts()] == ["body/f2"]


def test_two_fields_and_items_keep_their_paragraphs_apart():
    config = CONFIG.format(fallback="") + '[types.event.fields.bodies]\nkind = "text"\n'
    config += '[types.event.fields.images.fields.story]\nkind = "text"\n'
    text = {"ru": {"p1": "a", "p2": "b"}, "lv": {"f1": "c"}}
    items = [{"id": "i1", "story": text}, {"id": "i2", "story": text, "caption": {"ru": "d"}}]
    record = event(body=text, bodies=text, images=items)
    paths = [
        (passage.path, len(passage.texts), set(passage.free)) for passage in iter_passages(record, parse_schema(config))
    ]
    assert paths == [
        ("body", 2, {"lv"}),
        ("images/i1/story", 2, {"lv"}),
        ("images/i2/caption", 1, set()),
        ("images/i2/story", 2, {"lv"}),
        ("bodies", 2, {"lv"}),
    ]


# Pages


def test_a_page_names_the_records_that_it_links_to():
    anna = Record(
        type="person", id="anna", source=Locale("ru"), values={"name": {"ru": "Анна", "lv": "Anna"}, "born": "1890"}
    )
    nameless = Record(type="person", id="x", source=Locale("ru"), values={})
    labels = collect_labels((anna, nameless), PLAIN)
    links = ["person/anna", "person/x", "person/nobody"]
    record = event(title={"ru": "Р"}, persons=links, images=[{"id": "i1", "shows": links[:1]}], date="1918")
    served = serve_record(record, Locale("lv"), PLAIN, labels)
    assert [field.field.name for field in served.fields] == ["title", "date", "persons", "images"]
    assert [(name.key, name.is_known, name.dates) for name in served.fields[2].names] == [
        ("person/anna", True, (("born", "1890", "gregorian", "Born"),)),
        ("person/x", True, ()),
        ("person/nobody", False, ()),
    ]
    assert [text.text for text in served.iter_texts()] == ["Р", "Anna", "Anna"]
    assert served.fields[1].value == "1918"
    assert served.locales == ("ru",)
    assert served.source == "ru"


def test_fields_without_anything_are_left_out():
    record = event(title={"ru": ""}, persons=[], images=[{"id": "i1"}])
    served = serve_record(record, Locale("lv"), PLAIN, {})
    assert (served.fields, served.label, served.locales) == ((), None, ())
    assert find_label(record, PLAIN) == Label(passage=None)


def test_every_record_of_the_demo_is_served_in_every_locale():
    project = open_project(ROOT)
    records = list(project.iter_records())
    labels = collect_labels(records, project.schema)
    for record in records:
        for locale in project.schema.locales:
            served = serve_record(record, locale, project.schema, labels)
            assert all(text.text for text in served.iter_texts())
            assert served.label is not None


# The configuration


@pytest.mark.parametrize(
    ("fallback", "expected"),
    [
        pytest.param('[fallback]\nxx = ["ru"]', "l10n.toml:7: fallback.xx: 'xx' is not a locale", id="unknown locale"),
        pytest.param('[fallback]\nlv = ["xx"]', "l10n.toml:7: fallback.lv: found 'xx'", id="unknown in a chain"),
        pytest.param('[fallback]\nlv = ["lv"]', "found 'lv', expected one of en, ru, uk, et", id="itself"),
        pytest.param('[fallback]\nlv = ["ru", "ru"]', "'ru' stands twice", id="twice"),
        pytest.param('[fallback]\nlv = "ru"', "fallback.lv: found a text, expected", id="a text"),
        pytest.param("[fallback]\nlv = [1]", "fallback.lv: found a number in a list", id="a number"),
        pytest.param("[fallback]\ndeny = []", "fallback.deny: found a list, expected a table", id="deny is a list"),
        pytest.param('[fallback.deny]\nuk = ["uk"]', "fallback.deny.uk: found 'uk'", id="itself denied"),
        pytest.param('[fallback.deny]\nxx = ["ru"]', "fallback.deny.xx: 'xx' is not a locale", id="unknown denied"),
        pytest.param(
            '[fallback]\nuk = ["ru"]\n[fallback.deny]\nuk = ["ru"]',
            "'ru' is in the chain of 'uk' and denied",
            id="both",
        ),
    ],
)
def test_an_impossible_fallback_is_an_error(fallback, expected):
    with pytest.raises(L10nError) as caught:
        schema_with(fallback)
    assert expected in str(caught.value)


def test_no_fallback_is_shipped():
    assert (PLAIN.chains, PLAIN.denied) == ({}, {})
    demo = open_project(ROOT).schema
    assert demo.served_order(Locale("uk"), Locale("lv")) == ("uk", "lv")


# Laws

TEXTS = st.sampled_from(["", " ", "a", "b", "ru"])
LINES = st.dictionaries(st.sampled_from(LOCALES), TEXTS)
PARAGRAPHS = st.dictionaries(
    st.sampled_from(LOCALES), st.dictionaries(st.sampled_from(["p1", "p2", "f1"]), TEXTS, max_size=2)
)
PROVENANCES = st.builds(
    made, st.sampled_from(LOCALES), TEXTS, TEXTS, st.sampled_from(["", " same", " fuzzy", " conflict"])
)
STATES = st.dictionaries(
    st.sampled_from(LOCALES),
    st.dictionaries(st.sampled_from(["title", "body/p1", "body/p2", "name", "images/i1/caption"]), PROVENANCES),
)
LISTS = st.lists(st.sampled_from(LOCALES), unique=True, max_size=3)


@st.composite
def schemas(draw):
    denied = {code: tuple(c for c in draw(LISTS) if c != code) for code in LOCALES}
    chains = {code: tuple(c for c in draw(LISTS) if c not in {code, *denied[code]}) for code in LOCALES}
    return replace(PLAIN, chains=chains, denied=denied)


@st.composite
def records(draw):
    images = [{"id": "i1", "caption": draw(LINES)}] if draw(st.booleans()) else []
    values = {"title": draw(LINES), "body": draw(PARAGRAPHS), "images": images}
    return replace(event(draw(st.sampled_from(LOCALES)), draw(STATES)), values=values)


def held_at(record, path, locale):
    field, *rest = path.split("/")
    if field == "images":
        return record.values["images"][0]["caption"].get(locale)
    value = record.values[field].get(locale)
    return value.get(rest[0]) if rest and value is not None else value


def recount(unit, asked, schema):
    """Say in the fewest words which locale one text is served in: no free text is looked at."""
    real = {code for code, text in unit.texts.items() if text.strip()}
    copies = {
        code
        for code in real - {unit.source_locale}
        if unit.texts[code] == unit.source and " same" not in unit.state.get(code, "")
    }
    order = [asked, *schema.chains.get(asked, ()), unit.source_locale]
    allowed = [code for code in order if code not in schema.denied.get(asked, ())]
    return next((code for code in allowed if code in real - copies), None)


@given(records(), schemas(), st.sampled_from(LOCALES))
def test_the_served_locale_really_holds_that_text_and_is_never_denied(record, schema, asked):
    for text in serve_record(record, asked, schema, {}).iter_texts():
        if text.why is Why.MISSING:
            assert (text.text, text.locale, text.is_stale) == (None, None, False)
            continue
        assert text.text
        assert text.text == held_at(record, text.path, text.locale)
        assert text.locale == asked or text.locale not in schema.denied.get(asked, ())
        assert (text.why in {Why.OWN, Why.SAME}) == (text.locale == asked)
        assert text.is_borrowed == (text.locale != asked)
        if text.why is Why.FALLBACK:
            assert text.locale in schema.chains[asked]


@given(records(), schemas(), st.sampled_from(LOCALES))
def test_a_text_is_served_as_the_recount_does(record, schema, asked):
    units = list(iter_units(record, schema))
    if any(unit.is_free for unit in units):
        return
    texts = list(serve_record(record, asked, schema, {}).iter_texts())
    expected = [recount(unit, asked, schema) for unit in units]
    assert [text.locale for text in texts] == expected


@given(records(), st.sampled_from(LOCALES))
def test_without_configuration_only_the_source_is_borrowed(record, asked):
    sources = {unit.source_locale for unit in iter_units(record, PLAIN)}
    for text in serve_record(record, asked, PLAIN, {}).iter_texts():
        assert text.why in {Why.OWN, Why.SAME, Why.SOURCE}
        assert text.locale in {asked, *sources}


@given(records(), schemas(), st.sampled_from(LOCALES))
def test_serving_changes_nothing(record, schema, asked):
    before = repr(record)
    serve_record(record, asked, schema, {})
    assert repr(record) == before
