"""Catalogs brought up to date: headers that other tools have saved, and units among which there is nothing to merge."""

from itertools import permutations, product

from msgspec.structs import replace

from l10n.catalogs import DomainUpdate
from l10n.cli import main
from l10n.locales import Locale
from l10n.merge import merge_units
from l10n.model import Catalog, Domain, Unit


def test_a_source_language_that_a_tool_dropped_comes_back(demo):
    path = demo / "locales/lv/LC_MESSAGES/event.en.po"
    before = path.read_bytes()
    path.write_bytes(before.replace(b'"X-Source-Language: en\\n"\n', b""))
    assert path.read_bytes() != before
    assert main(["-C", str(demo), "sync", "-q"]) == 0
    assert path.read_bytes() == before


A, B = (Unit(key=f"event/{name}/title", source=name, targets=("t",)) for name in "ab")
GONE = [
    replace(unit, obsolete=True, source=source, targets=(target,))
    for unit, source, target in ((A, "old", "t"), (B, "old", "t"), (B, "old", "t"), (B, "older", ""))
]
HELD = (A, B, *GONE)
"""What renamed units bring along may stand there twice."""


def test_units_are_merged_unless_they_are_as_an_update_leaves_them():
    """All orders of all choices of these, with each wanted as it is, anew or not at all."""
    update = DomainUpdate(Domain("event", Locale("en")), "Events", lambda _: True, "2026-11-23 12:00+0000")
    header = update.catalog(None, Locale("lv"), {}).header
    wanted_ways = [
        {unit.key: unit for unit in found if unit} for found in product((None, A, replace(A)), (None, B, replace(B)))
    ]
    for count in range(len(HELD) + 1):
        for units, wanted in product(permutations(HELD, count), wanted_ways):
            old = Catalog(header=header, units=units)
            new = update.catalog(old, Locale("lv"), wanted)
            assert new.units == merge_units(units, wanted)
            assert (new is old) == (new.units == units)
