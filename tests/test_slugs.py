import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from l10n.records import RECORD_ID
from l10n.slugs import MAX_SLUG, slug, unique_slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The Red Terror", "red-terror", id="leading article"),
        pytest.param("The", "the", id="article alone"),
        pytest.param("Kara tribunāls Rīgā", "kara-tribunals-riga", id="macrons"),
        pytest.param("Łódź", "lodz", id="stroke"),
        pytest.param("Straße nach Øster Đakovo", "strasse-nach-oster-dakovo", id="letters without decomposition"),
        pytest.param("İstanbul ve Iğdır", "istanbul-ve-igdir", id="dotted and dotless i"),
        pytest.param("Красный террор", "krasny-terror", id="Russian adjective"),
        pytest.param("Щастный, Её Величество Юлия", "shchastny-ee-velichestvo-yuliya", id="Russian letters"),
        pytest.param("Григорій Зінов'єв", "hryhoriy-zinovyev", id="Ukrainian"),
        pytest.param("Ђорђе Његош", "djordje-njegosh", id="Serbian"),
        pytest.param("People's  Commissars", "peoples-commissars", id="apostrophe and spaces"),
        pytest.param("5 September 1918!", "5-september-1918", id="digits and signs"),
        pytest.param("e\u0301te\u0301", "ete", id="decomposed"),
    ],
)
def test_slug(text, expected):
    assert slug(text) == expected


@pytest.mark.parametrize("text", ["", "…", "赤色テロ", "ტერორი"])
def test_slug_of_other_scripts_is_made_of_the_digest(text):
    assert re.fullmatch("x-[0-9a-f]{12}", slug(text))


def test_slug_is_cut_at_a_word():
    assert slug("kara tribunals riga piespriez un izpilda naves sodu 7 vacu generaliem").endswith("-7-vacu")
    assert slug("a" * 70) == "a" * MAX_SLUG
    assert slug("a" * 60 + " b") == "a" * 60


@given(st.text())
@example("-")
@example("the ")
@example("\u0130")
@example("İ" * 100)
def test_every_slug_is_a_record_id(text):
    assert RECORD_ID.fullmatch(slug(text))
    assert len(slug(text)) <= MAX_SLUG
    assert slug(text) == slug(text)


@given(st.lists(st.sampled_from(["Riga", "Rīga", "Рига", "a" * 70, "a" * 80, "", "…"]) | st.text(), max_size=20))
def test_unique_slugs_never_collide(texts):
    taken = set()
    for text in texts:
        name = unique_slug(text, taken)
        assert name not in taken
        assert RECORD_ID.fullmatch(name)
        assert len(name) <= MAX_SLUG
        taken.add(name)


def test_unique_slug_counts_up():
    assert unique_slug("Рига", {"riga", "riga-2"}) == "riga-3"
    assert unique_slug("a" * 60, {"a" * 60}) == "a" * 58 + "-2"
