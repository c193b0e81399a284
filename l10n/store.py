"""The file store: whole files in, whole files out, one process at a time."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from operator import attrgetter
from pathlib import Path

from msgspec import Struct

from l10n.errors import ConflictError, L10nError, Place, StoreError

PRIVATE = ".l10n"
"""The folder for what l10n keeps for itself in a collection: the lock and the index; never anything needed."""
TEMPORARY = ".l10n-new"
"""The ending of a file that is being written; one that a killed process left is never read, and written over."""
TICK = 0.012
"""Seconds after which a file that changes gets another time stamp, whatever the kernel's clock tick (1 to 10 ms)."""


class Signature(Struct, frozen=True, array_like=True):
    """What tells one version of a file from another without reading it."""

    size: int
    modified: int
    """In nanoseconds."""
    inode: int


NO_FILE = Signature(-1, -1, -1)
"""Of a name that leads to no file."""


def signature_of(status: os.stat_result) -> Signature:
    """Return the signature that a file's status gives."""
    return Signature(status.st_size, status.st_mtime_ns, status.st_ino)


def find_signature(path: Path) -> Signature | None:
    """Return a file's signature, or None if there is no such file."""
    try:
        return signature_of(path.stat())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _store_error(error, path, "read") from None


def read_file(path: Path | str) -> tuple[bytes, Signature]:
    """Return a file's bytes and the signature of the version that was read; raise StoreError."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            signature = signature_of(os.fstat(descriptor))
            return _read_all(descriptor, signature.size), signature
        finally:
            os.close(descriptor)
    except OSError as error:
        raise _store_error(error, path, "read") from None


def _read_all(descriptor: int, size: int) -> bytes:
    """Return what is left of a file; with as few calls of the system as can be if it has that size."""
    data = os.read(descriptor, size + 1)
    if len(data) == size > 0:
        return data
    parts = [data]
    while parts[-1]:
        parts.append(os.read(descriptor, 1 << 20))
    return b"".join(parts)


def iter_lines(path: Path) -> Iterator[bytes]:
    """Yield a file's lines with their ends, which are line feeds, one at a time; raise StoreError."""
    try:
        with path.open("rb") as file:
            yield from file
    except OSError as error:
        raise _store_error(error, path, "read") from None


def read_range(path: Path, start: int, size: int) -> tuple[bytes, Signature]:
    """Return so many bytes from a place in a file, or what there is, and the file's signature; raise StoreError."""
    try:
        with path.open("rb") as file:
            signature = signature_of(os.fstat(file.fileno()))
            file.seek(start)
            return file.read(size), signature
    except OSError as error:
        raise _store_error(error, path, "read") from None


def check_unchanged(path: Path, signature: Signature | None, name: str) -> None:
    """Raise ConflictError if a file is no longer the version that was read (None: there was none)."""
    if find_signature(path) != signature:
        message = "someone changed it while l10n was at work; nothing was written to it, run the command again"
        raise ConflictError(message, Place(name))


def write_file(path: Path, data: bytes, *, check: Callable[[], None] = lambda: None) -> Signature:
    """Put a whole file in place at once and return its signature; raise StoreError.

    At every instant, even if the process is killed, the path holds either the old file or the new one. `check` is
    called at the last moment, and may raise to keep the old one.
    """
    temporary = path.with_name(f".{path.name}{TEMPORARY}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        signature = _write_new(temporary, data)
        with suppress(FileNotFoundError):
            temporary.chmod(path.stat().st_mode & 0o7777)
        check()
        temporary.replace(path)
    except (OSError, L10nError) as error:
        with suppress(OSError):
            temporary.unlink()
        raise error if isinstance(error, L10nError) else _store_error(error, path, "write") from None
    return signature


def write_stream(path: Path, parts: Iterable[bytes]) -> int:
    """Put a file of many parts in place at once, as `write_file` does, holding one at a time; return its size.

    Whatever `parts` raises leaves the old file as it was. Raises StoreError.
    """
    temporary = path.with_name(f".{path.name}{TEMPORARY}")
    size = 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            for part in parts:
                size += file.write(part)
        with suppress(FileNotFoundError):
            temporary.chmod(path.stat().st_mode & 0o7777)
        temporary.replace(path)
    except OSError as error:
        raise error if isinstance(error, L10nError) else _store_error(error, path, "write") from None
    finally:
        with suppress(OSError):
            temporary.unlink()
    return size


def _write_new(path: Path, data: bytes) -> Signature:
    """Write a file in place and return its signature; the system may take less than all at once: call it again."""
    left = memoryview(data)
    with path.open("wb", buffering=0) as file:
        while left:
            left = left[file.write(left) :]
        return signature_of(os.fstat(file.fileno()))


def make_folder(path: Path) -> None:
    """Make a folder and those around it, unless it is there; raise StoreError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _store_error(error, path, "make") from None


def _store_error(error: OSError, path: Path | str, verb: str) -> StoreError:
    return StoreError(f"cannot {verb} it ({(error.strerror or str(error)).lower()})", Place(str(path)))


def iter_files(
    folder: Path, suffixes: tuple[str, ...], *, inside: str = "", above: frozenset[Path] = frozenset()
) -> Iterator[tuple[str, Signature]]:
    """Yield the paths, after `inside`, of what stands below a folder under these names, sorted, with signatures.

    Hidden names are left out. The paths have `/` everywhere.

    A name that leads to no file (a folder, a broken link) is yielded too: `read_file` says what is wrong with it.
    A link to a folder is followed unless it leads back to a folder that it stands in.
    """
    try:
        entries = sorted(os.scandir(folder), key=attrgetter("name"))
        real = folder.resolve()
    except FileNotFoundError:
        return
    except OSError as error:
        raise _store_error(error, folder, "read") from None
    for entry in () if real in above else entries:
        name = entry.name
        if name[0] == ".":
            continue
        if name.endswith(suffixes):
            yield inside + name, _entry_signature(entry)
        elif _is_folder(entry):
            # whole folders at once: passing each name up through every level takes longer than asking for its status
            yield from list(iter_files(folder / name, suffixes, inside=f"{inside}{name}/", above=above | {real}))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _entry_signature(entry: os.DirEntry[str]) -> Signature:
    try:
        status = entry.stat()
    except OSError:
        return NO_FILE
    return Signature(status.st_size, status.st_mtime_ns, status.st_ino)


def settle_clock() -> None:
    """Wait until a file that changes now differs in its time stamp from all that were written so far."""
    time.sleep(TICK)


@contextmanager
def lock(root: Path, *, patience: float = 60.0) -> Iterator[None]:
    """Keep every other l10n out of a collection; wait up to `patience` seconds for one that is at work.

    The lock goes with the process, so a killed one leaves none behind. Raises ConflictError when patience ends.
    """
    path = root / PRIVATE / "lock"
    try:
        path.parent.mkdir(exist_ok=True)
        file = path.open("a+b")
    except OSError as error:
        raise _store_error(error, path, "write") from None
    with file:
        deadline = time.monotonic() + patience
        while not _try_lock(file.fileno()):
            if time.monotonic() > deadline:
                message = f"another l10n has been at work for {patience:.0f} s, expected it to end; try again"
                raise ConflictError(message, Place(str(root)))
            time.sleep(0.02)
        yield


def _try_lock(descriptor: int) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
