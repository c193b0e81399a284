"""A sync that is killed, or meets another one, or an editor at work: files stay whole, and the next completes it.

The killed process is a fork of this one, so that it costs no start-up, and dies by a real SIGKILL: at a moment by the
clock, or, told by an audit hook, right before the n-th of its system calls that change the disk.
"""

import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from l10n.cli import main
from tests.collection import CONFIG, DAY, Collection, make_collection
from tests.killing import kill_after

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked here")

ROOT = Path(__file__).parent.parent
TEXT = re.compile(r"\b[st]\d+\b")


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> Iterator[None]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))


def event(name: str, number: int, **fields) -> dict:
    texts = {"en": f"s{number}", "ru": f"t{number}"}
    paragraphs = {"en": {"p1": f"s{number}1", "p2": f"s{number}2"}, "lv": {"p1": f"t{number}1"}}
    return {"id": name, "type": "event", "source": "en", "title": texts, "description": paragraphs} | fields


@pytest.fixture(scope="module")
def pending(tmp_path_factory) -> Collection:
    """A collection with edits of every kind on both sides, none of them synchronised."""
    made = make_collection(
        tmp_path_factory.mktemp("pending"),
        *(event(name, number) for number, name in enumerate("abcde", 1)),
        {"id": "x", "type": "person", "source": "ru", "name": {"ru": "t90", "lv": "t91"}},
        config=CONFIG,
    )
    made.write("records/person.jsonl", json.dumps({"id": "y", "type": "person", "source": "lv", "name": {"lv": "t92"}}))
    with pytest.MonkeyPatch.context() as earlier:
        earlier.setenv("SOURCE_DATE_EPOCH", str(DAY - 100_000))
        made.sync()
    made.translate("event/a/title", "lv", "t100")
    made.translate("event/a/title", "uk", "t101", fuzzy=True)
    made.edit("event/a/description/p1", "en", "s102")
    made.edit("event/b/title", "ru", "t103")
    made.translate("event/b/title", "ru", "t104")
    made.edit("event/b/description/p1", "lv", "")
    made.edit("event/b/description/p2", "ru", "t105")
    made.edit("event/c/description/p1", "en", None)
    made.edit("event/c/title", "en", "s106")
    made.edit("event/c/title", "ru", "t106")
    made.translate("event/d/title", "lv", "t107")
    made.write_record(made.record("event/d") | {"source": "ru"})
    (made.root / "records/event/e.json").unlink()
    made.write_record(event("f", 6, images=[{"id": "i1", "caption": {"en": "s108", "lv": "t108"}}]))
    made.translate("person/y/name", "ru", "t109", source="lv")
    made.edit("person/x/name", "lv", "t110")
    return made


@pytest.fixture(scope="module")
def reference(pending, tmp_path_factory) -> dict[str, bytes]:
    """Return the files as one sync that nobody disturbs leaves them."""
    collection = copy_of(pending, tmp_path_factory.mktemp("reference") / "c")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", str(DAY))
        collection.sync(expect=1)
    assert collection.files() != pending.files()
    return collection.files()


def copy_of(collection: Collection, root: Path) -> Collection:
    shutil.copytree(collection.root, root)
    return Collection(root)


def fork(work: Callable[[], object]) -> int:
    """Return the id of a process that does the work, its status what the work returns."""
    process = os.fork()
    if process == 0:
        status = 99
        try:
            with Path(os.devnull).open("w") as sys.stdout, Path(os.devnull).open("w") as sys.stderr:
                status = int(work() or 0)
        finally:
            os._exit(status)
    return process


def sync_until(root: Path, moment: Callable[[int, str], None]) -> int:
    """Sync, and call `moment` right before each change of the disk: with its number from 1, and what it is."""
    seen = 0

    def hook(name: str, arguments: tuple) -> None:
        nonlocal seen
        is_write = name == "open" and isinstance(arguments[1], str) and "w" in arguments[1]
        if (is_write or name == "os.rename") and str(arguments[0]).startswith(str(root)):
            seen += 1
            moment(seen, name)

    sys.addaudithook(hook)
    return main(["-C", str(root), "sync", "--quiet"])


def kill_myself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def texts(collection: Collection) -> set[str]:
    found = set()
    for path in collection.files():
        if path.endswith(".json"):
            found |= set(TEXT.findall(collection.read(path)))
        elif path.endswith(".po"):
            units = collection.catalog(path).units
            found |= {text for unit in units for line in (*unit.targets, *unit.comments) for text in TEXT.findall(line)}
    return found


def assert_whole(collection: Collection, pending: Collection, reference: dict[str, bytes]) -> None:
    """Every file is the old or the new one, and all texts are there."""
    old = pending.files()
    for path, data in collection.files().items():
        if not path.endswith(".l10n-new"):
            assert data in {old.get(path), reference.get(path)}, path
    new = Collection(collection.root / "reference")
    new.restore(reference)
    given_up = texts(pending) - texts(new)
    shutil.rmtree(new.root)
    assert texts(pending) - texts(collection) <= given_up


def assert_completed(collection: Collection, reference: dict[str, bytes]) -> None:
    """The next sync reaches what an undisturbed one reaches, to the byte, and leaves nothing else behind."""
    collection.sync(expect=1)
    assert collection.files() == reference


def start_again(collection: Collection, pending: Collection) -> None:
    shutil.rmtree(collection.root)
    shutil.copytree(pending.root, collection.root)


@pytest.fixture(params=["with-index", "fresh-clone"])
def collection(request, pending, tmp_path) -> Collection:
    made = copy_of(pending, tmp_path / "c")
    if request.param == "fresh-clone":
        made.forget()
    return made


def test_killed_before_each_change_of_the_disk(collection, pending, reference):
    """At every step, so between any two files and between a new file and its place."""
    is_fresh = not (collection.root / ".l10n").exists()
    number = 0
    while True:
        number += 1
        start_again(collection, pending)
        if is_fresh:
            collection.forget()

        def die(seen: int, _: str, number=number) -> None:
            if seen == number:
                kill_myself()

        status = os.waitpid(fork(lambda die=die: sync_until(collection.root, die)), 0)[1]
        if not os.WIFSIGNALED(status):
            assert os.waitstatus_to_exitcode(status) == 1
            break
        assert os.WTERMSIG(status) == signal.SIGKILL
        assert_whole(collection, pending, reference)
        assert_completed(collection, reference)
    changed = [path for path, data in reference.items() if pending.files().get(path) != data]
    assert number > 2 * len(changed)
    assert collection.files() == reference


@pytest.mark.parametrize(("files", "was_killed"), [(0, True), (1, True), (2, False)])
def test_a_kill_between_two_files_is_one(tmp_path, files, was_killed):
    """No clean-up runs in the killed process: a file on its way into its place stays beside it."""

    def work() -> None:
        for name in ("a", "b"):
            (tmp_path / f"{name}.new").write_text(name)
            try:
                os.rename(tmp_path / f"{name}.new", tmp_path / name)  # noqa: PTH104 (what the kill waits for)
            except BaseException:
                (tmp_path / f"{name}.new").unlink()
                raise

    assert kill_after(files, work) is was_killed
    left = ["a", "b"][:files] + [f"{name}.new" for name in ["a", "b"][files : files + 1]]
    assert sorted(path.name for path in tmp_path.iterdir()) == left


def fork_sync(collection: Collection) -> int:
    """Return the id of a process that syncs, as soon as it is about to write its first file."""
    reader, writer = os.pipe()

    def announce(seen: int, _: str) -> None:
        if seen == 1:
            os.write(writer, b"!")

    process = fork(lambda: sync_until(collection.root, announce))
    os.close(writer)
    os.read(reader, 1)
    os.close(reader)
    return process


def test_killed_at_any_instant(pending, reference, tmp_path):
    """200 times, at a random moment of the time in which files are written."""
    collection = copy_of(pending, tmp_path / "c")
    process = fork_sync(collection)
    started = time.perf_counter()
    os.waitpid(process, 0)
    duration = time.perf_counter() - started
    moments = random.Random(1918)  # noqa: S311 (no secret)
    killed, between = 0, 0
    while killed < 200:
        start_again(collection, pending)
        process = fork_sync(collection)
        time.sleep(moments.random() * duration)
        os.kill(process, signal.SIGKILL)
        is_killed = os.WIFSIGNALED(os.waitpid(process, 0)[1])
        killed, duration = killed + is_killed, duration if is_killed else duration * 0.9
        between += collection.files() not in (pending.files(), reference)
        assert_whole(collection, pending, reference)
        assert_completed(collection, reference)
    assert between > 10, "the kills came outside of the writing"


def test_killed_again_and_again_on_the_same_files(pending, reference, tmp_path):
    """Every run gets a little further than the one before, or begins anew; the last one completes all of them."""
    collection = copy_of(pending, tmp_path / "c")
    for number in range(1, 30):

        def die(seen: int, _: str, number=number) -> None:
            if seen == 1 + number % 7:
                kill_myself()

        os.waitpid(fork(lambda die=die: sync_until(collection.root, die)), 0)
        assert_whole(collection, pending, reference)
    assert_completed(collection, reference)


def test_a_text_typed_while_files_are_written_is_not_overwritten(pending, tmp_path):
    """A translator saves a file at any step of a run: the run leaves it, or had written it before."""
    saved = 0
    for number in range(1, 100, 3):
        collection = copy_of(pending, tmp_path / str(number))
        collection.forget()
        moments = iter(range(1))

        def save(seen: int, change: str, number=number, collection=collection, moments=moments) -> None:
            # between the last look at a file and its replacement lies one system call, which is this one
            if seen >= number and change != "os.rename" and next(moments, None) is not None:
                collection.translate("event/b/title", "lv", "t200")

        status = os.waitpid(fork(lambda save=save, root=collection.root: sync_until(root, save)), 0)[1]
        assert os.waitstatus_to_exitcode(status) == 1
        if "t200" not in texts(collection):
            break
        saved += 1
        collection.sync(expect=1)
        assert collection.held("event/b/title", "lv") == "t200", number
    assert saved > 10


@pytest.mark.parametrize("limit", [0, 100, 1000])
def test_a_disk_that_takes_no_more_leaves_every_file_old_or_new(pending, reference, tmp_path, limit):
    import resource

    collection = copy_of(pending, tmp_path / "c")

    def sync_with_little_room() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        return collection.run("sync", "--quiet")

    assert os.waitstatus_to_exitcode(os.waitpid(fork(sync_with_little_room), 0)[1]) == 2
    assert_whole(collection, pending, reference)
    assert not [path for path in collection.files() if path.endswith(".l10n-new")]
    assert_completed(collection, reference)


def test_two_at_once_do_what_one_does(pending, reference, tmp_path):
    for number in range(10):
        collection = copy_of(pending, tmp_path / str(number))
        if number % 2:
            collection.forget()
        reader, writer = os.pipe()

        def wait_and_sync(collection=collection, reader=reader, writer=writer) -> int:
            os.close(writer)
            os.read(reader, 1)
            return collection.run("sync", "--quiet")

        processes = [fork(wait_and_sync) for _ in range(3)]
        os.close(reader)
        os.close(writer)
        codes = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in processes]
        assert codes == [1, 1, 1]
        assert collection.files() == reference


def test_two_commands_at_once_do_what_one_does(pending, reference, tmp_path):
    collection = copy_of(pending, tmp_path / "c")
    for _ in range(3):
        start_again(collection, pending)
        command = [sys.executable, "-m", "l10n", "-C", str(collection.root), "sync", "--quiet"]
        processes = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) for _ in range(2)]
        assert [process.wait(timeout=120) for process in processes] == [1, 1]
        assert collection.files() == reference


def test_a_command_that_is_killed_holds_no_lock(pending, reference, tmp_path):
    """Real commands, from the start of the interpreter on."""
    collection = copy_of(pending, tmp_path / "c")
    command = [sys.executable, "-m", "l10n", "-C", str(collection.root), "sync", "--quiet"]
    for tenths in range(1, 6):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
            time.sleep(tenths / 20)
            process.kill()
        assert_whole(collection, pending, reference)
    assert_completed(collection, reference)
