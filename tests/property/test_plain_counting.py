"""The law of plain records: whatever the lines, and however damaged, they are counted or refused as usual."""

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from l10n.counting.plain import HAS_READER, PlainCounter
from l10n.counting.quick import QuickCounter
from l10n.counting.work import shift_error
from l10n.coverage import count_coverage, make_coverage
from l10n.errors import L10nError
from l10n.model import State
from l10n.record_json import parse_record
from l10n.tally import MEASURES, STATES, add_tallies
from l10n.text import count_words, digest
from tests.property.test_quick_counting import ALL, SCHEMA, records

pytestmark = pytest.mark.skipif(not HAS_READER, reason="there was no C compiler when l10n was installed")


@pytest.fixture(scope="module")
def counter():
    """Return one counter for all examples: what it learnt from one must be true of the next."""
    return QuickCounter(SCHEMA)


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


def counted(counter, ranges):
    counter.take()
    errors, tallies, rolls, start = [], [], [], 0
    for lines in ranges:
        number, found = counter.add_lines(b"".join(lines), "thing", "x")
        errors += [str(shift_error(error, start)) for error in found]
        start += number
        tally, roll = counter.take()
        tallies.append(tally)
        rolls.append(roll)
    return make_coverage(add_tallies(tallies, SCHEMA), SCHEMA, ALL, rolls=rolls), errors


def encode(record):
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


THINGS = records().map(lambda record: record | {"type": "thing"})
SETS = st.lists(THINGS, min_size=1, max_size=8, unique_by=lambda record: record["id"])


@settings(max_examples=100)
@given(SETS, SETS)
def test_the_numbers_are_the_usual_ones(counter, first, second):
    ranges = [list(map(encode, first)), [encode(record | {"id": f"{record['id']}-2"}) for record in second]]
    assert counted(counter, ranges) == usual([line for lines in ranges for line in lines])


JUNK = ["", ",", ' "', "}", ":", "1", "null", "[]", '["a"]', "{}", '"":1,', "é", "\n", "\t", " ", '"en":"x",', "EN"]


@settings(max_examples=100)
@given(THINGS, st.integers(0, 10_000), st.integers(0, 3), st.sampled_from(JUNK).map(str.encode) | st.binary(max_size=4))
def test_damage_is_refused_as_usual(counter, record, place, length, junk):
    """Leave out states: of one that is fresh by its beginning, nobody reads the middle."""
    record.pop("state", None)
    plain = {"id": "plain", "type": "thing", "source": "en", "title": {"en": "The Red Terror", "ru": "Красный террор"}}
    text = encode(record)[:-1]
    place %= len(text)
    damaged = (text[:place] + junk + text[place + length :]).split(b"\n")
    lines = [encode(plain), *(line + b"\n" for line in damaged), encode(plain | {"id": "second"})]
    assert counted(counter, [lines]) == usual(lines)


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
    "a paragraph twice": PLAIN[:-1] + ',"body":{"en":{"p1":"a","p1":"b"}}}',
    "a state of a paragraph that is not there": PLAIN[:-1] + ',"state":{"ru":{"body/p1":"en@0 no"}}}',
    "a state of a line's paragraph": PLAIN[:-1] + ',"state":{"ru":{"title/p1":"en@0 no"}}}',
    "a state of an item that is not there": PLAIN[:-1] + ',"state":{"ru":{"parts/i1/caption":"en@0 no"}}}',
    "a state of an item": PLAIN[:-1] + ',"parts":[{"id":"i1"}],"state":{"ru":{"parts/i1":"en@0 no"}}}',
    "a state of a list": PLAIN[:-1] + ',"parts":[{"id":"i1"}],"state":{"ru":{"parts":"en@0 no"}}}',
    "an item that is none": PLAIN[:-1] + ',"parts":["i1"]}',
    "a comma too many in a list": PLAIN[:-1] + ',"parts":[{"id":"i1"},]}',
    "an unknown key in an item": PLAIN[:-1] + ',"parts":[{"id":"i1","x":1}]}',
    "a key twice in an item": PLAIN[:-1] + ',"parts":[{"id":"i1","taken":"1918","taken":"1918"}]}',
    "an item's id twice": PLAIN[:-1] + ',"parts":[{"id":"i1","id":"i1"}]}',
    "many items": PLAIN[:-1] + ',"parts":[' + ",".join(f'{{"id":"i{n}"}}' for n in range(300)) + "]}",
    "many paragraphs": PLAIN[:-1] + ',"body":{"en":{' + ",".join(f'"p{n}":"a {n}"' for n in range(300)) + "}}}",
    "a number with a zero in front": PLAIN[:-1] + ',"more":01}',
    "brackets that do not match": PLAIN[:-1] + ',"more":[}}',
    "a key twice in a value": PLAIN[:-1] + ',"more":{"a":1,"a":2}}',
    "no value": PLAIN[:-1] + ',"more":}',
    "two values": PLAIN[:-1] + ',"more":1 2}',
    "a value": PLAIN[:-1] + ',"more":[1.5e3, {"a": null}]}',
    "a tab in a value's text": PLAIN[:-1] + ',"more":"a\tb"}',
    "a tab beside a value": PLAIN[:-1] + ',"more":\t1\t}',
    "an empty state": PLAIN[:-1] + ',"state":{"uk":{}}}',
    "a state of a field that is not there": PLAIN[:-1] + ',"state":{"uk":{"name":"en@0 no"}}}',
}


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_odd_lines_are_counted_or_refused_as_usual(counter, line):
    around = [PLAIN.replace('"a"', f'"p{n}"').encode() + b"\n" for n in range(3)]
    lines = [*around[:2], line.encode("utf-8", "surrogateescape") + b"\n", around[2]]
    assert counted(counter, [lines]) == usual(lines)


def odd_lines(lines):
    """Return the numbers of the lines that the reader hands over."""
    found = []
    counter = PlainCounter(SCHEMA.types["thing"], SCHEMA)
    assert counter.add_lines(b"".join(lines), lambda _, number: found.append(number)) == len(lines)
    return found


def test_only_lines_that_are_not_plain_are_handed_over():
    lines = [PLAIN.replace('"a"', f'"p{n}"').encode() + b"\n" for n in range(9)]
    lines[4] = lines[4].replace(b"Riga", b"R\\u0069ga")
    lines[6] = lines[6].replace("Рига".encode(), b" ")
    lines[8] = lines[8].replace("Рига".encode(), b"Riga")
    assert odd_lines(lines) == [5, 7]


TITLE = {"en": "The Red Terror", "ru": "Красный террор"}


def stated(target, more="", was="The Red Terror"):
    return with_state(f"en@{digest(was)} {digest(target)} human 2026-11-23{more}")


def with_state(state):
    return {"id": "a", "type": "thing", "source": "en", "title": TITLE, "state": {"ru": {"title": state}}}


def with_body(body):
    return {"id": "a", "type": "thing", "source": "en", "body": body}


def with_parts(*items):
    return {"id": "a", "type": "thing", "source": "en", "parts": list(items)}


STALE = f"en@{'0' * 12} {digest(TITLE['ru'])}"


@pytest.mark.parametrize(
    ("record", "is_plain"),
    [
        (stated("Красный террор"), True),
        (stated("edited since"), True),
        (stated("Красный террор", was="The Terror"), True),
        (stated("edited since", was="The Terror"), False),
        (stated("Красный террор", " same"), False),
        ({**stated("The Red Terror"), "title": {"en": "The Red Terror", "ru": "The Red Terror"}}, True),
        ({**stated("The Red Terror", " same"), "title": {"en": "The Red Terror", "ru": "The Red Terror"}}, True),
        ({**stated("The Red Terror", " fuzzy"), "title": {"en": "The Red Terror", "ru": "The Red Terror"}}, False),
        (stated("Красный террор", " fuzzy", was="The Terror"), False),
        (with_state(f"{STALE} machine:a-b 2026-11-23"), True),
        (with_state(f"{STALE} machine: 2026-11-23"), False),
        (with_state(f"lv{STALE[2:]} human 2026-11-23"), False),
        (with_state(f"{STALE} human 2026-11-2³"), False),
        ({"id": "a" * 120, "type": "thing", "source": "en"}, True),
        ({"id": "a" * 121, "type": "thing", "source": "en"}, False),
        ({"id": "a", "type": "thing", "source": "en", "declared": ["ru"]}, True),
        ({"id": "a", "type": "thing", "source": "en", "made": "1918", "by": ["person/a"], "more": {"a": [1]}}, True),
        ({"id": "a", "type": "thing", "source": "en", "made": "1918-13"}, False),
        (with_body({"en": {"p1": "One", "p2": "Two"}, "ru": {"p2": "Два"}}), True),
        (with_body({"en": {"p1": "One", "p2": "Two"}, "ru": {"p2": "Два", "p3": "Три"}}), True),
        (with_body({"lv": {"p1": "Viens"}, "ru": {"p1": "Один"}}), True),
        (with_body({"en": {"p1": "One"}, "ru": {"f1": "Раз"}}), False),
        (with_body({"en": {"p1": "One"}, "ru": {"p1": " "}}), False),
        (with_body({"en": "One"}), False),
        (with_parts({"id": "i1", "caption": {"en": "One"}, "taken": "1918"}, {"id": "i2"}), True),
        (with_parts({"id": "i1", "notes": {"en": {"p1": "One"}, "ru": {"p1": "Раз"}}}), True),
        (with_parts(), True),
        (with_parts({"caption": {"en": "One"}}), False),
        (with_parts({"caption": {"en": "One"}, "id": "i1"}), False),
        (with_parts({"id": "i1"}, {"id": "i1"}), False),
        (with_parts({"id": "i1", "taken": "soon"}), False),
        (with_body({"en": {"p1": "One"}, "ru": {"P1": "Один"}}), False),
        ({"id": "a", "type": "thing", "source": "en", "by": ["event/a"]}, False),
        ({"id": "a", "type": "thing", "source": "en", "era": "old style"}, False),
    ],
    ids=[
        "fresh", "fresh, edited", "stale", "stale, edited", "same", "equal", "equal and the same", "equal with a mark",
        "a mark", "by a machine", "by no machine",
        "of another locale", "no ASCII digit", "the longest id", "too long an id", "declared",
        "other values", "no date", "paragraphs", "a paragraph of its own, too", "not in the own locale",
        "paragraphs of its own", "a blank paragraph", "a text without paragraphs",
        "items", "paragraphs of an item", "no items", "an item without an id", "an id that is not first", "an id twice",
        "no date in an item", "no id",
        "a reference to another type", "no calendar",
    ],
)  # fmt: skip
def test_what_is_plain(counter, record, is_plain):
    assert odd_lines([encode(record)]) == [1] * (not is_plain)
    assert counted(counter, [[encode(record)]]) == usual([encode(record)])


PLAIN_TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters='"\\'), max_size=200)


@settings(max_examples=300)
@given(PLAIN_TEXTS, st.integers(1, 200))
def test_sha_256_is_that_of_python(text, length):
    """Hold a state to the digest that Python makes, of texts of every length, and see another one refused."""
    source = "x" * length + text
    made_of = hashlib.sha256(source.encode()).hexdigest()[:12]
    another = made_of[:-1] + "0123456789abcdef"[int(made_of[-1], 16) - 1]
    record = {"id": "a", "type": "thing", "source": "en", "title": {"en": source, "ru": "Рига"}}
    for digits, state in ((made_of, State.TRANSLATED), (another, State.FUZZY)):
        stated = record | {"state": {"ru": {"title": f"en@{digits} {digest('Рига')} human 2026-11-23"}}}
        place = SCHEMA.locales.index("ru") * len(STATES) + STATES.index(state)
        assert title_cells(stated)[place * len(MEASURES)] == 1


def title_cells(record):
    """Return what the reader counts of a record's title."""
    plain = PlainCounter(SCHEMA.types["thing"], SCHEMA)
    assert plain.add_lines(encode(record), None) == 1
    return plain.take().units["thing/title"]


@settings(max_examples=300)
@given(PLAIN_TEXTS.filter(str.strip) | st.text(st.sampled_from("aЖé9'’-‐ʼ.,«»()_–\u00ad红ก"), min_size=1))
def test_words_and_characters_are_those_of_python(text):
    cells = title_cells({"id": "a", "type": "thing", "source": "en", "title": {"en": text}})
    assert cells[: len(MEASURES)] == [1, count_words(text), len(text)]
