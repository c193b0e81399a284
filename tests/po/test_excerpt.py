"""Excerpts: some records' units of a file are what reading all of it gives, and go back to where they stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from l10n.errors import L10nError
from l10n.model import record_key
from l10n.po import entry_digests, find_excerpt, find_lines, format_entries, format_excerpt, format_po, parse_po
from l10n.po.width import detect_width, sampled_text
from tests.po.test_po_roundtrip import catalogs

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
FIRST = '# mine\n#. note\nmsgctxt "event/a/title"\nmsgid "A"\nmsgstr "Tēvs"\n\n'
SECOND = 'msgctxt "event/b/title"\nmsgid ""\n"B\\n"\n"b"\nmsgstr ""\n\n'
THIRD = '#, fuzzy\n#| msgid "c"\nmsgctxt "event/b/text/p1"\nmsgid "C"\nmsgstr "Ц"\n\n'
GONE = '#~ msgctxt "event/b/text/p2"\n#~ msgid "D"\n#~ msgstr "d"\n'
FULL = HEADER + FIRST + SECOND + THIRD + GONE
ODD = {
    "no header": FIRST + SECOND,
    "another charset": FULL.replace("UTF-8", "ISO-8859-13"),
    "no charset": FULL.replace("; charset=UTF-8", ""),
    "byte order mark": "\ufeff" + FULL,
    "Windows": FULL.replace("\n", "\r\n"),
    "no blank lines": FULL.replace("\n\n", "\n"),
    "more blank lines": FULL.replace("\n\n", "\n\n\n"),
    "a comment apart": HEADER + "# apart\n\n" + SECOND,
    "a comment that ends in a quote": HEADER + FIRST + '# "\n\n' + SECOND,
    "comments at the end": HEADER + SECOND + "# end\n",
    "a blank line at the end": HEADER + SECOND + "\n",
    "no line end": HEADER + SECOND.rstrip("\n"),
    "a wrapped key": FULL.replace('msgctxt "event/b/text/p1', 'msgctxt ""\n"event/b/text/p1'),
    "a key wrapped within": FULL.replace('"event/b/title', '"event/b"\n"/title'),
    "odd blanks": FULL.replace("msgctxt ", "msgctxt  "),
    "a joined line": HEADER + "# joined \\\n" + SECOND,
    "an escape by number": FULL.replace('"d"', r'"\144"'),
    "its key in a comment": HEADER + SECOND.replace("msgctxt", '#. msgctxt "event/b/x"\nmsgctxt', 1),
    "its key in another's comment": HEADER + FIRST.replace("#. note", '#. msgctxt "event/b/title"') + SECOND,
    "its key as another's previous one": HEADER + FIRST.replace("#. note", '#| msgctxt "event/b/title"\n#| msgid "A"'),
    "the same key once more": HEADER + SECOND + GONE.replace("text/p2", "title"),
}


def read(data: str, *records: str):
    return find_excerpt(data.encode(), set(records))


def described(units):
    return [(unit, unit.raw.strip(), unit.line) for unit in units]


@pytest.mark.parametrize("records", [(), ("event/a",), ("event/b",), ("event/a", "event/b"), ("event/x",)])
def test_the_units_are_those_of_the_file(records):
    whole = parse_po(FULL)
    excerpt = read(FULL, *records)
    assert excerpt.catalog.header == whole.header
    assert described(excerpt.catalog.units) == described(u for u in whole.units if record_key(u.key) in records)


@pytest.mark.parametrize("name", ODD)
def test_odd_files_are_read_alike_or_not_at_all(name):
    excerpt, whole = read(ODD[name], "event/b"), parse_po(ODD[name])
    expected = [unit for unit in whole.units if record_key(unit.key or "") == "event/b"]
    known = entry_digests(whole)
    if excerpt and known and entry_digests(excerpt.catalog) == {k: v for k, v in known.items() if k == "event/b"}:
        assert described(excerpt.catalog.units) == described(expected)


def changed_source(unit):
    return unit.with_changes(source=f"{unit.source} and\nmore", targets=("t" * 200,))


@pytest.mark.parametrize("text", [FULL, *ODD.values()], ids=["plain", *ODD])
@pytest.mark.parametrize("places", [(0,), (-1,), (0, -2)])
def test_what_is_put_back_is_what_the_whole_file_would_be(text, places):
    excerpt, whole = read(text, "event/b"), parse_po(text)
    if excerpt is None or len(excerpt.catalog.units) < len([u for u in whole.units if u.key.startswith("event/b/")]):
        return
    units = excerpt.catalog.units
    chosen = {units[place % len(units)].key for place in places}

    def update(catalog):
        units = tuple(changed_source(u) if u.key in chosen and not u.obsolete else u for u in catalog.units)
        return replace(catalog, units=units)

    new = update(whole)
    data, texts = format_excerpt(text.encode(), excerpt, update(excerpt.catalog))
    assert data == format_po(new)
    found = entry_digests(update(excerpt.catalog), texts)
    assert found.items() <= entry_digests(new, format_entries(new)[1:]).items()


def test_a_unit_that_comes_goes_or_ends_takes_the_whole_file():
    excerpt = read(FULL, "event/b")
    first, second, gone = excerpt.catalog.units
    others = [(first, second), (first, second, gone, gone), (second, first, gone)]
    others += [(first, second.with_changes(obsolete=True), gone), (first, second, gone.with_changes(obsolete=False))]
    for units in others:
        assert format_excerpt(FULL.encode(), excerpt, replace(excerpt.catalog, units=units)) is None
    assert format_excerpt(FULL.encode(), excerpt, excerpt.catalog)[0] == FULL.encode()


@given(catalogs(), st.data())
def test_excerpts_of_any_catalog(catalog, data):
    names = st.sampled_from(["event/a/title", "event/a/text/p1", "event/b/title", "event/b\\/x", "event/b"])
    units = tuple(unit if data.draw(st.booleans()) else replace(unit, key=data.draw(names)) for unit in catalog.units)
    try:
        text = format_po(replace(catalog, units=units))
        whole = parse_po(text)
    except L10nError:
        return  # two units alike
    excerpt, known = find_excerpt(text, {"event/a"}), entry_digests(whole) or {}
    if excerpt is None or (entry_digests(excerpt.catalog) or {}).get("event/a") != known.get("event/a"):
        return
    expected = [unit for unit in whole.units if record_key(unit.key or "") == "event/a"]
    assert described(excerpt.catalog.units) == described(expected)


def test_lines():
    data = FULL.encode()
    assert find_lines(data, {"event/a/title", "event/b/text/p1", "event/b/text/p2"}) == {
        "event/a/title": 4,
        "event/b/text/p1": 16,
    }
    assert find_lines(ODD["a key wrapped within"].encode(), {"event/b/title"}) == {"event/b/title": 10}


def test_digests_tell_an_entrys_text_and_no_blank_lines_around_it():
    digests = entry_digests(parse_po(FULL))
    assert digests.keys() == {"event/a", "event/b"}
    assert entry_digests(parse_po(FULL.replace("\n\n", "\n\n\n"))) == digests
    changed = entry_digests(parse_po(FULL.replace("mine", "yours")))
    assert changed["event/a"] != digests["event/a"]
    assert changed["event/b"] == digests["event/b"]
    for name in ("no header", "another charset", "byte order mark", "Windows"):
        assert entry_digests(parse_po(ODD[name])) is None, name


@pytest.mark.parametrize("count", [1, 500, 5_000, 20_000])
@pytest.mark.parametrize("tail", ["", '"a line that is wrapped at another place "\n"than the lines before"\n' * 2000])
def test_the_width_is_told_from_a_part_of_the_file(count, tail):
    text = (
        HEADER + ('msgid ""\n"a line that goes on for a while, ц, until it is full, and "\n"ends"\n\n' * count) + tail
    )
    assert detect_width(sampled_text(text.encode())) == detect_width(text)
