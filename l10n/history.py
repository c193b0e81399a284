"""History: what merges in a git repository did to its catalogs.

Git merges a PO file line by line. Where one branch changed the source of an entry and the other its translation, the
merged entry has the new source and a translation of the old one, unmarked and without a conflict: a *mispair*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import permutations
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from l10n.errors import L10nError
from l10n.git import ObjectReader, run_git
from l10n.locales import locale_from_posix
from l10n.model import PROVENANCE, Catalog, Unit, parse_provenance, record_key
from l10n.po import parse_po
from l10n.sync import is_retyped
from l10n.text import digest

_COMMIT = b"\x01"
_CATALOG = re.compile(r"(?P<root>.*/|)locales/(?P<folder>[^/]+)/LC_MESSAGES/[^/]+\.po", re.DOTALL)

_Pair = tuple[str | None, str, tuple[str, ...]]
"""Key, source and targets."""


class Mispair(Struct, frozen=True, kw_only=True):
    """An entry that a merge gave a source from one parent and a translation of another source from the other."""

    commit: str
    path: str
    """From the top of the repository."""
    line: int
    """In the merge's file."""
    key: str | None
    source: str
    made_for: str
    """The source that the translation belongs to."""
    targets: tuple[str, ...]
    head_line: int = 0
    """The line on which it still stands in HEAD; 0 where it was mended since."""


class MergeReport(Struct, frozen=True, kw_only=True):
    """What was looked at and found."""

    merges: int
    """All merges in the revisions."""
    files: int
    """Catalogs that a merge made unlike all its parents."""
    unreadable: tuple[str, ...]
    """Of them, as `COMMIT:PATH`, those that are no well-formed PO files."""
    mispairs: tuple[Mispair, ...]


class _Change(Struct, frozen=True):
    """A catalog that a merge made unlike all its parents."""

    commit: str
    parents: tuple[str, ...]
    path: str
    blobs: tuple[str, ...]
    """Of the parents, in their order, and last of the merge."""


def find_mispairs(merged: Catalog, giver: Catalog, translated: Catalog, base: Catalog) -> Iterator[tuple[Unit, str]]:
    r"""Yield (unit, source that its translation was made for) for units with the source that `giver` has.

    Sources that differ in typography alone are as good as each other.

    >>> old = 'msgid "a"\nmsgstr "%s"'
    >>> base, giver, translated = old % "A", 'msgid "an a"\nmsgstr "A"', old % "B"
    >>> versions = ('msgid "an a"\nmsgstr "B"', giver, translated, base)
    >>> [(unit.source, made_for) for unit, made_for in find_mispairs(*map(parse_po, versions))]
    [('an a', 'a')]
    """
    known = {_pair(unit) for catalog in (giver, translated, base) for unit in _translated(catalog)}
    given, foreign = _places(giver), _places(translated)
    suspects = [
        unit
        for unit in _translated(merged)
        if _pair(unit) not in known and (place := (unit.key, unit.source)) in given and place not in foreign
    ]
    if not suspects:
        return
    held = _places(merged)
    made_for: dict[tuple[str | None, tuple[str, ...]], str] = {
        (unit.key, unit.targets): unit.source for unit in _translated(translated) if (unit.key, unit.source) not in held
    }
    for unit in suspects:
        source = made_for.get((unit.key, unit.targets))
        if source is not None and not is_retyped(source, unit.source):
            yield unit, source


def _pair(unit: Unit) -> _Pair:
    return unit.key, unit.source, unit.targets


def _translated(catalog: Catalog) -> list[Unit]:
    return [unit for unit in catalog.units if unit.has_target and not (unit.fuzzy or unit.obsolete)]


def _places(catalog: Catalog) -> set[tuple[str | None, str]]:
    return {(unit.key, unit.source) for unit in catalog.units if not unit.obsolete}


def verify_merges(directory: str | Path, revisions: Sequence[str]) -> MergeReport:
    """Look through the merges in these revisions (as `git log` takes them) for mispairs in a folder's catalogs."""
    merges, changes = _find_changes(directory, revisions)
    found: list[Mispair] = []
    unreadable: list[str] = []
    with ObjectReader(directory) as objects:
        history = _History(directory, objects)
        for change in changes:
            try:
                found.extend(_mispairs_of(change, history))
            except L10nError:
                unreadable.append(f"{change.commit}:{change.path}")
        mispairs = tuple(_with_head_line(mispair, history) for mispair in dict.fromkeys(found))
    return MergeReport(merges=merges, files=len(changes), unreadable=tuple(unreadable), mispairs=mispairs)


def _find_changes(directory: str | Path, revisions: Sequence[str]) -> tuple[int, list[_Change]]:
    """Return how many merges there are, and the catalogs that each of them made unlike all its parents."""
    count = int(run_git("rev-list", "--merges", "--count", "--end-of-options", *revisions, directory=directory))
    if not count:
        return 0, []
    options = ("--merges", "--full-history", "-c", "--raw", "-z", "--no-abbrev", "--no-renames", "--format=%x01%H %P")
    log = run_git("log", *options, "--end-of-options", *revisions, "--", "*.po", directory=directory)
    changes: list[_Change] = []
    for entry in log.split(_COMMIT)[1:]:
        head, *rest = entry.split(b"\0")
        commit, *parents = head.decode().split()
        fields = [field for field in rest if field]
        for raw, path in zip(fields[::2], fields[1::2], strict=True):
            shas = raw.decode().split(" ")[len(parents) + 1 : -1]
            changes.append(_Change(commit, tuple(parents), path.decode(errors="surrogateescape"), tuple(shas)))
    return count, changes


class _History:
    """Reads catalogs of a repository's history."""

    def __init__(self, directory: str | Path, objects: ObjectReader) -> None:
        self._directory, self._objects = directory, objects
        self._heads: dict[str, Catalog] = {}

    def blob(self, name: str) -> bytes:
        """Return a file's bytes, none of one that is not there."""
        return self._objects.read(name) or b""

    def base(self, commit: str, other: str, path: str) -> Catalog:
        """Return the catalog that two commits have in common."""
        try:
            base = run_git("merge-base", commit, other, directory=self._directory).decode().strip()
            return parse_po(self.blob(f"{base}:{path}"), path)
        except L10nError:  # no common commit, or no PO file there
            return Catalog()

    def head(self, path: str) -> Catalog:
        """Return the catalog in HEAD."""
        if path not in self._heads:
            try:
                self._heads[path] = parse_po(self.blob(f"HEAD:{path}"), path)
            except L10nError:
                self._heads[path] = Catalog()
        return self._heads[path]

    def is_settled(self, mispair: Mispair, commit: str) -> bool:
        """Tell whether a record in a commit says that a person found the translation fit for its source."""
        place = _CATALOG.fullmatch(mispair.path)
        if place is None or mispair.key is None:
            return False
        record = self._record(f"{commit}:{place['root']}records/", record_key(mispair.key))
        path = mispair.key.removeprefix(f"{record_key(mispair.key)}/")
        try:
            state = record["state"][locale_from_posix(place["folder"])][path]
        except (KeyError, TypeError, L10nError):
            return False
        known = parse_provenance(state) if isinstance(state, str) and PROVENANCE.fullmatch(state) else None
        pair = digest(mispair.source), digest(mispair.targets[0])
        return known is not None and "settled" in known.marks and (known.source_digest, known.target_digest) == pair

    def _record(self, folder: str, key: str) -> Any:  # noqa: ANN401 (any JSON value)
        """Return a record's JSON, whichever file holds it; None where there is none that can be read."""
        type_name, _, record_id = key.partition("/")
        lines = [self.blob(f"{folder}{key}.json")]
        if not lines[0]:
            wanted = f'"{record_id}"'.encode()
            lines = [line for line in self.blob(f"{folder}{type_name}.jsonl").split(b"\n") if wanted in line]
        for line in lines:
            try:
                record = msgspec.json.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue
            if isinstance(record, dict) and record.get("id") == record_id:
                return record
        return None


def _mispairs_of(change: _Change, history: _History) -> Iterator[Mispair]:
    *parents, merged = [history.blob(name) for name in change.blobs]
    if _has_only_known_entries(merged, parents):
        return
    catalogs = [parse_po(data, change.path) for data in parents]
    result = parse_po(merged, change.path)
    for giver, other in permutations(range(len(parents)), 2):
        if not any(find_mispairs(result, catalogs[giver], catalogs[other], Catalog())):
            continue
        base = history.base(change.parents[giver], change.parents[other], change.path)
        for unit, made_for in find_mispairs(result, catalogs[giver], catalogs[other], base):
            mispair = Mispair(
                commit=change.commit,
                path=change.path,
                line=unit.line,
                key=unit.key,
                source=unit.source,
                made_for=made_for,
                targets=unit.targets,
            )
            if not history.is_settled(mispair, change.commit):
                yield mispair


def _has_only_known_entries(merged: bytes, parents: list[bytes]) -> bool:
    """Tell, without parsing, whether every entry stands in a parent to the byte; False where that is not sure."""
    blocks = set(merged.split(b"\n\n")).difference(*(parent.split(b"\n\n") for parent in parents))
    is_sure = all(b"msgid" in block for block in merged.split(b"\n\n") if b"msgstr" in block)
    return is_sure and not blocks


def _with_head_line(mispair: Mispair, history: _History) -> Mispair:
    pair = (mispair.key, mispair.source, mispair.targets)
    lines = (unit.line for unit in _translated(history.head(mispair.path)) if _pair(unit) == pair)
    line = next(lines, 0)
    return replace(mispair, head_line=0 if line and history.is_settled(mispair, "HEAD") else line)
