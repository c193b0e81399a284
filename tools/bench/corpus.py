"""The corpus maker: a collection of any size with realistic gaps, for benchmarks; the same one for the same seed.

    python tools/bench/corpus.py DIR --records 10000 --layout files

Of 20 records 16 are events with paragraphs, images and references, 3 persons and 1 a place. About 40 % are written
in ru, 35 % in en and 25 % in lv; the other locales hold from 90 % (ru) down to 15 % (et) of them. Records are made
one at a time and each from its own number, so that a million of them take no more memory than ten.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from corpus_words import WORD_COUNT, name, sentences, title  # noqa: E402 (beside this file)

from l10n.config import parse_schema  # noqa: E402
from l10n.locales import Locale  # noqa: E402 (after the path is set)
from l10n.model import Provenance  # noqa: E402
from l10n.record_json import format_record  # noqa: E402
from l10n.records import Record, iter_units  # noqa: E402
from l10n.schema import Schema  # noqa: E402
from l10n.text import digest  # noqa: E402

CONFIG = Path(__file__).with_name("corpus.toml")
SHARES = {"ru": 0.9, "en": 0.75, "lv": 0.65, "pl": 0.5, "lt": 0.4, "uk": 0.35, "de": 0.3, "fr": 0.25, "et": 0.15}
"""What part of the records each locale holds."""
SOURCES = {"ru": 40, "en": 35, "lv": 25}
"""How many of 100 records are written in each locale."""
GAP, STALE, SAME = 0.08, 0.03, 0.02
"""What part of a locale's texts is missing, has a source that changed since, or repeats the source on purpose."""
CYCLE = 20
"""After so many records the types come again in the same order; see `type_of`."""

Render = Callable[[str], str]
"""Gives a text in a locale."""


class Corpus(NamedTuple):
    """What to make."""

    records: int = 10_000
    layout: str = "files"
    seed: int = 1
    has_state: bool = True


class Summary(NamedTuple):
    """What was made."""

    records: int
    units: int
    texts: int
    """In all locales."""


def type_of(number: int) -> str:
    """Return the type of the record with a number.

    >>> "".join(type_of(number)[:2] for number in range(20))
    'plpepepeevevevevevevevevevevevevevevevev'
    """
    place = number % CYCLE
    return "place" if place == 0 else "person" if place <= 3 else "event"  # noqa: PLR2004 (3 persons in a cycle)


def key_of(number: int) -> str:
    """Return the key of the record with a number.

    >>> key_of(7)
    'event/event-0000007'
    """
    return f"{type_of(number)}/{type_of(number)}-{number:07}"


class _RecordMaker:
    """Makes one record of a corpus."""

    def __init__(self, corpus: Corpus, number: int) -> None:
        self._corpus, self._number = corpus, number
        self._random = Random(f"{corpus.seed}:{number}")  # noqa: S311 (no secret)
        self._source = self._random.choices(list(SOURCES), list(SOURCES.values()))[0]
        held = [locale for locale, share in SHARES.items() if self._random.random() < share]
        self._targets = [locale for locale in held if locale != self._source]
        self._state: dict[str, dict[str, str]] = {}
        self._day = f"2026-{self._random.randint(1, 12):02}-{self._random.randint(1, 28):02}"

    def record(self) -> Record:
        """Return the record."""
        type_ = type_of(self._number)
        values = self._event() if type_ == "event" else self._named(type_)
        others = [locale for locale in SHARES if locale != self._source and locale not in self._targets]
        return Record(
            type=type_,
            id=key_of(self._number).partition("/")[2],
            source=Locale(self._source),
            values=values,
            declared=tuple(Locale(locale) for locale in others if self._random.random() < GAP),
            state=self._state if self._corpus.has_state else {},
        )

    def _named(self, type_: str) -> dict[str, Any]:
        parts = 2 if type_ == "person" else 1
        values: dict[str, Any] = {
            "name": self._line("name", lambda locale: name(locale, self._number, parts=parts), may_repeat=False)
        }
        if type_ == "person":
            born = self._random.randint(1850, 1920)
            values |= {
                "born": str(born),
                "died": f"{born + self._random.randint(20, 80)}-0{self._random.randint(1, 9)}",
            }
        return values

    def _event(self) -> dict[str, Any]:
        persons = self._others("person", 4)
        images = self._random.choices(range(5), (2, 2, 3, 2, 2))[0]
        return {
            "title": self._line("title", self._words(3, 9)),
            "description": self._description(persons),
            "date": f"19{self._random.randint(10, 60)}-{self._random.randint(1, 12):02}",
            "events": self._others("event", 3),
            "persons": persons,
            "places": self._others("place", 2),
            "images": [
                {
                    "id": f"i{image}",
                    "file": f"{self._number}-{image}.jpg",
                    "caption": self._line(f"images/i{image}/caption", self._words(4, 14)),
                }
                for image in range(1, images + 1)
            ],
        }

    def _words(self, fewest: int, most: int) -> Render:
        words = self._random.choices(range(WORD_COUNT), k=self._random.randint(fewest, most))
        return lambda locale: title(locale, words)

    def _others(self, type_: str, most: int) -> list[str]:
        """Return the keys of up to `most` other records of a type, in order."""
        numbers = {self._random.randrange(self._corpus.records) for _ in range(self._random.randint(0, most))}
        starts = {number - number % CYCLE for number in numbers}
        low, high = {"place": (0, 0), "person": (1, 3), "event": (4, 19)}[type_]
        found = {start + self._random.randint(low, high) for start in sorted(starts)}
        return [key_of(number) for number in sorted(found - {self._number}) if number < self._corpus.records]

    def _description(self, persons: list[str]) -> dict[str, dict[str, str]]:
        """Return 1 to 6 paragraphs of 20 to 80 words; the first ones mention the persons that the record refers to."""
        description: dict[str, dict[str, str]] = {}
        count = self._random.choices(range(1, 7), (1, 1, 2, 3, 4, 4))[0]
        for paragraph in range(count):
            person = int(persons[paragraph].rpartition("-")[2]) if paragraph < len(persons) else None
            path = f"p{paragraph + 1}"
            for locale, text in self._line(f"description/{path}", self._paragraph(person)).items():
                description.setdefault(locale, {})[path] = text
        return description

    def _paragraph(self, person: int | None) -> Render:
        words = self._random.choices(range(WORD_COUNT), k=self._random.randint(20, 80))
        if person is None:
            return lambda locale: sentences(locale, words)
        return lambda locale: f"{name(locale, person)}: {sentences(locale, words)}"

    def _line(self, path: str, render: Render, *, may_repeat: bool = True) -> dict[str, str]:
        """Return a unit's texts by locale, and write down where they come from."""
        source = render(self._source)
        texts = {self._source: source}
        for locale in self._targets:
            chance = self._random.random()
            if chance >= GAP:
                is_same = may_repeat and chance > 1 - SAME
                text = texts[locale] = source if is_same else render(locale)
                self._add_state(path, locale, source, text, is_same=is_same)
        return texts

    def _add_state(self, path: str, locale: str, source: str, text: str, *, is_same: bool) -> None:
        was = f"{source} …" if not is_same and self._random.random() < STALE else source
        provenance = Provenance(
            self._source, digest(was), digest(text), "human", self._day, ("same",) if is_same else ()
        )
        self._state.setdefault(locale, {})[path] = str(provenance)


def iter_corpus(corpus: Corpus) -> Iterator[Record]:
    """Yield the records of a corpus, none of which is held."""
    for number in range(corpus.records):
        yield _RecordMaker(corpus, number).record()


def save_corpus(corpus: Corpus, folder: Path) -> Summary:
    """Write a corpus into an empty or new folder; FileExistsError if something is there."""
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        message = f"{folder} is not empty"
        raise FileExistsError(message)
    shutil.copyfile(CONFIG, folder / "l10n.toml")
    schema = parse_schema(CONFIG.read_text(encoding="utf-8"))
    for type_ in schema.types if corpus.layout == "files" else ():
        (folder / "records" / type_).mkdir(parents=True)
    (folder / "records").mkdir(exist_ok=True)
    save = _save_lines if corpus.layout == "jsonl" else _save_files
    records = units = texts = 0
    for record in save(iter_corpus(corpus), schema, folder / "records"):
        held = [len(unit.texts) for unit in iter_units(record, schema)]
        records, units, texts = records + 1, units + len(held), texts + sum(held)
    return Summary(records, units, texts)


def _save_files(records: Iterator[Record], schema: Schema, folder: Path) -> Iterator[Record]:
    for record in records:
        (folder / f"{record.key}.json").write_bytes(format_record(record, schema))
        yield record


def _save_lines(records: Iterator[Record], schema: Schema, folder: Path) -> Iterator[Record]:
    with ExitStack() as stack:
        files = {name: stack.enter_context((folder / f"{name}.jsonl").open("wb")) for name in schema.types}
        for record in records:
            files[record.type].write(format_record(record, schema, compact=True))
            yield record


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what corpus to make."""
    parser.add_argument("--records", type=int, default=Corpus().records, metavar="N", help="default: %(default)s")
    parser.add_argument("--layout", choices=("files", "jsonl"), default=Corpus().layout, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=Corpus().seed, metavar="N", help="default: %(default)s")
    parser.add_argument("--no-state", action="store_true", help="leave out what l10n remembers of each translation")


def main() -> int:
    """Make a corpus and say what is in it."""
    parser = argparse.ArgumentParser(description="Make a collection for benchmarks.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    add_options(parser)
    args = parser.parse_args()
    corpus = Corpus(args.records, args.layout, args.seed, has_state=not args.no_state)
    try:
        made = save_corpus(corpus, args.folder)
    except OSError as error:
        parser.error(str(error))
    print(f"{made.records:,} records, {made.units:,} units, {made.texts:,} texts in {len(SHARES)} locales")
    return 0


if __name__ == "__main__":
    sys.exit(main())
