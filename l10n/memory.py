"""The memory: what has been translated already, proposed again where a text is the same or nearly so."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from l10n.glossary import Glossary, Term
from l10n.locales import Locale
from l10n.model import State, UnitKey, record_key
from l10n.nearest import Match, SourceIndex
from l10n.records import SourceUnit, unit_path
from l10n.schema import FieldKind, Schema
from l10n.text import one_line

FRESH = frozenset({State.SOURCE, State.TRANSLATED, State.SAME})
"""The states whose texts say the same as each other, so that any two of them are a pair."""
CUTOFF = 0.7
"""Below this score a translation is seldom worth adapting."""


class Proposal(Struct, frozen=True, kw_only=True):
    """A text that the collection has in the target locale for the same source, or for one like it."""

    target: str
    source: str
    """The text that it translates: equal to the one asked for only if `is_exact`."""
    score: float
    """How like the two sources are, from 0 to 1; see `l10n.nearest.similarity`."""
    key: UnitKey
    """The unit that it is from."""
    when: str = ""
    """The day on which the pair went through the loop, `yyyy-mm-dd`; empty if it never did."""

    @property
    def is_exact(self) -> bool:
        """Whether its source is the text asked for, to the letter."""
        return self.score == 1

    @property
    def record(self) -> str:
        """The key of the record that it is from."""
        return record_key(self.key)

    def __str__(self) -> str:
        """Return one line for translators; of a near match never 100 %.

        >>> key = UnitKey("event/a/title")
        >>> str(Proposal(target="Terors", source="Terror", score=0.999, key=key, when="2026-11-23"))
        'event/a/title, 99 %, 2026-11-23: Terors'
        """
        age = f", {self.when}" if self.when else ""
        return f"{self.key}, {int(self.score * 100)} %{age}: {one_line(self.target)}"


class MemoryEntry(Struct, frozen=True, array_like=True, gc=False):
    """The fresh texts of one unit."""

    key: UnitKey
    texts: dict[str, str]
    days: dict[str, str]
    """{locale: day} of the texts that went through the loop."""

    def day(self, source_locale: str, target_locale: str) -> str:
        """Return when a pair was made: the target's day; the source's where the target is what all come from."""
        return self.days.get(target_locale) or self.days.get(source_locale, "")


class Memory:
    """The fresh texts of a collection's units: whatever two locales a unit has them in, they are a pair.

    So what is translated from ru into lv and pl is also known from lv to pl. Texts that were written independently of
    each other are no pairs. Nothing is indexed before the first question, and then only what it asks for. What it
    returns are proposals; it changes no unit.
    """

    def __init__(self, schema: Schema) -> None:
        """Make an empty one; the schema tells which fields are records' names, the glossary."""
        self._schema = schema
        self._entries: list[MemoryEntry] = []
        self._numbers: dict[UnitKey, int] = {}
        self._sides: dict[str, _Side] = {}
        self._glossary = Glossary()

    def __len__(self) -> int:
        return len(self._numbers)

    def add(self, unit: SourceUnit) -> None:
        """Learn a unit's fresh texts; they replace what was known of the unit."""
        entry = make_entry(unit, unit.texts)
        self._forget(unit.key)
        if len(entry.texts) > 1:
            self.learn(entry)
        if self._is_name(unit):
            self._glossary.add(record_key(unit.key), entry.texts)

    def learn(self, entry: MemoryEntry) -> None:
        """Learn the texts of a unit of which nothing is known; they are no part of the glossary."""
        self._numbers[entry.key] = len(self._entries)
        self._entries.append(entry)

    def find(  # noqa: PLR0913 (the last two have defaults that suit nearly all)
        self,
        text: str,
        source_locale: str,
        target_locale: str,
        *,
        exclude_key: str = "",
        limit: int = 3,
        cutoff: float = CUTOFF,
    ) -> tuple[Proposal, ...]:
        """Return what the text could be in the target locale: the best score first, then the newest, then by key.

        Every target is proposed once. `exclude_key` is the unit asked about. With a `cutoff` of 1 only exact matches
        are looked for, which is much quicker.
        """
        side = self._side(source_locale)
        found: dict[str, Proposal] = {}
        for is_near in (False, True):
            if is_near and (len(found) >= limit or cutoff >= 1):
                break
            proposals = [
                _proposal(self._entries[number], source_locale, target_locale, score)
                for number, score in (side.near(text, cutoff) if is_near else side.exact(text))
                if self._has_pair(number, source_locale, target_locale, exclude_key)
            ]
            proposals.sort(key=lambda proposal: proposal.key)
            proposals.sort(key=lambda proposal: (proposal.score, proposal.when), reverse=True)
            for proposal in proposals:
                found.setdefault(proposal.target, proposal)
        return tuple(found.values())[:limit]

    def glossary(
        self,
        text: str,
        source_locale: str,
        target_locale: str,
        *,
        exclude_key: str = "",
        linked: Collection[str] = (),
    ) -> tuple[Term, ...]:
        """Return the names of records that the text mentions, with what they are in the target locale.

        `exclude_key` is the unit asked about: the name of its own record is left out. `linked`: keys of records that
        the text's own record refers to; see `l10n.glossary.Glossary.find`.
        """
        own = record_key(exclude_key)
        terms = self._glossary.find(text, source_locale, target_locale, linked=linked)
        return tuple(term for term in terms if term.key != own)

    def _forget(self, key: UnitKey) -> None:
        number = self._numbers.pop(key, None)
        if number is not None:
            self._entries[number] = MemoryEntry(key, {}, {})

    def _is_name(self, unit: SourceUnit) -> bool:
        """Tell whether a unit is what its record is called by, and that is a name, which texts repeat."""
        if unit.field.kind is not FieldKind.NAME or unit_path(unit.key) != unit.field.name:
            return False
        label = self._schema.types[unit.key.partition("/")[0]].label_field
        return label is not None and label.name == unit.field.name

    def _side(self, locale: str) -> _Side:
        side = self._sides.setdefault(locale, _Side(locale))
        side.extend(self._entries)
        return side

    def _has_pair(self, number: int, source_locale: str, target_locale: str, exclude_key: str) -> bool:
        """Tell whether an entry is still known, has both locales, and is not the unit to be left out."""
        entry = self._entries[number]
        return entry.key != exclude_key and source_locale in entry.texts and target_locale in entry.texts


class _Side:
    """The texts in one locale, which every pair with it is looked up by."""

    def __init__(self, locale: str) -> None:
        self._locale = locale
        self._size = 0
        self._by_text: dict[str, list[int]] = {}
        self._index = SourceIndex()
        self._last: tuple[str, float, int, tuple[Match, ...]] = ("", 0, 0, ())

    def extend(self, entries: list[MemoryEntry]) -> None:
        """Take in the entries that came since the last time."""
        for number in range(self._size, len(entries)):
            text = entries[number].texts.get(self._locale)
            if text is None:
                continue
            numbers = self._by_text.get(text)
            if numbers is None:
                self._by_text[text] = [number]
                self._index.add(text)
            else:
                numbers.append(number)
        self._size = len(entries)

    def exact(self, text: str) -> Iterator[tuple[int, float]]:
        """Yield (entry, 1) of the entries with just this text."""
        return ((number, 1.0) for number in self._by_text.get(text, ()))

    def near(self, text: str, cutoff: float) -> Iterator[tuple[int, float]]:
        """Yield (entry, score) of the entries with this text or one like it."""
        for match in self._matches(text, cutoff):
            numbers = self._by_text[self._index.text(match.position)]
            yield from ((number, match.score) for number in numbers)

    def _matches(self, text: str, cutoff: float) -> tuple[Match, ...]:
        """Return the matches of a text; it is usually asked for once for each target locale in turn."""
        if self._last[:3] != (text, cutoff, self._size):
            self._last = (text, cutoff, self._size, self._index.nearest(text, cutoff, None))
        return self._last[3]


def make_entry(unit: SourceUnit, locales: Iterable[str]) -> MemoryEntry:
    """Return those of a unit's texts in some locales that are fresh."""
    fresh = (
        [] if unit.is_free else [code for code in locales if code in unit.texts and unit.cell(Locale(code)) in FRESH]
    )
    days = {code: unit.state[code].split(" ", 4)[3] for code in fresh if code in unit.state}
    return MemoryEntry(unit.key, {code: unit.texts[code] for code in fresh}, days)


def _proposal(entry: MemoryEntry, source_locale: str, target_locale: str, score: float) -> Proposal:
    return Proposal(
        target=entry.texts[target_locale],
        source=entry.texts[source_locale],
        score=score,
        key=entry.key,
        when=entry.day(source_locale, target_locale),
    )
