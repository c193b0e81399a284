"""Interoperation: a catalog as the objects of polib and of Babel, for scripts written for those, and back.

These are functions, not methods of `Catalog`, so that the model imports no edge. What the other model has no place for
is listed in docs/interoperability.md; `like` brings it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from msgspec.structs import replace

from l10n.errors import L10nError
from l10n.model import Catalog, Previous, Unit, UnitKey
from l10n.po import new_header, with_header_field
from l10n.po.charset import declared_charset, find_codec
from l10n.po.flag import ordered_flags

if TYPE_CHECKING:
    import polib
    from babel.messages import Catalog as BabelCatalog
    from babel.messages import Message

_PLACE = re.compile(r"(.*):(0|[1-9][0-9]*)", re.DOTALL)
_ISOLATED = re.compile("\u2068([^\u2068\u2069]*[ \t][^\u2068\u2069]*)\u2069")
_DATE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d[+-]\d{4}")
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a creation date that is missing, as Babel takes the present time then."""
_CONTENT = tuple(name for name in Unit.__struct_fields__ if name not in {"raw", "line"})


def to_polib(catalog: Catalog) -> polib.POFile:
    r"""Return the catalog as polib's `POFile`, which wraps its lines where the catalog does.

    Raises L10nError where units are in a domain of their own: a `POFile` has one domain.

    >>> str(to_polib(Catalog(units=(Unit(source="Terror", targets=("Terrors",)),)))[0])
    'msgid "Terror"\nmsgstr "Terrors"\n'
    """
    import polib

    _check_domains(catalog, "a POFile of polib")
    pofile = polib.POFile(encoding=catalog.charset, wrapwidth=catalog.width)
    if catalog.header:
        pofile.header = "\n".join(catalog.header.comments)
        pofile.metadata = dict(_fields(catalog.header.target))
        pofile.metadata_is_fuzzy = catalog.header.fuzzy
    for unit in catalog.units:
        pofile.append(_polib_entry(unit))
    return pofile


def from_polib(pofile: polib.POFile, like: Catalog | None = None) -> Catalog:
    """Return the catalog that a `POFile` holds; it wraps where polib would.

    `like` is the catalog that the `POFile` was made of: what has not changed since keeps its bytes, and what polib has
    no place for is kept.

    >>> catalog = Catalog(units=(Unit(source="Terror", targets=("Terrors",)),))
    >>> from_polib(to_polib(catalog)).units == catalog.units
    True
    """
    fields = {name: str(value) for name, value in pofile.metadata.items()}
    target = "".join(f"{name}: {value}\n" for name, value in fields.items())
    header = Unit(source="", targets=(target,), fuzzy=bool(pofile.metadata_is_fuzzy), comments=_lines(pofile.header))
    charset = declared_charset(target) or pofile.encoding
    catalog = Catalog(
        header=None if header == Unit(source="") else header,
        units=tuple(_unit_of_entry(entry) for entry in pofile),
        width=max(pofile.wrapwidth, 0),
        charset=charset if find_codec(charset) else "UTF-8",
    )
    return catalog if like is None else _with_differences(like, from_polib(to_polib(like)), catalog)


def to_babel(catalog: Catalog) -> BabelCatalog:
    """Return the catalog as Babel's `Catalog`.

    Raises L10nError for what it has no place for: units in a domain of their own, and units without a source, which it
    takes for the header.

    >>> to_babel(Catalog(units=(Unit(source="Terror", targets=("Terrors",)),)))["Terror"].string
    'Terrors'
    """
    from babel.messages import Catalog as BabelCatalog

    _check_domains(catalog, "a Catalog of Babel")
    babel = BabelCatalog(charset=catalog.charset, creation_date=_NO_DATE, fuzzy=False, header_comment="")
    if catalog.header:
        _set_babel_header(babel, catalog.header)
        babel.charset = catalog.charset
    for unit in catalog.units:
        if not unit.source:
            message = f"found the unit {unit.key!r} without a source, expected one: Babel takes it for the header"
            raise L10nError(message)
        message_id = unit.source if unit.source_plural is None else (unit.source, unit.source_plural)
        if unit.obsolete:
            babel.obsolete[babel._key_for(message_id, unit.key)] = _babel_message(unit)  # noqa: SLF001 (no other way)
        else:
            babel[message_id] = _babel_message(unit)
    return babel


def from_babel(babel: BabelCatalog, like: Catalog | None = None) -> Catalog:
    """Return the catalog that Babel's `Catalog` holds, its header fields in GNU's order, obsolete units at the end.

    `like` is the catalog that it was made of: what has not changed since keeps its bytes, and what Babel has no place
    for is kept.

    >>> catalog = Catalog(units=(Unit(source="Terror", targets=("Terrors",)),))
    >>> from_babel(to_babel(catalog)).units == catalog.units
    True
    """
    fields = {name: value.strip() for name, value in babel.mime_headers}
    comments = [line.removeprefix("#").removeprefix(" ") for line in babel.header_comment.splitlines()]
    header = replace(new_header(fields), fuzzy=babel.fuzzy, comments=tuple(comments))
    live = [_unit_of_message(message) for message in babel if message.id]
    gone = [replace(_unit_of_message(message), obsolete=True) for message in babel.obsolete.values()]
    charset = babel.charset if find_codec(babel.charset) else "UTF-8"
    catalog = Catalog(header=header, units=(*live, *gone), charset=charset)
    return catalog if like is None else _with_differences(like, from_babel(to_babel(like)), catalog)


def _check_domains(catalog: Catalog, what: str) -> None:
    """Raise L10nError for a unit in a domain of its own."""
    unit = next((unit for unit in catalog.units if unit.domain), None)
    if unit:
        message = f"found the unit {unit.key or unit.source!r} in the domain {unit.domain!r}, expected one domain"
        raise L10nError(f"{message}: {what} has no place for more")


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def _fields(header: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of each field as polib reads them; a line without a colon belongs to the field before."""
    name, value = "", ""
    for line in header.splitlines():
        before, colon, after = line.partition(":")
        if colon:
            if name:
                yield name, value
            name, value = before, after.strip()
        else:
            value = f"{value}\n{line.strip()}"
    if name:
        yield name, value


# --- polib ------------------------------------------------------------------------------------------------


def _polib_entry(unit: Unit) -> polib.POEntry:
    import polib

    previous = unit.previous or Previous()
    is_plural = unit.source_plural is not None
    return polib.POEntry(
        msgctxt=unit.key,
        msgid=unit.source,
        msgid_plural=unit.source_plural or "",
        msgstr="" if is_plural else unit.target,
        msgstr_plural=dict(enumerate(unit.targets)) if is_plural else {},
        obsolete=unit.obsolete,
        tcomment="\n".join(unit.comments),
        comment="\n".join(unit.notes),
        occurrences=[_place(reference) for reference in unit.references],
        flags=["fuzzy"] * unit.fuzzy + list(unit.flags),
        previous_msgctxt=previous.key,
        previous_msgid=previous.source,
        previous_msgid_plural=previous.source_plural,
        linenum=unit.line or None,
    )


def _place(reference: str) -> tuple[str, str]:
    match = _PLACE.fullmatch(reference)
    return (match[1], match[2]) if match else (reference, "")


def _unit_of_entry(entry: polib.POEntry) -> Unit:
    forms: dict[int, str] = {int(number): text for number, text in entry.msgstr_plural.items()}
    is_plural = bool(entry.msgid_plural or forms)
    key = cast("UnitKey | None", entry.msgctxt)
    previous = Previous(
        key=entry.previous_msgctxt, source=entry.previous_msgid, source_plural=entry.previous_msgid_plural
    )
    return Unit(
        key=key,
        source=entry.msgid,
        source_plural=entry.msgid_plural if is_plural else None,
        targets=tuple(forms.get(n, "") for n in range(max(forms, default=0) + 1)) if is_plural else (entry.msgstr,),
        fuzzy=entry.fuzzy,
        obsolete=bool(entry.obsolete),
        comments=_lines(entry.tcomment),
        notes=_lines(entry.comment),
        references=tuple(f"{path}:{line}" if line else path for path, line in entry.occurrences),
        flags=tuple(flag for flag in entry.flags if flag != "fuzzy"),
        previous=None if previous == Previous() else previous,
    )


# --- Babel ------------------------------------------------------------------------------------------------


def _set_babel_header(babel: BabelCatalog, header: Unit) -> None:
    """Let Babel read the fields that it knows; a date that is none and a locale that it cannot parse stay unset."""
    babel.fuzzy = header.fuzzy
    babel.header_comment = "\n".join(f"# {comment}".rstrip() for comment in header.comments)
    for name, value in _fields(header.target):
        if name.lower() == "po-revision-date" and not _DATE.fullmatch(value):
            babel.revision_date = value
        elif name.lower() != "pot-creation-date" or _DATE.fullmatch(value):
            try:
                babel.mime_headers = [(name, value)]
            except ValueError:
                continue


def _babel_message(unit: Unit) -> Message:
    """Return the unit as Babel's `Message`, without the flags that it guesses, with the equal lines that it merges."""
    from babel.messages import Message

    previous = unit.previous or Previous()
    message = Message(
        unit.source if unit.source_plural is None else (unit.source, unit.source_plural),
        unit.target if unit.source_plural is None else unit.targets,
        previous_id=tuple(text for text in (previous.source, previous.source_plural) if text is not None),
        lineno=unit.line or None,
        context=unit.key,
    )
    message.flags = {*unit.flags, *(["fuzzy"] * unit.fuzzy)}
    message.auto_comments, message.user_comments = list(unit.notes), list(unit.comments)
    message.locations = [_babel_place(reference) for reference in unit.references]
    return message


def _babel_place(reference: str) -> tuple[str, Any]:
    """Return a reference's path and line, which is None where there is none, though Babel's types forbid it."""
    path, line = _place(reference)
    isolated = _ISOLATED.fullmatch(path)
    return isolated[1] if isolated else path, int(line) if line else None


def _babel_reference(path: str, line: int | None) -> str:
    name = f"\u2068{path}\u2069" if " " in path or "\t" in path else path
    return name if line is None else f"{name}:{line}"


def _unit_of_message(message: Message) -> Unit:
    source, *plural = [message.id] if isinstance(message.id, str) else message.id
    targets = [message.string] if isinstance(message.string, str) else message.string
    previous = [*message.previous_id, None, None]
    return Unit(
        key=None if message.context is None else UnitKey(message.context),
        source=source,
        source_plural=plural[0] if plural else None,
        targets=tuple(targets or ("",)),
        fuzzy=message.fuzzy,
        comments=tuple(message.user_comments),
        notes=tuple(message.auto_comments),
        references=tuple(_babel_reference(path, line) for path, line in message.locations),
        flags=tuple(ordered_flags(sorted(flag for flag in message.flags if flag != "fuzzy"))),
        previous=Previous(source=previous[0], source_plural=previous[1]) if message.previous_id else None,
    )


# --- what was changed on the other side -------------------------------------------------------------------


def _with_differences(like: Catalog, seen: Catalog, new: Catalog) -> Catalog:
    """Return `like` with what differs between `seen`, which is `like` as the other model shows it, and `new`.

    The units are those of `new`, in its order; the file's own look is that of `like`.
    """
    originals = _Originals(seen.units, like.units)
    units = tuple(originals.with_changes_of(unit) for unit in new.units)
    result = replace(like, units=units)
    if new.header is None or seen.header is None:
        return result if new.header == seen.header else replace(result, header=new.header)
    old = like.header or new_header({})
    header = old.with_changes(**_differences(seen.header, new.header, without=("targets",)))
    gone = seen.headers.keys() - new.headers.keys()
    if gone:
        lines = header.target.splitlines(keepends=True)
        header = header.with_changes(targets=("".join(line for line in lines if line.partition(":")[0] not in gone),))
    result = replace(result, header=like.header if like.header is None and header == old else header)
    for name, value in new.headers.items():
        if seen.headers.get(name) != value:
            result = with_header_field(result, name, value)
    return result


def _differences(seen: Unit, new: Unit, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the fields in which two units differ, with the values of the new one."""
    names = [name for name in _CONTENT if name not in without]
    return {name: getattr(new, name) for name in names if getattr(seen, name) != getattr(new, name)}


class _Originals:
    """The units of a catalog, found by what the other model shows of them."""

    def __init__(self, seen: Iterable[Unit], originals: Iterable[Unit]) -> None:
        """Take the units as the other model shows them, and as they are, in any order."""
        self._shown = {(unit.key, unit.source): unit for unit in seen}
        self._originals = {(unit.key, unit.source): unit for unit in originals}
        self._by_key = {key: (key, source) for key, source in self._shown if key}

    def with_changes_of(self, new: Unit) -> Unit:
        """Return the original with what was changed in `new`; `new` itself where there is none."""
        identity = (new.key, new.source)
        if new.key and identity not in self._shown:
            identity = self._by_key.get(new.key, identity)
        if identity not in self._shown or identity not in self._originals:
            return new
        original = self._originals.pop(identity)
        return original.with_changes(**_differences(self._shown.pop(identity), new))
