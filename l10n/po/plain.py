"""Plain files: a catalog's bytes with the line ends that gettext's own programs write, and no byte order mark."""

from __future__ import annotations

import re
from codecs import BOM_UTF8

from l10n.po.charset import declared_charset, find_codec
from l10n.po.header import with_header_field
from l10n.po.reader import parse_po
from l10n.po.writer import format_po

_DOS_END = re.compile(rb"\r+\n")
_JOINING = re.compile(rb"\\(?=\r+\n)")
"""A backslash that would join its line to the next one, once no CR stands between them."""


def plain_po(data: bytes, path: str = "") -> bytes:
    r"""Return a PO file's bytes with LF for CRLF and without a byte order mark; all others as they are.

    A file with a mark is in UTF-8 whatever its header says; where that names another charset, it says UTF-8 from then
    on. Raises what `parse_po` raises.

    >>> plain_po(b'\xef\xbb\xbfmsgid "a"\r\nmsgstr "b"\r\n')
    b'msgid "a"\nmsgstr "b"\n'
    """
    catalog = parse_po(data, path)
    declared = find_codec(declared_charset(catalog.header.target)) if catalog.header else None
    if catalog.bom and declared not in {None, "utf-8"}:
        data = format_po(with_header_field(catalog, "Content-Type", "text/plain; charset=UTF-8"))
    return _DOS_END.sub(b"\n", _JOINING.sub(rb"\\ ", data.removeprefix(BOM_UTF8)))
