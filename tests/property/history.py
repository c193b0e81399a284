"""Random histories: what an editor, a translator and git do to a small collection between the program's runs.

Every text that a person types is new: `t1`, `t2`, … for translations, `s1 Trotsky`, `s2 Trotsky`, … for sources, which
thus seem to mention the person. Where a text stands says who typed it; one that stands nowhere any more is lost.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import strategies as st

from l10n import store
from l10n.index import Finding
from l10n.locales import Locale
from l10n.loop import run_loop
from l10n.loop_report import Direction
from l10n.model import Catalog, Unit
from l10n.project import open_project
from l10n.records import Record, SourceUnit, iter_units
from l10n.resolution import Keep, settle
from tests.collection import make_collection
from tests.killing import kill_after
from tests.property.typed import TEXT, entry_texts, find_texts, synchronised_texts, unit_record, unseen_texts

CONFIG = """\
format = 1
name = "Test"

[locales]
required = ["en", "ru", "lv"]

[types.event.fields.title]
kind = "line"
[types.event.fields.description]
kind = "text"
[types.event.fields.persons]
kind = "references"

[types.person.fields.name]
kind = "name"
"""
UNITS = ("event/a/title", "event/a/description/p1", "event/a/description/p2", "event/b/title", "person/c/name")
LOCALES = ("en", "ru", "lv")


class History:
    """A collection, the people who change it, and what is known of every text they typed."""

    def __init__(self, root: Path) -> None:
        self.unit, self.locale = UNITS[0], "lv"
        """What people and program have in hand."""
        self.count = 5
        """How many texts were typed."""
        self.collection = make_collection(root, *self._first_records(), config=CONFIG)
        self.versions: list[dict[str, bytes]] = []
        """Commits: all files."""
        self.gone: dict[str, dict] = {}
        """Records taken away, to be brought back."""
        self.sources: dict[tuple[str, str], list[str]] = {}
        """{(unit, locale): source texts it had before}."""
        self.taken: dict[tuple[str, str], str] = {}
        """{(unit or catalog's entry, locale): text that a person took away there}."""
        self.given_up: set[str] = set()
        """Texts that a person overwrote on a side where they stood."""
        self.confirmed = {(UNITS[0], "t1"), (UNITS[1], "t2"), (UNITS[4], "t3")}
        """(unit, text) meant as a translation: an editor typed it there, or a translator without the fuzzy flag."""
        self.pairs: set[tuple[str, str, str]] = set()
        """(unit, source, translation) that a person saw side by side when saying that they fit."""

    @staticmethod
    def _first_records() -> tuple[dict, ...]:
        return (
            {
                "id": "a",
                "type": "event",
                "source": "en",
                "title": {"en": "s1 Trotsky", "ru": "t1"},
                "description": {"en": {"p1": "s2 Trotsky", "p2": "s4 Trotsky"}, "lv": {"p1": "t2"}},
                "persons": ["person/c"],
            },
            {"id": "b", "type": "event", "source": "en", "title": {"en": "s5 Trotsky"}, "persons": ["person/c"]},
            {"id": "c", "type": "person", "source": "en", "name": {"en": "s3 Trotsky", "ru": "t3"}},
        )

    def new(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count} Trotsky" if kind == "s" else f"{kind}{self.count}"

    # Where things are

    def record(self, key: str) -> dict | None:
        return None if key in self.gone else self.collection.record(key)

    def unit_source(self, unit: str) -> tuple[str, str | None]:
        """Return a unit's source locale and text as the program sees them; no text if there is no such unit."""
        found = self.units().get(unit)
        return (found.source_locale, found.source) if found else ("", None)

    def units(self) -> dict[str, SourceUnit]:
        project = open_project(self.collection.root)
        return {unit.key: unit for record in project.iter_records() for unit in iter_units(record, project.schema)}

    def entries(self) -> Iterator[tuple[str, Unit]]:
        """Yield the entries in use of the unit in hand, in whichever source's catalog they stand."""
        for source in LOCALES:
            path = self.collection.catalog_path(self.unit, self.locale, source)
            if (self.collection.root / path).exists():
                for entry in self.collection.catalog(path).units:
                    if entry.key == self.unit and not entry.obsolete:
                        yield path, entry

    def texts(self) -> set[str]:
        """Return every text that stands in a record, or in a catalog as a target or in a comment."""
        return {text for _, text in self.held_texts()} | {
            text for unit in self.all_entries() for text in entry_texts(unit)
        }

    def all_entries(self) -> list[Unit]:
        paths = [path for path in self.collection.catalogs() if path.endswith(".po")]
        return [unit for path in paths for unit in self.collection.catalog(path).units]

    def held_texts(self) -> set[tuple[str, str]]:
        """Return (unit, text) of every text in a record."""
        return {(f"{record.key}/{path}", text) for record in self.records() for path, text in find_texts(record.values)}

    def records(self) -> list[Record]:
        return list(open_project(self.collection.root).iter_records())

    # The editor

    def _held(self, locale: str) -> str | None:
        return self.collection.held(self.unit, locale)

    def _is_target(self) -> bool:
        """Tell whether the unit is there and the locale is not its source's."""
        source_locale, source = self.unit_source(self.unit)
        return source is not None and self.locale != source_locale

    def _overwrite(self, place: str, locale: str, text: str | None) -> None:
        """Give up the text that a person types over, or that they took away there before."""
        self.given_up |= {text or "", self.taken.get((place, locale), "")}

    def _put(self, locale: str, text: str) -> None:
        held = self._held(locale)
        self._overwrite(self.unit, locale, held)
        if held:
            self.sources.setdefault((self.unit, locale), []).append(held)
        self.confirmed.add((self.unit, text))
        self.collection.edit(self.unit, locale, text)

    def _type(self, locale: str) -> None:
        source_locale, source = self.unit_source(self.unit)
        if unit_record(self.unit) not in self.gone:
            text = self.new("s" if locale == source_locale or source is None else "t")
            self._put(locale, text)

    def edit(self) -> None:
        """The editor types a translation, or a new source."""
        self._type(self.locale)

    def edit_source(self) -> None:
        self._type(self.unit_source(self.unit)[0] or "en")

    def edit_both(self) -> None:
        self.edit_source()
        self.edit()

    def edit_all(self) -> None:
        """The editor types every translation of a locale anew, names aside."""
        for self.unit in UNITS[:4]:
            if self._is_target():
                self.edit()

    def put_source_back(self) -> None:
        source_locale, source = self.unit_source(self.unit)
        before = self.sources.get((self.unit, source_locale))
        if before and source is not None:
            self._put(source_locale, before[-1])

    def share_source(self) -> None:
        """The editor writes a source that another record of the collection has, too."""
        other = UNITS[UNITS.index(self.unit) - 1]
        (source_locale, source), (_, shared) = self.unit_source(self.unit), self.unit_source(other)
        if source is not None and shared is not None:
            self._put(source_locale, shared)

    def empty(self, text: str | None = "") -> None:
        if self._is_target():
            held = self._held(self.locale)
            self.taken[self.unit, self.locale] = held or self.taken.get((self.unit, self.locale), "")
            self.collection.edit(self.unit, self.locale, text)

    def drop(self) -> None:
        self.empty(None)

    def copy_in_record(self) -> None:
        if self._is_target():
            self._put(self.locale, self.unit_source(self.unit)[1] or "")

    def remove_paragraph(self) -> None:
        source_locale, source = self.unit_source(UNITS[2])
        if source is not None:
            self.sources.setdefault((UNITS[2], source_locale), []).append(source)
            self.taken[UNITS[2], source_locale] = source
            self.collection.edit(UNITS[2], source_locale, None)

    def bring_paragraph_back(self) -> None:
        before = self.sources.get((UNITS[2], "en"))
        if "event/a" not in self.gone and before and not self.collection.held(UNITS[2], "en"):
            self.collection.edit(UNITS[2], "en", before[-1])

    def remove_record(self) -> None:
        key = unit_record(self.unit)
        if key not in self.gone:
            self.gone[key] = self.collection.record(key)
            (self.collection.root / f"records/{key}.json").unlink()

    def bring_record_back(self) -> None:
        for record in self.gone.values():
            self.collection.write_record(record)
        self.gone.clear()

    def swap_source_locale(self) -> None:
        """The editor says that a record was written in another locale, whose text is then the source as it is."""
        key = unit_record(self.unit)
        record = self.record(key)
        if record is not None:
            self.collection.write_record(record | {"source": "ru" if record["source"] == "en" else "en"})

    def mark_unchanged(self) -> None:
        """The editor says in the record that the last edit of a text left its meaning alone."""
        key, path = unit_record(self.unit), self.unit.split("/", 2)[2]
        record = self.record(key)
        if record is not None:
            self.collection.write_record(record | {"unchanged": [path]})

    # The translator

    def _translate(self, change: Callable[[Unit], dict]) -> None:
        for path, entry in self.entries():
            catalog = self.collection.catalog(path)
            new = entry.with_changes(**change(entry))
            if new.target != entry.target:
                place = f"{path}:{self.unit}"
                if new.has_target:
                    self._overwrite(place, self.locale, entry.target)
                self.taken[place, self.locale] = entry.target
            if not new.fuzzy:
                shown = [note for note in entry.notes if note.startswith("conflict")]
                self.given_up |= {text for note in shown for text in TEXT.findall(note)}
            if not new.fuzzy and new.has_target:
                self.confirmed.add((self.unit, new.target))
                self.pairs.add((self.unit, new.source, new.target))
            units = tuple(new if found == entry else found for found in catalog.units)
            changed = {name: getattr(catalog, name) for name in Catalog.__struct_fields__} | {"units": units}
            self.collection.save_catalog(path, Catalog(**changed))

    def translate(self) -> None:
        text = self.new("t")
        self._translate(lambda _: {"targets": (text,), "fuzzy": False, "previous": None})

    def translate_name(self) -> None:
        self.unit = UNITS[4]
        self.translate()

    def translate_all(self) -> None:
        for self.unit in UNITS:
            self.translate()

    def draft(self) -> None:
        text = self.new("t")
        self._translate(lambda _: {"targets": (text,), "fuzzy": True})

    def confirm(self) -> None:
        self._translate(lambda entry: {"fuzzy": False, "previous": None} if entry.fuzzy else {})

    def doubt(self) -> None:
        self._translate(lambda entry: {"fuzzy": entry.has_target})

    def clear(self) -> None:
        self._translate(lambda _: {"targets": ("",), "fuzzy": False, "previous": None})

    def copy_in_catalog(self) -> None:
        # an editor's key for "copy the source", pressed by mistake: nobody says that it fits
        pairs = set(self.pairs)
        self._translate(lambda entry: {"targets": (entry.source,), "fuzzy": False, "previous": None})
        self.pairs = pairs

    def mark_same(self) -> None:
        self._translate(
            lambda entry: {"targets": (entry.source,), "fuzzy": False, "previous": None, "comments": ("l10n: same",)},
        )

    def delete_catalog(self) -> None:
        for path, _ in list(self.entries()):
            (self.collection.root / path).unlink(missing_ok=True)

    # Git

    def commit(self) -> None:
        self.versions.append(self.collection.files())

    def restore_records(self) -> None:
        """Records as in an older commit, catalogs as they are; what the old ones had synchronised is in that commit."""
        if self.versions:
            self._restore(self.versions[self.count % len(self.versions)], "records/")

    def restore_all(self) -> None:
        if self.versions:
            self._restore(self.versions[self.count % len(self.versions)], "")

    def _restore(self, files: dict[str, bytes], folder: str) -> None:
        known = {record.key: self.collection.record(record.key) for record in self.records()} | self.gone
        self.collection.restore(files, folder)
        self.gone = {key: record for key, record in known.items() if not self._exists(key)}
        for record in self.records():
            self.given_up |= synchronised_texts(record)

    def _exists(self, key: str) -> bool:
        return (self.collection.root / f"records/{key}.json").exists()

    def delete_catalogs(self) -> None:
        shutil.rmtree(self.collection.root / "locales", ignore_errors=True)

    # The program

    def _run(self, direction: Direction, *locales: str, use_memory: bool = False, unchanged: str = "") -> None:
        self.see_unseen()
        self.see_unchanged(unchanged)
        project = open_project(self.collection.root)
        codes, keys = [Locale(code) for code in locales], [unchanged] * bool(unchanged)
        run_loop(project, direction, locales=codes, use_memory=use_memory, unchanged=keys)

    def see_unseen(self) -> None:
        for unit in self.units().values():
            self.pairs |= {(unit.key, unit.source, text) for text in unseen_texts(unit)}

    def see_unchanged(self, said: str) -> None:
        """What fitted a source that an entry still shows fits the new one, if somebody says so of the unit."""
        marked = {f"{record.key}/{path}" for record in self.records() for path in record.unchanged}
        units = self.units()
        for entry in self.all_entries():
            if entry.key in units and entry.key in {said, *marked}:
                shown = {entry.source, entry.previous.source if entry.previous else entry.source}
                fitting = [text for unit, source, text in self.pairs if unit == entry.key and source in shown]
                self.pairs |= {(entry.key, units[entry.key].source, text) for text in fitting}

    def sync(self) -> None:
        self._run(Direction.SYNC)

    def update(self) -> None:
        self._run(Direction.UPDATE)

    def apply(self) -> None:
        self._run(Direction.APPLY)

    def sync_with_memory(self) -> None:
        self._run(Direction.SYNC, use_memory=True)

    def sync_one_locale(self) -> None:
        self._run(Direction.SYNC, self.locale)

    def sync_unchanged(self) -> None:
        """Sync, and say that the last edit of a text left its meaning alone."""
        is_there = self.unit_source(self.unit)[1] is not None
        self._run(Direction.SYNC, unchanged=self.unit if is_there else "")

    def cut_off(self) -> None:
        """Sync, and be killed between two files."""
        self.see_unseen()
        self.see_unchanged("")
        kill_after(self.count % 7, self.sync)

    def forget(self) -> None:
        self.collection.forget()

    def _settle(self, keep: Keep) -> None:
        self._run(Direction.SYNC)
        project = open_project(self.collection.root)
        findings: list[Finding] = [f for f in run_loop(project, Direction.SYNC).findings if f.kind == "conflict"]
        for finding in findings:
            if keep is Keep.RECORD:
                self.given_up.add(finding.catalog)
            if keep is Keep.CATALOG:
                self.given_up.add(finding.record)
                self.confirmed.add((finding.key, finding.catalog))
                source = self.unit_source(finding.key)[1]
                self.pairs.add((finding.key, source or "", finding.catalog))
        settle(project, {(finding.key, finding.locale): keep for finding in findings}, findings)

    def keep_record(self) -> None:
        self._settle(Keep.RECORD)

    def keep_catalog(self) -> None:
        self._settle(Keep.CATALOG)

    def keep_both(self) -> None:
        self._settle(Keep.BOTH)


RUNS = (
    "sync",
    "update",
    "apply",
    "sync_one_locale",
    "sync_with_memory",
    "sync_unchanged",
    "cut_off",
    "keep_record",
    "keep_catalog",
    "keep_both",
)
EDITS = (
    *(
        "edit",
        "edit_all",
        "edit_source",
        "edit_both",
        "put_source_back",
        "share_source",
        "empty",
        "drop",
        "copy_in_record",
    ),
    *("remove_paragraph", "bring_paragraph_back", "remove_record", "bring_record_back", "swap_source_locale"),
    "mark_unchanged",
    *(
        "translate",
        "translate_name",
        "translate_all",
        "draft",
        "confirm",
        "doubt",
        "clear",
        "copy_in_catalog",
        "mark_same",
        "delete_catalog",
    ),
    *("commit", "restore_records", "restore_all", "delete_catalogs", "forget"),
)
STEP = st.tuples(
    st.sampled_from((*EDITS, *("translate", "edit", "edit_source", "confirm") * 2, *RUNS, *("sync",) * 6)),
    st.sampled_from((*(UNITS[0], UNITS[4]) * 2, *UNITS)),
    st.sampled_from(("lv", "lv", "lv", "ru", "en")),
)
STEPS = st.lists(STEP, min_size=5, max_size=25)
Step = tuple[str, str, str]


def play(steps: list[Step], check: Callable[[History, Callable[[], None], str], None]) -> None:
    """Let people and program do the steps; `check` gets each run of the program to do it and look around it."""
    with tempfile.TemporaryDirectory(prefix="l10n-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "TICK", 0)  # nobody here changes a file twice at one time
        history = History(Path(folder))
        for name, unit, locale in (*steps, ("sync", "", "")):
            history.unit, history.locale = unit or history.unit, locale or history.locale
            do = getattr(history, name)
            if name in RUNS:
                check(history, do, name)
            else:
                do()
