"""`l10n coverage`: formats, files, and options that do not go together."""

import argparse
import json
import os
import subprocess
import sys

import pytest

from l10n.cli import OK, USAGE
from l10n.cli.coverage_formats import find_facts, iter_report, print_parts
from l10n.coverage import count_coverage
from l10n.errors import ConflictError
from l10n.project import open_project
from l10n.reports.coverage_report import CoverageReport

WRITTEN = ("csv", "markdown", "html", "svg")


@pytest.fixture
def filled(collection):
    collection.write_record(title={"en": "The Red Terror", "ru": "Красный террор"})
    return collection


@pytest.mark.parametrize("form", ["text", "json", *WRITTEN])
def test_a_file_holds_what_would_be_printed(filled, form):
    printed = filled.spawn("coverage", "--format", form)
    status, out, err = filled.run("coverage", "--format", form, "-o", "report")
    assert (status, out, err) == (OK, "report: written\n", "")
    written = filled.read("report").removeprefix("\ufeff" if form == "csv" else "")
    assert written.replace("\r\n", "\n") == printed.out.replace("\r\n", "\n")
    assert filled.run("coverage", "--format", form, "-o", "report", "--quiet").out == ""


@pytest.mark.parametrize("form", ["text", "json", *WRITTEN])
def test_a_hyphen_is_standard_output(filled, form):
    assert filled.spawn("coverage", "--format", form, "-o", "-") == filled.spawn("coverage", "--format", form)
    assert "-" not in filled.files()


@pytest.mark.parametrize("place", ["", ".", "records", "nofolder/"])
@pytest.mark.parametrize("command", [("coverage", "-o"), ("export", "jsonl")], ids=["coverage", "export"])
def test_a_folder_is_no_file_to_write(filled, command, place):
    before = filled.files()
    status, out, err = filled.run(*command, place)
    assert (status, out) == (USAGE, "")
    assert err.startswith(f"{place or '.'}: ")
    assert filled.files() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a named pipe is needed")
@pytest.mark.parametrize("command", [("coverage", "--format", "csv", "-o"), ("export", "jsonl")])
def test_a_pipe_with_a_name_gets_the_report(filled, command):
    filled.run(*command, "file")
    os.mkfifo(filled.path / "pipe")
    with subprocess.Popen(["cat", "pipe"], cwd=filled.path, stdout=subprocess.PIPE) as reader:
        assert filled.run(*command, "pipe").status == OK
        assert reader.communicate(timeout=60)[0] == filled.files()["file"]
    assert (filled.path / "pipe").is_fifo()


@pytest.mark.parametrize("command", [("coverage", "--format", "csv", "-o"), ("export", "jsonl")])
def test_a_link_leads_to_the_report(filled, command):
    filled.run(*command, "file")
    filled.write("real", "old")
    (filled.path / "link").symlink_to("real")
    assert filled.run(*command, "link").status == OK
    assert (filled.path / "link").is_symlink()
    assert filled.files()["real"] == filled.files()["file"]


@pytest.mark.parametrize("form", WRITTEN)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
def test_a_whole_file_is_utf_8_whatever_the_terminal_shows(filled, form, encoding):
    filled.write("l10n.toml", filled.read("l10n.toml").replace('"Sample"', '"Красный é"'))
    expected = filled.spawn("coverage", "--format", form)
    assert filled.spawn("coverage", "--format", form, PYTHONIOENCODING=encoding).out == expected.out


@pytest.mark.parametrize("form", ["text", "json", *WRITTEN])
def test_a_pipe_that_is_closed_early(filled, form):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        status, _, err = filled.spawn("coverage", "--format", form, stdout=writer)
    finally:
        os.close(writer)
    assert (status, err) == (OK, "")


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_a_pipe_that_is_closed_in_the_middle(filled, form):
    lines = (json.dumps({"id": f"e{n}", "type": "event", "source": "en", "title": {"en": "A"}}) for n in range(4000))
    filled.write("records/event.jsonl", "\n".join(lines))
    command = [sys.executable, "-m", "l10n", "coverage", "--by", "record", "--format", form]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=filled.path, env=filled.environment(), **pipes) as process:
        assert process.stdout.read(10)
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", OK)


@pytest.mark.parametrize("name", ["0", "b", None], ids=["one in front", "one behind", "one less"])
def test_records_that_change_while_they_are_written(filled, name):
    project = open_project(filled.path)
    args = argparse.Namespace(format="csv", output="report.csv", quiet=True)
    coverage = count_coverage(project.iter_records(), project.schema, ("record",))
    if name:
        filled.write_record(id=name, title={"en": "Another"})
    else:
        (filled.path / "records/event/a.json").unlink()
    filled.write("report.csv", "old")
    facts = find_facts(args, (), project, project.schema, coverage)
    report = CoverageReport(coverage=coverage, schema=project.schema, axes=("record",), **facts)
    with pytest.raises(ConflictError, match="someone changed the records"):
        print_parts(iter_report(report, "csv"), args)
    assert [filled.read(path) for path in filled.files() if "report" in path] == ["old"]


def test_an_error_leaves_the_old_file(filled):
    filled.write("report.html", "old")
    filled.write("records/event/b.json", "{")
    status, out, _ = filled.run("coverage", "--format", "html", "-o", "report.html")
    assert (status, out, filled.read("report.html")) == (USAGE, "", "old")
    assert sorted(path.name for path in filled.path.iterdir() if "report" in path.name) == ["report.html"]


def test_a_file_that_cannot_be_written(filled):
    (filled.path / "folder").mkdir()
    status, out, err = filled.run("coverage", "-o", "folder")
    assert (status, out) == (USAGE, "")
    assert err.startswith("folder: cannot write it (")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--names", "3"], "found --names without --page, expected both"),
        (["--measure", "words"], "found --measure with --format text, expected a gate, or markdown, html or svg"),
        (["--badge", "total"], "found --badge with --format text, expected --format to be one of svg"),
        (
            ["--format", "svg", "--by", "type"],
            "found --by with --format svg, expected --format to be one of text, json",
        ),
        (["--format", "html", "--by", "type"], "found --by with --format html"),
        (
            ["--format", "github", "--page"],
            "found --page with --format github, expected --format to be one of text, json, csv, markdown, html, svg",
        ),
        (
            ["--format", "csv", "--page", "--names", "3"],
            "found --names with --format csv, expected --format to be one of text, json, markdown, html",
        ),
        (
            ["--format", "svg", "--page", "--measure", "words"],
            "found --measure words with --page and --format svg, expected page, or a gate",
        ),
        (
            ["--format", "csv", "--history"],
            "found --history with --format csv, expected --format to be one of text, json",
        ),
        (
            ["--format", "svg", "--since", "HEAD"],
            "found --since with --format svg, expected --format to be one of text",
        ),
        (["--format", "svg", "--measure", "page"], "found --measure page with --format svg"),
        (
            ["--format", "html", "--measure", "page"],
            "found --measure page with --format html, expected units, words, characters or records, or a gate",
        ),
        (["--format", "markdown", "--page", "--measure", "page"], "found --measure page with --format markdown"),
    ],
    ids=str,
)
def test_options_that_would_be_ignored_are_refused(filled, options, message):
    status, out, err = filled.run("coverage", *options)
    assert (status, out) == (USAGE, "")
    assert err.startswith(message)


def test_a_page_of_html_is_not_for_a_terminal(filled, monkeypatch):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    status, out, err = filled.run("coverage", "--format", "html")
    assert (status, out, err) == (USAGE, "", "found a terminal to print a page of HTML on, expected -o FILE\n")


@pytest.mark.parametrize("width", ["40", "60"])
def test_nothing_is_wider_than_a_narrow_terminal_but_paths(filled, width):
    out = filled.spawn("coverage", "--page", "--by", "locale", "--by", "record", COLUMNS=width).out
    wide = [line for line in out.splitlines() if len(line) > int(width)]
    assert [line for line in wide if "locales/" not in line] == []


@pytest.mark.parametrize("form", ["text", "json", "csv", "svg", "markdown"])
def test_only_the_page_needs_its_library(filled, form):
    call = f"main(['coverage', '--format', '{form}'])"
    code = f"import sys; from l10n.cli import main; {call}; print('jinja2' in sys.modules)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=filled.path, env=filled.environment(), capture_output=True, check=True)
    assert done.stdout.split()[-1] == b"False"
