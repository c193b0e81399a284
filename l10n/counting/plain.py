"""Plain records: those that are counted at a look, by a reader in C where it was compiled.

A record is plain that has nothing but `id`, `type`, `source`, its fields, `state` and `declared`, all of them what they
should be and each once, and no escape; in which no text is blank, every paragraph and item has an id, and no locale has
paragraphs of its own alone; and whose states were all made from the unit's own source and have no mark, but `same` of a
text that is equal to it. Of such a unit nothing counts in a locale but the source locale and which `Case` it is: of
each `SourceUnit.cell` decides once, as everywhere. All other records the reader hands over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import cache

from l10n.counting.sound import SoundValues
from l10n.locales import Locale
from l10n.model import State, UnitKey
from l10n.record_json import MAX_TEXT
from l10n.records import SourceUnit
from l10n.schema import Field, FieldKind, RecordType, Schema
from l10n.tally import DONE, MEASURES, STATES, STATUSES, TO_DO, Tally, TallyMaker, status_number
from l10n.text import count_words, digest, word_class

try:
    from l10n.counting import _plain
except ImportError:  # there was no compiler when l10n was installed
    HAS_READER = False
else:
    HAS_READER = True

_KEYS = ("id", "type", "source", "declared", "state")
_CHARACTERS = 0x3000
"""Words of characters from here on are counted by Python."""
AddOdd = Callable[[bytes, int], None]
"""Takes a line that is not a plain record, and its number, from 1."""


class PlainCounter:
    """Counts the plain records of one type; without a reader, none."""

    def __init__(self, type_: RecordType, schema: Schema) -> None:
        self._name, self._locales = type_.name, schema.locales
        self._lists = [field for field in type_.fields if field.kind is FieldKind.LIST]
        siblings = [("", type_.fields), *((f"{field.name}/", field.fields) for field in self._lists)]
        self._fields = {
            f"{type_.name}/{inside}{field.name}": field
            for inside, fields in siblings
            for field in fields
            if field.is_translatable
        }
        self._values = SoundValues(
            [(field, fields) for _, fields in siblings for field in fields if _kind(field) is _Kind.VALUE], schema
        )
        self._reader = self._make_reader(type_) if HAS_READER else None

    def _make_reader(self, type_: RecordType) -> _plain.Reader | None:
        names, kinds = _names_and_kinds(type_.fields)
        lists = tuple(_names_and_kinds(field.fields) for field in self._lists)
        if not 0 < len(self._fields) <= _plain.MAX_FIELDS or len(self._locales) > _plain.MAX_LOCALES:
            return None
        if len(lists) > _plain.MAX_LISTS or any(
            len(names) > _plain.MAX_FIELDS for names, _ in ((names, kinds), *lists)
        ):
            return None
        return _plain.Reader(
            type=self._name,
            keys=(*_KEYS, *names),
            kinds=kinds,
            lists=lists,
            locales=self._locales,
            flags=bytes((state in DONE) | (state in TO_DO) << 1 for state in STATES),
            statuses=bytes(status_number(bool(flags & 1), bool(flags & 2), bool(flags & 4)) for flags in range(8)),
            status_count=len(STATUSES),
            classes=_character_classes(),
            longest=MAX_TEXT,
            find_states=self._find_states,
            count_words=count_words,
            is_sound=self._values.has,
        )

    def add(self, data: bytes, record_id: str) -> bool:
        """Count a record if it is plain and has this id; tell whether it was."""
        return self._reader is not None and self._reader.read_record(data, record_id)

    def add_lines(self, data: bytes, add_odd: AddOdd) -> int:
        """Count the plain records of some lines, hand the others over, in order; return how many lines there are."""
        if self._reader is not None:
            return self._reader.read_lines(data, add_odd)
        lines = data.removesuffix(b"\n").split(b"\n")
        for number, line in enumerate(lines, 1):
            add_odd(line, number)
        return len(lines)

    def flush(self, maker: TallyMaker) -> None:
        """Put the records that were counted since the last time on the roll."""
        if self._reader is not None:
            maker.add_roll(*self._reader.take_roll())

    def take(self) -> Tally | None:
        """Return what was counted since the last time; None where that is nothing."""
        if self._reader is None:
            return None
        records, sums = self._reader.take_sums()
        if not records:
            return None
        numbers, size = memoryview(sums).cast("q").tolist(), len(self._locales)
        cells, statuses = size * len(STATES) * len(MEASURES), size * len(STATUSES)

        def split(start: int, length: int) -> dict[str, list[int]]:
            return {path: numbers[start + n * length :][:length] for n, path in enumerate(self._fields)}

        by_field = len(self._fields) * cells
        by_type = by_field + len(self._fields) * statuses
        return Tally(
            records={self._name: records},
            units=split(0, cells),
            by_field=split(by_field, statuses),
            by_type={self._name: numbers[by_type:]},
        )

    def _find_states(self, field: int, source: int) -> bytes:
        """Return, of each locale, the numbers of the states of a unit in each case."""
        chosen, own = [*self._fields.values()][field], self._locales[source]
        return bytes(STATES.index(_decide(chosen, own, locale, case)) for locale in self._locales for case in Case)


class _Kind(IntEnum):
    """What a field holds, as the reader has it."""

    LINE = 0
    PARAGRAPHS = 1
    VALUE = 2
    LIST = 3


def _kind(field: Field) -> _Kind:
    if field.kind is FieldKind.TEXT:
        return _Kind.PARAGRAPHS
    if field.kind is FieldKind.LIST:
        return _Kind.LIST
    return _Kind.LINE if field.is_translatable else _Kind.VALUE


def _names_and_kinds(fields: Sequence[Field]) -> tuple[tuple[str, ...], bytes]:
    return tuple(field.name for field in fields), bytes(map(_kind, fields))


class Case(IntEnum):
    """What a locale has of a unit, as the reader has it."""

    LACKING = 0
    HELD = 1
    STALE = 2
    EQUAL = 3
    """A text that is the source's."""
    SAME = 4
    """Such a text, and a state that says so."""


def _decide(field: Field, source: Locale, locale: Locale, case: Case) -> State:
    """Let `cell` decide of a plain unit."""
    texts: dict[str, str] = {source: "a source"}
    state: dict[str, str] = {}
    if case is not Case.LACKING and locale != source:
        text = texts[locale] = "a source" if case in {Case.EQUAL, Case.SAME} else "a translation"
        mark = " same" if case is Case.SAME else ""
        if case in {Case.STALE, Case.SAME}:
            state[locale] = f"{source}@{'0' * 12} {digest(text)} human 2000-01-01{mark}"
    return SourceUnit(
        key=UnitKey(""), field=field, source_locale=source, texts=texts, wanted=field.wanted, state=state
    ).cell(locale)


@cache
def _character_classes() -> bytes:
    """Return what each character is for counting words, as the reader has it."""
    return bytes(map(word_class, map(chr, range(_CHARACTERS))))
