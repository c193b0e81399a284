"""MO files: equal to msgfmt's, and what gettext reads."""

import gettext
import shutil
import struct
import subprocess
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from l10n.cli import main
from l10n.mo import format_mo
from l10n.model import Catalog, Unit
from l10n.po import format_po, parse_po

ROOT = Path(__file__).parent.parent
needs_msgfmt = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="msgfmt is missing: install gettext")

PO = """\
msgid ""
msgstr ""
"POT-Creation-Date: 2026-01-01 10:00+0000\\n"
"Language: lv\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);\\n"

msgctxt "event/a/title"
msgid "Decree"
msgstr "Dekrēts"

msgid "Decree"
msgstr "Lēmums"

#, fuzzy
msgid "doubtful"
msgstr "šaubīgs"

msgid "missing"
msgstr ""

msgid "%d record"
msgid_plural "%d records"
msgstr[0] "%d ieraksts"
msgstr[1] "%d ieraksti"
msgstr[2] "%d ierakstu"

msgid "first form empty"
msgid_plural "first forms empty"
msgstr[0] ""
msgstr[1] "x"
msgstr[2] "y"

#~ msgid "gone"
#~ msgstr "prom"
"""


def table(data: bytes) -> list[tuple[bytes, bytes]]:
    """Return what an MO file maps to what, in its order."""
    count, sources, targets = struct.unpack("<8xIII", data[:20])

    def text(start: int, number: int) -> bytes:
        length, place = struct.unpack_from("<II", data, start + 8 * number)
        assert data[place + length] == 0
        return data[place : place + length]

    return [(text(sources, n), text(targets, n)) for n in range(count)]


def msgfmt(data: bytes, folder: Path, *options: str) -> bytes:
    (folder / "in.po").write_bytes(data)
    subprocess.run(["msgfmt", *options, "-o", "out.mo", "in.po"], cwd=folder, check=True, capture_output=True)
    return (folder / "out.mo").read_bytes()


@needs_msgfmt
@pytest.mark.parametrize("is_fuzzy_used", [False, True])
def test_the_table_is_that_of_msgfmt(tmp_path, is_fuzzy_used):
    options = ["--use-fuzzy"] if is_fuzzy_used else []
    ours = format_mo(parse_po(PO), is_fuzzy_used=is_fuzzy_used)
    assert table(ours) == table(msgfmt(PO.encode(), tmp_path, *options))


@needs_msgfmt
@pytest.mark.parametrize(
    "path", sorted((ROOT / "locales").rglob("*.po")), ids=lambda path: f"{path.parts[-3]}-{path.stem}"
)
def test_the_demo_catalogs_come_out_as_msgfmt_makes_them(path, tmp_path):
    data = path.read_bytes()
    assert table(format_mo(parse_po(data))) == table(msgfmt(data, tmp_path))


def test_polib_reads_the_same(tmp_path):
    path = tmp_path / "out.mo"
    path.write_bytes(format_mo(parse_po(PO)))
    entries = {(entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural for entry in polib.mofile(str(path))}
    assert entries == {
        ("event/a/title", "Decree"): "Dekrēts",
        (None, "Decree"): "Lēmums",
        (None, "%d record"): {0: "%d ieraksts", 1: "%d ieraksti", 2: "%d ierakstu"},
    }


_TEXTS = st.text(st.characters(exclude_characters="\0\4\n", exclude_categories=["Cs"]), min_size=1, max_size=8)


@needs_msgfmt
@given(st.dictionaries(st.tuples(st.none() | _TEXTS, _TEXTS), _TEXTS, max_size=6))
def test_any_catalog_comes_out_as_msgfmt_makes_it(tmp_path_factory, pairs):
    header = parse_po(PO).header
    units = tuple(Unit(key=key, source=source, targets=(target,)) for (key, source), target in pairs.items())
    catalog = Catalog(header=header, units=units)
    folder = tmp_path_factory.mktemp("mo")
    assert table(format_mo(catalog)) == table(msgfmt(format_po(catalog), folder))


def test_gettext_looks_translations_up(tmp_path):
    for name in ("records", "locales"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "l10n.toml", tmp_path)
    assert main(["-C", str(tmp_path), "compile", "lv"]) == 0
    translation = gettext.translation("event.en", tmp_path / "locales", languages=["lv"])
    assert translation.pgettext("event/red-terror/title", "The Red Terror") == "Sarkanais terors"
    assert not (tmp_path / "locales/ru/LC_MESSAGES/event.en.mo").exists()


def test_compiling_twice_writes_nothing(tmp_path, capsys):
    shutil.copytree(ROOT / "locales", tmp_path / "locales")
    shutil.copy(ROOT / "l10n.toml", tmp_path)
    assert main(["-C", str(tmp_path), "compile"]) == 0
    capsys.readouterr()
    assert main(["-C", str(tmp_path), "compile"]) == 0
    assert "compile: 0 of " in capsys.readouterr().out
