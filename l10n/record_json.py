"""Record files: JSON text to records and back, strict and in one normal form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from l10n.dates import parse_date
from l10n.dates.calendars import Calendar
from l10n.errors import ParseError, Place, SeveralErrors, suggest
from l10n.jsontext import Where, describe, field_path, find_lines, parse_json
from l10n.locales import Locale
from l10n.model import PROVENANCE
from l10n.records import (
    IGNORE,
    PARAGRAPH_ID,
    RECORD_ID,
    Conflicts,
    Record,
    choose_source,
    id_problem,
    iter_units,
    unit_path,
)
from l10n.schema import RESERVED, Field, FieldKind, RecordType, Schema

MAX_TEXT = 1_000_000
"""The longest text a record may hold, in characters, where its field sets no lower limit."""


class RecordText(NamedTuple):
    """One record's JSON text, not yet read, and where it stands."""

    path: str
    """Relative to the collection, with `/`."""
    line: int
    """From 1; of a `.json` file always 1."""
    type: str
    key: str
    """`type/id` as the file's name says; of a JSONL file only `type/`."""
    data: bytes


def parse_record(data: bytes, schema: Schema, path: str = "", *, line: int = 1, key: str = "") -> Record:
    """Return the record that JSON text holds; `key` (`type/id`) is what its place says it is, if anything.

    Raises ParseError, or SeveralErrors with all that is wrong, each with line and field.
    """
    value = parse_json(data, path, line)
    reader = _RecordReader(schema)
    record = reader.read(value, key)
    if not reader.errors:
        assert record is not None  # noqa: S101 (no errors)
        return record
    lines = find_lines(data.decode(), [where for where, _ in reader.errors])
    errors = [
        ParseError(message, Place(path, line + number - 1, field=field_path(where)))
        for number, (where, message) in zip(lines, reader.errors, strict=True)
    ]
    raise errors[0] if len(errors) == 1 else SeveralErrors(errors)


def find_record(value: object, schema: Schema, key: str = "") -> Record | None:
    """Return the record that a JSON value is, or None where anything is wrong with it; `parse_record` says what."""
    reader = _RecordReader(schema)
    record = reader.read(value, key)
    return None if reader.errors else record


def is_sound(field: Field, value: object, siblings: Iterable[Field], schema: Schema) -> bool:
    """Tell whether nothing is wrong with the value of a field that stands among others."""
    reader = _RecordReader(schema)
    reader.check_value(field, value, siblings)
    return not reader.errors


def reparse_record(data: bytes, schema: Schema) -> Record:
    """Return the record of JSON text in which nothing was wrong when it was read before; nobody looks for it again.

    The result is that of `parse_record`. What is seldom in a record goes that way.
    """
    value = msgspec.json.decode(data)
    fields = schema.types[value["type"]].fields
    if "conflicts" in value or not all(_has_ids(field, value.get(field.name)) for field in fields):
        return parse_record(data, schema)
    return Record(
        type=value["type"],
        id=value["id"],
        source=value["source"],
        sources=value.get("sources", {}),
        values={field.name: value[field.name] for field in fields if field.name in value},
        declared=tuple(value.get("declared", ())),
        ignore=tuple(value.get("ignore", ())),
        unchanged=tuple(dict.fromkeys(value.get("unchanged", ()))),
        state={locale: entries for locale, entries in value.get("state", {}).items() if entries},
    )


def _has_ids(field: Field, value: Any) -> bool:  # noqa: ANN401 (a field's sound value)
    """Tell whether each paragraph and each item of a field has its id."""
    if field.kind is FieldKind.TEXT:
        return not value or all(type(body) is dict for body in value.values())
    if field.kind is FieldKind.LIST:
        inner = [sub for sub in field.fields if sub.kind is FieldKind.TEXT]
        items = value or ()
        return all("id" in item and all(_has_ids(sub, item.get(sub.name)) for sub in inner) for item in items)
    return True


def text_problem(field: Field, text: str) -> str:
    """Return why a field cannot hold a text, or an empty text if it can.

    What is refused here could not live in a catalog: gettext has no NUL, compiled catalogs end contexts with EOT, and
    `msgfmt -c` demands that source and target begin and end alike with a line break.
    """
    if "\0" in text or "\x04" in text:
        return f"found {'a NUL' if chr(0) in text else 'an EOT'} character, expected text"
    if len(text) > max(field.max_length, MAX_TEXT):
        return f"found a text of {len(text):,} characters, expected at most {max(field.max_length, MAX_TEXT):,}"
    if field.kind is not FieldKind.TEXT and "\n" in text:
        return f"found a line break in {text[:40]!r}, expected one line"
    if text[:1] == "\n" or text[-1:] == "\n":
        return f"found a line break at the {'beginning' if text[0] == chr(10) else 'end'}, expected text"
    if "\r" in text:
        return "found a carriage return, expected '\\n' between lines"
    return ""


def are_plain(texts: Iterable[Any]) -> bool:
    r"""Tell whether no field could refuse any of these texts, all looked at together; if not, `text_problem` says more.

    >>> are_plain(["Riga", "Рига"]), are_plain(["Riga\n"]), are_plain(["Riga", 1])
    (True, False, False)
    """
    try:
        joined = "".join(texts)
    except TypeError:
        return False
    return len(joined) <= MAX_TEXT and joined.isprintable()


class _RecordReader:
    """Turns one JSON value into a record and gathers what is wrong with it as (place in the value, message)."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._locales = frozenset(schema.locales)
        self._source = Locale("")
        self._sources_by_path: dict[str, Locale] = {}
        self.errors: list[tuple[Where, str]] = []
        self._gave_ids = False

    def _fail(self, where: Where, message: str) -> None:
        self.errors.append((where, message))

    def _expect(self, kind: type, value: object, where: Where, expected: str) -> bool:
        if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
            return True
        self._fail(where, f"found {describe(value)}, expected {expected}")
        return False

    def read(self, value: Any, key: str) -> Record | None:  # noqa: ANN401 (any JSON value)
        if not self._expect(dict, value, (), "a record, which is an object"):
            return None
        for name in ("id", "type", "source"):
            if name not in value:
                self._fail((name,), f"there is no {name!r}, expected one in every record")
        type_ = self._type(value["type"], key) if "type" in value else None
        record_id = self._id(value["id"], key) if "id" in value else ""
        self._source = (self._locale(value["source"], ("source",)) if "source" in value else None) or Locale("")
        if type_ is None:
            return None
        fields = {field.name: field for field in type_.fields}
        self._check_names(value, (*RESERVED, *fields), fields, f"unknown field of the type {type_.name!r}")
        self._sources_by_path = self._sources(value.get("sources", {}))
        values = {
            name: self._value(field, value[name], (name,), name) for name, field in fields.items() if name in value
        }
        self._check_calendars(type_.fields, value, ())
        return Record(
            type=type_.name,
            id=record_id,
            source=self._source,
            sources=self._sources_by_path,
            values=values,
            declared=self._declared(value.get("declared", [])),
            ignore=self._ignore(value.get("ignore", [])),
            unchanged=self._unchanged(value.get("unchanged", [])),
            state=self._state(value.get("state", {})),
            conflicts=self._conflicts(value["conflicts"]) if "conflicts" in value else Conflicts(),
            has_new_ids=self._gave_ids,
        )

    def _check_names(
        self, value: dict[str, Any], known: Collection[str], fields: Iterable[str], what: str, where: Where = ()
    ) -> None:
        """Refuse keys that are not `known`; `fields` are those to tell people about."""
        expected = ", ".join(fields)
        for name in value:
            if name not in known:
                self._fail((*where, name), f"{what}, expected one of {expected}{suggest(name, known)}")

    def _type(self, name: object, key: str) -> RecordType | None:
        if not self._expect(str, name, ("type",), "the record's type"):
            return None
        type_ = self._schema.find_type(str(name))
        if type_ is None:
            known = ", ".join(self._schema.types)
            self._fail(("type",), f"found {name!r}, expected one of {known}{suggest(str(name), self._schema.types)}")
        elif key and name != (expected := key.partition("/")[0]):
            self._fail(("type",), f"found {name!r}, expected {expected!r} as the folder or file says")
        return type_

    def _id(self, found: object, key: str) -> str:
        if not self._expect(str, found, ("id",), "the record's id"):
            return ""
        expected = key.partition("/")[2]
        if not RECORD_ID.fullmatch(str(found)):
            self._fail(("id",), id_problem(str(found)))
        elif expected and found != expected:
            self._fail(("id",), f"found {found!r}, expected {expected!r} as the file's name says")
        return str(found)

    def _locale(self, code: object, where: Where) -> Locale | None:
        if isinstance(code, str) and code in self._locales:
            return Locale(code)
        if self._expect(str, code, where, "a locale"):
            try:
                return self._schema.locale(str(code))
            except ParseError as error:
                self._fail(where, error.message)
        return None

    def _sources(self, value: object) -> dict[str, Locale]:
        if not self._expect(dict, value, ("sources",), "an object of field: locale"):
            return {}
        assert isinstance(value, dict)  # noqa: S101 (just checked)
        found = {path: self._locale(code, ("sources", path)) for path, code in value.items()}
        return {path: locale for path, locale in found.items() if locale}

    def _declared(self, value: object) -> tuple[Locale, ...]:
        if not self._expect(list, value, ("declared",), "a list of locales"):
            return ()
        assert isinstance(value, list)  # noqa: S101 (just checked)
        found = [self._locale(code, ("declared", index)) for index, code in enumerate(value)]
        return tuple(locale for locale in found if locale)

    def _ignore(self, value: object) -> tuple[str, ...]:
        if not self._expect(list, value, ("ignore",), "a list of findings to ignore"):
            return ()
        assert isinstance(value, list)  # noqa: S101 (just checked)
        for index, line in enumerate(value):
            match = IGNORE.fullmatch(line) if isinstance(line, str) else None
            if match is None:
                self._fail(("ignore", index), f"found {line!r}, expected 'LOCALE UNIT CHECK - REASON'")
            else:
                self._locale(match["locale"], ("ignore", index))
        return tuple(value)

    def _unchanged(self, value: object) -> tuple[str, ...]:
        expected = "a list of paths of texts, such as 'title' or 'description/p1'"
        if not self._expect(list, value, ("unchanged",), expected):
            return ()
        assert isinstance(value, list)  # noqa: S101 (just checked)
        for index, path in enumerate(value):
            self._expect(str, path, ("unchanged", index), "the path of a text")
        return tuple(dict.fromkeys(path for path in value if isinstance(path, str)))

    def _state(self, value: object) -> dict[str, dict[str, str]]:
        if not self._expect(dict, value, ("state",), "an object of locale: {unit: provenance}"):
            return {}
        assert isinstance(value, dict)  # noqa: S101 (just checked)
        for code, entries in value.items():
            self._locale(code, ("state", code))
            if not self._expect(dict, entries, ("state", code), "an object of unit: provenance"):
                continue
            for path, text in entries.items():
                if not isinstance(text, str) or not PROVENANCE.fullmatch(text):
                    expected = "expected 'LOCALE@DIGEST DIGEST WHO DATE [MARKS]' as l10n wrote it"
                    self._fail(("state", code, path), f"found {text!r}, {expected}")
        return {code: entries for code, entries in value.items() if entries}

    def _conflicts(self, value: object) -> Conflicts:
        if not self._expect(dict, value, ("conflicts",), "an object of 'texts' and 'values'"):
            return Conflicts()
        assert isinstance(value, dict)  # noqa: S101 (just checked)
        self._check_names(value, ("texts", "values"), ("texts", "values"), "unknown key", ("conflicts",))
        texts = value.get("texts", {})
        if not self._expect(dict, texts, ("conflicts", "texts"), "an object of locale: {unit: versions}"):
            return Conflicts()
        for code in texts:
            self._locale(code, ("conflicts", "texts", code))
        by_locale = {code: self._versions(found, ("conflicts", "texts", code), str) for code, found in texts.items()}
        return Conflicts(
            texts={code: found for code, found in by_locale.items() if found},
            values=self._versions(value.get("values", {}), ("conflicts", "values"), object),
        )

    def _versions(self, value: object, where: Where, kind: type) -> dict[str, tuple[Any, ...]]:
        if not self._expect(dict, value, where, "an object of path: versions"):
            return {}
        assert isinstance(value, dict)  # noqa: S101 (just checked)
        for path, versions in value.items():
            if self._expect(list, versions, (*where, path), "a list of versions"):
                for index, version in enumerate(versions):
                    if version is not None:
                        self._expect(kind, version, (*where, path, index), "a text, or null where there was none")
        return {path: tuple(versions) for path, versions in value.items() if isinstance(versions, list) and versions}

    def _value(self, field: Field, value: Any, where: Where, path: str) -> Any:  # noqa: ANN401 (any JSON value)
        if field.kind is FieldKind.TEXT:
            return self._text(field, value, where, path)
        if field.is_translatable:
            return self._line(field, value, where)
        if field.kind is FieldKind.DATE:
            self._date(value, where)
        elif field.kind is FieldKind.REFERENCES:
            self._references(field, value, where)
        elif field.kind is FieldKind.LIST:
            return self._items(field, value, where, path)
        return value

    def check_value(self, field: Field, value: object, siblings: Iterable[Field]) -> None:
        """Look at one field's value alone."""
        self._value(field, value, (field.name,), field.name)
        self._check_calendars(siblings, {field.name: value}, ())

    def _check_text(self, field: Field, text: object, where: Where) -> None:
        if self._expect(str, text, where, "a text"):
            problem = text_problem(field, str(text))
            if problem:
                self._fail(where, problem)

    def _line(self, field: Field, value: object, where: Where) -> object:
        if self._expect(dict, value, where, "an object of locale: text"):
            assert isinstance(value, dict)  # noqa: S101 (just checked)
            if value.keys() <= self._locales and are_plain(value.values()):
                return value
            for code, text in value.items():
                self._locale(code, (*where, code))
                self._check_text(field, text, (*where, code))
        return value

    def _date(self, value: object, where: Where) -> None:
        if self._expect(str, value, where, "an EDTF date"):
            try:
                parse_date(str(value))
            except ParseError as error:
                self._fail(where, error.message)

    def _references(self, field: Field, value: object, where: Where) -> None:
        if not self._expect(list, value, where, "a list of record keys"):
            return
        assert isinstance(value, list)  # noqa: S101 (just checked)
        for index, key in enumerate(value):
            if not self._expect(str, key, (*where, index), "a record key"):
                continue
            type_name, _, record_id = key.partition("/")
            allowed = field.to or tuple(self._schema.types)
            if type_name not in allowed or not RECORD_ID.fullmatch(record_id):
                self._fail((*where, index), f"found {key!r}, expected 'TYPE/ID' with the type {' or '.join(allowed)}")

    def _items(self, field: Field, value: object, where: Where, path: str) -> list[dict[str, Any]]:
        if not self._expect(list, value, where, "a list of objects"):
            return []
        assert isinstance(value, list)  # noqa: S101 (just checked)
        taken = {item["id"] for item in value if isinstance(item, dict) and isinstance(item.get("id"), str)}
        free_ids = (name for n in range(1, len(value) + len(taken) + 1) if (name := f"i{n}") not in taken)
        seen: set[str] = set()
        return [
            self._item(field, item, (*where, index), path, (free_ids, seen))
            for index, item in enumerate(value)
            if self._expect(dict, item, (*where, index), "an object")
        ]

    def _item(
        self,
        field: Field,
        item: dict[str, Any],
        where: Where,
        path: str,
        ids: tuple[Iterator[str], set[str]],
    ) -> dict[str, Any]:
        free_ids, seen = ids
        self._gave_ids = self._gave_ids or "id" not in item
        item_id = item.get("id") if "id" in item else next(free_ids)
        if not isinstance(item_id, str) or not PARAGRAPH_ID.fullmatch(item_id):
            self._fail((*where, "id"), f"found {item_id!r}, expected 1 to 40 of a-z 0-9 _ -")
        elif item_id in seen:
            self._fail((*where, "id"), f"{item_id!r} stands twice in the list, expected each id once")
        else:
            seen.add(item_id)
        fields = {inner.name: inner for inner in field.fields}
        self._check_names(item, ("id", *fields), ("id", *fields), "unknown field", where)
        inner = {
            name: self._value(sub, item[name], (*where, name), f"{path}/{item_id}/{name}")
            for name, sub in fields.items()
            if name in item
        }
        self._check_calendars(field.fields, item, where)
        return {"id": item_id, **inner}

    def _check_calendars(self, fields: Iterable[Field], values: Mapping[str, Any], where: Where) -> None:
        """Refuse what stands in a field that names the calendar of a date and is none."""
        for name in dict.fromkeys(field.calendar for field in fields if field.calendar):
            if name not in list(Calendar) and values.get(name) not in [None, "", *Calendar]:
                expected = f"expected {' or '.join(Calendar)}"
                self._fail((*where, name), f"found {values[name]!r}, {expected}")

    def _text(self, field: Field, value: object, where: Where, path: str) -> dict[str, dict[str, str]]:
        """Return {locale: {paragraph id: text}}, giving ids to texts and lists that come without."""
        if not self._expect(dict, value, where, "an object of locale: paragraphs"):
            return {}
        assert isinstance(value, dict)  # noqa: S101 (just checked)
        held = [code for code, body in value.items() if body]
        source = choose_source(self._sources_by_path.get(path), self._source, held, self._schema)
        source_ids = _source_ids(value.get(source))
        paragraphs: dict[str, dict[str, str]] = {}
        for code, body in value.items():
            self._locale(code, (*where, code))
            named = _with_ids(body, is_source=code == source, source_ids=source_ids)
            self._gave_ids = self._gave_ids or named is not body
            if not self._expect(
                dict, named, (*where, code), "paragraphs: an object of id: text, a list of texts or a text"
            ):
                continue
            paragraphs[code] = named
            if all(map(PARAGRAPH_ID.fullmatch, named)) and are_plain(named.values()):
                continue
            for name, text in named.items():
                if isinstance(body, dict) and not PARAGRAPH_ID.fullmatch(name):
                    self._fail(
                        (*where, code, name),
                        f"found the paragraph id {name!r}, expected 1 to 40 of a-z 0-9 _ -",
                    )
                self._check_text(field, text, (*where, code, name))
        return paragraphs


def _source_ids(body: object) -> list[str]:
    if isinstance(body, dict):
        return list(body)
    return [f"p{n}" for n in range(1, len(body) + 1)] if isinstance(body, list) else ["p1"]


def _with_ids(body: Any, *, is_source: bool, source_ids: list[str]) -> Any:  # noqa: ANN401 (any JSON value)
    """Give paragraph ids to a text or a list of texts.

    A locale's list is not aligned with the source's by index, so it gets ids of its own (`f1`, …) and counts as
    written independently; only one paragraph beside one paragraph is sure to be its translation.
    """
    texts = [body] if isinstance(body, str) else body
    if not isinstance(texts, list):
        return body
    if is_source:
        return {f"p{n}": text for n, text in enumerate(texts, 1)}
    if len(texts) == 1 and len(source_ids) == 1:
        return {source_ids[0]: texts[0]}
    taken = set(source_ids)
    names = (name for n in range(1, len(texts) + len(taken) + 1) if (name := f"f{n}") not in taken)
    return dict(zip(names, texts, strict=False))


def format_record(record: Record, schema: Schema, *, compact: bool = False) -> bytes:
    """Return the record's normal form: UTF-8, fixed key order, one text a line, a newline at the end.

    With `compact`, all on one line, as JSONL holds it.
    """
    data = msgspec.json.encode(record_value(record, schema))
    return (data if compact else msgspec.json.format(data, indent=2)) + b"\n"


def record_value(record: Record, schema: Schema) -> dict[str, Any]:
    """Return the record as plain JSON values in the fixed order of keys."""
    type_ = schema.types[record.type]
    value: dict[str, Any] = {"id": record.id, "type": record.type, "source": record.source}
    if record.sources:
        value["sources"] = dict(sorted(record.sources.items()))
    for field in type_.fields:
        if field.name in record.values:
            value[field.name] = _ordered_value(field, record.values[field.name], record, schema, field.name)
    if record.declared:
        value["declared"] = [locale for locale in schema.locales if locale in record.declared]
    if record.ignore:
        value["ignore"] = list(record.ignore)
    if record.unchanged:
        value["unchanged"] = list(record.unchanged)
    if record.state or record.conflicts:
        order = {unit_path(unit.key): n for n, unit in enumerate(iter_units(record, schema))}
        state = _by_unit(record.state, order, schema)
        conflicts = {
            "texts": _by_unit(record.conflicts.texts, order, schema),
            "values": dict(sorted(record.conflicts.values.items())),
        }
        tables = {"state": state, "conflicts": {name: table for name, table in conflicts.items() if table}}
        value |= {name: table for name, table in tables.items() if table}
    return value


def _by_unit(entries: Mapping[str, Mapping[str, Any]], order: Mapping[str, int], schema: Schema) -> dict[str, Any]:
    """Return what is kept per locale and unit in the order of both."""
    return {
        locale: dict(sorted(found.items(), key=lambda entry: (order.get(entry[0], len(order)), entry[0])))
        for locale in schema.locales
        if (found := entries.get(locale))
    }


def _ordered_value(field: Field, value: Any, record: Record, schema: Schema, path: str) -> Any:  # noqa: ANN401 (any JSON value)
    if field.kind is FieldKind.TEXT:
        held = [locale for locale, body in value.items() if body]
        source = choose_source(record.sources.get(path), record.source, held, schema)
        order = {name: n for n, name in enumerate(value.get(source, {}))}
        return {
            locale: dict(sorted(value[locale].items(), key=lambda item: order.get(item[0], len(order))))
            for locale in schema.locales
            if locale in value
        }
    if field.is_translatable:
        return {locale: value[locale] for locale in schema.locales if locale in value}
    if field.kind is FieldKind.LIST:
        return [
            {"id": item["id"]}
            | {
                inner.name: _ordered_value(inner, item[inner.name], record, schema, f"{path}/{item['id']}/{inner.name}")
                for inner in field.fields
                if inner.name in item
            }
            for item in value
        ]
    return value
