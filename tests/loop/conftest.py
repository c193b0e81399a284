"""A collection that was synchronised once, on a day that does not pass."""

from collections.abc import Iterator

import pytest

from tests.collection import DAY, Collection, make_collection


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> Iterator[None]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))


@pytest.fixture
def collection(tmp_path) -> Collection:
    """A collection that was synchronised once."""
    made = make_collection(tmp_path)
    made.sync()
    return made
