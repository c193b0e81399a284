"""A record as readers of one locale see it, or as those of every locale do in short: as text and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from l10n.dates.calendars import Calendar
from l10n.dates.format import format_date
from l10n.locales import Locale
from l10n.reports.figures import GAP, cell_width, fitting_columns, fold, format_part, pad
from l10n.reports.visible import visible_lines, visible_text, writable_text
from l10n.schema import FieldKind
from l10n.served import ServedField, ServedName, ServedRecord, ServedText, Why
from l10n.words import mark, number, tr, trn

VERSION = 1
MAX_WIDTH = 80
MIN_WIDTH = 40
_LABEL_WIDTH = 20
_DIM, _YELLOW, _RED, _BOLD = "2", "33", "31", "1"
_HEADINGS = tuple(map(mark, ("Locale", "Texts", "Names", "Stale", "Missing", "Borrowed from")))


class Tally(Struct, frozen=True, kw_only=True):
    """How many of some texts are what to a reader."""

    own: int
    stale: int
    """In the asked locale, and to be confirmed by a person."""
    borrowed: Mapping[Locale, int]
    missing: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.own + self.stale + sum(self.borrowed.values()) + self.missing


def tally(texts: Iterable[ServedText]) -> Tally:
    """Return how many of the texts are what."""
    found = list(texts)
    held = [text for text in found if text.why in {Why.OWN, Why.SAME}]
    borrowed = Counter(text.locale for text in found if text.is_borrowed and text.locale)
    return Tally(
        own=sum(not text.is_stale for text in held),
        stale=sum(text.is_stale for text in held),
        borrowed=dict(borrowed.most_common()),
        missing=sum(text.why is Why.MISSING for text in found),
    )


def _split(served: ServedRecord) -> tuple[Tally, Tally]:
    """Return the tallies of the record's own texts and of the labels of linked records."""
    fields = list(_iter_fields(served.fields))
    names = (name.label for field in fields for name in field.names)
    return tally(text for field in fields for text in field.texts), tally(label for label in names if label)


def _iter_fields(fields: Iterable[ServedField]) -> Iterator[ServedField]:
    """Yield fields and the fields of their items."""
    for field in fields:
        yield field
        for item in field.items:
            yield from _iter_fields(item)


# JSON


def format_served_json(served: ServedRecord) -> str:
    """Return a record as one reader sees it as one JSON object, with a line break at the end."""
    value = {"version": VERSION, **_head(served), "locale": served.locale, "label": _text_value(served.label)}
    return _format_json({**value, "fields": [_field_value(field) for field in served.fields]})


def format_overview_json(served: Sequence[ServedRecord]) -> str:
    """Return what a record is to readers of each locale as one JSON object; one record in different locales."""
    locales = {
        each.locale: dict(zip(("texts", "names"), map(_tally_value, _split(each)), strict=True)) for each in served
    }
    return _format_json({"version": VERSION, **_head(served[0]), "per_locale": locales})


def _head(served: ServedRecord) -> dict[str, Any]:
    return {"key": served.key, "source": served.source, "locales": list(served.locales)}


def _format_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _tally_value(counts: Tally) -> dict[str, Any]:
    return {
        "own": counts.own,
        "stale": counts.stale,
        "borrowed": dict(counts.borrowed),
        "missing": counts.missing,
        "total": counts.total,
    }


def _text_value(text: ServedText | None) -> dict[str, Any] | None:
    if text is None:
        return None
    return {"path": text.path, "text": text.text, "locale": text.locale, "why": text.why, "stale": text.is_stale}


def _field_value(field: ServedField) -> dict[str, Any]:
    value = {"name": field.field.name, "kind": field.field.kind, "label": field.field.label}
    if field.texts:
        return {**value, "texts": [_text_value(text) for text in field.texts]}
    if field.names:
        return {**value, "names": [_name_value(name) for name in field.names]}
    if field.items:
        return {**value, "items": [[_field_value(inner) for inner in item] for item in field.items]}
    if field.calendar is not Calendar.GREGORIAN:
        value["calendar"] = field.calendar
    return {**value, "value": field.value}


def _name_value(name: ServedName) -> dict[str, Any]:
    label = _text_value(name.label)
    return {
        "key": name.key,
        "known": name.is_known,
        "label": label,
        "dates": {date.field: date.value for date in name.dates},
    }


# Text


class _Line(Struct, frozen=True):
    """A line of text, and how a terminal shows it."""

    text: str
    style: str = ""


def format_served(
    served: ServedRecord, *, width: int = MAX_WIDTH, color: bool = False, encoding: str = "utf-8"
) -> Iterator[str]:
    """Yield the lines of a record as one reader sees it, at most 80 columns wide once written in an encoding.

    In front of every text that is not in the asked locale stands the locale that it is in; it comes first so that it
    keeps its place whichever way the text runs.
    """
    width = max(min(width, MAX_WIDTH), MIN_WIDTH)
    title = tr("{key} as readers of {locale} see it", key=served.key, locale=served.locale)
    yield from fold(title, width).split("\n")
    yield "─" * width
    labels = [_short_label(writable_text(visible_text(field.field.label), encoding)) for field in served.fields]
    column = max(map(cell_width, labels), default=0) + GAP
    for label, field in zip(labels, served.fields, strict=True):
        lines = (_Line(writable_text(line.text, encoding), line.style) for line in _field_lines(field, served.locale))
        yield from _format_field(pad(label, column), lines, width, is_text=bool(field.texts), color=color)


def format_summary(served: ServedRecord, *, width: int = MAX_WIDTH) -> Iterator[str]:
    """Yield the lines that say how much of a page is in the asked locale."""
    counts = tally(served.iter_texts())
    parts = [tr("{n} in {locale}", n=number(counts.own + counts.stale), locale=served.locale)]
    if counts.stale:
        parts.append(tr("{n} of them stale", n=number(counts.stale)))
    if counts.borrowed:
        codes = ", ".join(f"{locale} {number(n)}" for locale, n in counts.borrowed.items())
        parts.append(tr("borrowed: {locales}", locales=codes))
    if counts.missing:
        parts.append(tr("{n} missing", n=number(counts.missing)))
    line = f"{trn('{n} text', '{n} texts', counts.total)}: {', '.join(parts)}"
    yield from fold(line, max(min(width, MAX_WIDTH), MIN_WIDTH)).split("\n")


def format_overview(
    served: Sequence[ServedRecord], *, width: int = MAX_WIDTH, color: bool = False, encoding: str = "utf-8"
) -> Iterator[str]:
    """Yield the lines of what a record is to readers of each locale; one record in different locales.

    They are at most 80 columns wide; where there is no room for it, the column of what is borrowed goes.
    """
    width = max(min(width, MAX_WIDTH), MIN_WIDTH)
    first = served[0]
    source = next((each.label for each in served if each.locale == first.source), None)
    label = writable_text(visible_text(source.text or ""), encoding) if source else ""
    yield from (line.rstrip() for line in _wrap(f"{first.key}  {label}".rstrip(), width, ""))
    own = ", ".join(first.locales) or "–"
    yield from fold(tr("written in {locale}; own text in: {locales}", locale=first.source, locales=own), width).split(
        "\n"
    )
    yield ""
    rows = [tuple(map(tr, _HEADINGS)), *(_overview_row(each) for each in served)]
    styles = ["", *(_BOLD if each.locale == first.source else "" for each in served)]
    for index, lines in enumerate(_overview_lines(rows, width)):
        yield from (_styled(line, styles[index], color=color) for line in lines)
        if not index:
            yield "─" * width


def _overview_lines(rows: Sequence[Sequence[str]], width: int) -> Iterator[list[str]]:
    """Yield the lines of each row of a table; what its last column says goes on below, in that column."""
    *columns, last = zip(*rows, strict=True)
    columns = [columns[place] for place in fitting_columns(columns, (3, 2), width)]
    widths = [max(map(cell_width, column)) for column in columns]
    room = width - sum(widths) - GAP * len(widths)
    is_shown = room >= cell_width(last[0])
    for (first, *numbers), text in zip(zip(*columns, strict=True), last, strict=True):
        cells = [pad(first, widths[0]), *(cell.rjust(size) for cell, size in zip(numbers, widths[1:], strict=True))]
        start = (" " * GAP).join(cells)
        beside, *below = fold(text, room).split("\n") if is_shown else [""]
        indent = " " * (width - room)
        yield [f"{start}{' ' * GAP}{beside}".rstrip(), *(f"{indent}{line}" for line in below)]


def _overview_row(served: ServedRecord) -> tuple[str, ...]:
    """Return one line of the overview, in the order of `_HEADINGS`."""
    texts, names = _split(served)
    borrowed = Counter(texts.borrowed) + Counter(names.borrowed)
    return (
        served.locale,
        format_part(texts.own, texts.total),
        format_part(names.own, names.total),
        number(texts.stale + names.stale),
        number(texts.missing + names.missing),
        ", ".join(f"{locale} {number(count)}" for locale, count in borrowed.most_common()),
    )


def _field_lines(field: ServedField, locale: Locale) -> Iterator[_Line]:
    yield from map(_text_line, field.texts)
    yield from (_name_line(name, locale) for name in field.names)
    for item in field.items:
        for inner in item:
            label = visible_text(inner.field.label)
            yield from (_Line(f"{label}: {line.text}", line.style) for line in _field_lines(inner, locale))
    if field.field.kind is FieldKind.DATE:
        yield _Line(visible_text(format_date(field.value, locale, field.calendar)))
    elif field.value is not None:
        value = field.value if isinstance(field.value, str) else json.dumps(field.value, ensure_ascii=False)
        yield _Line(visible_text(value))


def _text_line(text: ServedText) -> _Line:
    """Return a text with its mark; its own line breaks stay."""
    if text.text is None:
        return _Line(f"[{tr('missing')}]", _RED)
    marks = [text.locale or ""] if text.is_borrowed else []
    marks += [tr("stale")] if text.is_stale else []
    shown = visible_lines(text.text)
    style = _DIM if text.is_borrowed else _YELLOW if text.is_stale else ""
    return _Line(f"[{', '.join(marks)}] {shown}" if marks else shown, style)


def _name_line(name: ServedName, locale: Locale) -> _Line:
    if not name.is_known:
        return _Line(f"{name.key} ({tr('there is no such record')})", _RED)
    line = _text_line(name.label) if name.label else _Line("")
    shown = line.text if name.label and name.label.text else f"{line.text} {name.key}".strip()
    dates = ", ".join(
        written if date.field == FieldKind.DATE else f"{date.label or date.field}: {written}"
        for date in name.dates
        if (written := format_date(date.value, locale, date.calendar))
    )
    return _Line(f"{shown} ({visible_text(dates)})" if dates else shown, line.style)


def _short_label(label: str) -> str:
    """Return a label with an ellipsis for what finds no room."""
    from rich.cells import set_cell_size

    return label if cell_width(label) <= _LABEL_WIDTH else f"{set_cell_size(label, _LABEL_WIDTH - 1).rstrip()}…"


def _format_field(start: str, lines: Iterable[_Line], width: int, *, is_text: bool, color: bool) -> Iterator[str]:
    """Yield the lines of one field: its label, `start`, beside the first; blank lines between paragraphs only."""
    column = cell_width(start)
    hanging = "" if is_text else "  "
    for number_, line in enumerate(lines):
        if number_ and is_text:
            yield ""
        for part in _wrap(line.text, width - column, hanging):
            yield f"{start}{_styled(part, line.style, color=color)}".rstrip()
            start = " " * column


def _wrap(text: str, width: int, hanging: str) -> Iterator[str]:
    """Yield a text in lines of so many columns; all but the first begin with `hanging`."""
    from rich.console import Console
    from rich.text import Text

    room = width - len(hanging)
    lines = Text(text).wrap(Console(width=width, color_system=None), room)
    yield from (f"{hanging if index else ''}{line.plain.rstrip()}" for index, line in enumerate(lines))


def _styled(text: str, style: str, *, color: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if color and style and text else text
