"""Standing batches: what is out, under the keys that a collection's units have as its records stand."""

from __future__ import annotations

from collections.abc import Mapping

from l10n.batch import Batch
from l10n.locales import Locale
from l10n.model import UnitKey, record_key
from l10n.project import Project
from l10n.records import iter_units
from l10n.returned import can_take


def load_standing(project: Project) -> dict[str, Batch]:
    """Return all batches by id, in order, whatever became of the records since the last sync."""
    return with_put_back(project, project.load_batches())


def with_put_back(project: Project, batches: Mapping[str, Batch]) -> dict[str, Batch]:
    """Return batches with the keys that were handed out, where renames that they followed are put back."""
    wanted = _find_wanted(project, batches)
    return {name: batch.put_back(wanted.get(batch.locale, set())) for name, batch in batches.items()}


def _find_wanted(project: Project, batches: Mapping[str, Batch]) -> dict[Locale, set[UnitKey]]:
    """Return, by locale, which of the units that batches followed are wanted, under the old keys and the new ones."""
    asked: dict[Locale, set[UnitKey]] = {}
    for batch in batches.values():
        moved = {key: UnitKey(base.moved) for key, base in batch.units.items() if base.moved}
        if moved:
            asked.setdefault(batch.locale, set()).update(moved, moved.values())
    records = project.find_records({record_key(key) for keys in asked.values() for key in keys})
    units = [unit for record in records.values() for unit in iter_units(record, project.schema)]
    return {
        locale: {unit.key for unit in units if unit.key in keys and can_take(unit, locale)}
        for locale, keys in asked.items()
    }
