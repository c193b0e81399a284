"""The program's words: in the user's language, with its plurals, from a checkout and from a wheel."""

import ast
import gettext
import importlib.util
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.numbers import format_decimal

from l10n import wordbook
from l10n.cli import COMMANDS, command_parser, main
from l10n.coverage import Counts, Coverage, LocaleCoverage, RecordCounts, RecordStatus
from l10n.errors import UnknownNameError
from l10n.locales import Locale
from l10n.loop_report import Direction, LoopReport
from l10n.mo import format_mo
from l10n.model import Unit
from l10n.plurals import plural_forms
from l10n.po import format_po, parse_po
from l10n.project import open_project
from l10n.reports.figures import cell_width
from l10n.reports.loop import format_loop_text
from l10n.reports.terminal import format_coverage, format_next_step
from l10n.wordbook import choose_words, find_words, known_locales, load_words, wanted_names
from l10n.words import ENGLISH, Words, number, speaking, spoken_locale, tr, trn, trp

ROOT = Path(__file__).parent.parent
LOCALES = ("de", "et", "fr", "lt", "lv", "pl", "ru", "uk")
CATALOGS = {locale: ROOT / "locales" / locale / "LC_MESSAGES" / "l10n.po" for locale in LOCALES}
needs_gettext = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="msgfmt is missing: install gettext")


def load_tool():
    spec = importlib.util.spec_from_file_location("tools_words", ROOT / "tools" / "words.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


tool = load_tool()


def spoken(locale):
    found = load_words(Locale(locale))
    assert found is not None
    return found


# --- which language ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({}, "en"),
        ({"LANG": "lv_LV.UTF-8"}, "lv"),
        ({"LC_MESSAGES": "pl_PL", "LANG": "lv_LV"}, "pl"),
        ({"LC_ALL": "ru_RU.UTF-8", "LC_MESSAGES": "pl_PL", "LANG": "lv_LV"}, "ru"),
        ({"LC_ALL": "", "LANG": "lv_LV"}, "lv"),
        ({"LANGUAGE": "lv", "LANG": "ru_RU.UTF-8"}, "lv"),
        ({"LANGUAGE": "lv", "LANG": "C.UTF-8"}, "lv"),
        ({"LANGUAGE": "xx:et:lv"}, "et"),
        ({"LANGUAGE": "en_GB:lv"}, "en"),
        ({"LANGUAGE": "C:lv"}, "en"),
        ({"LANGUAGE": "", "LANG": "de_AT@euro"}, "de"),
        ({"LANGUAGE": "xx", "LANG": "lv_LV"}, "en"),
        ({"LC_ALL": "C", "LANGUAGE": "lv"}, "en"),
        ({"LC_ALL": "C.UTF-8", "LANGUAGE": "lv"}, "en"),
        ({"LC_MESSAGES": "POSIX", "LANGUAGE": "lv"}, "en"),
        ({"LC_ALL": "ru", "LC_MESSAGES": "C"}, "ru"),
        ({"LANG": "../../etc"}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "en"),
    ],
)
def test_the_environment_chooses(environ, expected):
    assert choose_words("", environ).locale == expected


@pytest.mark.parametrize(
    ("asked", "expected"), [("lv", "lv"), ("LV", "lv"), ("pl-PL", "pl"), ("uk_UA", "uk"), ("en", "en")]
)
def test_who_asks_is_heard_before_the_environment(asked, expected):
    assert choose_words(asked, {"LANGUAGE": "fr", "LC_ALL": "C"}).locale == expected


def test_a_language_that_is_not_there_is_an_error_with_a_suggestion():
    with pytest.raises(UnknownNameError, match=r"'ruu', expected one of de, en, et, .*; did you mean 'ru'\?"):
        choose_words("ruu", {})


@pytest.mark.parametrize(
    ("encoding", "expected"), [("utf-8", "ru"), ("koi8-r", "ru"), ("ascii", "en"), ("latin-1", "en")]
)
def test_a_stream_that_lacks_the_letters_gets_english(encoding, expected):
    assert choose_words("ru", {}, encoding).locale == expected


def test_all_languages_are_known():
    assert known_locales() == tuple(sorted((*LOCALES, "en")))
    assert wanted_names({"LANGUAGE": "lv::ru"}) == ["lv", "ru"]
    assert find_words(["xx", "yy"]) is None


# --- speaking ---------------------------------------------------------------------------------------------

SAYINGS = {
    "ru": ["0 записей", "1 запись", "2 записи", "5 записей", "21 запись"],
    "uk": ["0 записів", "1 запис", "2 записи", "5 записів", "21 запис"],
    "pl": ["0 rekordów", "1 rekord", "2 rekordy", "5 rekordów", "21 rekordów"],
    "lt": ["0 įrašų", "1 įrašas", "2 įrašai", "5 įrašai", "21 įrašas"],
    "lv": ["0 ierakstu", "1 ieraksts", "2 ieraksti", "5 ieraksti", "21 ieraksts"],
    "et": ["0 kirjet", "1 kirje", "2 kirjet", "5 kirjet", "21 kirjet"],
    "de": ["0 Datensätze", "1 Datensatz", "2 Datensätze", "5 Datensätze", "21 Datensätze"],
    "fr": ["0 fiche", "1 fiche", "2 fiches", "5 fiches", "21 fiches"],
    "en": ["0 records", "1 record", "2 records", "5 records", "21 records"],
}


@pytest.mark.parametrize("locale", SAYINGS)
def test_numbers_take_the_right_plural(locale):
    with speaking(spoken(locale)):
        assert [trn("{n} record", "{n} records", n) for n in (0, 1, 2, 5, 21)] == SAYINGS[locale]


@pytest.mark.parametrize("locale", [*LOCALES, "en"])
def test_numbers_are_written_as_cldr_has_them(locale):
    with speaking(spoken(locale)):
        assert number(1234567) == format_decimal(1234567, locale=locale)
        assert number(12345.6, decimals=1) == format_decimal(12345.6, locale=locale)


def test_speaking_ends_with_its_block():
    with speaking(spoken("lv")):
        assert (tr("options"), trp("column", "Missing"), spoken_locale()) == ("opcijas", "Trūkst", "lv")
        with speaking(ENGLISH):
            assert tr("options") == "options"
        assert tr("options") == "opcijas"
    assert (tr("options"), spoken_locale()) == ("options", "en")


@pytest.mark.parametrize("target", ["{m} x", "{n", "{n.no_such}", "{}", "{n!z}"])
def test_a_broken_translation_gives_way_to_its_source(target):
    header = parse_po(CATALOGS["lv"].read_bytes()).header
    catalog = parse_po("").__class__(header=header, units=(Unit(source="{n} in all", targets=(target,)),))
    broken = Words("lv", gettext.GNUTranslations(io.BytesIO(format_mo(catalog))))
    assert broken.tr("{n} in all", n=3) == "3 in all"


def test_an_empty_text_is_not_the_header():
    assert spoken("lv").tr("") == ""


def test_braces_in_a_value_are_left_alone():
    assert ENGLISH.tr("made {path}", path="{path}") == "made {path}"


# --- in reports -------------------------------------------------------------------------------------------


def make_coverage():
    counts = Counts(translated=1234, fuzzy=123, missing=1234, source=1234)
    records = RecordCounts(complete=1234, none=1234)
    numbers = LocaleCoverage(units=counts, words=counts, records=records)
    locales = {Locale(code): numbers for code in ("en", "lv", "sr-Latn")}
    statuses = tuple(list(RecordStatus)[:3])
    return Coverage(
        collection="x",
        required=(Locale("lv"),),
        records=1234,
        locales=locales,
        by_record={"event/a": statuses, "event/b": (RecordStatus.DECLARED, RecordStatus.EXCLUDED, RecordStatus.NONE)},
    )


@pytest.mark.parametrize("locale", [*LOCALES, "en"])
def test_a_report_holds_80_columns_in_every_language(locale):
    with speaking(spoken(locale)):
        lines = [
            *format_coverage(make_coverage(), ("locale", "record")),
            *format_next_step(make_coverage()).split("\n"),
        ]
        assert all(cell_width(line) <= 80 for line in lines), lines
        rows = [line for line in lines if line.startswith("  ")]
        assert len(rows) == 3
        assert len({cell_width(row) for row in rows}) == 1


@pytest.mark.parametrize("locale", LOCALES)
def test_the_bar_finds_room_in_every_language(locale):
    project = open_project(ROOT)
    with speaking(spoken(locale)):
        from l10n.coverage import count_coverage

        coverage = count_coverage(project.iter_records(), project.schema)
        lines = list(format_coverage(coverage, ("locale",)))
    assert sum("░" in line for line in lines) > 5


@pytest.mark.parametrize("locale", [*LOCALES, "en"])
def test_help_holds_80_columns_in_every_language(locale, capsys):
    assert main(["--ui-locale", locale, "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(cell_width, lines)) <= 80
    assert sum(line.startswith("  ") and line[2] != " " for line in lines) == len(COMMANDS)


@pytest.mark.parametrize("locale", [*LOCALES, "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_every_language(command, locale):
    with speaking(spoken(locale)):
        text = command_parser(command).format_help()
    with speaking(ENGLISH):
        english = command_parser(command).format_help()
    assert (text == english) == (locale == "en")
    assert re.findall(r"--[a-z-]+", text.split("\n\n")[0]) == re.findall(r"--[a-z-]+", english.split("\n\n")[0])


def test_a_report_of_the_loop_is_spoken_and_its_json_is_not(capsys):
    report = LoopReport(is_whole=True, direction=Direction.SYNC, counts={"lv": {"missing": 21}}, written=["a", "b"])
    with speaking(spoken("ru")):
        text = format_loop_text(report)
    assert "     21 единица без перевода (lv 21)\n" in text
    assert "sync: записаны 2 файла. Дальше: `l10n coverage`" in text
    outputs = []
    for locale in ("ru", "en"):
        assert main(["-C", str(ROOT), "--ui-locale", locale, "coverage", "--format", "json"]) == 0
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]


# --- real runs --------------------------------------------------------------------------------------------


def run(*arguments, cwd=ROOT, **environ):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    command = [sys.executable, "-m", "l10n", *arguments]
    return subprocess.run(
        command, cwd=cwd, env={**kept, "PYTHONUTF8": "1", **environ}, capture_output=True, encoding="utf-8", check=False
    )


def make_collection(folder, count):
    """Make a collection whose `count` records are not in their normal form."""
    run("init", str(folder), "--required", "en,lv")
    for n in range(count):
        path = folder / "records" / "person" / f"p{n}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'{{"id": "p{n}", "type": "person", "source": "en", "name": {{"en": "P{n}"}} }}\n')
    return folder


@pytest.mark.parametrize(
    ("locale", "lines"),
    [
        ("lv", ["pierakstīts 0 failu", "pierakstīts 1 fails", "pierakstīti 2 faili", "pierakstīts 21 fails"]),
        ("ru", ["записано 0 файлов", "записан 1 файл", "записаны 2 файла", "записан 21 файл"]),
        ("pl", ["zapisano 0 plików", "zapisano 1 plik", "zapisano 2 pliki", "zapisano 21 plików"]),
    ],
)
def test_a_run_speaks_the_user_s_language(locale, lines, tmp_path):
    for count, line in zip((0, 1, 2, 21), lines, strict=True):
        folder = make_collection(tmp_path / str(count), count)
        result = run("fmt", cwd=folder, LANGUAGE=locale)
        assert result.stdout.splitlines()[-1] == f"fmt: {line}", result.stderr


@pytest.mark.parametrize(
    ("environ", "heading"),
    [
        ({"LANGUAGE": "lv"}, "Trūkst"),
        ({"LC_ALL": "pl_PL.UTF-8"}, "Brak"),
        ({"LANG": "ru_RU.UTF-8"}, "Нет"),
        ({"LC_ALL": "C", "LANGUAGE": "lv"}, "Missing"),
        ({}, "Missing"),
    ],
)
def test_the_environment_is_heard(environ, heading):
    result = run("coverage", **environ)
    assert heading in result.stdout.splitlines()[2].split()


def test_a_terminal_of_another_encoding_shows_its_letters():
    environ = {**os.environ, "LC_ALL": "ru_RU.KOI8-R", "PYTHONIOENCODING": "koi8-r"}
    command = [sys.executable, "-m", "l10n", "coverage"]
    output = subprocess.check_output(command, cwd=ROOT, env=environ, encoding="koi8-r")
    assert output.splitlines()[2].split()[-1] == "Записи"
    assert "# готово  ~ нечётко  . нет" in output


@pytest.mark.parametrize("arguments", [("--ui-locale", "et", "formats"), ("formats", "--ui-locale=et")])
def test_the_option_stands_before_or_after_the_command(arguments):
    assert "salvestatud leht" in run(*arguments, LC_ALL="C").stdout


def test_an_unknown_language_is_refused():
    result = run("--ui-locale", "lvv", "coverage")
    assert result.returncode == 2
    assert result.stderr.startswith("l10n does not speak 'lvv', expected one of de, en, ")
    assert result.stderr.endswith("did you mean 'lv'?\n")
    assert "--ui-locale without a language" in run("--ui-locale").stderr


def test_wrong_usage_is_told_in_english_after_a_spoken_frame():
    result = run("coverage", "--bad", LANGUAGE="de")
    assert result.returncode == 2
    assert result.stderr.startswith("Aufruf: l10n coverage")
    assert result.stderr.endswith("error: unrecognized arguments: --bad\n")


def test_the_words_load_nothing_heavy():
    heavy = {"babel", "l10n.po", "l10n.mo", "l10n.model", "rich", "lxml"}
    program = f"import sys, l10n.cli, l10n.words, l10n.wordbook; print({heavy} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout == "set()\n"


def test_a_language_is_loaded_from_what_is_compiled(tmp_path, monkeypatch):
    """Reading a catalog of texts instead would take longer than all else that a command does before it works."""
    folder = tmp_path / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "l10n.mo").write_bytes(format_mo(parse_po(CATALOGS["ru"].read_bytes())))
    monkeypatch.setattr(wordbook, "COMPILED", tmp_path)
    monkeypatch.setattr(wordbook, "SOURCES", tmp_path)
    assert load_words.__wrapped__(Locale("ru")).tr("options") == "параметры"
    assert known_locales() == ("en", "ru")


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Return a folder with l10n installed from a wheel of the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target"]
    if importlib.util.find_spec("hatchling") is None or importlib.util.find_spec("pip") is None:
        pytest.skip("hatchling or pip is missing: no wheel can be built and installed")
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*install, str(folder / "site"), str(wheel)], capture_output=True, check=True)
    return folder / "site"


def test_an_installed_wheel_speaks(installed, tmp_path):
    assert {path.parent.parent.name for path in installed.glob("l10n/locale/*/LC_MESSAGES/l10n.mo")} == set(LOCALES)
    program = "import l10n.wordbook as book; print(book.__file__, book.has_sources())"
    environ = {**os.environ, "PYTHONPATH": str(installed)}
    place = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environ, capture_output=True, text=True, check=True
    )
    assert place.stdout.split() == [str(installed / "l10n" / "wordbook.py"), "False"]
    result = run("--help", cwd=tmp_path, PYTHONPATH=str(installed), LANGUAGE="ru")
    assert "создать новую пустую коллекцию" in result.stdout
    folder = make_collection(tmp_path / "own", 2)
    assert "записаны 2 файла" in run("fmt", cwd=folder, PYTHONPATH=str(installed), LANG="ru_RU.UTF-8").stdout


def test_an_sdist_can_build_the_wheel_again(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (archive,) = tmp_path.glob("*.tar.gz")
    shutil.unpack_archive(archive, tmp_path, filter="data")
    source = next(path.parent for path in tmp_path.glob("*/pyproject.toml"))
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "again")]
    subprocess.run(command, cwd=source, capture_output=True, check=True)
    (wheel,) = (tmp_path / "again").iterdir()
    shutil.unpack_archive(wheel, tmp_path / "wheel", format="zip")
    assert (tmp_path / "wheel/l10n/locale/lv/LC_MESSAGES/l10n.mo").exists()


# --- the template and the catalogs ------------------------------------------------------------------------


def test_the_words_are_in_order():
    """Run `python tools/words.py update`, translate what is new and run it again, if this fails."""
    assert list(tool.find_problems()) == []


@needs_gettext
@pytest.mark.parametrize("locale", LOCALES)
def test_a_catalog_is_what_gnu_gettext_writes_and_accepts(locale):
    path = CATALOGS[locale]
    subprocess.run(["msgfmt", "-c", "-o", os.devnull, str(path)], check=True, capture_output=True)
    again = subprocess.run(["msgcat", "--no-wrap", str(path)], check=True, capture_output=True).stdout
    assert again == path.read_bytes()


@pytest.mark.parametrize("locale", LOCALES)
def test_a_catalog_has_its_language_s_header(locale):
    headers = parse_po(CATALOGS[locale].read_bytes()).headers
    assert (headers["Language"], headers["X-Source-Language"]) == (locale, "en")
    assert headers["Plural-Forms"] == plural_forms(Locale(locale))


def test_the_collection_does_not_take_the_words_for_its_own():
    project = open_project(ROOT)
    names = {path.rpartition("/")[2] for path in project.find_catalog_files()}
    assert not names & {"l10n.po", "l10n.pot"}
    assert project.find_catalog_id("locales/lv/LC_MESSAGES/l10n.po") is None
    assert project.find_catalog_id("locales/l10n.pot") is None
    assert "locales/lv/LC_MESSAGES/l10n.po" in project.find_po_files()


CODE = """\
from l10n.words import mark, markp, tr, trn, trp

TABLE = {
    # Translators: a heading
    # of a table.
    "a": markp("column", "Head"),
}
NAMES = tuple(map(mark, ("one", "two")))


def show(n, name):
    print(f"{tr('in an f-string')}: {trn('{n} file', '{n} files', n)}")
    # no comment for translators
    return tr(name), tr(TABLE["a"]), words.tr(
        "far down"
    )
"""


def test_texts_are_found_wherever_they_stand():
    found = list(tool.extract_python(io.BytesIO(CODE.encode()), tool.KEYWORDS, [tool.COMMENTS], {}))
    texts = {texts: notes for _, _, texts, notes in sorted(found, key=lambda item: item[0])}
    assert texts == {
        ("column", "Head"): ["Translators: a heading", "of a table."],
        ("one",): [],
        ("two",): [],
        ("in an f-string",): [],
        ("{n} file", "{n} files", None): [],
        (None,): [],
        ("far down",): [],
    }


def test_every_text_in_a_template_can_be_found_in_the_code():
    for unit in parse_po((ROOT / "locales/l10n.pot").read_bytes()).units:
        for reference in unit.references:
            text = (ROOT / "locales" / reference).read_text()
            if reference.endswith(".py"):
                texts = {node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant)}
                assert unit.source in texts or "imports" in reference
            else:
                assert f'("{unit.source}"' in text or f', "{unit.source}"' in text


def plural(source, *targets):
    return Unit(source=source, source_plural=f"{source}s", targets=targets)


@pytest.mark.parametrize(
    ("unit", "problem"),
    [
        (Unit(source="{n} of {all}", targets=("{all}: {n}",)), None),
        (Unit(source="{n} of {all}", targets=("{n}",)), "placeholders"),
        (Unit(source="{n}", targets=("{n} {m}",)), "placeholders"),
        (Unit(source="run `l10n sync`", targets=("palaid `l10n sinhr`",)), "code"),
        (Unit(source="[s]kip", targets=("izlaist",)), "keys"),
        (Unit(source="git's %%O", targets=("gita %O",)), "signs"),
        (Unit(source="usage: ", targets=("lietojums:",)), "white space"),
        (Unit(source="usage", targets=("",)), "not translated"),
        (Unit(source="usage", targets=("x",), fuzzy=True), "fuzzy"),
        (plural("{n} file", "{n} fails", "{n} faili", "{n} failu"), None),
        (plural("{n} file", "{n} fails", "{n} faili", ""), "found 2 plural forms, expected 3"),
        (plural("{n} file", "{n} fails", "{n} faili"), "found 2 plural forms, expected 3"),
        (plural("{n} file", "fails", "{n} faili", "{n} failu"), "placeholders"),
    ],
)
def test_a_bad_translation_is_found(unit, problem):
    problems = list(tool.find_unit_problems(unit, 3, is_required=True))
    assert bool(problems) == (problem is not None)
    assert problem is None or any(problem in found for found in problems)
    if problem in {"not translated", "fuzzy"}:
        assert not list(tool.find_unit_problems(unit, 3, is_required=False))


TEMPLATE = """\
msgid ""
msgstr ""
"POT-Creation-Date: 2026-02-02 10:00+0000\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#: ../l10n/a.py
msgid "kept"
msgstr ""

#: ../l10n/b.py
msgid "the text that was reworded a little"
msgstr ""

#: ../l10n/b.py
#, python-brace-format
msgid "{n} new"
msgid_plural "{n} new"
msgstr[0] ""
msgstr[1] ""
"""

CATALOG = """\
msgid ""
msgstr ""
"POT-Creation-Date: 2026-01-01 10:00+0000\\n"
"PO-Revision-Date: 2026-01-01 10:00+0000\\n"
"Last-Translator: Anna <anna@example.org>\\n"
"Language: lv\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);\\n"

#: ../l10n/b.py
msgid "the text that was reworded"
msgstr "teksts"

# Anna: mine
#: ../l10n/a.py
msgid "kept"
msgstr ""
"palic"
"is"

#: ../l10n/c.py
msgid "something entirely different"
msgstr "kaut kas cits"
"""


def test_an_update_keeps_what_translators_wrote():
    new = tool.update(parse_po(CATALOG), parse_po(TEMPLATE), "lv")
    kept, reworded, added, gone = new.units
    assert kept.raw in CATALOG
    assert kept.comments == ("Anna: mine",)
    assert (reworded.target, reworded.fuzzy) == ("teksts", True)
    assert reworded.previous.source == "the text that was reworded"
    assert added.targets == ("", "", "")
    assert (gone.target, gone.obsolete) == ("kaut kas cits", True)
    assert new.headers["POT-Creation-Date"] == "2026-02-02 10:00+0000"
    assert new.headers["PO-Revision-Date"] == "2026-01-01 10:00+0000"
    once = format_po(new)
    assert format_po(tool.update(parse_po(once), parse_po(TEMPLATE), "lv")) == once


def test_what_was_gone_comes_back():
    gone = parse_po(format_po(tool.update(parse_po(CATALOG), parse_po(TEMPLATE), "lv")))
    template = parse_po(TEMPLATE + '\n#: ../l10n/c.py\nmsgid "something entirely different"\nmsgstr ""\n')
    back = tool.update(gone, template, "lv").units[-1]
    assert (back.target, back.obsolete) == ("kaut kas cits", False)


def test_a_new_language_begins_empty():
    catalog = tool.update(None, parse_po(TEMPLATE), "sr-Latn")
    assert catalog.headers["Language"] == "sr@latin"
    assert not any(unit.has_target for unit in catalog.units)
