"""A small collection on disk, and what people do to it: editors to its records, translators to its catalogs."""

import json
import os
import shutil
from pathlib import Path
from time import time_ns

from l10n.cli import main
from l10n.model import Catalog, Unit
from l10n.po import format_po, parse_po

DAY = 1_790_000_000
CONFIG = """\
format = 1
name = "Test"

[locales]
required = ["en", "ru", "lv"]
optional = ["uk"]

[types.event]
label = "Event"
[types.event.fields.title]
kind = "line"
label = "Title"
[types.event.fields.description]
kind = "text"
label = "Description"
[types.event.fields.persons]
kind = "references"
to = ["person"]
[types.event.fields.images]
kind = "list"
[types.event.fields.images.fields.file]
kind = "value"
[types.event.fields.images.fields.caption]
kind = "line"
label = "Caption"

[types.person]
label = "Person"
[types.person.fields.name]
kind = "name"
label = "Name"
"""
TERROR = {
    "id": "terror",
    "type": "event",
    "source": "en",
    "title": {"en": "The Red Terror", "ru": "Красный террор"},
    "description": {"en": {"p1": "It began in 1918.", "p2": "It ended in 1922."}, "ru": {"p1": "Начался в 1918 году."}},
    "persons": ["person/trotsky"],
    "images": [{"id": "i1", "file": "a.jpg", "caption": {"en": "A poster"}}],
}
TROTSKY = {"id": "trotsky", "type": "person", "source": "en", "name": {"en": "Leon Trotsky", "ru": "Лев Троцкий"}}


class Collection:
    """A collection's folder; keys of units and records are those of the program."""

    def __init__(self, root: Path):
        self.root = root

    # What the program does

    def run(self, *arguments: str) -> int:
        return main(["-C", str(self.root), *arguments])

    def sync(self, *, expect: int = 0) -> None:
        assert self.run("sync", "--quiet") == expect

    def forget(self) -> None:
        """Delete what l10n keeps for itself, as a fresh clone has it not."""
        shutil.rmtree(self.root / ".l10n", ignore_errors=True)

    # Files

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def write(self, path: str, text: str) -> None:
        self.write_bytes(path, text.encode())

    def write_bytes(self, path: str, data: bytes) -> None:
        """Write a file in place, at a time of its own even where the clock of the file system is slow."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        time = time_ns()
        os.utime(place, ns=(time, time))

    def files(self) -> dict[str, bytes]:
        """Return the bytes of all records and catalogs; nothing else may lie beside them."""
        found = {}
        for folder in ("records", "locales"):
            for place, _, names in os.walk(self.root / folder):
                for name in names:
                    path = Path(place) / name
                    found[path.relative_to(self.root).as_posix()] = path.read_bytes()
        return found

    def restore(self, files: dict[str, bytes], folder: str = "") -> None:
        """Put all files (below a folder) back as they were, as a git checkout does."""
        for path in self.files().keys() - files.keys():
            if path.startswith(folder):
                (self.root / path).unlink()
        for path, data in files.items():
            if path.startswith(folder):
                self.write_bytes(path, data)

    def catalogs(self) -> list[str]:
        return sorted(path for path in self.files() if path.endswith((".po", ".pot")))

    # Records

    def record(self, key: str) -> dict:
        return json.loads(self.read(f"records/{key}.json"))

    def write_record(self, record: dict) -> None:
        text = json.dumps(record, ensure_ascii=False, indent=2)
        self.write(f"records/{record['type']}/{record['id']}.json", f"{text}\n")

    def edit(self, unit: str, locale: str, text: str | None) -> None:
        """Put a text into a record; None takes it away."""
        type_, record_id, *path = unit.split("/")
        record = self.record(f"{type_}/{record_id}")
        if path[0] == "images":
            texts = next(item for item in record["images"] if item["id"] == path[1])[path[2]]
        else:
            texts = record.setdefault(path[0], {})
        name = locale
        if path[0] == "description":
            texts, name = texts.setdefault(locale, {}), path[1]
        if text is None:
            texts.pop(name, None)
        else:
            texts[name] = text
        self.write_record(record)

    def held(self, unit: str, locale: str) -> str | None:
        type_, record_id, *path = unit.split("/")
        record = self.record(f"{type_}/{record_id}")
        if path[0] == "images":
            return next(item for item in record["images"] if item["id"] == path[1])[path[2]].get(locale)
        texts = record.get(path[0], {}).get(locale)
        return texts.get(path[1]) if texts and path[0] == "description" else texts

    def state(self, unit: str, locale: str) -> str | None:
        type_, record_id, path = unit.split("/", 2)
        return self.record(f"{type_}/{record_id}").get("state", {}).get(locale, {}).get(path)

    # Catalogs

    @staticmethod
    def catalog_path(unit: str, locale: str, source: str = "en") -> str:
        return f"locales/{locale}/LC_MESSAGES/{unit.partition('/')[0]}.{source}.po"

    def catalog(self, path: str) -> Catalog:
        return parse_po((self.root / path).read_bytes(), path)

    def save_catalog(self, path: str, catalog: Catalog) -> None:
        self.write(path, format_po(catalog).decode())

    def entry(self, unit: str, locale: str, source: str = "en") -> Unit | None:
        """Return what the catalog holds of a unit: the entry in use, else an obsolete one."""
        found = [entry for entry in self.catalog(self.catalog_path(unit, locale, source)).units if entry.key == unit]
        return next((entry for entry in found if not entry.obsolete), found[0] if found else None)

    def translate(self, unit: str, locale: str, text: str | None = None, *, source: str = "en", **changes) -> None:
        """Change an entry in use as a PO editor does: a text typed takes the fuzzy flag off unless told otherwise."""
        path = self.catalog_path(unit, locale, source)
        catalog = self.catalog(path)
        if text is not None:
            changes = {"targets": (text,), "fuzzy": False, "previous": None} | changes
        units = [
            entry.with_changes(**changes) if entry.key == unit and not entry.obsolete else entry
            for entry in catalog.units
        ]
        assert units != list(catalog.units), "the translator changed nothing"
        write = Catalog(
            **{name: getattr(catalog, name) for name in Catalog.__struct_fields__} | {"units": tuple(units)}
        )
        self.save_catalog(path, write)


def make_collection(root: Path, *records: dict, config: str = CONFIG) -> Collection:
    """Make a collection of records; without any, of an event and the person it refers to."""
    collection = Collection(root)
    collection.write("l10n.toml", config)
    for record in records or (TERROR, TROTSKY):
        collection.write_record(record)
    return collection
