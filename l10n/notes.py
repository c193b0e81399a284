"""Notes to translators: what stands in `#.` beside a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from l10n.changes import ChangeClass, classify_change, patch_facts, word_difference
from l10n.glossary import Glossary
from l10n.records import Record, SourceUnit, iter_references, record_label
from l10n.schema import FieldKind, Schema
from l10n.sync import Case, Decision, Sides
from l10n.text import has_text, one_line

_SWAPPED = "conflict, the source was made from this text once, and both changed: if they agree, it is no longer fuzzy"
Labels = Callable[[str], Mapping[str, str]]
"""Returns for a record's key its label in every locale that has one."""


class RecordNotes:
    """Writes the notes of one record's units."""

    def __init__(self, record: Record, schema: Schema, labels: Labels) -> None:
        """Gather what all units of the record share."""
        self._schema = schema
        self._title = f"{schema.types[record.type].label}: {one_line(record_label(record, schema))}"
        self._glossary = Glossary()
        linked = []
        for _, key in iter_references(record, schema):
            if has_name(key, schema):
                self._glossary.add(key, {locale: text for locale, text in labels(key).items() if has_text(text)})
                linked.append(key)
        self._linked = tuple(linked)

    def for_unit(self, unit: SourceUnit) -> Callable[[str], tuple[str, ...]]:
        """Return the function that gives the unit's notes for a target locale (empty: for the template).

        They are: record and field in words, the longest length, the unit's other translations, and the names of
        linked records that the source mentions, with the target locale's form; see `l10n.glossary`.
        """
        head = [f"{self._title} — {unit.field.label}"]
        if unit.field.max_length:
            head.append(f"max-length: {unit.field.max_length}")
        others = {
            locale: f"{locale}: {one_line(unit.texts[locale])}"
            for locale in self._schema.locales
            if locale != unit.source_locale and has_text(unit.texts.get(locale))
        }
        all_others = (*head, *others.values())
        is_named = bool(self._linked) and self._glossary.has_any(unit.source, unit.source_locale, linked=self._linked)

        def notes(locale: str) -> tuple[str, ...]:
            if not locale:
                return tuple(head)
            known = all_others
            if locale in others:
                known = (*head, *(text for code, text in others.items() if code != locale))
            return (*known, *self._names(unit, locale)) if is_named else known

        return notes

    def _names(self, unit: SourceUnit, locale: str) -> Iterator[str]:
        """Yield the names of linked records in a text, with their form in a target locale, in the text's order."""
        for term in self._glossary.find(unit.source, unit.source_locale, locale, linked=self._linked):
            yield f"{one_line(term.source)} = {one_line(term.target)}"


def has_name(key: str, schema: Schema) -> bool:
    """Tell whether a record is called by a name, which texts repeat, rather than by a title."""
    field = schema.types[key.partition("/")[0]].label_field
    return field is not None and field.kind is FieldKind.NAME


def case_notes(decision: Decision, sides: Sides) -> tuple[str, ...]:
    """Return what a translator must know of a unit: how its source changed, what the record has, or another branch."""
    notes = (*_change_notes(decision, sides.source), *_held_notes(decision, sides.held))
    if sides.others:
        notes += tuple(f"conflict, another branch has: {one_line(version)}" for version in sides.others if version)
    return (*notes, _SWAPPED) if sides.own is not None and decision.case is Case.CONFLICT else notes


def _change_notes(decision: Decision, source: str) -> tuple[str, ...]:
    """Return how the source differs from what the target was made for, and the target patched if that is sure."""
    made_for = decision.previous.source if decision.previous and decision.fuzzy else None
    if made_for is None or made_for == source:
        return ()
    difference = f"source changed: {one_line(word_difference(made_for, source))}"
    if classify_change(made_for, source) is not ChangeClass.FACTS:
        return (difference,)
    patched = patch_facts(made_for, source, decision.target)
    return (difference, f"with the new facts: {one_line(patched)}") if patched else (difference,)


def _held_notes(decision: Decision, held: str | None) -> tuple[str, ...]:
    if decision.case is Case.COPY:
        return ("equal to its source: if it needs no translation, add the translator comment 'l10n: same'",)
    if not has_text(held) or held == decision.target:
        return ()
    word = "conflict, the record has" if decision.case is Case.CONFLICT else "the record has"
    return (f"{word}: {one_line(held or '')}",)
