import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from l10n.imports.rows import choose_reading, find_readings
from l10n.text import one_line


def make_row(number, label, dates, codes, *, picture=None):
    return f"{number}{picture or label}{label}{''.join(dates)}{', '.join(codes)}"


def read(text, *, after=0, dates=(1, 0, 2)):
    return choose_reading(find_readings(text), after=after, dates=dates)


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        pytest.param("1Anna BAnna B18.06.190117.07.1918de, en", 0, (1, "Anna B", 2, ("de", "en")), id="two dates"),
        pytest.param("4Vera  PVera P09.01.1897ru", 3, (4, "Vera P", 1, ("ru",)), id="double space"),
        pytest.param("1RigaRigalv", 0, (1, "Riga", 0, ("lv",)), id="no dates"),
        pytest.param("1Lodz enLodz enen, pl", 0, (1, "Lodz en", 0, ("en", "pl")), id="label ends with a code"),
        pytest.param("1Riga, lvRiga, lvlv, ru", 0, (1, "Riga, lv", 0, ("lv", "ru")), id="label like codes"),
        pytest.param("21918. gads1918. gads05.09.1918lv", 1, (2, "1918. gads", 1, ("lv",)), id="digits first"),
        pytest.param("3Order 227Order 22728.07.1942ru", 2, (3, "Order 227", 1, ("ru",)), id="label ends with digits"),
        pytest.param("101.05.190501.05.190501.05.1905ru", 0, (1, "01.05.1905", 1, ("ru",)), id="label is a date"),
        pytest.param("1enenen", 0, (1, "en", 0, ("en",)), id="label is a code"),
        pytest.param("1111ru", 10, (11, "1", 0, ("ru",)), id="number by position"),
        pytest.param("12 Anna  Anna 00.00.1900  ru , en", 11, (12, "Anna", 1, ("ru", "en")), id="spaces between"),
        pytest.param("5Old TownOld Townsr-Latn, zh-Hans", 4, (5, "Old Town", 0, ("sr-Latn", "zh-Hans")), id="scripts"),
        pytest.param("5Old TownOld Town", 4, (5, "Old Town", 0, ()), id="no codes"),
        pytest.param("1Red SquareRed\u00a0Squareru", 0, (1, "Red Square", 0, ("ru",)), id="no-break space"),
    ],
)
def test_read(text, after, expected):
    row = read(text, after=after)
    assert (row.number, row.label, len(row.dates), row.codes) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("Anna BAnna Bru", id="no number"),
        pytest.param("1Anna B18.06.1901ru", id="label once"),
        pytest.param("1Anna BAnna C18.06.1901ru", id="two labels"),
        pytest.param("1ru", id="no label"),
        pytest.param("118.06.190118.06.1901", id="nothing but dates and no label"),
        pytest.param(f"1{'a' * 3000}{'a' * 3000}ru", id="too long"),
    ],
)
def test_what_is_no_row(text):
    assert [row for row in find_readings(text) if row.codes] == []


def test_row_numbers_grow():
    assert read("3Anna BAnna Bru", after=3) is None
    assert read("9Anna BAnna Bru", after=3).number == 9


def test_two_equal_readings_are_none():
    readings = find_readings("1ArtArten") * 2
    assert choose_reading(readings, after=0, dates=(0,)) is None


labels = (
    st.text(
        st.sampled_from("abcXYZ ,.-019бЖēļ") | st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=30
    )
    .map(one_line)
    .filter(bool)
)
dates = st.builds("{:02}.{:02}.{:04}".format, st.integers(0, 28), st.integers(0, 12), st.integers(0, 2100))
codes = st.lists(st.sampled_from(["de", "ee", "en", "lv", "pl", "ru", "ua"]), min_size=1, max_size=5, unique=True)


@given(st.integers(1, 300), labels, st.lists(dates, max_size=2), codes, st.data())
@example(1, "1", [], ["en"], None)
@example(11, "1905 05.05.1905", ["05.05.1905"], ["en"], None)
def test_a_row_made_is_read_back(number, label, dates, codes, data):
    picture = label if data is None else label.replace(" ", " " * data.draw(st.integers(1, 3)))
    text = make_row(number, label, dates, codes, picture=picture)
    made = (number, label, tuple(dates), tuple(codes))
    readings = [(row.number, row.label, row.dates, row.codes) for row in find_readings(text)]
    assert made in readings
    row = read(text, after=number - 1, dates=(len(dates),))
    assert row is None or (row.number, row.label, row.dates, row.codes) == made
