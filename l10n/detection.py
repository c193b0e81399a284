"""Detection: which language a text is in, as detectors of running text score it.

A detector is anything with the few members of `Detector`. langdetect's model is always there; where eldc is installed,
it is taken instead, for it is a hundred times faster and errs less (tools/bench/language.py measures both).
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Protocol

from l10n.errors import UnknownNameError, suggest
from l10n.locales import Locale

_SMOOTHING = 0.5e-4
"""Added to each probability of an n-gram, as langdetect does (its alpha over its base frequency)."""
_NAMES = {"zh-Hans": "zh-cn", "zh-Hant": "zh-tw", "zh": "zh-cn", "nb": "no", "nn": "no"}
"""What langdetect calls a language, where that is not its code."""
_ELDC_NAMES = {"nb": "no", "nn": "no", "zh-Hans": "zh", "zh-Hant": "zh"}
_ELDC_SCORES = 20
_FLOOR = 0.02
"""What eldc gives a language that is not among its best; near the least that it reports."""


class Detector(Protocol):
    """What tells languages apart."""

    name: str
    margin: float
    """How much better than the expected language another must be, in units of its scores, to be believed."""
    discount: float
    """How much less a language counts that nobody expects."""

    def code(self, locale: Locale) -> str | None:
        """Return what the detector calls a locale's language; None if it does not know it."""

    def scores(self, text: str) -> Mapping[str, float]:
        """Return how well each language explains a text, on a scale of logarithms; empty if nothing can be said."""


class LangdetectModel:
    """langdetect's profiles, summed over a text's n-grams: the same answer each time, unlike its own sampling."""

    name = "langdetect"
    margin = 11.0
    discount = 2.5

    def code(self, locale: Locale) -> str | None:
        """Return langdetect's name of a language."""
        name = _language(locale, _NAMES)
        return name if name in _profiles().langlist else None

    def scores(self, text: str) -> Mapping[str, float]:
        """Return the logarithm of each language's likelihood, up to a constant."""
        profiles = _profiles()
        grams = _grams(text)
        if not grams:
            return {}
        sums = map(sum, zip(*map(_gram_scores, grams), strict=True))
        return dict(zip(profiles.langlist, sums, strict=True))


class EldcModel:
    """The n-gram tables of eldc, an optional library."""

    name = "eldc"
    margin = 0.0
    discount = -math.log(0.85)

    def __init__(self) -> None:
        """Load the tables."""
        import eldc

        eldc.init()
        eldc.set_scores(_ELDC_SCORES)
        self._eldc = eldc
        self._known = frozenset(eldc.LANGUAGES)

    def code(self, locale: Locale) -> str | None:
        """Return eldc's name of a language."""
        name = _language(locale, _ELDC_NAMES)
        return name if name in self._known else None

    def scores(self, text: str) -> Mapping[str, float]:
        """Return the logarithm of each score; languages that are not among the best have the lowest."""
        found = self._eldc.detect_details(text).scores
        if not found:
            return {}
        return {name: math.log(found.get(name, 0.0) + _FLOOR) for name in self._known}


def _language(locale: Locale, names: Mapping[str, str]) -> str:
    """Return what a detector calls a locale's language, by its own names where they differ from the codes."""
    language = locale.partition("-")[0]
    return names.get(locale, names.get(language, language))


_DETECTORS: dict[str, Callable[[], Detector]] = {"eldc": EldcModel, "langdetect": LangdetectModel}


@cache
def find_detector(name: str = "") -> Detector:
    """Return the detector of that name, else the one that the environment's L10N_DETECTOR names, else the best here."""
    name = name or os.environ.get("L10N_DETECTOR", "") or ("eldc" if find_spec("eldc") else "langdetect")
    if name not in _DETECTORS:
        expected = f"expected one of {', '.join(_DETECTORS)}{suggest(name, _DETECTORS)}"
        raise UnknownNameError(f"there is no detector {name!r}, {expected}")
    return _DETECTORS[name]()


@lru_cache(maxsize=65_536)
def find_better(text: str, locale: Locale, expected: frozenset[Locale], name: str = "") -> str:
    """Return the language that explains a text clearly better than its locale's; empty if none does.

    `expected` are locales that it is likely to be in if not in its own, `name` is that of the detector to ask, the best
    one if empty. Nothing is said where the detector does not know the locale's language.

    >>> find_better("Он родился в деревне и вырос в городе", Locale("uk"), frozenset({Locale("ru")}), "langdetect")
    'ru'
    """
    detector = find_detector(name)
    own = detector.code(locale)
    scores = detector.scores(text) if own else {}
    if not own or own not in scores:
        return ""
    likely = {own, *_codes(expected, detector)}
    best, score = max(
        ((name, score - (0.0 if name in likely else detector.discount)) for name, score in scores.items()),
        key=lambda pair: pair[1],
    )
    return best if best != own and score - scores[own] > detector.margin else ""


def _codes(locales: Iterable[Locale], detector: Detector) -> set[str]:
    return {code for code in map(detector.code, locales) if code}


@cache
def _profiles():  # type: ignore[no-untyped-def]  # noqa: ANN202 (langdetect has no types)
    from langdetect import detector_factory

    detector_factory.init_factory()
    return detector_factory._factory  # noqa: SLF001 (its public functions sample, and hide all but the best)


def _grams(text: str) -> list[str]:
    """Return the n-grams of a text that langdetect's profiles know."""
    detector = _profiles().create()
    detector.append(text)
    detector.cleaning_text()
    grams: list[str] = detector._extract_ngrams()  # noqa: SLF001 (as above)
    return grams


@lru_cache(maxsize=200_000)
def _gram_scores(gram: str) -> tuple[float, ...]:
    """Return how much an n-gram speaks for each language."""
    return tuple(math.log1p(value / _SMOOTHING) for value in _profiles().word_lang_prob_map[gram])
