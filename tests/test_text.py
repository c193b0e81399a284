import hashlib

import pytest

from l10n.text import count_words, digest, has_text, one_line


@pytest.mark.parametrize("text", ["", "a", "Красный террор", "𐌳𐌰𐍅", "e\u0301"])
def test_a_digest_is_of_the_utf_8_bytes(text):
    assert digest(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def test_a_digest_tells_normal_forms_apart():
    assert digest("é") != digest("e\u0301")


@pytest.mark.parametrize(
    ("text", "expected"),
    [(None, False), ("", False), (" \t\n\u00a0\u3000", False), (".", True), (" x ", True), ("\u200b", True)],
)
def test_white_space_is_no_text(text, expected):
    assert has_text(text) is expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("— … !", 0),
        ("one", 1),
        ("one  two\nthree", 3),
        ("People's", 1),
        ("People’s", 1),
        ("п'ять", 1),
        ("красно-белый", 1),
        ("1918–1922", 2),
        ("snake_case", 2),
        ("a.b.c", 3),
        ("Dvīņu iela 5", 3),
        ("红色恐怖", 4),
        ("红色 terror", 3),
        ("アフリカ", 4),
        ("ศาลา", 4),
        ("אפגני אפגני", 2),
    ],
)
def test_words(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(("text", "line"), [("", ""), (" a\t\n b ", "a b"), ("a\u00a0b", "a b")])
def test_one_line(text, line):
    assert one_line(text) == line
