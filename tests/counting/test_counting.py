"""Counting at scale: the numbers and errors of the usual way, from an index, several processes, or a cluster."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from l10n.cli import main
from l10n.counting import Options, Scope, count_project, engine, part, plain
from l10n.counting import count as counting
from l10n.counting.work import Job, count_part
from l10n.coverage import count_coverage
from l10n.errors import L10nError
from l10n.project import open_project
from l10n.text import digest
from tests import killing
from tests.parts import event, falsify, write, write_lines
from tests.sample import CONFIG

ROOT = Path(__file__).parents[2]
ALL = ("type", "field", "record")
KEPT = Options(workers=1, worth=0)
"""Keep an index even of a small collection."""
EVERYTHING = Scope(by=ALL)


def usual(root):
    project = open_project(root)
    return count_coverage(project.iter_records(), project.schema, ALL)


def counted(root, options=KEPT, scope=EVERYTHING):
    return count_project(open_project(root), scope, options)


def assert_usual(root, options=KEPT):
    found, expected = counted(root, options), usual(root)
    assert found == expected
    assert list(found.by_record) == list(expected.by_record)


def index(root):
    return root / ".l10n/coverage"


# Numbers


def test_first_and_second_run_give_the_usual_numbers(collection):
    assert_usual(collection)
    assert index(collection).is_file()
    assert_usual(collection)


@pytest.mark.parametrize("name", ["files", "jsonl"])
def test_the_demo_gives_the_usual_numbers(demo, name):
    if name == "jsonl":
        for folder in ("event", "person", "place"):
            records = [json.loads(path.read_bytes()) for path in sorted((demo / "records" / folder).glob("*.json"))]
            shutil.rmtree(demo / "records" / folder)
            write_lines(demo, records, folder)
    assert_usual(demo)
    assert_usual(demo)


def test_types_and_locales_come_from_the_same_index(collection):
    counted(collection)
    found = counted(collection, scope=Scope(by=ALL, locales=["lv", "en"], types=["person"]))
    assert found.records == 1
    assert list(found.locales) == ["lv", "en"]
    assert found.locales["lv"].units.source == 1
    assert found.by_record.keys() == {"person/a"}


def test_an_empty_collection_counts_nothing(tmp_path):
    (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    assert_usual(tmp_path)
    assert counted(tmp_path).records == 0


def test_a_small_collection_leaves_nothing_behind(collection):
    assert_usual(collection, Options())
    assert not index(collection).exists()


# What is read again


def test_files_that_did_not_change_are_not_read(collection):
    before = counted(collection)
    for path in (collection / "records").rglob("*.json*"):
        falsify(path, b'"source": ', b'"sXXXXX": ')
    assert counted(collection) == before


def test_only_the_part_of_a_changed_file_is_read(tmp_path):
    (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    for number in range(60):
        write(tmp_path / f"records/event/e{number:03}.json", json.dumps(event(number)))
    before = counted(tmp_path).locales["lv"].units
    path = tmp_path / "records/event/e007.json"
    falsify(tmp_path / "records/event/e055.json", b'"source": ', b'"sXXXXX": ')
    record = event(7)
    record["title"]["lv"] = ""
    write(path, json.dumps(record))
    assert counted(tmp_path).locales["lv"].units.missing == before.missing + 1


def test_only_the_range_of_a_changed_line_is_counted(tmp_path):
    (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    records = [event(number) for number in range(200)]
    write_lines(tmp_path, records)
    counted(tmp_path)
    records[20]["title"]["lv"] = "Cits, daudz garāks nosaukums"
    records.insert(60, event(900))
    write_lines(tmp_path, records)
    watched = []

    def watch(counts, _):
        for number, found in counts:
            watched.append(found.tally is None)
            yield number, found

    assert count_project(open_project(tmp_path), EVERYTHING, KEPT, watch) == usual(tmp_path)
    assert 1 <= watched.count(False) <= 6
    assert watched.count(True) > len(watched) / 2


@pytest.mark.parametrize("change", ["new", "gone", "config", "renamed"])
def test_changes_of_every_kind_are_seen(collection, change):
    counted(collection)
    paths = sorted((collection / "records").rglob("*.json*"))
    if change == "new":
        write(collection / "records/event/zz.json", json.dumps(event(1) | {"id": "zz"}))
    elif change == "gone":
        paths[0].unlink()
    elif change == "config":
        text = CONFIG.replace('optional = ["et", "uk"]', 'optional = ["uk"]').replace('ee = "et"\n', "")
        (collection / "l10n.toml").write_text(text, encoding="utf-8")
    else:
        (collection / "records/person/a.json").unlink()
        person = {"id": "b", "type": "person", "source": "lv", "name": {"lv": "Anna"}}
        write(collection / "records/person/b.json", json.dumps(person))
    assert_usual(collection)


def test_a_file_that_was_just_written_is_not_trusted(collection):
    path = collection / "records/person/a.json"
    path.touch()
    counted(collection)
    falsify(path, b"Anna", b"    ")
    assert_usual(collection)


@pytest.mark.parametrize("name", ["coverage", "coverage-records"])
@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "foreign", "gone", "folder"])
def test_a_damaged_index_costs_a_count_and_nothing_else(collection, damage, name):
    counted(collection)
    path = collection / ".l10n" / name
    data = path.read_bytes()
    path.unlink()
    if damage == "folder":
        path.mkdir()
    elif damage != "gone":
        half = len(data) // 2
        flipped = data[:half] + bytes([data[half] ^ 1]) + data[half + 1 :]
        path.write_bytes({"empty": b"", "cut": data[:-3], "flipped": flipped, "foreign": b"\x93abc"}[damage])
    assert_usual(collection)
    assert_usual(collection)


def test_a_folder_that_cannot_be_written_is_counted_all_the_same(collection):
    (collection / ".l10n").write_text("", encoding="utf-8")
    assert_usual(collection)


# Errors

BAD_LINES = {
    "no JSON": '{"id": "x", "type": "event"',
    "a comma too many": '{"id": "x", "type": "event", "source": "en",}',
    "an unknown field": '{"id": "x", "type": "event", "source": "en", "titel": {}}',
    "a key twice": '{"id": "x", "type": "event", "source": "en", "title": {"en": "a", "en": "b"}}',
    "an unknown locale": '{"id": "x", "type": "event", "source": "en", "title": {"en": "a", "xx": "b"}}',
    "a number": '{"id": "x", "type": "event", "source": "en", "title": {"en": 1}}',
    "null": '{"id": "x", "type": "event", "source": "en", "title": null}',
    "a line break": '{"id": "x", "type": "event", "source": "en", "title": {"en": "a\\nb"}}',
    "a NUL": '{"id": "x", "type": "event", "source": "en", "title": {"en": "a\\u0000b"}}',
    "another type": '{"id": "x", "type": "person", "source": "en"}',
    "no id": '{"id": "X!", "type": "event", "source": "en"}',
    "no state": '{"id": "x", "type": "event", "source": "en", "title": {"en": "a"}, "state": {"lv": {"title": "no"}}}',
    "an id twice": '{"id": "e003", "type": "event", "source": "en"}',
    "not UTF-8": '{"id": "x", "type": "event", "source": "en", "title": {"en": "\udce9"}}',
}


@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES)
@pytest.mark.parametrize("is_warm", [False, True], ids=["cold", "warm"])
def test_a_bad_line_is_the_usual_error_with_its_place(tmp_path, line, is_warm):
    (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    lines = [json.dumps(event(number)) for number in range(60)]
    lines[10] = ""
    write(tmp_path / "records/event.jsonl", "\n".join(lines))
    if is_warm:
        counted(tmp_path)
    lines[50:50] = [line, "", "[]"]
    path = tmp_path / "records/event.jsonl"
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
    with pytest.raises(L10nError) as expected:
        usual(tmp_path)
    with pytest.raises(L10nError) as found:
        counted(tmp_path)
    assert f"{found.value}" == f"{expected.value}"
    assert "event.jsonl:5" in str(found.value)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("records/event/x.json", "{"),
        ("records/event/X.json", "{}"),
        ("records/nothing/x.json", "{}"),
        ("records/nothing.jsonl", "{}"),
        ("records/event/x.jsonl", "{}"),
        ("records/event/other.json", json.dumps(event(1))),
    ],
    ids=["no JSON", "bad name", "no type", "no type in lines", "lines in a folder", "another id"],
)
def test_bad_files_are_the_usual_errors(collection, path, text):
    write(collection / path, text)
    write(collection / "records/person/z.json", "[]")
    with pytest.raises(L10nError) as expected:
        usual(collection)
    with pytest.raises(L10nError) as found:
        counted(collection)
    assert str(found.value) == str(expected.value)


# Plain records


@pytest.fixture(params=["with the reader", "without it"])
def reads_plain(request, monkeypatch):
    if request.param == "without it":
        monkeypatch.setattr(plain, "HAS_READER", False)
    elif not plain.HAS_READER:
        pytest.skip("there was no C compiler when l10n was installed")


@pytest.mark.usefixtures("reads_plain")
def test_plain_records_give_the_usual_numbers(collection):
    assert_usual(collection)
    path = collection / "records/event.jsonl"
    if path.exists():
        lines = [json.loads(line) for line in path.read_bytes().splitlines()]
        lines[7]["title"]["lv"] = 'Cits "nosaukums"'
        text = "".join(f"{json.dumps(line, ensure_ascii=False, separators=(',', ':'))}\n" for line in lines)
        write(path, text)
    assert_usual(collection)
    assert_usual(collection)


@pytest.mark.usefixtures("reads_plain")
@pytest.mark.parametrize("line", BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_among_plain_ones_is_the_usual_error(tmp_path, line):
    (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    lines = [json.dumps(event(number), ensure_ascii=False, separators=(",", ":")) for number in range(60)]
    lines[50:50] = [line, "", "[]"]
    path = tmp_path / "records/event.jsonl"
    path.parent.mkdir()
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
    with pytest.raises(L10nError) as expected:
        usual(tmp_path)
    with pytest.raises(L10nError) as found:
        counted(tmp_path)
    assert f"{found.value}" == f"{expected.value}"


# Several processes


def test_several_processes_give_the_usual_numbers(collection):
    assert_usual(collection, Options(workers=2, worth=0))


def test_an_error_in_another_process_is_the_usual_one(collection):
    write(collection / "records/event/x.json", "{")
    with pytest.raises(L10nError) as expected:
        usual(collection)
    with pytest.raises(L10nError) as found:
        counted(collection, Options(workers=2))
    assert str(found.value) == str(expected.value)


def test_what_a_killed_worker_had_is_counted_by_others(collection, monkeypatch):
    monkeypatch.setattr(counting, "count_part", killing.die_once)
    told = []
    assert counted(collection, Options(workers=2, tell=told.append)) == usual(collection)
    assert len(told) == 1
    assert told[0].startswith("a worker process was killed; ")


def test_workers_that_are_killed_again_are_an_error(collection, monkeypatch):
    monkeypatch.setattr(counting, "count_part", killing.die)
    told = []
    with pytest.raises(L10nError, match="worker processes were killed twice; expected them to live, `--workers 1`"):
        counted(collection, Options(workers=2, tell=told.append))
    assert len(told) == 1


CLUSTER = """
import os, signal, sys
from distributed import Client, LocalCluster
from l10n.counting import Options, Scope, count_project, part
from l10n.coverage import count_coverage
from l10n.errors import L10nError
from l10n.project import open_project

def main():
    part.MANY = part.LARGE = 5
    part._ONE_IN = 1
    project = open_project(sys.argv[1])
    with LocalCluster(n_workers=2, threads_per_worker=4, dashboard_address=None, host="127.0.0.1") as cluster:
        with Client(cluster, set_as_default=False) as client:
            workers = list(client.run(os.getpid).values())

        def watch(counts, total):
            assert total > 9
            for number, item in enumerate(counts):
                if number == 2 and sys.argv[2] == "a worker":
                    os.kill(workers[0], signal.SIGKILL)
                elif number == 2:
                    cluster.close()
                yield item

        options = Options(cluster=cluster.scheduler_address)
        try:
            found = count_project(project, Scope(by=("type", "field", "record")), options, watch)
        except L10nError as error:
            print(error.message)
            return
    assert found == count_coverage(project.iter_records(), project.schema, ("type", "field", "record"))
    print("equal")

if __name__ == "__main__":
    main()
"""


LOST = (
    "the scheduler was lost while parts were counted, expected it to live until the end; run the command again, or "
    "without `--cluster`"
)


@pytest.mark.parametrize(
    ("loses", "says"), [("a worker", "equal"), ("its scheduler", LOST)], ids=["worker", "scheduler"]
)
def test_a_cluster_that_loses_something_gives_the_usual_numbers_or_none(tmp_path, loses, says):
    pytest.importorskip("distributed", reason="Dask is not installed")
    (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    write_lines(tmp_path, [event(number) for number in range(60)])
    script = tmp_path / "cluster.py"
    script.write_text(CLUSTER, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, script, tmp_path, loses],
        capture_output=True,
        text=True,
        env=environment,
        timeout=240,
        check=False,
    )
    assert (run.stdout, run.returncode) == (f"{says}\n", 0), run.stderr


class Losing(ThreadPoolExecutor):
    """Loses each job's first answer, as Dask's executor does where a worker dies right after it."""

    def submit(self, function, job):
        is_first = job not in self.seen
        self.seen.append(job)
        return super().submit(int, []) if is_first else super().submit(function, job)

    seen = ()


def test_a_job_whose_answer_was_lost_is_handed_out_again(tmp_path):
    (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    for number in range(3):
        write(tmp_path / f"records/event/e00{number}.json", json.dumps(event(number)))
    project = open_project(tmp_path)
    parts = [part.Part(files=(file,)) for file in project.find_record_files().items()]
    config = digest(project.config.decode())
    jobs = {number: Job(root=str(tmp_path), config=config, part=found) for number, found in enumerate(parts)}
    with Losing(1) as executor:
        executor.seen = []
        assert sorted(number for number, _ in engine._run(count_part, jobs, executor, 2, (TypeError,))) == list(jobs)
        executor.seen = []
        with pytest.raises(TypeError):
            list(engine._run(count_part, jobs, executor, 2))


def test_no_cluster_is_a_clear_error(tmp_path):
    pytest.importorskip("distributed", reason="Dask is not installed")
    (tmp_path / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    write(tmp_path / "records/event/e001.json", json.dumps(event(1)))
    script = "import sys; from l10n.cli import main; sys.exit(main())"
    arguments = ["-C", str(tmp_path), "coverage", "--cluster", "nonsense://nowhere"]
    run = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr == "nonsense://nowhere: found the scheme 'nonsense', expected one of tcp, tls, ws, wss, ucx\n"


ADDRESSES = ["nonsense", "tcp://", ":8786", "127.0.0.1:99999", "127.0.0.1:x", "::1:8786", "[::1", "tcp://a:1/b", " a"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_no_address_is_said_at_once(address):
    with pytest.raises(L10nError, match="found no host and port in it, expected a scheduler's address such as tcp://"):
        engine.check_address(address)


@pytest.mark.parametrize(
    "options",
    [
        ["--cluster", ""],
        ["--cluster", " "],
        ["--workers", "0"],
        ["--workers", "x"],
        ["--workers", "2", "--cluster", "x"],
    ],
)
def test_impossible_options_are_refused(collection, options, capsys):
    assert main(["-C", str(collection), "coverage", *options]) == 2
    assert "usage" in capsys.readouterr().err


def test_the_command_counts_in_several_processes(collection, capsys):
    assert main(["-C", str(collection), "coverage", "--format", "json"]) == 0
    alone = capsys.readouterr().out
    assert main(["-C", str(collection), "coverage", "--format", "json", "--workers", "2"]) == 0
    assert capsys.readouterr().out == alone
