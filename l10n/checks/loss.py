"""Checks of loss: translations that were there and are gone, and plural forms that never came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from l10n.checks import CheckedCatalog, CheckedRecord, Remark, Severity, catalog_check, record_check, remark
from l10n.records import unit_path
from l10n.words import mark


@record_check("lost-translation", Severity.ERROR)
def lost_translation(record: CheckedRecord) -> Iterable[Remark]:
    """A translation that went through the loop is still there; one taken away on purpose stands empty.

    A key that vanished in a merge or in an editor leaves no other trace than the state that l10n keeps of it.
    """
    state = record.record.state
    if not state:
        return
    units = {unit_path(unit.key): unit for unit in record.units if not unit.is_free}
    for locale, entries in state.items():
        for path, provenance in entries.items():
            unit = units.get(path)
            if unit is not None and locale not in unit.texts and locale != unit.source_locale:
                when = provenance.split(" ")[3]
                says = mark("found no translation, expected the one that was synchronised on {when}")
                yield remark(says, key=unit.key, locale=locale, when=when)


@catalog_check("plural-missing", Severity.ERROR)
def plural_missing(catalog: CheckedCatalog) -> Iterable[Remark]:
    """A text with plural forms has all of them, as many as the language has.

    For some numbers readers get the source's language, or nothing.
    """
    if not catalog.forms:
        return
    counts = Counter(unit.key for unit in catalog.units if unit.source_plural is not None)
    for key, count in counts.items():
        if count != catalog.forms:
            says = mark("found {found} as the number of plural forms, expected {expected}")
            yield remark(says, key=key, found=count, expected=catalog.forms)
