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
from l10n.reports.visible import visible_lines, visible_text
from l10n.tally import STATUSES, status_number

CHUNK = 200
"""How many records' units stand in one block, which is read when one of them is opened."""
LONGEST_LABEL = 300
"""The longest label in the list of records, in characters; the text itself is shown whole with its record."""
_SIGNS = {status: status.value[0] for status in RecordStatus}
"""The letter of a status: `c`, `p`, `n`, `d`, `e`."""
_DOUBTS = tuple(Doubt)

PreviousSources = Mapping[tuple[UnitKey, Locale], str]
"""{(unit, locale): the source that the translation was made for}."""


_Masks = tuple[tuple[int, int], ...]
"""Where each field of a record is done, and where it is to do: one bit per locale."""


class RecordData:
    """Turns records into rows of the list and blocks of units; locales and fields become their numbers."""

    def __init__(self, locales: Sequence[Locale], known: Sequence[Locale], fields: Mapping[str, Sequence[str]]) -> None:
        """Take the locales counted, all locales that a text may be in, and the paths of each type's fields."""
        self._counted = {locale: number for number, locale in enumerate(locales)}
        self._known = {str(locale): number for number, locale in enumerate(known)}
        self._types = {name: number for number, name in enumerate(fields)}
        self._fields = {path: n for paths in fields.values() for n, path in enumerate(paths)}
        self._paths = fields
        self._numbers = cache(lambda locales: [self._counted[locale] for locale in locales])
        """The numbers of counted locales; units that lack the same ones share them."""
        self._statuses: dict[str, int] = {}
        self._places = cache(self._find_places)

    @property
    def field_statuses(self) -> tuple[str, ...]:
        """What rows refer to: the letters of the statuses that the fields of a record have in a locale, in order."""
        return tuple(self._statuses)

    def _find_places(self, masks: _Masks, declared: int) -> list[int]:
        """Return per locale counted the place of a record's letters in `field_statuses`."""
        letters = (
            "".join(_field_sign(each, declared, number) for each in masks) for number in range(len(self._counted))
        )
        return [self._statuses.setdefault(each, len(self._statuses)) for each in letters]

    def row(self, record: RecordOverview, units: Iterable[list[Any]], file: str) -> list[Any]:
        """Return a record's row: id, type, label, its locale, other names, source, statuses, open units, fields, file.

        `units` are its units as `units` returns them. They are counted per locale; fields are per locale the place of
        theirs in `field_statuses`. `file` is empty where the record has its own.
        """
        type_, _, record_id = record.key.partition("/")
        paths = self._paths[type_]
        open_units, to_do = [0] * len(self._counted), [0] * len(paths)
        for _, field, _, _, missing, fuzzy in units:
            for number in chain(missing, (text[0] for text in fuzzy)):
                open_units[number] += 1
                to_do[field] |= 1 << number
        masks = tuple((record.done.get(path, 0), each) for path, each in zip(paths, to_do, strict=True))
        declared = sum(1 << self._counted[locale] for locale in set(record.declared) if locale in self._counted)
        return [
            record_id,
            self._types[type_],
            _shorten(visible_text(record.label)),
            self._known.get(record.label_locale, -1),
            "\n".join(_shorten(visible_text(name)) for name in record.names),
            self._known[record.source],
            "".join(_SIGNS[status] for status in record.statuses),
            open_units,
            self._places(masks, declared),
            file,
        ]

    def units(self, record: RecordOverview, previous: PreviousSources) -> list[Any]:
        """Return a record's open units: path, field, source locale, source, locales that miss it, fuzzy texts."""
        return [
            [
                unit.path,
                self._fields[unit.field],
                self._known[unit.source_locale],
                visible_lines(unit.source),
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
            shown = [(kind, visible_lines(text)) for kind, text in pieces]
            yield [self._counted[locale], visible_lines(fuzzy.text), _DOUBTS.index(fuzzy.doubt), shown]


def _field_sign(field: tuple[int, int], declared: int, number: int) -> str:
    """Return the letter of what a field is in the locale with this number.

    >>> [_field_sign((0b011, 0b110), 0, number) for number in range(4)]
    ['c', 'p', 'n', 'e']
    """
    done, to_do, elsewhere = (bool(mask >> number & 1) for mask in (*field, declared))
    return _SIGNS[STATUSES[status_number(done, to_do, elsewhere)]]


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
