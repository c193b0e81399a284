"""Batches: what was handed out to a translator, and what it was at that time."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from l10n.errors import ErrorCollector, ParseError, Place, suggest
from l10n.jsontext import Where, describe, field_path, find_lines, parse_json
from l10n.locales import Locale
from l10n.model import UnitKey
from l10n.records import id_problem
from l10n.text import digest

VERSION = 1
MAX_WHO = 120
"""The longest name of a translator, in characters."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BASE = re.compile(
    r"(?P<locale>[A-Za-z0-9-]+)@(?P<source>[0-9a-f]{12}) (?P<target>[0-9a-f]{12})"
    r"(?P<back>(?: [0-9a-f]{12}=?\??)*)(?: -> (?P<key>[^/]+/[^/]+/.+))?"
)
_HELD, _WAITING, _MOVED = "=", "?", "->"


class Back(Struct, frozen=True):
    """One text that came back."""

    digest: str
    is_held: bool = False
    """Whether the record had it from then on."""
    is_waiting: bool = False
    """Whether its source or its unit had gone: it is taken if that is as it was again, and nothing newer came."""

    def __str__(self) -> str:
        """Return the form that a batch's file holds.

        >>> str(Back("41d0e5f2aa10", is_held=True)), str(Back("41d0e5f2aa10", is_waiting=True))
        ('41d0e5f2aa10=', '41d0e5f2aa10?')
        """
        return f"{self.digest}{_HELD * self.is_held}{_WAITING * self.is_waiting}"


class Base(Struct, frozen=True, kw_only=True):
    """What a unit was when it was handed out."""

    source_locale: Locale
    """The locale of the text to translate from, which need not be the unit's own."""
    source_digest: str
    target_digest: str
    """Of the text that the record had in the target locale, or of an empty one."""
    back: tuple[Back, ...] = ()
    """All the texts that came back, the last one last; empty while the unit is out."""
    moved: str = ""
    """The key that the unit has by now, if that is another than when it was handed out."""

    def __str__(self) -> str:
        """Return the form that a batch's file holds.

        >>> str(Base(source_locale=Locale("ru"), source_digest="9f2c1a7b03de", target_digest="41d0e5f2aa10"))
        'ru@9f2c1a7b03de 41d0e5f2aa10'
        """
        before = (f"{self.source_locale}@{self.source_digest}", self.target_digest)
        moved = (_MOVED, self.moved) if self.moved else ()
        return " ".join((*before, *map(str, self.back), *moved))

    @property
    def synchronised_digest(self) -> str:
        """Of the text that the record was last known to have in the target locale."""
        return next((back.digest for back in reversed(self.back) if back.is_held), self.target_digest)

    def has_back(self, text: str) -> bool:
        """Tell whether a text came back before."""
        return any(back.digest == digest(text) for back in self.back)

    def is_last(self, text: str) -> bool:
        """Tell whether a text came back last."""
        return bool(self.back) and self.back[-1].digest == digest(text)

    def was_held(self, text: str) -> bool:
        """Tell whether a text came back, and the record had it."""
        return any(back.is_held and back.digest == digest(text) for back in self.back)

    def has_since(self, text: str, other: str) -> bool:
        """Tell whether another text is one that came back, and that not before `text`."""
        digests = [back.digest for back in self.back]
        return digest(other) in digests[digests.index(digest(text)) :]

    def waits_for(self, text: str) -> bool:
        """Tell whether a text came back last, and may still be taken."""
        return self.is_last(text) and self.back[-1].is_waiting

    def with_back(self, text: str, *, is_held: bool, is_waiting: bool) -> Base:
        """Return the base once a text came back."""
        others = (back for back in self.back if back.digest != digest(text))
        return replace(self, back=(*others, Back(digest(text), is_held, is_waiting)))


class Batch(Struct, frozen=True, kw_only=True):
    """Units that a translator has in hand."""

    id: str
    locale: Locale
    """The locale to translate into."""
    reads: tuple[Locale, ...]
    """The locales that the translator reads."""
    who: str = ""
    """The translator, in whatever words the editor chose."""
    since: str
    """The day on which it was handed out, `yyyy-mm-dd`."""
    closed: str = ""
    """The day on which it was given up; empty while it counts as out."""
    words: int = 0
    """Of the sources handed out."""
    units: Mapping[UnitKey, Base]

    @property
    def places(self) -> dict[UnitKey, UnitKey]:
        """{key of a unit by now: its key when it was handed out}; of two, it is that of the unit which moved there."""
        moved = {UnitKey(base.moved): key for key, base in self.units.items() if base.moved}
        return {key: key for key, base in self.units.items() if not base.moved} | moved

    @property
    def out(self) -> frozenset[UnitKey]:
        """The keys, by now, of the units that are still with the translator; none once it is closed."""
        units = self.units
        return frozenset(() if self.closed else (now for now, key in self.places.items() if not units[key].back))

    @property
    def is_open(self) -> bool:
        """Whether anything of it is still out."""
        return bool(self.out)

    def with_bases(self, bases: Mapping[UnitKey, Base]) -> Batch:
        """Return the batch with another base for some of its units."""
        return replace(self, units={key: bases.get(key, base) for key, base in self.units.items()})

    def followed(self, renames: Mapping[str, str]) -> Batch:
        """Return the batch once units got other keys, {old: new}; itself if none of its own did."""
        moved = {
            key: replace(self.units[key], moved=renames[now] if renames[now] != key else "")
            for now, key in self.places.items()
            if now in renames
        }
        return self.with_bases(moved) if moved else self

    def put_back(self, wanted: Collection[UnitKey]) -> Batch:
        """Return the batch once renames are put back; itself if none is. `wanted`: the units that are there.

        A unit is where it was handed out again if that is there, and what it was called then is not. Where one took the
        key of another, which went further, all of them are to be there.
        """
        moved = {UnitKey(base.moved): key for key, base in self.units.items() if base.moved}
        back: dict[UnitKey, Base] = {}
        for now in moved.keys() - set(wanted):
            keys = [moved[now]]
            while keys[-1] in wanted and keys[-1] in moved:
                keys.append(moved[keys[-1]])
            if keys[-1] in wanted:
                back |= {key: replace(self.units[key], moved="") for key in keys}
        return self.with_bases(back) if back else self


def iter_shared(batches: Iterable[Batch]) -> Iterator[tuple[tuple[str, ...], tuple[UnitKey, ...]]]:
    """Yield (ids, units) for each set of batches that have the same units out, as they may after a merge.

    >>> base = Base(source_locale=Locale("ru"), source_digest="9f2c1a7b03de", target_digest="41d0e5f2aa10")
    >>> units = {UnitKey("event/a/title"): base}
    >>> batch = Batch(id="et-1", locale=Locale("et"), reads=(), since="2026-11-23", units=units)
    >>> [*iter_shared([batch, replace(batch, id="et-2"), replace(batch, id="et-3", closed="2026-11-24")])]
    [(('et-1', 'et-2'), ('event/a/title',))]
    """
    holders: dict[tuple[Locale, UnitKey], tuple[str, ...]] = {}
    for batch in batches:
        for key in batch.out:
            holders[batch.locale, key] = (*holders.get((batch.locale, key), ()), batch.id)
    shared: dict[tuple[str, ...], list[UnitKey]] = {}
    for (_, key), ids in sorted(holders.items()):
        if len(ids) > 1:
            shared.setdefault(ids, []).append(key)
    yield from ((ids, tuple(keys)) for ids, keys in shared.items())


def make_batch_id(locale: Locale, since: str, who: str, units: Mapping[UnitKey, Base]) -> str:
    """Return an id that no other batch has, on any branch, unless it is the same units for the same translator.

    >>> make_batch_id(Locale("zh-Hans"), "2026-11-23", "Anna", {})
    'zh-hans-2026-11-23-bf4fcc'
    """
    content = "\n".join((who, *(f"{key} {base}" for key, base in units.items())))
    return f"{locale.lower()}-{since}-{digest(content)[:6]}"


def format_batch(batch: Batch) -> bytes:
    """Return the bytes of a batch's file: JSON, one unit a line, so that git merges it line by line."""
    head = {
        "version": VERSION,
        "id": batch.id,
        "locale": batch.locale,
        "reads": batch.reads,
        "who": batch.who,
        "since": batch.since,
        **({"closed": batch.closed} if batch.closed else {}),
        "words": batch.words,
    }
    lines = [f"  {_json(key)}: {_json(value)}," for key, value in head.items()]
    units = ",\n".join(f"    {_json(key)}: {_json(str(batch.units[key]))}" for key in sorted(batch.units))
    body = f"{{\n{units}\n  }}" if units else "{}"
    return "\n".join(("{", *lines, f'  "units": {body}', "}", "")).encode()


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def who_problem(who: str) -> str:
    r"""Return why a text cannot name a translator, or an empty text if it can.

    It stands in a header of the translator's file, on one line.

    >>> who_problem("Anna Kask"), who_problem("a\nb")
    ('', 'expected a name of at most 120 characters on one line')
    """
    is_good = len(who) <= MAX_WHO and who.isprintable() and who == who.strip()
    return "" if is_good else f"expected a name of at most {MAX_WHO} characters on one line"


def parse_batch(data: bytes, path: str = "") -> Batch:
    """Return the batch that a file holds; raise everything that is wrong with it at once."""
    value = parse_json(data, path)
    if not isinstance(value, dict):
        message = f"found {describe(value)}, expected a batch as l10n wrote it"
        raise ParseError(message, Place(path, 1))
    problems = list(_find_problems(value))
    errors = ErrorCollector()
    for line, (where, message) in zip(
        find_lines(data.decode(), [where for where, _ in problems]), problems, strict=True
    ):
        errors.add(ParseError(message, Place(path, line, field=field_path(where))))
    errors.raise_all()
    return Batch(
        id=value["id"],
        locale=Locale(value["locale"]),
        reads=tuple(map(Locale, value["reads"])),
        who=value["who"],
        since=value["since"],
        closed=value.get("closed", ""),
        words=value["words"],
        units={UnitKey(key): _parse_base(text) for key, text in value["units"].items()},
    )


def _parse_base(text: str) -> Base:
    match = _BASE.fullmatch(text)
    assert match is not None  # noqa: S101 (it was looked at)
    return Base(
        source_locale=Locale(match["locale"]),
        source_digest=match["source"],
        target_digest=match["target"],
        back=tuple(map(_parse_back, match["back"].split())),
        moved=match["key"] or "",
    )


def _parse_back(text: str) -> Back:
    return Back(text.rstrip(_HELD + _WAITING), _HELD in text, _WAITING in text)


def _is_day(value: object) -> bool:
    return isinstance(value, str) and bool(_DAY.fullmatch(value))


_KEYS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "version": (lambda held: held == VERSION, f"{VERSION}, for a newer l10n wrote it"),
    "id": (lambda held: isinstance(held, str) and not id_problem(held), "the id of a batch"),
    "locale": (lambda held: isinstance(held, str), "a locale"),
    "reads": (lambda held: isinstance(held, list) and all(isinstance(code, str) for code in held), "a list of locales"),
    "who": (lambda held: isinstance(held, str) and not who_problem(held), "a name on one line"),
    "since": (_is_day, "a day such as '2026-11-23'"),
    "closed": (lambda held: held is None or _is_day(held), "a day such as '2026-11-23'"),
    "words": (lambda held: isinstance(held, int), "a number"),
    "units": (lambda held: isinstance(held, dict), "an object of unit keys"),
}
"""What the keys of a batch's file hold: whether a value does, and that in words."""


def _find_problems(value: Mapping[str, Any]) -> Iterator[tuple[Where, str]]:
    """Yield (place, message) of all that is wrong with a batch's JSON."""
    for name, (is_good, words) in _KEYS.items():
        if not is_good(value.get(name)):
            found = f"found {value[name]!r}" if name in value else "it is missing"
            yield (name,), f"{found}, expected {words}"
    for name in sorted(value.keys() - _KEYS.keys()):
        yield (name,), f"there is no key {name!r} in a batch{suggest(name, _KEYS)}"
    units = value.get("units")
    for key, text in units.items() if isinstance(units, dict) else ():
        if not isinstance(text, str) or not _BASE.fullmatch(text):
            expected = "'LOCALE@DIGEST DIGEST [DIGEST …] [-> KEY]' as l10n wrote it"
            yield ("units", key), f"found {text!r}, expected {expected}"
        elif key.count("/") < 2:  # noqa: PLR2004 (type, id and field)
            yield ("units", key), f"found {key!r}, expected the key of a unit"
