"""Changes: how a source text differs from what it was, and what that asks of its translations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple
from unicodedata import normalize

from l10n.text import UNSPACED

_NUMBER_MARK, _LINK_MARK = "\ufdd0", "\ufdd1"
"""Stand for a number and a link in a text's words: two of Unicode's noncharacters, which no text may hold."""
_WORDS = re.compile(rf"(?:[{UNSPACED}]|[^\s{UNSPACED}]+)\s*")

_LINK = r"(?:https?://|www\.)[^\s<>\"«»„“”]*[^\s<>\"«»„“”.,;:!?…')\]]|[\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)+"
_PLACEHOLDER = r"(?<!\d)%(?:\([^)\s]*\))?[-+#0-9.$*]+|\{[^{}\n]*\}|&#x?[0-9A-Fa-f]+;"
_NUMBER = r"\d{1,3}(?:[ \u00a0\u2009\u202f'\u2019]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,:/]\d+)*"
_FACT = re.compile(
    rf"(?P<link>(?<!\w)(?:{_LINK}))|(?:{_PLACEHOLDER})|(?<![^\W_{UNSPACED}])(?P<number>{_NUMBER})", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")

_DIGIT = rf"[\d{_NUMBER_MARK}]"
_LETTER = rf"[\w{_NUMBER_MARK}{_LINK_MARK}]"
_DASHES = "\u2010-\u2015\u2212-"
_TYPOGRAPHY = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        ("[\u00ad\u200b\u2060\ufeff]", ""),
        (r"(?<![^\s(])«\s+|\s+»(?![^\s.,;:!?)])|[“”„‟«»]", '"'),
        ("[‘’‚‛‹›´\u02bc]", "'"),
        (rf'(?<!{_DIGIT})"', "'"),  # behind a digit both are signs of measure, and differ
        ("…", "..."),
        (rf"(?<=\s)-{{2,3}}(?=\s)|(?<={_LETTER})-{{2,3}}(?={_LETTER})", "—"),
        (rf"(?<={_DIGIT})\s*[{_DASHES}]\s*(?={_DIGIT})", "-"),
        (rf"(?:\A|\s+)[{_DASHES}](?:\s+|\Z)|\s*[—―]\s*", "—"),
        ("[\u2010-\u2013\u2212]", "-"),
        (rf"\s+(?=[,.;:!?)%](?!{_LETTER}))|(?<=\()\s+", ""),
        (r"\s+", " "),
    )
)
"""What to write instead of what, one after the other, so that texts that differ in typography alone become equal."""


class ChangeClass(StrEnum):
    """What kind of difference there is between two versions of a text."""

    NONE = "none"
    TYPOGRAPHY = "typography"
    """Only how the same words and marks are typed: every translation stays right."""
    FACTS = "facts"
    """Only numbers, dates in digits or links: a translation is right but for these; see `patch_facts`."""
    TEXT = "text"


def classify_change(old: str, new: str) -> ChangeClass:
    """Return the least class that covers all differences; the order of the two does not matter.

    Typography is: the kind and amount of white space, the shape of quotation marks, apostrophes and dashes, `...` for
    `…`, soft hyphens, and Unicode's composed or decomposed letters. Punctuation that is there or is not (a comma, a
    final full stop, quotation marks around a word) is text, for a translation repeats it; so is a line break at either
    end, which gettext wants alike on both sides, and a hyphen in place of a spaced dash. Placeholders are text.

    >>> classify_change("The 'Reds' - in 1922", "The “Reds” — in 1922").value
    'typography'
    >>> classify_change("12 people in 1922", "13 people in 1923").value
    'facts'
    >>> classify_change("In 1922", "In February 1922").value
    'text'
    """
    if old == new:
        return ChangeClass.NONE
    before, after = (_take_apart(normalize("NFC", text)) for text in (old, new))
    if before.words != after.words:
        return ChangeClass.TEXT
    is_same = [fact.value for fact in before.facts] == [fact.value for fact in after.facts]
    return ChangeClass.TYPOGRAPHY if is_same else ChangeClass.FACTS


def patch_facts(old_source: str, new_source: str, old_target: str) -> str | None:
    """Return the translation with the facts that changed in its source, where no more changed and all is certain.

    A number is known by its groups of digits, whatever stands between them in the target locale: 10,000 is 10 000. It
    must stand once in the old source and once in the translation; a link likewise. Else, or where a number gains or
    loses a group, the result is None. It is a proposal: the words beside a number may have to agree with it.

    >>> patch_facts("On 5 May 1922", "On 6 May 1922", "1922. gada 5. maijā")
    '1922. gada 6. maijā'
    >>> patch_facts("On 5 May 1922", "On 6 May 1922", "1922. gada piektajā maijā") is None
    True
    """
    if classify_change(old_source, new_source) is not ChangeClass.FACTS:
        return None
    sources = (normalize("NFC", text) for text in (old_source, new_source))
    before, after, target = (_take_apart(text).facts for text in (*sources, old_target))
    in_source, in_target = (Counter(fact.groups for fact in facts) for facts in (before, target))
    changes: dict[tuple[str, ...], tuple[str, ...]] = {}
    for old, new in zip(before, after, strict=True):
        if old.value == new.value:
            continue
        is_alike = len(old.groups) == len(new.groups) and old.groups != new.groups
        if not is_alike or in_source[old.groups] != 1 or in_target[old.groups] != 1:
            return None
        changes[old.groups] = new.groups
    return _replace_facts(old_target, target, changes)


def word_difference(old: str, new: str, context: int = 3) -> str:
    """Return one line with the words that went as `[-…-]` and those that came as `{+…+}`.

    Of unchanged stretches the `context` words next to a change stay. Differences of white space alone are not shown;
    where there is no other, the result is empty.

    >>> word_difference("In 1922 the Cheka was abolished by decree.", "In February 1922 the Cheka was dissolved.")
    'In {+February+} 1922 the Cheka was [-abolished by decree.-]{+dissolved.+}'
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    old_words, new_words = ([word.rstrip() for word in words] for words in (before, after))
    blocks = SequenceMatcher(None, old_words, new_words, autojunk=False).get_opcodes()
    if all(kind == "equal" for kind, *_ in blocks):
        return ""
    pieces = []
    for n, (kind, start, end, new_start, new_end) in enumerate(blocks):
        if kind == "equal":
            head, tail = context if n else 0, context if n < len(blocks) - 1 else 0
            same = [max(pair, key=len) for pair in zip(before[start:end], after[new_start:new_end], strict=True)]
            pieces.append(_shortened(same, head, tail))
        else:
            pieces.append(_marked(before[start:end], after[new_start:new_end]))
    return " ".join("".join(pieces).split())


class _Fact(NamedTuple):
    """A number or link in a text."""

    start: int
    end: int
    value: str
    """As it stands there, but with plain spaces."""
    groups: tuple[str, ...]
    """A number's groups of digits; the whole of a link."""


class _Parts(NamedTuple):
    """A text in two: what it says without its facts, regardless of typography, and the facts."""

    words: str
    facts: list[_Fact]


def _take_apart(text: str) -> _Parts:
    """Return a text's words, with marks in place of the facts, and the facts in order."""
    pieces: list[str] = []
    facts: list[_Fact] = []
    position = 0
    for match in _FACT.finditer(text):
        number, link = match["number"], match["link"]
        if number or link:
            pieces += (text[position : match.start()], _NUMBER_MARK if number else _LINK_MARK)
            groups = tuple(_DIGITS.findall(number)) if number else (link,)
            facts.append(_Fact(match.start(), match.end(), " ".join(match[0].split()), groups))
            position = match.end()
    pieces.append(text[position:])
    return _Parts(_plain("".join(pieces)), facts)


def _plain(text: str) -> str:
    """Return a text without its typography.

    >>> _plain(" «Reds» …  1918 – 1922 ")
    "'Reds'... 1918-1922"
    """
    plain = text
    for pattern, replacement in _TYPOGRAPHY:
        plain = pattern.sub(replacement, plain)
    ends = ("\n" if text.startswith(("\n", "\r")) else "", "\n" if text.endswith(("\n", "\r")) else "")
    return plain.strip().join(ends)


def _replace_facts(text: str, facts: list[_Fact], changes: dict[tuple[str, ...], tuple[str, ...]]) -> str:
    """Return the text with other facts; a number keeps what stands between its groups."""
    pieces: list[str] = []
    position = 0
    for fact in facts:
        if fact.groups in changes:
            old, new = text[fact.start : fact.end], changes[fact.groups]
            pieces += (text[position : fact.start], new[0] if old == fact.groups[0] else _regrouped(old, iter(new)))
            position = fact.end
    return "".join(pieces) + text[position:]


def _regrouped(number: str, groups: Iterator[str]) -> str:
    """Return a number with other groups of digits.

    >>> _regrouped("10 000", iter(("12", "500")))
    '12 500'
    """
    return _DIGITS.sub(lambda _: next(groups), number)


def _shortened(words: list[str], head: int, tail: int) -> str:
    """Return an unchanged stretch without what is between its first and last words."""
    if len(words) <= head + tail:
        return "".join(words)
    return f"{''.join(words[:head])} … {''.join(words[len(words) - tail :])}"


def _marked(gone: list[str], come: list[str]) -> str:
    """Return words that went and words that came, in their marks, and a space if one follows them."""
    old, new = "".join(gone), "".join(come)
    marks = (f"[-{old.strip()}-]" if old else "", f"{{+{new.strip()}+}}" if new else "")
    return "".join(marks) + (" " if (new or old)[-1:].isspace() else "")
