"""The project: a collection on disk, the only place where its files are read and written."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from l10n.batch import Batch, format_batch, parse_batch
from l10n.config import parse_schema
from l10n.errors import ConfigError, ErrorCollector, L10nError, ParseError, Place, StoreError, suggest
from l10n.jsontext import field_path, find_lines
from l10n.locales import Locale, locale_from_posix, posix_locale
from l10n.model import Catalog, CatalogId, Domain, Unit, UnitKey, record_key
from l10n.po import (
    Excerpt,
    entry_digests,
    find_excerpt,
    find_other_sources,
    format_entries,
    format_excerpt,
    format_po,
    parse_po,
)
from l10n.record_json import RecordText, format_record, parse_record, reparse_record
from l10n.record_problems import find_record_problems
from l10n.records import Record, id_problem
from l10n.schema import Schema
from l10n.store import (
    NO_FILE,
    PRIVATE,
    Signature,
    check_unchanged,
    find_signature,
    iter_files,
    iter_lines,
    lock,
    read_file,
    read_range,
    write_file,
)

CONFIG = "l10n.toml"
RECORDS = "records"
LOCALES = "locales"
BATCHES = "batches"
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
    excerpt: Excerpt | None = None
    """Set where only the units of some records were read; `catalog` is the excerpt's then."""


class FormattedCatalog(Struct, frozen=True):
    """A catalog or template, to be written."""

    data: bytes
    catalog: Catalog
    texts: list[str]
    """Of its units; none for a catalog without a header."""

    def digests(self) -> dict[str, int] | None:
        """Return the digests of each record's entries; of an excerpt, those of the records read alone."""
        return entry_digests(self.catalog, self.texts) if self.texts else None


def open_project(directory: str | Path = ".") -> Project:
    """Open the collection in a folder; raise ConfigError where there is none or its configuration is wrong."""
    root = Path(directory)
    path = root / CONFIG
    if not path.is_file():
        above = next((folder for folder in root.resolve().parents if (folder / CONFIG).is_file()), None)
        advice = f"`-C {above}` is the one around this folder" if above else "`l10n init` makes one"
        raise ConfigError(f"there is no such file, expected a collection; {advice}", Place(str(path)))
    data, _ = read_file(path)
    return parse_project(root, data)


def parse_project(root: Path, config: bytes) -> Project:
    """Return the collection that a configuration's bytes speak of; raise ConfigError where they are wrong."""
    path = root / CONFIG
    try:
        text = config.decode()
    except UnicodeDecodeError as error:
        message = f"found the byte {config[error.start]:#04x}, expected UTF-8"
        raise ConfigError(message, Place(str(path), config.count(b"\n", 0, error.start) + 1)) from None
    return Project(root, parse_schema(text, str(path)), config)


class Project:
    """A collection: its schema, and its records and catalogs on demand."""

    def __init__(self, root: Path, schema: Schema, config: bytes) -> None:
        """Take what `open_project` read."""
        self.root = root
        self._inside = "" if str(root) == "." else os.path.join(root, "")  # noqa: PTH118 (asked for with every file)
        self.schema = schema
        self.config = config
        self._locale_by_folder = {posix_locale(locale): locale for locale in schema.locales}

    def lock(self) -> AbstractContextManager[None]:
        """Keep other processes from changing the collection."""
        return lock(self.root)

    def place(self, path: str) -> str:
        """Return a path as messages show it: from where the user stands."""
        return self._inside + path

    # Records

    def find_record_files(self) -> dict[str, Signature]:
        """Return the paths of all record files, in order, with their signatures."""
        return self._find(RECORDS, (".json", ".jsonl"))

    def _find(self, folder: str, suffixes: tuple[str, ...]) -> dict[str, Signature]:
        return dict(iter_files(self.root / folder, suffixes, inside=f"{folder}/"))

    def read_record(self, path: str) -> tuple[bytes, Signature]:
        """Return a record file's bytes, and which version they are."""
        return read_file(self._inside + path)

    def read_range(self, path: str, start: int, size: int) -> tuple[bytes, Signature]:
        """Return so many bytes from a place in a record file, or what there is, and which version they are."""
        return read_range(self.root / path, start, size)

    def load_record_file(self, path: str) -> RecordFile:
        """Return a file's records; raise ParseError or SeveralErrors."""
        file, errors = self._read_record_file(path)
        errors.raise_all()
        return file

    def parse_record_file(self, path: str, data: bytes) -> RecordFile:
        """Return the records of a file's bytes, which need not be on the disk; raise ParseError or SeveralErrors."""
        file, errors = self._parse_record_file(path, data, NO_FILE)
        errors.raise_all()
        return file

    def _read_record_file(self, path: str) -> tuple[RecordFile, ErrorCollector]:
        """Return a file's records, None for those that cannot be read, and why; raise if that is all of them."""
        return self._parse_record_file(path, *read_file(self.root / path))

    def _parse_record_file(self, path: str, data: bytes, signature: Signature) -> tuple[RecordFile, ErrorCollector]:
        if path.endswith(".jsonl"):
            return self._read_lines(path, data, signature)
        key = path.removeprefix(f"{RECORDS}/").removesuffix(".json")
        type_name, _, record_id = key.partition("/")
        if type_name not in self.schema.types or not record_id:
            raise self._misplaced(path, type_name)
        if problem := id_problem(record_id):
            raise ParseError(f"its name is no record's id: {problem}", Place(self.place(path)))
        record = parse_record(data, self.schema, self.place(path), key=key)
        return RecordFile(path, signature, (data,), (record,)), ErrorCollector()

    def _misplaced(self, path: str, type_name: str) -> ParseError:
        types = self.schema.types
        places = f"{RECORDS}/TYPE/ID.json or {RECORDS}/TYPE.jsonl with TYPE one of {', '.join(types)}"
        message = f"this is no place for records, expected {places}{suggest(type_name, types)}"
        return ParseError(message, Place(self.place(path)))

    def _read_lines(self, path: str, data: bytes, signature: Signature) -> tuple[RecordFile, ErrorCollector]:
        type_name = path.removeprefix(f"{RECORDS}/").removesuffix(".jsonl")
        if type_name not in self.schema.types:
            raise self._misplaced(path, type_name)
        errors = ErrorCollector()
        place, key = self.place(path), f"{type_name}/"
        lines = tuple(data.splitlines(keepends=True)) if b"\r" not in data else tuple(split_lines(data))
        records: list[Record | None] = [None] * len(lines)
        for number, line in enumerate(lines, 1):
            try:
                if line.strip():
                    records[number - 1] = parse_record(line, self.schema, place, line=number, key=key)
            except L10nError as error:
                errors.add(error)
        return RecordFile(path, signature, lines, tuple(records)), errors

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
                if record and (repeat := self._find_repeat(file.path, number, record, seen)):
                    yield repeat

    def _find_repeat(self, path: str, number: int, record: Record, seen: dict[str, str]) -> L10nError | None:
        """Return the error for a key that was `seen` before, and remember where each stands."""
        first = seen.setdefault(record.key, where := f"{self.place(path)}:{number}")
        if first == where:
            return None
        message = f"the record {record.key!r} stands also in {first}, expected each key once"
        return ParseError(message, Place(self.place(path), number, field="id"))

    def iter_record_texts(self, types: Collection[str] = ()) -> Iterator[RecordText]:
        """Yield the text of every record (of some types), reading line by line: memory does not grow with files."""
        for path in self.find_record_files():
            name = path.removeprefix(f"{RECORDS}/")
            type_name = name.removesuffix(".jsonl").partition("/")[0]
            if type_name not in self.schema.types or ("/" in name) == path.endswith(".jsonl"):
                raise self._misplaced(path, type_name)
            if types and type_name not in types:
                continue
            if not path.endswith(".jsonl"):
                yield RecordText(path, 1, type_name, name.removesuffix(".json"), read_file(self.root / path)[0])
                continue
            for number, line in enumerate(iter_lines(self.root / path), 1):
                if not line.isspace():
                    yield RecordText(path, number, type_name, f"{type_name}/", line)

    def parse_record_text(self, text: RecordText) -> Record:
        """Return the record that a text holds; raise ParseError or SeveralErrors."""
        return parse_record(text.data, self.schema, self.place(text.path), line=text.line, key=text.key)

    def iter_records(self, sound: Mapping[str, Signature] = MappingProxyType({})) -> Iterator[Record]:
        """Yield all records, file by file, of JSONL line by line; after the last one raise all that was wrong.

        `sound` are versions of files that were read before and had nothing wrong: that is not looked for again.
        """
        errors = ErrorCollector()
        seen: dict[str, str] = {}
        for path in self.find_record_files():
            is_sound = path in sound and find_signature(self.root / path) == sound[path]
            found = self._iter_sound_file(path, sound[path]) if is_sound else self._iter_file(path, errors)
            for number, record in found:
                if repeat := self._find_repeat(path, number, record, seen):
                    errors.add(repeat)
                yield record
        errors.raise_all()

    def _iter_file(self, path: str, errors: ErrorCollector) -> Iterator[tuple[int, Record]]:
        """Yield a file's records, each with its number in it; add what is wrong to `errors`."""
        key = path.removeprefix(f"{RECORDS}/").removesuffix(".jsonl")
        try:
            if not path.endswith(".jsonl") or key not in self.schema.types:
                yield from ((1, record) for record in self.load_record_file(path).records if record)
                return
            for number, line in enumerate(iter_lines(self.root / path), 1):
                if line.strip():
                    try:
                        yield number, self.parse_record_text(RecordText(path, number, key, f"{key}/", line))
                    except L10nError as error:
                        errors.add(error)
        except L10nError as error:
            errors.add(error)

    def _iter_sound_file(self, path: str, signature: Signature) -> Iterator[tuple[int, Record]]:
        """Yield the records of this version of a file as `_iter_file` does; raise ConflictError if it changes."""
        lines = iter_lines(self.root / path) if path.endswith(".jsonl") else [self.read_record(path)[0]]
        try:
            for number, line in enumerate(lines, 1):
                if not line.isspace():
                    yield number, reparse_record(line, self.schema)
        except (AttributeError, LookupError, TypeError, ValueError):  # what nobody looks for
            self.check_unchanged(path, signature)
            raise
        self.check_unchanged(path, signature)

    def find_records(self, keys: Iterable[str]) -> dict[str, Record]:
        """Return those of some records that there are, by key, reading only the files that they stand in.

        Of a JSONL file no more than these are held.
        """
        wanted = {key for key in keys if key.partition("/")[0] in self.schema.types}
        paths = sorted({path for key in wanted if (self.root / (path := self.record_path(key))).is_file()})
        errors = ErrorCollector()
        found: dict[str, Record] = {}
        seen: dict[str, str] = {}
        for path in paths:
            for number, record in self._iter_file(path, errors):
                if record.key in wanted:
                    if repeat := self._find_repeat(path, number, record, seen):
                        errors.add(repeat)
                    found[record.key] = record
        errors.raise_all()
        return found

    def format_record_file(self, file: RecordFile, changed: Mapping[str, Record]) -> bytes:
        """Return a file's bytes with some records, by key, in another version; all others keep theirs."""
        parts = []
        for line, record in zip(file.lines, file.records, strict=True):
            new = changed.get(record.key) if record else None
            if new is None or record is None or (new == record and new.has_new_ids == record.has_new_ids):
                parts.append(line)
            else:
                parts.append(format_record(new, self.schema, compact=file.is_lines))
        return b"".join(parts)

    def record_path(self, key: str) -> str:
        """Return where a record belongs: its own file if there is one, else its type's JSONL file, else a new one."""
        own, lines = f"{RECORDS}/{key}.json", f"{RECORDS}/{key.partition('/')[0]}.jsonl"
        return lines if (self.root / lines).is_file() and not (self.root / own).is_file() else own

    def save_records(self, records: Mapping[str, Record]) -> tuple[str, ...]:
        """Write new or changed records, whole files at once; return the paths of the files that changed."""
        groups: dict[str, dict[str, Record]] = {}
        for key, record in records.items():
            groups.setdefault(self.record_path(key), {})[key] = record
        files = self.load_record_files(sorted(path for path in groups if (self.root / path).is_file()))
        return tuple(path for path, group in groups.items() if self._save_group(path, group, files.get(path)))

    def _save_group(self, path: str, records: Mapping[str, Record], file: RecordFile | None) -> bool:
        """Write the records that belong in one file, if that changes it; tell whether it did."""
        if file is None:
            (record,) = records.values()
            write_file(self.root / path, format_record(record, self.schema))
            return True
        held = {record.key for record in file.records if record}
        added = [format_record(record, self.schema, compact=True) for key, record in records.items() if key not in held]
        data = self.format_record_file(file, records)
        end = b"\n" if added and data and not data.endswith(b"\n") else b""
        return self.replace_file(path, data + end + b"".join(added), b"".join(file.lines), file.signature)

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
                file, unread = self._read_record_file(path)
            except L10nError as error:
                errors.add(error)
                continue
            files.append(file)
            errors.errors.extend(unread.errors)
        is_known = self._known_keys(files, {error.place.path for error in errors.errors})
        for repeat in self._find_repeats(files):
            errors.add(repeat)
        for file in files:
            for number, record in enumerate(file.records, 1):
                if record is not None:
                    errors.errors.extend(self._record_problems(file, number, record, is_known))
        try:
            self.load_batches()
        except L10nError as error:
            errors.add(error)
        return tuple(errors.errors)

    def _known_keys(self, files: Iterable[RecordFile], unread: Collection[str]) -> Callable[[str], bool]:
        """Return what tells whether a record exists, or may: it can be one that cannot be read."""
        keys = {record.key for file in files for record in file.records if record}

        def is_known(key: str) -> bool:
            places = (f"{RECORDS}/{key}.json", f"{RECORDS}/{key.partition('/')[0]}.jsonl")
            return key in keys or any(self.place(path) in unread for path in places)

        return is_known

    def _record_problems(
        self, file: RecordFile, number: int, record: Record, is_known: Callable[[str], bool]
    ) -> Iterator[L10nError]:
        problems = find_record_problems(record, self.schema, is_known)
        if problems:
            lines = find_lines(file.lines[number - 1].decode(), [where for where, _ in problems])
            for line, (where, message) in zip(lines, problems, strict=True):
                yield ParseError(message, Place(self.place(file.path), number + line - 1, field=field_path(where)))

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
        locale = self._locale_by_folder.get(folders.removesuffix("/LC_MESSAGES")) if "/" in folders else None
        return None if locale is None else CatalogId(domain, locale)

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

    def load_excerpt(self, path: str, signature: Signature, digests: Mapping[str, int]) -> CatalogFile | None:
        """Return what the version of a catalog with this signature, known to be well-formed, holds of some records.

        `digests` are those of the records' entries, 0 where there are none. None where only reading the whole file
        can tell, or where it is another version.
        """
        try:
            data, found = read_file(self.root / path)
        except StoreError:
            return None
        excerpt = find_excerpt(data, digests.keys()) if found == signature else None
        if excerpt is None:
            return None
        held = entry_digests(excerpt.catalog) or {}
        is_complete = all(held.get(record, 0) == digest for record, digest in digests.items())
        return CatalogFile(path, signature, data, excerpt.catalog, excerpt) if is_complete else None

    def load_moved_units(self, path: str, sources: Mapping[UnitKey, str]) -> Sequence[Unit]:
        """Return a catalog's units for other sources than these, or with a previous one, and maybe others.

        The file is read in part where its form allows, so what is wrong with the rest of it goes unnoticed.
        """
        data, _ = read_file(self.root / path)
        records = {record_key(key) for key in find_other_sources(data, sources)}
        excerpt = find_excerpt(data, records)
        return excerpt.catalog.units if excerpt else parse_po(data, self.place(path)).units

    def read_whole(self, file: CatalogFile) -> CatalogFile:
        """Return a catalog, of which only some records' units were read, with all of them."""
        return CatalogFile(file.path, file.signature, file.data, parse_po(file.data, self.place(file.path)))

    def format_catalog(self, path: str, catalog: Catalog) -> bytes:
        """Return a catalog's bytes; raise L10nError, with the path, for a text that its charset cannot write."""
        with self._placing(path):
            return format_po(catalog)

    def format_update(self, path: str, new: Catalog, file: CatalogFile | None) -> FormattedCatalog | None:
        """Return what is to be written over a file; None where that takes all units of one that was read in part.

        Raises L10nError as `format_catalog` does.
        """
        with self._placing(path):
            if file is not None and file.excerpt is not None:
                formatted = format_excerpt(file.data, file.excerpt, new)
                return None if formatted is None else FormattedCatalog(formatted[0], new, formatted[1])
            entries = format_entries(new)
            texts = entries[1:] if new.header and not new.header_position else []
            return FormattedCatalog(format_po(new, entries), new, texts)

    @contextmanager
    def _placing(self, path: str) -> Iterator[None]:
        """Say of an error which file it is about."""
        try:
            yield
        except L10nError as error:
            raise L10nError(error.message, Place(self.place(path))) from None

    def find_po_files(self) -> dict[str, Locale | None]:
        """Return the paths of all PO files below the locales' folders, in order, and the locale each is in.

        Besides this collection's catalogs that is any other domain; the locale of an unknown folder is None.
        """
        found: dict[str, Locale | None] = {}
        for path in self._find(LOCALES, (".po",)):
            folder = path.removeprefix(f"{LOCALES}/").partition("/")[0]
            try:
                found[path] = self._locale_by_folder.get(folder) or locale_from_posix(folder)
            except ParseError:
                found[path] = None
        return found

    # Batches

    def batch_path(self, batch: str) -> str:
        """Return where a batch of this id stands, relative to the collection."""
        return f"{BATCHES}/{batch}.json"

    def load_batches(self) -> dict[str, Batch]:
        """Return all batches by id, in order; raise all that is wrong with any of them at once."""
        errors = ErrorCollector()
        batches = {}
        for path in self._find(BATCHES, (".json",)):
            try:
                batch = parse_batch(read_file(self.root / path)[0], self.place(path))
                if path != self.batch_path(batch.id):
                    message = f"found {batch.id!r}, expected the file's name without .json"
                    raise ParseError(message, Place(self.place(path), field="id"))
                batches[batch.id] = batch
            except L10nError as error:
                errors.add(error)
        errors.raise_all()
        return batches

    def save_batch(self, batch: Batch) -> bool:
        """Write a batch's file if that changes it; tell whether it did."""
        return self.save_compiled(self.batch_path(batch.id), format_batch(batch))

    # Writing

    def check_unchanged(self, path: str, signature: Signature | None) -> None:
        """Raise ConflictError if a file is no longer the version that was read (None: there was none)."""
        check_unchanged(self.root / path, signature, self.place(path))

    def save_file(self, path: str, data: bytes, signature: Signature | None) -> Signature:
        """Write a file over the version that was read; return its new signature."""
        return write_file(self.root / path, data, check=lambda: self.check_unchanged(path, signature))

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


def split_lines(data: bytes) -> Iterator[bytes]:
    """Split at line feeds alone: a carriage return is JSON white space, not a line's end."""
    start = 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end + 1
        yield data[start:end]
        start = end
