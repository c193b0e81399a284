"""The work set: what a run of the loop has to look at, read from disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from l10n import __version__
from l10n.index import Finding, Index, RecordEntry, format_index, parse_index
from l10n.locales import Locale
from l10n.model import CatalogId, Domain, record_key
from l10n.project import CatalogFile, Project, RecordFile
from l10n.records import Record, SourceUnit, iter_references, iter_units
from l10n.store import Signature
from l10n.text import digest

_INDEX = "index"

Progress = Callable[[Iterable[str], str, int], Iterable[str]]
"""Wraps what is worked through: (keys or paths, what is done, how many)."""


class WorkSet:
    """The records that changed since the last synchronisation, or whose catalogs did, and those catalogs.

    Without an index everything has changed.
    """

    def __init__(
        self, project: Project, locales: Iterable[Locale], progress: Progress, *, is_whole: bool = False
    ) -> None:
        """Compare the files with the index, and read what differs and what depends on it; all if `is_whole`."""
        self._project, self._schema, self._progress = project, project.schema, progress
        self._config = digest(f"{__version__}\n{project.config.decode()}")
        self._index = None if is_whole else parse_index(project.read_private(_INDEX), self._config)
        self._record_signatures = project.find_record_files()
        self.catalog_files = project.find_catalog_files()
        changed = self._changed_files()
        self.is_empty = self._index is not None and not changed
        """Whether nothing changed at all."""
        self.entries: dict[str, RecordEntry] = dict(self._index.records) if self._index else {}
        """What is known of every record, read or not."""
        self.files: dict[str, RecordFile] = {}
        self.records: dict[str, Record] = {}
        """The records that were read; more than `keys`."""
        self.units: dict[str, list[SourceUnit]] = {}
        """The units of each of them that catalogs hold."""
        self.catalogs: dict[str, CatalogFile] = {}
        self.keys: list[str] = []
        """The records to work on, in order."""
        self.gone: set[str] = set()
        """The records that are no longer there."""
        self.domains: list[Domain] = []
        self._wanted: tuple[Locale | None, ...] = (None, *locales)
        self._renamed: set[str] = set()
        if not self.is_empty:
            self._read(changed)

    @property
    def findings(self) -> list[Finding]:
        """What the last synchronisation left for a person to decide."""
        return list(self._index.findings) if self._index else []

    def covers(self, record: str) -> bool:
        """Tell whether this work set speaks for a record: catalogs keep the units of all others."""
        return record in self._covered or record not in self.entries

    def labels(self, key: str) -> Mapping[str, str]:
        """Return a record's label in all locales; empty for a record that is not there."""
        if key not in self.records and key in self.entries:
            self._read_records([self.entries[key].path])
        record = self.records.get(key)
        return self._label(record) if record else {}

    def replace_record(self, record: Record) -> None:
        """Take a record's new version."""
        old = self.entries[record.key]
        self.records[record.key] = record
        self.entries[record.key] = new = self._entry(old.path, record)
        if new.label != old.label:
            self._renamed.add(record.key)

    def add_dependents(self) -> list[str]:
        """Take in, and return, the records whose notes show the label of one that got another by `replace_record`."""
        found = self._dependents(self._renamed)
        new = found - {*self.keys}
        self.keys = sorted({*self.keys, *new})
        self._covered |= new
        self._read_records({self.entries[key].path for key in new})
        self.domains = sorted({*self.domains, *(domain for key in new for domain in _domains(key, self.entries[key]))})
        self._read_catalogs()
        return sorted(found)

    def save_index(self, written: Mapping[str, Signature], findings: list[Finding]) -> None:
        """Keep what was seen: the signatures from before anything was read, and those of the files written.

        A file that someone changed meanwhile thus differs and is looked at next time.
        """
        files = dict(self._record_signatures)
        files |= {path: signature for path, (_, signature) in self.catalog_files.items()}
        index = Index(config=self._config, files=files | dict(written), records=self.entries, findings=findings)
        self._project.write_private(_INDEX, format_index(index))

    def _changed_files(self) -> set[str]:
        held = self._record_signatures | {path: signature for path, (_, signature) in self.catalog_files.items()}
        before = self._index.files if self._index else {}
        return {path for path in held.keys() | before.keys() if held.get(path) != before.get(path)}

    def _read(self, changed: set[str]) -> None:
        before = dict(self.entries)
        dirty = self._read_changed_records(changed)
        self.domains = sorted({id_.domain for id_ in map(self._project.find_catalog_id, changed) if id_})
        self._read_catalogs()
        dirty |= self._keys_of_catalogs()
        if self._index is not None:
            dirty |= self._dependents({key for key in dirty if _label(self.entries, key) != _label(before, key)})
        self.gone = {key for key in dirty if key not in self.entries}
        self.keys = sorted(dirty - self.gone)
        self._read_records({self.entries[key].path for key in self.keys})
        self._covered = {*self.keys, *self.gone}
        domains = {domain for key in dirty for domain in _domains(key, self.entries.get(key), before.get(key))}
        self.domains = sorted({*self.domains, *domains})
        self._read_catalogs()

    def _read_records(self, paths: Iterable[str]) -> None:
        missing = sorted(set(paths) - self.files.keys())
        shown = self._progress(missing, "reading records", len(missing)) if len(missing) > 1 else missing
        for path, file in self._project.load_record_files(shown).items():
            self.files[path] = file
            for record in file.records:
                if record is not None:
                    self.records[record.key] = record
                    self.entries[record.key] = self._entry(path, record)

    def _label(self, record: Record) -> Mapping[str, str]:
        field = self._schema.types[record.type].label_field
        label: Mapping[str, str] = record.values.get(field.name, {}) if field else {}
        return label

    def _entry(self, path: str, record: Record) -> RecordEntry:
        """Return what the index keeps of a record; gather its units on the way."""
        units = self.units[record.key] = [unit for unit in iter_units(record, self._schema) if not unit.is_free]
        return RecordEntry(
            path,
            tuple(sorted({unit.source_locale for unit in units})),
            tuple(sorted({key for _, key in iter_references(record, self._schema)})),
            digest(repr(sorted(self._label(record).items()))),
        )

    def _read_changed_records(self, changed: set[str]) -> set[str]:
        """Read the record files that changed; return the keys that stood or stand in them."""
        dirty = {key for key, entry in self.entries.items() if entry.path in changed}
        for key in dirty:
            del self.entries[key]
        self._read_records(path for path in self._record_signatures if path in changed)
        self._check_repeats(changed)
        return dirty | self.records.keys()

    def _check_repeats(self, changed: set[str]) -> None:
        """Read also the unchanged files that hold a key which a changed file has too: reading both raises."""
        before = self._index.records if self._index else {}
        again = {before[key].path for key in self.records if key in before} - changed
        if again:
            self._project.load_record_files(sorted(again | (changed & self._record_signatures.keys())))

    def _keys_of_catalogs(self) -> set[str]:
        """Return the records of the domains read so far, and those that have an entry in another's catalog."""
        if not self.domains:
            return set()
        domains = set(self.domains)
        keys = {key for key, entry in self.entries.items() if not domains.isdisjoint(_domains(key, entry))}
        units = (unit for file in self.catalogs.values() for unit in file.catalog.units)
        return keys | ({record_key(unit.key or "") for unit in units if not unit.obsolete} & self.entries.keys())

    def _dependents(self, renamed: set[str]) -> set[str]:
        """Return the records whose notes show the label of one of these."""
        if not renamed:
            return set()
        return {key for key, entry in self.entries.items() if not renamed.isdisjoint(entry.references)}

    def _read_catalogs(self) -> None:
        """Read the catalogs and templates of the domains, except those that were read already."""
        wanted = (CatalogId(domain, locale) for locale in self._wanted for domain in self.domains)
        paths = sorted({*map(self._project.catalog_path, wanted)} & self.catalog_files.keys() - self.catalogs.keys())
        self.catalogs |= self._project.load_catalogs(self._progress(paths, "reading catalogs", len(paths)))


def _label(entries: Mapping[str, RecordEntry], key: str) -> str:
    return entries[key].label if key in entries else ""


def _domains(key: str, *entries: RecordEntry | None) -> Iterator[Domain]:
    for entry in entries:
        for source_locale in entry.source_locales if entry else ():
            yield Domain(key.partition("/")[0], Locale(source_locale))
