"""Past versions of a collection: which configurations read and count every record alike."""

import pytest

from l10n.config import parse_schema
from l10n.revisions import has_same_cells
from tests.collection import CONFIG

TITLE = '[types.event.fields.title]\nkind = "line"\n'
FILE = '[types.event.fields.images.fields.file]\nkind = "value"\n'


def is_same(old, new):
    """Replace a text of the configuration; return whether the two of them read and count alike."""
    assert CONFIG.count(old) == 1
    return has_same_cells(parse_schema(CONFIG, ""), parse_schema(CONFIG.replace(old, new), ""))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('label = "Event"', 'label = "Events"'),
        ('label = "Title"', 'label = "Name"'),
        ('label = "Caption"', ""),
        (FILE, f'{FILE}label = "Picture"\n'),
        ("[locales]", 'base = "https://example.org/"\n[locales]'),
        ("[types.event]\n", '[gates]\nmeasure = "words"\n[site]\nrows = 50\n[fallback]\nuk = ["ru"]\n[types.event]\n'),
        ("[types.event]\n", '[checks]\nlong-text = "off"\n[imports.x.aliases]\nua = "uk"\n[types.event]\n'),
        (TITLE, f'{TITLE}schema = "name"\nwikibase = "P1476"\n'),
    ],
    ids=["a type", "a field", "in a list", "a value", "base", "policy", "checks, aliases", "exports"],
)
def test_what_records_do_not_heed_makes_no_difference(old, new):
    assert is_same(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "Test"', 'name = "Other"'),
        ('optional = ["uk"]', 'optional = ["uk", "pl"]'),
        (TITLE, f'{TITLE}required = ["lv"]\n'),
        (TITLE, f"{TITLE}max-length = 2000000\n"),
        ('to = ["person"]', ""),
        (FILE, FILE.replace("value", "line")),
        (FILE, FILE.replace("file", "path")),
        (FILE, FILE + '[types.event.fields.images.fields.day]\nkind = "date"\ncalendar = "file"\n'),
        ("[types.person]\n", '[types.place]\nfields.name.kind = "name"\n[types.person]\n'),
    ],
    ids=["name", "locales", "wanted", "length", "references", "kind", "a field's name", "calendar", "types"],
)
def test_what_they_heed_does(old, new):
    assert not is_same(old, new)
