"""Renames: which of the units that are gone are new ones under another key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping

from msgspec import Struct

from l10n.model import record_key
from l10n.nearest import similarity
from l10n.text import digest

_NEAR = 0.7
"""From which score on a reworded text speaks for a record's being the same; see `l10n.nearest.similarity`."""


class Candidate(Struct, frozen=True):
    """A unit that is gone, as its catalog has it, or a new one."""

    key: str
    source_locale: str
    source: str
    made_from: tuple[str, ...] = ()
    """Digests of the sources that a new unit's translations were made from, as its record's state says."""

    @property
    def record(self) -> str:
        """The key of its record."""
        return record_key(self.key)

    @property
    def path(self) -> str:
        """Its place in the record."""
        return self.key.removeprefix(f"{self.record}/")


class Renames(Struct, frozen=True):
    """What is called otherwise now."""

    units: Mapping[str, str]
    """{old key: new key}."""
    records: Mapping[str, str]
    """{old key: new key} of the records that are gone, and went as a whole."""

    def find(self, key: str) -> str | None:
        """Return a unit's new key, also one that went before its record was renamed; None if it has no other.

        >>> Renames({"event/a/title": "event/b/title"}, {"event/a": "event/b"}).find("event/a/description/p7")
        'event/b/description/p7'
        """
        if key in self.units:
            return self.units[key]
        record = record_key(key)
        return self.records[record] + key.removeprefix(record) if record in self.records else None


def find_renames(
    gone: Iterable[Candidate],
    new: Iterable[Candidate],
    *,
    is_gone: Callable[[str], bool],
    is_new: Callable[[str], bool],
) -> Renames:
    """Return which gone units are new ones; both are in the order in which they stand.

    `is_gone` and `is_new` tell, by its key, of a whole record.

    A unit is another one if it has the same source text, and no third one has; or if a translation that came with it
    was made from just that text. Of several with the same text those belong together whose records do: a record is the
    one that most of its units come from, or itself, or the one of another type with its id. What then stands at the
    same path, or in the same order if there are as many, is the same; anything else is not decided. Where half of a new
    record comes from one that is gone, its other units do too, by path, however reworded.

    >>> one, two = Candidate("event/a/title", "en", "Terror"), Candidate("event/b/title", "en", "Terror")
    >>> dict(find_renames([one], [two], is_gone="event/a".__eq__, is_new="event/b".__eq__).units)
    {'event/a/title': 'event/b/title'}
    """
    matcher = _Matcher(gone, new)
    matcher.match_texts()
    matcher.match_paths(is_gone, is_new)
    return Renames(matcher.found, matcher.moved_records(is_gone, is_new))


_Identities = Callable[[Candidate], list[Hashable]]


class _Matcher:
    """Pairs units, the surest first."""

    def __init__(self, gone: Iterable[Candidate], new: Iterable[Candidate]) -> None:
        self._gone = {unit.key: unit for unit in gone}
        self._new = {unit.key: unit for unit in new}
        self._gone_records = {unit.record for unit in self._gone.values()}
        self._by_id: dict[str, list[str]] = {}
        for record in sorted(self._gone_records):
            self._by_id.setdefault(record.partition("/")[2], []).append(record)
        self._sizes = Counter(unit.record for unit in self._new.values())
        self.found: dict[str, str] = {}
        """{old key: new key}."""
        self._taken: set[str] = set()

    def _pair(self, old: Candidate, new: Candidate) -> None:
        self.found[old.key] = new.key
        self._taken.add(new.key)

    def _left(self) -> tuple[list[Candidate], list[Candidate]]:
        old = [unit for unit in self._gone.values() if unit.key not in self.found]
        return old, [unit for unit in self._new.values() if unit.key not in self._taken]

    def match_texts(self) -> None:
        """Pair what has the same text, then what was made from it, until neither finds more."""
        count = -1
        while count != len(self.found):
            count = len(self.found)
            self._match(_own_text, _own_text)
            self._match(_own_digest, _digests_made_from)

    def _match(self, old_identities: _Identities, new_identities: _Identities) -> None:
        old, new = self._left()
        by_identity = _grouped(new, new_identities)
        origins = self._origins()
        for identity, olds in _grouped(old, old_identities).items():
            news = [unit for unit in by_identity.get(identity, ()) if unit.key not in self._taken]
            if len(olds) == len(news) == 1:
                self._pair(olds[0], news[0])
            else:
                self._match_by_record(olds, news, origins)

    def _match_by_record(self, olds: list[Candidate], news: list[Candidate], origins: Mapping[str, str]) -> None:
        """Pair units with one text whose records belong together: by path, or by order if that leaves as many."""
        for record in dict.fromkeys(unit.record for unit in news):
            here = {unit.path: unit for unit in news if unit.record == record}
            there = {unit.path: unit for unit in olds if unit.record == origins.get(record)}
            same = [path for path in there if path in here]
            for path in same:
                self._pair(there.pop(path), here.pop(path))
            if len(here) == len(there):
                for old, new in zip(there.values(), here.values(), strict=True):
                    self._pair(old, new)

    def _origins(self) -> dict[str, str]:
        """Return for each new unit's record the one that it was, as far as that is known."""
        votes: dict[str, Counter[str]] = {}
        for old, new in self.found.items():
            votes.setdefault(record_key(new), Counter())[record_key(old)] += 1
        origins = {record: self._origin(record, votes.get(record, Counter())) for record in self._sizes}
        return {record: origin for record, origin in origins.items() if origin is not None}

    def _origin(self, record: str, votes: Counter[str]) -> str | None:
        if record in self._gone_records:
            return record
        namesakes = self._by_id.get(record.partition("/")[2], [])
        return _most_common(votes) or (namesakes[0] if len(namesakes) == 1 else None)

    def match_paths(self, is_gone: Callable[[str], bool], is_new: Callable[[str], bool]) -> None:
        """Pair by path what is left of records that are gone and of the new ones that half of which came from them."""
        origins = self._origins()
        came = Counter((record_key(old), record_key(new)) for old, new in self.found.items())
        left = {unit.key: unit for unit in self._left()[0]}
        pairs: dict[tuple[str, str], list[tuple[Candidate, Candidate]]] = {}
        for unit in self._left()[1]:
            origin = origins.get(unit.record, "")
            old = left.get(f"{origin}/{unit.path}")
            is_whole = is_gone(origin) and is_new(unit.record)
            if old is not None and is_whole and old.source_locale == unit.source_locale:
                pairs.setdefault((origin, unit.record), []).append((old, unit))
        for (origin, record), found in pairs.items():
            known = came[origin, record]
            near = sum(similarity(old.source, new.source) >= _NEAR for old, new in found)
            if known and 2 * (known + near) >= self._sizes[record]:
                for old, new in found:
                    self._pair(old, new)

    def moved_records(self, is_gone: Callable[[str], bool], is_new: Callable[[str], bool]) -> dict[str, str]:
        """Return where the records that are gone went, if most of their units went to one that is new."""
        votes: dict[str, Counter[str]] = {}
        for old, new in self.found.items():
            if is_gone(record_key(old)) and is_new(record_key(new)):
                votes.setdefault(record_key(old), Counter())[record_key(new)] += 1
        targets = {record: first for record, found in votes.items() if (first := _most_common(found))}
        claims = Counter(targets.values())
        return {record: target for record, target in targets.items() if claims[target] == 1}


def _most_common(votes: Counter[str]) -> str | None:
    """Return what has more votes than any other.

    >>> _most_common(Counter("aab")), _most_common(Counter("ab"))
    ('a', None)
    """
    best = votes.most_common(2)
    return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else None


def _own_text(unit: Candidate) -> list[Hashable]:
    return [(unit.source_locale, unit.source)]


def _own_digest(unit: Candidate) -> list[Hashable]:
    return [(unit.source_locale, digest(unit.source))]


def _digests_made_from(unit: Candidate) -> list[Hashable]:
    return [(unit.source_locale, made_from) for made_from in dict.fromkeys(unit.made_from)]


def _grouped(units: Iterable[Candidate], identities: _Identities) -> dict[Hashable, list[Candidate]]:
    groups: dict[Hashable, list[Candidate]] = {}
    for unit in units:
        for identity in identities(unit):
            groups.setdefault(identity, []).append(unit)
    return groups
