"""Batches come back whatever happened meanwhile.

In any order of handing out, editors' and translators' work, syncs, and bringing files back in any state: no run takes a
text out of the collection (records and catalogs together) that nobody typed over; what came back stands there, at its
own unit; only what a person saw beside a source that still stands is fresh; and the same files taken in twice change
nothing the second time.
"""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from l10n import store
from l10n.handout import Ranking, close_batch, hand_out
from l10n.intake import Intake, take_in
from l10n.loop import run_loop
from l10n.loop_report import Direction
from l10n.model import State
from l10n.po import format_po, parse_po
from l10n.project import open_project
from l10n.records import iter_units
from l10n.returned import Fate
from l10n.work_queue import Wish
from tests.batches import batch_files, read, work
from tests.collection import make_collection

CONFIG = """\
format = 1
name = "Test"

[locales]
required = ["ru", "en", "lv"]

[types.event.fields.title]
kind = "line"
[types.event.fields.description]
kind = "text"
"""
UNITS = ("event/a/title", "event/a/description/p1", "event/b/title")
TEXT = re.compile(r"\b[a-z]\d-\d+\b")
"""A text says in which unit it was typed, and as the how-manieth: `a1-17`."""
NAMES = dict(zip(UNITS, ("a1", "a2", "b1"), strict=True))


class Story:
    """A collection, its editors, and translators into Latvian and English who work from batches."""

    def __init__(self, root: Path) -> None:
        records = (
            {
                "id": "a",
                "type": "event",
                "source": "ru",
                "title": {"ru": "a1-1"},
                "description": {"ru": {"p1": "a2-2"}},
            },
            {"id": "b", "type": "event", "source": "ru", "title": {"ru": "b1-3"}},
        )
        self.collection = make_collection(root / "collection", *records, config=CONFIG)
        self.folder = root
        self.count = 3
        self.unit, self.locale = UNITS[0], "lv"
        self.snapshot = self.collection.files()
        """Records and catalogs as they were when something was handed out last."""
        self.given_up: set[str] = set()
        """Texts that a person typed over where they stood."""
        self.pairs: set[tuple[str, str]] = set()
        """(source, translation) that a person saw side by side when saying that they fit."""

    def new(self) -> str:
        self.count += 1
        return f"{NAMES[self.unit]}-{self.count}"

    def project(self):
        return open_project(self.collection.root)

    def units(self):
        project = self.project()
        return {unit.key: unit for record in project.iter_records() for unit in iter_units(record, project.schema)}

    def files(self) -> list[Path]:
        return sorted(self.folder.glob("*.po"))

    # People

    def edit_source(self) -> None:
        self.collection.edit(self.unit, "ru", self.new())

    def edit(self) -> None:
        """An editor types a translation into the record, beside all that stands there."""
        text = self.new()
        held = self.collection.held(self.unit, self.locale)
        self.given_up.add(held or "")
        self.collection.edit(self.unit, self.locale, text)
        self.pairs |= {(other, text) for other in self.units()[self.unit].texts.values()}

    def drop(self) -> None:
        held = self.collection.held(self.unit, self.locale)
        self.given_up.add(held or "")
        self.collection.edit(self.unit, self.locale, None)

    def _translate(self, path: Path, **changes) -> None:
        entry = next((unit for unit in read(path).units if unit.key == self.unit and not unit.obsolete), None)
        if entry is None:
            return
        text = changes.pop("text", entry.target)
        if text != entry.target:
            self.given_up.add(entry.target)
        if not changes["fuzzy"] and text:
            self.pairs.add((entry.source, text))
            shown = [note for note in entry.notes if note.startswith("conflict")]
            self.given_up |= {text for note in shown for text in TEXT.findall(note)}
        work(
            path, {self.unit: {"targets": (text,), "previous": entry.previous if changes["fuzzy"] else None, **changes}}
        )

    def work(self) -> None:
        for path in self.files():
            self._translate(path, text=self.new(), fuzzy=False)

    def draft(self) -> None:
        for path in self.files():
            self._translate(path, text=self.new(), fuzzy=True)

    def confirm(self) -> None:
        for path in self.files():
            self._translate(path, fuzzy=False)

    def work_in_catalog(self) -> None:
        path = self.collection.root / self.collection.catalog_path(self.unit, self.locale, "ru")
        if path.exists():
            self._translate(path, text=self.new(), fuzzy=False)

    # The program

    def sync(self) -> None:
        run_loop(self.project(), Direction.SYNC)

    def out(self, *, again: bool = False) -> None:
        reads = ("ru",) if self.locale == "lv" else ("lv",)
        wish = Wish(locale=self.locale, reads=reads, limit=None)
        hand_out(self.project(), wish, Ranking(), who="", folder=self._new_folder(), again=again)
        for path in sorted(self.folder.glob("out/*")):
            path.rename(self.folder / f"{self.count}-{path.name}")
        self.snapshot = self.collection.files()

    def _new_folder(self) -> Path:
        self.count += 1
        (self.folder / "out").mkdir(exist_ok=True)
        return self.folder / "out"

    def out_again(self) -> None:
        self.out(again=True)

    def bring(self) -> None:
        """Bring all files back, twice; what a file alone has stays there."""
        if not self.files():
            return
        first, _ = take_in(self.project(), map(str, self.files()))
        self.check_arrived(first)
        before = self.collection.files() | batch_files(self.collection)
        intakes, _ = take_in(self.project(), map(str, self.files()))
        assert self.collection.files() | batch_files(self.collection) == before
        fates = {returned.fate for intake in intakes for returned in intake.returned}
        assert fates <= {Fate.REPEATED, Fate.SUPERSEDED, Fate.WAITING, Fate.OPEN, Fate.DRAFT, Fate.AGREED}

    def close(self) -> None:
        for name in self.project().load_batches():
            close_batch(self.project(), name)

    def forget(self) -> None:
        self.collection.forget()

    def put_back(self) -> None:
        """A `git checkout` of records and catalogs; `batches/` is not in git yet."""
        self.collection.restore(self.snapshot)

    def resave(self) -> None:
        """A tool sorts the entries and writes them anew."""
        for path in self.files():
            catalog = parse_po(path.read_bytes())
            units = tuple(sorted((unit.with_changes(flags=()) for unit in catalog.units), key=lambda unit: unit.source))
            path.write_bytes(format_po(type(catalog)(header=catalog.header, units=units, width=40)))

    # What must hold

    def texts(self) -> dict[str, set[str]]:
        """Return, by unit, all that stands in records and catalogs."""
        found: dict[str, set[str]] = {}
        for unit in self.units().values():
            found.setdefault(unit.key, set()).update(unit.texts.values())
        for path in self.collection.catalogs():
            for entry in self.collection.catalog(path).units if path.endswith(".po") else ():
                lines = " ".join((*entry.targets, *entry.comments))
                found.setdefault(entry.key, set()).update(TEXT.findall(lines))
        return found

    def check_arrived(self, intakes: tuple[Intake, ...]) -> None:
        """All that came back stands in the collection, at its unit."""
        found = self.texts()
        for returned in (returned for intake in intakes for returned in intake.returned):
            if returned.fate not in {Fate.OPEN, Fate.REPEATED, Fate.REPLACED, Fate.AGREED}:
                assert returned.text in found[returned.key], f"{returned.text} is {returned.fate}, and nowhere"

    def check(self, before: dict[str, set[str]]) -> None:
        found = self.texts()
        lost = set().union(*before.values()) - self.given_up - set().union(*found.values())
        assert not lost, f"{lost} is lost"
        for key, texts in found.items():
            strangers = {text for text in texts if text and not text.startswith(f"{NAMES[key]}-")}
            assert not strangers, f"{strangers} in {key}"
        for unit in self.units().values():
            for locale in ("lv", "en"):
                if unit.cell(locale) is State.TRANSLATED:
                    text = unit.texts[locale]
                    assert any((source, text) in self.pairs for source in unit.texts.values()), f"{text} is fresh"


RUNS = ("sync", "out", "out_again", "bring")
PEOPLE = ("edit_source", "edit", "drop", "put_back")
PEOPLE += ("work", "draft", "confirm", "work_in_catalog", "close", "forget", "resave")
STEPS = st.lists(
    st.tuples(
        st.sampled_from((*PEOPLE, *("work", "edit_source", "edit"), *RUNS * 2, "out", "bring", "bring")),
        st.sampled_from((*UNITS, *(UNITS[0],) * 5)),
        st.sampled_from(("lv", "lv", "lv", "en")),
    ),
    min_size=6,
    max_size=14,
)


@settings(max_examples=30)
@given(STEPS)
def test_batches_come_back_whatever_happened(steps):
    with tempfile.TemporaryDirectory(prefix="l10n-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "TICK", 0)  # nobody here changes a file twice at one time
        story = Story(Path(folder))
        for name, unit, locale in (("out", UNITS[0], "lv"), *steps, ("bring", "", ""), ("sync", "", "")):
            story.unit, story.locale = unit or story.unit, locale or story.locale
            before = story.texts()
            getattr(story, name)()
            if name in RUNS:
                story.check(before)
