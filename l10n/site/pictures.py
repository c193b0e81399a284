"""Pictures: the image files that records name, found in the collection and copied into its site."""

from __future__ import annotations

import struct
from functools import cache
from hashlib import sha256
from pathlib import Path, PurePosixPath

from msgspec import Struct

from l10n.errors import StoreError
from l10n.slugs import slug
from l10n.store import read_file

FOLDER = "media"
"""The folder of a site that its pictures are in."""
SUFFIXES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")
"""No SVG: opened by itself, it could run scripts."""
_LONGEST = 40


class PictureFile(Struct, frozen=True, kw_only=True):
    """One image file of a collection."""

    source: Path
    path: str
    """Where the site has it; the name changes with what is in the file."""
    size: tuple[int, int] | None
    """Width and height, if that is easy to tell."""


class Album:
    """The pictures of one collection."""

    def __init__(self, folder: Path) -> None:
        """Take the folder that they are in."""
        self._folder = folder
        self.used: dict[str, PictureFile] = {}
        """Those that were found, by their path in the site."""
        self.missing: set[str] = set()
        self.find = cache(self._find)
        """Return the picture that a record names, or None if it is not there."""

    def _find(self, name: str) -> PictureFile | None:
        path = self._path(name)
        if path is None:
            self.missing.add(name)
            return None
        data, _ = read_file(path)
        pure = PurePosixPath(name)
        words = slug(pure.stem)[:_LONGEST].strip("-")
        found = PictureFile(
            source=path,
            path=f"{FOLDER}/{sha256(data).hexdigest()[:12]}{f'-{words}' if words else ''}{pure.suffix.lower()}",
            size=image_size(data),
        )
        self.used[found.path] = found
        return found

    def _path(self, name: str) -> Path | None:
        """Return the file of a name, if it is one inside of the folder, however links lead."""
        if not is_picture(name):
            return None
        try:
            path = (self._folder / name).resolve()
            is_inside = path.is_relative_to(self._folder.resolve()) and path.is_file()
        except (OSError, ValueError):
            return None
        return path if is_inside else None

    def read(self, path: str) -> bytes:
        """Return the bytes of a picture that is used; raise StoreError."""
        if path not in self.used:
            raise StoreError(f"there is no picture {path!r} in this site")
        return read_file(self.used[path].source)[0]


def is_picture(name: object) -> bool:
    """Tell whether a value names an image file.

    >>> is_picture("a/b.JPG"), is_picture("a.svg"), is_picture(3)
    (True, False, False)
    """
    return isinstance(name, str) and name.lower().endswith(SUFFIXES)


def image_size(data: bytes) -> tuple[int, int] | None:
    """Return the width and height of a PNG, GIF or JPEG image; None for all else.

    >>> image_size(b"GIF89a" + bytes([2, 0, 3, 0]))
    (2, 3)
    """
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:  # noqa: PLR2004 (where its sizes end)
        return struct.unpack(">II", data[16:24])
    if data[:6] in {b"GIF87a", b"GIF89a"} and len(data) >= 10:  # noqa: PLR2004 (where its sizes end)
        return struct.unpack("<HH", data[6:10])
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:  # noqa: PLR2004 (a marker begins)
        marker, size = data[place + 1], struct.unpack(">H", data[place + 2 : place + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:  # noqa: PLR2004 (a frame begins)
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        place += 2 + size
    return None
