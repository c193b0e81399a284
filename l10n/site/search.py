"""The search: an index of labels in small files, one for each first letter of a word, that a page loads as it needs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import msgspec

from l10n.site.addresses import Page
from l10n.site.record_page import RecordWriter, Site
from l10n.site.shown import Row
from l10n.site.voice import Voice

FOLDER = "~search"
_WORD = re.compile(r"[^\W_]+")
_WORDS = 20
"""Of how many words of a label the first letters are indexed."""


def folded(text: str) -> str:
    """Return a text as it is searched for: small letters without accents; `site.js` does the same.

    >>> folded("Jēkabs PETERSS"), folded("Ёлка")
    ('jekabs peterss', 'елка')
    """
    small = unicodedata.normalize("NFD", text).lower()
    return "".join(sign for sign in small if not unicodedata.category(sign).startswith("M"))


def write_search(site: Site, records: RecordWriter, voice: Voice) -> Iterator[Page]:
    """Yield the index of one locale."""
    found: dict[str, list[bytes]] = {}
    for key in sorted(site.shown):
        row = records.row(key)
        words = _WORD.findall(folded(row.label.text))[:_WORDS]
        entry = _entry(row, voice, site)
        for letter in dict.fromkeys(word[0] for word in words):
            found.setdefault(letter, []).append(entry)
    for letter, entries in found.items():
        name = f"{ord(letter):x}"
        body = b",\n".join(entries)
        yield Page(f"{voice.code}/{FOLDER}/{name}.js", b'l10nFound("%s",[\n%s\n]);\n' % (name.encode(), body))


def _entry(row: Row, voice: Voice, site: Site) -> bytes:
    """Return what the page shows of a record that was found: label, address, type; its locale where it is another."""
    served = re.search(r' lang="([^"]+)"', row.label.attributes)
    type_ = site.schema.types[row.key.partition("/")[0]]
    return msgspec.json.encode([row.label.text, row.tail, voice.words.tr(type_.label), served[1] if served else ""])
