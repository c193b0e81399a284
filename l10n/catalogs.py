"""Catalogs and templates of a collection brought up to date, headers included."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from l10n.locales import Locale, posix_locale
from l10n.merge import merge_units, with_units
from l10n.model import Catalog, Domain, Unit
from l10n.plurals import plural_forms
from l10n.po import new_header, with_header_field

_CREATED = "POT-Creation-Date"
_SOURCE = "X-Source-Language"
"""Some tools drop it; no editor knows the source's language without."""


class DomainUpdate:
    """Brings the template and the catalogs of one domain up to date."""

    def __init__(self, domain: Domain, name: str, covers: Callable[[str], bool], now: str) -> None:
        """Take what all of them share: the collection's name, the records spoken of, the minute as headers write it."""
        self._domain, self._name, self._covers = domain, name, covers
        self._now = now
        self._created: str | None = None

    def template(self, old: Catalog | None, wanted: Mapping[str, Unit], before: Catalog | None = None) -> Catalog:
        """Return the template with the wanted units; its date moves only with the set of its keys and sources.

        `before` is the template as it was, where `old` has keys of renamed units already.
        """
        held = () if before is None else before.units
        old = self._with_header(old, None, self._now)
        units = tuple(unit for unit in merge_units(old.units, wanted, self._covers) if not unit.obsolete)
        new = with_units(old, units)
        is_same = {(unit.key, unit.source) for unit in units} == {(unit.key, unit.source) for unit in held}
        if not is_same or _CREATED not in new.headers:
            new = with_header_field(new, _CREATED, self._now)
        self._created = new.headers[_CREATED]
        return new

    def catalog(self, old: Catalog | None, locale: Locale, wanted: Mapping[str, Unit]) -> Catalog:
        """Return a locale's catalog with the wanted units and the date of the template, which goes first, if any."""
        old = self._with_header(old, locale, self._created or self._now)
        new = old if _holds_just(old, wanted) else with_units(old, merge_units(old.units, wanted, self._covers))
        return with_header_field(new, _CREATED, self._created) if self._created is not None else new

    def _with_header(self, old: Catalog | None, locale: Locale | None, created: str) -> Catalog:
        """Return the catalog, or an empty one if there is none yet; one that lost its header with a new one."""
        if old is not None and old.header is not None:
            return old if _SOURCE in old.headers else with_header_field(old, _SOURCE, self._domain.source_locale)
        return replace(old or Catalog(), header=new_header(_headers(self._domain, locale, self._name, created)))


def _holds_just(catalog: Catalog, wanted: Mapping[str, Unit]) -> bool:
    """Tell whether a catalog has the wanted units as they are, then obsolete ones of other keys: nothing to merge."""
    live, others = catalog.units[: len(wanted)], catalog.units[len(wanted) :]
    gone = {(unit.key, unit.source) for unit in others if unit.obsolete and unit.key not in wanted}
    is_whole = len(live) == len(wanted) and len(gone) == len(others)
    return is_whole and all(wanted.get(unit.key or "") is unit for unit in live)


def _headers(domain: Domain, locale: Locale | None, name: str, created: str) -> dict[str, str]:
    plurals = {"Plural-Forms": plural_forms(locale)} if locale else {}
    return {
        "Project-Id-Version": name,
        "Report-Msgid-Bugs-To": "",
        _CREATED: created,
        "PO-Revision-Date": created,
        "Last-Translator": "",
        "Language-Team": "",
        "Language": posix_locale(locale) if locale else "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        **plurals,
        _SOURCE: domain.source_locale,
    }
