"""Write l10n/alphabets.py anew from CLDR: which letters each language writes, and which it takes from others.

    npm pack cldr-misc-full && tar xzf cldr-misc-full-*.tgz
    .venv/bin/python tools/alphabets.py package

The letters are CLDR's main and auxiliary exemplar characters (`characters.json`), under the Unicode License v3.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LANGUAGES = re.findall(
    r"\S+",
    "af az be bg ca cs cy da de en es et eu fi fr ga gl hr hu id is it kk ky lt lv mk mn mt nb nl nn pl pt ro ru sk sl"
    " sq sr sr-Latn sv sw tg tr uk uz vi",
)
"""Those in scripts that many languages share, Latin and Cyrillic; others their script gives away."""
_ITEM = re.compile(r"\{([^}]*)\}|\\u([0-9A-Fa-f]{4})|\\?(.)", re.DOTALL)
HEAD = '''\
"""The alphabets: the letters of languages in Latin and Cyrillic script, from CLDR {version}.

Made by tools/alphabets.py from `cldr-misc-full`. Copyright Unicode, Inc.; Unicode License v3
(https://www.unicode.org/license.txt).
"""

from __future__ import annotations

LETTERS: dict[str, tuple[str, str]] = {{
'''
TAIL = '''\
}
"""By language: the letters that it writes, and those that it knows from names and loans."""
'''


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("package", type=Path, help="the unpacked npm package cldr-misc-full")
    package = parser.parse_args().package
    version = json.loads((package / "package.json").read_text())["version"]
    rows = (f"    {_quoted(code)}: ({', '.join(map(_quoted, _letters(package, code)))}),\n" for code in LANGUAGES)
    text = HEAD.format(version=version) + "".join(rows) + TAIL
    (ROOT / "l10n" / "alphabets.py").write_text(text, encoding="utf-8")


def _letters(package: Path, code: str) -> tuple[str, str]:
    path = package / "main" / code / "characters.json"
    characters = json.loads(path.read_text(encoding="utf-8"))["main"][code]["characters"]
    main_ = set(_iter_letters(characters["exemplarCharacters"]))
    auxiliary = set(_iter_letters(characters.get("auxiliary", "")))
    return "".join(sorted(main_)), "".join(sorted(auxiliary - main_))


def _iter_letters(unicode_set: str) -> Iterator[str]:
    """Yield the letters of a UnicodeSet of single characters, ranges and sequences."""
    items = [
        sequence or (chr(int(code, 16)) if code else char) for sequence, code, char in _ITEM.findall(unicode_set[1:-1])
    ]
    for place, item in enumerate(items):
        if item == "-" and 0 < place < len(items) - 1:
            yield from map(chr, range(ord(items[place - 1]), ord(items[place + 1])))
        else:
            yield from (char for char in item if char.isalpha())


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    main()
