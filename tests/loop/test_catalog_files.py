"""What is the translators' own in a catalog, and their tools': it stays."""

import subprocess

import pytest

from tests.collection import DAY, TERROR
from tests.loop.settled import CAPTION, LV, NAME, P1, P2, TITLE, assert_settled


def test_comments_flags_and_order_of_entries_stay(collection):
    catalog = collection.catalog(LV)
    shuffled = (catalog.units[2], catalog.units[0], catalog.units[3], catalog.units[1])
    units = tuple(unit.with_changes(comments=(f"note {n}",), flags=("no-wrap",)) for n, unit in enumerate(shuffled))
    collection.save_catalog(LV, type(catalog)(header=catalog.header, units=units))
    collection.edit(P1, "en", "It began in September 1918.")
    collection.sync()
    after = collection.catalog(LV).units
    assert [unit.key for unit in after] == [P2, TITLE, CAPTION, P1]
    assert [unit.comments for unit in after] == [("note 0",), ("note 1",), ("note 2",), ("note 3",)]
    assert all(unit.flags == ("no-wrap",) for unit in after)
    assert_settled(collection)


def test_an_entry_that_does_not_change_keeps_its_bytes(collection):
    text = collection.read(LV)
    block = next(part for part in text.split("\n\n") if f'"{TITLE}"' in part)
    odd = block.replace('msgid "The Red Terror"', 'msgid   "The "\n"Red Terror"').replace('msgstr ""', 'msgstr\n""')
    assert odd != block
    collection.write(LV, text.replace(block, odd))
    collection.edit(P1, "en", "It began in September 1918.")
    collection.sync()
    assert odd in collection.read(LV)
    assert "September" in collection.read(LV)


def test_entries_of_nobody_become_obsolete_and_keep_their_text(collection):
    foreign = (
        '\nmsgid "Open"\nmsgstr "Atvērt"\n\nmsgctxt "event/gone/title"\nmsgid "Gone"\nmsgstr "Prom"\n\n'
        'msgid "One %d"\nmsgid_plural "Many %d"\nmsgstr[0] "Viens"\nmsgstr[1] "Daudz"\nmsgstr[2] "Nulle"\n'
    )
    collection.write(LV, collection.read(LV) + foreign)
    collection.sync()
    gone = {unit.source: (unit.obsolete, unit.targets) for unit in collection.catalog(LV).units if unit.obsolete}
    assert gone == {
        "Open": (True, ("Atvērt",)),
        "Gone": (True, ("Prom",)),
        "One %d": (True, ("Viens", "Daudz", "Nulle")),
    }
    assert_settled(collection)


def test_headers_of_other_tools_stay(collection):
    text = collection.read(LV)
    text = text.replace("Last-Translator: ", "Last-Translator: Anna <anna@example.org>")
    text = text.replace("PO-Revision-Date: 2026-09-21", "PO-Revision-Date: 2026-09-30")
    text = text.replace(
        "X-Source-Language", 'X-Generator: Poedit 3.4\\n"\n"X-Poedit-Bookmarks: 1,-1\\n"\n"X-Source-Language'
    )
    collection.write(LV, f"# Latvian translation\n# Anna, 2026.\n#\n{text}")
    collection.translate(TITLE, "lv", "Sarkanais terors")
    before = collection.catalog(LV).header
    collection.sync()
    assert collection.catalog(LV).header.raw == before.raw
    collection.edit(P1, "en", "It began in September 1918.")
    with pytest.MonkeyPatch.context() as later:
        later.setenv("SOURCE_DATE_EPOCH", str(DAY + 100_000))
        collection.sync()
    after = collection.catalog(LV).header
    changed = [
        (old, new) for old, new in zip(before.target.split("\n"), after.target.split("\n"), strict=True) if old != new
    ]
    assert changed == [("POT-Creation-Date: 2026-09-21 14:13+0000", "POT-Creation-Date: 2026-09-22 18:00+0000")]
    assert after.comments == before.comments
    assert_settled(collection)


@pytest.mark.parametrize("rest", [pytest.param(True, id="without-its-header"), pytest.param(False, id="empty")])
def test_a_catalog_that_lost_its_header_gets_a_new_one(collection, rest):
    collection.translate(TITLE, "ru", "Красный террор в России")
    path = collection.catalog_path(TITLE, "ru")
    text = collection.read(path)
    collection.write(path, text[text.index("\n\n") + 2 :] if rest else "")
    collection.sync()
    assert collection.held(TITLE, "ru") == ("Красный террор в России" if rest else "Красный террор")
    assert collection.catalog(path).headers["Content-Type"] == "text/plain; charset=UTF-8"
    assert_settled(collection)


def test_a_text_that_the_charset_of_a_catalog_cannot_write_is_an_error_with_its_path(collection, capsys):
    data = collection.read(LV).encode("iso-8859-13", errors="replace").replace(b"=UTF-8", b"=ISO-8859-13")
    collection.write_bytes(LV, data)
    before = collection.files()
    assert collection.run("sync") == 2
    assert f"{LV}: found" in capsys.readouterr().err
    assert collection.files() == before


def test_a_file_wrapped_by_msgcat_keeps_its_width(collection):
    long = "Tas sākās 1918. gadā " + "un ilga vairākus gadus " * 10 + "līdz galam."
    collection.translate(P1, "lv", long)
    path = collection.root / LV
    subprocess.run(["msgcat", "--width=80", "-o", path, path], check=True)
    wrapped = collection.read(LV)
    collection.sync()
    assert collection.held(P1, "lv") == long
    collection.edit(P2, "lv", long.replace("sākās", "beidzās"))
    collection.sync()
    assert collection.catalog(LV).width == 80
    assert wrapped.split("\n\n")[2] in collection.read(LV)
    again = subprocess.run(["msgcat", "--width=80", path], check=True, capture_output=True).stdout
    assert again == path.read_bytes()
    assert_settled(collection)


def test_line_ends_of_windows_stay(collection):
    collection.translate(TITLE, "lv", "Sarkanais terors")
    collection.write(LV, collection.read(LV).replace("\n", "\r\n"))
    collection.sync()
    assert collection.held(TITLE, "lv") == "Sarkanais terors"
    text = collection.read(LV)
    assert text.count("\r\n") == text.count("\n")
    before = collection.files()
    collection.forget()
    collection.sync()
    assert collection.files() == before


def test_catalogs_of_a_domain_without_records_or_template_stay_as_they_are(collection):
    collection.translate(NAME, "lv", "Ļevs Trockis")
    collection.write_record(TERROR | {"persons": []})
    (collection.root / "records/person/trotsky.json").unlink()
    collection.sync()
    (collection.root / "locales/person.en.pot").unlink()
    collection.sync()
    assert collection.entry(NAME, "lv").obsolete
    assert_settled(collection)


def test_a_template_deleted_by_hand_comes_back(collection):
    before = collection.files()
    (collection.root / "locales/event.en.pot").unlink()
    collection.sync()
    assert collection.files() == before


def test_two_entries_of_one_unit_as_git_merges_them_keep_both_texts(collection):
    collection.translate(TITLE, "lv", "Sarkanais terors")
    old = collection.entry(TITLE, "lv").raw
    collection.sync()
    collection.edit(TITLE, "en", "The Red Terror in Russia")
    collection.sync()
    collection.translate(TITLE, "lv", "Sarkanais terors Krievijā")
    collection.write(LV, f"{collection.read(LV)}\n{old.replace('Sarkanais', 'Sarkanīgais').strip()}\n")
    collection.sync()
    assert collection.held(TITLE, "lv") == "Sarkanais terors Krievijā"
    assert "Sarkanīgais terors" in collection.read(LV)
    assert_settled(collection)
