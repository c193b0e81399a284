"""Parts: the pieces that a collection is counted in, cut so that a change leaves all others as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from zlib import crc32

from msgspec import Struct
from xxhash import xxh3_128

from l10n.store import Signature

MANY = 100
"""About so many small files are one part."""
LARGE = 16 << 20
"""At least so many bytes of a JSONL file are one part, if it has as many."""
_WINDOW = 1 << 16
_PATIENCE = 1 << 20
"""How many bytes after `LARGE` are searched for the line to cut before; then any line's end will do."""
_ONE_IN = 16
"""One line in so many may begin a part."""


class Part(Struct, frozen=True, kw_only=True):
    """Some whole files, or a range of the lines of one JSONL file."""

    files: tuple[tuple[str, Signature], ...]
    """Paths relative to the collection; of a range the one file."""
    start: int = 0
    size: int = 0
    """In bytes; 0: whole files."""
    key: bytes = b""
    """What tells it from the same part in another version; empty for a range that has not been read."""

    @property
    def path(self) -> str:
        """The first file."""
        return self.files[0][0]

    @property
    def weight(self) -> int:
        """How many bytes are to be read."""
        return self.size or sum(signature.size for _, signature in self.files)


def iter_file_parts(files: Mapping[str, Signature]) -> Iterator[Part]:
    """Yield files in groups, each beginning at a name that may begin one: a new file changes no group but its own."""
    group: list[tuple[str, Signature]] = []
    for path, signature in files.items():
        if group and crc32(path.encode()) % MANY == 0:
            yield _file_part(group)
            group = []
        group.append((path, signature))
    if group:
        yield _file_part(group)


def _file_part(group: list[tuple[str, Signature]]) -> Part:
    lines = (f"{path}\0{seen.size} {seen.modified} {seen.inode}\n" for path, seen in group)
    return Part(files=tuple(group), key=sha256("".join(lines).encode()).digest()[:16])


def range_key(path: str, data: bytes) -> bytes:
    """Return the key of a range of lines: of what is in it, wherever in its file it stands."""
    hashed = xxh3_128(path.encode() + b"\0")
    hashed.update(data)
    return hashed.digest()


def iter_ranges(path: str, signature: Signature, read: Callable[[int, int], bytes]) -> Iterator[Part]:
    """Yield the ranges of a JSONL file; `read` returns so many bytes from a place in it, or what there is."""
    start = 0
    while start < signature.size:
        end = min(_find_cut(start + LARGE, read), signature.size)
        yield Part(files=((path, signature),), start=start, size=end - start)
        start = end


def _find_cut(position: int, read: Callable[[int, int], bytes]) -> int:
    r"""Return where, from a position on, a range ends: before a line that may begin one, or at the end of the file.

    >>> data = b"".join(b'{"id": "r%d"}\n' % number for number in range(100))
    >>> read = lambda start, size: data[start:start + size]
    >>> data[_find_cut(0, read):].split(b"\n")[0], _find_cut(2000, read)
    (b'{"id": "r23"}', 2000)
    """
    fallback, patience = -1, position + _PATIENCE
    while data := read(position, _WINDOW):
        end = data.find(b"\n")
        while end >= 0:
            if crc32(data[end + 1 : end + 65]) % _ONE_IN == 0:
                return position + end + 1
            fallback = position + end + 1 if fallback < 0 else fallback
            end = data.find(b"\n", end + 1)
        position += len(data)
        if fallback >= 0 and position > patience:
            return fallback
    return position
