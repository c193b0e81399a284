"""The file store: whole files in, whole files out, one process at a time."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedWriter, FileIO
from operator import attrgetter
from pathlib import Path

from msgspec import Struct

from l10n.errors import ConflictError, L10nError, Place, StoreError

PRIVATE = ".l10n"
"""The folder for what l10n keeps for itself in a collection: the lock, and what spares work; never anything needed."""
TEMPORARY = ".l10n-new"
"""The ending of a file that is being written; one that a killed process left is never read.

Before it stand a dot and the name of the file that is replaced, and the next process that writes that one removes it.
Where that is not to be had (see `_open_beside`), a random name stands there. What a killed process left under one of
those stays until somebody deletes it: to look for such files would take a listing of the folder for each file.
"""
_IS_LOCKED = os.name != "nt"
"""Whether files are locked while they are written; Windows would not let a file that is open replace another one."""
_FOLDER_NAMES = {"", os.curdir, os.pardir}
"""What stands after the last slash of a path that can lead to nothing but a folder."""
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


def write_file(path: Path | str, data: bytes, *, check: Callable[[], None] = lambda: None) -> Signature:
    """Put a whole file in place at once and return its signature; raise StoreError.

    At every instant, even if the process is killed, the path holds either the old file or the new one. `check` is
    called at the last moment, and may raise to keep the old one.

    A link stays, and the file that it leads to is replaced. What is no file, such as a pipe or a device, is written to.
    A string that ends as a folder's name does, with a slash, names no file; a Path has lost that slash.
    """

    def write(file: FileIO) -> None:
        left = memoryview(data)
        while left:  # the system may take less than all at once
            left = left[file.write(left) :]

    return _put_in_place(path, write, check)


def write_stream(path: Path | str, parts: Iterable[bytes]) -> Signature:
    """Put a file of many parts in place at once, as `write_file` does, holding one at a time.

    Whatever `parts` raises leaves the old file as it was. Raises StoreError.
    """

    def write(file: FileIO) -> None:
        buffered = BufferedWriter(file)
        buffered.writelines(parts)
        buffered.detach()

    return _put_in_place(path, write)


def _put_in_place(
    path: Path | str, write: Callable[[FileIO], None], check: Callable[[], None] = lambda: None
) -> Signature:
    try:
        place, status = _find_place(str(path))
        if status is None or stat.S_ISREG(status.st_mode):
            return _replace(place, status, write, check)
        check()
        with open(place, "wb", buffering=0) as file:  # noqa: PTH123 (many small files are written)
            write(file)
            return signature_of(os.fstat(file.fileno()))
    except OSError as error:
        raise error if isinstance(error, L10nError) else _store_error(error, str(path) or os.curdir, "write") from None


def _find_place(path: str) -> tuple[str, os.stat_result | None]:
    """Return where a file really stands, and its status, None if it is new; what is no file is left to its own path."""
    status = _find_status(os.lstat, path)
    place = path
    if status and stat.S_ISLNK(status.st_mode):
        status = _find_status(os.stat, path)
        if status is None or stat.S_ISREG(status.st_mode):
            place = os.path.realpath(path)
    if (status and stat.S_ISDIR(status.st_mode)) or os.path.basename(path) in _FOLDER_NAMES:  # noqa: PTH119 (of a string)
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    return place, status


def _find_status(ask: Callable[[str], os.stat_result], path: str) -> os.stat_result | None:
    try:
        return ask(path)
    except FileNotFoundError:
        return None


def _replace(
    path: str, old: os.stat_result | None, write: Callable[[FileIO], None], check: Callable[[], None]
) -> Signature:
    """Write a new file beside an old one, which it then replaces, with the same permissions."""
    file, temporary = _open_new(path)
    with file:
        try:
            write(file)
            status = os.fstat(file.fileno())
            if old and old.st_mode != status.st_mode:
                os.chmod(temporary, stat.S_IMODE(old.st_mode))  # noqa: PTH101 (of a string)
            if _IS_LOCKED:
                os.close(os.dup(file.fileno()))  # some network drives say only then that there is no room
            else:
                file.close()
            check()
            os.replace(temporary, path)  # noqa: PTH105 (of a string)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108 (of a string)
            raise
    return signature_of(status)


def _open_new(path: str) -> tuple[FileIO, str]:
    """Open the file that is to replace another one, in whose folder it stands, and return its path, too."""
    folder, name = os.path.split(path)
    try:
        return _open_beside(folder, name)
    except FileNotFoundError:
        Path(folder).mkdir(parents=True, exist_ok=True)
        return _open_beside(folder, name)


def _open_beside(folder: str, name: str) -> tuple[FileIO, str]:
    """Open a new file in a folder, under the name that all processes would give it or, if need be, a random one.

    The first is locked until it is in its place. It cannot be had where another process has it, where something stands
    that is no file or another user's, or where the name gets too long. Whatever else is wrong the second one tells.
    """
    if _IS_LOCKED:
        shared = os.path.join(folder, f".{name}{TEMPORARY}")  # noqa: PTH118 (of a string)
        if file := _open_shared(shared):
            return file, shared
    own = os.path.join(folder, f".{os.urandom(6).hex()}{TEMPORARY}")  # noqa: PTH118 (of a string)
    return _make(own), own


def _open_shared(path: str) -> FileIO | None:
    """Make and lock a file that other processes may want, too; return None if it cannot be had."""
    try:
        try:
            file = _make(path)
        except FileExistsError:
            _remove_left(path)
            file = _make(path)
    except OSError:
        return None
    if _try_hold(file.fileno(), path):
        return file
    file.close()
    return None


def _make(path: str) -> FileIO:
    """Make a file where nothing stands, not even a link, and open it."""

    def make(name: str, flags: int) -> int:
        return os.open(name, flags | os.O_EXCL, 0o666)

    return open(path, "wb", buffering=0, opener=make)


def _remove_left(path: str) -> None:
    """Remove the file that a killed process left, but nothing that is held, or is no file; raise OSError."""
    if not stat.S_ISREG(os.lstat(path).st_mode):
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_NONBLOCK)  # some drives lock only what may be written
    try:
        if _try_hold(descriptor, path):
            os.unlink(path)  # noqa: PTH108 (of a string)
    finally:
        os.close(descriptor)


def _try_hold(descriptor: int, path: str) -> bool:
    """Lock an open file; tell whether it was free, and is still the one at this path."""
    try:
        return _try_lock(descriptor) and os.path.samestat(os.fstat(descriptor), os.lstat(path))
    except FileNotFoundError:
        return False


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
        raise _store_error(error, str(path) or os.curdir, "write") from None
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
