"""Where l10n differs from GNU gettext on purpose: the rows of docs/po.md, with both sides' answers."""

import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from l10n.po import find_po_problems, format_po, parse_po

PAGE = (Path(__file__).parents[2] / "docs/po.md").read_text()
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
A = 'msgid "a"\nmsgstr "b"\n'


@pytest.fixture
def gettext(tmp_path):
    """Run a program of GNU gettext on a file's bytes; None is what it says to a file that it refuses."""

    def run(program, data, *options):
        if shutil.which(program) is None:
            pytest.skip(f"{program} (GNU gettext) is not installed: its answer cannot be compared")
        (tmp_path / "a.po").write_bytes(data)
        command = [program, *options, tmp_path / "a.po"]
        result = subprocess.run(command, check=False, capture_output=True)
        return result.stdout if result.returncode == 0 else None

    return run


def rewritten(data):
    """Return what l10n writes if every unit of a file is written anew."""
    catalog = parse_po(data)
    header = catalog.header and replace(catalog.header, raw="")
    return format_po(replace(catalog, header=header, units=tuple(replace(unit, raw="") for unit in catalog.units)))


REFUSED = {
    "byte order mark": b"\xef\xbb\xbf" + HEADER.encode() + A.encode(),
    "line ends": (HEADER + 'msgid "a\\n"\nmsgstr "b"\n').encode(),
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_msgfmt_refuses_and_l10n_reports(data, gettext):
    assert gettext("msgfmt", data, "-o", "-") is None
    catalog = parse_po(data)
    assert format_po(catalog) == data
    assert any("msgfmt refuses it" in problem.message for problem in find_po_problems(catalog))


KEPT = {
    "flags in several lines": (f"#, fuzzy\n#, c-format\n{A}", "fuzzy", "#, fuzzy, c-format"),
    "unknown flags": (f"#, max-length:80, c-format\n{A}", "max-length", "#, c-format, max-length:80"),
    "obsolete without a translation": (f'{A}\n#~ msgid "c"\n#~ msgstr ""\n', "#~", '#~ msgid "c"'),
    "comments at the end": (f"{A}\n# the end\n", "the end", "# the end"),
    "NUL": ('msgid "a"\nmsgstr "b\\0c"\n', "c", 'msgstr "b\\000c"'),
}


@pytest.mark.parametrize(("text", "lost", "kept"), KEPT.values(), ids=KEPT)
def test_what_msgcat_loses_and_l10n_keeps(text, lost, kept, gettext):
    data = (HEADER + text).encode()
    entries = gettext("msgcat", data, "--no-wrap").decode().removeprefix(HEADER)
    assert lost not in entries.replace("#, c-format", "")
    assert kept in rewritten(data).decode()


def test_obsolete_units_stay_where_they_are(gettext):
    data = (HEADER + f'#~ msgid "c"\n#~ msgstr "d"\n\n{A}').encode()
    assert gettext("msgcat", data).endswith(b'#~ msgid "c"\n#~ msgstr "d"\n')
    assert rewritten(data) == data


def test_line_ends_of_one_kind(gettext):
    data = (HEADER + f"# c\n{A}").replace("\n", "\r\n").encode()
    assert gettext("msgcat", data).count(b"\r\n") == 1
    assert rewritten(data) == data


def test_a_character_that_ends_in_a_backslash(gettext):
    header = HEADER.replace("UTF-8", "BIG5")
    data = f"# 功\n# by hand\n{header}{A}".encode("big5")
    assert gettext("msgcat", data).startswith(b"# \xa5# by hand\n")
    assert parse_po(data).header.comments == ("功", "by hand")


def test_bytes_that_are_no_text(gettext):
    data = (HEADER + 'msgid "a"\nmsgstr "x\\377"\n').encode()
    assert gettext("msgfmt", data, "-o", "-") is not None
    assert gettext("msgcat", data) is None
    assert rewritten(data) == data


@pytest.mark.parametrize("row", ["byte order mark", "several `#,` lines", "flags that it does not know", "Big5", "NUL"])
def test_the_page_says_so(row):
    assert f"\n| {row}" in PAGE
