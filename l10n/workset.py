"""The work set: what a run of the loop has to look at, read from disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from msgspec import Raw

from l10n import __version__
from l10n.index import Finding, Index, RecordEntry, decode_digests, encode_digests, format_index, parse_index
from l10n.locales import Locale
from l10n.model import CatalogId, Domain, record_key
from l10n.po import entry_digests
from l10n.project import CatalogFile, Project, RecordFile
from l10n.records import Record, SourceUnit, iter_references, iter_units
from l10n.store import Signature
from l10n.text import digest

_INDEX = "index"
_FEW = 1000
"""Up to how many records at work are read from catalogs as excerpts; for more, reading all is as fast."""

Progress = Callable[[Iterable[str], str, int], Iterable[str]]
"""Wraps what is worked through: (keys or paths, what is done, how many)."""


class WorkSet:
    """The records that changed since the last synchronisation, or whose catalogs did, and those catalogs.

    Without an index everything has changed.
    """

    def __init__(
        self,
        project: Project,
        locales: Iterable[Locale],
        progress: Progress,
        *,
        is_whole: bool = False,
        also: Iterable[str] = (),
    ) -> None:
        """Compare the files with the index, and read what differs and what depends on it; all if `is_whole`.

        `also`: keys of records to look at even if they are as they were.
        """
        self._project, self._schema, self._progress = project, project.schema, progress
        self._config = digest(f"{__version__}\n{project.config.decode()}")
        self._index = None if is_whole else parse_index(project.read_private(_INDEX), self._config)
        self._record_signatures = project.find_record_files()
        self.catalog_files = project.find_catalog_files()
        changed = self._changed_files()
        asked = {*also} & self._index.records.keys() if self._index else set()
        self.is_empty = self._index is not None and not changed and not asked
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
        self._digests_left: dict[str, Mapping[str, int] | None] = {}
        """Of the entries in each catalog as this run leaves them."""
        if not self.is_empty:
            self._read(changed, asked)

    @property
    def is_whole(self) -> bool:
        """Whether there is no index, so that everything is at work."""
        return self._index is None

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

    def add_dependents(self) -> bool:
        """Take in the records whose notes show a label that `replace_record` changed; tell whether there are more."""
        new = self._dependents(self._renamed) - {*self.keys}
        self.keys = sorted({*self.keys, *new})
        self._covered |= new
        self._read_records({self.entries[key].path for key in new})
        if new:
            self.catalogs = {path: file for path, file in self.catalogs.items() if file.excerpt is None}
        self.domains = sorted({*self.domains, *(domain for key in new for domain in _domains(key, self.entries[key]))})
        self._read_catalogs()
        return bool(new)

    def save_index(self, written: Mapping[str, Signature], findings: list[Finding]) -> None:
        """Keep what was seen: the signatures from before anything was read, and those of the files written.

        A file that someone changed meanwhile thus differs and is looked at next time.
        """
        files = dict(self._record_signatures)
        files |= {path: signature for path, (_, signature) in self.catalog_files.items()}
        files |= {path: signature for path, signature in written.items() if path not in self._overtaken()}
        index = Index(
            config=self._config, files=files, records=self.entries, findings=findings, entries=self._encoded_digests()
        )
        self._project.write_private(_INDEX, format_index(index))

    def _overtaken(self) -> set[str]:
        """Return the catalogs that someone changed after their signatures were taken, before they were read."""
        return {path for path, file in self.catalogs.items() if file.signature != self.catalog_files[path][1]}

    def _encoded_digests(self) -> dict[str, Raw]:
        """Return the digests of what this run leaves in each catalog; none where they would hide another's change."""
        entries = dict(self._index.entries) if self._index else {}
        for path, file in self.catalogs.items():
            if file.excerpt is None and path not in self._digests_left:
                self._digests_left[path] = entry_digests(file.catalog)
        for path, digests in self._digests_left.items():
            entries.pop(path, None)
            if digests is not None:
                entries[path] = encode_digests(digests)
        known = self.catalog_files.keys() | self._digests_left.keys()
        return {path: raw for path, raw in entries.items() if path in known - self._overtaken()}

    def keep_digests(self, path: str, digests: Mapping[str, int] | None, *, is_part: bool) -> None:
        """Take the digests of a catalog's entries as they will be written; `is_part`: of the records at work only."""
        if digests is None or not is_part:
            self._digests_left[path] = digests
        else:
            others = {key: digest for key, digest in self._digests(path).items() if key not in self._covered}
            self._digests_left[path] = others | dict(digests)

    def _digests(self, path: str) -> dict[str, int]:
        """Return the digests of a catalog's entries as the last synchronisation left them; empty if unknown."""
        raw = self._index.entries.get(path) if self._index else None
        return {} if raw is None else decode_digests(raw)

    def _changed_files(self) -> set[str]:
        held = self._record_signatures | {path: signature for path, (_, signature) in self.catalog_files.items()}
        before = self._index.files if self._index else {}
        return {path for path in held.keys() | before.keys() if held.get(path) != before.get(path)}

    def _read(self, changed: set[str], asked: set[str]) -> None:
        before = dict(self.entries)
        dirty = asked | self._read_changed_records(changed)
        dirty |= self._read_changed_catalogs(changed)
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

    def _read_changed_catalogs(self, changed: set[str]) -> set[str]:
        """Read the catalogs that changed; return the records whose entries are not as they were left.

        Where that cannot be told, as for a catalog that is gone, it is all records of its domain.
        """
        ids = {path: id_ for path in changed if (id_ := self._project.find_catalog_id(path))}
        self.domains = sorted({id_.domain for id_ in ids.values()})
        self._read_whole(ids.keys() & self._catalog_paths())
        dirty: set[str] = set()
        untold: set[Domain] = set()
        for path, id_ in ids.items():
            differing = self._differing_records(path)
            if differing is None:
                untold.add(id_.domain)
            else:
                dirty |= differing & self.entries.keys()
        self._read_whole({path for path in self._catalog_paths() if self.catalog_files[path][0].domain in untold})
        return dirty | self._keys_of_domains(untold)

    def _differing_records(self, path: str) -> set[str] | None:
        """Return the records whose entries in a catalog are not as they were left; None if that is unknown."""
        before = self._digests(path)
        now = entry_digests(self.catalogs[path].catalog) if before and path in self.catalogs else None
        if now is None:
            return None
        return {key for key in before.keys() | now.keys() if before.get(key) != now.get(key)}

    def _keys_of_domains(self, domains: set[Domain]) -> set[str]:
        """Return the records of some domains, and those that have an entry in a catalog that was read."""
        if not domains or self._index is None:
            return set()  # without an index all records are read already
        keys = {key for key, entry in self.entries.items() if not domains.isdisjoint(_domains(key, entry))}
        units = (unit for file in self.catalogs.values() for unit in file.catalog.units)
        return keys | ({record_key(unit.key or "") for unit in units if not unit.obsolete} & self.entries.keys())

    def _dependents(self, renamed: set[str]) -> set[str]:
        """Return the records whose notes show the label of one of these."""
        if not renamed:
            return set()
        return {key for key, entry in self.entries.items() if not renamed.isdisjoint(entry.references)}

    def _catalog_paths(self) -> set[str]:
        """Return the paths of the domains' catalogs and templates that are there."""
        wanted = (CatalogId(domain, locale) for locale in self._wanted for domain in self.domains)
        return {*map(self._project.catalog_path, wanted)} & self.catalog_files.keys()

    def _read_whole(self, paths: Iterable[str]) -> None:
        """Read catalogs, except those that were read already."""
        missing = sorted(set(paths) - self.catalogs.keys())
        self.catalogs |= self._project.load_catalogs(self._progress(missing, "reading catalogs", len(missing)))

    def _read_catalogs(self) -> None:
        """Read the domains' catalogs and templates: of those that are as they were left the records at work alone."""
        is_little = len(self._covered) <= _FEW
        for path in sorted(self._catalog_paths() - self.catalogs.keys()) if is_little else ():
            signature = self.catalog_files[path][1]
            digests = self._digests(path) if self._index and self._index.files.get(path) == signature else None
            if digests:
                covered = {record: digests.get(record, 0) for record in self._covered}
                file = self._project.load_excerpt(path, signature, covered)
                if file is not None:
                    self.catalogs[path] = file
        self._read_whole(self._catalog_paths())


def _label(entries: Mapping[str, RecordEntry], key: str) -> str:
    return entries[key].label if key in entries else ""


def _domains(key: str, *entries: RecordEntry | None) -> Iterator[Domain]:
    for entry in entries:
        for source_locale in entry.source_locales if entry else ():
            yield Domain(key.partition("/")[0], Locale(source_locale))
