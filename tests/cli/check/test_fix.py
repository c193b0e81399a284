"""`l10n check --fix`: what it repairs, and what becomes of that in the loop."""

import pytest

from l10n.cli import main
from l10n.po import parse_po
from tests.cli.check.found import LATIN_A, PO


def test_fix_repairs_what_is_safe_and_nothing_else(collection, capsys) -> None:
    collection.sync()
    collection.edit("event/red-terror/title", "lv", "Sarkanais terors ")
    assert collection.run("check", "--fix") == 1
    assert collection.held("event/red-terror/title", "en") == "The Red Terror"
    assert collection.held("event/red-terror/title", "lv") == "Sarkanais terors"
    assert collection.held("event/red-terror/title", "ru") == LATIN_A
    assert "mixed-script" in capsys.readouterr().out


def test_a_repaired_source_leaves_its_translations_fresh(collection) -> None:
    collection.sync()
    collection.run("check", "--fix")
    collection.sync()
    entry = collection.entry("event/red-terror/title", "ru")
    assert entry is not None
    assert (entry.source, entry.target, entry.fuzzy) == ("The Red Terror", LATIN_A, False)
    files = collection.files()
    collection.sync()
    assert collection.files() == files


def test_a_catalog_is_repaired_with_its_record(collection) -> None:
    collection.sync()
    collection.translate("event/red-terror/title", "lv", "Sarkanais  terors")
    collection.sync()
    collection.run("check", "--fix")
    entry = collection.entry("event/red-terror/title", "lv")
    assert entry is not None
    assert entry.target == collection.held("event/red-terror/title", "lv") == "Sarkanais terors"


@pytest.mark.parametrize("options", [[], ["--records"]], ids=["both", "records"])
def test_a_repair_survives_the_next_run_of_the_loop(collection, options) -> None:
    collection.sync()
    collection.translate("event/red-terror/title", "lv", "Sarkanais  terors")
    collection.sync()
    collection.run("check", "--fix", *options)
    collection.sync()
    entry = collection.entry("event/red-terror/title", "lv")
    assert entry is not None
    assert entry.target == collection.held("event/red-terror/title", "lv") == "Sarkanais terors"
    assert not entry.fuzzy


def test_a_repair_takes_no_doubt_away(collection) -> None:
    collection.sync()
    collection.edit("event/red-terror/description/p1", "ru", "Начался  в 1918 году.")
    collection.sync()
    collection.edit("event/red-terror/description/p1", "en", "It did not begin in 1918.")
    collection.run("check", "--fix", "--fuzzy")
    assert collection.held("event/red-terror/description/p1", "ru") == "Начался  в 1918 году."
    collection.sync()
    entry = collection.entry("event/red-terror/description/p1", "ru")
    assert entry is not None
    assert entry.fuzzy


def test_a_repaired_translation_goes_stale_like_any_other(collection) -> None:
    collection.sync()
    collection.edit("event/red-terror/description/p1", "ru", "Начался  в 1918 году.")
    collection.sync()
    collection.run("check", "--fix")
    collection.edit("event/red-terror/description/p1", "en", "It did not begin in 1918.")
    collection.sync()
    entry = collection.entry("event/red-terror/description/p1", "ru")
    assert entry is not None
    assert entry.fuzzy


def test_fix_repairs_po_files_anywhere(tmp_path) -> None:
    path = tmp_path / "app.po"
    path.write_text(PO)
    assert main(["check", "--fix", str(path)]) == 0
    assert path.read_text() == PO.replace("Beigas ", "Beigas")


def test_fix_leaves_a_file_alone_that_needs_nothing(tmp_path) -> None:
    path = tmp_path / "app.po"
    path.write_text(PO.replace("Beigas ", "Beigas"))
    before = path.stat().st_mtime_ns
    assert main(["check", "--fix", str(path)]) == 0
    assert path.stat().st_mtime_ns == before


def test_a_catalog_that_was_repaired_is_still_well_formed(tmp_path) -> None:
    path = tmp_path / "a.po"
    path.write_text(PO.replace("Beigas ", "K\u0327i\u0304na  ir "))
    main(["check", "--fix", str(path)])
    assert parse_po(path.read_bytes()).units[0].target == "Ķīna ir"
