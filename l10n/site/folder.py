"""The folder of a site: only what changed is written, and only what l10n wrote is ever taken away."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from l10n.errors import L10nError, Place, StoreError
from l10n.site.addresses import PATH, Page
from l10n.store import read_file, write_file

MANIFEST = ".l10n-site.json"
"""What l10n keeps in the folder: which files are its own, and of what they were made."""
VERSION = 1


class Made(Struct, array_like=True):
    """Of what a group of pages, as those of a record, were made, and which they are."""

    digest: str
    paths: tuple[str, ...]


class Manifest(Struct, kw_only=True):
    """What stands in the folder."""

    version: int = VERSION
    groups: dict[str, Made] = {}
    others: tuple[str, ...] = ()


class SiteFolder:
    """Writes a site into a folder."""

    def __init__(self, path: Path) -> None:
        """Take the folder; raise StoreError if it holds anything but a site that l10n wrote."""
        self.path = path
        self.written = self.unchanged = self.removed = self.size = 0
        self._old = self._load()
        self._new = Manifest()
        self._others: list[str] = []
        self._there = self._scan()
        self._is_begun = False

    def _load(self) -> Manifest:
        place = self.path / MANIFEST
        if not place.exists():
            if self.path.exists() and (not self.path.is_dir() or any(self.path.iterdir())):
                message = "found other files, expected an empty folder or one with a site that l10n wrote"
                raise StoreError(message, Place(str(self.path)))
            return Manifest()
        try:
            found = msgspec.json.decode(read_file(place)[0], type=Manifest)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise StoreError("found damage, expected what l10n wrote; remove the folder", Place(str(place))) from None
        return found if found.version == VERSION else Manifest(others=_paths(found))

    def _scan(self) -> dict[str, set[str]]:
        """Return {folder: names of the files in it} of all folders that the old site has."""
        folders = {path.rpartition("/")[0] for path in _paths(self._old)}
        return {folder: _names(self.path / folder) for folder in folders}

    def is_current(self, key: str, digest: str) -> bool:
        """Tell whether a group of pages was made of the same, and keep them if so."""
        made = self._old.groups.get(key)
        if made is None or made.digest != digest or not all(map(self._is_there, made.paths)):
            return False
        self._new.groups[key] = made
        self.unchanged += len(made.paths)
        return True

    def _is_there(self, path: str) -> bool:
        folder, _, name = path.rpartition("/")
        return name in self._there.get(folder, ())

    def put_group(self, key: str, digest: str, pages: Iterable[Page]) -> None:
        """Write the pages of a record, or others that are made of the same."""
        paths = []
        for page in pages:
            self._write(page)
            paths.append(page.path)
        self._new.groups[key] = Made(digest, tuple(paths))

    def put(self, page: Page) -> None:
        """Write another file."""
        self._others.append(page.path)
        self._write(page)

    def _write(self, page: Page) -> None:
        assert PATH.fullmatch(page.path)  # noqa: S101 (addresses are made so)
        path = self.path / page.path
        self.size += len(page.data)
        if self._is_there(page.path) and read_file(path)[0] == page.data:
            self.unchanged += 1
            return
        self._begin()
        write_file(path, page.data)
        self.written += 1

    def _begin(self) -> None:
        """Note, before the first file changes, that nothing is certain any more: a run that is killed leaves that."""
        if not self._is_begun:
            groups = {key: Made("", made.paths) for key, made in self._old.groups.items()}
            self._save(Manifest(groups=groups, others=self._old.others))
            self._is_begun = True

    def finish(self) -> None:
        """Remove the files of the old site that the new one does not have, and note what is there."""
        self._new.others = tuple(self._others)
        gone = set(_paths(self._old)) - set(_paths(self._new))
        for path in sorted(gone):
            if PATH.fullmatch(path) and self._is_there(path):
                try:
                    (self.path / path).unlink()
                except OSError as error:
                    raise StoreError(
                        f"cannot remove it ({(error.strerror or '').lower()})", Place(str(self.path / path))
                    ) from None
                self.removed += 1
        self._save(self._new)

    def _save(self, manifest: Manifest) -> None:
        data = msgspec.json.encode(manifest, order="sorted") + b"\n"
        place = self.path / MANIFEST
        if not place.exists() or read_file(place)[0] != data:
            write_file(place, data)


def _paths(manifest: Manifest) -> tuple[str, ...]:
    return (*manifest.others, *(path for made in manifest.groups.values() for path in made.paths))


def _names(folder: Path) -> set[str]:
    try:
        return {entry.name for entry in os.scandir(folder)}
    except FileNotFoundError:
        return set()
    except OSError as error:
        raise L10nError(f"cannot read it ({(error.strerror or '').lower()})", Place(str(folder))) from None
