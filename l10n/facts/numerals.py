"""Numerals: Roman ones, and the words for numbers in nine languages."""

from __future__ import annotations

import re
from functools import cache

ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_LOOKALIKES = str.maketrans("ІХСМ", "IXCM")
"""Cyrillic letters that keyboards put into Roman numerals."""
_LARGE = frozenset("LCDM")
_LEAST_LARGE = 4
"""How long a numeral with L, C, D or M must be, so that `CD` and `MIX` are none."""


def parse_roman(word: str) -> int:
    """Return the value of a Roman numeral, or 0 where a word is none.

    >>> parse_roman("XIX"), parse_roman("ХХ"), parse_roman("MDCCXLII"), parse_roman("CD"), parse_roman("IIX")
    (19, 20, 1742, 0, 0)
    """
    numeral = word.translate(_LOOKALIKES)
    if not ROMAN.fullmatch(numeral) or (len(numeral) < _LEAST_LARGE and not _LARGE.isdisjoint(numeral)):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < next_ else value for value, next_ in zip(values, following, strict=True))


_SURELY_WORDS = 100
_COMPOUNDING = frozenset({"de"})
"""Where units stand before tens in one word: fünfundzwanzig."""
_TABLE = """
en: 1=one|once|first|single|sole 2=two|twice|second|both|pair|couple|double|half 3=three|third|thrice|triple
    4=four|quarter 5=five|fifth 6=six 7=seven 8=eight 9=nine|ninth 10=ten|tenth|decade 11=eleven 12=twel|dozen
    13=thirteen 14=fourteen 15=fifteen 16=sixteen 17=seventeen 18=eighteen 19=nineteen 20=twent 30=thirt 40=fort
    50=fift 60=sixt 70=sevent 80=eight 90=ninet 100=hundred|centur 1000=thousand
ru: 1=один|одн|перв|раз 2=дв[аеоу]|втор|об[ае]|пар|полов 3=тр[иеёо]|трет 4=четыр|четв 5=пят 6=шест 7=сем|седьм
    8=восем|восьм 9=девят 10=десят 11=одиннадцат 12=двенадцат|дюжин 13=тринадцат 14=четырнадцат 15=пятнадцат
    16=шестнадцат 17=семнадцат 18=восемнадцат 19=девятнадцат 20=двадцат 30=тридцат 40=сорок 50=пятьдесят|пятидесят
    60=шестьдесят|шестидесят 70=семьдесят|семидесят 80=восемьдесят|восьмидесят 90=девяност 100=сто|сот 1000=тысяч|тыс
lv: 1=vien|pirm|reiz 2=div|otr|ab[iu]|pār|pus 3=tr[īeij]|treš 4=četr|ceturt 5=piec|piekt 6=seš|sest 7=septiņ|septīt
    8=astoņ|astot 9=deviņ|devīt 10=desmit|dekād 11=vienpadsmit 12=divpadsmit|ducis|duci 13=trīspadsmit 14=četrpadsmit
    15=piecpadsmit 16=sešpadsmit 17=septiņpadsmit 18=astoņpadsmit 19=deviņpadsmit 20=divdesmit 30=trīsdesmit
    40=četrdesmit 50=piecdesmit 60=sešdesmit 70=septiņdesmit 80=astoņdesmit 90=deviņdesmit 100=simt 1000=tūksto|tūkst
pl: 1=jed[en]|pierwsz|raz 2=dw[aióu]|drug|ob[aiuy]|par|poł 3=trz|trój|troj|trzec 4=czter|czwart 5=pię|piąt 6=sześ|szós
    7=sied|siód 8=osiem|ośm|ósm 9=dziewię|dziewią 10=dziesię|dziesią 11=jedena 12=dwana|dwuna|tuzin 13=trzyna
    14=czterna 15=piętna 16=szesna 17=siedemna 18=osiemna 19=dziewiętna 20=dwadz|dwudz 30=trzydz 40=czterdz 50=pięćdz
    60=sześćdz 70=siedemdz 80=osiemdz 90=dziewięćdz 100=sto|setk|stu 1000=tysi|tys
lt: 1=vien|pirm|kart 2=d[uv]|antr|ab[ei]|por|pus 3=tr[iyeį]|treč 4=ketur|ketvirt 5=penk 6=šeš 7=septyn|septint
    8=aštuon|aštunt 9=devyn|devint 10=dešimt 11=vienuolik 12=dvylik|tuzin 13=trylik 14=keturiolik 15=penkiolik
    16=šešiolik 17=septyniolik 18=aštuoniolik 19=devyniolik 20=dvidešimt 30=trisdešimt 40=keturiasdešimt
    50=penkiasdešimt 60=šešiasdešimt 70=septyniasdešimt 80=aštuoniasdešimt 90=devyniasdešimt 100=šimt 1000=tūkst
et: 1=ük[sh]|esim|kord|aina 2=kak[sh]|kahe|tei[sn]|mõlem|paar|pool 3=kolm 4=nel[ij] 5=vii[es] 6=kuu[es]|kuu[s]
    7=seitse|seitsm 8=kaheks 9=üheks 10=küm 11=üksteist|üheteist 12=kaksteist|kaheteist|tosin 13=kolmteist|kolmeteist
    14=neliteist|neljateist 15=viisteist|viieteist 16=kuusteist|kuueteist 17=seitseteist|seitsmeteist 18=kaheksateist
    19=üheksateist 20=kakskümmend|kahekümne 30=kolmkümmend|kolmekümne 40=nelikümmend|neljakümne
    50=viiskümmend|viiekümne 60=kuuskümmend|kuuekümne 70=seitsekümmend|seitsmekümne 80=kaheksakümmend|kaheksakümne
    90=üheksakümmend|üheksakümne 100=sada|saja|sadu 1000=tuhat|tuhan
uk: 1=один|одн|перш|раз 2=дв[аоіу]|друг|об[аио]|пар|полов 3=тр[иьо]|трет 4=чотир|четвер 5=п[’'ʼ]ят 6=шіст|шест|шост
    7=сім|сем|сьом 8=вісім|восьм 9=дев[’'ʼ]ят 10=десят 11=одинадцят 12=дванадцят|дюжин 13=тринадцят 14=чотирнадцят
    15=п[’'ʼ]ятнадцят 16=шістнадцят 17=сімнадцят 18=вісімнадцят 19=дев[’'ʼ]ятнадцят 20=двадцят 30=тридцят 40=сорок
    50=п[’'ʼ]ятдесят 60=шістдесят 70=сімдесят 80=вісімдесят 90=дев[’'ʼ]яност 100=сто|сот 1000=тисяч|тис
de: 1=ein|erst 2=zwei|zweit|beid|paar|doppel|halb|hälft|zwo 3=drei|dritt 4=vier 5=fünf 6=sechs 7=sieb 8=acht 9=neun
    10=zehn|jahrzehnt 11=elf 12=zwölf|dutzend 13=dreizehn 14=vierzehn 15=fünfzehn 16=sechzehn 17=siebzehn 18=achtzehn
    19=neunzehn 20=zwanzig 30=dreißig 40=vierzig 50=fünfzig 60=sechzig 70=siebzig 80=achtzig 90=neunzig 100=hundert
    1000=tausend
fr: 1=une?|premi|seul|fois 2=deux|second|double|moitié|demi 3=trois|tiers 4=quatr|quart 5=cinq 6=six|sixi 7=sept|septi
    8=huit 9=neuf|neuvi 10=dix|dizaine|décenni 11=onz 12=douz 13=treiz 14=quatorz 15=quinz 16=seiz 17=dix-sept
    18=dix-huit 19=dix-neuf 20=vingt 30=trent 40=quarant 50=cinquant 60=soixant 70=soixante-dix 80=quatre-vingt
    90=quatre-vingt-dix 100=cent 1000=mill
"""
"""A line a locale: how the words of a number begin, cardinals, ordinals and what stands for them alike."""


def _parse_table(table: str) -> dict[str, dict[int, str]]:
    parts = re.split(r"^([a-z]+):", table, flags=re.MULTILINE)[1:]
    entries = (
        (locale, (word.split("=") for word in line.split())) for locale, line in zip(*[iter(parts)] * 2, strict=True)
    )
    return {locale: {int(number): stems for number, stems in pairs} for locale, pairs in entries}


_WORDS = _parse_table(_TABLE)


def has_number_word(text: str, number: float, locale: str) -> bool:
    """Tell whether a text has a word for a number; of those between tens, one for the tens.

    In a language whose words are not known it may have, up to a hundred.

    >>> has_number_word("Twenty members came", 20, "en"), has_number_word("divi zīmogi", 2, "lv")
    (True, True)
    """
    words = _WORDS.get(locale, {})
    if not words:
        return number <= _SURELY_WORDS
    known = number if number in words else number // 10 * 10
    return known in words and bool(_word_pattern(locale, int(known)).search(text))


@cache
def _word_pattern(locale: str, number: int) -> re.Pattern[str]:
    start = "" if locale in _COMPOUNDING else r"(?<!\w)"
    return re.compile(rf"{start}(?:{_WORDS[locale][number]})", re.IGNORECASE)
