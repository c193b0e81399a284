"""Random branches: what translators, editors and updates make of a catalog and of a record on two branches.

Every text is written once only, so that where it stands says whose it is; a record's translation says, too, which
source it was made for.
"""

import copy
import json
import random
import re

from msgspec.structs import replace

from l10n.config import parse_schema
from l10n.model import Catalog, Previous, Unit
from l10n.po import format_po, new_header, parse_po
from l10n.record_json import parse_record
from l10n.records import iter_units
from l10n.text import digest
from l10n.unit_threeway import comment_line

ENDS = ("", "", ' "q" \\n', "\nsecond line", "\ttab", " āē…")
FIELDS = {
    "Project-Id-Version": "x",
    "PO-Revision-Date": "2026-01-01 00:00+0000",
    "Last-Translator": "a",
    "Language-Team": "lv",
    "Language": "lv",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
CONFIG = """\
format = 1
name = "Branches"
[locales]
required = ["en", "ru", "lv"]
[types.event.fields.title]
kind = "line"
[types.event.fields.description]
kind = "text"
[types.event.fields.date]
kind = "date"
[types.event.fields.persons]
kind = "references"
[types.event.fields.images]
kind = "list"
[types.event.fields.images.fields.file]
kind = "value"
[types.event.fields.images.fields.caption]
kind = "line"
"""
SCHEMA = parse_schema(CONFIG)


class CatalogBranches:
    """Makes a catalog, and versions of one."""

    EDITS = (
        *("translate", "translate", "draft", "confirm", "doubt", "reword", "reword", "update", "typo", "obsolete"),
        *("delete", "comment", "uncomment", "empty", "revive", "note"),
    )

    def __init__(self, seed: int):
        self.random = random.Random(seed)  # noqa: S311 (any numbers)
        self.count = 0

    def text(self, what: str) -> str:
        self.count += 1
        return f"{what} {self.count}{self.random.choice(ENDS)}"

    def start(self) -> bytes:
        units = tuple(self.unit(f"event/r{n // 3}/f/p{n}") for n in range(6))
        return format_po(Catalog(header=new_header(FIELDS), units=units))

    def unit(self, key: str) -> Unit:
        chance = self.random.random
        count = 2 if chance() < 0.2 else 1
        targets = ("",) * count if chance() < 0.15 else tuple(self.text("t") for _ in range(count))
        plural = self.text("s") if count > 1 else None
        comments = (self.text("c").replace("\n", " "),) if chance() < 0.2 else ()
        fuzzy = chance() < 0.2 and any(targets)
        return Unit(
            key=key, source=self.text("s"), source_plural=plural, targets=targets, fuzzy=fuzzy, comments=comments
        )

    def edit(self, data: bytes, times: int = 3) -> bytes:
        catalog = parse_po(data)
        units: list[Unit] = list(catalog.units)
        for _ in range(times):
            if self.random.random() < 0.15 or not units:
                units.append(self.unit(f"event/r{self.random.randrange(3)}/f/p{self.random.randrange(20)}"))
                continue
            place = self.random.randrange(len(units))
            units[place : place + 1] = [changed] if (changed := self.changed(units[place])) else []
        header = catalog.header
        if self.random.random() < 0.4:
            hour = f"0{self.random.randrange(1, 10)}:00"
            header = header.with_changes(targets=(header.target.replace("00:00+", f"{hour}+"),))
        return format_po(replace(catalog, header=header, units=self.allowed(units)))

    @staticmethod
    def allowed(units: list[Unit]) -> tuple[Unit, ...]:
        """Leave out what gettext forbids twice, and put obsolete entries last."""
        found: dict[tuple, Unit] = {}
        live = set()
        for unit in sorted(units, key=lambda unit: unit.obsolete):
            if unit.obsolete or unit.key not in live:
                found.setdefault((unit.key, unit.source), unit)
            if not unit.obsolete:
                live.add(unit.key)
        return tuple(found.values())

    def new_targets(self, unit: Unit) -> tuple[str, ...]:
        keeps = self.random.randrange(len(unit.targets) * 2) if len(unit.targets) > 1 else -1
        return tuple(text if n == keeps and text else self.text("t") for n, text in enumerate(unit.targets))

    def changed(self, unit: Unit) -> Unit | None:
        kind = self.random.choice(self.EDITS)
        if unit.obsolete and kind not in {"delete", "revive", "translate"}:
            return unit
        if kind == "delete" or (kind == "obsolete" and not unit.has_target):
            return None
        return unit.with_changes(**self.changes(unit, kind))

    def changes(self, unit: Unit, kind: str) -> dict:
        before = unit.previous if unit.fuzzy and unit.previous else Previous(source=unit.source)
        certain = {"fuzzy": False, "previous": None}
        table = {
            "translate": lambda: {"targets": self.new_targets(unit)} | certain,
            "draft": lambda: {"targets": self.new_targets(unit), "fuzzy": True},
            "confirm": lambda: certain,
            "doubt": lambda: {"fuzzy": unit.has_target},
            "reword": lambda: {
                "source": self.text("s"),
                "fuzzy": unit.has_target,
                "previous": before if unit.has_target else None,
            },
            "update": lambda: {"source": self.text("s"), "targets": self.new_targets(unit)} | certain,
            "typo": lambda: {"source": self.text("s")},
            "obsolete": lambda: {"obsolete": True, "notes": ()},
            "comment": lambda: {"comments": (*unit.comments, self.text("c").replace("\n", " "))},
            "uncomment": lambda: {"comments": unit.comments[1:]},
            "empty": lambda: {"targets": ("",) * len(unit.targets)} | certain,
            "revive": lambda: {"obsolete": False},
            "note": lambda: {"notes": (*unit.notes, "a note")},
        }
        return table[kind]()


def assert_catalog_law(base: bytes, ours: bytes, theirs: bytes, merged: bytes) -> None:
    """Nothing that a side wrote is gone, and no source stands unmarked beside a target that no side has it with."""
    versions = [parse_po(data) for data in (base, ours, theirs, merged)]
    texts = [{text for unit in catalog.units for text in unit.targets if text} for catalog in versions]
    kept = {" ".join(line.split()) for unit in versions[3].units for line in unit.comments}
    wanted = ((texts[1] | texts[2]) - texts[0]) | (texts[1] & texts[2])
    lost = {text for text in wanted - texts[3] if not _is_in_comment(text, kept)}
    assert not lost, f"lost {lost}"
    assert not (wrong := find_wrong_pairs(ours, theirs, merged)), f"mispaired {wrong}"
    before = {line for unit in versions[0].units for line in unit.comments}
    now = {line for side in versions[1:3] for unit in side.units if unit.has_target for line in unit.comments}
    new = {line for line in now - before if line.startswith("c ")}
    assert {" ".join(line.split()) for line in new} <= kept


def _is_in_comment(text: str, kept: set[str]) -> bool:
    shapes = (" ".join(text.split()), " ".join(comment_line("", text).split()))
    return any(line.endswith(shape) for line in kept for shape in shapes)


def find_wrong_pairs(ours: bytes, theirs: bytes, merged: bytes) -> list[tuple]:
    """Return (key, source, targets) of what the merged catalog pairs unmarked, and neither side does."""
    sides = [{(unit.key, unit.source): unit.targets for unit in _certain(parse_po(data))} for data in (ours, theirs)]
    wrong = []
    for unit in _certain(parse_po(merged)):
        known = [side[unit.key, unit.source] for side in sides if (unit.key, unit.source) in side]
        is_combined = len(known) > 1 and all(text in {*known[0], *known[1]} for text in unit.targets)
        if unit.targets not in known and not (len(unit.targets) > 1 and is_combined):
            wrong.append((unit.key, unit.source, unit.targets))
    return wrong


def _certain(catalog: Catalog) -> list[Unit]:
    return [unit for unit in catalog.units if unit.has_target and not (unit.fuzzy or unit.obsolete)]


class RecordBranches:
    """Makes a record, and versions of one; a translation names the number of the source that it was made for."""

    EDITS = (
        *("source", "source", "translate", "translate", "translate", "confirm", "sync", "paragraph", "paragraph"),
        *("no_paragraph", "no_text", "empty", "date", "person", "item", "no_item", "move_item", "move_paragraph"),
        *("settle", "file"),
    )

    def __init__(self, seed: int):
        self.random = random.Random(seed)  # noqa: S311 (any numbers)
        self.count = 0

    def text(self, what: str) -> str:
        self.count += 1
        return f"{what} #{self.count}#"

    def translation(self, locale: str, source: str) -> str:
        return self.text(f"{locale} of [{source.rpartition(' ')[2]}]")

    def texts(self) -> dict[str, str]:
        source = self.text("en")
        others = [locale for locale in ("ru", "lv") if self.random.random() < 0.5]
        return {"en": source} | {locale: self.translation(locale, source) for locale in others}

    def start(self, record_id: str = "a") -> dict:
        record = {"id": record_id, "type": "event", "source": "en", "title": self.texts(), "description": {}}
        record |= {
            "date": "1918",
            "persons": ["event/x1", "event/x2"],
            "images": [self.new_item(f"i{n}") for n in (1, 2)],
        }
        for n in (1, 2, 3):
            self.insert(record["description"], f"p{n}", n)
        if self.random.random() < 0.5:
            self.do_sync(record)
        return record

    def new_item(self, name: str) -> dict:
        return {"id": name, "file": self.text("file"), "caption": self.texts()}

    def insert(self, field: dict, name: str, place: int) -> None:
        for locale, text in self.texts().items():
            items = list(field.get(locale, {}).items())
            items.insert(min(place, len(items)), (name, text))
            field[locale] = dict(items)

    def edit(self, record: dict, times: int = 3) -> dict:
        record = copy.deepcopy(record)
        for field, empty in (("title", {}), ("description", {}), ("images", []), ("persons", [])):
            record.setdefault(field, empty)
        for _ in range(times):
            getattr(self, f"do_{self.random.choice(self.EDITS)}")(record)
        record["description"] = {locale: body for locale, body in record["description"].items() if body}
        return {name: value for name, value in record.items() if value != {}}

    @staticmethod
    def bodies(record: dict) -> list[tuple[str, dict]]:
        """Return (unit path, {locale: text}) of every text; a change of the copy of a paragraph is nothing."""
        found = [("title", record["title"])]
        names = sorted({name for body in record["description"].values() for name in body})
        for name in names:
            texts = {locale: body[name] for locale, body in record["description"].items() if name in body}
            found.append((f"description/{name}", texts))
        return found + [(f"images/{item['id']}/caption", item.setdefault("caption", {})) for item in record["images"]]

    def pick(self, record: dict) -> tuple[str, dict, str]:
        return *self.random.choice(self.bodies(record)), self.random.choice(["ru", "lv"])

    @staticmethod
    def put(record: dict, path: str, texts: dict, locale: str, text: str | None) -> None:
        name = locale
        if path.startswith("description/"):
            texts, name = record["description"].setdefault(locale, {}), path.partition("/")[2]
        if text is None:
            texts.pop(name, None)
        else:
            texts[name] = text

    def state(self, record: dict, path: str, locale: str, texts: tuple[str, str], month: int) -> None:
        source, text = map(digest, texts)
        made = f"en@{source} {text} human 2026-0{month}-0{self.random.randrange(1, 9)}"
        record.setdefault("state", {}).setdefault(locale, {})[path] = made

    def do_source(self, record: dict) -> None:
        path, texts, _ = self.pick(record)
        if "en" in texts:
            self.put(record, path, texts, "en", self.text("en"))

    def do_translate(self, record: dict) -> None:
        path, texts, locale = self.pick(record)
        if "en" in texts:
            source, text = texts["en"], self.translation(locale, texts["en"])
            self.put(record, path, texts, locale, text)
            if self.random.random() < 0.5:
                self.state(record, path, locale, (source, text), 2)

    def do_confirm(self, record: dict) -> None:
        path, texts, locale = self.pick(record)
        if "en" in texts and texts.get(locale):
            self.state(record, path, locale, (texts["en"], texts[locale]), 3)

    def do_sync(self, record: dict) -> None:
        for path, texts in self.bodies(record):
            for locale in ("ru", "lv"):
                known = record.get("state", {}).get(locale, {}).get(path, "")
                if texts.get("en") and texts.get(locale) and f" {digest(texts[locale])} " not in known:
                    self.state(record, path, locale, (texts["en"], texts[locale]), 1)

    def free_name(self, taken: set[str], stem: str) -> str:
        return next(f"{stem}{n}" for n in range(1, 99) if f"{stem}{n}" not in taken)

    def do_paragraph(self, record: dict) -> None:
        taken = {name for body in record["description"].values() for name in body}
        self.insert(record["description"], self.free_name(taken, "p"), self.random.randrange(4))

    def do_no_paragraph(self, record: dict) -> None:
        path, _, _ = self.pick(record)
        for body in record["description"].values():
            body.pop(path.partition("/")[2], None)

    def do_no_text(self, record: dict) -> None:
        path, texts, locale = self.pick(record)
        self.put(record, path, texts, locale, None)

    def do_empty(self, record: dict) -> None:
        path, texts, locale = self.pick(record)
        if locale in texts:
            self.put(record, path, texts, locale, "")

    def do_date(self, record: dict) -> None:
        self.count += 1
        record["date"] = str(1000 + self.count)

    def do_person(self, record: dict) -> None:
        if record["persons"] and self.random.random() < 0.5:
            record["persons"].remove(self.random.choice(record["persons"]))
        else:
            self.count += 1
            record["persons"].insert(self.random.randrange(3), f"event/x{self.count}")

    def do_item(self, record: dict) -> None:
        name = self.free_name({item["id"] for item in record["images"]}, "i")
        record["images"].insert(self.random.randrange(3), self.new_item(name))

    def do_no_item(self, record: dict) -> None:
        if record["images"]:
            record["images"].remove(self.random.choice(record["images"]))

    def do_move_item(self, record: dict) -> None:
        self.random.shuffle(record["images"])

    def do_move_paragraph(self, record: dict) -> None:
        items = list(record["description"].get("en", {}).items())
        self.random.shuffle(items)
        if items:
            record["description"]["en"] = dict(items)

    def do_settle(self, record: dict) -> None:
        record.pop("conflicts", None)

    def do_file(self, record: dict) -> None:
        if record["images"]:
            self.random.choice(record["images"])["file"] = self.text("file")


def record_bytes(record: dict) -> bytes:
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def assert_record_law(base: bytes, ours: bytes, theirs: bytes, merged: bytes) -> None:
    """No text, date or name is gone; a translation made for another source is fresh only if it was so on a side."""
    found = [_texts(data) for data in (base, ours, theirs, merged)]
    lost = (((found[1] | found[2]) - found[0]) | (found[1] & found[2])) - found[3]
    assert not lost, f"lost {lost}"
    sides = set(_fresh(ours).values()) | set(_fresh(theirs).values())
    wrong = {
        unit: (source, text)
        for unit, (source, text) in _fresh(merged).items()
        if (source, text) not in sides and f"[{source.rpartition(' ')[2]}]" not in text
    }
    assert not wrong, f"mispaired {wrong}"


def _texts(data: bytes) -> set[str]:
    return set(re.findall(r'"((?:en|lv of \[[^\]]*\]|ru of \[[^\]]*\]|file) #\d+#|\d{4}|event/x\d+)"', data.decode()))


def _fresh(data: bytes) -> dict[tuple[str, str], tuple[str, str]]:
    """Return (source, text) of every translation that counts as one of its source, by unit and locale."""
    units = [unit for unit in iter_units(parse_record(data, SCHEMA), SCHEMA) if not unit.is_free]
    return {
        (unit.key, locale): (unit.source, text)
        for unit in units
        for locale, text in unit.texts.items()
        if locale != unit.source_locale and text.strip() and unit.is_fresh(locale)
    }
