"""The clock: what day it is, which builds that must repeat can set."""

from __future__ import annotations


def today() -> str:
    """Return the day, in UTC, as `yyyy-mm-dd`; `SOURCE_DATE_EPOCH` sets it for builds that must repeat."""
    return now()[:10]


def now() -> str:
    """Return the minute, in UTC, as PO headers write it: `2026-11-23 08:15+0000`."""
    import os
    import time

    seconds = float(os.environ.get("SOURCE_DATE_EPOCH") or time.time())
    return time.strftime("%Y-%m-%d %H:%M+0000", time.gmtime(seconds))
