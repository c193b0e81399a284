"""The quick way of exporting a record returns what the long way does, whatever the record holds."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from l10n.config import parse_schema
from l10n.errors import L10nError, Place
from l10n.exports import Options
from l10n.exports.json_pages import page_value
from l10n.exports.plain import PlainReader
from l10n.exports.selection import Selection
from l10n.exports.stream import Stream, StreamedRecord
from l10n.label_book import LabelBook
from l10n.record_json import RecordText, parse_record
from l10n.text import digest

SCHEMA = parse_schema("""\
format = 1
name = "Law"
[locales]
required = ["en", "ru", "lv", "uk"]
[fallback]
lv = ["ru"]
[fallback.deny]
uk = ["ru"]
[types.event.fields.title]
kind = "line"
[types.event.fields.name]
kind = "name"
optional = []
required = ["en"]
[types.event.fields.text]
kind = "text"
[types.event.fields.date]
kind = "date"
calendar = "calendar"
[types.event.fields.calendar]
kind = "value"
[types.event.fields.links]
kind = "references"
[types.event.fields.images]
kind = "list"
[types.event.fields.images.fields.caption]
kind = "line"
[types.event.fields.images.fields.taken]
kind = "date"
""")
LOCALES = ("en", "ru", "lv", "uk")
TEXTS = ("", " ", "A", "B", "C\nC", "=1")
LINES = tuple(text for text in TEXTS if "\n" not in text)


def per_locale(values):
    return st.dictionaries(st.sampled_from(LOCALES), values, max_size=4)


def states(paths):
    state = st.builds(
        lambda base, made, text, marks: f"{base}@{digest(made)} {digest(text)} human 2026-11-23{marks}",
        st.sampled_from(LOCALES),
        st.sampled_from(TEXTS),
        st.sampled_from(TEXTS),
        st.sampled_from(["", " same", " fuzzy", " conflict"]),
    )
    return per_locale(st.dictionaries(st.sampled_from(paths), state, max_size=3))


PARAGRAPHS = st.dictionaries(st.sampled_from(["p1", "p2", "f1"]), st.sampled_from(TEXTS), max_size=3)
PLAIN = st.fixed_dictionaries(
    {"source": st.sampled_from(LOCALES), "title": per_locale(st.sampled_from(LINES))},
    optional={
        "name": per_locale(st.sampled_from(LINES)),
        "text": per_locale(PARAGRAPHS),
        "date": st.sampled_from(["1918", "1917-10-25", "1918-09-05/1922~"]),
        "calendar": st.sampled_from(["julian", ""]),
        "links": st.lists(st.sampled_from(["event/b"]), max_size=2),
        "images": st.lists(
            st.fixed_dictionaries(
                {"id": st.sampled_from(["i1", "i2"])},
                optional={"caption": per_locale(st.sampled_from(LINES)), "taken": st.just("190X")},
            ),
            max_size=2,
        ),
        "state": states(["title", "name", "text/p1", "text/p2", "images/i1/caption"]),
    },
)
ODD = st.sampled_from(
    [
        *[{}] * 12,
        {"sources": {"title": "lv"}},
        {"conflicts": {"texts": {"lv": {"title": ["other"]}}}},
        {"titel": "misspelled"},
        {"calendar": "mayan"},
        {"calendar": 1},
        {"date": "13.05.2015"},
        {"links": ["event/none"]},
        {"links": ["person/x"]},
        {"links": "event/b"},
        {"text": {"en": "One.", "ru": ["Один.", "Два."]}},
        {"images": [{"caption": {"en": "A"}}]},
        {"title": {"en": 1}},
        {"title": []},
        {"state": {"lv": 1}},
    ]
)
RECORDS = st.builds(lambda plain, odd: plain | odd, PLAIN, ODD)


@given(RECORDS, st.booleans())
def test_the_quick_way_is_the_long_way(fields, is_marked):
    data = msgspec.json.encode({"id": "a", "type": "event", **fields})
    book = LabelBook(SCHEMA)
    other = b'{"id":"b","type":"event","source":"ru","title":{"ru":"A","lv":"B","en":"A"},"state":{"lv":{"title":"'
    other += f"ru@{digest('old')} {digest('B')} human 2026-11-23".encode() + b'"}}}'
    book.add([("event", other, Place())])
    options = Options(schema=SCHEMA, locales=SCHEMA.locales, is_marked=is_marked, labels=book)
    quick, long = (Stream(SCHEMA, SCHEMA.locales, book, Selection()) for _ in range(2))
    text = RecordText("event.jsonl", 1, "event", "event/", data)
    found = PlainReader(quick, options).read(StreamedRecord(quick, text, lambda _: None))
    if found is None:
        return
    try:
        record = parse_record(data, SCHEMA)
    except L10nError as error:
        raise AssertionError(f"the quick way took what is refused: {error}") from None
    assert found == [page_value(page, options) for page in long.serve(record)]
    assert [sums.as_value() for sums in quick.sums.values()] == [sums.as_value() for sums in long.sums.values()]


def test_the_law_is_tried_on_plain_records():
    """The strategy makes enough records that take the quick way."""
    taken = []

    @given(RECORDS)
    def count(fields):
        data = msgspec.json.encode({"id": "a", "type": "event", **fields})
        stream = Stream(SCHEMA, SCHEMA.locales, LabelBook(SCHEMA), Selection())
        reader = PlainReader(stream, Options(schema=SCHEMA, locales=SCHEMA.locales))
        taken.append(reader.read(StreamedRecord(stream, RecordText("", 1, "event", "", data), lambda _: None)))

    count()
    assert sum(found is not None for found in taken) > len(taken) / 10
