"""Plain records: those that are counted at a look, by a reader in C where it was compiled.

A record is plain that has nothing but `id`, `type`, `source`, lines and names in the collection's locales, their states
and `declared`, each once and without an escape; of which every field has a text in the source locale, none is blank and
no translation equal to its source; and whose states were all made from the source as it is now or, with no mark, from
an earlier one. Of such a unit nothing counts in a locale but the source locale and whether it has a text there that is
fresh or stale: `SourceUnit.cell` decides of each case once, as everywhere. All other records the reader hands over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from l10n.locales import Locale
from l10n.model import State, UnitKey
from l10n.record_json import MAX_TEXT
from l10n.records import SourceUnit
from l10n.schema import Field, FieldKind, RecordType, Schema
from l10n.tally import DONE, MEASURES, STATES, STATUSES, TO_DO, Tally, TallyMaker, iter_field_paths, status_number
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
_ABSENT = status_number(False, False, False)  # noqa: FBT003 (see there)
"""What a record is for a field of which it has nothing."""
AddOdd = Callable[[bytes, int], None]
"""Takes a line that is not a plain record, and its number, from 1."""


class PlainCounter:
    """Counts the plain records of one type; without a reader, none."""

    def __init__(self, type_: RecordType, schema: Schema) -> None:
        self._name, self._locales = type_.name, schema.locales
        self._fields = [field for field in type_.fields if field.kind in {FieldKind.LINE, FieldKind.NAME}]
        self._paths = [path for path in iter_field_paths(schema) if path.startswith(f"{self._name}/")]
        self._reader = self._make_reader() if HAS_READER else None

    def _make_reader(self) -> _plain.Reader | None:
        if not 0 < len(self._fields) <= _plain.MAX_FIELDS or len(self._locales) > _plain.MAX_LOCALES:
            return None
        return _plain.Reader(
            type=self._name,
            keys=(*_KEYS, *(field.name for field in self._fields)),
            locales=self._locales,
            flags=bytes((state in DONE) | (state in TO_DO) << 1 for state in STATES),
            statuses=bytes(status_number(bool(flags & 1), bool(flags & 2), bool(flags & 4)) for flags in range(8)),
            status_count=len(STATUSES),
            classes=_character_classes(),
            longest=MAX_TEXT,
            find_states=self._find_states,
            count_words=count_words,
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
        paths = [f"{self._name}/{field.name}" for field in self._fields]
        cells, statuses = size * len(STATES) * len(MEASURES), size * len(STATUSES)

        def split(start: int, length: int) -> Iterator[list[int]]:
            return (numbers[place : place + length] for place in range(start, start + len(paths) * length, length))

        by_field = len(paths) * cells
        by_type = by_field + len(paths) * statuses
        absent = [records * (status == _ABSENT) for status in range(len(STATUSES))] * size
        return Tally(
            records={self._name: records},
            units=dict(zip(paths, split(0, cells), strict=True)),
            by_field=dict.fromkeys(self._paths, absent) | dict(zip(paths, split(by_field, statuses), strict=True)),
            by_type={self._name: numbers[by_type:]},
        )

    def _find_states(self, field: int, source: int) -> bytes:
        """Return the numbers of the states of a unit with, in each locale, no text, a fresh one, and a stale one."""
        return bytes(
            STATES.index(
                _decide(self._fields[field], self._locales[source], locale, is_held=is_held, is_stale=is_stale)
            )
            for locale in self._locales
            for is_held, is_stale in ((False, False), (True, False), (True, True))
        )


def _decide(field: Field, source: Locale, locale: Locale, *, is_held: bool, is_stale: bool) -> State:
    """Let `cell` decide of a plain unit."""
    texts: dict[str, str] = {source: "its source"}
    if is_held and locale != source:
        texts[locale] = "a translation"
    state = f"{source}@{'0' * 12} {digest('a translation')} human 2000-01-01"
    return SourceUnit(
        key=UnitKey(""),
        field=field,
        source_locale=source,
        texts=texts,
        wanted=field.wanted,
        state={locale: state} if is_stale else {},
    ).cell(locale)


@cache
def _character_classes() -> bytes:
    """Return what each character is for counting words, as the reader has it."""
    return bytes(map(word_class, map(chr, range(_CHARACTERS))))
