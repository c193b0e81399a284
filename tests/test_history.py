"""What a merge paired wrongly, found from four versions of a catalog."""

import pytest

from l10n.history import find_mispairs
from l10n.po import parse_po


def catalog(*entries: str):
    """Make a catalog of `key source target`, with `?` before fuzzy ones; `-` is no key."""
    text = ""
    for entry in entries:
        key, source, target = entry.lstrip("?").split(" ")
        context = "" if key == "-" else f'msgctxt "{key}"\n'
        fuzzy = "#, fuzzy\n" if entry.startswith("?") else ""
        text += f'{fuzzy}{context}msgid "{source}"\nmsgstr "{target}"\n\n'
    return parse_po(text)


@pytest.mark.parametrize(
    ("merged", "giver", "translated", "base", "expected"),
    [
        pytest.param(["k S2 T2"], ["k S2 T"], ["k S T2"], ["k S T"], ["S"], id="the fault of git"),
        pytest.param(["k S2 T2"], ["k S2 T2"], ["k S T"], ["k S T"], [], id="both from one side"),
        pytest.param(["k S2 T2"], ["k S2 T"], ["k S2 T2"], ["k S T"], [], id="both from the other"),
        pytest.param(["?k S2 T2"], ["k S2 T"], ["k S T2"], ["k S T"], [], id="marked"),
        pytest.param(["k S2 T2"], ["k S2 T"], ["k S T2"], ["k S2 T2"], [], id="as it was once"),
        pytest.param(["k S2 T3"], ["k S2 T"], ["k S T2"], ["k S T"], [], id="a new translation"),
        pytest.param(["k S2 T"], ["?k S2 T"], ["k S T"], ["?k S T"], ["S"], id="confirmed for the old source"),
        pytest.param(["k S2 T2"], ["k S2 "], ["k S T2"], ["k S "], ["S"], id="translated for the first time"),
        pytest.param(["k S T2", "l S2 T2"], ["k S T", "l S2 T"], ["k S T2"], ["k S T"], [], id="same text elsewhere"),
        pytest.param(["- S2 T2"], ["- S2 T"], ["- S T2"], ["- S T"], ["S"], id="without keys"),
        pytest.param(["- S T2", "- S2 T2"], ["- S2 T"], ["- S T2"], ["- S T"], [], id="without keys, both there"),
    ],
)
def test_mispairs(merged, giver, translated, base, expected):
    catalogs = [catalog(*entries) for entries in (merged, giver, translated, base)]
    assert [made_for for _, made_for in find_mispairs(*catalogs)] == expected
