"""Catalog updates: the catalogs and templates that change, with what the records at work want of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from l10n.catalogs import DomainUpdate
from l10n.dates import now
from l10n.held import HeldEntries
from l10n.locales import Locale
from l10n.loop_report import FOLLOWED, SET_ASIDE
from l10n.model import Catalog, CatalogId, Domain, Unit
from l10n.project import CatalogFile, Project
from l10n.workset import WorkSet


class CatalogUpdates:
    """Brings catalogs up to date, in memory."""

    def __init__(
        self, project: Project, work_set: WorkSet, held: HeldEntries, counts: dict[str, dict[str, int]]
    ) -> None:
        """Take what is at work, and a report's counts: {target locale: {case: units}}, to add to."""
        self._project, self._work_set, self._held, self._counts = project, work_set, held, counts
        self._wanted: dict[CatalogId, dict[str, Unit]] = {}
        self._locales: tuple[Locale, ...] = ()
        self._keeps_digests = False

    def find_changed(
        self, wanted: dict[CatalogId, dict[str, Unit]], locales: Iterable[Locale], *, keeps_digests: bool
    ) -> list[tuple[str, bytes]]:
        """Return path and bytes of what changes; the files that take units over from others come first.

        `wanted`: what each catalog and template is to hold of the records at work; it is emptied on the way, as it may
        be large. With `keeps_digests` the work set learns what the files then hold.
        """
        self._wanted, self._locales, self._keeps_digests = wanted, tuple(locales), keeps_digests
        changed: list[tuple[CatalogId, bytes]] = []
        concerned = (catalog.domain for catalog in (*wanted, *self._held.moves))
        for domain in sorted({*self._work_set.domains, *concerned}):
            changed.extend(self._updated_domain(domain))
        changed.sort(key=lambda item: item[0] not in self._held.receivers)
        return [(self._project.catalog_path(catalog), data) for catalog, data in changed]

    def _updated_domain(self, domain: Domain) -> Iterator[tuple[CatalogId, bytes]]:
        update = DomainUpdate(domain, self._project.schema.name, self._work_set.covers, now())
        for locale in (None, *self._locales):
            catalog = CatalogId(domain, locale)
            file = self._work_set.catalogs.get(self._project.catalog_path(catalog))
            wanted = self._wanted.pop(catalog, {})
            self._count_followed(catalog)
            if file is not None or wanted or catalog in self._held.moves:
                data = self._updated_catalog(update, catalog, file, wanted)
                if data is not None and (file is None or data != file.data):
                    yield catalog, data

    def _updated_catalog(
        self, update: DomainUpdate, catalog: CatalogId, file: CatalogFile | None, wanted: Mapping[str, Unit]
    ) -> bytes | None:
        """Return a catalog's new bytes; None if nothing changes."""
        before = file.catalog if file else None
        old = self._held.followed(catalog, before or Catalog()) if catalog in self._held.moves else before
        path = self._project.catalog_path(catalog)
        if catalog.locale is None:
            new = update.template(old, wanted, before)
        else:
            new = update.catalog(old, catalog.locale, wanted)
        if new is before:
            return None
        formatted = self._project.format_update(path, new, file)
        if formatted is None and file is not None:
            return self._updated_catalog(update, catalog, self._project.read_whole(file), wanted)
        if formatted is None:
            return None
        if self._keeps_digests:
            is_part = file is not None and file.excerpt is not None
            self._work_set.keep_digests(path, formatted.digests(), is_part=is_part)
        self._count_set_aside(catalog.locale, old, new)
        return formatted.data

    def _count_followed(self, catalog: CatalogId) -> None:
        move = self._held.moves.get(catalog)
        if catalog.locale is not None and move is not None and move.count:
            counts = self._counts.setdefault(catalog.locale, {})
            counts[FOLLOWED] = counts.get(FOLLOWED, 0) + move.count

    def _count_set_aside(self, locale: Locale | None, old: Catalog | None, new: Catalog) -> None:
        """Count the translations that this run makes obsolete: their record or paragraph is gone."""
        if old is None or locale is None:
            return
        count = sum(unit.obsolete for unit in new.units) - sum(unit.obsolete for unit in old.units)
        if count > 0:
            counts = self._counts.setdefault(locale, {})
            counts[SET_ASIDE] = counts.get(SET_ASIDE, 0) + count
