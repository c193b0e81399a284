"""Catalogs that other tools have saved under the loop, and the table of docs/interoperability.md."""

import io
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po, write_po
from msgspec.structs import replace

from l10n.model import Previous, Unit
from l10n.po import format_po, parse_po
from tests.collection import CONFIG, TERROR, TROTSKY, Collection
from tools import interoperability

LV = "locales/lv/LC_MESSAGES/event.en.po"
LONG = (
    "In that year the commission was set up, and all that follows on this page came of it, as is told below at length."
)


@pytest.fixture
def collection(tmp_path):
    """A collection whose Latvian catalog has all that a catalog of ours can have."""
    made = Collection(tmp_path)
    made.write("l10n.toml", CONFIG)
    record = {**TERROR, "title": {**TERROR["title"], "lv": "Sarkanais terors"}}
    record["description"] = {
        "en": {
            "p1": "It began in 1918.",
            "p2": LONG,
            "p3": 'Two\nlines, a\ttab, a "quote" and a \\.',
            "p4": "Gone soon.",
        },
        "lv": {"p1": "Sākās 1918. gadā.", "p2": "Garš teksts. " * 9 + "Beigas.", "p4": "Drīz prom."},
    }
    made.write_record(record)
    made.write_record(TROTSKY)
    made.sync()
    made.edit("event/terror/description/p1", "en", "It began in the year 1918.")
    del record["description"]["en"]["p4"]
    edited = made.record("event/terror")
    del edited["description"]["en"]["p4"]
    made.write_record(edited)
    made.sync()
    text = made.read(LV).replace('msgctxt "event/terror/title"', '# by hand\nmsgctxt "event/terror/title"')
    made.write(LV, text)
    made.sync()
    return made


def units_of(collection):
    return {unit.key: unit for unit in parse_po(collection.read(LV)).units}


def test_the_catalog_has_everything(collection):
    found = units_of(collection)
    assert found["event/terror/description/p1"].fuzzy
    assert found["event/terror/description/p1"].previous == Previous(source="It began in 1918.")
    assert found["event/terror/description/p4"].obsolete
    assert found["event/terror/title"].comments == ("by hand",)
    assert not found["event/terror/description/p3"].has_target


P3 = "Divas\nrindas,\ttabulators, “pēdiņas” un \\."


def saved_by_polib(path):
    pofile = polib.pofile(str(path))
    pofile.find("Two\n", by="msgid")
    entry = next(entry for entry in pofile if entry.msgctxt == "event/terror/description/p3")
    entry.msgstr = P3
    pofile.metadata["PO-Revision-Date"] = "2026-12-01 10:00+0000"
    pofile.save()


def saved_by_babel(path):
    catalog = read_po(io.BytesIO(path.read_bytes()))
    source = 'Two\nlines, a\ttab, a "quote" and a \\.'
    catalog.get(source, "event/terror/description/p3").string = P3
    catalog.revision_date = datetime(2026, 12, 1, 10, tzinfo=UTC)
    with path.open("wb") as file:
        write_po(file, catalog, include_previous=True)


def typed(path):
    """Put a translation in, as someone does in any text editor."""
    catalog = parse_po(path.read_bytes())
    changed = [
        unit.with_changes(targets=(P3,)) if unit.key == "event/terror/description/p3" else unit
        for unit in catalog.units
    ]
    path.write_bytes(format_po(replace(catalog, units=tuple(changed))))


def run_gnu(path, program, *arguments):
    """Save with a program of GNU gettext: the catalog is its input unless the arguments name files."""
    if shutil.which(program) is None:
        pytest.skip(f"{program} (GNU gettext) is not installed: it cannot save the catalog")
    files = [] if arguments and isinstance(arguments[-1], Path) else [path]
    subprocess.run([program, *arguments, *files, "-o", path], check=True, capture_output=True)


def saved_by_msgcat(path):
    typed(path)
    run_gnu(path, "msgcat")


def saved_by_msgcat_narrow(path):
    typed(path)
    run_gnu(path, "msgcat", "--width=40")


def saved_by_msgcat_sorted(path):
    typed(path)
    run_gnu(path, "msgcat", "--sort-output")


def saved_by_msgattrib(path):
    typed(path)
    run_gnu(path, "msgattrib", "--sort-by-file")


def saved_by_msgmerge(path):
    typed(path)
    run_gnu(path, "msgmerge", "--quiet", path, path.parents[2] / "event.en.pot")


def saved_by_msgconv(path):
    typed(path)
    run_gnu(path, "msgconv", "--to-code=UTF-8")


def saved_as_dos(path):
    typed(path)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def saved_with_a_mark(path):
    typed(path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def saved_like_poedit(path):
    """Do what Poedit does: msgcat's writing, its own header fields, no flag that GNU gettext does not know."""
    typed(path)
    run_gnu(path, "msgcat", "--no-wrap")
    text = path.read_text()
    text = re.sub(r'"PO-Revision-Date: .*\\n"', r'"PO-Revision-Date: 2026-12-01 10:00+0000\\n"', text)
    text = re.sub(r'"Last-Translator: .*\\n"', r'"Last-Translator: Anna <anna@example.org>\\n"', text)
    text = re.sub(r'("X-Source-Language: en\\n")', r'\1\n"X-Generator: Poedit 3.2.2\\n"', text)
    path.write_text(text)


def saved_like_omegat(path):
    """Do what OmegaT does: no text that was fuzzy in the file, no `fuzzy` anywhere."""
    typed(path)
    catalog = parse_po(path.read_bytes())
    units = [
        unit.with_changes(fuzzy=False, targets=("",) if not unit.obsolete else unit.targets) if unit.fuzzy else unit
        for unit in catalog.units
    ]
    path.write_bytes(format_po(replace(catalog, units=tuple(units))))


# Each with the fields of a stale entry that it loses: with the source before it changed goes the note of what changed.
TOOLS = {
    "polib": (saved_by_polib, ()),
    "Babel": (saved_by_babel, ("previous", "notes", "comments")),  # it makes a comment of `#|`
    "msgcat": (saved_by_msgcat, ()),
    "msgcat, 40 columns": (saved_by_msgcat_narrow, ()),
    "msgcat, sorted": (saved_by_msgcat_sorted, ()),
    "msgattrib": (saved_by_msgattrib, ()),
    "msgconv": (saved_by_msgconv, ()),
    "msgmerge": (saved_by_msgmerge, ("previous", "notes")),
    "CRLF": (saved_as_dos, ()),
    "byte order mark": (saved_with_a_mark, ()),
    "as Poedit does": (saved_like_poedit, ()),
    "as OmegaT does": (saved_like_omegat, ("previous", "notes")),
}


def without(unit, fields):
    """Return a unit less the fields that a tool is known not to keep."""
    default = Unit(source="")
    return replace(unit, **{name: getattr(default, name) for name in fields})


@pytest.mark.parametrize(("save", "lost"), TOOLS.values(), ids=TOOLS)
def test_a_catalog_comes_back_right(collection, save, lost):
    before, records = units_of(collection), collection.record("event/terror")
    save(collection.root / LV)
    collection.sync()
    after, record = units_of(collection), collection.record("event/terror")
    assert record["description"]["lv"] == {**records["description"]["lv"], "p3": P3}
    assert record["title"] == records["title"]
    assert after["event/terror/title"].comments == ("by hand",)
    translated = before.pop("event/terror/description/p3").with_changes(targets=(P3,))
    for key, unit in {**before, translated.key: translated}.items():
        assert without(after[key], lost) == without(unit, lost), key
    files = collection.files()
    collection.sync()
    assert collection.files() == files


@pytest.mark.parametrize("save", [saved_by_polib, saved_by_msgcat, saved_like_poedit])
def test_a_tool_s_own_header_fields_stay(collection, save):
    save(collection.root / LV)
    headers = parse_po(collection.read(LV)).headers
    collection.sync()
    assert parse_po(collection.read(LV)).headers == headers
    assert headers["X-Source-Language"] == "en"


def test_the_width_and_the_line_ends_that_a_tool_has_left_stay(collection):
    for save, text in ((saved_by_msgcat_narrow, 'msgid ""\n"In that year'), (saved_as_dos, "\r\n")):
        save(collection.root / LV)
        collection.edit("event/terror/title", "lv", "Sarkanais terors Krievijā un tās kaimiņos")
        collection.sync()
        assert text in collection.read(LV)
        assert "\n" not in collection.read(LV).replace("\r\n", "") or "\r" not in collection.read(LV)


def test_the_committed_table_has_every_tool_and_feature():
    page = interoperability.PAGE.read_text()
    for group in dict.fromkeys(tool.group for tool in interoperability.TOOLS):
        table = page.partition(f"### {group}\n\n")[2].partition("\n\n")[0]
        heads, _, *rows = table.split("\n")
        names = [head.strip().rpartition(" ")[0] for head in heads.strip("|").split("|")][1:]
        assert names == [tool.name for tool in interoperability.TOOLS if tool.group == group]
        found = [
            row.replace(interoperability.ESCAPED_BAR, interoperability.BAR).partition(" | ")[0].removeprefix("| ")
            for row in rows
        ]
        assert found[1:] == [*interoperability.FEATURES, *interoperability.VARIANTS, "header fields that it adds"]


def test_the_table_says_what_a_tool_does():
    marks = interoperability.look_at(interoperability.Tool("", "polib", str, interoperability.edit_with_polib))
    assert (marks["`#~|` source"], marks["header's order"], marks["translations"]) == ("✗", "≠", "✓")
    by_hand = interoperability.look_at(interoperability.Tool("", "an editor", str, interoperability.type_in))
    assert set(by_hand.values()) == {"✓", "none"}
