"""The work queue as text for people, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from l10n.jsontext import format_json
from l10n.memory import Proposal
from l10n.model import State
from l10n.records import unit_path
from l10n.reports.figures import cell_width, pad, shorten_middle
from l10n.reports.visible import short_text
from l10n.words import markp, number, tr, trn, trp
from l10n.work_queue import Queue, Task

MAX_WIDTH, MIN_WIDTH = 100, 40
_HEADINGS = (
    # Translators: columns of the list of what to translate next; all seven together at most 50 letters.
    markp("column", "Unit"),
    markp("column", "From"),
    markp("column", "State"),
    markp("column", "Words"),
    markp("column", "Left"),
    markp("column", "Demand"),
    markp("column", "Score"),
)
_STATES = {State.MISSING: markp("unit", "missing"), State.FUZZY: markp("unit", "fuzzy")}
_TEXT_COLUMNS = 3
_GAP = 2
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def queue_value(queue: Queue) -> dict[str, Any]:
    """Return a queue as plain JSON values."""
    wish, totals = queue.wish, queue.totals
    return {
        "locale": wish.locale,
        "reads": list(wish.reads),
        "tasks": [_task_value(task) for task in queue.tasks],
        "total": {
            "units": totals.units,
            "words": totals.words,
            "out": totals.taken,
            "conflicts": totals.conflicts,
            "other_language": dict(totals.unreadable),
        },
    }


def format_queue_json(queue: Queue) -> str:
    """Return a queue as JSON, with its version."""
    return format_json({"version": 1, **queue_value(queue)})


def _task_value(task: Task) -> dict[str, Any]:
    return {
        "key": task.key,
        "record": task.record,
        "label": task.label,
        "state": task.state.value,
        "source_locale": task.source.locale,
        "source": task.source.text,
        "source_who": task.source.who or None,
        "words": task.words,
        "left": task.left,
        "share": task.share,
        "demand": task.demand,
        "score": task.score,
        "memory": [_proposal_value(proposal) for proposal in task.proposals],
    }


def _proposal_value(proposal: Proposal) -> dict[str, Any]:
    return {
        "target": proposal.target,
        "source": proposal.source,
        "score": proposal.score,
        "key": proposal.key,
        "when": proposal.when or None,
    }


def format_queue(
    queue: Queue, *, width: int, color: bool = False, quiet: bool = False, encoding: str = "utf-8"
) -> Iterator[str]:
    """Yield the lines of a queue: a table of units below their records, each with its text and what the memory has.

    The texts in them can be written in the encoding, and find room then.
    """
    width = max(min(width, MAX_WIDTH), MIN_WIDTH)
    if queue.tasks:
        rows = [_figures(task) for task in queue.tasks]
        headings = tuple(trp(*words) for words in _HEADINGS)
        widths = [max(map(cell_width, column)) for column in zip(headings, *rows, strict=True)]
        widths[0] = max(min(widths[0], width - sum(widths[1:]) - _GAP * (len(widths) - 1)), cell_width(headings[0]), 12)
        yield _row(headings, widths)
        for (record, label), group in groupby(zip(queue.tasks, rows, strict=True), lambda pair: _title(pair[0])):
            yield _title_line(record, label, width, encoding, color=color)
            for task, row in group:
                yield _row(row, widths)
                yield from _iter_texts(task, width - 2 * _GAP, encoding, color=color)
        if not quiet:
            yield ""
    if not quiet:
        yield from _summary(queue)


def _title(task: Task) -> tuple[str, str]:
    return task.record, task.label


def _title_line(record: str, label: str, width: int, encoding: str, *, color: bool) -> str:
    title = f"{record}  {short_text(label, max(width - len(record) - _GAP, 10), encoding)}"
    return f"{_BOLD}{title}{_PLAIN}" if color else title


def _iter_texts(task: Task, width: int, encoding: str, *, color: bool) -> Iterator[str]:
    """Yield the text to translate, and every proposal with its score, unit and age."""
    lines = [short_text(task.source.text, width, encoding)]
    for proposal in task.proposals:
        age = f", {proposal.when}" if proposal.when else ""
        score = f"{int(proposal.score * 100)} %  "
        origin = f"  ({shorten_middle(proposal.key, 40)}{age})"
        room = max(width - len(score) - len(origin), 10)
        lines.append(f"{score}{short_text(proposal.target, room, encoding)}{origin}")
    for line in lines:
        yield f"{'':{2 * _GAP}}{_DIM}{line}{_PLAIN}" if color else f"{'':{2 * _GAP}}{line}"


def _figures(task: Task) -> tuple[str, ...]:
    return (
        f"  {unit_path(task.key)}",
        str(task.source),
        trp(*_STATES[task.state]),
        number(task.words),
        number(task.left),
        number(task.demand),
        number(task.score, decimals=int(task.score % 1 != 0)),
    )


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    parts = [
        pad(shorten_middle(cell, width), width) if place < _TEXT_COLUMNS else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return (" " * _GAP).join(parts).rstrip()


def _summary(queue: Queue) -> Iterator[str]:
    wish, totals = queue.wish, queue.totals
    if totals.units:
        shown = trn("{n} unit", "{n} units", len(queue.tasks))
        words = trn("{n} word", "{n} words", queue.words)
        units, in_all = number(totals.units), number(totals.words)
        values = {"locale": wish.locale, "shown": shown, "words": words, "units": units, "in_all": in_all}
        yield tr("{locale}: {shown} of {units} open, {words} of {in_all}", **values)
    else:
        reads = ", ".join(wish.reads)
        yield tr("{locale}: there is nothing to translate from {reads}", locale=wish.locale, reads=reads)
    yield from iter_totals(queue)
    if queue.tasks:
        yield tr("Score: demand x share missing (fuzzy: half) x words left after what the memory gives.")


def iter_totals(queue: Queue) -> Iterator[str]:
    """Yield the lines that say what a queue leaves out."""
    totals = queue.totals
    if totals.taken:
        yield trn("{n} unit is out in a batch", "{n} units are out in batches", totals.taken)
    if totals.conflicts:
        yield trn(
            "{n} unit is in conflict: `l10n resolve`", "{n} units are in conflict: `l10n resolve`", totals.conflicts
        )
    if totals.unreadable:
        counts = ", ".join(f"{locale} {number(count)}" for locale, count in totals.unreadable.items())
        needed = trn(
            "{n} unit needs another language", "{n} units need another language", sum(totals.unreadable.values())
        )
        yield f"{needed}: {counts}"
