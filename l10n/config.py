"""The configuration: `l10n.toml` read into a collection's schema, with everything that is wrong with it at once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec import Struct

from l10n.dates.calendars import Calendar
from l10n.errors import L10nError, ParseError, suggest
from l10n.findings import LEVELS
from l10n.locales import Locale, canonical_locale, posix_locale
from l10n.schema import NAME, RESERVED, TRANSLATABLE, Field, FieldKind, Levels, RecordType, Schema
from l10n.site_policy import DATES, ORDERS, ROWS, SitePolicy
from l10n.tables import TableReader, describe_value, parse_toml, type_problem
from l10n.thresholds import MEASURES, GatePolicy, parse_thresholds

_SCHEMA_CLASS = re.compile("[A-Z][A-Za-z0-9]{1,79}")
_SCHEMA_PROPERTY = re.compile("[a-z][A-Za-z0-9]{1,79}")
_WIKIBASE = re.compile("P[1-9][0-9]{0,9}|label|description|aliases|id")
_WIKIBASE_ITEM = re.compile("Q[1-9][0-9]{0,9}")
_BASE = re.compile(
    r"(?:https?://[^\s<>\"{}|\\^`/]+/(?:[^\s<>\"{}|\\^`]*[/#])?|urn:[A-Za-z0-9][A-Za-z0-9-]{1,31}:[^\s<>\"{}|\\^`]*)"
)
_SITE = re.compile(r"https?://[^\s<>\"{}|\\^`?#]+/")
_FOLDER = re.compile(r"(?!/)(?!(?:.*/)?\.\.?(?:/|$))[^\\:]+")
_NAME_RULE = "expected 1 to 40 small letters, digits, '-' and '_', a letter first"

FORMAT = 1
"""The version of `l10n.toml` that this program reads."""


class _LocalesTable(Struct, forbid_unknown_fields=True, kw_only=True):
    required: list[str] = []
    optional: list[str] = []


class _ImportTable(Struct, forbid_unknown_fields=True, kw_only=True):
    aliases: dict[str, str] = {}


class _FieldTable(Struct, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    kind: FieldKind
    label: str = ""
    max_length: int = 0
    to: list[str] = []
    fields: dict[str, Any] = {}
    required: list[str] | None = None
    optional: list[str] | None = None
    checks: dict[str, Any] = {}
    calendar: str = ""
    schema: str = ""
    wikibase: str = ""


class _TypeTable(Struct, forbid_unknown_fields=True, kw_only=True):
    fields: dict[str, Any]
    label: str = ""
    required: list[str] | None = None
    optional: list[str] | None = None
    checks: dict[str, Any] = {}
    schema: str = ""
    wikibase: str = ""


class _GatesTable(Struct, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    fail_under: str = ""
    measure: str = "units"
    ratchet: str = ""


class _SiteTable(Struct, forbid_unknown_fields=True, kw_only=True, rename="kebab"):
    base_url: str = ""
    title: str = ""
    dates: str = ""
    codes: str = ""
    order: str = ORDERS[0]
    rows: int = SitePolicy().rows
    images: str = SitePolicy().images
    templates: str = ""
    words: dict[str, Any] = {}


class _Root(Struct, forbid_unknown_fields=True, kw_only=True):
    format: int
    name: str
    locales: dict[str, Any]
    types: dict[str, Any]
    base: str = ""
    fallback: dict[str, Any] = {}
    imports: dict[str, Any] = {}
    checks: dict[str, Any] = {}
    gates: dict[str, Any] = {}
    site: dict[str, Any] = {}


def parse_schema(text: str, path: str = "l10n.toml") -> Schema:
    """Return what the configuration says; raise ConfigError, or all of them as SeveralErrors."""
    return _SchemaReader(text, path).read(parse_toml(text, path))


class _SchemaReader(TableReader):
    """Turns the tables into a schema and gathers every error on the way."""

    def __init__(self, text: str, path: str) -> None:
        super().__init__(text, path, _EXPECTED)
        self._levels_of: dict[str, Levels] = {"": ()}

    def read(self, data: dict[str, Any]) -> Schema:
        root = self.convert(data, _Root, "")
        if root is None:
            self.raise_all()
        assert root is not None  # noqa: S101 (an error was raised if not)
        if root.format != FORMAT:
            self.fail("format", f"found {root.format!r}, expected {FORMAT}")
        table = self.convert(root.locales, _LocalesTable, "locales") or _LocalesTable()
        required = self._locales(table.required, "locales.required")
        optional = self._locales(table.optional, "locales.optional")
        self._check_policy(required, optional, "locales")
        if not table.required and not table.optional:
            self.fail("locales", "found no locale, expected at least one")
        if not root.types:
            self.fail("types", "found no type, expected at least one")
        self.check_form(root.base, _BASE, "base", "an address that ends in '/' or '#', such as 'https://example.org/'")
        self._check_folders(required + optional)
        levels = self._levels(root.checks, "")
        types = {name: self._type(name, table, (required, optional)) for name, table in root.types.items()}
        self._check_targets(types)
        aliases = {name: self._aliases(name, table, required + optional) for name, table in root.imports.items()}
        chains, denied = self._fallback(root.fallback, required + optional)
        gates = self._gates(root.gates, required + optional)
        site = self._site(root.site, required + optional, aliases)
        self.raise_all()
        return Schema(
            name=root.name,
            required=required,
            optional=optional,
            types={name: type_ for name, type_ in types.items() if type_ is not None},
            aliases=aliases,
            chains=chains,
            denied=denied,
            checks=levels,
            base=root.base,
            gates=gates,
            site=site,
        )

    def _locales(self, codes: Iterable[str], field: str) -> tuple[Locale, ...]:
        found: list[Locale] = []
        for code in codes:
            try:
                locale = canonical_locale(code)
            except L10nError as error:
                self.fail(field, error.message)
                continue
            if locale != code:
                self.fail(field, f"found {code!r}, expected the canonical form {locale!r}")
            elif locale in found:
                self.fail(field, f"{code!r} stands twice, expected each locale once")
            else:
                found.append(locale)
        return tuple(found)

    def _check_policy(self, required: tuple[Locale, ...], optional: tuple[Locale, ...], field: str) -> None:
        for locale in sorted(set(required) & set(optional)):
            self.fail(field, f"{locale!r} is both required and optional, expected one of the two")

    def _check_folders(self, locales: Iterable[Locale]) -> None:
        seen: dict[str, Locale] = {}
        for locale in locales:
            other = seen.setdefault(posix_locale(locale), locale)
            if other != locale:
                folder = posix_locale(locale)
                self.fail(
                    "locales", f"{other!r} and {locale!r} share gettext's name {folder!r}, expected one of the two"
                )

    def _policy(
        self,
        table: _TypeTable | _FieldTable,
        field: str,
        inherited: tuple[tuple[Locale, ...], tuple[Locale, ...]],
    ) -> tuple[tuple[Locale, ...], tuple[Locale, ...]]:
        """Return the required and optional locales of a type or field: its own lists, else the inherited ones."""
        known = {locale for group in inherited for locale in group}
        lists = []
        for name, codes, before in zip(
            ("required", "optional"), (table.required, table.optional), inherited, strict=True
        ):
            found = before if codes is None else self._locales(codes, f"{field}.{name}")
            for locale in found:
                if known and locale not in known:
                    message = f"found {locale!r}, which the table around does not want, expected one of "
                    self.fail(f"{field}.{name}", message + ", ".join(sorted(known)))
            lists.append(tuple(locale for locale in found if locale in known))
        required, optional = lists
        if table.optional is None:
            optional = tuple(locale for locale in optional if locale not in required)
        elif table.required is None:
            required = tuple(locale for locale in required if locale not in optional)
        self._check_policy(required, optional, field)
        return required, optional

    def _type(
        self, name: str, table: object, inherited: tuple[tuple[Locale, ...], tuple[Locale, ...]]
    ) -> RecordType | None:
        where = f"types.{name}"
        if not NAME.fullmatch(name):
            self.fail(where, f"{name!r} is not a type's name, {_NAME_RULE}")
        if name == "l10n":
            self.fail(where, "'l10n' names the program's own catalogs, expected another name")
        converted = self.convert(table, _TypeTable, where)
        if converted is None:
            return None
        policy = self._policy(converted, where, inherited)
        levels = self._levels(converted.checks, where)
        fields = self._fields(converted.fields, f"{where}.fields", policy)
        self.check_form(converted.schema, _SCHEMA_CLASS, f"{where}.schema", "a schema.org class such as 'Event'")
        self.check_form(converted.wikibase, _WIKIBASE_ITEM, f"{where}.wikibase", "an item such as 'Q5'")
        return RecordType(
            name=name,
            label=converted.label or _in_words(name),
            fields=fields,
            checks=levels,
            schema_org=converted.schema,
            wikibase=converted.wikibase,
        )

    def _fields(
        self,
        tables: dict[str, Any],
        where: str,
        policy: tuple[tuple[Locale, ...], tuple[Locale, ...]],
        *,
        inside: bool = False,
    ) -> tuple[Field, ...]:
        found = (self._field(name, table, f"{where}.{name}", policy, inside=inside) for name, table in tables.items())
        fields = tuple(field for field in found if field is not None)
        self._check_calendars(fields, where)
        return fields

    def _field(
        self,
        name: str,
        table: object,
        where: str,
        inherited: tuple[tuple[Locale, ...], tuple[Locale, ...]],
        *,
        inside: bool,
    ) -> Field | None:
        if not NAME.fullmatch(name):
            self.fail(where, f"{name!r} is not a field's name, {_NAME_RULE}")
        if name in RESERVED:
            self.fail(where, f"{name!r} is a key that every record has, expected another name")
        found = self.convert(table, _FieldTable, where)
        if found is None:
            return None
        if found.kind is FieldKind.LIST and (inside or not found.fields):
            self.fail(
                where,
                "found a list in a list, expected another kind"
                if inside
                else "found a list without fields, expected some",
            )
        for key, given, kinds in (
            ("fields", found.fields, {FieldKind.LIST}),
            ("to", found.to, {FieldKind.REFERENCES}),
            ("max-length", found.max_length, TRANSLATABLE),
            ("calendar", found.calendar, {FieldKind.DATE}),
            ("required", found.required is not None, TRANSLATABLE | {FieldKind.LIST}),
            ("optional", found.optional is not None, TRANSLATABLE | {FieldKind.LIST}),
        ):
            if given and found.kind not in kinds:
                self.fail(
                    f"{where}.{key}",
                    f"found {key!r} for the kind {found.kind.value!r}, expected it for {', '.join(sorted(kinds))}",
                )
        self.check_form(found.schema, _SCHEMA_PROPERTY, f"{where}.schema", "a schema.org property such as 'birthDate'")
        self.check_form(found.wikibase, _WIKIBASE, f"{where}.wikibase", _EXPECTED["wikibase"])
        if found.max_length < 0:
            self.fail(f"{where}.max-length", f"found {found.max_length}, expected a number of characters")
        required, optional = self._policy(found, where, inherited)
        levels = self._levels(found.checks, where)
        return Field(
            name=name,
            kind=found.kind,
            label=found.label or _in_words(name),
            max_length=found.max_length,
            to=tuple(found.to),
            fields=self._fields(found.fields, f"{where}.fields", (required, optional), inside=True),
            required=required,
            optional=optional,
            checks=levels,
            calendar=found.calendar,
            schema_org=found.schema,
            wikibase=found.wikibase,
        )

    def _check_calendars(self, fields: Iterable[Field], where: str) -> None:
        """Refuse a calendar that is none and that no field beside the date can name."""
        values = [field.name for field in fields if field.kind is FieldKind.VALUE]
        for field in fields:
            if field.calendar and field.calendar not in {*Calendar, *values}:
                known = ", ".join([*Calendar, *values])
                message = f"found {field.calendar!r}, expected a calendar or a field that holds one: {known}"
                self.fail(f"{where}.{field.name}.calendar", message)

    def _levels(self, table: dict[str, Any], where: str) -> Levels:
        """Return how severe checks are in a table of the configuration: as it says, else as the one around it."""
        around = where
        while around not in self._levels_of:
            around = around.rpartition(".")[0]
        levels = dict(self._levels_of[around])
        for name, level in table.items():
            if isinstance(level, str) and level in LEVELS:
                levels[name] = level
            else:
                found = repr(level) if isinstance(level, str) else describe_value(level)
                message = f"found {found}, expected one of {', '.join(LEVELS)}{suggest(str(level), LEVELS)}"
                self.fail(f"{where}.checks.{name}".removeprefix("."), message)
        self._levels_of[where] = tuple(sorted(levels.items()))
        return self._levels_of[where]

    def _gates(self, table: dict[str, Any], locales: tuple[Locale, ...]) -> GatePolicy:
        """Return what the collection is to reach."""
        found = self.convert(table, _GatesTable, "gates") or _GatesTable()
        measure = next((name for name in MEASURES if name == found.measure), None)
        if measure is None:
            expected = f"expected one of {', '.join(MEASURES)}{suggest(found.measure, MEASURES)}"
            self.fail("gates.measure", f"found {found.measure!r}, {expected}")
        fail_under = None
        if found.fail_under:
            try:
                fail_under = parse_thresholds(found.fail_under, locales)
            except ParseError as error:
                self.fail("gates.fail-under", error.message)
        return GatePolicy(fail_under=fail_under, measure=measure or "units", ratchet=found.ratchet)

    def _site(self, table: dict[str, Any], locales: tuple[Locale, ...], aliases: Collection[str]) -> SitePolicy:
        """Return how the collection is shown as a site."""
        found = self.convert(table, _SiteTable, "site") or _SiteTable()
        expected = "an address that ends in '/', such as 'https://example.org/history/'"
        self.check_form(found.base_url, _SITE, "site.base-url", expected)
        for name in ("images", "templates"):
            self.check_form(getattr(found, name), _FOLDER, f"site.{name}", "a folder inside of the collection")
        self.check_choice(found.dates, ("", DATES), "site.dates")
        self.check_choice(found.order, ORDERS, "site.order")
        self.check_choice(found.codes, ("", *aliases), "site.codes")
        if found.rows not in ROWS:
            self.fail("site.rows", f"found {found.rows}, expected {ROWS[0]} to {ROWS[-1]}")
        words: dict[Locale, dict[str, str]] = {}
        for code, texts in found.words.items():
            self.check_choice(code, locales, f"site.words.{code}")
            values = texts.values() if isinstance(texts, dict) else [texts]
            if wrong := [value for value in values if not isinstance(value, str)]:
                self.fail(f"site.words.{code}", f"found {describe_value(wrong[0])}, expected a table of texts")
            elif isinstance(texts, dict):
                words[Locale(code)] = texts
        return SitePolicy(**{name: getattr(found, name) for name in found.__struct_fields__} | {"words": words})

    def _check_targets(self, types: Mapping[str, RecordType | None]) -> None:
        for type_ in types.values():
            if type_ is not None:
                self._check_field_targets(type_.fields, f"types.{type_.name}.fields", types)

    def _check_field_targets(self, fields: Iterable[Field], where: str, types: Collection[str]) -> None:
        for field in fields:
            for target in field.to:
                if target not in types:
                    message = f"found {target!r}, expected a type of this collection{suggest(target, types)}"
                    self.fail(f"{where}.{field.name}.to", message)
            self._check_field_targets(field.fields, f"{where}.{field.name}.fields", types)

    def _fallback(
        self, table: dict[str, Any], locales: tuple[Locale, ...]
    ) -> tuple[dict[Locale, tuple[Locale, ...]], dict[Locale, tuple[Locale, ...]]]:
        """Return the fallback chain of each locale that has one, and the locales denied to it."""
        denied = self._locale_lists(table.get("deny", {}), "fallback.deny", locales)
        lists = {code: codes for code, codes in table.items() if code != "deny"}
        chains = self._locale_lists(lists, "fallback", locales)
        for locale, chain in chains.items():
            for code in chain:
                if code in denied.get(locale, ()):
                    message = f"{code!r} is in the chain of {locale!r} and denied to it, expected one of the two"
                    self.fail(f"fallback.{locale}", message)
        return chains, denied

    def _locale_lists(self, table: object, where: str, locales: tuple[Locale, ...]) -> dict[Locale, tuple[Locale, ...]]:
        if not isinstance(table, dict):
            self.fail(where, f"found {describe_value(table)}, expected a table of locales")
            return {}
        for code in [code for code in table if code not in locales]:
            expected = f"expected one of {', '.join(locales)}{suggest(code, locales)}"
            self.fail(f"{where}.{code}", f"{code!r} is not a locale of this collection, {expected}")
        return {
            locale: self._others(table[locale], f"{where}.{locale}", locale, locales)
            for locale in locales
            if locale in table
        }

    def _others(self, codes: object, where: str, locale: Locale, locales: tuple[Locale, ...]) -> tuple[Locale, ...]:
        """Return a list of locales of the collection other than the one that it is for."""
        if problem := type_problem(codes, list[str]):
            self.fail(where, problem)
            return ()
        assert isinstance(codes, list)  # noqa: S101 (just checked)
        others = tuple(code for code in locales if code != locale)
        found = self._locales(codes, where)
        for code in found:
            if code not in others:
                self.fail(where, f"found {code!r}, expected one of {', '.join(others)}{suggest(code, others)}")
        return found

    def _aliases(self, name: str, table: object, locales: tuple[Locale, ...]) -> dict[str, Locale]:
        where = f"imports.{name}"
        found = self.convert(table, _ImportTable, where) or _ImportTable()
        aliases: dict[str, Locale] = {}
        for code, target in found.aliases.items():
            if target in locales or not locales:
                aliases[code] = Locale(target)
            else:
                self.fail(
                    f"{where}.aliases.{code}", f"found {target!r}, expected one of {', '.join(dict.fromkeys(locales))}"
                )
        return aliases


_EXPECTED = {
    "format": f"`format = {FORMAT}`, the version of this file's own rules",
    "name": "the collection's name",
    "locales": "the table of required and optional locales",
    "types": "the tables of the record types",
    "fields": "the tables of the type's fields",
    "kind": f"one of {', '.join(FieldKind)}",
    "wikibase": "a property such as 'P569', or label, description, aliases or id",
}


def _in_words(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]
