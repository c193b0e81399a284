"""The law of record files: what is written is read back the same, and writing it again changes no byte."""

import json

from hypothesis import given
from hypothesis import strategies as st

from l10n.jsontext import parse_json
from l10n.record_json import format_record, parse_record
from l10n.records import Conflicts, Record, iter_units
from l10n.schema import FieldKind
from tests.sample import SCHEMA

_LOCALES = st.sampled_from(SCHEMA.locales)
_IDS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,9}", fullmatch=True)
_NAMES = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,5}", fullmatch=True)
_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n\x04")
_LINES = st.text(_CHARACTERS)
_PARAGRAPHS = st.lists(_LINES, min_size=1).map("\n".join).filter(lambda text: text == text.strip("\n"))
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=8,
)
_DATES = st.sampled_from(["1918", "1918-09-05/1922", "190X", "XXXX-09-05", "../1922?"])
_PROVENANCE = st.sampled_from(
    [
        "en@9f2c1a7b03de 41d0e5f2aa10 human 2026-11-23",
        "lv@000000000000 ffffffffffff machine:x-1 2026-01-01 fuzzy same",
    ]
)


def _value(field):
    if field.kind is FieldKind.TEXT:
        return st.dictionaries(_LOCALES, st.dictionaries(_NAMES, _PARAGRAPHS, max_size=3))
    if field.is_translatable:
        return st.dictionaries(_LOCALES, _LINES)
    if field.kind is FieldKind.LIST:
        inner = st.fixed_dictionaries({"id": _NAMES}, optional={sub.name: _value(sub) for sub in field.fields})
        return st.lists(inner, max_size=3, unique_by=lambda item: item["id"])
    if field.kind is FieldKind.REFERENCES:
        return st.lists(st.builds("{}/{}".format, st.sampled_from(field.to or tuple(SCHEMA.types)), _IDS), max_size=3)
    return _DATES if field.kind is FieldKind.DATE else _VALUES


_PATHS = st.sampled_from(["title", "label", "description", "images/i1/caption", "description/p1", "gone"])
_VERSIONS = st.lists(st.one_of(st.none(), _PARAGRAPHS), min_size=1, max_size=2).map(tuple)
_CONFLICTS = st.builds(
    Conflicts,
    texts=st.dictionaries(_LOCALES, st.dictionaries(_PATHS, _VERSIONS, min_size=1, max_size=2), max_size=2),
    values=st.dictionaries(_PATHS, st.lists(_VALUES, min_size=1, max_size=2).map(tuple), max_size=2),
)


@st.composite
def records(draw):
    type_ = draw(st.sampled_from(list(SCHEMA.types.values())))
    return Record(
        type=type_.name,
        id=draw(_IDS),
        source=draw(_LOCALES),
        sources=draw(st.dictionaries(_PATHS, _LOCALES, max_size=3)),
        values=draw(st.fixed_dictionaries({}, optional={field.name: _value(field) for field in type_.fields})),
        declared=tuple(locale for locale in SCHEMA.locales if draw(st.booleans())),
        state=draw(st.dictionaries(_LOCALES, st.dictionaries(_PATHS, _PROVENANCE, min_size=1, max_size=3), max_size=2)),
        conflicts=draw(_CONFLICTS),
    )


@given(records(), st.booleans())
def test_what_is_written_is_read_back(record, compact):
    data = format_record(record, SCHEMA, compact=compact)
    again = parse_record(data, SCHEMA, key=record.key)
    assert again == record
    assert format_record(again, SCHEMA, compact=compact) == data
    assert data.count(b"\n") == 1 or not compact


@given(records())
def test_both_forms_hold_the_same(record):
    whole, line = (format_record(record, SCHEMA, compact=compact) for compact in (False, True))
    assert parse_json(whole) == parse_json(line) == json.loads(whole)


@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_keys_in_a_file_does_not_matter(record, random):
    def shuffled(value, *, keep=False):
        if isinstance(value, list):
            return [shuffled(item) for item in value]
        if not isinstance(value, dict):
            return value
        pairs = [(key, shuffled(inner, keep=keep or key in {"extra", "conflicts"})) for key, inner in value.items()]
        if not keep:
            random.shuffle(pairs)
        return dict(pairs)

    formatted = format_record(record, SCHEMA)
    again = parse_record(json.dumps(shuffled(json.loads(formatted))).encode(), SCHEMA)
    assert again == record


@given(records())
def test_reading_back_gives_the_same_units(record):
    again = parse_record(format_record(record, SCHEMA), SCHEMA)

    def texts(of):
        return {unit.key: (unit.source_locale, dict(unit.texts), unit.is_free) for unit in iter_units(of, SCHEMA)}

    assert texts(again) == texts(record)
