"""The vocabulary: which schema.org class a type of records is, and which property a field."""

from __future__ import annotations

from l10n.schema import Field, FieldKind, RecordType

_CLASSES = {
    "event": "Event",
    "person": "Person",
    "place": "Place",
    "organisation": "Organization",
    "organization": "Organization",
    "article": "Article",
    "book": "Book",
    "work": "CreativeWork",
    "document": "CreativeWork",
    "image": "ImageObject",
}
"""By the type's name; any other type is a Thing."""
_DATES = {
    "born": "birthDate",
    "birth": "birthDate",
    "birth_date": "birthDate",
    "died": "deathDate",
    "death": "deathDate",
    "death_date": "deathDate",
    "start": "startDate",
    "start_date": "startDate",
    "end": "endDate",
    "end_date": "endDate",
    "founded": "foundingDate",
    "dissolved": "dissolutionDate",
    "published": "datePublished",
    "created": "dateCreated",
}
"""By the field's name, with `_` for `-`."""
_DATES_BY_CLASS = {"Event": "startDate", "Organization": "foundingDate"}
_NAMES = {
    "file": "contentUrl",
    "url": "url",
    "caption": "caption",
    "images": "image",
    "image": "image",
    "same_as": "sameAs",
    "identifier": "identifier",
}
_LINKS = {("Event", "person"): "about", ("Event", "place"): "location", ("Person", "event"): "subjectOf"}
"""References to records of one type, by the class of the type that refers."""


def find_class(type_: RecordType) -> str:
    """Return the schema.org class of a type: what `l10n.toml` says, else what its name suggests, else `Thing`.

    >>> find_class(RecordType(name="person", label="Person", fields=()))
    'Person'
    """
    return type_.schema_org or _CLASSES.get(type_.name, "Thing")


def find_property(type_: RecordType, field: Field) -> str:
    """Return the schema.org property of a field, or an empty text if it has none.

    What `l10n.toml` says, else: the label is the `name`, the first text the `description`, dates and others by name.

    >>> born = Field(name="born", kind=FieldKind.DATE, label="Born")
    >>> find_property(RecordType(name="person", label="Person", fields=(born,)), born)
    'birthDate'
    """
    if field.schema_org:
        return field.schema_org
    name = field.name.replace("-", "_")
    if field.kind is FieldKind.DATE:
        return _DATES.get(name) or (_DATES_BY_CLASS.get(find_class(type_), "") if name == "date" else "")
    if field.kind is FieldKind.REFERENCES:
        return _LINKS.get((find_class(type_), field.to[0]), "") if len(field.to) == 1 else ""
    if type_.label_field is not None and field.name == type_.label_field.name:
        return "name"
    if field.kind is FieldKind.TEXT:
        first = next(other for other in type_.fields if other.kind is FieldKind.TEXT)
        return "description" if first.name == field.name else ""
    return _NAMES.get(name, "")
