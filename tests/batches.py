"""Batches of a small collection: handed out, worked on by translators, and brought back."""

import shutil
import subprocess
from pathlib import Path

from msgspec.structs import replace

from l10n.handout import Ranking, hand_out
from l10n.intake import Intake, take_in
from l10n.model import Catalog, Unit
from l10n.po import format_po, parse_po
from l10n.project import open_project
from l10n.work_queue import Wish
from tests.collection import Collection

TITLE, FIRST, SECOND = "event/terror/title", "event/terror/description/p1", "event/terror/description/p2"
CAPTION, NAME = "event/terror/images/i1/caption", "person/trotsky/name"
DONE = {TITLE: "Sarkanais terors", FIRST: "Sākās 1918. gadā.", NAME: "Ļevs Trockis"}


def out(collection: Collection, folder: Path, *, who: str = "Anna", again: bool = False, **wish) -> list[Path]:
    """Hand out all that there is for Latvian, and return the files; without the memory nothing is filled in."""
    wish = Wish(**{"locale": "lv", "reads": ("en",), "limit": None} | wish)
    project, ranking = open_project(collection.root), Ranking(use_memory=False)
    return list(hand_out(project, wish, ranking, who=who, folder=folder, again=again).files)


def read(path: Path) -> Catalog:
    return parse_po(path.read_bytes(), str(path))


def work(path: Path, texts: dict[str, str | dict]) -> None:
    """Do what a translator does: {unit: text}, or {unit: changes of its entry}; the rest is left as it is."""
    catalog = read(path)
    missing = texts.keys() - {unit.key for unit in catalog.units}
    assert not missing, f"{missing} is not in {path.name}"
    units = (worked(unit, texts[unit.key]) if unit.key in texts else unit for unit in catalog.units)
    path.write_bytes(format_po(replace(catalog, units=tuple(units))))


def worked(unit: Unit, text: str | dict) -> Unit:
    changes = text if isinstance(text, dict) else {"targets": (text,), "fuzzy": False, "previous": None}
    return unit.with_changes(**changes)


def back(collection: Collection, *paths: Path) -> dict[str, str]:
    """Take files in; return {unit: what became of it}."""
    intakes, _ = bring(collection, *paths)
    return {returned.key: returned.fate.value for intake in intakes for returned in intake.returned}


def bring(collection: Collection, *paths: Path, batch: str = "") -> tuple[tuple[Intake, ...], object]:
    return take_in(open_project(collection.root), map(str, paths), batch_id=batch)


def batch_files(collection: Collection) -> dict[str, bytes]:
    folder = collection.root / "batches"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*"))} if folder.exists() else {}


def resave(path: Path, *options: str) -> None:
    """Save a file as gettext's tools do."""
    msgcat = shutil.which("msgcat")
    assert msgcat is not None
    subprocess.run([msgcat, *options, "-o", str(path), str(path)], check=True)


def state(collection: Collection) -> dict[str, bytes]:
    """Return all that a run may change."""
    return collection.files() | batch_files(collection)
