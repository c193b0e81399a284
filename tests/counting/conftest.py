"""Collections that are counted and surveyed in several parts, small as they are."""

import pytest

from l10n.counting import part
from tests.parts import LAYOUTS, make_collection


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    monkeypatch.setattr(part, "MANY", 5)
    monkeypatch.setattr(part, "LARGE", 1_000)
    monkeypatch.setattr(part, "_ONE_IN", 2)


@pytest.fixture(params=LAYOUTS)
def collection(request, tmp_path):
    return make_collection(tmp_path, request.param)
