"""The words of the benchmark corpus: the same few neutral ones in every locale, and names of invented syllables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDS = {
    "en": "river bridge winter letter street archive paper morning garden window harbour library the of and in on "
    "newspaper school forest railway station meeting spring village council market evening museum page road hill",
    "ru": "река мост зима письмо улица архив бумага утро сад окно гавань библиотека это из и в на "
    "газета школа лес железная станция собрание весна деревня совет рынок вечер музей страница дорога холм",
    "lv": "upe tilts ziema vēstule iela arhīvs papīrs rīts dārzs logs osta bibliotēka tas no un iekš uz "
    "laikraksts skola mežs dzelzceļš stacija sapulce pavasaris ciems padome tirgus vakars muzejs lappuse ceļš kalns",
    "pl": "rzeka most zima list ulica archiwum papier poranek ogród okno przystań biblioteka to z i w na "
    "gazeta szkoła las kolej stacja zebranie wiosna wieś rada rynek wieczór muzeum strona droga wzgórze",
    "lt": "upė tiltas žiema laiškas gatvė archyvas popierius rytas sodas langas uostas biblioteka tai iš ir į ant "
    "laikraštis mokykla miškas geležinkelis stotis susirinkimas pavasaris kaimas taryba turgus vakaras muziejus "
    "puslapis kelias kalva",
    "et": "jõgi sild talv kiri tänav arhiiv paber hommik aed aken sadam raamatukogu see kust ja sees peal "
    "ajaleht kool mets raudtee jaam koosolek kevad küla nõukogu turg õhtu muuseum lehekülg tee mägi",
    "uk": "річка міст зима лист вулиця архів папір ранок сад вікно гавань бібліотека це з і в на "
    "газета школа ліс залізниця станція збори весна село рада ринок вечір музей сторінка дорога пагорб",
    "de": "Fluss Brücke Winter Brief Straße Archiv Papier Morgen Garten Fenster Hafen Bibliothek das aus und in auf "
    "Zeitung Schule Wald Eisenbahn Bahnhof Versammlung Frühling Dorf Rat Markt Abend Museum Seite Weg Hügel",
    "fr": "rivière pont hiver lettre rue archives papier matin jardin fenêtre port bibliothèque le de et dans sur "
    "journal école forêt chemin gare réunion printemps village conseil marché soir musée page route colline",
}
_WORDS = {locale: words.split() for locale, words in WORDS.items()}
WORD_COUNT = len(_WORDS["en"])
_SENTENCE = 11

_LATIN = ["ba", "de", "ki", "lo", "mu", "na", "re", "si", "to", "va", "za", "ri", "me", "ku", "la", "no"]
_CYRILLIC = ["ба", "де", "ки", "ло", "му", "на", "ре", "си", "то", "ва", "за", "ри", "ме", "ку", "ла", "но"]
_ENDINGS = {"lv": "s", "lt": "s"}


def sentences(locale: str, words: Sequence[int]) -> str:
    """Return words, given by number, as sentences of a locale.

    >>> sentences("en", [0, 14, 1]), sentences("ru", [0, 14, 1])
    ('River and bridge.', 'Река и мост.')
    """
    table = _WORDS[locale]
    starts = range(0, len(words), _SENTENCE)
    return " ".join(phrase(table, words[start : start + _SENTENCE]) + "." for start in starts)


def title(locale: str, words: Sequence[int]) -> str:
    """Return a few words as a title.

    >>> title("pl", [0, 14, 1])
    'Rzeka i most'
    """
    return phrase(_WORDS[locale], words)


def phrase(table: Sequence[str], words: Sequence[int]) -> str:
    """Return words of a table, the first with a capital letter."""
    text = " ".join([table[word] for word in words])
    return text[:1].upper() + text[1:]


def name(locale: str, number: int, *, parts: int = 2) -> str:
    """Return the invented name with a number, as a locale writes it.

    >>> [name(locale, 1) for locale in ("en", "ru", "lv", "pl")]
    ['Silola Vaba', 'Силола Ваба', 'Silolas Vabas', 'Silola Vaba']
    """
    syllables = _CYRILLIC if locale in {"ru", "uk"} else _LATIN
    ending = _ENDINGS.get(locale, "")
    scattered = number * 40_503
    digits = [(scattered >> shift) & 15 for shift in (0, 4, 8, 12, 16)]
    pieces = (digits[:3], digits[3:])[:parts]
    words = ("".join([syllables[digit] for digit in piece]) for piece in pieces)
    return " ".join(word.capitalize() + ending for word in words)
