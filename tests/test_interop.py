"""Catalogs as the objects of polib and Babel, and back."""

import io

import polib
import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from l10n.errors import L10nError
from l10n.interop import from_babel, from_polib, to_babel, to_polib
from l10n.model import Catalog, Previous, Unit
from l10n.po import format_po, new_header, parse_po

FIELDS = {
    "Project-Id-Version": "Test 1.0",
    "Report-Msgid-Bugs-To": "",
    "POT-Creation-Date": "2026-11-23 06:12+0200",
    "PO-Revision-Date": "2026-11-23 06:12+0000",
    "Last-Translator": "",
    "Language-Team": "",
    "Language": "lv",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);",
}
HEADER = new_header(FIELDS | {"X-Source-Language": "en", "X-A": "1"}).with_changes(comments=("Latvian", "", "by hand"))
RICH = Catalog(
    header=HEADER,
    units=(
        Unit(
            key="event/a/title",
            source="Title of %d",
            targets=("Virsraksts\t%d\n",),
            fuzzy=True,
            comments=("by hand", "", "by hand"),
            notes=("Event: a", "max-length: 80", "Event: a"),
            references=("a.c:4", "../a.json", "\u2068two words.c\u2069:5", "a.c:3", "C:\\x"),
            flags=("c-format", "no-wrap"),
            previous=Previous(key="event/old/title", source="Old title"),
        ),
        Unit(
            key="",
            source="one",
            source_plural="many",
            targets=("viens", "", "daudz"),
            previous=Previous(source="1", source_plural="2"),
        ),
        Unit(source="one"),
        Unit(source="two", source_plural="twos", targets=("", "", "")),
        Unit(key="event/z/title", source="gone", targets=("prom",), obsolete=True, fuzzy=True, comments=("why",)),
        Unit(source="one (2)", source_plural="", targets=("x", "y", "z"), obsolete=True),
    ),
)


def test_polib_holds_all_of_a_catalog():
    assert from_polib(to_polib(RICH)) == RICH
    legacy = replace(RICH, header=new_header({"Content-Type": "text/plain; charset=ISO-8859-13"}), width=60)
    assert from_polib(to_polib(replace(legacy, charset="ISO-8859-13"))) == replace(legacy, charset="ISO-8859-13")


def test_polib_sees_the_entries_that_it_reads_itself():
    catalog = replace(RICH, units=tuple(replace(unit, references=("a.c:3", "b")) for unit in RICH.units))
    ours, theirs = to_polib(catalog), polib.pofile(format_po(catalog).decode(), wrapwidth=0)
    assert (ours.header, ours.metadata, ours.encoding) == (theirs.header, theirs.metadata, theirs.encoding)
    assert list(ours.metadata) == list(theirs.metadata)
    names = (
        "msgctxt",
        "msgid",
        "msgid_plural",
        "msgstr",
        "msgstr_plural",
        "comment",
        "tcomment",
        "occurrences",
        "flags",
    )
    assert len(ours) == len(theirs)
    for a, b in zip(ours, theirs, strict=True):
        assert [getattr(a, name) for name in names] == [getattr(b, name) for name in names]
        assert bool(a.obsolete) == bool(b.obsolete)
        assert a.previous_msgid == b.previous_msgid


def test_a_file_that_polib_has_read_becomes_a_catalog():
    catalog = replace(
        RICH, units=tuple(replace(unit, references=()) for unit in RICH.units if unit.source_plural != "")
    )
    assert from_polib(polib.pofile(format_po(catalog).decode(), wrapwidth=0)) == catalog
    assert from_polib(polib.pofile('msgid "a"\nmsgstr ""\n')).header is None


NOT_IN_POLIB = {
    "a single empty comment": (Unit(source="a", comments=("",)), Unit(source="a")),
    "a previous source of nothing": (Unit(source="a", previous=Previous()), Unit(source="a")),
}


@pytest.mark.parametrize(("unit", "left"), NOT_IN_POLIB.values(), ids=NOT_IN_POLIB)
def test_what_polib_has_no_place_for(unit, left):
    catalog = Catalog(header=HEADER, units=(unit,))
    assert from_polib(to_polib(catalog)).units == (left,)
    assert from_polib(to_polib(catalog), catalog) == catalog


def test_what_polib_has_no_place_for_in_a_file():
    odd = Unit(source="", targets=("A: 1\nA: 2\nB:3\nfolded\n",), references=("a",), flags=("c-format",))
    catalog = Catalog(header=odd, units=RICH.units, header_position=2, tail="\n# end\n", newline="\r\n", bom=True)
    seen = from_polib(to_polib(catalog))
    assert seen == Catalog(header=Unit(source="", targets=("A: 2\nB: 3\nfolded\n",)), units=RICH.units)
    assert from_polib(to_polib(catalog), catalog) == catalog


def test_babel_holds_the_units_of_a_catalog():
    seen = from_babel(to_babel(RICH))
    first = replace(RICH.units[0], previous=Previous(source="Old title"))
    assert seen.units == (first, *RICH.units[1:])
    assert seen.header.comments == HEADER.comments
    assert seen.charset == "UTF-8"
    assert {name: value for name, value in seen.headers.items() if name in FIELDS} == FIELDS
    assert seen.headers.keys() - FIELDS.keys() == {"Generated-By"}


def test_babel_sees_the_messages_that_it_reads_itself():
    units = tuple(
        replace(unit, references=("a.c:3",), previous=None) for unit in RICH.units if unit.source_plural != ""
    )
    units = (
        replace(units[0], comments=("by hand",), notes=("Event: a",), flags=("no-wrap", "python-format")),
        *units[1:],
    )
    catalog = replace(RICH, units=tuple(replace(unit, key=unit.key or None) for unit in units if unit.source != "one"))
    ours, theirs = to_babel(catalog), read_po(io.BytesIO(format_po(catalog)))
    theirs.charset = ours.charset
    assert ours.mime_headers == theirs.mime_headers
    assert ours.header_comment == theirs.header_comment
    assert ours.obsolete.keys() == theirs.obsolete.keys()
    assert len(ours) == len(theirs)
    for a, b in zip(ours, theirs, strict=True):
        assert {**vars(a), "lineno": 0} == {**vars(b), "lineno": 0}


@pytest.mark.parametrize(
    ("fields", "language", "revised"),
    [
        ({"Language": "sr@latin", "PO-Revision-Date": "YEAR-MO-DA HO:MI+ZONE"}, "sr@latin", "YEAR-MO-DA HO:MI+ZONE"),
        ({"Language": "not a locale", "PO-Revision-Date": ""}, "not a locale", ""),
        ({"POT-Creation-Date": "yesterday", "Plural-Forms": "INTEGER"}, None, "YEAR-MO-DA HO:MI+ZONE"),
    ],
)
def test_headers_that_babel_cannot_read(fields, language, revised):
    catalog = Catalog(header=new_header(fields), units=(Unit(source="a"),))
    babel = to_babel(catalog)
    assert (babel.locale_identifier, babel.revision_date) == (language, revised)
    assert from_babel(babel).units == catalog.units
    assert from_babel(babel, catalog) == catalog


def test_a_catalog_without_a_header_gets_none_back():
    catalog = Catalog(units=(Unit(source="a"),))
    assert from_babel(to_babel(catalog), catalog) == catalog
    assert from_polib(to_polib(catalog), catalog) == catalog
    assert from_babel(to_babel(catalog)).headers["POT-Creation-Date"] == "1970-01-01 00:00+0000"


@pytest.mark.parametrize("convert", [to_polib, to_babel])
def test_several_domains_are_refused(convert):
    with pytest.raises(L10nError, match="in the domain 'other', expected one domain"):
        convert(Catalog(units=(Unit(source="a"), Unit(source="a", domain="other"))))


def test_a_unit_that_babel_would_take_for_the_header_is_refused():
    with pytest.raises(L10nError, match="'k' without a source"):
        to_babel(Catalog(units=(Unit(key="k", source=""),)))


ODD = format_po(RICH).decode().replace('msgid "one"\nmsgstr ""', 'msgid   "one"\nmsgstr ""\n""', 1)


def edit_with_polib(catalog):
    pofile = to_polib(catalog)
    pofile[0].msgstr, pofile[0].fuzzy = "Nosaukums %d", False
    pofile.metadata["Last-Translator"] = "Anna"
    return from_polib(pofile, catalog)


def edit_with_babel(catalog):
    babel = to_babel(catalog)
    message = babel.get("Title of %d", "event/a/title")
    message.string = "Nosaukums %d"
    message.flags.discard("fuzzy")
    babel.last_translator = "Anna"
    return from_babel(babel, catalog)


@pytest.mark.parametrize("edit", [edit_with_polib, edit_with_babel])
def test_only_what_was_changed_is_rewritten(edit):
    catalog = parse_po(ODD)
    written = format_po(edit(catalog)).decode()
    expected = ODD.replace("#, fuzzy, c-format", "#, c-format").replace("Last-Translator: ", "Last-Translator: Anna")
    expected = expected.replace('msgstr ""\n"Virsraksts\\t%d\\n"', 'msgstr "Nosaukums %d"')
    expected = expected.replace('msgstr "Virsraksts\\t%d\\n"', 'msgstr "Nosaukums %d"')
    assert written == expected


@pytest.mark.parametrize(("there", "back"), [(to_polib, from_polib), (to_babel, from_babel)], ids=["polib", "Babel"])
def test_what_is_not_changed_keeps_its_bytes(there, back):
    catalog = parse_po(ODD)
    assert format_po(back(there(catalog), catalog)) == ODD.encode()


def test_units_that_come_go_and_move():
    catalog = parse_po(ODD)
    pofile = to_polib(catalog)
    pofile.append(polib.POEntry(msgid="new", msgstr="jauns"))
    pofile.insert(0, pofile.pop(1))
    del pofile[3]
    pofile[1].msgid = "Title of %s"
    del pofile.metadata["X-A"]
    new = from_polib(pofile, catalog)
    assert [unit.source for unit in new.units] == ["one", "Title of %s", "one", "gone", "one (2)", "new"]
    assert new.units[0].raw == catalog.units[1].raw
    assert new.units[1] == catalog.units[0].with_changes(source="Title of %s")
    assert "X-A" not in new.headers
    assert new.headers["X-Source-Language"] == "en"


NO_TEXT = {"exclude_categories": ["Cs", "Cn"], "exclude_characters": "\0\4"}
texts = st.text(st.characters(**NO_TEXT), max_size=8)
filled = texts.filter(bool)
line = texts.map(lambda text: "".join(text.split("\n"))).filter(bool)
names = st.from_regex(r"[a-z][a-z/._-]{0,9}(:[1-9][0-9]{0,3})?", fullmatch=True)


@st.composite
def units(draw):
    plural = draw(st.none() | filled)
    size = 1 if plural is None else 3
    return Unit(
        key=draw(st.none() | texts),
        source=draw(filled),
        source_plural=plural,
        targets=tuple(draw(st.lists(texts, min_size=size, max_size=size))),
        fuzzy=draw(st.booleans()),
        obsolete=draw(st.booleans()),
        comments=tuple(draw(st.lists(line, max_size=2))),
        notes=tuple(draw(st.lists(line, max_size=2))),
        references=tuple(draw(st.lists(names, max_size=3))),
        flags=draw(st.sampled_from([(), ("c-format",), ("no-php-format", "no-wrap")])),
        previous=draw(st.none() | st.builds(Previous, source=filled, source_plural=st.none() | texts)),
    )


catalogs = st.lists(units(), max_size=4, unique_by=lambda unit: (unit.key, unit.source)).map(
    lambda found: Catalog(header=HEADER, units=tuple(sorted(found, key=lambda unit: unit.obsolete)))
)


@given(catalogs)
def test_nothing_is_lost_on_the_way_there_and_back(catalog):
    assert from_polib(to_polib(catalog)) == catalog
    assert from_babel(to_babel(catalog)).units == catalog.units


@given(catalogs)
def test_like_brings_everything_back(catalog):
    odd = parse_po(format_po(catalog) + b"\n# end\n")
    for there, back in ((to_polib, from_polib), (to_babel, from_babel)):
        assert format_po(back(there(odd), odd)) == format_po(odd)
