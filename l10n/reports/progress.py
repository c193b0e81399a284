"""Progress: a bar on the terminal while long work is under way."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from operator import length_hint
from time import monotonic
from typing import TextIO, TypeVar

_T = TypeVar("_T")

DELAY = 1.0
"""The seconds that work may take before a bar appears."""
INTERVAL = 0.1
"""The seconds from one change of the bar to the next."""


def progress(
    items: Iterable[_T],
    label: str,
    *,
    total: int | None = None,
    quiet: bool = False,
    stream: TextIO | None = None,
) -> Iterator[_T]:
    """Yield the items, and show on `stream` (standard error if None) how many have passed.

    Only a terminal shows it, not if `quiet`, and not before the work has taken `DELAY`; the bar goes when the
    items end. `total` is how many there are, where `items` itself does not know.
    """
    stream = stream or sys.stderr
    if quiet or not stream.isatty():
        yield from items
        return
    total = total or length_hint(items) or None
    iterator, start = iter(items), monotonic()
    for passed, item in enumerate(iterator, 1):
        yield item
        if monotonic() - start >= DELAY:
            yield from _with_bar(iterator, label, total, passed, stream)


def _with_bar(items: Iterator[_T], label: str, total: int | None, passed: int, stream: TextIO) -> Iterator[_T]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(file=stream), transient=True) as bar:
        task, shown = bar.add_task(label, total=total, completed=passed), monotonic()
        for number, item in enumerate(items, passed + 1):
            yield item
            if monotonic() - shown >= INTERVAL:
                shown = monotonic()
                bar.update(task, completed=number)
