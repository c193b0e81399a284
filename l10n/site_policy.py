"""The site policy: what a collection's configuration says of its site."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from l10n.locales import Locale

ORDERS = ("label", "given")
"""How the rows of a record's tables may be sorted: by label in each locale's order, or as the record has them."""
DATES = "dd.mm.yyyy"
"""The one form of dates that a site may have instead of its locales' own."""
ROWS = range(5, 1001)
"""How many rows one page of a table may have."""


class SitePolicy(Struct, frozen=True, kw_only=True):
    """How a collection is shown as a site."""

    base_url: str = ""
    """Where the site will stand, with a slash at the end; empty: nobody has said."""
    title: str = ""
    """Empty: the collection's name."""
    dates: str = ""
    """`dd.mm.yyyy`; empty: as each locale writes them."""
    codes: str = ""
    """The import whose aliases say how the site writes locales; empty: as BCP 47."""
    order: str = ORDERS[0]
    rows: int = 100
    images: str = "images"
    """The folder of the collection that its pictures are in."""
    templates: str = ""
    """The folder of the collection whose templates take the place of ours; empty: none."""
    words: Mapping[Locale, Mapping[str, str]] = {}
    """{locale: {what the site says in English: what it says there}}."""
