"""What would pass a gate that `l10n coverage` missed: which records are looked at, of all that are open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from l10n.coverage import RecordStatus
from l10n.locales import Locale
from l10n.project import Project
from l10n.records import Record
from l10n.remedies import Remedy, find_remedies
from l10n.thresholds import Measure

LOOKED_AT = 5_000
"""How many records that are not complete are looked at for what would pass a gate."""
_OPEN = frozenset({RecordStatus.PARTIAL, RecordStatus.NONE, RecordStatus.DECLARED})
Statuses = Mapping[str, tuple[RecordStatus, ...]]
"""{record key: its status in each of the locales counted}, in the records' order."""


def find_open_remedies(
    project: Project, statuses: Statuses, locales: Sequence[Locale], needs: Mapping[Locale, int], measure: Measure
) -> dict[Locale, Remedy]:
    """Return per locale which of the first open records to complete; `locales` are those that the statuses are in."""
    chosen = choose_open(statuses, [locales.index(locale) for locale in needs])
    return find_remedies(_read_chosen(project, statuses, chosen), project.schema, needs, measure)


def choose_open(statuses: Statuses, numbers: Sequence[int], limit: int = LOOKED_AT) -> frozenset[str]:
    """Return the keys of the first records that are not complete in the locales with these numbers.

    >>> complete, partial = RecordStatus.COMPLETE, RecordStatus.PARTIAL
    >>> found = {"a": (partial, complete), "b": (partial, complete), "c": (complete, complete), "d": (partial, partial)}
    >>> sorted(choose_open(found, [0, 1], limit=2))
    ['a', 'd']
    """
    chosen: set[str] = set()
    left = dict.fromkeys(numbers, limit // len(numbers))
    for key, found in statuses.items():
        lacking = [number for number in left if found[number] in _OPEN]
        if lacking:
            chosen.add(key)
        for number in lacking:
            left[number] -= 1
            if not left[number]:
                del left[number]
        if not left:
            break
    return frozenset(chosen)


def _read_chosen(project: Project, keys: Iterable[str], chosen: Collection[str]) -> Iterator[Record]:
    """Yield the chosen ones of all records; of JSONL the lines of others are passed over unread."""
    if not any(project.record_path(key).endswith(".jsonl") for key in chosen):
        yield from project.find_records(chosen).values()
        return
    types = {key.partition("/")[0] for key in chosen}
    known = (key for key in keys if key.partition("/")[0] in types)
    texts = (text for key, text in zip(known, project.iter_record_texts(types), strict=False) if key in chosen)
    yield from map(project.parse_record_text, islice(texts, len(chosen)))
