"""Returned units: the table of what becomes of a text that comes back from a translator, row by row."""

import pytest
from msgspec.structs import replace

from l10n.batch import Back, Base
from l10n.model import Provenance, Unit
from l10n.records import iter_units
from l10n.returned import STILL_OUT, Fate, take_back
from l10n.text import digest
from tests.open_records import SCHEMA, event, made, person

TODAY = "2026-11-30"
NOTHING = digest("")


def base(source="S", target="", locale="en", back=()):
    """Return what a unit was when it was handed out, and what came back."""
    return Base(source_locale=locale, source_digest=digest(source), target_digest=digest(target), back=back)


def held(text):
    return Back(digest(text), is_held=True)


def waiting(text):
    return Back(digest(text), is_waiting=True)


def entry(target, source="S", **fields):
    return Unit(key="event/a/title", source=source, targets=(target,), **fields)


def unit(texts=None, state=None, **texts_too):
    """Return an event's title as it is now; texts are those of its locales, English first."""
    title = {"en": "S"} | (texts or {}) | texts_too
    state = {code: {"title": words} for code, words in (state or {}).items()}
    return next(iter_units(event("a", title=title, texts=(), state=state), SCHEMA))


def state_of(text, source="S", who="human", *marks):
    return Provenance("en", digest(source), digest(text), who, TODAY, marks)


STALE = {"lv": made("S0", "T")}
SAME = ("l10n: same",)
ROWS = {
    # name: base, entry, unit, fate, the record's new state
    "translated": (base(), entry("P"), unit(), Fate.TAKEN, state_of("P")),
    "not translated": (base(), entry(""), unit(), Fate.OPEN, None),
    "white space": (base(), entry(" \n"), unit(), Fate.OPEN, None),
    "a stale text, redone": (base("S", "T"), entry("P"), unit(lv="T", state=STALE), Fate.TAKEN, state_of("P")),
    "a stale text, confirmed": (base("S", "T"), entry("T"), unit(lv="T", state=STALE), Fate.CONFIRMED, state_of("T")),
    "a stale text, as it was": (
        base("S", "T"),
        entry("T", fuzzy=True),
        unit(lv="T", state=STALE),
        Fate.OPEN,
        None,
    ),
    "a memory's match, as it was": (
        base(),
        entry("M", fuzzy=True, notes=("memory: event/b/title, 100 %: M",)),
        unit(),
        Fate.OPEN,
        None,
    ),
    "a draft": (base(), entry("P", fuzzy=True), unit(), Fate.DRAFT, None),
    "a draft that somebody else finished": (base(), entry("R", fuzzy=True), unit(lv="R"), Fate.OPEN, None),
    "made obsolete by a tool": (base(), entry("P", obsolete=True), unit(), Fate.DRAFT, None),
    "the source moved": (base("S0"), entry("P", "S0"), unit(), Fate.STALE, None),
    "the source moved in typography alone": (
        base("Word's"),
        entry("P", "Word's"),
        unit(en="Word’s"),
        Fate.TAKEN,
        state_of("P", "Word’s"),
    ),
    "the source moved, and its translation": (
        base("S0", "T"),
        entry("P", "S0"),
        unit(lv="R"),
        Fate.CONFLICT,
        state_of("R", "S", "import", "conflict"),
    ),
    "the source is another than was handed out": (base("S0"), entry("P"), unit(), Fate.ALTERED, None),
    "translated twice": (base(), entry("P"), unit(lv="R"), Fate.CONFLICT, state_of("R", "S", "import", "conflict")),
    "translated twice, the record's synchronised": (
        base(),
        entry("P"),
        unit(lv="R", state={"lv": made("S", "R")}),
        Fate.CONFLICT,
        state_of("R", "S", "human", "conflict"),
    ),
    "translated twice alike": (base(), entry("R"), unit(lv="R"), Fate.AGREED, None),
    "edited meanwhile, the translator changed nothing": (base("S", "T"), entry("T"), unit(lv="R"), Fate.AGREED, None),
    "emptied meanwhile, the translator changed nothing": (base("S", "T"), entry("T"), unit(lv=""), Fate.AGREED, None),
    "taken away meanwhile": (base("S", "T"), entry("P"), unit(), Fate.TAKEN, state_of("P")),
    "a copy": (base(), entry("S"), unit(), Fate.COPY, None),
    "the same on purpose": (base(), entry("S", comments=SAME), unit(), Fate.TAKEN, state_of("S", "S", "human", "same")),
    "two lines in a line": (base(), entry("P\nQ"), unit(), Fate.REFUSED, None),
    "it came back before": (base(back=(held("P"),)), entry("P"), unit(lv="P"), Fate.REPEATED, None),
    "it came back before, and somebody typed another": (
        base(back=(held("P"),)),
        entry("P"),
        unit(lv="R"),
        Fate.SUPERSEDED,
        None,
    ),
    "it came back before, and was emptied on purpose": (
        base(back=(held("P"),)),
        entry("P"),
        unit(lv="", state={"lv": made("S", "P")}),
        Fate.SUPERSEDED,
        None,
    ),
    "it came back before, and its unit is gone": (base(back=(held("P"),)), entry("P"), None, Fate.SUPERSEDED, None),
    "it came back before, and the record was put back": (
        base(back=(held("P"),)),
        entry("P"),
        unit(),
        Fate.TAKEN,
        state_of("P"),
    ),
    "it came back before, and the stale text was put back": (
        base("S", "T", back=(held("P"),)),
        entry("P"),
        unit(lv="T", state=STALE),
        Fate.TAKEN,
        state_of("P"),
    ),
    "it came back before, and the text in doubt was put back": (
        base("S", "T", back=(held("P"),)),
        entry("P"),
        unit(lv="T", state={"lv": made("S", "T", "en", "fuzzy")}),
        Fate.TAKEN,
        state_of("P"),
    ),
    "it came back before, and the withdrawn text was put back": (
        base("S", "", back=(held("P"),)),
        entry("P"),
        unit(lv="", state=STALE),
        Fate.TAKEN,
        state_of("P"),
    ),
    "it was confirmed, and the record was put back": (
        base("S", "T", back=(held("T"),)),
        entry("T"),
        unit(lv="T", state=STALE),
        Fate.CONFIRMED,
        state_of("T"),
    ),
    "it was confirmed, and somebody doubts it since": (
        base("S", "T", back=(held("T"),)),
        entry("T"),
        unit(lv="T", state={"lv": made("S", "T", "en", "fuzzy")}),
        Fate.REPEATED,
        None,
    ),
    "it came back before, and somebody typed the stale text again": (
        base("S", "T", back=(held("P"),)),
        entry("P"),
        unit(lv="T", state={"lv": made("S", "P")}),
        Fate.SUPERSEDED,
        None,
    ),
    "it came back before, and the stale text was synchronised again": (
        base("S", "T", back=(held("P"),)),
        entry("P"),
        unit(lv="T", state={"lv": made("S", "T")}),
        Fate.SUPERSEDED,
        None,
    ),
    "it came back before, the record was put back and the source moved": (
        base("S0", back=(held("P"),)),
        entry("P", "S0"),
        unit(),
        Fate.STALE,
        None,
    ),
    "it was in conflict, and the record was put back": (
        base(back=(Back(digest("P")),)),
        entry("P"),
        unit(),
        Fate.TAKEN,
        state_of("P"),
    ),
    "it was in conflict, which is settled": (
        base(back=(Back(digest("P")),)),
        entry("P"),
        unit(lv="R", state={"lv": made("S", "R")}),
        Fate.REPEATED,
        None,
    ),
    "a newer one came back, and the record was put back": (
        base(back=(held("P"), held("Q"))),
        entry("P"),
        unit(),
        Fate.SUPERSEDED,
        None,
    ),
    "a newer one came back, and somebody typed the older one again": (
        base(back=(held("P"), held("Q"))),
        entry("Q"),
        unit(lv="P", state={"lv": made("S", "P")}),
        Fate.SUPERSEDED,
        None,
    ),
    "a newer one came back": (
        base(back=(held("P"), held("Q"))),
        entry("P"),
        unit(lv="Q", state={"lv": made("S", "Q")}),
        Fate.REPEATED,
        None,
    ),
    "as it was handed out, a newer one came back": (
        base("S", "T", back=(held("Q"),)),
        entry("T", fuzzy=True),
        unit(lv="Q", state=STALE),
        Fate.OPEN,
        None,
    ),
    "it waited for its source": (base(back=(waiting("P"),)), entry("P"), unit(), Fate.TAKEN, state_of("P")),
    "it waits for its source": (base("S0", back=(waiting("P"),)), entry("P", "S0"), unit(), Fate.WAITING, None),
    "it waits for its unit": (base(back=(waiting("P"),)), entry("P"), None, Fate.WAITING, None),
    "an older one that waited": (base(back=(waiting("P"), waiting("Q"))), entry("P"), None, Fate.REPEATED, None),
    "it waited, and somebody else was faster": (
        base(back=(waiting("P"),)),
        entry("P"),
        unit(lv="R"),
        Fate.REPEATED,
        None,
    ),
    "it waited, and a newer one came back": (
        base(back=(waiting("P"), waiting("Q"))),
        entry("P"),
        unit(),
        Fate.REPEATED,
        None,
    ),
    "another text than came back before": (
        base("S", back=(held("P"),)),
        entry("Q"),
        unit(lv="P", state={"lv": made("S", "P")}),
        Fate.TAKEN,
        state_of("Q"),
    ),
    "not of this batch": (None, entry("P"), unit(), Fate.UNKNOWN, None),
    "not of this batch, and not translated": (None, entry(""), unit(), Fate.OPEN, None),
    "the unit is gone": (base(), entry("P"), None, Fate.GONE, None),
    "the locale is the source's now": (base("R", "", "ru"), entry("P", "R"), unit(en="", lv="L"), Fate.GONE, None),
    "from another translation": (
        base("R", "", "ru"),
        entry("P", "R"),
        unit(ru="R", state={"ru": made("S", "R")}),
        Fate.TAKEN,
        replace(state_of("P", "R"), source_locale="ru"),
    ),
    "from another translation that changed": (base("R0", "", "ru"), entry("P", "R0"), unit(ru="R"), Fate.STALE, None),
    "from another translation that is gone": (base("R", "", "ru"), entry("P", "R"), unit(), Fate.STALE, None),
    "from another translation that is stale now": (
        base("R", "", "ru"),
        entry("P", "R"),
        unit(ru="R", state={"ru": made("S0", "R")}),
        Fate.TAKEN,
        replace(state_of("P", "R"), source_locale="ru"),
    ),
}


@pytest.mark.parametrize(("base", "entry", "unit", "fate", "provenance"), ROWS.values(), ids=ROWS)
def test_row(base, entry, unit, fate, provenance):
    returned = take_back(base, entry, unit, "lv", TODAY)
    assert (returned.fate, returned.provenance) == (fate, provenance)


def test_every_fate_has_a_row():
    assert {row[3] for row in ROWS.values()} == set(Fate) - {Fate.REPLACED}


def test_a_conflict_that_a_merge_left_stays_one():
    merged = replace(unit(lv="R"), others={"lv": ("R2",)})
    assert take_back(base("S", "R"), entry("P"), merged, "lv", TODAY).fate is Fate.CONFLICT
    assert take_back(base("S", "R"), entry("R"), merged, "lv", TODAY).fate is Fate.AGREED


def test_a_name_may_equal_its_source():
    name = next(iter_units(person("t"), SCHEMA))
    given = Unit(key=name.key, source="Leon Trotsky", targets=("Leon Trotsky",))
    assert take_back(base("Leon Trotsky"), given, name, "lv", TODAY).fate is Fate.TAKEN


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("translated", base("S", back=(held("P"),))),
        ("another text than came back before", base("S", back=(held("P"), held("Q")))),
        ("a stale text, confirmed", base("S", "T", back=(held("T"),))),
        ("translated twice", base(back=(Back(digest("P")),))),
        ("the source moved", base("S0", back=(waiting("P"),))),
        ("the unit is gone", base(back=(waiting("P"),))),
        ("it waited for its source", base(back=(held("P"),))),
        ("it waits for its source", base("S0", back=(waiting("P"),))),
        ("a draft", base()),
        ("not translated", base()),
        ("it came back before", base(back=(held("P"),))),
        ("it came back before, and the record was put back", base(back=(held("P"),))),
        ("it came back before, the record was put back and the source moved", base("S0", back=(waiting("P"),))),
        ("it was in conflict, and the record was put back", base(back=(held("P"),))),
    ],
)
def test_what_is_known_of_a_unit_after_it_came_back(row, expected):
    before, given, now, _, _ = ROWS[row]
    assert take_back(before, given, now, "lv", TODAY).base_after(before) == expected


@pytest.mark.parametrize("row", [name for name, row in ROWS.items() if row[3] not in {Fate.UNKNOWN, *STILL_OUT}])
def test_the_same_text_is_not_taken_twice(row):
    before, given, now, _, _ = ROWS[row]
    returned = take_back(before, given, now, "lv", TODAY)
    after, told = returned.base_after(before), returned.provenance
    if now is not None and told is not None:
        texts = now.texts | ({"lv": given.target} if returned.fate is Fate.TAKEN else {})
        now = replace(now, texts=texts, state=now.state | {"lv": str(told)})
    assert take_back(after, given, now, "lv", TODAY).fate in {
        Fate.REPEATED,
        Fate.SUPERSEDED,
        Fate.WAITING,
        Fate.OPEN,
    }


def test_a_text_that_validate_reports_is_taken_and_named():
    returned = take_back(base(), entry("Kafe\u0301\x1b[31m"), unit(), "lv", TODAY)
    assert (returned.fate, returned.needs_person) == (Fate.TAKEN, True)
    assert "not in NFC" in returned.message
    assert "U+001B" in returned.message
    assert not take_back(base(), entry("P"), unit(), "lv", TODAY).needs_person
