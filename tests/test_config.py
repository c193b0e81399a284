import pytest

from l10n.config import _Root, parse_schema
from l10n.errors import ConfigError, L10nError, ParseError
from l10n.schema import RESERVED, FieldKind
from tests.sample import CONFIG, SCHEMA

HEAD = 'format = 1\nname = "x"\n[locales]\nrequired = ["en", "ru"]\noptional = ["lv"]\n'
TITLE = '[types.event.fields.title]\nkind = "line"\n'


def list_errors(text: str) -> list[tuple[int, str, str]]:
    """Return (line, key, message) of all that is wrong."""
    try:
        parse_schema(text)
    except L10nError as error:
        return [(single.place.line, single.place.field, single.message) for single in error.all]
    return []


def test_every_key():
    assert (SCHEMA.name, SCHEMA.required, SCHEMA.optional) == ("Sample", ("en", "ru", "lv"), ("et", "uk"))
    assert SCHEMA.locales == ("en", "ru", "lv", "et", "uk")
    assert SCHEMA.aliases == {"capture": {"ee": "et", "ua": "uk"}}
    event = SCHEMA.types["event"]
    fields = {field.name: field for field in event.fields}
    assert {name: field.kind for name, field in fields.items()} == {
        "title": FieldKind.LINE,
        "label": FieldKind.NAME,
        "description": FieldKind.TEXT,
        "date": FieldKind.DATE,
        "persons": FieldKind.REFERENCES,
        "related": FieldKind.REFERENCES,
        "images": FieldKind.LIST,
        "extra": FieldKind.VALUE,
    }
    assert (fields["title"].max_length, fields["label"].max_length) == (20, 0)
    assert (fields["persons"].to, fields["related"].to) == (("person",), ())
    assert [field.name for field in fields["images"].fields] == ["file", "caption", "notes", "taken", "shows"]
    assert event.label_field is fields["title"]


def test_labels_are_made_of_names_where_there_are_none():
    schema = parse_schema(f'{HEAD}[types.old-event]\n[types.old-event.fields.short_name]\nkind = "line"\n')
    (type_,) = schema.types.values()
    assert (type_.label, type_.fields[0].label) == ("Old event", "Short name")


POLICY = [
    pytest.param("", "", (("en", "ru"), ("lv",)), id="the collection's"),
    pytest.param('required = ["en"]\noptional = ["ru"]', "", (("en",), ("ru",)), id="the type's"),
    pytest.param('required = ["lv"]', "", (("lv",), ()), id="optional in the collection, required in the type"),
    pytest.param('required = ["en"]', "", (("en",), ("lv",)), id="optional ones stay if only required are given"),
    pytest.param('optional = ["ru"]', "", (("en",), ("ru",)), id="required ones stay if only optional are given"),
    pytest.param("optional = []", "", (("en", "ru"), ()), id="none are optional"),
    pytest.param("required = []\noptional = []", "", ((), ()), id="nothing is wanted"),
    pytest.param("", 'required = ["ru"]\noptional = []', (("ru",), ()), id="the field's"),
    pytest.param('required = ["en"]', 'required = ["lv"]', (("lv",), ()), id="the field's within the type's"),
]


@pytest.mark.parametrize(("of_type", "of_field", "expected"), POLICY)
def test_policy_goes_from_collection_to_type_to_field(of_type, of_field, expected):
    schema = parse_schema(f"{HEAD}[types.event]\n{of_type}\n{TITLE}{of_field}\n")
    (field,) = schema.types["event"].fields
    assert (field.required, field.optional) == expected
    assert field.wanted == expected[0] + expected[1]


def test_policy_of_a_list_goes_to_its_items():
    text = (
        f'{HEAD}[types.event.fields.images]\nkind = "list"\nrequired = ["ru"]\noptional = []\n'
        '[types.event.fields.images.fields.caption]\nkind = "line"\n'
    )
    (field,) = parse_schema(text).types["event"].fields[0].fields
    assert field.wanted == ("ru",)


ROOT_KEYS = ", ".join(_Root.__struct_fields__)
FIELD_KEYS = "kind, label, max-length, to, fields, required, optional, checks, calendar, schema, wikibase"
KINDS = "expected one of line, name, text, date, references, list, value"
ERRORS = [
    pytest.param(
        HEAD.replace("format = 1", "format = 2") + TITLE, [(1, "format", "found 2, expected 1")], id="another format"
    ),
    pytest.param(
        HEAD.replace("format = 1", "format = true") + TITLE,
        [(1, "format", "found true or false, expected a whole number")],
        id="a wrong kind of value",
    ),
    pytest.param(
        "nam = 1\n",
        [
            (0, "", "there is no 'format', expected `format = 1`, the version of this file's own rules"),
            (0, "", "there is no 'name', expected the collection's name"),
            (0, "", "there is no 'locales', expected the table of required and optional locales"),
            (0, "", "there is no 'types', expected the tables of the record types"),
            (
                1,
                "nam",
                f"unknown key, expected one of {ROOT_KEYS}; did you mean 'name'?",
            ),
        ],
        id="nothing that is needed",
    ),
    pytest.param(
        'format = 1\nname = "x"\nlocales = []\ntypes = "event"\n',
        [(3, "locales", "found a list, expected a table"), (4, "types", "found a text, expected a table")],
        id="no tables",
    ),
    pytest.param(
        'format = 1\nname = "x"\n[locales]\n[types]\n',
        [
            (3, "locales", "found no locale, expected at least one"),
            (4, "types", "found no type, expected at least one"),
        ],
        id="empty tables",
    ),
    pytest.param(
        HEAD.replace('"ru"', '"RU", "r", "en"') + TITLE,
        [
            (4, "locales.required", "found 'RU', expected the canonical form 'ru'"),
            (
                4,
                "locales.required",
                "'r' is not a locale, expected a BCP 47 code such as 'et', 'sr-Latn' or 'pt-BR'",
            ),
            (4, "locales.required", "'en' stands twice, expected each locale once"),
        ],
        id="locales",
    ),
    pytest.param(
        HEAD.replace('"lv"', '"lv", 5') + TITLE,
        [(5, "locales.optional", "found a number in a list, expected a list of texts")],
        id="a list of other things",
    ),
    pytest.param(
        HEAD.replace('"lv"', '"en"') + TITLE,
        [(3, "locales", "'en' is both required and optional, expected one of the two")],
        id="required and optional",
    ),
    pytest.param(
        HEAD.replace('"lv"', '"zh-CN", "zh-Hans"') + TITLE,
        [(3, "locales", "'zh-CN' and 'zh-Hans' share gettext's name 'zh_CN', expected one of the two")],
        id="two locales with one folder",
    ),
    pytest.param(
        f'{HEAD}[types.event]\nrequired = ["pl"]\n{TITLE}required = ["de"]\n',
        [
            (7, "types.event.required", "found 'pl', which the table around does not want, expected one of en, lv, ru"),
            (
                10,
                "types.event.fields.title.required",
                "found 'de', which the table around does not want, expected one of lv",
            ),
        ],
        id="policy that wants more than the table around",
    ),
    pytest.param(
        f'{HEAD}[types.event]\nlable = "x"\n{TITLE}max_length = 5\n',
        [
            (
                7,
                "types.event.lable",
                (
                    "unknown key, expected one of fields, label, required, optional, checks, schema, wikibase; "
                    "did you mean 'label'?"
                ),
            ),
            (
                10,
                "types.event.fields.title.max_length",
                f"unknown key, expected one of {FIELD_KEYS}; did you mean 'max-length'?",
            ),
        ],
        id="misspelled keys of a type and a field",
    ),
    pytest.param(
        f"{HEAD}[types.event]\n",
        [(6, "types.event", "there is no 'fields', expected the tables of the type's fields")],
        id="a type without fields",
    ),
    pytest.param(
        f'{HEAD}[types.event.fields.a]\n[types.event.fields.b]\nkind = "lines"\n[types.event.fields.c]\nkind = 5\n',
        [
            (6, "types.event.fields.a", f"there is no 'kind', {KINDS}"),
            (8, "types.event.fields.b.kind", f"found 'lines', {KINDS}; did you mean 'line'?"),
            (10, "types.event.fields.c.kind", f"found 5, {KINDS}"),
        ],
        id="kinds",
    ),
    pytest.param(
        f'{HEAD}[types.Event.fields.Title]\nkind = "line"\n[types.l10n.fields.id]\nkind = "line"\n',
        [
            (
                6,
                "types.Event",
                "'Event' is not a type's name, expected 1 to 40 small letters, digits, '-' and '_', a letter first",
            ),
            (
                6,
                "types.Event.fields.Title",
                "'Title' is not a field's name, expected 1 to 40 small letters, digits, '-' and '_', a letter first",
            ),
            (8, "types.l10n", "'l10n' names the program's own catalogs, expected another name"),
            (8, "types.l10n.fields.id", "'id' is a key that every record has, expected another name"),
        ],
        id="names",
    ),
    pytest.param(
        f'{HEAD}[types.event.fields.date]\nkind = "date"\nmax-length = 5\nto = ["event"]\nrequired = ["en"]\n'
        'fields = {x = {kind = "line"}}\n',
        [
            (
                8,
                "types.event.fields.date.max-length",
                "found 'max-length' for the kind 'date', expected it for line, name, text",
            ),
            (9, "types.event.fields.date.to", "found 'to' for the kind 'date', expected it for references"),
            (
                10,
                "types.event.fields.date.required",
                "found 'required' for the kind 'date', expected it for line, list, name, text",
            ),
            (11, "types.event.fields.date.fields", "found 'fields' for the kind 'date', expected it for list"),
        ],
        id="keys of other kinds",
    ),
    pytest.param(
        f"{HEAD}{TITLE}max-length = -1\n",
        [(8, "types.event.fields.title.max-length", "found -1, expected a number of characters")],
        id="a negative length",
    ),
    pytest.param(
        f'{HEAD}[types.event.fields.a]\nkind = "list"\n[types.event.fields.b]\nkind = "list"\n'
        '[types.event.fields.b.fields.c]\nkind = "list"\nfields = {d = {kind = "line"}}\n',
        [
            (6, "types.event.fields.a", "found a list without fields, expected some"),
            (10, "types.event.fields.b.fields.c", "found a list in a list, expected another kind"),
        ],
        id="lists",
    ),
    pytest.param(
        f'{HEAD}[types.event.fields.people]\nkind = "references"\nto = ["evnt"]\n[types.event.fields.images]\n'
        'kind = "list"\n[types.event.fields.images.fields.shows]\nkind = "references"\nto = ["thing"]\n',
        [
            (
                8,
                "types.event.fields.people.to",
                "found 'evnt', expected a type of this collection; did you mean 'event'?",
            ),
            (
                13,
                "types.event.fields.images.fields.shows.to",
                "found 'thing', expected a type of this collection",
            ),
        ],
        id="references to no type, in a list too",
    ),
    pytest.param(
        f'{HEAD}{TITLE}[imports.capture]\nalias = {{}}\n[imports.capture.aliases]\nee = "et"\nru-RU = "ru"\n',
        [
            (9, "imports.capture.alias", "unknown key, expected one of aliases; did you mean 'aliases'?"),
            (11, "imports.capture.aliases.ee", "found 'et', expected one of en, ru, lv"),
        ],
        id="aliases",
    ),
]


@pytest.mark.parametrize(("text", "expected"), ERRORS)
def test_all_errors_are_reported_at_once_with_their_lines(text, expected):
    assert list_errors(text) == expected


def test_lines_are_found_however_toml_is_written():
    text = (
        f'{HEAD}["types".event]  # the type\nlabel = "Event"\n[ types . event . fields ] # them\n'
        'a.kind = "x1"\nb = {kind = "x2"}\n"c".kind = "x3"\n'
        '[types.person]\nlabel = """\n[types.event.fields.a]\n"""\n[types.person.fields.name]\n  kind   = "x4"\n'
    ).replace("\n", "\r\n")
    assert [(line, field) for line, field, _ in list_errors(text)] == [
        (9, "types.event.fields.a.kind"),
        (10, "types.event.fields.b.kind"),
        (11, "types.event.fields.c.kind"),
        (17, "types.person.fields.name.kind"),
    ]


SYNTAX = [
    pytest.param("format = 1\nname = \n", "l10n.toml:2:8: invalid value, expected TOML", id="no value"),
    pytest.param("format = 1\nformat = 1\n", "l10n.toml:2:11: cannot overwrite a value, expected TOML", id="twice"),
    pytest.param("\ufeffformat = 1\n", "l10n.toml:1:1: found a byte order mark, expected UTF-8 without one", id="BOM"),
    pytest.param("[" * 100, "expected TOML", id="brackets"),
    pytest.param('format = 1\n"\0" = 2', "expected TOML", id="NUL"),
]


@pytest.mark.parametrize(("text", "message"), SYNTAX)
def test_what_is_not_toml(text, message):
    with pytest.raises(ConfigError) as caught:
        parse_schema(text)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("ee", "; did you mean 'et'?"),
        ("ua", "; did you mean 'uk'?"),
        ("EN", "; did you mean 'en'?"),
        ("RU", "; did you mean 'ru'?"),
        ("xx", ""),
        ("", ""),
        ("en_US", ""),
    ],
)
def test_a_code_that_the_collection_has_not(code, hint):
    with pytest.raises(ParseError) as caught:
        SCHEMA.locale(code)
    assert caught.value.message == (
        f"{code!r} is not a locale of this collection, expected one of en, ru, lv, et, uk{hint}"
    )


@pytest.mark.parametrize("name", RESERVED)
def test_a_record_s_own_keys_are_no_fields_names(name):
    text = CONFIG.replace("[types.event.fields.extra]", f"[types.event.fields.{name}]")
    assert [message for _, _, message in list_errors(text)] == [
        f"{name!r} is a key that every record has, expected another name"
    ]
