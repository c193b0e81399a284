"""The memory benchmark: a catalog brought up to date with reworded sources, by l10n and by other programs.

    python tools/bench/memory.py --sizes 20000 50000 --skip babel

Makes catalogs of sentences in invented words, of which one tenth is reworded, by little or by much, in a new template.
Every program updates the same catalog in a process of its own, start and imports included. A source is *right* where
its translation is that of the sentence that it was made from. `l10n` looks for it among the sources that are gone,
`l10n, all` among all, as msgmerge does; `l10n, none`, `msgmerge -N` and polib do not look. Entries have no context:
with one, l10n updates by key, and needs no search. Babel takes minutes. Words of random letters, all equally common,
are the easiest for msgmerge; with `--words natural` (syllables, some words common, most rare) it takes minutes too.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from random import Random
from statistics import median
from string import ascii_lowercase
from tempfile import TemporaryDirectory
from threading import Timer
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from l10n.model import Unit

PROGRAMS = ("l10n", "l10n, all", "l10n, none", "msgmerge", "msgmerge -N", "polib", "babel")
VOCABULARY = 6_000
STARTS = "b c d f g h j k l m n p r s t v w z bl br ch cr dr fl fr gr kn pl pr sh sl sp st str th tr"
VOWELS = "a e i o u y ai au ea ee ie oa oo ou"
ENDS = "- - - b d f g k l m n p r s t x ck ll nd ng nt rd rm rn rt ss st"
"""What a syllable of an invented word begins with, sounds like and ends in; `-`: nothing."""
WORDS = (3, 12)
"""A sentence has so many words."""
REWORDED = 10
"""One sentence of so many is reworded."""
SLOW = 30
"""A program that takes longer than this, in seconds, runs only once."""
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: lv\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
)
HEADER += '"Content-Transfer-Encoding: 8bit\\n"\n'


class Run(NamedTuple):
    """One program's update of one catalog."""

    seconds: float
    processor_seconds: float
    """Time on all processors, which says more where other programs run too."""
    megabytes: float
    """The most memory that the process held."""


class _Sentences:
    """Makes sentences of invented words; see the module's head for the two kinds."""

    def __init__(self, seed: int, kind: str) -> None:
        self.random = Random(seed)  # noqa: S311 (no secret)
        make_word = self._spoken_word if kind == "natural" else self._random_word
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            words[make_word()] = None
        self._words = list(words)
        weights = (1 / (rank + 3) if kind == "natural" else 1 for rank in range(VOCABULARY))
        self._weights = list(accumulate(weights))

    def _random_word(self) -> str:
        return "".join(self.random.choices(ascii_lowercase, k=self.random.randint(3, 10)))

    def _spoken_word(self) -> str:
        parts = [STARTS, VOWELS, ENDS] * self.random.randint(1, 3)
        return "".join(self.random.choice(letters.split()) for letters in parts).replace("-", "")

    def words(self, count: int) -> list[str]:
        """Return random words."""
        return self.random.choices(self._words, cum_weights=self._weights, k=count)

    def sentence(self) -> list[str]:
        """Return the words of a new sentence."""
        return self.words(self.random.randint(*WORDS))

    def reworded(self, sentence: list[str]) -> list[str]:
        """Return the sentence with a random part of its words replaced, left out or followed by another."""
        part = self.random.uniform(0.05, 0.8)
        result: list[str] = []
        for word in sentence:
            chance = self.random.random() / part
            if chance > 1:
                result.append(word)
            elif chance < 0.6:  # noqa: PLR2004 (three of five changes)
                result += self.words(1)
            elif chance > 0.8:  # noqa: PLR2004 (one of five changes)
                result += [word, *self.words(1)]
        return result or self.words(3)


def make(folder: Path, size: int, seed: int, kind: str) -> None:
    """Write a catalog (old.po), the template with new sources (new.pot) and the right targets of those (right.po)."""
    maker = _Sentences(seed, kind)
    texts: dict[str, None] = {}
    while len(texts) < size:
        texts[_text(maker.sentence())] = None
    chosen = set(maker.random.sample(range(size), size // REWORDED))
    with (
        (folder / "old.po").open("w") as old,
        (folder / "new.pot").open("w") as new,
        (folder / "right.po").open("w") as right,
    ):
        for file in (old, new, right):
            file.write(HEADER)
        made: set[str] = set()
        for number, text in enumerate(texts):
            target = f"{_text(maker.sentence())} {number}"
            old.write(_entry(number, text, target))
            source = text
            while number in chosen and (source in texts or source in made):
                source = _text(maker.reworded(text[:-1].lower().split()))
            made.add(source)
            new.write(_entry(number, source, ""))
            right.write(_entry(number, source, target) if number in chosen else "")


def _text(words: list[str]) -> str:
    return f"{' '.join(words).capitalize()}."


def _entry(number: int, source: str, target: str) -> str:
    return f'\n#: page{number // 100}.json:{number}\nmsgid "{source}"\nmsgstr "{target}"\n'


def update_with_l10n(folder: Path, candidates: str) -> None:
    """Update the catalog: texts that are the same keep their translation, the nearest lend theirs to new ones."""
    from msgspec.structs import replace

    from l10n.po import format_po, parse_po

    old = parse_po((folder / "old.po").read_bytes())
    template = parse_po((folder / "new.pot").read_bytes())
    known = {(unit.key, unit.source): unit for unit in old.units}
    units = [_updated(known.pop((unit.key, unit.source), unit), unit) for unit in template.units]
    if candidates != "none":
        units = _with_nearest(units, list(known.values()) if candidates == "gone" else list(old.units))
    gone = (unit.with_changes(obsolete=True, references=(), notes=()) for unit in known.values())
    (folder / "out.po").write_bytes(format_po(replace(old, units=(*units, *gone))))


def _updated(unit: Unit, wanted: Unit) -> Unit:
    return unit.with_changes(notes=wanted.notes, references=wanted.references, flags=wanted.flags)


def _with_nearest(units: list[Unit], pool: list[Unit]) -> list[Unit]:
    """Return the units, those without a target with that of the nearest source in the pool, as fuzzy."""
    from l10n.model import Previous
    from l10n.nearest import SourceIndex

    index = SourceIndex(unit.source for unit in pool)
    result = []
    for unit in units:
        match = () if unit.has_target else index.nearest(unit.source)
        near = pool[match[0].position] if match else unit
        previous = Previous(source=near.source) if match else unit.previous
        result.append(unit.with_changes(targets=near.targets, fuzzy=bool(match) or unit.fuzzy, previous=previous))
    return result


def update_with_polib(folder: Path) -> None:
    """Update the catalog as polib does: by equal source."""
    import polib

    catalog = polib.pofile(str(folder / "old.po"))
    catalog.merge(polib.pofile(str(folder / "new.pot")))
    catalog.save(str(folder / "out.po"))


def update_with_babel(folder: Path) -> None:
    """Update the catalog as Babel does: by equal source, else by difflib's nearest."""
    from babel.messages.pofile import read_po, write_po

    with (folder / "old.po").open("rb") as old, (folder / "new.pot").open("rb") as new:
        catalog = read_po(old)
        catalog.update(read_po(new))
    with (folder / "out.po").open("wb") as out:
        write_po(out, catalog)


def count_right(folder: Path) -> int:
    """Return how many reworded sentences have the translation of what they were made from."""
    from l10n.po import parse_po

    right, out = (parse_po((folder / name).read_bytes()) for name in ("right.po", "out.po"))
    targets = {unit.source: unit.target for unit in out.units if not unit.obsolete}
    return sum(targets[unit.source] == unit.target for unit in right.units)


STEPS: dict[str, Callable[[Path], None]] = {
    "l10n": lambda folder: update_with_l10n(folder, "gone"),
    "l10n, all": lambda folder: update_with_l10n(folder, "all"),
    "l10n, none": lambda folder: update_with_l10n(folder, "none"),
    "polib": update_with_polib,
    "babel": update_with_babel,
    "count": lambda folder: print(count_right(folder)),
}


def command(program: str, folder: Path) -> list[str]:
    """Return the command that updates the catalog with a program."""
    if program.startswith("msgmerge"):
        files = [str(folder / name) for name in ("old.po", "new.pot", "out.po")]
        return [*program.split(), "--quiet", "--output-file", files[2], files[0], files[1]]
    return [sys.executable, __file__, "--step", program, "--folder", str(folder)]


def is_installed(program: str) -> bool:
    """Tell whether a program is there to be compared with."""
    name = program.partition(" ")[0].rstrip(",")
    return shutil.which(name) is not None if name == "msgmerge" else importlib.util.find_spec(name) is not None


def run(program: str, folder: Path, times: int, timeout: float) -> Run:
    """Return the median of several runs; a slow program runs once. TimeoutError if it takes too long, in seconds."""
    runs = [_run_once(command(program, folder), timeout)]
    while len(runs) < times and runs[0].seconds < SLOW:
        runs.append(_run_once(command(program, folder), timeout))
    return Run(*(median(values) for values in zip(*runs, strict=True)))


def _run_once(arguments: list[str], timeout: float) -> Run:
    start = time.perf_counter()
    process = subprocess.Popen(arguments)
    timer = Timer(timeout, process.kill)
    timer.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if seconds > timeout:
        raise TimeoutError
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def report(folder: Path, size: int, programs: list[str], times: int, timeout: float) -> Iterator[str]:
    """Yield the lines of one size's table as they are measured; ratios are to the first program's seconds."""
    megabytes = (folder / "old.po").stat().st_size / 2**20
    yield f"{size:,} entries, {size // REWORDED:,} reworded, {megabytes:.1f} MB"
    yield f"{'program':14}{'seconds':>9}{'ratio':>8}{'processor':>11}{'ratio':>8}{'MB':>7}{'right':>8}"
    first: Run | None = None
    for program in programs:
        try:
            one = run(program, folder, times, timeout)
        except TimeoutError:
            yield f"{program:14}{f'> {timeout:g}':>9}"
            continue
        first = first or one
        right = subprocess.check_output(command("count", folder), text=True).strip()
        ratios = one.seconds / first.seconds, one.processor_seconds / first.processor_seconds
        wall = f"{one.seconds:9.2f}{ratios[0]:8.1f}"
        processor = f"{one.processor_seconds:11.2f}{ratios[1]:8.1f}"
        yield f"{program:14}{wall}{processor}{one.megabytes:7.0f}{int(right):8,}"


def main() -> int:
    """Measure all programs on all sizes."""
    parser = argparse.ArgumentParser(description="Measure how a catalog with reworded sources is brought up to date.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 50_000], metavar="N", help="entries")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="of which the median counts")
    parser.add_argument("--timeout", type=float, default=900, metavar="SECONDS", help="for one run")
    parser.add_argument("--words", choices=("random", "natural"), default="random", help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the catalogs")
    parser.add_argument("--skip", nargs="+", default=[], choices=PROGRAMS, metavar="PROGRAM", help=", ".join(PROGRAMS))
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.step:
        make(args.folder, args.sizes[0], args.seed, args.words) if args.step == "make" else STEPS[args.step](
            args.folder
        )
        return 0
    missing = [program for program in PROGRAMS if program not in args.skip and not is_installed(program)]
    programs = [program for program in PROGRAMS if program not in [*args.skip, *missing]]
    if missing:
        print(f"not installed: {', '.join(missing)}")
    for size in args.sizes:
        with TemporaryDirectory() as name:
            folder = Path(name)
            # In a process of its own, so that this one stays small: a child is counted with what its parent held.
            options = ["--sizes", str(size), "--seed", str(args.seed), "--words", args.words]
            subprocess.run([*command("make", folder), *options], check=True)
            for line in report(folder, size, programs, args.runs, args.timeout):
                print(line, flush=True)
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
