"""The program's words: what l10n says to people, in the language that they read.

Texts stand in the code in English, as `tr("nothing changed")`; `tools/words.py` gathers them into `locales/l10n.pot`.
A text is translated first and filled in after, with named placeholders, so that a translator may move them.
Where a text must be named before the language is known, as in a table of a module, `mark` gathers it and `tr`
translates it when it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import NullTranslations

SOURCE = "en"
"""The language of the texts in the code."""


class Words:
    """What the program says in one language."""

    def __init__(self, locale: str = SOURCE, table: NullTranslations | None = None, letters: str = "") -> None:
        """Take the language's BCP 47 code, its compiled catalog, and all letters that occur in it."""
        self.locale = locale
        self._table = table or NullTranslations()
        self._letters = letters

    def tr(self, text: str, /, **values: object) -> str:
        """Return a text in this language, its placeholders filled in.

        >>> Words().tr("nothing changed in {folder}", folder="records")
        'nothing changed in records'
        """
        return _filled(self._table.gettext(text) if text else "", text, values)

    def trn(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """Return the form of a text that goes with a number, which `{n}` shows as this language writes it.

        >>> Words().trn("{n} file", "{n} files", 1), Words().trn("{n} file", "{n} files", 1200)
        ('1 file', '1,200 files')
        """
        form = self._table.ngettext(singular, plural, n)
        return _filled(form, singular if n == 1 else plural, {"n": self.number(n), **values})

    def trp(self, context: str, text: str, /, **values: object) -> str:
        """Return a text that says different things in different contexts, in this one."""
        return _filled(self._table.pgettext(context, text), text, values)

    def number(self, number: float, decimals: int = 0) -> str:
        """Return a number as this language writes it.

        >>> Words().number(1234567), Words().number(1234.56, decimals=1)
        ('1,234,567', '1,234.6')
        """
        signs = {
            ",": self.trp("thousands separator", ","),
            ".": self.trp("decimal sign", "."),
        }
        return "".join(signs.get(sign, sign) for sign in f"{number:,.{decimals}f}")

    def with_own(self, texts: Mapping[str, str]) -> Words:
        """Return these words with some texts said otherwise: {text in English: what to say}.

        >>> Words().with_own({"Title": "Heading"}).tr("Title")
        'Heading'
        """
        return Words(self.locale, _OwnTexts(texts, self._table), self._letters)

    def can_print(self, encoding: str) -> bool:
        """Tell whether a stream of this encoding can show every letter of the language.

        >>> Words("lv", letters="āž").can_print("utf-8"), Words("lv", letters="āž").can_print("ascii")
        (True, False)
        """
        try:
            self._letters.encode(encoding)
        except UnicodeEncodeError:
            return False
        return True


class _OwnTexts(NullTranslations):
    """Some texts of one's own in front of a catalog."""

    def __init__(self, texts: Mapping[str, str], table: NullTranslations) -> None:
        super().__init__()
        self._texts = texts
        self.add_fallback(table)

    def gettext(self, message: str) -> str:
        return self._texts.get(message) or super().gettext(message)


def _filled(text: str, source: str, values: dict[str, object]) -> str:
    """Fill placeholders in; a translation that asks for other values than its source gives way to it."""
    if not values:
        return text
    try:
        return text.format(**values)
    except (KeyError, IndexError, ValueError, AttributeError):
        return source.format(**values)


ENGLISH = Words()


_SPOKEN: ContextVar[Words] = ContextVar("words", default=ENGLISH)
"""What is spoken now, in this thread: a server may speak with several users at once."""


@contextmanager
def speaking(words: Words) -> Iterator[None]:
    """Say everything in these words until the block ends.

    >>> with speaking(Words("lv")):
    ...     spoken_locale()
    'lv'
    """
    token = _SPOKEN.set(words)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def spoken_locale() -> str:
    """Return the BCP 47 code of the language that the program speaks now, as for an HTML page's `lang`."""
    return _SPOKEN.get().locale


def tr(text: str, /, **values: object) -> str:
    """Return a text in the user's language: see `Words.tr`."""
    return _SPOKEN.get().tr(text, **values)


def trn(singular: str, plural: str, n: int, /, **values: object) -> str:
    """Return the form of a text that goes with a number, in the user's language: see `Words.trn`."""
    return _SPOKEN.get().trn(singular, plural, n, **values)


def trp(context: str, text: str, /, **values: object) -> str:
    """Return a text as it is said in a context, in the user's language: see `Words.trp`."""
    return _SPOKEN.get().trp(context, text, **values)


def number(value: float, decimals: int = 0) -> str:
    """Return a number as the user's language writes it: see `Words.number`."""
    return _SPOKEN.get().number(value, decimals)


def mark(text: str) -> str:
    """Return the text as it is, for `tr` to translate later."""
    return text


def markn(singular: str, plural: str) -> tuple[str, str]:
    """Return both texts as they are, for `trn` to translate later."""
    return singular, plural


def markp(context: str, text: str) -> tuple[str, str]:
    """Return context and text as they are, for `trp` to translate later."""
    return context, text
