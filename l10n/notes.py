"""Notes to translators: what stands in `#.` beside a unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from l10n.changes import ChangeClass, classify_change, patch_facts, word_difference
from l10n.records import Record, SourceUnit, iter_references, record_label
from l10n.schema import FieldKind, Schema
from l10n.sync import Case, Decision, Sides
from l10n.text import has_text, one_line

Labels = Callable[[str], Mapping[str, str]]
"""Returns for a record's key its label in every locale that has one."""


class RecordNotes:
    """Writes the notes of one record's units."""

    def __init__(self, record: Record, schema: Schema, labels: Labels) -> None:
        """Gather what all units of the record share."""
        self._schema = schema
        self._title = f"{schema.types[record.type].label}: {one_line(record_label(record, schema))}"
        self._linked = [labels(key) for _, key in iter_references(record, schema) if has_name(key, schema)]

    def for_unit(self, unit: SourceUnit) -> Callable[[str], tuple[str, ...]]:
        """Return the function that gives the unit's notes for a target locale (empty: for the template).

        They are: record and field in words, the longest length, the unit's other translations, and the names of
        linked records that the source seems to mention, with the target locale's form.
        """
        head = [f"{self._title} — {unit.field.label}"]
        if unit.field.max_length:
            head.append(f"max-length: {unit.field.max_length}")
        others = [
            (locale, f"{locale}: {one_line(unit.texts[locale])}")
            for locale in self._schema.locales
            if locale != unit.source_locale and has_text(unit.texts.get(locale))
        ]
        names = list(self._mentioned(unit))

        def notes(locale: str) -> tuple[str, ...]:
            if not locale:
                return tuple(head)
            translations = [text for code, text in others if code != locale]
            glossary = [f"{name} = {one_line(label[locale])}" for name, label in names if has_text(label.get(locale))]
            return (*head, *translations, *glossary)

        return notes

    def _mentioned(self, unit: SourceUnit) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Yield (name in the source locale, names) of the linked records whose last word's stem is in the source."""
        if not self._linked:
            return
        source = unit.source.casefold()
        for label in self._linked:
            name = one_line(label.get(unit.source_locale, ""))
            if name and _stem(name) in source:
                yield name, label


def has_name(key: str, schema: Schema) -> bool:
    """Tell whether a record is called by a name, which texts repeat, rather than by a title."""
    field = schema.types[key.partition("/")[0]].label_field
    return field is not None and field.kind is FieldKind.NAME


def _stem(name: str) -> str:
    """Return the beginning of a name's last word, which inflection leaves alone.

    >>> _stem("Leon Trotsky"), _stem("Лев Троцкий")
    ('trots', 'троцк')
    """
    last = name.rsplit(" ", 1)[-1].casefold()
    return last[: max(4, len(last) - 2)]


def case_notes(decision: Decision, sides: Sides) -> tuple[str, ...]:
    """Return what a translator must know of a unit: how its source changed, what the record has, or another branch."""
    merged = tuple(f"conflict, another branch has: {one_line(version)}" for version in sides.others if version)
    return (*_change_notes(decision, sides.source), *_held_notes(decision, sides.held), *merged)


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
