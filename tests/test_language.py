import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.language import (
    find_fitting,
    find_script,
    identify,
    identify_surely,
    letter_script,
    locale_scripts,
)

ALL = ("en", "ru", "lv", "pl", "lt", "et", "uk", "de", "fr")


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("The Red Terror", "Latn"),
        ("Красный террор (Red)", "Cyrl"),
        ("Ερυθρός", "Grek"),
        ("赤色テロ", "Hani"),
        ("1918–1922", None),
        ("", None),
    ],
)
def test_find_script(text, script):
    assert find_script(text) == script


def test_scripts_of_locales():
    assert locale_scripts("sr") == {"Cyrl"}
    assert locale_scripts("sr-Latn") == {"Latn"}
    assert locale_scripts("zh-Hant") == {"Hani"}
    assert locale_scripts("pt-BR") == {"Latn"}
    assert letter_script("_") == ""


@pytest.mark.parametrize(
    ("text", "candidates", "expected"),
    [
        pytest.param("Sergej Trubeckoj", ("en", "lv", "ru"), "en", id="no Latvian letters"),
        pytest.param("Aleksej Schastnij", ("en", "lv", "ru"), "en", id="no Latvian letters, other name"),
        pytest.param("Reinholds Bērziņš", ("lv", "pl", "ru"), "lv", id="Latvian letters"),
        pytest.param("Reinholds Bērziņš", ("en", "lv", "ru"), "lv", id="Latvian letters beside English"),
        pytest.param("Fanija Kaplane izdara atentātu pret Ļeņinu", ("lv", "pl", "ru"), "lv", id="Latvian title"),
        pytest.param("Jan Kowalski", ("lv", "pl"), "pl", id="w is not Latvian"),
        pytest.param("Józef Piłsudski", ALL, "pl", id="Polish letters"),
        pytest.param("Petras Šidlauskas-Žemaitė Ėglė", ALL, "lt", id="Lithuanian letters"),
        pytest.param("Tõnu Õnnepalu", ALL, "et", id="Estonian letters"),
        pytest.param("Weiße Straße", ALL, "de", id="German letters"),
        pytest.param("Київ", ("en", "ru", "uk"), "uk", id="Ukrainian letters"),
        pytest.param("Крылья", ("en", "ru", "uk"), "ru", id="Russian letters"),
        pytest.param("Дора Любарская", ("ru",), "ru", id="one candidate"),
        pytest.param("Reinholds Bērziņš was a Latvian communist", ("en", "lv"), "en", id="foreign name in a sentence"),
        pytest.param("The decree followed the attempt on the life of Lenin.", ALL, "en", id="sentence"),
        pytest.param("Декрет был принят после покушения на Ленина.", ALL, "ru", id="Russian sentence"),
        pytest.param("赤色テロ", ALL, None, id="no candidate has the script"),
        pytest.param("1918", ("en", "ru"), None, id="no letters"),
        pytest.param("1918", ("ru",), "ru", id="no letters, one candidate"),
        pytest.param("Riga", (), None, id="no candidates"),
        pytest.param("Riga", ("hr", "sr-Latn"), None, id="nothing to go by"),
        pytest.param("Esperanto", ("eo", "ru"), "eo", id="unknown to langdetect"),
    ],
)
def test_identify(text, candidates, expected):
    assert identify(text, candidates) == expected


@pytest.mark.parametrize(
    ("text", "prior", "expected"),
    [
        pytest.param("Anastasia Romanova", "en", "en", id="expected"),
        pytest.param("Leons Trockis", "lv", "lv", id="expected, without letters of its own"),
        pytest.param("Leon Trotsky", "ru", "en", id="expected in another script"),
        pytest.param("Kara tribunāls piespriež nāvi", "en", "lv", id="letters that the expected one lacks"),
        pytest.param("1918", "ru", "ru", id="no letters"),
    ],
)
def test_identify_with_prior(text, prior, expected):
    assert identify(text, ("en", "lv", "ru"), prior=prior) == expected


def test_a_prior_outside_the_candidates_changes_nothing():
    assert identify("Дора Любарская", ("ru", "en"), prior="uk") == "ru"


def test_fitting_needs_half_of_the_words():
    assert find_fitting("Reinholds Bērziņš", ("en",)) == ("en",)
    assert find_fitting("Bērziņš", ("en",)) == ()
    assert find_fitting("Иван", ("en", "ru", "uk")) == ("ru", "uk")


def test_statistics_are_the_same_each_time():
    assert len({identify("Leons Trockis", ("de", "en", "fr", "lv")) for _ in range(20)}) == 1


@given(st.text(max_size=60), st.lists(st.sampled_from(ALL), max_size=5), st.sampled_from([*ALL, None]))
def test_the_result_is_a_candidate_and_always_the_same(text, candidates, prior):
    found = identify(text, candidates, prior=prior)
    assert found is None or found in candidates
    assert identify(text, candidates[::-1], prior=prior) == found


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Ļeņins"], "lv"),
        (["Moskva"], None),
        (["Auto"], None),
        ([], None),
        (["1918–1922"], None),
        (["Red", "The library in Warsaw was opened in the eighteenth century"], "en"),
        (["Die Bibliothek wurde im achtzehnten Jahrhundert in Warschau eröffnet"], "de"),
        (["Бібліотеку відкрили у Варшаві"], "uk"),
    ],
)
def test_an_answer_is_nearly_sure_or_none(texts, expected):
    assert identify_surely(texts, ALL) == expected
