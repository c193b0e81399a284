"""Month names as prose has them: in every case, whole or cut short, in nine languages."""

from __future__ import annotations

import re
from functools import lru_cache

_ENDINGS = {
    "ru": "ь|я|е|ю|ём|ем|и|ей|ям|ями|ях",
    "lv": "is|a|s|am|u|ā|ī|i|im|os|iem|us",
    "et": "i|il|ist|ini|ini|is|isse|iks|it|ile|ilt|ikuu|ikuus|kuu|kuus",
}

_FORMS: dict[str, tuple[str, ...]] = {
    "en": (
        "January|Jan",
        "February|Feb",
        "March|Mar",
        "April|Apr",
        "May",
        "June|Jun",
        "July|Jul",
        "August|Aug",
        "September|Sept?",
        "October|Oct",
        "November|Nov",
        "December|Dec",
    ),
    "ru": (
        rf"январ(?:{_ENDINGS['ru']})|янв",
        rf"феврал(?:{_ENDINGS['ru']})|февр?",
        "март(?:а|е|у|ом|ы|ов)?|мар",
        rf"апрел(?:{_ENDINGS['ru']})|апр",
        "ма(?:й|я|е|ю|ем)",
        rf"июн(?:{_ENDINGS['ru']})",
        rf"июл(?:{_ENDINGS['ru']})",
        "август(?:а|е|у|ом)?|авг",
        rf"сентябр(?:{_ENDINGS['ru']})|сент?",
        rf"октябр(?:{_ENDINGS['ru']})|окт",
        rf"ноябр(?:{_ENDINGS['ru']})|нояб?",
        rf"декабр(?:{_ENDINGS['ru']})|дек",
    ),
    "lv": (
        rf"janvār(?:{_ENDINGS['lv']})|janv",
        rf"februār(?:{_ENDINGS['lv']})|febr",
        rf"mart(?:{_ENDINGS['lv']})",
        rf"aprīl(?:{_ENDINGS['lv']})|apr",
        rf"maij(?:{_ENDINGS['lv']})",
        rf"jūnij(?:{_ENDINGS['lv']})|jūn",
        rf"jūlij(?:{_ENDINGS['lv']})|jūl",
        rf"august(?:{_ENDINGS['lv']})|aug",
        rf"septembr(?:{_ENDINGS['lv']})|sept",
        rf"oktobr(?:{_ENDINGS['lv']})|okt",
        rf"novembr(?:{_ENDINGS['lv']})|nov",
        rf"decembr(?:{_ENDINGS['lv']})|dec",
    ),
    "pl": (
        "styczeń|styczni(?:a|u|em|owi)|stycz",
        "lut(?:y|ego|emu|ym)|lut",
        "marzec|marc(?:a|u|em|owi)|mar",
        "kwiecień|kwietni(?:a|u|em|owi)|kwiec",
        "maj(?:a|u|em|owi)?",
        "czerwiec|czerwc(?:a|u|em|owi)|czerw",
        "lipiec|lipc(?:a|u|em|owi)|lip",
        "sierpień|sierpni(?:a|u|em|owi)|sierp",
        "wrzesień|wrześni(?:a|u|em|owi)|wrzes",
        "październik(?:a|u|iem|owi)?|paźdz",
        "listopad(?:a|zie|em|owi)?|list",
        "grudzień|grudni(?:a|u|em|owi)|grudz",
    ),
    "lt": (
        "saus(?:is|io|iui|į|iu|yje)",
        "vasar(?:is|io|iui|į|iu|yje)",
        "kov(?:as|o|ui|ą|u|e)",
        "baland(?:is|į|yje)|balandž(?:io|iui|iu)",
        "geguž(?:ė|ės|ei|ę|e|ėje|io|į|yje)",
        "biržel(?:is|io|iui|į|iu|yje)",
        "liep(?:a|os|ai|ą|oje)",
        "rugpjū(?:tis|tį|tyje)|rugpjūč(?:io|iui|iu)",
        "rugsėj(?:is|o|ui|į|u|yje)",
        "spal(?:is|io|iui|į|iu|yje)",
        "lapkri(?:tis|tį|tyje)|lapkrič(?:io|iui|iu)",
        "gruod(?:is|į|yje)|gruodž(?:io|iui|iu)",
    ),
    "et": (
        rf"jaanuar(?:{_ENDINGS['et']})?|jaan",
        rf"veebruar(?:{_ENDINGS['et']})?|veebr",
        rf"märts(?:{_ENDINGS['et']})?",
        rf"aprill(?:{_ENDINGS['et']})?|apr",
        "mai(?:l|st|ni|s|sse|ks|d|le|lt|kuu|kuus)?",
        "juuni(?:l|st|ni|s|sse|ks|t|le|lt|kuu|kuus)?",
        "juuli(?:l|st|ni|s|sse|ks|t|le|lt|kuu|kuus)?",
        rf"august(?:{_ENDINGS['et']})?|aug",
        rf"september|septembr(?:{_ENDINGS['et']})|septembrikuus?|sept",
        rf"oktoober|oktoobr(?:{_ENDINGS['et']})|okt",
        rf"november|novembr(?:{_ENDINGS['et']})|nov",
        rf"detsember|detsembr(?:{_ENDINGS['et']})|dets",
    ),
    "uk": (
        "січень|січн(?:я|і|ю|ем|еві)|січ",
        "лют(?:ий|ого|ому|им)|лют",
        "березень|березн(?:я|і|ю|ем|еві)|бер",
        "квітень|квітн(?:я|і|ю|ем|еві)|квіт",
        "травень|травн(?:я|і|ю|ем|еві)|трав",
        "червень|червн(?:я|і|ю|ем|еві)|черв",
        "липень|липн(?:я|і|ю|ем|еві)|лип",
        "серпень|серпн(?:я|і|ю|ем|еві)|серп",
        "вересень|вересн(?:я|і|ю|ем|еві)|вер",
        "жовтень|жовтн(?:я|і|ю|ем|еві)|жовт",
        "листопад(?:а|і|у|ом|ові)?|лист",
        "грудень|грудн(?:я|і|ю|ем|еві)|груд",
    ),
    "de": (
        "Januars?|Jänners?|Jan",
        "Februars?|Feber|Febr?",
        "März(?:en|es)?|Mrz",
        "Aprils?|Apr",
        "Mai(?:es|s)?",
        "Junis?|Jun",
        "Julis?|Jul",
        "Augusts?|Aug",
        "Septembers?|Sept?",
        "Oktobers?|Okt",
        "Novembers?|Nov",
        "Dezembers?|Dez",
    ),
    "fr": (
        "janvier|janv",
        "février|févr?",
        "mars",
        "avril|avr",
        "mai",
        "juin",
        "juillet|juil|juill",
        "août",
        "septembre|sept",
        "octobre|oct",
        "novembre|nov",
        "décembre|déc",
    ),
}
"""Twelve patterns a locale; what follows an abbreviation is no part of it."""

_CASED = frozenset({"en", "de"})
"""Where months begin with a capital, so that `may` and `mars` are none."""


def _compile(locale: str) -> re.Pattern[str]:
    flags = re.NOFLAG if locale in _CASED else re.IGNORECASE
    return re.compile("|".join(f"({forms})" for forms in _FORMS[locale]), flags)


_PATTERNS = {locale: _compile(locale) for locale in _FORMS}
MONTH_LOCALES = frozenset(_PATTERNS)
"""The locales whose months are known."""


_STEMS = {
    "en": "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
    "ru": "янв|фев|мар|апр|ма[йяюе]|июн|июл|авг|сен|окт|ноя|дек",
    "lv": "jan|feb|mar|apr|mai|jūn|jūl|aug|sep|okt|nov|dec",
    "pl": "sty|lut|mar|kwi|maj|cze|lip|sie|wrz|paź|lis|gru",
    "lt": "sau|vas|kov|bal|geg|bir|lie|rug|spa|lap|gru",
    "et": "jaa|vee|mär|apr|mai|juu|aug|sep|okt|nov|det",
    "uk": "січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру",
    "de": "jan|jän|feb|mär|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez",
    "fr": "jan|fév|mar|avr|mai|jui|aoû|sep|oct|nov|déc",
}
"""How the names of months begin, in small letters, three of them each."""
_STEM_PATTERNS = {locale: re.compile(rf"(?:{stems})(?<![^\W\d]...)") for locale, stems in _STEMS.items()}


def has_month(text: str, locale: str) -> bool:
    """Tell whether a text may name a month: none is found where no word begins as one of them does.

    >>> has_month("1918. gada 5. septembrī", "lv"), has_month("a summary of 1918", "en")
    (True, False)
    """
    return _STEM_PATTERNS[locale].search(text.lower()) is not None


@lru_cache(maxsize=4096)
def find_month(word: str, locale: str) -> int:
    """Return the month that a word names in a locale, 1 to 12, or 0.

    >>> find_month("novembrī", "lv"), find_month("May", "en"), find_month("may", "en")
    (11, 5, 0)
    """
    found = _PATTERNS[locale].fullmatch(word)
    return found.lastindex or 0 if found else 0
