"""Which of the units that are gone are new ones under another key."""

import pytest

from l10n.renames import Candidate, find_renames
from l10n.text import digest


def candidates(*units):
    """Make candidates of `key text`, with `<text` behind for what a translation that came with it was made from."""
    found = []
    for unit in units:
        key, text, *made_from = unit.split(" ")
        found.append(Candidate(f"event/{key}", "en", text, tuple(digest(word[1:]) for word in made_from)))
    return found


def renames(gone, new, *, old_records=(), new_records=None):
    """Return the renames; unless told otherwise the records that units come from are gone, and those they go to new."""
    old, come = candidates(*gone), candidates(*new)
    records = {unit.record for unit in come}
    left = {f"event/{record}" for record in old_records} | records
    fresh = records - {unit.record for unit in old} if new_records is None else new_records
    return find_renames(old, come, is_gone=lambda record: record not in left, is_new=fresh.__contains__)


@pytest.mark.parametrize(
    ("gone", "new", "expected"),
    [
        pytest.param(["a/t T"], ["b/t T"], "a/t>b/t", id="one-gone-one-new"),
        pytest.param(["a/t T"], ["b/s T"], "a/t>b/s", id="another-field"),
        pytest.param(["a/p1 T"], ["a/p2 T"], "a/p1>a/p2", id="a-paragraph-in-its-record"),
        pytest.param(["a/t T"], ["b/t U"], "", id="another-text"),
        pytest.param(["a/t T"], [], "", id="nothing-new"),
        pytest.param(["a/t T", "b/t T"], ["c/t T"], "", id="two-gone"),
        pytest.param(["a/t T"], ["b/t T", "c/t T"], "", id="two-new"),
        pytest.param(["a/t T", "b/t T"], ["c/t T", "d/t T"], "", id="two-of-each-alone"),
        pytest.param(
            ["a/t T", "a/p A", "b/t T", "b/p B"],
            ["c/t T", "c/p B", "d/t T", "d/p A"],
            "a/t>d/t a/p>d/p b/t>c/t b/p>c/p",
            id="records-tell-equal-texts-apart",
        ),
        pytest.param(
            ["a/t T", "a/p A", "b/t T"], ["c/t T", "c/p A", "d/t T"], "a/t>c/t a/p>c/p b/t>d/t", id="what-is-left-over"
        ),
        pytest.param(
            ["a/t A", "a/p1 *", "a/p2 *"],
            ["b/t A", "b/p1 *", "b/p2 *"],
            "a/t>b/t a/p1>b/p1 a/p2>b/p2",
            id="equal-texts-by-path",
        ),
        pytest.param(["a/p1 *", "a/p2 *"], ["a/q *", "a/r *"], "a/p1>a/q a/p2>a/r", id="equal-texts-by-order"),
        pytest.param(["a/p1 *", "a/p2 *"], ["a/q *"], "", id="as-many-of-each-or-nothing"),
        pytest.param(["a/p1 *", "a/p2 *"], ["a/p2x *", "a/p1x *", "a/p0x *"], "", id="more-new-than-gone"),
        pytest.param(
            ["a/t A", "a/p1 *", "a/p2 *"], ["b/t A", "b/p2 *"], "a/t>b/t a/p2>b/p2", id="one-of-two-equal-by-path"
        ),
        pytest.param(["a/t A"], ["b/t B <A"], "a/t>b/t", id="reworded-with-its-translation"),
        pytest.param(["a/t A", "c/t A"], ["b/t B <A"], "", id="reworded-and-made-from-one-of-two"),
        pytest.param(
            ["a/t Terror", "a/p1 One", "a/p2 Two"],
            ["b/t Terror", "b/p1 One", "b/p2 Other"],
            "a/t>b/t a/p1>b/p1 a/p2>b/p2",
            id="half-is-the-same",
        ),
        pytest.param(
            ["a/t Terror", "a/p1 One", "a/p2 Two", "a/p3 Three"],
            ["b/t Terror", "b/p1 Uno", "b/p2 Due", "b/p3 Quattro"],
            "a/t>b/t",
            id="less-than-half-is-the-same",
        ),
        pytest.param(
            ["a/t Terror", "a/p1 First-thing", "a/p2 Second-thing", "a/p3 Three"],
            ["b/t Terror", "b/p1 First-things", "b/p2 Second-things", "b/p3 Tre"],
            "a/t>b/t a/p1>b/p1 a/p2>b/p2 a/p3>b/p3",
            id="half-is-nearly-the-same",
        ),
        pytest.param(["a/t First-thing"], ["b/t First-things"], "", id="nearly-the-same-alone-proves-nothing"),
    ],
)
def test_units(gone, new, expected):
    found = renames(gone, new).units
    assert {old.removeprefix("event/"): key.removeprefix("event/") for old, key in found.items()} == dict(
        pair.split(">") for pair in expected.split()
    )


def test_the_language_is_part_of_a_text():
    gone, new = Candidate("event/a/t", "en", "T"), Candidate("event/b/t", "ru", "T")
    assert not find_renames([gone], [new], is_gone=lambda _: True, is_new=lambda _: True).units


def test_another_type_is_told_by_the_id():
    gone = [Candidate(f"event/{name}/title", "en", "T") for name in ("x", "y")]
    new = [Candidate(f"place/{name}/title", "en", "T") for name in ("y", "x")]
    found = find_renames(gone, new, is_gone=lambda _: True, is_new=lambda _: True).units
    assert dict(found) == {"event/x/title": "place/x/title", "event/y/title": "place/y/title"}


def test_other_units_follow_only_where_the_whole_record_went():
    gone, new = ["a/t A", "a/p1 One"], ["b/t A", "b/p1 Uno"]
    assert "event/a/description" not in renames(gone, new).records
    assert renames(gone, new).units.keys() == {"event/a/t", "event/a/p1"}
    assert renames(gone, new, old_records=["a"]).units.keys() == {"event/a/t"}
    assert renames(gone, new, new_records=()).units.keys() == {"event/a/t"}


def test_a_key_that_went_before_goes_with_its_record():
    found = renames(["a/t A"], ["b/t A"])
    assert found.find("event/a/p9") == "event/b/p9"
    assert found.find("event/ab/p9") is None


def test_a_record_that_was_joined_to_another_takes_no_old_keys_along():
    assert not renames(["a/t A"], ["b/t A"], new_records=()).records
    assert not renames(["a/t A", "c/t C"], ["b/t A", "b/p C"]).records
