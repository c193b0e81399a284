"""Checks of what is no language: placeholders, tags, links, entities, formulas, length."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from l10n.checks import CheckedUnit, Remark, Severity, check, remark
from l10n.words import mark

_BRACE = re.compile(r"(?<![{@$%])\{[A-Za-z_][\w.\[\]]*(?:![rsa])?(?::[^{}\s]*)?\}(?!\})|(?<!\{)\{\d*\}(?!\})")
_NAMED = re.compile(r"%\([A-Za-z_]\w*\)[-+#0-9.]*[diouxXeEfFgGcrsa]|\$\{[A-Za-z_]\w*\}|%\{[A-Za-z_]\w*\}")
_CONVERSION = r"(?<![\d%])%(?:\d+\$)?[-+#0]?(?:\d+|\*)?(?:\.\d+)?(?:hh|h|ll|l|z|j)?[diouxXeEfFgGcsp]"
_PRINTF = re.compile(_CONVERSION)
_PRINTF_ALONE = re.compile(rf"{_CONVERSION}(?![^\W\d_])")
"""Where nothing says that a text is a format, letters that follow show that it is none; else they may be an ending."""
_FORMAT_FLAG = re.compile(r"(?:no-)?[a-z-]+-format")

_TAG = re.compile(r"</?(?P<name>[A-Za-z][A-Za-z0-9:-]*)(?:\s[^<>]*)?/?>")
_HTML_NAMES = """
    a abbr b bdi bdo blockquote br cite code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li
    mark ol p pre q ruby rp rt s samp small span strong sub sup table tbody td tfoot th thead tr tt u ul var wbr
"""
_HTML = frozenset(_HTML_NAMES.split())
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"«»„“”]*[^\s<>\"«»„“”.,;:!?…'\])}]", re.IGNORECASE)
_ADDRESS_PART = re.compile(r"[^a-z]+")
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,7}|#[0-9]{2,6}|#x[0-9a-fA-F]{2,5});")
_FORMULA = re.compile(r"[=+@\t\r-]\s*[A-Za-z_][\w.]*\s*[(|!]|=\s*[-+(\"'\d]|@[A-Z]+\(|[=+@-]\s*\w+\s*\|")


@check("placeholders", Severity.ERROR)
def placeholders(unit: CheckedUnit) -> Iterable[Remark]:
    """A translation has the placeholders of its source, each as often; one plural form may leave the number out.

    The program that fills them in shows the reader a bare `{name}`, or stops.
    """
    if "%" not in unit.text and "%" not in unit.source and "{" not in unit.text and "{" not in unit.source:
        return ()
    return _placeholders(unit)


def _placeholders(unit: CheckedUnit) -> Iterator[Remark]:
    flags = [flag for flag in unit.flags if _FORMAT_FLAG.fullmatch(flag)]
    if any(flag.startswith("no-") for flag in flags):
        return
    expected = _count_placeholders(unit.source, flags)
    is_format = bool(flags) or any(name[0] == "%" for name in expected)
    found = _count_placeholders(unit.text, flags, is_format=is_format)
    if "$" in unit.text and "%" in unit.text:
        found, expected = _numbered(unit.text, found), _numbered(unit.source, expected)
    if found == expected:
        return
    if unit.source_plural is not None:
        other = _count_placeholders(unit.source_plural, flags)
        if found == other or (
            found <= (expected | other) and sum((expected | other).values()) - sum(found.values()) == 1
        ):
            return
    for name in found - expected:
        place = max(unit.text.find(name), 0)
        says = mark("found the placeholder {name}, which the source has not so often")
        yield remark(says, span=(place, place + len(name)), name=name)
    for name in expected - found:
        yield remark(mark("found no placeholder {name}, expected it as in the source"), name=name)


def _count_placeholders(text: str, flags: list[str], *, is_format: bool = False) -> Counter[str]:
    """Return how often each placeholder stands in a text.

    >>> sorted(_count_placeholders("{n} of %(all)s, 100 % sure, %d", []))
    ['%(all)s', '%d', '{n}']
    """
    patterns = [_NAMED, _PRINTF if is_format or flags else _PRINTF_ALONE] if "%" in text or "$" in text else []
    if "{" in text and (not flags or any("brace" in flag or flag in _BRACED for flag in flags)):
        patterns.append(_BRACE)
    return Counter(match[0] for pattern in patterns for match in pattern.finditer(text))


def _numbered(text: str, found: Counter[str]) -> Counter[str]:
    """Return placeholders with the place of each: `%s of %d` says the same as `%2$d, %1$s`.

    >>> _numbered("%s of %d", Counter({"%s": 1, "%d": 1})) == Counter({"%1$s": 1, "%2$d": 1})
    True
    """
    printf = [match[0] for match in _PRINTF.finditer(text)]
    named = [name if "$" in name else f"%{n}${name[1:]}" for n, name in enumerate(printf, 1)]
    return found - Counter(printf) + Counter(named)


_BRACED = frozenset({"csharp-format", "java-format", "rust-format", "javascript-format", "kde-kuit-format"})


@check("tags", Severity.ERROR)
def tags(unit: CheckedUnit) -> Iterable[Remark]:
    """A translation has the tags of its source: the same ones, each as often.

    A tag that is missing or misspelled turns the rest of the page bold, or a link dead.
    """
    if "<" not in unit.text and "<" not in unit.source:
        return ()
    return _tags(unit)


def _tags(unit: CheckedUnit) -> Iterator[Remark]:
    known = _HTML.union(match["name"].lower() for match in _TAG.finditer(unit.source) if match[0].startswith("</"))
    found, expected, other = (_count_tags(text, known) for text in (unit.text, unit.source, unit.source_plural or ""))
    if found == expected or (unit.source_plural is not None and found == other):
        return
    extra = found - expected
    for match in _TAG.finditer(unit.text):
        if extra[name := _tag_name(match)] > 0:
            extra[name] -= 1
            says = mark("found the tag {name}, which the source has not so often")
            yield remark(says, span=match.span(), name=name)
    for name in expected - found:
        yield remark(mark("found no tag {name}, expected it as in the source"), name=name)


def _count_tags(text: str, known: Collection[str]) -> Counter[str]:
    """Return how often each tag stands in a text; `<unnamed>` is none, unless the source closes it."""
    return Counter(_tag_name(match) for match in _TAG.finditer(text) if match["name"].lower() in known)


def _tag_name(match: re.Match[str]) -> str:
    end = "</" if match[0].startswith("</") else "<"
    return f"{end}{match['name'].lower()}>"


@check("links", Severity.WARNING)
def links(unit: CheckedUnit) -> Iterable[Remark]:
    """A translation has as many links as its source, to the same sites; a page in another language is fine.

    Readers follow links to check what a text says.
    """
    if "://" not in unit.text and "://" not in unit.source and "www." not in unit.text and "www." not in unit.source:
        return ()
    return _links(unit)


def _links(unit: CheckedUnit) -> Iterator[Remark]:
    source = Counter(_site(match[0]) for match in _LINK.finditer(unit.source))
    target = Counter(_site(match[0]) for match in _LINK.finditer(unit.text))
    extra = target - source
    for match in _LINK.finditer(unit.text):
        if extra[site := _site(match[0])] > 0:
            extra[site] -= 1
            says = mark("found the link {link}, which the source has not")
            yield remark(says, span=match.span(), link=match[0][:60])
    for site in source - target:
        yield remark(mark("found no link to {site}, expected one as in the source"), site=site)
    if source == target:
        yield from _other_pages(unit)


def _other_pages(unit: CheckedUnit) -> Iterator[Remark]:
    """Yield the links to another page of the very same host, unless an address says which language it is in."""
    known = Counter(match[0] for match in _LINK.finditer(unit.source))
    codes = {unit.locale, unit.source_locale, unit.locale.partition("-")[0], unit.source_locale.partition("-")[0]}
    for match in _LINK.finditer(unit.text):
        if known[match[0]] > 0:
            known[match[0]] -= 1
            continue
        same = [link for link in known if known[link] > 0 and _host(link) == _host(match[0])]
        if same and codes.isdisjoint(_ADDRESS_PART.split(match[0].lower() + " " + same[0].lower())):
            says = mark("found the link {link}, expected {expected} as in the source")
            yield remark(says, span=match.span(), link=match[0][:60], expected=same[0][:60])


def _host(link: str) -> str:
    return re.split(r"[/?#:]", link.partition("://")[2] or link, maxsplit=1)[0].lower()


def _site(link: str) -> str:
    """Return the last two labels of a link's host, which a page's other languages share.

    >>> _site("https://lv.wikipedia.org/wiki/Petrograda"), _site("www.example.com/en?x#y")
    ('wikipedia.org', 'example.com')
    """
    return ".".join(_host(link).split(".")[-2:])


@check("entity", Severity.WARNING, sources=True)
def entity(unit: CheckedUnit) -> Iterable[Remark]:
    """A text has characters, not HTML entities, unless its source has entities too.

    A record's text is escaped when it is shown, so that its readers see `&nbsp;` as it stands.
    """
    if "&" not in unit.text:
        return ()
    if _ENTITY.search(unit.source) or (unit.field is None and (unit.is_source or "<" in unit.source)):
        return ()
    return _entities(unit.text)


def _entities(text: str) -> Iterator[Remark]:
    from html import unescape

    for match in _ENTITY.finditer(text):
        char = unescape(match[0])
        if char != match[0]:
            says = mark("found the entity {entity}, expected the character itself ({char})")
            yield remark(says, span=match.span(), entity=match[0], char=repr(char))


@check("formula", Severity.WARNING, sources=True)
def formula(unit: CheckedUnit) -> Iterable[Remark]:
    """No text begins as a spreadsheet's formula does, unless its source does too.

    A table with `=HYPERLINK(…)` in a cell does in the reader's spreadsheet whatever its writer wished.
    """
    if unit.text[0] not in "=+-@\t\r":
        return ()
    match = _FORMULA.match(unit.text)
    if match is None or (unit.source and _FORMULA.match(unit.source)):
        return ()
    return (remark(mark("found {found} at the beginning, expected words"), span=match.span(), found=repr(match[0])),)


@check("max-length", Severity.WARNING, sources=True)
def max_length(unit: CheckedUnit) -> Iterable[Remark]:
    """A text is not longer than its field allows.

    What is longer is cut off, or breaks the layout that it stands in.
    """
    limit, size = unit.max_length, len(unit.text)
    if not limit or size <= limit:
        return ()
    says = mark("found a text of length {found}, expected at most {limit}")
    return (remark(says, span=(limit, size), found=size, limit=limit),)
