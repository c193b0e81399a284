"""Following: catalogs in which the entries of renamed units stand under their new keys."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from l10n.locales import Locale
from l10n.merge import insert_units
from l10n.model import Catalog, CatalogId, Domain, Unit, parse_provenance, record_key
from l10n.records import SourceUnit
from l10n.renames import Candidate, Renames, find_renames


class Move(Struct, frozen=True):
    """What comes into one catalog, goes out of it, and is called otherwise in it."""

    renames: Mapping[str, str] = {}
    """{old key: new key} of entries that stay in the catalog."""
    left: frozenset[str] = frozenset()
    """Keys of entries that go to another catalog."""
    arrived: tuple[Unit, ...] = ()
    """Entries from other catalogs."""
    followed: Mapping[str, str] = {}
    """{old key: new key} of all units that the catalog has under their old ones."""
    count: int = 0
    """How many translations of units that are there now were followed into this catalog."""

    def apply(self, units: Iterable[Unit]) -> tuple[Unit, ...]:
        """Return a catalog's units afterwards.

        What stays in its record keeps its place; what goes to another one stands where an update puts new units.
        """
        stay: list[Unit] = []
        come = list(self.arrived)
        for unit in units:
            key = unit.key or ""
            renamed = unit.with_changes(key=self.renames[key]) if key in self.renames else unit
            if key not in self.left:
                is_here = record_key(renamed.key or "") == record_key(key)
                (stay if is_here else come).append(renamed)
        if not come:
            return tuple(stay)
        live = insert_units(_live(stay), _live(come))
        return (*live, *(unit for unit in (*stay, *come) if unit.obsolete))


def find_moves(
    catalogs: Mapping[CatalogId, Catalog],
    units: Iterable[SourceUnit],
    *,
    covers: Callable[[str], bool],
    is_record: Callable[[str], bool],
) -> dict[CatalogId, Move]:
    """Return what moves in the catalogs of all locales, each for itself, and in the templates.

    `covers` tells for a record's key whether `units` are all that it has, `is_record` whether it exists.
    """
    known = {unit.key: unit for unit in units}
    gone: dict[Locale | None, dict[str, Candidate]] = {}
    for catalog_id, catalog in catalogs.items():
        for unit in catalog.units:
            key = unit.key or ""
            if key not in known and not unit.obsolete and covers(record_key(key)):
                candidate = Candidate(key, catalog_id.domain.source_locale, unit.source)
                gone.setdefault(catalog_id.locale, {}).setdefault(key, candidate)
    moves: dict[CatalogId, Move] = {}
    for locale, candidates in gone.items():
        of_locale = {catalog_id: catalog for catalog_id, catalog in catalogs.items() if catalog_id.locale == locale}
        renames = _find_renames(of_locale.values(), candidates.values(), _wanted(known.values(), locale), is_record)
        if renames.units:
            moves |= _Mover(renames, known.keys()).moves(of_locale)
    return moves


def _wanted(units: Iterable[SourceUnit], locale: Locale | None) -> Iterator[SourceUnit]:
    return (unit for unit in units if locale is None or (locale in unit.wanted and locale != unit.source_locale))


def _find_renames(
    catalogs: Collection[Catalog],
    gone: Iterable[Candidate],
    wanted: Iterable[SourceUnit],
    is_record: Callable[[str], bool],
) -> Renames:
    units = list(wanted)
    live = {unit.key for catalog in catalogs for unit in _live(catalog.units)}
    held = {record_key(unit.key) for unit in units if unit.key in live}
    return find_renames(
        gone,
        (_candidate(unit) for unit in units if unit.key not in live),
        is_gone=lambda record: not is_record(record),
        is_new=lambda record: record not in held,
    )


def _candidate(unit: SourceUnit) -> Candidate:
    provenances = map(parse_provenance, unit.state.values())
    made_from = (known.source_digest for known in provenances if known.source_locale == unit.source_locale)
    return Candidate(unit.key, unit.source_locale, unit.source, tuple(made_from))


def _live(units: Iterable[Unit]) -> list[Unit]:
    return [unit for unit in units if not unit.obsolete]


class _Mover:
    """Carries renames out in the catalogs of one locale."""

    def __init__(self, renames: Renames, known: Collection[str]) -> None:
        self._all, self._known = renames, known
        self._renames: dict[CatalogId, dict[str, str]] = {}
        self._left: dict[CatalogId, set[str]] = {}
        self._arrived: dict[CatalogId, list[Unit]] = {}
        self._followed: dict[CatalogId, dict[str, str]] = {}
        self._counts: dict[CatalogId, int] = {}

    def moves(self, catalogs: Mapping[CatalogId, Catalog]) -> dict[CatalogId, Move]:
        parked = {
            (catalog_id, unit.key)
            for catalog_id, catalog in catalogs.items()
            for unit in catalog.units
            if unit.obsolete and unit.has_target
        }
        for catalog_id, catalog in catalogs.items():
            for unit in catalog.units:
                new = self._new_key(unit.key or "")
                home = self._home(catalog_id, new) if new else catalog_id
                if new:
                    self._followed.setdefault(catalog_id, {})[unit.key or ""] = new
                if new and (unit.has_target or (home, new) not in parked):
                    self._move(catalog_id, home, unit, new)
        return {
            catalog_id: Move(
                self._renames.get(catalog_id, {}),
                frozenset(self._left.get(catalog_id, ())),
                tuple(self._arrived.get(catalog_id, ())),
                self._followed.get(catalog_id, {}),
                self._counts.get(catalog_id, 0),
            )
            for catalog_id in {**self._followed, **self._arrived}
        }

    def _new_key(self, key: str) -> str | None:
        """Return an entry's new key; what only went along with its record speaks for no unit that is there."""
        new = self._all.find(key)
        return new if key in self._all.units or new not in self._known else None

    @staticmethod
    def _home(catalog_id: CatalogId, key: str) -> CatalogId:
        domain = Domain(key.partition("/")[0], catalog_id.domain.source_locale)
        return CatalogId(domain, catalog_id.locale)

    def _move(self, catalog_id: CatalogId, home: CatalogId, unit: Unit, new: str) -> None:
        if home == catalog_id:
            self._renames.setdefault(catalog_id, {})[unit.key or ""] = new
        else:
            self._left.setdefault(catalog_id, set()).add(unit.key or "")
            self._arrived.setdefault(home, []).append(unit.with_changes(key=new))
        if new in self._known and unit.has_target and not unit.obsolete:
            self._counts[home] = self._counts.get(home, 0) + 1
