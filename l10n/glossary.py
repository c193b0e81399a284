"""The glossary: names in several locales, found in texts in whatever form grammar gives them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

from l10n.nearest import split_words
from l10n.text import without_marks

_WHOLE, _LONG = 3, 6
"""A word of up to 3 letters has no ending to lose; one of 6 or more may lose two letters, others one."""
_FEW = 50
"""Of up to so many names it is quicker to look for each in a text than for the text's words among them."""
_ENDING = 3
"""How many letters longer than itself a word may be in another form."""


class Term(Struct, frozen=True):
    """A name that a text mentions."""

    key: str
    """The record that has the name."""
    source: str
    target: str


class _Word(NamedTuple):
    """One word of a name."""

    stem: str
    loose_stem: str
    """What is enough beside another word of the name that has its stem."""
    longest: int
    """How long, in characters, a form of it can be."""

    def is_in(self, text: str, *, loosely: bool = False) -> bool:
        return len(text) <= self.longest and text.startswith(self.loose_stem if loosely else self.stem)


class _Name(NamedTuple):
    """A name that texts in one locale are searched for."""

    number: int
    """Which of the glossary's records has it."""
    text: str
    words: tuple[_Word, ...]
    plain: tuple[str, ...]
    is_capital: bool


class _Words(NamedTuple):
    """The words of a text, without marks."""

    spelled: list[str]
    plain: list[str]
    """In small letters."""

    def has_capital(self, position: int) -> bool:
        first = self.spelled[position][:1]
        return first != first.lower()


class _Mention(NamedTuple):
    """Where a text mentions a name."""

    start: int
    end: int
    likeness: int
    """How many letters of the name stand there unchanged."""
    name: _Name


class Glossary:
    """Names of records, in every locale that has them.

    A text mentions a name if all its words stand there in order, each in some form: with the same stem, and not much
    longer. Letters count without their marks and in either case, for inflection changes marks (Лев Гумилёв, Гумилева;
    Kārlis, Kārļa), but a name of one word must have a capital letter if the name has. Forms that change the stem itself
    (Рига, Ризі) are not found.
    """

    def __init__(self) -> None:
        """Make an empty one."""
        self._names: list[tuple[str, Mapping[str, str]]] = []
        self._numbers: dict[str, int] = {}
        self._indexes: dict[str, _NameIndex] = {}
        self._last: tuple[object, tuple[_Mention, ...]] = (None, ())

    def add(self, key: str, names: Mapping[str, str]) -> None:
        """Add a record's names by locale; they replace those that it had."""
        number = self._numbers.get(key)
        if number is not None:
            if self._names[number][1] == names:
                return
            self._names[number] = (key, {})
        self._numbers[key] = len(self._names)
        self._names.append((key, names))

    def find(
        self, text: str, source_locale: str, target_locale: str, *, linked: Collection[str] = ()
    ) -> tuple[Term, ...]:
        """Return the names that a text mentions and that the target locale has, in the text's order.

        Of names that stand in the same place the longest counts. `linked`: keys of records of which the last word
        alone is a mention too, such as those that the text's own record refers to.

        >>> glossary = Glossary()
        >>> glossary.add("person/leon-trotsky", {"ru": "Лев Троцкий", "lv": "Ļevs Trockis"})
        >>> [term.target for term in glossary.find("Речь Льва Троцкого", "ru", "lv")]
        ['Ļevs Trockis']
        """
        found = self._mentions(text, source_locale, tuple(linked))
        if not found:
            return ()
        mentions = [mention for mention in found if target_locale in self._names[mention.name.number][1]]
        terms = (self._term(mention.name, target_locale) for mention in _longest(mentions))
        return tuple({(term.source, term.target): term for term in terms}.values())

    def has_any(self, text: str, locale: str, *, linked: Collection[str] = ()) -> bool:
        """Tell whether a text mentions any name, whatever locales have it."""
        return bool(self._mentions(text, locale, tuple(linked)))

    def _mentions(self, text: str, locale: str, linked: tuple[str, ...]) -> tuple[_Mention, ...]:
        """Return every mention; a text is usually asked for once for each target locale in turn."""
        question = (text, locale, linked, len(self._names))
        if self._last[0] != question:
            if locale not in self._indexes:
                self._indexes[locale] = _NameIndex(locale)
            index = self._indexes[locale]
            index.extend(self._names)
            numbers = {self._numbers[key] for key in linked if key in self._numbers}
            plain = without_marks(text)
            small = plain.casefold()
            found = index.find(_split(plain), small, numbers) if index.may_find(small) else ()
            self._last = (question, tuple(found))
        return self._last[1]

    def _term(self, name: _Name, target_locale: str) -> Term:
        key, names = self._names[name.number]
        return Term(key=key, source=name.text, target=names[target_locale])


class _NameIndex:
    """The names in one locale, by the stem of the word of each that fewest others have."""

    def __init__(self, locale: str) -> None:
        self._locale = locale
        self._size = 0
        self._by_stem: dict[str, list[tuple[int, _Name]]] = {}
        self._by_number: dict[int, _Name] = {}

    def extend(self, names: list[tuple[str, Mapping[str, str]]]) -> None:
        """Take in the names that came since the last time, and forget those that were replaced."""
        for number in range(self._size, len(names)):
            name = _read_name(number, names[number][1].get(self._locale, ""))
            if name is not None:
                place = self._rarest(name)
                self._by_stem.setdefault(name.words[place].stem, []).append((place, name))
                self._by_number[number] = name
        self._size = len(names)

    def _rarest(self, name: _Name) -> int:
        """Return which word's stem the fewest names have so far; of equal ones the longest."""
        stems = [word.stem for word in name.words]
        return min(range(len(stems)), key=lambda n: (len(self._by_stem.get(stems[n], ())), -len(stems[n])))

    def may_find(self, text: str) -> bool:
        """Tell whether a text in small letters without marks may mention a name; of many names it may always."""
        if len(self._by_number) > _FEW:
            return True
        return any(
            name.words[-1].stem in text or all(word.loose_stem in text for word in name.words)
            for name in self._by_number.values()
        )

    def _wanted_stems(self, text: str) -> set[str]:
        stems = {*self._by_stem, *(name.words[-1].stem for name in self._by_number.values())}
        return {stem for stem in stems if stem in text}

    def find(self, words: _Words, text: str, linked: Iterable[int]) -> Iterator[_Mention]:
        """Yield every mention, also those that overlap; `text` is what the words are of, as for `may_find`."""
        is_small = len(self._by_number) <= _FEW
        stems = _stems_among(words.plain, self._wanted_stems(text)) if is_small else _stems(words.plain)
        for stem in stems.keys() & self._by_stem.keys():
            for place, name in self._by_stem[stem]:
                for position in stems[stem]:
                    yield from _mentions(name, place, position - place, words)
        for name in (self._by_number[number] for number in linked if number in self._by_number):
            for position in stems.get(name.words[-1].stem, ()):
                yield from _last_word_mentions(name, position, words)


def _mentions(name: _Name, place: int, start: int, words: _Words) -> Iterator[_Mention]:
    """Yield the mention of a name that starts at a word of the text, if it does; `place` is where its stem stands."""
    end = start + len(name.words)
    if start < 0 or end > len(words.plain) or (len(name.words) == 1 and name.is_capital > words.has_capital(start)):
        return
    for n, word in enumerate(name.words):
        if not word.is_in(words.plain[start + n], loosely=n != place):
            return
    likeness = sum(map(_common_length, name.plain, words.plain[start:end]))
    yield _Mention(start, end, likeness, name)


def _last_word_mentions(name: _Name, position: int, words: _Words) -> Iterator[_Mention]:
    word = words.plain[position]
    if name.words[-1].is_in(word) and name.is_capital <= words.has_capital(position):
        yield _Mention(position, position + 1, _common_length(name.plain[-1], word), name)


def _longest(mentions: Iterable[_Mention]) -> list[_Mention]:
    """Return the mentions that no longer or more alike one overlaps, in order; equally good ones of a place stay."""
    best: list[_Mention] = []
    taken: dict[int, tuple[int, int, int]] = {}
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, -m.likeness, m.start, m.name.number)):
        place = mention[:3]
        if all(taken.get(n, place) == place for n in range(mention.start, mention.end)):
            taken.update(dict.fromkeys(range(mention.start, mention.end), place))
            best.append(mention)
    return sorted(best, key=lambda m: (m.start, m.name.number))


def _read_name(number: int, text: str) -> _Name | None:
    """Return a name ready to be searched for; what stands in parentheses is not part of it."""
    words = _split(without_marks(text.partition("(")[0]))
    if not words.plain:
        return None
    own_words = tuple(_name_word(word, len(words.plain)) for word in words.plain)
    return _Name(number, text, own_words, tuple(words.plain), words.has_capital(-1))


def _name_word(word: str, count: int) -> _Word:
    """Return a word of a name of `count` words with the stems that its forms begin with.

    >>> _name_word("троцкии", 2)
    _Word(stem='троцк', loose_stem='троц', longest=10)
    >>> _name_word("oš", 1)
    _Word(stem='oš', loose_stem='o', longest=2)
    """
    size = len(word)
    if size <= _WHOLE:
        return _Word(word, word[:1], size if count == 1 else size + _ENDING - 1)
    lost = 2 if size >= _LONG else 1
    return _Word(word[: size - lost], word[: size - lost - 1], size + _ENDING)


def _split(text: str) -> _Words:
    """Return the words of a text without marks."""
    spelled = split_words(text)
    return _Words(spelled, [word.casefold() for word in spelled])


def _stems(words: list[str]) -> dict[str, list[int]]:
    """Return everything that can be the stem of a word of the text, with the words' positions."""
    stems: dict[str, list[int]] = {}
    for position, word in enumerate(words):
        for size in range(max(1, len(word) - _ENDING - 2), len(word) + 1):
            stems.setdefault(word[:size], []).append(position)
    return stems


def _stems_among(words: list[str], wanted: Iterable[str]) -> dict[str, list[int]]:
    """Return what `_stems` does, but of a few stems only."""
    found = {}
    for stem in wanted:
        longest = len(stem) + _ENDING + 2
        positions = [n for n, word in enumerate(words) if word.startswith(stem) and len(word) <= longest]
        if positions:
            found[stem] = positions
    return found


def _common_length(first: str, second: str) -> int:
    """Return how many letters two words begin with in common.

    >>> _common_length("троцкии", "троцкого")
    5
    """
    for n, (a, b) in enumerate(zip(first, second, strict=False)):
        if a != b:
            return n
    return min(len(first), len(second))
