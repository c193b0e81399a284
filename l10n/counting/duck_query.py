"""The query that reads the lines of plain records: what DuckDB has to find out of each of them, as SQL.

Of a field's texts there are masks, with one bit for each of the collection's locales. Of a record of which anything is
out of the ordinary the answer is that it is not plain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from l10n.locales import Locale
from l10n.record_json import MAX_TEXT
from l10n.schema import RESERVED, FieldKind, RecordType, Schema

MAX_LOCALES = 18
"""Two bits for each locale, and a length, fit into 61."""
TABLE = "counted"
_SOURCE = 5
"""The bits of a locale's number, below masks."""
_LENGTH = 24
"""The bits of a length in bytes, below masks."""
_ODD = 1 << 61
"""Added to a mask for a text that may be white space alone, or JSON that stands where a text should."""
_EVEN = (("!", "["), ("¡", "\u1680"), ("\\", "{"), ("\u1681", "\u2000"), ("\u2060", "\u3000"), ("\u3001", "\U0010ffff"))
"""Where (from, and up to) all other texts are in the order of code points."""
_ROWS = "rowid >= $1 AND rowid < $2"
_DIGEST = 12
_STATE = "@[0-9a-f]{12} [0-9a-f]{12} (human|import|memory|machine:[^ ]+) [0-9]{4}-[0-9]{2}-[0-9]{2}"
"""A state without a mark, behind its locale."""
_REST = (29, 30)
"""So many characters follow in a state on the source's digest where a person, an import or the memory made it and there
is no mark: with a mark, or where a machine made it, they are more."""
_LETTERS = "0-9A-Za-zÀ-ÖØ-öø-ɏЀ-ҁҊ-ӿ"
_WORD = rf"[(\[«„“]*[{_LETTERS}]+(?:['’-][{_LETTERS}]+)*[\])»”“,.;:!?…]*"
SIMPLE = f"{_WORD}(?: {_WORD})*"
"""A text that has as many words as it has spaces, and one."""
_QUOTES = 2
_KEY = 4
"""The bytes that a key takes beside itself: two quotes, a colon, and a comma, which one in each object has not."""


class Columns(Struct, frozen=True, kw_only=True):
    """The lines and names of a type, and what else its records may have."""

    type: str
    locales: tuple[Locale, ...]
    fields: tuple[str, ...]
    others: tuple[str, ...]
    """A record that has one of these keys is not plain."""

    def keys(self, number: int) -> tuple[str, ...]:
        """Return what is known of a field: the names of the table's columns."""
        return tuple(f"{name}{number}" for name in ("code", "words", "characters", "text"))


def find_columns(type_: RecordType, schema: Schema) -> Columns | None:
    """Return what the query is about; None where it cannot be asked."""
    fields = tuple(field.name for field in type_.fields if field.kind in {FieldKind.LINE, FieldKind.NAME})
    if not fields or len(schema.locales) > MAX_LOCALES:
        return None
    known = {"id", "type", "source", "declared", "state", *fields}
    others = [name for name in (*RESERVED, *(field.name for field in type_.fields)) if name not in known]
    return Columns(type=type_.name, locales=schema.locales, fields=fields, others=tuple(others))


def format_reading(columns: Columns, path: str) -> str:
    """Return the statement that makes the table of what is known of each line of a file, in order.

    Its columns: `id`; `is_plain`; `declared`, a mask; `size` and `strings`, the bytes and the texts and keys that the
    line has if nothing in it was overlooked; and of each field those that `Columns.keys` names: `code` is for
    `split_code`, and `text` set where its words must be counted another way.
    """
    fields = range(len(columns.fields))
    return f"""
CREATE OR REPLACE TEMP TABLE {TABLE} AS
WITH read AS (SELECT * FROM read_json({_text(path)}, format='newline_delimited', columns={_types(columns)})),
sourced AS (SELECT *, {_case("source", dict(zip(columns.locales, map(str, range(99)), strict=False)))} AS own,
  {", ".join(f"{_source(columns, n)} AS source{n}" for n in fields)} FROM read),
dated AS (SELECT *, {", ".join(f"{_made_of(n)} AS made{n}" for n in fields)} FROM sourced),
seen AS (SELECT *, {", ".join(_sights(columns, n) for n in fields)} FROM dated),
judged AS (SELECT *, {" | ".join(_entries(columns, n) for n in fields)} AS stated,
  {", ".join(f"{_stale(columns, n)} AS stale{n}, {_is_simple(n)} AS simple{n}" for n in fields)} FROM seen)
SELECT id, COALESCE({_is_plain(columns)}, false) AS is_plain, {_declared(columns)} AS declared,
  {_size(columns)} AS size, {_strings(columns)} AS strings,
  {", ".join(_answers(columns, n) for n in fields)}
FROM judged"""  # noqa: S608 (all names are quoted)


def format_sums(columns: Columns) -> str:
    """Return the query for what is the same for several of the records from a row up to another, which it is given.

    Its columns: the field's number, code, declared, how many there are, their words and characters, and those texts
    whose words are not in the sum.
    """
    queries = []
    for number in range(len(columns.fields)):
        code, words, characters, text = columns.keys(number)
        numbers = f"count(*), COALESCE(sum({words}), 0)::BIGINT, sum({characters})::BIGINT"
        texts = f"list({text}) FILTER ({text} IS NOT NULL)"
        alike = f"FROM {TABLE} WHERE {_ROWS} AND is_plain AND {code} IS NOT NULL GROUP BY {code}, declared"
        queries.append(f"SELECT {number}, {code}, declared, {numbers}, {texts} {alike}")
    return " UNION ALL ".join(queries)


def format_rows(columns: Columns) -> str:
    """Return the query for the id, whether it is plain, where it is declared, and the codes of each of some records."""
    codes = ", ".join(columns.keys(number)[0] for number in range(len(columns.fields)))
    return f"SELECT id, is_plain, declared, {codes} FROM {TABLE} WHERE {_ROWS} ORDER BY rowid"  # noqa: S608


def format_whole() -> str:
    """Return the query for the bytes and the strings of those of some records that are plain."""
    return f"SELECT COALESCE(sum(size), 0), COALESCE(sum(strings), 0) FROM {TABLE} WHERE {_ROWS} AND is_plain"  # noqa: S608


def split_code(code: int, locales: Sequence[Locale]) -> tuple[Locale, tuple[Locale, ...], tuple[Locale, ...]]:
    """Return a unit's source locale, the locales that hold a text, and those of them whose text is stale.

    >>> split_code(1 | 0b111 << 5 | 0b100 << 8, (Locale("en"), Locale("lv"), Locale("ru")))
    ('lv', ('en', 'lv', 'ru'), ('ru',))
    """
    held, stale = code >> _SOURCE, code >> (_SOURCE + len(locales))
    return locales[code & ((1 << _SOURCE) - 1)], chosen(held, locales), chosen(stale, locales)


def chosen(mask: int, locales: Sequence[Locale]) -> tuple[Locale, ...]:
    """Return the locales that a mask stands for."""
    return tuple(locale for number, locale in enumerate(locales) if mask >> number & 1)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'


def _case(what: str, values: Mapping[Locale, str]) -> str:
    return f"CASE {what} " + " ".join(f"WHEN {_text(name)} THEN {value}" for name, value in values.items()) + " END"


def _types(columns: Columns) -> str:
    texts = f"STRUCT({', '.join(f'{_name(code)} VARCHAR' for code in columns.locales)})"
    units = f"STRUCT({', '.join(f'{_name(name)} VARCHAR' for name in columns.fields)})"
    states = f"STRUCT({', '.join(f'{_name(code)} {units}' for code in columns.locales)})"
    types = dict.fromkeys(("id", "type", "source"), "VARCHAR") | dict.fromkeys(columns.fields, texts)
    types |= {"declared": "VARCHAR", "state": states} | dict.fromkeys(columns.others, "VARCHAR")
    return "{" + ", ".join(f"{_text(name)}: {_text(kind)}" for name, kind in types.items()) + "}"


def _cells(columns: Columns, number: int) -> list[str]:
    """Return a field's texts."""
    return [f"{_name(columns.fields[number])}.{_name(code)}" for code in columns.locales]


def _states(columns: Columns, number: int) -> list[str]:
    return [f"state.{_name(code)}.{_name(columns.fields[number])}" for code in columns.locales]


def _source(columns: Columns, number: int) -> str:
    return _case("source", dict(zip(columns.locales, _cells(columns, number), strict=True)))


def _made_of(number: int) -> str:
    """Return how the state of a translation begins that was made from the source as it is now."""
    return f"concat(source, '@', left(sha256(source{number}), {_DIGEST}), ' ')"


def _sights(columns: Columns, number: int) -> str:
    return (
        f"{_held(columns, number)} AS seen{number}, {_equal(columns, number)} AS equal{number}, "
        f"{_known(columns, number)} AS known{number}"
    )


def _held(columns: Columns, number: int) -> str:
    """Return where a field has a text: the bytes of texts and keys, and a mask."""
    parts = []
    for place, (cell, code) in enumerate(zip(_cells(columns, number), columns.locales, strict=True)):
        even = " OR ".join(f"({cell} >= {_text(low)} AND {cell} < {_text(high)})" for low, high in _EVEN)
        whole = (1 << place << _LENGTH) + len(code) + _KEY + _QUOTES
        parts.append(f"CASE WHEN {cell} IS NULL THEN 0 WHEN {even} THEN strlen({cell}) + {whole} ELSE {_ODD} END")
    return " + ".join(parts)


def _equal(columns: Columns, number: int) -> str:
    return " + ".join(
        f"CASE WHEN {cell} = source{number} THEN {1 << place} ELSE 0 END"
        for place, cell in enumerate(_cells(columns, number))
    )


def _known(columns: Columns, number: int) -> str:
    """Return where a field has a state: the bytes of states and keys, a mask, and a mask of those in doubt."""
    low, high = _REST
    made, parts = f"made{number}", []
    for place, state in enumerate(_states(columns, number)):
        whole = (1 << place << _LENGTH) + len(columns.fields[number]) + _KEY + _QUOTES
        doubt = whole + (1 << place << (_LENGTH + len(columns.locales)))
        fresh = f"starts_with({state}, {made}) AND strlen({state}) - strlen({made}) BETWEEN {low} AND {high}"
        more = f"CASE WHEN {fresh} THEN {whole} ELSE {doubt} END"
        parts.append(f"CASE WHEN {state} IS NULL THEN 0 ELSE strlen({state}) + {more} END")
    return " + ".join(parts)


def _mask(name: str) -> str:
    return f"({name} >> {_LENGTH})"


def _length(name: str) -> str:
    return f"({name} & {(1 << _LENGTH) - 1})"


def _entries(columns: Columns, number: int) -> str:
    """Return the mask of a field's states, without that of those in doubt."""
    return f"({_mask(f'known{number}')} & {(1 << len(columns.locales)) - 1})"


def _stale(columns: Columns, number: int) -> str:
    """Return where texts are stale; NULL where that takes more than a look at source and translation."""
    cases = []
    doubts = _LENGTH + len(columns.locales)
    for place, (cell, state) in enumerate(zip(_cells(columns, number), _states(columns, number), strict=True)):
        target = f"substr({state}, strlen(source) + {_DIGEST + 3}, {_DIGEST}) = left(sha256({cell}), {_DIGEST})"
        cases.append(
            f"CASE WHEN known{number} >> {doubts + place} & 1 = 0 THEN 0 "
            f"WHEN NOT starts_with({state}, source || '@') "
            f"OR NOT regexp_full_match(substr({state}, strlen(source) + 1), '{_STATE}') THEN NULL "
            f"WHEN {cell} IS NULL OR starts_with({state}, made{number}) THEN 0 WHEN {target} THEN {1 << place} END"
        )
    return f"CASE WHEN known{number} >> {doubts} = 0 THEN 0 ELSE {' + '.join(cases)} END"


def _size(columns: Columns) -> str:
    """Return how many bytes a line has that holds these values and nothing else, its end included.

    An object without anything in it is one that was overlooked.
    """
    names = ("id", "type", "source")
    parts = [f"{1 + 2 - 1 + sum(len(name) + _KEY + _QUOTES for name in names)}", *(f"strlen({name})" for name in names)]
    for number, name in enumerate(columns.fields):
        seen = f"seen{number}"
        parts.append(f"CASE WHEN {seen} = 0 THEN 0 ELSE {_length(seen)} + {len(name) + _KEY + 2 - 1} END")
    parts.append(f"CASE WHEN declared IS NULL THEN 0 ELSE {len('declared') + _KEY} + strlen(declared) END")
    entries = " + ".join(_length(f"known{number}") for number in range(len(columns.fields)))
    lengths = sorted({len(code) for code in columns.locales})
    masks = {length: sum(1 << n for n, code in enumerate(columns.locales) if len(code) == length) for length in lengths}
    keys = [f"bit_count(stated & {mask}) * {length + _KEY + 2 - 1}" for length, mask in masks.items()]
    state = f"{len('state') + _KEY + 2 - 1} + {entries} + {' + '.join(keys)}"
    parts.append(f"CASE WHEN stated = 0 THEN 0 ELSE {state} END")
    return " + ".join(parts)


def _strings(columns: Columns) -> str:
    """Return how many texts and keys a line has that holds these values and nothing else."""
    quotes = "strlen(declared) - strlen(replace(declared, '\"', ''))"
    parts = ["6", f"CASE WHEN declared IS NULL THEN 0 ELSE 1 + ({quotes}) // 2 END"]
    for number in range(len(columns.fields)):
        seen = f"seen{number}"
        parts.append(f"CASE WHEN {seen} = 0 THEN 0 ELSE 1 + 2 * bit_count({_mask(seen)}) END")
        parts.append(f"2 * bit_count({_entries(columns, number)})")
    parts.append("CASE WHEN stated = 0 THEN 0 ELSE 1 + bit_count(stated) END")
    return " + ".join(parts)


def _is_plain(columns: Columns) -> str:
    """Return what a record must be to be counted from these answers alone; see `quick.is_plain`."""
    parts = [f"type = {_text(columns.type)}", "own IS NOT NULL"]
    parts += [f"{_name(name)} IS NULL" for name in columns.others]
    code = f'"({"|".join(columns.locales)})"'
    declared = rf"\[({code}(,{code})*)?\]"
    parts.append(f"(declared IS NULL OR regexp_full_match(declared, {_text(declared)}))")
    for number in range(len(columns.fields)):
        sound = f"equal{number} = 1 << own AND seen{number} < {_ODD} AND stale{number} IS NOT NULL"
        sound += f" AND {_length(f'seen{number}')} + {_length(f'known{number}')} < {MAX_TEXT // len(columns.fields)}"
        parts.append(f"CASE WHEN seen{number} = 0 THEN known{number} = 0 ELSE {sound} END")
    return " AND ".join(parts)


def _declared(columns: Columns) -> str:
    """Return the mask of the locales in a list of them, as JSON text."""
    parts = (
        f"""CASE WHEN contains(declared, '"{code}"') THEN {1 << n} ELSE 0 END"""
        for n, code in enumerate(columns.locales)
    )
    return f"CASE WHEN declared IS NULL THEN 0 ELSE {' + '.join(parts)} END"


def _is_simple(number: int) -> str:
    return f"regexp_full_match(source{number}, {_text(SIMPLE)})"


def _answers(columns: Columns, number: int) -> str:
    source, locales = f"source{number}", len(columns.locales)
    code = f"own | ({_mask(f'seen{number}')} << {_SOURCE}) | (stale{number} << {_SOURCE + locales})"
    code = f"CASE WHEN seen{number} > 0 THEN {code} END"
    words = f"CASE WHEN simple{number} THEN len(string_split({source}, ' ')) END"
    text = f"CASE WHEN NOT simple{number} THEN {source} END"
    values = (code, words, f"length({source})", text)
    return ", ".join(f"{value} AS {key}" for value, key in zip(values, columns.keys(number), strict=True))
