"""The PO fuzzer: broken and odd catalogs against the reader and the writer, with GNU gettext as judge where wanted.

Run it as `.venv/bin/python tools/fuzz_po.py --minutes 20 --gettext`; it needs nothing but the project, and with
`--gettext` the programs msgfmt and msgcat. `--atheris` lets the package atheris from PyPI, in the same environment,
choose texts that reach new code. What is found is cut down and kept in the folder `--keep`.
Exit status: 0 nothing found; 1 something found.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import random
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import po_gnu
from msgspec.structs import replace

from l10n.errors import L10nError
from l10n.model import Catalog, Previous, Unit
from l10n.po import count_catalog, count_states, find_po_problems, format_po, parse_po, plain_po
from l10n.po.careful import parse_carefully
from l10n.po.charset import declared_charset, encode, find_codec, has_lone_bytes
from l10n.po.entry import catalog_units
from l10n.po.fast import find_catalog, has_oddities

HEADER = 'msgid ""\nmsgstr ""\n"Language: lv\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
SEEDS = (
    HEADER + '# by hand\n#. note\n#: a.c:3 b.c\n#, fuzzy, c-format\n#| msgctxt "x"\n#| msgid "o"\n#| msgid_plural "p"\n'
    'msgctxt "k"\nmsgid "one"\nmsgid_plural "%d"\nmsgstr[0] "viens"\nmsgstr[1] ""\n"a\\n"\n"b"\n',
    HEADER
    + '# gone\n#, fuzzy\n#~| msgid "was"\n#~ msgctxt "k"\n#~ msgid "gone"\n#~ msgstr ""\n#~ "a\\n"\n#~ "b"\n\n# end\n',
    'msgid "a"\nmsgstr "b"\n\ndomain "other"\n\nmsgid "a"\nmsgstr "\\303\\251\\x41\\t\\"\\\\"\n\nmsgid "c" msgstr"d"',
    HEADER.replace("UTF-8", "ISO-8859-13") + 'msgid "a"\nmsgstr "T\\347vs"\n',
    HEADER.replace("UTF-8", "EUC-JP") + 'msgid "a"\nmsgstr "\u65e5\u672c"\n',
    HEADER + 'msgid "a long text with words and words and "\n"words"\nmsgstr "Т日本語\u00a0é\u200b\u2028 — "\n',
    "",
)
PIECES = (
    *('"', "\\", "\n", "\r", "\r\n", "#", " ", "\t", "[", "]", "0", "1", ",", ":", ";", "\x00", "\x04", "\x0c", "\x0b"),
    *("msgid ", "msgid_plural ", "msgstr ", "msgstr[0] ", "msgstr[1] ", "msgctxt ", "domain ", '""', '"x"', '"\n"'),
    *(
        "# ",
        "#. ",
        "#: ",
        "#, ",
        "#~ ",
        "#| ",
        "#~| ",
        "#~",
        "#|",
        "#!",
        "#=",
        "#,fuzzy",
        "fuzzy",
        "c-format",
        "no-wrap",
    ),
    *(
        "\\n",
        "\\t",
        "\\\\",
        '\\"',
        "\\0",
        "\\377",
        "\\x41",
        "\\xfg",
        "\\u0041",
        "\\\n",
        "\\q",
        "range: 0..9",
        "%d",
        "{0}",
    ),
    *("\ufeff", "é", "e\u0301", "日本", "\u2028", "\x85", "\u2068a b\u2069:1", "😀", "\u200d", "א", "charset=UTF-8\\n"),
    *(
        "charset=EUC-JP\\n",
        "charset=CHARSET\\n",
        "charset=ISO-8859-1\\n",
        "charset=GB18030\\n",
        "<<<<<<< a\n",
        "=======\n",
    ),
)
UNLIKE_GNU = re.compile(rb"\x00|\\0|\bmsgid\b.*\bmsgid\b|\"[ \t]*#~[ \t]*$", re.MULTILINE)
"""Where gettext's verdict is an accident (a NUL ends a text, entries in one line may be equal), or where l10n does not
look for the charset: in a header with `#~` between its strings."""
PYTHON_IS_STRICTER = re.compile(r"expected text in (?!utf-8\b|ascii\b)")
"""Python's codecs of legacy charsets know fewer bytes than iconv."""
SLOW = 2.0
"""Seconds that no text as small as these may take."""


class FoundError(Exception):
    """A law that a text breaks: the first word is the law's name."""


def main() -> int:
    """Look until the time is over, and say what was found."""
    parser = argparse.ArgumentParser(description="look for PO files that break the reader or the writer")
    parser.add_argument(
        "folders", nargs="*", metavar="FOLDER", help="real PO files to begin with, besides the built-in"
    )
    parser.add_argument("--minutes", type=float, default=1.0, help="how long to look (default: 1)")
    parser.add_argument("--seed", type=int, default=0, help="another number finds other texts (default: 0)")
    parser.add_argument("--gettext", action="store_true", help="compare with msgfmt and msgcat too: slower")
    parser.add_argument("--atheris", action="store_true", help="let atheris choose the texts by the code they reach")
    parser.add_argument(
        "--keep", default="fuzz-po", metavar="DIR", help="where what is found is kept (default: fuzz-po)"
    )
    args = parser.parse_args()
    check = Check(uses_gettext=args.gettext)
    if args.atheris:
        return run_atheris(check, args)
    chance = random.Random(args.seed)  # noqa: S311 (the same texts each time, no secrets)
    seeds = [seed.encode() for seed in SEEDS] + list(read_seeds(args.folders, chance))
    keeper, texts, end = Keeper(Path(args.keep), check), 0, time.monotonic() + 60 * args.minutes
    while time.monotonic() < end:
        keeper.look(changed(chance.choice(seeds), seeds, chance))
        texts += 1
    print(f"fuzz: {texts:,} texts, {check.accepted:,} of them read, {check.compared:,} compared with gettext")
    for law, number in sorted(keeper.found.items()):
        print(f"fuzz: found {law} {number:,} times, see {args.keep}/")
    return 1 if keeper.found else 0


def read_seeds(folders: list[str], chance: random.Random) -> Iterator[bytes]:
    """Yield pieces of up to 4 KB, in whole paragraphs, of up to 300 real files."""
    paths = sorted(path for folder in folders for path in Path(folder).rglob("*.po") if path.is_file())
    for path in chance.sample(paths, min(300, len(paths))):
        paragraphs = path.read_bytes().split(b"\n\n")
        start = chance.randrange(len(paragraphs))
        yield (paragraphs[0][:2000] + b"\n\n" + b"\n\n".join(paragraphs[start : start + 5]))[:4000]


def changed(data: bytes, seeds: list[bytes], chance: random.Random) -> bytes:
    """Return a text with one to six changes."""
    for _ in range(chance.randint(1, 6)):
        data = chance.choice(CHANGES)(data, seeds, chance)
    return data[:8000]


def insert_piece(data: bytes, _: list[bytes], chance: random.Random) -> bytes:
    """Insert what means something in a PO file."""
    place = chance.randint(0, len(data))
    return data[:place] + chance.choice(PIECES).encode() + data[place:]


def insert_at_line(data: bytes, _: list[bytes], chance: random.Random) -> bytes:
    """Insert such a piece at a line's beginning."""
    lines = data.split(b"\n")
    place = chance.randrange(len(lines))
    lines[place] = chance.choice(PIECES).encode() + lines[place]
    return b"\n".join(lines)


def delete_some(data: bytes, _: list[bytes], chance: random.Random) -> bytes:
    """Delete up to twelve bytes."""
    place = chance.randint(0, len(data))
    return data[:place] + data[place + chance.randint(1, 12) :]


def change_byte(data: bytes, _: list[bytes], chance: random.Random) -> bytes:
    """Put any byte in a byte's place."""
    place = chance.randint(0, len(data))
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]


def move_lines(data: bytes, _: list[bytes], chance: random.Random) -> bytes:
    """Delete, double or move a line."""
    lines = data.split(b"\n")
    line = lines[chance.randrange(len(lines))] if chance.random() < 0.5 else lines.pop(chance.randrange(len(lines)))  # noqa: PLR2004 (half)
    if chance.random() < 0.7:  # noqa: PLR2004 (mostly)
        lines.insert(chance.randint(0, len(lines)), line)
    return b"\n".join(lines)


def splice(data: bytes, seeds: list[bytes], chance: random.Random) -> bytes:
    """Put a piece of another text in."""
    other = chance.choice(seeds)
    start = chance.randint(0, len(other))
    place = chance.randint(0, len(data))
    return data[:place] + other[start : start + chance.randint(1, 200)] + data[place:]


CHANGES: tuple[Callable[[bytes, list[bytes], random.Random], bytes], ...] = (
    insert_piece,
    insert_piece,
    insert_at_line,
    delete_some,
    change_byte,
    move_lines,
    splice,
)


class Check:
    """The laws that hold for every text; `__call__` raises FoundError for the first that does not."""

    def __init__(self, *, uses_gettext: bool) -> None:
        """Begin to count."""
        self.uses_gettext = uses_gettext
        self.accepted = self.compared = 0

    def __call__(self, data: bytes) -> None:
        """Read, write, read again."""
        start, said = time.monotonic(), ""
        try:
            catalog: Catalog | None = parse_po(data, "a.po")
        except L10nError as error:
            catalog, said = None, str(error)
        if time.monotonic() - start > SLOW:
            raise FoundError(f"slow: {time.monotonic() - start:.1f} seconds")
        if catalog is not None:
            self.accepted += 1
            check_bytes(catalog, data)
            check_counts(catalog, data)
            check_written(catalog)
            check_plain(catalog, data)
        check_readers(data)
        if self.uses_gettext and not PYTHON_IS_STRICTER.search(said):
            self._check_gettext(catalog, data)

    def _check_gettext(self, catalog: Catalog | None, data: bytes) -> None:
        if UNLIKE_GNU.search(data):
            return
        self.compared += 1
        verdict = po_gnu.judge(data)
        if (verdict.accepts or bool(verdict.excuse)) != (catalog is not None):
            raise FoundError(f"verdict: msgfmt says {verdict.said!r}")
        if catalog is None or po_gnu.is_split(data, catalog) or has_what_msgcat_garbles(catalog_units(catalog)):
            return
        for width in po_gnu.WIDTHS:
            expected, ours = po_gnu.rewritten(data, width), po_gnu.like_msgcat(catalog, width)
            if expected is not None and ours != expected:
                raise FoundError(f"msgcat: ours {ours!r}, msgcat's {expected!r}")


def check_bytes(catalog: Catalog, data: bytes) -> None:
    """Raise FoundError if the bytes that were read are not written again; looking for problems never fails either."""
    if format_po(catalog) != data or format_po(replace(catalog, units=tuple(catalog.units))) != data:
        raise FoundError("bytes: the file that is written is not the file that was read")
    find_po_problems(catalog, "a.po")


def check_counts(catalog: Catalog, data: bytes) -> None:
    """Raise FoundError if the bytes are counted otherwise than the units."""
    ours, of_units = count_states(data), count_catalog(catalog)
    if ours != of_units:
        raise FoundError(f"counts: {ours}, of units {of_units}")


def check_plain(catalog: Catalog, data: bytes) -> None:
    """Raise FoundError if a file says something else, or cannot be read, without CRLF and a byte order mark."""
    if b"\r\n" not in data and not catalog.bom:
        return
    try:
        again = parse_po(plain_po(data))
    except L10nError as error:
        raise FoundError(f"plain: {error}") from error
    said, wanted = ([texts(unit, one.charset) for unit in one.units] for one in (again, catalog))
    if said != wanted or again.newline != "\n" or again.bom:
        raise FoundError("plain: it says something else")


def check_written(catalog: Catalog) -> None:
    """Raise FoundError if what is written anew does not say the same, or is not written the same the next time.

    Left out: bytes that are no text in a legacy charset, whose next byte may be read as the second half of a character,
    and headers that name a charset in which they would not name it.
    """
    declared = declared_charset(catalog.header.target) if catalog.header else ""
    if (find_codec(declared) or "utf-8") != find_codec(catalog.charset):
        return
    if catalog.charset.upper() != "UTF-8" and any(has_lone_bytes(unit.raw) for unit in catalog_units(catalog)):
        return
    new = without_bytes(catalog, catalog.width)
    data = format_po(new)
    try:
        again = parse_po(data)
    except L10nError as error:
        raise FoundError(f"unreadable: {error} in {data!r}") from error
    said, wanted = ([texts(unit, new.charset) for unit in catalog_units(one)] for one in (again, new))
    if said != wanted:
        raise FoundError(f"loss: {data!r}")
    is_text = not any(has_lone_bytes(unit.raw) for unit in catalog_units(catalog))
    if is_text and format_po(without_bytes(again, catalog.width)) != data:
        raise FoundError(f"restless: {data!r}")


def check_readers(data: bytes) -> None:
    """Raise FoundError if the two readers do not see the same."""
    text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    fast = None if has_oddities(text) else find_catalog(text)
    if fast is None:
        return
    try:
        careful = parse_carefully(text, "")
    except L10nError as error:
        raise FoundError(f"readers: only the careful one says {error}") from error
    lines = [[(unit.raw, unit.line) for unit in catalog_units(catalog)] for catalog in (fast, careful)]
    if fast != careful or lines[0] != lines[1]:
        raise FoundError("readers: they see different units")


def has_what_msgcat_garbles(units: Iterable[Unit]) -> bool:
    """Whether there are domains, a NUL, at which msgcat ends a text, bytes that are no text, or CR in comments.

    Or a reference that is a line number alone, which it joins to the one before.
    """
    return any(
        unit.domain
        or any(re.fullmatch(r":?[0-9]+", reference) for reference in unit.references)
        or re.search(r"\\x00|\\udc", repr(unit))
        or "\r" in "".join((*unit.comments, *unit.notes, *unit.references, *unit.flags))
        for unit in units
    )


def without_bytes(catalog: Catalog, width: int) -> Catalog:
    """Return the catalog with nothing of the file's own look."""
    header = catalog.header and replace(catalog.header, raw="")
    units = tuple(replace(unit, raw="") for unit in catalog.units)
    return replace(catalog, header=header, units=units, tail="", bom=False, newline="\n", width=width)


def texts(unit: Unit, charset: str) -> list[bytes]:
    """Return what no rewriting may change; in bytes, as lone ones that meet may spell a character."""
    previous = unit.previous or Previous()
    strings = (unit.key, unit.source, unit.source_plural, *(unit.targets or ("",)), unit.domain)
    marks = (str(unit.obsolete), previous.key, previous.source, previous.source_plural)
    return [b"(none)" if text is None else encode(text, charset) for text in strings + marks]


class Keeper:
    """Runs a check on texts, and keeps the shortest text of each kind that breaks it."""

    def __init__(self, folder: Path, check: Check) -> None:
        """Begin with nothing found."""
        self.found: dict[str, int] = {}
        self._folder, self._check = folder, check

    def look(self, data: bytes) -> None:
        """Check one text."""
        law = self._broken(data)
        if not law:
            return
        self.found[law] = self.found.get(law, 0) + 1
        if self.found[law] > 20:  # noqa: PLR2004 (enough to see what they have in common)
            return
        data = self._shortened(data, law)
        self._folder.mkdir(parents=True, exist_ok=True)
        name = f"{law}-{hashlib.sha256(data).hexdigest()[:8]}.po"
        (self._folder / name).write_bytes(data)
        print(f"fuzz: {name}: {self._message(data)}"[:1500], flush=True)

    def _message(self, data: bytes) -> str:
        try:
            self._check(data)
        except FoundError as error:
            return str(error)
        except Exception as error:  # noqa: BLE001 (a crash is what is looked for)
            return f"crash-{type(error).__name__}: {error}"
        return ""

    def _broken(self, data: bytes) -> str:
        return self._message(data).partition(":")[0]

    def _shortened(self, data: bytes, law: str) -> bytes:
        """Leave out what can go, in ever smaller pieces."""
        size, end = max(1, len(data) // 2), time.monotonic() + 20
        while size:
            place = 0
            while place < len(data) and time.monotonic() < end:
                shorter = data[:place] + data[place + size :]
                if self._broken(shorter) == law:
                    data = shorter
                else:
                    place += size
            size //= 2
        return data


def run_atheris(check: Check, args: argparse.Namespace) -> int:
    """Let atheris look; it stops at the first text that breaks a law, and leaves it in a file."""
    atheris = importlib.import_module("atheris")  # has no types
    atheris.instrument_all()
    corpus = Path(args.keep) / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for n, seed in enumerate(SEEDS):
        (corpus / f"seed-{n}").write_bytes(seed.encode())
    words = corpus.parent / "words"
    escaped = ["".join(f"\\x{byte:02x}" for byte in piece.encode()) for piece in PIECES]
    words.write_text("".join(f'"{piece}"\n' for piece in escaped), encoding="ascii")
    seconds = int(60 * args.minutes)
    options = [f"-max_total_time={seconds}", f"-dict={words}", "-max_len=4000", f"-seed={args.seed + 1}", "-timeout=10"]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={args.keep}/", str(corpus)], check)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
