"""The ratchet: a small file in the repository with what each locale had done, below which none may fall.

A locale *falls* when less is done and more is open than the file holds: something that was done is to be done again.
New records that nobody has translated yet, and records that are gone, make no locale fall.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

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


class Ratchet(Struct, frozen=True, kw_only=True):
    """What the file holds."""

    measure: Measure
    held: Mapping[Locale, Standing]


class _Line(Struct, frozen=True, forbid_unknown_fields=True):
    done: int
    wanted: int


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
    if not file.locales:
        raise _error("found no locale, expected at least one: a ratchet never passes on nothing", path, text, "locales")
    held = {Locale(locale): Standing(line.done, line.wanted) for locale, line in file.locales.items()}
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
    lines = (
        f"{locale} = {{ done = {standing.done}, wanted = {standing.wanted} }}\n"
        for locale, standing in sorted(ratchet.held.items())
    )
    return _HEAD.format(format=FORMAT, measure=ratchet.measure) + "\n".join(lines)


def judge_ratchet(
    ratchet: Ratchet, counted: Mapping[Locale, Standing], ignored: Collection[Locale] = ()
) -> Iterator[GateResult]:
    """Yield what the ratchet finds in each locale that it holds, or where anything is wanted.

    `ignored` are locales that were not counted on purpose.
    """
    for locale in dict.fromkeys((*counted, *ratchet.held)):
        standing, held = counted.get(locale), ratchet.held.get(locale)
        if locale not in ignored and (held is not None or (standing is not None and standing.wanted)):
            yield GateResult(
                gate="ratchet",
                locale=locale,
                measure=ratchet.measure,
                outcome=_outcome(standing, held),
                standing=standing or Standing(0, 0),
                held=held,
            )


def _outcome(standing: Standing | None, held: Standing | None) -> Outcome:
    """Return what comes of a locale's counts beside those that the ratchet holds.

    >>> [str(_outcome(Standing(*now), Standing(90, 100))) for now in ((89, 100), (90, 150), (85, 95), (0, 0))]
    ['fell', 'passed', 'passed', 'nothing']
    """
    if standing is None:
        return Outcome.UNCOUNTED
    if held is None:
        return Outcome.NEW
    if held.wanted and not standing.wanted:
        return Outcome.NOTHING
    return Outcome.FELL if standing.done < held.done and standing.open > held.open else Outcome.PASSED


def updated_ratchet(
    ratchet: Ratchet | None,
    counted: Mapping[Locale, Standing],
    measure: Measure,
    *,
    may_lower: bool = False,
    ignored: Collection[Locale] = (),
) -> Ratchet:
    """Return the ratchet that holds what is counted now; a locale that fell keeps its place unless `may_lower`.

    Raises ConfigError where it would hold nothing.
    """
    held = {} if ratchet is None else dict(ratchet.held)
    for result in judge_ratchet(Ratchet(measure=measure, held=held), counted, ignored):
        if result.is_passed or (may_lower and result.standing.wanted):
            held[result.locale] = result.standing
        elif may_lower:
            del held[result.locale]
    if not held:
        raise ConfigError("found nothing wanted in any locale, expected something for the ratchet to hold")
    return Ratchet(measure=measure, held=held)
