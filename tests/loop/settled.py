"""The units that these tests speak of, and what holds once a collection is synchronised."""

import json
import subprocess
from pathlib import Path

import pytest

from l10n.schema import Field, FieldKind
from tests.collection import DAY

ROOT = Path(__file__).parent.parent.parent
TITLE, P1, P2 = "event/terror/title", "event/terror/description/p1", "event/terror/description/p2"
CAPTION, NAME = "event/terror/images/i1/caption", "person/trotsky/name"
LINE = Field(name="title", kind=FieldKind.LINE, label="Title")
TEXT = Field(name="description", kind=FieldKind.TEXT, label="Description")
LV = "locales/lv/LC_MESSAGES/event.en.po"
LV_NAMES = "locales/lv/LC_MESSAGES/person.en.po"


def assert_settled(collection, *, expect: int = 0) -> None:
    """Another sync changes no byte, a day later, with or without the index; every catalog is what GNU would write."""
    before = collection.files()
    for _ in range(2):
        with pytest.MonkeyPatch.context() as later:
            later.setenv("SOURCE_DATE_EPOCH", str(DAY + 100_000))
            collection.sync(expect=expect)
        assert collection.files() == before
        collection.forget()
    assert_gnu(collection)


def assert_gnu(collection) -> None:
    for path in collection.catalogs():
        subprocess.run(["msgfmt", "-c", "-o", "-", collection.root / path], check=True, capture_output=True)
        if not collection.catalog(path).width:
            again = subprocess.run(
                ["msgcat", "--no-wrap", "--force-po", collection.root / path], check=True, capture_output=True
            ).stdout
            assert again.decode() == collection.read(path)


def report(collection, capsys, *arguments: str) -> dict:
    """Run and return what `--format json` says."""
    capsys.readouterr()
    collection.run(*arguments, "--format", "json")
    return json.loads(capsys.readouterr().out)
