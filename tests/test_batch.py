"""Batches: their files, what is out of them, and what a damaged one is told."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from l10n.batch import Back, Base, Batch, format_batch, make_batch_id, parse_batch
from l10n.errors import L10nError
from l10n.text import digest

BASE = Base(source_locale="ru", source_digest="9f2c1a7b03de", target_digest="e3b0c44298fc")
BACK = Base(
    source_locale="en",
    source_digest="9f2c1a7b03de",
    target_digest="e3b0c44298fc",
    back=(Back("41d0e5f2aa10", is_held=True), Back("77aa01e4c2b9", is_waiting=True)),
    moved="event/b/description/p1",
)
BATCH = Batch(
    id="lv-2026-11-23-1f3a9c",
    locale="lv",
    reads=("ru", "en"),
    who="Anna",
    since="2026-11-23",
    words=12,
    units={"event/a/title": BASE, "event/a/description/p1": BACK},
)
TEXT = """\
{
  "version": 1,
  "id": "lv-2026-11-23-1f3a9c",
  "locale": "lv",
  "reads": ["ru","en"],
  "who": "Anna",
  "since": "2026-11-23",
  "words": 12,
  "units": {
    "event/a/description/p1": "en@9f2c1a7b03de e3b0c44298fc 41d0e5f2aa10= 77aa01e4c2b9? -> event/b/description/p1",
    "event/a/title": "ru@9f2c1a7b03de e3b0c44298fc"
  }
}
"""


def test_a_batch_is_one_unit_a_line_in_order():
    assert format_batch(BATCH).decode() == TEXT


DIGESTS = st.text("0123456789abcdef", min_size=12, max_size=12)
BASES = st.builds(
    Base,
    source_locale=st.sampled_from(["ru", "zh-Hans"]),
    source_digest=DIGESTS,
    target_digest=DIGESTS,
    back=st.lists(st.builds(Back, DIGESTS, st.booleans(), st.booleans()), max_size=3).map(tuple),
    moved=st.sampled_from(["", "event/a/title", "person/b/name/p 1", "event/a -> b/title"]),
)
BATCHES = st.builds(
    Batch,
    id=st.just("lv-1"),
    locale=st.sampled_from(["lv", "sr-Latn"]),
    reads=st.lists(st.sampled_from(["ru", "en"]), unique=True).map(tuple),
    who=st.sampled_from(["", 'Anna "A" Kask', "Анна\\", "安娜"]),
    since=st.just("2026-11-23"),
    closed=st.sampled_from(["", "2026-12-01"]),
    words=st.integers(0, 10**6),
    units=st.dictionaries(st.sampled_from(["event/a/title", "event/a/x/y/z", "person/b/name"]), BASES),
)


@given(BATCHES)
def test_what_is_written_is_what_is_read(batch):
    assert parse_batch(format_batch(batch)) == batch


def test_what_is_out_is_neither_back_nor_closed():
    assert BATCH.out == {"event/a/title"}
    assert BATCH.is_open
    closed = parse_batch(TEXT.replace('"words"', '"closed": "2026-12-01",\n  "words"').encode())
    assert not closed.out
    assert not closed.is_open


def test_a_unit_is_found_at_the_key_that_it_has_by_now():
    moved = BATCH.followed({"event/a/title": "event/c/title", "event/a/description/p1": "event/x/title"})
    assert moved.places == {"event/c/title": "event/a/title", "event/b/description/p1": "event/a/description/p1"}
    assert moved.out == {"event/c/title"}
    assert moved.followed({"event/a/title": "event/d/title"}) is moved
    assert moved.followed({"event/c/title": "event/a/title"}) == BATCH


def test_of_two_units_with_one_key_the_one_that_moved_there_has_it():
    batch = replace(BATCH, units={"event/a/title": BASE, "event/b/title": BASE})
    moved = batch.followed({"event/b/title": "event/a/title"})
    assert moved.places == {"event/a/title": "event/b/title"}
    assert moved.followed({"event/a/title": "event/c/title"}).out == {"event/a/title", "event/c/title"}


A, B, C, D = (f"event/{name}/title" for name in "abcd")


@pytest.mark.parametrize(
    ("renames", "wanted", "expected"),
    [
        ({A: C}, {A}, {A: A}),
        ({A: C}, {C}, {C: A}),
        ({A: C}, {A, C}, {C: A}),
        ({A: C}, set(), {C: A}),
        ({A: B, B: C}, {A, B}, {A: A, B: B}),
        ({A: B, B: C}, {B}, {B: A, C: B}),
        ({A: B, B: C}, {B, C}, {B: A, C: B}),
        ({A: B, B: A}, {A, B}, {A: B, B: A}),
        ({A: B, B: A}, {A}, {A: B, B: A}),
        ({A: C, B: D}, {A, D}, {A: A, D: B}),
    ],
    ids=[
        "put back",
        "as it was",
        "another there",
        "gone",
        "a chain",
        "its end gone",
        "whole",
        "swap",
        "half",
        "one of",
    ],
)
def test_a_rename_that_is_put_back(renames, wanted, expected):
    batch = replace(BATCH, units={A: BASE, B: BASE}).followed(renames)
    places = {now: key for now, key in batch.put_back(wanted).places.items() if now in expected}
    assert places == expected


def test_ids_tell_translators_and_units_apart():
    ids = {
        make_batch_id("lv", "2026-11-23", "Anna", {"a": BASE}),
        make_batch_id("lv", "2026-11-23", "Berta", {"a": BASE}),
        make_batch_id("lv", "2026-11-23", "Anna", {"b": BASE}),
        make_batch_id("lv", "2026-11-24", "Anna", {"a": BASE}),
    }
    assert len(ids) == 4


BAD = {
    "no JSON": (lambda _: "x", "b:1:1: found 'x', expected JSON (expecting value)"),
    "a list": (lambda _: [], "b:1: found a list, expected a batch as l10n wrote it"),
    "another version": (lambda v: v | {"version": 2}, "version: found 2, expected 1, for a newer l10n wrote it"),
    "no id": (lambda v: {k: w for k, w in v.items() if k != "id"}, "id: it is missing, expected the id of a batch"),
    "an id that leads elsewhere": (lambda v: v | {"id": "../x"}, "id: found '../x', expected the id of a batch"),
    "reads a text": (lambda v: v | {"reads": "ru"}, "reads: found 'ru', expected a list of locales"),
    "a name on two lines": (lambda v: v | {"who": "a\nb"}, r"who: found 'a\nb', expected a name on one line"),
    "no day": (lambda v: v | {"since": "today"}, "since: found 'today', expected a day such as '2026-11-23'"),
    "a key too many": (lambda v: v | {"unit": {}}, "unit: there is no key 'unit' in a batch; did you mean 'units'?"),
    "no state of a unit": (
        lambda v: v | {"units": {"event/a/title": "ru"}},
        "units.event/a/title: found 'ru', expected 'LOCALE@DIGEST DIGEST [DIGEST …] [-> KEY]' as l10n wrote it",
    ),
    "no key that a unit moved to": (
        lambda v: v | {"units": {"event/a/title": f"{BASE} -> event/b"}},
        "units.event/a/title: found 'ru@9f2c1a7b03de e3b0c44298fc -> event/b', expected 'LOCALE@DIGEST DIGEST",
    ),
    "no key of a unit": (
        lambda v: v | {"units": {"event/a": str(BASE)}},
        "units.event/a: found 'event/a', expected the key of a unit",
    ),
}


@pytest.mark.parametrize(("damage", "expected"), BAD.values(), ids=BAD)
def test_a_damaged_file_is_told_what_is_wrong(damage, expected):
    value = damage(json.loads(TEXT))
    data = value if isinstance(value, str) else json.dumps(value)
    with pytest.raises(L10nError) as caught:
        parse_batch(data.encode(), "b")
    assert expected in str(caught.value)


def test_the_digest_of_no_translation_is_that_of_an_empty_text():
    assert BASE.target_digest == digest("")
