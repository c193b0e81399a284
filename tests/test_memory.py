"""The memory: every pair of fresh texts is proposed, nothing else is, and never to the unit itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.config import parse_schema
from l10n.locales import Locale
from l10n.memory import Memory
from l10n.model import Provenance, State, UnitKey
from l10n.nearest import similarity
from l10n.records import Record, SourceUnit, iter_units
from l10n.text import digest

SCHEMA = parse_schema("""
format = 1
name = "Test"
[locales]
required = ["en", "ru", "lv", "pl"]
optional = ["de"]
[types.event.fields.title]
kind = "line"
[types.event.fields.description]
kind = "text"
[types.person.fields.name]
kind = "name"
[types.person.fields.nickname]
kind = "name"
[types.person.fields.aliases]
kind = "list"
[types.person.fields.aliases.fields.name]
kind = "name"
""")


def event(id_: str, source: str, state: dict[str, str] | None = None, **title: str) -> Record:
    states = {locale: {"title": text} for locale, text in (state or {}).items()}
    return Record(type="event", id=id_, source=Locale(source), values={"title": title}, state=states)


def state(source: str, text: str, target: str, when: str = "2026-11-23", *marks: str) -> str:
    return str(Provenance(source, digest(text), digest(target), "human", when, marks))


def memory(*records: Record) -> Memory:
    made = Memory(SCHEMA)
    for record in records:
        for unit in iter_units(record, SCHEMA):
            made.add(unit)
    return made


def found(made: Memory, text: str, pair: str, **options) -> list[tuple[str, str]]:
    """Return (target, record) of what the memory proposes for a pair of locales such as `ru lv`."""
    return [(p.target, p.record.removeprefix("event/")) for p in made.find(text, *pair.split(), **options)]


TERROR = event("terror", "ru", ru="Красный террор", lv="Sarkanais terors", pl="Czerwony terror")

PAIRS = {
    "from-the-source": ("ru lv", "Красный террор", "Sarkanais terors"),
    "into-the-source": ("lv ru", "Sarkanais terors", "Красный террор"),
    "through-the-source": ("lv pl", "Sarkanais terors", "Czerwony terror"),
    "and-back": ("pl lv", "Czerwony terror", "Sarkanais terors"),
    "locale-without-text": ("ru de", "Красный террор", None),
    "text-of-another-locale": ("ru lv", "Sarkanais terors", None),
    "unknown-locale": ("ru es", "Красный террор", None),
}


@pytest.mark.parametrize(("pair", "text", "target"), PAIRS.values(), ids=PAIRS)
def test_pairs(pair, text, target):
    assert found(memory(TERROR), text, pair) == ([] if target is None else [(target, "terror")])


FRESHNESS = {
    "no-state": ({}, True),
    "fresh": ({"lv": state("ru", "Террор", "Terors")}, True),
    "source-moved": ({"lv": state("ru", "Другое", "Terors")}, False),
    "both-moved": ({"lv": state("ru", "Другое", "Cits")}, True),
    "doubted": ({"lv": state("ru", "Террор", "Terors", "2026-11-23", "fuzzy")}, False),
    "in-conflict": ({"lv": state("ru", "Террор", "Terors", "2026-11-23", "conflict")}, False),
}


@pytest.mark.parametrize(("states", "is_known"), FRESHNESS.values(), ids=FRESHNESS)
def test_only_fresh_texts_are_known(states, is_known):
    made = memory(event("a", "ru", states, ru="Террор", lv="Terors", pl="Terror"))
    assert bool(found(made, "Террор", "ru lv")) is is_known
    assert bool(found(made, "Terors", "lv pl")) is is_known
    assert found(made, "Террор", "ru pl") == [("Terror", "a")]


def test_a_copy_is_known_only_where_it_is_meant():
    copy = event("a", "ru", ru="ВЧК", lv="ВЧК")
    meant = event("b", "ru", {"lv": state("ru", "ВЧК", "ВЧК", "2026-11-23", "same")}, ru="ВЧК", lv="ВЧК")
    assert found(memory(copy), "ВЧК", "ru lv") == []
    assert found(memory(copy, meant), "ВЧК", "ru lv") == [("ВЧК", "b")]


def test_texts_written_independently_are_no_pair():
    texts = {"ru": {"p1": "Один. Два."}, "lv": {"q1": "Pavisam kas cits."}, "de": {"r1": "Noch etwas."}}
    made = memory(Record(type="event", id="a", source=Locale("ru"), values={"description": texts}))
    assert found(made, "Один. Два.", "ru lv") == []
    assert found(made, "Pavisam kas cits.", "lv de") == []


def test_paragraphs_are_units_of_their_own():
    texts = {"ru": {"p1": "Один.", "p2": "Два."}, "lv": {"p1": "Viens.", "p2": "Divi."}}
    made = memory(Record(type="event", id="a", source=Locale("ru"), values={"description": texts}))
    (proposal,) = made.find("Два.", "ru", "lv")
    assert (proposal.key, proposal.target, proposal.record) == ("event/a/description/p2", "Divi.", "event/a")


def test_never_from_the_unit_itself():
    made = memory(TERROR, event("other", "ru", ru="Красный террор", lv="Sarkanais terrors"))
    found_there = found(made, "Красный террор", "ru lv", exclude_key="event/terror/title")
    assert found_there == [("Sarkanais terrors", "other")]
    assert found(memory(TERROR), "Красный террор", "ru lv", exclude_key="event/terror/title") == []
    assert found(memory(TERROR), "Красные террор", "ru lv", exclude_key="event/terror/title") == []


def test_order_is_score_then_age_then_key():
    made = memory(
        event("near", "ru", ru="Красный террор!", lv="Sarkanais terors!"),
        event(
            "old", "ru", {"lv": state("ru", "Красный террор", "Vecais", "2020-01-01")}, ru="Красный террор", lv="Vecais"
        ),
        event("new", "ru", {"lv": state("ru", "Красный террор", "Jaunais")}, ru="Красный террор", lv="Jaunais"),
        event("b", "ru", ru="Красный террор", lv="B"),
        event("a", "ru", ru="Красный террор", lv="A"),
    )
    order = ["new", "old", "a", "b", "near"]
    assert [key for _, key in found(made, "Красный террор", "ru lv", limit=9)] == order
    assert [key for _, key in found(made, "Красный террор", "ru lv", limit=2)] == order[:2]
    assert [key for _, key in found(made, "Красный террор", "ru lv", limit=9, cutoff=1)] == order[:4]


def test_a_target_is_proposed_once_with_its_best_score_and_newest_day():
    made = memory(
        event("near", "ru", ru="Красный террор!", lv="Terors"),
        event(
            "old", "ru", {"lv": state("ru", "Красный террор", "Terors", "2020-01-01")}, ru="Красный террор", lv="Terors"
        ),
        event("new", "ru", {"lv": state("ru", "Красный террор", "Terors")}, ru="Красный террор", lv="Terors"),
    )
    (proposal,) = made.find("Красный террор", "ru", "lv")
    assert (proposal.record, proposal.score, proposal.when, proposal.is_exact) == ("event/new", 1, "2026-11-23", True)


def test_a_pair_is_as_old_as_its_target_or_where_that_is_the_source_the_other():
    states = {
        "lv": state("ru", "Террор", "Terors", "2026-01-01"),
        "pl": state("ru", "Террор", "Terror", "2026-02-02"),
    }
    made = memory(event("a", "ru", states, ru="Террор", lv="Terors", pl="Terror"))
    ages = [made.find(*question)[0].when for question in (("Terors", "lv", "pl"), ("Terror", "pl", "ru"))]
    assert ages == ["2026-02-02", "2026-02-02"]
    assert memory(TERROR).find("Красный террор", "ru", "lv")[0].when == ""


def test_near_matches_have_their_score_and_source():
    (proposal,) = memory(TERROR).find("Красный террор в России", "ru", "lv")
    assert proposal.source == "Красный террор"
    assert proposal.score == similarity("Красный террор", "Красный террор в России")
    assert not proposal.is_exact
    assert str(proposal) == "event/terror/title, 75 %: Sarkanais terors"
    assert memory(TERROR).find("Красный террор в России", "ru", "lv", cutoff=0.8) == ()


def test_a_unit_that_is_added_again_is_known_as_it_is_now():
    made = memory(TERROR)
    assert found(made, "Красный террор", "ru lv")
    for unit in iter_units(event("terror", "ru", ru="Белый террор", lv="Baltais terors"), SCHEMA):
        made.add(unit)
    assert found(made, "Красный террор", "ru lv", cutoff=0.9) == []
    assert found(made, "Белый террор", "ru lv") == [("Baltais terors", "terror")]
    assert len(made) == 1
    for unit in iter_units(event("terror", "ru", ru="Белый террор"), SCHEMA):
        made.add(unit)
    assert found(made, "Белый террор", "ru lv") == []
    assert len(made) == 0


def test_names_of_records_are_the_glossary():
    trotsky = {
        "name": {"ru": "Лев Троцкий", "lv": "Ļevs Trockis"},
        "nickname": {"ru": "Перо", "lv": "Spalva"},
        "aliases": [{"id": "a1", "name": {"ru": "Бронштейн", "lv": "Bronšteins"}}],
    }
    made = memory(TERROR, Record(type="person", id="trotsky", source=Locale("ru"), values=trotsky))
    text = "Красный террор: Лев Троцкий, Перо, Бронштейн"
    assert [(term.key, term.target) for term in made.glossary(text, "ru", "lv")] == [("person/trotsky", "Ļevs Trockis")]
    assert made.glossary("Ļeva Trocka", "lv", "ru")[0].target == "Лев Троцкий"
    assert made.glossary(text, "ru", "lv", exclude_key="person/trotsky/name") == ()
    assert made.glossary("Троцкий", "ru", "lv") == ()
    assert made.glossary("Троцкий", "ru", "lv", linked=["person/trotsky"])[0].target == "Ļevs Trockis"


LOCALES = ("en", "ru", "lv")
WORDS = st.lists(st.sampled_from(["red", "white", "terror", "army"]), min_size=1, max_size=4).map(" ".join)
TITLES = st.dictionaries(st.sampled_from(LOCALES), WORDS, min_size=1)
RECORDS = st.lists(TITLES, max_size=8).map(
    lambda titles: [event(f"e{n}", min(title), **title) for n, title in enumerate(titles)]
)


def fresh_texts(record: Record) -> tuple[SourceUnit, dict[str, str]]:
    (unit,) = iter_units(record, SCHEMA)
    states = (State.SOURCE, State.SAME, State.TRANSLATED)
    return unit, {code: text for code, text in unit.texts.items() if unit.cell(Locale(code)) in states}


@given(RECORDS, WORDS, st.permutations(LOCALES))
def test_what_is_proposed_is_what_reading_all_units_finds(records, text, locales):
    source, target, _ = locales
    expected: dict[str, float] = {}
    for record in records[1:]:
        _, texts = fresh_texts(record)
        if source in texts and target in texts and similarity(text, texts[source]) >= 0.7:
            score = similarity(text, texts[source])
            expected[texts[target]] = max(score, expected.get(texts[target], 0))
    proposals = memory(*records).find(text, source, target, exclude_key="event/e0/title", limit=99)
    assert {proposal.target: proposal.score for proposal in proposals} == expected
    assert [proposal.score for proposal in proposals] == sorted(expected.values(), reverse=True)


@given(RECORDS, WORDS)
def test_questions_do_not_change_answers(records, text):
    made = memory()
    for record in records:
        made.find(text, "en", "lv")
        for unit in iter_units(record, SCHEMA):
            made.add(unit)
    assert made.find(text, "en", "lv") == memory(*records).find(text, "en", "lv")
    assert made.find(text, "en", "ru", exclude_key=UnitKey("event/e0/title")) == memory(*records).find(
        text, "en", "ru", exclude_key=UnitKey("event/e0/title")
    )
