"""Names are found in texts in every form that grammar gives them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.mentions import find_mention, find_other_spelling, name_words


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Владимир Ленин", "во главе с Лениным"),
        ("Лев Троцкий", "Троцкому писали"),
        ("Vladimirs Ļeņins", "Ļeņinam nosūtīja"),
        ("Fēlikss Dzeržinskis", "Dzeržinska amats"),
        ("Włodzimierz Lenin", "przez Lenina"),
        ("Lew Trocki", "z Trockim"),
        ("Józef Piłsudski", "Piłsudskiego"),
        ("Vladimiras Leninas", "Leninui"),
        ("Konstantinas Petsas", "Petso vyriausybė"),
        ("Lev Trotski", "Trotskile"),
        ("Konstantin Päts", "Pätsi valitsus"),
        ("Володимир Ленін", "Леніна"),
        ("Рига", "у Ризі"),
        ("Рига", "Рижский мир"),
        ("Київ", "у Києві"),
        ("Львів", "зі Львова"),
        ("Москва", "у Москві"),
        ("Ryga", "w Rydze"),
        ("Moskwa", "w Moskwie"),
        ("Warszawa", "w Warszawie"),
        ("Kijów", "w Kijowie"),
        ("Rīga", "Rīgā"),
        ("Kauņa", "Kauņas"),
        ("Daugpilis", "į Daugpilį"),
        ("Riia", "Riiast"),
        ("Tallinn", "Tallinnas"),
        ("Тарту", "Тартуський університет"),
        ("Nicholas II", "Nicholas abdicated"),
        ("Lenin, Vladimir Ilyich", "Lenin spoke"),
    ],
)
def test_a_form_is_a_mention(name, text):
    assert find_mention(name, text, loosely=True)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Лев Троцкий", "Лев Толстой"),
        ("Riga", "à Tallinn"),
        ("Рига", "ригель"),
        ("Józef Piłsudski", "Roman Dmowski"),
        ("Wilno", "w Kownie"),
        ("Nicholas II", "the tsar"),
        ("Kronštate", "Kremlis"),
        ("", "anything"),
        ("II", "II"),
        ("Riga", ""),
    ],
)
def test_another_word_is_none(name, text):
    assert find_mention(name, text) is None
    if name != "Лев Троцкий":  # any word of a name is enough for a loose look
        assert find_mention(name, text, loosely=True) is None


def test_a_name_is_known_by_its_surname():
    assert [word.text for word in name_words("Ļeņins, Vladimirs (1870–1924)")] == ["Ļeņins"]
    assert [word.text for word in name_words("Anna Akhmatova (poet)")] == ["Anna", "Akhmatova"]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Ļevs Trockis", "Runāja Leons Trotskis.", "Trotskis"),
        ("Leon Trotsky", "Trotskij spoke", "Trotskij"),
        ("Leon Trotsky", "Nobody spoke", None),
        ("Leon Trotsky", "he was trotskylike", None),
    ],
)
def test_another_spelling(name, text, found):
    word = find_other_spelling(name, text)
    assert (word.text if word else None) == found


@given(st.text(max_size=30), st.text(max_size=60))
def test_what_is_found_stands_there(name, text):
    word = find_mention(name, text, loosely=True)
    assert word is None or text[word.start : word.end] == word.text
