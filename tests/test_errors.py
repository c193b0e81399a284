import pytest

from l10n.errors import (
    NOWHERE,
    ConfigError,
    ConflictError,
    ErrorCollector,
    L10nError,
    ParseError,
    Place,
    SeveralErrors,
    StoreError,
    UnknownNameError,
    suggest,
)

PLACES = [
    pytest.param(Place(), "<text>", id="nothing known"),
    pytest.param(Place("a.po"), "a.po", id="file"),
    pytest.param(Place("a.po", 3), "a.po:3", id="line"),
    pytest.param(Place("a.po", 3, 7), "a.po:3:7", id="column"),
    pytest.param(Place("a.po", 0, 7), "a.po", id="a column means nothing without a line"),
    pytest.param(Place("a.json", 3, 0, "title.ru"), "a.json:3: title.ru", id="field"),
    pytest.param(Place("", 3, 0, "title"), "<text>:3: title", id="text that is in no file"),
]


@pytest.mark.parametrize(("place", "shown"), PLACES)
def test_a_place_is_clickable(place, shown):
    assert str(place) == shown
    assert str(L10nError("x", place)) == ("x" if place == NOWHERE else f"{shown}: x")


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (ParseError, ValueError),
        (ConfigError, ValueError),
        (UnknownNameError, LookupError),
        (StoreError, OSError),
        (ConflictError, Exception),
        (SeveralErrors, Exception),
    ],
)
def test_errors_are_also_what_python_calls_them(kind, builtin):
    assert issubclass(kind, L10nError)
    assert issubclass(kind, builtin)


def test_a_lookup_error_prints_as_the_others_do():
    assert str(UnknownNameError("there is no 'x'")) == "there is no 'x'"


def test_a_collector_raises_nothing_one_or_all():
    collector = ErrorCollector()
    collector.raise_all()
    first, second, third = (ParseError(str(n), Place("a", n)) for n in (1, 2, 3))
    collector.add(first)
    with pytest.raises(ParseError) as caught:
        collector.raise_all()
    assert caught.value is first
    collector.add(SeveralErrors([second, SeveralErrors([third])]))
    with pytest.raises(SeveralErrors) as caught:
        collector.raise_all()
    assert caught.value.all == (first, second, third)
    assert str(caught.value) == "a:1: 1\na:2: 2\na:3: 3"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("titel", "; did you mean 'title'?"),
        ("Title", "; did you mean 'title'?"),
        ("xyz", ""),
        ("", ""),
    ],
)
def test_the_nearest_name_is_suggested(name, hint):
    assert suggest(name, iter(["title", "date"])) == hint
