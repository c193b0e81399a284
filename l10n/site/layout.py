"""The layout: what all pages of a site have around them, and the templates that make them HTML."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from msgspec import Struct

from l10n.errors import ConfigError, Place
from l10n.locales import Locale, posix_locale
from l10n.schema import Schema
from l10n.site.addresses import list_tail
from l10n.site.shown import printable
from l10n.site.voice import Voice

HERE = Path(__file__).parent
ASSETS = {f"assets/{name}": HERE / "assets" / name for name in ("site.css", "site.js")}
"""{where the site has it: our file}."""
_SWITCH = "\ufdd0"
"""Stands for the path of a page in headers that many pages share; no text that is shown has this character."""
_KEPT = 1 << 12
_WRONG = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a template may fail with."""
_DESCRIPTION = 200
"""Characters of the description that pages give to those who link to them."""


class Head(Struct, frozen=True, kw_only=True):
    """What a page says of itself to programs."""

    title: str
    tail: str
    """Where it stands in the folder of its locale."""
    own: tuple[Locale, ...]
    """The locales in which it has real text: only they are announced."""
    switch: str = ""
    """Where other locales have the like of it; empty: at the same place."""
    description: str = ""
    image: str = ""
    kind: str = "website"


class Alternate(Struct, frozen=True):
    """A page in another locale."""

    locale: Locale
    url: str


class Layout:
    """Makes the pages of one locale."""

    def __init__(
        self, voice: Voice, voices: tuple[Voice, ...], schema: Schema, types: tuple[str, ...], root: Path
    ) -> None:
        """Take what is the same for all its pages; `root` is the collection's folder."""
        self.voice, self._voices, self._site = voice, voices, schema.site
        self._codes = {other.locale: other.code for other in voices}
        self._path = root / schema.site.templates if schema.site.templates else None
        self._environment = make_environment(self._path)
        words = voice.words
        self.site_title = printable(words.tr(schema.site.title or schema.name))
        """What the site is called in this locale."""
        self._environment.filters["og_locale"] = og_locale
        self._environment.globals.update(
            tr=words.tr,
            trn=words.trn,
            trp=words.trp,
            voice=voice,
            voices=voices,
            lang=voice.locale,
            ui=voice.ui,
            codes=self._codes,
            site_title=self.site_title,
            base=schema.site.base_url,
            sections=[
                (list_tail(name), name, printable(voice.plural(name, schema.types[name].label))) for name in types
            ],
            og_locale=og_locale(voice.locale),
        )
        self._lists = frozenset(map(list_tail, types))
        self._template = cache(self._find_template)
        self._made_header = lru_cache(_KEPT)(self._make_header)

    def _find_template(self, name: str) -> Any:  # noqa: ANN401 (a template)
        return self._environment.get_template(name)

    def render(self, name: str, head: Head, **values: object) -> bytes:
        """Return a page; raise ConfigError where a template of the collection is wrong."""
        path = f"{self.voice.code}/{head.tail}" if head.tail else ""
        own = tuple(voice for voice in self._voices if voice.locale in head.own)
        is_own = any(voice.locale == self.voice.locale for voice in own)
        base = self._site.base_url
        try:
            page = self._template(name).render(
                head=head,
                root="../" * path.count("/"),
                url=f"{base}{path}" if base and is_own else "",
                is_own=is_own,
                alternates=self.alternates(head) if is_own else (),
                header=self._header(
                    own, path.count("/"), head.tail if head.tail in self._lists else "", head.switch or head.tail
                ),
                description=_shortened(head.description),
                **values,
            )
        except _WRONG as error:
            if self._path is None:
                raise
            place = Place(str(self._path / (getattr(error, "name", None) or name)), getattr(error, "lineno", 0) or 0)
            raise ConfigError(f"{type(error).__name__}: {error}, expected a Jinja2 template", place) from None
        return f"{page}\n".encode()

    def _header(self, own: tuple[Voice, ...], depth: int, current: str, switch: str) -> Markup:
        made = self._made_header(tuple(voice.locale for voice in own), depth, current)
        return Markup(made.replace(_SWITCH, switch))  # noqa: S704 (a template's, and a path)

    def _make_header(self, own: tuple[Locale, ...], depth: int, current: str) -> str:
        return self.render_part("header.html", own=own, root="../" * depth, current=current, switch=_SWITCH)

    def render_part(self, name: str, **values: object) -> str:
        """Return a part of a page, for others to put in."""
        text: str = self._template(name).render(**values)
        return text.rstrip()

    def alternates(self, head: Head) -> tuple[Alternate, ...]:
        """Return the page in every locale in which it has real text; none where nobody said where the site stands."""
        base, tail = self._site.base_url, head.switch or head.tail
        return tuple(
            Alternate(locale, f"{base}{self._codes[locale]}/{tail}")
            for locale in head.own
            if base and locale in self._codes
        )


def make_environment(own: Path | None) -> Environment:
    """Return where templates are found: those of the collection first, which may not run whatever they like."""
    if own and not own.is_dir():
        raise ConfigError(
            "there is no such folder, expected one with templates", Place(str(own), field="site.templates")
        )
    ours: BaseLoader = FileSystemLoader(HERE / "templates")
    loader = ChoiceLoader([FileSystemLoader(own), ours]) if own else ours
    kind = ImmutableSandboxedEnvironment if own else Environment
    return kind(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _shortened(text: str) -> str:
    r"""Return the beginning of a text in one line.

    >>> len(_shortened("word " * 100)), _shortened("a\nb")
    (200, 'a b')
    """
    text = " ".join(text.split())
    return text if len(text) <= _DESCRIPTION else f"{text[: _DESCRIPTION - 1].rstrip()}…"


@cache
def og_locale(locale: Locale) -> str:
    """Return a locale as Open Graph writes it, with the region where most of its readers are.

    >>> og_locale(Locale("lv")), og_locale(Locale("pt-BR")), og_locale(Locale("qaa"))
    ('lv_LV', 'pt_BR', 'qaa')
    """
    from babel.core import get_global

    parts = locale.split("-")
    region = next((part for part in parts[1:] if len(part) == 2 and part.isupper()), "")  # noqa: PLR2004 (ISO 3166)
    likely: Mapping[str, str] = get_global("likely_subtags")
    region = region or likely.get(posix_locale(locale).partition("@")[0], "").rpartition("_")[2]
    return f"{parts[0]}_{region}" if region and region != parts[0] else parts[0]
