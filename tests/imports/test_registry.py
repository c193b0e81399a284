"""The registry of import formats, and through it any registry."""

import pytest

from l10n.errors import UnknownNameError
from l10n.imports import IMPORTERS
from l10n.registry import Registry


def test_the_capture_importer_is_known():
    assert IMPORTERS.names == ("capture",)
    assert callable(IMPORTERS["capture"])


def test_an_unknown_name_is_refused_with_a_suggestion():
    with pytest.raises(UnknownNameError, match=r"^'captur' is not a known import format, .* did you mean 'capture'\?$"):
        IMPORTERS["captur"]


@pytest.mark.parametrize("name", ["Two Words", "snake_case", "", "-a", "a--b"])
def test_names_are_kebab_case(name):
    with pytest.raises(ValueError, match="expected kebab-case"):
        Registry[str]("thing", modules=()).register(name)


def test_a_name_is_registered_once():
    registry = Registry[str]("thing", modules=())
    registry.register("a-1")("one")
    with pytest.raises(ValueError, match="twice"):
        registry.register("a-1")("two")
    assert registry["a-1"] == "one"
