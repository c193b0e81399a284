"""Held: what catalogs have for the units at work, each under the key that it has now."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from l10n.following import Move, find_moves
from l10n.locales import Locale
from l10n.merge import choose_units
from l10n.model import Catalog, CatalogId, Unit
from l10n.records import SourceUnit
from l10n.workset import WorkSet


class HeldEntries:
    """The entries of the units at work, in the right catalogs; those in another source's catalog are kept apart."""

    def __init__(self, work_set: WorkSet) -> None:
        """Map every unit to its entry."""
        units = [unit for key in work_set.keys for unit in work_set.units[key]]
        found = {work_set.catalog_files[path][0]: file.catalog for path, file in work_set.catalogs.items()}
        self.moves: dict[CatalogId, Move] = find_moves(
            found, units, covers=work_set.covers, is_record=work_set.entries.__contains__
        )
        """What renamed units ask of the catalogs."""
        self.receivers = {catalog_id for catalog_id, move in self.moves.items() if move.arrived}
        """Catalogs that take units over from other ones."""
        self._catalogs = {
            catalog_id: self.followed(catalog_id, found.get(catalog_id, Catalog()))
            for catalog_id in {**found, **self.moves}
        }
        self._by_catalog: dict[CatalogId, dict[str, Unit]] = {}
        self._strays: dict[tuple[str, str], tuple[Locale, Unit]] = {}
        """{(unit, target locale): (the source locale of its catalog, entry)}."""
        self._index(units)

    def _index(self, units: list[SourceUnit]) -> None:
        home: dict[str, Locale] = {}
        sources: dict[Locale, dict[str, str]] = {}
        for unit in units:
            home[unit.key] = unit.source_locale
            sources.setdefault(unit.source_locale, {})[unit.key] = unit.source
        for catalog_id, catalog in self._catalogs.items():
            if catalog_id.locale is None:
                continue
            source_locale = catalog_id.domain.source_locale
            self._by_catalog[catalog_id] = choose_units(catalog.units, sources.get(source_locale, {}))
            for entry in catalog.units:
                key = entry.key or ""
                if not entry.obsolete and home.get(key, source_locale) != source_locale:
                    self._strays[key, catalog_id.locale] = (source_locale, entry)

    def followed(self, catalog_id: CatalogId, catalog: Catalog) -> Catalog:
        """Return a catalog with the entries of renamed units under their new keys."""
        move = self.moves.get(catalog_id)
        return catalog if move is None else replace(catalog, units=move.apply(catalog.units))

    def renames(self, locale: Locale) -> dict[str, str]:
        """Return {old key: new key} of renamed units as a locale's catalogs have it, else the templates."""
        by_catalog = sorted(self.moves.items(), key=lambda item: item[0].locale is not None)
        wanted = (move.followed for catalog_id, move in by_catalog if catalog_id.locale in {None, locale})
        return {old: new for followed in wanted for old, new in followed.items()}

    def find(self, unit: SourceUnit, catalog_id: CatalogId, locale: Locale) -> Unit | None:
        """Return a unit's entry in a catalog; where that has no text, one from the catalog of another source."""
        entry = self._by_catalog.get(catalog_id, {}).get(unit.key)
        stray = self._strays.get((unit.key, locale))
        if stray and (entry is None or (stray[1].has_target and (entry.obsolete or not entry.has_target))):
            return self._from_elsewhere(unit, catalog_id, stray)
        return entry

    def is_there(self, catalog_id: CatalogId, entry: Unit | None) -> bool:
        """Tell whether an entry that `find` returned stands in this catalog, not in that of another source."""
        return entry is not None and self._by_catalog.get(catalog_id, {}).get(entry.key or "") is entry

    def _from_elsewhere(self, unit: SourceUnit, catalog_id: CatalogId, stray: tuple[Locale, Unit]) -> Unit:
        """Return an entry that stands where the unit's source was before, as one for the source now."""
        source_locale, entry = stray
        self.receivers.add(catalog_id)
        is_current = unit.texts.get(source_locale) == entry.source
        return entry.with_changes(source=unit.source) if is_current else entry

    def entries_of(self, unit: SourceUnit) -> list[Unit]:
        """Return a unit's entries in the catalogs of all locales."""
        return [held[unit.key] for held in self._by_catalog.values() if unit.key in held]

    def iter_templates(self) -> Iterator[Unit]:
        """Yield what the templates have."""
        for catalog_id, catalog in self._catalogs.items():
            if catalog_id.locale is None:
                yield from catalog.units
