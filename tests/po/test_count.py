"""Counting states from bytes: as msgfmt counts, and never otherwise."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from l10n.errors import L10nError
from l10n.po import StateCounts, count_catalog, count_states, format_po, parse_po
from l10n.po.count import _count_entries, _plain_bytes

ROOT = Path(__file__).parents[2]
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
A = 'msgid "a"\nmsgstr "b"\n'
USUAL = {
    "translated": (A, (1, 0, 0, 0)),
    "fuzzy": (f"#, fuzzy\n{A}", (0, 1, 0, 0)),
    "fuzzy among flags": (f"#, fuzzy, c-format\n{A}", (0, 1, 0, 0)),
    "another flag": (f"#, no-wrap\n{A}", (1, 0, 0, 0)),
    "flags before comments": (f"#, fuzzy\n#. note\n# by hand\n#: a.c:1\n{A}", (0, 1, 0, 0)),
    "fuzzy in a comment": (f"# , fuzzy\n{A}", (1, 0, 0, 0)),
    "fuzzy without a target": ('#, fuzzy\nmsgid "a"\nmsgstr ""\n', (0, 0, 1, 0)),
    "empty target": ('msgid "a"\nmsgstr ""\n', (0, 0, 1, 0)),
    "empty lines of a target": ('msgid "a"\nmsgstr ""\n""\n""\n', (0, 0, 1, 0)),
    "wrapped target": ('msgid ""\n"a"\nmsgstr ""\n""\n"b"\n', (1, 0, 0, 0)),
    "a target that looks empty": ('msgid "a"\nmsgstr "\\"\\""\n', (1, 0, 0, 0)),
    "a source that looks like a keyword": ('msgid "msgid \\"\\"\\nmsgstr \\"\\""\nmsgstr ""\n', (0, 0, 1, 0)),
    "plural": ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] ""\n', (1, 0, 0, 0)),
    "plural without the first form": ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] "c"\n', (0, 0, 1, 0)),
    "context": (f'msgctxt "k"\n{A}\nmsgctxt ""\n{A}\n{A}', (3, 0, 0, 0)),
    "context without a source": ('msgctxt "k"\nmsgid ""\nmsgstr "b"\n', (1, 0, 0, 0)),
    "previous": (f'#, fuzzy\n#| msgctxt "j"\n#| msgid ""\n#| "b"\n#| msgid_plural "c"\n{A}', (0, 1, 0, 0)),
    "obsolete": ('#, fuzzy\n#~| msgid "b"\n#~ msgctxt "k"\n#~ msgid "a"\n#~ msgstr ""\n#~ "b"\n', (0, 0, 0, 1)),
    "obsolete plural": ('#~ msgid "a"\n#~ msgid_plural "b"\n#~ msgstr[0] ""\n#~ msgstr[1] "c"\n', (0, 0, 0, 1)),
    "no blank lines": (f'{A}#~ msgid "c"\n#~ msgstr "d"\n#~ msgid "e"\n#~ msgstr "f"\n', (1, 0, 0, 2)),
    "comments at the end": (f"{A}\n# the end\n\n", (1, 0, 0, 0)),
    "Windows line ends": (f"#, fuzzy\n{A}".replace("\n", "\r\n"), (0, 1, 0, 0)),
    "no line end at the end": (A[:-1], (1, 0, 0, 0)),
    "nothing": ("", (0, 0, 0, 0)),
}
ODD = {
    "fuzzy without a space": (f"#,fuzzy\n{A}", (0, 1, 0, 0)),
    "old mark of flags": (f"#! fuzzy\n{A}", (0, 1, 0, 0)),
    "fuzzy as a part of a flag": (f"#, fuzzy-format\n{A}", (1, 0, 0, 0)),
    "fuzzy behind another flag": (f"#, c-format, fuzzy\n{A}", (0, 1, 0, 0)),
    "all in one line": ('msgid"a"msgstr"b"msgid "c" msgstr "" ""', (1, 0, 1, 0)),
    "spaces": (' msgid  "a"\n\tmsgstr ""  \n', (0, 0, 1, 0)),
    "blank line inside": ('msgid "a"\n\nmsgstr "b"\n', (1, 0, 0, 0)),
    "comment that swallows a flag": (f"# a \\\n#, fuzzy\n{A}", (1, 0, 0, 0)),
    "comment that swallows an entry": (f'{A}\n# c \\\nmsgid "c"\\\nmsgstr ""\n', (1, 0, 0, 0)),
    "octal": ('msgid "a"\nmsgstr "\\101"\n', (1, 0, 0, 0)),
    "blank line that is not empty": (f'{A} \nmsgid "c"\nmsgstr ""\n', (1, 0, 1, 0)),
}
needs_msgfmt = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="msgfmt is missing: install gettext")


def counts(translated, fuzzy, untranslated, obsolete=0):
    return StateCounts(translated=translated, fuzzy=fuzzy, untranslated=untranslated, obsolete=obsolete)


def statistics(data, folder):
    """Return what msgfmt counts; obsolete entries are no concern of it."""
    (folder / "a.po").write_bytes(data)
    command = ["msgfmt", "--statistics", "-o", folder / "a.mo", folder / "a.po"]
    result = subprocess.run(command, check=False, capture_output=True, text=True, env={"LC_ALL": "C"})
    assert result.returncode == 0, result.stderr
    found = {word: int(number) for number, word in re.findall(r"(\d+) (translated|fuzzy|untranslated)", result.stderr)}
    return tuple(found.get(word, 0) for word in ("translated", "fuzzy", "untranslated"))


@pytest.mark.parametrize(("text", "expected"), (USUAL | ODD).values(), ids=USUAL | ODD)
def test_entries_are_counted(text, expected):
    for data in (text.encode(), (HEADER + text).encode()):
        assert count_states(data) == count_catalog(parse_po(data)) == counts(*expected)


@needs_msgfmt
@pytest.mark.parametrize(("text", "expected"), (USUAL | ODD).values(), ids=USUAL | ODD)
def test_msgfmt_counts_the_same(text, expected, tmp_path):
    assert statistics((HEADER + text).encode(), tmp_path) == expected[:3]


@pytest.mark.parametrize("text", [text for text, _ in USUAL.values()], ids=USUAL)
def test_the_usual_is_counted_from_bytes(text):
    assert _count_entries(_plain_bytes((HEADER + text).encode())) is not None


@pytest.mark.parametrize("text", [text for text, _ in ODD.values()], ids=ODD)
def test_the_odd_is_left_to_the_reader(text):
    assert _count_entries(_plain_bytes((HEADER + text).encode())) is None


@needs_msgfmt
@pytest.mark.parametrize(
    "header", ['msgid ""\nmsgstr ""\n', 'msgid ""\n""\nmsgstr ""\n"X: y\\n"\n', f"#, fuzzy\n{HEADER}"]
)
def test_headers_are_counted_as_msgfmt_does(header, tmp_path):
    data = f"{header}\n{A}".encode()
    found = count_states(data)
    assert (found.translated, found.fuzzy, found.untranslated) == statistics(data, tmp_path)
    assert count_catalog(parse_po(data)) == found


@pytest.mark.parametrize(
    "text", ['msgid "a"\n', 'msgid "a\nmsgstr "b"\n', 'msgid "a"\nmsgstr "b" c\n', 'msgstr "\\q"\n']
)
def test_what_is_broken_is_refused(text):
    with pytest.raises(L10nError, match=r"a\.po"):
        count_states(f"{HEADER}{A}\n{text}".encode(), "a.po")


@pytest.mark.parametrize(("charset", "text"), [("BIG5", "功"), ("SHIFT_JIS", "表"), ("GB18030", "中"), ("KOI8-R", "ж")])
def test_bytes_of_other_charsets_are_no_quotes(charset, text):
    data = f'{HEADER.replace("UTF-8", charset)}msgid "a"\nmsgstr "{text}"\n\nmsgid "b"\nmsgstr ""\n'.encode(charset)
    assert count_states(data) == counts(1, 0, 1)
    assert count_states(b"\xef\xbb\xbf" + (HEADER + A).encode()) == counts(1, 0, 0)


def test_the_demo_catalogs():
    for path in sorted((ROOT / "locales").rglob("*.po")):
        data = path.read_bytes()
        assert count_states(data) == count_catalog(parse_po(data))


pieces = st.sampled_from(
    [text for text, _ in (USUAL | ODD).values()] + ["#, fuzzy\n", "# c\n", "\n", "#~ ", '""\n', "\\\n"]
)


@needs_msgfmt
@given(st.lists(pieces, max_size=5))
def test_whatever_msgfmt_accepts_is_counted_alike(tmp_path_factory, parts):
    distinct = (re.sub(r'msgid "', f'msgid "{n}', part) for n, part in enumerate(parts))
    data = (HEADER + "\n".join(distinct)).encode()
    found = _count_entries(_plain_bytes(data))
    try:
        catalog = parse_po(data)
    except L10nError:
        assert found is None or len(set(re.findall(rb"msgid.*", data))) < data.count(b"msgid ")
        return
    assert found in {None, count_catalog(catalog)}
    if max(len(re.findall(r"^#[,!]", part, re.MULTILINE)) for part in re.split(r"msgstr", data.decode())) <= 1:
        found = count_states(data)
        assert (found.translated, found.fuzzy, found.untranslated) == statistics(data, tmp_path_factory.mktemp("po"))


def test_a_catalog_that_is_written_is_counted_from_its_bytes():
    catalog = parse_po(
        (HEADER + "\n".join(text.replace('"a"', f'"a{n}"') for n, (text, _) in enumerate(USUAL.values()))).encode()
    )
    data = format_po(replace(catalog, units=tuple(replace(unit, raw="") for unit in catalog.units)))
    assert _count_entries(_plain_bytes(data)) == count_catalog(catalog)
