"""The glossary: names found in every form that grammar gives them, and nowhere else."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.glossary import Glossary, Term

NAMES = {
    "person/trotsky": {
        "en": "Leon Trotsky",
        "ru": "Лев Троцкий",
        "lv": "Ļevs Trockis",
        "pl": "Lew Trocki",
        "lt": "Levas Trockis",
        "et": "Lev Trotski",
        "uk": "Лев Троцький",
        "de": "Leo Trotzki",
        "fr": "Léon Trotski",
    },
    "person/lenin": {
        "en": "Vladimir Lenin",
        "ru": "Владимир Ленин",
        "lv": "Vladimirs Ļeņins",
        "pl": "Włodzimierz Lenin",
    },
    "person/anastasia": {"en": "Anastasia Romanova", "ru": "Анастасия Романова", "lv": "Anastasija Romanova"},
    "person/tatyana": {"en": "Tatyana Romanova", "ru": "Татьяна Романова", "lv": "Tatjana Romanova"},
    "person/gumilev": {"ru": "Николай Гумилёв", "lv": "Nikolajs Gumiļovs"},
    "person/karlis": {"lv": "Kārlis Lācis", "ru": "Карлис Лацис"},
    "place/riga": {"en": "Riga", "ru": "Рига", "lv": "Rīga", "pl": "Ryga", "de": "Riga", "uk": "Рига"},
    "place/warsaw": {"en": "Warsaw", "pl": "Warszawa", "ru": "Варшава", "lv": "Varšava"},
    "place/cathedral": {"en": "Sts Peter and Paul Cathedral", "pl": "Sobór Świętych Piotra i Pawła", "lv": "Katedrāle"},
    "place/peter": {"en": "Peter", "lv": "Pēteris"},
    "place/ob": {"en": "Ob", "ru": "Обь", "lv": "Oba"},
    "place/beijing": {"zh": "北京", "lv": "Pekina"},
    "place/moscow-region": {"en": "Gorki (Moscow)", "lv": "Gorki"},
}

MENTIONS = {
    "en-possessive": ("en", "Trotsky, Leon Trotsky's book", ["person/trotsky"]),
    "ru-genitive": ("ru", "Речь Льва Троцкого", ["person/trotsky"]),
    "ru-instrumental": ("ru", "Львом Троцким написана", ["person/trotsky"]),
    "ru-yo": ("ru", "стихи Николая Гумилева", ["person/gumilev"]),
    "ru-decomposed": ("ru", normalize("NFD", "стихи Николая Гумилёва"), ["person/gumilev"]),
    "lv-genitive": ("lv", "Ļeva Trocka runa", ["person/trotsky"]),
    "lv-softened": ("lv", "Kārļa Lāča grāmata", ["person/karlis"]),
    "lv-locative": ("lv", "notika Rīgā.", ["place/riga"]),
    "pl-genitive": ("pl", "przemówienie Lwa Trockiego", ["person/trotsky"]),
    "pl-locative": ("pl", "w Warszawie", ["place/warsaw"]),
    "pl-phrase": ("pl", "w Soborze Świętych Piotra i Pawła", ["place/cathedral"]),
    "lt-genitive": ("lt", "Levo Trockio kalba", ["person/trotsky"]),
    "et-comitative": ("et", "koos Lev Trotskiga", ["person/trotsky"]),
    "uk-genitive": ("uk", "промова Лева Троцького", ["person/trotsky"]),
    "de-genitive": ("de", "Leo Trotzkis Rede in Riga", ["person/trotsky", "place/riga"]),
    "fr-plain": ("fr", "le discours de Léon Trotski", ["person/trotsky"]),
    "zh-without-spaces": ("zh", "在北京的", ["place/beijing"]),
    "all-capitals": ("en", "LEON TROTSKY", ["person/trotsky"]),
    "in-the-order-of-the-text": (
        "en",
        "Riga and Leon Trotsky and Warsaw",
        ["place/riga", "person/trotsky", "place/warsaw"],
    ),
    "longest": ("en", "Sts Peter and Paul Cathedral in Riga", ["place/cathedral", "place/riga"]),
    "shorter-elsewhere": ("en", "Peter, Sts Peter and Paul Cathedral", ["place/peter", "place/cathedral"]),
    "namesake": ("en", "Tatyana Romanova", ["person/tatyana"]),
    "last-word-alone": ("en", "Trotsky spoke", []),
    "other-first-name": ("ru", "Наталья Троцкая", []),
    "ru-longer-word": ("ru", "Владимир Ленинград", []),
    "small-letter": ("en", "the riga and the warsaw", []),
    "inside-a-word": ("en", "Origami, Preriga", []),
    "short-name-exactly": ("en", "Obe Ob", ["place/ob"]),
    "short-name-in-a-word": ("en", "Obey", []),
    "without-the-parentheses": ("en", "in Gorki", ["place/moscow-region"]),
    "nothing": ("en", "", []),
    "locale-without-names": ("es", "Leon Trotsky", []),
}


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    made = Glossary()
    for key, names in NAMES.items():
        made.add(key, names)
    return made


@pytest.mark.parametrize(("locale", "text", "keys"), MENTIONS.values(), ids=MENTIONS)
def test_mentions(glossary, locale, text, keys):
    target = "ru" if locale == "lv" else "lv"
    assert glossary.find(text, locale, target) == tuple(
        Term(key=key, source=NAMES[key][locale], target=NAMES[key][target]) for key in keys
    )


def test_the_last_word_of_a_linked_record_is_enough(glossary):
    linked = {"person/trotsky", "person/tatyana", "person/unknown"}
    found = glossary.find("Троцкого и Романовой", "ru", "lv", linked=linked)
    assert [term.key for term in found] == ["person/trotsky", "person/tatyana"]


def test_the_last_word_of_a_linked_record_needs_its_capital_letter(glossary):
    assert glossary.find("троцкий", "ru", "lv", linked=["person/trotsky"]) == ()


def test_of_names_that_overlap_the_one_of_more_words_counts():
    glossary = Glossary()
    glossary.add("person/a", {"en": "Ib Al Po", "lv": "a"})
    glossary.add("place/b", {"en": "Po Konstantinopolis", "lv": "b"})
    assert [term.key for term in glossary.find("Ib Al Po Konstantinopolis", "en", "lv")] == ["person/a"]


def test_two_linked_namesakes_are_both_offered(glossary):
    found = glossary.find("Romanova", "en", "lv", linked=("person/tatyana", "person/anastasia"))
    assert {term.key for term in found} == {"person/tatyana", "person/anastasia"}


def test_a_full_name_counts_before_the_last_word_of_another(glossary):
    found = glossary.find("Tatyana Romanova", "en", "lv", linked=("person/tatyana", "person/anastasia"))
    assert [term.key for term in found] == ["person/tatyana"]


def test_a_name_that_the_target_locale_lacks_hides_no_other(glossary):
    glossary.add("place/riga-castle", {"en": "Riga Castle"})
    assert [term.key for term in glossary.find("Riga Castle", "en", "lv")] == ["place/riga"]


def test_a_new_name_replaces_the_old_one():
    glossary = Glossary()
    glossary.add("place/a", {"en": "Petrograd", "lv": "Petrograda"})
    assert glossary.find("Petrograd", "en", "lv")
    glossary.add("place/a", {"en": "Leningrad", "lv": "Ļeņingrada"})
    assert glossary.find("Petrograd", "en", "lv") == ()
    assert [term.target for term in glossary.find("Leningrad", "en", "lv")] == ["Ļeņingrada"]
    glossary.add("place/a", {})
    assert glossary.find("Leningrad", "en", "lv") == ()


CAPITALISED = st.from_regex("[A-Z][a-z]{3,8}", fullmatch=True)


@given(st.lists(CAPITALISED, min_size=1, max_size=4), st.lists(CAPITALISED), st.lists(CAPITALISED))
def test_a_name_is_found_wherever_it_stands(name, before, after):
    glossary = Glossary()
    glossary.add("person/a", {"en": " ".join(name), "lv": "x"})
    text = ", ".join([*before, " ".join(name), *after])
    assert [term.key for term in glossary.find(text, "en", "lv")] == ["person/a"]


@given(st.dictionaries(CAPITALISED, st.text(), max_size=4), st.text())
def test_any_text_can_be_searched(names, text):
    glossary = Glossary()
    for name, target in names.items():
        glossary.add(f"person/{name}", {"en": name, "lv": target})
        glossary.add(f"person/{name}-2", {"en": target, "lv": name})
    assert {term.key for term in glossary.find(text, "en", "lv")} <= {
        f"person/{n}{s}" for n in names for s in ("", "-2")
    }


WORDS = ("Лев", "Льва", "Троцкий", "Троцкого", "троцкизм", "Ан", "Анна", "Анны", "Oš", "и", "в", "Kārlis", "Kārļa", "x")


@given(st.lists(st.sampled_from(WORDS), max_size=8), st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2)))
def test_few_names_are_found_as_among_many(text, names):
    """Few names are looked for one by one, many by the stems of the text's words: both ways find the same."""
    few, many = Glossary(), Glossary()
    for number, name in enumerate(names):
        for glossary in (few, many):
            glossary.add(f"person/p{number}", {"ru": " ".join(name), "lv": f"T{number}"})
    for number in range(100):
        many.add(f"person/q{number}", {"ru": f"Qqqqqq{number:03}", "lv": "Q"})
    linked = [f"person/p{number}" for number in range(0, len(names), 2)]
    sentence = " ".join(text)
    assert few.find(sentence, "ru", "lv", linked=linked) == many.find(sentence, "ru", "lv", linked=linked)
    assert few.has_any(sentence, "ru", linked=linked) == bool(few.find(sentence, "ru", "lv", linked=linked))
