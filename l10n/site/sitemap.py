"""The sitemap: the pages that have real text, each with the other locales that have it (sitemaps.org, 0.9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from markupsafe import Markup

from l10n.site.addresses import Page
from l10n.site.layout import Alternate

URLS = 20_000
"""How many pages one file lists; 50,000 are allowed, and 50 MB."""
_START = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
_INDEX = '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
_LINK = Markup('<xhtml:link rel="alternate" hreflang="{}" href="{}"/>')
_LOC = Markup("<loc>{}</loc>")


def write_sitemap(pages: Iterable[Sequence[Alternate]], base: str) -> Iterator[Page]:
    """Yield the files of the sitemap; each of `pages` is one page in all its locales."""
    urls = (_url(alternate, page) for page in pages for alternate in page)
    parts = list(iter(lambda: "\n".join(islice(urls, URLS)), ""))
    if len(parts) <= 1:
        yield Page("sitemap.xml", f"{_START}{''.join(parts)}\n</urlset>\n".encode())
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    lines = "\n".join(f"<sitemap>{_LOC.format(base + name)}</sitemap>" for name in names)
    yield Page("sitemap.xml", f"{_INDEX}{lines}\n</sitemapindex>\n".encode())
    for name, part in zip(names, parts, strict=True):
        yield Page(name, f"{_START}{part}\n</urlset>\n".encode())


def _url(page: Alternate, alternates: Sequence[Alternate]) -> str:
    """Return one page's entry; a page that no other locale has needs no links."""
    links = [_LINK.format(other.locale, other.url) for other in alternates] if len(alternates) > 1 else []
    return f"<url>{_LOC.format(page.url)}{''.join(links)}</url>"
