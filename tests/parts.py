"""Collections of several parts: events in files, in lines or in both, written long ago."""

import json
import os
from itertools import count

from l10n.text import digest
from tests.sample import CONFIG

LAYOUTS = ("files", "lines", "both")
_CLOCK = count(1_700_000_000_000_000_000, 1_000_000_000)


def event(number):
    source, target = f"Event {number}", f"Notikums {number}"
    was = source if number % 3 else "was"
    return {
        "id": f"e{number:03}",
        "type": "event",
        "source": "en",
        "title": {"en": source, "lv": target, "ru": "Событие" if number % 2 else ""},
        "declared": ["uk"] if number % 5 == 0 else [],
        "state": {"lv": {"title": f"en@{digest(was)} {digest(target)} human 2026-11-23"}},
    }


def write(path, text):
    """Write a file long ago, each time at another moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    moment = next(_CLOCK)
    os.utime(path, ns=(moment, moment))


def falsify(path, old, new):
    """Change a file so that nothing shows it: who reads it gets other numbers than who does not."""
    status = path.stat()
    data = path.read_bytes()
    assert data.count(old) >= 1
    assert len(old) == len(new)
    path.write_bytes(data.replace(old, new))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def write_lines(root, records, name="event"):
    text = "".join(f"{json.dumps(record, ensure_ascii=False)}\n" for record in records)
    write(root / f"records/{name}.jsonl", text)


def make_collection(root, layout):
    """Make a collection of 60 events and a person."""
    (root / "l10n.toml").write_text(CONFIG, encoding="utf-8")
    records = [event(number) for number in range(60)]
    if layout != "lines":
        for record in records[:40]:
            write(root / f"records/event/{record['id']}.json", json.dumps(record, indent=2))
    if layout != "files":
        write_lines(root, records[40:] if layout == "both" else records)
    person = {"id": "a", "type": "person", "source": "lv", "name": {"lv": "Anna", "en": "Anna"}}
    write(root / "records/person/a.json", json.dumps(person))
    return root
