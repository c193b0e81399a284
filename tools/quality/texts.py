"""The published test's texts: correct translations, and errors planted in them."""

from __future__ import annotations

import hashlib
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

LOCALES = ("en", "ru", "lv", "pl", "lt", "et", "uk", "de", "fr")
FOLDER = Path(__file__).parents[2] / "tests" / "quality"
FILES = ("history", "places", "names-and-titles")
DATES = ("date", "born", "died")
CHARSETS = ("cp1251", "cp1252")


class Text(NamedTuple):
    """One text in all locales; every one but the source is a correct translation of it."""

    id: str
    kind: str
    """`text`, `line` or `name`, as a record's field would be."""
    source: str
    """The locale that it was written in first."""
    texts: Mapping[str, str]
    linked: tuple[str, ...]
    """Keys of the records that it names."""
    dates: Mapping[str, str]
    """What the record says of itself: {`date`, `born` or `died`: EDTF}."""

    @property
    def is_aside(self) -> bool:
        """Whether nobody may look at it while a check is made: three texts of ten, by a digest of the id."""
        return int(hashlib.sha256(self.id.encode()).hexdigest()[:4], 16) % 10 < 3  # noqa: PLR2004 (three of ten)

    @property
    def locales(self) -> tuple[str, ...]:
        """The locales that it was translated into."""
        return tuple(locale for locale in LOCALES if locale != self.source)


class Planted(NamedTuple):
    """One text with an error in one locale."""

    id: str
    kind: str
    of: Text
    locale: str
    text: str
    """The wrong text, whole."""


def load_texts() -> dict[str, Text]:
    """Return the correct texts by id; ValueError for one that does not stand in every locale."""
    found: dict[str, Text] = {}
    for name in FILES:
        for id_, table in tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")).items():
            if id_ in found or not set(LOCALES) <= set(table):
                message = f"{name}.toml: {id_}: expected each text once, in {', '.join(LOCALES)}"
                raise ValueError(message)
            found[id_] = Text(
                id=id_,
                kind=table.get("kind", "text"),
                source=table["source"],
                texts={locale: table[locale] for locale in LOCALES},
                linked=tuple(table.get("linked", ())),
                dates={field: table[field] for field in DATES if field in table},
            )
    return found


def load_names() -> dict[str, dict[str, str]]:
    """Return the names of the linked records: {key: {locale: name}}."""
    return tomllib.loads((FOLDER / "names.toml").read_text(encoding="utf-8"))


def iter_planted(texts: Mapping[str, Text]) -> Iterator[Planted]:
    """Yield every planted error; ValueError where what is to be replaced does not stand there exactly once."""
    kinds = tomllib.loads((FOLDER / "planted.toml").read_text(encoding="utf-8"))
    for kind, cases in kinds.items():
        for number, (id_, locale, old, new) in enumerate(cases, 1):
            right = texts[id_].texts[locale]
            if old and right.count(old) != 1:
                message = f"planted.toml: {kind} {number}: found {old!r} {right.count(old)} times in {right!r}"
                raise ValueError(message)
            wrong = _plant(texts[id_], locale, old, new)
            if wrong == right:
                message = f"planted.toml: {kind} {number}: expected a text that differs from the correct one"
                raise ValueError(message)
            yield Planted(f"{kind}-{number}", kind, texts[id_], locale, wrong)


def _plant(text: Text, locale: str, old: str, new: str) -> str:
    right = text.texts[locale]
    if new.startswith("@"):
        name = new[1:]
        if name in LOCALES:
            return text.texts[name]
        new = unicodedata.normalize("NFD", old) if name == "nfd" else old.encode().decode(name)
    return right.replace(old, new) if old else new
