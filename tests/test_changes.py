"""How a source text changed: the classes, the words that differ, and the facts that can be patched."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.changes import ChangeClass, classify_change, patch_facts, word_difference

NONE, TYPOGRAPHY, FACTS, TEXT = ChangeClass

CHANGES = {
    "en-equal": ("The Red Terror", "The Red Terror", NONE),
    "en-quotation-marks": ('The "class enemies" weren\'t', "The “class enemies” weren’t", TYPOGRAPHY),
    "en-single-quotation-marks": ("The ‘class enemies’", "The “class enemies”", TYPOGRAPHY),
    "en-dash-for-two-hyphens": ("the terror -- or policy", "the terror — or policy", TYPOGRAPHY),
    "en-tight-em-dash": ("the terror—or policy", "the terror – or policy", TYPOGRAPHY),
    "en-dash-in-a-range": ("1918-1922", "1918 – 1922", TYPOGRAPHY),
    "en-ellipsis": ("and so on...", "and so on…", TYPOGRAPHY),
    "en-soft-hyphen": ("revolution", "revo\u00adlution", TYPOGRAPHY),
    "en-wrapped": ("one line\nand another", "one line and  another", TYPOGRAPHY),
    "en-non-breaking-space": ("5 September", "5\u00a0September", TYPOGRAPHY),
    "en-non-breaking-hyphen": ("all-Russian", "all\u2011Russian", TYPOGRAPHY),
    "ru-guillemets": ("«Красный террор»", '"Красный террор"', TYPOGRAPHY),
    "ru-dash-at-the-start": ("- Товарищи!", "— Товарищи!", TYPOGRAPHY),
    "ru-decomposed": ("Николай Гумилёв", normalize("NFD", "Николай Гумилёв"), TYPOGRAPHY),
    "lv-low-quotation-marks": ("„šķiras ienaidniekus”", "“šķiras ienaidniekus”", TYPOGRAPHY),
    "pl-low-quotation-marks": ("„wrogów klasowych”", "«wrogów klasowych»", TYPOGRAPHY),
    "lt-no-break-before-year": ("1918 m. rugsėjis", "1918\u00a0m. rugsėjis", TYPOGRAPHY),
    "uk-modifier-apostrophe": ("Кам'янець", "Кам\u02bcянець", TYPOGRAPHY),
    "de-reversed-guillemets": ("Die »Roten« kamen", "Die „Roten“ kamen", TYPOGRAPHY),
    "fr-spaced-marks": ("« Les Rouges » : qui ?", "«\u202fLes Rouges\u202f»\u00a0: qui\u202f?", TYPOGRAPHY),
    "fr-tight-marks": ("« Les Rouges » : qui ?", "“Les Rouges”: qui?", TYPOGRAPHY),
    "en-year": ("In 1922 the Cheka was abolished", "In 1923 the Cheka was abolished", FACTS),
    "en-number-and-quotation-marks": ('12 "Reds"', "13 “Reds”", FACTS),
    "en-decade": ("the 1920s", "the 1930s", FACTS),
    "en-thousands": ("10,000 people", "9000 people", FACTS),
    "en-link": ("See https://example.org/a.", "See https://example.org/b?c=1.", FACTS),
    "en-mail": ("Write to a@example.org.", "Write to b@example.org.", FACTS),
    "en-link-with-dashes": ("http://example.org/a--b c", "http://example.org/a-b c", FACTS),
    "ru-date": ("Казнён 05.09.1918", "Казнён 06.09.1918", FACTS),
    "lv-year": ("1918. gada 5. septembrī", "1918. gada 6. septembrī", FACTS),
    "pl-range": ("1918-1922", "1918–1921", FACTS),
    "lt-time": ("Susirinkimas 10:30", "Susirinkimas 11:30", FACTS),
    "et-decimal": ("3,5 miljonit", "4,5 miljonit", FACTS),
    "uk-several": ("12 осіб у 1922 році", "13 осіб у 1923 році", FACTS),
    "de-swiss-thousands": ("1’000 Menschen", "2’000 Menschen", FACTS),
    "fr-narrow-thousands": ("10\u202f000 morts", "12\u202f000 morts", FACTS),
    "zh-year": ("在1918年", "在1919年", FACTS),
    "en-month": ("5 September 1918", "5 October 1918", TEXT),
    "en-more-of-a-date": ("In 1922 the Cheka", "In February 1922 the Cheka", TEXT),
    "en-number-in-words": ("5 people", "five people", TEXT),
    "en-ordinal": ("the 20th century", "the 21st century", TEXT),
    "en-case": ("the red terror", "the Red Terror", TEXT),
    "en-comma": ("Reds, Whites", "Reds Whites", TEXT),
    "en-final-full-stop": ("The Red Terror", "The Red Terror.", TEXT),
    "en-question": ("The end.", "The end?", TEXT),
    "en-quotation-marks-added": ("class enemies", "“class enemies”", TEXT),
    "en-words-joined": ("every day", "everyday", TEXT),
    "en-hyphen-and-dash": ("man-eating shark", "man - eating shark", TEXT),
    "en-feet-and-inches": ("5' tall", '5" tall', TEXT),
    "en-sign": ("-5 degrees", "5 degrees", TEXT),
    "en-code-marks": ("call `x`", "call 'x'", TEXT),
    "en-option": ("use --force", "use -force", TEXT),
    "en-brace-placeholder": ("{0} files", "{1} files", TEXT),
    "en-numbered-placeholder": ("%1$s files", "%2$s files", TEXT),
    "en-qt-placeholder": ("%1 files", "%2 files", TEXT),
    "en-entity": ("a&#160;b", "a&#8239;b", TEXT),
    "en-name-with-digits": ("see h1", "see h2", TEXT),
    "en-link-for-number": ("see 5", "see https://example.org", TEXT),
    "en-line-break-at-the-end": ("Done\n", "Done", TEXT),
    "ru-yo": ("Гумилёв", "Гумилев", TEXT),
    "lv-length-mark": ("Rīga", "Riga", TEXT),
    "et-word": ("punane terror", "valge terror", TEXT),
    "emptied": ("text", "", TEXT),
}


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES.values(), ids=CHANGES)
def test_classes(old, new, expected):
    assert classify_change(old, new) is expected
    assert classify_change(new, old) is expected


MARKS = ("«", "»", '"', "'", "-", "–", "—", "--", "…", "...", " ", "\u00a0", "\n", ".", ",", "%")
OTHERS = ("Red", "Троцкий", "1918", "5", "10 000", "https://a.org/b", "{0}", "%1$s", "ё", "е\u0308", "在")
TEXTS = st.text() | st.lists(st.sampled_from(MARKS + OTHERS)).map("".join)


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert classify_change(text, text) is NONE


@given(TEXTS, TEXTS)
def test_direction_does_not_matter(old, new):
    assert classify_change(old, new) is classify_change(new, old)
    assert (classify_change(old, new) is NONE) == (old == new)


@given(TEXTS, TEXTS, TEXTS)
def test_two_changes_are_no_more_than_the_greater_of_them(first, second, third):
    order = list(ChangeClass)
    steps = [classify_change(first, second), classify_change(second, third)]
    assert order.index(classify_change(first, third)) <= max(map(order.index, steps))


@given(TEXTS)
def test_a_composed_text_says_the_same(text):
    assert classify_change(normalize("NFC", text), normalize("NFD", text)) in {NONE, TYPOGRAPHY}


@given(st.lists(st.from_regex("[a-zа-я]{1,8}", fullmatch=True), min_size=1), st.sampled_from(["a", "b"]), st.data())
def test_a_new_word_is_text(words, new, data):
    place = data.draw(st.integers(0, len(words)))
    changed = [*words[:place], new, *words[place:]]
    assert classify_change(" ".join(words), " ".join(changed)) is TEXT


PATCHES = {
    "en-ru-year": ("In 1922 it fell.", "In 1923 it fell.", "Пала в 1922 году.", "Пала в 1923 году."),
    "en-lv-day": ("On 5 May 1918", "On 6 May 1918", "1918. gada 5. maijā", "1918. gada 6. maijā"),
    "ru-pl-both": ("5 мая 1918 года", "6 мая 1919 года", "5 maja 1918 roku", "6 maja 1919 roku"),
    "en-lt-thousands": ("10,000 people", "12,500 people", "10 000 žmonių", "12 500 žmonių"),
    "en-fr-narrow-thousands": ("10,000 dead", "12,500 dead", "10\u202f000 morts", "12\u202f500 morts"),
    "en-et-decimal": ("3.5 million", "4.5 million", "3,5 miljonit", "4,5 miljonit"),
    "uk-de-swapped": ("з 3 по 5", "з 5 по 3", "von 3 bis 5", "von 5 bis 3"),
    "en-ru-decade": ("the 1920s", "the 1930s", "1920-е годы", "1930-е годы"),
    "en-de-link": ("At https://a.org/x.", "At https://b.org/y.", "Unter https://a.org/x.", "Unter https://b.org/y."),
    "lv-ru-link-and-year": ("https://a.org 1918", "https://b.org 1919", "1918 https://a.org", "1919 https://b.org"),
    "en-zh-year": ("In 1918", "In 1919", "在1918年", "在1919年"),
    "other-numbers-stay": ("5 of 10 in 1918", "6 of 10 in 1918", "5 no 10 (1918)", "6 no 10 (1918)"),
}


@pytest.mark.parametrize(("old", "new", "target", "expected"), PATCHES.values(), ids=PATCHES)
def test_patches(old, new, target, expected):
    assert patch_facts(old, new, target) == expected


UNCERTAIN = {
    "twice-in-the-target": ("In 1922", "In 1923", "1922: в 1922 году"),
    "twice-in-the-source": ("In 1922, 1922", "In 1922, 1923", "в 1922 году"),
    "not-in-the-target": ("5 people", "6 people", "пять человек"),
    "only-inside-another-number": ("5 people", "6 people", "1500 человек"),
    "only-in-a-link": ("5 people", "6 people", "https://a.org/5"),
    "only-in-a-placeholder": ("5 people", "6 people", "{5} человек"),
    "only-in-a-name": ("5 people", "6 people", "человек T5"),
    "one-of-two": ("5 in 1918", "6 in 1919", "пять в 1918"),
    "gains-a-group": ("900 people", "1,500 people", "900 человек"),
    "loses-a-group": ("1,500 people", "900 people", "1 500 человек"),
    "other-order-of-a-date": ("05.09.1918", "06.09.1918", "1918-09-05"),
    "only-other-marks": ("10,000", "10.000", "10 000"),
    "month": ("5 May", "5 June", "5 мая"),
    "text": ("5 people", "6 persons", "5 человек"),
    "typography": ("'5'", "“5”", "«5»"),
    "nothing": ("5", "5", "5"),
    "no-target": ("5", "6", ""),
}


@pytest.mark.parametrize(("old", "new", "target"), UNCERTAIN.values(), ids=UNCERTAIN)
def test_what_is_not_certain_is_not_patched(old, new, target):
    assert patch_facts(old, new, target) is None


NUMBERS = st.integers(0, 3000).map(str)
FACT_LISTS = st.lists(NUMBERS, min_size=1, max_size=4, unique=True)


def sentence(word: str, numbers: list[str]) -> str:
    return "; ".join(f"{word} {number}" for number in numbers)


@given(FACT_LISTS, st.data())
def test_a_patch_gives_what_a_translator_would(old, data):
    new = data.draw(st.lists(NUMBERS, min_size=len(old), max_size=len(old)))
    order = data.draw(st.permutations(range(len(old))))
    before, after = (sentence("год", [numbers[n] for n in order]) for numbers in (old, new))
    patched = patch_facts(sentence("year", old), sentence("year", new), before)
    assert patched == (None if old == new else after)


@given(FACT_LISTS, FACT_LISTS, TEXTS)
def test_a_patch_goes_back_or_not_at_all(old, new, target):
    sources = sentence("year", old), sentence("year", new)
    patched = patch_facts(*sources, target + sentence("год", old))
    if patched is not None:
        assert patch_facts(*reversed(sources), patched) in {None, target + sentence("год", old)}
        assert set(new) & set(old) or patch_facts(*sources, patched) is None


@given(TEXTS, TEXTS, TEXTS)
def test_a_patch_is_itself_a_change_of_facts(old, new, target):
    patched = patch_facts(old, new, target)
    assert patched is None or classify_change(target, patched) is FACTS


DIFFERENCES = {
    "equal": ("one two", "one two", ""),
    "white-space": ("one two", "one\ntwo ", ""),
    "en-added": ("In 1922 the Cheka", "In February 1922 the Cheka", "In {+February+} 1922 the Cheka"),
    "ru-gone": ("Красный и белый террор", "Красный террор", "Красный [-и белый-] террор"),
    "lv-replaced": ("Sarkanais terors", "Baltais terors", "[-Sarkanais-]{+Baltais+} terors"),
    "pl-start": ("był dom", "stary był dom", "{+stary+} był dom"),
    "lt-end": ("namas buvo", "namas buvo senas.", "namas buvo {+senas.+}"),
    "uk-far-apart": (
        "а б в г ґ д е є ж з и",
        "А б в г ґ д е є ж з И",
        "[-а-]{+А+} б в г … є ж з [-и-]{+И+}",
    ),
    "et-long": ("a b c d e f g", "a b c d X f g", "… b c d [-e-]{+X+} f g"),
    "de-everything": ("Alles", "Nichts", "[-Alles-]{+Nichts+}"),
    "fr-from-nothing": ("", "Tout", "{+Tout+}"),
    "zh-characters": ("红色恐怖", "白色恐怖", "[-红-]{+白+}色恐怖"),
}


@pytest.mark.parametrize(("old", "new", "expected"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_word_difference(old, new, expected):
    assert word_difference(old, new) == expected


WORDS = st.lists(st.sampled_from(["one", "two", "three", "четыре", "5."])).map(" ".join)


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_their_difference(old, new):
    shown = word_difference(old, new, context=1000)
    if old != new:
        assert " ".join(re.sub(r"\[-(.*?)-\]|\{\+.*?\+\}", r"\1", shown).split()) == old
        assert " ".join(re.sub(r"\{\+(.*?)\+\}|\[-.*?-\]", r"\1", shown).split()) == new


@given(TEXTS, TEXTS)
def test_a_difference_is_one_line(old, new):
    assert len(word_difference(old, new).splitlines()) <= 1
