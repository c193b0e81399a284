"""What commands print where a terminal is narrow, or its encoding lacks what records hold."""

import io
import re

import pytest

from l10n.cli import main
from l10n.config import parse_schema
from l10n.locales import Locale
from l10n.model import State
from l10n.offers import Offer
from l10n.records import Record, iter_units
from l10n.reports.figures import cell_width
from l10n.reports.next import format_queue
from l10n.reports.terminal import ascii_line
from l10n.reports.visible import is_writable
from l10n.work_queue import Queue, Task, Totals, Wish
from tests.batches import work

RUSSIAN = "Край – Европейский день борьбы против смертной казни"
ENCODINGS = ["utf-8", "cp1251", "cp1252", "ascii"]
CONFIG = """
format = 1
name = "Архив"
[locales]
required = ["ru", "lv"]
[types.event.fields.title]
kind = "name"
"""


@pytest.fixture
def events(folder):
    """Events that have their titles in Russian alone, so that each page lacks nothing but its name."""
    folder.write("l10n.toml", CONFIG)
    for number in range(3):
        folder.write_record(id=f"a-rather-long-id-of-event-{number}", source="ru", title={"ru": RUSSIAN})
    return folder


def said(arguments, encoding, monkeypatch):
    """Return what a command prints on a stream of an encoding."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr("sys.stdout", stream)
    main(arguments)
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)


def queue():
    """Return a queue with one task of a long text."""
    schema = parse_schema(CONFIG)
    record = Record(type="event", id="a", source=Locale("ru"), values={"title": {"ru": RUSSIAN}})
    (unit,) = iter_units(record, schema)
    offer = Offer(locale=Locale("ru"), text=RUSSIAN)
    task = Task(unit=unit, label=RUSSIAN, source=offer, state=State.MISSING, share=1, demand=1, words=8)
    wish = Wish(locale=Locale("lv"), reads=(Locale("ru"),))
    return Queue(wish=wish, tasks=(task,), totals=Totals(units=1, words=8))


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_to_do_next_finds_room_once_it_is_written_out(width, encoding):
    lines = [ascii_line(line, encoding) for line in format_queue(queue(), width=width, encoding=encoding)]
    title, text = (line for line in lines if "Кр" in line or r"\u041a\u0440" in line)
    assert title.startswith("event/a  ")
    assert "?" not in "".join(lines)
    assert max(map(cell_width, (title, text))) <= width
    assert title.endswith("~") or is_writable(RUSSIAN.replace("–", ""), encoding)


@pytest.mark.parametrize(
    "arguments",
    [["next", "--locale", "lv", "--reads", "ru"], ["coverage", "--page"], ["coverage"], ["show", "event/b"], ["check"]],
    ids=lambda arguments: arguments[0] + "".join(arguments[1:2]),
)
@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_letter_that_the_terminal_lacks_is_written_out(events, monkeypatch, arguments, encoding):
    events.write_record(id="b", source="ru", title={"ru": "Край  Ян"})
    out = said(arguments, encoding, monkeypatch)
    assert "?" not in out
    assert r"\u0410\u0440" in out or r"\u0439" in out


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_marks_stand_below_the_spot_in_any_encoding(events, monkeypatch, encoding):
    events.write_record(id="b", source="ru", title={"ru": "Яня  Ян"})
    out = said(["check", "--check", "double-space"], encoding, monkeypatch)
    text, marks = re.findall(r"^    (?=\S| +\^)(.*)", out, re.MULTILINE)
    assert text[marks.index("^") : marks.rindex("^") + 1].isspace()


@pytest.mark.parametrize(("width", "shown"), [(60, 1), (80, 1), (200, 0), (500, 0)])
def test_a_name_in_a_ranking_is_cut_with_a_sign_and_only_where_the_terminal_ends(events, monkeypatch, width, shown):
    monkeypatch.setenv("COLUMNS", str(width))
    lines = [line for line in events.run("coverage", "--page").out.splitlines() if line.startswith("     +")]
    assert len(lines) == 3
    assert {line.endswith("…") for line in lines} == {bool(shown)}
    assert {line.endswith(RUSSIAN) and "…" not in line for line in lines} == {not shown}
    assert max(map(cell_width, lines)) <= width


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_came_back_finds_room_once_it_is_written_out(events, monkeypatch, encoding):
    monkeypatch.setenv("COLUMNS", "80")
    events.run("batch", "out", "--locale", "lv", "--reads", "ru", "--quiet")
    (path,) = events.path.glob("*.po")
    key = "event/a-rather-long-id-of-event-1/title"
    work(path, {key: f"{RUSSIAN}!"})
    events.write_record(id="a-rather-long-id-of-event-1", source="ru", title={"ru": RUSSIAN, "lv": "Diena"})
    lines = said(["batch", "in", str(path)], encoding, monkeypatch).splitlines()
    (line,) = (line for line in lines if key in line)
    assert "Кр" in line or r"\u041a" in line
    assert cell_width(line) <= 80


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_columns_of_batches_stand_below_their_headings(events, monkeypatch, encoding):
    events.run("batch", "out", "--locale", "lv", "--reads", "ru", "--who", "Анна – Kārļa", "--quiet")
    head, row = said(["batch", "list"], encoding, monkeypatch).splitlines()
    assert head.index("Since") == row.index("20", row.index("Kar" if encoding != "utf-8" else "Kār"))
    assert len(head) == len(row)
