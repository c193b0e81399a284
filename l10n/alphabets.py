"""The alphabets: the letters of languages in Latin and Cyrillic script, from CLDR 48.2.0.

Made by tools/alphabets.py from `cldr-misc-full`. Copyright Unicode, Inc.; Unicode License v3
(https://www.unicode.org/license.txt).
"""

from __future__ import annotations

LETTERS: dict[str, tuple[str, str]] = {
    "af": ("abcdefghijklmnopqrstuvwxyzáâèéêëîïôöû", "àãäåæçìíòóùúüý"),
    "az": ("abcdefghijklmnopqrstuvxyzçöüğİışə", "w"),
    "be": ("абвгдежзйклмнопрстуфхцчшыьэюяёіў", ""),
    "bg": ("абвгдежзийклмнопрстуфхцчшщъьюя", "ыэѐёѝѣѫ"),
    "ca": ("abcdefghijklmnopqrstuvwxyzàçèéíïòóúü", "ºáâãäåæêëìîñôöøùûÿāăēĕīĭŀōŏœūŭ"),
    "cs": ("abcdefghijklmnopqrstuvwxyzáéíóúýčďěňřšťůž", "àâãäåæçèêëìîïñòôöøùûüÿāăēĕīĭľłōŏœŕūŭ"),
    "cy": ("abcdefghijlmnoprstuwyàáâäèéêëìíîïòóôöùúûüýÿŵŷẁẃẅỳ", "kqvxzãåæçñøāăēĕīĭōŏœūŭ"),
    "da": ("abcdefghijklmnopqrstuvwxyzåæø", "àáâäçèéêëíîïñóôöùúûüÿœǿ"),
    "de": ("abcdefghijklmnopqrstuvwxyzßäöü", "àáâãåæçèéêëìíîïñòóôøùúûÿāăēĕğīĭİıōŏœşūŭ"),
    "en": ("abcdefghijklmnopqrstuvwxyz", "àáâãäåæçèéêëìíîïñòóôöøùúûüÿāăēĕīĭōŏœūŭ"),
    "es": ("abcdefghijklmnopqrstuvwxyzáéíñóúü", "ªºàâãäåæçèêëìîïòôöøùûýÿāăēĕīĭōŏœūŭ"),
    "et": ("abcdefghijklmnopqrstuvwxyzäõöüšž", "àáâãåæçèéêëìíîïñòóôøùúûāēīōŏœū"),
    "eu": ("abcdefghijklmnopqrstuvwxyzçñ", "àáâãäåæèéêëìíîïòóôöøùúûüÿāăēĕīĭōŏœūŭ"),
    "fi": (
        "abcdefghijklmnopqrstuvwxyzäåöšž",
        "ßàáâãæçèéêëíîïðñòóôõøùúûüýþÿāăąćċčďđēėęěğģħīįİıķĺļľłńņňŋőœŕřśŝşţťŧūůűųźżǥǧǩǯșțȟʒ",
    ),
    "fr": ("abcdefghijklmnopqrstuvwxyzàâæçèéêëîïôùûüÿœ", "ßáãäåìíñòóõöøúāćēīĳřšſǔ"),
    "ga": ("abcdefghilmnoprstuáéíóú", "jkqvwxyzåċġḃḋḟṁṗṡṫ"),
    "gl": ("abcdefghijklmnopqrstuvwxyzáéíïñóúü", "ªºàâãäåæçèêëìîòôõöøùûāăēĕīĭōŏœūŭɑ"),
    "hr": ("abcdefghijklmnoprstuvzćčđšž", "qwxy"),
    "hu": ("abcdefghijklmnoprstuvyzáéíóöúüőű", "qwxàâãäåæçèêëìîïñòôøùûÿāăēĕīĭōŏœūŭ"),
    "id": ("abcdefghijklmnopqrstuvwxyz", "àáâãäåæçèéêëìíîïñòóôöøùúûüÿāăēĕīĭōŏœūŭ"),
    "is": ("abdefghijklmnoprstuvxyáæéíðóöúýþ", "cqwz"),
    "it": ("abcdefghijklmnopqrstuvwxyzàèéìòù", "ªºßáâãäåæçêëíîïñóôõöøúûüÿœ"),
    "kk": ("абвгдежзийклмнопрстуфхцчшщъыьэюяёіғқңүұһәө", ""),
    "ky": ("абгдежзийклмнопрстухчшъыэюяёңүө", "вфцщь"),
    "lt": ("abcdefghijklmnoprstuvyząčėęįšūųž", "qwxàáãèéìíñòóõùúĩũẽ"),
    "lv": ("abcdefghijklmnoprstuvzāčēģīķļņšūž", "qwxyōŗ"),
    "mk": ("абвгдежзиклмнопрстуфхцчшѓѕјљњќџ", "ѐѝ"),
    "mn": ("абвгдежзийклмнопрстуфхцчшщъыьэюяёүө", "җһӊә"),
    "mt": ("abdefghijklmnopqrstuvwxzàèìòùċġħż", "cy"),
    "nb": ("abcdefghijklmnopqrstuvwxyzàåæéòóôø", "áãäçèêíñöúüčđńŋšŧžǎ"),
    "nl": ("abcdefghijklmnopqrstuvwxyzáäéëíïóöúü", "àâãåæçèêîñôøùûýÿœ"),
    "nn": ("abcdefghijklmnopqrstuvwxyzàåæéòóôø", "áãäçèêíñöúüčđńŋšŧžǎ"),
    "pl": ("abcdefghijklmnoprstuwyzóąćęłńśźż", "qvxßàâäåæçèéêëîïôöùûüÿœ"),
    "pt": ("abcdefghijklmnopqrstuvwxyzàáâãçéêíòóôõú", "ªºäåæèëìîïñöøùûüÿāăēĕīĭōŏœūŭ"),
    "ro": ("abcdefghijklmnopqrstuvwxyzâîășț", "àáäåçèéêëñöüşţ"),
    "ru": ("абвгдежзийклмнопрстуфхцчшщъыьэюяё", ""),
    "sk": ("abcdefghijklmnopqrstuvwxyzáäéíóôúýčďĺľňŕšťž", "àâåæçèêëìîïñòöøùûüÿāăēĕīĭōŏőœřūŭű"),
    "sl": ("abcdefghijklmnoprstuvzčšž", "qwxyàáâäåæçèéêëìíîïñòóôöøùúûüÿāăćđēĕīĭōŏœūŭ"),
    "sq": ("abcdefghijklmnopqrstuvxyzçë", "w"),
    "sr": ("абвгдежзиклмнопрстуфхцчшђјљњћџ", ""),
    "sr-Latn": ("abcdefghijklmnoprstuvzćčđšž", "qwxyå"),
    "sv": ("abcdefghijklmnopqrstuvwxyzàäåéö", "áâãæçèëíîïñóøúüÿāī"),
    "sw": ("abcdefghijklmnoprstuvwyz", "qx"),
    "tg": ("абвгдежзийклмнопрстуфхчшъэюяёғқҳҷӣӯ", "цщыь"),
    "tr": ("abcdefghijklmnoprstuvyzçöüğİış", "qwxßàáâãäåæèéêëìíîïñòóôøùúûÿāăēĕīĭōŏœūŭ"),
    "uk": ("ʼабвгдежзийклмнопрстуфхцчшщьюяєіїґ", "ъыэё"),
    "uz": ("abcdefghijklmnopqrstuvxyzʻʼ", "wàáâãäåæçèéêëìíîïñòóôöøùúûüÿāăēĕīĭōŏœūŭ"),
    "vi": ("abcdeghiklmnopqrstuvxyàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ", "fjwz"),
}
"""By language: the letters that it writes, and those that it knows from names and loans."""
