"""Laws of reading and writing catalogs, for units of any content."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from l10n.errors import L10nError
from l10n.model import Catalog, Previous, Unit
from l10n.po import format_po, new_header, parse_po
from l10n.po.careful import parse_carefully
from l10n.po.entry import catalog_units
from l10n.po.fast import find_catalog, has_oddities
from l10n.po.flag import ordered_flags

HEADER = new_header({"Language": "lv", "Content-Type": "text/plain; charset=UTF-8"})
MSGCAT = shutil.which("msgcat")
FLAGS = ("c-format", "no-php-format", "python-brace-format", "no-wrap")
NO_TEXT = {"exclude_categories": ["Cs", "Cn"], "exclude_characters": "\0\4"}
PIECES = [
    "\n",
    "\\",
    '"',
    '"\n"',
    "\\n",
    " ",
    "msgid ",
    "#",
    "# ~|",
    "a long word and another ",
    "Tēvs",
    "Привет",
    "中文",
    "é",
]

texts = st.one_of(
    st.text(st.characters(**NO_TEXT), max_size=12),
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
)
filled = texts.filter(bool)
lines = texts.map(lambda text: text.replace("\n", "").replace("\r", "").rstrip("\\"))
names = st.from_regex(r"[a-z][a-z/._-]{0,30}(:[1-9][0-9]{0,3})?", fullmatch=True)
previous = st.builds(Previous, key=st.none() | texts, source=texts, source_plural=st.none() | texts)
breakages = st.sampled_from(
    [
        '"',
        "\\",
        "\n",
        "#",
        "# c\n",
        "#~ ",
        "#| ",
        "msgid",
        'msgstr "x"\n',
        "msgstr[0]",
        " ",
        "\t",
        "x",
        "\r",
        "\\\n",
        "\4",
        "\x0c",
    ]
)


@st.composite
def units(draw):
    plural = draw(st.none() | texts)
    targets = (draw(texts),) if plural is None else tuple(draw(st.lists(texts, min_size=1, max_size=3)))
    key = draw(st.none() | texts)
    obsolete = draw(st.booleans()) and bool(targets[0])
    return Unit(
        key=key,
        source=draw(filled if key is None else texts),
        source_plural=plural,
        targets=targets,
        fuzzy=draw(st.booleans()) and bool(targets[0]),
        obsolete=obsolete,
        comments=tuple(draw(st.lists(lines, max_size=2))),
        notes=tuple(draw(st.lists(lines, max_size=2))),
        references=tuple(draw(st.lists(names, unique=True, max_size=5))),
        flags=tuple(ordered_flags(draw(st.lists(st.sampled_from(FLAGS), unique=True, max_size=2)))),
        previous=draw(st.none() | previous),
    )


@st.composite
def catalogs(draw):
    found = draw(st.lists(units(), max_size=4, unique_by=lambda unit: (unit.key, unit.source)))
    return Catalog(
        header=HEADER,
        units=tuple(sorted(found, key=lambda unit: unit.obsolete)),
        width=draw(st.sampled_from([0, 0, 20, 79])),
        newline=draw(st.sampled_from(["\n", "\n", "\r\n"])),
    )


def described(catalog):
    return catalog, [(unit.raw, unit.line) for unit in catalog_units(catalog)]


@given(catalogs())
def test_what_is_written_is_read_again(catalog):
    read = parse_po(format_po(catalog))
    assert read.header == catalog.header
    assert read.units == catalog.units


@given(catalogs())
def test_what_is_read_is_written_again(catalog):
    data = format_po(catalog)
    read = parse_po(data)
    assert format_po(read) == data
    assert format_po(replace(read, units=tuple(read.units))) == data


@pytest.mark.skipif(MSGCAT is None, reason="msgcat (GNU gettext) is not installed: its output cannot be compared")
@given(catalogs())
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_is_a_fixed_point_of_msgcat(catalog):
    data = format_po(replace(catalog, newline="\n"))
    wrap = f"--width={catalog.width}" if catalog.width else "--no-wrap"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.po")
        path.write_bytes(data)
        assert subprocess.run([MSGCAT, "--force-po", wrap, path], check=True, capture_output=True).stdout == data


@given(catalogs(), st.lists(st.tuples(st.integers(0, 10_000), breakages), max_size=3))
def test_both_readers_agree(catalog, changes):
    text = format_po(catalog).decode()
    for place, piece in changes:
        start = place % (len(text) + 1)
        text = text[:start] + piece + text[start:]
    fast = None if has_oddities(text) else find_catalog(text)
    try:
        careful = parse_carefully(text, "")
    except L10nError:
        assert fast is None
        return
    assert fast is None or described(fast) == described(careful)
    assert format_po(careful).decode() == text


@given(catalogs())
def test_the_fast_reader_covers_what_the_writer_writes(catalog):
    assert find_catalog(format_po(catalog).decode()) is not None


@given(catalogs().filter(lambda catalog: catalog.units), st.data())
def test_one_change_leaves_all_other_bytes(catalog, data):
    read = parse_po(format_po(catalog))
    place = data.draw(st.integers(0, len(read.units) - 1))
    old = read.units[place]
    new = old.with_changes(targets=("a new target",) * len(old.targets))
    written = format_po(replace(read, units=(*read.units[:place], new, *read.units[place + 1 :]))).decode()
    before = read.header.raw + "".join(unit.raw for unit in read.units[:place])
    after = "".join(unit.raw for unit in read.units[place + 1 :]) + read.tail
    assert written.startswith(before)
    assert written.endswith(after)
    assert parse_po(written).units[place] == new
