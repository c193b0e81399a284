"""The fast reader: one compiled regular expression over entries as programs write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from l10n.model import Catalog, Unit
from l10n.po.charset import has_lone_bytes
from l10n.po.columns import Entry, find_previous, has_all_forms, joined_lines, plain_texts
from l10n.po.entry import find_newline, header_charset
from l10n.po.escape import unescape
from l10n.po.fileunits import File, FileUnits
from l10n.po.pattern import TAIL, entry_pattern
from l10n.po.width import detect_width, sampled_text

_BEFORE, _MARK, _CONTEXT, _SOURCE, _FORMS = 2, 3, 4, 5, 8
"""The groups of the pattern of entries that are looked at here."""
_BLANK = b" \t\r\f\v\n"
_CONTROL = re.compile(r"[\a\b\t\v\f\r]")
"""What a string may hold as it is or as an escape."""
_AT_ONCE = 1 << 17


def find_catalog(text: bytes | str) -> Catalog | None:
    """Return the catalog of a text in which all is as programs write it, else None; bytes are UTF-8.

    What is None here may still be well-formed; what is not None has no errors. `has_oddities` must be asked first.
    """
    data = text.encode() if isinstance(text, str) else text
    file = find_file(data) if _is_utf8(data) else None
    if file is None:
        return None
    header = file.header()
    return Catalog(
        header=header,
        header_position=file.header_position or 0,
        units=FileUnits(file, header),
        tail=data[file.end :].decode(),
        width=detect_width(sampled_text(data)),
        charset=header_charset(header),
        newline=find_newline(data),
    )


def find_unit(text: str) -> Unit | None:
    """Return the unit of a text that is one entry as programs write it, with the blank line after it, else None."""
    if has_oddities(text):
        return None
    data = text.encode()
    entries = _find_entries(data)
    if entries is None or len(entries) != 1 or entries[0].end() != len(data):
        return None
    return File(data, entries, len(data), None).units()[0]


def find_file(data: bytes) -> File | None:
    """Return a file's entries, if it is well-formed and as programs write it."""
    complete = data if data.endswith(b"\n") else data + b"\n"
    entries = _find_entries(complete)
    if entries is None or not are_unique(entries):
        return None
    end = 0
    if entries:
        start, stop = entries[-1].span()
        content = len(complete[start:stop].rstrip(_BLANK))
        end = min(data.find(b"\n", start + content) + 1 or len(data), len(data))
    position = next((n for n, entry in enumerate(entries) if _is_header(entry)), None)
    return File(data, entries, end, position)


def has_oddities(data: bytes | str) -> bool:
    r"""Whether a file has what this reader would not see: NUL or EOT characters, or bytes that are no text.

    >>> has_oddities(b"# one \x04"), has_oddities('msgid "one"')
    (True, False)
    """
    if isinstance(data, bytes):
        return b"\0" in data or b"\x04" in data
    return "\0" in data or "\x04" in data or has_lone_bytes(data)


def _find_entries(data: bytes) -> list[Entry] | None:
    """Return the entries of a text, if nothing else but comments and blank lines follows them."""
    newline = r"\r?\n" if b"\r" in data else r"\n"
    for space in (" ", r"[ \t]*+"):
        entries: list[Entry] = list(entry_pattern(newline, space).finditer(data))
        if not entries or entries[-1][_SOURCE] is not None or TAIL.fullmatch(entries.pop()[0]):
            return entries if all(map(_is_complete, entries)) else None
    return None


def _is_complete(entry: Entry) -> bool:
    """Tell whether the lines of an entry are well-formed of which the pattern knows the first words only."""
    before, forms = entry.group(_BEFORE, _FORMS)
    if before and find_previous(before, is_obsolete=entry[_MARK] is not None) is None:
        return False
    return not forms or has_all_forms(forms)


def _is_header(entry: Entry) -> bool:
    return entry[_CONTEXT] is None and entry[_MARK] is None and not any(plain_texts([entry[_SOURCE]]))


def are_unique(entries: Sequence[Entry]) -> bool:
    """Tell whether no two entries have the same context and source; False where that would take longer to find out."""
    contexts = [entry[_CONTEXT] for entry in entries]
    spelled = b"".join(filter(None, contexts))
    if b"\n" not in spelled and b"\\" not in spelled and len(set(contexts)) == len(contexts):
        return True
    sources = _spelled_alike(entry[_SOURCE] for entry in entries)
    identities = zip(_spelled_alike(context or b"" for context in contexts), sources, strict=True)
    return len(set(map(hash, identities))) == len(entries)


def _spelled_alike(strings: Iterable[bytes]) -> list[str]:
    """Return strings so that equal texts are spelled the same; escapes stay where nothing else could spell them."""
    joined = joined_lines(b"\0".join(strings).decode())
    return (unescape(joined) if _CONTROL.search(joined) else joined).split("\0")


def _is_utf8(data: bytes) -> bool:
    """Tell whether bytes are UTF-8, looking at some lines at a time: the whole text may need four times their space."""
    if data.isascii():
        return True
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + _AT_ONCE) + 1 or len(data)
        try:
            data[start:end].decode()
        except UnicodeDecodeError:
            return False
        start = end
    return True
