"""The header: the unit without key and source whose target holds a catalog's fields."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from l10n.model import Catalog, Unit
from l10n.po.charset import declared_charset, find_codec

FIELDS = (
    "Project-Id-Version",
    "Report-Msgid-Bugs-To",
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Language",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Plural-Forms",
)
"""The fields of GNU gettext, in its order; all others come after."""
_RANK = {name.lower(): n for n, name in enumerate(FIELDS)}


def new_header(fields: Mapping[str, str]) -> Unit:
    r"""Return a header with these fields, GNU's own in its order and the others after, in theirs.

    >>> new_header({"X-Generator": "l10n", "Language": "et"}).target
    'Language: et\nX-Generator: l10n\n'
    """
    ordered = sorted(fields.items(), key=lambda field: _rank(field[0]))
    return Unit(source="", targets=("".join(_line(name, value) for name, value in ordered),))


def with_header_field(catalog: Catalog, name: str, value: str) -> Catalog:
    r"""Return the catalog with one field set: where it stands, or else where GNU's order wants it.

    All other lines of the header stay as they are, and the header itself if nothing differs.

    >>> catalog = Catalog(header=new_header({"MIME-Version": "1.0"}))
    >>> with_header_field(catalog, "Language", "et").header.target
    'Language: et\nMIME-Version: 1.0\n'
    """
    header = catalog.header or new_header({})
    lines = header.target.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    present = [n for n, line in enumerate(lines) if _name(line) == name.lower()]
    if present and catalog.headers.get(name) == value:
        return catalog
    for n in present:
        lines[n] = _line(name, value)
    if not present:
        lines.insert(_place(lines, name), _line(name, value))
    target = "".join(lines)
    charset = declared_charset(target)
    return replace(
        catalog,
        header=header.with_changes(targets=(target,)),
        charset=charset if find_codec(charset) else catalog.charset,
    )


def _line(name: str, value: str) -> str:
    return f"{name}: {value}\n"


def _name(line: str) -> str:
    return line.partition(":")[0].strip().lower()


def _rank(name: str) -> int:
    return _RANK.get(name.lower(), len(_RANK))


def _place(lines: list[str], name: str) -> int:
    """Return the index before which a new field stands: after the last line that ranks no higher."""
    rank = _rank(name)
    return max((n + 1 for n, line in enumerate(lines) if _rank(_name(line)) <= rank), default=0)
