"""The import of a captured page: its event, related events, persons and places become records.

    capture = parse_capture(text, path, schema.aliases.get("capture", ALIASES))
    imported = import_capture(capture, existing, schema)

`IMPORTERS["capture"]` does both. A later capture of the same page, in another language of the site too, finds the
records of the first and adds to them what it has more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from l10n.errors import ConfigError, ErrorCollector, L10nError, Place
from l10n.imports import Imported, importer
from l10n.imports.entries import EntryReader
from l10n.imports.items import FACTS, Index, Item
from l10n.imports.matching import match_items, match_page
from l10n.imports.merging import make_record, merge_item, merge_paragraphs
from l10n.imports.page import Capture, Line, parse_capture
from l10n.locales import Locale
from l10n.records import Record
from l10n.schema import FieldKind, Schema
from l10n.slugs import unique_slug

__all__ = ["ALIASES", "Capture", "import_capture", "import_page", "parse_capture"]

ALIASES: Mapping[str, Locale] = {"ee": Locale("et"), "ua": Locale("uk")}
"""What the site writes for Estonian and Ukrainian; a collection's `[imports.capture.aliases]` takes its place."""
PAGE_TYPE = "event"
_RELATIONS: Mapping[str, str] = {"events": "event", "persons": "person", "places": "place"}
"""The fields of the page's event that link others, and the type of what they link."""
_DESCRIPTION = "description"


@importer("capture")
def import_page(
    text: str, path: str, existing: Mapping[str, Record], schema: Schema, *, locale: str | None = None
) -> Imported:
    """Return what a captured page adds to the existing records."""
    capture = parse_capture(text, path, schema.aliases.get("capture", ALIASES))
    return import_capture(capture, existing, schema, locale=locale)


def import_capture(
    capture: Capture, existing: Mapping[str, Record], schema: Schema, *, locale: str | None = None
) -> Imported:
    """Return what a captured page adds to the existing records, by key; `locale` is the one it is written in.

    Text that is there is never replaced: what differs is reported. Raises ConfigError if the schema lacks a type or
    field that the records need, ParseError if the page's locale is not given and cannot be told.
    """
    _check_schema(schema)
    work = _Import(EntryReader(capture, schema, locale), existing, schema)
    work.run(capture, is_given=locale is not None)
    return work.imported(capture.problems)


def _check_schema(schema: Schema) -> None:
    errors = ErrorCollector()
    needed: list[tuple[str, str, FieldKind]] = [(PAGE_TYPE, _DESCRIPTION, FieldKind.TEXT)]
    needed += [(PAGE_TYPE, name, FieldKind.REFERENCES) for name in _RELATIONS]
    needed += [(type_, name, FieldKind.DATE) for type_, names in FACTS.items() for name in names]
    for name in FACTS:
        type_ = schema.find_type(name)
        if type_ is None:
            errors.add(_config_error(name, f"found no type {name!r}"))
        elif type_.label_field is None:
            errors.add(_config_error(f"{name}.fields", "found no field of the kind 'name' or 'line'"))
    for name, field_name, kind in needed:
        fields = {field.name: field for field in type_.fields} if (type_ := schema.find_type(name)) else None
        if fields is not None and (field_name not in fields or fields[field_name].kind is not kind):
            errors.add(
                _config_error(
                    f"{name}.fields.{field_name}", f"found no field {field_name!r} of the kind {kind.value!r}"
                )
            )
    errors.raise_all()


def _config_error(where: str, found: str) -> ConfigError:
    return ConfigError(
        f"{found}, expected what an import of captured pages fills", Place("l10n.toml", field=f"types.{where}")
    )


class _Import:
    """One import on its way."""

    def __init__(self, reader: EntryReader, existing: Mapping[str, Record], schema: Schema) -> None:
        self._reader = reader
        self._existing = existing
        self._schema = schema
        self._index = Index(existing, schema)
        self._records: dict[str, Record] = {}

    def run(self, capture: Capture, *, is_given: bool) -> None:
        """Make or merge all records of the page; none, if it is open which record the page is about."""
        title = self._reader.read_title(PAGE_TYPE, is_given=is_given)
        related = {
            field: self._reader.read_items(type_, getattr(capture, field)) for field, type_ in _RELATIONS.items()
        }
        match = match_page(title, related, self._index)
        if match.open:
            self._fail_open(title, match.open)
            return
        page = self._merge_paragraphs(self._merge(title, match.key), capture.paragraphs)
        self._records[page.key] = page
        for field, items in related.items():
            keys = self._merge_list(items, page.values.get(field) or (), page.key)
            page = _with_links(page, field, keys)
        self._records[page.key] = page

    def _fail_open(self, item: Item, keys: Sequence[str]) -> None:
        message = (
            f"{item.label!r} may be {' or '.join(keys)}; expected it as the label of the right one in {item.locale!r}"
        )
        self._reader.fail(item.line, message)

    def _merge_list(self, items: Sequence[Item], linked: Sequence[str], page: str) -> list[str]:
        """Return the keys of the items' records, in the page's order, without those that stay open."""
        matches = match_items(items, self._index, linked, exclude=page)
        keys = []
        for item, key, candidates in zip(items, matches.keys, matches.open, strict=True):
            if key is None and candidates:
                self._fail_open(item, candidates)
            else:
                record = self._merge(item, key)
                self._records[record.key] = record
                keys.append(record.key)
        return keys

    def _merge(self, item: Item, key: str | None) -> Record:
        label_field = self._index.label_fields[item.type]
        if key is None:
            return make_record(item, unique_slug(item.label, self._taken_ids(item.type)), label_field)
        record, problems = merge_item(self._existing[key], item, label_field, self._schema)
        for problem in problems:
            self._reader.fail(item.line, problem)
        return record

    def _taken_ids(self, type_: str) -> set[str]:
        keys = (key.partition("/") for key in (*self._existing, *self._records))
        return {record_id for key_type, _, record_id in keys if key_type == type_}

    def _merge_paragraphs(self, page: Record, paragraphs: Sequence[Line]) -> Record:
        locale = self._reader.locale
        merged, different = merge_paragraphs(page, _DESCRIPTION, locale, [paragraph.text for paragraph in paragraphs])
        for index in different:
            found = f"found another paragraph than {page.key} has in {_DESCRIPTION}.{locale}"
            self._reader.fail(paragraphs[index].line, f"{found}, expected one of its own; those are kept")
        return merged

    def imported(self, problems: Iterable[L10nError]) -> Imported:
        """Return the result; `problems` are those of reading the page."""
        existing = self._existing
        added = tuple(key for key in self._records if key not in existing)
        changed = tuple(key for key, record in self._records.items() if key in existing and record != existing[key])
        return Imported(
            records={key: self._records[key] for key in self._records if key in {*added, *changed}},
            added=added,
            changed=changed,
            unchanged=tuple(key for key in self._records if key not in {*added, *changed}),
            problems=tuple(sorted((*problems, *self._reader.problems), key=lambda problem: problem.place.line)),
        )


def _with_links(page: Record, field: str, keys: Iterable[str]) -> Record:
    """Return a record that links more records: those that it links first, in their order."""
    linked = page.values.get(field) or []
    new = [key for key in dict.fromkeys(keys) if key not in linked]
    return replace(page, values={**page.values, field: [*linked, *new]}) if new else page
