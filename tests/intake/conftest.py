"""A collection of which a batch is out."""

import pytest

from tests.batches import out
from tests.collection import make_collection


@pytest.fixture
def collection(tmp_path):
    return make_collection(tmp_path / "collection")


@pytest.fixture
def handed(collection, tmp_path):
    (path,) = out(collection, tmp_path)
    return path
