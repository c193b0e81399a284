"""Small collections and pages that the tests of imports share."""

import pytest

from l10n.config import parse_schema
from l10n.imports import IMPORTERS

CONFIG = """
format = 1
name = "pages"
[locales]
required = ["en", "ru", "lv"]
optional = ["pl", "et", "uk"]
[types.event.fields.title]
kind = "line"
[types.event.fields.description]
kind = "text"
[types.event.fields.date]
kind = "date"
[types.event.fields.events]
kind = "references"
[types.event.fields.persons]
kind = "references"
[types.event.fields.places]
kind = "references"
[types.person.fields.name]
kind = "name"
[types.person.fields.born]
kind = "date"
[types.person.fields.died]
kind = "date"
[types.place.fields.name]
kind = "name"
"""

WORDS = {
    "en": ("Related events", "Name Born / Since / At Died Languages"),
    "ru": ("Связанные события", "Имя Родился / С / В Умер Языки"),
    "lv": ("Saistītie notikumi", "Vārds Dzimis / Kopš / Kad Miris Valodas"),
}
PROSE = {
    "en": "This event is described here in a few plain words.",
    "ru": "Это событие описано здесь несколькими простыми словами.",
    "lv": "Šis notikums šeit ir aprakstīts dažos vienkāršos vārdos.",
}


@pytest.fixture
def config():
    return CONFIG


@pytest.fixture
def schema():
    return parse_schema(CONFIG)


def format_rows(rows):
    """Return the lines of rows (label, dates, codes), numbered from 1."""
    return [f"{n}{label}{label}{dates}{codes}" for n, (label, dates, codes) in enumerate(rows, 1)]


@pytest.fixture
def make_page():
    """Return the text of a page; rows are (label, dates as they stand there, codes as they stand there)."""

    def make(title, *, locale="en", prose=None, events=(), persons=(), places=()):
        heading, header = WORDS[locale]
        lines = [title, "", *(prose if prose is not None else [PROSE[locale]]), "", heading, *format_rows(events)]
        return "\n".join([*lines, "", header, *format_rows(persons), "", header, *format_rows(places), ""])

    return make


@pytest.fixture
def run(schema):
    """Return a function that imports texts one after the other; it gives the records after, and the last result."""

    def import_all(*texts, records=None, locale=None):
        records, imported = dict(records or {}), None
        for text in texts:
            imported = IMPORTERS["capture"](text, "page.txt", records, schema, locale=locale)
            records |= imported.records
        return records, imported

    return import_all
