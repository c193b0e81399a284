"""The units of a file that is read: made late, checked at once, and otherwise like a tuple."""

import copy
import tracemalloc

import pytest
from msgspec.structs import replace

from l10n.errors import L10nError
from l10n.model import Unit
from l10n.po import format_po, parse_po
from l10n.po.fast import _is_utf8
from l10n.po.fileunits import FileUnits

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
TEXT = (
    HEADER
    + '# c\nmsgid "a"\nmsgstr "ā"\n\n#, fuzzy\n#| msgid "x"\nmsgctxt "k"\nmsgid "b"\nmsgstr ""\n"1\\n"\n"2"\n\n# end\n'
)
UNITS = (
    Unit(source="a", targets=("ā",), comments=("c",)),
    Unit(
        key="k",
        source="b",
        targets=("1\n2",),
        fuzzy=True,
        previous=parse_po('#| msgid "x"\nmsgid "a"\nmsgstr ""\n').units[0].previous,
    ),
)


def test_they_are_like_a_tuple():
    units = parse_po(TEXT).units
    assert isinstance(units, FileUnits)
    assert len(units) == 2
    assert units == UNITS
    assert tuple.__eq__(UNITS, units) is NotImplemented
    assert UNITS == units  # noqa: SIM300 (the tuple is asked first)
    assert units != UNITS[:1]
    assert units != list(UNITS)
    assert (units[0], units[-1], units[1:]) == (UNITS[0], UNITS[1], UNITS[1:])
    assert [unit.line for unit in units] == [4, 8]
    assert (hash(units), repr(units)) == (hash(UNITS), repr(tuple(units)))
    assert UNITS[0] in units
    with pytest.raises(IndexError):
        units[2]


def test_a_unit_is_made_once():
    units = parse_po(TEXT).units
    assert all(one is other for one, other in zip(units, units, strict=True))


def test_catalogs_are_equal_whether_their_units_are_made_or_not():
    one, other = parse_po(TEXT), parse_po(TEXT)
    assert one == replace(other, units=tuple(other.units))
    assert isinstance(copy.copy(one.units), tuple)
    assert copy.deepcopy(one.units) == UNITS


AROUND = '# one\n#. two\n#: a.c:3\n#, fuzzy, c-format\nmsgid "a"\nmsgstr "b"\n'
FIELDS = {"comments": ("one",), "notes": ("two",), "references": ("a.c:3",), "flags": ("c-format",), "raw": AROUND}
PLAIN = Unit(source="a", targets=("b",), fuzzy=True, line=1, **FIELDS)


@pytest.mark.parametrize("first", FIELDS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_unit_reads_what_stands_around_its_texts_when_it_is_looked_at(first, newline):
    text = AROUND.replace("\n", newline)
    (unit,) = parse_po(text).units
    assert getattr(unit, first) == (text if first == "raw" else FIELDS[first])
    assert {name: getattr(unit, name) for name in FIELDS} == FIELDS | {"raw": text}


@pytest.mark.parametrize("name", FIELDS)
def test_a_changed_unit_is_like_any_other(name):
    (unit,) = parse_po(AROUND).units
    value = "" if name == "raw" else ("x",)
    changed = replace(unit, **{name: value})
    assert [getattr(changed, field) for field in FIELDS] == [
        getattr(replace(PLAIN, **{name: value}), f) for f in FIELDS
    ]
    assert (changed == unit) == (name == "raw")
    assert getattr(unit, name) == FIELDS[name]


def test_a_unit_that_was_read_is_like_one_that_was_made():
    (unit,) = parse_po(AROUND).units
    assert (unit, hash(unit), repr(unit)) == (PLAIN, hash(PLAIN), repr(PLAIN))
    assert unit.with_changes(notes=("two",)) is unit
    assert unit.with_changes(notes=()) == replace(PLAIN, notes=())
    for copied in (copy.copy(unit), copy.deepcopy(parse_po(AROUND).units[0])):
        assert (copied, copied.raw) == (PLAIN, AROUND)
    with pytest.raises(AttributeError):
        unit.notes = ()


def test_no_units():
    assert parse_po(HEADER).units == ()
    assert not parse_po("").units
    assert not parse_po("# c\n").units


def test_a_catalog_that_is_as_it_was_read_is_its_file():
    data = TEXT.encode()
    assert format_po(parse_po(data)) is data
    catalog = parse_po(data)
    assert list(catalog.units) == list(UNITS)
    assert format_po(catalog) is data
    assert format_po(parse_po(TEXT)) == data
    assert format_po(parse_po(b"\xef\xbb\xbf" + data)) == b"\xef\xbb\xbf" + data
    latin = TEXT.replace("UTF-8", "ISO-8859-13").encode("iso8859-13")
    assert format_po(parse_po(latin)) == latin


CHANGES = {
    "units": lambda catalog: replace(catalog, units=catalog.units[:1]),
    "header": lambda catalog: replace(catalog, header=catalog.header.with_changes(targets=("X: y\n",))),
    "no header": lambda catalog: replace(catalog, header=None),
    "tail": lambda catalog: replace(catalog, tail=""),
    "mark": lambda catalog: replace(catalog, bom=True),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_catalog_that_is_changed_is_no_longer_its_file(change):
    catalog = parse_po(TEXT)
    changed = change(catalog)
    assert format_po(changed) == format_po(replace(changed, units=tuple(changed.units)))
    assert format_po(changed) != TEXT.encode()
    assert format_po(catalog) == TEXT.encode()


LAST = "\n".join(f'msgid "{n}"\nmsgstr "x"\n' for n in range(2000))
BROKEN = {
    "escape": 'msgid "a"\nmsgstr "\\q"\n',
    "quote": 'msgid "a"\nmsgstr "b\n',
    "form": 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[2] "d"\n',
    "previous": '#| msgid "x" y\nmsgid "a"\nmsgstr "b"\n',
    "twice": 'msgid "1999"\nmsgstr "b"\n',
    "twice, wrapped": 'msgid ""\n"19"\n"99"\nmsgstr "b"\n',
    "twice, obsolete": '#~ msgid "1999"\n#~ msgstr "b"\n',
}


@pytest.mark.parametrize("entry", BROKEN.values(), ids=BROKEN)
def test_no_error_waits_until_units_are_looked_at(entry):
    with pytest.raises(L10nError):
        parse_po(f"{HEADER}{LAST}\n{entry}".encode())
    with pytest.raises(L10nError):
        parse_po(f"{HEADER}{LAST}\n{entry}")


@pytest.mark.parametrize("pair", [('"a\\tb"', '"a\tb"'), ('"a\\\\b"', '"a\\\\"\n"b"'), ('"\\a"', '"\a"')])
@pytest.mark.parametrize("context", ["", 'msgctxt "k"\n'])
def test_one_text_in_two_spellings_is_one_message(pair, context):
    with pytest.raises(L10nError, match="expected each message once"):
        parse_po("\n".join(f'{context}msgid {source}\nmsgstr ""\n' for source in pair))
    contexts = [f'msgctxt {source}\nmsgid "a"\nmsgstr ""\n' for source in pair]
    with pytest.raises(L10nError, match="expected each message once"):
        parse_po("\n".join(contexts))


@pytest.mark.parametrize("place", [0, 1 << 17, (1 << 17) + 7, -3])
def test_bytes_that_are_no_text_are_found_wherever_they_are(place):
    data = ("# āā\n" * (1 << 15)).encode()
    assert _is_utf8(data)
    assert not _is_utf8(data[:place] + b"\xff" + data[place:])
    assert not _is_utf8(data[:-2])


def test_reading_takes_less_than_three_times_the_files_size():
    text = "Привет, world 🎉, " * 12
    data = (
        HEADER + "".join(f'#: a.json\nmsgctxt "{n}"\nmsgid "{n}"\nmsgstr "{text}"\n\n' for n in range(8_000))
    ).encode()
    tracemalloc.start()
    try:
        catalog = parse_po(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(catalog.units) == 8_000
    assert peak < 2 * len(data)  # besides the file itself
