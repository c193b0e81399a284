"""The data of the HTML report's records: compact JSON, read by its script."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

import msgspec

from l10n.coverage import RecordStatus
from l10n.locales import Locale
from l10n.model import UnitKey
from l10n.open_units import Doubt, OpenUnit, RecordOverview, split_difference

CHUNK = 200
"""How many records' units stand in one block, which is read when one of them is opened."""
LONGEST_LABEL = 300
"""The longest label in the list of records, in characters; the text itself is shown whole with its record."""
_SIGNS = {status: status.value[0] for status in RecordStatus}
"""The letter of a status: `c`, `p`, `n`, `d`, `e`."""
_DOUBTS = tuple(Doubt)

PreviousSources = Mapping[tuple[UnitKey, Locale], str]
"""{(unit, locale): the source that the translation was made for}."""


class RecordData:
    """Turns records into rows of the list and blocks of units; locales and fields become their numbers."""

    def __init__(self, locales: Sequence[Locale], known: Sequence[Locale], fields: Mapping[str, Sequence[str]]) -> None:
        """Take the locales counted, all locales that a text may be in, and the paths of each type's fields."""
        self._counted = {locale: number for number, locale in enumerate(locales)}
        self._known = {str(locale): number for number, locale in enumerate(known)}
        self._types = {name: number for number, name in enumerate(fields)}
        self._fields = {path: n for paths in fields.values() for n, path in enumerate(paths)}
        self._numbers = cache(lambda locales: [self._counted[locale] for locale in locales])
        """The numbers of counted locales; units that lack the same ones share them."""

    def row(self, record: RecordOverview, units: Iterable[list[Any]], file: str) -> list[Any]:
        """Return a record's row: id, type, label, its locale, other names, source, statuses, open units, fields, file.

        `units` are its units as `units` returns them. They are counted per locale; fields are one bit each, per
        locale those with an open unit. `file` is empty where the record has its own.
        """
        open_units, fields = [0] * len(self._counted), [0] * len(self._counted)
        for _, field, _, _, missing, fuzzy in units:
            for number in chain(missing, (text[0] for text in fuzzy)):
                open_units[number] += 1
                fields[number] |= 1 << field
        type_, _, record_id = record.key.partition("/")
        return [
            record_id,
            self._types[type_],
            _shorten(record.label),
            self._known.get(record.label_locale, -1),
            "\n".join(map(_shorten, record.names)),
            self._known[record.source],
            "".join(_SIGNS[status] for status in record.statuses),
            open_units,
            fields,
            file,
        ]

    def units(self, record: RecordOverview, previous: PreviousSources) -> list[Any]:
        """Return a record's open units: path, field, source locale, source, locales that miss it, fuzzy texts."""
        return [
            [
                unit.path,
                self._fields[unit.field],
                self._known[unit.source_locale],
                unit.source,
                self._numbers(unit.missing),
                list(self._fuzzy(unit, previous)) if unit.fuzzy else [],
            ]
            for unit in record.units
        ]

    def _fuzzy(self, unit: OpenUnit, previous: PreviousSources) -> Iterator[list[Any]]:
        """Yield locale, text and doubt of each fuzzy text, and the word difference of the source where it is known."""
        for locale, fuzzy in unit.fuzzy.items():
            made_for = previous.get((unit.key, locale))
            pieces = split_difference(made_for, unit.source) if made_for else ()
            yield [self._counted[locale], fuzzy.text, _DOUBTS.index(fuzzy.doubt), pieces]


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}…"


def iter_blocks(units: Sequence[list[Any]]) -> Iterator[str]:
    """Yield the units of `CHUNK` records after the other as JSON that may stand in a script element."""
    yield from (format_island(units[start : start + CHUNK]) for start in range(0, len(units), CHUNK))


def format_island(value: object) -> str:
    r"""Return a value as JSON that may stand in an HTML script element, whatever its texts are.

    Only `<` can end such an element or begin what hides its end (HTML, 13.2.5.4 and 4.12.1.3).

    >>> format_island(["</script>", "<!--"])
    '["\\u003c/script>","\\u003c!--"]'
    """
    return msgspec.json.encode(value).replace(b"<", b"\\u003c").decode()
