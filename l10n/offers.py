"""Offers: the text of a unit that a translator is to work from."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from l10n.locales import Locale
from l10n.model import State
from l10n.records import SourceUnit
from l10n.text import has_text

_GOOD = frozenset({State.TRANSLATED, State.SAME})
_WHO = ("human", "import", "memory", "machine")
"""Whose translation makes the better source, the best first; what nobody is named for was imported."""


class Translator(Struct, frozen=True):
    """Who translates into a locale, and reads certain others, the best known first."""

    locale: Locale
    reads: tuple[Locale, ...]

    @property
    def about(self) -> str:
        """What sheets that are made for such a translator, one file a locale, depend on besides the locale."""
        return ",".join(self.reads)


class Offer(Struct, frozen=True, kw_only=True):
    """A text to translate from."""

    locale: Locale
    text: str
    who: str = ""
    """Who made it, as provenance says; empty for the text that the unit was written in."""

    def __str__(self) -> str:
        """Return the locale, and who made the text if it is a translation by anyone but a person.

        >>> str(Offer(locale=Locale("lv"), text="Terors", who="machine:x")), str(Offer(locale=Locale("ru"), text="Т"))
        ('lv (machine:x)', 'ru')
        """
        return self.locale if self.who in {"", "human"} else f"{self.locale} ({self.who})"


def find_offer(unit: SourceUnit, locale: Locale, reads: Iterable[Locale]) -> Offer | None:
    """Return the best text to translate a unit from into `locale` for someone who reads these; None if there is none.

    That is the text that the unit was written in; else a fresh translation, a person's before an imported one before a
    machine's, and of equals that in the locale named first. Never one that was itself made from the text in `locale`.
    """
    found: list[Offer] = []
    for code in reads:
        if code == unit.source_locale:
            return Offer(locale=code, text=unit.source)
        if code != locale and _is_good(unit, code) and locale not in unit.bases(code):
            provenance = unit.provenance(code)
            found.append(Offer(locale=code, text=unit.texts[code], who=provenance.who if provenance else "import"))
    return min(found, key=lambda offer: _WHO.index(offer.who.partition(":")[0]), default=None)


def _is_good(unit: SourceUnit, locale: Locale) -> bool:
    """Tell whether a locale, wanted there or not, holds a fresh translation."""
    if not has_text(unit.texts.get(locale)):
        return False
    return (unit if locale in unit.wanted else replace(unit, wanted=(locale,))).cell(locale) in _GOOD
