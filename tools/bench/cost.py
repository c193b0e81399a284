"""Costs: what a process took of processor, time and memory, and how that is said; shared by the benchmarks."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
USAGE = 2
"""The exit status of l10n from which on it did no work; conflicts and findings (1) are part of the work."""


class Cost(NamedTuple):
    """What one process cost."""

    cpu: float
    """Seconds, user and system."""
    wall: float
    """Seconds."""
    memory: float
    """The peak, in MB of a million bytes."""


class CommandError(Exception):
    """A command that could not do its work."""


def run(command: Sequence[str]) -> tuple[Cost, bytes]:
    """Run a command to its end; return what it cost and printed. Raises CommandError if it could not work."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        printed = output.read()
    if not 0 <= process.returncode < USAGE or b"Traceback (most recent call last)" in printed:
        message = f"{' '.join(command)}: exit status {process.returncode}\n{printed.decode()[-2000:]}"
        raise CommandError(message)
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * memory_unit() / 1e6), printed


def memory_unit() -> int:
    """Return how many bytes the unit is in which the system says a process's peak memory."""
    return 1 if sys.platform == "darwin" else 1024


def seconds(value: float) -> str:
    """Return seconds in words, with three digits.

    >>> seconds(0.0213), seconds(2.345), seconds(17.66)
    ('21 ms', '2.35 s', '17.7 s')
    """
    if value < 1:
        return f"{value * 1000:.0f} ms"
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"  # noqa: PLR2004 (two digits before the point)


def format_rows(rows: Sequence[Sequence[str]]) -> str:
    """Return the rows of a table, each column as wide as its widest cell.

    >>> print(format_rows([("a", "b"), ("long", "c")]))
    a     b
    long  c
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def machine() -> dict[str, Any]:
    """Return what the figures depend on besides the program."""
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
    }
