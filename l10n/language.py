"""Language identification: which of some locales a text is in, short names included."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from l10n.detection import find_detector
from l10n.locales import Locale

_SCRIPTS = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "SYRIAC": "Syrc",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "GUJARATI": "Gujr",
    "GURMUKHI": "Guru",
    "KANNADA": "Knda",
    "MALAYALAM": "Mlym",
    "ETHIOPIC": "Ethi",
    "KHMER": "Khmr",
    "LAO": "Laoo",
    "MYANMAR": "Mymr",
    "SINHALA": "Sinh",
    "TIBETAN": "Tibt",
    "THAI": "Thai",
    "CJK": "Hani",
    "HIRAGANA": "Hira",
    "KATAKANA": "Kana",
    "HANGUL": "Hang",
}
"""The first word of a letter's Unicode name, and its script in ISO 15924."""
_MIXED_SCRIPTS = {
    "Jpan": frozenset({"Hani", "Hira", "Kana"}),
    "Kore": frozenset({"Hang", "Hani"}),
    "Hans": frozenset({"Hani"}),
    "Hant": frozenset({"Hani"}),
    "Syre": frozenset({"Syrc"}),
    "Syrj": frozenset({"Syrc"}),
    "Syrn": frozenset({"Syrc"}),
    "Latf": frozenset({"Latn"}),
    "Latg": frozenset({"Latn"}),
    "Cyrs": frozenset({"Cyrl"}),
    "Aran": frozenset({"Arab"}),
}

_ROMAN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщьюя"
_SOUTHERN = "абвгдежзиклмнопрстуфхцчшјљњџ"
_ALPHABETS: dict[str, tuple[str, str, str, float]] = {
    "be": (_RUSSIAN, "ёіўыэ", "ищ", 0.10),
    "bg": (_RUSSIAN, "ъ", "", 0.02),
    "ca": (_ROMAN, "àçèéíïòóúü·", "kw", 0.03),
    "cs": (_ROMAN, "áčďéěíňóřšťúůýž", "qw", 0.13),
    "da": (_ROMAN, "æøå", "", 0.02),
    "de": (_ROMAN, "äöüß", "", 0.017),
    "en": (_ROMAN, "", "", 0.0),
    "es": (_ROMAN, "áéíñóúü", "kw", 0.025),
    "et": (_ROMAN, "äõöüšž", "", 0.05),
    "fi": (_ROMAN, "äöå", "", 0.05),
    "fr": (_ROMAN, "àâæçèéêëîïôœùûüÿ", "", 0.035),
    "hr": (_ROMAN, "čćđšž", "qwxy", 0.03),
    "hu": (_ROMAN, "áéíóöőúüű", "qwx", 0.10),
    "it": (_ROMAN, "àèéìíòóùú", "jkwxy", 0.01),
    "lt": (_ROMAN, "ąčęėįšųūž", "qwx", 0.06),
    "lv": (_ROMAN, "āčēģīķļņšūžōŗ", "qwxy", 0.08),
    "mk": (_SOUTHERN, "ѓќѕ", "", 0.02),
    "nb": (_ROMAN, "æøå", "", 0.015),
    "nl": (_ROMAN, "ëï", "", 0.002),
    "no": (_ROMAN, "æøå", "", 0.015),
    "pl": (_ROMAN, "ąćęłńóśźż", "qvx", 0.06),
    "pt": (_ROMAN, "áâãàçéêíóôõúü", "kwy", 0.04),
    "ro": (_ROMAN, "ăâîșțşţ", "qwy", 0.05),
    "ru": (_RUSSIAN, "ёъыэ", "", 0.025),
    "sk": (_ROMAN, "áäčďéíĺľňóôŕšťúýž", "qw", 0.11),
    "sl": (_ROMAN, "čšž", "qwxy", 0.03),
    "sr-Latn": (_ROMAN, "čćđšž", "qwxy", 0.03),
    "sr": (_SOUTHERN, "ђћ", "", 0.02),
    "sv": (_ROMAN, "åäö", "", 0.04),
    "tr": (_ROMAN, "çğıöşü", "qwx", 0.09),
    "uk": (_RUSSIAN, "ґєії", "", 0.07),
}
"""By language: common letters, letters of its own, common letters that it has not, and the share of its own in text."""

_FOREIGN = 6.0
"""How much one word with a letter that the language has not speaks against it, in natural logarithms like all below."""
_PRIOR = 4.0
"""How much being the expected locale speaks for one."""
_MARGIN = 0.3
"""How much better than the next the best locale must be."""
_SURE, _SURE_OF_FEW = 5.0, 13.0
"""How much better it must be to be nearly sure: of a sentence, of fewer words."""
_SENTENCE = 6
"""How many words a sentence has at least."""
_NAME_WORDS = 2
"""Up to this number of words a text is taken for a name, which statistics of running text say little about."""


class _Alphabet(Struct, frozen=True):
    letters: frozenset[str]
    own: frozenset[str]
    share: float


@cache
def _find_alphabet(locale: str) -> _Alphabet | None:
    language = locale.partition("-")[0]
    key = locale if locale in _ALPHABETS else language
    if key not in _ALPHABETS or locale_scripts(key) != locale_scripts(locale):
        return None
    common, own, absent, share = _ALPHABETS[key]
    return _Alphabet(frozenset(common + own) - frozenset(absent), frozenset(own), share)


@lru_cache(maxsize=4096)
def letter_script(char: str) -> str:
    """Return the ISO 15924 script of a letter; an empty text if it is no letter or in a script not known here.

    >>> letter_script("Ж"), letter_script("ē"), letter_script("7")
    ('Cyrl', 'Latn', '')
    """
    return _SCRIPTS.get(unicodedata.name(char, "").partition(" ")[0], "") if char.isalpha() else ""


def find_script(text: str) -> str | None:
    """Return the script of most of a text's letters; None if it has no letters.

    >>> find_script("The Red Terror (Террор)"), find_script("Красный террор"), find_script("1918")
    ('Latn', 'Cyrl', None)
    """
    scripts = Counter(script for script in map(letter_script, text) if script)
    return scripts.most_common(1)[0][0] if scripts else None


@cache
def locale_scripts(locale: str) -> frozenset[str]:
    """Return the scripts that a locale is written in, from CLDR; none if that is not known.

    >>> sorted(locale_scripts("ja")), sorted(locale_scripts("sr-Latn"))
    (['Hani', 'Hira', 'Kana'], ['Latn'])
    """
    from babel.core import get_global

    language, *rest = locale.split("-")
    script = rest[0] if rest and len(rest[0]) == 4 else ""  # noqa: PLR2004 (ISO 15924)
    if not script:
        likely = get_global("likely_subtags")
        full = likely.get("_".join([language, *rest[:1]])) or likely.get(language) or "__"
        script = full.split("_")[1]
    return _MIXED_SCRIPTS.get(script, frozenset({script} if script else ()))


def find_fitting(text: str, candidates: Iterable[Locale]) -> tuple[Locale, ...]:
    """Return the candidates whose script a text is in and whose alphabet has the letters of half of its words.

    >>> find_fitting("Reinholds Bērziņš", [Locale("lv"), Locale("ru"), Locale("en")])
    ('lv', 'en')
    >>> find_fitting("Ļeņins", [Locale("en")])
    ()
    """
    script = find_script(text)
    if script is None:
        return tuple(candidates)
    words = _words(text, script)
    by_script = (locale for locale in candidates if script in locale_scripts(locale))
    return tuple(locale for locale in by_script if 2 * _count_foreign(words, locale) <= len(words))


def identify(text: str, candidates: Sequence[Locale], *, prior: Locale | None = None) -> Locale | None:
    """Return the candidate that a text is in, or None where that cannot be told.

    Script and letters decide what is possible; letters that a language lacks, or has and the text lacks, weigh most
    in a name, the statistics of langdetect in running text. `prior` is the locale that is expected, say of the page
    that shows the text.

    >>> locales = [Locale("en"), Locale("lv"), Locale("ru")]
    >>> identify("Fanija Kaplane izdara atentātu pret Ļeņinu", locales), identify("Aleksej Schastnij", locales)
    ('lv', 'en')
    """
    fitting = find_fitting(text, dict.fromkeys(candidates))
    if len(fitting) <= 1:
        return fitting[0] if fitting else None
    words = _words(text, find_script(text) or "")
    letters = {locale: _letter_score(words, locale) + _PRIOR * (locale == prior) for locale in fitting}
    statistics = _statistics(text, fitting, len(words))
    ranked = sorted(fitting, key=lambda locale: letters[locale] + statistics[locale], reverse=True)
    best, second = (letters[locale] + statistics[locale] for locale in ranked[:2])
    return ranked[0] if best - second >= _MARGIN else None


def identify_surely(texts: Iterable[str], candidates: Sequence[Locale]) -> Locale | None:
    """Return the candidate that texts of one record are in, all voting together, or None unless that is nearly sure.

    On labelled texts of nine languages 98 of 100 answers and more are right (tools/bench/language.py); None stands for
    "undetermined": ask a person.

    >>> locales = [Locale("en"), Locale("lv"), Locale("ru"), Locale("uk")]
    >>> identify_surely(["Rudens", "Grāmata par Latvijas vēsturi, ko izdeva Rīgā"], locales)
    'lv'
    >>> identify_surely(["Moskva"], locales)
    """
    text = " ".join(texts)
    fitting = find_fitting(text, dict.fromkeys(candidates))
    if len(fitting) <= 1:
        return fitting[0] if fitting else None
    words = _words(text, find_script(text) or "")
    likelihoods = _likelihoods(text, fitting)
    known = [locale for locale in fitting if locale in likelihoods]
    if len(known) < len(fitting):
        return None
    ranked = sorted((_letter_score(words, locale) + likelihoods[locale], locale) for locale in known)
    (second, _), (best, found) = ranked[-2:]
    return found if best - second >= (_SURE if len(words) >= _SENTENCE else _SURE_OF_FEW) else None


def _words(text: str, script: str) -> list[str]:
    """Return the words, in lower case, that have a letter of that script, without letters of others and signs."""
    cleaned = "".join(char if letter_script(char) == script else " " for char in unicodedata.normalize("NFC", text))
    return cleaned.lower().split()


def _count_foreign(words: Iterable[str], locale: str) -> int:
    alphabet = _find_alphabet(locale)
    return sum(not alphabet.letters.issuperset(word) for word in words) if alphabet else 0


def _letter_score(words: Iterable[str], locale: str) -> float:
    """Return how well the words' letters go with a language: 0 is best."""
    alphabet = _find_alphabet(locale)
    return sum(_word_score(word, alphabet) for word in words) if alphabet else 0.0


def _word_score(word: str, alphabet: _Alphabet) -> float:
    if not alphabet.letters.issuperset(word):
        return -_FOREIGN
    return 0.0 if alphabet.own.intersection(word) else len(word) * math.log1p(-alphabet.share)


def _statistics(text: str, candidates: Sequence[Locale], words: int) -> dict[Locale, float]:
    """Return what langdetect's profiles add to each candidate: its probability, and little of that for a name."""
    weight = float(1 + max(0, words - _NAME_WORDS))
    likelihoods = _likelihoods(text, candidates)
    best = max(likelihoods.values(), default=0.0)
    total = math.log(sum(math.exp(value - best) for value in likelihoods.values()) or 1.0)
    scores = {locale: max(value - best - total, -weight) for locale, value in likelihoods.items()}
    average = sum(scores.values()) / len(scores) if scores else 0.0
    return {locale: scores.get(locale, average) for locale in candidates}


def _likelihoods(text: str, candidates: Iterable[Locale]) -> dict[Locale, float]:
    """Return how well langdetect's profiles explain a text, for the candidates that it knows."""
    model = find_detector("langdetect")
    scores = model.scores(text)
    codes = ((locale, model.code(locale) or "") for locale in candidates)
    return {locale: scores[code] for locale, code in codes if code in scores}
