"""Intake: what translators bring back goes into records, or stays in the catalogs for somebody to look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from l10n.batch import Batch
from l10n.batch_catalog import find_batch_id, iter_contradictions, with_returned
from l10n.catalogs import DomainUpdate
from l10n.dates import now, today
from l10n.errors import ErrorCollector, L10nError
from l10n.handout import Watch, find_batch, unwatched
from l10n.locales import Locale
from l10n.loop import run_loop
from l10n.loop_report import Direction, LoopReport
from l10n.merge import choose_units, insert_units, without_repeats
from l10n.model import Catalog, CatalogId, Domain, Unit, UnitKey, record_key
from l10n.po import parse_po
from l10n.project import Project
from l10n.records import Change, SourceUnit, is_pinned, iter_units, unit_path, with_changes
from l10n.returned import IN_RECORD, NOTHING_DONE, Fate, Returned, take_back
from l10n.standing import load_standing
from l10n.store import find_signature, read_file


class Intake(Struct, frozen=True, kw_only=True):
    """What came back in one file."""

    file: str
    batch: Batch
    """As it is now."""
    returned: tuple[Returned, ...]
    """Every entry of the file, in its order."""

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to look at something."""
        return any(returned.needs_person for returned in self.returned)


def take_in(
    project: Project, files: Iterable[str], *, batch_id: str = "", watch: Watch = unwatched
) -> tuple[tuple[Intake, ...], LoopReport]:
    """Take translators' files back, whatever happened to the collection meanwhile; also return the sync's report.

    The collection is synchronised before, so that what catalogs hold is known, and after. `batch_id` is the batch of
    files that lost the header which names it. Nothing is taken unless all files can be read. Catalogs are written
    before records, and the batch last, so that after a kill the same files can be taken in again.
    """
    read = _read_files(project, files, batch_id)
    run_loop(project, Direction.SYNC, progress=watch)
    with project.lock():
        intakes = tuple(_Run(project, file, batch, catalog).run() for file, batch, catalog in read)
    return tuple(_without_replaced(intakes)), run_loop(project, Direction.SYNC, progress=watch)


def _without_replaced(intakes: Sequence[Intake]) -> Iterator[Intake]:
    """Yield intakes, saying of what one of them took and a later one has another text for that it is replaced."""
    last: dict[tuple[Locale, str], str] = {}
    result: list[Intake] = []
    for intake in reversed(intakes):
        locale, texts = intake.batch.locale, []
        for returned in intake.returned:
            is_held = returned.fate in IN_RECORD
            is_replaced = is_held and last.get((locale, returned.key), returned.text) != returned.text
            texts.append(replace(returned, fate=Fate.REPLACED) if is_replaced else returned)
        last = {(locale, text.key): text.text for text in texts if text.fate in IN_RECORD} | last
        result.append(replace(intake, returned=tuple(texts)))
    yield from reversed(result)


def _read_files(project: Project, files: Iterable[str], batch_id: str) -> list[tuple[str, str, Catalog]]:
    """Return (file, batch, catalog); raise all that is wrong with any of them at once."""
    batches, errors = project.load_batches(), ErrorCollector()
    read = []
    for file in files:
        try:
            catalog = parse_po(read_file(Path(file))[0], file)
            batch = find_batch(batches, batch_id or find_batch_id(catalog, file))
            errors.errors.extend(iter_contradictions(catalog, batch, project.schema.locales, file))
            read.append((file, batch.id, catalog))
        except L10nError as error:
            errors.add(error)
    errors.raise_all()
    return read


class _Run:
    """The taking in of one file."""

    def __init__(self, project: Project, file: str, batch: str, catalog: Catalog) -> None:
        self._project, self._file = project, file
        self._batch = find_batch(load_standing(project), batch)
        self._keys = self._batch.places
        self._bases = {now: self._batch.units[key] for now, key in self._keys.items()}
        """By the keys that units have now, as all that follows."""
        self._given = _with_keys_of_now(catalog, self._keys)
        keys = {record_key(unit.key) for unit in self._given.units if unit.key in self._bases and unit.key}
        self._records = project.find_records(keys)
        units = (unit for record in self._records.values() for unit in iter_units(record, project.schema))
        self._units = {unit.key: unit for unit in units if unit.key in self._bases and not unit.is_free}

    def run(self) -> Intake:
        """Decide on every entry, and write what follows from it."""
        pairs = list(self._decide())
        self._save_catalogs(pairs)
        self._save_records(returned for _, returned in pairs)
        told = {UnitKey(returned.key): returned for _, returned in pairs if returned.fate is not Fate.UNKNOWN}
        known = {self._keys[now]: told[now].base_after(base) for now, base in self._bases.items() if now in told}
        batch = self._batch.with_bases(known)
        self._project.save_batch(batch)
        return Intake(file=self._file, batch=batch, returned=tuple(returned for _, returned in pairs))

    def _decide(self) -> Iterator[tuple[Unit, Returned]]:
        """Yield (entry, what becomes of it); of several entries of a unit one speaks for it."""
        sources: dict[str, str] = {key: self._source(key) for key in self._bases}
        chosen = choose_units(self._given.units, sources)
        for entry in self._given.units:
            key = UnitKey(entry.key or "")
            base = self._bases.get(key) if chosen.get(key) is entry else None
            returned = take_back(base, entry, self._units.get(key), self._batch.locale, today())
            is_repeat = returned.fate is Fate.UNKNOWN and key in self._bases
            yield entry, replace(returned, message="the file has another entry of this unit") if is_repeat else returned

    def _source(self, key: UnitKey) -> str:
        unit = self._units.get(key)
        return unit.texts.get(self._bases[key].source_locale, "") if unit else ""

    # Writing

    def _save_catalogs(self, pairs: Iterable[tuple[Unit, Returned]]) -> None:
        by_catalog: dict[CatalogId, dict[str, tuple[Unit, Returned]]] = {}
        for given, returned in pairs:
            if returned.fate not in NOTHING_DONE:
                by_catalog.setdefault(self._catalog_of(returned), {})[returned.key] = (given, returned)
        for catalog_id, changes in by_catalog.items():
            self._save_catalog(catalog_id, changes)

    def _catalog_of(self, returned: Returned) -> CatalogId:
        """Return the catalog that a text belongs in; for a unit that is gone, that of the source it was made for."""
        unit = self._units.get(UnitKey(returned.key))
        is_there = unit is not None and returned.fate is not Fate.GONE
        source = unit.source_locale if unit and is_there else self._made_for(returned.key)
        return CatalogId(Domain(returned.key.partition("/")[0], source), self._batch.locale)

    def _made_for(self, key: str) -> Locale:
        return self._bases[UnitKey(key)].source_locale

    def _save_catalog(self, catalog_id: CatalogId, changes: Mapping[str, tuple[Unit, Returned]]) -> None:
        path = self._project.catalog_path(catalog_id)
        is_there = find_signature(self._project.root / path) is not None
        file = self._project.load_catalogs([path])[path] if is_there else None
        update = DomainUpdate(catalog_id.domain, self._project.schema.name, lambda _: False, now())
        catalog = file.catalog if file else update.catalog(None, self._batch.locale, {})
        units = self._changed_units(catalog.units, catalog_id, changes)
        data = self._project.format_catalog(path, replace(catalog, units=units))
        if file is None:
            self._project.save_file(path, data, None)
        else:
            self._project.replace_file(path, data, file.data, file.signature)

    def _changed_units(
        self, units: Sequence[Unit], catalog_id: CatalogId, changes: Mapping[str, tuple[Unit, Returned]]
    ) -> tuple[Unit, ...]:
        """Return a catalog's units with what came back; what has no place any more is obsolete at the end."""
        source_locale = catalog_id.domain.source_locale
        gone = [_obsolete(given) for given, returned in changes.values() if returned.fate is Fate.GONE]
        kept = {key: pair for key, pair in changes.items() if pair[1].fate is not Fate.GONE}
        held = {unit.key for unit in units if not unit.obsolete}
        added = [Unit(key=key, source=self._units[UnitKey(key)].source) for key in kept if key not in held]

        def changed(unit: Unit) -> Unit:
            if unit.obsolete or unit.key not in kept:
                return unit
            return with_returned(unit, *kept[unit.key], self._made_for(unit.key), source_locale)

        if not (gone or added):
            return tuple(map(changed, units))
        live = insert_units([unit for unit in units if not unit.obsolete], added)
        return without_repeats(list(map(changed, live)), [*(unit for unit in units if unit.obsolete), *gone])

    def _save_records(self, returned: Iterable[Returned]) -> None:
        changes: dict[str, list[Change]] = {}
        for text in returned:
            if text.provenance is not None:
                unit = self._units[UnitKey(text.key)]
                changes.setdefault(record_key(text.key), []).append(self._change(text, unit))
        changed = {key: with_changes(self._records[key], made) for key, made in changes.items()}
        self._project.save_records(changed)

    def _change(self, returned: Returned, unit: SourceUnit) -> Change:
        is_new = returned.fate is Fate.TAKEN
        needs_pin = is_new and not is_pinned(self._records[record_key(unit.key)], unit)
        return Change(
            unit_path(unit.key),
            self._batch.locale,
            returned.text if is_new else None,
            returned.provenance,
            unit.source_locale if needs_pin else None,
        )


def _with_keys_of_now(catalog: Catalog, places: Mapping[UnitKey, UnitKey]) -> Catalog:
    """Return a translator's catalog with the keys that units have now; `places` is {key now: key when handed out}."""
    moved = {key: now for now, key in places.items() if key != now}
    units = (unit.with_changes(key=moved.get(UnitKey(unit.key or ""), unit.key)) for unit in catalog.units)
    return replace(catalog, units=tuple(units)) if moved else catalog


def _obsolete(given: Unit) -> Unit:
    """Return the entry that keeps the text of a unit that is gone; it comes back if the unit does."""
    return given.with_changes(obsolete=True, fuzzy=given.fuzzy, notes=(), references=(), previous=None)
