"""Whatever is renamed, every translation stays with the text that it was typed for.

Editors give records other ids and types, paragraphs other ids and records, and reword them; translators translate and
draft. Every source text is new, and a translation names it: `lv of s7`. After a sync no translation is lost; none that
is not fuzzy stands beside another source, and a fuzzy one says which it was made for; and as long as its source stands
in a record, each is found there, live, and is a draft only if it was typed as one.
"""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.collection import DAY, Collection, make_collection

CONFIG = """\
format = 1
name = "Test"

[locales]
required = ["en", "lv", "ru"]

[types.event.fields.title]
kind = "line"
[types.event.fields.description]
kind = "text"
[types.place.fields.title]
kind = "line"
[types.place.fields.description]
kind = "text"
"""


class Story:
    """A collection, and what was typed for which source."""

    def __init__(self, root: Path) -> None:
        self.count = 0
        self.collection = make_collection(root, *map(self._record, "abc"), config=CONFIG)
        self.typed: dict[tuple[str, str], tuple[str, bool]] = {}
        """{(locale, source): (the last translation typed for it, whether as a draft)}."""
        self.pick = 0

    def new(self) -> str:
        self.count += 1
        return f"s{self.count}"

    def _record(self, name: str) -> dict:
        texts = {"p1": self.new(), "p2": self.new()}
        return {"id": name, "type": "event", "source": "en", "title": {"en": self.new()}, "description": {"en": texts}}

    # What there is

    def keys(self) -> list[str]:
        paths = sorted(path for path in self.collection.files() if path.startswith("records/"))
        return [path.removeprefix("records/").removesuffix(".json") for path in paths]

    def any_record(self) -> dict:
        keys = self.keys()
        return self.collection.record(keys[self.pick % len(keys)])

    def sources(self) -> set[str]:
        records = map(self.collection.record, self.keys())
        return {text for record in records for text in (record["title"]["en"], *record["description"]["en"].values())}

    def entries(self, locale: str) -> list:
        paths = [path for path in self.collection.catalogs() if f"/{locale}/" in path and path.endswith(".po")]
        return [(path, entry) for path in paths for entry in self.collection.catalog(path).units]

    # Editors

    def _replace(self, old: dict, new: dict) -> None:
        (self.collection.root / f"records/{old['type']}/{old['id']}.json").unlink()
        self.collection.write_record(new)

    def rename(self) -> None:
        record = self.any_record()
        self._replace(record, record | {"id": f"{'azm'[self.pick % 3]}{self.new()}"})

    def change_type(self) -> None:
        record = self.any_record()
        self._replace(record, record | {"type": "place" if record["type"] == "event" else "event"})

    def rename_paragraph(self) -> None:
        record, name = self.any_record(), self.new()
        old = next(iter(record["description"]["en"]), None)
        bodies = record["description"].items()
        texts = {locale: {name if key == old else key: text for key, text in body.items()} for locale, body in bodies}
        self.collection.write_record(record | {"description": texts})

    def move_paragraph(self) -> None:
        """Move a paragraph's source to another record; its translations are the catalogs' to bring."""
        record = self.any_record()
        self.pick += 1
        other = self.any_record()
        if other["id"] != record["id"] and record["description"]["en"]:
            name, text = record["description"]["en"].popitem()
            for locale in ("lv", "ru"):
                record["description"].get(locale, {}).pop(name, None)
            other["description"]["en"][self.new()] = text
            self.collection.write_record(record)
            self.collection.write_record(other)

    def reword(self) -> None:
        record = self.any_record()
        record["title"]["en"] = self.new()
        self.collection.write_record(record)

    # Translators

    def _type(self, locale: str, *, fuzzy: bool) -> None:
        found = [(path, entry) for path, entry in self.entries(locale) if not entry.obsolete]
        if not found:
            return
        path, chosen = found[self.pick % len(found)]
        text = f"{locale} of {chosen.source}{' draft' * fuzzy} {self.new()}"
        self.typed[locale, chosen.source] = text, fuzzy
        catalog = self.collection.catalog(path)
        new = chosen.with_changes(targets=(text,), fuzzy=fuzzy, previous=None)
        units = tuple(new if unit == chosen else unit for unit in catalog.units)
        self.collection.save_catalog(path, replace(catalog, units=units))

    def translate(self) -> None:
        self._type("lv", fuzzy=False)

    def translate_other(self) -> None:
        self._type("ru", fuzzy=False)

    def draft(self) -> None:
        self._type("lv", fuzzy=True)

    # The program

    def sync(self) -> None:
        self.collection.sync()
        self.check()

    def sync_without_index(self) -> None:
        self.collection.forget()
        self.sync()

    def update(self) -> None:
        assert self.collection.run("update", "--quiet") == 0

    def apply(self) -> None:
        assert self.collection.run("apply", "--quiet") == 0

    def check(self) -> None:
        sources = self.sources()
        for locale in ("lv", "ru"):
            entries = [entry for _, entry in self.entries(locale)]
            for entry in entries:
                self._check_pair(locale, entry)
            found = {entry.target: entry for entry in entries}
            for (typed_in, source), (text, is_draft) in self.typed.items():
                if typed_in == locale:
                    assert text in found or source not in {entry.source for entry in entries}, f"lost {text}"
                    if source in sources:
                        assert text in found, f"lost {text}"
                        entry = found[text]
                        assert (entry.source, entry.fuzzy, entry.obsolete) == (source, is_draft, False), entry

    @staticmethod
    def _check_pair(locale: str, entry) -> None:
        made_for = entry.previous.source if entry.fuzzy and entry.previous else entry.source
        assert not entry.target or entry.target.startswith(f"{locale} of {made_for} "), entry
        assert not entry.target or entry.fuzzy or entry.previous is None


EDITS = ("rename", "rename", "change_type", "rename_paragraph", "move_paragraph", "reword")
STEPS = st.lists(
    st.tuples(
        st.sampled_from((*EDITS, *EDITS, "translate", "translate", "translate_other", "draft", "update", "apply"))
        | st.sampled_from(("sync", "sync", "sync_without_index")),
        st.integers(0, 20),
    ),
    min_size=4,
    max_size=18,
)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))


@settings(max_examples=40)
@given(STEPS)
def test_every_translation_stays_with_its_source(steps):
    with tempfile.TemporaryDirectory(prefix="l10n-") as folder:
        story = Story(Path(folder) / "c")
        for name, pick in (("sync", 0), ("translate", 1), ("translate", 4), ("translate_other", 7), *steps):
            story.pick = pick
            getattr(story, name)()
        twin = Collection(Path(folder) / "twin")
        shutil.copytree(story.collection.root, twin.root)
        twin.forget()
        twin.sync()
        story.sync()
        assert story.collection.files() == twin.files(), "with and without the index"
        for _ in range(2):
            story.collection.sync()
            assert story.collection.files() == twin.files(), "twice is once"
            story.collection.forget()
