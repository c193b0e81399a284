"""What checks are shown: a text beside its source, a catalog, a record; and what they say of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from l10n.findings import Span, Value
from l10n.model import record_key
from l10n.records import Record, SourceUnit, iter_references
from l10n.schema import Field, FieldKind, Schema

_QUOTED = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|“[^”]*”|«[^»]*»|„[^“”]*[“”]|(?<!\w)['‘](?:[^'’]|(?<=\w)['’](?=\w))*['’](?!\w)|\"[^\"]*\""
)
_SEPARATORS = 2
"""How many semicolons make a title or the like a list."""
_TEXT_NOTE = re.compile(r"(?P<locale>[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*): (?P<text>.*)", re.DOTALL)


class Remark(Struct, frozen=True, kw_only=True):
    """What a check says; the runner adds which check says it of what, and makes a finding of it."""

    says: str
    values: Mapping[str, Value] = {}
    span: Span | None = None
    fix: str | None = None
    key: str = ""
    """The unit that is meant, where the check was shown a catalog or a record."""
    locale: str = ""
    """The locale that is meant, where the check was shown a record."""


def remark(
    says: str,
    *,
    span: Span | None = None,
    fix: str | None = None,
    key: str = "",
    locale: str = "",
    **values: Value,
) -> Remark:
    """Return a remark; `says` is marked with `words.mark` where it stands, and filled in when it is shown.

    >>> remark("found {count} spaces, expected one", span=(3, 5), fix=" ", count=2).values
    {'count': 2}
    """
    return Remark(says=says, values=values, span=span, fix=fix, key=key, locale=locale)


class RecordFacts(Struct, frozen=True, kw_only=True):
    """What is known of a record beyond the text under check."""

    key: str
    names: Mapping[str, str] = {}
    """{locale: what the record is called there}, source and translations alike; see `schema.RecordType.label_field`."""
    is_name: bool = False
    """Whether it is called by a name, which texts repeat, rather than by a title."""
    dates: Mapping[str, str] = {}
    """{field path: date in EDTF}; of a list's item `FIELD/ITEM/FIELD`."""
    references: tuple[str, ...] = ()
    """The keys of the records that it links to, in the record's order."""


def record_facts(record: Record, schema: Schema) -> RecordFacts:
    """Return what is known of a record beyond its texts."""
    label = schema.types[record.type].label_field
    return RecordFacts(
        key=record.key,
        names=record.values.get(label.name, {}) if label else {},
        is_name=label is not None and label.kind is FieldKind.NAME,
        dates=_dates(record, schema),
        references=tuple(dict.fromkeys(key for _, key in iter_references(record, schema))),
    )


def _dates(record: Record, schema: Schema) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in schema.types[record.type].fields:
        value = record.values.get(field.name)
        if not value:
            continue
        if field.kind is FieldKind.DATE:
            found[field.name] = value
        elif field.kind is FieldKind.LIST:
            for inner in field.fields:
                if inner.kind is FieldKind.DATE:
                    pairs = ((f"{field.name}/{item['id']}/{inner.name}", item.get(inner.name)) for item in value)
                    found.update((path, date) for path, date in pairs if date)
    return found


Surroundings = Mapping[str, RecordFacts]
"""{record key: facts} of all records of a collection; empty where no check asks for them."""


class CheckedUnit(Struct, frozen=True, kw_only=True):
    """One text under check: a translation beside its source, or a source text itself."""

    key: str
    text: str
    """Never empty, nor white space alone."""
    locale: str
    """The locale that the text is filed under; empty where a foreign catalog does not say."""
    source: str = ""
    """The text that it translates; empty where the text is a source itself."""
    source_locale: str = ""
    source_plural: str | None = None
    """The source's other form, where there are plural forms; `source` is the one that the text's form goes with."""
    field: Field | None = None
    """The record's field; None in a catalog of no collection."""
    max_length: int = 0
    """The longest text wanted, in characters; 0: any."""
    is_same: bool = False
    """Whether the record holds that a text equal to its source is meant to be."""
    flags: tuple[str, ...] = ()
    """The catalog entry's flags: `python-format`, `no-python-format`."""
    comments: tuple[str, ...] = ()
    """The catalog entry's translator comments."""
    others: Mapping[str, str] = {}
    notes: tuple[str, ...] = ()
    record: RecordFacts | None = None
    """What is known of the unit's record; None in a catalog whose records were not read."""
    surroundings: Surroundings = {}

    @property
    def is_source(self) -> bool:
        """Whether the text is a source itself."""
        return not self.source

    @property
    def plain_words(self) -> str:
        """The text without what stands in parentheses and quotation marks: names that something goes by elsewhere.

        >>> CheckedUnit(key="k", text="'Mondo', 'Machina del mondo' (Ripa)", locale="cs").plain_words.strip(" ,")
        ''
        """
        return _QUOTED.sub(" ", self.text)

    @property
    def is_term_list(self) -> bool:
        """Whether the text is a list of terms rather than words of one language: `Aria; Carro dell'aria; Ripa`."""
        return self.kind is not FieldKind.TEXT and self.text.count(";") >= _SEPARATORS

    @property
    def kind(self) -> FieldKind | None:
        """The kind of the record's field; None in a catalog of no collection."""
        return self.field.kind if self.field else None

    @property
    def texts(self) -> Mapping[str, str]:
        """Every text of the unit that is at hand, by locale: from the record, or from the notes in its catalog."""
        if self.others:
            return self.others
        matches = filter(None, map(_TEXT_NOTE.fullmatch, self.notes))
        held = {match["locale"]: match["text"] for match in matches}
        return held | ({self.source_locale: self.source} if self.source else {}) | {self.locale: self.text}

    @property
    def linked(self) -> tuple[RecordFacts, ...]:
        """What is known of the records that the unit's record links to; asks for `linked=True` in the check."""
        keys = self.record.references if self.record else ()
        return tuple(self.surroundings[key] for key in keys if key in self.surroundings)

    @property
    def record_key(self) -> str:
        """The key of the unit's record."""
        return record_key(self.key)


class CheckedCatalog(Struct, frozen=True, kw_only=True):
    """A catalog under check: its units that have a translation, plural forms as one unit each."""

    locale: str
    source_locale: str
    units: tuple[CheckedUnit, ...]
    forms: int = 0
    """How many plural forms the locale has, as the catalog's header says; 0: not known."""


class CheckedRecord(Struct, frozen=True, kw_only=True):
    """A record under check, in all its locales."""

    record: Record
    schema: Schema
    units: tuple[SourceUnit, ...]
    facts: RecordFacts
    surroundings: Surroundings = {}

    @property
    def linked(self) -> tuple[RecordFacts, ...]:
        """What is known of the records that it links to; asks for `linked=True` in the check."""
        return tuple(self.surroundings[key] for key in self.facts.references if key in self.surroundings)
