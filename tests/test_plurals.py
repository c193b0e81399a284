import gettext
import re

import pytest
from babel.localedata import locale_identifiers

from l10n.locales import canonical_locale
from l10n.plurals import plural_forms

_FORM = re.compile(r"nplurals=([0-9]); plural=(.+);")
_LOCALES = sorted({name.split("_")[0] for name in locale_identifiers()} - {"root"})


def _form(code: str, number: int) -> int:
    count, formula = _FORM.fullmatch(plural_forms(canonical_locale(code))).groups()
    form = gettext.c2py(formula)(number)
    assert 0 <= form < int(count)
    return form


@pytest.mark.parametrize(
    ("code", "numbers", "forms"),
    [
        ("en", (1, 0, 2), (0, 1, 1)),
        ("fr", (0, 1, 2), (0, 0, 1)),
        ("ru", (1, 21, 2, 24, 5, 11, 0), (0, 0, 1, 1, 2, 2, 2)),
        ("uk", (1, 3, 12), (0, 1, 2)),
        ("pl", (1, 21, 2, 22, 5, 12), (0, 2, 1, 1, 2, 2)),
        ("lt", (1, 21, 2, 9, 10, 11), (0, 0, 1, 1, 2, 2)),
        ("lv", (1, 21, 2, 11, 0), (0, 0, 1, 1, 2)),
        ("et", (1, 2), (0, 1)),
        ("ja", (0, 1, 2), (0, 0, 0)),
        ("zh-Hans", (1, 2), (0, 0)),
        ("ar", (0, 1, 2, 3, 11, 100), (0, 1, 2, 3, 4, 5)),
        ("pt", (0, 1), (1, 0)),
        ("pt-BR", (0, 1), (0, 0)),
        ("sr-Latn", (1, 2, 5), (0, 1, 2)),
        ("sl", (1, 2, 3, 5), (0, 1, 2, 3)),
    ],
)
def test_which_number_takes_which_form(code, numbers, forms):
    assert tuple(_form(code, number) for number in numbers) == forms


@pytest.mark.parametrize("code", _LOCALES)
def test_every_language_of_cldr_has_a_formula_that_gettext_reads(code):
    for number in [*range(200), 1_000, 1_000_000]:
        _form(code, number)


@pytest.mark.parametrize(
    ("code", "like"),
    [
        ("got", "en"),
        ("xx", "en"),
        ("zh-Hant-HK", "zh-Hant"),
        ("ru-x-foo", "ru"),
        ("sr-Latn-RS", "sr"),
        ("sl-rozaj-biske", "sl"),
        ("en-x-ab", "en"),
    ],
)
def test_a_locale_that_is_not_listed_takes_its_language_s(code, like):
    assert [_form(code, number) for number in range(200)] == [_form(like, number) for number in range(200)]
