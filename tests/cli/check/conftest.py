"""A collection in which two things are wrong."""

from pathlib import Path

import pytest

from tests.cli.check.found import LATIN_A
from tests.collection import TERROR, TROTSKY, Collection, make_collection


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    """A collection in which one letter is wrong, and one space too many."""
    terror = TERROR | {"id": "red-terror", "title": {"en": "The Red  Terror", "ru": LATIN_A}}
    return make_collection(tmp_path, terror, TROTSKY)
