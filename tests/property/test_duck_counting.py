"""The law of counting with DuckDB: whatever the lines, and however damaged, it counts or refuses as usual."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from l10n.counting.duck import DuckCounter
from l10n.counting.duck_query import SIMPLE
from l10n.counting.quick import QuickCounter
from l10n.coverage import count_coverage, make_coverage
from l10n.errors import L10nError
from l10n.record_json import parse_record
from l10n.tally import add_tallies
from l10n.text import count_words
from tests.property.test_quick_counting import ALL, SCHEMA, records

duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")


@pytest.fixture(scope="module")
def counter():
    """Return one counter for all examples: what it learnt from one must be true of the next."""
    quick = QuickCounter(SCHEMA)
    return quick, DuckCounter(SCHEMA, quick)


def usual(lines):
    """Return the coverage as `count_coverage` has it, and the errors with their lines."""
    found, errors = [], []
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                found.append(parse_record(line, SCHEMA, "x", line=number, key="thing/"))
        except L10nError as error:
            errors.extend(map(str, error.all))
    return count_coverage(found, SCHEMA, ALL), errors


def by_duck(counter, ranges):
    quick, duck = counter
    quick.take()
    errors, tallies, rolls, start = [], [], [], 0

    def add_line(line, number):
        try:
            if line.strip():
                quick.add(line, "thing/", "x", start + number)
        except L10nError as error:
            errors.extend(map(str, error.all))

    for lines in duck.count("thing", [b"".join(lines) for lines in ranges], add_line):
        start += lines
        tally, roll = quick.take()
        tallies.append(tally)
        rolls.append(roll)
    return make_coverage(add_tallies(tallies, SCHEMA), SCHEMA, ALL, rolls=rolls), errors


def encode(record):
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


THINGS = records().map(lambda record: record | {"type": "thing"})
SETS = st.lists(THINGS, min_size=1, max_size=8, unique_by=lambda record: record["id"])


@settings(max_examples=40)
@given(SETS, SETS)
def test_the_numbers_are_the_usual_ones(counter, first, second):
    ranges = [list(map(encode, first)), [encode(record | {"id": f"{record['id']}-2"}) for record in second]]
    assert by_duck(counter, ranges) == usual([line for lines in ranges for line in lines])


@settings(max_examples=60)
@given(
    THINGS,
    st.integers(0, 10_000),
    st.integers(0, 3),
    st.sampled_from(
        ["", ",", ' "', "}", ":", "1", "null", "[]", '["a"]', "{}", '"":1,', "é", "\n", " ", '"en":"x",', "EN"]
    ),
)
def test_damage_is_refused_as_usual(counter, record, place, length, junk):
    """Leave out states: of one that is fresh by its beginning, nobody reads the middle."""
    record.pop("state", None)
    plain = {"id": "plain", "type": "thing", "source": "en", "title": {"en": "The Red Terror", "ru": "Красный террор"}}
    text = encode(record).decode()[:-1]
    place %= len(text)
    damaged = (text[:place] + junk + text[place + length :] + "\n").encode().splitlines(keepends=True)
    lines = [encode(plain), *damaged, encode(plain | {"id": "second"})]
    assert by_duck(counter, [lines]) == usual(lines)


PLAIN = '{"id":"a","type":"thing","source":"en","title":{"en":"Riga","ru":"Рига"}}'
ODD = {
    "a number": PLAIN.replace('"Рига"', "1"),
    "a number, and a key for it": PLAIN.replace('"Рига"', '1,"":0'),
    "a number, and as many spaces as it has quotes less": PLAIN.replace('"Рига"', "1  "),
    "a list of one text": PLAIN.replace('"Рига"', '["Рига"]') + "  ",
    "an object of one text": PLAIN.replace('"Рига"', '{"Рига":1}'),
    "a key twice": PLAIN.replace('"ru"', '"en":"Riga","ru"'),
    "a comma too many": PLAIN.replace('"Рига"', '"Рига",'),
    "a comma too many, and a space less": PLAIN.replace('"Рига"', '"Рига",').replace("Riga", "Rig"),
    "another case": PLAIN.replace('"ru"', '"RU"'),
    "a field in another case": PLAIN.replace('"title"', '"Title"'),
    "a locale that is none": PLAIN.replace('"ru"', '"xx"'),
    "two records on one line": f"{PLAIN} {PLAIN}".replace('"a"', '"b"', 1),
    "nothing": PLAIN.replace('"ru":"Рига"', '"ru":null'),
    "no texts": PLAIN.replace('{"en":"Riga","ru":"Рига"}', "{}"),
    "white space": PLAIN.replace("Рига", "\u3000"),
    "not UTF-8": PLAIN.replace("Рига", "\udce9"),
    "a surrogate": PLAIN.replace("Рига", "\udced\udca0\udc80"),
    "a control character": PLAIN.replace("Рига", "a\x01"),
    "not a number": PLAIN.replace('"Рига"', "NaN"),
    "a comment": PLAIN.replace('"title"', '/**/"title"'),
    "a byte order mark": "\ufeff" + PLAIN,
    "another type": PLAIN.replace('"thing"', '"event"'),
    "an id that is none": PLAIN.replace('"a"', '"A"'),
    "declared as a text": PLAIN[:-1] + ',"declared":"ru"}',
    "declared as a list in a text": PLAIN[:-1] + ',"declared":"[]"}',
    "declared where nobody is": PLAIN[:-1] + ',"declared":["xx"]}',
    "declared": PLAIN[:-1] + ',"declared":["uk","ru","uk"]}',
    "spaces": PLAIN.replace(":", ": "),
    "an escape": PLAIN.replace("Riga", "R\\u0069ga"),
    "an empty line": "",
    "a state of a text that is not there": PLAIN[:-1] + ',"state":{"uk":{"title":"en@0 no"}}}',
    "an empty state": PLAIN[:-1] + ',"state":{"uk":{}}}',
    "a state of a field that is not there": PLAIN[:-1] + ',"state":{"uk":{"name":"en@0 no"}}}',
}


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_odd_lines_are_counted_or_refused_as_usual(counter, line):
    around = [PLAIN.replace('"a"', f'"p{n}"').encode() + b"\n" for n in range(3)]
    lines = [*around[:2], line.encode("utf-8", "surrogateescape") + b"\n", around[2]]
    assert by_duck(counter, [lines]) == usual(lines)


def test_only_lines_that_are_not_plain_go_the_usual_way(counter):
    quick, duck = counter
    slow = []
    lines = [PLAIN.replace('"a"', f'"p{n}"').encode() + b"\n" for n in range(9)]
    lines[4] = lines[4].replace(b"Riga", b"R\\u0069ga")
    lines[6] = lines[6].replace("Рига".encode(), b"Riga")
    assert list(duck.count("thing", [b"".join(lines)], lambda _, number: slow.append(number))) == [9]
    assert slow == [5, 7]
    quick.take()


def test_a_type_is_not_for_duckdb_where_most_of_its_lines_are_not_plain():
    duck = DuckCounter(SCHEMA, QuickCounter(SCHEMA))
    plain, other = PLAIN.encode(), PLAIN.replace('"title"', '"sources":{},"title"').encode()
    assert duck.can_count("thing", [plain, other, plain])
    assert not duck.can_count("thing", [plain, other, other])


def test_duckdb_draws_no_progress_bar_among_our_output(counter):
    _, duck = counter
    assert list(duck.count("thing", [b"{}\n"], lambda *_: None)) == [1]
    assert duck.ask("SELECT current_setting('enable_progress_bar')") == [(False,)]


@settings(max_examples=300)
@given(st.text(st.sampled_from("aЖé9 '’-.,«»()_–\u00ad"), max_size=12) | st.text(max_size=8))
def test_simple_texts_have_as_many_words_as_it_says(text):
    if re.fullmatch(SIMPLE, text):
        assert count_words(text) == text.count(" ") + 1
