"""Coverage in every format: the same numbers, and those of a slow recount; safe and whole, whatever the texts are."""

import csv
import json
import re
from io import StringIO
from pathlib import Path

import jsonschema
import lxml.etree
import lxml.html
import pytest

from l10n.cli import main
from l10n.jsontext import format_json
from l10n.project import open_project
from l10n.records import record_label
from l10n.reports.coverage_csv import HEADER
from l10n.reports.coverage_markdown import LIMIT, escape_markdown
from l10n.reports.figures import format_percent
from l10n.reports.visible import visible_text
from l10n.text import count_words
from tests.collection import CONFIG, TERROR, make_collection
from tests.hostile import NAME, TEXTS, make_hostile
from tests.reports.recount import digest, recount, recount_records

ROOT = Path(__file__).parent.parent.parent
SCHEMA = json.loads((ROOT / "docs/coverage.schema.json").read_text(encoding="utf-8"))
FORMATS = ("text", "json", "csv", "markdown", "html", "svg")
STATES = ("source", "translated", "same", "fuzzy", "missing", "excluded")


def coverage(directory, form, *arguments):
    """Return a report, as the command writes it into a file."""
    path = directory / f"report.{form}"
    status = main(["-C", str(directory), "coverage", "--format", form, "-o", str(path), "--quiet", *arguments])
    assert status == 0
    return path.read_bytes().decode("utf-8-sig" if form == "csv" else "utf-8")


def coverage_aloud(directory, form):
    """Return a report with what `--quiet` leaves out, in lines of any length."""
    path = directory / f"report.{form}"
    assert main(["-C", str(directory), "coverage", "--format", form, "-o", str(path)]) == 0
    return " ".join(path.read_text(encoding="utf-8").replace("&#95;", "_").split())


@pytest.fixture(scope="module")
def collection(tmp_path_factory):
    """A collection with units in every state."""
    root = tmp_path_factory.mktemp("collection")
    config = CONFIG.replace('kind = "name"\n', 'kind = "name"\noptional = []\n')
    began = "Sākās 1918. gadā."
    terror = {
        **TERROR,
        "title": {"en": "The Red Terror", "ru": "The Red Terror", "uk": "Червоний терор"},
        "description": {
            "en": {"p1": "It began in 1918.", "p2": "It ended in 1922."},
            "ru": {"p1": "Начался в 1918 году."},
            "lv": {"p1": began, "p2": " "},
        },
        "state": {"lv": {"description/p1": f"en@000000000000 {digest(began)} human 2026-01-01"}},
    }
    second = {"id": "second", "type": "event", "source": "ru", "title": {"ru": "Второй", "lv": "Otrais"}}
    people = [
        {"id": "trotsky", "type": "person", "source": "en", "name": {"en": "Leon Trotsky", "ru": "Лев Троцкий"}},
        {"id": "same", "type": "person", "source": "lv", "name": {"lv": "Ivo", "en": "Ivo"}},
    ]
    make_collection(root, terror, second, *people, config=config)
    return root


@pytest.fixture(scope="module", params=["collection", "demo"])
def directory(request, collection, tmp_path_factory):
    if request.param == "collection":
        return collection
    root = tmp_path_factory.mktemp("demo")
    for name in ("records", "locales", "l10n.toml"):
        (root / name).symlink_to(ROOT / name)
    return root


@pytest.fixture
def hostile(tmp_path):
    return make_hostile(tmp_path)


# --- the numbers ------------------------------------------------------------------------------------------


def rows_of(counts, names):
    """Return {locale: the numbers of these states or sums} of the whole of a recount."""
    table = {}
    for (type_, field, locale), states in counts.items():
        if not type_ and not field:
            sums = {name: states[name] for name in STATES}
            done = sums["translated"] + sums["same"]
            sums |= {"done": done, "wanted": done + sums["fuzzy"] + sums["missing"]}
            table[locale] = tuple(sums[name] for name in names)
    return table


def test_the_recount_met_every_state(collection):
    assert {state for states in recount(collection).values() for state in states} == set(STATES)


def test_json(directory):
    value = json.loads(coverage(directory, "json", "--by", "type", "--by", "field"))
    jsonschema.validate(value, SCHEMA)
    expected = recount(directory)
    for (type_, field, locale), states in expected.items():
        breakdown = value["by_field"][f"{type_}/{field}"] if type_ == "person" and field else None
        table = breakdown or (value["by_type"][type_] if type_ and not field else value["locales"])
        if not field or breakdown:
            found = table[locale]["units"]
            assert {name: found[name] for name in STATES} == {name: states[name] for name in STATES}


@pytest.mark.parametrize(
    "arguments",
    [(), ("--by", "record"), ("--by", "record", "--by", "type", "--page"), ("--by", "record", "--type", "person")],
    ids=" ".join,
)
def test_json_is_written_in_parts_as_it_would_be_as_a_whole(directory, arguments):
    text = coverage(directory, "json", *arguments)
    assert text == format_json(json.loads(text))


def test_json_of_no_records(tmp_path):
    (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    text = coverage(tmp_path, "json", "--by", "record")
    assert json.loads(text)["by_record"] == {}
    assert text == format_json(json.loads(text))


def test_records_in_csv_are_those_of_json(directory):
    statuses = json.loads(coverage(directory, "json", "--by", "record"))["by_record"]
    rows = list(csv.DictReader(StringIO(coverage(directory, "csv", "--by", "record"))))
    found = [(row["record"], row["locale"], row["status"]) for row in rows]
    assert found == [(key, locale, status) for key, row in statuses.items() for locale, status in row.items()]
    assert {tuple(row) for row in rows} == {HEADER}
    project = open_project(directory)
    labels = {record.key: visible_text(record_label(record, project.schema)) for record in project.iter_records()}
    assert {row["record"]: row["label"] for row in rows} == labels


def test_csv(directory):
    rows = list(csv.DictReader(StringIO(coverage(directory, "csv", "--by", "locale", "--by", "type"))))
    assert list(rows[0]) == list(HEADER)
    found = {(row["type"], "", row["locale"]): {name: int(row[f"units_{name}"]) for name in STATES} for row in rows}
    expected = {
        key: {name: states[name] for name in STATES} for key, states in recount(directory).items() if not key[1]
    }
    assert {key: found[key] for key in expected} == expected
    assert all(sum(numbers.values()) == 0 for key, numbers in found.items() if key not in expected)


def test_text(directory):
    lines = coverage(directory, "text").splitlines()
    found = {line.split()[0]: line for line in lines if re.match("  [a-z]{2} ", line)}
    for locale, numbers in rows_of(recount(directory), ("source", "wanted", "fuzzy", "missing")).items():
        assert tuple(map(int, found[locale].split()[-6:-2])) == numbers


def test_markdown(directory):
    lines = coverage(directory, "markdown").splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if line.startswith("| `")]
    found = {row[0].strip("`"): tuple(map(int, row[3:7])) for row in cells if len(row) == 9}
    assert found == rows_of(recount(directory), ("source", "wanted", "fuzzy", "missing"))


def test_html(directory):
    page = lxml.html.fromstring(coverage(directory, "html"))
    rows = page.xpath("//section[@id='locales']//tbody/tr[td]")
    found = {row.xpath("th/b")[0].text: tuple(int(cell.text) for cell in row.xpath("td")[2:6]) for row in rows}
    assert found == rows_of(recount(directory), ("source", "wanted", "fuzzy", "missing"))


def test_the_records_in_html(directory):
    page = lxml.html.fromstring(coverage(directory, "html"))
    data = json.loads(page.xpath("//script[@id='data']")[0].text)
    units = [
        unit
        for block in page.xpath("//script[starts-with(@id, 'units-')]")
        for record in json.loads(block.text)
        for unit in record
    ]
    expected = rows_of(recount(directory), ("missing", "fuzzy"))
    for number, locale in enumerate(data["locales"]):
        missing = sum(number in unit[4] for unit in units)
        fuzzy = sum(number == each[0] for unit in units for each in unit[5])
        assert (missing, fuzzy) == expected[locale["code"]]
        assert sum(record[7][number] for record in data["records"]) == missing + fuzzy


def sums_of(directory):
    """Return {locale: "words done/wanted", "records complete/wanted"} of a recount, as every report writes them."""
    words = rows_of(recount(directory, weigh=count_words), ("done", "wanted"))
    records = recount_records(directory)
    return {locale: tuple(f"{done}/{all_}" for done, all_ in (words[locale], records[locale])) for locale in words}


def words_and_records(directory, form):
    """Return what one form of the report says of the same."""
    text = coverage(directory, form)
    match form:
        case "json":
            table = json.loads(text)["locales"]
            pairs = {locale: (each["words"], each["records"]) for locale, each in table.items()}
            return {
                locale: (f"{words['done']}/{words['wanted']}", f"{records['complete']}/{records['wanted']}")
                for locale, (words, records) in pairs.items()
            }
        case "csv":
            rows = csv.DictReader(StringIO(text))
            return {
                row["locale"]: (
                    f"{row['words_done']}/{row['words_wanted']}",
                    f"{row['records_complete']}/{row['records_wanted']}",
                )
                for row in rows
            }
        case "html":
            rows = lxml.html.fromstring(text).xpath("//section[@id='locales']//tbody/tr[td]")
            return {row.xpath("th/b")[0].text: tuple(cell.text for cell in row.xpath("td")[6:8]) for row in rows}
        case _:
            rows = re.findall(r"^(?:  |\| `)([a-z]{2})\b.*?(\d+/\d+)[ |]+(\d+/\d+)", text, re.MULTILINE)
            return {locale: (words, records) for locale, words, records in rows}


@pytest.mark.parametrize("form", ["text", "json", "csv", "markdown", "html"])
def test_words_and_records(directory, form):
    assert words_and_records(directory, form) == sums_of(directory)


@pytest.mark.parametrize("measure", ["words", "characters", "records"])
def test_badges_of_other_measures(directory, measure):
    if measure == "records":
        pairs = recount_records(directory).values()
    else:
        counts = recount(directory, weigh=count_words if measure == "words" else len)
        pairs = rows_of(counts, ("done", "wanted")).values()
    done, wanted = (sum(column) for column in zip(*pairs, strict=True))
    assert f"{done:,} of {wanted:,} {measure} " in coverage(directory, "svg", "--measure", measure)


def test_pages_in_markdown_and_html_are_those_of_json(directory):
    pages = json.loads(coverage(directory, "json", "--page"))["pages"]["locales"]
    counts = {locale: f"{each['pages']['complete']}" for locale, each in pages.items()}
    ranking = {locale: [name["key"] for name in each["names"]] for locale, each in pages.items()}
    text = coverage(directory, "markdown", "--page")
    seen = text.partition("<summary>What readers see</summary>")[2].partition("</details>")[0]
    rows = [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in seen.splitlines() if "| `" in line]
    assert {row[0]: row[5].partition("/")[0] for row in rows} == counts
    for locale, keys in ranking.items():
        names = text.partition(f"<summary>{locale}: names to translate first")[2].partition("</details>")[0]
        assert re.findall(r"^\|.* \| `(.*?)` \|", names, re.MULTILINE) == keys
    page = lxml.html.fromstring(coverage(directory, "html", "--page"))
    figures = [[cell.text_content() for cell in row] for row in page.xpath("//section[@id='pages']/div//tbody/tr")]
    assert {row[0].split()[0]: row[5].partition("/")[0] for row in figures} == counts
    assert [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row[1:]] for row in figures] == [
        row[1:] for row in rows
    ]
    borrowed = {
        locale: ", ".join(
            f"{code} {format_percent(size, each['characters']['total'])}"
            for code, size in each["characters"]["borrowed"].items()
        )
        for locale, each in pages.items()
    }
    assert {row[0]: row[7] for row in rows} == borrowed


def page_row(locale, numbers, locales):
    """Return what CSV says of what readers of a locale see, made from what JSON says."""
    counts, seen = numbers["pages"], numbers["characters"]
    return {
        "by": "page",
        "locale": locale,
        "required": str(numbers["required"]).lower(),
        "pages_total": str(counts["complete"] + counts["partial"] + counts["none"]),
        **{f"pages_{name}": str(number) for name, number in counts.items()},
        **{f"seen_{name}": str(seen[name]) for name in ("total", "own", "stale", "missing")},
        "seen_ratio": "" if seen["ratio"] is None else str(seen["ratio"]),
        "seen_borrowed": str(sum(seen["borrowed"].values())),
        **{f"seen_borrowed_{other}": str(seen["borrowed"].get(other, 0)) for other in locales},
    }


@pytest.mark.parametrize("arguments", [(), ("--type", "person"), ("--locale", "lv")], ids=["all", "type", "locale"])
def test_pages_in_csv_are_those_of_json(directory, arguments):
    pages = json.loads(coverage(directory, "json", "--page", *arguments))["pages"]["locales"]
    rows = list(csv.DictReader(StringIO(coverage(directory, "csv", "--page", *arguments))))
    locales = open_project(directory).schema.locales
    assert rows == [page_row(locale, numbers, locales) for locale, numbers in pages.items()]
    for row in rows:
        assert sum(int(row[f"seen_{name}"]) for name in ("own", "stale", "borrowed", "missing")) == int(
            row["seen_total"]
        )
        assert sum(int(row[f"seen_borrowed_{other}"]) for other in locales) == int(row["seen_borrowed"])


def filled_cells(text):
    return [{name: cell for name, cell in row.items() if cell} for row in csv.DictReader(StringIO(text))]


def test_pages_and_others_in_one_csv_keep_their_columns(directory):
    text = coverage(directory, "csv", "--by", "record", "--by", "type", "--page")
    lines = list(csv.reader(StringIO(text)))
    assert {len(line) for line in lines} == {len(lines[0])}
    assert tuple(lines[0][: len(HEADER)]) == HEADER
    alone = (coverage(directory, "csv", *arguments) for arguments in (("--by", "record", "--by", "type"), ("--page",)))
    assert filled_cells(text) == [row for each in alone for row in filled_cells(each)]


@pytest.mark.parametrize("arguments", [(), ("--locale", "lv"), ("--locale", "lv", "--locale", "ru")], ids=" ".join)
def test_page_badges_are_what_json_says(directory, arguments):
    pages = json.loads(coverage(directory, "json", "--page", *arguments))["pages"]["locales"]
    own, total = (sum(each["characters"][name] for each in pages.values()) for name in ("own", "total"))
    badge = lxml.etree.fromstring(coverage(directory, "svg", "--page", *arguments).encode())
    texts = [element.text for element in badge.iter("{*}text")]
    assert texts == [", ".join(pages) if arguments else "coverage", f"{format_percent(own, total)} of what readers see"]
    assert f"{own:,} of {total:,} characters" in badge.get("aria-label")


def test_page_matrix_is_what_json_says(directory):
    pages = json.loads(coverage(directory, "json", "--page"))["pages"]["locales"]
    matrix = lxml.etree.fromstring(coverage(directory, "svg", "--page", "--badge", "matrix").encode())
    cells = [title.text.partition(" of what")[0] for title in matrix.iter("{*}title")][1:]
    shares = {locale: each["characters"] for locale, each in pages.items()}
    assert cells == [f"{locale}, All: {format_percent(each['own'], each['total'])}" for locale, each in shares.items()]


@pytest.mark.parametrize("locale", ["en", "ru", "lv"])
def test_badge(directory, locale):
    done, wanted = rows_of(recount(directory), ("done", "wanted"))[locale]
    badge = lxml.etree.fromstring(coverage(directory, "svg", "--locale", locale).encode())
    assert f"{done} of {wanted} unit" in badge.get("aria-label")
    assert badge.get("aria-label") == badge[0].text


def test_badge_of_all_and_matrix(directory):
    counts = rows_of(recount(directory), ("done", "wanted"))
    done, wanted = (sum(column) for column in zip(*counts.values(), strict=True))
    assert f"{done} of {wanted} units done" in coverage(directory, "svg")
    matrix = lxml.etree.fromstring(coverage(directory, "svg", "--badge", "matrix").encode())
    titles = [title.text for title in matrix.iter("{*}title")][1:]
    for locale, (done, wanted) in counts.items():
        (title,) = [title for title in titles if title.startswith(f"{locale}, All: ")]
        assert f"{done} of {wanted} unit" in title


@pytest.mark.parametrize("form", ["svg", "html", "markdown"])
def test_a_measure_is_named_where_it_counts(collection, form):
    units, words = coverage(collection, form), coverage(collection, form, "--measure", "words")
    assert units != words
    assert form == "markdown" or ("of words" in words and "of words" not in units)


# --- safe, whatever the texts are -------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_no_control_sign_comes_through(hostile, form):
    text = coverage(hostile, form, *(["--by", "record"] if form in {"text", "json", "csv", "markdown"} else []))
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", text)


def test_hostile_texts_in_csv_start_no_formula(hostile):
    rows = csv.DictReader(StringIO(coverage(hostile, "csv", "--by", "record", "--by", "type")))
    cells = {cell for row in rows for cell in row.values()}
    assert "'=1+1" in cells
    assert not {cell for cell in cells if cell[:1] in "=+-@\t\r" and cell}
    assert {visible_text(text) for text in TEXTS} - cells <= {"=1+1", "e4"}


def test_a_csv_has_the_line_ends_of_its_standard(collection):
    text = coverage(collection, "csv", "--by", "record")
    assert text.count("\r\n") == text.count("\n") == 1 + 4 * 4


@pytest.mark.parametrize("arguments", [(), ("--badge", "matrix")], ids=["total", "matrix"])
def test_hostile_texts_in_svg_are_texts(hostile, arguments):
    picture = lxml.etree.fromstring(coverage(hostile, "svg", *arguments).encode())
    assert {element.tag.rpartition("}")[2] for element in picture.iter()} <= {
        "svg",
        "title",
        "style",
        "g",
        "rect",
        "text",
    }


@pytest.mark.parametrize("arguments", [(), ("--page",)], ids=["records", "pages"])
def test_hostile_texts_in_markdown_are_texts(hostile, arguments):
    text = coverage(hostile, "markdown", "--by", "record", *arguments)
    assert "<script" not in text
    assert "@all" not in text
    assert {len(line.split("|")) for line in text.splitlines() if "Event" in line} == {6}


@pytest.mark.parametrize("text", [NAME, *TEXTS])
def test_escaped_markdown_holds_no_sign_that_markdown_reads(text):
    escaped = escape_markdown(text).replace("<!-- -->", "\0")
    assert not re.search(r"[`*_\[\]|<>~\\]|[@#:](?![\0 ]|\d+;|$)|www\.", re.sub(r"&#\d+;", "", escaped))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GH-1 a5c3785ed8d6a35868bc169f07e40e889087fd2e", "GH|-1 a5c378|5ed8d6|a35868|bc169f|07e40e|889087|fd2e"),
        ("jlord@A5C3785", "jlord@|A5C378|5"),
        ("#1 @name user/repo#1", "#|1 @|name user/repo#|1"),
        ("user#1, user@a5c3785, user/repo@a5c3785e", "user#|1, user@|a5c378|5, user/repo@|a5c378|5e"),
        ("https://example.org Www.example.org", "https:|//example.org Www|.example.org"),
        ("mailto:a@example.org ftp://x", "mailto:|a@|example.org ftp:|//x"),
        ("CVE-2026-1 GHSA-jfh8-c2jp-5v3q JIRA-7", "CVE|-2026-1 GHSA|-jfh8-c2jp|-5v3q JIRA|-7"),
        ("!1 %1 ^alert#1", "!|1 %|1 ^|alert#|1"),
        ("45.5 % of units: 1,000,000 in 1918-09-05!", "45.5 % of units: 1,000,000 in 1918-09-05!"),
        ("defaced, facade; zdefaced19", "deface|d, facade; zdefaced19"),
    ],
    ids=lambda text: text.split()[0],
)
def test_markdown_links_nothing(text, expected):
    assert escape_markdown(text).replace("<!-- -->", "|") == expected


def test_a_file_of_csv_says_that_it_is_utf_8_and_what_is_printed_is_for_programs(tmp_path, capfdbinary):
    make_collection(tmp_path)
    assert main(["-C", str(tmp_path), "coverage", "--format", "csv", "--quiet"]) == 0
    printed = capfdbinary.readouterr().out
    assert printed.startswith(b"by,locale,")
    path = tmp_path / "coverage.csv"
    assert main(["-C", str(tmp_path), "coverage", "--format", "csv", "-o", str(path), "--quiet"]) == 0
    assert path.read_bytes() == b"\xef\xbb\xbf" + printed


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_the_next_step_names_catalogs_once_they_are_there(tmp_path, form):
    collection = make_collection(tmp_path)
    before = coverage_aloud(tmp_path, form)
    assert "run l10n update first" in before
    collection.run("update", "--quiet")
    after = coverage_aloud(tmp_path, form)
    assert "run l10n update first" not in after
    assert "translate in locales/" in after


def test_markdown_stays_short_and_says_what_is_left_out(tmp_path):
    records = [{**TERROR, "id": f"terror-{number}-{'x' * 90}", "persons": []} for number in range(900)]
    make_collection(tmp_path, *records)
    text = coverage(tmp_path, "markdown", "--by", "record", "--by", "field")
    assert LIMIT - 1000 < len(text) <= LIMIT
    assert text.count("<details>") == text.count("</details>") == 3
    rows = sum(line.startswith("| `event/") for line in text.splitlines())
    assert f"{900 - rows} rows were left out" in text
    (command,) = re.findall(r"left out to stay short; `l10n coverage (.*)` shows all", text)
    value = json.loads(coverage(tmp_path, "json", *command.removeprefix("--format json ").split()))
    assert (len(value["by_record"]), set(value) & {"by_type", "by_field"}) == (900, {"by_type", "by_field"})


# --- little and nothing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("size", ["empty", "one locale"])
def test_nothing_to_count(tmp_path, form, size):
    config = CONFIG if size == "empty" else CONFIG.replace('["en", "ru", "lv"]', '["en"]').replace('["uk"]', "[]")
    (tmp_path / "l10n.toml").write_text(config, encoding="utf-8")
    if size == "one locale":
        make_collection(tmp_path, {"id": "a", "type": "person", "source": "en", "name": {"en": "A"}}, config=config)
    text = coverage(tmp_path, form)
    assert "100 %" not in text
    if form == "html":
        page = lxml.html.fromstring(text)
        assert {cell.text for cell in page.xpath("//td[@class='main']")} == {"–"}
        assert bool(page.xpath("//section[@id='list']")) == (size == "one locale")


def test_nothing_to_see(tmp_path):
    (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    assert ": nothing to read yet</title>" in coverage(tmp_path, "svg", "--page")
    assert ": nothing wanted yet</title>" in coverage(tmp_path, "svg")
    rows = list(csv.DictReader(StringIO(coverage(tmp_path, "csv", "--page"))))
    assert [(row["seen_total"], row["seen_ratio"]) for row in rows] == [("0", "")] * 4


def test_an_empty_collection_is_told_how_to_begin(tmp_path, capsys):
    (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    main(["-C", str(tmp_path), "coverage"])
    last = capsys.readouterr().out.strip().split("\n\n")[-1]
    assert " ".join(last.split()).endswith("write records/TYPE/ID.json, or take records in with l10n import")


@pytest.mark.parametrize("form", FORMATS)
def test_twice_is_the_same(collection, form):
    assert coverage(collection, form) == coverage(collection, form)
