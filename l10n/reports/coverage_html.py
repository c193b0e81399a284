"""Coverage as one HTML page that needs nothing else: no server, no network, and for its tables no script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from msgspec import Struct

from l10n.coverage import LocaleCoverage, RecordStatus, iter_field_paths
from l10n.locales import Locale, posix_locale
from l10n.model import record_key
from l10n.open_units import Doubt, RecordOverview
from l10n.page_coverage import PageCoverage
from l10n.reports.coverage_changes import changes_heading, list_changes, say_changes
from l10n.reports.coverage_report import CoverageReport
from l10n.reports.gates import gate_word, say_gate
from l10n.reports.locale_names import locale_direction, locale_name
from l10n.reports.measures import Measure, Shares, measure_shares, say_counts, say_measure
from l10n.reports.page import ISLANDS, iter_borrowed, page_figures, page_headings, say_islands, shown_name
from l10n.reports.record_data import CHUNK, RecordData, format_island, iter_blocks
from l10n.reports.terminal import (
    SIGNS,
    STATUS_WORDS,
    bar_words,
    column_headings,
    explain_columns,
    format_next_step,
    locale_figures,
)
from l10n.reports.trend import LocaleTrend, chart_lines, end_days, find_places, locale_trends
from l10n.reports.visible import visible_text
from l10n.words import mark, markp, number, spoken_locale, tr, trn, trp

RECORDS = 20_000
"""How many records the page lists at most."""
_HERE = Path(__file__).parent
_WORDS = {
    "found": mark("{shown} of {all} records"),
    "page": mark("Page {page} of {pages}"),
    "open": mark("To do"),
    "locale": mark("Locale"),
    "status": mark("Status"),
    "source": mark("Source locale"),
    "catalog": mark("Catalog"),
    "no_catalog": mark("none yet: run l10n update"),
    "difference": mark("How the source changed since"),
    "nothing": mark("Nothing is left to do here."),
    "printed": mark("Printed are the first {shown} of {all} records. Search or filter the list to print the others."),
    "unknown": mark("There is no record {key} in this report."),
    "close": mark("Close"),
    "all": mark("all"),
}
"""What the page's script says."""
_WORDS_IN_CONTEXT = {
    "record": markp("column", "Record"),
    "missing": markp("column", "Missing"),
    "fuzzy": markp("column", "Fuzzy"),
}
_DOUBTS = {
    # Translators: why a person must confirm a translation.
    Doubt.CHANGED: mark("the source has changed since"),
    Doubt.COPY: mark("it is equal to the source"),
    Doubt.CONFLICT: mark("there is another version of it"),
    Doubt.DRAFT: mark("a translator doubts it"),
}


class _Bar(Struct, frozen=True):
    """Where the parts of a bar end, in percent of its width."""

    wanted: int
    until_done: float
    until_begun: float


class _LocaleRow(Struct, frozen=True):
    code: Locale
    name: str
    shares: _Bar
    figures: tuple[str, ...]


class _HeatCell(Struct, frozen=True):
    percent: str
    level: str
    counts: str
    link: str


class _HeatRow(Struct, frozen=True):
    label: str
    is_field: bool
    cells: tuple[_HeatCell, ...]


class _Island(Struct, frozen=True):
    key: str
    text: str
    """What it is called; empty where that is not known."""
    locale: str


def format_coverage_html(report: CoverageReport) -> str:
    """Return the page: what is behind, where, how it grew, and every record with its open units."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(tr=tr, trn=trn, trp=trp)
    environment.filters.update(code=mark_code, record_key=record_key, unbroken=unbroken)
    style, script = (_read_asset(f"coverage.{ending}") for ending in ("css", "js"))
    page = environment.get_template("coverage.html")
    return page.render(
        report=report,
        style=Markup(style),  # noqa: S704 (our own files)
        script=Markup(script),  # noqa: S704 (as above)
        policy=content_policy(style, script),
        **_words(report),
        **_tables(report),
        **_trend(report),
        changes=[(locale, say_changes(found), list_changes(found)) for locale, found in report.changes.items()],
        changes_title=changes_heading(report.beginning),
        **_pages(report),
        **_records(report),
    )


def mark_code(text: str) -> Markup:
    """Return a text whose backquoted parts are HTML code elements.

    >>> mark_code("run `l10n sync` & <see>")
    Markup('run <code>l10n sync</code> &amp; &lt;see&gt;')
    """
    parts = (
        Markup("<code>{}</code>").format(part) if n % 2 else escape(part) for n, part in enumerate(text.split("`"))
    )
    return Markup("").join(parts)


def unbroken(text: str) -> str:
    r"""Return a text whose numbers stay on one line with their percent signs.

    >>> unbroken("0 % → 25.0 %")
    '0\xa0% → 25.0\xa0%'
    """
    return text.replace(" %", "\N{NO-BREAK SPACE}%")


def content_policy(style: str, script: str) -> str:
    """Return the Content Security Policy that lets the page use this style and this script and nothing else.

    >>> content_policy("a", "b")[:44]
    "default-src 'none'; style-src 'sha256-ypeBEs"
    """
    sources = (b64encode(sha256(text.encode()).digest()).decode() for text in (style, script))
    allowed = "; ".join(
        f"{kind}-src 'sha256-{digest}'" for kind, digest in zip(("style", "script"), sources, strict=True)
    )
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _read_asset(name: str) -> str:
    return (_HERE / "assets" / name).read_text(encoding="utf-8")


def _words(report: CoverageReport) -> dict[str, Any]:
    """Return what the page says of itself."""
    return {
        "lang": spoken_locale(),
        "direction": locale_direction(spoken_locale()),
        "collection": visible_text(report.coverage.collection),
        "headings": column_headings(report.measure),
        "parts": list(zip(("done", "begun", "left"), bar_words(report.measure), strict=True)),
        "explanations": explain_columns(report.measure),
        "measure": say_measure(report.measure),
        "next_step": " ".join(format_next_step(report.coverage, catalogs=report.catalogs).split()),
        "gates": [
            (result.is_passed, gate_word(is_passed=result.is_passed), say_gate(result)) for result in report.gates
        ],
    }


def _tables(report: CoverageReport) -> dict[str, Any]:
    """Return the table of locales and the heat map."""
    coverage = report.coverage
    rows = {locale: _locale_row(locale, numbers, report.measure) for locale, numbers in coverage.locales.items()}
    return {
        "locales": list(rows.values()),
        "groups": [
            (heading, [row for locale, row in rows.items() if (locale in coverage.required) is is_required])
            for heading, is_required in ((tr("Required"), True), (tr("Optional"), False))
        ],
        "heat": list(_heat_rows(report)) if coverage.records else [],
    }


def _locale_row(locale: Locale, numbers: LocaleCoverage, measure: Measure) -> _LocaleRow:
    return _LocaleRow(
        code=locale,
        name=locale_name(locale, spoken_locale()),
        shares=_bar(measure_shares(numbers, measure)),
        figures=locale_figures(numbers, measure),
    )


def _bar(shares: Shares) -> _Bar:
    whole = shares.wanted or 1
    return _Bar(
        wanted=shares.wanted,
        until_done=round(100 * shares.done / whole, 2),
        until_begun=round(100 * (shares.done + shares.begun) / whole, 2),
    )


def _heat_rows(report: CoverageReport) -> Iterator[_HeatRow]:
    """Yield a row for each type, and for its fields where it has several."""
    by_field = report.coverage.by_field or {}
    for name, table in (report.coverage.by_type or {}).items():
        yield _heat_row(report, name, table, is_field=False)
        fields = {path: numbers for path, numbers in by_field.items() if path.startswith(f"{name}/")}
        if len(fields) > 1:
            for path, numbers in fields.items():
                yield _heat_row(report, path, numbers, is_field=True)


def _heat_row(report: CoverageReport, name: str, table: Mapping[Locale, LocaleCoverage], *, is_field: bool) -> _HeatRow:
    cells = (_heat_cell(name, locale, numbers, report.measure) for locale, numbers in table.items())
    return _HeatRow(label=visible_text(report.label(name)), is_field=is_field, cells=tuple(cells))


def _heat_cell(name: str, locale: Locale, numbers: LocaleCoverage, measure: Measure) -> _HeatCell:
    shares = measure_shares(numbers, measure)
    is_open = shares.done < shares.wanted
    return _HeatCell(
        percent=shares.percent,
        level="none" if shares.level is None else str(shares.level),
        counts=say_counts(shares, measure) if shares.wanted else "",
        link=f"#records?locale={locale}&field={name}&status=open" if is_open else "",
    )


def _trend(report: CoverageReport) -> dict[str, Any]:
    """Return the charts, and the same numbers as a table."""
    trends = locale_trends(report.trend, tuple(report.coverage.locales), report.measure)
    points = [
        {
            "day": point.when[:10],
            "revision": point.revision[:10] or tr("not committed"),
            "percents": [_percent(trend.shares[place]) for trend in trends],
        }
        for place, point in enumerate(report.trend)
    ]
    places, is_by_time = find_places([point.when for point in report.trend]) if trends else ([], False)
    return {
        "trends": [_chart(trend, places) for trend in trends],
        "points": points,
        "days": end_days(report.trend) if trends else (),
        "is_by_time": is_by_time,
    }


def _chart(trend: LocaleTrend, places: Sequence[float]) -> dict[str, Any]:
    lines = chart_lines(trend.shares, places)
    end = tuple(lines[-1].split(" ")[-1].split(",")) if lines else ()
    first = trend.first if len(trend.known) > 1 else ""
    return {
        "locale": trend.locale,
        "first": first,
        "last": trend.last,
        "ends": trend.ends,
        "lines": lines,
        "end": end,
        "steps": [Shares(done, 0, 2 - done).percent for done in (2, 1, 0)],
    }


def _percent(shares: Shares | None) -> str:
    return shares.percent if shares else Shares(0, 0, 0).percent


def _pages(report: CoverageReport) -> dict[str, Any]:
    """Return the table of what readers see, and the names to translate first."""
    pages = report.pages
    if pages is None:
        return {"page_headings": (), "page_rows": [], "rankings": [], "islands": []}
    names = {locale: {"code": locale, "name": locale_name(locale, spoken_locale())} for locale in pages.locales}
    return {
        "page_headings": page_headings(),
        "page_rows": [
            (names[locale], page_figures(numbers), list(iter_borrowed(numbers.characters)))
            for locale, numbers in pages.locales.items()
        ],
        "rankings": [(names[locale], list(_ranked(report, locale))) for locale in pages.locales],
        "islands": list(_islands(pages, report.overviews)),
    }


def _ranked(report: CoverageReport, locale: Locale) -> Iterator[dict[str, str]]:
    for name in report.ranking[locale]:
        text, text_locale = shown_name(name)
        yield {
            "key": name.key,
            "text": visible_text(text),
            "locale": text_locale,
            "pages": number(name.pages),
            "sum": number(name.cumulative),
        }


def _islands(pages: PageCoverage, overviews: Sequence[RecordOverview]) -> Iterator[tuple[str, list[_Island], int]]:
    """Yield what to say of each locale's islands, the first of them, and how many more there are."""
    known = {overview.key: overview for overview in overviews}
    for locale, numbers in pages.locales.items():
        shown = [_island(key, known.get(key)) for key in numbers.islands[:ISLANDS]]
        if shown:
            yield say_islands(locale, numbers), shown, len(numbers.islands) - len(shown)


def _island(key: str, overview: RecordOverview | None) -> _Island:
    if overview is None or not overview.label_locale:
        return _Island(key, "", "")
    return _Island(key, visible_text(overview.label), overview.label_locale)


def _records(report: CoverageReport) -> dict[str, Any]:
    """Return the data of the records: the list, and blocks of units."""
    listed = report.overviews[:RECORDS]
    if not listed:
        return {"data": "", "blocks": [], "left_out": 0}
    locales, known = tuple(report.coverage.locales), report.schema.locales
    fields = _fields(report)
    writer = RecordData(locales, known, fields)
    units = [writer.units(record, report.previous) for record in listed]
    files = (report.files.get(record.key, "") for record in listed)
    value = {
        "locales": [
            {"code": locale, "name": locale_name(locale, spoken_locale()), "folder": posix_locale(locale)}
            for locale in locales
        ],
        "known": known,
        "types": [
            {
                "name": name,
                "label": visible_text(report.label(name)),
                "fields": [{"path": path, "label": visible_text(report.label(path))} for path in paths],
            }
            for name, paths in fields.items()
        ],
        "statuses": {
            status.value[0]: {"sign": SIGNS[status][0], "word": trp(*STATUS_WORDS[status])} for status in RecordStatus
        },
        "doubts": [tr(_DOUBTS[doubt]) for doubt in Doubt],
        "words": _script_words(),
        "catalogs": None if report.catalogs is None else list(report.catalogs),
        "chunk": CHUNK,
        "records": list(map(writer.row, listed, units, files)),
        "fields": writer.field_statuses,
    }
    return {
        "data": Markup(format_island(value)),  # noqa: S704 (made safe)
        "blocks": [Markup(block) for block in iter_blocks(units)],  # noqa: S704 (as above)
        "left_out": len(report.overviews) - len(listed),
    }


def _fields(report: CoverageReport) -> dict[str, Sequence[str]]:
    paths = list(iter_field_paths(report.schema))
    return {name: [path for path in paths if path.startswith(f"{name}/")] for name in report.schema.types}


def _script_words() -> dict[str, str]:
    words = {name: tr(text) for name, text in _WORDS.items()}
    return words | {name: trp(*text) for name, text in _WORDS_IN_CONTEXT.items()}
