"""A collection whose every text is one that breaks careless reports."""

import json
from pathlib import Path

TEXTS = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>",
    "]]><![CDATA[",
    "a\u2028b\u2029c",
    "x" * 10_000,
    "مرحبا بالعالم",
    "\u202etxt.exe",
    "`rm -rf` | *b* @everyone #1 https://example.org www.example.org :tada:",
    "=1+1",
    "{{ 7*7 }} {% raw %} ${x}",
    "&amp;<b>&#60;",
    "\x1b[31mred\x07",
    "[-gone-]{+come+}",
)
NAME = '</title><script>alert("name")</script> @all | `x` <!--'
CONFIG = f"""\
format = 1
name = {json.dumps(NAME)}

[locales]
required = ["en", "ar"]
optional = ["ru"]

[types.event]
label = "<b>=Event</b> | @all"
[types.event.fields.title]
kind = "line"
label = "</script><i>Title"
[types.event.fields.body]
kind = "text"
label = "--><u>Body"
"""


def make_hostile(root: Path) -> Path:
    """Write the collection; half of its records have a stale text, too."""
    (root / "records/event").mkdir(parents=True)
    (root / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    for number, text in enumerate(TEXTS):
        source = "ar" if "ر" in text else "en"
        record = {
            "id": f"e{number}",
            "type": "event",
            "source": source,
            "title": {source: text, "ru": f"{text} ru"},
            "body": {source: {"p1": text, "p2": "2"}, "ru": {"p1": text[::-1]}},
            "state": {"ru": {"title": "en@000000000000 111111111111 human 2026-01-01 fuzzy conflict"}},
        }
        path = root / f"records/event/e{number}.json"
        path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return root
