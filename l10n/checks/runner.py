"""The runner: shows every check what it is for, and makes findings of its remarks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from l10n.checks import Check, CheckedCatalog, CheckedRecord, CheckedUnit, Remark, Scope
from l10n.checks.context import Surroundings, record_facts
from l10n.checks.plan import Plan, Rules, UnitRules
from l10n.checks.silence import Silence, find_silences, record_silences
from l10n.errors import NOWHERE, L10nError, Place
from l10n.findings import OFF, Finding, Severity
from l10n.locales import Locale
from l10n.model import Catalog, State, Unit, record_key
from l10n.plurals import plural_forms
from l10n.records import Record, SourceUnit, iter_units
from l10n.schema import Field, FieldKind, Levels, Schema
from l10n.text import has_text

_FORMS = re.compile(r"nplurals\s*=\s*(\d+)")


class Outcome(Struct, frozen=True, kw_only=True):
    """What checking a file, a record or a catalog gave."""

    findings: tuple[Finding, ...] = ()
    """All of them, silenced ones too, in the order of the texts."""
    silences: tuple[Silence, ...] = ()
    texts: int = 0
    """How many texts were looked at."""
    errors: tuple[L10nError, ...] = ()
    """What could not be read."""
    lines: int = 0
    """How many lines were looked at, where that was only a part of a file."""


def check_record(record: Record, schema: Schema, plan: Plan, surroundings: Surroundings) -> Outcome:
    """Return what is found in a record's texts, and in the record as a whole."""
    return _RecordRun(record, schema, plan, surroundings).run()


class _RecordRun:
    """Checks one record."""

    def __init__(self, record: Record, schema: Schema, plan: Plan, surroundings: Surroundings) -> None:
        self._record, self._schema, self._plan, self._surroundings = record, schema, plan, surroundings
        self._facts = record_facts(record, schema)
        self._findings: list[Finding] = []
        self._texts = 0

    def run(self) -> Outcome:
        units = tuple(iter_units(self._record, self._schema))
        for unit in units:
            rules = self._plan.unit_rules(unit.field.checks)
            for locale, text in unit.texts.items():
                if text and self._plan.covers(locale):
                    self._check(unit, locale, text, rules)
        self._check_whole(units)
        silences = tuple(record_silences(self._record))
        return Outcome(findings=tuple(self._findings), silences=silences, texts=self._texts)

    def _check(self, unit: SourceUnit, locale: Any, text: str, rules: UnitRules) -> None:  # noqa: ANN401 (a locale)
        if unit.is_free:
            if locale != unit.source_locale and unit.cell(locale) is State.TRANSLATED:
                self._check_free(unit, locale, rules)
            return
        if locale == unit.source_locale:
            self._show(unit.key, locale, text, unit, rules.sources)
            return
        state = unit.cell(locale)
        if text == unit.source:
            if state in {State.FUZZY, State.SAME}:
                self._show(unit.key, locale, text, unit, rules.copies)
        elif state is State.TRANSLATED or (state is State.FUZZY and self._plan.takes_fuzzy):
            self._show(unit.key, locale, text, unit, rules.targets)

    def _check_free(self, unit: SourceUnit, locale: str, rules: UnitRules) -> None:
        """Check the paragraphs that a locale wrote by itself, each as a text of its own."""
        for name, text in _paragraphs(self._record, unit.key, locale).items():
            if has_text(text):
                free = replace(unit, source_locale=locale, texts={locale: text})
                self._show(f"{unit.key}/{name}", locale, text, free, rules.sources)

    def _show(self, key: str, locale: str, text: str, unit: SourceUnit, rules: Rules) -> None:
        self._texts += 1
        is_source = locale == unit.source_locale
        checked = CheckedUnit(
            key=key,
            text=text,
            locale=locale,
            source="" if is_source else unit.source,
            source_locale=unit.source_locale,
            field=unit.field,
            max_length=unit.field.max_length,
            is_same=not is_source and unit.cell(Locale(locale)) is State.SAME,
            others=unit.texts,
            record=self._facts,
            surroundings=self._surroundings,
        )
        _run_unit(checked, rules, self._findings, NOWHERE)

    def _check_whole(self, units: tuple[SourceUnit, ...]) -> None:
        record = self._record
        whole = CheckedRecord(
            record=record, schema=self._schema, units=units, facts=self._facts, surroundings=self._surroundings
        )
        levels: dict[str, Levels] = {unit.key: unit.field.checks for unit in units}
        for check, severity, _ in self._plan.rules(Scope.RECORD, self._schema.types[record.type].checks):
            for found in _remarks(check, whole, record.key, ""):
                level = dict(levels.get(found.key, ())).get(check.id, severity)
                if level != OFF and (not found.locale or self._plan.covers(found.locale)):
                    self._findings.append(
                        _finding(check, Severity(level), found, record.key, found.locale, "", NOWHERE)
                    )


def _paragraphs(record: Record, key: str, locale: str) -> Mapping[str, str]:
    """Return the paragraphs of a text field in a locale; `key` is the field's."""
    _, _, name, *inner = key.split("/")
    value = record.values[name]
    if inner:
        value = next(item for item in value if item["id"] == inner[0])[inner[1]]
    found: Mapping[str, str] = value[locale]
    return found


def check_catalog(  # noqa: PLR0913 (all but two have a name where it is called)
    catalog: Catalog,
    plan: Plan,
    *,
    locale: str,
    source_locale: str = "",
    schema: Schema | None = None,
    surroundings: Surroundings | None = None,
    path: str = "",
) -> Outcome:
    """Return what is found in a catalog's translations; in a template's sources, if `locale` is empty.

    `schema` is that of the collection that the catalog belongs to, if any.
    """
    run = _CatalogRun(plan, locale, source_locale, schema, surroundings or {}, path)
    return run.run(catalog)


class _CatalogRun:
    """Checks one catalog."""

    def __init__(  # noqa: PLR0913, PLR0917 (as `check_catalog` takes them)
        self,
        plan: Plan,
        locale: str,
        source_locale: str,
        schema: Schema | None,
        surroundings: Surroundings,
        path: str,
    ) -> None:
        self._plan, self._locale, self._source_locale = plan, locale, source_locale
        self._schema, self._surroundings, self._path = schema, surroundings, path
        self._fields: dict[tuple[str, ...], Field | None] = {}
        self._findings: list[Finding] = []
        self._silences: list[Silence] = []

    def run(self, catalog: Catalog) -> Outcome:
        live = [unit for unit in catalog.units if not unit.obsolete and (self._plan.takes_fuzzy or not unit.fuzzy)]
        units: list[CheckedUnit] = []
        lines: dict[str, int] = {}
        for unit in live:
            made = list(self._units(unit))
            units += made
            lines.update((one.key, unit.line) for one in made)
            self._check_units(unit, made)
        if self._locale:
            self._check_whole(units, lines, _count_forms(catalog, self._locale))
        return Outcome(findings=tuple(self._findings), silences=tuple(self._silences), texts=len(units))

    def _check_units(self, unit: Unit, made: list[CheckedUnit]) -> None:
        """Check the texts of one entry, and note what its comments silence."""
        place = Place(self._path, unit.line)
        for one in made:
            self._findings += check_unit(one, self._plan.unit_rules(self._levels(one.field)), place)
        if made and unit.comments:
            self._silences += find_silences(unit.comments, made[0].key, made[0].locale)

    def _levels(self, field: Field | None) -> Levels:
        if field is not None:
            return field.checks
        return self._schema.checks if self._schema else ()

    def _units(self, unit: Unit) -> Iterator[CheckedUnit]:
        """Yield an entry's texts that are there: one, or one per plural form."""
        if not self._locale:
            texts = (text for text in (unit.source, unit.source_plural) if text and has_text(text))
            yield from (self._unit(unit, text, self._source_locale, "", None) for text in texts)
            return
        for form, text in enumerate(unit.targets):
            if has_text(text):
                source, other = unit.source, unit.source_plural
                if other is not None and (form or len(unit.targets) == 1):
                    source, other = other, source
                yield self._unit(unit, text, self._locale, source, other)

    def _unit(self, unit: Unit, text: str, locale: str, source: str, other: str | None) -> CheckedUnit:
        key = unit.key or unit.source
        field = self._field(key) if self._schema else None
        return CheckedUnit(
            key=key,
            text=text,
            locale=locale,
            source=source,
            source_locale=self._source_locale,
            source_plural=other,
            field=field,
            max_length=field.max_length if field else _max_length(unit.notes),
            flags=unit.flags,
            comments=unit.comments,
            notes=unit.notes,
            record=self._surroundings.get(record_key(key)) if self._surroundings else None,
            surroundings=self._surroundings,
        )

    def _field(self, key: str) -> Field | None:
        """Return the field of a collection that a unit's key names."""
        if self._schema is None:
            return None
        parts = key.split("/")
        where = (parts[0], *parts[2:3], *parts[4:5])
        if where not in self._fields:
            self._fields[where] = _find_field(self._schema, where)
        return self._fields[where]

    def _check_whole(self, units: Iterable[CheckedUnit], lines: Mapping[str, int], forms: int) -> None:
        whole = CheckedCatalog(locale=self._locale, source_locale=self._source_locale, units=tuple(units), forms=forms)
        texts = {unit.key: unit for unit in whole.units}
        for check, severity, _ in self._plan.rules(Scope.CATALOG, self._schema.checks if self._schema else ()):
            for found in _remarks(check, whole, self._path, self._locale):
                unit = texts.get(found.key)
                level = dict(self._levels(unit.field)).get(check.id, severity) if unit else severity
                if level == OFF:
                    continue
                place = Place(self._path, lines.get(found.key, 0))
                text = unit.text if unit else ""
                self._findings.append(_finding(check, Severity(level), found, found.key, self._locale, text, place))


def _count_forms(catalog: Catalog, locale: str) -> int:
    """Return how many plural forms a catalog has, by its header or else by its locale; 0 where neither says."""
    match = _FORMS.search(catalog.headers.get("Plural-Forms", ""))
    match = match or (_FORMS.search(plural_forms(Locale(locale))) if locale else None)
    return int(match[1]) if match else 0


def _find_field(schema: Schema, where: tuple[str, ...]) -> Field | None:
    """Return a field by (type, field) or (type, list, field)."""
    type_ = schema.types.get(where[0])
    field = next((found for found in type_.fields if found.name == where[1]), None) if type_ and where[1:] else None
    if field is not None and field.kind is FieldKind.LIST:
        return next((found for found in field.fields if where[2:] == (found.name,)), None)
    return field


def _max_length(notes: Iterable[str]) -> int:
    """Return the limit that l10n has written for translators; 0 where there is none.

    >>> _max_length(["Event: The Red Terror — Title", "max-length: 80"])
    80
    """
    for note in notes:
        head, _, number = note.partition(": ")
        if head == "max-length" and number.isascii() and number.isdigit():
            return int(number)
    return 0


def check_unit(unit: CheckedUnit, rules: UnitRules, place: Place = NOWHERE) -> list[Finding]:
    """Return what is found in one text, shown to the checks for a source, a copy of it, or a translation."""
    findings: list[Finding] = []
    shown = rules.sources if unit.is_source else rules.copies if unit.text == unit.source else rules.targets
    _run_unit(unit, shown, findings, place)
    return findings


def _run_unit(unit: CheckedUnit, rules: Rules, findings: list[Finding], place: Place) -> None:
    """Show one text to its checks; a check that crashes is a bug, and says at which text."""
    current: Check | None = None
    try:
        for current, severity, rule in rules:
            if remarks := rule(unit):
                findings += [_unit_finding(current, severity, found, unit, place) for found in remarks]
    except Exception as error:
        error.add_note(f"in the check {current.id if current else ''!r}, at {unit.key!r} in {unit.locale!r}")
        raise


def _unit_finding(check: Check, severity: Severity, found: Remark, unit: CheckedUnit, place: Place) -> Finding:
    return _finding(check, severity, found, unit.key, unit.locale, unit.text, place)


def _remarks(check: Check, whole: CheckedCatalog | CheckedRecord, key: str, locale: str) -> Iterator[Remark]:
    try:
        yield from check.rule(whole)
    except Exception as error:
        error.add_note(f"in the check {check.id!r}, at {key!r} in {locale!r}")
        raise


def _finding(  # noqa: PLR0913, PLR0917 (what a finding is made of)
    check: Check, severity: Severity, found: Remark, key: str, locale: str, text: str, place: Place
) -> Finding:
    return Finding(
        check=check.id,
        severity=severity,
        key=found.key or key,
        locale=found.locale or locale,
        says=found.says,
        values=found.values,
        place=place,
        text=text,
        span=found.span,
        fix=found.fix,
    )
