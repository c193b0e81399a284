"""Remedies: the records whose completion passes a gate with the fewest words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from l10n.coverage import TO_DO
from l10n.locales import Locale
from l10n.records import Record, SourceUnit, iter_units
from l10n.schema import Schema
from l10n.text import count_words
from l10n.thresholds import Measure


class OpenRecord(Struct, frozen=True):
    """What completing one record in one locale takes, and gives."""

    key: str
    gain: int
    """How much more is done then, in the gate's measure."""
    words: int
    """Words of the sources that are to be translated or confirmed."""


class Remedy(Struct, frozen=True, kw_only=True):
    """Records to complete in one locale."""

    records: tuple[OpenRecord, ...]
    """Those that give most for their words first."""
    words: int
    """Of all of them."""

    @property
    def gain(self) -> int:
        """How much more is done when they are complete."""
        return sum(record.gain for record in self.records)


def find_remedies(
    records: Iterable[Record], schema: Schema, needs: Mapping[Locale, int], measure: Measure
) -> dict[Locale, Remedy]:
    """Return per locale which records to complete so that as much more is done as it needs, or all that are open.

    For `page` see `page_remedies.find_page_remedies`.
    """
    open_records: dict[Locale, list[OpenRecord]] = {locale: [] for locale in needs}
    for record in records:
        units = list(iter_units(record, schema))
        for locale, found in open_records.items():
            if sources := open_sources(units, locale):
                found.append(_open_record(record.key, sources, measure))
    return {locale: choose_records(found, needs[locale]) for locale, found in open_records.items()}


def open_sources(units: Iterable[SourceUnit], locale: Locale) -> list[str]:
    """Return the sources of the units that are to be translated or confirmed in a locale."""
    return [unit.source for unit in units if unit.cell(locale) in TO_DO]


def _open_record(key: str, sources: Sequence[str], measure: Measure) -> OpenRecord:
    words = sum(map(count_words, sources))
    gains = {"records": 1, "words": words, "characters": sum(map(len, sources))}
    return OpenRecord(key, gains.get(measure, len(sources)), words)


def choose_records(records: Iterable[OpenRecord], need: int) -> Remedy:
    """Return records whose gains reach `need` with few words: the best ratios first, and none that is not needed.

    This is a knapsack problem; the answer is near the best one, not always it.

    >>> records = [OpenRecord("a", 1, 9), OpenRecord("b", 2, 4), OpenRecord("c", 5, 11), OpenRecord("d", 1, 3)]
    >>> [record.key for record in choose_records(records, 3).records]
    ['b', 'd']
    """
    order = sorted(records, key=lambda record: (record.words / max(record.gain, 1), -record.gain, record.key))
    choices = [_without_spare(_take(order, need, is_careful=is_careful), need) for is_careful in (False, True)]
    best = min(choices, key=lambda chosen: (_words(chosen), len(chosen)))
    return Remedy(records=tuple(best), words=_words(best))


def _take(order: Sequence[OpenRecord], need: int, *, is_careful: bool) -> list[OpenRecord]:
    """Return the first records, until they reach the need; the last one is that with the fewest words that does.

    A careful choice leaves out those that give more than is left to reach.
    """
    chosen: list[OpenRecord] = []
    rest: list[OpenRecord] = []
    left = need
    for record in order:
        if left > 0 and not (is_careful and record.gain > left):
            chosen.append(record)
            left -= record.gain
        else:
            rest.append(record)
    if left <= 0 and chosen:
        last = chosen.pop()
        left += last.gain
        rest.append(last)
    fitting = [record for record in rest if record.gain >= left > 0]
    return [*chosen, *([min(fitting, key=lambda record: (record.words, record.key))] if fitting else [])]


def _words(records: Iterable[OpenRecord]) -> int:
    return sum(record.words for record in records)


def _without_spare(chosen: Sequence[OpenRecord], need: int) -> list[OpenRecord]:
    """Return the records without those that the others reach the need without, the costliest of these first."""
    spare = sum(record.gain for record in chosen) - need
    kept = list(chosen)
    for record in sorted(chosen, key=lambda record: (-record.words, record.key)):
        if 0 < record.gain <= spare:
            kept.remove(record)
            spare -= record.gain
    return kept
