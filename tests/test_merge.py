"""Catalogs brought up to date by key: what stays, where new units go, and what becomes of those that are gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.merge import EARLIER, choose_units, merge_units, with_units
from l10n.model import Catalog, Previous, Unit
from l10n.po import format_po, parse_po


def unit(key, source="s", target="t", **more):
    return Unit(key=key, source=source, targets=(target,), **more)


def merged(old, *wanted, covers=lambda _: True):
    return merge_units(old, {unit.key: unit for unit in wanted}, covers)


def shown(units):
    """Return units as words: `#~` for obsolete, `?` for fuzzy, then key, source, target and comments."""
    return [
        " ".join(
            (
                *(["#~"] if unit.obsolete else []),
                *(["?"] if unit.fuzzy else []),
                unit.key or "-",
                unit.source,
                unit.target,
                *unit.comments,
            )
        )
        for unit in units
    ]


ONE, TWO = unit("event/a/title"), unit("event/b/title")
LINES = {
    "new": ([], [ONE], ["event/a/title s t"]),
    "unchanged": ([ONE], [ONE], ["event/a/title s t"]),
    "reworded source keeps its place": (
        [TWO, ONE],
        [unit("event/a/title"), unit("event/b/title", "new", fuzzy=True, previous=Previous(source="s"))],
        ["? event/b/title new t", "event/a/title s t"],
    ),
    "comments stay": (
        [unit("event/a/title", comments=("mine",))],
        [unit("event/a/title", target="u")],
        ["event/a/title s u mine"],
    ),
    "a comment that is wanted comes once": (
        [unit("event/a/title", comments=("mine", "l10n: same"))],
        [unit("event/a/title", comments=("l10n: same",))],
        ["event/a/title s t mine l10n: same"],
    ),
    "gone becomes obsolete at the end": ([ONE, TWO], [TWO], ["event/b/title s t", "#~ event/a/title s t"]),
    "gone without a target leaves": ([unit("event/a/title", target=""), TWO], [TWO], ["event/b/title s t"]),
    "gone stays fuzzy": ([unit("event/a/title", fuzzy=True)], [], ["#~ ? event/a/title s t"]),
    "obsolete stays": ([unit("event/a/title", obsolete=True)], [], ["#~ event/a/title s t"]),
    "obsolete comes back": (
        [unit("event/a/title", obsolete=True, comments=("mine",))],
        [ONE],
        ["event/a/title s t mine"],
    ),
    "obsolete that comes back with another target keeps its own": (
        [unit("event/a/title", target="old", obsolete=True)],
        [ONE],
        [f"event/a/title s t {EARLIER}old"],
    ),
    "obsolete beside one in use": (
        [ONE, unit("event/a/title", "before", "old", obsolete=True)],
        [ONE],
        ["event/a/title s t", "#~ event/a/title before old"],
    ),
    "obsolete whose source the one in use takes on": (
        [ONE, unit("event/a/title", "before", "old", obsolete=True, comments=("mine",))],
        [unit("event/a/title", "before", "t")],
        [f"event/a/title before t mine {EARLIER}old"],
    ),
    "two obsolete ones, the one for the source comes back": (
        [
            unit("event/a/title", "before", "old", obsolete=True),
            unit("event/a/title", "s", "t", obsolete=True),
        ],
        [ONE],
        ["event/a/title s t", "#~ event/a/title before old"],
    ),
    "two in use, as a merge of branches leaves them": (
        [unit("event/a/title", "before", "old"), ONE],
        [ONE],
        ["event/a/title s t", "#~ event/a/title before old"],
    ),
    "two in use for other sources": (
        [unit("event/a/title", "s1", "t1"), unit("event/a/title", "s2", "t2")],
        [unit("event/a/title", "s", "t1", fuzzy=True)],
        ["? event/a/title s t1", "#~ event/a/title s2 t2"],
    ),
    "two in use, the second for the source": (
        [unit("event/a/title", "s1", "t1"), unit("event/a/title", "s2", "t2", comments=("mine",))],
        [unit("event/a/title", "s2", "t2")],
        ["event/a/title s2 t2 mine", "#~ event/a/title s1 t1"],
    ),
    "an entry of nobody becomes obsolete": ([Unit(source="Open", targets=("Atvērt",))], [], ["#~ - Open Atvērt"]),
}


@pytest.mark.parametrize(("old", "wanted", "expected"), LINES.values(), ids=LINES)
def test_merge(old, wanted, expected):
    assert shown(merged(old, *wanted)) == expected


PLACES = {
    "behind its record": ("event/b/images/i1/caption", ["event/a/title", "event/b/title", "+", "event/c/title"]),
    "behind the nearest earlier record": ("event/bb/title", ["event/a/title", "event/b/title", "+", "event/c/title"]),
    "before all": ("event/0/title", ["+", "event/a/title", "event/b/title", "event/c/title"]),
    "after all": ("event/d/title", ["event/a/title", "event/b/title", "event/c/title", "+"]),
}


@pytest.mark.parametrize(("key", "expected"), PLACES.values(), ids=PLACES)
def test_place_of_a_new_unit(key, expected):
    old = [unit(f"event/{name}/title") for name in "abc"]
    keys = [unit.key for unit in merged(old, *old, unit(key))]
    assert ["+" if found == key else found for found in keys] == expected


def test_new_units_of_one_record_stand_in_the_order_of_its_fields():
    wanted = [unit("event/a/title"), unit("event/a/description/p2"), unit("event/a/description/p1")]
    assert [unit.key for unit in merged(wanted[:1], *wanted)] == [unit.key for unit in wanted]


def test_records_that_are_not_spoken_of_stay_as_they_are():
    old = [ONE, TWO, unit("event/c/title", obsolete=True)]
    new = merged(old, TWO, covers=lambda key: key == "event/b")
    assert [(a, a is b) for a, b in zip(new, old, strict=True)] == [(unit, True) for unit in old]


def test_units_that_do_not_differ_keep_their_text():
    catalog = parse_po('#   odd\nmsgctxt "event/a/title"\nmsgid   "s"\nmsgstr "t"\n')
    units = merged(catalog.units, unit("event/a/title", target="t"))
    assert with_units(catalog, units) is catalog


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        pytest.param(["#~ s t", "x u"], "u", id="in-use-before-obsolete"),
        pytest.param(["#~ x t", "#~ s u"], "u", id="for-the-source-now"),
        pytest.param(["x t", "s u"], "u", id="in-use-for-the-source-now"),
        pytest.param(["x t", "y u"], "t", id="the-first"),
    ],
)
def test_choose(units, expected):
    parts = [words.split() for words in units]
    held = [unit("k", words[-2], words[-1], obsolete=words[0] == "#~") for words in parts]
    assert choose_units(held, {"k": "s"})["k"].target == expected
    assert choose_units(held, {"other": "s"}) == {}


TEXT = st.sampled_from(["s", "s2", "s3"])
UNITS = st.builds(
    lambda key, source, target, fuzzy, obsolete, comment: unit(
        key, source, target, fuzzy=fuzzy and bool(target), obsolete=obsolete, comments=comment
    ),
    st.sampled_from([None, "event/a/title", "event/a/description/p1", "event/b/title"]),
    TEXT,
    st.sampled_from(["", "t1", "t2", "t3"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([(), ("mine",)]),
)
FILES = st.lists(UNITS, max_size=6, unique_by=lambda unit: (unit.key, unit.source))
WANTED = st.lists(
    UNITS.filter(lambda unit: unit.key and not unit.obsolete), max_size=3, unique_by=lambda unit: unit.key
)


@given(FILES, WANTED)
def test_no_identity_twice_no_text_lost_and_the_same_again(old, wanted):
    wanted = {unit.key: unit for unit in wanted}
    chosen = choose_units(old, {key: unit.source for key, unit in wanted.items()})
    once = merge_units(old, wanted)
    identities = [(unit.key, unit.source) for unit in once]
    assert len(identities) == len(set(identities))
    assert merge_units(once, wanted) == once
    words = " ".join(shown(once))
    for unit in old:
        # what speaks for its key is the loop's to keep or to give up, unless it was obsolete
        if unit.target and (chosen.get(unit.key) is not unit or unit.obsolete):
            assert unit.target in words
    parse_po(format_po(Catalog(units=once)))
