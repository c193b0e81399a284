"""GNU gettext as judge of PO files: its verdict on a file, its rewriting, and where l10n differs on purpose.

The differences are explained in docs/po.md; what they change is taken out of a comparison here and nowhere else.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from l10n.model import Catalog, Unit
from l10n.po import format_po
from l10n.po.comment import comment_fields
from l10n.po.entry import catalog_units
from l10n.po.flag import is_kept_by_gnu, ordered_flags

ENVIRONMENT = os.environ | {"LC_ALL": "C.UTF-8"}
WIDTHS = {0: "--no-wrap", 79: "--width=79"}
"""The widths at which rewritings are compared, and msgcat's options for them."""
_NEWLINES = re.compile(r"'msgid(?:_plural)?' and 'msg(?:str|str\[\d+\]|id_plural)' entries do not both (?:begin|end)")
_PLACE = re.compile(r"<stdin>:\d+:(?!.*warning: )")
_ABOUT_CHARSET = re.compile(r"^msgcat: [\s\S]*(?:charset specification|not a portable encoding name)", re.MULTILINE)
"""What only msgcat asks for."""
_COUNT = re.compile(r"([0-9]+) (translated|fuzzy|untranslated) (?:message|translation)")
_BOM = b"\xef\xbb\xbf"


def version() -> str:
    """Return gettext's version, empty where it is not installed."""
    try:
        output = subprocess.run(["msgfmt", "--version"], check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
    return output.split("\n", 1)[0].rpartition(" ")[2]


class Verdict(NamedTuple):
    """Whether GNU gettext reads a file: `excuse` names why l10n reads it all the same, where it means to."""

    accepts: bool
    said: str
    excuse: str = ""


def judge(data: bytes) -> Verdict:
    """Return GNU gettext's verdict on a file.

    It is msgfmt's. With `-o`, msgfmt puts all domains into one, so that msgcat's is as good where there are several.
    """
    has_domains = re.search(rb"\bdomain(?:[\s\\]|#[~|]+)*\"", data)
    for program in (["msgcat"], ["msgfmt", "--statistics"]) if has_domains else (["msgfmt", "--statistics"],):
        result = _run(*program, "-o", "-", "-", data=data)  # never /dev/null: msgfmt deletes what it cannot finish
        said = result.stderr.decode("utf-8", "replace")
        if result.returncode == 0 or _ABOUT_CHARSET.search(said):
            return Verdict(accepts=True, said=said)
    if data.startswith(_BOM):
        rest = judge(data.removeprefix(_BOM))
        return rest._replace(excuse="byte order mark") if rest.accepts else rest
    errors = [line for line in said.split("\n") if _PLACE.match(line)]
    is_about_newlines = bool(errors) and all(_NEWLINES.search(line) for line in errors)
    return Verdict(accepts=False, said=said, excuse="line ends" if is_about_newlines else "")


def counts(verdict: Verdict) -> tuple[int, int, int] | None:
    """Return how many entries are translated, fuzzy and untranslated, if the verdict is one of msgfmt."""
    found = {word: int(number) for number, word in _COUNT.findall(verdict.said)}
    return (found.get("translated", 0), found.get("fuzzy", 0), found.get("untranslated", 0)) if found else None


def is_split(data: bytes, catalog: Catalog) -> bool:
    """Whether a character's last byte is a backslash that ends a line, so that gettext joins the line to the next."""
    texts = [*(unit.raw for unit in catalog_units(catalog)), catalog.tail]
    return data.count(b"\\\n") != sum(text.count("\\\n") for text in texts)


def rewritten(data: bytes, width: int) -> bytes | None:
    """Return what msgcat makes of a file, with LF for CRLF, of which it leaves the CR in comments; None if it fails."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.pot")  # a template may say `charset=CHARSET`
        path.write_bytes(data.removeprefix(_BOM).replace(b"\r\n", b"\n"))
        result = _run("msgcat", "--force-po", WIDTHS[width], str(path))
    return result.stdout if result.returncode == 0 else None


def _run(*command: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, check=False, capture_output=True, env=ENVIRONMENT, input=data)


def like_msgcat(catalog: Catalog, width: int) -> bytes:
    """Return what the writer makes of a catalog when nothing of its bytes is kept, less what msgcat drops or moves.

    Flags that it does not know or that do not stand in the last `#,` line, obsolete units without a target, the byte
    order mark and comments after the last unit are dropped; obsolete units move to the end.
    """
    units = [_like_msgcat(unit) for unit in catalog_units(catalog)]
    live = [unit for unit in units if not unit.obsolete]
    gone = [unit for unit in units if unit.obsolete and unit.target]
    bare = replace(catalog, header=None, header_position=0, units=(*live, *gone), tail="", bom=False)
    return format_po(replace(bare, newline="\n", width=width))


def with_last_flags(catalog: Catalog) -> Catalog:
    """Return the catalog with only those flags, `fuzzy` among them, that stand in the last `#,` line of an entry."""
    return replace(catalog, units=tuple(map(_like_msgcat, catalog.units)))


def _like_msgcat(unit: Unit) -> Unit:
    wraps = "wrap" in unit.flags  # the later of `wrap` and `no-wrap` counts, and only `no-wrap` is written
    flag_lines = [line for line in unit.raw.split("\n") if line.startswith(("#,", "#!"))]
    *_, last, is_fuzzy = comment_fields(flag_lines[-1:]) if len(flag_lines) > 1 else (unit.flags, unit.fuzzy)
    kept = [flag for flag in last if is_kept_by_gnu(flag) and not (wraps and flag == "no-wrap")]
    flags = tuple(ordered_flags(kept))
    return replace(unit, raw="", flags=flags, fuzzy=is_fuzzy)
