"""The build: a collection's records become the pages of a site, those that did not change left as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from l10n.locales import Locale
from l10n.records import Record
from l10n.schema import FieldKind, Schema
from l10n.served import serve_record
from l10n.site.addresses import Page, list_tail, record_tail, site_codes
from l10n.site.entries import collect_entries, collect_mentions
from l10n.site.folder import SiteFolder
from l10n.site.layout import ASSETS, HERE, Alternate, Head, Layout
from l10n.site.listings import ListWriter
from l10n.site.pictures import Album, is_picture
from l10n.site.record_page import RecordWriter, Site
from l10n.site.search import write_search
from l10n.site.sitemap import write_sitemap
from l10n.site.voice import Voice, make_voice
from l10n.store import read_file
from l10n.wordbook import find_words_file

_LISTS = "~lists"
"""The name that lists, searches and sitemap have together in the manifest; no key is like it."""
_DIGITS = 32
"""Of a digest, as the manifest has it."""


class Request(Struct, frozen=True, kw_only=True):
    """What a site is to hold."""

    schema: Schema
    root: Path
    """The collection's folder."""
    locales: tuple[Locale, ...]
    codes: Mapping[Locale, str] = {}
    takes: Callable[[str], bool] = lambda _key: True
    """Which keys have pages."""


class Built(Struct, frozen=True, kw_only=True):
    """What was done."""

    records: int
    written: int
    unchanged: int
    removed: int
    has_base: bool
    """Whether the pages could say where they stand."""
    missing: tuple[str, ...]
    """Pictures that records name and the collection lacks."""


def build_site(request: Request, path: Path, read: Callable[[int | None], Iterable[Record]]) -> Built:
    """Write the site of a collection into a folder.

    `read` yields all records; it is called twice, the second time with their number.
    """
    codes = site_codes(request.locales, request.codes)
    folder = SiteFolder(path)
    entries = collect_entries(read(None), request.schema)
    site = Site(
        schema=request.schema,
        entries=entries,
        mentions=collect_mentions(entries.values()),
        shown=frozenset(key for key in entries if request.takes(key)),
        codes=codes,
        album=Album(request.root / request.schema.site.images),
    )
    build = _Build(site, request, folder)
    build.write_records(read(len(entries)))
    build.write_lists()
    build.write_files()
    folder.finish()
    return Built(
        records=len(site.shown),
        written=folder.written,
        unchanged=folder.unchanged,
        removed=folder.removed,
        has_base=bool(request.schema.site.base_url),
        missing=tuple(sorted(site.album.missing)),
    )


class _Writers:
    """What writes the pages of one locale."""

    def __init__(self, site: Site, layout: Layout, types: tuple[str, ...]) -> None:
        self._site, self._types = site, types
        self.layout, self.voice = layout, layout.voice
        self.records = RecordWriter(site, layout)

    @cached_property
    def lists(self) -> ListWriter:
        """What writes the lists; it sorts all records first."""
        return ListWriter(self._site, self.layout, self.records, self._types)


class _Build:
    """One site on its way."""

    def __init__(self, site: Site, request: Request, folder: SiteFolder) -> None:
        types = tuple(name for name in site.schema.types if any(key.startswith(f"{name}/") for key in site.shown))
        voices = tuple(make_voice(locale, site.schema, site.codes) for locale in site.codes)
        layouts = (Layout(voice, voices, site.schema, types, request.root) for voice in voices)
        self._site, self._folder = site, folder
        self._writers = [_Writers(site, layout, types) for layout in layouts]
        self._common = _common_digest(request, voices, types)

    def write_records(self, records: Iterable[Record]) -> None:
        """Write the pages of records, but for those that were made of the same before."""
        for record in records:
            if record.key in self._site.shown:
                digest = self._record_digest(record)
                if not self._folder.is_current(record.key, digest):
                    self._folder.put_group(record.key, digest, self._iter_pages(record))

    def _iter_pages(self, record: Record) -> Iterator[Page]:
        for writer in self._writers:
            yield from writer.records.write(serve_record(record, writer.voice.locale, self._site.schema, {}))

    def _record_digest(self, record: Record) -> str:
        """Return the digest of all that a record's pages depend on."""
        site, hasher = self._site, sha256(self._common + msgspec.json.encode(record))
        for key in (*site.entries[record.key].links, *site.mentions.get(record.key, ())):
            linked = site.entries.get(key)
            hasher.update(f"{key} {key in site.shown} ".encode() + (linked.digest if linked else b""))
        for name in _iter_pictures(record, site.schema):
            file = site.album.find(name)
            hasher.update(f"{name} {file.path if file else ''} ".encode())
        return hasher.hexdigest()[:_DIGITS]

    def write_lists(self) -> None:
        """Write all that depends on what records are called, and when and in which languages they are."""
        hasher = sha256(self._common)
        for key in sorted(self._site.shown):
            hasher.update(key.encode() + self._site.entries[key].digest)
        digest = hasher.hexdigest()[:_DIGITS]
        if not self._folder.is_current(_LISTS, digest):
            self._folder.put_group(_LISTS, digest, self._iter_lists())

    def _iter_lists(self) -> Iterator[Page]:
        for writer in self._writers:
            yield from writer.lists.write()
            yield from write_search(self._site, writer.records, writer.voice)
        if base := self._site.schema.site.base_url:
            yield from write_sitemap(_announced(self._site, self._writers[0]), base)

    def write_files(self) -> None:
        """Write the files that are there once."""
        for path, file in ASSETS.items():
            self._folder.put(Page(path, read_file(file)[0]))
        for path in sorted(self._site.album.used):
            self._folder.put(Page(path, self._site.album.read(path)))
        self._folder.put(_root_page(self._writers[0].layout))


def _common_digest(request: Request, voices: Iterable[Voice], types: tuple[str, ...]) -> bytes:
    """Return the digest of what every page depends on: configuration, templates, the program and its words."""
    hasher = sha256(msgspec.json.encode((request.schema, request.locales, dict(request.codes), types)))
    own = request.root / request.schema.site.templates if request.schema.site.templates else None
    for folder in filter(None, (HERE.parent, own)):
        for path in sorted(path for path in folder.rglob("*") if path.suffix in {".html", ".py"}):
            hasher.update(f"{path.relative_to(folder)}\0".encode() + read_file(path)[0])
    for voice in voices:
        file = find_words_file(Locale(voice.words.locale))
        hasher.update(read_file(file)[0] if file else b"-")
    return hasher.digest()


def _iter_pictures(record: Record, schema: Schema) -> Iterator[str]:
    """Yield the names of the pictures that a record has."""
    for field in schema.types[record.type].fields:
        value = record.values.get(field.name)
        if field.kind is FieldKind.VALUE and isinstance(value, str) and is_picture(value):
            yield value
        elif field.kind is FieldKind.LIST:
            names = [inner.name for inner in field.fields if inner.kind is FieldKind.VALUE]
            yield from (item[name] for item in value or () for name in names if is_picture(item.get(name)))


def _root_page(layout: Layout) -> Page:
    """Return the page that leads to the locales."""
    head = Head(title=layout.site_title, tail="", own=(), switch="index.html")
    return Page("index.html", layout.render("root.html", head))


def _announced(site: Site, writer: _Writers) -> Iterator[tuple[Alternate, ...]]:
    """Yield every page that search engines may know, in the locales that have real text."""
    lists, layout = writer.lists, writer.layout
    yield layout.alternates(Head(title="", tail="index.html", own=lists.own(site.shown)))
    for name in lists.types:
        yield layout.alternates(Head(title="", tail=list_tail(name), own=lists.own(lists.keys[name])))
    for key in sorted(site.shown):
        yield layout.alternates(Head(title="", tail=record_tail(key), own=site.entries[key].own))
