"""The order of names in each language, against what CLDR says of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.collation import find_collation
from l10n.locales import Locale

ORDERS = {
    "lv": "Abols Ābols Cēsis Čaks Dagda Gulbene Ģirts Īle Ilze Ķegums Liepāja Ļauda Mazsalaca Sigulda Šķēde Zane Žanis",
    "lt": "Cukrus Čia Daugai yra irk Ys iz Kaunas Sala Šilutė Zarasai Žemaitija",
    "et": "Rakvere Sokk Šokk Zoo Žanr Tartu Wiedemann Vigala Võru Õisu Äksi Öpik Üks Xenia Yves",
    "pl": "Adam Ąbc Celina Ćma Lud Łódź Nowy Ńa Oda Ósmy Sala Śląsk Zamość Źle Żaba",
    "ru": "Еда Ёлка Ель Жук Игла Йод Щука Эхо Яма Berlin",
    "uk": "Гай Ґава Дім Еней Єва Жук Зима Ива Іній Їжа Йод Щука Юля Яма",
    "de": "Apfel Äpfel Arzt Ober Öl Straße Strast Zebra",
    "fr": "côte école Élan Ève œuf zèbre",
    "cs": "cena čas hora chata ihned řeka sůl šum žena",
    "sv": "Adam Zon Ål Ära Öl",
    "da": "Zoo Æble Øl Ål",
    "tr": "cam çam hız ılık inek oda ödev",
    "hu": "cukor csak ozora öt zug zsák",
    "he": "12 אבא בית שלום",
    "en": "1905 Äbc Abd Zed Ωmega Яма",
}


@pytest.mark.parametrize("locale", ORDERS)
def test_the_order_of_a_language(locale):
    expected = ORDERS[locale].split()
    key = find_collation(Locale(locale)).key
    backwards = expected[::-1]
    assert sorted(backwards, key=key) == expected


def test_accents_decide_only_between_names_that_are_else_alike():
    key = find_collation(Locale("lv")).key
    assert sorted(["Ābele", "Abols", "Abele"], key=key) == ["Abele", "Ābele", "Abols"]


@pytest.mark.parametrize(
    ("locale", "text", "letter"),
    [
        ("lv", "„Čaks”", "Č"),
        ("lv", "Ābele", "A"),
        ("lv", "Yves", "I"),
        ("en", "Čaks", "C"),
        ("ru", "Ёлка", "Е"),
        ("ru", "Йод", "Й"),
        ("et", "Õun", "Õ"),
        ("cs", "Chata", "Ch"),
        ("tr", "Inek", "I"),
        ("tr", "inek", "İ"),
        ("he", "שלום", "ש"),
        ("ar", "أحمد", "ا"),
        ("en", "1905", "#"),
        ("en", "", "#"),
        ("zh", "红色", "#"),
        ("en", "\u0301", "#"),
        ("de", "ß", "S"),
    ],
)
def test_the_letter_that_a_name_is_looked_up_under(locale, text, letter):
    assert find_collation(Locale(locale)).initial(text) == letter


@given(st.text(), st.sampled_from(list(ORDERS)))
def test_any_text_has_a_place_and_a_letter(text, locale):
    collation = find_collation(Locale(locale))
    assert collation.key(text) == collation.key(text)
    assert collation.initial(text)


@given(st.text(alphabet="abcčłőзйяש1 '", max_size=6), st.text(alphabet="abcčłőзйяש1 '", max_size=6))
def test_only_equal_names_have_one_place(one, other):
    key = find_collation(Locale("lv")).key
    assert (key(one) == key(other)) == (one == other)
