"""Nothing is handed out twice, and nothing that comes back is lost, or undone by what is older.

Translators take batches, translate their units more than once, and send any of their versions, at any time and as often
as they like; editors rename records, move paragraphs, reword sources and put them back, take records away and bring
them back. Every source text names its unit, whatever that is called: `u1-3`; a translation does, too: `u1 in lv-4`.
"""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from l10n import store
from l10n.handout import Ranking, hand_out
from l10n.intake import take_in
from l10n.loop import run_loop
from l10n.loop_report import Direction
from l10n.po import parse_po
from l10n.project import open_project
from l10n.records import iter_units
from l10n.work_queue import Wish
from tests.batches import work
from tests.collection import make_collection

CONFIG = """\
format = 1
name = "Test"

[locales]
required = ["en", "lv"]

[types.event.fields.title]
kind = "line"
[types.event.fields.description]
kind = "text"
[types.place.fields.title]
kind = "line"
[types.place.fields.description]
kind = "text"
"""


def name_of(text: str) -> str:
    """Return the unit that a source or a translation names."""
    return text.partition("-")[0].partition(" ")[0]


class Story:
    """A collection, its editors, and translators who keep all their versions."""

    def __init__(self, root: Path) -> None:
        self.count, self.pick = 0, 0
        self.folder = root
        records = (self._record(name, number) for number, name in enumerate("ab"))
        self.collection = make_collection(root / "collection", *records, config=CONFIG)
        self.versions: list[Path] = []
        self.hands: set[str] = set()
        """Units that somebody has."""
        self.times: dict[str, int] = {}
        """How often each was handed out."""
        self.back: dict[str, list[str]] = {}
        """{unit: all that came back of it}."""
        self.sources: dict[str, list[str]] = {}
        self.away: list[dict] = []
        self.is_renamed = self.is_reworded = False

    def new(self) -> int:
        self.count += 1
        return self.count

    def _record(self, name: str, number: int) -> dict:
        title, *texts = (f"u{3 * number + place}-0" for place in range(3))
        paragraphs = dict(zip(("p1", "p2"), texts, strict=True))
        return {
            "id": name,
            "type": "event",
            "source": "en",
            "title": {"en": title},
            "description": {"en": paragraphs},
        }

    def records(self) -> list[dict]:
        paths = sorted(path for path in self.collection.files() if path.startswith("records/"))
        return [self.collection.record(path.removeprefix("records/").removesuffix(".json")) for path in paths]

    def units(self) -> dict:
        """Return the units that are there, by name."""
        project = open_project(self.collection.root)
        units = (unit for record in project.iter_records() for unit in iter_units(record, project.schema))
        return {name_of(unit.source): unit for unit in units}

    # Editors

    def _replace(self, change) -> None:
        if records := self.records():
            old = records[self.pick % len(records)]
            (self.collection.root / f"records/{old['type']}/{old['id']}.json").unlink()
            self.collection.write_record(change(old))

    def rename(self) -> None:
        """Give a record another id, or another type; what is reworded on the way is not surely the same."""
        if self.is_reworded:
            self.sync()
        other = {"event": "place", "place": "event"}
        self._replace(
            lambda old: old | ({"type": other[old["type"]]} if self.pick % 3 == 0 else {"id": f"r{self.new()}"})
        )
        self.is_renamed = True

    def move(self) -> None:
        """Give a record's paragraphs other ids."""
        if self.is_reworded:
            self.sync()

        def moved(old: dict) -> dict:
            names = {name: f"p{self.new()}" for name in old["description"]["en"]}
            text = {
                code: {names[name]: text for name, text in texts.items()} for code, texts in old["description"].items()
            }
            return old | {"description": text, "state": {}}

        self._replace(moved)
        self.is_renamed = True

    def _set_source(self, pick) -> None:
        if self.is_renamed:
            self.sync()
        units = self.units()
        if units:
            name = sorted(units)[self.pick % len(units)]
            self.sources.setdefault(name, [f"{name}-0"])
            self.collection.edit(units[name].key, "en", pick(name))
            self.is_reworded = True

    def reword(self) -> None:
        def reworded(name: str) -> str:
            self.sources[name].append(f"{name}-{self.new()}")
            return self.sources[name][-1]

        self._set_source(reworded)

    def put_back(self) -> None:
        self._set_source(lambda name: self.sources[name][0])

    def put_all_back(self) -> None:
        for pick in range(len(self.units())):
            self.pick = pick
            self.put_back()

    def take_away(self) -> None:
        self.sync()
        if self.records():
            record = self.records()[self.pick % len(self.records())]
            self.away.append(record)
            (self.collection.root / f"records/{record['type']}/{record['id']}.json").unlink()
            self.sync()

    def bring_home(self) -> None:
        self.sync()
        for record in self.away:
            self.collection.write_record(record)
        self.away.clear()
        self.sync()

    # Translators

    def translate(self) -> None:
        """Translate one unit of the last version, or all, and keep that version beside the others."""
        if not self.versions:
            return
        path = self.versions[self.pick % len(self.versions)]
        entries = parse_po(path.read_bytes()).units
        chosen = entries if self.pick % 2 else entries[:1]
        version = path.with_name(f"{self.new()}.po")
        shutil.copyfile(path, version)
        work(version, {unit.key: f"{name_of(unit.source)} in lv-{self.new()}" for unit in chosen})
        self.versions.append(version)

    # The program

    def sync(self) -> None:
        run_loop(open_project(self.collection.root), Direction.SYNC)
        self.is_renamed = self.is_reworded = False

    def forget(self) -> None:
        self.collection.forget()

    def out(self) -> None:
        wish = Wish(locale="lv", reads=("en",), limit=1 + self.pick % 3)
        ranking = Ranking(use_memory=False)
        handout = hand_out(open_project(self.collection.root), wish, ranking, who=str(self.new()), folder=self.folder)
        self.is_renamed = self.is_reworded = False
        for path in handout.files:
            self.versions.append(path.rename(self.folder / f"{self.new()}.po"))
        names = [name_of(task.source.text) for task in handout.queue.tasks]
        assert self.hands.isdisjoint(names), f"{self.hands & set(names)} is out twice"
        self.hands.update(names)
        self.times |= {name: self.times.get(name, 0) + 1 for name in names}

    def bring(self) -> None:
        if self.versions:
            self._bring(self.versions[self.pick % len(self.versions)])

    def bring_all(self) -> None:
        """Bring the last versions, in order, and again."""
        for path in self.versions[-3:] * 2:
            self._bring(path)

    def _bring(self, path: Path) -> None:
        before = {name: unit.texts.get("lv") for name, unit in self.units().items()}
        take_in(open_project(self.collection.root), [str(path)])
        self.is_renamed = self.is_reworded = False
        for entry in parse_po(path.read_bytes()).units:
            if entry.has_target and not entry.fuzzy:
                self.check(entry, before)

    # What must hold

    def check(self, entry, before: dict[str, str | None]) -> None:
        name, text = name_of(entry.source), entry.target
        back, unit = self.back.setdefault(name, []), self.units().get(name)
        held = unit.texts.get("lv") if unit else None
        if text in back[:-1]:
            assert before.get(name) in {None, held}, f"{text}, which is old, undid {before[name]}"
            return
        if text not in back:
            back.append(text)
            assert text in self.everything(), f"{text} is lost"
        self.hands.discard(name)
        if unit and unit.source == entry.source and self.times[name] == 1:
            assert held == text, f"{text} did not arrive"

    def everything(self) -> str:
        return "\n".join(data.decode() for data in self.collection.files().values())


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ("rename", "move", "reword", "put_back", "put_all_back", "take_away", "bring_home", "sync", "forget")
            + ("out", "translate", "bring") * 2
            + ("bring_all",)
        ),
        st.integers(0, 11),
    ),
    min_size=5,
    max_size=12,
)


START = (("out", 2), ("translate", 1), ("translate", 1))
END = (("bring_all", 0), ("bring_home", 0), ("put_all_back", 0), ("bring_all", 0), ("out", 2))


@settings(max_examples=24)
@given(STEPS)
def test_nothing_is_handed_out_twice_and_nothing_lost_or_undone(steps):
    with tempfile.TemporaryDirectory(prefix="l10n-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "TICK", 0)  # nobody here changes a file twice at one time
        story = Story(Path(folder))
        for name, story.pick in (*START, *steps, *END):
            getattr(story, name)()
