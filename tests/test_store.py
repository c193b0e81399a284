import os
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from l10n.errors import ConflictError, StoreError
from l10n.store import (
    NO_FILE,
    find_signature,
    iter_files,
    lock,
    make_folder,
    read_file,
    settle_clock,
    write_file,
    write_stream,
)


def write_parts(path: Path, data: bytes) -> object:
    return write_stream(path, [data[:1], data[1:]])


both_writers = pytest.mark.parametrize("write", [write_file, write_parts], ids=["at once", "in parts"])


def names(folder: Path, *suffixes: str) -> list[str]:
    return [path for path, _ in iter_files(folder, suffixes or (".json",))]


class TestFiles:
    def test_what_is_written_is_read(self, tmp_path):
        path = tmp_path / "new" / "folder" / "a.json"
        written = write_file(path, b"x")
        assert read_file(path) == (b"x", written)
        assert find_signature(path) == written
        assert [entry.name for entry in path.parent.iterdir()] == ["a.json"]

    def test_another_version_has_another_signature(self, tmp_path):
        path = tmp_path / "a"
        first = write_file(path, b"1")
        settle_clock()
        path.write_bytes(b"2")
        assert find_signature(path) != first

    def test_a_file_keeps_its_permissions(self, tmp_path):
        path = tmp_path / "a"
        path.write_bytes(b"1")
        path.chmod(0o640)
        write_file(path, b"2")
        assert stat.S_IMODE(path.stat().st_mode) == 0o640

    def test_what_a_killed_process_left_is_no_obstacle(self, tmp_path):
        (tmp_path / ".a.json.l10n-new").write_bytes(b"half of something longer")
        write_file(tmp_path / "a.json", b"whole")
        assert (tmp_path / "a.json").read_bytes() == b"whole"
        assert names(tmp_path) == ["a.json"]
        assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.json"]

    def test_what_a_killed_process_left_gives_nothing_of_itself(self, tmp_path):
        """Neither its permissions nor another name of it."""
        (tmp_path / "other").write_bytes(b"precious")
        (tmp_path / "other").chmod(0o600)
        (tmp_path / ".a.l10n-new").hardlink_to(tmp_path / "other")
        write_file(tmp_path / "a", b"new")
        write_file(tmp_path / "b", b"new")
        assert (tmp_path / "other").read_bytes() == b"precious"
        assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode
        assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a", "b", "other"]

    @both_writers
    @pytest.mark.parametrize("target", ["victim", "nothing", "folder", "a"])
    def test_a_link_in_the_way_is_neither_followed_nor_touched(self, tmp_path, write, target):
        (tmp_path / "victim").write_bytes(b"precious")
        (tmp_path / "folder").mkdir()
        (tmp_path / ".a.l10n-new").symlink_to(target)
        write(tmp_path / "a", b"new")
        assert (tmp_path / "victim").read_bytes() == b"precious"
        assert ((tmp_path / "a").read_bytes(), (tmp_path / "a").is_symlink()) == (b"new", False)
        assert (tmp_path / ".a.l10n-new").readlink() == Path(target)
        assert sorted(entry.name for entry in tmp_path.iterdir()) == [".a.l10n-new", "a", "folder", "victim"]

    @both_writers
    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a named pipe is needed")
    def test_a_pipe_in_the_way_does_not_hold_up(self, tmp_path, write):
        os.mkfifo(tmp_path / ".a.l10n-new")
        thread = threading.Thread(target=write, args=(tmp_path / "a", b"new"), daemon=True)
        thread.start()
        thread.join(10)
        assert (tmp_path / "a").read_bytes() == b"new"
        assert (tmp_path / ".a.l10n-new").is_fifo()

    @both_writers
    def test_a_folder_in_the_way_stays(self, tmp_path, write):
        (tmp_path / ".a.l10n-new").mkdir()
        write(tmp_path / "a", b"new")
        assert (tmp_path / "a").read_bytes() == b"new"
        assert sorted(entry.name for entry in tmp_path.iterdir()) == [".a.l10n-new", "a"]

    @pytest.mark.parametrize(
        ("folder_mode", "mode", "left"),
        [(0o777, 0o666, []), (0o777, 0o444, [".a.l10n-new"]), (0o1777, 0o666, [".a.l10n-new"])],
        ids=["anybody's", "readable", "anybody's in a sticky folder"],
    )
    def test_what_another_user_left_is_no_obstacle(self, tmp_path, monkeypatch, folder_mode, mode, left):
        """Only root can be two users; for anybody else it is the user's own file, which may always be removed."""
        is_root = os.geteuid() == 0
        user = 65534 if is_root else os.geteuid()
        folder = tmp_path / "shared"
        folder.mkdir()
        folder.chmod(folder_mode)
        (folder / ".a.l10n-new").write_bytes(b"half")
        (folder / ".a.l10n-new").chmod(mode)
        monkeypatch.chdir(folder)  # the folders above are nobody else's to enter
        process = os.fork()
        if process == 0:
            status = 1
            try:
                os.setuid(user)
                write_file(Path("a"), b"whole")
                status = 0
            finally:
                os._exit(status)
        assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0
        assert ((folder / "a").read_bytes(), (folder / "a").stat().st_uid) == (b"whole", user)
        left = left if is_root or mode == 0o444 else []
        assert sorted(entry.name for entry in folder.iterdir()) == [*left, "a"]

    @both_writers
    @pytest.mark.parametrize("name", ["x" * 250, "x" * 255, "ā" * 127], ids=["250", "255", "of two bytes each"])
    def test_a_name_may_be_as_long_as_the_system_lets_it(self, tmp_path, write, name):
        write(tmp_path / "new" / name, b"1")
        write(tmp_path / "new" / name, b"22")
        assert (tmp_path / "new" / name).read_bytes() == b"22"
        assert [entry.name for entry in (tmp_path / "new").iterdir()] == [name]

    @both_writers
    def test_a_link_stays_and_leads_to_what_was_written(self, tmp_path, write):
        real = tmp_path / "elsewhere" / "real"
        real.parent.mkdir()
        real.write_bytes(b"old")
        real.chmod(0o640)
        (tmp_path / "a").symlink_to("elsewhere/real")
        (tmp_path / "b").symlink_to("a")
        (tmp_path / "new").symlink_to("elsewhere/later/new")
        assert write(tmp_path / "b", b"new") == find_signature(real) == find_signature(tmp_path / "b")
        write(tmp_path / "new", b"made")
        assert [(tmp_path / name).is_symlink() for name in ("a", "b", "new")] == [True] * 3
        assert (real.read_bytes(), stat.S_IMODE(real.stat().st_mode)) == (b"new", 0o640)
        assert (tmp_path / "elsewhere/later/new").read_bytes() == b"made"
        assert sorted(path.name for path in real.parent.rglob("*")) == ["later", "new", "real"]

    @both_writers
    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a named pipe is needed")
    @pytest.mark.parametrize("name", ["pipe", "link"])
    def test_a_pipe_is_written_to(self, tmp_path, write, name):
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "link").symlink_to("pipe")
        got = []
        reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()), daemon=True)
        reader.start()
        write(tmp_path / name, b"data")
        reader.join(10)
        assert got == [b"data"]
        assert (tmp_path / "pipe").is_fifo()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "pipe"]

    @both_writers
    def test_a_socket_is_no_place_to_write_to(self, tmp_path, write, monkeypatch):
        monkeypatch.chdir(tmp_path)  # its name may be no longer than 100 bytes
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("s")
            with pytest.raises(StoreError, match=r"^s: cannot write it \("):
                write(Path("s"), b"x")
        assert (tmp_path / "s").is_socket()

    @both_writers
    def test_a_file_that_another_process_writes_is_left_to_it(self, tmp_path, write):
        """Whoever comes meanwhile takes another name beside it, and the last one to end has the last word."""

        def parts():
            yield b"first "
            write(tmp_path / "a", b"second")
            assert (tmp_path / "a").read_bytes() == b"second"
            yield b"and whole"

        write_stream(tmp_path / "a", parts())
        assert (tmp_path / "a").read_bytes() == b"first and whole"
        assert [path.name for path in tmp_path.iterdir()] == ["a"]

    def test_many_at_once_write_whole_files(self, tmp_path):
        program = (
            "import sys; from pathlib import Path; from l10n.store import write_stream, write_file\n"
            "path, sign = Path(sys.argv[1]), sys.argv[2].encode()\n"
            "for _ in range(150): write_stream(path, [sign * 9999] * 2); write_file(path, sign * 9999)"
        )
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
        command = [sys.executable, "-c", program, str(tmp_path / "a")]
        started = [subprocess.Popen([*command, sign], env=environment, stderr=subprocess.PIPE) for sign in "123"]
        while any(process.poll() is None for process in started):
            if (tmp_path / "a").exists():
                data = (tmp_path / "a").read_bytes()
                assert len(data) in {9999, 19998}
                assert len(set(data)) == 1
        assert [process.communicate()[1] for process in started] == [b""] * 3
        assert [process.returncode for process in started] == [0] * 3
        assert [path.name for path in tmp_path.iterdir()] == ["a"]

    @pytest.mark.parametrize("error", [OSError(28, "No space left"), ConflictError("x"), KeyboardInterrupt()])
    def test_an_error_in_the_middle_keeps_the_old_file(self, tmp_path, error):
        def parts():
            yield b"new"
            raise error

        (tmp_path / "a").write_bytes(b"old")
        with pytest.raises(StoreError if isinstance(error, OSError) else type(error)):
            write_stream(tmp_path / "a", parts())
        assert (tmp_path / "a").read_bytes() == b"old"
        assert [path.name for path in tmp_path.iterdir()] == ["a"]

    @pytest.mark.parametrize(
        ("name", "reason"),
        [("nothing", "no such file or directory"), ("folder", "is a directory"), ("loop", "symbolic links")],
    )
    def test_what_cannot_be_read(self, tmp_path, name, reason):
        (tmp_path / "folder").mkdir()
        (tmp_path / "loop").symlink_to("loop")
        with pytest.raises(StoreError) as caught:
            read_file(tmp_path / name)
        assert reason in str(caught.value)
        assert str(caught.value).startswith(f"{tmp_path / name}: cannot read it (")

    @both_writers
    @pytest.mark.parametrize("name", ["folder", "file/a", "x" * 300, "link", "loop"])
    def test_what_cannot_be_written(self, tmp_path, write, name):
        (tmp_path / "folder").mkdir()
        (tmp_path / "file").write_bytes(b"1")
        (tmp_path / "link").symlink_to("folder")
        (tmp_path / "loop").symlink_to("loop")
        with pytest.raises(StoreError, match=r"cannot write it \("):
            write(tmp_path / name, b"x")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder", "link", "loop"]

    @both_writers
    @pytest.mark.parametrize("name", ["", ".", "..", "/"])
    def test_a_folder_without_a_name_of_its_own_is_not_written(self, tmp_path, monkeypatch, write, name):
        monkeypatch.chdir(tmp_path)
        with pytest.raises(StoreError, match=r"cannot write it \(is a directory\)"):
            write(Path(name), b"x")

    @pytest.mark.parametrize("end", ["/", "/.", "/.."])
    @pytest.mark.parametrize("name", ["nothing", "folder"])
    def test_a_name_that_ends_as_a_folder_s_is_no_file_s(self, tmp_path, name, end):
        (tmp_path / "folder").mkdir()
        path = f"{tmp_path / name}{end}"
        for write in (lambda: write_file(path, b"x"), lambda: write_stream(path, [b"x"])):
            with pytest.raises(StoreError) as caught:
                write()
            assert str(caught.value) == f"{path}: cannot write it (is a directory)"
        assert [entry.name for entry in tmp_path.rglob("*")] == ["folder"]

    def test_folders(self, tmp_path):
        make_folder(tmp_path / "a" / "b")
        make_folder(tmp_path / "a" / "b")
        (tmp_path / "file").write_bytes(b"")
        with pytest.raises(StoreError, match=r"cannot make it \(file exists\)"):
            make_folder(tmp_path / "file")

    def test_signatures_of_nothing_and_of_what_cannot_be_looked_at(self, tmp_path):
        assert find_signature(tmp_path / "nothing") is None
        (tmp_path / "loop").symlink_to("loop")
        with pytest.raises(StoreError):
            find_signature(tmp_path / "loop")


class TestWalk:
    def test_files_come_sorted_and_hidden_ones_not_at_all(self, tmp_path):
        for name in ("b/z.json", "b/a.json", "a.json", "c.jsonl", "c.txt", ".git/a.json", ".a.json", "B.json"):
            write_file(tmp_path / name, b"")
        assert names(tmp_path) == ["B.json", "a.json", "b/a.json", "b/z.json"]
        assert names(tmp_path, ".json", ".jsonl") == ["B.json", "a.json", "b/a.json", "b/z.json", "c.jsonl"]

    def test_a_folder_that_is_not_there_has_no_files(self, tmp_path):
        assert names(tmp_path / "nothing") == []

    def test_a_file_in_a_folder_s_place_is_an_error(self, tmp_path):
        (tmp_path / "records").write_bytes(b"")
        with pytest.raises(StoreError, match="not a directory"):
            names(tmp_path / "records")

    def test_names_that_lead_to_no_file_are_not_passed_over(self, tmp_path):
        (tmp_path / "folder.json").mkdir()
        (tmp_path / "self.json").symlink_to("self.json")
        (tmp_path / "broken.json").symlink_to("nothing")
        found = dict(iter_files(tmp_path, (".json",)))
        assert list(found) == ["broken.json", "folder.json", "self.json"]
        assert found["broken.json"] == found["self.json"] == NO_FILE
        for path in found:
            with pytest.raises(StoreError):
                read_file(tmp_path / path)

    def test_links_to_files_and_folders_are_followed_but_not_in_circles(self, tmp_path):
        write_file(tmp_path / "records" / "a" / "a.json", b"")
        write_file(tmp_path / "elsewhere" / "b.json", b"")
        (tmp_path / "records" / "a" / "up").symlink_to("..")
        (tmp_path / "records" / "a" / "self").symlink_to("self")
        (tmp_path / "records" / "b").symlink_to(tmp_path / "elsewhere")
        (tmp_path / "elsewhere" / "back").symlink_to(tmp_path / "records")
        (tmp_path / "records" / "c.json").symlink_to(tmp_path / "elsewhere" / "b.json")
        assert names(tmp_path / "records") == ["a/a.json", "b/b.json", "c.json"]


class TestLock:
    def test_one_at_a_time(self, tmp_path):
        order = []

        def second():
            with lock(tmp_path):
                order.append("second")

        with lock(tmp_path):
            thread = threading.Thread(target=second)
            thread.start()
            thread.join(0.2)
            order.append("first")
        thread.join(10)
        assert order == ["first", "second"]

    def test_patience_ends(self, tmp_path):
        with (
            lock(tmp_path),
            pytest.raises(ConflictError, match="another l10n has been at work for 0 s"),
            lock(tmp_path, patience=0),
        ):
            pass

    def test_an_error_inside_frees_it(self, tmp_path):
        with pytest.raises(ZeroDivisionError), lock(tmp_path):
            _ = 1 / 0
        with lock(tmp_path, patience=0):
            pass

    def test_a_killed_process_leaves_none(self, tmp_path):
        program = (
            "import os, sys; from pathlib import Path; from l10n.store import lock\n"
            "with lock(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
        )
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent)}
        result = subprocess.run([sys.executable, "-c", program, str(tmp_path)], env=environment, check=False)
        assert result.returncode != 0
        with lock(tmp_path, patience=0):
            pass

    def test_a_collection_that_cannot_be_written_to(self, tmp_path):
        (tmp_path / ".l10n").write_bytes(b"")
        with pytest.raises(StoreError, match="cannot write it"), lock(tmp_path):
            pass
