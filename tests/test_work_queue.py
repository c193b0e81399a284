"""The work queue: what is open, in which order it comes, and why."""

import random

import pytest

from l10n.memory import Memory
from l10n.records import iter_units
from l10n.work_queue import Totals, Wish, find_work, survey_demand
from l10n.work_sheets import WorkSurvey
from tests.open_records import SCHEMA, event, made, person
from tests.sheets import make_sheet


class Sheets:
    """The sheets of some records, one each."""

    def __init__(self, records, wish):
        self._records, self._survey = records, WorkSurvey(wish.locale, wish.reads)

    def __iter__(self):
        return (make_sheet([record], SCHEMA, self._survey) for record in self._records)

    def find_records(self, keys):
        return {record.key: record for record in self._records if record.key in keys}


def queue(*records, memory=False, readers=None, **options):
    wish = Wish(**{"locale": "lv", "reads": ("en",), "limit": None} | options)
    sheets = Sheets(records, wish)
    known = Memory(SCHEMA) if memory else None
    for record in records:
        for unit in iter_units(record, SCHEMA) if memory else ():
            known.add(unit)
    return find_work(sheets, SCHEMA, wish, survey_demand(sheets, SCHEMA, readers), known)


def keys(*records, **wish):
    return [task.key for task in queue(*records, **wish).tasks]


STALE = {"title": {"en": "The title", "lv": "L"}, "state": {"lv": {"title": made("Old", "L")}}}


def test_records_come_by_the_score_of_all_their_open_units():
    small, large = event("a", texts=["One."]), event("b", texts=["One two three four five six."])
    assert keys(small, large) == [
        "event/b/title",
        "event/b/description/p1",
        "event/a/title",
        "event/a/description/p1",
    ]


def test_units_come_by_their_own_score():
    small, large = event("a", "The very long title of a"), event("b", texts=["One two three four five six."])
    assert keys(small, large, by_unit=True) == [
        "event/a/title",
        "event/b/description/p1",
        "event/a/description/p1",
        "event/b/title",
    ]


def test_a_name_that_many_pages_show_comes_before_one_that_none_shows():
    events = [event(name, persons=["person/b"]) for name in "xyz"]
    found = queue(*events, person("a"), person("b"), types=frozenset({"person"}))
    assert [(task.key, task.demand, task.score) for task in found.tasks] == [
        ("person/b/name", 4, 8),
        ("person/a/name", 1, 2),
    ]


def test_readers_say_more_than_links():
    readers = {"event/a": 5, "event/b": 50}
    assert keys(event("a"), event("b"), readers=readers)[0] == "event/b/title"


def test_a_stale_text_counts_half_and_a_copy_as_missing():
    (task,) = queue(event("a", texts=(), **STALE)).tasks
    assert (task.state, task.share, task.words, task.score) == ("fuzzy", 0.5, 2, 1)
    (copy,) = queue(event("a", texts=(), title={"en": "The title", "lv": "The title"})).tasks
    assert (copy.state, copy.share, copy.score) == ("fuzzy", 1, 2)


def test_of_equals_the_order_is_that_of_the_records():
    records = [event(f"e{n:04}", texts=()) for n in range(1500)]
    assert keys(*records, limit=3) == ["event/e0000/title", "event/e0001/title", "event/e0002/title"]


def test_the_best_are_found_wherever_they_stand():
    records = [event(f"e{n:04}", texts=()) for n in range(1500)]
    assert keys(*records, event("z", "A far longer title", texts=()), limit=1) == ["event/z/title"]


def known_and_unknown(seed):
    """Return far more open titles than wait together; the memory has some of them, many score the same."""
    rng = random.Random(seed)  # noqa: S311 (the same numbers each time)
    texts = [" ".join(f"word{n}x{place}" for place in range(rng.randint(1, 6))) for n in range(60)]
    known = [event(f"a{n:02}", title={"en": text, "lv": f"L{n}"}, texts=()) for n, text in enumerate(texts[:40])]
    return [*known, *(event(f"e{n:04}", rng.choice(texts), texts=()) for n in range(2500))]


@pytest.mark.parametrize("wish", [{"limit": 1}, {"limit": 30}, {"words": 200}, {"limit": 9, "by_unit": True}], ids=str)
@pytest.mark.parametrize("seed", range(2))
def test_a_short_list_begins_as_the_whole_one(seed, wish):
    records = known_and_unknown(seed)
    short = keys(*records, memory=True, **wish)
    assert short == keys(*records, memory=True, by_unit=wish.get("by_unit", False))[: len(short)]
    assert len(short) == wish.get("limit", len(short))
    assert len(short) > 0


def test_memory_cannot_hide_what_stands_behind_many_that_it_knows():
    text = "one two three four five six seven eight nine ten eleven twelve"
    known = event("a", title={"en": text, "lv": "viens divi"}, texts=())
    same = [event(f"b{n:04}", text, texts=()) for n in range(1200)]
    new = event("z", "Eleven other words that nobody ever translated anywhere in this collection", texts=())
    found = queue(known, *same, new, memory=True, limit=3)
    assert [(task.key, task.score) for task in found.tasks] == [
        ("event/z/title", 11),
        ("event/b0000/title", 1),
        ("event/b0001/title", 1),
    ]


LIMITS = {
    "units": ({"limit": 2}, ["event/b/title", "event/b/description/p1"]),
    "words": ({"words": 7}, ["event/b/title", "event/b/description/p1", "event/a/title"]),
    "words that end within a record": ({"words": 3}, ["event/b/title"]),
    "one at least": ({"words": 1}, ["event/b/title"]),
}


@pytest.mark.parametrize(("wish", "expected"), LIMITS.values(), ids=LIMITS)
def test_there_is_as_much_as_is_wished(wish, expected):
    assert keys(event("a", texts=["One two."]), event("b"), **wish) == expected


def test_what_is_not_open_is_left_out():
    state = {"lv": {"title": made("The title", "L"), "description/p1": made("One two three.", "V", "en", "conflict")}}
    described = {"en": {"p1": "One two three."}, "lv": {"p1": "V"}}
    done = event("a", title={"en": "The title", "lv": "L"}, description=described, state=state)
    free = event("b", description={"en": {"p1": "One."}, "lv": {"x1": "Pats."}})
    found = queue(done, free, person("t"), taken=frozenset({"person/t/name"}))
    assert [task.key for task in found.tasks] == ["event/b/title"]
    assert found.totals == Totals(units=1, words=2, taken=1, conflicts=1)


def test_what_needs_another_language_is_counted():
    russian = event("a", source="ru", title={"ru": "Террор"}, description={"ru": {"p1": "Раз.", "p2": "Два."}})
    latvian = event("b", source="uk", title={"uk": "Терор", "ru": "Террор"}, texts=())
    assert queue(russian, latvian).totals.unreadable == {"ru": 3, "uk": 1}
    assert queue(russian, latvian, reads=("ru",)).totals.unreadable == {}


def test_types_limit_the_queue():
    assert keys(event("a"), person("t"), types=frozenset({"person"})) == ["person/t/name"]


class TestMemory:
    def known(self, source="It began in the year 1918.", target="Tas sākās 1918. gadā."):
        """Return an event whose only paragraph is translated."""
        described = {"en": {"p1": source}, "lv": {"p1": target}}
        state = {"lv": {"description/p1": made(source, target)}}
        return event("known", title={}, description=described, state=state)

    def test_an_exact_match_leaves_one_word(self):
        (task,) = queue(self.known(), event("a", title={}, texts=["It began in the year 1918."]), memory=True).tasks
        (proposal,) = task.proposals
        assert (task.words, task.left, task.score) == (6, 1, 1)
        assert (proposal.target, proposal.record, proposal.when) == (
            "Tas sākās 1918. gadā.",
            "event/known",
            "2026-11-23",
        )

    def test_a_near_match_leaves_the_rest(self):
        (task,) = queue(self.known(), event("a", title={}, texts=["It began in the year 1919."]), memory=True).tasks
        assert not task.proposals[0].is_exact
        assert 1 <= task.left < task.words

    def test_what_the_memory_gives_moves_a_record_down(self):
        same, other = event("a", title={}, texts=["It began in the year 1918."]), event("b", "Two words", texts=())
        assert keys(self.known(), same, other) == ["event/a/description/p1", "event/b/title"]
        assert keys(self.known(), same, other, memory=True) == ["event/b/title", "event/a/description/p1"]

    def test_a_name_that_is_nearly_the_same_is_another_one(self):
        state = {"lv": {"name": made("Grigory Zinoviev", "G. Z.")}}
        known = person("k", name={"en": "Grigory Zinoviev", "lv": "G. Z."}, state=state)
        near, same = person("n", "Grigory Zinovieff"), person("s", "Grigory Zinoviev")
        found = {task.key: task.proposals for task in queue(known, near, same, memory=True).tasks}
        assert found["person/n/name"] == ()
        assert [proposal.target for proposal in found["person/s/name"]] == ["G. Z."]

    def test_the_memory_speaks_of_the_source_that_is_offered(self):
        texts = {"ru": "Начался в 1918 году.", "en": "It began in the year 1918."}
        state = {"en": {"description/p1": made(texts["ru"], texts["en"], "ru")}}
        described = {code: {"p1": text} for code, text in texts.items()}
        chained = event("a", source="ru", title={}, description=described, state=state)
        (task,) = queue(self.known(), chained, memory=True).tasks
        assert (task.source.locale, task.proposals[0].is_exact) == ("en", True)
