"""Merging two versions of a catalog: order, header, layout, and what must not stand twice."""

import shutil
import subprocess

import pytest

from l10n.errors import L10nError
from l10n.file_threeway import Versions, merge_po
from l10n.merge import EARLIER, OURS, THEIRS
from l10n.po import parse_po

HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: x\\n"
"POT-Creation-Date: 2026-01-01 00:00+0000\\n"
"PO-Revision-Date: 2026-01-01 00:00+0000\\n"
"Last-Translator: base\\n"
"Language: lv\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"""


def entry(key: str, source: str = "S", target: str = "T", before: str = "") -> str:
    return f'{before}msgctxt "{key}"\nmsgid "{source}"\nmsgstr "{target}"\n'


def obsolete(key: str, source: str = "S", target: str = "T") -> str:
    return "".join(f"#~ {line}\n" for line in entry(key, source, target).splitlines())


def catalog(*entries: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *entries]).encode()


def merged(base: bytes, ours: bytes, theirs: bytes) -> list[str]:
    """Return the merged entries as `key: source = target`, with `~` before obsolete and `?` before fuzzy ones."""
    result = merge_po(Versions(base, ours, theirs), "x.po")
    check(result.data)
    return [
        f"{'~' * unit.obsolete}{'?' * unit.fuzzy}{unit.key or '-'}: {unit.source} = {unit.target}"
        for unit in parse_po(result.data).units
    ]


def check(data: bytes) -> None:
    """Let gettext's own programs say whether the file is sound and in its normal form."""
    if shutil.which("msgfmt"):
        subprocess.run(["msgfmt", "-c", "-o", "-", "-"], input=data, capture_output=True, check=True)
        normal = subprocess.run(["msgcat", "--no-wrap", "-"], input=data, capture_output=True, check=True)
        assert normal.stdout == data


A, B, C = entry("e/a/t", "A", "TA"), entry("e/b/t", "B", "TB"), entry("e/c/t", "C", "TC")


def test_new_entries_stand_where_an_update_puts_them():
    ours, theirs = catalog(A, entry("e/b/u", "N1"), C), catalog(A, B, entry("e/b/v", "N2"), C, entry("e/d/t", "N3"))
    assert merged(catalog(A, C), ours, theirs) == [
        "e/a/t: A = TA",
        "e/b/u: N1 = T",
        "e/b/t: B = TB",
        "e/b/v: N2 = T",
        "e/c/t: C = TC",
        "e/d/t: N3 = T",
    ]


def plain(source: str, target: str = "T") -> str:
    return f'msgid "{source}"\nmsgstr "{target}"\n'


def test_in_a_foreign_file_new_entries_stand_behind_what_they_stand_behind():
    base, ours = catalog(plain("z"), plain("a")), catalog(plain("z"), plain("o"), plain("a", "T2"))
    theirs = catalog(plain("z"), plain("t"), plain("a"))
    assert merged(base, ours, theirs) == ["-: z = T", "-: o = T", "-: t = T", "-: a = T2"]


def test_a_context_that_several_entries_share_is_no_key():
    base = catalog(entry("menu", "Open", "1"), entry("menu", "Close", "2"))
    ours = catalog(entry("menu", "Open", "11"), entry("menu", "Close", "2"))
    theirs = catalog(entry("menu", "Open", "1"), entry("menu", "Close", "22"), entry("menu", "Save", "3"))
    assert merged(base, ours, theirs) == ["menu: Open = 11", "menu: Close = 22", "menu: Save = 3"]


def test_what_one_side_made_obsolete_and_the_other_translated_stays_obsolete_at_the_end():
    base, ours = catalog(A, B), catalog(B, obsolete("e/a/t", "A", "TA"))
    theirs = catalog(entry("e/a/t", "A", "new"), B)
    assert merged(base, ours, theirs) == ["e/b/t: B = TB", "~e/a/t: A = new"]
    assert merged(base, catalog(B), theirs) == ["e/b/t: B = TB", "~e/a/t: A = new"]


def test_what_comes_back_from_obsolete_is_live_once():
    base = catalog(B, obsolete("e/a/t", "A", "TA"))
    assert merged(base, catalog(entry("e/b/t", "B", "TB2"), obsolete("e/a/t", "A", "TA")), catalog(A, B)) == [
        "e/a/t: A = TA",
        "e/b/t: B = TB2",
    ]


def test_an_obsolete_entry_that_would_stand_twice_becomes_a_comment():
    base = catalog(entry("e/a/t", "A", "TA"), entry("e/b/t", "B", "TB"))
    ours = catalog(entry("e/a/t", "A2", "TA2"), entry("e/b/t", "B", "TB2"))
    theirs = catalog(A, B, obsolete("e/a/t", "A2", "old"))
    assert merged(base, ours, theirs) == ["e/a/t: A2 = TA2", "e/b/t: B = TB2"]
    data = merge_po(Versions(base, ours, theirs)).data
    assert f"# {EARLIER}old\n".encode() in data


def test_other_obsolete_entries_are_kept_changed_and_taken_away():
    base = catalog(A, obsolete("e/x/t", "X", "1"), obsolete("e/y/t", "Y", "1"))
    ours = catalog(A, obsolete("e/x/t", "X", "2"), obsolete("e/y/t", "Y", "1"))
    theirs = catalog(A, obsolete("e/x/t", "X", "1"), obsolete("e/z/t", "Z", "1"))
    assert merged(base, ours, theirs) == ["e/a/t: A = TA", "~e/x/t: X = 2", "~e/z/t: Z = 1"]


def header(**fields: str) -> str:
    text = HEADER
    for name, value in fields.items():
        field = name.replace("_", "-")
        lines = [line for line in text.splitlines() if not line.startswith(f'"{field}:')]
        text = "\n".join([*lines, *([f'"{field}: {value}\\n"'] if value else [])]) + "\n"
    return text


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        pytest.param({"Last_Translator": "o"}, {"Language_Team": "t"}, {"Last-Translator": "o", "Language-Team": "t"}),
        pytest.param(
            {"PO_Revision_Date": "2026-02-01 00:00+0000", "Last_Translator": "o"},
            {"PO_Revision_Date": "2026-03-01 00:00+0000", "Last_Translator": "t"},
            {"PO-Revision-Date": "2026-03-01 00:00+0000", "Last-Translator": "t"},
            id="the newer revision with its translator",
        ),
        pytest.param(
            {"PO_Revision_Date": "2026-02-01 05:00+0300", "Last_Translator": "o"},
            {"PO_Revision_Date": "2026-02-01 04:00+0000", "Last_Translator": "t"},
            {"PO-Revision-Date": "2026-02-01 04:00+0000", "Last-Translator": "t"},
            id="newer by the clock of Greenwich",
        ),
        pytest.param(
            {"POT_Creation_Date": "2026-04-01 00:00+0000", "PO_Revision_Date": "2026-02-01 00:00+0000"},
            {"POT_Creation_Date": "2026-03-01 00:00+0000", "PO_Revision_Date": "2026-03-01 00:00+0000"},
            {"POT-Creation-Date": "2026-04-01 00:00+0000", "PO-Revision-Date": "2026-03-01 00:00+0000"},
            id="the newer template",
        ),
        pytest.param(
            {"PO_Revision_Date": "YEAR-MO-DA HO:MI+ZONE"},
            {"PO_Revision_Date": "2026-03-01 00:00+0000"},
            {"PO-Revision-Date": "2026-03-01 00:00+0000"},
            id="no date is older than any",
        ),
        pytest.param({"Project_Id_Version": ""}, {"Last_Translator": "t"}, {"Last-Translator": "t"}, id="taken away"),
        pytest.param(
            {"Project_Id_Version": "", "Language_Team": "o"},
            {"Project_Id_Version": "y"},
            {"Project-Id-Version": "y", "Language-Team": "o"},
            id="taken away and changed",
        ),
    ],
)
def test_header_fields(ours, theirs, expected):
    versions = Versions(catalog(A), catalog(A, header=header(**ours)), catalog(A, header=header(**theirs)))
    found = parse_po(merge_po(versions).data).headers
    for name in ("PO-Revision-Date", "Last-Translator", "POT-Creation-Date", "Language-Team", "Project-Id-Version"):
        unchanged = parse_po(catalog(A)).headers.get(name) if name.replace("-", "_") not in {**ours, **theirs} else None
        assert found.get(name) == expected.get(name, unchanged), name


def test_entries_that_did_not_change_keep_their_bytes():
    odd = 'msgctxt   "e/b/t"\nmsgid ""\n"B"\nmsgstr "T" "B"\n'
    base, ours = catalog(A, odd, C), catalog(entry("e/a/t", "A", "o"), odd, C)
    data = merge_po(Versions(base, ours, catalog(A, odd, entry("e/c/t", "C", "t")))).data
    assert data == catalog(entry("e/a/t", "A", "o"), odd, entry("e/c/t", "C", "t"))


def test_theirs_with_other_line_ends_is_written_as_ours():
    theirs = catalog(A, entry("e/b/t", "B", "new")).replace(b"\n", b"\r\n")
    data = merge_po(Versions(catalog(A, B), catalog(entry("e/a/t", "A", "o"), B), theirs)).data
    assert data == catalog(entry("e/a/t", "A", "o"), entry("e/b/t", "B", "new"))


def test_both_added_the_file():
    ours, theirs = catalog(A, entry("e/b/t", "B", "1")), catalog(entry("e/b/t", "B", "2"), C)
    assert merged(b"", ours, theirs) == ["e/a/t: A = TA", "?e/b/t: B = 1", "e/c/t: C = TC"]


def test_comments_after_the_last_entry_are_kept_from_both():
    ours, theirs = catalog(A) + b"\n# ours\n", catalog(B) + b"\n# theirs\n"
    data = merge_po(Versions(catalog(), ours, theirs)).data
    assert b"# ours\n" in data
    assert b"# theirs\n" in data


def test_conflicts_are_reported_with_their_lines():
    versions = Versions(catalog(A, B), catalog(A, entry("e/b/t", "B", "1")), catalog(A, entry("e/b/t", "B", "2")))
    result = merge_po(versions, "x.po")
    (conflict,) = result.conflicts
    line = result.data.decode().split("\n").index(f"# {OURS}1") + 1
    assert str(conflict).startswith(f"x.po:{line}: e/b/t: two people changed the translation")
    assert f"# {THEIRS}2\n".encode() in result.data


def test_what_cannot_be_read_is_named_by_its_side():
    with pytest.raises(L10nError, match=r"^x\.po \(theirs\):1"):
        merge_po(Versions(catalog(A), catalog(B), b"<<<<<<< HEAD\n"), "x.po")


def test_several_domains_are_left_to_git():
    with pytest.raises(L10nError, match="domain"):
        merge_po(Versions(catalog(A), catalog(A, B), catalog(A, 'domain "other"\n\n' + B)))
