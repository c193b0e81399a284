"""One task of the PO benchmark, done once by one program in this process; needs only the program's own package.

    python tools/bench/po_tasks.py PROGRAM TASK FILE OUTPUT

Prints as JSON the processor seconds of the task without start and imports, the peak memory before it and after it, and
whether what was written is the file that was read.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Task = Callable[[Path, Path], Any]
"""Does something with a file, and may write another."""


def l10n_tasks() -> dict[str, Task]:
    """Return what l10n does."""
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from l10n.mo import format_mo
    from l10n.po import count_states, format_po, parse_po

    return {
        "parse": lambda path, _: parse_po(path.read_bytes()),
        "parse, read texts": lambda path, _: _read(
            (unit.source, unit.target) for unit in parse_po(path.read_bytes()).units
        ),
        "read and write": lambda path, out: out.write_bytes(format_po(parse_po(path.read_bytes()))),
        "count": lambda path, _: count_states(path.read_bytes()),
        "MO": lambda path, out: out.write_bytes(format_mo(parse_po(path.read_bytes()))),
    }


def polib_tasks() -> dict[str, Task]:
    """Return what polib does; its writing of MO is left out: it takes half a minute for 20 MB."""
    import polib  # type: ignore[import-untyped,unused-ignore]

    def count(path: Path, _: Path) -> tuple[int, int, int]:
        file = polib.pofile(str(path))
        return len(file.translated_entries()), len(file.fuzzy_entries()), len(file.untranslated_entries())

    return {
        "parse": lambda path, _: polib.pofile(str(path)),
        "parse, read texts": lambda path, _: _read((entry.msgid, entry.msgstr) for entry in polib.pofile(str(path))),
        "read and write": lambda path, out: polib.pofile(str(path)).save(str(out)),
        "count": count,
    }


def babel_tasks() -> dict[str, Task]:
    """Return what Babel does; its writing of MO is left out: it takes minutes for 20 MB."""
    from babel.messages.pofile import read_po, write_po

    def read(path: Path) -> Any:  # noqa: ANN401 (a value of the package)
        with path.open("rb") as file:
            return read_po(file)

    def rewrite(path: Path, out: Path) -> None:
        with out.open("wb") as file:
            write_po(file, read(path))

    return {
        "parse": lambda path, _: read(path),
        "parse, read texts": lambda path, _: _read((message.id, message.string) for message in read(path)),
        "read and write": rewrite,
    }


def translate_tasks() -> dict[str, Task]:
    """Return what the Translate Toolkit does."""
    from translate.storage.pypo import pofile  # type: ignore[import-not-found,import-untyped,unused-ignore]

    return {
        "parse": lambda path, _: pofile.parsefile(str(path)),
        "parse, read texts": lambda path, _: _read(
            (str(unit.source), str(unit.target)) for unit in pofile.parsefile(str(path)).units
        ),
        "read and write": lambda path, out: out.write_bytes(bytes(pofile.parsefile(str(path)))),
    }


def rspolib_tasks() -> dict[str, Task]:
    """Return what rspolib does; it makes its strings when they are asked for."""
    import rspolib  # type: ignore[import-not-found,import-untyped,unused-ignore]

    def count(path: Path, _: Path) -> tuple[int, int, int]:
        file = rspolib.pofile(str(path))
        return len(file.translated_entries()), len(file.fuzzy_entries()), len(file.untranslated_entries())

    return {
        "parse": lambda path, _: rspolib.pofile(str(path)),
        "parse, read texts": lambda path, _: _read((entry.msgid, entry.msgstr) for entry in rspolib.pofile(str(path))),
        "read and write": lambda path, out: rspolib.pofile(str(path)).save(str(out)),
        "count": count,
        "MO": lambda path, out: rspolib.pofile(str(path)).save_as_mofile(str(out)),
    }


def _read(pairs: Iterable[tuple[Any, Any]]) -> int:
    """Look at every text."""
    return sum(len(source or "") + len(target or "") for source, target in pairs)


PROGRAMS: dict[str, Callable[[], dict[str, Task]]] = {
    "l10n": l10n_tasks,
    "polib": polib_tasks,
    "babel": babel_tasks,
    "translate": translate_tasks,
    "rspolib": rspolib_tasks,
}


def main(program: str, task: str, file: str, output: str) -> int:
    """Do the task, and print what it cost."""
    path, out = Path(file), Path(output)
    work = PROGRAMS[program]().get(task)
    if work is None:
        print("null")
        return 0
    gc.collect()
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    result = work(path, out)
    spent, after = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    is_same = path.read_bytes() == out.read_bytes() if task == "read and write" else None
    del result
    print(json.dumps({"cpu": spent, "before": before, "after": after, "is_same": is_same}))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
