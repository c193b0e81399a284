"""The nearest texts: the same ones that comparing with all finds, but for few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.nearest import Match, SourceIndex, similarity, split_words

TEXTS = ["The Red Terror", "The White Terror", "Kronstadt", "Красный террор", "Sarkanais terors", "红色恐怖", ""]

NEAREST = {
    "equal": ("Kronstadt", "Kronstadt"),
    "word-added": ("The Red Terror in Russia", "The Red Terror"),
    "other-case": ("the red terror", "The Red Terror"),
    "nearer-of-two": ("A White Terror", "The White Terror"),
    "ru-inflected": ("Красного террора террор", "Красный террор"),
    "lv-inflected": ("Sarkanais terors!", "Sarkanais terors"),
    "zh-characters": ("白色恐怖", "红色恐怖"),
    "no-word-in-common": ("Kronstad", "Kronstadt"),
    "nothing-like-it": ("Quite another text", None),
    "below-the-cutoff": ("Terror and much, much more that stands nowhere", None),
    "empty": ("", None),
}


@pytest.mark.parametrize(("text", "expected"), NEAREST.values(), ids=NEAREST)
def test_nearest(text, expected):
    found = SourceIndex(TEXTS).nearest(text)
    assert [TEXTS[match.position] for match in found] == ([] if expected is None else [expected])


WORDS = {
    "apostrophe": ("People's d’Arc", ["People's", "d’Arc"]),
    "hyphen": ("Санкт-Петербург - это", ["Санкт-Петербург", "это"]),
    "han-between-latin": ("GPU的红色", ["GPU", "的", "红", "色"]),
    "underscores-and-marks": ("_one_ (two)…", ["one", "two"]),
    "none": ("… — !", []),
}


@pytest.mark.parametrize(("text", "words"), WORDS.values(), ids=WORDS)
def test_words(text, words):
    assert split_words(text) == words


def test_all_matches_best_first():
    index = SourceIndex(["red sky", "red sky at night", "blue sky", "red sky"])
    assert index.nearest("red sky", limit=None) == (
        Match(1.0, 0),
        Match(1.0, 3),
        Match(pytest.approx(2 / 3), 2),
        Match(pytest.approx(14 / 23), 1),
    )
    assert [match.position for match in index.nearest("red sky", limit=2)] == [0, 3]
    assert index.nearest("red sky", cutoff=0.99, limit=9) == (Match(1.0, 0), Match(1.0, 3))


def test_texts_may_come_between_questions():
    index = SourceIndex()
    assert index.nearest("red sky") == ()
    assert index.add("red sky") == 0
    assert index.nearest("red sky") == (Match(1.0, 0),)
    assert index.add("red sky at night") == 1
    assert index.nearest("the red sky at night")[0].position == 1
    assert len(index) == 2
    assert index.text(1) == "red sky at night"


def test_a_text_of_common_words_is_found():
    texts = [f"red sky over town {n}" for n in range(400)] + ["night sky red"]
    assert SourceIndex(texts).nearest("night sky reds")[0].position == 400
    texts = [f"{first} army {n}" for n in range(400) for first in ("red", "white")] + ["red army"]
    assert SourceIndex(texts).nearest("the red army")[0].position == 800


def test_long_texts_do_not_crowd_out_short_ones():
    long = ["red army " + " ".join(f"word{n}x{m}" for m in range(40)) for n in range(1000)]
    assert SourceIndex([*long, "red army"]).nearest("a red army")[0].position == 1000


SENTENCES = st.lists(st.sampled_from("abcdefghij"), min_size=1, max_size=8).map(" ".join)


@given(st.lists(SENTENCES, max_size=30), SENTENCES)
def test_among_few_texts_the_nearest_is_the_one_that_comparing_with_all_finds(texts, text):
    sizes = {len(text.split()).bit_length() + step for step in (-1, 0, 1)}
    near = [other for other in texts if len(other.split()).bit_length() in sizes]
    words = set(text.split())
    scores = [similarity(text, other) for other in near if words & set(other.split())]
    found = SourceIndex(texts).nearest(text)
    best = max(scores, default=0)
    assert [match.score for match in found] == ([best] if best >= 0.6 else [])


@given(st.lists(st.text(max_size=20)), st.text(max_size=20))
def test_a_text_that_is_there_is_found(texts, text):
    found = SourceIndex([*texts, text]).nearest(text)
    assert not split_words(text) or (found[0].score == 1 and [*texts, text][found[0].position] == text)


@given(st.text(), st.text())
def test_similarity_is_1_for_equal_texts_only(first, second):
    assert 0 <= similarity(first, second) == similarity(second, first) <= 1
    assert (similarity(first, second) == 1) == (first == second)


@given(st.lists(SENTENCES, max_size=20), st.lists(SENTENCES, max_size=20), SENTENCES)
def test_when_a_text_came_does_not_matter(first, second, text):
    grown = SourceIndex(first)
    grown.nearest(text)
    for other in second:
        grown.add(other)
    assert grown.nearest(text, limit=None) == SourceIndex(first + second).nearest(text, limit=None)
