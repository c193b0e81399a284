"""Freeing: a ranking tells the truth, completes all there is, and comes near what other rules reach."""

import random
from collections import Counter
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.freeing import rank_names

SETS = st.dictionaries(
    st.sets(st.sampled_from("abcdefgh"), min_size=1, max_size=4).map(lambda names: tuple(sorted(names))),
    st.integers(1, 5),
    max_size=12,
)


def count_completed(names, lacking):
    return sum(pages for lacked, pages in lacking.items() if set(lacked) <= set(names))


@given(SETS, st.integers(0, 9))
def test_each_gain_is_what_a_recount_finds(lacking, limit):
    ranked = rank_names(lacking, limit)
    names = [name for name, _ in ranked]
    assert len(set(names)) == len(names) <= limit
    for end in range(len(ranked) + 1):
        assert sum(pages for _, pages in ranked[:end]) == count_completed(names[:end], lacking)
    assert not ranked or ranked[-1][1]


@given(SETS)
def test_without_a_limit_every_page_is_completed(lacking):
    ranked = rank_names(lacking, 100)
    assert sum(pages for _, pages in ranked) == sum(lacking.values())


@given(SETS, st.integers(1, 8))
def test_something_is_completed_if_anything_can_be(lacking, limit):
    assert bool(rank_names(lacking, limit)) == any(len(names) <= limit for names in lacking)


@pytest.mark.parametrize(
    ("lacking", "limit", "expected"),
    [
        pytest.param({}, 3, [], id="nothing"),
        pytest.param({("a",): 1, ("b",): 2}, 1, ["b"], id="most first"),
        pytest.param({("a", "b"): 10, ("c",): 3}, 2, ["a", "b"], id="a pair is worth beginning"),
        pytest.param({("a", "b"): 10, ("c",): 3}, 1, ["c"], id="unless there is no room for it"),
        pytest.param({("a", "b"): 4, ("c",): 3}, 3, ["c", "a", "b"], id="or not worth it"),
        pytest.param({("a", "b"): 2, ("a",): 1, ("c",): 1}, 2, ["a", "b"], id="a name that leads on"),
        pytest.param({("a",): 1, ("b",): 1, ("b", "c", "d"): 1}, 1, ["b"], id="of equals the one most pages lack"),
        pytest.param(
            {("a", "b"): 2, ("a", "c"): 2, ("b", "c"): 2, ("x", "y"): 4, ("a", "b", "c"): 1},
            3,
            ["a", "b", "c"],
            id="parts of a bundle count",
        ),
        pytest.param({tuple("abcdefghij"): 50, ("x",): 4, ("y",): 4}, 10, list("abcdefghij"), id="a large bundle"),
    ],
)
def test_names_in_their_order(lacking, limit, expected):
    assert [name for name, _ in rank_names(lacking, limit)] == expected


def test_the_order_does_not_hang_on_hashes():
    lacking = Counter(make_pages(random.Random(5), 200, 40, 3))  # noqa: S311 (any numbers)
    assert len({tuple(rank_names(dict(lacking), 20)) for _ in range(3)}) == 1


# Other rules, to compare with: take the name of the greatest weight, weigh anew


RULES = {
    "the best single name": lambda lacked: float(lacked == 1) + 1e-6 / lacked,
    "1/n": lambda lacked: 1 / lacked,
    "1/n²": lambda lacked: lacked**-2,
    "1/n³": lambda lacked: lacked**-3,
    "2⁻ⁿ": lambda lacked: 2.0**-lacked,
    "4⁻ⁿ": lambda lacked: 4.0**-lacked,
    "10⁻ⁿ": lambda lacked: 10.0**-lacked,
}


def rank_by_weight(lacking, limit, weigh):
    left = [(set(names), pages) for names, pages in lacking.items()]
    ranked = []
    for _ in range(limit):
        weights = Counter()
        for names, pages in left:
            for name in names:
                weights[name] += pages * weigh(len(names))
        if not weights:
            break
        ranked.append(max(weights, key=lambda name: (weights[name], name)))
        left = [(names - {ranked[-1]}, pages) for names, pages in left]
    return ranked


def make_pages(numbers, count, names, mean):
    """Return pages that lack names of which few are on very many pages."""
    for _ in range(count):
        size = min(int(numbers.expovariate(1 / mean)) + 1, 20)
        popular = (min(int(numbers.paretovariate(0.9)), names) for _ in range(size))
        yield tuple(sorted({f"n{n if numbers.random() < 0.6 else numbers.randrange(names)}" for n in popular}))


def make_groups(numbers):
    """Return pages that lack names which come in groups."""
    pages = list(make_pages(numbers, 600, 200, 5))
    for group in range(25):
        names = [f"g{group}-{n}" for n in range(numbers.randrange(2, 12))]
        sizes = (len(names) if numbers.random() < 0.5 else numbers.randrange(1, len(names)) for _ in range(40))
        pages.extend(tuple(names[:size]) for size in islice(sizes, numbers.randrange(1, 40)))
    return pages


@pytest.mark.parametrize("limit", [10, 40, 100])
@pytest.mark.parametrize("mean", [2, 4, 8, 0], ids=["few lacking", "some lacking", "many lacking", "groups"])
def test_no_other_rule_is_more_than_a_little_better(mean, limit):
    numbers = random.Random(3)  # noqa: S311 (any numbers)
    lacking = Counter(make_pages(numbers, 800, 200, mean) if mean else make_groups(numbers))
    completed = sum(pages for _, pages in rank_names(lacking, limit))
    others = {name: count_completed(rank_by_weight(lacking, limit, rule), lacking) for name, rule in RULES.items()}
    assert completed >= 0.95 * max(others.values())
    if (mean, limit) == (0, 100):
        assert completed > 1.05 * others["the best single name"]
