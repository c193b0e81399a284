"""Quick records: a record's JSON counted without making a Record of it, where nothing about it is out of the ordinary.

What a unit is in a locale is decided by `SourceUnit.cell` here as everywhere: once for all units of which the same is
known, and remembered. Whatever is not plain goes the usual way, so that it gives the usual numbers or the usual error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from l10n.counting.plain import PlainCounter
from l10n.counting.sound import UNREADABLE, decode_json
from l10n.errors import L10nError
from l10n.locales import Locale
from l10n.model import PROVENANCE, UnitKey
from l10n.record_json import MAX_TEXT, find_record, parse_record
from l10n.records import RECORD_ID, SourceUnit
from l10n.schema import Field, FieldKind, RecordType, Schema
from l10n.tally import Bucket, Roll, Row, Tally, TallyMaker, make_row

_State = Mapping[str, Mapping[str, str]]
_Texts = dict[str, str]
_is_space = str.isspace
MAX_KNOWN = 50_000
"""How many sets of facts are remembered."""


class QuickCounter:
    """Counts records from their JSON; what it learnt from one part of a collection serves for the next."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._known: dict[tuple[object, ...], Row] = {}
        self._types = {name: _QuickType(type_, schema, self.find_row) for name, type_ in schema.types.items()}
        self._plain = {name: PlainCounter(type_, schema) for name, type_ in schema.types.items()}
        self._latest: PlainCounter | None = None
        """What the latest records went to: they are not on the roll yet."""
        self._maker = TallyMaker(schema, keeps_roll=True)

    def take(self) -> tuple[Tally, Roll]:
        """Return what was counted since the last time."""
        self._flush()
        for plain in self._plain.values():
            if tally := plain.take():
                self._maker.add_tally(tally)
        taken = self._maker.tally(), self._maker.roll()
        self._maker = TallyMaker(self._schema, keeps_roll=True)
        for type_ in self._types.values():
            type_.forget()
        return taken

    def add(self, data: bytes, key: str, path: str, line: int = 1) -> None:
        """Count a record; `key` is what its place says it is: `type/id`, or in JSONL `type/`.

        Raises ParseError or SeveralErrors as `parse_record` does, about `line` of `path`.
        """
        type_name, _, record_id = key.partition("/")
        if not self._choose(type_name).add(data, record_id):
            self._add_odd(data, key, path, line)

    def add_lines(self, data: bytes, type_name: str, path: str) -> tuple[int, list[L10nError]]:
        """Count the records of some lines; return how many lines there are, and what is wrong with them."""
        errors: list[L10nError] = []

        def add_odd(line: bytes, number: int) -> None:
            if line and not line.isspace():
                try:
                    self._add_odd(line, f"{type_name}/", path, number)
                except L10nError as error:
                    errors.extend(error.all)

        return self._choose(type_name).add_lines(data, add_odd), errors

    def _choose(self, type_name: str) -> PlainCounter:
        """Return what counts the plain records of a type."""
        plain = self._plain[type_name]
        if plain is not self._latest:
            self._flush()
            self._latest = plain
        return plain

    def _flush(self) -> None:
        """Put all that was counted on the roll, so that it keeps the order of the files."""
        if self._latest:
            self._latest.flush(self._maker)

    def _add_odd(self, data: bytes, key: str, path: str, line: int) -> None:
        self._flush()
        type_name, _, record_id = key.partition("/")
        if not self._types[type_name].add(data, record_id, self._maker) and not self._add_decoded(data, key):
            self._maker.add(parse_record(data, self._schema, path, line=line, key=key))

    def _add_decoded(self, data: bytes, key: str) -> bool:
        """Count a record with all its units, each decided as quickly as can be; tell whether it was sound."""
        try:
            value = decode_json(data)
        except ValueError:
            return False
        record = find_record(value, self._schema, key)
        if record is not None:
            self._maker.add_units(record, self._decide)
        return record is not None

    def _decide(self, unit: SourceUnit) -> Row:
        """Return what a unit is in every locale; see `is_plain` for why it may be remembered."""
        if unit.is_free or unit.others or not is_plain(unit.texts.values(), unit.source):
            return make_row(tuple(map(unit.cell, self._schema.locales)))
        return self.find_row(
            unit, tuple(locale for locale in unit.texts if locale in unit.state and not unit.is_fresh(locale))
        )

    def find_row(self, unit: SourceUnit, stale: tuple[str, ...]) -> Row:
        """Return what a plain unit with these stale texts is in every locale."""
        facts = (unit.source_locale, unit.wanted, stale, *unit.texts)
        row = self._known.get(facts)
        if row is None:
            if len(self._known) >= MAX_KNOWN:
                self._known.clear()
            row = self._known[facts] = make_row(tuple(map(unit.cell, self._schema.locales)))
        return row


def is_plain(texts: Any, source: str) -> bool:  # noqa: ANN401 (a collection; of a dictionary's values, which have no type)
    """Tell whether every text has something in it and none but the source is equal to the source.

    Where that is so, and no merge left other versions, nothing counts for a unit's cells but its source locale, the
    locales in which it is wanted, those that hold a text, and which of these texts are stale.

    >>> is_plain(["Riga", "Рига"], "Riga"), is_plain(["Riga", "Riga"], "Riga"), is_plain(["Riga", " "], "Riga")
    (True, False, False)
    """
    return all(texts) and list(texts).count(source) == 1 and not any(map(str.isspace, texts))


class _QuickField(NamedTuple):
    """A field of lines, and the buckets of its units that are fresh in every locale that has them."""

    field: Field
    name: str
    path: str
    buckets: dict[tuple[object, ...], Bucket]


class _Reading(NamedTuple):
    """What was read of a record's units."""

    strings: int
    """The texts and keys of their JSON, those of their states left out."""
    entries: int
    """Their states."""
    fresh: list[tuple[Bucket, str]]
    """Units that are fresh everywhere: where each is to be put, and its source text."""
    stale: list[tuple[str, Row, str]]
    """Others: the field, what the unit is, and its source text."""


class _QuickType:
    """Counts records of one type that have nothing but lines and names, their states and where they are declared."""

    def __init__(
        self, type_: RecordType, schema: Schema, find_row: Callable[[SourceUnit, tuple[str, ...]], Row]
    ) -> None:
        self._name, self._find_row = type_.name, find_row
        self._locales = frozenset(schema.locales)
        fields = [field for field in type_.fields if field.kind in {FieldKind.LINE, FieldKind.NAME}]
        self._fields = [_QuickField(field, field.name, f"{type_.name}/{field.name}", {}) for field in fields]
        self._decode = msgspec.json.Decoder(_quick_struct(fields)).decode

    def forget(self) -> None:
        """Begin with empty buckets."""
        for field in self._fields:
            field.buckets.clear()

    def add(self, data: bytes, record_id: str, maker: TallyMaker) -> bool:
        """Count a record if it is one of these; tell whether it was."""
        if len(data) > MAX_TEXT or b"\\" in data:  # no escapes: no character that a text may not have
            return False
        try:
            found_id, type_name, source, declared, state, *values = astuple(self._decode(data))
        except UNREADABLE:
            return False
        if type_name != self._name or source not in self._locales or not RECORD_ID.fullmatch(found_id):
            return False
        if (record_id and found_id != record_id) or not self._is_known(declared, state):
            return False
        mask = maker.mask(declared) if declared else 0
        reading = self._read(source, values, state or {}, mask, maker)
        if reading is None or not _has_all(data, declared, state, reading):
            return False
        done, to_do = self._put(reading, mask, maker)
        maker.add_record(type_name, f"{type_name}/{found_id}", (done, to_do, mask))
        return True

    def _is_known(self, declared: Sequence[str] | None, state: _State | None) -> bool:
        """Tell whether these are locales of the collection."""
        return (not declared or self._locales.issuperset(declared)) and (not state or self._locales >= state.keys())

    def _read(  # noqa: C901 (the hottest loop of the house: with a function for each step it takes twice as long)
        self, source: str, values: Sequence[_Texts | None], state: _State, declared: int, maker: TallyMaker
    ) -> _Reading | None:
        """Find out what every unit is; None where one is not plain."""
        strings, entries = 0, 0
        fresh: list[tuple[Bucket, str]] = []
        stale: list[tuple[str, Row, str]] = []
        states = tuple(state.items())
        for field, texts in zip(self._fields, values, strict=True):
            if texts is None:
                continue
            _, name, path, buckets = field
            text = texts.get(source)
            held = list(texts.values())
            if not text or not all(held) or held.count(text) != 1 or any(map(_is_space, held)):  # see `is_plain`
                return None
            strings += 1 + 2 * len(held)
            if states:
                # `SourceUnit.is_fresh` begins alike: made from this very source, and no mark behind the date
                prefix = f"{source}@{sha256(text.encode()).hexdigest()[:12]} "
                doubtful = None
                for locale, found in states:
                    if name in found:
                        known = found[name]
                        entries += 1
                        if not known.startswith(prefix) or not known[-1].isdigit():
                            doubtful = [*(doubtful or ()), locale]
                if doubtful:
                    row = self._look_closer(field.field, source, texts, state, doubtful)
                    if row is None:
                        return None
                    stale.append((path, row, text))
                    continue
            facts = (source, declared, *texts)
            bucket = buckets.get(facts)
            if bucket is None:
                if not self._locales >= texts.keys():
                    return None
                row = self._find_row(_plain_unit(field.field, source, texts, state), ())
                bucket = buckets[facts] = maker.bucket(path, row, declared)
            fresh.append((bucket, text))
        return _Reading(strings, entries, fresh, stale)

    def _look_closer(
        self, field: Field, source: str, texts: _Texts, state: _State, doubtful: Iterable[str]
    ) -> Row | None:
        """Return what a unit is of which these locales may be stale; None where a locale or a state is none."""
        if not self._locales >= texts.keys():
            return None
        for locale in doubtful:
            if not PROVENANCE.fullmatch(state[locale][field.name]):
                return None
        unit = _plain_unit(field, source, texts, state)
        return self._find_row(unit, tuple([code for code in doubtful if code in texts and not unit.is_fresh(code)]))

    @staticmethod
    def _put(reading: _Reading, declared: int, maker: TallyMaker) -> tuple[int, int]:
        """Count what was read; return where any unit is done, and where any is to do."""
        done = to_do = 0
        for (row, _, texts), text in reading.fresh:
            texts.append(text)
            done |= row.done
            to_do |= row.to_do
        for path, row, text in reading.stale:
            maker.add_unit(path, row, text)
            maker.add_field(path, (row.done, row.to_do, declared))
            done, to_do = done | row.done, to_do | row.to_do
        return done, to_do


def _plain_unit(field: Field, source: str, texts: _Texts, state: _State) -> SourceUnit:
    """Return a unit of which nobody needs the key."""
    return SourceUnit(
        key=UnitKey(""),
        field=field,
        source_locale=Locale(source),
        texts=texts,
        wanted=field.wanted,
        state={code: entries[field.name] for code, entries in state.items() if field.name in entries},
    )


def _has_all(data: bytes, declared: Sequence[str] | None, state: _State | None, reading: _Reading) -> bool:
    """Tell whether all that a record's JSON holds was looked at, and no key stood twice."""
    strings = 6 + reading.strings  # id, type and source
    if declared is not None:
        strings += 1 + len(declared)
    if state is not None:
        entries = sum(map(len, state.values()))
        strings += 1 + len(state) + 2 * entries
        if entries != reading.entries:
            texts = (text for found in state.values() for text in found.values())
            return data.count(b'"') == 2 * strings and all(map(PROVENANCE.fullmatch, texts))
    return data.count(b'"') == 2 * strings


def _quick_struct(fields: Sequence[Field]) -> type[Struct]:
    """Return the type of plain records; of a record that has anything else no such value can be made."""
    optional = [("declared", list[str] | None), ("state", dict[str, dict[str, str]] | None)]
    lines = [(f"field_{number}", dict[str, str] | None) for number in range(len(fields))]
    return msgspec.defstruct(
        "QuickRecord",
        [(name, str) for name in ("id", "type", "source")] + [(name, kind, None) for name, kind in [*optional, *lines]],
        rename={f"field_{number}": field.name for number, field in enumerate(fields)},
        forbid_unknown_fields=True,
        gc=False,
    )
