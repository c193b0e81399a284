"""A collection of everything that is hard to export: hostile texts, every kind of field, every state of a text."""

import json
from pathlib import Path

from l10n.text import digest

CONFIG = """\
format = 1
name = "<Hostile> & \\"co\\""
base = "https://example.org/"

[locales]
required = ["en", "ru", "lv"]
optional = ["et", "uk", "sr-Latn"]

[fallback]
lv = ["ru"]
[fallback.deny]
uk = ["ru"]

[imports.capture.aliases]
ee = "et"
ua = "uk"

[types.event]
wikibase = "Q1190554"
[types.event.fields.title]
kind = "line"
[types.event.fields.description]
kind = "text"
[types.event.fields.date]
kind = "date"
calendar = "calendar"
wikibase = "P585"
[types.event.fields.calendar]
kind = "value"
[types.event.fields.persons]
kind = "references"
to = ["person"]
wikibase = "P710"
[types.event.fields.related]
kind = "references"
[types.event.fields.images]
kind = "list"
[types.event.fields.images.fields.file]
kind = "value"
[types.event.fields.images.fields.caption]
kind = "line"
[types.event.fields.images.fields.taken]
kind = "date"
[types.event.fields.extra]
kind = "value"

[types.person]
wikibase = "Q5"
[types.person.fields.name]
kind = "name"
wikibase = "label"
[types.person.fields.summary]
kind = "line"
wikibase = "description"
[types.person.fields.nicknames]
kind = "text"
wikibase = "aliases"
[types.person.fields.born]
kind = "date"
wikibase = "P569"
[types.person.fields.died]
kind = "date"
wikibase = "P570"
[types.person.fields.item]
kind = "value"
wikibase = "id"
"""
HOSTILE = "<script>alert('x')</script> ]]> &amp; \"q\" \x07\x1b[31m \u202e =cmd() \\ \ufffe"
FORMULA = "=cmd|' /C calc'!A0"
LONG = "Ā" * 10_000
EVENT = {
    "id": "a.b-c_d..e",
    "type": "event",
    "source": "en",
    "title": {"en": HOSTILE, "ru": "Событие", "lv": FORMULA},
    "description": {
        "en": {"p1": "First.\nSecond line.", "p2": "Second.", "p3": HOSTILE},
        "ru": {"p1": "Первый.", "p3": "Третий."},
        "et": {"f1": "Vaba tekst.", "f2": "Teine."},
    },
    "date": "1918-09-05/1922",
    "persons": ["person/anna", "person/nobody"],
    "related": ["event/plain", "person/nameless"],
    "images": [
        {"id": "i1", "file": 'a b"<.jpg', "caption": {"en": "A poster\twith a tab"}, "taken": "190X"},
        {"id": "i2", "caption": {"ru": "Снимок"}},
    ],
    "extra": {"x": [1, None, "=1+1"]},
}
STALE = f"en@{'0' * 12} {digest('Vecs')} human 2026-11-23"
PLAIN = {
    "id": "plain",
    "type": "event",
    "source": "ru",
    "title": {"ru": "Простое", "en": "Plain", "lv": "Vecs", "uk": "Просте"},
    "description": {"ru": {"p1": "Один.", "p2": "Два."}, "lv": {"p1": "Viens.", "p2": ""}},
    "date": "1917-10-25",
    "calendar": "julian",
    "persons": ["person/anna"],
    "state": {
        "lv": {"title": STALE},
        "en": {"title": f"ru@{digest('Простое')} {digest('Plain')} human 2026-11-23"},
    },
}
COPY = {
    "id": "copy",
    "type": "event",
    "source": "ru",
    "title": {"ru": LONG, "lv": LONG, "en": " "},
    "date": "-0043-03-15",
}
EMPTY = {"id": "0", "type": "event", "source": "lv"}
ANNA = {
    "id": "anna",
    "type": "person",
    "source": "lv",
    "name": {"lv": "Anna", "en": "Anna", "ru": "Анна"},
    "summary": {"en": "a  person\tof note", "lv": "cilvēks"},
    "nicknames": {"lv": {"p1": "Ance", "p2": "Annele"}, "ru": {"p1": "Аня", "p2": "Нюра"}},
    "born": "1890-05",
    "died": "1918~",
    "item": "Q42",
}
NAMELESS = {"id": "nameless", "type": "person", "source": "en", "born": "19XX"}
RECORDS = (EVENT, PLAIN, COPY, EMPTY, ANNA, NAMELESS)


def write_collection(root: Path, records=RECORDS, *, lines: bool = False, config: str = CONFIG) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    (root / "l10n.toml").write_text(config)
    for record in records:
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        path = root / "records" / (f"{record['type']}.jsonl" if lines else f"{record['type']}/{record['id']}.json")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as file:
            file.write(f"{text}\n")
    return root
