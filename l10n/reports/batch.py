"""Batches as text for people, and as JSON: what went out, what came back, what is where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from l10n.batch import Batch, iter_shared
from l10n.handout import Handout
from l10n.intake import Intake
from l10n.jsontext import format_json
from l10n.loop_report import LoopReport
from l10n.reports.figures import cell_width, pad
from l10n.reports.next import iter_totals, queue_value
from l10n.reports.visible import short_text, visible_text, writable_text
from l10n.returned import IN_RECORD, Fate, Returned
from l10n.words import mark, markn, markp, number, tr, trn, trp

_FATES = {
    Fate.TAKEN: markn("translation to records", "translations to records"),
    Fate.CONFIRMED: markn("translation confirmed", "translations confirmed"),
    Fate.AGREED: markn("as the record has it, or older", "as the records have them, or older"),
    Fate.REPEATED: markn("came back before", "came back before"),
    Fate.SUPERSEDED: markn(
        "taken in before; the record has another text since, or none",
        "taken in before; the records have other texts since, or none",
    ),
    Fate.WAITING: markn(
        "came back before; its source or unit is still not as it was",
        "came back before; their sources or units are still not as they were",
    ),
    Fate.REPLACED: markn("replaced by another text in a later file", "replaced by other texts in later files"),
    Fate.OPEN: markn("not translated yet", "not translated yet"),
    Fate.DRAFT: markn("marked fuzzy: kept so, and still out", "marked fuzzy: kept so, and still out"),
    Fate.STALE: markn(
        "for a source that has changed: kept fuzzy in the catalog",
        "for sources that have changed: kept fuzzy in the catalogs",
    ),
    Fate.ALTERED: markn(
        "beside another source than was handed out: kept fuzzy in the catalog",
        "beside other sources than were handed out: kept fuzzy in the catalogs",
    ),
    Fate.COPY: markn(
        "equal to its source: kept fuzzy; if it needs no translation, add the comment `# l10n: same`",
        "equal to their sources: kept fuzzy; if they need no translation, add the comment `# l10n: same`",
    ),
    Fate.CONFLICT: markn(
        "conflict: somebody else translated it meanwhile; `l10n resolve` settles it",
        "conflicts: somebody else translated them meanwhile; `l10n resolve` settles them",
    ),
    Fate.REFUSED: markn(
        "refused: cannot be held in the record; kept fuzzy in the catalog",
        "refused: cannot be held in the records; kept fuzzy in the catalogs",
    ),
    Fate.GONE: markn(
        "no longer wanted: kept in the catalog as obsolete", "no longer wanted: kept in the catalogs as obsolete"
    ),
    Fate.UNKNOWN: markn(
        "not in this batch: not taken, it stands in the file alone",
        "not in this batch: not taken, they stand in the file alone",
    ),
}
_LATE_DRAFT = markn(
    "marked fuzzy: kept in the catalog, and no longer out", "marked fuzzy: kept in the catalogs, and no longer out"
)
"""A draft of a unit that is back, or whose batch is closed."""
_NAMED = frozenset({Fate.SUPERSEDED, Fate.WAITING, Fate.REPLACED})
"""The fates of texts that somebody may want to look at."""
_FLAWED = mark("Next: mend in the records what went there and is named above; `l10n validate` finds it, too.")
_REMEDIES = (
    ({Fate.ALTERED, Fate.COPY, Fate.REFUSED}, mark("Next: mend in the file what is kept fuzzy, and take it in again.")),
    (
        {Fate.GONE},
        mark("Next: if what is no longer wanted should be, put it back in the records, and take the file in again."),
    ),
    ({Fate.UNKNOWN}, mark("Next: move what was not taken to the file of its batch, or type it in the record.")),
)
"""What somebody has to do about texts of some fates."""
_HEADINGS = (
    markp("column", "Batch"),
    markp("column", "Locale"),
    markp("column", "Who"),
    markp("column", "Since"),
    markp("column", "Words"),
    markp("column", "Units"),
    markp("column", "Back"),
    markp("column", "Out"),
)
_TEXT_COLUMNS = 4
_GAP = 2
_SHOWN = 10


def batch_value(batch: Batch) -> dict[str, Any]:
    """Return a batch as plain JSON values."""
    return {
        "id": batch.id,
        "locale": batch.locale,
        "reads": list(batch.reads),
        "who": batch.who,
        "since": batch.since,
        "closed": batch.closed or None,
        "words": batch.words,
        "units": len(batch.units),
        "back": _count_back(batch),
        "out": sorted(batch.out),
    }


def _count_back(batch: Batch) -> int:
    return sum(bool(base.back) for base in batch.units.values())


def format_handout_json(handout: Handout) -> str:
    """Return what was handed out as JSON, with its version."""
    batch = None if handout.batch is None else batch_value(handout.batch)
    files = [str(path) for path in handout.files]
    return format_json({"version": 1, "batch": batch, "files": files, "queue": queue_value(handout.queue)})


def format_handout(handout: Handout, *, quiet: bool = False) -> Iterator[str]:
    """Yield the lines that say what was handed out; if `quiet`, the files alone."""
    batch = handout.batch
    if batch is not None and not quiet:
        units = trn("{n} unit", "{n} units", len(batch.units))
        words = trn("{n} word", "{n} words", batch.words)
        values = {"batch": batch.id, "units": units, "words": words, "who": visible_text(batch.who)}
        named = tr("{batch}: {units}, {words}, for {who}", **values)
        yield named if batch.who else tr("{batch}: {units}, {words}", **values)
    indent = "" if quiet else "  "
    yield from (f"{indent}{visible_text(str(path))}" for path in handout.files)
    if batch is None:
        yield tr("there is nothing to hand out")
    if not quiet:
        yield from iter_totals(handout.queue)
    if batch is not None and not quiet:
        yield tr("Next: commit batches/ and send the files; `l10n batch in FILE` takes them back.")


def format_intakes_json(intakes: Iterable[Intake], report: LoopReport) -> str:
    """Return what came back as JSON, with its version."""
    files = [
        {
            "file": intake.file,
            "batch": batch_value(intake.batch),
            "counts": {fate.value: count for fate, count in _count_fates(intake).items()},
            "returned": [
                {
                    "key": returned.key,
                    "fate": returned.fate.value,
                    "text": returned.text,
                    "record": returned.held,
                    "message": returned.message,
                }
                for returned in intake.returned
                if returned.fate is not Fate.OPEN
            ],
        }
        for intake in intakes
    ]
    needs_person = report.needs_person or any(intake.needs_person for intake in intakes)
    sync = msgspec.to_builtins(report)
    return format_json({"version": 1, "files": files, "sync": sync, "needs_person": needs_person})


def _count_fates(intake: Intake) -> dict[Fate, int]:
    counts = Counter(returned.fate for returned in intake.returned)
    return {fate: counts[fate] for fate in Fate if counts[fate]}


def format_intakes(
    intakes: Sequence[Intake], report: LoopReport, *, width: int, encoding: str = "utf-8"
) -> Iterator[str]:
    """Yield the lines that say what became of what came back, in an encoding, and what is left to do."""
    for intake in intakes:
        yield f"{visible_text(intake.file)}: {intake.batch.id}"
        for words, texts in _iter_counted(intake):
            yield f"{number(len(texts)):>7} {trn(*words, len(texts))}"
            yield from _iter_named(texts, width, encoding)
        left = len(intake.batch.out)
        if left:
            yield tr("{units} of {batch} still out", units=trn("{n} unit", "{n} units", left), batch=intake.batch.id)
    remedies = list(_iter_remedies([text for intake in intakes for text in intake.returned]))
    if report.needs_person:
        remedies.append(tr("Next: `l10n resolve`, or mend the entries named above."))
    done = tr("Next: `l10n coverage` shows what is missing; commit records/, locales/ and batches/ together.")
    yield from remedies or [done]


def _iter_counted(intake: Intake) -> Iterator[tuple[tuple[str, str], list[Returned]]]:
    """Yield (words, texts) of what became of them, in the order of the fates."""
    out = intake.batch.out
    found: dict[tuple[str, str], list[Returned]] = {}
    for returned in intake.returned:
        is_late = returned.fate is Fate.DRAFT and returned.key not in out
        found.setdefault(_LATE_DRAFT if is_late else _FATES[returned.fate], []).append(returned)
    yield from ((words, found[words]) for words in (*_FATES.values(), _LATE_DRAFT) if words in found)


def _iter_remedies(texts: Sequence[Returned]) -> Iterator[str]:
    """Yield what somebody has to do about texts that came back; the sync's report speaks of conflicts."""
    if any(text.fate in IN_RECORD and text.needs_person for text in texts):
        yield tr(_FLAWED)
    found = {text.fate for text in texts}
    yield from (tr(words) for fates, words in _REMEDIES if fates & found)


def _iter_named(texts: Iterable[Returned], width: int, encoding: str) -> Iterator[str]:
    """Yield the lines that name those of some texts which somebody has to look at, or may want to."""
    found = [returned for returned in texts if returned.needs_person or returned.fate in _NAMED]
    for returned in found[:_SHOWN]:
        message = f" ({returned.message})" if returned.message else ""
        key = visible_text(returned.key)
        text = short_text(returned.text, max(width - len(key) - 10, 20), encoding)
        yield f"        {key}{message}: {text}"
    if len(found) > _SHOWN:
        count = len(found) - _SHOWN
        more = trn("and {n} more; `--format json` lists all", "and {n} more; `--format json` lists all", count)
        yield f"        {more}"


def format_batches_json(batches: Iterable[Batch]) -> str:
    """Return batches as JSON, with its version."""
    batches = list(batches)
    shared = [{"batches": list(ids), "units": list(keys)} for ids, keys in iter_shared(batches)]
    return format_json({"version": 1, "batches": [batch_value(batch) for batch in batches], "shared": shared})


def format_batches(batches: Sequence[Batch], *, quiet: bool = False, encoding: str = "utf-8") -> Iterator[str]:
    """Yield the lines of a table of batches, in an encoding, and what is out in several of them."""
    if batches:
        rows = [tuple(trp(*words) for words in _HEADINGS), *(_figures(batch, encoding) for batch in batches)]
        widths = [max(map(cell_width, column)) for column in zip(*rows, strict=True)]
        yield from (_row(row, widths) for row in rows)
    elif not quiet:
        yield tr("nothing is out")
    for ids, keys in iter_shared(batches):
        units = trn("{n} unit is out more than once", "{n} units are out more than once", len(keys))
        named = ", ".join(ids)
        yield tr("{units}, in {batches}; `l10n batch close ID` takes them out of one.", units=units, batches=named)


def _figures(batch: Batch, encoding: str) -> tuple[str, ...]:
    closed = tr("closed") if batch.closed else number(len(batch.out))
    numbers = (number(batch.words), number(len(batch.units)), number(_count_back(batch)), closed)
    return (batch.id, batch.locale, writable_text(visible_text(batch.who), encoding), batch.since, *numbers)


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    parts = (
        pad(cell, width) if place < _TEXT_COLUMNS else f"{'':{width - cell_width(cell)}}{cell}"
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return (" " * _GAP).join(parts).rstrip()


def format_closed(batch: Batch, *, was_closed: bool = False) -> str:
    """Return the line that says that a batch is closed, or was before."""
    if was_closed:
        return tr("{batch} was closed already.", batch=batch.id)
    left = sum(not base.back for base in batch.units.values())
    units = trn("{n} unit is open again", "{n} units are open again", left)
    return tr("{batch} is closed; {units}. What comes back of it is still taken in.", batch=batch.id, units=units)
