"""Gates as text, as JSON values and as annotations for GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any

from l10n.gates import GateResult, Outcome, Standing
from l10n.remedies import Remedy
from l10n.reports.measures import SHARES
from l10n.thresholds import format_percentage
from l10n.words import mark, number, tr, trn

NAMED = 3
"""How many records of a remedy are named; all are in JSON."""

_FELL = {
    Outcome.FELL: mark("{locale}: fell to {now} from {held}"),
    Outcome.NOTHING: mark("{locale}: nothing is wanted any more, the ratchet holds {held}"),
    Outcome.UNCOUNTED: mark("{locale}: not a locale of the collection any more, the ratchet holds {held}"),
    Outcome.NEW: mark("{locale}: {now}, new to the ratchet"),
    Outcome.PASSED: mark("{locale}: {now}, the ratchet holds {held}"),
}
_ESCAPES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})


def floor_percent(standing: Standing, decimals: int = 1) -> str:
    """Return a share in percent with some decimals, never rounded up: what misses a gate must not look as if it passed.

    >>> floor_percent(Standing(8999, 10000)), floor_percent(Standing(9, 10)), floor_percent(Standing(3, 3))
    ('89.9 %', '90.0 %', '100 %')
    >>> floor_percent(Standing(15, 33), decimals=2)
    '45.45 %'
    """
    if standing.done in {0, standing.wanted}:
        return "100 %" if standing.done else "0 %"
    return f"{number(100 * 10**decimals * standing.done // standing.wanted / 10**decimals, decimals)} %"


def say_gate(result: GateResult) -> str:
    """Return what a gate found, and what would pass it soonest."""
    found = _say_threshold(result) if result.gate == "fail-under" else _say_ratchet(result)
    if result.remedy and result.remedy.records:
        return f"{found} {say_remedy(result.remedy) if result.is_remedied else _say_beginning(result.remedy)}"
    return found


def _say_beginning(remedy: Remedy) -> str:
    """Return which records to begin with, where there is too far to go to name all."""
    keys = ", ".join(record.key for record in remedy.records[:NAMED])
    return tr("Begin with {keys}: they give most for their words.", keys=keys)


def _say_threshold(result: GateResult) -> str:
    assert result.percent is not None  # noqa: S101 (fail-under)
    percent = format_percentage(result.percent)
    values = {"locale": result.locale, "percent": _say_percent(percent)}
    if result.outcome is Outcome.NOTHING:
        return tr("{locale}: nothing is wanted, so there is no share; {percent} expected.", **values)
    share = tr(SHARES[result.measure], share=floor_percent(result.standing, _count_decimals(percent)))
    if result.is_passed:
        return tr("{locale}: {share}, {percent} expected.", share=share, **values)
    left = trn("{n} more to go", "{n} more to go", result.need)
    return tr("{locale}: {share}, {percent} expected: {left}.", share=share, left=left, **values)


def _count_decimals(percent: str) -> int:
    """Return how many decimals a share has beside a threshold: as many, so that one can be read off the other.

    >>> _count_decimals("45"), _count_decimals("45.455")
    (1, 3)
    """
    return max(len(percent.partition(".")[2]), 1)


def _say_percent(percent: str) -> str:
    whole, _, decimals = percent.partition(".")
    return f"{number(float(percent), decimals=len(decimals)) if decimals else whole} %"


def _say_ratchet(result: GateResult) -> str:
    now, held = _say_standing(result.standing), _say_standing(result.held) if result.held else ""
    return f"{tr(_FELL[result.outcome], locale=result.locale, now=now, held=held)}."


def _say_standing(standing: Standing) -> str:
    return tr("{done} of {wanted}", done=number(standing.done), wanted=number(standing.wanted))


def say_remedy(remedy: Remedy) -> str:
    """Return which records to complete, and how many words that takes.

    >>> from l10n.remedies import OpenRecord
    >>> say_remedy(Remedy(records=(OpenRecord("event/a", 2, 7),), words=7))
    'Soonest by completing event/a (7 words).'
    """
    keys = ", ".join(record.key for record in remedy.records[:NAMED])
    more = len(remedy.records) - NAMED
    if more > 0:
        keys = trn("{keys} and {n} more record", "{keys} and {n} more records", more, keys=keys)
    words = trn("{n} word", "{n} words", remedy.words)
    return tr("Soonest by completing {keys} ({words}).", keys=keys, words=words)


def gate_word(*, is_passed: bool) -> str:
    """Return whether a gate was passed, in one word."""
    return tr("passed") if is_passed else tr("missed")


def format_gates(results: Sequence[GateResult], *, width: int = 80, color: bool = False) -> Iterator[str]:
    """Yield a heading and one paragraph a gate, at most `width` columns wide."""
    if not results:
        return
    yield f"\x1b[1m{tr('Gates')}\x1b[0m" if color else tr("Gates")
    words = {is_passed: gate_word(is_passed=is_passed) for is_passed in (True, False)}
    indent = max(map(len, words.values())) + len("    ")
    for result in results:
        word = f"{words[result.is_passed]:{indent - 4}}"
        colored = f"\x1b[{32 if result.is_passed else 31}m{word}\x1b[0m" if color else word
        lines = wrap(say_gate(result), max(width - indent, 20), break_long_words=False, break_on_hyphens=False)
        yield f"  {colored}  {lines[0]}"
        yield from (f"{'':{indent}}{line}" for line in lines[1:])


def gates_value(results: Sequence[GateResult]) -> list[dict[str, Any]]:
    """Return gates as plain JSON values."""
    return [_gate_value(result) for result in results]


def _gate_value(result: GateResult) -> dict[str, Any]:
    value: dict[str, Any] = {
        "gate": result.gate,
        "locale": result.locale,
        "measure": result.measure,
        "passed": result.is_passed,
        "outcome": result.outcome,
        "done": result.standing.done,
        "wanted": result.standing.wanted,
    }
    if result.percent is not None:
        value |= {"percent": float(result.percent), "need": result.need}
    if result.held is not None:
        value["held"] = {"done": result.held.done, "wanted": result.held.wanted}
    if result.remedy is not None:
        records = [{"key": record.key, "gain": record.gain, "words": record.words} for record in result.remedy.records]
        value["soonest"] = {"enough": result.is_remedied, "words": result.remedy.words, "records": records}
    return value


def format_annotations(results: Sequence[GateResult]) -> Iterator[str]:
    """Yield a workflow command of GitHub's for each gate: an error where it was missed, else a notice.

    See https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands.
    """
    for result in results:
        kind = "notice" if result.is_passed else "error"
        yield f"::{kind} title=l10n coverage::{say_gate(result).translate(_ESCAPES)}"
