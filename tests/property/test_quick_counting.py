"""The law of quick counting: whatever the records, and however damaged, it counts or refuses as the usual way does."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from l10n.config import parse_schema
from l10n.counting.quick import QuickCounter
from l10n.coverage import count_coverage, make_coverage
from l10n.errors import L10nError
from l10n.record_json import parse_record
from l10n.text import digest
from tests.sample import CONFIG as SAMPLE

CONFIG = f"""{SAMPLE}
[types.thing]
optional = ["et"]
[types.thing.fields.title]
kind = "line"
[types.thing.fields.name]
kind = "name"
[types.thing.fields.note-2]
kind = "line"
required = ["ru"]
[types.thing.fields.body]
kind = "text"
[types.thing.fields.parts]
kind = "list"
[types.thing.fields.parts.fields.caption]
kind = "line"
[types.thing.fields.parts.fields.notes]
kind = "text"
[types.thing.fields.parts.fields.taken]
kind = "date"
[types.thing.fields.made]
kind = "date"
calendar = "era"
[types.thing.fields.era]
kind = "value"
[types.thing.fields.by]
kind = "references"
to = ["person"]
[types.thing.fields.more]
kind = "value"
"""
SCHEMA = parse_schema(CONFIG)
ALL = ("type", "field", "record")
LOCALES = st.sampled_from(SCHEMA.locales)
ODD_TEXTS = st.sampled_from(["Riga", "", " ", "\u2003", "a “quote”", 'b "c"', "\\"])
BODIES = st.one_of(ODD_TEXTS, st.sampled_from(["Rīga", "Рига", "The Red Terror"]))
MARKS = st.sampled_from(["", "", "", " same", " fuzzy", " conflict", " merged same"])
OWN_PATHS = {"thing": ("title", "name", "note-2"), "event": ("title", "label")}


@st.composite
def texts(draw, own):
    """A field's texts: mostly one in the source locale and others in some more, each of its own."""
    locales = draw(st.lists(LOCALES, max_size=4, unique=True))
    if draw(st.integers(0, 4)):
        locales = list(dict.fromkeys([*locales, own]))
    found = {locale: f"красно-белый {locale}" for locale in locales}
    if found and not draw(st.integers(0, 3)):
        found[draw(st.sampled_from(locales))] = draw(ODD_TEXTS)
    if found and not draw(st.integers(0, 5)):
        found[draw(st.sampled_from(locales))] = found.get(own, "Riga")
    return found


@st.composite
def states(draw, held, own):
    """What a unit's translations were made from: mostly of what is there now, by chains and in circles too."""
    found = {}
    for locale in draw(st.lists(st.sampled_from([*held, "uk"]), max_size=4, unique=True)):
        base = own if draw(st.integers(0, 2)) else draw(LOCALES)
        source = held.get(base, "gone") if draw(st.integers(0, 2)) else "was"
        target = held.get(locale, "gone") if draw(st.integers(0, 2)) else "was"
        found[locale] = f"{base}@{digest(source)} {digest(target)} human 2026-11-23{draw(MARKS)}"
    return found


@st.composite
def records(draw):
    """Return a record as JSON holds it, with what makes counting hard."""
    type_name = draw(st.sampled_from(["thing", "thing", "event"]))
    own = draw(LOCALES)
    record = {"id": draw(st.from_regex("[a-z0-9]{1,3}", fullmatch=True)), "type": type_name, "source": own}
    by_locale = {}
    for name in OWN_PATHS[type_name]:
        if draw(st.integers(0, 3)):
            held = record[name] = draw(texts(own))
            for locale, state in draw(states(held, own)).items():
                by_locale.setdefault(locale, {})[name] = state
    if type_name == "thing":
        _add_body(draw, record, by_locale)
        _add_parts(draw, record, by_locale)
    record |= draw(_more() if type_name == "event" else OTHERS)
    if not draw(st.integers(0, 8)):
        by_locale.setdefault("lv", {})["gone"] = draw(
            st.sampled_from(["no state", f"en@{'0' * 12} {'0' * 12} import 2026-01-01"])
        )
    if by_locale and draw(st.integers(0, 4)):
        record["state"] = by_locale
    if draw(st.booleans()):
        record["declared"] = draw(st.lists(LOCALES, max_size=3))
    if not draw(st.integers(0, 9)):
        record["sources"] = {draw(st.sampled_from(OWN_PATHS[type_name])): draw(LOCALES)}
    if not draw(st.integers(0, 5)):
        versions = {draw(st.sampled_from(OWN_PATHS[type_name])): ["another", None]}
        record["conflicts"] = {"texts": {draw(LOCALES): versions}}
    return record


def _add_body(draw, record, by_locale):
    """Add paragraphs, most of them with those of the source beside them, and their states."""
    if not draw(st.booleans()):
        return
    names = st.lists(st.sampled_from(["p1", "p2", "p3"]), min_size=1, max_size=3, unique=True)
    held = draw(st.lists(LOCALES, max_size=4, unique=True))
    record["body"] = {
        locale: {
            name: draw(BODIES if not draw(st.integers(0, 9)) else st.just(f"{name} {locale}")) for name in draw(names)
        }
        for locale in dict.fromkeys([record["source"], *held] if draw(st.integers(0, 4)) else held)
    }
    for name in draw(names) if draw(st.booleans()) else ():
        texts_of_it = {locale: body[name] for locale, body in record["body"].items() if name in body}
        for locale, state in draw(states(texts_of_it, record["source"])).items():
            by_locale.setdefault(locale, {})[f"body/{name}"] = state


def _add_parts(draw, record, by_locale):
    """Add a list, most of whose items have an id, and its states."""
    if draw(st.integers(0, 2)):
        return
    items = record["parts"] = []
    for name in draw(st.lists(st.sampled_from(["i1", "i2", "i3"]), max_size=3, unique=draw(st.integers(0, 9)) > 0)):
        item = {"id": name} if draw(st.integers(0, 9)) else {}
        if draw(st.booleans()):
            item["taken"] = draw(mostly(["1918", "190X"], ["1918-13", None]))
        if draw(st.booleans()):
            item["caption"] = draw(texts(record["source"]))
            for locale, state in draw(states(item["caption"], record["source"])).items():
                by_locale.setdefault(locale, {})[f"parts/{name}/caption"] = state
        if draw(st.booleans()):
            bodies = st.dictionaries(st.sampled_from(["p1", "p2"]), BODIES, min_size=1, max_size=2)
            item["notes"] = {locale: draw(bodies) for locale in draw(st.lists(LOCALES, min_size=1, max_size=3))}
            body = {locale: body["p1"] for locale, body in item["notes"].items() if "p1" in body}
            for locale, state in draw(states(body, record["source"])).items():
                by_locale.setdefault(locale, {})[f"parts/{name}/notes/p1"] = state
        items.append(item)


def mostly(good, bad):
    """Return a strategy for values of which few are wrong."""
    return st.sampled_from([*good * 6, *bad])


OTHERS = st.fixed_dictionaries(
    {},
    optional={
        "made": mostly(["1918", "190X", "1918-09-05"], ["1918-13-05", "", 1918, None]),
        "era": mostly(["julian", "", None], ["gregorian", "old style"]),
        "by": mostly([["person/a", "person/b"], [], ["person/a"]], [["event/a"], ["person/A"], "person/a", [1]]),
        "more": st.recursive(
            st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["a", "{", '"', "Рига"]),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab{"), inner, max_size=3),
        ),
    },
)


def _more():
    body = st.one_of(
        st.dictionaries(st.sampled_from(["p1", "p2", "f1"]), BODIES, max_size=3), st.lists(BODIES, max_size=2), BODIES
    )
    return st.fixed_dictionaries(
        {},
        optional={
            "description": st.dictionaries(LOCALES, body, max_size=4),
            "date": st.sampled_from(["1918", "190X"]),
            "persons": st.just(["person/a"]),
            "images": st.just([{"id": "i1", "file": "a.jpg", "caption": {"en": "A poster", "lv": "Plakāts"}}]),
            "extra": st.sampled_from([None, 1, {"a": "b"}, ["c"]]),
        },
    )


def usual(lines):
    """Count as `count_coverage` does; return the coverage, or the first error."""
    try:
        return count_coverage([parse_record(line, SCHEMA, "x", key=key) for line, key in lines], SCHEMA, ALL)
    except L10nError as error:
        return str(error)


def quick(lines):
    counter = QuickCounter(SCHEMA)
    try:
        for line, key in lines:
            counter.add(line, key, "x")
    except L10nError as error:
        return str(error)
    tally, roll = counter.take()
    return make_coverage(tally, SCHEMA, ALL, rolls=[roll])


def encode(record, *, is_ascii=False, indent=None):
    return json.dumps(record, ensure_ascii=is_ascii, indent=indent).encode(), f"{record['type']}/"


@settings(max_examples=300)
@given(st.lists(records(), max_size=6, unique_by=lambda record: (record["type"], record["id"])), st.booleans())
def test_quick_numbers_are_the_usual_ones(found, is_ascii):
    """Beside each record stands one with the same texts alone: what is learnt from one is not true of the other."""
    plain = [
        {name: value for name, value in record.items() if name not in {"state", "declared", "conflicts", "sources"}}
        | {"id": f"{record['id']}-plain"}
        for record in found
    ]
    several = [*plain[::2], *found, *plain[1::2]]
    lines = [encode(record, is_ascii=is_ascii, indent=2 if is_ascii else None) for record in several]
    assert quick(lines) == usual(lines)


@given(
    records(),
    st.integers(0, 10_000),
    st.integers(0, 12),
    st.sampled_from(["", ",", '"', "}", ":", "1", "\\n", "é", '"en":"x",']),
)
def test_damage_is_refused_as_usual(record, place, length, junk):
    """Leave out states: of one that is fresh by its beginning, quick counting does not read the middle."""
    record.pop("state", None)
    line, key = encode(record)
    text = line.decode()
    place %= len(text)
    damaged = [((text[:place] + junk + text[place + length :]).encode(), key)]
    assert quick(damaged) == usual(damaged)


@given(records())
def test_a_field_given_twice_is_refused(record):
    line, key = encode(record)
    twice = line[:-1] + b', "source": "en"}'
    assert quick([(twice, key)]) == usual([(twice, key)])
    assert "stands twice" in quick([(twice, key)])
