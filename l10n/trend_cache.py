"""The trend cache: what was counted at past commits, so that no commit is counted twice.

Nothing is known from it alone: without it, or with one of another version, everything is counted again.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from itertools import islice

import msgspec
from msgspec import Struct

from l10n import __version__
from l10n.coverage import Coverage

CACHE = "trends"
VERSION = 2
KEPT = 2000
"""How many commits are remembered that the last run did not ask for."""


class Counted(Struct, frozen=True, kw_only=True):
    """What a commit came to."""

    coverage: Coverage | None = None
    """By type, in all locales; None where the collection could not be counted."""
    problem: str = ""
    """Why not."""


class _Cache(Struct, frozen=True, kw_only=True):
    version: int = VERSION
    program: str = __version__
    counted: dict[str, Counted]
    """{ids of the configuration and of the folder of records: what they came to}."""


def parse_cache(data: bytes | None) -> dict[str, Counted]:
    """Return what was counted; nothing if there is no cache, or none that this program wrote.

    >>> parse_cache(b"?"), parse_cache(format_cache({"a b": Counted(problem="x")}, {}))
    ({}, {'a b': Counted(coverage=None, problem='x')})
    """
    try:
        cache = msgspec.msgpack.decode(zlib.decompress(data or b""), type=_Cache)
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError):
        return {}
    return cache.counted if (cache.version, cache.program) == (VERSION, __version__) else {}


def format_cache(used: Mapping[str, Counted], known: Mapping[str, Counted]) -> bytes:
    """Return the bytes of a cache of what was used now, and of some that was known before."""
    others = ((key, counted) for key, counted in known.items() if key not in used)
    return zlib.compress(msgspec.msgpack.encode(_Cache(counted=dict(used) | dict(islice(others, KEPT)))), 1)
