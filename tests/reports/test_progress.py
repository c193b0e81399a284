"""Progress: a bar on a terminal, and nothing anywhere else."""

import io
import subprocess
import sys

import pytest

from l10n.reports import progress as module
from l10n.reports.progress import progress


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(module, "DELAY", 0.0)
    monkeypatch.setattr(module, "INTERVAL", 0.0)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("total", [None, 5])
def test_long_work_shows_a_bar(total):
    stream = Terminal()
    items = (n for n in range(5))
    assert list(progress(items, "counting records", total=total, stream=stream)) == [0, 1, 2, 3, 4]
    assert "counting records" in stream.getvalue()


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("stream", "quiet"), [(Terminal(), True), (io.StringIO(), False)], ids=["quiet", "no terminal"]
)
def test_no_bar_where_none_is_wanted(stream, quiet):
    assert list(progress([1, 2, 3], "counting", quiet=quiet, stream=stream)) == [1, 2, 3]
    assert stream.getvalue() == ""


def test_short_work_shows_no_bar_and_loads_nothing():
    code = (
        "import io, sys\n"
        "from l10n.reports.progress import progress\n"
        "stream = type('Terminal', (io.StringIO,), {'isatty': lambda self: True})()\n"
        "assert list(progress([1, 2], 'counting', stream=stream)) == [1, 2]\n"
        "assert not stream.getvalue() and 'rich' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.usefixtures("impatient")
def test_an_error_of_the_work_comes_through():
    def work():
        yield 1
        yield 2
        message = "broken"
        raise ValueError(message)

    seen = []
    with pytest.raises(ValueError, match="broken"):
        seen.extend(progress(work(), "counting", stream=Terminal()))


@pytest.mark.usefixtures("impatient")
def test_the_bar_goes_when_the_reader_stops_early():
    stream = Terminal()
    items = progress(iter(range(100)), "counting", stream=stream)
    assert [next(items) for _ in range(5)] == [0, 1, 2, 3, 4]
    items.close()
    assert "\x1b[?25h" in stream.getvalue()
