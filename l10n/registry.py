"""The registry: named entries of one kind, put there by a decorator in the modules of an explicit list."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Generic, TypeVar

from l10n.errors import UnknownNameError, suggest

_T = TypeVar("_T")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class Registry(Generic[_T]):
    """Entries by name; the modules that register them are imported when the first entry is looked up.

    >>> greetings = Registry[str]("greeting", modules=())
    >>> greetings.register("good-day")("hello")
    'hello'
    >>> greetings["good-day"], greetings.names
    ('hello', ('good-day',))
    """

    def __init__(self, kind: str, *, modules: Sequence[str]) -> None:
        """Name the kind of entry, in words, and list the modules that register some."""
        self._kind = kind
        self._modules = tuple(modules)
        self._entries: dict[str, _T] = {}

    def register(self, name: str) -> Callable[[_T], _T]:
        """Return the decorator that registers an entry under a kebab-case name that no other entry has."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"found the {self._kind} name {name!r}, expected kebab-case")

        def keep(entry: _T) -> _T:
            if name in self._entries:
                raise ValueError(f"the {self._kind} {name!r} is registered twice, expected each name once")
            self._entries[name] = entry
            return entry

        return keep

    def __getitem__(self, name: str) -> _T:
        """Return the entry of that name, else raise UnknownNameError."""
        names = self.names
        if name not in names:
            known = ", ".join(names)
            raise UnknownNameError(
                f"{name!r} is not a known {self._kind}, expected one of {known}{suggest(name, names)}"
            )
        return self._entries[name]

    @property
    def names(self) -> tuple[str, ...]:
        """All names, sorted."""
        for module in self._modules:
            import_module(module)
        return tuple(sorted(self._entries))
