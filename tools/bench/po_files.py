"""The PO maker: catalogs of any size with all that real ones have, for benchmarks; the same for the same seed.

    python tools/bench/po_files.py FILE.po --entries 90000

The entries are those of records: keys, notes, references, prose. Of 20 targets two are missing, one is fuzzy with its
previous source, one has plural forms, and one entry is obsolete; most are Russian, some in other scripts, as names and
quotations are. A third of the entries is wrapped, as after a visit in an editor that wraps.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from corpus_words import WORD_COUNT, name, sentences, title  # noqa: E402 (beside this file)

from l10n.model import Previous, Unit  # noqa: E402 (after the path is set)
from l10n.po import format_unit, new_header  # noqa: E402

HEADER = {
    "Project-Id-Version": "benchmark",
    "PO-Revision-Date": "2026-11-23 10:00+0000",
    "Language": "ru",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);",
    "X-Source-Language": "en",
}
QUOTATIONS = (
    "1918年9月5日，人民委员会通过了决议。",
    "ב־5 בספטמבר 1918 החליטה המועצה.",
    "في الخامس من سبتمبر 1918 أصدر المجلس مرسومًا.",
    "Στις 5 Σεπτεμβρίου 1918 το συμβούλιο αποφάσισε.",
    '"Jāatzīmē": C:\\archive\\1918, 50 % 🎉',
)
CYCLE = 20
WRAPPED = 79


def iter_entries(entries: int, seed: int = 1) -> Iterator[str]:
    """Yield the texts of the header and of so many entries."""
    yield format_unit(new_header(HEADER))
    for number in range(entries):
        unit = _unit(number, Random(f"{seed}:{number}"))  # noqa: S311 (no secret)
        yield "\n" + format_unit(unit, WRAPPED if number % 3 == 0 else 0)


def _unit(number: int, random: Random) -> Unit:
    kind = number % CYCLE
    words = random.choices(range(WORD_COUNT), k=random.choice((1, 2, 3, 5, 9, 14)))
    field = "title" if len(words) < 5 else "description/p1"  # noqa: PLR2004 (a title is short)
    target = sentences("ru", words) + (f"\n{QUOTATIONS[number % len(QUOTATIONS)]}" if number % 10 == 0 else "")
    unit = Unit(
        key=f"event/event-{number:07}/{field}",
        source=f"{sentences('en', words)} ({number})",
        targets=("",) if kind in {3, 13} else (target,),
        notes=(f"Event: {title('en', words[:3])}", f"lv: {name('lv', number)}")[: random.randint(0, 2)],
        references=(f"../records/event/event-{number:07}.json",),
        comments=("checked with the archive",) if kind == 7 else (),  # noqa: PLR2004 (one of the cycle)
    )
    return _special(unit, kind, words)


def _special(unit: Unit, kind: int, words: list[int]) -> Unit:
    """Return the unit as one of the kinds that are rarer."""
    if kind == 5:  # noqa: PLR2004 (one of the cycle)
        return unit.with_changes(fuzzy=True, previous=Previous(source=sentences("en", words[:-1] or [0])))
    if kind == 9:  # noqa: PLR2004 (one of the cycle)
        forms = tuple(f"%d {title('ru', words[:n])}" for n in (1, 2, 3))
        return unit.with_changes(source_plural=f"%d {unit.source}", targets=forms, flags=("c-format",))
    if kind == 11:  # noqa: PLR2004 (one of the cycle)
        return unit.with_changes(obsolete=True, notes=(), references=())
    return unit


def main() -> int:
    """Write the catalog that the command line asks for."""
    parser = argparse.ArgumentParser(description="Make a catalog for benchmarks.")
    parser.add_argument("file", type=Path, metavar="FILE", help="where to write it")
    parser.add_argument("--entries", type=int, default=90_000, metavar="N", help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="default: %(default)s")
    args = parser.parse_args()
    with args.file.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(iter_entries(args.entries, args.seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
