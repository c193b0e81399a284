"""Charsets: which codec reads a catalog's file, and how its bytes survive one that cannot."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import cache

from l10n.errors import L10nError

_SAMPLE = bytes(range(0x20, 0x7F)) + b"\\u0041 \t\r\n"
_PORTABLE_NAMES = """ASCII ANSI_X3.4-1968 US-ASCII ISO-8859-1 ISO_8859-1 ISO-8859-2 ISO_8859-2 ISO-8859-3 ISO_8859-3
    ISO-8859-4 ISO_8859-4 ISO-8859-5 ISO_8859-5 ISO-8859-6 ISO_8859-6 ISO-8859-7 ISO_8859-7 ISO-8859-8 ISO_8859-8
    ISO-8859-9 ISO_8859-9 ISO-8859-13 ISO_8859-13 ISO-8859-14 ISO_8859-14 ISO-8859-15 ISO_8859-15 KOI8-R KOI8-U
    KOI8-T CP850 CP866 CP874 CP932 CP949 CP950 CP1250 CP1251 CP1252 CP1253 CP1254 CP1255 CP1256 CP1257 GB2312
    EUC-JP EUC-KR EUC-TW BIG5 BIG5-HKSCS GBK GB18030 SHIFT_JIS JOHAB TIS-620 VISCII GEORGIAN-PS UTF-8"""
_PORTABLE = frozenset(_PORTABLE_NAMES.split())
_DECLARED = re.compile(r"charset=([^ \t\n]+)")
_HEADER_ENTRY = re.compile(rb'^msgid[ \t]*""\s*msgstr[ \t]*((?:"[^\n]*"\s*)+)', re.MULTILINE)
_BETWEEN_STRINGS = re.compile(rb'"\s*"')
_BEGIN = 10_000
"""So many bytes nearly always hold the header."""
_GUESS = re.compile(rb'charset=([^ \t\r\n"\\]+)')


@cache
def find_codec(charset: str) -> str | None:
    """Return the name of Python's codec for a charset in which ASCII bytes mean ASCII, if there is one.

    >>> find_codec("ISO_8859-15"), find_codec("utf8"), find_codec("CHARSET"), find_codec("UTF-16"), find_codec("rot13")
    ('iso8859-15', 'utf-8', None, None, None)
    """
    if not charset.isascii():
        return None  # what is not ASCII would be passed over in the name
    try:
        codec = codecs.lookup(charset)
        same = _SAMPLE.decode(codec.name) == _SAMPLE.decode("ascii") and _SAMPLE.decode("ascii").encode(codec.name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return codec.name if same == _SAMPLE and not codec.name.startswith("iso2022") else None


def is_portable(charset: str) -> bool:
    """Whether GNU gettext knows the charset, so that `msgfmt` checks a file's bytes against it.

    >>> is_portable("utf-8"), is_portable("latin1")
    (True, False)
    """
    return charset.upper() in _PORTABLE


def is_checked(charset: str) -> bool:
    """Whether `msgfmt` refuses a file that declares the charset for bytes that are no text in it.

    >>> is_checked("UTF-8"), is_checked("latin1"), is_checked("")
    (True, False, False)
    """
    return is_portable(charset) and find_codec(charset) is not None


def declared_charset(header: str) -> str:
    r"""Return the charset that a header's text names, or an empty text.

    >>> declared_charset("Language: et\nContent-Type: text/plain; charset=ISO-8859-15\n")
    'ISO-8859-15'
    """
    match = _DECLARED.search(header)
    return match[1] if match else ""


def guess_charset(data: bytes) -> str:
    """Return the charset that the header of a file not yet decoded seems to name, or an empty text."""
    begin = data[: data.rfind(b"\n\n", 0, _BEGIN) + 2].replace(b"\\\n", b"")
    entry = _HEADER_ENTRY.search(begin)
    if entry is None or entry.end() == len(begin):  # it may go on
        data = data.replace(b"\\\n", b"")
        entry = _HEADER_ENTRY.search(data)
    match = _GUESS.search(_BETWEEN_STRINGS.sub(b"", entry[1]) if entry else data)
    return match[1].decode("ascii", "replace") if match else ""


def decode(data: bytes, codec: str) -> str:
    r"""Return the text of `data`; bytes that are no text become lone surrogates (PEP 383).

    >>> decode(b"T\xc4\x93vs \xff", "utf-8")
    'Tēvs \udcff'
    """
    return data.decode(codec, "surrogateescape")


def has_lone_bytes(text: str) -> bool:
    r"""Whether a text read with `decode` has bytes in it that are no text.

    >>> has_lone_bytes("\udcff"), has_lone_bytes("ÿ")
    (True, False)
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def encode(text: str, charset: str) -> bytes:
    r"""Return the bytes of `text`, lone surrogates as the bytes that they stand for.

    Raises L10nError for a character that the charset does not have.

    >>> encode("Tēvs", "ISO-8859-13")
    b'T\xe7vs'
    """
    codec = find_codec(charset) or "utf-8"
    try:
        return text.encode(codec, "surrogateescape")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        found = f"found {text[error.start]!r} in line {line} of the catalog"
        message = f"{found}, expected characters of its charset {charset}"
        raise L10nError(message) from error


def exact_raws(raws: Iterable[str], data: bytes, charset: str) -> list[str]:
    """Return the texts that `data` was cut into so that they encode to `data` again, byte for byte.

    Some legacy charsets write a character in two ways. Texts that would come out in the other way keep their bytes as
    lone surrogates.
    """
    kept = list(raws)
    if encode("".join(kept), charset) == data:
        return kept
    start = 0
    for n, end in enumerate(_ends(kept, data, charset)):
        if encode(kept[n], charset) != data[start:end]:
            kept[n] = data[start:end].decode("ascii", "surrogateescape")
        start = end
    return kept


def _ends(raws: Iterable[str], data: bytes, charset: str) -> Iterator[int]:
    """Yield where in `data` each of the texts ends that it was cut into."""
    decoder = codecs.getincrementaldecoder(find_codec(charset) or "utf-8")("surrogateescape")
    read = wanted = place = 0
    for raw in raws:
        wanted += len(raw)
        while read < wanted:
            read += len(decoder.decode(data[place : place + 1]))
            place += 1
        yield place
