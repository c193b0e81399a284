"""A page's furniture: the words of its interface around its own text, in the languages that it comes in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from itertools import product

from msgspec import Struct

from l10n.locales import Locale
from l10n.text import one_line


class Role(StrEnum):
    """What a line of furniture does."""

    EVENTS = "events"
    PERSONS = "persons"
    PLACES = "places"
    TABLE = "table"
    """A table's header: persons or places."""
    OTHER = "other"
    """A link, or a note that there is nothing."""


class Furniture(Struct, frozen=True):
    """One line of furniture: what it does, and the languages that say so in these words."""

    role: Role
    locales: frozenset[Locale]


_HEADINGS: Mapping[Role, Mapping[str, tuple[str, ...]]] = {
    Role.EVENTS: {
        "en": ("Related events",),
        "ru": ("Связанные события", "События"),
        "lv": ("Saistītie notikumi", "Notikumi"),
        "pl": ("Powiązane wydarzenia", "Wydarzenia powiązane"),
        "lt": ("Susiję įvykiai",),
        "et": ("Seotud sündmused",),
        "uk": ("Пов'язані події",),
        "de": ("Verwandte Ereignisse", "Verknüpfte Ereignisse"),
        "fr": ("Événements liés", "Événements associés"),
    },
    Role.PERSONS: {
        "en": ("Persons", "People", "Related persons"),
        "ru": ("Персоны", "Люди", "Связанные персоны", "Связанные лица"),
        "lv": ("Personas", "Saistītās personas"),
        "pl": ("Osoby", "Powiązane osoby"),
        "lt": ("Asmenys", "Susiję asmenys"),
        "et": ("Isikud", "Seotud isikud"),
        "uk": ("Особи", "Пов'язані особи"),
        "de": ("Personen", "Verwandte Personen"),
        "fr": ("Personnes", "Personnes liées"),
    },
    Role.PLACES: {
        "en": ("Places", "Related places"),
        "ru": ("Места", "Связанные места"),
        "lv": ("Vietas", "Saistītās vietas"),
        "pl": ("Miejsca", "Powiązane miejsca"),
        "lt": ("Vietos", "Susijusios vietos"),
        "et": ("Kohad", "Seotud kohad"),
        "uk": ("Місця", "Пов'язані місця"),
        "de": ("Orte", "Verwandte Orte"),
        "fr": ("Lieux", "Lieux liés"),
    },
    Role.OTHER: {
        "en": (
            "Add an event picture",
            "Add a picture",
            "List of persons",
            "Additional information",
            "No places assigned",
            "No persons assigned",
            "No events assigned",
        ),
        "ru": (
            "Добавить изображение события",
            "Добавить картинку события",
            "Добавить фото события",
            "Добавить изображение",
            "Добавить картинку",
            "Список персон",
            "Список лиц",
            "Список людей",
            "Дополнительная информация",
            "Нет привязанных мест",
            "Нет связанных мест",
            "Места не указаны",
            "Не указаны места",
            "Нет связанных персон",
            "Персоны не указаны",
            "Нет связанных событий",
            "События не указаны",
            "Не указано событие",
        ),
        "lv": (
            "Pievieno notikuma attēlu",
            "Pievienot notikuma attēlu",
            "Pievieno attēlu",
            "Pievienot attēlu",
            "Personu saraksts",
            "Papildu informācija",
            "Papildus informācija",
            "Nav piesaistītu vietu",
            "Nav norādītu vietu",
            "Nav piesaistītu personu",
            "Nav piesaistītu notikumu",
        ),
        "pl": (
            "Dodaj zdjęcie wydarzenia",
            "Dodaj obraz wydarzenia",
            "Dodaj zdjęcie",
            "Lista osób",
            "Dodatkowe informacje",
            "Informacje dodatkowe",
            "Brak przypisanych miejsc",
            "Brak przypisanych osób",
            "Brak przypisanych wydarzeń",
        ),
        "lt": ("Pridėti įvykio nuotrauką", "Asmenų sąrašas", "Papildoma informacija", "Nėra priskirtų vietų"),
        "et": ("Lisa sündmuse pilt", "Isikute nimekiri", "Lisateave", "Kohti pole määratud"),
        "uk": ("Додати зображення події", "Список осіб", "Додаткова інформація", "Місця не вказані"),
        "de": ("Bild des Ereignisses hinzufügen", "Personenliste", "Weitere Informationen", "Keine Orte zugeordnet"),
        "fr": ("Ajouter une image", "Liste des personnes", "Informations complémentaires", "Aucun lieu attribué"),
    },
}

_COLUMNS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "en": (("Name",), ("Born / Since / At", "Born"), ("Died",), ("Languages",)),
    "ru": (
        ("Имя", "Название"),
        ("Родился / С / В", "Родилась / С / В", "Род. / С / В", "Рожд. / С / В", "Дата рождения", "Родился", "Род."),
        ("Умер", "Умерла", "Ум.", "Дата смерти"),
        ("Языки", "Язык"),
    ),
    "lv": (
        ("Vārds", "Nosaukums"),
        ("Dzimis / Kopš / Kad", "Dzimis / Kopš / No", "Dzim. / Kopš / No", "Dzimšanas datums", "Dzimis", "Dzim."),
        ("Miris", "Mir.", "Miršanas datums"),
        ("Valodas", "Valoda"),
    ),
    "pl": (
        ("Imię", "Nazwa", "Imię i nazwisko", "Nazwisko"),
        ("Urodzony / Od / W", "Ur. / Od / W", "Data urodzenia", "Urodzony", "Ur."),
        ("Zmarł", "Zm.", "Zmarły", "Data śmierci"),
        ("Języki", "Język"),
    ),
    "lt": (("Vardas", "Pavadinimas"), ("Gimė / Nuo / Kada", "Gimė", "Gim."), ("Mirė", "Mir."), ("Kalbos",)),
    "et": (("Nimi",), ("Sündinud / Alates / Millal", "Sündinud", "Sünd."), ("Surnud", "Surn."), ("Keeled",)),
    "uk": (("Ім'я", "Назва"), ("Народився / З / В", "Нар. / З / В", "Народився"), ("Помер", "Пом."), ("Мови",)),
    "de": (("Name",), ("Geboren / Seit / Am", "Geboren", "Geb."), ("Gestorben", "Gest."), ("Sprachen",)),
    "fr": (
        ("Nom",),
        ("Né / Depuis / À", "Né(e) / Depuis / À", "Né", "Né(e)"),
        ("Mort", "Décédé", "Décès"),
        ("Langues",),
    ),
}
"""By language: what the columns name, beginning, end and languages may be called."""


def find_furniture(text: str) -> Furniture | None:
    """Return what a line of furniture does, counts and signs around its words left out; None if it is not known.

    >>> find_furniture("34List of persons").role, find_furniture("Vārds Dzimis / Kopš / No Miris Valodas").role
    (<Role.OTHER: 'other'>, <Role.TABLE: 'table'>)
    """
    return _known().get(_fold(text))


def _fold(text: str) -> str:
    """Return the words of a line in the form that they are looked up by: columns may stand without spaces between."""
    return one_line(text).strip("0123456789 !:.…()+").casefold().replace("ё", "е").replace("’", "'").replace(" ", "")


@cache
def _known() -> dict[str, Furniture]:
    found: dict[str, Furniture] = {}
    for role, locale, words in _iter_words():
        key = _fold(words)
        before = found.get(key, Furniture(role, frozenset()))
        found[key] = Furniture(before.role, before.locales | {Locale(locale)})
    return found


def _iter_words() -> Iterator[tuple[Role, str, str]]:
    for role, by_locale in _HEADINGS.items():
        yield from ((role, locale, words) for locale, variants in by_locale.items() for words in variants)
    for locale, (names, beginnings, ends, languages) in _COLUMNS.items():
        for columns in (*product(names, beginnings, ends, languages), *product(names, languages)):
            yield Role.TABLE, locale, " ".join(columns)
