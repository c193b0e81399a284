"""Unchanged meaning: which texts someone said it of, and which earlier source each of them means the same as."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec.structs import replace

from l10n.errors import L10nError, SeveralErrors, UnknownNameError, suggest
from l10n.locales import Locale
from l10n.model import Unit, record_key
from l10n.nearest import similarity
from l10n.records import Change, Record, SourceUnit, is_below, unit_path
from l10n.text import digest


def check_keys(keys: Iterable[str], units: Mapping[str, Iterable[SourceUnit]], records: Collection[str]) -> None:
    """Raise UnknownNameError for keys of no unit, nor of what has units; `units` by record, of those keys at least."""
    errors: list[L10nError] = []
    for key in keys:
        record = record_key(key)
        known = [unit.key for unit in units.get(record, ())]
        if not any(is_below(unit, key) for unit in known):
            expected = "expected the key of a text, or of a record or field with texts"
            near = suggest(key, known) if record in records else suggest(key, records)
            errors.append(UnknownNameError(f"there is no text {key!r}, {expected}{near}"))
    if errors:
        raise errors[0] if len(errors) == 1 else SeveralErrors(errors)


def is_marked(unit: SourceUnit, record: Record) -> bool:
    """Tell whether its record says that a unit's meaning is unchanged."""
    return any(is_below(unit_path(unit.key), path) for path in record.unchanged)


def marks_left(record: Record, units: Iterable[SourceUnit]) -> tuple[str, ...]:
    """Return the record's marks that name nothing: all others have been heeded."""
    paths = [unit_path(unit.key) for unit in units]
    return tuple(mark for mark in record.unchanged if not any(is_below(path, mark) for path in paths))


def find_earlier_source(unit: SourceUnit, template: Unit | None, entries: Collection[Unit], *, is_asked: bool) -> str:
    """Return the digest of the source that a unit's means the same as; empty where there was no edit.

    That is the one before an edit that not all catalogs have; only with `is_asked` one that they had before.
    """
    pending = _pending_source(unit, template, entries)
    return _shown_source(unit, entries) if is_asked and not pending else pending


def changes_elsewhere(units: Iterable[SourceUnit], earlier: Mapping[str, str]) -> Iterator[Change]:
    """Yield what unchanged meanings say of texts in locales in which they are not wanted, and have no catalog."""
    for unit in units if earlier else ():
        for locale in unit.state if unit.key in earlier else ():
            provenance = unit.provenance(locale)
            known = provenance and (provenance.source_locale, provenance.source_digest)
            if provenance and locale not in unit.wanted and known == (unit.source_locale, earlier[unit.key]):
                now = replace(provenance, source_digest=digest(unit.source))
                yield Change(unit_path(unit.key), Locale(locale), None, now)


def _pending_source(unit: SourceUnit, template: Unit | None, entries: Collection[Unit]) -> str:
    """Return the digest of the source that was there before an edit that not all catalogs have; empty if none was.

    The template knows what the last update had; where it does not, only one that all behind the edit agree on counts.
    """
    if template is not None and template.source != unit.source:
        return digest(template.source)
    behind = {entry.source for entry in entries if not entry.obsolete and entry.source != unit.source}
    return digest(behind.pop()) if len(behind) == 1 else ""


def _shown_source(unit: SourceUnit, entries: Collection[Unit]) -> str:
    """Return the digest of the source that stale translations were made for, once all catalogs have the new one.

    Of several it is the one that is most like the source as it is now. Empty where that cannot be said.
    """
    made_for = {*_stale_digests(unit)}
    shown = {entry.previous.source or "" for entry in entries if entry.fuzzy and entry.previous is not None}
    known = {text: digest(text) for text in sorted(shown) if digest(text) in made_for}
    if known:
        return known[max(known, key=lambda text: similarity(text, unit.source))]
    return made_for.pop() if len(made_for) == 1 else ""


def _stale_digests(unit: SourceUnit) -> Iterator[str]:
    for locale in unit.state:
        provenance = unit.provenance(locale)
        is_of_source = provenance is not None and provenance.source_locale == unit.source_locale
        if provenance and is_of_source and provenance.source_digest != digest(unit.source):
            yield provenance.source_digest
