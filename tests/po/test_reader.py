"""What the reader takes from a file, and what it refuses, with line and column."""

import shutil
import subprocess

import pytest

from l10n.errors import L10nError, ParseError, SeveralErrors
from l10n.model import Previous
from l10n.po import format_po, parse_po, plain_po
from l10n.po.careful import parse_carefully
from l10n.po.fast import find_catalog

HEADER = 'msgid ""\nmsgstr ""\n"Language: lv\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
FULL = (
    HEADER
    + """# by hand
#. note
#: a.json:3 b.json
#, fuzzy, c-format
#| msgctxt "old/key"
#| msgid "old \\"one\\""
#| msgid_plural "old ones"
msgctxt "event/a/title"
msgid "one"
msgid_plural ""
"many\\n"
"lines"
msgstr[0] "viens"
msgstr[1] ""
"daudzas\\n"
"rindas"

# gone
#~| msgid "before"
#~ msgid "gone"
#~ msgstr ""
#~ "prom\\n"
#~ "pavisam"

# the end
"""
)

BROKEN = {
    "unknown keyword": ('msgidx "a"\nmsgstr "b"\n', (1, 1), "did you mean 'msgid'?"),
    "target without quotes": ('msgid "a"\nmsgstr b\n', (2, 8), "found 'b', expected a string"),
    "unterminated source": ('msgid "a\nmsgstr "b"\n', (1, 7), "end of the line within the string"),
    "unterminated at the end": ('msgid "a"\nmsgstr "b', (2, 8), "end of the file within the string"),
    "junk after a string": ('msgid "a"\nmsgstr "b" junk\n', (2, 12), "found 'junk', expected a comment, 'msgctxt'"),
    "unknown escape": ('msgid "a"\nmsgstr "b\\q"\n', (2, 10), r"found the escape '\\q'"),
    "universal escape": ('msgid "a"\nmsgstr "\\u00e9"\n', (2, 9), r"expected one of \n \t"),
    "hexadecimal escape without digits": ('msgid "a"\nmsgstr "\\xg"\n', (2, 9), "found the escape"),
    "no target": ('msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', (3, 1), "expected 'msgstr' of the message in line 1"),
    "no target at the end": ('msgid "a"\n', (2, 1), "found the end of the file, expected 'msgstr'"),
    "no source": ('msgstr "a"\n', (1, 1), "found 'msgstr', expected a comment, 'msgctxt' or 'msgid'"),
    "plural without forms": ('msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n', (3, 8), "expected '[0]'"),
    "plural without targets": ('msgid "a"\nmsgid_plural "b"\n', (3, 1), "expected 'msgstr[0]'"),
    "forms without plural": ('msgid "a"\nmsgstr[0] "b"\n', (2, 7), "'msgid_plural' before the plural forms"),
    "forms in disorder": (
        'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[2] "d"\n',
        (4, 1),
        "found 'msgstr[2]', expected 'msgstr[1]'",
    ),
    "first form is not 0": ('msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\n', (3, 1), "expected 'msgstr[0]'"),
    "message twice": ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', (4, 1), "definition is in line 1"),
    "message and obsolete": ('msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n', (4, 1), "in line 1"),
    "half obsolete": ('#~ msgid "a"\nmsgstr "b"\n', (2, 1), "found no '#~' before 'msgstr', expected one"),
    "half obsolete string": ('msgid "a"\n#~ "b"\nmsgstr "c"\n', (2, 4), "found '#~' before the string 'b'"),
    "half previous": ('#| msgid "a"\n"b"\nmsgid "c"\nmsgstr "d"\n', (2, 1), "found the string 'b'"),
    "previous after the source": ('msgid "a"\n#| "b"\nmsgstr "c"\n', (2, 4), "expected 'msgstr'"),
    "previous context alone": ('#| msgctxt "a"\nmsgid "b"\nmsgstr "c"\n', (2, 1), "expected '#| msgid'"),
    "comment after previous": (
        '#| msgid "a"\n#, fuzzy\nmsgid "b"\nmsgstr "c"\n',
        (2, 1),
        "found the comment '#, fuzzy'",
    ),
    "comment inside": ('msgid "a"\n# b\nmsgstr "c"\n', (2, 1), "found the comment '# b', expected 'msgstr'"),
    "context separator": ('msgid "a\x04b"\nmsgstr "c"\n', (1, 7), "context separator"),
    "escaped context separator": ('msgid "a"\nmsgstr "b\\004"\n', (2, 8), "context separator"),
    "letter outside strings": ('msgid "a"\nmsgstr "b"\nö\n', (3, 1), "found 'ö'"),
    "conflict": (
        'msgid "a"\n<<<<<<< ours\nmsgstr "b"\n=======\nmsgstr "c"\n>>>>>>> theirs\n',
        (2, 1),
        "conflict that a merge has left",
    ),
    "bad byte": (
        (HEADER + 'msgid "a"\nmsgstr "').encode() + b"x\xff" + b'"\n',
        (7, 10),
        "found the byte 0xff, expected text in utf-8",
    ),
    "not ASCII": (
        HEADER.replace("UTF-8", "US-ASCII").encode() + 'msgid "ā"\nmsgstr "b"\n'.encode(),
        (6, 8),
        "found the byte 0xc4, expected text in ascii",
    ),
}

ODD = {
    "empty": "",
    "blank": "\n\n",
    "only comments": "# a\n\n#. b\n",
    "all in one line": 'msgid"a"msgstr"b"msgid "c" msgstr "d"',
    "no newline at the end": 'msgid "a"\nmsgstr "b"',
    "comment without newline": 'msgid "a"\nmsgstr "b"\n# c',
    "leading blank lines": '\n\n# a\nmsgid "a"\nmsgstr "b"\n',
    "trailing blank lines": 'msgid "a"\nmsgstr "b"\n\n \n\n',
    "blank lines inside": 'msgctxt "k"\n\nmsgid "a"\n\n"b"\n\nmsgstr "c"\n',
    "tabs and spaces": '  msgid\t"a"  \n\t"b"\n msgstr   "c"\t\n',
    "no blank line between": 'msgid "a"\nmsgstr "b"\nmsgid "c"\nmsgstr "d"\n',
    "form feed and vertical tab": '\x0cmsgid "a"\n\x0bmsgstr "b"\n',
    "comment after a string": 'msgid "a"\nmsgstr "b" # c\nmsgid "d"\nmsgstr "e"\n',
    "obsolete tight": '#~msgid "a"\n#~msgstr "b"\n#~msgid "c"\n#~msgstr "d"\n',
    "obsolete comment": '#~ # a\n#~ msgid "b"\n#~ msgstr "c"\n',
    "obsolete without target": '#~ msgid "a"\n#~ msgstr ""\n',
    "previous with blank line": '#| msgid "a"\n\nmsgid "b"\nmsgstr "c"\n',
    "previous tight": '#|msgid "a"\n#|"b"\nmsgid "c"\nmsgstr "d"\n',
    "empty context": 'msgctxt ""\nmsgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n',
    "octal and hexadecimal": 'msgid "\\101\\x42"\nmsgstr "\\303\\251"\n',
    "named escapes": 'msgid "\\a\\b\\f\\v\\r\\t\\n\\\\\\""\nmsgstr ""\n',
    "lone marks": '#|\n#~\nmsgid "a"\nmsgstr "b"msgid "c"\nmsgstr "d"\n#|\n#~|\nmsgid "e"msgstr ""msgid "f"msgstr ""',
    "domain and marks": 'msgid "a"\nmsgstr "b"\ndomain#~\\\n"r"\nmsgid "c"\nmsgstr ""',
    "obsolete domain": 'msgid "a"\nmsgstr "b"\n#~ domain "r"\nmsgid "c"\nmsgstr ""',
    "continued first line": '\\\n#\nmsgid "a"\nmsgstr "b" #\nmsgid "c"\nmsgstr "d"\n',
    "continued blank lines": 'msgid "a"\nmsgstr "b"\n\\\n \\\n# c\nmsgid "c"\nmsgstr "d"\n',
    "continued line": 'msgid "a\\\nb"\nmsgstr "c"\n# d\\\ne\nmsgid "f"\n\\\nmsgstr "g"\n',
    "header in the middle": 'msgid "a"\nmsgstr "b"\n\n' + HEADER + 'msgid "c"\nmsgstr "d"\n',
    "quotes in a comment": '# "a"\n#"b"\n#\nmsgid "c"\nmsgstr "d"\n',
    "raw control characters": 'msgid "a\x01\x7f"\nmsgstr "b\tc"\n',
    "line separators": 'msgid "a\u2028b\x85c"\nmsgstr "d\u2029"\n',
    "CRLF": FULL.replace("\n", "\r\n"),
    "mixed newlines": FULL.replace("\n", "\r\n", 12),
    "everything": FULL,
}


def places(error):
    return [(single.place.line, single.place.column) for single in error.all]


@pytest.fixture
def msgfmt(tmp_path):
    program = shutil.which("msgfmt")
    if program is None:
        pytest.skip("msgfmt (GNU gettext) is not installed: its verdict cannot be compared")

    def accepts(data):
        path = tmp_path / "a.po"
        path.write_bytes(data)
        return subprocess.run([program, "-o", "-", path], check=False, capture_output=True).returncode == 0

    return accepts


def test_every_part_of_an_entry():
    catalog = parse_po(FULL)
    first, gone = catalog.units
    assert catalog.headers["Language"] == "lv"
    assert (first.key, first.source, first.source_plural) == ("event/a/title", "one", "many\nlines")
    assert first.targets == ("viens", "daudzas\nrindas")
    assert (first.comments, first.notes, first.references) == (("by hand",), ("note",), ("a.json:3", "b.json"))
    assert (first.fuzzy, first.flags, first.obsolete) == (True, ("c-format",), False)
    assert first.previous == Previous(key="old/key", source='old "one"', source_plural="old ones")
    assert (gone.key, gone.source, gone.targets, gone.obsolete) == (None, "gone", ("prom\npavisam",), True)
    assert gone.previous == Previous(source="before")
    assert (first.line, gone.line) == (6, 23)
    assert catalog.tail == "\n# the end\n"


def test_raw_texts_make_up_the_file():
    catalog = parse_po(FULL)
    assert catalog.header.raw + "".join(unit.raw for unit in catalog.units) + catalog.tail == FULL


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_files_round_trip_and_both_readers_agree(text, msgfmt):
    data = text.encode()
    assert msgfmt(data)
    catalog = parse_po(data)
    assert format_po(catalog) == data
    fast, careful = find_catalog(text), parse_carefully(text, "")
    assert fast is None or described(fast) == described(careful)


def described(catalog):
    return catalog, [(unit.raw, unit.line) for unit in catalog.units]


@pytest.mark.parametrize(("text", "place", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_files_are_refused_with_place_and_reason(text, place, message, msgfmt):
    data = text if isinstance(text, bytes) else text.encode()
    assert not msgfmt(data)
    with pytest.raises(L10nError) as caught:
        parse_po(data, "a.po")
    first = caught.value.all[0]
    assert isinstance(first, ParseError)
    assert first.place.path == "a.po"
    assert (first.place.line, first.place.column) == place
    assert message in first.message


def test_all_errors_of_a_file_at_once():
    text = 'msgid "a"\nmsgstr b\n\nmsgid "c"\nmsgstr "d"\n\nmsgidd "e"\nmsgstr "f"\n\nmsgid "c"\nmsgstr "\\q"\n'
    with pytest.raises(SeveralErrors) as caught:
        parse_po(text)
    assert places(caught.value) == [(2, 8), (7, 1), (10, 1), (11, 9)]


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("#: a.c:3  b.c", ("a.c:3", "b.c")),
        ("#: a : 3 b: 4", ("a:3", "b:4")),
        ("#: \u2068two words.c\u2069:5 c.c", ("\u2068two words.c\u2069:5", "c.c")),
        ("# File: a.c, line number:12", ("a.c:12",)),
        ("# File: a.c, line: 12", ()),
        ("#: a.c:1\n#: b.c:2", ("a.c:1", "b.c:2")),
        ("#:", ()),
        ("#: ", ()),
        ("#:a.c", ("a.c",)),
        ("#: a.c:1 :2", ("a.c:1:2",)),
        ("#: a.c:1 : 2 b.c", ("a.c:1:2", "b.c")),
        ("#: a.c: 1 :2", ("a.c:1", ":2")),
        ("#: a.c : b", ("a.c", ":", "b")),
        ("#: \u2068two words.c\u2069:1 :2", ("\u2068two words.c\u2069:1:2",)),
    ],
)
def test_references(text, references):
    assert parse_po(f'{text}\nmsgid "a"\nmsgstr ""\n').units[0].references == references


@pytest.mark.parametrize(
    ("lines", "fuzzy", "flags"),
    [
        ("#, fuzzy", True, ()),
        ("#,fuzzy,c-format", True, ("c-format",)),
        ("#! fuzzy", True, ()),
        ("#, range: 0..9, no-wrap", False, ("range: 0..9", "no-wrap")),
        ("#, fuzzy\n#, php-format", True, ("php-format",)),
        ("#, fuzzy\x85", False, ("fuzzy\x85",)),
        ("#,\tfuzzy\x0b", True, ()),
        ("# , fuzzy", False, ()),
    ],
)
def test_flags(lines, fuzzy, flags):
    unit = parse_po(f'{lines}\nmsgid "a"\nmsgstr "b"\n').units[0]
    assert (unit.fuzzy, unit.flags) == (fuzzy, flags)


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("ISO-8859-13", "Tēvs"),
        ("KOI8-R", "Привет"),
        ("CP1251", "Привет"),
        ("EUC-JP", "日本語"),
        ("SHIFT_JIS", "表示機能a"),
        ("BIG5", "許功蓋x"),
        ("GB18030", "中文\U00020000"),
        ("latin1", "é"),
    ],
)
def test_legacy_charsets_are_read_and_kept(charset, text):
    data = f'{HEADER.replace("UTF-8", charset)}# {text}\nmsgid "a"\nmsgstr "{text}"\n'.encode(charset)
    catalog = parse_po(data)
    assert catalog.charset == charset
    assert catalog.units[0].target == text
    assert format_po(catalog) == data


def test_a_charset_in_pieces_is_found():
    for between in (b"\n", b" "):
        data = b'msgid ""%bmsgstr "" "c" "harset=ISO-88"\n"59-1\\n"\nmsgid "a"\nmsgstr "\xe4"\n' % between
        assert parse_po(data).units[0].target == "ä"
        assert format_po(parse_po(data)) == data


@pytest.mark.parametrize("before", ['"X: y\\n"\n' * 2000, '"X: y\\n"\n\n' * 2000, f'"X: {"y" * 20_000}\\n"\n'])
def test_a_charset_is_found_in_a_long_header(before):
    data = f'msgid ""\nmsgstr ""\n{before}"charset=ISO-8859-13\\n"\n\nmsgid "a"\nmsgstr "ā"\n'.encode("iso8859-13")
    catalog = parse_po(data)
    assert (catalog.charset, catalog.units[0].target) == ("ISO-8859-13", "ā")
    assert format_po(catalog) == data


def test_a_charset_is_found_behind_a_joined_line():
    data = 'msgid ""\nmsgstr "" "\\\nContent-Type: text/plain; charset=EUC-JP\\n"\n\nmsgid "a"\nmsgstr "日"\n'.encode(
        "euc-jp"
    )
    catalog = parse_po(data)
    assert (catalog.charset, catalog.units[0].target) == ("EUC-JP", "日")
    assert format_po(catalog) == data


@pytest.mark.parametrize("before", [b"\xc5", b"\xc4\xb1\xc4"])
def test_a_charset_that_would_hide_itself(before):
    data = b'# \xc5\x84\nmsgid ""\nmsgstr "' + before + b'charset=GB18030\\n"\n'
    catalog = parse_po(data)
    assert catalog.charset == "UTF-8"
    assert format_po(catalog) == data


@pytest.mark.parametrize(
    "entries", [b'msgid "a"\nmsgstr "%s"\n\nmsgid "b"\nmsgstr "c"\n', b'msgid"a"msgstr"%s"msgid"b"msgstr"c"']
)
def test_bytes_that_a_charset_writes_in_two_ways_are_kept(entries):
    data = HEADER.replace("UTF-8", "CP932").encode() + entries.replace(b"%s", b"\xfa\x4a")
    catalog = parse_po(data)
    assert catalog.units[0].target == "Ⅰ"
    assert catalog.units[0].target.encode("cp932") != b"\xfa\x4a"
    assert format_po(catalog) == data


def test_bad_bytes_in_comments_and_without_charset_survive(msgfmt):
    for data in (HEADER.encode() + b'# x\xff\nmsgid "a"\nmsgstr "b"\n', b'msgid "a"\nmsgstr "\xff"\n'):
        assert msgfmt(data)
        assert format_po(parse_po(data)) == data


@pytest.mark.parametrize("charset", ["CHARSET", "rot13", "UTF-16", "nonsense", "EUC\u05d0JP"])
def test_unusable_charset_is_read_as_utf8(charset):
    data = f'{HEADER.replace("UTF-8", charset)}msgid "a"\nmsgstr "ā"\n'.encode()
    catalog = parse_po(data)
    assert (catalog.charset, catalog.units[0].target) == ("UTF-8", "ā")
    assert format_po(catalog) == data


def test_byte_order_mark_is_kept():
    data = b"\xef\xbb\xbf" + FULL.encode()
    catalog = parse_po(data)
    assert catalog.bom
    assert catalog.header is not None
    assert format_po(catalog) == data


def test_a_byte_order_mark_says_more_than_the_header():
    data = b"\xef\xbb\xbf" + FULL.replace("UTF-8", "ISO-8859-1").encode()
    catalog = parse_po(data)
    assert (catalog.bom, catalog.charset) == (True, "UTF-8")
    assert format_po(catalog) == data


def test_newline_is_the_one_most_lines_have():
    assert parse_po(ODD["CRLF"]).newline == "\r\n"
    assert parse_po(ODD["mixed newlines"]).newline == "\n"
    crlf, plain = parse_po(ODD["CRLF"]), parse_po(FULL)
    assert (crlf.header, crlf.units) == (plain.header, plain.units)


@pytest.mark.parametrize("name", [name for name in ODD if "\\\n" not in ODD[name]])
@pytest.mark.parametrize("end", ["\r\n", "\r\r\n"])
def test_a_plain_file_says_the_same(name, end):
    plain = ODD[name].replace("\r\n", "\n").encode()
    dos = b"\xef\xbb\xbf" + plain.replace(b"\n", end.encode())
    assert plain_po(plain) == plain
    assert plain_po(dos) == plain
    assert parse_po(plain_po(dos)).units == parse_po(dos).units


def test_a_backslash_at_a_line_end_joins_no_lines_in_a_plain_file():
    dos = b'# C:\\\r\nmsgid "a"\r\nmsgstr "b"\r\n'
    (unit,) = parse_po(dos).units
    assert plain_po(dos) == b'# C:\\ \nmsgid "a"\nmsgstr "b"\n'
    assert parse_po(plain_po(dos)).units[0].source == unit.source == "a"


def test_a_plain_file_in_another_charset():
    latin = FULL.replace("UTF-8", "ISO-8859-1").encode("latin-1", "replace")
    assert plain_po(latin.replace(b"\n", b"\r\n")) == latin
    marked = b"\xef\xbb\xbf" + FULL.replace("UTF-8", "ISO-8859-1").encode()
    catalog, plain = parse_po(marked), parse_po(plain_po(marked))
    assert (plain.charset, plain.bom, plain.headers["Content-Type"]) == ("UTF-8", False, "text/plain; charset=UTF-8")
    assert plain.units == catalog.units


def test_a_file_that_is_no_po_file_has_no_plain_form():
    with pytest.raises(L10nError, match=r"a\.po:1:1: found 'x'"):
        plain_po(b"x\r\n", "a.po")


def test_an_error_shows_the_beginning_of_a_long_text():
    with pytest.raises(L10nError) as caught:
        parse_po(f'msgid "{"x" * 5000}\nmsgstr "a\x04{"y" * 5000}"\n')
    assert [len(error.message) < 150 for error in caught.value.all] == [True, True]


def test_domains_are_kept_apart():
    units = [
        'msgid "a"\nmsgstr "b"\n',
        'domain "other"\n\nmsgid "a"\nmsgstr "c"\n',
        'domain "messages"\nmsgid "d"\nmsgstr "e"\n',
    ]
    text = HEADER + "\n".join(units)
    catalog = parse_po(text)
    assert [unit.domain for unit in catalog.units] == ["", "other", ""]
    assert format_po(catalog) == text.encode()


def test_header_in_the_middle_keeps_its_place():
    catalog = parse_po(ODD["header in the middle"])
    assert catalog.headers["Language"] == "lv"
    assert (catalog.header_position, [unit.source for unit in catalog.units]) == (1, ["a", "c"])


LONG = '"one and two and three and four and five and six and seven and eight and nine and "'


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ('msgid "a"\nmsgstr "b"\n', 0),
        ('msgid ""\n"a\\n"\n"b"\nmsgstr ""\n', 0),
        (f'msgid {LONG}\nmsgstr ""\n"a\\n"\n"b"\n', 0),
        (
            'msgid ""\n"a text that is broken where its line has no more space for a whole, long "\n"words"\nmsgstr ""',
            79,
        ),
        (f'msgid ""\n{LONG}\n"ten"\nmsgstr ""\n', 83),
        (
            f'msgid ""\n{LONG}\n"ten"\nmsgstr ""\n' + 'msgid ""\n"年%s\\n"\n"年%s"\nmsgstr ""\n' % (("月日" * 21,) * 2),
            0,
        ),
        ('msgid ""\n"broken by "\n"hand"\nmsgstr ""\n', 0),
    ],
)
def test_width(text, width):
    assert parse_po(text).width == width
