"""Entries read as items: which locale a row's label is in, its dates in EDTF, its declared locales."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from l10n.dates import parse_date, parse_legacy_date
from l10n.errors import L10nError, ParseError, Place
from l10n.imports.items import FACTS, Item, fold_label
from l10n.imports.page import Capture, Entry
from l10n.language import find_fitting, identify, identify_surely
from l10n.locales import Locale
from l10n.record_json import text_problem
from l10n.schema import Schema


class EntryReader:
    """Reads the parts of one page; `problems` holds what it could not."""

    def __init__(self, capture: Capture, schema: Schema, locale: str | None) -> None:
        """Settle which locale the page is in: the one that is given, or else told by its paragraphs or title."""
        self._capture = capture
        self._schema = schema
        self.problems: list[L10nError] = []
        self.locale = schema.locale(locale) if locale is not None else self._find_locale()
        is_held = capture.interface in schema.locales
        self._prior = capture.interface if is_held else self.locale

    def _find_locale(self) -> Locale:
        texts = [paragraph.text for paragraph in self._capture.paragraphs] or [self._capture.title.text]
        text, interface = " ".join(texts), self._capture.interface
        if interface in self._schema.locales:
            found = identify(text, self._schema.locales, prior=interface)
        else:
            found = identify_surely(texts, self._schema.locales)
        if found is None:
            known = ", ".join(self._schema.locales)
            message = f"cannot tell which locale {text[:60]!r} is in, expected the page's to be given, one of {known}"
            raise ParseError(message, Place(self._capture.path, self._capture.title.line))
        return found

    def fail(self, line: int, message: str) -> None:
        """Report a problem of a line."""
        self.problems.append(ParseError(message, Place(self._capture.path, line)))

    def read_title(self, type_: str, *, is_given: bool) -> Item:
        """Return the page's title as an item; a given locale is the title's too, else it may be in another."""
        title = self._capture.title
        found = None if is_given else identify(title.text, self._schema.locales, prior=self.locale)
        return Item(type=type_, label=title.text, locale=found or self.locale, facts={}, line=title.line)

    def read_items(self, type_: str, entries: Iterable[Entry]) -> tuple[Item, ...]:
        """Return the items of one list, without those that cannot be read and those that stand there twice."""
        items: dict[tuple[object, ...], Item] = {}
        for entry in entries:
            item = self._read_item(type_, entry)
            if item is not None:
                identity = (item.locale, fold_label(item.label), *item.facts.items())
                if identity in items:
                    self.fail(item.line, f"{item.label!r} stands on line {items[identity].line} too, expected it once")
                items.setdefault(identity, item)
        return tuple(items.values())

    def _read_item(self, type_: str, entry: Entry) -> Item | None:
        row = entry.row
        declared = self._read_declared(entry)
        try:
            facts = _read_facts(type_, row.dates)
        except ParseError as error:
            self.fail(row.line, f"{error.message}; {row.label!r} is left out")
            return None
        field = self._schema.types[type_].label_field
        problem = text_problem(field, row.label) if field else ""
        locale = self._find_label_locale(row.label, declared)
        if problem or locale is None:
            choice = ", ".join(find_fitting(row.label, declared) or self._schema.locales)
            self.fail(row.line, problem or f"cannot tell which of {choice} {row.label!r} is in; it is left out")
            return None
        return Item(type=type_, label=row.label, locale=locale, facts=facts, declared=declared, line=row.line)

    def _read_declared(self, entry: Entry) -> tuple[Locale, ...]:
        for code, locale in entry.declared:
            if locale not in self._schema.locales:
                known = ", ".join(self._schema.locales)
                message = (
                    f"found the language {code!r} of {entry.row.label!r}, expected one of {known} or an alias of one"
                )
                self.fail(entry.row.line, message)
        declared = {locale for _, locale in entry.declared}
        return tuple(locale for locale in self._schema.locales if locale in declared)

    def _find_label_locale(self, label: str, declared: Sequence[Locale]) -> Locale | None:
        """Return the locale of a label: of the declared ones if one fits, and of those the page's if it may be it."""
        fitting = find_fitting(label, declared) or find_fitting(label, self._schema.locales)
        return identify(label, fitting, prior=self._prior)


def _read_facts(type_: str, dates: Sequence[str]) -> dict[str, str]:
    """Return the known dates of a row in EDTF, by field; two dates of an event are an interval."""
    names = FACTS[type_]
    values = [parse_legacy_date(date) or "" for date in dates]
    if len(values) > len(names) == 1 and any(values):
        values = [values[0] if values[0] == values[-1] else parse_date("/".join(values))]
    elif len(values) > len(names):
        raise ParseError(f"found the date {dates[0]!r}, expected none of a {type_}")
    return {name: value for name, value in zip(names, values, strict=False) if value}
