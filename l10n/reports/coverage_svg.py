"""Coverage as a badge: one share, or a share for every locale and type, as an SVG picture."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from html import escape
from operator import add
from unicodedata import combining, east_asian_width, normalize

from l10n.coverage import LocaleCoverage
from l10n.locales import Locale
from l10n.page_coverage import PageCharacters
from l10n.reports.coverage_report import CoverageReport
from l10n.reports.measures import Shares, Subject, measure_shares, page_shares, say_counts, say_measure, say_share
from l10n.reports.visible import visible_text
from l10n.words import spoken_locale, tr, trp

_COLORS = ("#a32a2a", "#a33c1c", "#8f4a0c", "#6f5a00", "#3f6b1c", "#1b6e3c")
"""The ground of a share by its level; white text on any of them has a contrast of at least 4.5."""
_NONE = "#5a5d66"
_FONT = 'font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-anchor="middle"'
_HEIGHT = 20
_ROW, _CELL = 22, 62
_LONGEST = 40
"""The longest text of a badge, in characters."""
_WIDTHS = {
    3: "'ijlıі",
    3.25: "IJІł",
    3.5: " ,.\u00a0\u202f·",
    3.75: "/:;\\f|",
    4: "-",
    4.25: "()[]t",
    4.5: "!r",
    5: '"',
    5.5: "*_`–",
    5.75: "?szгзґ",
    6: "cсэє",
    6.25: "FLkŁ",
    6.5: "vxyвтухчья",
    6.75: "PTYaeoøðГРТУабеко",
    7: "$0123456789ESbdghnpquß{}þđЕЗлр",
    7.25: "Kинп",
    7.5: "ABVXZАБВХЧЬдц",
    7.75: "CRЄКСЭЯъ",
    8: "U",
    8.25: "HNИЛНПм",
    8.5: "&DGĐДЦ",
    8.75: "OQØОы",
    9: "w",
    9.25: "#+<=>^~Ъю",
    9.5: "MМФф",
    9.75: "Ы",
    10: "жш",
    10.25: "щ",
    10.5: "%",
    10.75: "mÆæ",
    11: "@W…—",
    11.75: "ŒЖШ",
    12: "ЩЮ",
}
"""The signs of each width in pixels, to a quarter: DejaVu Sans, whose figures are Verdana's, at `font-size`."""
_WIDTH_BY_SIGN = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_WIDE, _OTHER = 11, 7

_Column = tuple[str, Mapping[Locale, Shares]]
"""A heading, and what stands below it."""


def format_coverage_svg(report: CoverageReport) -> str:
    """Return the badge of all locales counted, together; with `is_matrix` a cell for every locale and type.

    Where the report has pages, it is of what readers see in these locales, which is not told apart by type.
    """
    return _matrix(report) if report.is_matrix else _badge(report)


def _subject(report: CoverageReport) -> Subject:
    return "page" if report.pages else report.measure


def _badge(report: CoverageReport) -> str:
    coverage, subject = report.coverage, _subject(report)
    shares = _total(report)
    is_whole = len(coverage.locales) == len(report.schema.locales)
    name = tr("coverage") if is_whole else ", ".join(coverage.locales)
    texts = _short(name), _say(shares, subject)
    left, right = (text_width(text) + 12 for text in texts)
    whole = left + right
    parts = (
        f'<rect width="{whole}" height="{_HEIGHT}" rx="3" fill="{_color(shares)}"/>',
        f'<rect width="{left}" height="{_HEIGHT}" rx="3" fill="#3f4249"/>',
        f'<rect x="{left - 3}" width="3" height="{_HEIGHT}" fill="#3f4249"/>',
        _text(texts[0], left / 2, 14),
        _text(texts[1], left + right / 2, 14),
    )
    return _svg(whole, _HEIGHT, _title(name, shares, subject), "".join(parts))


def _total(report: CoverageReport) -> Shares:
    """Return the shares of all locales together."""
    if report.pages:
        return page_shares(reduce(add, (each.characters for each in report.pages.locales.values()), PageCharacters()))
    return measure_shares(reduce(add, report.coverage.locales.values(), LocaleCoverage()), report.measure)


def _columns(report: CoverageReport) -> list[_Column]:
    """Return the matrix's columns: of what readers see one; else all types together, and each if there are more."""
    if report.pages:
        seen = {locale: page_shares(each.characters) for locale, each in report.pages.locales.items()}
        return [(trp("column", "All"), seen)]
    types = report.coverage.by_type or {}
    tables = [(trp("column", "All"), report.coverage.locales)] if len(types) != 1 else []
    tables += [(_short(report.label(name)), table) for name, table in types.items()]
    return [
        (heading, {locale: measure_shares(numbers, report.measure) for locale, numbers in table.items()})
        for heading, table in tables
    ]


def _matrix(report: CoverageReport) -> str:
    coverage, subject, columns = report.coverage, _subject(report), _columns(report)
    first = max((text_width(locale) for locale in coverage.locales), default=0) + 12
    widths = [max(text_width(heading) + 12, _CELL) for heading, _ in columns]
    starts = [first + sum(widths[:number]) for number in range(len(columns))]
    parts = [
        _text(heading, start + width / 2, 15, is_dark=True)
        for (heading, _), start, width in zip(columns, starts, widths, strict=True)
    ]
    for row, locale in enumerate(coverage.locales, 1):
        top = row * _ROW
        parts.append(_text(locale, first / 2, top + 15, is_dark=True))
        for (heading, table), start, width in zip(columns, starts, widths, strict=True):
            parts.append(_cell(f"{locale}, {heading}", table[locale], subject, (start, top, width)))
    name = say_measure(subject)
    title = f"{visible_text(coverage.collection)}: {tr('coverage')}, {name}"
    caption = _text(name, 6 + text_width(name) / 2, 15 + _ROW * (len(coverage.locales) + 1), is_dark=True)
    width = max(first + sum(widths), text_width(name) + 12)
    return _svg(width, _ROW * (len(coverage.locales) + 2), title, "".join(parts) + caption)


def _cell(name: str, shares: Shares, subject: Subject, place: tuple[float, float, float]) -> str:
    left, top, width = place
    rect = (
        f'<rect x="{left + 1}" y="{top + 1}" width="{width - 2}" height="{_ROW - 2}" rx="3" fill="{_color(shares)}"/>'
    )
    text = _text(shares.percent, left + width / 2, top + 15)
    return f"<g><title>{escape(_title(name, shares, subject))}</title>{rect}{text}</g>"


def _say(shares: Shares, subject: Subject) -> str:
    """Return the share that is done, or that there is nothing to do yet."""
    if shares.wanted:
        return say_share(shares, subject)
    return tr("nothing to read yet") if subject == "page" else tr("nothing wanted yet")


def _title(name: str, shares: Shares, subject: Subject) -> str:
    counts = f", {say_counts(shares, subject)}" if shares.wanted else ""
    return f"{name}: {_say(shares, subject)}{counts}"


def _color(shares: Shares) -> str:
    return _NONE if shares.level is None else _COLORS[shares.level]


def _text(text: str, x: float, y: float, *, is_dark: bool = False) -> str:
    """Return one text around a place, as wide as it was measured; `is_dark` goes on the page's own ground."""
    kind = ' class="ink"' if is_dark else ' fill="#fff"'
    return f'<text x="{x:g}" y="{y:g}" textLength="{text_width(text)}"{kind}>{escape(text)}</text>'


def _svg(width: float, height: float, title: str, content: str) -> str:
    """Return a picture that says its title to those who cannot see it."""
    label = escape(title)
    style = "<style>.ink{fill:#3f4249}@media (prefers-color-scheme:dark){.ink{fill:#d5d7db}}</style>"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{label}" xml:lang="{spoken_locale()}">'
        f"<title>{label}</title>{style}<g {_FONT}>{content}</g></svg>\n"
    )


def _short(text: str) -> str:
    text = visible_text(text)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def text_width(text: str) -> int:
    """Return how wide a text is drawn, in pixels; `textLength` makes it so where the font is another.

    A letter is as wide with an accent as without.

    >>> text_width("lv"), text_width("45.5 % of units")
    (10, 83)
    """
    return round(sum(map(_sign_width, text)))


def _sign_width(sign: str) -> float:
    if combining(sign):
        return 0
    letter = normalize("NFD", sign)[0]
    return _WIDTH_BY_SIGN.get(letter) or (_WIDE if east_asian_width(sign) in "WF" else _OTHER)
