"""The ratchet: a small file in the repository with what each locale had done, below which none may fall.

A locale *falls* when fewer units are done than the file holds, and its share is smaller: something that was done is to
be done again. New records that nobody has translated yet make no locale fall, nor do records that are gone: where there
are fewer records, and no more is open than was, the units that are missing are taken to have gone with them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from l10n.coverage import Coverage
from l10n.errors import ConfigError, ParseError, Place
from l10n.gates import GateResult, Outcome, Standing
from l10n.locales import Locale
from l10n.tables import find_toml_line, parse_toml
from l10n.thresholds import MEASURES, Measure

RATCHET = "coverage-ratchet.toml"
FORMAT = 1
_HEAD = """\
# What each locale has done of what is wanted: `l10n coverage --ratchet` fails where one falls below it.
# `l10n coverage --update-ratchet` writes this file; the empty lines let git merge it.
format = {format}
measure = "{measure}"

[locales]
"""


class Level(Standing, frozen=True):
    """What is done in a locale, and what tells translations that were lost from records that are gone."""

    units: int
    """The units done, whatever the measure is: a text that got shorter is not lost."""
    records: int
    """The records of the collection."""

    @classmethod
    def of(cls, standing: Standing, units: int, records: int) -> Level:
        """Return a level with this standing."""
        return cls(standing.done, standing.wanted, units, records)


class Ratchet(Struct, frozen=True, kw_only=True):
    """What the file holds."""

    measure: Measure
    held: Mapping[Locale, Level]


class _Line(Struct, frozen=True, forbid_unknown_fields=True):
    done: int
    wanted: int
    units: int | None = None
    """None: as many as are done."""
    records: int = 0
    """0: not known, so that none are taken to be gone."""

    @property
    def level(self) -> Level:
        return Level(self.done, self.wanted, self.done if self.units is None else self.units, self.records)


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    measure: Measure
    locales: dict[str, _Line]


def parse_ratchet(text: str, path: str = RATCHET) -> Ratchet:
    """Return what a ratchet's file holds; raise ParseError or ConfigError."""
    data = parse_toml(text, path)
    if data.get("format") != FORMAT:
        raise _error(f"found {data.get('format')!r}, expected {FORMAT}", path, text, "format")
    if data.get("measure") not in MEASURES:
        message = f"found {data.get('measure')!r}, expected one of {', '.join(MEASURES)}"
        raise _error(message, path, text, "measure")
    try:
        file = msgspec.convert(data, _File)
    except msgspec.ValidationError as error:
        reason, _, where = str(error).partition(" - at `$.")
        message = f"{reason[:1].lower()}{reason[1:]}, expected a line such as `lv = {{ done = 3, wanted = 4 }}`"
        raise _error(message, path, text, _field(data, where.rstrip("`"))) from None
    for locale, line in file.locales.items():
        if not 0 <= line.done <= line.wanted:
            message = f"found {line.done} done of {line.wanted}, expected no more done than wanted, and none below 0"
            raise _error(message, path, text, f"locales.{locale}")
        if line.level.units < 0 or line.records < 0:
            message = f"found {line.level.units} units and {line.records} records, expected none below 0"
            raise _error(message, path, text, f"locales.{locale}")
    if not file.locales:
        raise _error("found no locale, expected at least one: a ratchet never passes on nothing", path, text, "locales")
    held = {Locale(locale): line.level for locale, line in file.locales.items()}
    return Ratchet(measure=file.measure, held=held)


def _field(data: Mapping[str, Any], where: str) -> str:
    """Return the key that msgspec means, which calls the keys of a table `[...]`."""
    if not where.startswith("locales["):
        return where
    lines = data["locales"].items()
    is_wrong = (name for name, line in lines if not isinstance(line, dict) or not _is_line(line))
    return f"locales.{next(is_wrong, '')}".rstrip(".")


def _is_line(line: Mapping[str, Any]) -> bool:
    return line.keys() == {"done", "wanted"} and all(type(number) is int for number in line.values())


def _error(message: str, path: str, text: str, field: str) -> ParseError:
    return ParseError(message, Place(path, find_toml_line(text, field), field=field))


def format_ratchet(ratchet: Ratchet) -> str:
    """Return a ratchet's file: the locales sorted, an empty line behind each."""
    lines = (f"{locale} = {_format_level(level, ratchet.measure)}\n" for locale, level in sorted(ratchet.held.items()))
    return _HEAD.format(format=FORMAT, measure=ratchet.measure) + "\n".join(lines)


def _format_level(level: Level, measure: Measure) -> str:
    """Return what a line holds; what goes without saying is left out.

    >>> _format_level(Level(15, 33, units=15, records=30), "units")
    '{ done = 15, wanted = 33, records = 30 }'
    """
    numbers = {"done": level.done, "wanted": level.wanted}
    if measure != "units":
        numbers["units"] = level.units
    if level.records:
        numbers["records"] = level.records
    return f"{{ {', '.join(f'{name} = {number}' for name, number in numbers.items())} }}"


def find_levels(coverage: Coverage, counted: Mapping[Locale, Standing]) -> dict[Locale, Level]:
    """Return the level of each locale; `counted` is its standing in the measure of the ratchet."""
    return {
        locale: Level.of(standing, coverage.locales[locale].units.done, coverage.records)
        for locale, standing in counted.items()
    }


def judge_ratchet(
    ratchet: Ratchet, counted: Mapping[Locale, Level], ignored: Collection[Locale] = ()
) -> Iterator[GateResult]:
    """Yield what the ratchet finds in each locale that it holds, or where anything is wanted.

    `ignored` are locales that were not counted on purpose.
    """
    for locale in dict.fromkeys((*counted, *ratchet.held)):
        level, held = counted.get(locale), ratchet.held.get(locale)
        if locale not in ignored and (held is not None or (level is not None and level.wanted)):
            yield GateResult(
                gate="ratchet",
                locale=locale,
                measure=ratchet.measure,
                outcome=_outcome(level, held),
                standing=level or Standing(0, 0),
                held=held,
            )


def _outcome(level: Level | None, held: Level | None) -> Outcome:
    """Return what comes of a locale's counts beside those that the ratchet holds.

    >>> held = Level(90, 100, units=90, records=20)
    >>> counts = ((89, 100, 20), (90, 150, 20), (85, 95, 20), (85, 95, 19), (0, 0, 20))
    >>> [str(_outcome(Level(done, wanted, done, records), held)) for done, wanted, records in counts]
    ['fell', 'passed', 'fell', 'passed', 'nothing']
    """
    if level is None:
        return Outcome.UNCOUNTED
    if held is None:
        return Outcome.NEW
    if held.wanted and not level.wanted:
        return Outcome.NOTHING
    is_less = level.units < held.units and level.done * held.wanted < held.done * level.wanted
    is_explained = level.records < held.records and level.open <= held.open
    return Outcome.FELL if is_less and not is_explained else Outcome.PASSED


def _is_below(level: Level, held: Level | None) -> bool:
    """Tell whether less is done than is held, for whatever reason."""
    return held is not None and (level.done < held.done or level.units < held.units)


def updated_ratchet(
    ratchet: Ratchet | None,
    counted: Mapping[Locale, Level],
    measure: Measure,
    *,
    may_lower: bool = False,
    ignored: Collection[Locale] = (),
) -> Ratchet:
    """Return the ratchet that holds what is counted now; unless `may_lower` no locale gets a smaller number done.

    Raises ConfigError where it would hold nothing.
    """
    held = {} if ratchet is None else dict(ratchet.held)
    for result in list(judge_ratchet(Ratchet(measure=measure, held=held), counted, ignored)):
        level = counted.get(result.locale)
        if level is None or not level.wanted:
            if may_lower:
                del held[result.locale]
        elif may_lower or not _is_below(level, held.get(result.locale)):
            held[result.locale] = level
    if not held:
        raise ConfigError("found nothing wanted in any locale, expected something for the ratchet to hold")
    return Ratchet(measure=measure, held=held)
