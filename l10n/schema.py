"""The schema of a collection: what `l10n.toml` says of its locales, its record types and their fields."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from l10n.errors import ConfigError, ErrorCollector, L10nError, ParseError, Place, suggest
from l10n.locales import Locale, canonical_locale

_T = TypeVar("_T")

FORMAT = 1
NAME = re.compile(r"[a-z][a-z0-9_-]{0,39}")
RESERVED = frozenset({"id", "type", "source", "sources", "declared", "state"})


class FieldKind(StrEnum):
    """What a field holds; the first three kinds are translatable, `list` may hold translatable fields."""

    LINE = "line"
    NAME = "name"
    TEXT = "text"
    DATE = "date"
    REFERENCES = "references"
    LIST = "list"
    VALUE = "value"


TRANSLATABLE = frozenset({FieldKind.LINE, FieldKind.NAME, FieldKind.TEXT})


class Field(Struct, frozen=True, kw_only=True):
    """One field of a record type."""

    name: str
    kind: FieldKind
    label: str
    """The field in words, for people."""
    max_length: int = 0
    """The longest text allowed, in characters; 0: no limit of its own."""
    to: tuple[str, ...] = ()
    """The types that references may lead to; empty: any."""
    fields: tuple[Field, ...] = ()
    """The fields of a list's items."""
    required: tuple[Locale, ...] = ()
    optional: tuple[Locale, ...] = ()

    @property
    def is_translatable(self) -> bool:
        """Whether it holds text per locale itself."""
        return self.kind in TRANSLATABLE

    @property
    def wanted(self) -> tuple[Locale, ...]:
        """The locales in which a text of this field is wanted."""
        return self.required + self.optional


class RecordType(Struct, frozen=True, kw_only=True):
    """One type of record."""

    name: str
    label: str
    fields: tuple[Field, ...]

    @property
    def label_field(self) -> Field | None:
        """The field that names a record to people: the first `name` or `line`."""
        return next((field for field in self.fields if field.kind in {FieldKind.NAME, FieldKind.LINE}), None)


class Schema(Struct, frozen=True, kw_only=True):
    """All that a collection's configuration says."""

    name: str
    required: tuple[Locale, ...]
    optional: tuple[Locale, ...]
    types: Mapping[str, RecordType]
    aliases: Mapping[str, Mapping[str, Locale]] = {}
    """Per import format: codes as its source writes them, and the locales they are."""

    @property
    def locales(self) -> tuple[Locale, ...]:
        """Every locale of the collection, in the order of the configuration."""
        return self.required + self.optional

    def find_type(self, name: str) -> RecordType | None:
        """Return the record type of that name."""
        return self.types.get(name)

    def locale(self, code: str) -> Locale:
        """Return `code` if it is one of the collection's locales, else raise ParseError."""
        if code in self.locales:
            return Locale(code)
        known = ", ".join(self.locales)
        message = f"{code!r} is not a locale of this collection, expected one of {known}{_locale_hint(code, self)}"
        raise ParseError(message)


def _locale_hint(code: str, schema: Schema) -> str:
    for aliases in schema.aliases.values():
        if code in aliases:
            return f"; did you mean {aliases[code]!r}?"
    try:
        canonical = canonical_locale(code.replace("_", "-"))
    except ParseError:
        return ""
    return f"; did you mean {canonical!r}?" if canonical in schema.locales else ""


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


class _TypeTable(Struct, forbid_unknown_fields=True, kw_only=True):
    fields: dict[str, Any]
    label: str = ""
    required: list[str] | None = None
    optional: list[str] | None = None


class _Root(Struct, forbid_unknown_fields=True, kw_only=True):
    format: int
    name: str
    locales: dict[str, Any]
    types: dict[str, Any]
    imports: dict[str, Any] = {}


def parse_schema(text: str, path: str = "l10n.toml") -> Schema:
    """Return what the configuration says; raise ConfigError, or all of them as SeveralErrors."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"^(.*) \(at line (\d+), column (\d+)\)$", str(error))
        place = Place(path, int(match[2]), int(match[3])) if match else Place(path)
        message = f"{match[1].lower() if match else error}, expected TOML"
        raise ConfigError(message, place) from None
    return _SchemaReader(text, path).read(data)


class _SchemaReader:
    """Turns the tables into a schema and gathers every error on the way."""

    def __init__(self, text: str, path: str) -> None:
        self._text, self._path = text, path
        self._errors = ErrorCollector()

    def read(self, data: dict[str, Any]) -> Schema:
        root = self._convert(data, _Root, "")
        self._errors.raise_all()
        assert root is not None  # noqa: S101 (an error was raised if not)
        if root.format != FORMAT:
            self._fail("format", f"found {root.format!r}, expected {FORMAT}")
        table = self._convert(root.locales, _LocalesTable, "locales") or _LocalesTable()
        required = self._locales(table.required, "locales.required")
        optional = self._locales(table.optional, "locales.optional")
        self._check_policy(required, optional, "locales")
        if not required and not optional:
            self._fail("locales.required", "found no locale, expected at least one")
        types = {name: self._type(name, table, (required, optional)) for name, table in root.types.items()}
        self._check_targets(types)
        aliases = {name: self._aliases(name, table, required + optional) for name, table in root.imports.items()}
        self._errors.raise_all()
        return Schema(
            name=root.name,
            required=required,
            optional=optional,
            types={name: type_ for name, type_ in types.items() if type_ is not None},
            aliases=aliases,
        )

    def _fail(self, field: str, message: str) -> None:
        self._errors.add(ConfigError(message, Place(self._path, _find_toml_line(self._text, field), field=field)))

    def _convert(self, table: object, kind: type[_T], field: str) -> _T | None:
        if isinstance(table, dict):
            names = [getattr(f, "encode_name", f.name) for f in msgspec.structs.fields(kind)]  # type: ignore[arg-type]
            unknown = [name for name in table if name not in names]
            for name in unknown:
                where = f"{field}.{name}".removeprefix(".")
                self._fail(where, f"unknown key, expected one of {', '.join(names)}{suggest(name, names)}")
            table = {name: value for name, value in table.items() if name not in unknown}
        try:
            return msgspec.convert(table, kind)
        except msgspec.ValidationError as error:
            message, _, inner = str(error).partition(" - at `$")
            where = f"{field}{inner.rstrip('`')}".removeprefix(".")
            self._fail(where, message[0].lower() + message[1:])
            return None

    def _locales(self, codes: Iterable[str], field: str) -> tuple[Locale, ...]:
        found: list[Locale] = []
        for code in codes:
            try:
                locale = canonical_locale(code)
            except L10nError as error:
                self._fail(field, error.message)
                continue
            if locale != code:
                self._fail(field, f"found {code!r}, expected the canonical form {locale!r}")
            elif locale in found:
                self._fail(field, f"{code!r} stands twice, expected each locale once")
            else:
                found.append(locale)
        return tuple(found)

    def _check_policy(self, required: tuple[Locale, ...], optional: tuple[Locale, ...], field: str) -> None:
        for locale in sorted(set(required) & set(optional)):
            self._fail(field, f"{locale!r} is both required and optional, expected one of the two")

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
                if locale not in known:
                    self._fail(
                        f"{field}.{name}",
                        f"{locale!r} is not wanted here, expected one of {', '.join(sorted(known))}",
                    )
            lists.append(found)
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
            self._fail(where, f"{name!r} is not a type's name, expected small letters, digits, '-' and '_'")
        if name == "l10n":
            self._fail(where, "'l10n' names the program's own catalogs, expected another name")
        converted = self._convert(table, _TypeTable, where)
        if converted is None:
            return None
        policy = self._policy(converted, where, inherited)
        fields = self._fields(converted.fields, f"{where}.fields", policy)
        return RecordType(name=name, label=converted.label or _in_words(name), fields=fields)

    def _fields(
        self,
        tables: dict[str, Any],
        where: str,
        policy: tuple[tuple[Locale, ...], tuple[Locale, ...]],
        *,
        inside: bool = False,
    ) -> tuple[Field, ...]:
        fields = (self._field(name, table, f"{where}.{name}", policy, inside=inside) for name, table in tables.items())
        return tuple(field for field in fields if field is not None)

    def _field(
        self,
        name: str,
        table: object,
        where: str,
        inherited: tuple[tuple[Locale, ...], tuple[Locale, ...]],
        *,
        inside: bool,
    ) -> Field | None:
        if not NAME.fullmatch(name) or name in RESERVED:
            why = "reserved" if name in RESERVED else "not a field's name"
            self._fail(where, f"{name!r} is {why}, expected small letters, digits, '-' and '_'")
        found = self._convert(table, _FieldTable, where)
        if found is None:
            return None
        if found.kind is FieldKind.LIST and (inside or not found.fields):
            self._fail(where, "found a list in a list" if inside else "found a list without fields, expected some")
        for key, given, kinds in (
            ("fields", found.fields, {FieldKind.LIST}),
            ("to", found.to, {FieldKind.REFERENCES}),
            ("max-length", found.max_length, TRANSLATABLE),
        ):
            if given and found.kind not in kinds:
                self._fail(
                    f"{where}.{key}",
                    f"found {key} for the kind {found.kind.value!r}, expected it for {', '.join(sorted(kinds))}",
                )
        if found.max_length < 0:
            self._fail(f"{where}.max-length", f"found {found.max_length}, expected a number of characters")
        required, optional = self._policy(found, where, inherited)
        return Field(
            name=name,
            kind=found.kind,
            label=found.label or _in_words(name),
            max_length=found.max_length,
            to=tuple(found.to),
            fields=self._fields(found.fields, f"{where}.fields", (required, optional), inside=True),
            required=required,
            optional=optional,
        )

    def _check_targets(self, types: Mapping[str, RecordType | None]) -> None:
        for type_ in types.values():
            for field in type_.fields if type_ else ():
                for target in field.to:
                    if target not in types:
                        where = f"types.{type_.name}.fields.{field.name}.to" if type_ else ""
                        self._fail(
                            where,
                            f"found {target!r}, expected a type of this collection{suggest(target, types)}",
                        )

    def _aliases(self, name: str, table: object, locales: tuple[Locale, ...]) -> dict[str, Locale]:
        where = f"imports.{name}"
        found = self._convert(table, _ImportTable, where) or _ImportTable()
        aliases: dict[str, Locale] = {}
        for code, target in found.aliases.items():
            if target in locales:
                aliases[code] = Locale(target)
            else:
                self._fail(f"{where}.aliases.{code}", f"found {target!r}, expected one of {', '.join(locales)}")
        return aliases


def _in_words(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def _find_toml_line(text: str, field: str) -> int:
    """Return the line of a dotted key: that of its table's header plus the key below it; 0 where it is not found."""
    parts = field.split(".")
    lines = text.split("\n")
    for size in range(len(parts), -1, -1):
        header = ".".join(parts[:size])
        start = next((n for n, line in enumerate(lines, 1) if line.strip() == f"[{header}]"), 1 if not size else 0)
        if not start:
            continue
        if size == len(parts):
            return start
        for number, line in enumerate(lines[start:] if size else lines, start + 1 if size else 1):
            if size and line.strip().startswith("["):
                break
            if re.match(rf"\s*\"?{re.escape(parts[size])}\"?\s*[=.]", line):
                return number
        if size:
            return start
    return 0
