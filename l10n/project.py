"""The project: a collection on disk, the only place where its files are read and written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from msgspec import Struct

from l10n.errors import ConfigError, ConflictError, ErrorCollector, L10nError, ParseError, Place, StoreError
from l10n.locales import Locale, locale_from_posix, posix_locale
from l10n.model import Catalog, CatalogId, Domain
from l10n.po import format_po, parse_po
from l10n.record_json import format_record, parse_record
from l10n.record_problems import find_record_problems
from l10n.records import RECORD_ID, Record, iter_references
from l10n.schema import Schema, parse_schema
from l10n.store import PRIVATE, Signature, find_signature, iter_files, lock, read_file, write_file

CONFIG = "l10n.toml"
RECORDS = "records"
LOCALES = "locales"
_CATALOG = re.compile(r"(?P<type>[a-z][a-z0-9_-]*)\.(?P<source>[A-Za-z0-9-]+)\.po")
_TEMPLATE = re.compile(r"(?P<type>[a-z][a-z0-9_-]*)\.(?P<source>[A-Za-z0-9-]+)\.pot")


class RecordFile(Struct, frozen=True):
    """A file of records, as read: one record, or one a line."""

    path: str
    """Relative to the collection, with `/`."""
    signature: Signature
    lines: tuple[bytes, ...]
    """Each record's bytes with the line's end; of a `.json` file the one record's."""
    records: tuple[Record | None, ...]
    """In step with `lines`; None for an empty line."""

    @property
    def is_lines(self) -> bool:
        """Whether it is JSONL."""
        return self.path.endswith(".jsonl")


class CatalogFile(Struct, frozen=True):
    """A catalog or template, as read."""

    path: str
    signature: Signature
    data: bytes
    catalog: Catalog


def open_project(directory: str | Path = ".") -> Project:
    """Open the collection in a folder; raise ConfigError where there is none or its configuration is wrong."""
    root = Path(directory)
    path = root / CONFIG
    if not path.is_file():
        message = "there is no such file, expected a collection; `l10n init` makes one"
        raise ConfigError(message, Place(str(path)))
    data, _ = read_file(path)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        message = f"found the byte {data[error.start]:#04x}, expected UTF-8"
        raise ConfigError(message, Place(str(path), data.count(b"\n", 0, error.start) + 1)) from None
    return Project(root, parse_schema(text, str(path)), data)


class Project:
    """A collection: its schema, and its records and catalogs on demand."""

    def __init__(self, root: Path, schema: Schema, config: bytes) -> None:
        """Take what `open_project` read."""
        self.root = root
        self.schema = schema
        self.config = config

    def lock(self) -> AbstractContextManager[None]:
        """Keep other processes from changing the collection."""
        return lock(self.root)

    def place(self, path: str) -> str:
        """Return a path as messages show it: from where the user stands."""
        return str(self.root / path) if str(self.root) != "." else path

    # Records

    def find_record_files(self) -> dict[str, Signature]:
        """Return the paths of all record files, in order, with their signatures."""
        return self._find(RECORDS, (".json", ".jsonl"))

    def _find(self, folder: str, suffixes: tuple[str, ...]) -> dict[str, Signature]:
        found = iter_files(self.root / folder, suffixes)
        return {path.relative_to(self.root).as_posix(): signature for path, signature in found}

    def load_record_file(self, path: str) -> RecordFile:
        """Return a file's records; raise ParseError or SeveralErrors."""
        data, signature = read_file(self.root / path)
        if path.endswith(".jsonl"):
            return self._load_lines(path, data, signature)
        key = path.removeprefix(f"{RECORDS}/").removesuffix(".json")
        type_name, _, record_id = key.partition("/")
        if type_name not in self.schema.types or not RECORD_ID.fullmatch(record_id):
            raise self._misplaced(path)
        record = parse_record(data, self.schema, self.place(path), key=key)
        return RecordFile(path, signature, (data,), (record,))

    def _misplaced(self, path: str) -> ParseError:
        places = f"{RECORDS}/TYPE/ID.json or {RECORDS}/TYPE.jsonl"
        message = f"this is no place for records, expected {places} with TYPE one of {', '.join(self.schema.types)}"
        return ParseError(message, Place(self.place(path)))

    def _load_lines(self, path: str, data: bytes, signature: Signature) -> RecordFile:
        type_name = path.removeprefix(f"{RECORDS}/").removesuffix(".jsonl")
        if type_name not in self.schema.types:
            raise self._misplaced(path)
        errors = ErrorCollector()
        lines = tuple(data.splitlines(keepends=True)) if b"\r" not in data else tuple(_split_lines(data))
        records: list[Record | None] = []
        for number, line in enumerate(lines, 1):
            try:
                is_blank = not line.strip()
                key = f"{type_name}/"
                records.append(
                    None if is_blank else parse_record(line, self.schema, self.place(path), line=number, key=key)
                )
            except L10nError as error:
                errors.add(error)
        errors.raise_all()
        return RecordFile(path, signature, lines, tuple(records))

    def load_record_files(self, paths: Iterable[str]) -> dict[str, RecordFile]:
        """Return files by path; raise all that is wrong with any of them at once, keys used twice included."""
        errors = ErrorCollector()
        files: dict[str, RecordFile] = {}
        for path in paths:
            try:
                files[path] = self.load_record_file(path)
            except L10nError as error:
                errors.add(error)
        for repeat in self._find_repeats(files.values()):
            errors.add(repeat)
        errors.raise_all()
        return files

    def _find_repeats(self, files: Iterable[RecordFile]) -> Iterator[L10nError]:
        seen: dict[str, str] = {}
        for file in files:
            for number, record in enumerate(file.records, 1):
                if record is None:
                    continue
                where = f"{self.place(file.path)}:{number}"
                if record.key in seen:
                    message = f"the record {record.key!r} stands also in {seen[record.key]}, expected each key once"
                    yield ParseError(message, Place(self.place(file.path), number, field="id"))
                seen.setdefault(record.key, where)

    def iter_records(self) -> Iterator[Record]:
        """Yield all records, file by file; after the last one raise all that was wrong."""
        errors = ErrorCollector()
        seen: dict[str, str] = {}
        for path in self.find_record_files():
            try:
                file = self.load_record_file(path)
            except L10nError as error:
                errors.add(error)
                continue
            for record in file.records:
                if record is None:
                    continue
                if record.key in seen:
                    message = f"the record stands also in {self.place(seen[record.key])}, expected each key once"
                    errors.add(ParseError(message, Place(self.place(path), field="id")))
                seen[record.key] = path
                yield record
        errors.raise_all()

    def format_record_file(self, file: RecordFile, changed: Mapping[str, Record]) -> bytes:
        """Return a file's bytes with some records, by key, in another version; all others keep theirs."""
        parts = []
        for line, record in zip(file.lines, file.records, strict=True):
            new = changed.get(record.key) if record else None
            parts.append(
                line if new is None or new == record else format_record(new, self.schema, compact=file.is_lines)
            )
        return b"".join(parts)

    def record_path(self, key: str) -> str:
        """Return where a new record belongs: its type's JSONL file if there is one, else a file of its own."""
        lines = f"{RECORDS}/{key.partition('/')[0]}.jsonl"
        return lines if (self.root / lines).is_file() else f"{RECORDS}/{key}.json"

    def save_records(self, records: Mapping[str, Record]) -> tuple[str, ...]:
        """Write new or changed records, whole files at once; return the paths of the files that changed."""
        paths = {path for key in records if (self.root / (path := self.record_path(key))).is_file()}
        files = self.load_record_files(sorted(paths))
        held = {record.key for file in files.values() for record in file.records if record}
        written = []
        for key, record in records.items():
            path = self.record_path(key)
            if path not in files:
                write_file(self.root / path, format_record(record, self.schema))
                written.append(path)
        for path, file in files.items():
            added = [record for key, record in records.items() if key not in held and self.record_path(key) == path]
            data = self.format_record_file(file, records)
            end = b"\n" if added and data and not data.endswith(b"\n") else b""
            data += end + b"".join(format_record(record, self.schema, compact=True) for record in added)
            if self.replace_file(path, data, b"".join(file.lines), file.signature):
                written.append(path)
        return tuple(written)

    def find_unformatted(self) -> tuple[str, ...]:
        """Return the paths of record files that are not in their normal form."""
        return tuple(path for path, file in self._load_all().items() if self._normal_form(file) != b"".join(file.lines))

    def format_all(self) -> tuple[str, ...]:
        """Write every record file that is not in its normal form; return their paths."""
        written = []
        for path, file in self._load_all().items():
            if self.replace_file(path, self._normal_form(file), b"".join(file.lines), file.signature):
                written.append(path)
        return tuple(written)

    def _load_all(self) -> dict[str, RecordFile]:
        return self.load_record_files(self.find_record_files())

    def _normal_form(self, file: RecordFile) -> bytes:
        records = (record for record in file.records if record is not None)
        return b"".join(format_record(record, self.schema, compact=file.is_lines) for record in records)

    def find_problems(self) -> tuple[L10nError, ...]:
        """Return everything that is wrong with the records: what cannot be read, and what should be mended."""
        errors = ErrorCollector()
        files: list[RecordFile] = []
        for path in self.find_record_files():
            try:
                files.append(self.load_record_file(path))
            except L10nError as error:
                errors.add(error)
        unreadable = {error.place.path for error in errors.errors}
        for repeat in self._find_repeats(files):
            errors.add(repeat)
        keys = {record.key for file in files for record in file.records if record}
        for file in files:
            for number, record in enumerate(file.records, 1):
                if record is not None:
                    for problem in self._record_problems(file, number, record, keys, unreadable):
                        errors.add(problem)
        return tuple(errors.errors)

    def _record_problems(
        self, file: RecordFile, number: int, record: Record, keys: set[str], unreadable: set[str]
    ) -> Iterator[L10nError]:
        path = self.place(file.path)
        line = number if file.is_lines else 0
        yield from find_record_problems(record, self.schema, path, line)
        for field, key in iter_references(record, self.schema):
            is_known = key in keys or self.place(f"{RECORDS}/{key}.json") in unreadable
            if not is_known and self.place(f"{RECORDS}/{key.partition('/')[0]}.jsonl") not in unreadable:
                message = f"there is no record {key!r}, expected the key of one of this collection"
                yield ParseError(message, Place(path, line, field=field))

    # Catalogs

    def catalog_path(self, catalog: CatalogId) -> str:
        """Return where a catalog or template stands, relative to the collection."""
        if catalog.locale is None:
            return f"{LOCALES}/{catalog.domain}.pot"
        return f"{LOCALES}/{posix_locale(catalog.locale)}/LC_MESSAGES/{catalog.domain}.po"

    def find_catalog_files(self) -> dict[str, tuple[CatalogId, Signature]]:
        """Return the paths of the catalogs and templates of this collection's types and locales."""
        found = {}
        for path, signature in self._find(LOCALES, (".po", ".pot")).items():
            catalog = self.find_catalog_id(path)
            if catalog is not None:
                found[path] = (catalog, signature)
        return found

    def find_catalog_id(self, path: str) -> CatalogId | None:
        """Return which catalog belongs at a path, if any."""
        if not path.startswith(f"{LOCALES}/"):
            return None
        folders, _, name = path.removeprefix(f"{LOCALES}/").rpartition("/")
        match = (_CATALOG if folders else _TEMPLATE).fullmatch(name)
        if match is None or match["type"] not in self.schema.types or match["source"] not in self.schema.locales:
            return None
        domain = Domain(match["type"], Locale(match["source"]))
        if not folders:
            return CatalogId(domain, None)
        try:
            locale = locale_from_posix(folders.removesuffix("/LC_MESSAGES"))
        except ParseError:
            return None
        catalog = CatalogId(domain, locale)
        return catalog if locale in self.schema.locales and self.catalog_path(catalog) == path else None

    def load_catalogs(self, paths: Iterable[str]) -> dict[str, CatalogFile]:
        """Return catalogs by path; raise all that is wrong with any of them at once."""
        errors = ErrorCollector()
        files = {}
        for path in paths:
            try:
                data, signature = read_file(self.root / path)
                files[path] = CatalogFile(path, signature, data, parse_po(data, self.place(path)))
            except L10nError as error:
                errors.add(error)
        errors.raise_all()
        return files

    def format_catalog(self, catalog: Catalog) -> bytes:
        """Return a catalog's bytes."""
        return format_po(catalog)

    def find_po_files(self) -> dict[str, Locale | None]:
        """Return the paths of all PO files below the locales' folders, in order, and the locale each is in.

        Besides this collection's catalogs that is any other domain; the locale of an unknown folder is None.
        """
        found: dict[str, Locale | None] = {}
        for path in self._find(LOCALES, (".po",)):
            try:
                found[path] = locale_from_posix(path.removeprefix(f"{LOCALES}/").partition("/")[0])
            except ParseError:
                found[path] = None
        return found

    # Writing

    def check_unchanged(self, path: str, signature: Signature | None) -> None:
        """Raise ConflictError if a file is no longer the version that was read (None: there was none)."""
        if find_signature(self.root / path) != signature:
            message = "someone changed it while l10n was at work; nothing was written to it, run the command again"
            raise ConflictError(message, Place(self.place(path)))

    def save_file(self, path: str, data: bytes, signature: Signature | None) -> Signature:
        """Write a file over the version that was read; return its new signature."""
        self.check_unchanged(path, signature)
        return write_file(self.root / path, data)

    def replace_file(self, path: str, data: bytes, old: bytes, signature: Signature) -> bool:
        """Write a file if its bytes differ from those that were read; tell whether it was written."""
        if data == old:
            return False
        self.save_file(path, data, signature)
        return True

    def save_compiled(self, path: str, data: bytes) -> bool:
        """Write a file made from others, if it differs from what is there; tell whether it did."""
        signature = find_signature(self.root / path)
        old = b"" if signature is None else read_file(self.root / path)[0]
        if signature is not None and old == data:
            return False
        self.save_file(path, data, signature)
        return True

    def read_private(self, name: str) -> bytes | None:
        """Return a file that l10n keeps for itself, or None."""
        try:
            return read_file(self.root / PRIVATE / name)[0]
        except StoreError:
            return None

    def write_private(self, name: str, data: bytes) -> None:
        """Keep a file for l10n itself; it may be gone next time."""
        write_file(self.root / PRIVATE / name, data)


def _split_lines(data: bytes) -> Iterator[bytes]:
    """Split at line feeds alone: a carriage return is JSON white space, not a line's end."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end + 1
        yield data[start:end]
        start = end
