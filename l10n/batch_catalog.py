"""Batch catalogs: the files that translators get, and bring back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec.structs import replace

from l10n.batch import Batch
from l10n.catalogs import DomainUpdate
from l10n.errors import ParseError, Place
from l10n.locales import Locale, locale_from_posix, posix_locale
from l10n.merge import EARLIER
from l10n.model import Catalog, Domain, Previous, State, Unit
from l10n.notes import RecordNotes
from l10n.po import with_header_field
from l10n.records import id_problem
from l10n.returned import IN_RECORD, KEPT, STILL_OUT, Fate, Returned
from l10n.sync import MEMORY_NOTE, is_proposed
from l10n.text import one_line
from l10n.work_queue import Task

MADE_FOR = "l10n: made for "
"""Begins the comment that says of a kept text which other translation it was made for, and in which locale."""
_REGION = re.compile(r"-(?:[A-Z]{2}|[0-9]{3})$")
_ID, _WHO, _SINCE = "X-L10n-Batch", "X-L10n-Who", "X-L10n-Since"


def make_batch_catalog(
    batch: Batch, source_locale: Locale, units: Mapping[str, Unit], collection: str, now: str
) -> Catalog:
    """Return the catalog of those units of a batch that are to be translated from one locale, in the order given."""
    domain = Domain("batch", source_locale)
    catalog = DomainUpdate(domain, collection, lambda _: True, now).catalog(None, batch.locale, units)
    for name, value in ((_ID, batch.id), (_WHO, batch.who), (_SINCE, batch.since)):
        catalog = with_header_field(catalog, name, value) if value else catalog
    return catalog


def find_batch_id(catalog: Catalog, path: str = "") -> str:
    """Return the id of the batch that a catalog is of; raise ParseError where it does not say so."""
    found = catalog.headers.get(_ID, "")
    if not found:
        message = f"it is no batch, expected a header {_ID} as `l10n batch out` writes it; `--batch ID` names the batch"
        raise ParseError(message, Place(path))
    if problem := id_problem(found):
        message = f"its header {_ID} names no batch: {problem}"
        raise ParseError(message, Place(path))
    return found


def iter_contradictions(
    catalog: Catalog, batch: Batch, locales: Collection[Locale], path: str = ""
) -> Iterator[ParseError]:
    """Yield what a catalog's header says that cannot be of a batch; what it does not say contradicts nothing.

    `locales`: those of the collection, which tell whether a region (`et_EE`) makes another locale of it.
    """
    headers, line = catalog.headers, catalog.header.line if catalog.header else 0
    sources = sorted({base.source_locale for base in batch.units.values()})
    named, language, source = (headers.get(name, "") for name in (_ID, "Language", "X-Source-Language"))
    if named and named != batch.id:
        message = f"found {named!r}, expected {batch.id!r}, which --batch names"
        yield ParseError(message, Place(path, line, field=_ID))
    if language and not _is_locale(language, [batch.locale], locales):
        message = f"found {language!r}, expected {posix_locale(batch.locale)!r}, the locale of the batch {batch.id}"
        yield ParseError(message, Place(path, line, field="Language"))
    if source and not _is_locale(source, sources, locales):
        expected = " or ".join(map(repr, sources))
        message = f"found {source!r}, expected {expected}, from which the batch {batch.id} is to be translated"
        yield ParseError(message, Place(path, line, field="X-Source-Language"))


def _is_locale(name: str, wanted: Collection[Locale], others: Collection[Locale]) -> bool:
    """Tell whether a header names one of some locales, maybe with a region that makes no other one of it.

    >>> [_is_locale(name, [Locale("pt")], [Locale("pt"), Locale("pt-BR")]) for name in ("pt", "pt_PT", "pt_BR", "x y")]
    [True, True, False, False]
    """
    if name in map(posix_locale, wanted):
        return True
    try:
        locale = locale_from_posix(name)
    except ParseError:
        return False
    region = _REGION.search(locale)
    short = locale[: region.start()] if region and locale not in others else locale
    return any(known in {locale, short} for known in wanted)


def batch_file_name(batch: Batch, source_locale: Locale) -> str:
    """Return what the file with the units to be translated from one locale is called."""
    return f"{batch.id}.{source_locale}.po"


def make_entry(task: Task, locale: Locale, entry: Unit | None, notes: RecordNotes, path: str) -> Unit:
    """Return what a translator gets of a task; `entry` is what the collection's catalog has of the unit, if anything.

    Of a unit that is translated from its own source it is that entry, drafts and comments included. An exact match of
    the memory fills an empty one in, fuzzy.
    """
    if entry is None or entry.source != task.source.text:
        entry = _new_entry(task, locale, entry, notes)
    proposals = [f"{MEMORY_NOTE}{proposal}" for proposal in task.proposals]
    entry = entry.with_changes(
        obsolete=False,
        fuzzy=entry.has_target,
        notes=(*(note for note in entry.notes if not note.startswith(MEMORY_NOTE)), *proposals),
        references=(path,),
    )
    if task.state is State.MISSING and not entry.has_target and task.proposals and task.proposals[0].is_exact:
        return entry.with_changes(targets=(task.proposals[0].target,), fuzzy=True)
    return entry


def _new_entry(task: Task, locale: Locale, entry: Unit | None, notes: RecordNotes) -> Unit:
    """Return the entry of a unit that is translated from another translation: the source's text is among the notes."""
    seen = replace(task.unit, source_locale=task.source.locale)
    draft = entry.target if entry is not None and entry.has_target else task.unit.texts.get(locale, "")
    return Unit(
        key=task.key,
        source=task.source.text,
        targets=(draft,),
        notes=notes.for_unit(seen)(locale),
        comments=entry.comments if entry is not None else (),
    )


def with_returned(entry: Unit, given: Unit, returned: Returned, made_for: str, source_locale: str) -> Unit:
    """Return the entry of the collection's catalog with what came back for it in `given`.

    `made_for` is the locale that the translator worked from, `source_locale` the catalog's. A text that the record
    takes stands in the catalog, too; any other stays there, fuzzy, or as a comment where the record has a good one. So
    does the draft that stood there.
    """
    text, comments = returned.text, _joined(entry.comments, given.comments)
    if returned.fate in IN_RECORD:
        comments = _joined(comments, _earlier(entry, returned))
        return entry.with_changes(targets=(text,), fuzzy=False, previous=None, comments=comments)
    kept = f"{EARLIER}{one_line(text)}"
    is_kept = entry.target == text or (returned.fate in STILL_OUT and kept in comments)
    if returned.fate not in KEPT or is_kept:
        return entry.with_changes(comments=comments)
    if returned.is_settled and returned.fate is not Fate.CONFLICT:
        return entry.with_changes(comments=_joined(comments, (kept,)))
    comments = _joined(comments, _earlier(entry, returned))
    if made_for != source_locale:
        comments = _joined(comments, (f"{MADE_FOR}{made_for}: {one_line(given.source)}",))
    elif given.source != entry.source:
        return entry.with_changes(
            targets=(text,), fuzzy=True, previous=Previous(source=given.source), comments=comments
        )
    return entry.with_changes(targets=(text,), fuzzy=True, previous=None, comments=comments)


def _earlier(entry: Unit, returned: Returned) -> tuple[str, ...]:
    """Return the comment that keeps a draft which has to give way; none if a record or the memory has the text."""
    is_draft = entry.has_target and entry.target not in {returned.text, returned.held} and not is_proposed(entry)
    return (f"{EARLIER}{one_line(entry.target)}",) if is_draft else ()


def _joined(comments: tuple[str, ...], others: Iterable[str]) -> tuple[str, ...]:
    return (*comments, *(line for line in others if line not in comments))
