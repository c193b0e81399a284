from itertools import chain

import pytest

from l10n.errors import ParseError
from l10n.imports.furniture import Role, find_furniture
from l10n.imports.page import parse_capture

PERSONS = "Name Born / Since / At Died Languages"
SENTENCE = "This is a paragraph of more than six words."


def parse(*lines):
    return parse_capture("\n".join(lines), "page.txt", {"ee": "et"})


def labels(entries):
    return [entry.row.label for entry in entries]


@pytest.mark.parametrize(
    ("line", "role", "locale"),
    [
        ("Related events", Role.EVENTS, "en"),
        ("34List of persons", Role.OTHER, "en"),
        ("Add an event picture!", Role.OTHER, "en"),
        ("NameBorn / Since / AtDiedLanguages", Role.TABLE, "en"),
        ("Связанные события", Role.EVENTS, "ru"),
        ("Имя Род. / С / В Ум. Языки", Role.TABLE, "ru"),
        ("Saistītie notikumi (10)", Role.EVENTS, "lv"),
        ("Brak przypisanych miejsc", Role.OTHER, "pl"),
    ],
)
def test_furniture(line, role, locale):
    found = find_furniture(line)
    assert found.role is role
    assert locale in found.locales


@pytest.mark.parametrize("line", ["", "34", "Something else", "Name", "Related"])
def test_what_is_no_furniture(line):
    assert find_furniture(line) is None


def test_a_page():
    capture = parse(
        "\ufeffA title\r",
        "34List of persons",
        SENTENCE,
        "Related events",
        "1War endsWar ends11.11.1918en, ee",
        "No places assigned",
        PERSONS,
        "1Anna BAnna B01.01.190002.02.1980en",
        "2Vera CVera Cen",
        PERSONS,
        "1RigaRigaen",
    )
    assert (capture.title.text, capture.interface) == ("A title", "en")
    assert [(p.text, p.line) for p in capture.paragraphs] == [(SENTENCE, 3)]
    assert labels(capture.events) == ["War ends"]
    assert labels(capture.persons) == ["Anna B", "Vera C"]
    assert labels(capture.places) == ["Riga"]
    assert capture.events[0].row.line == 5
    assert capture.events[0].declared == (("en", "en"), ("ee", "et"))
    assert capture.problems == ()


@pytest.mark.parametrize("text", ["", " \n\n", "Related events\n"])
def test_a_page_begins_with_a_title(text):
    with pytest.raises(ParseError, match="begins with its title"):
        parse_capture(text, "page.txt", {})


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(("Sign in", SENTENCE), id="unknown words of the interface"),
        pytest.param((SENTENCE, "Related events", "1War ends11.11.1918en"), id="label once"),
        pytest.param(("Related events", "1War endsWar ends11.11.1918en", "Stray words"), id="stray words in a table"),
        pytest.param(("Related events", "1War endsWar ends11.11.1918en", SENTENCE), id="paragraph below the tables"),
        pytest.param(("Related events", "2War endsWar endsen", "2Peace isPeace isen"), id="number twice"),
        pytest.param(("Unknown", "1RigaRigaen"), id="undated rows under an unknown heading"),
    ],
)
def test_what_cannot_be_read_is_reported_with_its_line(lines):
    capture = parse("A title", *lines)
    found = {problem.place.line for problem in capture.problems}
    used = {p.line for p in capture.paragraphs}
    used |= {e.row.line for e in chain(capture.events, capture.persons, capture.places)}
    furniture = {n for n, line in enumerate(lines, 2) if find_furniture(line)}
    assert found
    assert found | used | furniture == set(range(2, len(lines) + 2))
    assert not found & used


def test_a_broken_row_does_not_end_a_table():
    capture = parse("A title", "Related events", "1OneOneen", "2Two10.10.1900en", "3ThreeThreeen")
    assert labels(capture.events) == ["One", "Three"]
    assert [problem.place.line for problem in capture.problems] == [4]


def test_rows_under_unknown_headings_are_known_by_their_dates():
    rows = ("1War endsWar ends11.11.1918en", "Unbekannt", "1Anna BAnna B01.01.190002.02.1980en")
    capture = parse("A title", "Fremd", *rows)
    assert labels(capture.events) == ["War ends"]
    assert labels(capture.persons) == ["Anna B"]
    assert [problem.place.line for problem in capture.problems] == [2, 4]


def test_headings_of_their_own_tell_what_the_rows_are():
    capture = parse("A title", "Places", PERSONS, "1RigaRigaen", "Persons", PERSONS, "1Anna BAnna Ben")
    assert labels(capture.places) == ["Riga"]
    assert labels(capture.persons) == ["Anna B"]


def test_the_interface_is_unknown_where_words_are_of_two_languages():
    assert parse("A title", "Related events", "Связанные события").interface is None
    assert parse("A title").interface is None
