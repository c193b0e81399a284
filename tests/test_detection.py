"""Languages are told apart, by whichever detector is there, and the same way each time."""

import pytest

from l10n.detection import EldcModel, LangdetectModel, find_better, find_detector
from l10n.errors import UnknownNameError

NINE = frozenset(("en", "ru", "lv", "pl", "lt", "et", "uk", "de", "fr"))
PROSE = {
    "en": "The library was opened in the spring and closed again after the war.",
    "ru": "Библиотеку открыли весной и снова закрыли после войны.",
    "lv": "Bibliotēku atvēra pavasarī un pēc kara atkal slēdza.",
    "pl": "Bibliotekę otwarto wiosną, a po wojnie znów zamknięto.",
    "lt": "Biblioteka atidaryta pavasarį, o po karo vėl uždaryta.",
    "et": "Raamatukogu avati kevadel ja suleti pärast sõda uuesti.",
    "uk": "Бібліотеку відкрили навесні й знову закрили після війни.",
    "de": "Die Bibliothek wurde im Frühjahr eröffnet und nach dem Krieg wieder geschlossen.",
    "fr": "La bibliothèque fut ouverte au printemps et fermée de nouveau après la guerre.",
}
FINNISH = "Kirjasto avattiin keväällä ja suljettiin uudelleen sodan jälkeen."
DETECTORS = ("langdetect", "eldc")


@pytest.fixture(params=DETECTORS)
def detector(request: pytest.FixtureRequest) -> str:
    if request.param == "eldc":
        pytest.importorskip("eldc")
    return str(request.param)


@pytest.mark.parametrize("locale", PROSE)
def test_no_other_language_explains_a_text_better_than_its_own(detector, locale):
    assert find_better(PROSE[locale], locale, NINE, detector) == ""


@pytest.mark.parametrize("locale", PROSE)
@pytest.mark.parametrize("other", PROSE)
def test_a_text_in_the_wrong_place_is_known(detector, locale, other):
    if locale != other:
        assert find_better(PROSE[locale], other, NINE, detector) == locale


def test_a_language_that_the_collection_does_not_have_is_known(detector):
    assert find_better(FINNISH, "et", NINE, detector) == "fi"


@pytest.mark.parametrize("locale", ["", "syr", "xx", "la"])
def test_what_a_detector_does_not_know_is_not_judged(detector, locale):
    assert find_better(PROSE["en"], locale, NINE, detector) == ""


@pytest.mark.parametrize("text", ["", "1918", "!!!", "\u200b"])
def test_nothing_is_said_of_nothing(detector, text):
    assert find_better(text, "en", NINE, detector) == ""


def test_the_same_answer_each_time():
    scores = [LangdetectModel().scores(PROSE["lv"]) for _ in range(3)]
    assert scores[0] == scores[1] == scores[2]


def test_the_environment_names_the_detector(monkeypatch):
    find_detector.cache_clear()
    monkeypatch.setenv("L10N_DETECTOR", "langdetect")
    assert find_detector().name == "langdetect"
    find_detector.cache_clear()
    monkeypatch.setenv("L10N_DETECTOR", "langdetct")
    with pytest.raises(UnknownNameError, match="did you mean 'langdetect'"):
        find_detector()
    find_detector.cache_clear()


def test_codes():
    assert LangdetectModel().code("nb") == "no"
    assert LangdetectModel().code("zh-Hant") == "zh-tw"
    assert LangdetectModel().code("la") is None
    pytest.importorskip("eldc")
    assert EldcModel().code("zh-Hant") == "zh"
