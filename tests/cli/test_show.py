"""`l10n show`: what it prints, and that what it prints can be trusted."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from l10n.cli import main
from l10n.reports.visible import visible_text
from l10n.text import digest

ROOT = Path(__file__).parent.parent.parent
CONFIG = """\
format = 1
name = "Shown"
[locales]
required = ["en", "ru", "uk", "he", "zh-Hans"]
[fallback]
he = ["en"]
[fallback.deny]
uk = ["ru"]
[types.event.fields.title]
kind = "line"
[types.event.fields.body]
kind = "text"
[types.event.fields.images]
kind = "list"
[types.event.fields.images.fields.file]
kind = "value"
[types.event.fields.images.fields.caption]
kind = "line"
[types.event.fields.persons]
kind = "references"
[types.person.fields.name]
kind = "name"
[types.person.fields.born]
kind = "date"
[types.person.fields.note]
kind = "value"
"""
HEBREW = "אירוע בקרונשטדט \u202egpj.exe"
EVENT = {
    "id": "a",
    "type": "event",
    "source": "ru",
    "title": {"ru": "Событие", "he": HEBREW},
    "body": {
        "ru": {"p1": "Первый\nабзац \x1b[31mred\x07", "p2": "Второй " * 40},
        "zh-Hans": {"f1": "一九一八年九月五日苏俄人民委员会通过了关于红色恐怖的法令" * 4},
    },
    "images": [{"id": "i1", "file": {"x\x1b": 1}, "caption": {"ru": "Снимок"}}],
    "persons": ["person/x", "person/nameless", "person/nobody"],
    "state": {"he": {"title": f"ru@000000000000 {digest(HEBREW)} human 2026-11-23"}},
}
PEOPLE = [
    {"id": "x", "type": "person", "source": "ru", "name": {"ru": "Иван", "uk": "Іван"}, "born": "1890"},
    {"id": "nameless", "type": "person", "source": "ru", "born": "1891", "note": "n"},
]


@pytest.fixture(autouse=True)
def _plain_output(monkeypatch):
    for name in ("COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def shown(tmp_path, capsys):
    """Return a function that runs `show` in a collection of both layouts: (status, standard output, errors)."""
    (tmp_path / "records/event").mkdir(parents=True)
    (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "records/event/a.json").write_text(json.dumps(EVENT), encoding="utf-8")
    lines = "".join(f"{json.dumps(person)}\n" for person in PEOPLE)
    (tmp_path / "records/person.jsonl").write_text(lines, encoding="utf-8")

    def run(*arguments):
        status = main(["-C", str(tmp_path), "show", *arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def test_a_record_as_a_reader_sees_it(shown):
    status, out, err = shown("event/a", "--locale=en")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "event/a as readers of en see it",
        "─" * 80,
        "Title    [ru] Событие",
        "Body     [ru] Первый",
        r"         абзац \x1b[31mred\x07",
        "",
        "         [ru] " + "Второй " * 8 + "Второй",
        *["         " + "Второй " * 9 + "Второй"] * 3,
        "         Второй",
        "Images   File: " + r'{"x\u001b": 1}',
        "         Caption: [ru] Снимок",
        "Persons  [ru] Иван (Born: 1890)",
        "         person/nameless (Born: 1891)",
        "         person/nobody (there is no such record)",
        "",
        "5 texts: 0 in en, borrowed: ru 5",
    ]


def test_a_denied_locale_is_not_shown(shown):
    _, out, _ = shown("event/a", "--locale=uk")
    assert "Событие" not in out
    assert "Title    [missing]" in out
    assert "5 texts: 1 in uk, 4 missing" in out


def test_stale_and_right_to_left_text(shown):
    _, out, _ = shown("event/a", "--locale=he")
    assert "Title    [stale] אירוע בקרונשטדט \\u202egpj.exe\n" in out
    assert "5 texts: 1 in he, 1 of them stale, borrowed: ru 4" in out


def test_wide_letters_fit(shown):
    _, out, _ = shown("event/a", "--locale=zh-Hans")
    assert max(map(cell_len, out.splitlines())) == 80
    assert out.count("五日") == 4


@pytest.mark.parametrize("locale", ["en", "ru", "uk", "he", "zh-Hans"])
def test_nothing_printed_steers_a_terminal(shown, locale):
    _, out, _ = shown("event/a", f"--locale={locale}")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", out)
    assert max(map(cell_len, out.splitlines())) <= 80


@pytest.mark.parametrize("columns", [40, 60, 79])
@pytest.mark.parametrize("locale", [None, "en", "uk", "he", "zh-Hans"])
def test_a_narrow_terminal_is_enough(shown, monkeypatch, columns, locale):
    monkeypatch.setenv("COLUMNS", str(columns))
    _, out, _ = shown("event/a", *([f"--locale={locale}"] if locale else []))
    assert max(map(cell_len, out.splitlines())) <= columns
    assert locale or "zh-Hans  " in out


def test_what_is_borrowed_goes_on_below_or_goes(shown, monkeypatch):
    monkeypatch.setenv("COLUMNS", "54")
    assert "Borrowed from" in shown("event/a")[1]
    monkeypatch.setenv("COLUMNS", "50")
    assert "Borrowed from" not in shown("event/a")[1]


def test_a_long_label_ends_in_an_ellipsis_and_dates_are_called_by_their_labels(tmp_path, capsys):
    long = 'kind = "date"\nlabel = "Born at\u2009home"\n'
    config = CONFIG.replace('kind = "list"\n', 'kind = "list"\nlabel = "Photographs, drawings and maps"\n')
    (tmp_path / "records/event").mkdir(parents=True)
    (tmp_path / "l10n.toml").write_text(config.replace('kind = "date"\n', long), encoding="utf-8")
    (tmp_path / "records/event/a.json").write_text(json.dumps(EVENT), encoding="utf-8")
    lines = "".join(f"{json.dumps(person)}\n" for person in PEOPLE)
    (tmp_path / "records/person.jsonl").write_text(lines, encoding="utf-8")
    assert main(["-C", str(tmp_path), "show", "event/a", "--locale=en"]) == 0
    out = capsys.readouterr().out
    assert "\nPhotographs, drawin…  File: " in out
    assert "Иван (Born at\u2009home: 1890)" in out


def test_the_documentation_shows_what_is_printed(capsys):
    text = (ROOT / "docs/served.md").read_text(encoding="utf-8")
    example = text.partition("    $ l10n show event/red-terror --locale lv\n")[2].partition("\n\n")[0]
    shown = [line.removeprefix("    ") for line in example.splitlines()]
    assert main(["-C", str(ROOT), "show", "event/red-terror", "--locale", "lv"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert len(shown) > 5
    assert set(shown) - set(printed) == {"…"}


def test_a_terminal_without_unicode_gets_no_line_that_is_too_wide(tmp_path):
    (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "records/event").mkdir(parents=True)
    record = {**EVENT, "persons": [], "title": {"ru": "Kārļa iela – " + "Событие " * 20}}
    (tmp_path / "records/event/a.json").write_text(json.dumps(record), encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "l10n", "-C", str(tmp_path), "show", "event/a"]
    for arguments in ([], ["--locale=en"]):
        run = subprocess.run([*command, *arguments], env=environment, capture_output=True, check=True)
        out = run.stdout.decode("ascii")
        assert "Karla iela - \\u0421" in out
        assert "???" not in out
        assert max(map(len, out.splitlines())) <= 80


def test_colour_changes_no_sign(shown, monkeypatch):
    for arguments in (("event/a", "--locale=he"), ("event/a",)):
        _, plain, _ = shown(*arguments)
        monkeypatch.setenv("FORCE_COLOR", "1")
        _, colored, _ = shown(*arguments)
        monkeypatch.delenv("FORCE_COLOR")
        assert colored != plain
        assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_json_tells_all_of_it(shown):
    value = json.loads(shown("event/a", "--locale=he", "--format=json")[1])
    assert {name: value[name] for name in ("version", "key", "source", "locale", "locales")} == {
        "version": 1,
        "key": "event/a",
        "source": "ru",
        "locale": "he",
        "locales": ["ru", "he", "zh-Hans"],
    }
    title = {"path": "title", "text": HEBREW, "locale": "he", "why": "own", "stale": True}
    assert value["label"] == title
    fields = {field["name"]: field for field in value["fields"]}
    assert fields["title"] == {"name": "title", "kind": "line", "label": "Title", "texts": [title]}
    assert [text["locale"] for text in fields["body"]["texts"]] == ["ru", "ru"]
    assert [field["name"] for field in fields["images"]["items"][0]] == ["file", "caption"]
    assert fields["images"]["items"][0][0]["value"] == EVENT["images"][0]["file"]
    assert [(name["key"], name["known"], name["dates"]) for name in fields["persons"]["names"]] == [
        ("person/x", True, {"born": "1890"}),
        ("person/nameless", True, {"born": "1891"}),
        ("person/nobody", False, {}),
    ]


def test_the_overview_agrees_in_text_and_json(shown):
    _, out, _ = shown("event/a")
    value = json.loads(shown("event/a", "--format=json")[1])
    assert out.splitlines()[:2] == ["event/a  Событие", "written in ru; own text in: ru, he, zh-Hans"]
    rows = {line.split()[0]: line.split() for line in out.splitlines()[5:]}
    assert list(rows) == list(value["per_locale"]) == ["en", "ru", "uk", "he", "zh-Hans"]
    for locale, numbers in value["per_locale"].items():
        texts, names = numbers["texts"], numbers["names"]
        for counts in (texts, names):
            parts = (counts["own"], counts["stale"], *counts["borrowed"].values(), counts["missing"])
            assert sum(parts) == counts["total"]
        assert rows[locale][1:5] == [
            f"{texts['own']}/{texts['total']}",
            f"{names['own']}/{names['total']}",
            str(texts["stale"] + names["stale"]),
            str(texts["missing"] + names["missing"]),
        ]
    assert rows["he"][5:] == ["ru", "4"]


def test_quiet_leaves_out_the_sum(shown):
    _, loud, _ = shown("event/a", "--locale=ru")
    _, quiet, _ = shown("event/a", "--locale=ru", "--quiet")
    assert loud == f"{quiet}\n5 texts: 5 in ru\n"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(("event/b",), "did you mean 'event/a'?", id="near"),
        pytest.param(("a",), "did you mean 'event/a'?", id="id alone"),
        pytest.param(("person/a",), "did you mean 'event/a'?", id="another type"),
        pytest.param(("person/namless",), "did you mean 'person/nameless'?", id="near, in lines"),
        pytest.param(("../../etc/passwd",), "there is no record '../../etc/passwd'", id="a path"),
        pytest.param(("event/../event/a",), "there is no record 'event/../event/a'", id="a path to a record"),
        pytest.param(("",), "there is no record ''", id="nothing"),
        pytest.param(("event/a\x1b[2J",), r"there is no record 'event/a\x1b[2J'", id="control characters"),
        pytest.param(("event/a", "--locale=zh"), "there is no locale 'zh' in this collection", id="locale"),
    ],
)
def test_an_unknown_name_is_an_error(shown, arguments, expected):
    status, out, err = shown(*arguments)
    assert (status, out) == (2, "")
    assert expected in err


def test_the_demo_says_what_it_borrows(capsys):
    assert main(["-C", str(ROOT), "show", "event/red-terror", "--locale", "lv"]) == 0
    out = capsys.readouterr().out
    assert "Sarkanais terors" in out
    assert "[stale] Represijas" in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("\x00\x1b\x7f\x9b", r"\x00\x1b\x7f\x9b", id="control characters"),
        pytest.param("a\tb\r\n", r"a\tb\r\n", id="tab and line ends"),
        pytest.param("\u2028\u202a\u2066\u2069", r"\u2028\u202a\u2066\u2069", id="separators and directions"),
        pytest.param("\ud800\U000e0041", r"\ud800\U000e0041", id="surrogates and tags"),
        pytest.param("שלום\u200f נוער", "שלום\u200f נוער", id="right to left"),
        pytest.param("क्\u200dष 👩\u200d🚀 e\u0301", "क्\u200dष 👩\u200d🚀 e\u0301", id="joiners and accents"),
    ],
)
def test_text_is_made_visible(text, expected):
    assert visible_text(text) == expected
