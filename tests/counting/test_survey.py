"""Surveys: sheets that are kept, made again where a part changed, and equal however they were made."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec import Struct

from l10n.cli import main
from l10n.config import parse_schema
from l10n.counting import Options, ProjectCounter, Surveys, survey
from l10n.counting.index import SheetIndex, format_index
from l10n.errors import L10nError
from l10n.handout import Ranking, load_queue
from l10n.locales import Locale
from l10n.memory_sheets import MemorySurvey
from l10n.page_sheets import PageSheet, PageSurvey
from l10n.project import open_project
from l10n.store import find_signature
from l10n.work_queue import Wish
from l10n.work_sheets import WorkSheet, WorkSurvey
from tests import killing
from tests.parts import event, falsify, write, write_lines
from tests.sample import CONFIG
from tests.sheets import make_sheet

ROOT = Path(__file__).parents[2]
KEPT = Options(worth=0)
"""Keep sheets even of a small collection."""


def surveyed(root, options=KEPT):
    return Surveys(ProjectCounter(open_project(root), options)).make(PageSurvey())


def joined(sheets):
    """Return one sheet of what is on several."""
    rows, sums = [], {}
    for sheet in sheets:
        rows += sheet.rows
        for name, found in sheet.sums.items():
            sums[name] = [a + b for a, b in zip(sums.get(name, [0] * len(found)), found, strict=True)]
    return PageSheet(tuple(rows), sums)


def usual(root):
    project = open_project(root)
    return make_sheet(project.iter_records(), project.schema)


def kept(root):
    return root / ".l10n/pages"


def a_file(root):
    """Return a file with a fresh text in lv."""
    return next(path for path in (*root.rglob("e001.json"), *root.rglob("event.jsonl")))


def test_first_and_second_survey_are_the_usual_sheet(collection):
    assert joined(surveyed(collection)) == usual(collection)
    assert kept(collection).is_file()
    assert joined(surveyed(collection)) == usual(collection)


def test_what_is_kept_is_not_read_again(collection):
    expected = usual(collection)
    assert joined(surveyed(collection)) == expected
    falsify(a_file(collection), b'"lv"', b'"et"')
    before = kept(collection).read_bytes()
    assert usual(collection) != expected
    assert joined(surveyed(collection)) == expected
    assert kept(collection).read_bytes() == before


def test_only_the_part_that_changed_is_surveyed_again(collection, monkeypatch):
    surveyed(collection)
    parts = []
    usual_work = survey.survey_part
    monkeypatch.setattr(survey, "survey_part", lambda job: parts.append(job.part) or usual_work(job))
    path = a_file(collection)
    write(path, path.read_text().replace("Notikums", "Cits", 1))
    assert joined(surveyed(collection)) == usual(collection)
    assert len(parts) == 1
    surveyed(collection)
    assert len(parts) == 1


def test_a_record_that_is_gone_or_new_is_gone_or_there(collection):
    surveyed(collection)
    (collection / "records/person/a.json").unlink()
    assert joined(surveyed(collection)) == usual(collection)
    write(collection / "records/person/b.json", json.dumps({"id": "b", "type": "person", "source": "lv", "name": {}}))
    assert joined(surveyed(collection)) == usual(collection)


@pytest.mark.parametrize("damage", [b"", b"x", b"\0" * 100], ids=["empty", "short", "zeros"])
def test_damaged_sheets_are_made_again(collection, damage):
    surveyed(collection)
    kept(collection).write_bytes(damage)
    assert joined(surveyed(collection)) == usual(collection)
    assert len(kept(collection).read_bytes()) > 100


def test_sheets_of_another_configuration_are_made_again(collection):
    surveyed(collection)
    kept(collection).write_bytes(format_index(SheetIndex(config="another", sheets={b"x": b"[]"})))
    assert joined(surveyed(collection)) == usual(collection)
    config = (collection / "l10n.toml").read_text().replace('name = "Sample"', 'name = "Other"')
    (collection / "l10n.toml").write_text(config)
    assert joined(surveyed(collection)) == usual(collection)


def test_a_file_written_a_moment_ago_is_not_trusted(collection):
    path = a_file(collection)
    os.utime(path)
    surveyed(collection)
    falsify(path, b'"lv"', b'"et"')
    assert joined(surveyed(collection)) == usual(collection)


def test_small_collections_have_no_sheets_on_the_disk(collection):
    assert joined(surveyed(collection, Options())) == usual(collection)
    assert not kept(collection).exists()


def test_very_large_sheets_are_not_kept(collection, monkeypatch):
    monkeypatch.setattr(survey, "MOST", 1000)
    assert joined(surveyed(collection)) == usual(collection)
    assert not kept(collection).exists()
    assert joined(surveyed(collection)) == usual(collection)


def test_a_folder_that_cannot_be_written_is_surveyed_each_time(collection):
    (collection / ".l10n").write_text("no folder")
    assert joined(surveyed(collection)) == usual(collection)
    assert joined(surveyed(collection)) == usual(collection)


def test_what_is_wrong_is_said_as_counting_says_it(collection):
    write(collection / "records/event/x.json", "{")
    project = open_project(collection)
    with pytest.raises(L10nError) as expected:
        list(project.iter_records())
    with pytest.raises(L10nError) as found:
        surveyed(collection)
    assert str(found.value) == str(expected.value)


def test_a_file_that_changes_between_counting_and_surveying_is_refused(collection):
    path = a_file(collection)

    def change(counts, _):
        yield from counts
        write(path, path.read_text().replace("Notikums", "Cits"))

    with pytest.raises(L10nError, match="someone changed it while l10n was counting"):
        Surveys(ProjectCounter(open_project(collection), KEPT, change)).make(PageSurvey())


def test_a_survey_that_failed_leaves_nothing_to_the_next_one(collection):
    path, text = a_file(collection), a_file(collection).read_text()

    def change(counts, _):
        yield from counts
        write(path, text.replace("Notikums", "Cits"))

    with pytest.raises(L10nError):
        Surveys(ProjectCounter(open_project(collection), KEPT, change)).make(PageSurvey())
    write(path, text)
    assert joined(surveyed(collection)) == usual(collection)


class OldSheet(Struct, array_like=True):
    """A page sheet in another form."""

    names: tuple[str, ...] = ("old",)


class OldSurvey(Struct, frozen=True):
    """What made page sheets in another form."""

    name = "pages"
    about = ""
    sheet = OldSheet

    def __call__(self, _):
        return self

    def add(self, record):
        """Note nothing."""

    def take(self):
        return OldSheet()


def test_sheets_of_another_form_are_made_again(collection):
    for _ in range(2):
        old = Surveys(ProjectCounter(open_project(collection), KEPT)).make(OldSurvey())
        assert {sheet.names for sheet in old} == {("old",)}
        assert joined(surveyed(collection)) == usual(collection)


def test_several_processes_make_the_usual_sheets(collection):
    assert joined(surveyed(collection, Options(workers=2, worth=0))) == usual(collection)


def test_a_worker_that_is_killed_loses_nothing(collection, monkeypatch):
    monkeypatch.setattr(survey, "survey_part", killing.die_once_surveying)
    told = []
    assert joined(surveyed(collection, Options(workers=2, tell=told.append))) == usual(collection)
    assert [message.partition(";")[0] for message in told] == ["a worker process was killed"]


CLUSTER = """
import sys
from distributed import LocalCluster
from l10n.counting import Options, ProjectCounter, Surveys, part
from l10n.page_sheets import PageSurvey
from l10n.project import open_project

if __name__ == "__main__":
    part.LARGE, part._ONE_IN = 1000, 1
    with LocalCluster(n_workers=2, threads_per_worker=4, dashboard_address=None, host="127.0.0.1") as cluster:
        project = open_project(sys.argv[1])
        sheets = [list(Surveys(ProjectCounter(project, Options(cluster=where, worth=1 << 60))).make(PageSurvey()))
                  for where in ("", cluster.scheduler_address)]
    assert sheets[0] == sheets[1]
    print(len(sheets[0]))
"""


def test_a_cluster_makes_the_usual_sheets(tmp_path):
    pytest.importorskip("distributed", reason="Dask is not installed")
    (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    write_lines(tmp_path, [event(number) for number in range(60)])
    (tmp_path / "cluster.py").write_text(CLUSTER, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, tmp_path / "cluster.py", tmp_path]
    run = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=240, check=False)
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 5


# Other purposes

LV, EN, RU = Locale("lv"), Locale("en"), Locale("ru")
QUEUE = [WorkSurvey(LV, (EN, RU)), MemorySurvey(LV, (EN, RU))]


def rows(sheets):
    return [row for sheet in sheets for row in (sheet.rows if isinstance(sheet, WorkSheet) else sheet.entries)]


def usual_rows(root, purpose):
    project = open_project(root)
    return rows([make_sheet(project.iter_records(), project.schema, purpose)])


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("purpose", QUEUE, ids=["work", "memory"])
def test_what_a_queue_is_made_of_is_kept_and_made_again(collection, purpose, workers):
    def made():
        return rows(Surveys(ProjectCounter(open_project(collection), Options(workers=workers, worth=0))).make(purpose))

    expected = usual_rows(collection, purpose)
    assert len(expected) > 9
    assert made() == expected
    falsify(a_file(collection), b'"lv"', b'"et"')
    assert usual_rows(collection, purpose) != expected
    assert made() == expected
    write(a_file(collection), a_file(collection).read_text())
    assert made() == usual_rows(collection, purpose)


def test_sheets_for_a_translator_who_reads_other_languages_are_made_anew(collection):
    for purpose in (WorkSurvey(LV, (EN,)), WorkSurvey(LV, (RU,)), WorkSurvey(LV, (EN,))):
        assert rows(Surveys(ProjectCounter(open_project(collection), KEPT)).make(purpose)) == usual_rows(
            collection, purpose
        )
    assert [path.name for path in (collection / ".l10n").glob("next*")] == ["next-lv"]


@pytest.mark.parametrize("use_memory", [True, False], ids=["memory", "none"])
@pytest.mark.parametrize("by_unit", [True, False], ids=["units", "records"])
def test_a_queue_is_the_same_from_sheets_that_were_kept(collection, use_memory, by_unit):
    wish, ranking = Wish(locale=RU, reads=(EN,), by_unit=by_unit), Ranking(use_memory=use_memory)
    expected = load_queue(open_project(collection), wish, ranking)
    assert len(expected.tasks) == 20
    for options in (KEPT, KEPT, Options(workers=2, worth=0)):
        assert load_queue(open_project(collection), wish, ranking, options) == expected


# Records


def test_records_are_found_by_key(collection):
    project = open_project(collection)
    keys = ["event/e000", "event/e041", "event/e059", "person/a"]
    for _ in range(2):
        assert surveyed(collection).find_records([*keys, "event/none"]) == project.find_records(keys)
    assert surveyed(collection).find_records([]) == {}


def test_a_record_that_changed_since_is_refused(collection):
    found = surveyed(collection)
    path = a_file(collection)
    write(path, path.read_text().replace("Notikums", "Cits"))
    with pytest.raises(L10nError, match="someone changed it"):
        found.find_records(["event/e001", "event/e059"])


# Many locales


def test_more_locales_than_a_number_has_bits(tmp_path):
    codes = [f"{first}{second}" for first in "abcdefgh" for second in "abcdefghijk"][:80]
    config = (
        f'format = 1\nname = "Many"\n[locales]\nrequired = {json.dumps(codes)}\n[types.e.fields.t]\nkind = "line"\n'
    )
    schema = parse_schema(config)
    assert len(schema.locales) > 64
    (tmp_path / "l10n.toml").write_text(config)
    texts = {code: f"text in {code}" for code in codes[:70]}
    write(tmp_path / "records/e/a.json", json.dumps({"id": "a", "type": "e", "source": codes[0], "t": texts}))
    assert joined(surveyed(tmp_path)) == usual(tmp_path)
    assert joined(surveyed(tmp_path)) == usual(tmp_path)


# The command


def test_page_coverage_is_the_same_from_sheets_that_were_kept(collection, capsys, monkeypatch):
    assert main(["-C", str(collection), "coverage", "--page", "--format=json"]) == 0
    once = capsys.readouterr().out
    monkeypatch.setattr("l10n.cli.counting.make_options", lambda args: Options(workers=args.workers, worth=0))
    for _ in range(2):
        assert main(["-C", str(collection), "coverage", "--page", "--format=json", "--workers=2"]) == 0
        assert capsys.readouterr().out == once
    assert find_signature(kept(collection))
