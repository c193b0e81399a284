"""Merging two versions of a record: by field, locale, paragraph, item and state."""

import json

import pytest

from l10n.errors import L10nError
from l10n.file_threeway import Versions, merge_record, merge_record_lines
from l10n.model import State
from l10n.record_json import parse_record
from l10n.records import iter_units
from l10n.text import digest
from tests.sample import SCHEMA

TODAY = "2026-11-23"
RECORD = {
    "id": "a",
    "type": "event",
    "source": "en",
    "title": {"en": "T", "ru": "Т", "lv": "Tl"},
    "description": {"en": {"p1": "1", "p2": "2"}, "lv": {"p1": "1l", "p2": "2l"}},
    "date": "1918",
    "persons": ["person/a", "person/b"],
    "images": [{"id": "i1", "file": "1.jpg", "caption": {"en": "C", "lv": "Cl"}}],
}


def data(record: dict) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode()


def changed(*changes: tuple[str, object], base: dict = RECORD) -> dict:
    """Return the record with other values by dotted path; None takes one away."""
    record = json.loads(json.dumps(base))
    for path, value in changes:
        *parents, name = path.split(".")
        place = record
        for parent in parents:
            place = place[int(parent)] if parent.isdigit() else place.setdefault(parent, {})
        if value is None:
            place.pop(*((int(name),) if isinstance(place, list) else (name, None)))
        else:
            place[name] = value
    return record


def merge(ours: dict, theirs: dict, base: dict | None = RECORD) -> dict:
    versions = Versions(data(base) if base else b"", data(ours), data(theirs))
    return json.loads(merge_record(versions, SCHEMA, TODAY, "a.json").data)


def cell(record: dict, path: str, locale: str) -> State:
    units = {unit.key: unit for unit in iter_units(parse_record(data(record), SCHEMA), SCHEMA)}
    return units[f"event/a/{path}"].cell(locale)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param(("title.ru", "О"), ("title.lv", "Th"), id="two locales"),
        pytest.param(("description.lv.p1", "o"), ("description.lv.p2", "t"), id="two paragraphs"),
        pytest.param(("date", "1919"), ("title.lv", "Th"), id="a value and a text"),
        pytest.param(("images.0.file", "2.jpg"), ("images.0.caption.lv", "Cx"), id="in an item"),
        pytest.param(("title.ru", None), ("title.lv", "Th"), id="one taken away"),
        pytest.param(("declared", ["et"]), ("sources", {"title": "ru"}), id="beside the fields"),
    ],
)
def test_different_things_are_merged_without_a_word(ours, theirs):
    merged = merge(changed(ours), changed(theirs))
    merged.pop("state", None)
    assert merged == changed(ours, theirs)
    assert merge(changed(theirs), changed(ours)).get("conflicts") is None


def test_the_same_text_changed_differently():
    versions = Versions(data(RECORD), data(changed(("title.lv", "O"))), data(changed(("title.lv", "Th"))))
    merged = merge_record(versions, SCHEMA, TODAY, "a.json")
    record = json.loads(merged.data)
    assert record["title"]["lv"] == "O"
    assert record["conflicts"] == {"texts": {"lv": {"title": ["Th"]}}}
    assert cell(record, "title", "lv") is State.FUZZY
    assert cell(record, "title", "ru") is State.TRANSLATED
    assert [str(conflict).partition(": two")[0] for conflict in merged.conflicts] == ["a.json: title.lv"]


@pytest.mark.parametrize(
    ("path", "ours", "theirs", "conflicts"),
    [
        pytest.param("date", "1919", "1920", {"values": {"date": ["1920"]}}, id="value"),
        pytest.param(
            "images.0.file", "2.jpg", "3.jpg", {"values": {"images/i1/file": ["3.jpg"]}}, id="value in an item"
        ),
        pytest.param("source", "ru", "lv", {"values": {"source": ["lv"]}}, id="source"),
        pytest.param("title.lv", "O", None, {"texts": {"lv": {"title": [None]}}}, id="taken away by them"),
        pytest.param("title.lv", "O", "", {"texts": {"lv": {"title": [""]}}}, id="emptied by them"),
        pytest.param("date", "1919", None, {"values": {"date": [None]}}, id="value taken away"),
    ],
)
def test_conflicts(path, ours, theirs, conflicts):
    merged = merge(changed((path, ours)), changed((path, theirs)))
    assert merged == changed((path, ours), ("conflicts", conflicts))


def test_taken_away_by_us_and_changed_by_them_stays():
    merged = merge(changed(("title.lv", None)), changed(("title.lv", "Th")))
    assert merged["title"]["lv"] == "Th"
    assert merged["conflicts"] == {"texts": {"lv": {"title": [None]}}}


def test_lists_are_merged_as_sequences():
    ours = changed(("persons", ["person/b", "person/o"]))
    theirs = changed(("persons", ["person/a", "person/t", "person/b"]))
    assert merge(ours, theirs)["persons"] == ["person/t", "person/b", "person/o"]


def test_a_paragraph_deleted_by_one_and_changed_by_the_other_stays_whole():
    ours = changed(("description.en.p2", None), ("description.lv.p2", None))
    theirs = changed(("description.lv.p2", "new"))
    for merged in (merge(ours, theirs), merge(theirs, ours)):
        assert merged["description"] == theirs["description"]
        assert merged["conflicts"] == {"texts": {"lv": {"description/p2": [None]}}}


def test_an_item_deleted_by_one_and_changed_by_the_other_stays_whole():
    ours, theirs = changed(("images.0", None)), changed(("images.0.caption.lv", "new"))
    for merged in (merge(ours, theirs), merge(theirs, ours)):
        assert merged["images"] == theirs["images"]
        assert merged["conflicts"] == {"texts": {"lv": {"images/i1/caption": [None]}}}


def test_a_paragraph_deleted_by_one_and_untouched_by_the_other_goes():
    ours = changed(("description.en.p2", None), ("description.lv.p2", None))
    merged = merge(ours, changed(("title.lv", "Th")))
    assert merged["description"] == ours["description"]
    assert "conflicts" not in merged


def test_two_new_paragraphs_under_one_id_are_two():
    state = {"lv": {"description/p3": f"en@{digest('T3')} {digest('T3l')} human 2026-01-01"}}
    ours = changed(("description.en.p3", "O3"), ("description.ru", {"p3": "O3r"}))
    theirs = changed(("description.en.p3", "T3"), ("description.lv.p3", "T3l"), ("state", state))
    merged = merge(ours, theirs)
    assert merged["description"] == {
        "en": {"p1": "1", "p2": "2", "p3": "O3", "p4": "T3"},
        "ru": {"p3": "O3r"},
        "lv": {"p1": "1l", "p2": "2l", "p4": "T3l"},
    }
    assert merged["state"] == {"lv": {"description/p4": state["lv"]["description/p3"]}}


def test_two_new_items_under_one_id_are_two_unless_they_are_the_same():
    new = {"id": "i2", "file": "2.jpg", "caption": {"en": "D"}}
    ours = changed(("images", [*RECORD["images"], new]))
    other = changed(("images", [*RECORD["images"], new | {"file": "3.jpg"}]))
    assert [item["id"] for item in merge(ours, other)["images"]] == ["i1", "i2", "i3"]
    same = changed(("images", [*RECORD["images"], new | {"caption": {"en": "D", "lv": "Dl"}}]))
    assert merge(ours, same)["images"] == same["images"]


def test_a_source_from_one_side_makes_a_translation_from_the_other_stale_even_without_a_state():
    merged = merge(changed(("title.en", "T2")), changed(("title.lv", "Th")))
    assert (merged["title"]["en"], merged["title"]["lv"]) == ("T2", "Th")
    assert merged["state"] == {"lv": {"title": f"en@{digest('T')} {digest('Th')} import {TODAY}"}}
    assert cell(merged, "title", "lv") is State.FUZZY
    assert "conflicts" not in merged


@pytest.mark.parametrize("is_ours", [True, False])
def test_a_translation_that_came_with_its_source_stays_fresh(is_ours):
    sides = (changed(("title.en", "T2"), ("title.lv", "Th")), changed(("title.ru", "О")))
    merged = merge(*(sides if is_ours else sides[::-1]))
    assert cell(merged, "title", "lv") is State.TRANSLATED
    assert cell(merged, "title", "ru") is State.FUZZY


def synced(source: str, text: str, when: str = "2026-01-01", marks: str = "") -> dict:
    return {"lv": {"title": f"en@{digest(source)} {digest(text)} human {when}{marks}"}}


def test_an_edit_since_the_last_sync_is_no_answer_to_the_other_side_s_source():
    """Source and translation both differ from the state then, which otherwise means that somebody updated both."""
    base = changed(("state", synced("T", "Tl")))
    merged = merge(changed(("title.en", "T2"), base=base), changed(("title.lv", "Th"), base=base), base)
    assert merged["state"] == {"lv": {"title": f"en@{digest('T')} {digest('Th')} human 2026-01-01"}}
    assert cell(merged, "title", "lv") is State.FUZZY


def test_of_two_states_the_one_made_from_the_source_as_it_is_stays():
    ours = changed(("title.en", "T2"), ("state", synced("T2", "Tl", "2026-01-01")))
    theirs = changed(("state", synced("T", "Tl", "2026-02-02")))
    assert merge(ours, theirs)["state"] == synced("T2", "Tl", "2026-01-01")
    ours = changed(("state", synced("T", "Tl", "2026-01-01")))
    assert merge(ours, theirs)["state"] == synced("T", "Tl", "2026-02-02")


def test_a_doubt_from_one_side_stays():
    base = changed(("state", synced("T", "Tl")))
    theirs = changed(("state", synced("T", "Tl", marks=" fuzzy")))
    assert merge(changed(("date", "1919"), base=base), theirs, base)["state"] == synced("T", "Tl", marks=" fuzzy")


def test_conflicts_are_merged_themselves():
    open_ = ("conflicts", {"texts": {"lv": {"title": ["x"]}}})
    base = changed(open_)
    settled = changed(("title.lv", "x"))
    assert merge(settled, changed(("date", "1919"), base=base), base) == changed(("title.lv", "x"), ("date", "1919"))
    merged = merge(changed(("title.lv", "O"), base=base), changed(("title.lv", "Th"), base=base), base)
    assert merged["conflicts"] == {"texts": {"lv": {"title": ["x", "Th"]}}}


def test_one_who_settles_a_conflict_has_decided_though_the_text_is_the_same():
    base = changed(("conflicts", {"texts": {"lv": {"title": ["x"]}}}))
    merged = merge(RECORD, changed(("title.lv", "x")), base)
    assert merged["title"]["lv"] == "Tl"
    assert merged["conflicts"] == {"texts": {"lv": {"title": ["x"]}}}


def test_both_added_the_record():
    merged = merge(changed(("title.lv", "O")), changed(("title.lv", "Th"), ("date", None)), None)
    assert merged == changed(("title.lv", "O"), ("conflicts", {"texts": {"lv": {"title": ["Th"]}}}))


def test_a_renamed_record_keeps_its_new_id():
    assert merge(changed(("id", "b")), changed(("title.lv", "Th")))["id"] == "b"


def test_bytes_of_a_version_that_says_it_all_stay():
    ours = json.dumps(changed(("title.lv", "O")), indent=7).encode()
    theirs = data(changed(("title.lv", "O"))) + b"\n\n"
    assert merge_record(Versions(data(RECORD), ours, theirs), SCHEMA, TODAY).data == ours


def test_what_cannot_be_read_is_named_by_its_side():
    with pytest.raises(L10nError, match=r"^a\.json \(ours\):1"):
        merge_record(Versions(data(RECORD), b"<<<<<<<", data(changed(("date", "1919")))), SCHEMA, TODAY, "a.json")


# One record a line


def line(name: str, **fields: object) -> bytes:
    return data({"id": name, "type": "event", "source": "en", **fields}) + b"\n"


def lines(base: list[bytes], ours: list[bytes], theirs: list[bytes]) -> tuple[bytes, list[str]]:
    versions = Versions(*(b"".join(part) for part in (base, ours, theirs)))
    merged = merge_record_lines(versions, SCHEMA, TODAY, "e.jsonl")
    return merged.data, [str(conflict).partition(": two")[0] for conflict in merged.conflicts]


def test_lines_are_matched_by_id_and_keep_their_bytes():
    a, b, c, d = (line(name, title={"en": name}) for name in "abcd")
    odd = b.replace(b'"en"', b'  "en"')
    assert lines([a, b], [odd, a], [a, c, b, d]) == (odd + d + a + c, [])


def test_lines_taken_away():
    a, b, c = (line(name, title={"en": name}) for name in "abc")
    new = line("b", title={"en": "b", "lv": "new"})
    assert lines([a, b, c], [a, b], [b, c]) == (b, [])
    kept, conflicts = lines([a, b, c], [a, c], [a, new, c])
    assert json.loads(kept.splitlines()[1])["conflicts"] == {"texts": {"lv": {"title": [None]}}}
    assert conflicts == ["e.jsonl:2: title.lv"]


def test_a_line_that_both_changed():
    base = [line("a"), line("b", title={"en": "b"})]
    ours = [line("a"), line("b", title={"en": "b", "lv": "o"})]
    theirs = [line("a", date="1918"), line("b", title={"en": "b", "lv": "t", "ru": "т"})]
    merged, conflicts = lines(base, ours, theirs)
    assert merged.startswith(theirs[0])
    assert json.loads(merged.splitlines()[1])["title"] == {"en": "b", "ru": "т", "lv": "o"}
    assert conflicts == ["e.jsonl:2: title.lv"]


@pytest.mark.parametrize(
    ("theirs", "message"),
    [
        (line("a") + line("a"), r"e\.jsonl \(theirs\):2: the record 'a' stands twice"),
        (line("a") + b"{}\n", r"e\.jsonl \(theirs\):2: found no id"),
        (b"\n<<<<<<< HEAD\n", r"e\.jsonl \(theirs\):2"),
    ],
)
def test_lines_that_cannot_be_read(theirs, message):
    with pytest.raises(L10nError, match=message):
        lines([line("a")], [line("b")], [theirs])
