import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.errors import ParseError
from l10n.locales import canonical_locale, locale_from_posix, posix_locale


@pytest.mark.parametrize(
    ("code", "canonical"),
    [
        ("et", "et"),
        ("ET", "et"),
        ("sr-latn", "sr-Latn"),
        ("sr-LATN-rs", "sr-Latn-RS"),
        ("pt-br", "pt-BR"),
        ("es-419", "es-419"),
        ("CA-VALENCIA", "ca-valencia"),
        ("de-1996", "de-1996"),
        ("sl-rozaj-biske", "sl-rozaj-biske"),
        ("en-X-GEDSH", "en-x-gedsh"),
        ("syc-syre-x-a1-b", "syc-Syre-x-a1-b"),
        ("arz", "arz"),
        ("ee", "ee"),
        ("iw", "iw"),
    ],
)
def test_codes_are_made_canonical_but_never_replaced(code, canonical):
    assert canonical_locale(code) == canonical


@pytest.mark.parametrize(
    "code", ["", "e", "engl", "en_US", "en-", "-en", "en--US", "en US", "en-x", "x-lojban", "ру", "en\n", "../en", "e1"]
)
def test_what_is_no_bcp_47_code_is_refused(code):
    with pytest.raises(ParseError, match="expected a BCP 47 code"):
        canonical_locale(code)


@pytest.mark.parametrize(
    ("locale", "posix"),
    [
        ("et", "et"),
        ("pt-BR", "pt_BR"),
        ("es-419", "es_419"),
        ("sr-Latn", "sr@latin"),
        ("sr-Cyrl", "sr@cyrillic"),
        ("sr-Latn-RS", "sr_RS@latin"),
        ("uz-Arab", "uz@arabic"),
        ("zh-Hans", "zh_CN"),
        ("zh-Hant", "zh_TW"),
        ("zh-Hant-HK", "zh_HK@Hant"),
        ("syr-Syrj", "syr@Syrj"),
        ("ca-valencia", "ca@valencia"),
        ("de-DE-1996", "de_DE@1996"),
        ("en-x-ab", "en@x-ab"),
        ("zh-Hans-x-a", "zh@Hans@x-a"),
    ],
)
def test_gettext_names(locale, posix):
    assert posix_locale(canonical_locale(locale)) == posix
    assert locale_from_posix(posix) == locale


@pytest.mark.parametrize(
    ("name", "locale"),
    [("ru_RU.UTF-8", "ru-RU"), ("pt-BR", "pt-BR"), ("sr_RS.utf8@latin", "sr-Latn-RS"), ("PT_br", "pt-BR")],
)
def test_names_that_others_write(name, locale):
    assert locale_from_posix(name) == locale


@pytest.mark.parametrize("name", ["", "C", "POSIX", "de_DE@euro", "..", "l10n.toml"])
def test_names_of_no_locale(name):
    with pytest.raises(ParseError):
        locale_from_posix(name)


_LETTERS = st.sampled_from("abcxyz")


def _letters(low: int, high: int) -> st.SearchStrategy[str]:
    return st.text(_LETTERS, min_size=low, max_size=high)


@st.composite
def _codes(draw):
    parts = [
        draw(_letters(2, 3)),
        *draw(st.lists(_letters(4, 4), max_size=1)),
        *draw(st.lists(st.one_of(_letters(2, 2), st.sampled_from(["419", "001"])), max_size=1)),
        *draw(st.lists(st.one_of(_letters(5, 8), st.sampled_from(["1996", "1abc"])), max_size=2, unique=True)),
    ]
    private = draw(st.lists(_letters(1, 8), max_size=2))
    return "-".join([*parts, *(["x", *private] if private else [])])


@given(_codes())
def test_every_locale_comes_back_from_its_gettext_name(code):
    locale = canonical_locale(code)
    assert canonical_locale(locale) == locale
    assert locale_from_posix(posix_locale(locale)) == locale
    assert "/" not in posix_locale(locale)
