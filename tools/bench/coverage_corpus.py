"""The corpus of the coverage benchmark: five lines in nine locales, with gaps and states: about 2 KB a record."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import msgspec  # noqa: E402 (after the path is set)
from corpus import GAP, SHARES, SOURCES, STALE  # noqa: E402 (beside this file)
from corpus_words import WORD_COUNT, title  # noqa: E402 (beside this file)

from l10n.text import digest  # noqa: E402 (after the path is set)

LOCALES = ("en", "ru", "lv", "pl", "lt", "et", "uk", "de", "fr")
FIELDS = ("title", "subtitle", "place", "role", "note")
TYPE = "thing"
CONFIG = "\n".join(
    [
        'format = 1\nname = "A benchmark corpus"\n\n[locales]',
        f"required = {list(LOCALES[:4])}\noptional = {list(LOCALES[4:])}".replace("'", '"'),
        *(f'\n[types.{TYPE}.fields.{field}]\nkind = "line"' for field in FIELDS),
        "",
    ]
)
_PHRASES = 20_000
"""So many are made; each text is one of them and a number of its own."""


def iter_lines(records: int, seed: int = 1) -> Iterator[bytes]:
    """Yield the JSON of each record, on one line."""
    random = Random(seed)  # noqa: S311 (no secret)
    choices = [random.choices(range(WORD_COUNT), k=random.randint(2, 6)) for _ in range(_PHRASES)]
    phrases = [{locale: title(locale, words) for locale in LOCALES} for words in choices]
    for number in range(records):
        yield msgspec.json.encode(_record(number, phrases, random)) + b"\n"


def _record(number: int, phrases: list[dict[str, str]], random: Random) -> dict[str, Any]:
    source = random.choices(list(SOURCES), list(SOURCES.values()))[0]
    held = [locale for locale in LOCALES if locale == source or random.random() < SHARES[locale]]
    record: dict[str, Any] = {"id": f"thing-{number:07}", "type": TYPE, "source": source}
    state: dict[str, dict[str, str]] = {}
    for field in FIELDS:
        phrase = random.choice(phrases)
        texts = {
            locale: f"{phrase[locale]} {locale} {number}"
            for locale in held
            if locale == source or random.random() >= GAP
        }
        record[field] = texts
        made_of = digest(texts[source])
        for locale, text in texts.items():
            if locale != source:
                was = made_of if random.random() >= STALE else "0" * 12
                state.setdefault(locale, {})[field] = f"{source}@{was} {digest(text)} human 2026-11-23"
    return record | ({"state": state} if state else {})


def save_lines(folder: Path, records: int) -> Path:
    """Write a collection with one JSONL file; return that."""
    path = _prepare(folder) / f"{TYPE}.jsonl"
    with path.open("wb") as file:
        file.writelines(iter_lines(records))
    return path


def save_files(folder: Path, records: int) -> Path:
    """Write a collection with a file a record; return their folder."""
    place = _prepare(folder) / TYPE
    place.mkdir()
    for number, line in enumerate(iter_lines(records)):
        (place / f"thing-{number:07}.json").write_bytes(msgspec.json.format(line, indent=2))
    return place


def _prepare(folder: Path) -> Path:
    (folder / "records").mkdir(parents=True)
    (folder / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    return folder / "records"
