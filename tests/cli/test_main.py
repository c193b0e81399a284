import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from l10n import __version__
from l10n.cli import COMMANDS, OK, USAGE, command_parser
from l10n.store import lock

HEAVY = ("babel", "rich", "msgspec", "langdetect", "lxml", "polib", "rapidfuzz")


class TestHelp:
    @pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["help"], ["-C", ".", "--help"]])
    def test_every_command_is_listed(self, folder, arguments):
        status, out, err = folder.run(*arguments)
        assert (status, err) == (OK, "")
        for name, text in COMMANDS.items():
            assert f"\n  {name} " in out
            assert text in " ".join(out.split())

    def test_without_a_command_it_is_wrong_usage(self, folder):
        assert folder.run().status == USAGE
        assert folder.run("-C", ".").status == USAGE

    @pytest.mark.parametrize("name", COMMANDS)
    def test_of_each_command(self, folder, name):
        status, out, err = folder.run(name, "--help")
        assert (status, err) == (OK, "")
        assert out.startswith(f"usage: l10n {name} ")
        assert "-C DIR" in out
        assert "--quiet" in out
        assert folder.run("help", name).out == out

    @pytest.mark.parametrize("name", COMMANDS)
    def test_every_option_says_what_it_does(self, name):
        assert [action.dest for action in command_parser(name)._actions if not action.help] == []

    @pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["covrage"]])
    def test_it_loads_no_library(self, folder, arguments):
        program = (
            "import sys; from l10n.cli import main\n"
            "main(sys.argv[2:]); print('loaded', *(name for name in sys.argv[1].split() if name in sys.modules))"
        )
        command = [sys.executable, "-c", program, " ".join(HEAVY), *arguments]
        done = subprocess.run(command, env=folder.environment(), capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "loaded"

    @pytest.mark.parametrize("option", ["-V", "--version"])
    def test_version(self, folder, option):
        assert folder.run(option) == (OK, f"l10n {__version__}\n", "")


class TestUsage:
    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["coverag"], "there is no command 'coverag'; did you mean 'coverage'?"),
            (["vaildate"], "there is no command 'vaildate'; did you mean 'validate'?"),
            (["xyz"], "there is no command 'xyz'\n"),
            (["help", "xyz"], "there is no command 'xyz'\n"),
            ([""], "there is no command ''\n"),
            (["-C"], "found -C without a folder, expected -C DIR\n"),
            (["-q", "fmt"], "found the option '-q' before the command, expected it after\n"),
        ],
    )
    def test_no_command(self, folder, arguments, message):
        status, out, err = folder.run(*arguments)
        assert (status, out) == (USAGE, "")
        assert err.startswith(f"l10n: {message}")
        assert err.splitlines()[-1].startswith("usage: l10n ")

    @pytest.mark.parametrize(
        "arguments",
        [
            ["fmt", "--chek"],
            ["schema", "event", "extra"],
            ["coverage", "--format", "xml"],
            ["fmt", "--che"],
            ["import"],
        ],
    )
    def test_wrong_arguments(self, collection, arguments):
        status, out, err = collection.run(*arguments)
        assert (status, out) == (USAGE, "")
        assert err.startswith(f"usage: l10n {arguments[0]} ")
        assert "error: " in err

    def test_the_folder_before_the_command_and_after(self, collection, tmp_path_factory, monkeypatch):
        elsewhere = tmp_path_factory.mktemp("elsewhere")
        monkeypatch.chdir(elsewhere)
        assert collection.run("fmt").status == USAGE
        for arguments in (
            ["-C", collection.path, "fmt"],
            [f"-C{collection.path}", "fmt"],
            ["fmt", "-C", collection.path],
            ["-C", elsewhere, "fmt", "-C", collection.path],
        ):
            assert collection.run(*arguments).status == OK
        assert list(elsewhere.iterdir()) == []

    @pytest.mark.parametrize("name", ["update", "apply", "sync", "resolve", "coverage", "validate", "fmt", "schema"])
    def test_no_collection(self, folder, name):
        status, out, err = folder.run(name)
        assert (status, out) == (USAGE, "")
        assert err == "l10n.toml: there is no such file, expected a collection; `l10n init` makes one\n"

    def test_many_errors_are_counted(self, collection):
        collection.write("records/event/a.json", "{")
        collection.write("records/event/b.json", "{")
        status, _, err = collection.run("coverage")
        assert status == USAGE
        assert err.splitlines()[-1] == "l10n: 2 errors"


class TestOutput:
    @pytest.fixture
    def cyrillic(self, collection):
        """A collection whose every name needs more than ASCII, and one that needs more than 16 bits."""
        collection.write("l10n.toml", collection.read("l10n.toml").replace('"Sample"', '"Красный é 😀"'))
        collection.write_record(title={"en": "é 😀", "ru": "Красны\u0438\u0306"}, extra="Красный")
        return collection

    @pytest.mark.parametrize(
        "variables",
        [
            pytest.param({"PYTHONIOENCODING": "ascii"}, id="ascii"),
            pytest.param({"PYTHONIOENCODING": "latin-1"}, id="latin-1"),
            pytest.param({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="LC_ALL=C"),
        ],
    )
    @pytest.mark.parametrize(
        "arguments",
        [
            ["validate"],
            ["validate", "--format", "json"],
            ["coverage"],
            ["coverage", "--format", "json"],
            ["schema"],
            ["sync", "--dry-run"],
        ],
        ids=" ".join,
    )
    def test_a_terminal_that_lacks_the_letters(self, cyrillic, arguments, variables):
        expected = cyrillic.run(*arguments)
        status, out, err = cyrillic.spawn(*arguments, **variables)
        assert "Traceback" not in err
        assert status == expected.status
        if "json" in arguments or arguments == ["schema"]:
            assert json.loads(out) == json.loads(expected.out)

    def test_letters_that_are_lacking_are_escaped(self, cyrillic):
        out = cyrillic.spawn("validate", PYTHONIOENCODING="ascii").out
        assert "'\\u041a\\u0440\\u0430\\u0441\\u043d\\u044b\\u0438\\u0306'" in out

    def test_a_pipe_that_is_closed_early(self, cyrillic):
        for arguments in (["coverage"], ["schema"], ["--help"], ["fmt", "--help"]):
            reader, writer = os.pipe()
            os.close(reader)
            try:
                status, _, err = cyrillic.spawn(*arguments, stdout=writer)
            finally:
                os.close(writer)
            assert (status, err) == (OK, ""), arguments

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
    @pytest.mark.parametrize("arguments", [["coverage"], ["schema"], ["--help"]], ids=" ".join)
    def test_a_disk_that_is_full(self, cyrillic, arguments):
        with Path("/dev/full").open("wb") as full:
            status, _, err = cyrillic.spawn(*arguments, stdout=full)
        assert (status, err) == (USAGE, "l10n: No space left on device\n")

    @pytest.mark.parametrize("command", ["validate", "fmt", "sync", "update", "apply"])
    def test_quiet_says_nothing_where_all_is_well(self, collection, command):
        collection.write_record(title={"en": "T"})
        assert collection.run(command, "--quiet") == (OK, "", "")
        assert collection.run(command, "-q") == (OK, "", "")

    @pytest.mark.parametrize(
        "arguments",
        [["validate"], ["coverage"], ["sync"], ["update"], ["apply"], ["resolve"], ["formats"]],
        ids=" ".join,
    )
    def test_json(self, collection, arguments):
        collection.write_record(title={"en": "T", "ru": "Т"})
        status, out, err = collection.run(*arguments, "--format", "json")
        assert (status, err) == (OK, "")
        assert json.loads(out)


def test_ctrl_c_ends_a_command_without_a_trace(collection):
    # a shell that runs the tests in the background has its children ignore Ctrl-C
    program = """if True:
        import signal, sys
        from l10n.cli import main
        signal.signal(signal.SIGINT, signal.default_int_handler)
        print("ready", flush=True)
        sys.exit(main(["fmt"]))
    """
    with (
        lock(collection.path),
        subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=collection.path,
            env=collection.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
    ):
        assert process.stdout.readline() == "ready\n"
        try:
            process.wait(1)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err == "l10n: stopped; every file is whole, run the command again to go on\n"
