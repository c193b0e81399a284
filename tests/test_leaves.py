"""A record as a flat map, and back."""

import pytest

from l10n.leaves import Leaf, Leaves, read_leaves, with_ids, with_leaves
from tests.sample import SCHEMA, parse

RECORD = parse(
    title={"en": "T", "lv": "Tl"},
    description={"en": {"p1": "1", "p2": "2"}, "lv": {"p2": "2l"}},
    date="1918",
    persons=["person/a"],
    images=[{"id": "i1", "file": "f", "notes": {"en": {"p1": "n"}}}, {"id": "i2"}],
    extra={"any": ["thing"]},
)


def test_leaves():
    leaves = read_leaves(RECORD, SCHEMA)
    assert leaves.values == {
        Leaf("title", "en"): "T",
        Leaf("title", "lv"): "Tl",
        Leaf("description/p1", "en"): "1",
        Leaf("description/p2", "en"): "2",
        Leaf("description/p2", "lv"): "2l",
        Leaf("date"): "1918",
        Leaf("persons"): ("person/a",),
        Leaf("images/i1/file"): "f",
        Leaf("images/i1/notes/p1", "en"): "n",
        Leaf("extra"): {"any": ["thing"]},
    }
    assert leaves.orders[Leaf("images")] == ("i1", "i2")
    assert leaves.orders[Leaf("description", "lv")] == ("p2",)
    assert leaves.groups[Leaf("images/i1/notes/p1", "en")] == ("images/i1", "images/i1/notes/p1")


def test_leaves_give_the_record_back():
    assert with_leaves(RECORD, read_leaves(RECORD, SCHEMA), SCHEMA) == RECORD


def test_without_leaves_a_record_is_empty():
    assert with_leaves(RECORD, Leaves(values={}, orders={}, groups={}), SCHEMA).values == {}


@pytest.mark.parametrize(
    ("ids", "path", "new"),
    [
        ({"description/p2": "p9"}, "description/p2", "description/p9"),
        ({"images/i1": "i9"}, "images/i1/notes/p1", "images/i9/notes/p1"),
        ({"images/i1": "i9", "images/i1/notes/p1": "p9"}, "images/i1/notes/p1", "images/i9/notes/p9"),
    ],
)
def test_new_ids_go_everywhere(ids, path, new):
    state = {"lv": {path: "en@9f2c1a7b03de 41d0e5f2aa10 human 2026-11-23"}}
    record = parse(
        description={"en": {"p1": "1", "p2": "2"}},
        images=[{"id": "i1", "notes": {"en": {"p1": "n"}}}],
        state=state,
        conflicts={"texts": {"lv": {path: ["x"]}}, "values": {path: [1]}},
    )
    renamed = with_ids(record, ids, SCHEMA)
    assert list(renamed.state["lv"]) == list(renamed.conflicts.texts["lv"]) == list(renamed.conflicts.values) == [new]
    assert Leaf(new, "en") in read_leaves(renamed, SCHEMA).values
    assert Leaf(path, "en") not in read_leaves(renamed, SCHEMA).values
