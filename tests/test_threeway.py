"""Merging values and sequences that two sides made of a common base."""

import random

import pytest

from l10n.threeway import merge_sequence, merge_value


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        (1, 1, 1, (1, False)),
        (1, 2, 1, (2, False)),
        (1, 1, 2, (2, False)),
        (1, 2, 2, (2, False)),
        (1, 2, 3, (2, True)),
        (None, 2, 3, (2, True)),
        (1, None, 3, (None, True)),
    ],
)
def test_value(base, ours, theirs, merged):
    assert merge_value(base, ours, theirs) == merged


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        pytest.param("abc", "abc", "abc", "abc", id="nothing"),
        pytest.param("abc", "abc", "cab", "cab", id="theirs moved"),
        pytest.param("abc", "cab", "abc", "cab", id="ours moved"),
        pytest.param("abc", "cab", "bca", "cab", id="both moved"),
        pytest.param("abc", "axbc", "acb", "axcb", id="theirs moved, ours added"),
        pytest.param("abc", "axbc", "aybc", "axybc", id="both added in one place"),
        pytest.param("abc", "xabc", "yabc", "xyabc", id="both added in front"),
        pytest.param("abc", "ac", "abyc", "ayc", id="added behind what the other took away"),
        pytest.param("abc", "ac", "ab", "a", id="both took away"),
        pytest.param("aab", "ab", "aab", "ab", id="one of two"),
        pytest.param("ab", "aab", "aab", "aab", id="both added the same"),
        pytest.param("", "ab", "cb", "acb", id="from nothing"),
    ],
)
def test_sequence(base, ours, theirs, merged):
    assert "".join(merge_sequence(base, ours, theirs)) == merged


@pytest.mark.parametrize("seed", range(300))
def test_a_sequence_has_what_neither_side_took_away_and_what_one_added(seed):
    chance = random.Random(seed)  # noqa: S311 (any numbers)
    base = chance.sample(range(20), 8)
    ours, theirs = (
        chance.sample(base, chance.randrange(4, 9)) + chance.sample(range(20 * n, 20 * n + 20), 3) for n in (1, 2)
    )
    merged = merge_sequence(base, ours, theirs)
    assert len(merged) == len(set(merged))
    assert set(merged) == {item for item in {*ours, *theirs} if item not in base or (item in ours and item in theirs)}
