"""What the writer makes of units: GNU's own form for new ones, the old bytes for all others."""

import shutil
import subprocess

import pytest
from msgspec.structs import replace

from l10n.errors import L10nError
from l10n.model import Catalog, Previous, Unit
from l10n.po import find_po_problems, format_po, format_unit, new_header, parse_po, with_header_field

HEADER = new_header({"Language": "lv", "Content-Type": "text/plain; charset=UTF-8"})
THREE = 'msgid "a"\nmsgstr "1"\n\n\n# odd\nmsgid   "b"\nmsgstr "2"\n\nmsgid "c"\nmsgstr "3"\n'

UNITS = {
    "simple": Unit(key="event/a/title", source="Terror", targets=("Terrors",)),
    "no target": Unit(source="a"),
    "line end at the end": Unit(source="a\n", targets=("b\n",)),
    "lines": Unit(source="a\nb", targets=("c\nd\n",)),
    "only a line end": Unit(source="\n", targets=("\n\n",)),
    "escapes": Unit(source='a\t"b"\\c\r\a\b\f\v', targets=("\\n\\\\n",)),
    "raw control characters": Unit(source="a\x01\x1f\x7f", targets=("\x85\u2028",)),
    "plural": Unit(source="a", source_plural="b", targets=("c", "", "d\ne")),
    "empty plural": Unit(source="a", source_plural="", targets=("", "")),
    "empty context": Unit(key="", source="a", targets=("b",)),
    "comments": Unit(source="a", comments=("x", "", " y", "#z", ".dot"), notes=("n", "", "  m")),
    "references": Unit(source="a", references=("./a/b.json", "c.json:3", "c.json:003", "c.json:3", "d.json")),
    "many references": Unit(source="a", references=tuple(f"../records/event/ābele-{n}.json:{n}" for n in range(20))),
    "flags": Unit(
        source="a", targets=("b",), fuzzy=True, flags=("no-wrap", "range: 0..9", "php-format", "no-c-format")
    ),
    "fuzzy without target": Unit(source="a", fuzzy=True),
    "fuzzy without the first form": Unit(source="a", source_plural="b", targets=("", "c"), fuzzy=True),
    "fuzzy without the second form": Unit(source="a", source_plural="b", targets=("c", ""), fuzzy=True),
    "fuzzy and flags without the first form": Unit(
        source="a", source_plural="b", targets=("", "c"), fuzzy=True, flags=("c-format",), previous=Previous(source="x")
    ),
    "previous": Unit(
        source="a", targets=("b",), fuzzy=True, previous=Previous(key="k", source="x\ny", source_plural="z")
    ),
    "previous source": Unit(source="a", targets=("b",), previous=Previous(source="")),
    "obsolete": Unit(
        key="k", source="a\nb", targets=("c",), obsolete=True, fuzzy=True, previous=Previous(source="x\ny")
    ),
    "obsolete plural": Unit(source="a", source_plural="b", targets=("c", "d"), obsolete=True),
}
TEXTS = {
    "en": "On 5 September 1918 the Council of People's Commissars decreed (see p. 12/13) the so-called Terror, e.g. "
    '"mass" shootings - 1,500; see https://example.org/red-terror?lang=en&page=1#notes, 50% off.',
    "ru": "5 сентября 1918 года Совет народных комиссаров принял постановление «О красном терроре» — расстрелы…",
    "de": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft und „Anführung“ usw.",
    "he": "ב־5 בספטמבר 1918 החליטה מועצת הקומיסרים העממיים על הטרור האדום, דו-קיום וכו'; לפי תש\"ח.",
    "ar": "في الخامس من سبتمبر 1918 أصدر مجلس مفوضي الشعب مرسومًا بشأن «الإرهاب الأحمر»، وبدأت الإعدامات.",
    "zh": "1918年9月5日，人民委员会通过了《关于红色恐怖》的决议（见第12页），大规模枪决由此开始。",
    "ja": "1918年9月5日、人民委員会議は「赤色テロについて」という決議を採択した。処刑が始まった。",
    "ko": "1918년 9월 5일 인민위원회의는 '적색 테러에 관하여'라는 법령을 채택하였다.",
    "th": "เมื่อวันที่ 5 กันยายน ค.ศ. 1918 สภาผู้แทนราษฎรได้ออกพระราชกฤษฎีกาว่าด้วยการก่อการร้ายสีแดง",
    "hi": "5 सितंबर 1918 को जन कमिसार परिषद ने लाल आतंक पर आदेश पारित किया।",
    "ka": "1918 წლის 5 სექტემბერს სახალხო კომისართა საბჭომ მიიღო დადგენილება წითელი ტერორის შესახებ.",
    "vi": "Ngày 5 tháng 9 năm 1918, Hội đồng Dân ủy đã thông qua nghị quyết về Khủng bố Đỏ.",
    "emoji": "flags 🇱🇻🇪🇪🇱🇹 and families 👨‍👩‍👧‍👦 and thumbs 👍🏽 in a row 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉",
    "escapes": 'one\ttwo "three" C:\\four\\five \\"six\\" seven\neight nine ten eleven\n\ntwelve and a last line\n',
}


@pytest.fixture
def msgcat(tmp_path):
    program = shutil.which("msgcat")
    if program is None:
        pytest.skip("msgcat (GNU gettext) is not installed: its output cannot be compared")

    def run(data, *options):
        path = tmp_path / "a.po"
        path.write_bytes(data)
        return subprocess.run([program, *options, path], check=True, capture_output=True).stdout

    return run


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_new_units_stay_as_they_are_under_msgcat(unit, msgcat):
    data = format_po(Catalog(header=HEADER, units=(unit,)))
    assert msgcat(data, "--no-wrap") == data


@pytest.mark.parametrize("width", [20, 40, 60, 79, 100])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_wrapped_lines_are_those_of_msgcat(text, width, msgcat):
    previous = Previous(source=text)
    units = (
        Unit(key="k", source=text, targets=(text[::-1],), previous=previous, fuzzy=True),
        Unit(source=text + "!", source_plural=text, targets=(text, text), references=("abc/def.json",) * 9),
        Unit(source=text + "?", targets=(text,), obsolete=True, previous=previous),
    )
    data = format_po(Catalog(header=HEADER, units=units, width=width))
    assert msgcat(data, f"--width={width}") == data
    assert parse_po(data).units == (units[0], replace(units[1], references=("abc/def.json",)), units[2])


@pytest.mark.parametrize("flag", ["c-format", "python-format", "python-brace-format"])
def test_format_directives_are_not_broken(flag, msgcat):
    text = "a hundred and one words of %- 5d %s and %(name)s {0} { first name } are in 100% of the lines here"
    data = format_po(Catalog(header=HEADER, units=(Unit(source=text, targets=("x",), flags=(flag,)),), width=38))
    assert msgcat(data, "--width=38") == data


def test_a_unit_marked_no_wrap_is_not_wrapped(msgcat):
    unit = Unit(source="one two three four five six", targets=("x " * 30,), flags=("no-wrap",))
    data = format_po(Catalog(header=HEADER, units=(unit,), width=20))
    assert msgcat(data, "--width=20") == data
    assert b'msgid "one two three four five six"\n' in data


def test_what_msgcat_would_drop_is_kept():
    unit = Unit(source="a", flags=("c-format", "rust-format", "x"), obsolete=True)
    assert format_unit(unit) == '#, c-format, rust-format, x\n#~ msgid "a"\n#~ msgstr ""\n'


def test_newlines_and_references_of_a_unit():
    assert format_unit(Unit(source="a\nb"), newline="\r\n") == 'msgid ""\r\n"a\\n"\r\n"b"\r\nmsgstr ""\r\n'
    assert format_unit(Unit(source="a", references=("\u2068two words.c\u2069:1",))).startswith(
        "#: \u2068two words.c\u2069:1\n"
    )


@pytest.mark.parametrize("references", [("a", ":8"), ("a", ":", "8"), ("a:", "8", "b"), (":8",), ("a", ":8x", "b:8")])
def test_no_reference_is_read_as_the_line_of_the_one_before(references):
    assert parse_po(format_unit(Unit(source="a", references=references))).units[0].references == references


def test_bytes_that_are_no_text_are_written_so_that_they_are_read_again():
    for charset in ("UTF-8", "GB18030"):
        header = f'msgid ""\nmsgstr "Content-Type: text/plain; charset={charset}\\n"\n\n'
        catalog = parse_po(f'{header}msgid "a"\nmsgstr "\\377\\\\"\n'.encode())
        (unit,) = catalog.units
        assert unit.target == "\udcff\\"
        data = format_po(replace(catalog, units=(unit.with_changes(comments=("\udcfe",)),)))
        assert data.endswith(b'# \xfe\nmsgid "a"\nmsgstr "\\377\\\\"\n')
        assert parse_po(data).units[0].target == unit.target
    undeclared = parse_po(b'msgid "a"\nmsgstr "\xff"\n')
    changed = undeclared.units[0].with_changes(comments=("b",))
    assert format_po(replace(undeclared, units=(changed,))).endswith(b'msgstr "\xff"\n')


def test_a_comment_never_swallows_the_next_line():
    unit = Unit(source="a", comments=("C:\\",), notes=("one\ntwo\\",), references=("D:\\",), flags=("e\\",))
    text = format_unit(unit)
    assert text.startswith("# C:\\ \n#. one\n#. two\\ \n#: D:\\ \n#, e\\ \nmsgid")
    assert parse_po(text).units[0].source == "a"


def test_a_carriage_return_in_a_comment_is_no_line_end():
    unit = Unit(source="a", comments=("b\r",), notes=("\rc",), references=("d\r",), flags=("e\r",))
    assert parse_po(format_unit(unit)).units[0].references == ("d\r",)
    assert parse_po(format_unit(unit)).units[0].comments == ("b\r ",)


def test_what_no_file_can_hold_is_refused():
    with pytest.raises(L10nError, match="EOT"):
        format_unit(Unit(source="a\x04b"))
    latin = Catalog(units=(Unit(source="a", targets=("ā",)),), charset="ISO-8859-1")
    with pytest.raises(L10nError, match="found 'ā' in line 2"):
        format_po(latin)
    assert parse_po(format_unit(Unit(source="a\0001"))).units[0].source == "a\0001"


NEW = Unit(source="new", targets=("jauns",))
NEW_TEXT = 'msgid "new"\nmsgstr "jauns"\n'


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (0, f"{NEW_TEXT}\n{THREE}"),
        (1, THREE.replace("# odd", f"{NEW_TEXT}\n# odd")),
        (2, THREE.replace('msgid "c"', f'{NEW_TEXT}\nmsgid "c"')),
        (3, f"{THREE}\n{NEW_TEXT}"),
    ],
)
def test_a_new_unit_leaves_its_neighbours_alone(place, expected):
    catalog = parse_po(THREE)
    units = (*catalog.units[:place], NEW, *catalog.units[place:])
    assert format_po(replace(catalog, units=units)).decode() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('msgid "a"\nmsgstr "b"', f'msgid "a"\nmsgstr "b"\n\n{NEW_TEXT}'),
        ('msgid "a"\nmsgstr "b"\n\n\n', f'msgid "a"\nmsgstr "b"\n\n{NEW_TEXT}\n\n'),
        ('msgid "a"\nmsgstr "b"\n\n# end\n', f'msgid "a"\nmsgstr "b"\n\n{NEW_TEXT}\n# end\n'),
        ('msgid "a"\r\nmsgstr "b"\r\n', f'msgid "a"\nmsgstr "b"\n\n{NEW_TEXT}'.replace("\n", "\r\n")),
    ],
)
def test_a_new_unit_at_the_end(text, expected):
    catalog = parse_po(text)
    assert format_po(replace(catalog, units=(*catalog.units, NEW))).decode() == expected


def test_units_that_go_or_move_leave_one_blank_line():
    a, b, c = parse_po(THREE).units
    assert format_po(Catalog(units=(a, b))).decode() == THREE.removesuffix('\nmsgid "c"\nmsgstr "3"\n')
    assert format_po(Catalog(units=(c, b))).decode() == 'msgid "c"\nmsgstr "3"\n\n# odd\nmsgid   "b"\nmsgstr "2"\n'
    tight = parse_po('msgid "a"\nmsgstr "1"\nmsgid "b"\nmsgstr "2"\nmsgid "c"\nmsgstr "3"\n').units
    assert format_po(Catalog(units=tight[:2])).decode() == 'msgid "a"\nmsgstr "1"\nmsgid "b"\nmsgstr "2"\n'
    assert format_po(Catalog(units=tight[::2])).decode() == 'msgid "a"\nmsgstr "1"\n\nmsgid "c"\nmsgstr "3"\n'


def test_domains_get_their_lines():
    units = (Unit(source="a"), Unit(source="a", domain="other"), Unit(source="b", domain="other"), Unit(source="b"))
    data = format_po(Catalog(units=units))
    assert data.decode().count("domain ") == 2
    assert parse_po(data).units == units
    changed = parse_po(data).units[1].with_changes(targets=("x",))
    read = parse_po(data)
    again = parse_po(format_po(replace(read, units=(read.units[0], changed, *read.units[2:]))))
    assert again.units == (units[0], changed, *units[2:])


def test_header_fields_in_gnu_order():
    fields = {"X-B": "1", "Plural-Forms": "p;", "X-A": "2", "Language": "lv", "Project-Id-Version": "l10n"}
    names = [line.partition(":")[0] for line in new_header(fields).target.splitlines()]
    assert names == ["Project-Id-Version", "Language", "Plural-Forms", "X-B", "X-A"]


FOREIGN = Catalog(
    header=Unit(source="", targets=("X-Z: 1\nLanguage:  lv \nContent-Type: text/plain; charset=UTF-8\n",))
)


@pytest.mark.parametrize(
    ("name", "value", "target"),
    [
        ("Language", "et", "X-Z: 1\nLanguage: et\nContent-Type: text/plain; charset=UTF-8\n"),
        ("language", "et", "X-Z: 1\nlanguage: et\nContent-Type: text/plain; charset=UTF-8\n"),
        ("Plural-Forms", "p", "X-Z: 1\nLanguage:  lv \nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: p\n"),
        ("Project-Id-Version", "l", "Project-Id-Version: l\n" + FOREIGN.header.target),
        ("X-A", "2", FOREIGN.header.target + "X-A: 2\n"),
    ],
)
def test_one_header_field_is_set_and_the_others_stay(name, value, target):
    assert with_header_field(FOREIGN, name, value).header.target == target


def test_an_equal_header_field_changes_nothing():
    assert with_header_field(FOREIGN, "Language", "lv") is FOREIGN


def test_a_new_charset_is_written_in():
    catalog = replace(FOREIGN, units=(Unit(source="ā"),))
    changed = with_header_field(catalog, "Content-Type", "text/plain; charset=ISO-8859-13")
    assert "ā".encode("iso-8859-13") in format_po(changed)


GOOD = "".join(
    f"{name}: lv\n"
    for name in (
        "Project-Id-Version",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Language",
        "MIME-Version",
        "Content-Transfer-Encoding",
    )
)
GOOD += "Content-Type: text/plain; charset=UTF-8\n"


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (Unit(source="a", targets=("b",)), []),
        (Unit(source="a", targets=("b\n<<<<<<< ours\nc",)), ["msgstr"]),
        (Unit(source="a", comments=(">>>>>>> theirs", "=======")), ["#"]),
        (Unit(source="a", targets=("b\0",)), ["msgstr"]),
        (Unit(source="a\r", targets=("b\r",)), ["msgstr"]),
        (Unit(source="a", targets=("e\u0301",)), ["msgstr"]),
        (Unit(key="e\u0301", source="a"), ["msgctxt"]),
        (Unit(source="a", targets=("\udcff",)), ["msgstr"]),
        (Unit(source="a", source_plural="b", targets=("c",)), ["Plural-Forms"]),
        (Unit(source="<b>a</b> >> c", targets=("<b>ā</b> << c",)), []),
        (Unit(source="a\n", targets=("b",)), ["msgstr"]),
        (Unit(source="a", targets=("\nb\n",)), ["msgstr", "msgstr"]),
        (Unit(source="a\n", targets=("b",), fuzzy=True), []),
        (Unit(source="a\n", targets=("b",), obsolete=True), []),
        (Unit(source="a\n", targets=("",)), []),
        (Unit(source="a\n", targets=("b\n",)), []),
    ],
)
def test_problems_of_a_unit(unit, expected):
    catalog = Catalog(header=Unit(source="", targets=(GOOD,)), units=(unit,))
    assert [problem.place.field for problem in find_po_problems(catalog)] == expected


@pytest.mark.parametrize("source", ["a", "a\n", "\na", "\n"])
@pytest.mark.parametrize("plural", [None, "b", "b\n"])
@pytest.mark.parametrize("targets", [("x", "y"), ("x\n", "y\n"), ("x", ""), ("", "y"), ("\nx", "y")])
def test_line_ends_are_judged_as_msgfmt_judges_them(source, plural, targets, tmp_path):
    if shutil.which("msgfmt") is None:
        pytest.skip("msgfmt (GNU gettext) is not installed: its verdict cannot be compared")
    header = new_header({"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=2; plural=n>1;"})
    unit = Unit(source=source, source_plural=plural, targets=targets if plural else targets[:1])
    catalog = Catalog(header=header, units=(unit,))
    (tmp_path / "a.po").write_bytes(format_po(catalog))
    result = subprocess.run(["msgfmt", "-o", "-", tmp_path / "a.po"], check=False, capture_output=True)
    found = [problem for problem in find_po_problems(catalog) if "msgfmt refuses" in problem.message]
    assert bool(found) == (result.returncode != 0), result.stderr


@pytest.mark.parametrize(
    ("header", "field", "message"),
    [
        (GOOD.replace("Language: lv", "Language: Latvian!"), "Language", "'Latvian!'"),
        (GOOD.replace("Language: lv\n", "Language: \n"), "Language", "''"),
        (GOOD + "Language: lv\n", "Language", "2 times"),
        (GOOD.replace("MIME-Version: lv\n", ""), "MIME-Version", "no header field"),
        (GOOD.replace("UTF-8", "nonsense"), "Content-Type", "'nonsense'"),
        (GOOD.replace("; charset=UTF-8", ""), "Content-Type", "''"),
    ],
)
def test_problems_of_a_header(header, field, message):
    catalog = Catalog(header=Unit(source="", targets=(header,), line=3), units=(Unit(source="a", targets=("b",)),))
    (problem,) = find_po_problems(catalog, "a.po")
    assert (problem.place.path, problem.place.line, problem.place.field) == ("a.po", 3, field)
    assert message in problem.message


def test_problems_of_a_file():
    assert [str(p) for p in find_po_problems(Catalog(), "a.po")] == [
        "a.po:1: found no header, expected a first entry with an empty msgid"
    ]
    header = Unit(source="", targets=(GOOD,), line=9)
    late = Catalog(header=header, header_position=1, units=(Unit(source="a"),), bom=True)
    assert [problem.place.line for problem in find_po_problems(late)] == [1, 9]
    (problem,) = find_po_problems(Catalog(header=replace(header, line=1), newline="\r\n"), "a.po")
    assert str(problem).startswith("a.po:1: found line ends of Windows (CRLF), expected LF")
    template = Unit(source="", targets=(GOOD.replace("UTF-8", "CHARSET").replace("Language: lv", "Language: "),))
    assert find_po_problems(Catalog(header=template, units=(Unit(source="a"),))) == ()
