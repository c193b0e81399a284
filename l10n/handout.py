"""Handouts: what is to be translated goes out to a translator, and the collection remembers what it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from l10n.batch import Base, Batch, make_batch_id
from l10n.batch_catalog import batch_file_name, make_batch_catalog, make_entry
from l10n.counting import Options, ProjectCounter, Survey, Surveys
from l10n.counting.survey import Purpose
from l10n.dates import now, today
from l10n.errors import ConflictError, Place, UnknownNameError, suggest
from l10n.garbage import without_collection
from l10n.locales import Locale
from l10n.loop import run_loop
from l10n.loop_report import Direction
from l10n.memory import Memory
from l10n.memory_sheets import MemorySheet, MemorySurvey
from l10n.merge import choose_units
from l10n.model import CatalogId, Domain, Unit, UnitKey, record_key
from l10n.notes import RecordNotes
from l10n.po import format_po
from l10n.project import Project
from l10n.readers import Readers
from l10n.records import Record, iter_references
from l10n.schema import Schema
from l10n.standing import load_standing
from l10n.store import find_signature, write_file
from l10n.text import digest
from l10n.work_queue import Queue, Task, Wish, find_work, survey_demand
from l10n.work_sheets import WorkSurvey

_T = TypeVar("_T")


class Watch(Protocol):
    """Wraps what is worked through, to show how far it is."""

    def __call__(self, items: Iterable[_T], what: str, total: int, /) -> Iterable[_T]:
        """Yield the items; `what` is done with them, `total` is how many there are, 0 if that is unknown."""


def unwatched(items: Iterable[_T], _what: str, _total: int, /) -> Iterable[_T]:
    """Yield the items."""
    return items


class Ranking(Struct, frozen=True, kw_only=True):
    """What a queue is ranked by."""

    readers: Readers | None = None
    """None: the records that lead to each."""
    use_memory: bool = True
    """Whether what was translated before is looked up, and makes less of the words."""


class Handout(Struct, frozen=True, kw_only=True):
    """What was handed out."""

    queue: Queue
    batch: Batch | None = None
    """None where there was nothing to hand out."""
    files: tuple[Path, ...] = ()
    """The translator's files, one a source locale."""


def load_queue(
    project: Project,
    wish: Wish,
    ranking: Ranking,
    options: Options = Options(),  # noqa: B008 (frozen)
    watch: Watch = unwatched,
) -> Queue:
    """Return a collection's work queue; all records are surveyed first, then ranked.

    What was found before of records that did not change is not looked for again.
    """
    schema = project.schema
    surveys = Surveys(ProjectCounter(project, options, lambda counts, total: watch(counts, "counting", total)))

    def make(purpose: Purpose[_T]) -> Survey[_T]:
        return surveys.make(purpose, lambda sheets, total: watch(sheets, "surveying records", total))

    work = make(WorkSurvey(wish.locale, wish.reads))
    with without_collection():
        demand = survey_demand(work, schema, ranking.readers)
        survey = MemorySurvey(wish.locale, wish.reads)
        memory = _make_memory(make(survey), schema) if ranking.use_memory else None
        return find_work(work, schema, wish, demand, memory)


def _make_memory(sheets: Iterable[MemorySheet], schema: Schema) -> Memory:
    memory = Memory(schema)
    for sheet in sheets:
        for entry in sheet.entries:
            memory.learn(entry)
    return memory


def units_out(batches: Iterable[Batch], locale: Locale) -> frozenset[UnitKey]:
    """Return the keys of all units that translators have in hand for a locale."""
    return frozenset().union(*(batch.out for batch in batches if batch.locale == locale))


def hand_out(  # noqa: PLR0913 (the last three have defaults that suit nearly all)
    project: Project,
    wish: Wish,
    ranking: Ranking,
    *,
    who: str,
    folder: Path,
    again: bool = False,
    options: Options = Options(),  # noqa: B008 (frozen)
    watch: Watch = unwatched,
) -> Handout:
    """Make a batch of the best tasks, and the translator's files in a folder; what is out stays out unless `again`.

    The collection is synchronised first, so that nothing is handed out that catalogs hold already. The files are
    written before the batch: if that fails, nothing counts as out.
    """
    run_loop(project, Direction.SYNC, progress=watch)
    with project.lock():
        batches = load_standing(project)
        taken = frozenset[UnitKey]() if again else units_out(batches.values(), wish.locale)
        queue = load_queue(project, replace(wish, taken=taken), ranking, options, watch)
        if not queue.tasks:
            return Handout(queue=queue)
        batch = _make_batch(queue, who, batches)
        files = {folder / name: data for name, data in _format_files(project, batch, queue.tasks)}
        for path in files:
            if find_signature(path) is not None:
                message = "there is such a file already, expected none; nothing was handed out"
                raise ConflictError(message, Place(str(path)))
        for path, data in files.items():
            write_file(path, data)
        project.save_batch(batch)
    return Handout(queue=queue, batch=batch, files=tuple(files))


def _make_batch(queue: Queue, who: str, batches: Mapping[str, Batch]) -> Batch:
    wish, since = queue.wish, today()
    units = {task.key: _base(task, wish.locale) for task in queue.tasks}
    name = make_batch_id(wish.locale, since, who, units)
    names = (name, *(f"{name}-{number}" for number in range(2, len(batches) + 3)))
    return Batch(
        id=next(free for free in names if free not in batches),
        locale=wish.locale,
        reads=wish.reads,
        who=who,
        since=since,
        words=queue.words,
        units=units,
    )


def _base(task: Task, locale: Locale) -> Base:
    return Base(
        source_locale=task.source.locale,
        source_digest=digest(task.source.text),
        target_digest=digest(task.unit.texts.get(locale, "")),
    )


def _format_files(project: Project, batch: Batch, tasks: Iterable[Task]) -> Iterator[tuple[str, bytes]]:
    """Yield (name, bytes) of the translator's files, in the order of the locales that the translator reads."""
    units: dict[Locale, dict[str, Unit]] = {}
    for task, entry in _iter_entries(project, batch.locale, list(tasks)):
        units.setdefault(task.source.locale, {})[task.key] = entry
    for locale in batch.reads:
        if locale in units:
            catalog = make_batch_catalog(batch, locale, units[locale], project.schema.name, now())
            yield batch_file_name(batch, locale), format_po(catalog)


def _iter_entries(project: Project, locale: Locale, tasks: list[Task]) -> Iterator[tuple[Task, Unit]]:
    """Yield what the translator gets of each task."""
    records = project.find_records({task.record for task in tasks})
    linked = {key for record in records.values() for _, key in iter_references(record, project.schema)}
    labels = {key: _label(record, project) for key, record in project.find_records(linked).items()}
    held = _held_entries(project, locale, tasks)
    notes = {
        key: RecordNotes(record, project.schema, lambda linked: labels.get(linked, {}))
        for key, record in records.items()
    }
    for task in tasks:
        path = project.record_path(task.record)
        yield task, make_entry(task, locale, held.get(task.key), notes[task.record], path)


def _label(record: Record, project: Project) -> Mapping[str, str]:
    field = project.schema.types[record.type].label_field
    label: Mapping[str, str] = record.values.get(field.name, {}) if field else {}
    return label


def _held_entries(project: Project, locale: Locale, tasks: Iterable[Task]) -> dict[str, Unit]:
    """Return what the collection's catalogs hold of the tasks' units."""
    sources: dict[str, dict[str, str]] = {}
    for task in tasks:
        domain = Domain(record_key(task.key).partition("/")[0], task.unit.source_locale)
        path = project.catalog_path(CatalogId(domain, locale))
        sources.setdefault(path, {})[task.key] = task.unit.source
    there = sorted(path for path in sources if find_signature(project.root / path) is not None)
    files = project.load_catalogs(there)
    return {
        key: unit
        for path, file in files.items()
        for key, unit in choose_units(file.catalog.units, sources[path]).items()
    }


def close_batch(project: Project, name: str) -> Batch:
    """Give what is out of a batch back to the queue; what comes back later is still taken in."""
    with project.lock():
        batch = find_batch(project.load_batches(), name)
        closed = batch if batch.closed else replace(batch, closed=today())
        project.save_batch(closed)
    return closed


def find_batch(batches: Mapping[str, Batch], name: str) -> Batch:
    """Return the batch of that id; raise UnknownNameError if there is none."""
    if name in batches:
        return batches[name]
    message = f"there is no batch {name!r} in this collection, expected one of `l10n batch list --all`"
    raise UnknownNameError(f"{message}{suggest(name, batches)}")
